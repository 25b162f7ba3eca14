//! Formats are those of the locale.
use crate::portal::words::{Format, words};
use jiff::Timestamp;
use jiff::tz::TimeZone;

#[test]
fn look() {
    for lang in ["en", "id"] {
        let f = Format::new(words(lang), TimeZone::get("Asia/Jakarta").unwrap());
        for c in ["USD", "EUR", "IDR", "JPY", "BRL", "KWD", "KRW", "CNY", "IQD", "CLF", "HUF"] {
            for amount in [0, 5, 1_500_000, 123_450, -123_450, 1_000_000_000_000_000] {
                println!(
                    "{lang} {c} {:?} {:?}",
                    f.money(&api::Money { amount, currency: c.into() }),
                    f.amount_input(&api::Money { amount, currency: c.into() })
                );
            }
        }
        let at: Timestamp = "2026-04-16T17:00:00Z".parse().unwrap();
        println!("{} | {} | {}", f.date(at), f.date_time(at), f.left(3 * 86400 + 4 * 3600 + 5));
        for z in [
            "America/Los_Angeles",
            "America/Sao_Paulo",
            "UTC",
            "Asia/Jakarta",
            "Asia/Makassar",
            "Europe/Berlin",
            "Asia/Seoul",
        ] {
            println!("{}", f.date_time_in(at, &TimeZone::get(z).unwrap()));
        }
        println!(
            "{} {} {} {}",
            f.number(1234567),
            f.size(2_000_000),
            f.size(1_950_000),
            f.list(&["a".into(), "b".into(), "c".into()])
        );
        let money = api::Money { amount: 123_450, currency: "IDR".into() };
        for (name, g) in [
            ("money", &(|| f.money(&money)) as &dyn Fn() -> String),
            ("dt", &|| f.date_time(at)),
            ("date", &|| f.date(at)),
            ("left", &|| f.left(300_000)),
            ("list", &|| f.list(&["a".into(), "b".into()])),
        ] {
            let t = std::time::Instant::now();
            for _ in 0..1000 {
                std::hint::black_box(g());
            }
            println!("{name} {:?}", t.elapsed() / 1000);
        }
    }
}
