//! What an order tells the seller's account beside money: each thing once, and as it happened.
use super::{Frame, Kind, Order, Told};
use crate::broken::{Held, ensure};
use crate::read::{AccountTold, Message};

impl Order {
    /// A message without money.
    pub(super) fn account_told(&mut self, frame: &Frame<'_>, fact: &AccountTold, told: &mut Told) -> Held {
        self.next_sequence(fact.sequence)?;
        ensure!(
            fact.party == self.seller && fact.role == "seller",
            Reputation,
            ("the seller's account {} is told", self.seller),
            ("{} {}", fact.role, fact.party)
        );
        let right = match fact.news.as_str() {
            "order_paid" => !std::mem::replace(&mut self.told_paid, true),
            "dispute_filed" => self.filing_told(fact),
            "fault_found" => self.fault_told(fact),
            "seller_cancelled" => {
                let counted = (fact.units.map(usize::from), fact.of.map(usize::from));
                counted == (Some(self.cancelled_last), Some(self.units.len())) && frame.role == "seller"
            }
            "cancellation_corrected" => self.corrected(fact),
            "penalty" => {
                let wanted = fact.reason.as_ref().and_then(|reason| frame.policy.penalties.get(reason));
                wanted.is_some() && wanted.copied() == fact.points
            }
            _ => false,
        };
        ensure!(
            right,
            Reputation,
            ("what happened on the order, once, with the policy's points"),
            ("{fact:?}")
        );
        told.messages.push(Message {
            sequence: fact.sequence,
            party: fact.party.clone(),
            currency: String::new(),
            amount: 0,
            effect: fact.news.clone(),
            note: Some(fact.clone()),
        });
        Ok(())
    }

    fn filing_told(&mut self, fact: &AccountTold) -> bool {
        let case = fact.case.and_then(|no| self.cases.get_mut(usize::from(no)));
        case.is_some_and(|case| case.kind == Kind::Dispute && !std::mem::replace(&mut case.filing_told, true))
    }

    fn fault_told(&mut self, fact: &AccountTold) -> bool {
        let case = fact.case.and_then(|no| self.cases.get_mut(usize::from(no)));
        case.is_some_and(|case| {
            let liable = case.rulings.last().is_some_and(|ruling| ruling.liable == "seller");
            case.kind == Kind::Dispute && liable && !std::mem::replace(&mut case.fault_told, true)
        })
    }

    /// After a record: nothing that counts is kept from the account.
    pub(super) fn all_is_told(&self, frame: &Frame<'_>) -> Held {
        ensure!(
            self.paid == self.told_paid,
            Reputation,
            ("a paid order counts"),
            ("told: {}", self.told_paid)
        );
        for (case, no) in self.cases.iter().zip(0_u16..).filter(|(case, _)| case.kind == Kind::Dispute) {
            ensure!(case.filing_told, Reputation, ("dispute {no} counts as filed"), ("it was not told"));
            ensure!(
                !case.at_fault || case.fault_told,
                Reputation,
                ("a final ruling against the seller counts in case {no}"),
                ("it was not told")
            );
        }
        let cancelled = frame.words.contains(&"cancellation_counted");
        ensure!(
            !cancelled || frame.words.contains(&"account_told"),
            Reputation,
            ("a cancellation by the seller counts"),
            ("it was not told")
        );
        Ok(())
    }
}
