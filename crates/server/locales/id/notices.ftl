# Surat: judul dan isi. $order adalah nomor pesanan, $link tautan portal, $end saat berakhir atau "none", $role pembaca: buyer atau seller.

notice-greeting = Halo,
notice-closing = Pusat Resolusi
notice-message-subject = Pesan baru pada pesanan { $order }
notice-message-body =
    Ada pesan baru untuk Anda pada pesanan { $order }.

    Baca dan jawab di sini: { $link }
notice-proposal-subject = Usulan baru untuk pesanan { $order }
notice-proposal-body =
    Ada usulan baru dalam sengketa pesanan { $order }. Anda dapat menerimanya, menolaknya, atau mengusulkan hal lain. Setelah diterima, hasilnya final.

    Lihat di sini: { $link }
notice-proposal_accepted-subject = Usulan diterima untuk pesanan { $order }
notice-proposal_accepted-body =
    Kedua pihak sepakat tentang pesanan { $order }. Hasilnya final dan sedang dilaksanakan.

    Lihat langkah berikutnya: { $link }
notice-proposal_rejected-subject = Usulan ditolak untuk pesanan { $order }
notice-proposal_rejected-body =
    Sebuah usulan dalam sengketa pesanan { $order } ditolak. Kasus tetap terbuka: Anda dapat mengusulkan hal lain, menambahkan bukti, atau meneruskannya ke platform.

    Lanjutkan di sini: { $link }
notice-escalated-subject = Platform kini memutuskan tentang pesanan { $order }
notice-escalated-body =
    Sengketa pesanan { $order } diteruskan ke platform. Mediator akan melihat apa yang ditunjukkan kedua pihak. Tambahkan sekarang apa yang masih kurang.

    Kasusnya: { $link }
notice-case_opened-subject =
    { $role ->
         [seller] Mohon dijawab: sengketa pesanan { $order }
        *[other] Sengketa Anda untuk pesanan { $order } sudah dibuka
    }
notice-case_opened-body =
    { $role ->
         [seller] Pembeli membuka sengketa untuk pesanan { $order }. Anda dapat menerimanya, menolaknya dengan alasan, atau mengusulkan hal lain.
        *[other] Sengketa Anda untuk pesanan { $order } sudah kami terima. Penjual sudah diberi tahu dan diminta menjawab. Uang untuk barang ini aman sampai sengketa selesai.
    } { $end ->
         [none] { "" }
        *[other] Waktu menjawab: sampai { $end }. Tanpa jawaban, platform yang memutuskan.
    }

    Kasusnya: { $link }
notice-case_changed-subject = Permintaan untuk pesanan { $order } diubah
notice-case_changed-body =
    Pembeli mengubah permintaannya untuk pesanan { $order }. Waktu Anda untuk menjawab tetap sama.

    Lihat di sini: { $link }
notice-request_accepted-subject = Penjual menerima pengajuan Anda untuk pesanan { $order }
notice-request_accepted-body =
    Kabar baik: penjual menerima pengajuan Anda untuk pesanan { $order }. Pelaksanaannya sedang berjalan.

    Lihat langkah berikutnya: { $link }
notice-request_rejected-subject = Penjual menolak pengajuan Anda untuk pesanan { $order }
notice-request_rejected-body =
    Penjual menolak pengajuan Anda untuk pesanan { $order } dan memberikan alasannya. Ini belum berakhir: Anda dapat mengajukan usulan, menambahkan bukti, atau meminta platform memutuskan.

    Lanjutkan di sini: { $link }
notice-investigation_asked-subject = Pengiriman pesanan { $order } sedang diselidiki
notice-investigation_asked-body =
    Penjual meminta kurir mencari paket pesanan { $order }. Anda tidak perlu melakukan apa pun. Sementara itu waktu Anda tidak berjalan.

    Kasusnya: { $link }
notice-investigation-subject = Kurir sedang menyelidiki: pesanan { $order }
notice-investigation-body =
    Kurir sudah ditanya tentang paket pesanan { $order }. { $end ->
         [none] Kami memberi tahu Anda begitu ada jawaban.
        *[other] Waktunya sampai { $end }. Kami memberi tahu Anda begitu ada jawaban.
    }

    Kasusnya: { $link }
notice-finding-subject = Kurir sudah menjawab tentang pesanan { $order }
notice-finding-body =
    Kurir memberi tahu kami temuannya tentang paket pesanan { $order }. Anda kini dapat mengajukan usulan atau melanjutkan pembicaraan.

    Baca di sini: { $link }
notice-finding_missed-subject = Kurir tidak menjawab tentang pesanan { $order }
notice-finding_missed-body =
    Waktu kurir untuk mengatakan di mana paket pesanan { $order } berada sudah habis tanpa jawaban. Anda sekarang dapat mengajukan usulan atau melanjutkan pembicaraan.

    Lanjutkan di sini: { $link }
notice-return_requested-subject = { $role ->
     [seller] Mohon jawab: retur untuk pesanan { $order }
    *[other] Permintaan retur Anda untuk pesanan { $order } terbuka
}
notice-return_requested-body =
    { $role ->
         [seller] Pembeli pesanan { $order } berubah pikiran dan ingin mengembalikan barang. Anda memilih antara pengembalian dana tanpa retur atau retur dan pengembalian dana.
        *[other] Anda mengajukan retur barang pesanan { $order }. Penjual sudah diberi tahu; jika penjual diam, retur dan pengembalian dana disetujui.
    } { $end ->
         [none] { "" }
        *[other] Waktu menjawab: sampai { $end }. Diam berarti retur dan pengembalian dana disetujui.
    }

    Kasusnya: { $link }
notice-return_confirmed-subject = Retur dan pengembalian dana disetujui: pesanan { $order }
notice-return_confirmed-body =
    Penjual pesanan { $order } tidak menjawab tepat waktu, jadi permintaan dianggap disetujui: barang kembali, lalu uangnya. { $role ->
         [seller] Mohon berikan alamat retur.
        *[other] Anda diberi tahu alamat retur begitu tersedia.
    }

    Kasusnya: { $link }
notice-refund_without_return-subject = Penjual mengembalikan dana tanpa retur: pesanan { $order }
notice-refund_without_return-body =
    Kabar baik: penjual mengembalikan uang untuk barang pesanan { $order } yang ingin Anda retur, dan barangnya tetap pada Anda.

    Lihat pengembalian dana: { $link }
notice-return_refused-subject = Penjual menolak retur: pesanan { $order }
notice-return_refused-body =
    Penjual menolak retur yang Anda ajukan untuk pesanan { $order } dan menyebutkan alasannya. Jika ada yang tidak beres dengan barangnya, Anda masih dapat melaporkannya selama perlindungan berlaku.

    Baca di sini: { $link }
notice-return_received-subject = Retur Anda sudah dibuka: pesanan { $order }
notice-return_received-body =
    Apa yang kembali untuk pesanan { $order } sudah dicatat. Apakah diterima, Anda diberi tahu tersendiri.

    Kasusnya: { $link }
notice-negotiation-subject = Mencari kesepakatan: pesanan { $order }
notice-negotiation-body =
    Kedua pihak kini dapat mencari kesepakatan tentang pesanan { $order }. { $end ->
         [none] Ajukan usulan, atau jawab usulan yang ada.
        *[other] Ajukan usulan, atau jawab usulan yang ada, sampai { $end }. Tanpa kesepakatan, platform yang memutuskan.
    }

    Kasusnya: { $link }
notice-platform_proposal-subject = Mediator punya usulan untuk pesanan { $order }
notice-platform_proposal-body =
    Mediator mengajukan usulan untuk pesanan { $order }. { $end ->
         [none] Terima atau tolak usulan ini.
        *[other] Terima atau tolak sampai { $end }. Tanpa jawaban, putusan mengikuti usulan ini.
    }

    Lihat di sini: { $link }
notice-mediator_assigned-subject = Mediator menangani pesanan { $order }
notice-mediator_assigned-body =
    Seorang mediator mengambil kasus pesanan { $order } dan melihat kedua pihak. Anda masih dapat menulis dan menambahkan bukti.

    Kasusnya: { $link }
notice-question-subject = Mediator bertanya kepada Anda tentang pesanan { $order }
notice-question-body =
    Mediator punya pertanyaan untuk Anda tentang pesanan { $order }. { $end ->
         [none] Mohon dijawab.
        *[other] Mohon dijawab sampai { $end }. Tanpa jawaban, peninjauan dilanjutkan tanpa itu.
    }

    Jawab di sini: { $link }
notice-buyer_cause_stated-subject = Penjual menyebut penyebab di pihak Anda: pesanan { $order }
notice-buyer_cause_stated-body =
    Penjual menyatakan bahwa penyebab menunggu pesanan { $order } ada di pihak Anda, dan menunjukkan buktinya. Jika tidak benar, tulis kepada mediator dan tunjukkan alasannya.

    Kasusnya: { $link }
notice-ruling-subject = Platform sudah memutuskan tentang pesanan { $order }
notice-ruling-body =
    Sudah ada putusan dalam kasus pesanan { $order }, beserta alasannya. Putusan mengikat kedua pihak. Di sana tertulis apakah putusan sudah final atau masih dapat dibanding.

    Baca di sini: { $link }
notice-ruling_appealable-subject = Anda dapat mengajukan banding: pesanan { $order }
notice-ruling_appealable-body =
    Putusan tentang pesanan { $order } masih dapat dibanding satu kali, dengan bukti baru. { $end ->
         [none] Jika tidak ada banding, putusan dilaksanakan.
        *[other] Waktu banding: sampai { $end }. Jika tidak ada banding, putusan dilaksanakan.
    }

    Kasusnya: { $link }
notice-appealed-subject = Banding untuk pesanan { $order }
notice-appealed-body =
    Putusan tentang pesanan { $order } dibanding. Mediator lain meninjau kasus ini lagi. Anda dapat menambahkan bukti.

    Kasusnya: { $link }
notice-turn_ends-subject = Mohon segera bertindak: pesanan { $order }
notice-turn_ends-body =
    Sekarang giliran Anda dalam kasus pesanan { $order }. { $end ->
         [none] Waktu Anda hampir habis.
        *[other] Waktu Anda berakhir pada { $end }.
    } Di sana tertulis apa yang terjadi jika Anda tidak bertindak.

    Bertindak di sini: { $link }
notice-case_closed-subject = Kasus pesanan { $order } ditutup
notice-case_closed-body =
    Kasus pesanan { $order } sudah ditutup. Di sana tertulis bagaimana dan mengapa kasus berakhir.

    Kasusnya: { $link }
notice-order_paid-subject = Pesanan baru untuk dikirim: { $order }
notice-order_paid-body =
    Pesanan { $order } sudah dibayar. { $end ->
         [none] Kirim barangnya dan masukkan nomor resi.
        *[other] Kirim barangnya dan masukkan nomor resi sebelum { $end }. Barang yang belum dikirim saat itu dibatalkan dan dananya dikembalikan.
    }

    Pesanannya: { $link }
notice-order_expired-subject = Pesanan { $order } kedaluwarsa
notice-order_expired-body =
    Pesanan { $order } tidak dibayar tepat waktu dan sudah kedaluwarsa. Yang sudah dibayar dikembalikan.

    Pesanannya: { $link }
notice-late_payment_refunded-subject = Pembayaran terlambat Anda dikembalikan: pesanan { $order }
notice-late_payment_refunded-body =
    Pembayaran Anda untuk pesanan { $order } datang setelah pesanan kedaluwarsa. Pembayaran dikembalikan penuh. Anda tidak perlu melakukan apa pun.

    Pesanannya: { $link }
notice-ship_reminder-subject = Mohon segera kirim: pesanan { $order }
notice-ship_reminder-body =
    Pesanan { $order } belum dikirim. { $end ->
         [none] Mohon kirim sekarang.
        *[other] Barang yang tidak dikirim sebelum { $end } dibatalkan dan dananya dikembalikan.
    }

    Masukkan pengiriman di sini: { $link }
notice-ship_by_lengthened-subject = Anda punya waktu lebih lama untuk mengirim pesanan { $order }
notice-ship_by_lengthened-body =
    Pembeli memberi Anda waktu lebih lama untuk mengirim pesanan { $order }. { $end ->
         [none] Tanggal barunya tertera pada pesanan.
        *[other] Mohon kirim sebelum { $end }.
    }

    Pesanannya: { $link }
notice-cancelled_not_shipped-subject = Dibatalkan karena tidak dikirim: pesanan { $order }
notice-cancelled_not_shipped-body =
    Barang pesanan { $order } tidak dikirim tepat waktu dan dibatalkan. { $role ->
         [seller] Pembeli menerima kembali semua yang dibayar untuk barang itu.
        *[other] Semua yang Anda bayar untuk barang itu dikembalikan. Anda tidak perlu melakukan apa pun.
    }

    Pesanannya: { $link }
notice-cancelled_by_buyer-subject = Dibatalkan oleh pembeli: pesanan { $order }
notice-cancelled_by_buyer-body =
    Barang pesanan { $order } dibatalkan sebelum dikirim. { $role ->
         [seller] Mohon jangan mengirimnya.
        *[other] Semua yang Anda bayar untuk barang itu dikembalikan.
    }

    Pesanannya: { $link }
notice-cancelled_by_seller-subject = Dibatalkan oleh penjual: pesanan { $order }
notice-cancelled_by_seller-body =
    Barang pesanan { $order } dibatalkan penjual sebelum dikirim. { $role ->
         [seller] Mohon jangan mengirimnya. Pembeli menerima kembali semuanya, dan pembatalan dihitung dalam tingkat pembatalan Anda.
        *[other] Semua yang Anda bayar untuk barang itu dikembalikan. Anda tidak perlu melakukan apa pun.
    }

    Pesanannya: { $link }
notice-shipped-subject = Paket Anda dalam perjalanan: pesanan { $order }
notice-shipped-body =
    Penjual sudah mengirim barang pesanan { $order }. Anda dapat mengikuti paketnya, dan uang Anda dilindungi sampai paket datang dan Anda sempat memeriksanya.

    Ikuti di sini: { $link }
notice-receipt_confirmed-subject = Pembeli sudah menerima pesanan { $order }
notice-receipt_confirmed-body =
    Pembeli mengonfirmasi penerimaan paket pesanan { $order }. Uang diteruskan kepada Anda setelah perlindungan berakhir.

    Pesanannya: { $link }
notice-window_lengthened-subject = Perlindungan Anda diperpanjang: pesanan { $order }
notice-window_lengthened-body =
    Penjual memperpanjang perlindungan Anda untuk pesanan { $order }. { $end ->
         [none] Batas barunya tertera pada pesanan.
        *[other] Anda dapat melaporkan masalah sampai { $end }.
    }

    Pesanannya: { $link }
notice-window_ends-subject = Perlindungan Anda segera berakhir: pesanan { $order }
notice-window_ends-body =
    Apakah pesanan { $order } baik-baik saja? { $end ->
         [none] Perlindungan Anda segera berakhir.
        *[other] Perlindungan Anda berakhir pada { $end }.
    } Jika ada yang kurang atau salah, laporkan sebelum itu. Setelah itu uang diteruskan kepada penjual.

    Pesanannya: { $link }
notice-address_to_confirm-subject = Apakah paket Anda sudah datang? Pesanan { $order }
notice-address_to_confirm-body =
    Kurir menyebut tujuan untuk pesanan { $order } yang tidak sepenuhnya cocok dengan alamat Anda. { $end ->
         [none] Mohon beri tahu kami apakah paket ada pada Anda.
        *[other] Mohon beri tahu kami sampai { $end } apakah paket ada pada Anda. Tanpa jawaban, paket dianggap sudah diterima.
    }

    Jawab di sini: { $link }
notice-parcel_awaiting_collection-subject = Mohon ambil paket Anda: pesanan { $order }
notice-parcel_awaiting_collection-body =
    Paket pesanan { $order } menunggu diambil. { $end ->
         [none] Mohon segera ambil.
        *[other] Mohon ambil sebelum { $end }.
    } Jika tidak bisa, tambahkan surat keterangan yang menjelaskan sebabnya: paket yang tidak diambil menjadi tanggungan Anda.

    Tempat paket menunggu: { $link }
notice-not_collected-subject = Paket tidak diambil: pesanan { $order }
notice-not_collected-body =
    Waktu untuk mengambil paket pesanan { $order } sudah habis. { $role ->
         [seller] Kurir mungkin mengirimnya kembali kepada Anda.
        *[other] Jika Anda tidak dapat mengambilnya, tambahkan surat keterangan yang menjelaskan sebabnya.
    }

    Pesanannya: { $link }
notice-parcel_delayed-subject = Paket Anda tertahan: pesanan { $order }
notice-parcel_delayed-body =
    Kurir mengatakan bahwa sebuah paket pesanan { $order } tertahan di perjalanan. Anda belum perlu melakukan apa pun. { $end ->
         [none] Perlindungan Anda masih berjalan.
        *[other] Jika paket tidak datang, Anda dapat melaporkannya sampai { $end }; setelah itu uang diteruskan kepada penjual.
    }

    Kata kurir, dan di mana paketnya: { $link }
notice-carrier_silent-subject = Tidak ada kabar paket Anda: pesanan { $order }
notice-carrier_silent-body =
    Kurir sudah lama tidak melaporkan paket pesanan { $order }. Jika paket belum datang, mohon laporkan. { $end ->
         [none] Perlindungan Anda masih berjalan.
        *[other] Anda dapat melapor sampai { $end }; setelah itu uang diteruskan kepada penjual.
    }

    Laporkan di sini: { $link }
notice-return_address_needed-subject = Mohon berikan alamat retur: pesanan { $order }
notice-return_address_needed-body =
    Barang pesanan { $order } akan dikembalikan kepada Anda. { $end ->
         [none] Mohon berikan alamat retur, serta label bila ongkosnya Anda tanggung.
        *[other] Mohon berikan alamat retur sampai { $end }, serta label bila ongkosnya Anda tanggung. Jika tidak, dana dikembalikan tanpa retur.
    }

    Berikan di sini: { $link }
notice-send_return-subject = Mohon kirim kembali barangnya: pesanan { $order }
notice-send_return-body =
    Alamat retur untuk pesanan { $order } sudah ada. { $end ->
         [none] Mohon kirim kembali barangnya dan masukkan nomor resi.
        *[other] Mohon kirim kembali barangnya dan masukkan nomor resi sampai { $end }. Jika tidak, kasus ditutup tanpa pengembalian dana.
    }

    Alamatnya: { $link }
notice-return_sent-subject = Retur dalam perjalanan: pesanan { $order }
notice-return_sent-body =
    Pembeli sudah mengirim kembali barang pesanan { $order }. Anda akan diminta memeriksanya setelah tiba.

    Ikuti di sini: { $link }
notice-inspect_return-subject = Mohon periksa retur: pesanan { $order }
notice-inspect_return-body =
    Barang pesanan { $order } sudah kembali. { $end ->
         [none] Mohon periksa, lalu terima atau ajukan sanggahan.
        *[other] Mohon periksa sampai { $end }, lalu terima atau ajukan sanggahan. Tanpa jawaban, dana dikembalikan.
    }

    Periksa di sini: { $link }
notice-return_accepted-subject = Retur Anda diterima: pesanan { $order }
notice-return_accepted-body =
    Penjual menerima barang yang Anda kirim kembali untuk pesanan { $order }. Yang disepakati kini dilaksanakan.

    Lihat langkah berikutnya: { $link }
notice-return_objected-subject = Penjual menyanggah retur Anda: pesanan { $order }
notice-return_objected-body =
    Penjual menyanggah barang yang kembali untuk pesanan { $order }. Platform akan meninjaunya. Mohon tambahkan bukti bagaimana Anda mengirim barang itu.

    Kasusnya: { $link }
notice-send_replacement-subject = Mohon kirim barang pengganti: pesanan { $order }
notice-send_replacement-body =
    Anda harus mengirim barang pengganti untuk pesanan { $order }. { $end ->
         [none] Mohon kirim dan masukkan nomor resi.
        *[other] Mohon kirim dan masukkan nomor resi sampai { $end }. Jika tidak, semuanya dikembalikan dananya.
    }

    Masukkan di sini: { $link }
notice-refund_promised-subject = Pengembalian dana diputuskan untuk pesanan { $order }
notice-refund_promised-body =
    Pengembalian dana untuk pesanan { $order } sudah diputuskan dan segera dikirim. { $role ->
         [seller] Dibayar dari uang pesanan sejauh mencukupi.
        *[other] Kami memberi tahu Anda saat dana dikirim dan saat dikonfirmasi.
    }

    Lacak di sini: { $link }
notice-refund_sent-subject = Dana Anda sudah dikirim: pesanan { $order }
notice-refund_sent-body =
    Pengembalian dana untuk pesanan { $order } sudah diserahkan kepada penyedia pembayaran. { $end ->
         [none] Kami memberi tahu Anda saat dikonfirmasi.
        *[other] Bank Anda diperkirakan menampilkannya paling lambat { $end }.
    }

    Lacak di sini: { $link }
notice-refund_confirmed-subject = Pengembalian dana dikonfirmasi: pesanan { $order }
notice-refund_confirmed-body =
    Penyedia pembayaran sudah mengonfirmasi pengembalian dana pesanan { $order }. { $end ->
         [none] Bank mungkin perlu beberapa hari untuk menampilkannya.
        *[other] Bank diperkirakan menampilkannya paling lambat { $end }.
    }

    Lacak di sini: { $link }
notice-refund_bounced-subject = Dana Anda terpantul dan dikirim lagi: pesanan { $order }
notice-refund_bounced-body =
    Dana untuk pesanan { $order } kembali dari bank Anda. Dana itu tetap milik Anda: kami mengirimnya lagi. Anda tidak perlu melakukan apa pun.

    Lacak di sini: { $link }
notice-refund_route_changed-subject = Dana Anda dikirim dengan cara lain: pesanan { $order }
notice-refund_route_changed-body =
    Metode pembayaran semula menolak pengembalian dana pesanan { $order }. Dana kini dikirim dengan cara lain.

    Caranya dan posisinya: { $link }
notice-hold_placed-subject = Uang pesanan { $order } ditahan
notice-hold_placed-body =
    Sebagian uang pesanan { $order } ditahan untuk pemeriksaan. { $end ->
         [none] Penahanan dicabut setelah pemeriksaan.
        *[other] Penahanan dicabut paling lambat { $end }, kecuali diperpanjang.
    }

    Alasannya: { $link }
notice-hold_lifted-subject = Penahanan pesanan { $order } dicabut
notice-hold_lifted-body =
    Uang pesanan { $order } tidak lagi ditahan. Uang diteruskan kepada Anda setelah perlindungan berakhir.

    Pesanannya: { $link }
notice-order_frozen-subject = Pesanan { $order } dibekukan
notice-order_frozen-body =
    { $role ->
        [buyer] Pesanan { $order } dibekukan selama platform memeriksa akun penjual. Uang Anda tidak dilepas selama itu. Anda tetap bisa melaporkan masalah: kasus Anda berjalan terus dengan batas waktu dan pengembalian dananya.
       *[other] Pesanan { $order } dibekukan karena akun Anda dibatasi. Jangan kirim; waktu pengiriman berhenti, dan sisanya berjalan lagi saat pembekuan dicabut. Kasus pembeli Anda berjalan terus dengan batas waktunya.
    }

    Pesanannya: { $link }
notice-order_thawed-subject = Pesanan { $order } berjalan lagi
notice-order_thawed-body =
    { $role ->
        [buyer] Pembekuan pesanan { $order } dicabut. Pesanan berjalan seperti sebelumnya.
       *[other] Pembekuan pesanan { $order } dicabut. Sisa waktu pengiriman berjalan lagi.
    }

    Pesanannya: { $link }

# Tentang akun penjual, bukan tentang pesanan.
notice-account_restricted-subject = Akun Anda dibatasi: berikan yang diminta
notice-account_restricted-body =
    Platform membatasi akun Anda. Tidak ada yang dicairkan, dan pesanan Anda yang belum selesai dibekukan. Kasus pembeli Anda berjalan terus.

    Yang harus diberikan tercantum di halaman akun Anda. Waktunya sampai { $end }. Setelah itu platform memutuskan dengan yang ada.

    Akun Anda: { $link }
notice-account_under_review-subject = Platform memeriksa akun Anda
notice-account_under_review-body =
    Platform sekarang memeriksa yang Anda berikan dan memutuskan sebelum { $end }. Anda masih bisa menambah bukti dan menulis pesan.

    Akun Anda: { $link }
notice-account_message-subject = Pesan baru tentang akun Anda
notice-account_message-body =
    Platform menulis kepada Anda tentang pembatasan akun Anda.

    Baca dan jawab di sini: { $link }
notice-account_upheld-subject = Akun Anda tetap dibatasi: Anda bisa mengajukan banding
notice-account_upheld-body =
    Platform memutuskan pembatasan tetap berlaku. Anda bisa mengajukan banding satu kali, sampai { $end }; orang lain yang akan memeriksanya.

    Akun Anda: { $link }
notice-account_upheld_for_good-subject = Akun Anda tetap dibatasi sampai hari terakhirnya
notice-account_upheld_for_good-body =
    Platform sudah memeriksa banding Anda, dan pembatasan tetap berlaku. Pembatasan berakhir sendiri pada { $end }, kecuali seseorang memperpanjangnya dengan alasan.

    Akun Anda: { $link }
notice-account_lifted-subject = Akun Anda tidak dibatasi lagi
notice-account_lifted-body =
    Pembatasan akun Anda dicabut. Pencairan keluar lagi, dan pesanan Anda berjalan dengan sisa waktunya.

    Akun Anda: { $link }
notice-account_renewed-subject = Pembatasan akun Anda diperpanjang
notice-account_renewed-body =
    Seseorang dari platform memperpanjang pembatasan akun Anda, dengan alasan. Sekarang paling lambat berakhir pada { $end }.

    Akun Anda: { $link }
notice-account_turn_ends-subject = Waktu Anda untuk menjawab tentang akun Anda segera berakhir
notice-account_turn_ends-body =
    Anda masih bisa menjawab tentang pembatasan akun Anda sampai { $end }. Setelah itu platform melanjutkan tanpa jawaban Anda.

    Akun Anda: { $link }
# Tentang laporan terhadap pembeli.
notice-buyer_reported-subject = Seorang penjual melaporkan Anda
notice-buyer_reported-body =
    Penjual salah satu pesanan Anda melaporkan Anda kepada platform. Seseorang memeriksanya dan memutuskan sebelum { $end }; jika belum diputuskan, laporan tidak dibenarkan.

    Baca kata penjual; Anda bisa menjawab dan menambah berkas, tetapi tidak wajib: { $link }
notice-report_message-subject = Pesan baru dalam laporan
notice-report_message-body =
    Ada pesan baru dalam laporan yang melibatkan Anda.

    Baca dan jawab di sini: { $link }
notice-report_upheld-subject = Laporan dibenarkan
notice-report_upheld-body =
    { $role ->
        [buyer] Seseorang dari platform membenarkan laporan penjual tentang Anda. Untuk sementara sengketa Anda mungkin tidak langsung dibayar dari dana perlindungan; sengketa berjalan seperti biasa. Selain itu tidak ada yang berubah.
       *[other] Seseorang dari platform membenarkan laporan Anda. Laporan ini masuk ke catatan pembeli.
    }

    Alasannya: { $link }
notice-report_not_upheld-subject = Laporan tidak dibenarkan
notice-report_not_upheld-body =
    { $role ->
        [buyer] Laporan penjual tentang Anda tidak dibenarkan. Tidak ada yang berubah bagi Anda.
       *[other] Laporan Anda tidak dibenarkan. Tidak ada yang berubah bagi pembeli.
    }

    Alasannya: { $link }
notice-complaint_opened-subject = { $role ->
     [seller] Mohon dijawab: pengaduan tentang pesanan { $order }
    *[other] Pengaduan Anda tentang pesanan { $order } dibuka
}
notice-complaint_opened-body =
    { $role ->
         [seller] Pembeli pesanan { $order } mengadukan kelalaian. Anda menerima atau menolaknya dalam dua langkah: draf, lalu konfirmasi.
        *[other] Anda mengadukan penjual pesanan { $order }. Penjual sudah diberi tahu dan harus menjawab.
    } { $end ->
         [none] { "" }
        *[other] Waktu menjawab: sampai { $end }. Jika diam, platform yang memutuskan.
    }

    Kasusnya: { $link }
notice-complaint_accepted-subject = Penjual menerima pengaduan Anda: pesanan { $order }
notice-complaint_accepted-body =
    Penjual menerima pengaduan Anda tentang pesanan { $order }. Jika Anda meminta ongkos kirim, ongkos itu dikembalikan kepada Anda.

    Kasusnya: { $link }
notice-complaint_rejected-subject = Penjual menolak pengaduan Anda: pesanan { $order }
notice-complaint_rejected-body =
    Penjual menolak pengaduan Anda tentang pesanan { $order } dan menyebutkan alasannya. Anda dapat mendiskusikannya sekarang, atau memanggil platform.

    Baca di sini: { $link }
notice-complaint_discussion-subject = Diskusikan pengaduan: pesanan { $order }
notice-complaint_discussion-body =
    Pengaduan tentang pesanan { $order } ditolak. { $end ->
         [none] Saling menulis dan tunjukkan yang mendukung Anda.
        *[other] Saling menulis dan tunjukkan yang mendukung Anda, sampai { $end }. Lalu platform yang memutuskan.
    }

    Lanjutkan di sini: { $link }
notice-negligence_held-subject = Anda dinyatakan lalai: pesanan { $order }
notice-negligence_held-body =
    Pengaduan tentang pesanan { $order } dinyatakan benar. Hal ini tercatat pada reputasi Anda, dengan tanggal, alasan, dan kasus; ongkos kirim dikembalikan bila diminta.

    Kasusnya: { $link }
notice-case_funded-subject = Tidak perlu tindakan: platform membayar sengketa pesanan { $order }
notice-case_funded-body =
    Pembeli membuka sengketa untuk pesanan { $order }, dan platform langsung mengembalikan dananya dari dana perlindungannya sendiri. Uang untuk barang ini tetap milik Anda dan dicairkan seperti biasa. Sengketa ini tercatat sebagai dibuka, dan bukan sebagai kesalahan Anda.{ $end ->
         [none] {""}
        *[other] {" "}Jika berkenan, ceritakan di halaman kasus sampai { $end } apa yang mungkin keliru: jawaban Anda tidak berakibat apa pun.
    }

    Kasusnya: { $link }
notice-risk_review-subject = Platform sedang memeriksa pesanan { $order }
notice-risk_review-body =
    { $role ->
         [seller] Platform menemukan risiko pada pesanan { $order }, misalnya alamatnya, dan membekukannya. Mohon jangan kirim sekarang; waktu pengiriman berhenti dihitung.
        *[other] Platform menemukan sesuatu yang tidak biasa pada pesanan { $order }, misalnya alamatnya, dan sedang memeriksanya. Sementara itu tidak ada yang dikirim.
    } { $end ->
         [none] { "" }
        *[other] Pesanan dinyatakan aman sampai { $end }, atau semuanya dikembalikan kepada pembeli.
    } Jika Anda tahu sesuatu yang membantu, tulis di kasus ini.

    Kasus: { $link }
notice-cancelled_for_risk-subject = Dibatalkan setelah pemeriksaan: pesanan { $order }
notice-cancelled_for_risk-body =
    Risiko pada pesanan { $order } tidak dapat dinyatakan aman. { $role ->
         [seller] Mohon jangan kirim. Pembeli menerima semuanya kembali, dan ini tidak dihitung terhadap Anda.
        *[other] Semua yang Anda bayar dikembalikan. Anda tidak perlu melakukan apa pun.
    }

    Kasus: { $link }
