//! The larger facts, and what they are made of.
use super::*;
use crate::parcel::delay::Delay;
use crate::policy::Opinion;
use std::collections::BTreeMap;

/// See [`OrderEvent::OrderPlaced`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// The marketplace's own reference.
    pub reference: String,
    /// The buyer's pseudonym.
    pub buyer: PartyId,
    /// The seller's pseudonym.
    pub seller: PartyId,
    /// Currency of every amount of the order.
    pub currency: Currency,
    /// IANA time zone of the marketplace.
    pub zone: String,
    /// Name of the working-day calendar.
    pub calendar: String,
    /// Content hash of the policy shown at placement.
    pub policy: String,
    /// When the buyer placed it, by the marketplace.
    pub placed_at: Timestamp,
    /// Exclusive end of the time to pay.
    pub pay_by: Timestamp,
    /// Exclusive end of the time to ship.
    pub ship_by: Timestamp,
    /// Latest estimated delivery shown at purchase.
    pub estimate: Option<Timestamp>,
    /// Lines with their components.
    pub lines: Vec<PlacedLine>,
    /// The shares of the payments that are expected.
    pub payments: Vec<PaymentExpected>,
}

/// See [`OrderEvent::ShipmentDeclared`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentDeclared {
    /// The ordinal of the parcel.
    pub parcel: ParcelNo,
    /// The units in it.
    pub units: Vec<UnitNo>,
    /// The carrier's slug, where there is one.
    pub carrier: Option<String>,
    /// Tracking number, where there is one.
    pub number: Option<String>,
    /// Declared weight in grams.
    pub weight_grams: Option<u32>,
    /// Latest estimated delivery, where it differs from the order's.
    pub estimate: Option<Timestamp>,
    /// When the seller handed it over, as declared.
    pub handed_over: Timestamp,
    /// The units are sent again, without new money.
    pub resend: bool,
    /// The case that owed it.
    pub case: Option<CaseNo>,
}

/// See [`OrderEvent::EvidenceSealed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceSealed {
    /// Its ordinal on the order.
    pub evidence: EvidenceNo,
    /// Whose.
    pub author: PartyId,
    /// In which role.
    pub role: String,
    /// In which case.
    pub case: Option<CaseNo>,
    /// The requirement that it ticks off.
    pub requirement: Option<String>,
    /// The material, sealed.
    pub seal: Seal,
    /// Its kind by its real type: picture, video, pdf, text.
    pub kind: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Caption and what it shows, sealed.
    pub caption: Option<Seal>,
    /// When it was taken, as stated.
    pub taken: Option<Timestamp>,
    /// The weight that it shows, in grams.
    pub grams: Option<u32>,
}

/// See [`OrderEvent::CaseOpened`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOpened {
    /// Its ordinal on the order.
    pub case: CaseNo,
    /// Its kind.
    pub kind: CaseKind,
    /// Who opened it; nothing where the system did for the buyer.
    pub by: Option<PartyId>,
    /// The first answer: received or not.
    pub received: Received,
    /// The reason, from the policy's list.
    pub reason: String,
    /// A finer reason of that reason's list, where the opener named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_reason: Option<String>,
    /// The procedure, from the policy.
    pub procedure: String,
    /// The lines and units it is about.
    pub units: Vec<(LineNo, UnitNo)>,
    /// What is asked.
    pub asked: Remedy,
    /// Reserved: each component with everything still refundable of it.
    pub reserved: Vec<(ComponentRef, Minor)>,
    /// What the system filled in by itself.
    pub known: Known,
    /// Messages on the order so far: they belong to the case file.
    pub messages_before: u32,
    /// Free text, sealed.
    pub text: Option<Seal>,
}

/// See [`OrderEvent::CaseChanged`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseChanged {
    /// Which case.
    pub case: CaseNo,
    /// The reason now.
    pub reason: String,
    /// The finer reason now, where one is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_reason: Option<String>,
    /// The remedy now.
    pub asked: Remedy,
}

/// What a not-received dispute carries, from what the system knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Order reference.
    pub reference: String,
    /// Carrier and tracking number of each parcel.
    pub parcels: Vec<(ParcelNo, Option<String>, Option<String>)>,
    /// Latest estimated delivery.
    pub estimate: Option<Timestamp>,
}

/// See [`OrderEvent::FundingWeighed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingWeighed {
    /// Which case.
    pub case: CaseNo,
    /// Everything that was weighed.
    pub weighed: Vec<Weighed>,
    /// The fund.
    pub fund: FundId,
    /// What it is asked for, in minor units; nothing: it is not asked, or not yet.
    pub asks: Option<Minor>,
    /// The buyer's account is asked first how the buyer stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_buyer: bool,
}

/// See [`OrderEvent::StandingHeard`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingHeard {
    /// Which case.
    pub case: CaseNo,
    /// What the buyer's record holds.
    pub counts: BuyerCounts,
    /// Events of the buyer's account when it answered.
    pub version: u64,
    /// Everything of it that was weighed; nothing where the answer came too late.
    pub weighed: Vec<Weighed>,
    /// The fund.
    pub fund: FundId,
    /// What it is asked for, in minor units; nothing: it is not asked.
    pub asks: Option<Minor>,
}

/// See [`OrderEvent::RefundPromised`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefundPromised {
    /// Its ordinal on the order.
    pub refund: RefundNo,
    /// The case that decided it.
    pub case: Option<CaseNo>,
    /// Why.
    pub cause: RefundCause,
    /// Who pays.
    pub liable: Liable,
    /// Which components, with the mix of payers.
    pub parts: Vec<RefundPart>,
    /// The ways it travels; each is a promise in the outbox with its own key.
    pub legs: Vec<RefundLeg>,
    /// Escrow (or the seller's debt, or a fund) to pending; discounts and coins back.
    pub postings: Vec<Posting>,
    /// The message to the seller's account, where the seller now owes.
    pub message: Option<AccountMessage>,
}

/// See [`OrderEvent::CompensationDue`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompensationDue {
    /// The case.
    pub case: CaseNo,
    /// The parcel.
    pub parcel: ParcelNo,
    /// Who carried it: its claims account pays.
    pub carrier: String,
    /// What it declared.
    pub declared: CarrierDeclaration,
    /// When, by the carrier.
    pub declared_at: Timestamp,
    /// What is due of each component, before commission.
    pub parts: Vec<(ComponentRef, Minor)>,
}

/// See [`OrderEvent::CompensationPaid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompensationPaid {
    /// The case.
    pub case: CaseNo,
    /// How much for each component, before commission.
    pub parts: Vec<(ComponentRef, Minor)>,
    /// The platform's commission of it.
    pub commission: Minor,
    /// The carrier's claims account to payable and fees.
    pub postings: Vec<Posting>,
    /// The message to the seller's account.
    pub message: Option<AccountMessage>,
}

/// See [`OrderEvent::CompensationReversed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompensationReversed {
    /// The case.
    pub case: CaseNo,
    /// Why.
    pub why: ReversalCause,
    /// How much of each component, before commission.
    pub parts: Vec<(ComponentRef, Minor)>,
    /// The commission that is given back.
    pub commission: Minor,
    /// The seller's debt and fees to the carrier's claims account.
    pub postings: Vec<Posting>,
    /// The message to the seller's account: it owes.
    pub message: Option<AccountMessage>,
}

/// See [`OrderEvent::PaymentClaimed`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentClaimed {
    /// The case.
    pub case: CaseNo,
    /// Why the status is wrong, as the seller says.
    pub cause: ClaimCause,
    /// Where the buyer confirms the receipt; nothing: the buyer is asked.
    pub confirmation: Option<Confirmation>,
    /// The tracking number as the seller gives it, where a unit is in no parcel that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracking: Option<String>,
    /// Since when the units have the wrong status.
    pub since: Timestamp,
}

/// See [`OrderEvent::BuyerCauseStated`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuyerCauseStated {
    /// Which case.
    pub case: CaseNo,
    /// The cause: absent, refused, customs.
    pub cause: String,
    /// From when.
    pub from: Timestamp,
    /// Until when, where it is over.
    pub until: Option<Timestamp>,
    /// The voucher.
    pub voucher: EvidenceNo,
}

/// See [`OrderEvent::ClaimAnswered`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimAnswered {
    /// Which case.
    pub case: CaseNo,
    /// Whether the goods are there.
    pub received: bool,
    /// In words, sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Seal>,
}

/// See [`OrderEvent::ClaimPaid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimPaid {
    /// The case.
    pub case: CaseNo,
    /// What still lay in escrow of each component.
    pub escrow: Vec<(ComponentRef, Minor)>,
    /// What the buyer had been given back of each component: the loss.
    pub loss: Vec<(ComponentRef, Minor)>,
    /// Who bears that loss.
    pub fund: Fund,
    /// The platform's commission of both.
    pub commission: Minor,
    /// Escrow and fund to payable and fees.
    pub postings: Vec<Posting>,
    /// The message to the seller's account.
    pub message: Option<AccountMessage>,
}

/// A message to a party's account. Taken exactly once by (sender, sequence).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMessage {
    /// The sender's own count, from 1.
    pub sequence: u32,
    /// Whose account.
    pub party: PartyId,
    /// Currency.
    pub currency: Currency,
    /// Amount above zero.
    pub amount: Minor,
    /// What it does there.
    pub effect: AccountEffect,
}

/// What a message does to the account that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountEffect {
    /// The seller's payable grows.
    Release,
    /// The seller owes.
    Owe,
    /// The buyer's wallet grows.
    Wallet,
    /// The seller's payable grows by what a carrier makes good.
    Compensation,
    /// The seller's payable grows by a claim that was right.
    Claim,
}

/// A message without money to the account of a party of the order. Taken exactly once by (sender, sequence).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountNote {
    /// The sender's own count, from 1: one count for messages with and without money.
    pub sequence: u32,
    /// Whose account.
    pub party: PartyId,
    /// In which role.
    pub role: AccountRole,
    /// What it says.
    #[serde(flatten)]
    pub news: AccountNews,
}

/// What an order tells an account, beside money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum AccountNews {
    /// The order is paid: it counts among the seller's orders.
    OrderPaid {},
    /// A buyer opened a dispute: it counts as filed, whatever becomes of it (DIS-16).
    DisputeFiled {
        /// Which case.
        case: CaseNo,
        /// Its reason, from the policy's list.
        reason: String,
    },
    /// A final ruling names the seller as liable (DIS-16).
    FaultFound {
        /// In which case.
        case: CaseNo,
    },
    /// The seller cancelled what was sold (CAN-4).
    SellerCancelled {
        /// Units that were cancelled, at least 1.
        units: u16,
        /// Units that the order sold.
        of: u16,
        /// Why, in the policy's word.
        reason: String,
    },
    /// A cancellation that counted was none: the buyer has the goods (CLM-3).
    CancellationCorrected {
        /// The case that found it.
        case: CaseNo,
        /// When the cancellation was.
        cancelled: Timestamp,
    },
    /// Points off the seller's reputation.
    Penalty {
        /// How many, at least 1.
        points: u16,
        /// For what.
        reason: PenaltyReason,
        /// The case that led to it.
        case: Option<CaseNo>,
    },
    /// The protection fund refunds the buyer: it counts in the buyer's record.
    Funded {
        /// In which case.
        case: CaseNo,
    },
    /// The order asks how the buyer stands, before it asks the fund (PLF-2).
    StandingAsked {
        /// For which case: it is not counted.
        case: CaseNo,
        /// Over how many days, today included.
        days: u16,
    },
    /// The seller reports the buyer (PLF-3).
    BuyerReported {
        /// In which case it happened, where it was in one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<CaseNo>,
        /// For what.
        reason: ReportReason,
        /// The seller's words, sealed.
        words: Seal,
    },
}

/// Of what a party is reminded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// The seller: ship.
    ShipBy,
    /// The buyer: the window ends.
    WindowEnds(ParcelNo),
    /// A party of a case: your turn ends.
    Turn(CaseNo),
}

/// Why units are cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum CancelCause {
    /// Not shipped at the ship-by instant.
    NotShipped,
    /// The buyer changed their mind before shipment.
    Buyer {
        /// Typed reason.
        reason: String,
    },
    /// The seller cannot deliver them.
    Seller {
        /// Reason of the policy's list.
        reason: SellerCancelReason,
        /// The units that the seller named; the others were in a parcel with them (CAN-2).
        named: Vec<UnitNo>,
    },
    /// The platform found a risk in the order and did not clear it (FRZ-2).
    Risk {
        /// The case.
        case: CaseNo,
    },
}

impl CancelCause {
    /// By which notice both are told.
    pub(crate) const fn notice(&self) -> &'static str {
        match self {
            Self::NotShipped => "cancelled_not_shipped",
            Self::Buyer { .. } => "cancelled_by_buyer",
            Self::Seller { .. } => "cancelled_by_seller",
            Self::Risk { .. } => "cancelled_for_risk",
        }
    }
}

/// Where a freeze of an order comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FreezeKind {
    /// A case on the seller's account (FRZ-3): the account ends it.
    #[default]
    Compliance,
    /// A case of the order about a risk (FRZ-2): it ends with that.
    Risk,
}

impl FreezeKind {
    /// Events that say no kind are of this one: there was no other when they were written.
    pub(crate) fn is_compliance(&self) -> bool {
        *self == Self::Compliance
    }
}

/// What stops a clock.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum StopCause {
    /// A cause on the buyer's side (INR-3).
    BuyerCause,
    /// The buyer has time to collect the parcel.
    Collection,
    /// A freeze.
    Freeze,
    /// A hold on what would be paid.
    Hold,
}

/// A cancellation by the seller, as it counts (CAN-4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CancellationCounted {
    /// Units that it cancelled, at least 1.
    pub units: u16,
    /// Units that the order sold.
    pub of: u16,
}

/// A freeze whose end came before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreezeForestalled {
    /// Its ordinal.
    pub freeze: FreezeNo,
    /// The case on the seller's account.
    pub case: CaseNo,
}

/// A delay that the carrier shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelayFound {
    /// Which parcel.
    pub parcel: ParcelNo,
    /// Since when, and why.
    #[serde(flatten)]
    pub delay: Delay,
}

/// The questionnaire of a case that the fund paid, filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireAnswered {
    /// Which case.
    pub case: CaseNo,
    /// The policy's question → the answer; at least one.
    pub answers: BTreeMap<String, Opinion>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Seal>,
}
