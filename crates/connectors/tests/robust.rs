//! Whatever the bytes: an answer or an error, never a panic, and the same one twice.
use connectors::easypost::verify_webhook;
use connectors::tracking::{Slashes, When, carrier_slug, grams, read, rows, table};
use proptest::prelude::*;
use std::slice::from_ref;

const SEEDS: &[&[u8]] = &[
    include_bytes!("fixtures/easypost_webhook.json"),
    include_bytes!("fixtures/sf_express.json"),
    include_bytes!("fixtures/dpd.xml"),
    include_bytes!("fixtures/unauthorized.html"),
    include_bytes!("fixtures/easypost_vectors.tsv"),
];

fn exercise(bytes: &[u8]) -> String {
    match read("dpd", bytes) {
        Ok(payload) => table(&rows(&payload)),
        Err(error) => error.to_string(),
    }
}

/// Cuts, doubles and overwrites pieces of a seed.
fn mutate(seed: &[u8], edits: &[(u8, u16, u16, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for (kind, at, length, put) in edits {
        let start = usize::from(*at) % (bytes.len() + 1);
        let end = (start + usize::from(*length) % 200).min(bytes.len());
        match kind % 3 {
            0 => drop(bytes.drain(start..end)),
            1 => drop(bytes.splice(start..end, put.iter().copied())),
            _ => {
                let piece = bytes[start..end].to_vec();
                drop(bytes.splice(start..start, piece));
            }
        }
    }
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), lead in "[{<\\[ ]?") {
        let bytes = [lead.as_bytes(), &bytes].concat();
        prop_assert_eq!(exercise(&bytes), exercise(&bytes));
    }

    #[test]
    fn mutated_payloads_never_panic(
        seed in 0..SEEDS.len(),
        edits in prop::collection::vec((any::<u8>(), any::<u16>(), any::<u16>(), prop::collection::vec(any::<u8>(), 0..8)), 1..6),
    ) {
        let bytes = mutate(SEEDS[seed], &edits);
        prop_assert_eq!(exercise(&bytes), exercise(&bytes));
    }

    #[test]
    fn small_readers_never_panic(text in "\\PC{0,80}", digits in "[0-9+:/. TZAPM-]{0,40}") {
        for raw in [&text, &digits] {
            for slashes in [Slashes::Unknown, Slashes::MonthFirst, Slashes::DayFirst] {
                let when = When::read(raw, slashes).in_zone(raw);
                let _ = when.resolve(&jiff::tz::TimeZone::UTC);
            }
            let _ = (grams(raw, "kg"), grams("1", raw), carrier_slug(raw));
            let _ = connectors::tracking::words::classify(raw, from_ref(raw), from_ref(raw));
            prop_assert!(verify_webhook(raw, raw.as_bytes(), Some(raw)).is_err());
        }
    }
}
