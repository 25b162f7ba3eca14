//! What can be done in a case.
use crate::{Remedy, Side, Words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A dispute as the buyer opens it (DIS-1 to DIS-5).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCase {
    /// About which units, at least one.
    #[schema(min_items = 1)]
    pub units: Vec<u16>,
    /// The first question: were the goods received?
    pub received: bool,
    /// A reason of the policy's list.
    #[schema(example = "not_received")]
    pub reason: String,
    /// A finer reason of that reason's list, as `allowed_actions` names them, if you know it; it decides nothing.
    #[serde(default)]
    #[schema(example = "trademark")]
    pub sub_reason: Option<String>,
    /// What is asked.
    pub remedy: Remedy,
    /// In the buyer's own words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// The opener changes what is asked (DIS-9).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeCase {
    /// The reason now.
    pub reason: String,
    /// A finer reason of that reason's list. Left out, the one that was named before stays with its reason, and goes with it.
    #[serde(default)]
    #[schema(example = "trademark")]
    pub sub_reason: Option<String>,
    /// The remedy now.
    pub remedy: Remedy,
}

/// The respondent's answer.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// What.
    pub answer: AnswerKind,
    /// Why; needed to reject. A return for a change of mind is refused for a condition that is not met and for nothing
    /// else: `allowed_actions` names them.
    #[serde(default)]
    pub words: Option<Words>,
    /// For `investigate`: the carrier.
    #[serde(default)]
    pub carrier: Option<String>,
    /// For `investigate`: the tracking number.
    #[serde(default)]
    pub number: Option<String>,
}

/// Kinds of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// What is asked is granted.
    Accept,
    /// To a return for a change of mind: the money without the goods, which the buyer keeps (RET-3).
    RefundWithoutReturn,
    /// It is refused, with a reason.
    Reject,
    /// Have the shipment investigated.
    Investigate,
}

/// A proposal; it replaces the side's own older one (DIS-10).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProposal {
    /// What.
    pub remedy: Remedy,
    /// Why.
    pub words: Words,
}

/// A side accepts what another proposed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptProposal {
    /// Hash of the terms that it means, as the proposal showed it.
    pub terms: String,
}

/// Typed reason and words, for acts that need no more.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WithWords {
    /// Why.
    pub words: Words,
}

/// An act that needs no more than itself: `{}`.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// A mediator takes the case or passes it on.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// Your id of the mediator who has it from now on; the acting mediator, if not given.
    #[serde(default)]
    pub mediator: Option<String>,
}

/// The mediator asks a party.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewQuestion {
    /// Whom: opener or respondent.
    pub side: Side,
    /// What; sealed on arrival.
    #[schema(min_length = 1)]
    pub text: String,
}

/// The asked party answers.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionAnswer {
    /// The answer; sealed on arrival.
    #[schema(min_length = 1)]
    pub text: String,
}

/// The carrier's finding.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFinding {
    /// What.
    pub finding: Finding,
}

/// What an investigation found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The carrier still has it.
    WithCarrier,
    /// It was delivered.
    Delivered,
    /// It is lost.
    Lost,
}

/// A cause on the buyer's side, with date and voucher (INR-3).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewBuyerCause {
    /// Which.
    pub cause: BuyerCause,
    /// From when.
    pub from: Timestamp,
    /// Until when, where it is over.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// The piece of evidence that vouches for it.
    pub voucher: String,
}

/// Causes on the buyer's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuyerCause {
    /// Nobody was there.
    Absent,
    /// The buyer refused the parcel.
    Refused,
    /// The buyer's customs papers are missing.
    Customs,
}

/// The platform's ruling.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRuling {
    /// What is given; nothing: the dispute fails.
    #[serde(default)]
    pub remedy: Option<Remedy>,
    /// Who bears it.
    pub liable: Liable,
    /// Why it departs from the recommended row; needed where it does.
    #[serde(default)]
    pub departs: Option<Words>,
}

/// Who bears a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Liable {
    /// The seller.
    Seller,
    /// The buyer.
    Buyer,
    /// The carrier.
    Carrier,
    /// The platform.
    Platform,
    /// Nobody: there is no loss.
    Nobody,
}

/// An appeal, once a case, with new evidence.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAppeal {
    /// Evidence that was sealed after the ruling.
    pub evidence: Vec<String>,
    /// Why.
    pub words: Words,
}

/// Where the goods go back to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnAddress {
    /// The address; sealed on arrival.
    #[schema(min_length = 1)]
    pub address: String,
    /// The label, as a piece of evidence, where one is owed.
    #[serde(default)]
    pub label: Option<String>,
}

/// The opener sent the goods back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnShipment {
    /// Carrier.
    pub carrier: String,
    /// Tracking number.
    pub number: String,
}

/// What came back; whether it is accepted is another fact (RET-5).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnReceipt {
    /// What came.
    pub content: ReturnContent,
}

/// Units that the buyer wants to send back for a change of mind. By asking, the buyer says that they are in the condition
/// that the terms ask for (RET-2).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    /// Which, at least one.
    #[schema(min_items = 1)]
    pub units: Vec<u16>,
    /// A reason of the policy's list, as `allowed_actions` names it.
    #[schema(example = "change_of_mind")]
    pub reason: String,
    /// A finer reason of that reason's list, as `allowed_actions` names them, if you know it; it decides nothing.
    #[serde(default)]
    #[schema(example = "no_longer_needed")]
    pub sub_reason: Option<String>,
    /// In the buyer's own words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// A complaint of the seller's negligence (NEG-1).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewComplaint {
    /// Which units it is about, at least one.
    #[schema(min_items = 1)]
    pub units: Vec<u16>,
    /// A reason of the policy's list, as `allowed_actions` names it.
    #[schema(example = "late_shipment")]
    pub reason: String,
    /// A finer reason of that reason's list, as `allowed_actions` names them, if you know it; it decides nothing.
    #[serde(default)]
    pub sub_reason: Option<String>,
    /// Whether the shipping fee is asked for.
    pub shipping_fee: bool,
    /// In the buyer's own words; sealed on arrival.
    #[serde(default)]
    pub text: Option<String>,
}

/// A draft of the seller's answer to a complaint; it counts once it is confirmed (NEG-2).
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswerDraft {
    /// What.
    pub answer: DraftKind,
    /// Why; to reject, a reason of the list that `allowed_actions` names and an explanation.
    #[serde(default)]
    pub words: Option<Words>,
}

/// What is drafted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// The complaint is right.
    Accept,
    /// It is not.
    Reject,
}

/// What came back, and that it is accepted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptReturn {
    /// What came.
    pub content: ReturnContent,
}

/// What came back, and why it is objected to.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectToReturn {
    /// What came.
    pub content: ReturnContent,
    /// Why.
    pub words: Words,
    /// The documents, as pieces of evidence.
    pub documents: Vec<String>,
}

/// What came back in a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
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
