//! What is noted of a buyer: disputes, refunds of the fund, reports with their one clock, and what orders are told of it.
use crate::account::Around;
use crate::broken::{Held, ensure, fail};
use crate::observe::Nanos;
use crate::read::{AccountStage, Counts, NoteTaken, ReportClosed, ReportOpened, StandingTold};

/// A buyer's record, as the auditor keeps it.
#[derive(Debug, Default)]
pub(crate) struct BuyerRecord {
    /// What, on which day, and of which case of which order.
    notes: Vec<(Noted, String, (String, u16))>,
    reports: Vec<Report>,
    /// The order and case that asked last.
    asked: Option<(String, u16)>,
    /// The order whose seller reported last.
    reported: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noted {
    Dispute,
    Funded,
    Report,
}

#[derive(Debug, Default)]
struct Report {
    end: Option<Nanos>,
    closed: bool,
}

impl BuyerRecord {
    /// The next end of a report that is open.
    pub(crate) fn due(&self) -> Option<Nanos> {
        self.reports.iter().filter(|report| !report.closed).filter_map(|report| report.end).min()
    }

    /// An order's message.
    pub(crate) fn noted(&mut self, fact: &NoteTaken) {
        let from = fact.from.as_object().and_then(|of| of.values().next()).and_then(|v| v.as_str());
        let asker = (from.unwrap_or_default().to_owned(), fact.news.case.unwrap_or_default());
        let what = match fact.news.news.as_str() {
            "dispute_filed" => Noted::Dispute,
            "funded" => Noted::Funded,
            "standing_asked" => return self.asked = Some(asker),
            _ => return self.reported = Some(asker.0),
        };
        self.notes.push((what, fact.on.clone(), asker));
    }

    /// Told to who asked, and as it is noted: the case that asks is not counted.
    pub(crate) fn tells(&mut self, fact: &StandingTold) -> Held {
        let asker = (fact.order.clone(), fact.case);
        let asked = self.asked.take();
        ensure!(asked.as_ref() == Some(&asker), MessageOnce, ("told to who asked: {asked:?}"), ("{fact:?}"));
        let count = |what: Noted| {
            let of = |(is, on, case): &&(Noted, String, (String, u16))| {
                *is == what && on.as_str() >= fact.since.as_str() && *case != asker
            };
            u32::try_from(self.notes.iter().filter(of).count()).unwrap_or(u32::MAX)
        };
        let counts = Counts {
            disputes: count(Noted::Dispute),
            funded: count(Noted::Funded),
            reports: count(Noted::Report),
        };
        ensure!(fact.counts == counts, Reputation, ("{counts:?} since {}", fact.since), ("{fact:?}"));
        Ok(())
    }

    /// A report begins as an order said.
    pub(crate) fn reported(&mut self, fact: &ReportOpened) -> Held {
        let said = self.reported.take();
        let right = usize::from(fact.case) == self.reports.len() && said.as_ref() == Some(&fact.order);
        ensure!(right, MessageOnce, ("report {} of {said:?}", self.reports.len()), ("{fact:?}"));
        self.reports.push(Report::default());
        Ok(())
    }

    /// Its one stage has a clock; the last has none.
    pub(crate) fn stage(&mut self, fact: &AccountStage, around: Around<'_>) -> Held {
        let Some(found) = self.reports.get_mut(usize::from(fact.case)).filter(|report| !report.closed) else {
            fail!(StageClock, ("a report that is open"), ("{fact:?}"));
        };
        let right = match fact.stage.as_str() {
            "reviewing" => found.end.is_none() && fact.end.is_some(),
            "closed" => fact.end.is_none() && around.due.is_none_or(|due| found.end == Some(due)),
            _ => false,
        };
        ensure!(right, StageClock, ("a report ends at {:?}", found.end), ("{fact:?} due {:?}", around.due));
        found.end = fact.end.as_ref().map(|end| end.0).or(found.end);
        Ok(())
    }

    /// Upheld by a person, or not; by itself only not.
    pub(crate) fn closed(&mut self, fact: &ReportClosed, around: Around<'_>) -> Held {
        let Some(found) = self.reports.get_mut(usize::from(fact.case)).filter(|report| !report.closed) else {
            fail!(OneEffect, ("a report that is open"), ("{fact:?}"));
        };
        let upheld = fact.closing == "upheld";
        ensure!(
            if upheld { around.role == "mediator" } else { fact.closing == "not_upheld" },
            Rights,
            ("upheld by a mediator, or not upheld"),
            ("{fact:?} by {}", around.role)
        );
        found.closed = true;
        if upheld {
            self.notes.push((Noted::Report, fact.on.clone(), (String::new(), fact.case)));
        }
        Ok(())
    }
}
