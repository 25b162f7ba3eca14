# Nama bahasa ini, seperti ditulis pembacanya.
language-name = Bahasa Indonesia
