//! Accounts of parties: what messages brought, what was paid out.
use crate::broken::{Held, ensure};
use crate::order::Net;
use crate::order::agree;
use crate::read::{AccountOpened, Message, PayoutPromised, PayoutSettled};
use std::collections::HashMap;

/// What the auditor keeps of an account.
#[derive(Debug, Default)]
pub(crate) struct Account {
    pub(crate) party: String,
    pub(crate) role: String,
    balances: HashMap<String, Balance>,
    payouts: Vec<Payout>,
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

impl Account {
    pub(crate) fn opened(fact: &AccountOpened) -> Self {
        Self { party: fact.party.clone(), role: fact.role.clone(), ..Self::default() }
    }

    /// A message that was sent is taken.
    pub(crate) fn takes(&mut self, message: &Message) -> Held {
        let role = if message.effect == "wallet" { "buyer" } else { "seller" };
        ensure!(
            message.party == self.party && role == self.role,
            MessageOnce,
            ("a message to {} {}", self.role, self.party),
            ("{message:?}")
        );
        let balance = self.balances.entry(message.currency.clone()).or_default();
        match message.effect.as_str() {
            "release" => balance.payable += message.amount,
            "owe" => balance.receivable += message.amount,
            _ => {}
        }
        Ok(())
    }

    /// At most what is payable less what is owed leaves, and never twice.
    pub(crate) fn promises(&mut self, fact: &PayoutPromised) -> Held {
        let balance = self.balances.entry(fact.currency.clone()).or_default();
        let most = balance.payable - balance.receivable;
        ensure!(
            usize::from(fact.payout) == self.payouts.len() && fact.amount > 0 && fact.amount <= most,
            Payout,
            ("payout {} of at most {most}", self.payouts.len()),
            ("payout {} of {}", fact.payout, fact.amount)
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

    pub(crate) fn settles(&mut self, fact: &PayoutSettled, confirmed: bool) -> Held {
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
