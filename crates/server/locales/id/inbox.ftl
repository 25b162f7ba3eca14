# Yang menunggu pembeli atau penjual: halaman pertama penjual, dan bagian di atas daftar pesanan pembeli.

inbox-title = Menunggu Anda
inbox-strip = Menunggu Anda
inbox-today = Hari ini: kurang dari 24 jam lagi
inbox-week = Minggu ini
inbox-later = Nanti
inbox-resting = Tanpa waktu yang berjalan
inbox-clock-rests = Waktu sedang berhenti
inbox-nothing = Tidak ada yang menunggu Anda
inbox-nothing-hint = Semua pesanan sedang dalam perjalanan atau sudah selesai. Bila pembeli atau platform membutuhkan Anda, hal itu muncul di sini beserta tenggatnya, dan Anda menerima surel.
inbox-orders = Lihat pesanan Anda
inbox-first = Ke yang paling mendesak
inbox-next = Lainnya
inbox-money = Uang Anda
inbox-payable = Siap dibayarkan
inbox-in-flight = Dalam perjalanan ke bank Anda
inbox-receivable = Utang Anda
inbox-held = Disimpan aman dalam pesanan di daftar ini
inbox-no-money = Belum ada yang diteruskan kepada Anda. Uang pesanan disimpan aman sampai perlindungan pembeli berakhir.

# Yang harus dilakukan, dalam satu kalimat. $role peran pembaca: buyer atau seller; $name pihak lain.
todo-responding = { $name } melaporkan masalah pada barang: jawablah
todo-responding-not_received = { $name } menyatakan paket tidak pernah datang: jawablah
todo-negotiating = Carilah kesepakatan dengan { $name }: ajukan usulan
todo-negotiating-theirs = { $name } mengusulkan penyelesaian: terima, tolak, atau usulkan yang lain
todo-negotiating-ours = Usulan Anda ada pada { $name }: Anda masih dapat mengubahnya
todo-preparing = Berikan alamat retur kepada { $name }
todo-dispatching = Kirim kembali barang dan masukkan nomor resi
todo-inspecting = Retur sudah kembali: periksa, lalu terima atau ajukan sanggahan
todo-dispatching_replacement = Kirim barang pengganti kepada { $name } dan masukkan nomor resi
todo-proposed = Platform mengusulkan penyelesaian: terima atau tolak
todo-proposed-accepted = Anda sudah menerima usulan platform: { $name } belum menjawab
todo-answering = Mediator menanyakan sesuatu kepada Anda: jawablah
todo-answering-seller_claim = { $name } menyatakan barangnya ada pada Anda: nyatakan benar atau tidak
todo-appealing = Platform sudah memutuskan: baca, lalu terima atau ajukan banding
todo-pay = Bayar pesanan ini di toko
todo-ship = Kirim paket dan masukkan nomor resi
todo-answer_address = Apakah paket ini sampai kepada Anda? Jawab ya atau tidak
todo-collect = Ambil paket Anda
inbox-accounts = Akun
todo-account_answering = Akun Anda dibatasi: berikan yang diminta
todo-account_appealing = Akun Anda tetap dibatasi: baca alasannya, lalu ajukan banding atau biarkan
todo-account_reviewing = Akun seorang penjual dibatasi: periksa yang diberikan, lalu putuskan
todo-account_last_day = Hari terakhir sebuah pembatasan sudah dekat: perpanjang dengan alasan, atau biarkan berakhir
todo-report_reviewing = Seorang penjual melaporkan pembeli: periksa, lalu putuskan
