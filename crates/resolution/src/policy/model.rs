//! The policy as the rest of the house sees it: validated, so that nothing here can be wrong.
//!
//! A [`Policy`] is only made by [`super::check`]. It governs an order from placement to the order's end and is
//! named by its [`PolicyHash`]. Every number of the published rules lives in it, none in code.
use super::{
    ClaimRules, CompensationRules, ComplaintRules, Expr, Procedure, ReasonKind, RemedyKind, ReturnRules,
    SellerCancelReason, words::words,
};
use crate::money::Minor;
use crate::time::Period;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// A whole policy: windows, terms, reasons, procedures, who is liable, and the texts that say why.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Content hash of the governing files (`policy.toml` and every `messages.*.toml`).
    pub hash: PolicyHash,
    /// The policy's own short name, such as `default`.
    pub name: String,
    /// IANA time zone that the policy proposes to a new marketplace (each order records its own).
    pub zone: String,
    /// When cases may be opened and when money is released.
    pub windows: Windows,
    /// What holds between placement and payment.
    pub payment: PaymentRules,
    /// What holds between payment and shipment.
    pub shipping: ShippingRules,
    /// When goods may go back for a change of mind; nothing: never.
    pub returns: Option<ReturnRules>,
    /// When a buyer may complain of negligence and what comes of it; nothing: not at all.
    pub complaints: Option<ComplaintRules>,
    /// What a carrier's word that a parcel is lost or damaged gives the seller; nothing: nothing.
    pub compensation: Option<CompensationRules>,
    /// When the protection fund pays a dispute at once; nothing: never.
    pub funding: Option<super::FundingRules>,
    /// Until when a seller may claim payment for an order with a wrong status; nothing: not at all.
    pub claims: Option<ClaimRules>,
    /// For what a seller may report a buyer; nothing: not at all.
    pub reports: Option<super::ReportRules>,
    /// The reasons a dispute may have, in the order in which they are shown.
    pub reasons: Vec<Reason>,
    /// The procedures by name.
    pub procedures: BTreeMap<String, Procedure>,
    /// The liability table: the first row whose condition holds decides; the last one always holds.
    pub liability: Vec<LiabilityRow>,
    /// Combinations of facts that cannot be.
    pub impossible: Vec<Impossible>,
    /// How refunds travel.
    pub refunds: RefundRules,
    /// The platform's commission and who bears fees when money goes back.
    pub commission: CommissionRules,
    /// Limits of evidence files.
    pub evidence: EvidenceRules,
    /// Numbers that hold for every dispute.
    pub disputes: DisputeRules,
    /// Which carriers' scans count as verifiable.
    pub carriers: super::CarrierRules,
    /// When sellers are paid out.
    pub payouts: PayoutRules,
    /// What a seller's reputation is made of.
    pub reputation: super::ReputationRules,
    /// What each kind of freeze stops, and how it ends.
    pub freeze: super::FreezeRules,
    /// Texts: language (`en`, `id`, …) → message key (`why.untraceable`, …) → text. Every language has the same keys.
    pub messages: BTreeMap<String, BTreeMap<String, String>>,
}

/// SHA-256 over the canonical list of a policy's governing files; printed as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PolicyHash(pub [u8; 32]);

/// When cases may be opened on a parcel, and when its money is released.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Windows {
    /// The window of *not received*.
    pub not_received: NotReceivedWindow,
    /// The window of the *received* reasons.
    pub received: ReceivedWindow,
    /// Time the buyer has to collect a waiting parcel (INR-4).
    pub collect_within: Period,
    /// Time the buyer has to answer whether a parcel with another destination arrived (INR-7).
    pub address_answer_within: Period,
    /// Whether the buyer's confirmation of receipt ends the received window at once (PRO-8).
    pub release_at_confirmation: bool,
    /// How long before a window's end its notice goes out (NOT-3); always in hours.
    pub closing_reminder: Period,
    /// How far in all the seller may lengthen a window (PRO-6); `None`: not at all.
    pub max_lengthening: Option<Period>,
}

/// The window of *not received* (PRO-1, PRO-3, PRO-7).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotReceivedWindow {
    /// When it opens, unless `opens_at_delivery` opens it sooner.
    pub opens: Opening,
    /// Whether the carrier's delivery opens it at once (PRO-7); otherwise `opens` holds all the same.
    pub opens_at_delivery: bool,
    /// Counted from the later of the latest estimate and `close_floor_day` after shipping.
    pub close: Period,
    /// Day after shipping before which the closing period never starts; 0 to 365.
    pub close_floor_day: u16,
    /// While the newest scan is younger than this (and transit shorter than the longest), the window stays open.
    pub carrier_silence: Period,
    /// What is left of the window once the carrier has been silent for `carrier_silence`.
    pub after_silence: Period,
    /// Transit without delivery after which the buyer is refunded.
    pub longest_transit: Period,
    /// The procedure that the system opens for the buyer at the longest transit; a key of [`Policy::procedures`].
    pub longest_transit_procedure: String,
}

/// The window of the *received* reasons (PRO-1, PRO-2).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceivedWindow {
    /// When it opens.
    pub opens: Opening,
    /// Counted from receipt.
    pub close: Period,
    /// The window never ends sooner than this after we learned of the receipt.
    pub learned_grace: Period,
}

/// When a window opens: `at receipt`, `day N after shipping` or `day N after latest estimate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Opening {
    /// At the instant of receipt.
    AtReceipt,
    /// At the start of the Nth day after the day of shipping; 1 to 365.
    DayAfterShipping(u16),
    /// At the start of the Nth day after the day of the latest estimated delivery; 1 to 365.
    DayAfterLatestEstimate(u16),
}

/// Between placement and payment (CAN-6).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentRules {
    /// An order not paid within this time of placement expires.
    pub pay_within: Period,
}

/// Between payment and shipment (CAN-7, CAN-8).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShippingRules {
    /// A unit without a shipment within this time of payment is cancelled and refunded.
    pub ship_by: Period,
    /// How long before ship-by the seller is reminded; always in hours.
    pub reminder_before: Period,
    /// Whether the buyer may cancel what has not been shipped.
    pub buyer_may_cancel_before_shipment: bool,
    /// For which reasons the seller may cancel what has not been shipped (CAN-1), in the order in which they are shown;
    /// none: the seller may not.
    #[serde(default)]
    pub seller_cancel_reasons: Vec<SellerCancelReason>,
    /// How far in all the buyer may lengthen ship-by.
    pub max_lengthening: Period,
}

/// One reason that a dispute may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Stable word, such as `not_received`; its text is the message `reason.ID`.
    pub id: String,
    /// What the reason is for.
    pub kind: ReasonKind,
    /// The group: the answer to "did you receive it?" under which the reason is offered (DIS-2).
    pub received: bool,
    /// Finer reasons, of which the opener of a case may name one, in the order in which they are shown; at most
    /// [`Reason::MOST_SUB_REASONS`]. They decide nothing: they say to the other side, to the mediator and to statistics
    /// what exactly is claimed. The text of each is the message `sub_reason.ID`.
    pub sub_reasons: Vec<String>,
    /// Name of the procedure that a dispute with this reason follows.
    pub procedure: String,
    /// What may be asked for, in the order in which it is shown.
    pub remedies: Vec<RemedyKind>,
    /// Who pays for sending goods back; `Some` exactly when `remedies` has [`RemedyKind::ReturnAndRefund`].
    pub return_paid_by: Option<Bearer>,
    /// What is needed as evidence, from whom.
    pub evidence: Vec<Requirement>,
}

/// One thing that a party is asked to show (EVI-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// Stable word, unique within the policy's requirements; its text is the message `evidence.ID`.
    pub id: String,
    /// Who is to show it.
    pub from: Side,
    /// The kinds of file that tick it off.
    pub kinds: Vec<FileKind>,
    /// Whether a number of grams must come with the file (QTY-1).
    pub grams: bool,
    /// Whether it helps without being needed for completeness.
    pub optional: bool,
    /// Message key below `missing.`: what it means when this is not shown.
    pub missing_means: String,
}

words! {
    /// A side of a case.
    Side, "side" {
        /// Who opened the case.
        Opener = "opener",
        /// Who answers it.
        Respondent = "respondent",
    }
}

words! {
    /// Real type of an evidence file, as sniffed from its bytes.
    FileKind, "kind of file" {
        /// A picture.
        Picture = "picture",
        /// A video.
        Video = "video",
        /// A PDF document.
        Pdf = "pdf",
        /// Plain text.
        Text = "text",
    }
}

/// One row of the liability table.
#[derive(Clone, Debug)]
pub struct LiabilityRow {
    /// Stable word, unique in the table.
    pub id: String,
    /// When the row holds.
    pub when: Expr,
    /// Who bears the loss.
    pub liable: Liable,
    /// What the buyer gets.
    pub remedy: RowRemedy,
    /// Where the money comes from.
    pub funded_by: Fund,
    /// Message key below `why.`: the reason in words.
    pub why: String,
}

words! {
    /// Who bears the loss.
    Liable, "liable party" {
        /// The seller.
        Seller = "seller",
        /// The buyer.
        Buyer = "buyer",
        /// The carrier.
        Carrier = "carrier",
        /// The platform.
        Platform = "platform",
        /// Nobody: there is no loss.
        Nobody = "nobody",
    }
}

words! {
    /// What a liability row gives the buyer.
    RowRemedy, "remedy of a row" {
        /// The refund asked for: its amount, and with a return where the opener asked for return and refund (a return
        /// that was sent already is not asked for twice).
        RefundAsked = "refund_asked",
        /// Everything still refundable of the reserved components.
        RefundAll = "refund_all",
        /// The money after the goods came back.
        ReturnAndRefund = "return_and_refund",
        /// Everything still refundable of the reserved goods, without their shipping (INR-9: the goods went back).
        RefundGoods = "refund_goods",
        /// Nothing.
        None = "none",
    }
}

words! {
    /// From which money a remedy is paid.
    Fund, "fund" {
        /// The order's own money.
        Escrow = "escrow",
        /// The platform's protection fund.
        ProtectionFund = "protection_fund",
        /// The carrier's claims account.
        CarrierClaims = "carrier_claims",
    }
}

/// Facts that cannot hold together, and why.
#[derive(Clone, Debug)]
pub struct Impossible {
    /// The combination.
    pub when: Expr,
    /// Why it cannot be, in the policy owner's words.
    pub why: String,
}

/// How refunds travel (MON-1 to MON-3). Methods are the marketplace's words for payment methods, lower case.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefundRules {
    /// Route by payment method; a method that is not named goes by [`Route::Original`].
    pub route: BTreeMap<String, Route>,
    /// When the buyer's bank is expected to show the refund, by method.
    pub expected: BTreeMap<String, Expected>,
    /// The same for a method that is not named.
    pub expected_default: Expected,
    /// Whether a refund of units includes their share of shipping.
    pub shipping_included: bool,
    /// Which of several payments of an order gives back first.
    pub order: PayerOrder,
    /// Route after the gateway definitely refused the original method.
    pub substitute: Route,
}

words! {
    /// The way of a refund.
    Route, "route" {
        /// Back by the original payment method.
        Original = "original",
        /// To the buyer's wallet.
        Wallet = "wallet",
    }
}

/// The span in which a refund is expected to be seen; the buyer is told "FROM to TO".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// The soonest.
    pub from: Period,
    /// The outer bound.
    pub to: Period,
}

/// How a refund is split over several payments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "OrderText", into = "OrderText")]
pub enum PayerOrder {
    /// In proportion to what remains of each.
    Proportion,
    /// Method after method in this order; those not named come last, in proportion.
    Methods(Vec<String>),
}

/// The platform's commission (MON-7, MON-11).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommissionRules {
    /// Hundredths of a percent of what the seller is credited; 0 to 10_000.
    pub rate_basis_points: u16,
    /// Who bears the commission on what is refunded: [`Bearer::Seller`] (it is kept) or [`Bearer::Platform`] (it is given back).
    pub on_refund: Bearer,
    /// Who bears the gateway's fee for a refund.
    pub gateway_fee_on_refund: Bearer,
    /// Who receives what was paid beyond the lines (instalment interest) when the order is released.
    pub surcharge_to: Bearer,
}

impl CommissionRules {
    /// The commission on an amount in minor units, rounded down. What is taken or given back step by step is the
    /// difference of two of these, so that no step rounds anew.
    #[must_use]
    pub fn of(&self, amount: Minor) -> Minor {
        amount.scaled(Minor::clamped(i128::from(self.rate_basis_points)), Minor::clamped(10_000))
    }
}

words! {
    /// Who bears a cost or receives an amount. The buyer only ever bears return postage.
    Bearer, "bearer" {
        /// The seller.
        Seller = "seller",
        /// The platform.
        Platform = "platform",
        /// The buyer.
        Buyer = "buyer",
    }
}

/// Limits of evidence (EVI-1). Sizes in bytes (1 MB = 1,000,000), exclusive: a file must be *smaller*.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvidenceRules {
    /// A picture must be smaller than this many bytes.
    pub picture_max_bytes: u64,
    /// A video must be smaller than this many bytes.
    pub video_max_bytes: u64,
    /// A PDF must be smaller than this many bytes.
    pub pdf_max_bytes: u64,
    /// A plain text must be smaller than this many bytes.
    pub text_max_bytes: u64,
    /// Files a party may add to one case, inclusive; 1 to 1,000.
    pub max_files: u16,
}

/// Numbers that hold for every dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeRules {
    /// How often the opener may change what is asked (DIS-9); 0 to 20.
    pub max_changes: u8,
    /// Weights agree within this share of the declared weight or `weight_tolerance_grams`, whichever is more; 0 to 100.
    pub weight_tolerance_percent: u8,
    /// See `weight_tolerance_percent`; grams.
    pub weight_tolerance_grams: u32,
    /// A shortfall is near one unit within this share of a unit's weight; 0 to 100.
    pub near_one_unit_percent: u8,
    /// How often a task for staff is repeated until it is done.
    pub staff_task_every: Period,
    /// How long before a party's deadline it is reminded (NOT-2); always in hours.
    pub reminder_before: Period,
    /// What the respondent must show to object to what came back (stage inspecting).
    pub objection_evidence: Vec<Requirement>,
}

/// When sellers are paid out (MON-12).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PayoutRules {
    /// Payouts leave by themselves this often; `None`: never by themselves.
    pub every: Option<Period>,
    /// Whether the seller may ask for one at any time.
    pub on_demand: bool,
}

impl FromStr for Opening {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let refuse = || {
            format!(
                "`{text}` is not an opening; write \"at receipt\", \"day 11 after shipping\" or \"day 1 after latest estimate\" (days 1 to 365)"
            )
        };
        if text == "at receipt" {
            return Ok(Self::AtReceipt);
        }
        let (day, anchor) =
            text.strip_prefix("day ").and_then(|rest| rest.split_once(' ')).ok_or_else(refuse)?;
        let day: u16 = day.parse().ok().filter(|day| (1..=365).contains(day)).ok_or_else(refuse)?;
        match anchor {
            "after shipping" => Ok(Self::DayAfterShipping(day)),
            "after latest estimate" => Ok(Self::DayAfterLatestEstimate(day)),
            _ => Err(refuse()),
        }
    }
}

impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtReceipt => f.write_str("at receipt"),
            Self::DayAfterShipping(day) => write!(f, "day {day} after shipping"),
            Self::DayAfterLatestEstimate(day) => write!(f, "day {day} after latest estimate"),
        }
    }
}

impl TryFrom<String> for Opening {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Opening> for String {
    fn from(opening: Opening) -> Self {
        opening.to_string()
    }
}

impl fmt::Display for PolicyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for PolicyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PolicyHash({self})")
    }
}

impl FromStr for PolicyHash {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes)
            .map_err(|_| format!("`{text}` is not a policy hash: 64 hex digits"))?;
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for PolicyHash {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PolicyHash> for String {
    fn from(hash: PolicyHash) -> Self {
        hash.to_string()
    }
}

impl Reason {
    /// How many finer reasons a reason has at most: a choice that fits on a small screen.
    pub const MOST_SUB_REASONS: usize = 12;

    /// Whether this is one of its finer reasons.
    #[must_use]
    pub fn has_sub_reason(&self, id: &str) -> bool {
        self.sub_reasons.iter().any(|own| own == id)
    }
}

impl Policy {
    /// The reason with this id.
    #[must_use]
    pub fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }

    /// The reasons for which goods came or did not: what a dispute may have.
    pub fn dispute_reasons(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.kind == ReasonKind::Dispute)
    }

    /// What a complaint of negligence may be about.
    pub fn complaint_reasons(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.kind == ReasonKind::Negligence)
    }

    /// The reasons for which goods that are right may go back.
    pub fn return_reasons(&self) -> impl Iterator<Item = &Reason> {
        self.reasons.iter().filter(|reason| reason.kind == ReasonKind::Return)
    }

    /// The text of a full message key (`why.untraceable`, `reason.damaged`) in a language, else in English.
    #[must_use]
    pub fn message(&self, language: &str, key: &str) -> Option<&str> {
        let in_language = |language: &str| self.messages.get(language)?.get(key);
        in_language(language).or_else(|| in_language("en")).map(String::as_str)
    }
}

/// How a payer order is written: the word `proportion`, or a list of methods.
#[derive(Clone, Serialize, Deserialize)]
#[serde(untagged, expecting = "the word \"proportion\" or a list of payment methods")]
enum OrderText {
    Word(String),
    Methods(Vec<String>),
}

impl TryFrom<OrderText> for PayerOrder {
    type Error = String;
    fn try_from(text: OrderText) -> Result<Self, String> {
        match text {
            OrderText::Word(word) if word == "proportion" => Ok(Self::Proportion),
            OrderText::Word(word) => Err(format!(
                "`{word}` is not an order of payers; write \"proportion\" or a list of payment methods"
            )),
            OrderText::Methods(methods) => Ok(Self::Methods(methods)),
        }
    }
}

impl From<PayerOrder> for OrderText {
    fn from(order: PayerOrder) -> Self {
        match order {
            PayerOrder::Proportion => Self::Word("proportion".to_owned()),
            PayerOrder::Methods(methods) => Self::Methods(methods),
        }
    }
}

impl RefundRules {
    /// The route of a refund of a payment by `method`.
    #[must_use]
    pub fn route_of(&self, method: &str) -> Route {
        self.route.get(method).copied().unwrap_or(Route::Original)
    }

    /// When a refund by `method` is expected to be seen.
    #[must_use]
    pub fn expected_of(&self, method: &str) -> Expected {
        self.expected.get(method).copied().unwrap_or(self.expected_default)
    }
}
