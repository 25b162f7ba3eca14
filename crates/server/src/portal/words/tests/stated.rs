//! Refusals and notices become whole sentences, with and without their values.
use crate::portal::words::{Format, Told, words};
use api::problem::Problem;
use jiff::tz::TimeZone;
use resolution::money::Minor;
use resolution::refusal::Refusal;

fn format(language: &str) -> Format {
    Format::new(words(language), TimeZone::get("Asia/Jakarta").expect("a zone"))
}

fn refused(language: &str, refusal: &Refusal) -> String {
    let problem = Problem::refused(refusal);
    format(language).refused(&problem.code, problem.from, problem.values.as_ref(), "IDR")
}

#[test]
fn pro_05_a_refusal_says_from_when_it_is_allowed_in_the_readers_zone() {
    let from = "2026-04-16T17:00:00Z".parse().expect("an instant");
    let refusal = Refusal::NotYet { from, rule: "PRO-1".into() };
    assert_eq!(refused("id", &refusal), "Belum waktunya. Ini dapat dilakukan mulai 17 Apr 2026, 00.00 WIB.");
    assert_eq!(format("id").refused("not_yet", None, None, "IDR"), "Ini belum dapat dilakukan.");
    assert!(format("en").rule("PRO-1").is_some());
    assert_eq!(format("en").rule("XXX-1"), None);
}

#[test]
fn a_refusal_carries_its_values_in_the_readers_words() {
    let most = Minor::new(1_500_000).expect("an amount");
    assert_eq!(
        refused("id", &Refusal::AmountTooHigh { most }),
        "Paling banyak Rp\u{a0}15.000 dapat dikembalikan untuk ini."
    );
    assert_eq!(
        refused("id", &Refusal::NotYours { who: "the seller".into() }),
        "Hanya penjual yang dapat melakukan ini."
    );
    let stage = Refusal::WrongStage { stage: "reviewing".into(), turn: "mediator".into() };
    assert!(refused("en", &stage).contains("it is the mediator's turn"));
    let items = vec!["carrier".into(), "number".into()];
    assert!(
        refused("en", &Refusal::Missing { items })
            .starts_with("Still missing: the carrier and the tracking number.")
    );
    assert_eq!(
        refused("en", &Refusal::TooManyChanges { most: 3 }),
        "This was changed 3 times, which is the most. It stands as it is."
    );
    // Words of the core that nobody has translated are not shown raw.
    assert_eq!(refused("id", &Refusal::NotYours { who: "the moon".into() }), "Ini bukan wewenang Anda.");
}

#[test]
fn not_02_a_notice_speaks_to_its_reader_and_names_the_deadline_where_there_is_one() {
    let end = Some("2026-04-16T17:00:00Z".parse().expect("an instant"));
    let told = Told { order: "A-1", end, link: "https://shop.example/x", role: "seller" };
    let (subject, body) = format("en").notice("case_opened", &told);
    assert_eq!(subject, "Please answer: dispute about order A-1");
    assert!(body.contains("until Apr 17, 2026"), "{body}");
    assert!(body.ends_with("https://shop.example/x"), "{body}");
    let (subject, body) = format("en").notice("case_opened", &Told { end: None, role: "buyer", ..told });
    assert_eq!(subject, "Your dispute about order A-1 is open");
    assert!(body.lines().all(|line| line == line.trim_end()), "{body}");
    assert!(!body.contains("Time to answer") && !body.contains("none"), "{body}");
}
