//! Dice that fall the same for the same seed (SplitMix64): what is made up comes from here and from nowhere else.

/// Repeatable dice.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The same seed gives the same throws. Dice of their own for one order, so that a change of one story leaves the others as they were.
    pub fn of(seed: u64, number: u64) -> Self {
        let mut dice = Self(seed ^ number.wrapping_mul(0xA076_1D64_78BD_642F));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 where `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// A number from `from` to `to`, both included.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let span = usize::try_from(to.saturating_sub(from).saturating_add(1)).unwrap_or(1);
        from.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// True in `wins` of `of` throws.
    pub fn chance(&mut self, wins: usize, of: usize) -> bool {
        self.below(of) < wins
    }

    /// One of some; there is at least one.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_and_every_face_falls() {
        let (mut one, mut two, mut other) = (Dice::of(7, 1), Dice::of(7, 1), Dice::of(7, 2));
        let throws: Vec<usize> = (0..200).map(|_| one.below(6)).collect();
        assert_eq!(throws, (0..200).map(|_| two.below(6)).collect::<Vec<_>>());
        assert_ne!(throws, (0..200).map(|_| other.below(6)).collect::<Vec<_>>());
        assert!((0..6).all(|face| throws.contains(&face)));
        assert!((0..200).all(|_| (3..=5).contains(&one.between(3, 5))));
    }
}
