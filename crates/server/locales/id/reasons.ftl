# Alasan yang dipilih; di sampingnya dapat ditulis teks bebas.

# Alasan untuk tindakan apa pun.

reason-other = Alasan lain
reason-silence = Tidak ada jawaban tepat waktu
# Untuk menolak pengajuan atau usulan.

reason-not_agreed = Saya tidak setuju
reason-not_enough = Jumlahnya tidak cukup
reason-too_much = Jumlahnya terlalu besar
reason-delivered = Paket sudah diantar
reason-as_described = Barang sesuai deskripsi
reason-no_evidence = Pernyataan tidak dibuktikan
reason-buyer_fault = Kerusakan terjadi setelah diterima
# Untuk mengusulkan.

reason-agreement = Untuk mencapai kesepakatan
reason-part = Masalahnya hanya pada sebagian
reason-kept = Barang masih dapat dipakai
# Untuk meneruskan ke platform.

reason-no_agreement = Kami tidak dapat sepakat
reason-no_answer = Pihak lain tidak menjawab
reason-unfair = Saya tidak diperlakukan adil
# Untuk banding.

reason-new_evidence = Saya punya bukti baru
# Untuk mencabut.

reason-settled = Sudah diselesaikan
reason-arrived = Paket sudah datang
reason-mistake = Saya membukanya karena keliru
# Untuk itikad baik.

reason-goodwill = Sebagai itikad baik
reason-late = Datang terlambat
reason-small_fault = Ada cacat kecil
# Untuk membatalkan.

reason-changed_mind = Berubah pikiran
reason-ordered_twice = Saya memesan dua kali
reason-wrong_choice = Saya salah memilih barang
reason-found_elsewhere = Saya menemukannya di tempat lain
reason-too_slow = Terlalu lama
# Untuk pembatalan oleh penjual.

reason-out_of_stock = Stok habis
reason-quality = Mutunya tidak layak dikirim
reason-shipping_problem = Ada masalah pengiriman
reason-price_error = Harganya keliru
reason-personal = Alasan pribadi
# Untuk memasang dan mencabut penahanan.

reason-checked = Diperiksa
reason-risk = Ada risiko pada pembayaran
reason-address_under_review = Alamat sedang ditinjau
reason-cleared = Masalahnya sudah jelas
reason-its_last_day = Penahanan mencapai hari terakhirnya
# Untuk menyanggah retur.

reason-as_received = Tidak seperti saat diterima: ada noda, bau, atau kotoran
reason-undamaged = Barangnya rusak
reason-complete = Tidak lengkap
reason-matches_listing = Tidak sesuai deskripsi
reason-not_as_sent = Keadaan barang berbeda dari saat dikirim
reason-other_goods = Barang lain yang kembali
reason-incomplete = Ada yang kurang
# Untuk putusan yang menyimpang dari rekomendasi.

reason-weighed = Bukti ditimbang berbeda
reason-facts_wrong = Fakta yang tercatat keliru
reason-both_at_fault = Kedua pihak ikut menanggung
reason-hardship = Rekomendasi akan tidak adil di sini
# Untuk menghapus bukti.

reason-law = Hukum mewajibkannya
reason-personal_data = Memuat data pribadi orang lain

# Untuk menolak pengaduan kelalaian.
reason-not_so = Yang dikatakan tidak benar
reason-carrier_caused = Kurir yang menyebabkannya
reason-buyer_caused = Pembeli yang menyebabkannya
reason-settled_already = Kami sudah menyelesaikannya
# Untuk risiko pada pesanan, dan keputusan tentangnya.
reason-risky_address = Alamat pengiriman tampak berisiko
reason-suspicious_payment = Pembayaran tampak mencurigakan
reason-false_claim = Klaim pembeli tidak benar
reason-altered_evidence = Gambar atau dokumen diubah atau palsu
reason-swapped_return = Barang lain yang dikirim kembali
reason-extortion = Ancaman, misalnya dengan ulasan buruk
reason-abuse = Penghinaan
reason-address_checked = Alamat sudah diperiksa
reason-payment_checked = Pembayaran sudah diperiksa
reason-party_explained = Salah satu pihak sudah menjelaskannya
reason-not_explained = Tidak ada yang dapat menjelaskannya
