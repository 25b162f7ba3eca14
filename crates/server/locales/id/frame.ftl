# Bingkai setiap halaman, dan formulir pada umumnya.
frame-name = Pusat Resolusi
frame-skip = Langsung ke isi
frame-places = Tempat
frame-language = Bahasa:
frame-look = Tampilan:
frame-sign-out = Keluar
frame-news = Halaman ini baru saja diperbarui: ada yang berubah.
frame-news-kept = Yang sudah Anda ketik masih ada. Baca dulu perubahannya sebelum Anda mengirimnya.
theme-auto = Seperti perangkat saya
theme-light = Terang
theme-dark = Gelap
place-orders = Pesanan saya
place-inbox = Menunggu saya
place-sales = Pesanan
place-queue = Antrean
back-orders = Semua pesanan
back-order = Pesanan ini
back-case = Kasus ini
back-question = Kembali

form-errors = Ada masalah
form-continue = Lanjutkan
form-change = Ubah
form-optional = { $label } (boleh dikosongkan)

problem-title = Ini tidak berhasil
problem-home = Ke halaman awal
problem-nowhere = Halaman ini tidak ada. Periksa alamatnya, atau buka lagi Pusat Resolusi dari toko.

list-pages = Halaman daftar
list-first = Ke yang terbaru
list-next = Yang lebih lama

clock-until = sampai { $end }
clock-policy-zone = (menurut waktu marketplace: { $end })
