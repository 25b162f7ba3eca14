//! What a policy says of refunds at the cost of the protection fund (PLF): which disputes the platform pays at once.
use super::{Exit, Problem, ReasonKind, RemedyKind, StageName, Target, problem::Source, raw::RawPolicy};
use super::{Policy, Procedure, QuestionnaireRules, Reason};
use crate::money::{Currency, Minor};
use crate::time::Period;
use serde::Deserialize;
use std::collections::BTreeMap;

/// When the fund is asked. All of it must hold; what is asked for must be a refund.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FundingRules {
    /// Reasons for which the seller's contract does not answer; at least one, each with a procedure that begins in
    /// `funding`.
    pub reasons: Vec<String>,
    /// What the whole order may have cost at most, by currency, in minor units; nothing is paid in a currency that is not
    /// named.
    pub order_at_most: BTreeMap<Currency, Minor>,
    /// Categories of products, in the marketplace's words, for which nothing is paid.
    #[serde(default)]
    pub never_for: Vec<String>,
    /// How the buyer must stand; nothing: the buyer's record is not looked at.
    #[serde(default)]
    pub buyer: Option<BuyerRules>,
    /// What the seller is asked afterwards; nothing: nothing.
    #[serde(default)]
    pub questionnaire: Option<QuestionnaireRules>,
}

impl Policy {
    /// What a seller is asked after the fund has paid; nothing: nothing.
    #[must_use]
    pub fn questionnaire(&self) -> Option<&QuestionnaireRules> {
        self.funding.as_ref()?.questionnaire.as_ref()
    }
}

/// `[funding.buyer]`: the most that there may be in the buyer's record. What is left out is not weighed; at least one is there.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuyerRules {
    /// Over how many days, counted back from today, the record is read; 1 to 730, in days.
    pub window: Period,
    /// Disputes that the buyer opened, this one not counted.
    #[serde(default)]
    pub disputes_at_most: Option<u32>,
    /// Refunds that the fund has paid the buyer.
    #[serde(default)]
    pub funded_at_most: Option<u32>,
    /// Reports on the buyer that were upheld.
    #[serde(default)]
    pub reports_at_most: Option<u32>,
}

impl BuyerRules {
    /// How many days the record is read over, today included.
    #[must_use]
    pub const fn days(&self) -> u16 {
        if let Period::Days(days) = self.window { days } else { 1 }
    }
}

/// Everything that is wrong with them as they are written.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let Some(rules) = &raw.funding else { return problems };
    if rules.reasons.is_empty() {
        let text = "nothing would ever be paid; name at least one reason, or leave the section out";
        problems.push(source.at_key("funding.reasons", text));
    }
    if rules.order_at_most.is_empty() {
        let text = "nothing would ever be paid; name the most that an order may have cost, by currency";
        problems.push(source.at_key("funding.order_at_most", text));
    }
    for (currency, most) in &rules.order_at_most {
        if !most.is_positive() || *most > Minor::MAX_AMOUNT {
            let text = format!("no order costs at most {most} minor units of {currency}; write 1 to 10^15");
            problems.push(source.at_key("funding.order_at_most", text));
        }
    }
    problems.extend(rules.buyer.as_ref().and_then(|buyer| check_buyer(source, buyer)));
    for id in &rules.reasons {
        let Some(reason) = raw.reason.iter().find(|reason| reason.id.as_ref() == id) else {
            let known = raw.reason.iter().map(|reason| reason.id.as_ref().as_str());
            problems.push(source.at_key("funding.reasons", super::words::unknown("reason", id, known)));
            continue;
        };
        let pays = reason.kind == ReasonKind::Dispute && reason.remedies.contains(&RemedyKind::Refund);
        if !pays {
            let text = format!(
                "the fund pays refunds in disputes, and `{id}` is not a reason of one that offers a refund; take it out"
            );
            problems.push(source.at_key("funding.reasons", text));
        }
    }
    problems
}

fn check_buyer(source: &Source<'_>, rules: &BuyerRules) -> Option<Problem> {
    if !matches!(rules.window, Period::Days(_)) {
        let text = format!(
            "`{}`: a buyer's record is counted by days, so write days, like \"365 days\"",
            rules.window
        );
        return Some(source.at_key("funding.buyer.window", text));
    }
    let weighs = [rules.disputes_at_most, rules.funded_at_most, rules.reports_at_most];
    weighs.iter().all(Option::is_none).then(|| {
        let text = "nothing of the buyer would be weighed; write disputes_at_most, funded_at_most or reports_at_most, or leave the section out";
        source.at_key("funding.buyer", text)
    })
}

/// Whether section and procedures fit together: who may be funded begins in `funding`, and nobody else does.
pub(super) fn fits(
    source: &Source<'_>,
    rules: Option<&FundingRules>,
    reasons: &[Reason],
    procedures: &BTreeMap<String, Procedure>,
    system: &str,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let begins = |name: &str| procedures.get(name).is_some_and(|p| p.first == StageName::Funding);
    for (name, procedure) in procedures {
        let key = format!("procedure.{name}.funding");
        if procedure.stages.contains_key(&StageName::Funding) && procedure.first != StageName::Funding {
            let text = "the fund is asked as a case begins and at no other time; write first = \"funding\"";
            problems.push(source.at_key(&key, text));
        }
        let denied = procedure.stages.get(&StageName::Funding).map(|spec| {
            let denied = spec.exits.get(&Exit::Denied).copied();
            (denied, denied == Some(spec.on_end))
        });
        if let Some((denied, same)) = denied {
            if !matches!(denied, Some(Target::Stage(stage)) if stage != StageName::Closed) {
                let text = "what is not funded runs the normal procedure; write denied = \"responding\"";
                problems.push(source.at_key(&key, text));
            } else if !same {
                let text =
                    "no answer of the fund means that it does not pay; write on_end as `denied` is written";
                problems.push(source.at_key(&key, text));
            }
        }
    }
    if begins(system) {
        let text = "what the system opens is decided by the table at once; let it begin in another stage";
        problems.push(source.at_key(&format!("procedure.{system}.first"), text));
    }
    for reason in reasons.iter().filter(|reason| procedures.contains_key(&reason.procedure)) {
        let funded = rules.is_some_and(|rules| rules.reasons.contains(&reason.id));
        let text = match (funded, begins(&reason.procedure)) {
            (true, false) => {
                "its procedure does not begin in `funding`, so the fund is never asked; let it begin there"
            }
            (false, true) => {
                "its procedure begins in `funding`, and [funding] does not name the reason; name it, or give it another procedure"
            }
            _ => continue,
        };
        problems.push(source.at_key(&format!("reason {}", reason.id), text));
    }
    problems
}
