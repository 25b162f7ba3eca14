//! Disputes that the platform pays at once (PLF): the fund is asked exactly where the policy's conditions hold, for exactly
//! what the refund costs it, and never pays more than it has granted.
use super::{Case, Frame, Kind, Order, Told};
use crate::broken::{Held, ensure, fail};
use crate::calendar::shown;
use crate::fund::Word;
use crate::observe::Nanos;
use crate::read::{
    FundingAnswered, FundingUsed, FundingWeighed, QuestionnaireAnswered, RefundPart, StandingHeard,
};

/// What became of a case at the fund.
#[derive(Debug, Default)]
pub(crate) struct Funding {
    /// What it was asked for; nothing: it was not asked.
    pub(crate) asked: Option<i64>,
    /// The buyer's account was asked, and has not answered.
    pub(crate) awaits_buyer: bool,
    /// … and was told so.
    pub(crate) asked_buyer: bool,
    /// The buyer's account was told of the refund.
    pub(crate) told_buyer: bool,
    pub(crate) answer: Option<bool>,
    /// When it came.
    answered: Nanos,
    /// The seller filled in the questionnaire.
    told_why: bool,
    /// What was promised out of the grant.
    pub(crate) promised: i64,
    used: Option<i64>,
}

impl Order {
    pub(super) fn funding_weighed(
        &mut self,
        frame: &Frame<'_>,
        fact: &FundingWeighed,
        told: &mut Told,
    ) -> Held {
        let (holds, cost) = (self.may_be_funded(frame, fact.case)?, self.costs_the_fund(fact.case)?);
        let currency = self.currency.clone();
        let case = self.case_mut(fact.case)?;
        let procedure = frame.policy.procedures.get(&case.procedure);
        let begins = procedure.is_some_and(|p| p.first == "funding");
        ensure!(
            begins && case.funding.is_none() && case.stage.is_none(),
            StageExit,
            ("weighed once, as a case begins whose procedure begins at the fund"),
            ("case {} in {:?}", fact.case, case.stage)
        );
        // Where the policy looks at the buyer's record, that is asked first.
        let buyer = frame.policy.funding.as_ref().is_some_and(|rules| rules.buyer.is_some()) && holds;
        let all = !fact.weighed.is_empty() && fact.weighed.iter().all(|one| one.holds);
        let named: Vec<&str> = fact.weighed.iter().map(|one| one.factor.as_str()).collect();
        ensure!(
            all == holds
                && fact.asks == (holds && !buyer).then_some(cost)
                && fact.asks_buyer == buyer
                && named == ["reason", "remedy", "order_value", "product"],
            Fund,
            ("every factor weighed; the fund asked for {cost}: {holds}"),
            ("{fact:?}")
        );
        case.funding = Some(Funding { asked: fact.asks, awaits_buyer: buyer, ..Funding::default() });
        if let Some(amount) = fact.asks {
            told.fund.push((fact.case, Word::Asks { fund: fact.fund.clone(), currency, amount }));
        }
        Ok(())
    }

    /// The buyer's account has answered: weighed by the policy's figures, and the fund asked where all holds.
    pub(super) fn standing_heard(
        &mut self,
        frame: &Frame<'_>,
        fact: &StandingHeard,
        told: &mut Told,
    ) -> Held {
        let cost = self.costs_the_fund(fact.case)?;
        let currency = self.currency.clone();
        let case = self.case_mut(fact.case)?;
        let waits = case.stage.as_ref().is_some_and(|stage| stage.name == "funding");
        let awaited = case.funding.as_mut().filter(|funding| funding.awaits_buyer);
        ensure!(awaited.is_some(), MessageOnce, ("an answer where one is awaited"), ("{fact:?}"));
        let Some(funding) = awaited else { return Ok(()) };
        let most = frame.policy.funding.as_ref().and_then(|rules| rules.buyer).map(|(_, most)| most);
        let there = [fact.counts.disputes, fact.counts.funded, fact.counts.reports];
        let weighed = there.into_iter().zip(most.unwrap_or_default());
        let weighed = weighed.filter_map(|(there, most)| Some(there <= most?)).filter(|_| waits);
        let weighed: Vec<bool> = weighed.collect();
        let holds = waits && weighed.iter().all(|holds| *holds) && cost > 0;
        ensure!(
            fact.asks == holds.then_some(cost)
                && fact.weighed.iter().map(|one| one.holds).collect::<Vec<_>>() == weighed,
            Fund,
            ("the buyer's record weighed as {weighed:?}; the fund asked for {cost}: {holds}"),
            ("{fact:?}")
        );
        (funding.awaits_buyer, funding.asked) = (false, fact.asks);
        told.fund.push((fact.case, Word::Stands { counts: fact.counts, version: fact.version }));
        if let Some(amount) = fact.asks {
            told.fund.push((fact.case, Word::Asks { fund: fact.fund.clone(), currency, amount }));
        } else if waits {
            return self.case_goes(fact.case, frame, "denied", &["funding"]);
        }
        Ok(())
    }

    /// The policy's conditions, by the auditor's own reading.
    fn may_be_funded(&self, frame: &Frame<'_>, no: u16) -> Result<bool, Box<crate::broken::Broken>> {
        let case = self.case(no)?;
        let Some(rules) = &frame.policy.funding else { return Ok(false) };
        let value: i64 = self.unit_components().map(|(_, part)| part.buyer_paid()).sum::<i64>()
            + self.surcharge.buyer_paid();
        let most = rules.order_at_most.get(&self.currency);
        let mut categories =
            case.units.iter().filter_map(|no| self.units.get(usize::from(*no))?.category.as_ref());
        let refund = case.asked.as_ref().is_some_and(|asked| asked.kind == "refund");
        Ok(case.kind == Kind::Dispute
            && refund
            && rules.reasons.contains(&case.reason)
            && most.is_some_and(|most| value <= *most)
            && !categories.any(|category| rules.never_for.contains(category)))
    }

    /// What is asked, and the surcharge where the whole order goes back.
    fn costs_the_fund(&self, no: u16) -> Result<i64, Box<crate::broken::Broken>> {
        let case = self.case(no)?;
        let left: i64 = case.reserved.iter().filter_map(|w| self.part(*w)).map(super::Part::buyer_left).sum();
        let asked = case.asked.as_ref().and_then(|asked| asked.amount).unwrap_or(left).min(left);
        let whole = asked == left
            && self.unit_components().all(|(which, part)| {
                part.released == 0 && (case.reserved.contains(&which) || part.buyer_left() == 0)
            });
        Ok(asked + if whole { self.surcharge.buyer_left() } else { 0 })
    }

    pub(super) fn funding_answered(
        &mut self,
        frame: &Frame<'_>,
        fact: &FundingAnswered,
        told: &mut Told,
    ) -> Held {
        let case = self.case_mut(fact.case)?;
        let waits = case.stage.as_ref().is_some_and(|stage| stage.name == "funding");
        let open = case.funding.as_mut().filter(|f| f.asked.is_some() && f.answer.is_none());
        ensure!(open.is_some(), MessageOnce, ("an answer where one is awaited"), ("{fact:?}"));
        if let Some(funding) = open {
            (funding.answer, funding.answered) = (Some(fact.granted), frame.at);
        }
        told.fund.push((fact.case, Word::Heard { granted: fact.granted, version: fact.version }));
        if waits {
            // A grant that does not cover it any more is given back.
            let exit = if frame.words.contains(&"refund_promised") { "granted" } else { "denied" };
            let right = fact.granted || exit == "denied";
            ensure!(right, Fund, ("paid where it is granted"), ("{fact:?}"));
            return self.case_goes(fact.case, frame, exit, &["funding"]);
        }
        Ok(())
    }

    pub(super) fn funding_used(&mut self, fact: &FundingUsed, told: &mut Told) -> Held {
        let case = self.case_mut(fact.case)?;
        let funding = case.funding.get_or_insert_default();
        let most = funding.asked.filter(|_| funding.answer == Some(true));
        ensure!(
            most.is_some_and(|most| fact.used <= most)
                && funding.used.is_none()
                && fact.used == funding.promised,
            Fund,
            ("what was promised of a grant of {most:?}, told once: {}", funding.promised),
            ("{fact:?}")
        );
        funding.used = Some(fact.used);
        told.fund.push((fact.case, Word::Used { fund: fact.fund.clone(), used: fact.used }));
        Ok(())
    }

    /// The seller's questionnaire: of a case that the fund paid, once, in time, on what the policy asks.
    pub(super) fn questionnaire_answered(&mut self, frame: &Frame<'_>, fact: &QuestionnaireAnswered) -> Held {
        let rules = frame.policy.funding.as_ref().and_then(|rules| rules.questionnaire.as_ref());
        let funding = self.case_mut(fact.case)?.funding.get_or_insert_default();
        let paid = funding.used.is_some_and(|used| used > 0);
        ensure!(
            paid && !funding.told_why,
            Rights,
            ("one questionnaire of a case that the fund paid"),
            ("{fact:?}")
        );
        funding.told_why = true;
        let Some((questions, within)) = rules else {
            fail!(Rights, ("no questionnaire: the policy has none"), ("{fact:?}"));
        };
        let end = frame.calendar.end(funding.answered, *within);
        ensure!(frame.at < end, StageClock, ("filled in before {}", shown(end)), ("{}", shown(frame.at)));
        let known = fact.answers.iter().all(|(question, answer)| {
            questions.contains(question) && ["yes", "no", "unsure"].contains(&answer.as_str())
        });
        ensure!(
            known && !fact.answers.is_empty(),
            RecordForm,
            ("answers to the policy's questions"),
            ("{fact:?}")
        );
        Ok(())
    }

    /// A refund out of a grant.
    pub(super) fn promised_by_fund(&mut self, case: Option<u16>, parts: &[RefundPart]) -> Held {
        let amount: i64 = parts.iter().map(RefundPart::to_buyer).sum();
        let funding = case.and_then(|no| self.cases.get_mut(usize::from(no))?.funding.as_mut());
        let granted = funding.as_ref().and_then(|f| f.asked.filter(|_| f.answer == Some(true)));
        ensure!(
            granted.is_some_and(|granted| amount <= granted),
            Fund,
            ("at most what the fund has granted: {granted:?}"),
            ("{amount}")
        );
        if let Some(funding) = funding {
            funding.promised = amount;
        }
        Ok(())
    }
}

impl Case {
    /// Whether the fund has granted it and waits for no word of it.
    pub(super) fn is_funded(&self) -> bool {
        self.funding.as_ref().is_some_and(|funding| funding.answer == Some(true))
    }

    /// Whether nothing is owed to the fund: a grant was told of.
    pub(super) fn has_settled_with_fund(&self) -> bool {
        self.funding.as_ref().is_none_or(|f| f.answer != Some(true) || f.used.is_some())
    }

    /// The stage in which it begins, where the fund is not asked.
    pub(super) fn begins(&self, frame: &Frame<'_>) -> String {
        let Some(procedure) = frame.policy.procedures.get(&self.procedure) else { return String::new() };
        let asks = |funding: &Funding| funding.asked.is_some() || funding.awaits_buyer;
        let asked = self.funding.as_ref().is_some_and(asks);
        if procedure.first != "funding" || asked {
            return procedure.first.clone();
        }
        let stage = procedure.stages.get("funding");
        stage.and_then(|stage| stage.exits.get("denied")).cloned().unwrap_or_default()
    }
}
