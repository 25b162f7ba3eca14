# Sesi: tautan yang berakhir, masuk dan keluar, formulir yang tidak dapat diterima.

session-title-link-expired = Tautan ini sudah berakhir
session-title-signed-out = Anda sudah keluar
session-link-expired = Tautan Anda sudah kedaluwarsa. Buka lagi pusat resolusi dari toko.
session-signed-out = Anda sudah keluar. Buka lagi pusat resolusi dari toko bila Anda memerlukannya.
session-foreign-form = Formulir ini tidak dikirim dari halaman Anda yang masih terbuka, jadi tidak ada yang dilakukan. Muat ulang halaman dan kirim sekali lagi.
session-unreadable-form = Formulir ini tidak dapat dibaca, jadi tidak ada yang dilakukan. Muat ulang halaman.
session-large-form = Yang dikirim terlalu besar, jadi tidak ada yang dilakukan.
session-too-many = Terlalu banyak permintaan dari Anda. Tunggu sebentar lalu coba lagi.
session-not-signed-in = Data ini tidak cocok. Periksa yang Anda ketik dan coba lagi.
session-wait-to-sign-in = Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.
session-sign-in-title = Masuk untuk staf
session-sign-in-hint = Pembeli dan penjual tidak memerlukan kata sandi: mereka datang dari toko.
session-marketplace = Lokapasar
session-login = Nama pengguna
session-password = Kata sandi
session-sign-in = Masuk
