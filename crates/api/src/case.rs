//! A case as it reads.
use crate::{ActionView, Money, RemedyView, RunningClock, ScanView, Side, Text, Who, WordsView};
use jiff::Timestamp;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A case: both sides, the clock, what is still missing, and what its reader may do now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseView {
    /// The case.
    #[schema(example = "cas_0123456789abcdef0123456789abcdef_0")]
    pub id: String,
    /// The order.
    pub order: String,
    /// `dispute`, `undelivered`, `return`, `negligence`, `carrier_compensation`, `seller_claim` or `risk`.
    pub kind: String,
    /// Who opened it; nothing where the system did for the buyer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_by: Option<String>,
    /// Your id of the opener's side.
    pub opener: String,
    /// Your id of who answers it.
    pub respondent: String,
    /// Since when.
    pub opened_at: Timestamp,
    /// The first answer: whether the goods were received.
    pub received: bool,
    /// The reason.
    pub reason: String,
    /// The reason in words, in the reader's language.
    pub reason_title: String,
    /// The finer reason that the opener named, where one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_reason: Option<String>,
    /// The finer reason in words, in the reader's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_reason_title: Option<String>,
    /// What the opener wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Text>,
    /// The units it is about.
    pub units: Vec<CaseUnit>,
    /// What is asked. A complaint that asks for no money is a fee refund of 0.
    pub asked: RemedyView,
    /// The answer that the respondent has drafted and not confirmed; nobody else sees it (NEG-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<DraftView>,
    /// The most that can still go back for these units.
    pub refundable: Money,
    /// How often it was changed, of how many times.
    pub changes: Changes,
    /// What the system filled in by itself (DIS-4).
    pub known: KnownView,
    /// The stage.
    pub stage: StageView,
    /// The latest proposal of each side, side by side (DIS-10).
    pub proposals: Proposals,
    /// Every proposal ever made, oldest first.
    pub proposal_history: Vec<ProposalView>,
    /// What is needed as evidence, and what is still missing (EVI-2).
    pub requirements: Vec<RequirementView>,
    /// Messages that were on the order before it was opened (MSG-3).
    pub messages_before: u32,
    /// The facts that the liability table is given; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<BTreeMap<String, String>>,
    /// The row that the table recommends; for staff.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommended: Option<RowView>,
    /// What was weighed when it began at the protection fund, and what the fund said; for staff (PLF-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub funding: Option<crate::FundingView>,
    /// What the seller is asked after the fund has paid; for the seller and the platform.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub questionnaire: Option<crate::QuestionnaireView>,
    /// For a seller's claim: what it names, and what became of it (CLM).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub claim: Option<crate::ClaimView>,
    /// Who asked a party, and which.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked_side: Option<Side>,
    /// The mediator who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mediator: Option<String>,
    /// The rulings, oldest first.
    pub rulings: Vec<RulingView>,
    /// Whether someone appealed.
    pub appealed: bool,
    /// What the carrier was asked, for both sides to see (INV-2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub investigation: Option<InvestigationView>,
    /// The carrier's finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// A cause on the buyer's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub buyer_cause: Option<BuyerCauseView>,
    /// What is carried out, once fixed for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<RemedyView>,
    /// The way back of the goods, where there is one.
    #[serde(rename = "return", skip_serializing_if = "Option::is_none")]
    pub returning: Option<ReturnView>,
    /// The refund that carries it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refund: Option<String>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed: Option<ClosedView>,
    /// What the reader may do now, and why not yet.
    pub allowed_actions: Vec<ActionView>,
    /// Counts the events of the case; also the `ETag`.
    pub revision: u32,
}

/// An answer that waits for its confirmation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DraftView {
    /// `accept` or `reject`.
    pub answer: String,
    /// Why.
    pub words: WordsView,
    /// When it was drafted.
    pub at: Timestamp,
}

/// The question to the carrier where a parcel is. Until when it has time, the stage's clock says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InvestigationView {
    /// Which carrier.
    pub carrier: String,
    /// Under which tracking number.
    pub number: String,
    /// Since when it is asked.
    pub asked_at: Timestamp,
    /// When its time was over without an answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missed_at: Option<Timestamp>,
    /// When it last said what it found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found_at: Option<Timestamp>,
}

/// A unit of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CaseUnit {
    /// Its line.
    pub line: u16,
    /// The unit.
    pub unit: u16,
}

/// Changes of what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changes {
    /// So far.
    pub made: u8,
    /// At most.
    pub most: u8,
}

/// What the system filled in by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownView {
    /// Your own reference of the order.
    pub reference: String,
    /// Its parcels.
    pub parcels: Vec<KnownParcel>,
    /// Latest estimated delivery.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub estimate: Option<Timestamp>,
}

/// A parcel as it was known when the case was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct KnownParcel {
    /// The parcel.
    pub parcel: String,
    /// Carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Tracking number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

/// The stage of a case: whose turn, until when, and what happens then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StageView {
    /// Its name.
    pub name: String,
    /// `opener`, `respondent`, `both`, `mediator`, `asked`, `carrier`, `gateway` or `nobody`.
    pub turn: String,
    /// Since when.
    pub since: Timestamp,
    /// Its clock; nothing while it rests and at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<RunningClock>,
    /// The platform's promise, of which the clock is three quarters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promised: Option<Timestamp>,
    /// What happens at its end, in the policy's word.
    pub on_end: String,
    /// What stops the clock.
    pub stopped_by: Vec<String>,
}

/// The latest proposals, side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Proposals {
    /// The opener's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opener: Option<ProposalView>,
    /// The respondent's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub respondent: Option<ProposalView>,
    /// The platform's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<ProposalView>,
}

/// A proposal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProposalView {
    /// Its ordinal in the case, from 0.
    pub proposal: u16,
    /// Whose.
    pub by: Side,
    /// What.
    pub remedy: RemedyView,
    /// Hash of its terms: accepting it names this.
    pub terms: String,
    /// Typed reason and words.
    pub words: WordsView,
    /// When it was made.
    pub at: Timestamp,
    /// Who refused it.
    pub refused_by: Vec<Side>,
    /// Who accepted it.
    pub accepted_by: Vec<Side>,
}

/// One thing to show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementView {
    /// Its stable word.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Who is to show it.
    pub from: Side,
    /// The kinds of file that tick it off.
    pub kinds: Vec<String>,
    /// Whether grams must come with it.
    pub grams: bool,
    /// Whether it helps without being needed.
    pub optional: bool,
    /// Whether it is ticked off.
    pub satisfied: bool,
    /// The piece that ticks it off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// What it means when it is missing.
    pub missing_means: String,
}

/// A row of the liability table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RowView {
    /// Its stable word.
    pub row: String,
    /// Who bears the loss.
    pub liable: String,
    /// What is given: `seller_payment` in a seller's claim; else what the buyer gets: `refund_asked`, `refund_all`, `refund_goods`, `return_and_refund` or `none`.
    pub remedy: String,
    /// From which money: `escrow`, `protection_fund` or `carrier_claims`.
    pub funded_by: String,
    /// Why, in words.
    pub why: String,
}

/// A ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulingView {
    /// Who decided: a mediator, or the clock by the table.
    pub by: Who,
    /// The row that applied or was recommended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// The facts that the table was given.
    pub facts: BTreeMap<String, String>,
    /// Evidence at the time.
    pub evidence: Vec<String>,
    /// Who bears it.
    pub liable: String,
    /// Who pays first.
    pub funded_by: String,
    /// What is given; nothing where the dispute fails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<RemedyView>,
    /// Why, in words.
    pub why: String,
    /// Why it departs from the recommendation, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub departs: Option<WordsView>,
    /// The how manieth review it was.
    pub review: u16,
    /// Whether an appeal may follow.
    pub appealable: bool,
}

/// A cause on the buyer's side (INR-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BuyerCauseView {
    /// `absent`, `refused` or `customs`.
    pub cause: String,
    /// From when.
    pub from: Timestamp,
    /// Until when, where it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// The way back of the goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReturnView {
    /// The return address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    /// The label, where one is owed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// When it was told what came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received_at: Option<Timestamp>,
    /// When it was accepted, by a word or by silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// Carrier, once sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// Tracking number, once sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Scans.
    pub scans: Vec<ScanView>,
    /// What came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
    /// Whether the respondent objected.
    pub objected: bool,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClosedView {
    /// `withdrawn`, `refunded`, `replaced`, `agreed`, `dismissed`, `lapsed` or `upheld`.
    pub how: String,
    /// When.
    pub at: Timestamp,
}
