//! What an order tells the accounts of its parties beside money: each thing once, and as it happened.
use super::{Frame, Kind, Order, Told};
use crate::broken::{Held, ensure};
use crate::read::{AccountTold, Message};

impl Order {
    /// A message without money.
    pub(super) fn account_told(&mut self, frame: &Frame<'_>, fact: &AccountTold, told: &mut Told) -> Held {
        self.next_sequence(fact.sequence)?;
        let (buyer, seller) = (self.buyer.as_str(), self.seller.as_str());
        let whose = match fact.role.as_str() {
            "buyer" => Some(buyer),
            "seller" => Some(seller),
            _ => None,
        };
        ensure!(
            whose == Some(fact.party.as_str()),
            Reputation,
            ("the account of {buyer} or {seller} is told"),
            ("{} {}", fact.role, fact.party)
        );
        let right = match fact.news.as_str() {
            _ if fact.role == "buyer" => self.buyer_told(frame, fact),
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

    /// What the buyer's account is told: only where the policy looks at it.
    fn buyer_told(&mut self, frame: &Frame<'_>, fact: &AccountTold) -> bool {
        let window = frame.policy.funding.as_ref().and_then(|rules| Some(rules.buyer?.0));
        if fact.news == "buyer_reported" {
            return frame.role == "seller" && !std::mem::replace(&mut self.reported, true);
        }
        let case = fact.case.and_then(|no| self.cases.get_mut(usize::from(no)));
        let Some(case) = case.filter(|case| window.is_some() && case.kind == Kind::Dispute) else {
            return false;
        };
        let funding = case.funding.as_mut();
        match fact.news.as_str() {
            "dispute_filed" => !std::mem::replace(&mut case.filing_noted, true),
            "standing_asked" => funding.is_some_and(|funding| {
                funding.awaits_buyer
                    && fact.days == window
                    && !std::mem::replace(&mut funding.asked_buyer, true)
            }),
            "funded" => funding.is_some_and(|funding| {
                funding.promised > 0 && !std::mem::replace(&mut funding.told_buyer, true)
            }),
            _ => false,
        }
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
            let looked_at = frame.policy.funding.as_ref().is_some_and(|rules| rules.buyer.is_some());
            let funding = case.funding.as_ref();
            ensure!(
                case.filing_noted == looked_at
                    && funding.is_none_or(|f| !looked_at || f.told_buyer == (f.promised > 0))
                    && funding.is_none_or(|f| f.asked_buyer || !f.awaits_buyer),
                Reputation,
                ("the buyer's account knows of dispute {no} what the policy looks at: {looked_at}"),
                ("noted: {}, {funding:?}", case.filing_noted)
            );
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
