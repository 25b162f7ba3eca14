# Ketentuan lokapasar dalam kata-kata sederhana: halaman di sekelilingnya.

terms-title = Aturan
terms-link = Menurut aturan apa?
terms-hint = Inilah ketentuan lokapasar dalam kata-kata sederhana. Aturan yang berlaku saat pesanan dibuat tetap berlaku sampai pesanan itu selesai.
terms-none = Ketentuan sedang tidak tersedia.
terms-foreign = Ketentuan ini tidak tertulis dalam bahasa Anda.
terms-reasons = Yang dapat dilaporkan
terms-received = Dapat dilaporkan bila barang sudah diterima.
terms-not-received = Dapat dilaporkan bila paket tidak datang.
terms-sub-reasons = Dapat disebutkan lebih rinci:
terms-remedies = Yang dapat diminta: { $remedies }.
terms-return = Ongkos retur ditanggung: { $who }.
terms-evidence = Yang diminta ditunjukkan oleh tiap pihak:
terms-optional = membantu, tetapi tidak wajib
terms-policy = Kebijakan { $name }, hash isi { $hash }
