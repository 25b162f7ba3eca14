# Apa yang dapat diminta, diusulkan, dan diputuskan.

remedy-refund = Pengembalian dana saja
remedy-refund-hint = Anda mendapat uang kembali dan barang tetap pada Anda.
remedy-return_and_refund = Retur dan pengembalian dana
remedy-return_and_refund-hint = Barang dikembalikan, lalu uang dikembalikan.
remedy-replacement = Penggantian barang
remedy-replacement-hint = Barang yang sama dikirim sekali lagi.
remedy-fee_refund = Pengembalian ongkos kirim
remedy-fee_refund-hint = Ongkos kirim dikembalikan.
remedy-other = Penyelesaian lain
remedy-other-hint = Jelaskan dengan kata-kata Anda apa yang dapat menyelesaikannya.
remedy-none = Tanpa pengembalian dana
remedy-of-amount = { $remedy }: { $amount }
remedy-return_first = setelah barang pertama kembali
remedy-nothing_asked = Tanpa uang, hanya pengaduan
