# Halaman mediator: antrean, meja satu kasus, dan putusan beserta uangnya.

desk-queue = Kasus menurut tenggat
desk-filter = Kasus yang mana
desk-filter-all = Milik saya dan yang terbuka
desk-filter-mine = Milik saya
desk-filter-open = Belum ditangani siapa pun
desk-case = Kasus
desk-amount = Jumlah
desk-stage = Tahap
desk-clock = Tinjauan berakhir
desk-recommended = Saran aturan
desk-age = Terbuka selama
desk-mediator = Mediator
desk-promised = dijanjikan paling lambat { $end }
desk-days = { $n ->
    [0] hari ini
   *[other] { $n } hari
}
desk-none = Belum ada
desk-me = Anda
desk-other = Orang lain
desk-nobody = Belum ada
desk-appealed = Setelah banding
desk-nothing-all = Tidak ada kasus yang menunggu
desk-nothing-mine = Tidak ada kasus Anda yang menunggu
desk-nothing-open = Setiap kasus sudah ada mediatornya
desk-nothing-hint = Kasus baru muncul di sini begitu sampai di platform, yang paling mendesak lebih dulu.
