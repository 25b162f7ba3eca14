//! Complaints of negligence: one at a time over what a parcel brought, answered in two steps, counted once where they are
//! held to be right.
use super::{Case, Frame, Kind, Order};
use crate::broken::{Held, ensure};
use crate::read::{AnswerDrafted, CaseAnswered, CaseRuled, NegligenceHeld, Remedy};

impl Order {
    /// A complaint is about what came, in the time for it, and not again where one was decided (NEG-1).
    pub(super) fn may_be_complained_of(&self, frame: &Frame<'_>, unit: u16) -> Held {
        ensure!(
            frame.policy.complaints.is_some(),
            WindowClosed,
            ("a policy that knows complaints of negligence"),
            ("one that does not")
        );
        let about = (unit, self.parcel_of(unit).map(|(no, _)| no));
        let earlier = self.cases.iter().filter(|case| {
            let open = !case.closed && case.units.contains(&unit);
            case.kind == Kind::Negligence && (open || case.about.contains(&about))
        });
        let (withdrawn, others): (Vec<&Case>, Vec<&Case>) =
            earlier.partition(|case| case.closing == "withdrawn");
        ensure!(
            others.is_empty() && withdrawn.len() < 2,
            OneCase,
            ("unit {unit} in no other complaint, and in one withdrawn at most once"),
            ("{} others, {} withdrawn", others.len(), withdrawn.len())
        );
        self.window_open(frame, unit, true)
    }

    /// A draft has a reason of the policy's list where it rejects, and an explanation (NEG-2); it moves nothing.
    pub(super) fn answer_drafted(&mut self, frame: &Frame<'_>, fact: &AnswerDrafted) -> Held {
        let known = frame.policy.complaints.as_ref();
        let reason = &fact.words.reason;
        let case = self.case_mut(fact.case)?;
        let stage = case.stage.as_ref().map_or("", |stage| stage.name.as_str());
        let right = match (fact.answer.answer.as_str(), stage) {
            ("accept", "responding" | "negotiating") => true,
            ("reject", "responding") => {
                fact.words.text.is_some() && known.is_some_and(|rules| rules.rejections.contains(reason))
            }
            _ => false,
        };
        ensure!(
            case.kind == Kind::Negligence && right,
            StageExit,
            ("a draft that a complaint in {stage} can have"),
            ("{fact:?} to a {:?}", case.kind)
        );
        case.draft = Some((fact.answer.answer.clone(), reason.clone()));
        Ok(())
    }

    /// Held negligent: once a case, by the seller's own word or by the ruling that stands, with the policy's points
    /// (NEG-4).
    pub(super) fn negligence_held(&mut self, frame: &Frame<'_>, fact: &NegligenceHeld) -> Held {
        let points = frame.policy.complaints.as_ref().map(|rules| rules.penalty_points);
        let case = self.case_mut(fact.case)?;
        let admitted = case.agreed.is_some();
        let ruled = case.rulings.last().is_some_and(|ruling| ruling.liable == "seller");
        ensure!(
            case.kind == Kind::Negligence && !case.held && case.fixed.is_some() && (admitted || ruled),
            OneEffect,
            ("negligence counted once, where it was admitted or ruled"),
            ("counted before: {}, admitted: {admitted}, ruled: {ruled}", case.held)
        );
        ensure!(
            Some(fact.points) == points && fact.reason == case.reason,
            DecidedAmount,
            ("{points:?} points for {}", case.reason),
            ("{} for {}", fact.points, fact.reason)
        );
        case.held = true;
        Ok(())
    }

    /// The shipping fee where the seller is liable, as far as it is asked for and there; nothing where it is not.
    pub(super) fn ruled_on_complaint(&self, fact: &CaseRuled) -> Held {
        let case = self.case(fact.case)?;
        if case.kind != Kind::Negligence {
            return Ok(());
        }
        let left: i64 = case.reserved.iter().filter_map(|w| self.part(*w)).map(super::Part::buyer_left).sum();
        let asked = case.asked.as_ref().and_then(|asked| asked.amount).unwrap_or(0);
        let fee = Some(asked.min(left)).filter(|fee| *fee > 0 && fact.ruling.liable == "seller");
        let given = fact.ruling.remedy.as_ref();
        let right = given.is_none_or(|remedy| remedy.kind == "fee_refund")
            && given.and_then(|remedy| remedy.amount) == fee;
        ensure!(
            right,
            DecidedAmount,
            ("the fee of {fee:?} for a complaint, the seller liable or not"),
            ("{given:?}, {} liable", fact.ruling.liable)
        );
        Ok(())
    }
}

impl Case {
    /// The answer to a complaint is the one that was drafted.
    pub(super) fn confirms(&mut self, fact: &CaseAnswered) -> Held {
        let answer = (fact.answer.answer.clone(), fact.words.reason.clone());
        let draft = self.draft.take();
        ensure!(
            draft.as_ref() == Some(&answer),
            StageExit,
            ("the answer that was drafted: {draft:?}"),
            ("{answer:?}")
        );
        Ok(())
    }

    /// How a complaint ends: with the fee or without it where negligence was counted, else with nothing (NEG-4, NEG-5).
    pub(super) fn complaint_ends(&self, closing: &str, remedy: Option<&Remedy>) -> bool {
        match closing {
            "refunded" => self.held && remedy.is_some_and(|remedy| remedy.kind == "fee_refund"),
            "upheld" => self.held && remedy.is_none(),
            "dismissed" | "withdrawn" => !self.held && remedy.is_none(),
            _ => false,
        }
    }
}
