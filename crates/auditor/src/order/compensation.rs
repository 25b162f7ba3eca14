//! What a carrier declares lost or damaged is made good to the seller: by itself, once a parcel, from the carrier's claims,
//! and taken back where the parcel turns up or the sale's own money comes (LOS).
use super::money::{Net, agree};
use super::{Case, Frame, Kind, Order, Parcel, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::policy::Policy;
use crate::read::{
    CaseOpened, CompensationDue, CompensationPaid, CompensationReversed, Component, Message, Posting,
};

/// A compensation.
#[derive(Debug)]
pub(crate) struct Compensation {
    case: u16,
    parcel: u16,
    carrier: String,
    declared: String,
    paid: bool,
    /// What was paid and not taken back.
    standing: Vec<(Component, i64)>,
}

impl Parcel {
    /// What its carrier declared of it, where the policy makes that good: a listed carrier, and nothing has come.
    fn declared(&self, policy: &Policy) -> Option<&str> {
        let rules = policy.compensation.as_ref()?;
        let (_, _, word) = self.ended.as_ref().filter(|_| !self.arrived())?;
        let listed = self.carrier.as_deref().is_some_and(|carrier| policy.listed(carrier));
        (listed && rules.declared.contains(word)).then_some(word.as_str())
    }

    fn returned(&self) -> bool {
        self.ended.as_ref().is_some_and(|(_, _, word)| word == "returned_to_sender")
    }
}

impl Order {
    fn units_of(&self, parcel: u16) -> Vec<u16> {
        let numbered = self.units.iter().zip(0_u16..);
        let carried = numbered.filter(|(unit, _)| !unit.cancelled && unit.parcels.contains(&parcel));
        carried.map(|(_, no)| no).collect()
    }

    /// What units would still have brought: their net, less what was released or made good, and less what the seller gave
    /// back for another cause.
    fn due_of(&self, policy: &Policy, units: &[u16]) -> Vec<(Component, i64)> {
        let shipping = policy.compensation.as_ref().is_some_and(|rules| rules.shipping_included);
        let both = |unit: &u16| {
            [Component::Goods(*unit)].into_iter().chain(shipping.then_some(Component::Shipping(*unit)))
        };
        let due = |which: Component| {
            let part = self.part(which)?;
            let left = part.net() - part.released - part.compensated - part.given;
            (left > 0).then_some((which, left))
        };
        units.iter().flat_map(both).filter_map(due).collect()
    }

    /// The carrier that pays the buyer what escrow no longer has, in the seller's place.
    pub(super) fn bears(&self, frame: &Frame<'_>, case: Option<u16>, liable: &str) -> Option<String> {
        let case = self.cases.get(usize::from(case?))?;
        let (_, parcel) = self.parcel_of(*case.units.first()?)?;
        let applies = liable == "carrier" && !case.received && parcel.declared(frame.policy).is_some();
        parcel.carrier.clone().filter(|_| applies)
    }

    /// Its case: begun by the system, over the units of one parcel, reserving nothing.
    pub(super) fn compensation_opened(&mut self, frame: &Frame<'_>, fact: &CaseOpened) -> Held {
        let procedure = frame.policy.compensation.as_ref().map(|rules| &rules.procedure);
        ensure!(
            procedure == Some(&fact.procedure) && fact.by.is_none() && fact.reserved.is_empty(),
            StageClock,
            ("by the system, by {procedure:?}, with nothing reserved"),
            ("{fact:?}")
        );
        ensure!(fact.asked.kind == "seller_payment", SellerCap, ("a payment to the seller"), ("{fact:?}"));
        let units: Vec<u16> = fact.units.iter().map(|(_, unit)| *unit).collect();
        self.cases.push(Case {
            kind: Kind::Compensation,
            reason: fact.reason.clone(),
            procedure: fact.procedure.clone(),
            units,
            asked: Some(fact.asked.clone()),
            ..Case::default()
        });
        Ok(())
    }

    pub(super) fn compensation_due(&mut self, frame: &Frame<'_>, fact: &CompensationDue) -> Held {
        let Some(parcel) = self.parcels.get(usize::from(fact.parcel)) else {
            fail!(RecordForm, ("a parcel of the order"), ("parcel {}", fact.parcel));
        };
        let declared = parcel.declared(frame.policy);
        let at = parcel.ended.as_ref().map(|(at, ..)| *at);
        ensure!(
            declared == Some(fact.declared.as_str())
                && at == Some(fact.declared_at.0)
                && parcel.carrier.as_ref() == Some(&fact.carrier),
            OneEffect,
            ("what {:?} declared at {:?}: {declared:?}", parcel.carrier, at.map(shown)),
            ("{fact:?}")
        );
        let known = self.compensations.iter().any(|known| known.parcel == fact.parcel);
        ensure!(!known, OneCase, ("one compensation a parcel"), ("another for parcel {}", fact.parcel));
        let units = self.units_of(fact.parcel);
        let due = self.due_of(frame.policy, &units);
        ensure!(due == fact.parts, SellerCap, ("{due:?} due"), ("{:?}", fact.parts));
        let case = self.case(fact.case)?;
        let asked = case.asked.as_ref().and_then(|asked| asked.amount);
        let right = case.kind == Kind::Compensation
            && case.units == units
            && asked == Some(sum(&due))
            && case.reason == format!("declared_{}", fact.declared);
        ensure!(right, RecordForm, ("case {} over units {units:?}", fact.case), ("{case:?}"));
        self.compensations.push(Compensation {
            case: fact.case,
            parcel: fact.parcel,
            carrier: fact.carrier.clone(),
            declared: fact.declared.clone(),
            paid: false,
            standing: Vec::new(),
        });
        Ok(())
    }

    /// Paid at the end of its clock, and never while nothing may become the seller's.
    pub(super) fn compensation_paid(
        &mut self,
        frame: &Frame<'_>,
        fact: &CompensationPaid,
        told: &mut Told,
    ) -> Held {
        let case = self.case(fact.case)?;
        ensure!(
            case.going.as_deref() == Some("compensate") && !case.closed,
            StageDefault,
            ("paid at the end of its clock"),
            ("in {:?}", case.stage)
        );
        ensure!(!self.stopped("release"), Frozen, ("nothing paid while it is frozen"), ("{fact:?}"));
        let due = self.due_of(frame.policy, &case.units);
        ensure!(due == fact.parts, SellerCap, ("{due:?} due"), ("{:?}", fact.parts));
        let commission = self.commission_step(frame, 0, sum(&due));
        let Some(known) = self.compensations.iter_mut().find(|known| known.case == fact.case) else {
            fail!(OneEffect, ("a compensation that is due"), ("case {}", fact.case));
        };
        ensure!(!known.paid, OneEffect, ("paid once"), ("twice"));
        (known.paid, known.standing) = (true, due.clone());
        let claims = format!("carrier:{}:claims", known.carrier);
        let payable = format!("seller:{}:payable", self.seller);
        self.move_claims(&fact.postings, (&claims, &payable), sum(&due), commission)?;
        self.told_seller(fact.message.as_ref(), "compensation", sum(&due) - commission, told)?;
        ensure!(fact.commission == commission, PostingBalance, ("{commission}"), ("{}", fact.commission));
        self.compensated(&due, 1);
        Ok(())
    }

    /// Taken back where the parcel turned up, all of it; or where the sale's own money comes, as far as it does.
    pub(super) fn compensation_reversed(
        &mut self,
        frame: &Frame<'_>,
        fact: &CompensationReversed,
        told: &mut Told,
    ) -> Held {
        let Some(known) = self.compensations.iter().find(|known| known.case == fact.case) else {
            fail!(OneEffect, ("a compensation of the order"), ("case {}", fact.case));
        };
        let parcel = self.parcels.get(usize::from(known.parcel));
        let lost = known.declared == "lost";
        let right = match fact.why.as_str() {
            "delivered" => lost && parcel.is_some_and(Parcel::arrived) && fact.parts == known.standing,
            "returned" => lost && parcel.is_some_and(Parcel::returned) && fact.parts == known.standing,
            "released" => {
                let stands = |(which, amount): &(Component, i64)| {
                    let mut of = known.standing.iter().filter(|(c, _)| c == which);
                    of.any(|(_, standing)| amount <= standing)
                };
                frame.words.contains(&"released") && fact.parts.iter().all(stands)
            }
            _ => false,
        };
        ensure!(right, OneEffect, ("what stands of {known:?}"), ("{} of {:?}", fact.why, fact.parts));
        let all = sum(&fact.parts);
        let commission = -self.commission_step(frame, all, 0);
        let claims = format!("carrier:{}:claims", known.carrier);
        let debt = format!("seller:{}:receivable", self.seller);
        self.move_claims(&fact.postings, (&claims, &debt), -all, -commission)?;
        self.told_seller(fact.message.as_ref(), "owe", all - commission, told)?;
        ensure!(fact.commission == commission, PostingBalance, ("{commission}"), ("{}", fact.commission));
        self.compensated(&fact.parts, -1);
        let known = self.compensations.iter_mut().find(|known| known.case == fact.case);
        for (which, standing) in known.into_iter().flat_map(|known| &mut known.standing) {
            *standing -= fact.parts.iter().filter(|(c, _)| c == which).map(|(_, a)| a).sum::<i64>();
        }
        if let Some(known) = self.compensations.iter_mut().find(|known| known.case == fact.case) {
            known.standing.retain(|(_, amount)| *amount != 0);
        }
        Ok(())
    }

    pub(super) fn compensated(&mut self, parts: &[(Component, i64)], sign: i64) {
        for (which, amount) in parts {
            if let Some(part) = self.part_mut(*which) {
                part.compensated += sign * amount;
            }
        }
    }

    /// The commission on what is made good, as a difference of cumulative shares.
    fn commission_step(&self, frame: &Frame<'_>, less: i64, more: i64) -> i64 {
        if !frame.policy.compensation.as_ref().is_some_and(|rules| rules.less_commission) {
            return 0;
        }
        let standing: i64 = self.unit_components().map(|(_, part)| part.compensated).sum();
        frame.policy.commission(standing - less + more) - frame.policy.commission(standing)
    }

    fn move_claims(
        &self,
        postings: &[Posting],
        (claims, of_seller): (&str, &str),
        all: i64,
        commission: i64,
    ) -> Held {
        let mut net = Net::default();
        net.add(claims, -all);
        net.add(of_seller, all - commission);
        net.add("platform:fees", commission);
        agree(postings, net, &self.currency)
    }

    pub(super) fn told_seller(
        &mut self,
        message: Option<&Message>,
        effect: &str,
        amount: i64,
        told: &mut Told,
    ) -> Held {
        let right = match message {
            Some(message) => {
                self.next_sequence(message.sequence)?;
                told.messages.push(message.clone());
                message.party == self.seller && message.effect == effect && message.amount == amount
            }
            None => amount <= 0,
        };
        ensure!(right, MessageOnce, ("the seller's account is told to {effect} {amount}"), ("{message:?}"));
        Ok(())
    }

    /// Whether what a compensation is for has turned up.
    pub(super) fn has_turned_up(&self, case: u16) -> bool {
        let known = self.compensations.iter().find(|known| known.case == case && known.declared == "lost");
        let parcel = known.and_then(|known| self.parcels.get(usize::from(known.parcel)));
        parcel.is_some_and(|parcel| parcel.arrived() || parcel.returned())
    }

    /// How the case ends: paid, turned up before, or with nothing left to pay.
    pub(super) fn compensation_ends(&self, frame: &Frame<'_>, no: u16, closing: &str) -> bool {
        let paid = self.compensations.iter().any(|known| known.case == no && known.paid);
        match closing {
            "compensated" => paid,
            "turned_up" => !paid && self.has_turned_up(no),
            "dismissed" => {
                let units = self.cases.get(usize::from(no)).map(|case| case.units.clone());
                !paid && self.due_of(frame.policy, &units.unwrap_or_default()).is_empty()
            }
            _ => false,
        }
    }

    /// After a record: what a carrier declared is on its way to be made good, and what turned up is not.
    pub(super) fn made_good(&self, frame: &Frame<'_>) -> Held {
        for (parcel, no) in self.parcels.iter().zip(0_u16..).filter(|_| self.paid) {
            let known = self.compensations.iter().any(|known| known.parcel == no);
            let due = parcel.declared(frame.policy).filter(|_| !known);
            let left = due.map(|_| self.due_of(frame.policy, &self.units_of(no)));
            ensure!(
                left.as_ref().is_none_or(Vec::is_empty),
                OneEffect,
                ("parcel {no}, declared {due:?}, is made good by itself"),
                ("{left:?} that nobody pays")
            );
        }
        for known in self.compensations.iter().filter(|known| self.has_turned_up(known.case)) {
            let open = self.case(known.case).is_ok_and(|case| !case.closed);
            ensure!(
                !open && known.standing.is_empty(),
                SellerCap,
                ("nothing for parcel {}, which turned up", known.parcel),
                ("open: {open}, {:?} stands", known.standing)
            );
        }
        Ok(())
    }
}

fn sum(parts: &[(Component, i64)]) -> i64 {
    parts.iter().map(|(_, amount)| amount).sum()
}
