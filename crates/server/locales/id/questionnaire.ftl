# What a seller is asked after the protection fund has paid.
act-answer_questionnaire = Ceritakan apa yang mungkin keliru
act-answer_questionnaire-hint = Platform sudah membayar sengketa ini, dan uang Anda tetap milik Anda. Jawaban Anda membantu kami mencari tahu apa yang keliru; jawaban itu tidak berakibat apa pun, dan pembeli tidak melihatnya.
ask-answer_questionnaire-text = Apa lagi yang perlu diketahui platform?
done-answer_questionnaire = Terima kasih: jawaban Anda sudah sampai di platform.
opinion-none = Tidak menjawab
opinion-yes = Ya
opinion-no = Tidak
opinion-unsure = Saya tidak tahu
need-answer = Mohon jawab setidaknya satu pertanyaan.
questionnaire-title = Kata penjual tentang apa yang keliru
questionnaire-hint = Dijawab pada { $at } setelah platform membayar. Pembeli tidak melihatnya.
event-questionnaire_answered = { $who } menceritakan apa yang mungkin keliru
