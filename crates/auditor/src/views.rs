//! What stores and lists show, and the state at rest and at the end, against what the records say.
use crate::auditor::{Auditor, Kept, Model};
use crate::broken::{Held, ensure};
use crate::calendar::shown;
use crate::observe::{Balance, Head, Listed, Nanos};
use crate::order::Order;
use crate::violation::Violation;
use std::collections::{HashMap, HashSet};

/// What an audit saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records.
    pub records: u64,
    /// Events in them.
    pub events: u64,
    /// Orders.
    pub orders: u64,
    /// Cases.
    pub cases: u64,
    /// Of them, closed.
    pub closed: u64,
    /// Refunds.
    pub refunds: u64,
}

impl Auditor {
    /// Nothing is under way: acknowledgements, effects and money at gateways agree.
    pub(crate) fn quiet(&mut self, at: Nanos, over: bool) -> Result<(), Box<Violation>> {
        if let Err((index, broken)) = self.answers.quiet() {
            let name = self.kept.get(index).map_or("", |kept| kept.name.as_str());
            return Err(self.violation(name, at, *broken));
        }
        let touched = std::mem::take(&mut self.gateways.touched);
        for name in &touched {
            let kept = self.by_aggregate.get(name).and_then(|index| self.kept.get(*index));
            let Some(Model::Order(order)) = kept.map(|kept| &kept.model) else { continue };
            self.gateways.agrees(name, order, over).map_err(|broken| self.violation(name, at, *broken))?;
        }
        Ok(())
    }

    pub(crate) fn head(&self, head: &Head<'_>) -> Result<(), Box<Violation>> {
        let kept = self.by_aggregate.get(head.aggregate).and_then(|index| self.kept.get(*index));
        let held = kept.map_or(Ok(()), |kept| self.head_holds(kept, head));
        let at = kept.map_or(0, |kept| kept.at);
        held.map_err(|broken| self.violation(head.aggregate, at, *broken))
    }

    fn head_holds(&self, kept: &Kept, head: &Head<'_>) -> Held {
        ensure!(
            kept.version == head.version && kept.hash == head.hash,
            Views,
            ("a head of version {} with hash {}", kept.version, hex::encode(kept.hash)),
            ("version {} with hash {}", head.version, hex::encode(head.hash))
        );
        if let Model::Account(account) = &kept.model {
            let due = account.due();
            ensure!(
                due.is_none() || head.next_wake.is_some_and(|wake| due.is_some_and(|due| wake <= due)),
                NextWake,
                ("a wake not after {:?}", due.map(shown)),
                ("{:?}", head.next_wake.map(shown))
            );
        }
        let Model::Order(order) = &kept.model else { return Ok(()) };
        let due = order.dues(&self.rules.policies[order.policy]).into_iter().min();
        // What is frozen waits for the account: its last day is the clock.
        let frozen = order.freezes.iter().any(|freeze| !freeze.lifted && !freeze.risk);
        let waits = !frozen && (order.escrow > 0 || order.cases.iter().any(|case| !case.closed));
        let right = match (head.next_wake, due) {
            (Some(wake), Some((due, _))) => wake <= due,
            (None, Some(_)) => false,
            (None, None) => !waits,
            (Some(_), None) => true,
        };
        ensure!(
            right,
            NextWake,
            ("a wake not after {:?} (something waits: {waits})", due.map(|(at, what)| (shown(at), what))),
            ("{:?}", head.next_wake.map(shown))
        );
        Ok(())
    }

    pub(crate) fn balance(&self, seen: &Balance<'_>) -> Result<(), Box<Violation>> {
        let right = self.ledger.balance(seen.marketplace, seen.account, seen.commodity);
        let held = (|| {
            ensure!(
                right == seen.amount,
                Views,
                ("{right} {} on {} of {}", seen.commodity, seen.account, seen.marketplace),
                ("{}", seen.amount)
            );
            Ok(())
        })();
        held.map_err(|broken: Box<crate::broken::Broken>| self.violation(seen.account, 0, *broken))
    }

    pub(crate) fn listed(&self, seen: &Listed<'_>) -> Result<(), Box<Violation>> {
        let kept = self.by_aggregate.get(seen.order).and_then(|index| self.kept.get(*index));
        let held = (|| {
            let Some(Model::Order(order)) = kept.map(|kept| &kept.model) else {
                ensure!(false, Views, ("a listed order that has records"), ("none of {}", seen.order));
                return Ok(());
            };
            let word = word(order);
            let plain = ["expired", "placed", "cancelled", "completed"].contains(&seen.state);
            ensure!(
                word.map_or(!plain, |word| word == seen.state),
                Views,
                ("listed as {}", word.unwrap_or("on its way")),
                ("{}", seen.state)
            );
            Ok(())
        })();
        held.map_err(|broken: Box<crate::broken::Broken>| self.violation(seen.order, 0, *broken))
    }

    /// The end: nothing acknowledged is missing, and, when everything is `over` (the faults stopped and time went on),
    /// every case is closed, every refund confirmed, every component with its owner.
    ///
    /// # Errors
    /// Everything that is wrong, at most one thing an aggregate.
    pub fn finish(&mut self, at: Nanos, over: bool) -> Result<Summary, Vec<Violation>> {
        let mut wrong = Vec::new();
        if let Err(violation) = self.quiet(at, over) {
            wrong.push(*violation);
        }
        if let Err(broken) = self.ledger.sums_to_zero() {
            wrong.push(*self.violation("", at, *broken));
        }
        if over && let Err((name, broken)) = self.frozen_with_their_sellers() {
            wrong.push(*self.violation(&name, at, *broken));
        }
        for kept in &self.kept {
            if let Err(broken) = self.ends(kept, at, over) {
                wrong.push(*self.violation(&kept.name, at, *broken));
            }
        }
        if let Err(broken) = self.nothing_lost(over).and_then(|()| self.nothing_strange()) {
            wrong.push(*self.violation("", at, *broken));
        }
        if wrong.is_empty() { Ok(self.summary()) } else { Err(wrong) }
    }

    fn ends(&self, kept: &Kept, at: Nanos, over: bool) -> Held {
        match &kept.model {
            Model::Nothing | Model::Fund(_) => Ok(()),
            Model::Account(account) => {
                ensure!(
                    !over || account.settled(),
                    Liveness,
                    ("every payout settled"),
                    ("one is on its way")
                );
                let paid_out = |currency: &str| account.paid_out(currency);
                if account.role != "seller" {
                    return Ok(());
                }
                self.gateways.payouts_agree(&kept.marketplace, &account.party, paid_out, over)
            }
            Model::Order(order) => {
                self.gateways.agrees(&kept.name, order, over)?;
                let open = order.cases.iter().filter(|case| !case.closed).count();
                ensure!(
                    !over || order.over(),
                    Liveness,
                    ("everything settled by {}", shown(at)),
                    (
                        "{open} cases open, {} in escrow, {} pending, paid: {}, expired: {}",
                        order.escrow,
                        order.pending,
                        order.paid,
                        order.expired
                    )
                );
                Ok(())
            }
        }
    }

    /// At rest: every order that is not over follows its seller's account, frozen by the case that restricts it now, and by
    /// none that is over.
    fn frozen_with_their_sellers(&self) -> Result<(), (String, Box<crate::broken::Broken>)> {
        let mut sellers = HashMap::new();
        for kept in &self.kept {
            if let Model::Account(account) = &kept.model
                && account.role == "seller"
            {
                sellers.insert((kept.marketplace.as_str(), account.party.as_str()), account.restricting());
            }
        }
        for kept in &self.kept {
            let Model::Order(order) = &kept.model else { continue };
            let Some((open, over)) = sellers.get(&(kept.marketplace.as_str(), order.seller.as_str())) else {
                continue;
            };
            let live = order.paid && !order.expired && word(order).is_none();
            let held = (|| {
                let by = |case: &u16| order.freezes.iter().any(|f| !f.risk && f.case == *case && !f.lifted);
                ensure!(
                    !live || open.as_ref().is_none_or(by),
                    Frozen,
                    ("frozen by case {open:?} of its seller's account"),
                    ("{:?}", order.freezes)
                );
                ensure!(
                    !over.iter().any(by),
                    Frozen,
                    ("let go by every case that is over: {over:?}"),
                    ("{:?}", order.freezes)
                );
                Ok(())
            })();
            held.map_err(|broken| (kept.name.clone(), broken))?;
        }
        Ok(())
    }

    /// Money and scans of marketplaces and sellers that no record speaks of would never be held against anything.
    fn nothing_strange(&self) -> Held {
        let markets: HashSet<&str> = self.kept.iter().map(|kept| kept.marketplace.as_str()).collect();
        let accounts = self.kept.iter().filter_map(|kept| match &kept.model {
            Model::Account(account) => Some((kept.marketplace.as_str(), account.party.as_str())),
            _ => None,
        });
        let accounts: HashSet<(&str, &str)> = accounts.collect();
        let paid = self.gateways.paid_out().find(|whose| !accounts.contains(whose));
        ensure!(
            paid.is_none(),
            GatewayOnce,
            ("payouts to sellers that have an account"),
            ("one to {paid:?}")
        );
        let scan = self.scans.keys().find(|track| !markets.contains(track.0.as_str()));
        ensure!(
            scan.is_none() || self.records == 0,
            ScanKept,
            ("scans of marketplaces that have records"),
            ("one of {scan:?}")
        );
        Ok(())
    }

    fn nothing_lost(&self, over: bool) -> Held {
        if over {
            let open = self.messages.iter().next();
            ensure!(open.is_none(), MessageOnce, ("every message taken"), ("{open:?}"));
            let held = self.kept.iter().all(|kept| match &kept.model {
                Model::Fund(fund) => fund.settled(),
                _ => true,
            });
            ensure!(
                self.post.empty() && held,
                Fund,
                ("every question to the fund answered, every grant settled"),
                ("{}; nothing reserved: {held}", self.post.words())
            );
        }
        let lost = self.scans.iter().find(|(track, open)| self.tracks.contains(*track) && !open.is_empty());
        ensure!(
            !over || lost.is_none(),
            ScanKept,
            ("every scan of a declared parcel in the record"),
            ("{lost:?}")
        );
        Ok(())
    }

    fn summary(&self) -> Summary {
        let mut sum = Summary { records: self.records, events: self.events, ..Summary::default() };
        for kept in &self.kept {
            if let Model::Order(order) = &kept.model {
                let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
                sum.orders += 1;
                sum.cases += count(order.cases.len());
                sum.closed += count(order.cases.iter().filter(|case| case.closed).count());
                sum.refunds += count(order.refunds.len());
            }
        }
        sum
    }
}

/// The order's own word, where the records alone give it.
fn word(order: &Order) -> Option<&'static str> {
    if order.expired {
        return Some("expired");
    }
    if !order.paid {
        return Some("placed");
    }
    if order.units.iter().all(|unit| unit.cancelled) {
        return Some("cancelled");
    }
    let closed = |u: &crate::order::Unit| u.goods.in_escrow() == 0 && u.shipping.in_escrow() == 0;
    order.units.iter().all(|u| u.cancelled || closed(u)).then_some("completed")
}
