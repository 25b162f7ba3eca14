//! What is counted while a life is played.
use jiff::Timestamp;
use resolution::aggregate::Event;
use resolution::case::Closing;
use resolution::id::CaseNo;
use resolution::order::event::CaseOpened;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Write as _};

/// The counts.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) processes: usize,
    pub(crate) commands: BTreeMap<&'static str, u64>,
    pub(crate) accepted: u64,
    pub(crate) stale: u64,
    pub(crate) refusals: BTreeMap<String, u64>,
    pub(crate) events: BTreeMap<String, u64>,
    pub(crate) stages: BTreeMap<&'static str, u64>,
    pub(crate) records: u64,
    pub(crate) looks: u64,
    pub(crate) carrier_events: u64,
    /// How often something was put back into service.
    pub(crate) put_back: u64,
    pub(crate) cases: BTreeMap<&'static str, u64>,
    /// Cases by the finer reason that their openers named.
    pub(crate) sub_reasons: BTreeMap<String, u64>,
    /// Hours from opening to closing of each case that closed.
    pub(crate) hours: Vec<i64>,
    /// Purchases that were tried.
    pub(crate) purchases: BTreeSet<u32>,
    /// Purchases that the house has acknowledged.
    pub(crate) placed: BTreeSet<u32>,
    /// The answer of this step is lost.
    pub(crate) lose_answer: bool,
    open: HashMap<(u32, CaseNo), Timestamp>,
}

impl Tally {
    /// Counts an event by its word.
    pub(crate) fn event(&mut self, event: &Event) {
        let word = match event {
            Event::Order(event) => name(event),
            Event::Account(event) => name(event),
            Event::Fund(event) => name(event),
        };
        *self.events.entry(word).or_default() += 1;
    }

    /// A case was opened.
    pub(crate) fn opened(&mut self, deal: u32, opened: &CaseOpened, at: Timestamp) {
        self.open.insert((deal, opened.case), at);
        if let Some(named) = &opened.sub_reason {
            *self.sub_reasons.entry(named.clone()).or_default() += 1;
        }
    }

    /// A case ended.
    pub(crate) fn closed(&mut self, deal: u32, case: CaseNo, closing: Closing, at: Timestamp) {
        let word = match closing {
            Closing::Withdrawn => "withdrawn",
            Closing::Refunded => "refunded",
            Closing::Replaced => "replaced",
            Closing::Agreed => "agreed",
            Closing::Dismissed => "dismissed",
            Closing::Lapsed => "lapsed",
            Closing::Upheld => "upheld",
            Closing::Compensated => "compensated",
            Closing::TurnedUp => "turned_up",
            Closing::Cleared => "cleared",
            Closing::ClaimPaid => "claim_paid",
        };
        *self.cases.entry(word).or_default() += 1;
        if let Some(opened) = self.open.remove(&(deal, case)) {
            self.hours.push(at.duration_since(opened).as_hours());
        }
    }

    /// How many cases are open.
    pub(crate) fn still_open(&self) -> usize {
        self.open.len()
    }
}

/// Takes the first word of what is written, in small letters with underscores, and stops.
#[derive(Default)]
struct FirstWord(String);

impl fmt::Write for FirstWord {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for letter in text.chars() {
            if !letter.is_alphanumeric() {
                return Err(fmt::Error);
            }
            if letter.is_uppercase() && !self.0.is_empty() {
                self.0.push('_');
            }
            self.0.extend(letter.to_lowercase());
        }
        Ok(())
    }
}

/// The name of a variant as the wire writes it.
fn name(of: &impl fmt::Debug) -> String {
    let mut word = FirstWord::default();
    // It fails where the first word ends: all that is wanted is there then.
    let _ended = write!(word, "{of:?}");
    word.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::order::event::OrderEvent;

    #[test]
    fn the_name_of_an_event_is_the_word_of_the_wire() {
        assert_eq!(name(&OrderEvent::OrderExpired {}), "order_expired");
        assert_eq!(
            name(&OrderEvent::CaseClosed { case: CaseNo(1), closing: Closing::Agreed }),
            "case_closed"
        );
    }
}
