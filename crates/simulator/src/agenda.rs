//! What is to happen, by virtual instant; what was noted first happens first.
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

struct Entry<T> {
    at: Timestamp,
    no: u64,
    task: T,
}

impl<T> PartialEq for Entry<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.at, self.no) == (other.at, other.no)
    }
}

impl<T> Eq for Entry<T> {}

impl<T> PartialOrd for Entry<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Entry<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.no).cmp(&(other.at, other.no))
    }
}

/// The agenda.
pub(crate) struct Agenda<T> {
    heap: BinaryHeap<Reverse<Entry<T>>>,
    count: u64,
}

impl<T> Agenda<T> {
    /// With nothing in it.
    pub(crate) const fn new() -> Self {
        Self { heap: BinaryHeap::new(), count: 0 }
    }

    /// Notes a task.
    pub(crate) fn add(&mut self, at: Timestamp, task: T) {
        self.count += 1;
        self.heap.push(Reverse(Entry { at, no: self.count, task }));
    }

    /// When the next task is due.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.heap.peek().map(|Reverse(entry)| entry.at)
    }

    /// The next task.
    pub(crate) fn peek(&self) -> Option<&T> {
        self.heap.peek().map(|Reverse(entry)| &entry.task)
    }

    /// Takes the next task.
    pub(crate) fn take(&mut self) -> Option<T> {
        self.heap.pop().map(|Reverse(entry)| entry.task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_come_by_instant_and_then_as_they_were_noted() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        let mut agenda = Agenda::new();
        for (second, word) in [(5, "c"), (1, "a"), (5, "d"), (3, "b")] {
            agenda.add(at(second), word);
        }
        assert_eq!(agenda.next(), Some(at(1)));
        let all: Vec<&str> = std::iter::from_fn(|| agenda.take()).collect();
        assert_eq!(all, ["a", "b", "c", "d"]);
    }
}
