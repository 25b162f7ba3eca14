//! The policy: windows, terms, reasons, procedures and the liability table, as data.
//!
//! A policy is a directory (`policy.toml`, `messages.LANGUAGE.toml`, `examples.toml`) that arrives as a map from file
//! name to text; nothing here touches a disk. [`check`] turns it into a [`Policy`] or into a list of [`Problem`]s, and
//! [`prove`] says what was looked at for it; [`read`] opens what orders were placed under; [`run_examples`] holds it against its examples, [`show`] prints it as tables, [`terms`] says it in plain words.
mod build;
mod carriers;
mod check;
pub(crate) mod claims;
mod compensation;
mod complaints;
mod examples;
mod expr;
pub mod facts;
mod freeze;
mod funding;
mod goods;
mod graph;
mod model;
mod phrases;
pub mod presets;
mod problem;
mod proof;
mod questionnaire;
mod ranges;
mod raw;
mod reports;
mod reputation;
mod returns;
mod show;
mod stage;
mod terms;
pub(crate) mod words;
pub use crate::time::Period;
pub use carriers::CarrierRules;
pub use check::{EXAMPLES_FILE, FALLBACK_LANGUAGE, POLICY_FILE, check, governs, hash, prove, read};
pub use claims::{ClaimCause, ClaimRules};
pub use compensation::{CarrierDeclaration, CompensationRules};
pub use complaints::{ComplaintRejection, ComplaintRules};
pub use examples::{ExampleResult, run_examples};
pub use expr::Expr;
pub use facts::*;
pub use freeze::{ComplianceReason, ComplianceRules, Exhibit, FreezeRules, RiskReason, RiskRules, Stop};
pub use funding::{BuyerRules, FundingRules};
pub use goods::*;
pub use model::*;
pub use problem::Problem;
pub use proof::{Endings, ProcedureProof, Proof};
pub use questionnaire::{Opinion, QuestionnaireRules};
pub use reports::{ReportReason, ReportRules};
pub use reputation::{PenaltyReason, ReputationRules};
pub use show::{ProcessRow, markdown, mermaid, process, show};
pub use stage::{Exit, Procedure, StageName, StageSpec, Target, Turn};
pub use terms::{EvidenceTerms, ReasonTerms, Section, SubReasonTerms, Terms, TermsText, terms};

impl Policy {
    /// The first row of the liability table that holds for these facts. In a checked policy there is one for all facts that
    /// can be.
    #[must_use]
    pub fn rule(&self, facts: &Facts) -> Option<&LiabilityRow> {
        let ready = expr::Ready::new(facts);
        self.liability.iter().find(|row| ready.holds(&row.when))
    }

    /// The first `impossible` row that these facts meet: they cannot all be true.
    #[must_use]
    pub fn contradiction(&self, facts: &Facts) -> Option<&Impossible> {
        let ready = expr::Ready::new(facts);
        self.impossible.iter().find(|row| ready.holds(&row.when))
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn a_policy_can_be_shared_between_lanes() {
        fn shared<T: Send + Sync>() {}
        shared::<Policy>();
    }
}
