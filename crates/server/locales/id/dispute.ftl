# Formulir langkah demi langkah untuk mengajukan sengketa.
dispute-received = Apakah paketnya sudah sampai?
dispute-received-no = Belum, paketnya belum sampai
dispute-received-yes = Sudah, tetapi ada yang salah
dispute-received-until = Anda dapat melaporkannya sampai { $end }.
dispute-received-needed = Pilih apakah paketnya sudah sampai
dispute-not-now = “{ $answer }” belum dapat dilaporkan sekarang
dispute-impossible = Saat ini masalah tidak dapat dilaporkan

dispute-items = Barang mana yang dimaksud?
dispute-items-hint = Pilih semua yang sesuai.
dispute-items-count = Pilih jumlah masing-masing.
dispute-items-of = { $n } dari { $all }
dispute-items-needed = Pilih paling sedikit satu barang

dispute-reason = Apa yang salah?
dispute-reason-needed = Pilih apa yang salah
dispute-sub_reason = Apa tepatnya masalahnya?
dispute-sub_reason-hint = Anda memilih “{ $reason }”. Jawaban Anda memberi tahu penjual dan platform apa yang Anda maksud. Langkah selanjutnya tetap sama.
dispute-sub_reason-needed = Pilih apa tepatnya masalahnya

dispute-remedy = Apa yang akan menyelesaikannya?
dispute-remedy-all = Anda menerima kembali semua yang Anda bayar untuk barang ini: { $amount }.
dispute-remedy-needed = Pilih apa yang akan menyelesaikannya
dispute-amount = Berapa yang Anda minta? ({ $currency })
dispute-amount-hint = Hanya jika Anda meminta uang. Anda dapat meminta sampai { $most }.
dispute-amount-zero = Jumlahnya harus lebih dari nol
dispute-amount-most = Untuk barang ini Anda dapat meminta sampai { $most }

dispute-text = Apa yang terjadi?
dispute-text-title = Ceritakan apa yang terjadi
dispute-text-hint = Penjual dan, bila perlu, mediator akan membacanya. Kapan Anda menyadarinya, dan apa persisnya yang salah?
dispute-text-missing = Penjual dan, bila perlu, mediator akan membacanya. Apakah kurir atau tetangga memberi tahu sesuatu?
dispute-text-other = Jelaskan apa yang akan menyelesaikannya. Penjual membacanya dan dapat menyetujuinya.
dispute-text-needed = Jelaskan apa yang akan menyelesaikannya
dispute-text-long = Ini terlalu panjang: paling banyak 20.000 karakter

dispute-files = Foto dan dokumen
dispute-files-title = Tunjukkan apa yang salah
dispute-files-hint = Yang Anda tunjukkan sekarang mempercepat keputusan. Anda juga dapat menambahkannya nanti di dalam sengketa.
dispute-files-none = Untuk ini tidak ada yang perlu Anda tunjukkan. Silakan lanjutkan.
dispute-files-helps = Ini dapat membantu, tetapi tidak diperlukan
dispute-files-there = { $n ->
    [0] Belum ada berkas
   *[other] { $n } berkas ditambahkan
}
dispute-files-add = Tambahkan berkas
dispute-files-more = Tambahkan berkas lain

dispute-check = Periksa jawaban Anda
dispute-check-received = Sudah sampai?
dispute-check-items = Barang
dispute-check-reason = Apa yang salah
dispute-check-sub_reason = Tepatnya
dispute-check-remedy = Yang Anda minta
dispute-check-text = Apa yang terjadi
dispute-check-files = Foto dan dokumen
dispute-check-nothing = Tidak ada tulisan
dispute-next-title = Apa yang terjadi selanjutnya
dispute-next = Uang untuk barang ini ditahan. Penjual langsung diberi tahu dan punya beberapa hari untuk menjawab; batas waktunya akan Anda lihat. Jika tidak menjawab, platform yang memutuskan. Anda akan menerima pesan di setiap langkah.
dispute-send = Ajukan sengketa

dispute-opened = Sengketa Anda sudah diajukan
dispute-opened-reason = { $reason }
dispute-opened-held = Uang untuk barang ini ditahan: penjual tidak dapat menerimanya sampai masalah ini selesai.
dispute-opened-seller = Penjual sudah diberi tahu dan dapat menerima, menolak dengan alasan, atau mengusulkan hal lain.
dispute-opened-mail = Anda menerima pesan saat tiba giliran Anda. Anda tidak perlu menunggu di sini.
dispute-opened-clock = Waktu penjual untuk menjawab
dispute-opened-missing = Ini masih kurang dari Anda
dispute-opened-case = Buka sengketa
form-title-wrong = Masalah: { $title }
