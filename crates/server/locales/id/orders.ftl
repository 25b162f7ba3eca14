# Pesanan, paket, uang, pengembalian dana, dan pesan.
orders-mine = Pesanan saya
orders-mine-hint = Pilih pesanan untuk melihat posisinya, dan beri tahu kami jika ada yang salah.
orders-sold = Pesanan
orders-none = Belum ada apa-apa di sini.
orders-reference = Pesanan { $reference }
orders-answer-by = Jawaban Anda ditunggu sampai { $end }.

order-reference = Nomor pesanan
order-placed = Dipesan pada
order-seller = Penjual
order-buyer = Pembeli
order-cases = Sengketa
order-case = { $kind }: { $reason }
order-now = Yang dapat Anda lakukan sekarang
order-not-now = Yang belum dapat dilakukan, dan alasannya
order-problem = Ada yang salah
order-problem-hint = Belum sampai, rusak, atau tidak sesuai pesanan? Beri tahu kami; hanya perlu satu menit. Uang Anda tetap disimpan sampai masalah ini selesai.

parcel-title = Paket
parcel-resend = Paket, dikirim ulang
parcel-none = Belum ada yang dikirim
parcel-unpaid = Pembayaran ditunggu
parcel-number = Nomor resi
parcel-estimate = Perkiraan tiba
parcel-confirmed = Penerimaan dikonfirmasi oleh pembeli
parcel-handed-over = Diserahkan ke kurir, menurut penjual
parcel-delayed = Tertahan di perjalanan sejak { $at }
parcel-delayed-why = Tertahan di perjalanan sejak { $at }: { $cause }
parcel-earlier = { $n ->
   *[other] { $n } catatan sebelumnya
}
parcel-clock-answer_address = Apakah paket ini sampai kepada Anda?
parcel-clock-collect = Paket menunggu diambil
scan-not-carrier = belum dikonfirmasi oleh kurir
window-opens = Anda dapat melaporkannya mulai { $at }.
window-ended = Ini berakhir pada { $at }.

money-title = Uang
money-paid = Dibayar
money-surcharge = di antaranya dibayar di luar harga (misalnya bunga)
money-shortfall = Kekurangan dari harga
money-refunded = Dikembalikan
money-released = Diteruskan ke penjual
money-escrow = Disimpan dengan aman
money-escrow-hint = Uang yang disimpan belum milik siapa pun sampai masa perlindungan berakhir atau sengketa selesai.

refund-title = Pengembalian dana
refund-case = Sengketa asalnya
refund-way = { $route }: { $method }
refund-decided = Diputuskan
refund-sent = Dikirim
refund-to-send = Sedang dikirim
refund-confirmed = Dikonfirmasi oleh penyedia pembayaran
refund-to-confirm = Menunggu konfirmasi penyedia pembayaran
refund-refused = Ditolak oleh penyedia pembayaran; dikirim lewat cara lain
refund-arrived = Sudah masuk, menurut Anda
refund-to-arrive = Dalam perjalanan ke rekening Anda
refund-expected = Diperkirakan masuk antara { $from } dan { $until }
refund-bounced = { $n ->
   *[other] Sudah { $n } kali kembali dan dikirim lagi.
}

talk-title = Pesan
talk-none = Belum ada yang menulis.
talk-write = Tulis pesan
talk-hint = Semua pihak dalam pesanan ini dapat membacanya, dan tidak dapat diubah kemudian.
talk-send = Kirim pesan
talk-empty = Tulis sesuatu sebelum mengirimnya
orders-refunded = Dana dikembalikan
orders-refunded-part = Sebagian dana dikembalikan
order-frozen = Pesanan ini dibekukan
order-frozen-buyer = Platform sedang memeriksa akun penjual. Paket tidak boleh dikirim selama itu, dan uang Anda tidak dilepas. Anda tetap bisa melaporkan masalah.
order-frozen-hint = Akun penjual dibatasi. Selama itu tidak ada yang dikirim dan tidak ada yang dilepas; kasus pembeli berjalan terus dengan batas waktu dan pengembalian dananya.
order-frozen-since = Sejak { $since }
order-frozen-risk = Platform sedang memeriksa risiko pada pesanan ini, misalnya alamatnya. Sementara itu tidak ada yang dikirim dan tidak ada yang diteruskan. Jika tidak ada yang menyatakannya aman tepat waktu, semuanya dikembalikan kepada pembeli.
parcel-rests = Waktu pengiriman berhenti dihitung selama pesanan dibekukan. Sisanya berjalan lagi saat pembekuan dicabut.
