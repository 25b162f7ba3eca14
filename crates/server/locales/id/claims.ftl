# Klaim pembayaran penjual: untuk barang yang tampil batal atau gagal kirim padahal ada pada pembeli.
case-kind-seller_claim = Klaim pembayaran penjual
closed-claim_paid = Penjual telah dibayar
closed-seller_claim-withdrawn = Ditarik oleh penjual
closed-seller_claim-dismissed = Ditutup tanpa pembayaran
stage-seller_claim-answering = Menunggu kata pembeli
row-seller_payment = Pembayaran kepada penjual
then-no_claim = pembayaran untuk barang ini tidak dapat diklaim lagi
line-claim = Dibayar atas klaim Anda
stopped-hold = Waktunya berhenti selama ada penahanan atas barang ini.
event-payment_claimed = Penjual menyebutkan penyebab dan konfirmasi penerimaan
event-claim_answered = { $who } menyatakan apakah barangnya ada
event-claim_paid = Penjual dibayar sebesar hasil penjualannya
history-claimed = { $who } mengklaim pembayaran untuk pesanan ini
history-claim-there = { $who } menyatakan barangnya ada
history-claim-not-there = { $who } menyatakan barangnya tidak ada
act-claim_payment = Klaim pembayaran
act-claim_payment-hint = Pesanan tampil batal atau gagal kirim, padahal barangnya ada pada pembeli. Jika itu terbukti, Anda dibayar seperti penjualan biasa, dan statusnya tidak merugikan Anda.
act-answer_claim = Nyatakan apakah barang ada pada Anda
act-answer_claim-hint = Penjual menyatakan barangnya ada pada Anda. Jawaban Anda menentukan dan hanya dapat diberikan satu kali.
act-withdraw_claim = Tarik klaim
act-withdraw_claim-hint = Klaim ditutup. Anda dapat mengklaim lagi selama masih ada waktu.
ask-claim_payment-units = Barang mana yang ada pada pembeli?
ask-claim_payment-cause = Mengapa statusnya salah?
ask-claim_payment-number = Dengan nomor resi berapa barang itu dikirim?
ask-claim_payment-number-hint = Pesanan ini tidak memiliki nomor resi untuk barang tersebut.
ask-claim_payment-text = Apa yang terjadi?
ask-proof = Di mana pembeli membenarkan penerimaan?
ask-chat = Percakapan
ask-chat-hint = Gambar atau berkas dari apa yang ditulis pembeli kepada Anda di tempat lain, dengan nomor pesanan.
ask-photo = Foto yang membuktikan penerimaan
ask-photo-hint = Berkas lain daripada percakapannya, dan berupa gambar.
proof-message = Dalam pesan tanggal { $at }
proof-outside = Dalam percakapan di tempat lain
proof-outside-hint = Anda memerlukan percakapan itu dan foto yang membuktikan penerimaan.
proof-ask = Belum ada: tanyakan kepada pembeli
proof-ask-hint = Pembeli ditanya ya atau tidak. Jika diam, platform memutuskan dengan apa yang ada.
need-piece = Pilih salah satu berkas Anda, atau tambahkan dahulu.
ask-answer_claim-received = Apakah barangnya ada pada Anda?
ask-answer_claim-received-hint = Periksa dahulu nomor pesanan, nomor resi, dan barangnya.
ask-answer_claim-text = Apa yang perlu diketahui platform?
next-claim_payment = Tanpa konfirmasi, pembeli ditanya lebih dahulu. Lalu platform memutuskan: Anda dibayar penuh, atau tidak sama sekali.
next-answer_claim = Jika barangnya ada pada Anda, penjual dibayar. Apa yang sudah dikembalikan kepada Anda tidak diambil karena jawaban ini.
next-withdraw_claim = Klaim langsung ditutup.
done-claim_payment = Klaim Anda telah diajukan, dan pembeli telah diberi tahu.
done-answer_claim = Jawaban Anda telah diberikan, dan penjual telah diberi tahu.
done-withdraw_claim = Klaim Anda telah ditutup.
claim-title = Yang diklaim penjual
claim-amount = Hasil penjualan yang seharusnya, sebelum komisi
claim-cause = Mengapa statusnya salah
claim-opened = Diklaim pada
claim-since = Tampil demikian sejak
claim-tracking = Nomor resi menurut penjual
claim-confirmed = Konfirmasi pembeli
claim-confirmed-none = Tidak ada yang ditunjukkan bersama klaim.
claim-message-of = Dari pesan pembeli tanggal { $at }
claim-chat = Percakapan
claim-photo = Foto
claim-buyer = Kata pembeli
claim-buyer-yes = Barangnya ada
claim-buyer-no = Barangnya tidak ada
claim-buyer-silent = Belum ada
claim-paid = Dibayar
claim-from-escrow = { $amount } dari uang yang ditahan untuk pesanan ini
claim-from-fund = { $amount } yang telah dikembalikan kepada pembeli
rule-claim-dismiss = Tidak membayar apa pun
rule-claim-dismiss-hint = Penerimaan tidak terbukti. Klaim ditutup.
rule-claim-pay = Bayar penjual sepenuhnya
rule-claim-pay-hint = Penerimaan tetap terbukti. Sebutkan dengan apa.
item-message = pesan pembeli
item-chat = percakapan
item-photo = foto yang membuktikan penerimaan
item-tracking = nomor resi
rule-CLM-1 = Pembayaran dapat diklaim selama waktu tertentu setelah pesanan tampil batal atau gagal kirim.
rule-CLM-3 = Klaim hanya dibayar selama tidak ada yang menahan uangnya.
awaits-the_order_is_shown_cancelled_or_failed = pesanan tampil batal atau gagal kirim
awaits-the_hold_on_these_units_is_lifted = penahanan atas barang ini dicabut
who-the_seller_who_claims = penjual yang mengklaim
case-head-seller_claim-answering = { $asked ->
    [you] { $reader ->
        [buyer] Penjual menyatakan barang ini ada pada Anda: jawaban Anda ditunggu
       *[other] Platform memiliki pertanyaan untuk Anda
    }
   *[other] { $reader ->
        [seller] Klaim Anda menunggu kata pembeli
        [buyer] Platform memiliki pertanyaan untuk penjual
       *[staff] Sebuah klaim menunggu jawaban
    }
}
case-next-seller_claim-answering = { $reader ->
    [buyer] Jika barangnya ada pada Anda, nyatakanlah: penjual lalu dibayar, dan tidak ada yang diambil dari Anda. Jika tidak ada, nyatakan juga. Tanpa jawaban, platform memutuskan dengan apa yang ada.
    [seller] Jika pembeli diam, platform memutuskan dengan apa yang ada. Anda dapat menambahkan bukti penerimaan.
   *[staff] Jika pembeli diam, klaim masuk ke peninjauan dengan sendirinya.
}
case-head-seller_claim-reviewing = { $reader ->
    [seller] Platform meninjau klaim Anda
    [buyer] Platform meninjau klaim penjual bahwa barang ini ada pada Anda
   *[staff] Klaim penjual perlu diputuskan
}
case-next-seller_claim-reviewing = { $reader ->
    [buyer] Anda tidak perlu melakukan apa pun. Jika penjual keliru, nyatakan di bawah bahwa barangnya tidak ada pada Anda.
    [seller] Anda dibayar penuh, atau tidak sama sekali. Jika tidak diputuskan tepat waktu, yang sudah dibenarkan berlaku.
   *[staff] Bayar penuh atau tidak sama sekali. Jika tidak diputuskan tepat waktu, kata pembeli berlaku, atau apa yang ditunjukkan penjual.
}
case-after-claim_paid = { $reader ->
    [seller] Penerimaan terbukti, sehingga Anda dibayar sebesar hasil penjualan. Jumlahnya ada pada laporan Anda berikutnya, dan statusnya tidak lagi merugikan Anda.
    [buyer] Platform telah membayar penjual. Tidak ada yang diambil dari Anda.
   *[staff] Penjual dibayar sebesar hasil penjualannya.
}
case-after-seller_claim-dismissed = { $reader ->
    [seller] Penerimaan tidak terbukti, sehingga tidak ada yang dibayar. Alasannya ada di atas.
   *[other] Penerimaan tidak terbukti, sehingga tidak ada yang dibayar kepada penjual.
}
case-after-seller_claim-withdrawn = { $reader ->
    [seller] Anda menarik klaim. Anda dapat mengklaim lagi selama masih ada waktu.
   *[other] Penjual menarik klaimnya. Anda tidak perlu melakukan apa pun.
}
notice-claim_question-subject = Apakah barang pesanan { $order } ada pada Anda?
notice-claim_question-body =
    Pesanan { $order } tampil batal atau gagal kirim, tetapi penjual menyatakan barangnya ada pada Anda dan mengklaim pembayaran. Mohon nyatakan apakah barangnya ada{ $end ->
         [none] {""}
        *[other] , sebelum { $end }
    }. Jika Anda diam, platform memutuskan dengan apa yang ada. Tidak ada yang diambil dari Anda karena jawaban ini.

    Jawab di sini: { $link }
notice-claim_opened-subject = Klaim pembayaran: pesanan { $order }
notice-claim_opened-body =
    { $role ->
         [seller] Anda mengklaim pembayaran untuk pesanan { $order }. Jika penerimaan terbukti, Anda dibayar sebesar hasil penjualan.
        *[other] Penjual pesanan { $order } mengklaim pembayaran dan menunjukkan bahwa barangnya ada pada Anda. Anda tidak perlu melakukan apa pun; jika itu keliru, nyatakan dalam kasus bahwa barangnya tidak ada pada Anda.
    }

    Kasusnya: { $link }
notice-claim_answered-subject = Pembeli telah menjawab klaim Anda: pesanan { $order }
notice-claim_answered-body =
    Pembeli pesanan { $order } telah menyatakan apakah barangnya ada. Platform kini memutuskan.

    Baca di sini: { $link }
notice-claim_paid-subject = Klaim Anda telah dibayar: pesanan { $order }
notice-claim_paid-body =
    Penerimaan pesanan { $order } terbukti, sehingga Anda dibayar sebesar hasil penjualan dikurangi komisi. Jumlahnya ada pada laporan Anda berikutnya, dan status yang salah tidak lagi merugikan Anda.

    Klaimnya: { $link }
