//! Refusals: a closed list with stable codes. A refusal is not an error; it says what the person can do instead.
use crate::money::Minor;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Why a command is not carried out. Checked in the order: existence, right, stage, time, input, money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing of that id is here (or it is not for this actor to know).
    NotFound {
        /// What was looked for.
        what: String,
    },
    /// It is not this actor's to do.
    NotYours {
        /// Who may.
        who: String,
    },
    /// It already exists with other content.
    AlreadyExists {
        /// What.
        what: String,
    },
    /// The order is not paid.
    NotPaid,
    /// The case is not in a stage that allows it.
    WrongStage {
        /// The stage it is in.
        stage: String,
        /// What is awaited there.
        turn: String,
    },
    /// The outcome is fixed.
    AlreadyFinal,
    /// Only the mediator who has the case decides it.
    NotAssigned,
    /// An appeal goes to another mediator.
    SameMediator,
    /// Not yet.
    NotYet {
        /// From when it is allowed.
        from: Timestamp,
        /// The rule.
        rule: String,
    },
    /// No longer.
    Ended {
        /// When it ended.
        at: Timestamp,
        /// The rule.
        rule: String,
    },
    /// The instant at which it opens is not known yet.
    NotKnownYet {
        /// What must happen first.
        awaits: String,
        /// The rule.
        rule: String,
    },
    /// The window was shut for this parcel.
    Shut {
        /// The rule.
        rule: String,
    },
    /// A unit is already with the carrier.
    AlreadyShipped {
        /// Which unit.
        unit: u16,
    },
    /// A unit was cancelled.
    UnitCancelled {
        /// Which unit.
        unit: u16,
    },
    /// A unit has not been shipped.
    NotShipped {
        /// Which unit.
        unit: u16,
    },
    /// A unit is part of an open case.
    InCase {
        /// Which unit.
        unit: u16,
        /// Which case.
        case: u16,
    },
    /// A unit's outcome was settled for good.
    UnitSettled {
        /// Which unit.
        unit: u16,
        /// By which case.
        case: u16,
    },
    /// The listing does not allow a return for a change of mind.
    NotReturnable {
        /// Which unit.
        unit: u16,
    },
    /// A return of the unit came to nothing before.
    ReturnRefused {
        /// Which unit.
        unit: u16,
        /// In which case.
        case: u16,
    },
    /// A complaint about what the parcel brought was decided before.
    ComplaintDecided {
        /// Which unit.
        unit: u16,
        /// In which case.
        case: u16,
    },
    /// A unit was withdrawn from dispute twice.
    DisputedTwice {
        /// Which unit.
        unit: u16,
    },
    /// The policy's list does not have this reason in this group.
    ReasonUnknown {
        /// The reasons that it has.
        allowed: Vec<String>,
    },
    /// The reason does not have this finer reason.
    SubReasonUnknown {
        /// The finer reasons that it has; none: it has no list.
        allowed: Vec<String>,
    },
    /// This reason does not offer this remedy.
    RemedyNotOffered {
        /// The remedies that it offers.
        allowed: Vec<String>,
    },
    /// The amount must be above zero.
    AmountZero,
    /// The amount is above what can be given.
    AmountTooHigh {
        /// The most that can be asked.
        most: Minor,
    },
    /// Nothing is left to refund.
    NothingLeft,
    /// The amount may not rise after escalation.
    MayNotRise {
        /// The most that can be asked.
        most: Minor,
    },
    /// The policy's number of changes is used up.
    TooManyChanges {
        /// The number.
        most: u8,
    },
    /// The proposal was refused or replaced by a newer one.
    ProposalGone,
    /// The terms are not those of the proposal.
    TermsDiffer {
        /// The hash of its terms.
        terms: String,
    },
    /// One does not answer one's own proposal.
    OwnProposal,
    /// Something is missing.
    Missing {
        /// What.
        items: Vec<String>,
    },
    /// A ruling that departs from the recommendation says why.
    ReasonNeeded {
        /// The recommended row.
        row: String,
    },
    /// It may only be lengthened.
    OnlyLonger {
        /// Its end now.
        current: Timestamp,
    },
    /// It may not be lengthened so far.
    TooLong {
        /// The latest possible end.
        latest: Timestamp,
    },
    /// A limit of the installation.
    Limit {
        /// Of what.
        what: String,
        /// The limit.
        most: u64,
    },
    /// A file is too large, of the wrong kind or the like.
    FileRefused {
        /// What is wrong, as a stable word.
        why: String,
        /// The limit, where there is one.
        most: Option<u64>,
    },
    /// It was done already.
    AlreadyDone,
    /// A value that cannot be.
    Invalid {
        /// Which field.
        field: String,
        /// What would be right.
        expected: String,
    },
    /// The account has less than that.
    NotEnough {
        /// What it has.
        available: Minor,
    },
    /// The seller's account is restricted: nothing leaves it.
    Restricted {
        /// Its last day: an exclusive end.
        last_day: Timestamp,
    },
    /// The order is frozen, and this is among what the freeze stops.
    Frozen {
        /// What is stopped, in the policy's word.
        stops: String,
    },
    /// The policy does not have it.
    NotInPolicy {
        /// What.
        what: String,
    },
}

impl Refusal {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotFound { .. } => "not_found",
            Self::NotYours { .. } => "not_yours",
            Self::AlreadyExists { .. } => "already_exists",
            Self::NotPaid => "not_paid",
            Self::WrongStage { .. } => "wrong_stage",
            Self::AlreadyFinal => "already_final",
            Self::NotAssigned => "not_assigned",
            Self::SameMediator => "same_mediator",
            Self::NotYet { .. } => "not_yet",
            Self::Ended { .. } => "ended",
            Self::NotKnownYet { .. } => "not_known_yet",
            Self::Shut { .. } => "shut",
            Self::AlreadyShipped { .. } => "already_shipped",
            Self::UnitCancelled { .. } => "unit_cancelled",
            Self::NotShipped { .. } => "not_shipped",
            Self::InCase { .. } => "in_case",
            Self::UnitSettled { .. } => "unit_settled",
            Self::NotReturnable { .. } => "not_returnable",
            Self::ReturnRefused { .. } => "return_refused",
            Self::ComplaintDecided { .. } => "complaint_decided",
            Self::DisputedTwice { .. } => "disputed_twice",
            Self::ReasonUnknown { .. } => "reason_unknown",
            Self::SubReasonUnknown { .. } => "sub_reason_unknown",
            Self::RemedyNotOffered { .. } => "remedy_not_offered",
            Self::AmountZero => "amount_zero",
            Self::AmountTooHigh { .. } => "amount_too_high",
            Self::NothingLeft => "nothing_left",
            Self::MayNotRise { .. } => "may_not_rise",
            Self::TooManyChanges { .. } => "too_many_changes",
            Self::ProposalGone => "proposal_gone",
            Self::TermsDiffer { .. } => "terms_differ",
            Self::OwnProposal => "own_proposal",
            Self::Missing { .. } => "missing",
            Self::ReasonNeeded { .. } => "reason_needed",
            Self::OnlyLonger { .. } => "only_longer",
            Self::TooLong { .. } => "too_long",
            Self::Limit { .. } => "limit",
            Self::FileRefused { .. } => "file_refused",
            Self::AlreadyDone => "already_done",
            Self::Invalid { .. } => "invalid",
            Self::NotEnough { .. } => "not_enough",
            Self::Restricted { .. } => "restricted",
            Self::Frozen { .. } => "frozen",
            Self::NotInPolicy { .. } => "not_in_policy",
        }
    }

    /// Whether the fault lies in a value of the input (422) and not in the state of things (409).
    #[must_use]
    pub const fn is_input(&self) -> bool {
        matches!(
            self,
            Self::ReasonUnknown { .. }
                | Self::SubReasonUnknown { .. }
                | Self::RemedyNotOffered { .. }
                | Self::AmountZero
                | Self::AmountTooHigh { .. }
                | Self::Invalid { .. }
                | Self::FileRefused { .. }
                | Self::Limit { .. }
        )
    }

    /// From when it will be allowed, where that is known.
    #[must_use]
    pub const fn from(&self) -> Option<Timestamp> {
        match self {
            Self::NotYet { from, .. } => Some(*from),
            _ => None,
        }
    }

    /// The rule it comes from, where one names it.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        match self {
            Self::NotYet { rule, .. }
            | Self::Ended { rule, .. }
            | Self::NotKnownYet { rule, .. }
            | Self::Shut { rule } => Some(rule),
            _ => None,
        }
    }

    /// A sentence that says what the person can do instead, and from when. English; portals translate by code.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound { what } => format!("There is no such {what} here; check the id."),
            Self::NotYours { who } => format!("Only {who} can do this."),
            Self::AlreadyExists { what } => {
                format!("This {what} exists already with other content; use a new reference.")
            }
            Self::NotPaid => "The order is not paid yet; this is possible once it is.".to_owned(),
            Self::WrongStage { stage, turn } => {
                format!("The case is in '{stage}', where {turn} is awaited; look at what is allowed now.")
            }
            Self::AlreadyFinal => {
                "The outcome is fixed for good; nothing can be changed any more.".to_owned()
            }
            Self::NotAssigned => {
                "Only the mediator who has the case can decide it; take the case first.".to_owned()
            }
            Self::SameMediator => {
                "An appeal goes to a mediator who has not ruled in the case; assign another.".to_owned()
            }
            Self::NotYet { from, rule } => format!("Not yet: possible from {from} ({rule})."),
            Self::Ended { at, rule } => format!("No longer possible: it ended at {at} ({rule})."),
            Self::NotKnownYet { awaits, rule } => {
                format!("Not yet: it becomes possible after {awaits} ({rule}).")
            }
            Self::Shut { rule } => format!("It is closed for this parcel ({rule})."),
            Self::AlreadyShipped { unit } => {
                format!("Unit {unit} is already with the carrier; when it arrives you can ask for a return.")
            }
            Self::UnitCancelled { unit } => format!("Unit {unit} was cancelled; leave it out."),
            Self::NotShipped { unit } => {
                format!(
                    "Unit {unit} has not been shipped; it can be cancelled, and is at the ship-by instant by itself."
                )
            }
            Self::InCase { unit, case } => {
                format!("Unit {unit} is part of open case {case}; act in that case.")
            }
            Self::UnitSettled { unit, case } => {
                format!("Case {case} settled unit {unit} for good; leave it out.")
            }
            Self::ComplaintDecided { unit, case } => {
                format!(
                    "A complaint about unit {unit} was decided in case {case}; a problem with the goods can still be reported while the window runs."
                )
            }
            Self::DisputedTwice { unit } => {
                format!("Unit {unit} was disputed and withdrawn twice; it cannot be disputed again.")
            }
            Self::NotReturnable { unit } => {
                format!(
                    "Unit {unit} does not go back for a change of mind; its listing says so. A fault can still be reported."
                )
            }
            Self::ReturnRefused { unit, case } => {
                format!(
                    "The return of unit {unit} ended in case {case}; another reason can still be reported while the window runs."
                )
            }
            Self::ReasonUnknown { allowed } => {
                format!("That reason is not offered here; choose one of: {}.", allowed.join(", "))
            }
            Self::RemedyNotOffered { allowed } => {
                format!("That remedy is not offered for this reason; choose one of: {}.", allowed.join(", "))
            }
            _ => self.about_input(),
        }
    }

    /// The sentences about sub-reasons, amounts, proposals, files and limits.
    fn about_input(&self) -> String {
        match self {
            Self::SubReasonUnknown { allowed } if allowed.is_empty() => {
                "This reason has no sub-reasons; leave the sub-reason out.".into()
            }
            Self::SubReasonUnknown { allowed } => {
                format!(
                    "That sub-reason does not belong to this reason; choose one of: {}; or leave it out.",
                    allowed.join(", ")
                )
            }
            Self::AmountZero => "The amount must be above zero.".to_owned(),
            Self::AmountTooHigh { most } => {
                format!("At most {most} (minor units) can be asked for these units.")
            }
            Self::NothingLeft => "Everything that was paid for these units has gone back already.".to_owned(),
            Self::MayNotRise { most } => {
                format!("After escalation the amount may not rise; ask for at most {most} (minor units).")
            }
            Self::TooManyChanges { most } => {
                format!("The request was changed {most} times, which is the most; it stands as it is.")
            }
            Self::ProposalGone => {
                "That proposal was refused or replaced; look at the proposals that stand now.".to_owned()
            }
            Self::TermsDiffer { terms } => {
                format!("The terms are not those of the proposal; read it again and accept {terms}.")
            }
            Self::OwnProposal => "This is your own proposal; the other side answers it.".to_owned(),
            Self::Missing { items } => format!("Still missing: {}.", items.join(", ")),
            Self::ReasonNeeded { row } => {
                format!("This departs from the recommendation '{row}'; give a reason.")
            }
            Self::OnlyLonger { current } => {
                format!("It ends at {current} and may only be lengthened; give a later instant.")
            }
            Self::TooLong { latest } => format!("It cannot be lengthened beyond {latest}."),
            Self::Limit { what, most } => format!("At most {most} {what}."),
            Self::FileRefused { why, most } => match most {
                Some(most) => format!("The file was refused ({why}); it must be smaller than {most} bytes."),
                None => {
                    format!("The file was refused ({why}); pictures, videos, PDF and plain text are taken.")
                }
            },
            Self::AlreadyDone => "This was done already; nothing is left to do.".to_owned(),
            Self::Invalid { field, expected } => format!("'{field}' is not right: {expected}."),
            Self::NotEnough { available } => format!("Only {available} (minor units) is available."),
            Self::Restricted { last_day } => format!(
                "The account is restricted until {last_day} at the latest, and nothing is paid out meanwhile; provide what the notice asks for."
            ),
            Self::Frozen { stops } => format!(
                "The order is frozen, which stops this ({stops}); it goes on when the freeze is lifted."
            ),
            Self::NotInPolicy { what } => format!("This marketplace's policy does not have {what}."),
            _ => self.code().to_owned(),
        }
    }
}
