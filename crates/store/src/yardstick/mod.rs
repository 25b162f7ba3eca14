//! What the databases underneath can do with simpler designs, on the same disk: what `recourse bench` measures the product
//! against. Nothing of the product uses these tables.
//!
//! | design | a command writes |
//! | --- | --- |
//! | plain | one transaction: the state read and locked, the state (1.5 KB) written, 2 events, 2 ledger entries, random 16-byte keys |
//! | bare | one appended row (its events and postings), one small row an aggregate; many commands a commit |
//! | append | one row of 200 bytes without an index; many rows a commit |
mod postgres;
mod sqlite;

pub use postgres::PostgresYardstick;
pub use sqlite::SqliteYardstick;

/// Bytes of an aggregate's state in the plain design.
const STATE: usize = 1_500;
/// Bytes of an event in the plain design.
const EVENT: usize = 300;
/// Bytes of a command's record in the bare design: about what the product appends.
const RECORD: usize = 500;
/// Bytes of a row of the raw append.
const ROW: usize = 200;

/// A number spread over 16 bytes, as ids are: its neighbours lie anywhere (SplitMix64, twice).
fn spread(number: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&mix(number).to_be_bytes());
    id[8..].copy_from_slice(&mix(number ^ 0x5555_5555_5555_5555).to_be_bytes());
    id
}

fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Which of `aggregates` a command is for.
fn aggregate(command: u64, aggregates: u64) -> u64 {
    mix(command.wrapping_mul(31)) % aggregates.max(1)
}

/// Bytes that do not compress to nothing.
fn filled(length: usize, number: u64) -> Vec<u8> {
    (0_u64..).flat_map(|at| mix(number ^ (at << 40)).to_be_bytes()).take(length).collect()
}
