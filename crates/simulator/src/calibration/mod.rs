//! How large, how long and how often: distributions as a real marketplace had them, as tables of quantiles.
//!
//! A table is sampled by its inverse: a roll from 0 to 999,999 gives the value at that place of the distribution, between
//! two quantiles in proportion. Whole numbers throughout, so that a seed gives the same everywhere.
mod tables;

pub use tables::*;

/// A roll is below this.
pub const ROLLS: u32 = 1_000_000;

/// The places, in thousandths, at which a table has its quantiles.
pub const PLACES: [u32; 15] = [0, 10, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 990, 1000];

/// A distribution by its quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantiles {
    /// What is measured.
    pub name: &'static str,
    /// In which unit.
    pub unit: &'static str,
    /// The values at [`PLACES`], ascending.
    pub values: [i64; 15],
}

impl Quantiles {
    /// The value at a roll below [`ROLLS`]; a higher roll gives the largest.
    #[must_use]
    pub fn at(&self, roll: u32) -> i64 {
        let roll = i64::from(roll.min(ROLLS - 1));
        let steps = PLACES.windows(2).zip(self.values.windows(2));
        for (place, value) in steps {
            let (from, to) = (i64::from(place[0]) * 1000, i64::from(place[1]) * 1000);
            if roll < to {
                let part = i128::from(value[1] - value[0]) * i128::from(roll - from) / i128::from(to - from);
                return value[0] + i64::try_from(part).unwrap_or(0);
            }
        }
        self.values[PLACES.len() - 1]
    }

    /// The value at so many thousandths.
    #[must_use]
    pub fn at_permille(&self, permille: u32) -> i64 {
        self.at(permille.saturating_mul(1000))
    }
}

/// How often each of a few words came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shares {
    /// What is counted.
    pub name: &'static str,
    /// Each word with how many of 10,000 it had, in the order of the words.
    pub of: &'static [(&'static str, u32)],
}

impl Shares {
    /// The word at a roll below [`ROLLS`].
    #[must_use]
    pub fn at(&self, roll: u32) -> &'static str {
        let all: u64 = self.of.iter().map(|(_, share)| u64::from(*share)).sum();
        let mut left = u64::from(roll.min(ROLLS - 1)) * all / u64::from(ROLLS);
        for (word, share) in self.of {
            if left < u64::from(*share) {
                return word;
            }
            left -= u64::from(*share);
        }
        self.of.last().map_or("", |(word, _)| word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: Quantiles = Quantiles {
        name: "a straight line",
        unit: "",
        values: [0, 10, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 950, 990, 1000],
    };

    #[test]
    fn between_two_quantiles_it_goes_in_proportion() {
        for permille in 0..1000 {
            assert_eq!(LINE.at_permille(permille), i64::from(permille));
        }
        assert_eq!(LINE.at(999_999), 999);
        assert_eq!(LINE.at(u32::MAX), 999);
    }

    #[test]
    fn the_quantiles_of_many_samples_are_those_of_the_table() {
        for table in QUANTILES {
            let mut samples: Vec<i64> = (0..ROLLS).step_by(100).map(|roll| table.at(roll)).collect();
            samples.sort_unstable();
            for (place, value) in PLACES.iter().zip(table.values).skip(1).rev().skip(1) {
                let sample = samples[usize::try_from(*place).expect("small") * samples.len() / 1000];
                assert_eq!(sample, value, "{} at {place}", table.name);
            }
        }
    }

    #[test]
    fn shares_are_met_exactly() {
        for table in SHARES {
            let all: u32 = table.of.iter().map(|(_, share)| share).sum();
            let rolls = (0..all).map(|n| u64::from(n) * u64::from(ROLLS) / u64::from(all));
            let words: Vec<&str> = rolls.map(|r| table.at(u32::try_from(r + 1).expect("small"))).collect();
            for (word, share) in table.of {
                let count = words.iter().filter(|w| *w == word).count();
                let off = count.abs_diff(usize::try_from(*share).expect("small"));
                assert!(off <= 2, "{word} of {}: {count} instead of {share}", table.name);
            }
        }
    }

    #[test]
    fn tables_ascend() {
        for table in QUANTILES {
            assert!(table.values.is_sorted(), "{}", table.name);
        }
    }
}
