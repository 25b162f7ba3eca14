# Kasus: posisinya, apa yang terjadi selanjutnya, apa yang diminta, diusulkan, ditunjukkan, dan diputuskan.
# $reader adalah buyer, seller, atau staff; $asked adalah you atau other.

case-head-responding = { $reader ->
    [seller] Pembeli melaporkan masalah: jawaban Anda ditunggu
    [buyer] Sengketa Anda ada pada penjual, yang sekarang harus menjawab
   *[staff] Penjual harus menjawab
}
case-next-responding = { $reader ->
    [seller] Anda dapat menerima permintaan, mengusulkan hal lain, atau menolaknya dengan alasan. Jika Anda diam, platform memutuskan tanpa mendengar Anda.
    [buyer] Anda tidak perlu melakukan apa-apa sekarang. Jika penjual diam, sengketa Anda diteruskan ke platform dengan sendirinya. Uang Anda tetap disimpan.
   *[staff] Jika penjual diam, sengketa masuk ke platform dengan sendirinya.
}
case-head-return-responding = { $reader ->
    [seller] Pembeli ingin mengembalikan barang: jawaban Anda ditunggu
    [buyer] Permintaan Anda ada pada penjual, yang sekarang harus menjawab
   *[staff] Penjual harus menjawab permintaan retur
}
case-next-return-responding = { $reader ->
    [seller] Pilih antara pengembalian dana tanpa retur atau retur dan pengembalian dana. Anda hanya dapat menolak jika kondisi barang tidak seperti yang diminta ketentuan. Jika Anda diam, retur dan pengembalian dana disetujui.
    [buyer] Sekarang Anda tidak perlu melakukan apa pun. Jika penjual diam, retur dan pengembalian dana disetujui dengan sendirinya.
   *[staff] Jika penjual diam, retur dan pengembalian dana disetujui dengan sendirinya.
}
case-head-negotiating = { $reader ->
    [staff] Pembeli dan penjual sedang mencari kesepakatan
   *[other] Anda dan pihak lain sedang mencari kesepakatan: keduanya dapat bertindak sekarang
}
case-next-negotiating = { $reader ->
    [staff] Mereka dapat menerima atau mengajukan usulan, atau memanggil platform. Saat waktunya habis, kasus masuk ke platform dengan sendirinya.
   *[other] Terima usulan, ajukan usulan Anda, atau minta platform memutuskan. Saat waktunya habis, kasus diteruskan ke platform dengan sendirinya.
}
case-head-investigating = Kurir sudah ditanya di mana paket berada
case-next-investigating = { $reader ->
    [staff] Waktu kedua pihak berhenti sampai kurir menjawab.
   *[other] Anda tidak perlu melakukan apa-apa. Anda diberi tahu begitu kurir menjawab; sementara itu Anda masih dapat menyepakati usulan.
}
case-head-reviewing = { $reader ->
    [staff] Kasus ini menunggu putusan platform
   *[other] Platform sedang memutuskan: mediator membaca apa yang ditunjukkan kedua pihak
}
case-next-reviewing = { $reader ->
    [staff] Ambil kasusnya, lihat kedua pihak, lalu bertanya, usulkan, atau putuskan. Saat waktunya habis, aturan yang diumumkan memutuskan.
   *[other] Tambahkan sekarang apa yang mendukung Anda; yang tidak ada dapat merugikan Anda. Saat waktunya habis, aturan yang diumumkan memutuskan.
}
case-head-proposed = { $reader ->
    [staff] Usulan platform ada pada kedua pihak
   *[other] Platform mengajukan usulan: terima atau tolaklah
}
case-next-proposed = { $reader ->
    [staff] Jika keduanya menerima, usulan dilaksanakan. Jika salah satu menolak, peninjauan dilanjutkan. Diam diperlakukan menurut aturan.
   *[other] Jika kedua pihak menerima, usulan langsung dilaksanakan. Jika salah satu menolak, mediator melanjutkan dan memutuskan.
}
case-head-answering = { $asked ->
    [you] Mediator bertanya kepada Anda
   *[other] Mediator sudah bertanya dan menunggu jawaban
}
case-next-answering = { $asked ->
    [you] Jawab dengan kata-kata Anda sendiri. Tanpa jawaban, peninjauan dilanjutkan dengan apa yang diketahui.
   *[other] Peninjauan berhenti sampai jawaban datang. Tanpa jawaban, peninjauan dilanjutkan dengan apa yang diketahui.
}
case-head-appealing = { $reader ->
    [staff] Putusan sudah keluar dan masih dapat dibanding
   *[other] Platform sudah memutuskan; putusan ini masih dapat dibanding
}
case-next-appealing = { $reader ->
    [staff] Tanpa banding, putusan dilaksanakan saat waktunya habis.
   *[other] Pihak yang tidak memperoleh semua permintaannya dapat mengajukan banding satu kali, dengan bukti baru. Tanpa banding, putusan dilaksanakan dengan sendirinya.
}
case-head-preparing = { $reader ->
    [seller] Disepakati: berikan alamat retur
    [buyer] Disepakati: penjual harus memberikan alamat retur
   *[staff] Penjual harus memberikan alamat retur
}
case-next-preparing = { $reader ->
    [seller] Pembeli mengirim barang ke alamat ini. Jika tidak Anda berikan tepat waktu, dana dikembalikan tanpa retur.
    [buyer] Anda diberi tahu begitu alamatnya ada. Jika penjual tidak memberikannya tepat waktu, dana Anda kembali tanpa Anda mengirim apa pun.
   *[staff] Tanpa alamat tepat waktu, dana dikembalikan tanpa retur.
}
case-head-dispatching = { $reader ->
    [buyer] Kirim kembali barangnya dan masukkan nomor resi
    [seller] Pembeli harus mengirim kembali barangnya
   *[staff] Pembeli harus mengirim kembali barangnya
}
case-next-dispatching = { $reader ->
    [buyer] Simpan tanda terima dari kurir. Jika tidak ada yang dikirim tepat waktu, kasus ditutup tanpa pengembalian dana.
   *[other] Tanpa pengiriman tepat waktu, kasus ditutup tanpa pengembalian dana.
}
case-head-return_in_transit = Barang sedang dalam perjalanan kembali
case-next-return_in_transit = { $reader ->
    [seller] Saat barang tiba, Anda mempunyai beberapa hari untuk memeriksanya.
   *[other] Saat barang tiba, penjual mempunyai beberapa hari untuk memeriksanya. Lalu dana dikembalikan.
}
case-head-inspecting = { $reader ->
    [seller] Barang sudah kembali: periksalah
   *[other] Barang sudah kembali, dan penjual sedang memeriksanya
}
case-next-inspecting = { $reader ->
    [seller] Terima retur, atau ajukan sanggahan dengan resi, kemasan, dan barang. Jika Anda diam, dana dikembalikan.
   *[other] Jika penjual diam sampai waktunya habis, dana dikembalikan dengan sendirinya.
}
case-head-dispatching_replacement = { $reader ->
    [seller] Kirim barang pengganti dan masukkan nomor resi
   *[other] Penjual harus mengirim barang pengganti
}
case-next-dispatching_replacement = Jika tidak ada yang dikirim tepat waktu, semua yang masih dapat dikembalikan kembali kepada pembeli.
case-head-replacement_in_transit = Barang pengganti dalam perjalanan
case-next-replacement_in_transit = { $reader ->
    [buyer] Jika ada yang salah dengan barang baru, Anda dapat melaporkannya juga.
   *[other] Setelah tiba, kasus ditutup.
}
case-head-executing = { $reader ->
    [buyer] Sudah diputuskan: uang Anda sedang dikembalikan
   *[other] Sudah diputuskan: dana sedang dikembalikan kepada pembeli
}
case-next-executing = { $reader ->
    [buyer] Anda dapat mengikuti setiap langkah uang itu di sini. Beri tahu kami saat Anda melihatnya di rekening.
   *[other] Tidak ada lagi yang perlu Anda lakukan. Setiap langkah uang ditunjukkan di sini.
}
case-head-closed = Kasus ini ditutup
case-next-closed = Tidak ada lagi yang perlu dilakukan di sini.

case-after-withdrawn = { $reader ->
    [buyer] Anda mencabut sengketa. Selama perlindungan Anda berjalan, Anda dapat melaporkan barang ini sekali lagi.
   *[other] Pembeli mencabut sengketa.
}
case-after-return-withdrawn = { $reader ->
    [buyer] Barang tetap pada Anda. Jika ada yang tidak beres, Anda dapat melaporkannya selama perlindungan berlaku.
   *[other] Barang tetap pada pembeli.
}
case-after-return-dismissed = { $reader ->
    [buyer] Retur ditolak; alasannya tertulis di bawah. Jika ada yang tidak beres dengan barangnya, Anda masih dapat melaporkannya selama perlindungan berlaku.
   *[other] Retur ditolak. Pembeli masih dapat melaporkan barang ini dengan alasan lain selama perlindungan berlaku.
}
case-after-return-lapsed = { $reader ->
    [buyer] Barang tidak dikirim kembali tepat waktu, jadi tetap pada Anda. Jika ada yang tidak beres, Anda dapat melaporkannya selama perlindungan berlaku.
   *[other] Barang tidak dikirim kembali tepat waktu; barang tetap pada pembeli.
}
case-after-refunded = { $reader ->
    [buyer] Penyedia pembayaran sudah mengonfirmasi pengembalian dana Anda. Bank Anda mungkin perlu beberapa hari untuk menampilkannya.
   *[other] Pengembalian dana sudah dikonfirmasi penyedia pembayaran.
}
case-after-replaced = Barang pengganti sudah tiba. Tidak ada lagi yang perlu dilakukan.
case-after-agreed = Kedua pihak sepakat, dan tidak ada lagi yang perlu dilakukan di sini.
case-after-dismissed = { $reader ->
    [buyer] Putusan dan alasannya ada di bawah. Uang untuk barang ini diteruskan ke penjual.
   *[other] Putusan dan alasannya ada di bawah. Uang untuk barang ini diteruskan ke penjual bila tidak ada hal lain yang menahannya.
}
case-after-lapsed = Yang disepakati tidak dilakukan tepat waktu. Uang untuk barang ini diteruskan ke penjual bila tidak ada hal lain yang menahannya.

case-next = Yang terjadi selanjutnya
case-promised = Platform menjanjikan putusan sebelum { $at }.
case-about = Tentang
case-now = Yang dapat Anda lakukan sekarang
case-now-else = Yang lain yang dapat Anda lakukan
case-now-yours = Giliran Anda
case-what-is-missing = Lihat apa yang belum ada
case-asked = Yang dilaporkan
case-wants = Yang diminta
case-changed = Diubah { $n } dari paling banyak { $most } kali.
case-reason = Masalah
# Alasan kasus beserta rincian yang disebut pembukanya.
reason-finer = { $reason }: { $finer }
# Jawaban yang tidak dapat menyebutkannya lebih rinci.
sub-reason-unsaid = Tidak satu pun, atau saya tidak yakin
case-goods = Barang
case-most = Paling banyak dapat dikembalikan untuk barang ini
case-opened = Dilaporkan pada
case-messages-before = { $n ->
   *[other] { $n } pesan ditulis pada pesanan sebelumnya: baca di sana
}
case-happened = Yang sudah terjadi

offers-title = Usulan
offers-hint = Usulan terakhir setiap pihak. Begitu satu usulan diterima, hasilnya final.
offers-mine = Usulan Anda
offers-opener = Usulan pembeli
offers-respondent = Usulan penjual
offers-platform = Usulan platform
offers-none = Belum ada usulan.
offers-asked = Seperti diminta saat sengketa dibuka.
offers-accepted = Diterima oleh { $who }
offers-refused = Ditolak oleh { $who }
offers-older = { $n ->
   *[other] { $n } usulan sebelumnya
}

outcome-fixed = Hasilnya final
ruling-title = Putusan platform
ruling-gives = Putusan
ruling-why = Alasan
ruling-departs = Mediator menyimpang dari rekomendasi yang diumumkan
ruling-liable = Siapa yang menanggung
ruling-by = Diputuskan oleh
ruling-by-mediator = mediator
ruling-by-rules = aturan yang diumumkan, dengan sendirinya
ruling-facts = Fakta yang menjadi dasarnya
return-title = Retur barang
return-address = Kirim ke
return-label = Label retur
return-label-open = Unduh label
return-content = Yang kembali
return-accepted-at = Diterima pada
return-objected = Penjual menyanggah
buyer-cause-span = Dari { $from } sampai { $until }. Waktu ini tidak dibebankan kepada penjual.

history-accept = { $who } menerima permintaan
history-reject = { $who } menolak permintaan
history-return-requested = { $who } mengajukan retur
history-refund_without_return = { $who } mengembalikan dana tanpa retur
history-investigate = { $who } meminta pengiriman diselidiki
history-earlier = { $n ->
   *[other] { $n } catatan sebelumnya
}

ruling-rules-said = Menurut aturan yang diumumkan, dasarnya adalah: { $why }
case-head-offer-theirs = { $reader ->
    [buyer] Penjual menawarkan “{ $remedy }”: jawaban Anda ditunggu
   *[seller] Pembeli mengusulkan “{ $remedy }”: jawaban Anda ditunggu
}
case-head-offer-mine = { $reader ->
    [buyer] Anda mengusulkan “{ $remedy }”: jawaban penjual ditunggu
   *[seller] Anda menawarkan “{ $remedy }”: jawaban pembeli ditunggu
}
turn-theirs = Menunggu pihak lain
case-head-negligence-responding = { $reader ->
    [seller] Pembeli mengadukan kelalaian: jawaban Anda ditunggu
    [buyer] Pengaduan Anda ada pada penjual, yang sekarang harus menjawab
   *[staff] Penjual harus menjawab pengaduan kelalaian
}
case-next-negligence-responding = { $reader ->
    [seller] Tulis draf yang menerima atau menolak pengaduan, baca lagi, lalu konfirmasi. Jika tidak ada yang dikonfirmasi tepat waktu, platform memutuskan tanpa mendengar Anda.
    [buyer] Sekarang Anda tidak perlu melakukan apa pun. Jika penjual diam, platform yang memutuskan.
   *[staff] Jika penjual diam, pengaduan masuk ke platform dengan sendirinya.
}
case-head-negligence-negotiating = { $reader ->
    [seller] Anda menolak pengaduan: diskusikan dengan pembeli
    [buyer] Penjual menolak pengaduan: diskusikan
   *[staff] Pembeli dan penjual mendiskusikan pengaduan
}
case-next-negligence-negotiating = { $reader ->
    [seller] Tulis kepada pembeli di bawah, tambahkan bukti dari pihak Anda, atau terima pengaduannya. Setelah waktu habis, platform yang memutuskan.
    [buyer] Tulis kepada penjual di bawah dan tambahkan bukti dari pihak Anda, atau panggil platform sekarang. Setelah waktu habis, platform yang memutuskan.
   *[staff] Setelah waktu habis, pengaduan masuk ke platform dengan sendirinya.
}
case-after-negligence-withdrawn = { $reader ->
    [buyer] Anda menarik pengaduan. Penjual tidak dianggap lalai.
   *[other] Pembeli menarik pengaduan. Penjual tidak dianggap lalai.
}
case-after-negligence-dismissed = Penjual tidak dinyatakan lalai, jadi tidak ada yang diambil. Pengaduan tetap tercatat di sini sebagai ditolak, beserta alasannya.
case-after-negligence-refunded = { $reader ->
    [buyer] Penjual lalai. Ongkos kirim sedang dikembalikan kepada Anda, dan hal ini tercatat pada reputasi penjual.
   *[other] Penjual dinyatakan lalai: ongkos kirim dikembalikan, dan hal ini tercatat pada reputasi penjual.
}
case-after-upheld = Penjual dinyatakan lalai. Hal ini tercatat pada reputasi penjual, dengan tanggal dan alasan.
history-complained = { $who } mengadukan kelalaian
case-head-funding = { $reader ->
    [seller] Platform memeriksa apakah sengketa ini dibayarnya sendiri
    [buyer] Kami memeriksa apakah platform dapat langsung mengembalikan dana Anda
   *[staff] Dana perlindungan sudah dimintai
}
case-next-funding = { $reader ->
    [staff] Jawabannya datang dalam sekejap. Tanpa jawaban, sengketa berjalan seperti biasa.
   *[other] Anda tidak perlu melakukan apa-apa: jawabannya datang dalam sekejap. Jika platform tidak membayar, sengketa berjalan seperti biasa.
}
history-funded = Dana perlindungan membayar pengembalian dana
case-head-risk-reviewing = Platform sedang memeriksa risiko pada pesanan ini
case-next-risk-reviewing = { $reader ->
    [buyer] Anda tidak perlu melakukan apa pun. Jika Anda tahu sesuatu yang membantu, misalnya mengapa alamatnya tampak tidak biasa, tulis di bawah. Jika tidak ada yang menyatakannya aman tepat waktu, semua yang Anda bayar dikembalikan.
    [seller] Mohon jangan kirim. Jika Anda tahu sesuatu yang membantu, tulis di bawah. Jika tidak ada yang menyatakannya aman tepat waktu, pesanan dibatalkan dan pembeli menerima semuanya kembali.
   *[staff] Nyatakan pesanan aman atau kembalikan semuanya. Jika tidak ada yang memutuskan tepat waktu, semuanya dikembalikan kepada pembeli.
}
case-after-cleared = Platform tidak menemukan risiko. Pesanan dilanjutkan dari tempat berhentinya, dengan sisa waktu yang ada.
case-after-risk-refunded = { $reader ->
    [buyer] Risikonya tidak dapat dinyatakan aman, jadi semuanya dikembalikan kepada Anda.
   *[other] Risikonya tidak dapat dinyatakan aman, jadi semuanya dikembalikan kepada pembeli. Tidak ada pihak yang dianggap bersalah.
}
history-risk = Platform mulai memeriksa suatu risiko
case-found = Yang ditemukan platform
