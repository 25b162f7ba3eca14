//! One aggregate: its chain, its fold, and what is derived from it.
use super::report::{Findings, ProblemKind, name};
use crate::ports::{Audited, Listed, StoredRecord};
use crate::record::{GENESIS, Record, chain};
use crate::state::unsnap;
use resolution::aggregate::{Aggregate, Listing};
use resolution::id::AggregateId;
use resolution::ledger::{Account, Commodity, Posting};
use resolution::money::Minor;

const RESTORE: &str = "Restore it from a backup; other orders and accounts are not touched by this.";

/// What a sound history gives.
pub(super) struct Sound {
    /// The state.
    pub(super) state: Aggregate,
    /// The records, read.
    pub(super) records: Vec<Record>,
}

/// Checks everything that lies in one aggregate. Gives nothing where the history itself is broken: what would be
/// derived from it means nothing.
pub(super) fn check(audited: &Audited, stored: &[StoredRecord], findings: &mut Findings) -> Option<Sound> {
    let id = audited.head.id;
    if !linked(audited, stored, findings) {
        return None;
    }
    let records = read(id, stored, findings)?;
    let state = fold(audited, &records, findings);
    if state.version() != audited.head.version {
        let (found, said) = (state.version(), audited.head.version);
        let message =
            format!("The head of {} says {said} events, its chain has {found}. {RESTORE}", name(id));
        findings.add(ProblemKind::HeadDiffers, Some(id), Some(audited.head.position), message);
    }
    derived(audited, &state.listing(), findings);
    let postings = records.iter().flat_map(|record| &record.events).flat_map(|event| event.postings());
    money(id, &state, postings, findings);
    Some(Sound { state, records })
}

/// The chain: every record's hash covers its bytes and its predecessor, and the head holds the last.
fn linked(audited: &Audited, stored: &[StoredRecord], findings: &mut Findings) -> bool {
    let (id, head) = (audited.head.id, &audited.head);
    let mut previous = GENESIS;
    for record in stored {
        if chain(&previous, &record.body) != record.hash {
            let message = format!(
                "A record of {} at position {} was changed after it was written: its bytes and its predecessor do not \
                 give its hash. {RESTORE}",
                name(id),
                record.position
            );
            findings.add(ProblemKind::ChainBroken, Some(id), Some(record.position), message);
            return false;
        }
        previous = record.hash;
    }
    if previous != head.hash {
        let message =
            format!("The head of {} does not hold the hash of its last record. {RESTORE}", name(id));
        findings.add(ProblemKind::HeadDiffers, Some(id), Some(head.position), message);
        return false;
    }
    true
}

fn read(id: AggregateId, stored: &[StoredRecord], findings: &mut Findings) -> Option<Vec<Record>> {
    let mut next = 1;
    let mut records = Vec::with_capacity(stored.len());
    for row in stored {
        let wrong = match Record::decode(id, &row.body) {
            Ok(record) if record.first == next => {
                next = record.last().saturating_add(1);
                records.push(record);
                continue;
            }
            Ok(record) => format!("its events begin with number {} instead of {next}", record.first),
            Err(error) => error.to_string(),
        };
        let message = format!(
            "The record of {} at position {} is not right: {wrong}. {RESTORE}",
            name(id),
            row.position
        );
        findings.add(ProblemKind::RecordUnreadable, Some(id), Some(row.position), message);
        return None;
    }
    Some(records)
}

/// The state after all events; on the way, the cached state is held against it.
fn fold(audited: &Audited, records: &[Record], findings: &mut Findings) -> Aggregate {
    let id = audited.head.id;
    let mut state = Aggregate::Nothing;
    let mut met = audited.snapshot.is_none();
    for record in records {
        for event in &record.events {
            state.apply(id, event, record.at);
        }
        let snapshot = audited.snapshot.as_ref().filter(|snapshot| snapshot.version == record.last());
        if let Some(snapshot) = snapshot {
            met = true;
            // What cannot be read is ignored by every reader, so it does no harm.
            if unsnap(id, snapshot).is_some_and(|cached| cached != state) {
                snapshot_differs(id, snapshot.version, findings);
            }
        }
    }
    if let Some(snapshot) = audited.snapshot.as_ref().filter(|_| !met) {
        snapshot_differs(id, snapshot.version, findings);
    }
    state
}

fn snapshot_differs(id: AggregateId, version: u64, findings: &mut Findings) {
    let message = format!(
        "The cached state of {} at version {version} is not what its events give. It is only a cache: delete it, and \
         it is made again.",
        name(id)
    );
    findings.add(ProblemKind::DerivedDiffers, Some(id), None, message);
}

fn derived(audited: &Audited, listing: &Listing, findings: &mut Findings) {
    let id = audited.head.id;
    let should = match (listing.buyer, listing.seller, listing.placed_at) {
        (Some(buyer), Some(seller), Some(placed_at)) => {
            Some(Listed { buyer, seller, state: listing.state.to_owned(), placed_at })
        }
        _ => None,
    };
    if audited.listed != should {
        let word = |listed: &Option<Listed>| {
            listed.as_ref().map_or("nothing".to_owned(), |l| format!("'{}'", l.state))
        };
        let message = format!(
            "The list row of {} says {}, its events give {} (or parties or dates differ). Lists are derived: rebuild them.",
            name(id),
            word(&audited.listed),
            word(&should)
        );
        findings.add(ProblemKind::DerivedDiffers, Some(id), None, message);
    }
    if audited.turns != listing.turns {
        let message = format!(
            "The inbox rows of {} are not what its events give. They are derived: rebuild them.",
            name(id)
        );
        findings.add(ProblemKind::DerivedDiffers, Some(id), None, message);
    }
}

/// Every posting is one amount above zero in the order's currency, and what they leave in escrow is what the order's
/// components say.
fn money<'a>(
    id: AggregateId,
    state: &Aggregate,
    postings: impl Iterator<Item = &'a Posting>,
    findings: &mut Findings,
) {
    let mut escrow = 0i128;
    for posting in postings {
        let own = state.order().is_none_or(|order| match posting.of {
            Commodity::Money(currency) => currency == order.placed.currency,
            Commodity::Coins => true,
        });
        if posting.amount <= Minor::ZERO || posting.from == posting.to || !own {
            let message = format!(
                "A posting of {} from {} to {} is not a movement of money of the order. Report this as a fault of the \
                 program.",
                name(id),
                posting.from,
                posting.to
            );
            findings.add(ProblemKind::MoneyDiffers, Some(id), None, message);
        }
        if matches!(posting.of, Commodity::Money(_)) {
            let amount = i128::from(i64::from(posting.amount));
            escrow += if posting.to == Account::Escrow { amount } else { 0 };
            escrow -= if posting.from == Account::Escrow { amount } else { 0 };
        }
    }
    let Some(order) = state.order() else { return };
    let says = i128::from(i64::from(order.escrow()));
    if says != escrow {
        let message = format!(
            "The postings of {} leave {escrow} (minor units) in escrow, its components say {says}. Report this as a \
             fault of the program.",
            name(id)
        );
        findings.add(ProblemKind::MoneyDiffers, Some(id), None, message);
    }
}
