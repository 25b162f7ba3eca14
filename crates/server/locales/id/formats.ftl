# Sisa waktu, ukuran, dan apa yang salah pada jumlah yang diketik.

span-days = { $n } hari
span-hours = { $n } jam
span-minutes = { $n } menit
# Dua satuan berurutan, misalnya "3 hari 4 jam".
span-both = { $larger } { $smaller }
left = { $time } lagi
left-moment = kurang dari satu menit lagi
left-nothing = waktu habis

size-bytes = { $n } bita
size-kb = { $n } kB
size-mb = { $n } MB
size-gb = { $n } GB

# $example adalah jumlah yang benar bentuknya, $decimals banyaknya angka desimal mata uang itu.
amount-empty = Masukkan jumlah, misalnya { $example }.
amount-not_a_number = Ini bukan jumlah uang. Gunakan angka saja, misalnya { $example }.
amount-too_many_decimals = { $decimals ->
    [0] Mata uang ini tidak memakai desimal. Masukkan bilangan bulat, misalnya { $example }.
   *[other] Gunakan paling banyak { $decimals } angka di belakang koma, misalnya { $example }.
}
amount-negative = Jumlah tidak boleh kurang dari nol. Masukkan tanpa tanda minus, misalnya { $example }.
amount-too_large = Jumlah ini terlalu besar. Periksa banyaknya angka nol.
