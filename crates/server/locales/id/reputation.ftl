# Reputasi penjual, dengan semua yang menjelaskannya.

reputation-title = Reputasi
reputation-points = { $points } dari { $start } poin
reputation-hint = Setiap penjual mulai dari { $start }. Penalti mengurangi poin untuk sementara; reputasi tidak pernah turun di bawah { $floor }.
reputation-penalties = Yang mengurangi poin
reputation-no-penalties = Tidak ada yang mengurangi poin.
reputation-off = −{ $points } poin
reputation-case = Kasusnya
reputation-order = Pesanannya
reputation-until = Berlaku sampai { $end }
reputation-ended = Berlaku sampai { $end }, sudah lewat
reputation-rates = Tingkat
reputation-since = Sejak { $since }, dihitung dari pesanan Anda yang dibayar.
reputation-filed = Komplain yang dibuka pembeli
reputation-faults = Komplain yang diputuskan menjadi tanggung jawab Anda
reputation-cancelled = Pembatalan oleh Anda
reputation-count = { $count } pada { $orders } pesanan
reputation-filed-hint = Komplain yang dibuka tetap dihitung, juga kalau ditarik atau diputuskan untuk Anda. Apakah Anda bertanggung jawab dihitung tersendiri.
penalty-negligence = Kelalaian
penalty-cancellation = Anda membatalkan pesanan
penalty-fault = Dinyatakan bertanggung jawab dalam komplain
