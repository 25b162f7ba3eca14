//! Cases: what is opened on an order that people must settle.
pub(crate) mod apply;
pub mod facts;
pub mod funding;
pub(crate) mod negligence;
pub mod procedure;
pub mod remedy;
pub(crate) mod risk;
pub(crate) mod standing;
mod told;

pub use apply::case_of;

use crate::actor::{Actor, Side};
use crate::id::{CaseNo, EvidenceNo, LineNo, PartyId, ProposalNo, RefundNo, UnitNo};
use crate::money::Minor;
use crate::order::components::ComponentRef;
use crate::order::event::{Known, StopCause};
use crate::parcel::tracking::Scan;
use crate::policy::{Facts, Fund, Liable, StageName};
use crate::seal::{Seal, Words};
use crate::time::Remaining;
use jiff::Timestamp;
use remedy::Remedy;
use serde::{Deserialize, Serialize};

/// The kinds of case. More kinds are data in the policy (a procedure) and, where needed, a new stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// A buyer's dispute.
    Dispute,
    /// Opened by the system for the buyer: the longest transit is reached (PRO-3), or the carrier declares the parcel
    /// lost, damaged or returned (INR-9). Decided by the table at once.
    Undelivered,
    /// The buyer changed their mind and wants to send the goods back (RET).
    Return,
    /// The buyer complains of the seller's negligence, and may ask for the shipping fee (NEG). It is about the seller and
    /// the fee, never about the goods: those can be disputed beside it.
    Negligence,
    /// A carrier declared a parcel lost or damaged: what the seller would have had is paid by itself (LOS). It is between the
    /// platform, the carrier and the seller; the buyer's own refund is another case.
    CarrierCompensation,
    /// The platform found a risk in an order, such as the address, and froze it: within the policy's time it is cleared, or
    /// everything goes back to the buyer (FRZ-2). Opened by the platform; both parties may show what they know.
    Risk,
    /// The seller claims payment for an order that is shown cancelled or failed though the buyer has it (CLM).
    SellerClaim,
}

impl CaseKind {
    /// Whether its outcome settles the goods between buyer and seller.
    #[must_use]
    pub const fn about_goods(self) -> bool {
        !matches!(self, Self::Negligence | Self::CarrierCompensation | Self::SellerClaim)
    }
}

/// The first question of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Received {
    /// The goods came.
    Yes,
    /// They did not.
    No,
}

/// The respondent's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// What is asked is granted.
    Accept,
    /// The money without the goods: the buyer keeps what a return would have brought back (RET-3).
    WithoutReturn,
    /// It is refused, with a reason.
    Reject,
    /// Have the shipment investigated.
    Investigate {
        /// Carrier.
        carrier: String,
        /// Tracking number.
        number: String,
    },
}

/// An answer that its author has not confirmed yet (NEG-2): nobody but its author sees it, and silence goes on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAnswer {
    /// What.
    pub answer: Answer,
    /// Typed reason and words.
    pub words: Words,
    /// When it was drafted.
    pub at: Timestamp,
}

/// What the carrier's investigation found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The carrier still has it.
    WithCarrier,
    /// It was delivered.
    Delivered,
    /// It is lost.
    Lost,
}

/// What came back in a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnContent {
    /// Everything.
    All,
    /// A part.
    Part,
    /// Something else.
    Other,
    /// An empty parcel.
    Empty,
    /// Nothing came although the carrier says so.
    Nothing,
}

/// The decision of the platform, with all that explains it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// Who decided: a mediator, or the clock by the table.
    pub by: Actor,
    /// The row of the liability table that applied or was recommended.
    pub row: Option<String>,
    /// The facts that the table was given.
    pub facts: Facts,
    /// Evidence sealed and not withdrawn at the time.
    pub evidence: Vec<EvidenceNo>,
    /// Who bears it.
    pub liable: Liable,
    /// Who pays first.
    pub funded_by: Fund,
    /// What is given; nothing where the dispute fails.
    pub remedy: Option<Remedy>,
    /// Message key of the reason in words.
    pub why: String,
    /// Where a mediator departed from the recommended row: the typed reason and words.
    pub departs: Option<Words>,
    /// The second review of the case, or a later one.
    pub review: u16,
    /// Whether an appeal may follow.
    pub appealable: bool,
}

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Closing {
    /// The opener withdrew it.
    Withdrawn,
    /// Money went back.
    Refunded,
    /// The goods were sent again.
    Replaced,
    /// Another solution, in words, was agreed.
    Agreed,
    /// The dispute failed.
    Dismissed,
    /// The opener did not do what was owed in time (return not sent).
    Lapsed,
    /// A complaint was held to be right, and no money was asked for or left (NEG-4).
    Upheld,
    /// A carrier made good what it lost or damaged (LOS-1).
    Compensated,
    /// What a carrier declared lost turned up before it was made good (LOS-3).
    TurnedUp,
    /// A risk was looked at and is none (FRZ-2).
    Cleared,
    /// A seller's claim was right, and it was paid (CLM-3).
    ClaimPaid,
}

/// A proposal that lies on the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Its ordinal in the case.
    pub no: ProposalNo,
    /// Whose.
    pub by: Side,
    /// What.
    pub remedy: Remedy,
    /// Hash of its terms.
    pub terms: String,
    /// Typed reason and words.
    pub words: Words,
    /// When it was made.
    pub at: Timestamp,
    /// Which sides refused it.
    pub refused_by: Vec<Side>,
    /// Which sides accepted it (the platform's needs both).
    pub accepted_by: Vec<Side>,
}

/// The stage a case is in, with its clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// Which.
    pub name: StageName,
    /// Since when.
    pub since: Timestamp,
    /// Exclusive end.
    pub end: Option<Timestamp>,
    /// The platform's promise, where the clock binds it.
    pub promised: Option<Timestamp>,
    /// What happens at the end, in the policy's word.
    pub on_end: String,
    /// What stops the clock.
    pub stopped: Vec<StopCause>,
    /// What is left while it rests.
    pub left: Option<Remaining>,
    /// The reminder before the end was sent.
    pub reminded: bool,
}

/// The return journey of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// The address, sealed.
    pub address: Option<Seal>,
    /// The label, where one is owed.
    pub label: Option<EvidenceNo>,
    /// Carrier and number, once sent.
    pub sent: Option<(String, String)>,
    /// Scans of the returning parcel.
    pub scans: Vec<Scan>,
    /// What came.
    pub content: Option<ReturnContent>,
    /// When that was told.
    #[serde(default)]
    pub received: Option<Timestamp>,
    /// When it was accepted, by a word or by silence.
    #[serde(default)]
    pub accepted: Option<Timestamp>,
    /// The documents of an objection.
    pub objected: bool,
}

/// The question to the carrier where a parcel is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Investigation {
    /// Which carrier.
    pub carrier: String,
    /// Under which tracking number.
    pub number: String,
    /// Since when it is asked.
    pub asked: Timestamp,
    /// When its time was over without an answer.
    pub missed: Option<Timestamp>,
    /// When it last said what it found.
    pub found: Option<Timestamp>,
}

/// A case: state that `decide` reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its ordinal.
    pub no: CaseNo,
    /// Its kind.
    pub kind: CaseKind,
    /// The opener; nothing where the system opened it for the buyer.
    pub by: Option<PartyId>,
    /// Since when.
    pub opened: Timestamp,
    /// Received or not.
    pub received: Received,
    /// Reason.
    pub reason: String,
    /// The finer reason that the opener named, of the reason's list in the policy.
    #[serde(default)]
    pub sub_reason: Option<String>,
    /// Procedure.
    pub procedure: String,
    /// Units.
    pub units: Vec<(LineNo, UnitNo)>,
    /// Reserved components.
    pub reserved: Vec<ComponentRef>,
    /// What is asked.
    pub asked: Remedy,
    /// Filled in by the system.
    pub known: Known,
    /// Messages on the order before it.
    pub messages_before: u32,
    /// How often it was changed.
    pub changes: u8,
    /// Counts every event of the case: `ETag` and `If-Match` follow it.
    pub revision: u32,
    /// The stage.
    pub stage: Stage,
    /// The end of the negotiation, fixed when it begins.
    pub negotiation_end: Option<Timestamp>,
    /// The review that an answer or a proposal interrupted.
    pub paused_review: Option<Box<Stage>>,
    /// Whom the mediator asked.
    pub asked_side: Option<Side>,
    /// All proposals; the newest open one of each side counts.
    pub proposals: Vec<Proposal>,
    /// The respondent answered.
    pub answered: bool,
    /// The answer that the respondent has drafted and not confirmed.
    #[serde(default)]
    pub draft: Option<DraftAnswer>,
    /// Escalated since.
    pub escalated: Option<Timestamp>,
    /// The amount when it was escalated, or the lower one asked since: it may not rise (DIS-9).
    pub amount_at_escalation: Option<Minor>,
    /// The mediator who has it.
    pub mediator: Option<PartyId>,
    /// Mediators who ruled in it: an appeal goes to another.
    pub ruled_by: Vec<PartyId>,
    /// The rulings, oldest first.
    pub rulings: Vec<Ruling>,
    /// Someone appealed.
    pub appealed: bool,
    /// Who let the ruling stand.
    pub waived: Vec<Side>,
    /// What the carrier was asked (INV-1).
    #[serde(default)]
    pub investigation: Option<Investigation>,
    /// The finding of the carrier.
    pub finding: Option<Finding>,
    /// A cause on the buyer's side: word, from, until.
    pub buyer_cause: Option<(String, Timestamp, Option<Timestamp>)>,
    /// The remedy that is carried out, once fixed.
    pub fixed: Option<Remedy>,
    /// A ruling fixed it: whatever is paid while it is carried out is borne as the last ruling says.
    pub ruled: bool,
    /// What became of it at the protection fund (PLF); nothing where its procedure does not begin there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub funding: Option<funding::Funding>,
    /// The seller's account was told that the seller was at fault.
    #[serde(default)]
    pub fault: bool,
    /// The return.
    pub returning: Return,
    /// The return was silent on its way until its clock ended.
    pub return_silent: bool,
    /// The refund that carries it out.
    pub refund: Option<RefundNo>,
    /// Staff tasks raised in this stage, and when the next is due.
    pub task: Option<(u16, Timestamp)>,
    /// How it ended.
    pub closed: Option<(Closing, Timestamp)>,
    /// Free text of the opening.
    pub text: Option<Seal>,
}

impl Case {
    /// Whether it still reserves its components.
    #[must_use]
    pub const fn open(&self) -> bool {
        self.closed.is_none()
    }

    /// The newest proposal of a side that nobody has refused.
    #[must_use]
    pub fn standing(&self, side: Side) -> Option<&Proposal> {
        self.proposals.iter().rev().find(|p| p.by == side).filter(|p| p.refused_by.is_empty())
    }
}
