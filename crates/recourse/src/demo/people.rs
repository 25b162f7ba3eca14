//! The people of the demo. All of them are made up.

/// Who buys.
#[derive(Clone, Copy, Debug)]
pub struct Buyer {
    /// The marketplace's own id.
    pub id: &'static str,
    /// Name as the person writes it.
    pub name: &'static str,
    /// Language of mails and pages.
    pub language: &'static str,
    /// Street.
    pub street: &'static str,
    /// Postal code and town.
    pub town: &'static str,
}

/// Who sells, in one currency.
#[derive(Clone, Copy, Debug)]
pub struct Seller {
    /// The marketplace's own id.
    pub id: &'static str,
    /// The shop's name.
    pub name: &'static str,
    /// Language of mails and pages.
    pub language: &'static str,
    /// Currency of its prices.
    pub currency: &'static str,
    /// Where returns go.
    pub address: &'static str,
    /// The carrier it ships with.
    pub carrier: &'static str,
    /// What it sells.
    pub goods: &'static [Good],
}

/// What is sold.
#[derive(Clone, Copy, Debug)]
pub struct Good {
    /// Stock word.
    pub sku: &'static str,
    /// Title of the listing.
    pub title: &'static str,
    /// What its picture shows.
    pub shape: Shape,
    /// Price of one, in minor units.
    pub price: i64,
    /// Shipping of one, in minor units.
    pub shipping: i64,
    /// Weight of one, in grams.
    pub grams: u32,
}

/// What a thing looks like from afar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A lamp with a shade.
    Lamp,
    /// A shirt.
    Shirt,
    /// A cup or bowl.
    Cup,
    /// A bag of something.
    Bag,
    /// A flat book or print.
    Book,
    /// Headphones or another device.
    Device,
    /// A bottle.
    Bottle,
    /// A tent or another piece of gear.
    Tent,
}

const fn good(
    sku: &'static str,
    title: &'static str,
    shape: Shape,
    price: i64,
    shipping: i64,
    grams: u32,
) -> Good {
    Good { sku, title, shape, price, shipping, grams }
}

const fn buyer(
    id: &'static str,
    name: &'static str,
    language: &'static str,
    street: &'static str,
    town: &'static str,
) -> Buyer {
    Buyer { id, name, language, street, town }
}

/// The buyers; the first is the featured one.
pub const BUYERS: &[Buyer] = &[
    buyer("ana", "Ana Pereira", "en", "Rua das Flores 14", "4050-262 Porto"),
    buyer("budi", "Budi Santoso", "id", "Jl. Braga 27", "40111 Bandung"),
    buyer("citra", "Citra Lestari", "id", "Jl. Kaliurang 8", "55281 Yogyakarta"),
    buyer("dewi", "Dewi Anggraini", "id", "Jl. Diponegoro 61", "60264 Surabaya"),
    buyer("eko", "Eko Prasetyo", "id", "Jl. Pemuda 102", "50132 Semarang"),
    buyer("sari", "Sari Wulandari", "id", "Jl. Sudirman 5", "10220 Jakarta"),
    buyer("wayan", "I Wayan Suardana", "id", "Jl. Raya Ubud 33", "80571 Gianyar"),
    buyer("putri", "Putri Maharani", "id", "Jl. Merdeka 19", "20151 Medan"),
    buyer("rizky", "Rizky Ramadhan", "id", "Jl. Ahmad Yani 44", "90174 Makassar"),
    buyer("marie", "Marie Lefèvre", "en", "Rue Oberkampf 88", "75011 Paris"),
    buyer("tomas", "Tomás Novák", "en", "Vinohradská 31", "120 00 Praha"),
    buyer("lena", "Lena Hoffmann", "en", "Kastanienallee 7", "10435 Berlin"),
    buyer("giulia", "Giulia Conti", "en", "Via dei Serpenti 20", "00184 Roma"),
    buyer("pieter", "Pieter de Vries", "en", "Prinsengracht 211", "1015 DT Amsterdam"),
    buyer("sofia", "Sofía Morales", "en", "Calle de Atocha 40", "28012 Madrid"),
    buyer("aoife", "Aoife Byrne", "en", "Capel Street 12", "D01 X2P4 Dublin"),
    buyer("mateusz", "Mateusz Zieliński", "en", "ul. Nowolipki 9", "00-151 Warszawa"),
    buyer("noah", "Noah Williams", "en", "418 Maple Street", "97205 Portland"),
    buyer("grace", "Grace Okafor", "en", "2207 Peachtree Road", "30309 Atlanta"),
    buyer("daniel", "Daniel Rivera", "en", "95 Bedford Avenue", "11211 New York"),
    buyer("joao", "João Carvalho", "en", "Rua Augusta 1203", "01305-100 São Paulo"),
    buyer("luiza", "Luiza Barros", "en", "Av. Boa Viagem 77", "51011-000 Recife"),
    buyer("kenji", "Kenji Tanaka", "en", "Nakameguro 2-9-1", "153-0061 Tokyo"),
    buyer("yuki", "Yuki Mori", "en", "Kitano-cho 3-4", "650-0002 Kobe"),
    buyer("minseo", "Kim Min-seo", "en", "Yeonnam-ro 12", "03985 Seoul"),
    buyer("jihun", "Park Ji-hun", "en", "Haeundae-ro 570", "48094 Busan"),
    buyer("leila", "Leila Al-Sabah", "en", "Salem Al Mubarak Street 5", "22002 Salmiya"),
    buyer("priya", "Priya Nair", "en", "Marine Drive 41", "682031 Kochi"),
];

/// The sellers; the first is the featured one.
pub const SELLERS: &[Seller] = &[
    Seller {
        id: "lumen-lamps",
        name: "Lumen Lamps",
        language: "en",
        currency: "EUR",
        address: "Lumen Lamps, Lagerhaus 3, Speicherstraße 12, 20457 Hamburg",
        carrier: "dhl",
        goods: &[
            good("LL-ARC", "Ceramic table lamp “Arc”, sand", Shape::Lamp, 6_900, 590, 1_450),
            good("LL-DUNE", "Paper floor lamp “Dune”, 140 cm", Shape::Lamp, 8_450, 990, 2_100),
            good("LL-PICO", "Clip-on reading lamp “Pico”", Shape::Lamp, 2_490, 390, 320),
            good("LL-ORB", "Glass pendant light “Orb”, smoked", Shape::Lamp, 12_900, 890, 1_900),
        ],
    },
    Seller {
        id: "batik-kirana",
        name: "Batik Kirana",
        language: "id",
        currency: "IDR",
        address: "Batik Kirana, Jl. Tirtodipuran 52, 55143 Yogyakarta",
        carrier: "jne",
        goods: &[
            good("BK-PARANG", "Kemeja batik tulis “Parang”, katun", Shape::Shirt, 38_900_000, 1_800_000, 280),
            good("BK-MEGA", "Blus batik cap “Megamendung”", Shape::Shirt, 26_500_000, 1_800_000, 220),
            good(
                "BK-SELENDANG",
                "Selendang sutra batik Pekalongan",
                Shape::Shirt,
                45_900_000,
                1_500_000,
                150,
            ),
        ],
    },
    Seller {
        id: "kopi-nusantara",
        name: "Kopi Nusantara",
        language: "id",
        currency: "IDR",
        address: "Kopi Nusantara, Jl. Gajah Mada 9, 80112 Denpasar",
        carrier: "sicepat",
        goods: &[
            good("KN-KINTAMANI", "Kopi Kintamani biji utuh 500 g", Shape::Bag, 12_800_000, 1_400_000, 500),
            good("KN-GAYO", "Kopi Gayo bubuk 250 g, isi 2", Shape::Bag, 14_200_000, 1_400_000, 500),
            good("KN-DRIP", "Set kopi saring keramik", Shape::Cup, 21_500_000, 2_200_000, 900),
        ],
    },
    Seller {
        id: "kiyomizu-kiln",
        name: "Kiyomizu Kiln",
        language: "en",
        currency: "JPY",
        address: "Kiyomizu Kiln, Gojozaka 4-512, 605-0846 Kyoto",
        carrier: "yamato",
        goods: &[
            good("KK-MATCHA", "Hand-thrown matcha bowl, celadon", Shape::Cup, 8_800, 900, 520),
            good("KK-YUNOMI", "Yunomi tea cups, pair", Shape::Cup, 5_400, 900, 480),
            good("KK-SAKE", "Sake flask, iron glaze", Shape::Bottle, 6_200, 900, 610),
        ],
    },
    Seller {
        id: "hanji-house",
        name: "Hanji House",
        language: "en",
        currency: "KRW",
        address: "Hanji House, Insadong-gil 30, 03162 Seoul",
        carrier: "koreapost",
        goods: &[
            good("HH-NOTE", "Hanji paper notebook, stitched", Shape::Book, 18_500, 3_000, 310),
            good("HH-LANTERN", "Hanji paper lantern kit", Shape::Lamp, 32_000, 3_500, 450),
            good("HH-PRINT", "Woodblock print “Tiger”, A3", Shape::Book, 45_000, 3_500, 240),
        ],
    },
    Seller {
        id: "feira-do-sol",
        name: "Feira do Sol",
        language: "en",
        currency: "BRL",
        address: "Feira do Sol, Rua do Bom Jesus 183, 50030-170 Recife",
        carrier: "correios",
        goods: &[
            good("FS-REDE", "Woven cotton hammock, natural", Shape::Tent, 21_900, 2_890, 1_700),
            good("FS-RENDA", "Lace blouse, off-white", Shape::Shirt, 15_900, 1_990, 230),
            good("FS-CAFE", "Cerrado coffee beans, 1 kg", Shape::Bag, 8_990, 1_590, 1_000),
        ],
    },
    Seller {
        id: "brooklyn-audio",
        name: "Brooklyn Audio",
        language: "en",
        currency: "USD",
        address: "Brooklyn Audio, 61 Greenpoint Avenue, Brooklyn, NY 11222",
        carrier: "ups",
        goods: &[
            good("BA-H1", "Wireless headphones H1, black", Shape::Device, 14_900, 795, 540),
            good("BA-BUDS", "Earbuds “Stoop”, sage", Shape::Device, 7_900, 495, 120),
            good("BA-TURN", "Turntable belt and stylus set", Shape::Device, 3_450, 495, 90),
        ],
    },
    Seller {
        id: "peak-outfitters",
        name: "Peak Outfitters",
        language: "en",
        currency: "USD",
        address: "Peak Outfitters, 1550 Larimer Street, Denver, CO 80202",
        carrier: "fedex",
        goods: &[
            good("PO-TENT2", "Two-person tent “Larch”", Shape::Tent, 18_900, 1_295, 2_300),
            good("PO-FLASK", "Steel flask, 750 ml", Shape::Bottle, 2_900, 595, 380),
            good("PO-SHELL", "Rain shell, moss, size M", Shape::Shirt, 11_900, 795, 410),
        ],
    },
    Seller {
        id: "dar-al-oud",
        name: "Dar Al Oud",
        language: "en",
        currency: "KWD",
        address: "Dar Al Oud, Souk Al-Mubarakiya 17, 15000 Kuwait City",
        carrier: "aramex",
        goods: &[
            good("DO-AMBER", "Amber and oud perfume oil, 12 ml", Shape::Bottle, 14_500, 1_250, 140),
            good("DO-BURNER", "Brass incense burner", Shape::Cup, 9_750, 1_500, 780),
        ],
    },
    Seller {
        id: "petit-atelier",
        name: "Petit Atelier",
        language: "en",
        currency: "EUR",
        address: "Petit Atelier, 6 rue des Gravilliers, 75003 Paris",
        carrier: "laposte",
        goods: &[
            good("PA-TOTE", "Leather tote “Marais”, cognac", Shape::Bag, 15_900, 690, 850),
            good("PA-CARNET", "Bound sketchbook, 200 pages", Shape::Book, 2_850, 450, 600),
            good("PA-SCARF", "Wool scarf, storm grey", Shape::Shirt, 5_900, 450, 190),
        ],
    },
];

/// The featured mediator.
pub const MEDIATOR: &str = "maya";

/// The mediators with their names.
pub const MEDIATORS: &[(&str, &str, &str)] =
    &[("maya", "Maya Siregar", "en"), ("oskar", "Oskar Lind", "en"), ("ratna", "Ratna Kusuma", "id")];

/// A seller by id; the featured one where there is none.
pub fn seller(id: &str) -> &'static Seller {
    SELLERS.iter().find(|seller| seller.id == id).unwrap_or(&SELLERS[0])
}

/// A buyer by id; the featured one where there is none.
pub fn buyer_of(id: &str) -> &'static Buyer {
    BUYERS.iter().find(|buyer| buyer.id == id).unwrap_or(&BUYERS[0])
}

/// The buyers whom a seller's currency suits, as goods travel.
pub fn buyers_near(currency: &str) -> &'static [Buyer] {
    match currency {
        "IDR" => &BUYERS[1..9],
        "USD" => &BUYERS[17..20],
        "BRL" => &BUYERS[20..22],
        "JPY" => &BUYERS[22..24],
        "KRW" => &BUYERS[24..26],
        "KWD" => &BUYERS[26..28],
        _ => &BUYERS[9..17],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_their_own_and_every_seller_has_buyers() {
        let ids: BTreeSet<_> = BUYERS.iter().map(|b| b.id).chain(SELLERS.iter().map(|s| s.id)).collect();
        assert_eq!(ids.len(), BUYERS.len() + SELLERS.len());
        let skus: BTreeSet<_> = SELLERS.iter().flat_map(|s| s.goods).map(|good| good.sku).collect();
        assert_eq!(skus.len(), SELLERS.iter().map(|s| s.goods.len()).sum::<usize>());
        assert!(SELLERS.iter().all(|s| !buyers_near(s.currency).is_empty() && seller(s.id).id == s.id));
        assert!(BUYERS.iter().all(|b| buyer_of(b.id).id == b.id));
    }
}
