//! A seller's claim for payment (CLM): for what is shown cancelled or failed though the buyer has it, in time, with what the
//! buyer says of it; paid once, out of escrow and out of what the policy names, and what counted wrongly is taken back.
use super::money::{Net, agree};
use super::{Case, Frame, Kind, Order, Part, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::observe::Nanos;
use crate::read::{AccountTold, CaseOpened, CaseRuled, ClaimAnswered, ClaimPaid, Component, PaymentClaimed};

/// A claim.
#[derive(Debug)]
pub(crate) struct Claim {
    case: u16,
    /// The seller showed where the buyer confirms the receipt.
    shown: bool,
    /// The buyer is asked with the claim, and has not answered yet.
    asking: bool,
    answered: Option<bool>,
    paid: bool,
}

/// What of components lies in escrow, and what does not.
type Parts = (Vec<(Component, i64)>, Vec<(Component, i64)>);

impl Order {
    /// What units would still bring: their net, less what was released or made good, and less what the seller gave back for
    /// a cause of its own. What another case reserves is decided there.
    fn claimable(&self, units: &[u16]) -> Parts {
        let (mut escrow, mut loss) = (Vec::new(), Vec::new());
        let both = units.iter().flat_map(|unit| [Component::Goods(*unit), Component::Shipping(*unit)]);
        for which in both.filter(|which| self.case_on(*which).is_none()) {
            let Some(part) = self.part(which) else { continue };
            let due = (part.net() - part.released - part.compensated - part.own).max(0);
            let there = due.min(part.in_escrow());
            escrow.extend((there > 0).then_some((which, there)));
            loss.extend((due > there).then_some((which, due - there)));
        }
        (escrow, loss)
    }

    fn claim(&self, case: u16) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.case == case)
    }

    /// Since when a unit is cancelled, or when its carrier last said that it failed.
    fn failed(&self, unit: u16) -> Option<Nanos> {
        let found = self.units.get(usize::from(unit))?;
        found.cancelled_at.or_else(|| self.parcel_of(unit)?.1.failed_at)
    }

    /// Its case: begun by the seller over units with a wrong status, in time, asking for all that is left, reserving nothing.
    pub(super) fn claim_opened(&mut self, frame: &Frame<'_>, fact: &CaseOpened) -> Held {
        let Some(rules) = &frame.policy.claims else {
            fail!(WindowClosed, ("a policy that knows claims for payment"), ("one that does not"));
        };
        ensure!(
            rules.procedure == fact.procedure && fact.reserved.is_empty() && fact.received == "yes",
            StageClock,
            ("by {}, with nothing reserved", rules.procedure),
            ("{fact:?}")
        );
        let right = fact.by.as_ref() == Some(&self.seller) && frame.role == "seller";
        ensure!(
            right,
            Rights,
            ("claimed by the seller {}", self.seller),
            ("{:?} as {}", fact.by, frame.role)
        );
        let units: Vec<u16> = fact.units.iter().map(|(_, unit)| *unit).collect();
        for unit in &units {
            self.may_be_claimed(frame, *unit)?;
        }
        let (escrow, loss) = self.claimable(&units);
        let due = sum(&escrow) + sum(&loss);
        let asked = fact.asked.kind == "seller_payment" && fact.asked.amount == Some(due) && due > 0;
        ensure!(asked, SellerCap, ("{due} asked, which is still owed"), ("{:?}", fact.asked));
        self.cases.push(Case {
            kind: Kind::Claim,
            received: true,
            reason: fact.reason.clone(),
            procedure: fact.procedure.clone(),
            units,
            asked: Some(fact.asked.clone()),
            ..Case::default()
        });
        Ok(())
    }

    fn may_be_claimed(&self, frame: &Frame<'_>, unit: u16) -> Held {
        let other = self.case_of_unit(unit);
        let about = |case: &&Case| case.kind == Kind::Claim && case.units.contains(&unit);
        let known = self.cases.iter().filter(about).any(|case| case.closing != "withdrawn");
        ensure!(
            other.is_none() && !known,
            OneCase,
            ("unit {unit} in no open case, and claimed for once"),
            ("case {other:?}, known: {known}")
        );
        let within = frame.policy.claims.as_ref().map(|rules| rules.within);
        let end = self.failed(unit).zip(within).map(|(at, within)| frame.calendar.end(at, within));
        ensure!(
            end.is_some_and(|end| frame.at < end),
            WindowClosed,
            ("a claim for unit {unit} before {:?}", end.map(shown)),
            ("at {}", shown(frame.at))
        );
        Ok(())
    }

    pub(super) fn payment_claimed(&mut self, frame: &Frame<'_>, fact: &PaymentClaimed) -> Held {
        let case = self.case(fact.case)?;
        let since = case.units.iter().filter_map(|unit| self.failed(*unit)).max();
        let known = frame.policy.claims.as_ref().is_some_and(|rules| rules.causes.contains(&fact.cause));
        let right = case.kind == Kind::Claim && case.reason == fact.cause && known;
        ensure!(
            right && since == Some(fact.since.0) && self.claim(fact.case).is_none(),
            RecordForm,
            ("the claim of its case, wrong since {:?}", since.map(shown)),
            ("{fact:?}")
        );
        let numbered = |unit: &u16| self.parcel_of(*unit).is_some_and(|(_, parcel)| parcel.number.is_some());
        let tracked = case.units.iter().all(numbered) || fact.tracking.is_some();
        ensure!(tracked, RecordForm, ("a tracking number"), ("{fact:?}"));
        let shown = fact.confirmation.is_some();
        self.claims.push(Claim { case: fact.case, shown, asking: !shown, answered: None, paid: false });
        Ok(())
    }

    /// The buyer says it once: asked with the claim, that leads on; else it is a fact while nothing is decided.
    pub(super) fn claim_answered(&mut self, frame: &Frame<'_>, fact: &ClaimAnswered) -> Held {
        let undecided = self.case(fact.case)?.undecided() && self.case(fact.case)?.rulings.is_empty();
        let claim = self.claims.iter_mut().find(|claim| claim.case == fact.case);
        let Some(claim) = claim.filter(|claim| undecided && claim.answered.is_none()) else {
            fail!(StageExit, ("one answer to a claim that nobody has decided"), ("{fact:?}"));
        };
        claim.answered = Some(fact.received);
        if std::mem::take(&mut claim.asking) {
            return self.case_goes(fact.case, frame, "answer", &["answering"]);
        }
        Ok(())
    }

    /// What the claim itself asks ends with its stage.
    pub(super) fn claim_left(&mut self, no: u16, stage: &str) {
        for claim in self.claims.iter_mut().filter(|claim| claim.case == no && stage != "answering") {
            claim.asking = false;
        }
    }

    /// Whether a claim begins with its review: the buyer is asked only where nothing is shown.
    pub(super) fn begins_reviewed(&self, no: u16) -> bool {
        self.claim(no).is_some_and(|claim| claim.shown)
    }

    /// Paid in full or not at all; by the table, where the buyer's word, or else what is shown, says so.
    pub(super) fn ruled_on_claim(&self, frame: &Frame<'_>, fact: &CaseRuled) -> Held {
        let case = self.case(fact.case)?;
        if case.kind != Kind::Claim {
            return Ok(());
        }
        self.may_pay_claim(&case.units)?;
        let (escrow, loss) = self.claimable(&case.units);
        let due = sum(&escrow) + sum(&loss);
        let given = fact.ruling.remedy.as_ref();
        let fits = given.is_none_or(|remedy| remedy.kind == "seller_payment" && remedy.amount == Some(due));
        let fund = frame.policy.claims.as_ref().map(|rules| rules.loss_from.as_str());
        ensure!(
            fits && fund == Some(fact.ruling.funded_by.as_str()),
            DecidedAmount,
            ("nothing, or {due} at the cost of {fund:?}"),
            ("{given:?} at the cost of {}", fact.ruling.funded_by)
        );
        if fact.ruling.by.role == "mediator" {
            return Ok(());
        }
        let mut parcels = case.units.iter().filter_map(|unit| self.parcel_of(*unit));
        let proven = self.claim(fact.case).is_some_and(|claim| {
            claim.answered.unwrap_or_else(|| claim.shown || parcels.any(|(_, p)| p.confirmed.is_some()))
        });
        ensure!(
            given.is_some() == (proven && due > 0),
            DecidedAmount,
            ("the table pays what is confirmed: {proven}, {due} due"),
            ("{given:?}")
        );
        Ok(())
    }

    fn may_pay_claim(&self, units: &[u16]) -> Held {
        ensure!(
            !self.stopped("release"),
            Frozen,
            ("no claim decided while it is frozen"),
            ("one for {units:?}")
        );
        let held = units.iter().find(|unit| self.held(**unit));
        ensure!(
            held.is_none(),
            ReleasedUnderCase,
            ("no claim decided under a hold"),
            ("unit {held:?} is held")
        );
        Ok(())
    }

    pub(super) fn claim_paid(&mut self, frame: &Frame<'_>, fact: &ClaimPaid, told: &mut Told) -> Held {
        let case = self.case(fact.case)?;
        let fixed = matches!(&case.fixed, Some((Some(remedy), _)) if remedy.kind == "seller_payment");
        let granted = case.rulings.last().is_some_and(|ruling| ruling.remedy.is_some());
        ensure!(
            case.kind == Kind::Claim && fixed && granted && !case.closed,
            OutcomeFixed,
            ("a claim that was granted"),
            ("{:?}", case.fixed)
        );
        self.may_pay_claim(&case.units)?;
        let (escrow, loss) = self.claimable(&case.units);
        let right = escrow == fact.escrow && loss == fact.loss && sum(&escrow) + sum(&loss) > 0;
        ensure!(right, SellerCap, ("{escrow:?} from escrow, {loss:?} lost"), ("{fact:?}"));
        let carrier = case.units.iter().find_map(|unit| Some(self.parcel_of(*unit)?.1.carrier.clone()));
        let rules = frame.policy.claims.as_ref();
        let fund = rules.map_or("", |rules| rules.loss_from.as_str());
        ensure!(fact.fund == fund, PostingBalance, ("the loss borne by {fund}"), ("{}", fact.fund));
        let source = match fund {
            "carrier_claims" => {
                format!("carrier:{}:claims", carrier.flatten().as_deref().unwrap_or("unknown"))
            }
            _ => "platform:protection_fund".to_owned(),
        };
        let step =
            |before: i64, now: i64| frame.policy.commission(before + now) - frame.policy.commission(before);
        let before = |of: fn(&Part) -> i64| self.unit_components().map(|(_, part)| of(part)).sum::<i64>();
        let of_escrow = step(before(|part| part.released), sum(&escrow));
        let of_loss = if frame.policy.seller_bears_commission {
            0
        } else {
            step(before(|part| part.compensated), sum(&loss))
        };
        let commission = of_escrow + of_loss;
        ensure!(fact.commission == commission, PostingBalance, ("{commission}"), ("{}", fact.commission));
        let credited = sum(&escrow) + sum(&loss) - commission;
        let mut net = Net::default();
        net.add("escrow", -sum(&escrow));
        net.add(&source, -sum(&loss));
        net.add(&format!("seller:{}:payable", self.seller), credited);
        net.add("platform:fees", commission);
        agree(&fact.postings, net, &self.currency)?;
        self.count(&fact.postings);
        self.told_seller(fact.message.as_ref(), "claim", credited, told)?;
        self.compensated(&loss, 1);
        for (which, amount) in &escrow {
            if let Some(part) = self.part_mut(*which) {
                part.released += amount;
            }
        }
        for claim in self.claims.iter_mut().filter(|claim| claim.case == fact.case) {
            ensure!(!claim.paid, OneEffect, ("paid once"), ("twice"));
            claim.paid = true;
        }
        Ok(())
    }

    /// How its case ends: paid, taken back by the seller, or with nothing.
    pub(super) fn claim_ends(&self, frame: &Frame<'_>, no: u16, closing: &str) -> bool {
        let paid = self.claim(no).is_some_and(|claim| claim.paid);
        let case = self.cases.get(usize::from(no));
        match closing {
            "claim_paid" => paid,
            "dismissed" => !paid && case.is_some_and(|case| case.rulings.len() == 1),
            "withdrawn" => {
                frame.role == "seller" && case.is_some_and(|case| case.undecided() && case.rulings.is_empty())
            }
            _ => false,
        }
    }

    /// Cancellations that count though the buyer has everything of them.
    fn wrongly_counted(&self) -> Vec<Nanos> {
        let paid = self.claims.iter().filter(|claim| claim.paid);
        let cases = paid.filter_map(|claim| self.cases.get(usize::from(claim.case)));
        let has: Vec<u16> = cases.flat_map(|case| case.units.iter().copied()).collect();
        let wrong = self.counted_at.iter().filter(|(_, units)| units.iter().all(|unit| has.contains(unit)));
        wrong.map(|(at, _)| *at).collect()
    }

    /// One of them is taken back in the account.
    pub(super) fn corrected(&mut self, fact: &AccountTold) -> bool {
        let Some(at) = fact.cancelled.as_ref().map(|at| at.0) else { return false };
        let wrong = self.wrongly_counted().contains(&at);
        let paid = fact.case.and_then(|no| self.claim(no)).is_some_and(|claim| claim.paid);
        self.counted_at.retain(|(counted, _)| *counted != at);
        wrong && paid
    }

    /// After a record: nothing counts against the seller that was a wrong status.
    pub(super) fn nothing_counts_wrongly(&self) -> Held {
        let wrong = self.wrongly_counted();
        ensure!(
            wrong.is_empty(),
            Reputation,
            ("cancellations that were none, taken back in the account"),
            ("those of {:?} count", wrong.iter().map(|at| shown(*at)).collect::<Vec<_>>())
        );
        Ok(())
    }
}

impl Case {
    /// Whether what it gives back is the seller's own affair: what was received, was agreed, or is the seller's liability.
    pub(super) fn is_sellers_own(&self) -> bool {
        let liable = self.rulings.last().is_none_or(|ruling| ruling.liable == "seller");
        self.kind != Kind::Risk && (self.received || liable)
    }
}

fn sum(parts: &[(Component, i64)]) -> i64 {
    parts.iter().map(|(_, amount)| amount).sum()
}
