//! Accounts of parties: what messages brought, what was kept back and paid out, and what a reputation is made of.
use crate::broken::{Held, ensure};
use crate::observe::Nanos;
use crate::order::Net;
use crate::order::agree;
use crate::read::{
    AccountOpened, AccountStage, DebtRecovered, Fact, Lifted, Message, NoteTaken, PayoutPromised,
    PayoutScheduled, PayoutSettled, Renewed, StandingTold,
};
use crate::record::BuyerRecord;
use std::collections::HashMap;

/// What the auditor keeps of an account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) party: String,
    pub(crate) role: String,
    balances: HashMap<String, Balance>,
    payouts: Vec<Payout>,
    /// When a payout leaves by schedule.
    scheduled: Option<Nanos>,
    restrictions: Vec<Restriction>,
    /// Of a buyer: what is noted, and who asked for it.
    record: BuyerRecord,
}

/// A case that restricts the account.
#[derive(Debug)]
struct Restriction {
    stops: Vec<String>,
    last_day: Nanos,
    end: Option<Nanos>,
    lifted: bool,
}

#[derive(Debug, Default)]
struct Balance {
    payable: i64,
    receivable: i64,
}

#[derive(Debug)]
struct Payout {
    currency: String,
    amount: i64,
    provider: String,
    /// Confirmed, or refused for good.
    settled: Option<bool>,
}

/// The record around a fact of an account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around<'a> {
    pub(crate) at: Nanos,
    pub(crate) due: Option<Nanos>,
    pub(crate) role: &'a str,
}

impl Account {
    pub(crate) fn opened(fact: &AccountOpened) -> Self {
        Self { party: fact.party.clone(), role: fact.role.clone(), ..Self::default() }
    }

    /// The latest instant by which something happens to it by itself, as far as its own records say.
    pub(crate) fn due(&self) -> Option<Nanos> {
        let open = self.restrictions.iter().filter(|r| !r.lifted);
        let cases = open.flat_map(|r| [Some(r.last_day), r.end]).flatten();
        let cases = cases.chain(self.record.due());
        cases.chain(self.scheduled.filter(|_| !self.stops("payout"))).min()
    }

    /// Whether something is stopped on it now.
    pub(crate) fn stops(&self, what: &str) -> bool {
        self.restrictions.iter().any(|r| !r.lifted && r.stops.iter().any(|stop| stop == what))
    }

    /// The case that restricts it now, and every one that did.
    pub(crate) fn restricting(&self) -> (Option<u16>, Vec<u16>) {
        let numbered = || self.restrictions.iter().zip(0_u16..);
        let open = numbered().find(|(r, _)| !r.lifted).map(|(_, no)| no);
        (open, numbered().filter(|(r, _)| r.lifted).map(|(_, no)| no).collect())
    }

    /// Before a record is taken: what was due has been applied, and a deadline names its own instant.
    pub(crate) fn before(&self, around: Around<'_>) -> Held {
        let due = self.due();
        ensure!(
            (around.role == "clock") == around.due.is_some(),
            Lateness,
            ("a deadline names its due instant, and nothing else does"),
            ("{} with due {:?}", around.role, around.due)
        );
        match around.due {
            // Reminders come before what they speak of.
            Some(applied) => ensure!(
                due.is_some_and(|due| applied <= due) && applied <= around.at,
                Lateness,
                ("nothing after what is due at {due:?}"),
                ("applied as due at {applied} at {}", around.at)
            ),
            None => ensure!(
                due.is_none_or(|due| due > around.at),
                Lateness,
                ("what is due at {due:?} is applied before anything later"),
                ("{} acts at {}", around.role, around.at)
            ),
        }
        Ok(())
    }

    /// Takes one fact of its own.
    pub(crate) fn takes(&mut self, fact: &Fact, around: Around<'_>) -> Held {
        match fact {
            Fact::AccountStage(fact) if self.role == "buyer" => self.record.stage(fact, around),
            Fact::Restricted(_) | Fact::AccountStage(_) | Fact::Renewed(_) | Fact::Lifted(_) => {
                self.restriction(fact, around)
            }
            Fact::Plain => Ok(()),
            Fact::ReportOpened(fact) => self.record.reported(fact),
            Fact::ReportClosed(fact) => self.record.closed(fact, around),
            Fact::DebtRecovered(fact) => self.recovers(fact),
            Fact::PayoutPromised(fact) => self.promises(fact),
            Fact::PayoutConfirmed(fact) => self.settles(fact, true),
            Fact::PayoutRefused(fact) => self.settles(fact, false),
            Fact::PayoutScheduled(PayoutScheduled { at }) => {
                self.scheduled = at.map(|at| at.0);
                Ok(())
            }
            Fact::PayoutRoute(_) => Ok(()),
            _ => {
                crate::broken::fail!(RecordForm, ("a fact of an account"), ("{fact:?}"));
            }
        }
    }

    /// A restriction begins, goes on, is renewed, is lifted: by itself exactly at its last day.
    fn restriction(&mut self, fact: &Fact, around: Around<'_>) -> Held {
        if let Fact::Restricted(fact) = fact {
            let open = self.restrictions.iter().any(|r| !r.lifted);
            let right =
                usize::from(fact.case) == self.restrictions.len() && !open && fact.last_day.0 > around.at;
            ensure!(right, Frozen, ("case {}, while none is open", self.restrictions.len()), ("{fact:?}"));
            let (stops, last_day) = (fact.stops.clone(), fact.last_day.0);
            self.restrictions.push(Restriction { stops, last_day, end: None, lifted: false });
            return Ok(());
        }
        let (Fact::AccountStage(AccountStage { case, .. })
        | Fact::Renewed(Renewed { case, .. })
        | Fact::Lifted(Lifted { case, .. })) = fact
        else {
            return Ok(());
        };
        let Some(found) = self.restrictions.get_mut(usize::from(*case)).filter(|r| !r.lifted) else {
            crate::broken::fail!(Frozen, ("a restriction that lasts"), ("{fact:?}"));
        };
        match fact {
            Fact::AccountStage(fact) => {
                let by_clock = around.due.is_none_or(|due| found.end == Some(due) || found.last_day == due);
                ensure!(
                    by_clock,
                    StageClock,
                    ("a stage ends at {:?}", found.end),
                    ("{fact:?} due {:?}", around.due)
                );
                let clocked = fact.end.is_some() || ["standing", "closed"].contains(&fact.stage.as_str());
                ensure!(clocked, StageClock, ("a stage has a clock"), ("{fact:?}"));
                found.end = fact.end.as_ref().map(|end| end.0);
            }
            Fact::Renewed(fact) => {
                ensure!(fact.last_day.0 > found.last_day, Frozen, ("a later last day"), ("{fact:?}"));
                found.last_day = fact.last_day.0;
            }
            Fact::Lifted(fact) => {
                let by_day = fact.closing == "last_day";
                let right =
                    by_day == (around.due == Some(found.last_day)) && (by_day || around.role == "mediator");
                ensure!(
                    right,
                    Frozen,
                    ("lifted by a ruling, or by itself at {}", found.last_day),
                    ("{fact:?}")
                );
                found.lifted = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// A message that was sent is taken.
    pub(crate) fn message(&mut self, message: &Message) -> Held {
        let of_money = if message.effect == "wallet" { "buyer" } else { "seller" };
        let role = message.note.as_ref().map_or(of_money, |note| note.role.as_str());
        ensure!(
            message.party == self.party && role == self.role,
            MessageOnce,
            ("a message to {} {}", self.role, self.party),
            ("{message:?}")
        );
        if message.note.is_some() {
            return Ok(());
        }
        let balance = self.balances.entry(message.currency.clone()).or_default();
        match message.effect.as_str() {
            "release" | "compensation" | "claim" => balance.payable += message.amount,
            "owe" => balance.receivable += message.amount,
            _ => {}
        }
        Ok(())
    }

    /// A message without money that was sent is taken; of a buyer, it is noted.
    pub(crate) fn note(&mut self, message: &Message, fact: &NoteTaken) -> Held {
        self.message(message)?;
        if self.role == "buyer" {
            self.record.noted(fact);
        }
        Ok(())
    }

    /// An order is told what is noted of the buyer.
    pub(crate) fn tells(&mut self, fact: &StandingTold) -> Held {
        self.record.tells(fact)
    }

    /// What is owed is kept back: all of it, or all that is there (MON-8).
    fn recovers(&mut self, fact: &DebtRecovered) -> Held {
        let balance = self.balances.entry(fact.currency.clone()).or_default();
        let whole = balance.payable.min(balance.receivable);
        ensure!(
            fact.amount > 0 && fact.amount == whole,
            Payout,
            ("{whole} of what is owed is kept back"),
            ("{}", fact.amount)
        );
        balance.payable -= fact.amount;
        balance.receivable -= fact.amount;
        let mut net = Net::default();
        net.add(&format!("seller:{}:payable", self.party), -fact.amount);
        net.add(&format!("seller:{}:receivable", self.party), fact.amount);
        agree(&fact.postings, net, &fact.currency)
    }

    /// At most what is payable leaves, after everything that is owed was kept back, and never twice.
    fn promises(&mut self, fact: &PayoutPromised) -> Held {
        ensure!(!self.stops("payout"), Frozen, ("no payout while the account is restricted"), ("{fact:?}"));
        let balance = self.balances.entry(fact.currency.clone()).or_default();
        let most = balance.payable - balance.receivable;
        ensure!(
            usize::from(fact.payout) == self.payouts.len()
                && fact.amount > 0
                && fact.amount <= most
                && balance.receivable == 0,
            Payout,
            ("payout {} of at most {most}, with nothing owed", self.payouts.len()),
            ("payout {} of {} while {} is owed", fact.payout, fact.amount, balance.receivable)
        );
        balance.payable -= fact.amount;
        self.payouts.push(Payout {
            currency: fact.currency.clone(),
            amount: fact.amount,
            provider: fact.provider.clone(),
            settled: None,
        });
        let mut net = Net::default();
        net.add(&format!("seller:{}:payable", self.party), -fact.amount);
        net.add("payouts:pending", fact.amount);
        agree(&fact.postings, net, &fact.currency)
    }

    fn settles(&mut self, fact: &PayoutSettled, confirmed: bool) -> Held {
        let payout = self.payouts.get_mut(usize::from(fact.payout)).filter(|p| p.settled.is_none());
        ensure!(payout.is_some(), Payout, ("a payout that is open"), ("{fact:?}"));
        let Some(payout) = payout else { return Ok(()) };
        payout.settled = Some(confirmed);
        let place = if confirmed {
            format!("gateway:{}:clearing", payout.provider)
        } else {
            self.balances.entry(payout.currency.clone()).or_default().payable += payout.amount;
            format!("seller:{}:payable", self.party)
        };
        let mut net = Net::default();
        net.add("payouts:pending", -payout.amount);
        net.add(&place, payout.amount);
        agree(&fact.postings, net, &payout.currency)
    }

    /// What gateways confirmed, and what they may have moved at most, in a currency.
    pub(crate) fn paid_out(&self, currency: &str) -> (i64, i64) {
        let of = self.payouts.iter().filter(|p| p.currency == currency);
        of.fold((0, 0), |(confirmed, standing), p| match p.settled {
            Some(true) => (confirmed + p.amount, standing + p.amount),
            Some(false) => (confirmed, standing),
            None => (confirmed, standing + p.amount),
        })
    }

    /// Whether no payout is on its way.
    pub(crate) fn settled(&self) -> bool {
        self.payouts.iter().all(|p| p.settled.is_some())
    }
}

/// A note is taken as it was sent; a penalty has an end, and nothing else has.
pub(crate) fn same_note(sent: &Message, taken: &NoteTaken) -> bool {
    let penalty = sent.effect == "penalty";
    let ends = taken.ends.as_ref().map(|ends| ends.0);
    sent.note.as_ref().is_some_and(|note| note.same(&taken.news))
        && ends.is_some() == penalty
        && ends.is_none_or(|ends| ends > taken.at.0)
}
