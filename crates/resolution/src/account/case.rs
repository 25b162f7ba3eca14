//! A case on an account: the restriction of a seller (compliance freeze) with its answer, review, appeal and last day.
use crate::actor::Actor;
use crate::id::{CaseNo, EvidenceNo, PartyId};
use crate::policy::words::words;
use crate::policy::{ComplianceReason, Exhibit, Stop};
use crate::seal::Seal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words! {
    /// The stage of a case on an account. Each has one clock and one default.
    AccountStage, "stage of a case on an account" {
        /// The seller provides what is asked; at its end the platform looks at what there is.
        Answering = "answering",
        /// The platform decides; at its end the restriction stays.
        Reviewing = "reviewing",
        /// The seller may appeal, once; at its end the restriction stays.
        Appealing = "appealing",
        /// It was upheld; at its last day it is lifted.
        Standing = "standing",
        /// It is over.
        Closed = "closed",
    }
}

words! {
    /// How a case on an account ended.
    AccountClosing, "end of a case on an account" {
        /// A ruling lifted the restriction.
        Lifted = "lifted",
        /// Its last day came.
        LastDay = "last_day",
    }
}

/// A case on an account, as `decide` reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCase {
    /// Its ordinal on the account.
    pub no: CaseNo,
    /// Why.
    pub reason: ComplianceReason,
    /// What the seller is asked to provide.
    pub provide: Vec<Exhibit>,
    /// What it stops, as the policy said when it began.
    pub stops: Vec<Stop>,
    /// Since when.
    pub opened: Timestamp,
    /// The stage.
    pub stage: AccountStage,
    /// Since when it is in it.
    pub since: Timestamp,
    /// Exclusive end of the stage; nothing where only the last day ends it.
    pub end: Option<Timestamp>,
    /// The last day of the restriction: an exclusive end.
    pub last_day: Timestamp,
    /// Staff were warned of the last day.
    pub warned: bool,
    /// The party was reminded in this stage.
    pub reminded: bool,
    /// Words of the platform at its beginning, sealed.
    pub words: Option<Seal>,
    /// The person who has it.
    pub mediator: Option<PartyId>,
    /// Everyone who ruled in it: an appeal goes to another.
    pub ruled_by: Vec<PartyId>,
    /// The rulings, oldest first.
    pub rulings: Vec<AccountRuling>,
    /// When the seller appealed.
    pub appealed: Option<Timestamp>,
    /// Its evidence.
    pub evidence: Vec<AccountEvidence>,
    /// How often it was renewed.
    pub renewed: u16,
    /// What became of the orders: how many were looked at to freeze, and to let go again.
    pub reached: (Option<u32>, Option<u32>),
    /// How it ended.
    pub closed: Option<(AccountClosing, Timestamp)>,
    /// Counts every event of the case.
    pub revision: u32,
}

/// A decision of the platform on a restriction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRuling {
    /// A person, or the clock where the platform's time was over.
    pub by: Actor,
    /// Whether it is lifted.
    pub lift: bool,
    /// Why, sealed.
    pub words: Option<Seal>,
    /// When.
    pub at: Timestamp,
}

/// A sealed piece of evidence on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEvidence {
    /// Its ordinal in the case.
    pub no: EvidenceNo,
    /// Whose.
    pub author: PartyId,
    /// In which role.
    pub role: String,
    /// What it is to show.
    pub proof: Option<Exhibit>,
    /// The material.
    pub seal: Seal,
    /// picture, video, pdf, text.
    pub kind: String,
    /// Size.
    pub bytes: u64,
    /// Caption, sealed.
    pub caption: Option<Seal>,
    /// When it was sealed.
    pub at: Timestamp,
}

impl AccountCase {
    /// Whether it still restricts the account.
    #[must_use]
    pub const fn open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it stops something now.
    #[must_use]
    pub fn stops(&self, what: Stop) -> bool {
        self.open() && self.stops.contains(&what)
    }
}
