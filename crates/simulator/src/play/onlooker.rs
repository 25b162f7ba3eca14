//! The onlooker: gives the auditor every committed record, every answer and every movement of money, as it appears.
use super::{Broken, Run};
use crate::world::gateway::{Effect, Moved, Request as Asked};
use auditor::Auditor;
use auditor::{self as seen, Observation};
use engine::CarrierEvent;
use engine::ports::StoredRecord;
use engine::record::Record;
use jiff::Timestamp;
use std::collections::HashSet;
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Records read at once.
const PAGE: u32 = 512;

/// The auditor, and how far it has read.
pub(super) struct Onlooker {
    pub(super) auditor: Auditor,
    pub(super) position: u64,
    /// What clients and carriers were told in this step: given after the records that it speaks of.
    pub(super) told: Vec<Observation<'static>>,
    /// Scans that were acknowledged in this step: given before the records that they lead to.
    pub(super) scanned: Vec<Observation<'static>>,
    /// Scans that the auditor was told of: what a carrier repeats is one scan.
    heard: HashSet<u64>,
}

/// An instant as the auditor counts.
pub(super) fn nanos(at: Timestamp) -> i128 {
    at.as_nanosecond()
}

impl Onlooker {
    /// An auditor who knows nothing of what stands up to a position of the feed.
    pub(super) fn after(position: u64) -> Self {
        Self {
            auditor: Auditor::new(),
            position,
            told: Vec::new(),
            scanned: Vec::new(),
            heard: HashSet::new(),
        }
    }

    /// The auditor reads a policy itself.
    pub(super) fn policy(&mut self, hash: &str, text: &str) -> Result<(), Box<dyn Error>> {
        self.auditor.policy(hash, text).map_err(|error| error.to_string())?;
        Ok(())
    }
}

impl Run<'_> {
    /// Tells the auditor something.
    pub(super) fn observes(&mut self, observation: &Observation<'_>) -> Result<(), Box<Broken>> {
        match self.onlooker.auditor.observe(observation) {
            Ok(()) => Ok(()),
            Err(violation) => Err(self.broken(violation.to_string())),
        }
    }

    /// After a step: the money that moved, every new record, and whether all is quiet.
    pub(super) async fn watches(&mut self) -> Result<(), Box<Broken>> {
        for moved in self.town.noted() {
            let note = self.plainly(&moved);
            self.observes(&Observation::Gateway(note))?;
        }
        for scanned in std::mem::take(&mut self.onlooker.scanned) {
            self.observes(&scanned)?;
        }
        loop {
            let page = self.house.store().feed(None, self.onlooker.position, PAGE).await;
            let page = page.map_err(|error| self.broken_by(&error))?;
            self.onlooker.position = page.next;
            for stored in &page.records {
                self.reads(stored)?;
            }
            if !page.more {
                break;
            }
        }
        for told in std::mem::take(&mut self.onlooker.told) {
            self.observes(&told)?;
        }
        if self.undisturbed {
            let at = nanos(self.now());
            self.observes(&Observation::Quiet { at })?;
        }
        Ok(())
    }

    fn reads(&mut self, stored: &StoredRecord) -> Result<(), Box<Broken>> {
        let Some(market) = self.markets.iter().position(|market| market.id == stored.marketplace) else {
            // Another life in the same database.
            return Ok(());
        };
        let (name, aggregate) = (self.markets[market].name.clone(), stored.id.to_string());
        self.observes(&Observation::Record(seen::Record {
            position: stored.position,
            marketplace: &name,
            aggregate: &aggregate,
            previous: None,
            hash: stored.hash,
            body: &stored.body,
        }))?;
        let record = Record::decode(stored.id, &stored.body).map_err(|error| self.broken_by(&error))?;
        self.hears(market, &record);
        Ok(())
    }

    /// A carrier tells an event, and does so until it is acknowledged.
    pub(super) fn acknowledged(&mut self, event: &CarrierEvent) {
        let marketplace = event.marketplace.to_string();
        for scan in &event.scans {
            let mut hasher = DefaultHasher::new();
            (&marketplace, event.number.to_uppercase(), scan.at, scan.status).hash(&mut hasher);
            if !self.onlooker.heard.insert(hasher.finish()) {
                continue;
            }
            self.onlooker.scanned.push(Observation::Scanned(seen::Scanned {
                marketplace: marketplace.clone(),
                carrier: event.carrier.clone().unwrap_or_default(),
                number: event.number.to_uppercase(),
                at: nanos(scan.at),
                status: scan.status.word().to_owned(),
            }));
        }
    }

    fn plainly(&self, moved: &Moved) -> seen::Gateway {
        let (marketplace, purpose, currency, amount) = match &moved.request {
            Asked::Refund(request) => (
                request.marketplace,
                seen::Purpose::Refund {
                    order: request.order.to_string(),
                    payment: request.payment_id.clone(),
                },
                request.currency,
                request.amount,
            ),
            Asked::Payout(request) => (
                request.marketplace,
                seen::Purpose::Payout { party: request.party.to_string() },
                request.currency,
                request.amount,
            ),
        };
        seen::Gateway {
            at: nanos(moved.at),
            marketplace: marketplace.to_string(),
            provider: moved.provider.to_owned(),
            key: moved.key.clone(),
            purpose,
            currency: currency.to_string(),
            amount: amount.get(),
            effect: match moved.effect {
                Effect::Moved => seen::Effect::Moved,
                Effect::Nothing => seen::Effect::Nothing,
                Effect::CameBack => seen::Effect::CameBack,
            },
        }
    }
}
