//! The sentences of the terms in each language this house can say; values stand as `{0}`, `{1}`, …
//!
//! A language is one constant below and one line in [`Phrases::of`].
use super::{Bearer, CarrierDeclaration, Expected, RemedyKind, ReturnCondition};
use crate::time::Period;

/// The sentences of one language.
pub(super) struct Phrases {
    /// Headings of the sections, in their order.
    pub titles: [&'static str; 5],
    /// Day, hour and working day, one and several.
    units: [[&'static str; 2]; 3],
    /// From … to …
    span: &'static str,
    remedies: [&'static str; 6],
    bearers: [&'static str; 3],
    pub at_receipt: &'static str,
    pub day_after_shipping: &'static str,
    pub day_after_estimate: &'static str,
    pub pay_within: &'static str,
    pub ship_within: &'static str,
    pub buyer_cancels: &'static str,
    pub seller_cancels: &'static str,
    pub not_received_opens: &'static str,
    pub not_received_at_delivery: &'static str,
    pub not_received_closes: &'static str,
    pub not_received_stays: &'static str,
    pub longest_transit: &'static str,
    pub received_window: &'static str,
    pub collect: &'static str,
    pub lengthen: &'static str,
    pub released_at_confirmation: &'static str,
    pub released_after_windows: &'static str,
    pub seller_answers: &'static str,
    pub carrier_is_asked: &'static str,
    pub negotiation: &'static str,
    pub ruling: &'static str,
    pub appeal: &'static str,
    pub no_appeal: &'static str,
    pub changes: &'static str,
    pub accepting_is_final: &'static str,
    pub no_change_of_mind: &'static str,
    pub change_of_mind: &'static str,
    pub returnable_unless_said: &'static str,
    pub returnable_if_said: &'static str,
    pub return_conditions: &'static str,
    pub return_confirmed: &'static str,
    pub return_with_shipping: &'static str,
    pub return_without_shipping: &'static str,
    conditions: [&'static str; 4],
    pub funded: &'static str,
    pub funded_buyer: &'static str,
    /// None, and at most so many.
    funded_buyer_most: [[&'static str; 2]; 3],
    pub reports: &'static str,
    pub no_complaint: &'static str,
    pub complaint: &'static str,
    pub complaint_answered: &'static str,
    pub complaint_held: &'static str,
    pub complaint_costs: &'static str,
    /// What a carrier declares, as in "declares lost".
    declared: [&'static str; 2],
    /// Between the last two of several.
    pub or: &'static str,
    pub compensation: &'static str,
    pub compensation_taken_back: &'static str,
    pub claim: &'static str,
    pub address_is_given: &'static str,
    pub return_is_sent: &'static str,
    pub return_travels: &'static str,
    pub return_is_inspected: &'static str,
    pub replacement_is_sent: &'static str,
    pub original_route: &'static str,
    pub wallet_route: &'static str,
    pub substitute_wallet: &'static str,
    pub in_proportion: &'static str,
    pub in_order: &'static str,
    pub expected: &'static str,
    pub expected_method: &'static str,
    pub with_shipping: &'static str,
    pub without_shipping: &'static str,
    pub limits: &'static str,
    pub max_files: &'static str,
    pub good_evidence: &'static str,
    pub weighing: &'static str,
}

impl Phrases {
    /// The sentences of a language, if this house can say it.
    pub fn of(language: &str) -> Option<Self> {
        match language {
            "en" => Some(ENGLISH),
            "id" => Some(INDONESIAN),
            _ => None,
        }
    }

    /// A period in words.
    pub fn period(&self, period: Period) -> String {
        let (number, unit) = match period {
            Period::Days(days) => (u32::from(days), 0),
            Period::Hours(hours) => (hours, 1),
            Period::WorkingDays(days) => (u32::from(days), 2),
        };
        format!("{number} {}", self.units[unit][usize::from(number != 1)])
    }

    /// "FROM to TO".
    pub fn span(&self, span: Expected) -> String {
        self.span.replace("{0}", &self.period(span.from)).replace("{1}", &self.period(span.to))
    }

    /// A remedy in words.
    pub const fn remedy(&self, remedy: RemedyKind) -> &'static str {
        match remedy {
            RemedyKind::Refund => self.remedies[0],
            RemedyKind::ReturnAndRefund => self.remedies[1],
            RemedyKind::Replacement => self.remedies[2],
            RemedyKind::FeeRefund => self.remedies[3],
            RemedyKind::Other => self.remedies[4],
            RemedyKind::SellerPayment => self.remedies[5],
        }
    }

    /// A condition of a return, in words.
    pub const fn condition(&self, condition: ReturnCondition) -> &'static str {
        match condition {
            ReturnCondition::AsReceived => self.conditions[0],
            ReturnCondition::Undamaged => self.conditions[1],
            ReturnCondition::Complete => self.conditions[2],
            ReturnCondition::MatchesListing => self.conditions[3],
        }
    }

    /// What a carrier declares, in words.
    pub const fn declaration(&self, declared: CarrierDeclaration) -> &'static str {
        match declared {
            CarrierDeclaration::Lost => self.declared[0],
            CarrierDeclaration::Damaged => self.declared[1],
        }
    }

    /// Who bears a cost, in words.
    pub fn record(&self, most: [Option<u32>; 3]) -> String {
        let said = self.funded_buyer_most.iter().zip(most).filter_map(|([none, some], most)| {
            let most = most?;
            Some(if most == 0 { (*none).to_owned() } else { some.replace("{0}", &most.to_string()) })
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// Who bears it.
    pub const fn bearer(&self, bearer: Bearer) -> &'static str {
        match bearer {
            Bearer::Seller => self.bearers[0],
            Bearer::Platform => self.bearers[1],
            Bearer::Buyer => self.bearers[2],
        }
    }
}

const ENGLISH: Phrases = Phrases {
    titles: ["Until when", "A dispute", "Sending back and replacing", "Refunds", "Evidence"],
    units: [["day", "days"], ["hour", "hours"], ["working day", "working days"]],
    span: "{0} to {1}",
    remedies: [
        "Refund",
        "Return and refund",
        "Replacement",
        "Fee refund",
        "Another solution",
        "Payment to the seller",
    ],
    bearers: ["the seller", "the platform", "the buyer"],
    at_receipt: "the receipt of the goods",
    day_after_shipping: "the start of day {0} after shipping",
    day_after_estimate: "the start of day {0} after the latest estimated delivery",
    pay_within: "An order that is not paid within {0} expires.",
    ship_within: "What is not shipped within {0} of payment is cancelled and refunded in full.",
    buyer_cancels: "Until it is shipped, the buyer may cancel it and gets everything back.",
    seller_cancels: "Until it is shipped, the seller may cancel it, with everything in the same parcel, and the buyer gets everything back.",
    not_received_opens: "\"Not received\" can be reported from {0}.",
    not_received_at_delivery: "If the carrier says it was delivered and it was not, it can be reported at once.",
    not_received_closes: "It can be reported for {0} after the later of the latest estimated delivery and day {1} after shipping.",
    not_received_stays: "While the carrier has scanned the parcel in the last {0}, the window stays open; after that silence {1} are left.",
    longest_transit: "A parcel that is not delivered after {0} on its way is refunded without a request.",
    received_window: "Problems with received goods can be reported from {0}, for {1} after receipt, and never for less than {2} after we learned of the receipt.",
    collect: "A parcel that waits must be collected within {0} of our request.",
    lengthen: "The seller may lengthen these windows by {0} in all, never shorten them.",
    released_at_confirmation: "The seller is paid when the buyer confirms receipt, or when every window has ended.",
    released_after_windows: "The seller is paid when every window has ended and no case is open.",
    seller_answers: "The seller has {0} to answer a dispute; after silence the platform decides.",
    carrier_is_asked: "The seller may have the shipment investigated; the carrier then has {0}, and both sides' clocks rest.",
    negotiation: "Both sides may negotiate for {0} in all; either may pass the dispute to the platform sooner.",
    ruling: "The platform rules within {0}; without a ruling by then, the published table decides.",
    appeal: "A party that did not get all it asked may appeal once within {0}, with new evidence; another mediator decides.",
    no_appeal: "A ruling is final.",
    changes: "What is asked can be changed at most {0} times.",
    accepting_is_final: "Accepting a proposal settles these goods for good.",
    no_change_of_mind: "Goods that are right cannot be sent back for a change of mind.",
    change_of_mind: "Goods that are right can be sent back for a change of mind; ask for it within {0} of receipt.",
    returnable_unless_said: "This holds for every product whose listing does not say otherwise.",
    returnable_if_said: "This holds for products whose listing says so.",
    return_conditions: "What goes back must be in this condition: {0}.",
    return_confirmed: "The seller answers within {0} and chooses between a refund without return and return and refund; silence confirms return and refund.",
    return_with_shipping: "The refund of such a return includes the shipping there.",
    return_without_shipping: "The refund of such a return does not include the shipping there.",
    conditions: [
        "as received, without stains, smell or dirt",
        "undamaged",
        "with all accessories, parts and free gifts",
        "as described",
    ],
    funded: "Where a refund is asked for one of these reasons, the platform may pay it at once from its protection fund, as long as the fund has the money: {0}; for orders of at most {1}. The seller is paid all the same. Otherwise the dispute goes its usual way.",
    funded_buyer: "For that the buyer's own record of the last {0} counts: {1}.",
    funded_buyer_most: [
        ["no other dispute", "at most {0} other disputes"],
        ["no refund of this kind", "at most {0} refunds of this kind"],
        ["no report by a seller that was upheld", "at most {0} reports by sellers that were upheld"],
    ],
    reports: "A seller may report a buyer who deceives, threatens or insults; the buyer is heard, and the platform decides within {0}. A report that is upheld counts in the buyer's record.",
    no_complaint: "There is no complaint about a seller's negligence; a problem with the goods is reported as a dispute.",
    complaint: "Beside a dispute the buyer may complain of the seller's negligence, in the same time, about: {0}; and may ask for the shipping fee.",
    complaint_answered: "The seller accepts or rejects a complaint within {0}, in two steps: a draft, then its confirmation; after silence the platform decides. A complaint that is rejected is talked over first.",
    complaint_held: "Where the seller was negligent, the seller gives the shipping fee back if it was asked for. Where not, nothing is taken, and the complaint stays visible as dismissed.",
    complaint_costs: "Negligence takes {0} points off the seller's reputation, shown with date, reason and case.",
    declared: ["lost", "damaged"],
    or: " or ",
    compensation: "What a listed carrier declares {0} is made good to the seller within {1} of the declaration, by itself and without a claim.",
    claim: "A seller whose order is shown cancelled or failed though the buyer has it may claim payment within {0} of that status, with the buyer's confirmation; where there is none, the buyer is asked.",
    compensation_taken_back: "If the parcel turns up after all, that payment is taken back.",
    address_is_given: "The seller gives the return address, and the label where it pays for the return, within {0}; otherwise the refund comes without a return.",
    return_is_sent: "The buyer then sends the goods back within {0} with a tracking number; otherwise the dispute is closed without refund.",
    return_travels: "A return that has not arrived after {0} is reviewed; a loss on the way is never the sender's.",
    return_is_inspected: "The seller inspects what came back within {0}; after silence the refund goes out.",
    replacement_is_sent: "A replacement is sent within {0}; otherwise everything is refunded.",
    original_route: "A refund goes back by the original payment method.",
    wallet_route: "What was paid by one of these goes to the buyer's wallet: {0}.",
    substitute_wallet: "If the original method definitely refuses, the refund goes to the wallet.",
    in_proportion: "If several methods paid for the order, each gets its share back in proportion.",
    in_order: "If several methods paid for the order, they get back in this order: {0}.",
    expected: "The refund is expected to be seen {0} after it was sent.",
    expected_method: "By {0}: {1}.",
    with_shipping: "A refund includes the goods' share of shipping.",
    without_shipping: "A refund does not include shipping.",
    limits: "A picture must be smaller than {0}, a video than {1}, a PDF than {2}, a text than {3}.",
    max_files: "Each side may add up to {0} files to a case.",
    good_evidence: "Good evidence is made at once, in good light, from several angles, dated and captioned; an unboxing video helps.",
    weighing: "Weights agree within {0} % or {1} g, whichever is more.",
};

const INDONESIAN: Phrases = Phrases {
    titles: ["Sampai kapan", "Sengketa", "Retur dan penggantian", "Pengembalian dana", "Bukti"],
    units: [["hari", "hari"], ["jam", "jam"], ["hari kerja", "hari kerja"]],
    span: "{0} sampai {1}",
    remedies: [
        "Pengembalian dana",
        "Retur dan pengembalian dana",
        "Penggantian barang",
        "Pengembalian biaya",
        "Penyelesaian lain",
        "Pembayaran kepada penjual",
    ],
    bearers: ["penjual", "platform", "pembeli"],
    at_receipt: "penerimaan barang",
    day_after_shipping: "awal hari ke-{0} setelah pengiriman",
    day_after_estimate: "awal hari ke-{0} setelah perkiraan tiba paling akhir",
    pay_within: "Pesanan yang tidak dibayar dalam {0} kedaluwarsa.",
    ship_within: "Barang yang tidak dikirim dalam {0} setelah pembayaran dibatalkan dan uangnya dikembalikan penuh.",
    buyer_cancels: "Sampai dikirim, pembeli boleh membatalkannya dan menerima kembali semuanya.",
    seller_cancels: "Sampai dikirim, penjual boleh membatalkannya beserta semua isi paket yang sama, dan pembeli menerima kembali semuanya.",
    not_received_opens: "\"Tidak diterima\" dapat dilaporkan mulai {0}.",
    not_received_at_delivery: "Jika kurir menyatakan sudah diantar padahal belum, hal itu dapat langsung dilaporkan.",
    not_received_closes: "Pelaporan dapat dilakukan selama {0} setelah perkiraan tiba paling akhir atau hari ke-{1} setelah pengiriman, mana yang lebih lambat.",
    not_received_stays: "Selama kurir masih memindai paket dalam {0} terakhir, jangka waktu tetap terbuka; setelah itu masih tersisa {1}.",
    longest_transit: "Paket yang belum diantar setelah {0} di perjalanan dikembalikan uangnya tanpa permintaan.",
    received_window: "Masalah pada barang yang diterima dapat dilaporkan mulai {0}, selama {1} setelah penerimaan, dan tidak pernah kurang dari {2} setelah kami mengetahui penerimaan.",
    collect: "Paket yang menunggu harus diambil dalam {0} setelah permintaan kami.",
    lengthen: "Penjual boleh memperpanjang jangka waktu ini sampai {0} seluruhnya, tidak boleh memperpendeknya.",
    released_at_confirmation: "Penjual dibayar ketika pembeli memastikan penerimaan, atau ketika semua jangka waktu berakhir.",
    released_after_windows: "Penjual dibayar ketika semua jangka waktu berakhir dan tidak ada kasus yang terbuka.",
    seller_answers: "Penjual mempunyai {0} untuk menjawab sengketa; jika diam, platform yang memutuskan.",
    carrier_is_asked: "Penjual dapat meminta pengiriman diselidiki; kurir lalu mempunyai {0}, dan waktu kedua pihak berhenti.",
    negotiation: "Kedua pihak dapat berunding selama {0} seluruhnya; masing-masing boleh meneruskan sengketa ke platform lebih cepat.",
    ruling: "Platform memutuskan dalam {0}; tanpa putusan sampai saat itu, tabel yang diumumkan menentukan.",
    appeal: "Pihak yang tidak memperoleh semua permintaannya dapat mengajukan banding sekali dalam {0}, dengan bukti baru; mediator lain yang memutuskan.",
    no_appeal: "Putusan bersifat final.",
    changes: "Permintaan dapat diubah paling banyak {0} kali.",
    accepting_is_final: "Menerima usulan menyelesaikan barang tersebut untuk seterusnya.",
    no_change_of_mind: "Barang yang sesuai tidak dapat diretur karena berubah pikiran.",
    change_of_mind: "Barang yang sesuai dapat diretur karena berubah pikiran; ajukan dalam {0} setelah penerimaan.",
    returnable_unless_said: "Ini berlaku untuk setiap produk yang halamannya tidak menyatakan sebaliknya.",
    returnable_if_said: "Ini berlaku untuk produk yang halamannya menyatakan demikian.",
    return_conditions: "Barang yang diretur harus dalam kondisi ini: {0}.",
    return_confirmed: "Penjual menjawab dalam {0} dan memilih antara pengembalian dana tanpa retur atau retur dan pengembalian dana; diam berarti retur dan pengembalian dana disetujui.",
    return_with_shipping: "Pengembalian dana retur seperti ini mencakup ongkos kirim semula.",
    return_without_shipping: "Pengembalian dana retur seperti ini tidak mencakup ongkos kirim semula.",
    conditions: [
        "seperti saat diterima, tanpa noda, bau, atau kotoran",
        "tidak rusak",
        "dengan semua aksesori, bagian, dan hadiah",
        "sesuai deskripsi",
    ],
    funded: "Jika pengembalian dana diminta karena salah satu alasan ini, platform dapat langsung membayarnya dari dana perlindungan selama dananya tersedia: {0}; untuk pesanan paling banyak {1}. Penjual tetap dibayar. Selain itu sengketa berjalan seperti biasa.",
    funded_buyer: "Untuk itu catatan pembeli sendiri selama {0} terakhir diperhitungkan: {1}.",
    funded_buyer_most: [
        ["tanpa sengketa lain", "paling banyak {0} sengketa lain"],
        ["tanpa pengembalian dana semacam ini", "paling banyak {0} pengembalian dana semacam ini"],
        ["tanpa laporan penjual yang dibenarkan", "paling banyak {0} laporan penjual yang dibenarkan"],
    ],
    reports: "Penjual dapat melaporkan pembeli yang menipu, mengancam, atau menghina; pembeli didengar, dan platform memutuskan dalam {0}. Laporan yang dibenarkan masuk ke catatan pembeli.",
    no_complaint: "Tidak ada pengaduan atas kelalaian penjual; masalah pada barang dilaporkan sebagai sengketa.",
    complaint: "Di samping sengketa, pembeli dapat mengadukan kelalaian penjual dalam jangka waktu yang sama, tentang: {0}; dan dapat meminta ongkos kirim dikembalikan.",
    complaint_answered: "Penjual menerima atau menolak pengaduan dalam {0}, dalam dua langkah: draf, lalu konfirmasi; jika diam, platform yang memutuskan. Pengaduan yang ditolak didiskusikan lebih dahulu.",
    complaint_held: "Jika penjual lalai, ia mengembalikan ongkos kirim bila diminta. Jika tidak, tidak ada yang diambil, dan pengaduan tetap terlihat sebagai ditolak.",
    complaint_costs: "Kelalaian mengurangi {0} poin dari reputasi penjual, ditampilkan dengan tanggal, alasan, dan kasus.",
    declared: ["hilang", "rusak"],
    or: " atau ",
    compensation: "Barang yang oleh kurir terdaftar dinyatakan {0} diganti kepada penjual dalam {1} sejak pernyataan itu, secara otomatis dan tanpa klaim.",
    claim: "Penjual yang pesanannya ditampilkan dibatalkan atau gagal padahal pembeli sudah menerimanya dapat menagih pembayaran dalam {0} sejak status itu, dengan konfirmasi pembeli; jika tidak ada, pembeli ditanya.",
    compensation_taken_back: "Jika paketnya ternyata ditemukan, pembayaran itu ditarik kembali.",
    address_is_given: "Penjual memberikan alamat retur, dan label jika ia menanggung ongkosnya, dalam {0}; jika tidak, uang dikembalikan tanpa retur.",
    return_is_sent: "Pembeli lalu mengirim barang kembali dalam {0} dengan nomor resi; jika tidak, sengketa ditutup tanpa pengembalian dana.",
    return_travels: "Retur yang belum tiba setelah {0} ditinjau; kehilangan di perjalanan tidak pernah ditanggung pengirimnya.",
    return_is_inspected: "Penjual memeriksa barang yang kembali dalam {0}; jika diam, uang dikembalikan.",
    replacement_is_sent: "Barang pengganti dikirim dalam {0}; jika tidak, semuanya dikembalikan uangnya.",
    original_route: "Pengembalian dana dilakukan melalui metode pembayaran semula.",
    wallet_route: "Pembayaran dengan salah satu metode ini dikembalikan ke dompet pembeli: {0}.",
    substitute_wallet: "Jika metode semula menolak secara pasti, dana dikembalikan ke dompet.",
    in_proportion: "Jika pesanan dibayar dengan beberapa metode, masing-masing menerima bagiannya secara proporsional.",
    in_order: "Jika pesanan dibayar dengan beberapa metode, pengembalian mengikuti urutan ini: {0}.",
    expected: "Dana diperkirakan terlihat {0} setelah dikirim.",
    expected_method: "Dengan {0}: {1}.",
    with_shipping: "Pengembalian dana mencakup bagian ongkos kirim barang tersebut.",
    without_shipping: "Pengembalian dana tidak mencakup ongkos kirim.",
    limits: "Foto harus lebih kecil dari {0}, video dari {1}, PDF dari {2}, teks dari {3}.",
    max_files: "Setiap pihak dapat menambahkan sampai {0} berkas pada satu kasus.",
    good_evidence: "Bukti yang baik dibuat segera, cukup terang, dari beberapa sisi, diberi tanggal dan keterangan; video buka paket membantu.",
    weighing: "Berat dianggap cocok dalam {0} % atau {1} g, mana yang lebih besar.",
};
