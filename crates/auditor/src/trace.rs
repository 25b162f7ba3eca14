//! The last records of an aggregate, kept as bytes and put into words only when they are asked for.
use crate::calendar::shown;
use crate::read;
use std::collections::VecDeque;

/// How many records are kept.
const KEPT: usize = 12;
/// Words that say little.
const QUIET: [&str; 1] = ["notice_sent"];

/// The last records of an aggregate.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    bodies: VecDeque<Box<[u8]>>,
}

impl Trace {
    pub(crate) fn push(&mut self, body: &[u8]) {
        if self.bodies.len() == KEPT {
            self.bodies.pop_front();
        }
        self.bodies.push_back(body.into());
    }

    /// Gives the memory back.
    pub(crate) fn clear(&mut self) {
        self.bodies = VecDeque::new();
    }

    /// In words, oldest first.
    pub(crate) fn words(&self) -> Vec<String> {
        self.bodies.iter().map(|body| of(body)).collect()
    }
}

fn of(body: &[u8]) -> String {
    let Ok(record) = read::body(body) else { return String::from_utf8_lossy(body).into_owned() };
    let due = record.due.map(|due| format!(" due {}", shown(due.0))).unwrap_or_default();
    let events = record.events.iter().map(|event| event.get());
    let told = events.filter(|event| !QUIET.iter().any(|quiet| event.contains(quiet)));
    let all: Vec<&str> = told.collect();
    format!("{} {} by {}{due}: {}", record.n, shown(record.at.0), record.by.role, all.join(" "))
}
