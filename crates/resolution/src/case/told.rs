//! Whom the beginning of a stage is told, and by which notice.
use super::CaseKind;
use crate::actor::Side;
use crate::policy::StageName;

/// Whom the beginning of a stage is told, and how.
pub(super) const fn told(stage: StageName, kind: CaseKind) -> Option<(Option<Side>, &'static str)> {
    match stage {
        StageName::Responding if matches!(kind, CaseKind::Return) => {
            Some((Some(Side::Respondent), "return_requested"))
        }
        StageName::Responding if matches!(kind, CaseKind::Negligence) => {
            Some((Some(Side::Respondent), "complaint_opened"))
        }
        StageName::Responding => Some((Some(Side::Respondent), "case_opened")),
        StageName::Preparing => Some((Some(Side::Respondent), "return_address_needed")),
        StageName::Dispatching => Some((Some(Side::Opener), "send_return")),
        StageName::Inspecting => Some((Some(Side::Respondent), "inspect_return")),
        StageName::DispatchingReplacement => Some((Some(Side::Respondent), "send_replacement")),
        StageName::Negotiating if matches!(kind, CaseKind::Negligence) => {
            Some((None, "complaint_discussion"))
        }
        StageName::Negotiating => Some((None, "negotiation")),
        StageName::Reviewing if matches!(kind, CaseKind::Risk) => Some((None, "risk_review")),
        StageName::Investigating => Some((None, "investigation")),
        StageName::Proposed => Some((None, "platform_proposal")),
        StageName::Appealing => Some((None, "ruling_appealable")),
        _ => None,
    }
}
