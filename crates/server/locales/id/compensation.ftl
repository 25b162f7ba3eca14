# Barang yang dinyatakan hilang atau rusak oleh kurir diganti kepada penjual.
case-kind-carrier_compensation = Ganti rugi kurir
closed-compensated = Diganti oleh kurir
closed-turned_up = Paketnya ditemukan
remedy-seller_payment = Pembayaran kepada penjual
remedy-seller_payment-hint = Penjual mendapat apa yang seharusnya diperoleh dari penjualan.
then-compensate = barang yang dinyatakan hilang atau rusak oleh kurir diganti kepada penjual
line-compensation = Diganti oleh kurir
event-compensation_due = Kurir menyatakan paket hilang atau rusak: penjual mendapat gantinya
event-compensation_paid = Kurir telah mengganti kepada penjual
event-compensation_reversed = Ganti rugi dari kurir ditarik kembali
history-compensation = Ganti rugi dari kurir dimulai
compensation-title = Ganti rugi dari kurir
compensation-explained = Barang yang dinyatakan hilang atau rusak oleh kurir terdaftar diganti secara otomatis, tanpa klaim. Pengembalian dana pembeli tidak bergantung padanya.
compensation-declared-lost = Dinyatakan hilang
compensation-declared-damaged = Dinyatakan rusak
compensation-amount = Diganti, sebelum komisi
compensation-lines = Untuk apa
compensation-paid-at = Dibayar
compensation-back = Ditarik kembali
compensation-back-delivered = Paketnya ternyata sudah diantar.
compensation-back-returned = Paketnya ternyata kembali kepada penjual.
compensation-back-released = Uang penjualannya sendiri sudah masuk ke penjual.
compensation-state-due = Belum dibayar
compensation-state-paid = Dibayar
compensation-state-taken_back = Ditarik kembali
compensation-state-not_due = Tidak ada yang dibayar
compensation-rests = Waktunya berhenti selama pesanan dibekukan.
compensation-promised = Dijanjikan paling lambat { $at }.
compensation-more = Bagaimana terjadinya
notice-compensation_due-subject = Kurir menyatakan paket hilang atau rusak: pesanan { $order }
notice-compensation_due-body =
    Kurir menyatakan sebuah paket dari pesanan { $order } hilang atau rusak. Anda mendapat gantinya secara otomatis{ $end ->
         [none] {""}
        *[other] {" "}paling lambat { $end }
    }; Anda tidak perlu mengajukan klaim.

    Ganti ruginya: { $link }
notice-compensation_paid-subject = Kurir telah mengganti barang yang hilang: pesanan { $order }
notice-compensation_paid-body =
    Barang dari pesanan { $order } yang dinyatakan hilang atau rusak oleh kurir telah diganti kepada Anda. Jumlahnya tercantum pada laporan Anda berikutnya.

    Ganti ruginya: { $link }
notice-compensation_reversed-subject = Ganti rugi ditarik kembali: pesanan { $order }
notice-compensation_reversed-body =
    Ganti rugi dari kurir untuk pesanan { $order } ditarik kembali, karena paketnya ditemukan atau uang penjualannya sudah masuk ke Anda. Jumlahnya dipotong dari pencairan Anda berikutnya. Platform akan melihatnya; jika ada yang keliru, tulislah pada pesanan.

    Ganti ruginya: { $link }
notice-compensation_not_due-subject = Paket ditemukan: pesanan { $order }
notice-compensation_not_due-body =
    Sebuah paket dari pesanan { $order } yang dinyatakan hilang oleh kurir ditemukan sebelum diganti, sehingga tidak ada yang dibayar untuknya.

    Ganti ruginya: { $link }
