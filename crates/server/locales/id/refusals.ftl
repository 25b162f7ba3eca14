# Mengapa sesuatu belum dapat dilakukan, dan apa gantinya. Nilai yang tidak diketahui datang sebagai "none".

refusal-not_found = Ini tidak ada lagi di sini, atau tautannya keliru. Kembali ke daftar Anda dan buka dari sana.
refusal-not_yours =
    { $who ->
         [none] Ini bukan wewenang Anda.
        *[other] Hanya { $who } yang dapat melakukan ini.
    }
refusal-already_exists = Ini sudah ada dengan isi lain. Gunakan referensi baru.
refusal-not_paid = Pesanan belum dibayar. Ini dapat dilakukan setelah pesanan dibayar.
refusal-wrong_stage =
    { $turn ->
         [none] Ini tidak dapat dilakukan pada tahap ini. Lihat apa yang dapat Anda lakukan sekarang.
        *[other] Ini tidak dapat dilakukan pada tahap ini: sekarang { $turn }. Lihat apa yang dapat Anda lakukan sekarang.
    }
refusal-already_final = Hasilnya sudah final. Tidak ada lagi yang dapat diubah.
refusal-not_assigned = Hanya mediator kasus ini yang dapat memutuskan. Ambil kasus ini lebih dahulu.
refusal-same_mediator = Banding ditangani mediator yang belum memutuskan kasus ini. Mediator lain harus mengambilnya.
refusal-not_yet =
    { $from ->
         [none] Ini belum dapat dilakukan.
        *[other] Belum waktunya. Ini dapat dilakukan mulai { $from }.
    }
refusal-ended =
    { $at ->
         [none] Waktu untuk ini sudah habis.
        *[other] Waktu untuk ini berakhir pada { $at }.
    } Anda masih dapat menulis kepada pihak lain.
refusal-not_known_yet =
    { $awaits ->
         [none] Belum waktunya. Ada hal lain yang harus terjadi lebih dahulu.
        *[other] Belum waktunya. Ini dapat dilakukan setelah { $awaits }.
    }
refusal-shut = Ini sudah ditutup untuk paket ini. Jika ada masalah dengan barangnya, laporkan masalah itu.
refusal-already_shipped = Barang ini sudah pada kurir. Setelah tiba, Anda dapat meminta retur.
refusal-unit_cancelled = Salah satu barang ini sudah dibatalkan. Keluarkan dari pilihan.
refusal-not_shipped = Barang ini belum dikirim. Barang dapat dibatalkan, dan dibatalkan otomatis jika tidak dikirim tepat waktu.
refusal-in_case = Salah satu barang ini sudah termasuk sengketa yang terbuka. Lanjutkan di sana.
refusal-unit_settled = Kasus sebelumnya sudah menyelesaikan salah satu barang ini. Keluarkan dari pilihan.
refusal-not_returnable = Produk ini tidak dapat diretur karena berubah pikiran; halamannya menyatakan demikian. Jika ada yang tidak beres, Anda dapat melaporkannya.
refusal-return_refused = Retur barang ini sudah pernah ditutup. Jika ada yang tidak beres, Anda masih dapat melaporkannya selama perlindungan berlaku.
refusal-disputed_twice = Barang ini sudah dua kali disengketakan dan dicabut. Sengketa tidak dapat dibuka lagi.
refusal-reason_unknown = Alasan ini tidak tersedia di sini. Pilih salah satu dari daftar.
refusal-sub_reason_unknown = Rincian ini bukan bagian dari alasannya. Pilih salah satu dari daftarnya, atau tidak sama sekali.
refusal-remedy_not_offered =
    { $allowed ->
         [none] Penyelesaian ini tidak tersedia untuk alasan ini. Pilih yang lain.
        *[other] Penyelesaian ini tidak tersedia untuk alasan ini. Pilih salah satu: { $allowed }.
    }
refusal-amount_zero = Masukkan jumlah di atas nol.
refusal-amount_too_high =
    { $most ->
         [none] Ini lebih dari yang dapat diminta untuk barang ini. Masukkan jumlah yang lebih kecil.
        *[other] Paling banyak { $most } dapat dikembalikan untuk ini.
    }
refusal-nothing_left = Semua yang dibayar untuk barang ini sudah dikembalikan.
refusal-may_not_rise =
    { $most ->
         [none] Platform sedang memutuskan, sehingga jumlahnya tidak dapat dinaikkan lagi.
        *[other] Platform sedang memutuskan, sehingga jumlahnya tidak dapat dinaikkan lagi. Mintalah paling banyak { $most }.
    }
refusal-too_many_changes =
    { $most ->
         [none] Ini tidak dapat diubah lagi dan tetap seperti sekarang.
        *[other] Ini sudah diubah { $most } kali, dan itu batasnya. Isinya tetap seperti sekarang.
    }
refusal-proposal_gone = Usulan ini sudah ditolak atau diganti. Lihat usulan yang berlaku sekarang.
refusal-terms_differ = Usulan ini sudah berubah. Baca lagi sebelum Anda menerimanya.
refusal-own_proposal = Ini usulan Anda sendiri. Pihak lain yang menjawabnya.
refusal-missing =
    { $items ->
         [none] Masih ada yang kurang.
        *[other] Masih kurang: { $items }.
    } Tambahkan, lalu coba lagi.
refusal-reason_needed = Ini menyimpang dari rekomendasi. Jelaskan alasannya.
refusal-only_longer =
    { $current ->
         [none] Ini hanya dapat diperpanjang. Pilih tanggal yang lebih lambat.
        *[other] Ini berakhir pada { $current } dan hanya dapat diperpanjang. Pilih tanggal yang lebih lambat.
    }
refusal-too_long =
    { $latest ->
         [none] Ini tidak dapat diperpanjang sejauh itu. Pilih tanggal yang lebih awal.
        *[other] Ini tidak dapat diperpanjang melewati { $latest }. Pilih tanggal yang lebih awal.
    }
refusal-limit =
    { $most ->
         [none] Batas tercapai. Tidak ada lagi yang dapat ditambahkan di sini.
        *[other] Batas { $most } tercapai. Tidak ada lagi yang dapat ditambahkan di sini.
    }
refusal-file_refused =
    { $why ->
         [too_large] Berkas terlalu besar. Pilih yang lebih kecil.
         [kind_for_requirement] Bagian ini memerlukan jenis berkas lain. Lihat apa yang diminta.
         [empty] Belum ada berkas yang dipilih, atau berkasnya kosong. Pilih berkas dahulu.
        *[other] Berkas ini tidak dapat diterima. Pilih foto, video, PDF, atau teks biasa.
    }
refusal-already_done = Ini sudah dilakukan. Tidak ada lagi yang perlu dilakukan.
refusal-invalid = Ada isian yang tidak benar. Periksa, lalu coba lagi.
refusal-not_enough =
    { $available ->
         [none] Saldo tidak cukup. Masukkan jumlah yang lebih kecil.
        *[other] Hanya tersedia { $available }. Masukkan jumlah yang lebih kecil.
    }
refusal-not_in_policy = Aturan lokapasar ini tidak menyediakan hal ini.
who-the_buyer = pembeli
who-the_seller = penjual
who-the_buyer_or_the_seller = pembeli atau penjual
who-the_respondent = penjual
who-a_mediator = mediator
who-staff = petugas platform
who-its_author = penulisnya
who-a_party_of_the_case = pembeli atau penjual
who-a_party_of_the_case_or_its_mediator = pembeli, penjual, atau mediator
who-the_buyer__the_seller__or_the_mediator_of_a_case = pembeli, penjual, atau mediator
who-a_party_that_did_not_get_all_it_asked = pihak yang tidak memperoleh semua permintaannya
who-the_party_that_was_asked = pihak yang ditanya
who-the_marketplace = lokapasar
who-the_seller_or_the_marketplace = penjual atau lokapasar
who-the_seller_or_finance = penjual atau petugas keuangan
who-the_carrier_or_the_marketplace = kurir atau lokapasar
who-the_marketplace_or_a_mediator = lokapasar atau mediator
who-the_payment_provider = penyedia pembayaran
who-the_marketplace_or_the_payment_provider = lokapasar atau penyedia pembayaran
who-the_sender_of_the_message = pengirim pesan
awaits-the_parcel_is_shipped = paket dikirim
awaits-the_platform_asks_about_the_address = kami menanyakan alamatnya
awaits-the_refund_is_sent = pengembalian dana dikirim
awaits-the_carrier_s_first_scan = kurir memindai paket
awaits-the_carrier_s_delivery_or_your_confirmation_of_receipt = paket diantar atau Anda mengonfirmasi penerimaan
item-carrier = kurir
item-number = nomor resi
item-reason = alasan
item-why = alasan
item-evidence = berkas dari penjual, atau kasus pesanan tempat hal itu terjadi
item-label = label retur
item-voucher = bukti bertanggal
item-grams = berat dalam gram
item-file = berkas
item-address = alamat
item-new_evidence__sealed_after_the_ruling = bukti baru, ditambahkan setelah putusan
problem-malformed_body = Formulir tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.
problem-malformed_query = Alamat halaman ini tidak lengkap. Kembali, lalu ikuti tautannya lagi.
problem-malformed_header = Permintaan tidak dapat dibaca. Muat ulang halaman, lalu coba lagi.
problem-unauthenticated = Anda belum masuk, atau sesi Anda sudah berakhir. Buka lagi tautan dari lokapasar.
problem-bad_signature = Tanda tangan tidak diterima.
problem-forbidden = Anda tidak boleh melakukan ini. Masuk sebagai orang yang berhak.
problem-not_found = Halaman ini tidak ada, atau bukan untuk Anda lihat.
problem-method_not_allowed = Ini tidak dapat dilakukan di alamat ini. Kembali, lalu coba lagi.
problem-already_exists = Ini sudah ada dengan isi lain.
problem-clock = Jam tidak dapat dipindahkan ke sana. Jam hanya dapat maju.
problem-stale = Ada perubahan di sini saat Anda menulis. Lihat apa yang berubah, lalu kirim lagi. Tulisan Anda tidak hilang.
problem-too_large = Ini terlalu besar untuk dikirim. Pilih berkas yang lebih kecil.
problem-unsupported_type = Jenis isi ini tidak dapat dibaca di sini.
problem-invalid = Ada isian yang tidak benar. Periksa, lalu coba lagi.
problem-key_reused = Formulir ini sudah dikirim dengan isi lain. Muat ulang halaman, lalu coba lagi.
problem-rate_limited = Terlalu banyak permintaan sekaligus. Tunggu satu menit, lalu coba lagi.
problem-internal = Ada gangguan di pihak kami. Kami sudah diberi tahu. Coba lagi beberapa menit lagi.
problem-unavailable = Layanan sedang tidak tersedia sebentar. Coba lagi beberapa menit lagi.
refusal-restricted =
    { $last_day ->
         [none] Akun dibatasi, dan tidak ada yang dicairkan. Berikan yang diminta di halaman akun.
        *[other] Akun dibatasi paling lambat sampai { $last_day }, dan tidak ada yang dicairkan. Berikan yang diminta di halaman akun.
    }
refusal-frozen = Pesanan dibekukan, dan ini tidak bisa dilakukan sampai pembekuan dicabut.
who-the_platform_s_staff = petugas platform
who-the_seller_or_a_mediator = penjual atau mediator
who-the_account_itself = akun itu sendiri
who-the_seller_s_account = akun penjual
who-a_person_of_the_platform = seseorang dari platform
who-finance_or_the_marketplace__for_a_seller = petugas keuangan atau lokapasar, untuk penjual
item-provider = melalui siapa uang dibayarkan
item-words = alasan dengan kata-kata
who-a_mediator_or_the_marketplace = mediator atau lokapasar
who-the_mediator_who_has_the_case = mediator yang memegang kasus
refusal-complaint_decided = Pengaduan tentang ini sudah diputuskan. Jika ada yang salah dengan barangnya, Anda dapat melaporkannya selama perlindungan berlaku.
item-explanation = penjelasan
item-draft = draf untuk dikonfirmasi
who-the_fund = dana perlindungan
who-the_buyer_s_account = akun pembeli
who-finance_or_the_marketplace = bagian keuangan atau marketplace
who-the_order_that_the_message_comes_from = pesanan asal pesan itu
