# Bukti: berkas, daftar periksa, dan formulir untuk mengunggah berkas.

by-you = Anda
by-buyer = Pembeli
by-seller = Penjual
by-mediator = Mediator
by-finance = Petugas keuangan platform
by-marketplace = Marketplace
by-carrier = Kurir
by-gateway = Penyedia pembayaran
by-clock = Sistem
by-aggregate = Sistem

evidence-title = Bukti
evidence-yours = Yang perlu Anda tunjukkan
evidence-of-buyer = Yang perlu ditunjukkan pembeli
evidence-of-seller = Yang perlu ditunjukkan penjual
evidence-there = Sudah ada
evidence-missing = Belum ada
evidence-optional = Membantu, tidak wajib
evidence-look = Lihat
evidence-add = Unggah sekarang
evidence-more = Unggah berkas lain
evidence-none = Belum ada berkas.
evidence-beside = Ditambahkan pada pesanan sebelum sengketa dibuka; tetap diperhitungkan di sini
evidence-weighs = { $grams } g
evidence-removed = Dihapus karena alasan hukum pada { $at }
evidence-withdrawn = Ditarik pada { $at }
evidence-open = { $kind }, { $size }: unduh
evidence-withdraw = Tarik berkas ini

evidence-new = Unggah berkas
evidence-new-for = Unggah: { $title }
evidence-limit = { $kind }: kurang dari { $most }
evidence-count = Anda sudah menambahkan { $n } dari paling banyak { $most } berkas di sini.
evidence-file = Berkas Anda
evidence-file-hint = Di ponsel Anda dapat memotret sekarang, atau memilih foto yang sudah ada. Satu berkas setiap kali.
evidence-caption = Apa yang terlihat di dalamnya?
evidence-caption-hint = Misalnya: "Paket saat tiba, label terlihat".
evidence-grams = Berat yang ditunjukkan, dalam gram
evidence-grams-hint = Bilangan bulat, misalnya 1250.
evidence-send = Unggah
evidence-readers = Anda, { $who }, dan mediator kasus dapat melihatnya.
evidence-again = Pilih berkas Anda lagi: peramban tidak menyimpannya. Yang lain masih ada di sini.
evidence-too-large = Berkas terlalu besar: harus kurang dari { $most }. Ambil foto dengan resolusi lebih rendah, atau video yang lebih pendek.
evidence-wrong-kind = Jenis berkas ini tidak sesuai. Pilih salah satu: { $kinds }.
evidence-no-file = Pilih berkas.
evidence-grams-needed = Masukkan berat yang ditunjukkan, dalam gram.
evidence-grams-number = Masukkan berat sebagai bilangan bulat dalam gram, misalnya 1250.

form-back = Nanti saja, kembali
