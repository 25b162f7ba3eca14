//! A histogram of atomics: counting costs two additions, and nobody waits for anybody.
use std::sync::atomic::{AtomicU64, Ordering};

/// Whole numbers by size. What they are (microseconds, commands) is the owner's to say.
#[derive(Debug)]
pub struct Histogram {
    bounds: &'static [u64],
    /// One for each bound, and a last one for what is larger than all.
    classes: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram had counted at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// For each bound, how many were not above it: never less than at the bound before.
    pub up_to: Vec<(u64, u64)>,
    /// How many in all.
    pub count: u64,
    /// Their sum.
    pub sum: u64,
}

impl Histogram {
    /// An empty one; `bounds` ascend, each the largest number of its class.
    #[must_use]
    pub fn new(bounds: &'static [u64]) -> Self {
        let classes = (0..=bounds.len()).map(|_| AtomicU64::new(0)).collect();
        Self { bounds, classes, sum: AtomicU64::new(0) }
    }

    /// Counts a number.
    pub fn count(&self, number: u64) {
        let class = self.bounds.partition_point(|bound| *bound < number);
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        self.sum.fetch_add(number, Ordering::Relaxed);
    }

    /// What it has counted. Numbers that come in meanwhile are in some of its parts and not in others, never lost.
    #[must_use]
    pub fn counted(&self) -> Counted {
        let mut count = 0;
        let mut up_to = Vec::with_capacity(self.bounds.len());
        let mut classes = self.classes.iter().map(|class| class.load(Ordering::Relaxed));
        for (bound, class) in self.bounds.iter().zip(&mut classes) {
            count += class;
            up_to.push((*bound, count));
        }
        count += classes.sum::<u64>();
        Counted { up_to, count, sum: self.sum.load(Ordering::Relaxed) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_at_its_bound_and_at_all_above() {
        let histogram = Histogram::new(&[1, 10]);
        for number in [0, 1, 2, 10, 11] {
            histogram.count(number);
        }
        let counted = histogram.counted();
        assert_eq!(counted, Counted { up_to: vec![(1, 2), (10, 4)], count: 5, sum: 24 });
    }
}
