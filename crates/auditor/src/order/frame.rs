//! What stands around a fact: the record's instant, who acted, the policy and calendar that govern the order.
use super::Order;
use crate::broken::{Held, ensure};
use crate::calendar::{Calendar, shown};
use crate::observe::Nanos;
use crate::policy::Policy;
use crate::read::Message;

/// The record around a fact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame<'a> {
    pub(crate) at: Nanos,
    /// The due instant, where a deadline was applied.
    pub(crate) due: Option<Nanos>,
    pub(crate) role: &'a str,
    pub(crate) id: &'a str,
    pub(crate) policy: &'a Policy,
    pub(crate) calendar: &'a Calendar,
    /// The words of all facts of the record.
    pub(crate) words: &'a [&'a str],
}

/// What a fact of an order tells others.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Messages to accounts.
    pub(crate) messages: Vec<Message>,
    /// Scans that are in the record now: carrier, number, instant, word.
    pub(crate) scans: Vec<(String, String, Nanos, String)>,
    /// A leg to a wallet was confirmed: the message that carried it.
    pub(crate) wallet_confirmed: Option<u32>,
    /// Legs of refunds were promised or moved.
    pub(crate) money_moved: bool,
    /// What it said to the protection fund or heard of it, by case.
    pub(crate) fund: Vec<(u16, crate::fund::Word)>,
    /// A parcel was declared: carrier and number.
    pub(crate) declared: Option<(String, String)>,
}

impl Frame<'_> {
    /// Whether a deadline made this record.
    pub(crate) fn is_clock(&self) -> bool {
        self.role == "clock"
    }

    /// The instant as of which windows and holds count: the due instant of a deadline, else the record's.
    pub(crate) fn as_of(&self) -> Nanos {
        self.due.unwrap_or(self.at)
    }
}

impl Order {
    /// Before a record is taken: every deadline that was due has been applied, and this one is the first of them.
    pub(crate) fn before(&mut self, frame: &Frame<'_>) -> Held {
        for case in &mut self.cases {
            case.going = None;
        }
        if frame.words.first() == Some(&"order_placed") {
            // It arrived late: nothing could be due on an order that was not there.
            return Ok(());
        }
        let earliest = self.dues(frame.policy).into_iter().min();
        match (frame.due, earliest) {
            (None, Some((due, what))) => ensure!(
                due > frame.at,
                Lateness,
                ("{what:?}, due {}, is applied before anything that is recorded later", shown(due)),
                ("{} acts at {}", frame.role, shown(frame.at))
            ),
            (Some(applied), Some((due, what))) => ensure!(
                due >= applied,
                Lateness,
                ("deadlines in the order of their due instants: first {what:?} at {}", shown(due)),
                ("one due {} before it", shown(applied))
            ),
            _ => {}
        }
        ensure!(
            frame.is_clock() == frame.due.is_some() && frame.due.is_none_or(|due| due <= frame.at),
            Lateness,
            ("a deadline names its due instant, which is not after its recording, and nothing else does"),
            ("{} at {} with due {:?}", frame.role, shown(frame.at), frame.due.map(shown))
        );
        self.note_end(frame);
        Ok(())
    }

    /// Notes where the ends of stages lead, where this record is such an end. Several may be due at one instant; each then
    /// has a record of its own.
    fn note_end(&mut self, frame: &Frame<'_>) {
        let Some(due) = frame.due else { return };
        for case in self.cases.iter_mut().filter(|case| case.due() == Some(due)) {
            case.going = case.stage.as_ref().map(|stage| stage.on_end.clone());
        }
    }
}
