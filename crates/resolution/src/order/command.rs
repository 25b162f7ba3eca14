//! What can be asked of an order.
use crate::account::standing::BuyerCounts;
use crate::actor::Side;
use crate::case::remedy::Remedy;
use crate::case::{Answer, Finding, Received, ReturnContent};
use crate::id::{
    CaseNo, EvidenceNo, HoldNo, LegNo, ParcelNo, PartyId, PaymentNo, ProposalNo, RefundNo, UnitNo,
};
use crate::money::{Currency, Minor};
use crate::parcel::tracking::Scan;
use crate::payment::{LegResult, PaymentExpected};
use crate::policy::{Liable, Opinion, Stop};
use crate::seal::{Seal, Words};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A command to one order. Parties are pseudonyms, texts are seals: personal data never comes this far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderCommand {
    /// The seller's account is restricted (a message of the account).
    Freeze {
        /// The case on the account.
        case: CaseNo,
        /// What it stops.
        stops: Vec<Stop>,
    },
    /// The restriction is over (a message of the account).
    Thaw {
        /// The case on the account.
        case: CaseNo,
    },
    /// The protection fund has answered (a message of the fund).
    HearFund {
        /// For which case.
        case: CaseNo,
        /// Whether it pays.
        granted: bool,
        /// Events of the fund when it answered.
        version: u64,
    },
    /// The buyer's account says how the buyer stands (a message of the account).
    HearStanding {
        /// For which case.
        case: CaseNo,
        /// What the buyer's record holds.
        counts: BuyerCounts,
        /// Events of the account when it answered.
        version: u64,
    },
    /// The seller reports the buyer (PLF-3). The report is looked at on the buyer's account.
    ReportBuyer {
        /// In which case of the order it happened, where it was in one.
        about: Option<CaseNo>,
        /// A reason of the policy's list.
        reason: String,
        /// What happened, sealed.
        words: Seal,
    },
    /// The platform found a risk in the order, such as its address (FRZ-2): it is frozen and looked at.
    FreezeForRisk {
        /// A reason of the policy's list.
        reason: String,
        /// What was found, sealed.
        text: Option<Seal>,
    },
    /// The platform has looked at the risk: cleared, or everything goes back to the buyer.
    DecideRisk {
        /// The case.
        case: CaseNo,
        /// Whether it is none.
        clear: bool,
        /// Typed reason and words.
        words: Words,
    },
    /// A purchase becomes an order of one seller.
    Place(Box<Placement>),
    /// The provider captured this order's share of a payment.
    CapturePayment {
        /// Which share.
        payment: PaymentNo,
        /// When, by the provider.
        captured_at: Timestamp,
        /// The provider's fee.
        fee: Minor,
    },
    /// The buyer gives the seller longer to ship.
    LengthenShipBy {
        /// New exclusive end.
        until: Timestamp,
    },
    /// The buyer does not want these units any more, or the seller cannot deliver them.
    Cancel {
        /// Which; none means all that can still be cancelled. The seller's takes everything in the same parcel with it.
        units: Vec<UnitNo>,
        /// Typed reason; the seller's is one of the policy's list.
        reason: String,
    },
    /// A parcel is on its way.
    DeclareShipment(Shipment),
    /// Carrier scans of a parcel.
    RecordScans {
        /// Which parcel.
        parcel: ParcelNo,
        /// In any order, repeated or late: harmless.
        scans: Vec<Scan>,
    },
    /// The buyer has it.
    ConfirmReceipt {
        /// Which parcel.
        parcel: ParcelNo,
    },
    /// The buyer answers the address question.
    AnswerAddress {
        /// Which parcel.
        parcel: ParcelNo,
        /// Whether it came.
        received: bool,
    },
    /// The seller lengthens the windows of a parcel.
    LengthenWindow {
        /// Which parcel.
        parcel: ParcelNo,
        /// No window of it ends before this.
        until: Timestamp,
    },
    /// Someone writes.
    WriteMessage {
        /// In a case, or on the order.
        case: Option<CaseNo>,
        /// The words.
        words: Seal,
    },
    /// A file or log entry is sealed.
    SubmitEvidence(Submission),
    /// Its author withdraws it.
    WithdrawEvidence {
        /// Which.
        evidence: EvidenceNo,
    },
    /// Its bytes are destroyed for a legal cause.
    RemoveEvidence {
        /// Which.
        evidence: EvidenceNo,
        /// The cause.
        why: String,
    },
    /// The seller refunds without a case.
    GoodwillRefund {
        /// For which units.
        units: Vec<UnitNo>,
        /// How much.
        amount: Minor,
        /// Typed reason and words.
        words: Words,
    },
    /// The buyer opens a dispute.
    OpenDispute(Opening),
    /// The buyer wants to send goods back for a change of mind.
    RequestReturn(ReturnRequest),
    /// The buyer complains of the seller's negligence.
    Complain(Complaint),
    /// The seller claims payment for what the buyer has though the order is shown cancelled or failed.
    ClaimPayment(PaymentClaim),
    /// The buyer says whether the goods are there for which a seller claims payment.
    AnswerClaim {
        /// Which case.
        case: CaseNo,
        /// Whether they are.
        received: bool,
        /// In words.
        text: Option<Seal>,
    },
    /// The seller fills in the questionnaire of a case that the protection fund paid.
    AnswerQuestionnaire {
        /// Which case.
        case: CaseNo,
        /// The policy's question → the answer.
        answers: BTreeMap<String, Opinion>,
        /// In words.
        text: Option<Seal>,
    },
    /// The buyer changes what is asked.
    ChangeDispute {
        /// Which case.
        case: CaseNo,
        /// The reason now.
        reason: String,
        /// A finer reason of that reason's list; none: the one named before, where the reason stays the same.
        sub_reason: Option<String>,
        /// The remedy now.
        asked: Remedy,
    },
    /// The buyer withdraws it.
    Withdraw {
        /// Which case.
        case: CaseNo,
    },
    /// The respondent answers.
    Respond {
        /// Which case.
        case: CaseNo,
        /// What.
        answer: Answer,
        /// Typed reason and words.
        words: Words,
    },
    /// The respondent drafts its answer to a complaint.
    DraftAnswer {
        /// Which case.
        case: CaseNo,
        /// What: accepted or rejected.
        answer: Answer,
        /// Typed reason and words.
        words: Words,
    },
    /// The respondent stands by its draft.
    ConfirmAnswer {
        /// Which case.
        case: CaseNo,
    },
    /// A side proposes a remedy.
    Propose {
        /// Which case.
        case: CaseNo,
        /// What.
        remedy: Remedy,
        /// Typed reason and words.
        words: Words,
    },
    /// A side accepts what another proposed.
    AcceptProposal {
        /// Which case.
        case: CaseNo,
        /// Which proposal.
        proposal: ProposalNo,
        /// Hash of the terms it means.
        terms: String,
    },
    /// A side refuses a proposal.
    RejectProposal {
        /// Which case.
        case: CaseNo,
        /// Which proposal.
        proposal: ProposalNo,
        /// Typed reason and words.
        words: Words,
    },
    /// A side calls the platform.
    Escalate {
        /// Which case.
        case: CaseNo,
        /// Typed reason and words.
        words: Words,
    },
    /// A mediator takes a case, or passes it on.
    Assign {
        /// Which case.
        case: CaseNo,
        /// Who has it from now on.
        mediator: PartyId,
    },
    /// The carrier's finding.
    ReportFinding {
        /// Which case.
        case: CaseNo,
        /// What.
        finding: Finding,
    },
    /// The mediator asks a party.
    Ask {
        /// Which case.
        case: CaseNo,
        /// Whom.
        side: Side,
        /// What.
        words: Seal,
    },
    /// The party answers.
    AnswerQuestion {
        /// Which case.
        case: CaseNo,
        /// The answer.
        words: Seal,
    },
    /// A cause on the buyer's side, with date and voucher.
    StateBuyerCause {
        /// Which case.
        case: CaseNo,
        /// absent, refused or customs.
        cause: String,
        /// From when.
        from: Timestamp,
        /// Until when, where over.
        until: Option<Timestamp>,
        /// The voucher.
        voucher: EvidenceNo,
    },
    /// The mediator rules.
    Rule {
        /// Which case.
        case: CaseNo,
        /// What is given; nothing: the dispute fails.
        remedy: Option<Remedy>,
        /// Who bears it.
        liable: Liable,
        /// Where it departs from the recommendation: why.
        departs: Option<Words>,
    },
    /// A party appeals.
    Appeal {
        /// Which case.
        case: CaseNo,
        /// New evidence, sealed after the ruling.
        evidence: Vec<EvidenceNo>,
        /// Typed reason and words.
        words: Words,
    },
    /// A party lets the ruling stand.
    Waive {
        /// Which case.
        case: CaseNo,
    },
    /// The return address, and the label where it is owed.
    GiveReturnAddress {
        /// Which case.
        case: CaseNo,
        /// The address.
        address: Seal,
        /// The label.
        label: Option<EvidenceNo>,
    },
    /// The opener sent the goods back.
    SendReturn {
        /// Which case.
        case: CaseNo,
        /// Carrier.
        carrier: String,
        /// Tracking number.
        number: String,
    },
    /// Scans of the returning parcel.
    RecordReturnScans {
        /// Which case.
        case: CaseNo,
        /// In any order.
        scans: Vec<Scan>,
    },
    /// What came back is told; whether it is accepted is another fact.
    ReceiveReturn {
        /// Which case.
        case: CaseNo,
        /// What came.
        content: ReturnContent,
    },
    /// The respondent says what came back, and accepts it.
    AcceptReturn {
        /// Which case.
        case: CaseNo,
        /// What came.
        content: ReturnContent,
    },
    /// The respondent says what came back, and objects.
    ObjectToReturn {
        /// Which case.
        case: CaseNo,
        /// What came.
        content: ReturnContent,
        /// Typed reason and words.
        words: Words,
        /// The documents.
        documents: Vec<EvidenceNo>,
    },
    /// What became of a leg of a refund.
    RefundResult {
        /// Which refund.
        refund: RefundNo,
        /// Which leg.
        leg: LegNo,
        /// What.
        result: LegResult,
        /// When, by the gateway.
        at: Timestamp,
    },
    /// The buyer says that the money arrived.
    ConfirmArrival {
        /// Which refund.
        refund: RefundNo,
        /// Which leg.
        leg: LegNo,
    },
    /// Staff keeps units back.
    PlaceHold {
        /// On which units; none means all.
        units: Vec<UnitNo>,
        /// Why.
        reason: String,
        /// Its last instant.
        end: Timestamp,
    },
    /// Staff lifts a hold.
    LiftHold {
        /// Which.
        hold: HoldNo,
        /// Why.
        reason: String,
    },
}

/// A purchase, one seller's part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// The marketplace's own reference, 1 to 200 characters.
    pub reference: String,
    /// Buyer.
    pub buyer: PartyId,
    /// Seller.
    pub seller: PartyId,
    /// Currency of every amount.
    pub currency: Currency,
    /// When the buyer placed it.
    pub placed_at: Timestamp,
    /// Exclusive end of the time to pay; the policy's, if none is given.
    pub pay_by: Option<Timestamp>,
    /// Exclusive end of the time to ship; the policy's, if none is given.
    pub ship_by: Option<Timestamp>,
    /// Latest estimated delivery.
    pub estimate: Option<Timestamp>,
    /// 1 to 200 lines.
    pub lines: Vec<NewLine>,
    /// The shares of the payments.
    pub payments: Vec<PaymentExpected>,
}

/// A line as it was bought. Amounts are for the whole line, in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// The marketplace's stock word, not personal.
    pub sku: String,
    /// Digest of the listing as the buyer saw it, kept beside the order.
    pub listing: Option<String>,
    /// Units per unit sold, as the listing says ("10 pieces"): QTY-2. Several readings where it is ambiguous.
    pub pieces: Vec<u32>,
    /// Whether it may go back for a change of mind; the policy's word, if nothing is said.
    pub returnable: Option<bool>,
    /// What kind of product it is, in the marketplace's word; 1 to 60 characters.
    pub category: Option<String>,
    /// How many were bought, at least 1.
    pub quantity: u16,
    /// Price of all of them before discounts.
    pub price: Minor,
    /// Shipping of all of them.
    pub shipping: Minor,
    /// Discount that the seller bears.
    pub seller_discount: Minor,
    /// Discount that the platform bears.
    pub platform_discount: Minor,
    /// Money value of the coins used.
    pub coins_value: Minor,
    /// Coins used.
    pub coins: Minor,
}

/// A parcel as it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shipment {
    /// Which units; none means all that are not shipped.
    pub units: Vec<UnitNo>,
    /// Carrier's slug.
    pub carrier: Option<String>,
    /// Tracking number.
    pub number: Option<String>,
    /// Declared weight in grams.
    pub weight_grams: Option<u32>,
    /// Latest estimated delivery of this parcel.
    pub estimate: Option<Timestamp>,
    /// When it was handed over; now, if not given.
    pub handed_over: Option<Timestamp>,
    /// Sent again without new money (MSG-2, DIS-18).
    pub resend: bool,
    /// The case that owes it, for a replacement.
    pub case: Option<CaseNo>,
}

/// A file or log entry as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// In which case; on the order, if none.
    pub case: Option<CaseNo>,
    /// The requirement that it ticks off.
    pub requirement: Option<String>,
    /// The material.
    pub seal: Seal,
    /// Kind by its real type: picture, video, pdf, text.
    pub kind: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Caption and what it shows.
    pub caption: Option<Seal>,
    /// When it was taken, as stated.
    pub taken: Option<Timestamp>,
    /// The weight that it shows, in grams.
    pub grams: Option<u32>,
}

/// A dispute as it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// About which units, at least one.
    pub units: Vec<UnitNo>,
    /// The first answer.
    pub received: Received,
    /// Reason from the policy's list.
    pub reason: String,
    /// A finer reason of that reason's list, where one is named; it decides nothing.
    pub sub_reason: Option<String>,
    /// What is asked.
    pub asked: Remedy,
    /// Free text.
    pub text: Option<Seal>,
}

/// A complaint of the seller's negligence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Which units it is about.
    pub units: Vec<UnitNo>,
    /// Reason, from the policy's list.
    pub reason: String,
    /// A finer reason of that reason's list, where one is named; it decides nothing.
    pub sub_reason: Option<String>,
    /// Whether the shipping fee is asked for.
    pub fee: bool,
    /// The buyer's words.
    pub text: Option<Seal>,
}

/// A seller's claim for payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentClaim {
    /// For which units.
    pub units: Vec<UnitNo>,
    /// Why the status is wrong, in the policy's word.
    pub cause: String,
    /// Where the buyer confirms the receipt; nothing: the buyer is asked.
    pub confirmation: Option<Confirmation>,
    /// The tracking number, where a unit is in no parcel that has one.
    pub tracking: Option<String>,
    /// Free text.
    pub text: Option<Seal>,
}

/// Where the buyer's confirmation of receipt is to be seen (CLM-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "in", rename_all = "snake_case")]
pub enum Confirmation {
    /// In a message of the buyer.
    Message {
        /// Its number among the messages of the order and of its cases, from 0.
        message: u32,
    },
    /// In a chat outside, with a photo that proves receipt.
    Outside {
        /// The chat.
        chat: EvidenceNo,
        /// The photo: a picture.
        photo: EvidenceNo,
    },
}

/// A return for a change of mind as it is requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRequest {
    /// Which units, at least one.
    pub units: Vec<UnitNo>,
    /// Reason from the policy's list.
    pub reason: String,
    /// A finer reason of that reason's list, where one is named; it decides nothing.
    pub sub_reason: Option<String>,
    /// Free text.
    pub text: Option<Seal>,
}
