//! Chance: one seed, split by purpose and person, so that one more throw in one place changes nothing elsewhere.
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

/// A stream of throws.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The throws of a seed for a purpose and a person (or order, or key) by number.
    #[must_use]
    pub fn of(seed: u64, purpose: &str, who: u64) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_be_bytes());
        hash.update(who.to_be_bytes());
        hash.update(purpose.as_bytes());
        Self(ChaCha8Rng::from_seed(hash.finalize().into()))
    }

    /// The throws of a seed for a purpose and a name.
    #[must_use]
    pub fn named(seed: u64, purpose: &str, name: &str) -> Self {
        let hash: [u8; 32] = Sha256::digest(name.as_bytes()).into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        Self::of(seed, purpose, u64::from_be_bytes([a, b, c, d, e, f, g, h]))
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // The bias of a remainder of 64 bits is nothing that a simulation could see.
        if n == 0 { 0 } else { self.0.next_u64() % n }
    }

    /// An index of a list of `len` entries; 0 where it is empty.
    pub fn index(&mut self, len: usize) -> usize {
        let len = u64::try_from(len).unwrap_or(u64::MAX);
        usize::try_from(self.below(len)).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included; `low` where `high` is below it.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True in so many of a hundred cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a list; nothing where it is empty.
    pub fn any<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        list.get(self.index(list.len()))
    }

    /// One of a list that is never empty.
    ///
    /// # Panics
    /// Where it is.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.index(list.len())]
    }

    /// An index by weight; nothing where all weights are 0.
    pub fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let total: u64 = weights.iter().map(|weight| u64::from(*weight)).sum();
        if total == 0 {
            return None;
        }
        let mut left = self.below(total);
        weights.iter().position(|weight| {
            let weight = u64::from(*weight);
            let hit = left < weight;
            left = left.saturating_sub(weight);
            hit
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_of_purposes_persons_and_seeds_differ_and_repeat() {
        let first = |mut dice: Dice| dice.below(u64::MAX);
        assert_eq!(first(Dice::of(1, "a", 1)), first(Dice::of(1, "a", 1)));
        assert_ne!(first(Dice::of(1, "a", 1)), first(Dice::of(1, "b", 1)));
        assert_ne!(first(Dice::of(1, "a", 1)), first(Dice::of(1, "a", 2)));
        assert_ne!(first(Dice::of(1, "a", 1)), first(Dice::of(2, "a", 1)));
    }

    #[test]
    fn weights_of_zero_are_never_thrown() {
        let mut dice = Dice::of(1, "weights", 0);
        for _ in 0..200 {
            assert!(matches!(dice.weighted(&[0, 3, 0, 1]), Some(1 | 3)));
        }
        assert_eq!(dice.weighted(&[0, 0]), None);
        assert_eq!(dice.weighted(&[]), None);
    }

    #[test]
    fn ranges_are_reached_at_both_ends() {
        let mut dice = Dice::of(1, "range", 0);
        let all: std::collections::BTreeSet<i64> = (0..500).map(|_| dice.between(-2, 2)).collect();
        assert_eq!(all.into_iter().collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
    }
}
