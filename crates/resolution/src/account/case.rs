//! A case on an account: the restriction of a seller (compliance freeze) with its answer, review, appeal and last day, or a
//! report on a buyer with its review.
use crate::actor::Actor;
use crate::id::{CaseNo, EvidenceNo, OrderId, PartyId};
use crate::policy::words::words;
use crate::policy::{ComplianceReason, Exhibit, ReportReason, Stop};
use crate::seal::Seal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

words! {
    /// The stage of a case on an account. Each has one clock and one default.
    AccountStage, "stage of a case on an account" {
        /// The seller provides what is asked; at its end the platform looks at what there is.
        Answering = "answering",
        /// The platform decides; at its end a restriction stays, and a report is not upheld.
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
        /// A ruling upheld the report: it counts in the buyer's record.
        Upheld = "upheld",
        /// The report was not upheld, or nobody looked at it in time.
        NotUpheld = "not_upheld",
    }
}

/// A case on an account, as `decide` reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountCase {
    /// Its ordinal on the account.
    pub no: CaseNo,
    /// What it is about.
    pub matter: Matter,
    /// Since when.
    pub opened: Timestamp,
    /// The stage.
    pub stage: AccountStage,
    /// Since when it is in it.
    pub since: Timestamp,
    /// Exclusive end of the stage; nothing where only the last day ends it.
    pub end: Option<Timestamp>,
    /// The party was reminded in this stage.
    pub reminded: bool,
    /// Words at its beginning, sealed: the platform's, or those of the seller who reports.
    pub words: Option<Seal>,
    /// The person who has it.
    pub mediator: Option<PartyId>,
    /// Everyone who ruled in it: an appeal goes to another.
    pub ruled_by: Vec<PartyId>,
    /// The rulings, oldest first.
    pub rulings: Vec<AccountRuling>,
    /// Its evidence.
    pub evidence: Vec<AccountEvidence>,
    /// How it ended.
    pub closed: Option<(AccountClosing, Timestamp)>,
    /// Counts every event of the case.
    pub revision: u32,
}

/// What a case on an account is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Matter {
    /// The account of a seller is restricted (FRZ-3).
    Restriction(Restriction),
    /// A seller reports the buyer whose account it is (PLF-3).
    Report(Report),
}

/// The restriction of a seller's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// Why.
    pub reason: ComplianceReason,
    /// What the seller is asked to provide.
    pub provide: Vec<Exhibit>,
    /// What it stops, as the policy said when it began.
    pub stops: Vec<Stop>,
    /// Its last day: an exclusive end.
    pub last_day: Timestamp,
    /// Staff were warned of the last day.
    pub warned: bool,
    /// When the seller appealed.
    pub appealed: Option<Timestamp>,
    /// How often it was renewed.
    pub renewed: u16,
    /// What became of the orders: how many were looked at to freeze, and to let go again.
    pub reached: (Option<u32>, Option<u32>),
}

/// A seller's report on a buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// For what.
    pub reason: ReportReason,
    /// On which order it happened.
    pub order: OrderId,
    /// In which case of the order, where it was in one.
    pub about: Option<CaseNo>,
    /// The seller who reports.
    pub by: PartyId,
}

/// A decision of the platform on a case of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRuling {
    /// A person, or the clock where the platform's time was over.
    pub by: Actor,
    /// Whether the restriction is lifted, or the report is not upheld.
    pub lift: bool,
    /// Why, sealed.
    pub words: Option<Seal>,
    /// When.
    pub at: Timestamp,
}

impl AccountRuling {
    /// The platform's time was over, and nobody has decided.
    pub(crate) const fn by_clock(lift: bool, at: Timestamp) -> Self {
        Self { by: Actor::Clock, lift, words: None, at }
    }
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
    /// Whether it is not over.
    #[must_use]
    pub const fn open(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it stops something now.
    #[must_use]
    pub fn stops(&self, what: Stop) -> bool {
        self.open() && self.restriction().is_some_and(|found| found.stops.contains(&what))
    }

    /// The restriction, where it is one.
    #[must_use]
    pub const fn restriction(&self) -> Option<&Restriction> {
        match &self.matter {
            Matter::Restriction(found) => Some(found),
            Matter::Report(_) => None,
        }
    }

    /// The report, where it is one.
    #[must_use]
    pub const fn report(&self) -> Option<&Report> {
        match &self.matter {
            Matter::Report(found) => Some(found),
            Matter::Restriction(_) => None,
        }
    }
}
