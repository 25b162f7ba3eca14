# Laporan penjual tentang pembeli: untuk pembeli, penjual, dan staf.

report-title = Laporan tentang pembeli
report-reviewing = Sedang diperiksa platform
report-closed = Selesai
report-reviewing-buyer = Penjual sebuah pesanan melaporkan Anda. Platform memeriksanya dan memutuskan. Baca apa yang dikatakan penjual; Anda bisa menjawab dan menambah berkas, tetapi tidak wajib.
report-reviewing-seller = Platform memeriksa laporan Anda dan memutuskan. Tambahkan yang membuktikannya: tanpa berkas atau kasus tempat hal itu terjadi, tidak ada yang bisa dibenarkan.
report-reviewing-staff = Baca kata kedua pihak, periksa yang mereka tunjukkan, lalu putuskan. Tanpa bukti dari penjual tidak ada yang bisa dibenarkan; jika tidak diputuskan tepat waktu, laporan tidak dibenarkan.
report-upheld-buyer = Laporan dibenarkan. Untuk sementara platform mungkin tidak langsung membayar sengketa Anda dari dana perlindungan; sengketa berjalan seperti biasa. Selain itu tidak ada yang berubah.
report-upheld-seller = Laporan Anda dibenarkan. Laporan ini masuk ke catatan pembeli.
report-upheld-staff = Laporan dibenarkan. Laporan ini masuk ke catatan pembeli.
report-not_upheld-buyer = Laporan tidak dibenarkan. Tidak ada yang berubah bagi Anda.
report-not_upheld-seller = Laporan Anda tidak dibenarkan. Tidak ada yang berubah bagi pembeli.
report-not_upheld-staff = Laporan tidak dibenarkan. Tidak ada yang berubah bagi pembeli.
report-show-hint = Pihak lain membaca yang Anda tulis dan tambahkan di sini.

report-about = Tentang apa
report-reason = Alasan
report-reason-false_claim = Klaim pembeli tidak benar
report-reason-altered_evidence = Gambar atau dokumen diubah atau palsu
report-reason-swapped_return = Barang lain yang dikirim kembali
report-reason-extortion = Ancaman, misalnya dengan ulasan buruk
report-reason-abuse = Penghinaan
report-order = Pesanan
report-order-open = Lihat pesanan
report-case = Kasus
report-case-open = Lihat kasus tempat hal itu terjadi
report-since = Sejak
report-buyer = Pembeli
report-by = Dilaporkan oleh
report-rulings = Keputusan
report-evidence = Berkas
report-no-evidence = Belum ada berkas yang ditambahkan.
report-shows = Apa yang ditunjukkan berkas ini?
report-caption = Dalam beberapa kata
report-file = Berkas
report-add = Tambahkan berkas
report-assign = Ambil kasus
report-assign-words = Ambil kasus
report-assign-hint = Hanya orang yang memegang kasus yang memutuskannya.
report-rule = Putuskan
report-rule-which = Apa keputusan Anda?
report-rule-words = Mengapa?
report-rule-hint = Pembeli dan penjual membaca ini.
report-uphold = Dibenarkan dan masuk ke catatan pembeli
report-lift = Tidak dibenarkan

# Pada pesanan, untuk penjualnya.
reported-title = Anda telah melaporkan pembeli ini
reported-on = Dilaporkan pada { $at }.
reported-open = Lihat laporan
reported-under-way = Laporan sedang diteruskan ke platform.

# Catatan pembeli sendiri.
standing-title = Catatan Anda
standing-hint = Yang dilihat platform sebelum langsung membayar sengketa dari dana perlindungan, sejak { $since }. Selain itu tidak ada pengaruhnya: setiap sengketa berjalan seperti biasa.
standing-disputes = Sengketa yang Anda buka
standing-funded = Pengembalian dari dana perlindungan
standing-reports = Laporan penjual yang dibenarkan
standing-count = { $count }, paling banyak { $most }
standing-none = Tidak ada apa pun di catatan Anda.
standing-report = Laporan { $at }
standing-all-reports = Laporan penjual
back-record = Catatan Anda
