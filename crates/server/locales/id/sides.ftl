# Siapa yang terlibat.

side-opener = pembeli
side-respondent = penjual
side-platform = platform
side-you = Anda
role-buyer = Pembeli
role-seller = Penjual
role-mediator = Mediator
role-finance = Keuangan
role-marketplace = Lokapasar
role-carrier = Kurir
role-gateway = Penyedia pembayaran
role-clock = Otomatis, pada tenggat
role-aggregate = Otomatis, dari rekening
