//! What a policy says of carrier compensation (LOS): which of a carrier's declarations are made good to the seller, and how
//! much of the price.
use super::{Bearer, Problem, Procedure, StageName, Target, problem::Source, raw::RawPolicy, words::words};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Compensation for what a carrier declares lost or damaged.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CompensationRules {
    /// Which declarations of a listed carrier are made good (LOS-1); at least one.
    pub declared: Vec<CarrierDeclaration>,
    /// Whether the shipping of the affected units is made good beside the goods.
    pub shipping_included: bool,
    /// Whether the platform takes its commission of it, as of a release: then the seller has exactly what the sale would
    /// have brought.
    pub less_commission: bool,
    /// The procedure by which it is paid; a key of [`super::Policy::procedures`].
    pub procedure: String,
}

words! {
    /// What a carrier declares of a parcel.
    CarrierDeclaration, "declaration of a carrier" {
        /// It cannot be found.
        Lost = "lost",
        /// It is broken.
        Damaged = "damaged",
    }
}

impl CarrierDeclaration {
    /// The reason of a case that begins with it; its text is the message `reason.ID`.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Lost => "declared_lost",
            Self::Damaged => "declared_damaged",
        }
    }
}

/// Everything that is wrong with it.
pub(super) fn check(source: &Source<'_>, raw: &RawPolicy) -> Vec<Problem> {
    let Some(rules) = &raw.compensation else { return Vec::new() };
    let mut problems = Vec::new();
    if rules.declared.is_empty() {
        let text =
            "nothing would ever be made good; name at least one of lost, damaged, or remove the section";
        problems.push(source.at_key("compensation.declared", text));
    }
    if rules.less_commission && raw.commission.on_refund == Bearer::Seller {
        let text = "the seller bears the commission on the buyer's refund already (commission.on_refund); write false, or it would be taken twice";
        problems.push(source.at_key("compensation.less_commission", text));
    }
    problems
}

/// Whether its procedure, where there is one of that name, pays by itself within what is promised.
pub(super) fn fits(
    source: &Source<'_>,
    rules: Option<&CompensationRules>,
    procedures: &BTreeMap<String, Procedure>,
) -> Option<Problem> {
    let name = &rules?.procedure;
    let pays = |procedure: &Procedure| {
        let paying =
            procedure.stages.get(&StageName::Executing).filter(|_| procedure.first == StageName::Executing);
        paying.is_some_and(|spec| spec.promise.is_some() && spec.on_end == Target::Compensate)
    };
    if procedures.get(name).is_some_and(pays) {
        return None;
    }
    let text = format!(
        "`{name}` does not pay by itself; write [procedure.{name}] with first = \"executing\" and executing = {{ promise = \"48 hours\", on_end = \"compensate\", done = \"closed\" }}"
    );
    Some(source.at_key("compensation.procedure", text))
}
