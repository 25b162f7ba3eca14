//! What people write in the demo, in English and Indonesian: by reason where it is about the goods, else for all.

/// A text in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Said {
    /// English.
    pub en: &'static str,
    /// Indonesian.
    pub id: &'static str,
}

impl Said {
    /// In someone's language.
    pub fn by(self, language: &str) -> &'static str {
        if language == "id" { self.id } else { self.en }
    }
}

const fn said(en: &'static str, id: &'static str) -> Said {
    Said { en, id }
}

/// What is said about a reason.
#[derive(Clone, Copy, Debug)]
pub struct Quarrel {
    /// The policy's word.
    pub reason: &'static str,
    /// The buyer opens with it.
    pub claim: Said,
    /// The seller's refusal: its typed reason …
    pub refusal: &'static str,
    /// … and its words.
    pub refused: Said,
}

const fn quarrel(reason: &'static str, claim: Said, refusal: &'static str, refused: Said) -> Quarrel {
    Quarrel { reason, claim, refusal, refused }
}

/// Every reason of the policy, in its order.
pub const QUARRELS: &[Quarrel] = &[
    quarrel(
        "not_received",
        said(
            "The parcel should have been here last week. Tracking has not moved since it left the sorting centre.",
            "Paket seharusnya sudah sampai minggu lalu. Pelacakan berhenti sejak keluar dari gudang sortir.",
        ),
        "not_agreed",
        said(
            "I handed it over on time and the carrier says it is only late. Please give it a few more days.",
            "Paket sudah kami serahkan tepat waktu, kurir bilang hanya terlambat. Mohon tunggu beberapa hari lagi.",
        ),
    ),
    quarrel(
        "damaged",
        said(
            "It arrived broken. The box was torn on one side, and what was in it is damaged, as the picture shows.",
            "Barang datang dalam keadaan rusak. Kardusnya sobek di satu sisi dan isinya rusak, terlihat di foto.",
        ),
        "buyer_fault",
        said(
            "It left us whole and in double cardboard. This looks as if it was dropped after delivery.",
            "Barang keluar dari toko dalam keadaan utuh dan dikemas ganda. Sepertinya jatuh setelah diterima.",
        ),
    ),
    quarrel(
        "not_as_described",
        said(
            "The colour is nothing like the picture and the material is not what the listing says.",
            "Warnanya jauh berbeda dari foto dan bahannya tidak sesuai deskripsi.",
        ),
        "as_described",
        said(
            "Every piece differs a little, and the listing says so. Colour also depends on the screen.",
            "Setiap produk sedikit berbeda dan itu tertulis di deskripsi. Warna juga tergantung layar.",
        ),
    ),
    quarrel(
        "counterfeit",
        said(
            "This is a copy. The stamp is misspelled and the serial number is not known to the maker.",
            "Ini barang tiruan. Ejaan capnya salah dan nomor serinya tidak dikenal pembuatnya.",
        ),
        "as_described",
        said(
            "We buy straight from the maker and can show the invoice. The stamp changed this spring.",
            "Kami membeli langsung dari pembuatnya dan punya fakturnya. Capnya memang berubah tahun ini.",
        ),
    ),
    quarrel(
        "wrong_item",
        said(
            "This is not what I ordered: another model and another size.",
            "Ini bukan yang saya pesan: modelnya lain dan ukurannya juga lain.",
        ),
        "as_described",
        said(
            "Our packing list shows the right article. Could you photograph the label inside the box?",
            "Daftar kemas kami menunjukkan barang yang benar. Bisa kirim foto label di dalam kotak?",
        ),
    ),
    quarrel(
        "short_shipment",
        said(
            "I ordered two and only one was in the box. The tape had not been opened before.",
            "Saya pesan dua tetapi hanya satu di dalam kotak. Lakbannya belum pernah dibuka.",
        ),
        "no_evidence",
        said(
            "We weigh every parcel. Ours was heavy enough for both pieces when it left.",
            "Setiap paket kami timbang. Saat dikirim beratnya cukup untuk dua barang.",
        ),
    ),
    quarrel(
        "missing_part",
        said(
            "The fitting that belongs to it is missing, without it I cannot use it at all.",
            "Bagian pasangannya tidak ada, tanpa itu barang sama sekali tidak bisa dipakai.",
        ),
        "as_described",
        said(
            "The part is taped under the lid. Many people miss it at first, please look again.",
            "Bagian itu ditempel di bawah tutup. Banyak yang tidak melihatnya, mohon dicek lagi.",
        ),
    ),
    quarrel(
        "late",
        said(
            "It came twelve days after the promised date; the birthday it was meant for had passed.",
            "Barang datang dua belas hari setelah tanggal yang dijanjikan; ulang tahunnya sudah lewat.",
        ),
        "not_agreed",
        said(
            "We handed it over the day after you paid. The delay was the carrier's.",
            "Kami menyerahkannya sehari setelah pembayaran. Keterlambatan ada di pihak kurir.",
        ),
    ),
];

/// What is said about a reason of the policy.
pub fn quarrel_of(reason: &str) -> &'static Quarrel {
    QUARRELS.iter().find(|quarrel| quarrel.reason == reason).unwrap_or(&QUARRELS[0])
}

/// Asked before there is a dispute.
pub const WHERE: Said = said("Hello, do you know where my parcel is?", "Halo, paket saya sampai di mana ya?");
/// And answered.
pub const THERE: Said = said(
    "Hello! It is with the carrier, and the number in your order follows it. Tell us if it stands still.",
    "Halo! Paket sudah di kurir, nomor resi di pesanan bisa dilacak. Kabari kami kalau tidak bergerak.",
);
/// A seller's first proposal.
pub const OFFER: Said = said(
    "We are sorry about this. We can give you part of the money back and you keep it.",
    "Mohon maaf atas hal ini. Kami bisa mengembalikan sebagian uang dan barang tetap milik Anda.",
);
/// The buyer's counter-proposal.
pub const COUNTER: Said = said(
    "Thank you, but that is too little for something I cannot use. This much would be fair.",
    "Terima kasih, tetapi itu terlalu sedikit untuk barang yang tidak bisa dipakai. Segini lebih adil.",
);
/// A proposal of a return.
pub const SEND_BACK: Said = said(
    "Send it back at our cost and you get everything back.",
    "Silakan kirim kembali dengan biaya kami, uang Anda kembali seluruhnya.",
);
/// A proposal is refused.
pub const TOO_LITTLE: Said = said(
    "I would rather have it settled properly than for a third.",
    "Saya tidak setuju dengan sepertiga saja.",
);
/// The platform is called.
pub const ESCALATE: Said = said(
    "We do not get any further here. Please have somebody look at it.",
    "Kami tidak menemukan jalan keluar. Mohon ada yang menengahi.",
);
/// A mediator asks the seller.
pub const ASK_SELLER: Said = said(
    "Do you have pictures of how it was packed, or a record of its weight when it left?",
    "Apakah ada foto saat dikemas, atau catatan beratnya ketika dikirim?",
);
/// A mediator asks the buyer.
pub const ASK_BUYER: Said = said(
    "Could you show the whole box, also the side with the label?",
    "Bisakah Anda memperlihatkan seluruh kotak, juga sisi yang ada labelnya?",
);
/// A party answers the mediator.
pub const ANSWER: Said = said(
    "Yes, the pictures are with the evidence now. They were taken on the day.",
    "Ya, fotonya sudah ada di bukti. Diambil pada hari itu juga.",
);
/// The platform proposes.
pub const MIDDLE: Said = said(
    "Both of you have shown something. Half of the price would settle it; what do you say?",
    "Kedua pihak sudah menunjukkan bukti. Setengah harga bisa menyelesaikannya; bagaimana?",
);
/// A ruling departs from the recommendation.
pub const DEPARTS: Said = said(
    "The pictures of both sides weigh about the same; the buyer keeps the goods and gets a part back.",
    "Foto kedua pihak sama kuat; pembeli menyimpan barang dan mendapat sebagian uang kembali.",
);
/// An appeal.
pub const APPEAL: Said = said(
    "I found the packing record that was missing. It shows what I said.",
    "Saya menemukan catatan pengemasan yang tadi tidak ada. Isinya sesuai keterangan saya.",
);
/// The seller objects to what came back.
pub const OBJECT: Said = said(
    "What came back is used and the fitting is missing. The pictures show the waybill, the box and the goods.",
    "Barang yang kembali sudah dipakai dan ada bagian yang hilang. Foto memperlihatkan resi, kotak, dan barang.",
);
/// Another solution in words.
pub const OTHER: Said = said(
    "Please send me only the missing piece; then everything is fine.",
    "Tolong kirim bagian yang kurang saja; setelah itu semuanya beres.",
);
/// Goodwill without a case.
pub const GOODWILL: Said =
    said("A small apology for the wait.", "Sedikit permohonan maaf karena lama menunggu.");
/// A message in a case.
pub const NUDGE: Said = said(
    "I have added pictures. You can see it best on the second one.",
    "Saya sudah menambahkan foto. Paling jelas terlihat di foto kedua.",
);
/// And its answer.
pub const LOOKING: Said = said(
    "Thank you, we are looking at them with the packing team.",
    "Terima kasih, kami sedang memeriksanya bersama bagian pengemasan.",
);
/// A dated log of what the carrier said.
pub const CARRIER_SAYS: Said = said(
    "Called the carrier: the parcel has had no scan since the sorting centre. They cannot say where it is.",
    "Menelepon kurir: paket tidak dipindai lagi sejak gudang sortir. Mereka tidak tahu di mana paketnya.",
);

/// What the marketplace's check found.
pub const MANY_PARCELS: Said = said(
    "Eleven parcels of five buyers went to this address within a week, and four of the payments came back.",
    "Sebelas paket dari lima pembeli dikirim ke alamat ini dalam seminggu, dan empat pembayarannya kembali.",
);
/// Why a seller's account is restricted.
pub const OTHER_OIL: Said = said(
    "Four buyers within two weeks received a scented base oil in place of the oud oil that the listing shows. Please show us what you bought and what you sent.",
    "Dalam dua minggu empat pembeli menerima minyak dasar beraroma, bukan minyak gaharu seperti di iklan. Mohon tunjukkan apa yang Anda beli dan apa yang Anda kirim.",
);
/// What a mediator found out about it.
pub const ADDRESS_IS_RIGHT: Said = said(
    "It is a student hostel: the parcels have different rooms, and this payment is the buyer's own.",
    "Ini asrama mahasiswa: paketnya untuk kamar yang berbeda, dan pembayaran ini milik pembeli sendiri.",
);
/// A buyer who wants more than was bought.
pub const FIVE_STARS: Said = said(
    "Five stars if you send half of the money back. If not, one star, and my friends too.",
    "Bintang lima kalau setengah uangnya dikembalikan. Kalau tidak, bintang satu, teman-teman saya juga.",
);
/// A seller who reports it.
pub const THREATENED: Said = said(
    "The lamp arrived whole. Now the buyer wants half of the money for a good review; it stands in the order's messages.",
    "Lampunya sampai utuh. Sekarang pembeli minta setengah uangnya untuk ulasan baik; tertulis di pesan pesanan ini.",
);
/// A buyer who has what is shown as failed.
pub const HAS_IT: Said = said(
    "Just so you know: it is here, the neighbour had taken it. The number on the box is the one of my order.",
    "Sekadar memberi tahu: barangnya sudah ada, tetangga yang menerimanya. Nomor di kardus sama dengan pesanan saya.",
);
/// A seller who claims payment for it.
pub const NEVER_CAME_BACK: Said = said(
    "The carrier's page says that it was returned to us, but nothing came back. As far as we know the buyer has it.",
    "Menurut laman kurir paket dikembalikan kepada kami, tetapi tidak ada yang kembali. Setahu kami barangnya ada pada pembeli.",
);

/// A buyer who changed their mind.
pub const CHANGED_MIND: Said = said(
    "It is exactly what I ordered, but it does not fit the room. It is unused and in its box.",
    "Barangnya persis seperti pesanan, tetapi tidak cocok di ruangan saya. Belum dipakai dan masih di kardusnya.",
);

/// What exactly the words above claim, where the policies list finer reasons.
pub fn finer(reason: &str) -> Option<&'static str> {
    match reason {
        "counterfeit" => Some("trademark"),
        "change_of_mind" => Some("does_not_suit"),
        _ => None,
    }
}

/// Why a return is refused.
pub const GIFT_MISSING: Said = said(
    "Your picture shows it without the cover that came with it as a gift. The terms ask for that too.",
    "Foto Anda memperlihatkan barang tanpa sarung yang kami sertakan sebagai hadiah. Ketentuan memintanya juga.",
);

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::policy::{check, presets};

    #[test]
    fn every_reason_of_the_policy_has_its_words() {
        let policy = check(&presets::files("default").expect("shipped")).expect("sound");
        let reasons: Vec<&str> = policy.dispute_reasons().map(|reason| reason.id.as_str()).collect();
        assert_eq!(QUARRELS.iter().map(|quarrel| quarrel.reason).collect::<Vec<_>>(), reasons);
    }
}
