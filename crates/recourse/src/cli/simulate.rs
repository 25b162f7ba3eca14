//! What `recourse simulate` is asked.
use super::Output;
use clap::{Args, ValueEnum};
use server::Secret;
use simulator::Faults;

/// What is simulated.
#[derive(Args, Clone, Debug)]
pub struct Simulate {
    /// A seed, or the first and the last of several: `7` or `1..20`.
    #[arg(long, value_name = "N|A..B", default_value = "1", value_parser = seeds)]
    pub seed: (u64, u64),
    /// How many purchases each seed has.
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub orders: u32,
    /// Over how many days they are placed.
    #[arg(long, value_name = "D", default_value_t = 90)]
    pub days: u32,
    /// How often things break: none, light or heavy.
    #[arg(long, value_name = "LEVEL", default_value = "light")]
    pub faults: Faults,
    /// Where the engine keeps its data.
    #[arg(long, value_enum, default_value_t = Kept::Memory)]
    pub store: Kept,
    /// An empty PostgreSQL database for `--store postgres`; each seed makes marketplaces of its own in it.
    #[arg(long, value_name = "URL", env = "RECOURSE_SIMULATE_DATABASE", hide_env_values = true)]
    #[arg(required_if_eq("store", "postgres"), value_parser = |url: &str| Ok::<_, String>(Secret::new(url)))]
    pub database: Option<Secret>,
    /// Seeds that are played at the same time; one after the other where they share a database.
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub threads: usize,
    /// How.
    #[command(flatten)]
    pub output: Output,
}

/// Where a simulated engine keeps its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kept {
    /// In memory: nothing waits for a disk, and a seed gives the same result every time.
    Memory,
    /// In SQLite, in a temporary directory.
    Sqlite,
    /// In PostgreSQL.
    Postgres,
}

/// Reads `N` or `A..B`, both ends included.
fn seeds(text: &str) -> Result<(u64, u64), String> {
    let number =
        |text: &str| text.parse::<u64>().map_err(|_| format!("'{text}' is no seed: write 7 or 1..20"));
    match text.split_once("..") {
        None => number(text).map(|seed| (seed, seed)),
        Some((from, to)) => {
            let range = (number(from)?, number(to)?);
            if range.0 <= range.1 { Ok(range) } else { Err("the first seed is above the last".to_owned()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seeds_are_one_or_a_range_with_both_ends() {
        assert_eq!(seeds("7"), Ok((7, 7)));
        assert_eq!(seeds("1..20"), Ok((1, 20)));
        for wrong in ["", "a", "3..1", "1..", "..4", "-1"] {
            assert!(seeds(wrong).is_err(), "{wrong}");
        }
    }
}
