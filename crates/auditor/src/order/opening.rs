//! How a case begins: which kind it is, who opens it over what, by which procedure, and what it reserves.
use super::{Case, Frame, Kind, Order};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::policy::Reason;
use crate::read::{CaseOpened, Component};

impl Kind {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "dispute" => Self::Dispute,
            "undelivered" => Self::Undelivered,
            "return" => Self::Return,
            "negligence" => Self::Negligence,
            "carrier_compensation" => Self::Compensation,
            "risk" => Self::Risk,
            "seller_claim" => Self::Claim,
            _ => return None,
        })
    }

    /// What a reason of the policy must be for, to begin such a case.
    const fn reason(self) -> &'static str {
        match self {
            // A risk has reasons of its own.
            Self::Dispute | Self::Undelivered | Self::Risk => "dispute",
            Self::Return => "return",
            Self::Negligence => "negligence",
            // It has no reason of the list.
            Self::Compensation | Self::Claim => "",
        }
    }
}

impl Order {
    pub(super) fn case_opened(&mut self, frame: &Frame<'_>, fact: &CaseOpened) -> Held {
        let no = u16::try_from(self.cases.len()).unwrap_or(u16::MAX);
        ensure!(
            fact.case == no && self.paid,
            RecordForm,
            ("case {no} on a paid order"),
            ("case {}", fact.case)
        );
        let Some(kind) = Kind::of(&fact.kind) else {
            fail!(RecordForm, ("a kind of case that is known"), ("{}", fact.kind));
        };
        let listed = frame.policy.reasons.get(&fact.reason).filter(|reason| reason.kind == kind.reason());
        let chosen = listed.filter(|_| kind != Kind::Undelivered);
        finer_fits(chosen, &fact.reason, fact.sub_reason.as_deref())?;
        if kind == Kind::Compensation {
            return self.compensation_opened(frame, fact);
        }
        if kind == Kind::Claim {
            return self.claim_opened(frame, fact);
        }
        let units: Vec<u16> = fact.units.iter().map(|(_, unit)| *unit).collect();
        for unit in &units {
            self.unit_is_free(frame, *unit, fact, kind)?;
        }
        let procedure = match kind {
            Kind::Undelivered => Some(&frame.policy.undelivered),
            Kind::Dispute | Kind::Return | Kind::Negligence | Kind::Compensation | Kind::Claim => {
                listed.map(|reason| &reason.procedure)
            }
            Kind::Risk => {
                frame.policy.risk.as_ref().filter(|(_, all)| all.contains(&fact.reason)).map(|(own, _)| own)
            }
        };
        ensure!(
            procedure == Some(&fact.procedure),
            StageClock,
            ("the procedure of {}: {procedure:?}", fact.reason),
            ("{}", fact.procedure)
        );
        let system = kind == Kind::Undelivered;
        let opener = if system { None } else { Some(&self.buyer) };
        let right = if kind == Kind::Risk {
            let frozen = self.freezes.iter().any(|freeze| freeze.risk && freeze.case == no && !freeze.lifted);
            frozen && super::risk::platform(frame)
        } else {
            fact.by.as_ref() == opener && (system || frame.role == "buyer")
        };
        ensure!(
            right,
            Rights,
            ("opened by {opener:?}, or frozen by the platform"),
            ("{:?} as {}", fact.by, frame.role)
        );
        self.all_is_reserved(frame, fact, &units, kind)?;
        asked_fits(fact, kind)?;
        self.cases.push(Case {
            kind,
            received: fact.received == "yes",
            reason: fact.reason.clone(),
            sub_reason: fact.sub_reason.clone(),
            procedure: fact.procedure.clone(),
            about: units.iter().map(|unit| (*unit, self.parcel_of(*unit).map(|(no, _)| no))).collect(),
            units,
            reserved: fact.reserved.iter().map(|(which, _)| *which).collect(),
            asked: Some(fact.asked.clone()),
            ..Case::default()
        });
        Ok(())
    }

    /// One open case on a unit; none over what an earlier one settled; a second only after a withdrawal.
    fn unit_is_free(&self, frame: &Frame<'_>, unit: u16, fact: &CaseOpened, kind: Kind) -> Held {
        if kind == Kind::Negligence {
            return self.may_be_complained_of(frame, unit);
        }
        if kind == Kind::Risk {
            return self.may_be_at_risk(unit);
        }
        let other = self.case_of_unit(unit);
        ensure!(other.is_none(), OneCase, ("no other open case on unit {unit}"), ("case {other:?}"));
        if kind == Kind::Undelivered {
            return Ok(());
        }
        let parcel = self.parcel_of(unit).map(|(no, _)| no);
        let Some(found) = self.units.get(usize::from(unit)) else {
            fail!(RecordForm, ("units of the order"), ("unit {unit}"));
        };
        let settled = found.settled.filter(|(_, about)| *about == parcel);
        ensure!(
            settled.is_none() && !found.cancelled && found.withdrawn < 2,
            OneCase,
            ("unit {unit} not cancelled, not settled, withdrawn at most once"),
            ("settled {settled:?}, withdrawn {}", found.withdrawn)
        );
        self.window_open(frame, unit, fact.received == "yes")?;
        if kind == Kind::Return { self.may_go_back(frame, unit) } else { Ok(()) }
    }

    /// A change of mind: of goods whose listing, or else the policy, allows it, within the policy's days of their receipt,
    /// and not again where a return came to an end (RET-1).
    fn may_go_back(&self, frame: &Frame<'_>, unit: u16) -> Held {
        let Some(rules) = &frame.policy.returns else {
            fail!(WindowClosed, ("a policy that knows returns for a change of mind"), ("one that does not"));
        };
        let allowed = self.units.get(usize::from(unit)).and_then(|unit| unit.returnable);
        ensure!(
            allowed.unwrap_or(rules.unless_said),
            WindowClosed,
            ("goods that may go back"),
            ("unit {unit}, which may not")
        );
        let parcel = self.parcel_of(unit);
        let receipt = parcel.and_then(|(_, parcel)| parcel.receipt());
        let end = receipt.map(|at| frame.calendar.end(at, rules.within));
        ensure!(
            end.is_some_and(|end| frame.at < end),
            WindowClosed,
            ("a return of unit {unit} before {:?}", end.map(shown)),
            ("asked for at {}", shown(frame.at))
        );
        let about = (unit, parcel.map(|(no, _)| no));
        let earlier =
            self.cases.iter().filter(|case| case.kind == Kind::Return && case.about.contains(&about));
        let (withdrawn, ended): (Vec<&Case>, Vec<&Case>) =
            earlier.partition(|case| case.closing == "withdrawn");
        ensure!(
            ended.is_empty() && withdrawn.len() < 2,
            OneCase,
            ("unit {unit} never in a return that ended, and in one withdrawn at most once"),
            ("{} ended, {} withdrawn", ended.len(), withdrawn.len())
        );
        Ok(())
    }

    /// Everything still refundable of each component is reserved, whatever is asked.
    fn all_is_reserved(&self, frame: &Frame<'_>, fact: &CaseOpened, units: &[u16], kind: Kind) -> Held {
        let shipping = match kind {
            Kind::Dispute => frame.policy.shipping_included,
            Kind::Undelivered | Kind::Compensation | Kind::Claim | Kind::Risk => true,
            Kind::Return => frame.policy.returns.as_ref().is_some_and(|rules| rules.shipping_included),
            // The fee, where it is asked for.
            Kind::Negligence => fact.asked.amount != Some(0),
        };
        let goods = kind != Kind::Negligence;
        let both = |unit: &u16| {
            let goods = goods.then_some(Component::Goods(*unit)).into_iter();
            goods.chain(shipping.then_some(Component::Shipping(*unit)))
        };
        let right: Vec<(Component, i64)> = units
            .iter()
            .flat_map(both)
            // What lies in another case is decided there.
            .filter(|which| self.case_on(*which).is_none())
            .map(|which| (which, self.part(which).map_or(0, super::Part::buyer_left)))
            .collect();
        ensure!(right == fact.reserved, Reserved, ("{right:?}"), ("{:?}", fact.reserved));
        Ok(())
    }
}

/// A finer reason is one that the policy lists for the reason; what nobody chose, and what has no reason of the list, names
/// none.
pub(super) fn finer_fits(listed: Option<&Reason>, reason: &str, named: Option<&str>) -> Held {
    let Some(named) = named else { return Ok(()) };
    let known = listed.map(|listed| listed.sub_reasons.as_slice()).unwrap_or_default();
    ensure!(
        known.iter().any(|own| own == named),
        SubReason,
        ("a finer reason of {reason}: {known:?}"),
        ("{named}")
    );
    Ok(())
}

/// At most what is reserved is asked for; all of it for what never came, and all of it for what goes back.
fn asked_fits(fact: &CaseOpened, kind: Kind) -> Held {
    let most: i64 = fact.reserved.iter().map(|(_, amount)| amount).sum();
    let asked = fact.asked.amount;
    let nothing = kind == Kind::Negligence && most == 0;
    let fits = asked.is_none_or(|asked| (asked > 0 || nothing) && asked <= most);
    let came = fact.received == "yes";
    let whole = match kind {
        Kind::Dispute | Kind::Undelivered | Kind::Compensation | Kind::Claim => {
            came || asked.is_none_or(|asked| asked == most)
        }
        Kind::Risk => fact.asked.kind == "refund" && asked == Some(most),
        Kind::Negligence => came && fact.asked.kind == "fee_refund" && asked == Some(most),
        Kind::Return => came && fact.asked.kind == "return_and_refund" && asked == Some(most),
    };
    ensure!(
        fits && whole,
        BuyerCap,
        ("at most {most} asked, all of it for what never came and for what goes back"),
        ("{:?}", fact.asked)
    );
    Ok(())
}
