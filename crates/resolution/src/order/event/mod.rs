//! What happened on an order: named facts, past tense, complete. The executor of an event has nothing left to choose.
//!
//! The format is public and for ever: a golden file of every event must still load. A field is only ever added with a
//! default; a changed meaning is a new event.
mod parts;

pub use parts::*;

use crate::account::standing::BuyerCounts;
use crate::actor::Side;
use crate::case::funding::Weighed;
use crate::case::remedy::Remedy;
use crate::case::{Answer, CaseKind, Closing, Finding, Received, ReturnContent, Ruling};
use crate::id::{
    AccountRole, CaseNo, EvidenceNo, FreezeNo, FundId, HoldNo, LegNo, LineNo, ParcelNo, PartyId, PaymentNo,
    ProposalNo, RefundNo, UnitNo,
};
use crate::ledger::Posting;
use crate::money::{Currency, Minor};
use crate::order::command::Confirmation;
use crate::order::compensation::ReversalCause;
use crate::order::components::{ComponentRef, PlacedLine};
use crate::parcel::WindowKind;
use crate::parcel::tracking::Scan;
use crate::payment::{LegResult, PaymentExpected, RefundCause, RefundLeg, RefundPart};
use crate::policy::{
    CarrierDeclaration, ClaimCause, Fund, Liable, PenaltyReason, ReportReason, SellerCancelReason, StageName,
    Stop,
};
use crate::seal::{Seal, Words};
use crate::time::Remaining;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One fact about an order. The instant of recording stands in the record around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OrderEvent {
    /// The buyer placed the order; price, discounts and coins are allotted to components here and never again.
    OrderPlaced(Box<OrderPlaced>),
    /// The provider captured this order's share of a payment.
    PaymentCaptured {
        /// Which share.
        payment: PaymentNo,
        /// When the provider says it happened.
        captured_at: Timestamp,
        /// The provider's fee on it, at least zero.
        fee: Minor,
        /// Clearing to escrow.
        postings: Vec<Posting>,
    },
    /// All payments are there: each component knows by which payments it was paid.
    OrderPaid {
        /// Per component in order (goods and shipping of each unit, then surcharge), per payment share.
        allotment: Vec<Vec<Minor>>,
        /// Per component: what is missing.
        shortfall: Vec<Minor>,
        /// Paid beyond the lines.
        surcharge: Minor,
        /// Platform discounts and the money value of coins, to escrow; coins redeemed.
        postings: Vec<Posting>,
    },
    /// It was not paid in time.
    OrderExpired {},
    /// The buyer gives the seller longer to ship.
    ShipByLengthened {
        /// The new exclusive end.
        until: Timestamp,
    },
    /// A reminder was due.
    Reminded {
        /// Of what.
        of: Reminder,
        /// The instant that it speaks of.
        end: Timestamp,
    },
    /// Units will not be shipped; what was paid for them goes back.
    UnitsCancelled {
        /// Which.
        units: Vec<UnitNo>,
        /// Why, and by whom.
        cause: CancelCause,
    },
    /// A cancellation by the seller, as it counts in the seller's cancellation rate (CAN-4).
    CancellationCounted(CancellationCounted),
    /// A message without money leaves for the account of a party.
    AccountTold(AccountNote),
    /// The seller (or the system of the marketplace) declared a parcel.
    ShipmentDeclared(Box<ShipmentDeclared>),
    /// A parcel declared without tracking counts as shipped from here; with tracking, the first carrier scan does.
    ScansRecorded {
        /// Which parcel.
        parcel: ParcelNo,
        /// New scans only, in the order in which they came.
        scans: Vec<Scan>,
    },
    /// A protection window became known or moved.
    WindowSet {
        /// Of which parcel.
        parcel: ParcelNo,
        /// Which window.
        kind: WindowKind,
        /// First instant.
        opens: Timestamp,
        /// Exclusive end.
        closes: Timestamp,
        /// The rule it comes from.
        rule: String,
    },
    /// A window will not open (again) for this parcel.
    WindowShut {
        /// Of which parcel.
        parcel: ParcelNo,
        /// Which window.
        kind: WindowKind,
        /// The rule.
        rule: String,
    },
    /// The seller lengthened the windows of a parcel.
    WindowLengthened {
        /// Of which parcel.
        parcel: ParcelNo,
        /// No window of it ends before this.
        until: Timestamp,
    },
    /// The buyer said that the parcel arrived.
    ReceiptConfirmed {
        /// Which.
        parcel: ParcelNo,
    },
    /// The buyer is asked whether a parcel with another destination arrived.
    AddressAsked {
        /// Which.
        parcel: ParcelNo,
        /// Exclusive end.
        end: Timestamp,
    },
    /// The answer, or silence.
    AddressAnswered {
        /// Which.
        parcel: ParcelNo,
        /// Yes, no, or silence to the end.
        received: Option<bool>,
    },
    /// The buyer is asked to collect a parcel that waits.
    CollectionAsked {
        /// Which.
        parcel: ParcelNo,
        /// Exclusive end.
        end: Timestamp,
    },
    /// The time to collect is over and the parcel was not collected.
    NotCollected {
        /// Which.
        parcel: ParcelNo,
    },
    /// The carrier has been silent for the policy's time; the buyer is told.
    CarrierSilent {
        /// Which.
        parcel: ParcelNo,
    },
    /// The buyer is told that the carrier holds a parcel up (NOT-3).
    DelayFound(DelayFound),
    /// Someone wrote on the order or in a case.
    MessageWritten {
        /// Whose words.
        author: PartyId,
        /// In which role.
        role: String,
        /// In which case, if in one.
        case: Option<CaseNo>,
        /// The words, sealed.
        words: Seal,
    },
    /// A file or a log entry was sealed.
    EvidenceSealed(Box<EvidenceSealed>),
    /// Its author withdrew it; it stays, marked.
    EvidenceWithdrawn {
        /// Which.
        evidence: EvidenceNo,
    },
    /// The bytes were destroyed for a legal cause; digest, who, why and when stay.
    EvidenceRemoved {
        /// Which.
        evidence: EvidenceNo,
        /// Who.
        by: PartyId,
        /// Why.
        why: String,
    },
    /// Someone opened a case; everything still refundable of its components is reserved.
    CaseOpened(Box<CaseOpened>),
    /// A stage began: whose turn, until when, and what happens then.
    StageEntered {
        /// Which case.
        case: CaseNo,
        /// The stage.
        stage: StageName,
        /// Whose turn, in the policy's word.
        turn: String,
        /// Exclusive end; nothing only for `closed`.
        end: Option<Timestamp>,
        /// A promise of the platform, of which `end` is three quarters.
        promised: Option<Timestamp>,
        /// What happens at the end, in the policy's word.
        on_end: String,
    },
    /// Whether the protection fund pays at once was weighed (PLF-2); where all speaks for it, the fund is asked.
    FundingWeighed(Box<FundingWeighed>),
    /// The buyer's account has said how the buyer stands (PLF-2); where all speaks for it, the fund is asked.
    StandingHeard(Box<StandingHeard>),
    /// The fund answered.
    FundingAnswered {
        /// Which case.
        case: CaseNo,
        /// Whether it pays.
        granted: bool,
        /// Events of the fund when it answered.
        version: u64,
    },
    /// What the case used of what the fund granted; the rest is given back.
    FundingUsed {
        /// Which case.
        case: CaseNo,
        /// The fund.
        fund: FundId,
        /// Promised to the buyer, in minor units.
        used: Minor,
    },
    /// The seller filled in the questionnaire of a case that the fund paid.
    QuestionnaireAnswered(Box<QuestionnaireAnswered>),
    /// A clock of a case rests.
    ClockStopped {
        /// Which case.
        case: CaseNo,
        /// Why.
        why: StopCause,
        /// What was left of it.
        left: Remaining,
    },
    /// It runs again.
    ClockResumed {
        /// Which case.
        case: CaseNo,
        /// What had stopped it.
        why: StopCause,
        /// The new exclusive end.
        end: Timestamp,
    },
    /// The opener changed what is asked.
    CaseChanged(Box<CaseChanged>),
    /// The respondent drafted an answer that counts once it is confirmed (NEG-2).
    AnswerDrafted {
        /// Which case.
        case: CaseNo,
        /// What.
        answer: Answer,
        /// Typed reason and words.
        words: Words,
    },
    /// The respondent answered.
    CaseAnswered {
        /// Which case.
        case: CaseNo,
        /// What.
        answer: Answer,
        /// Typed reason and words.
        words: Words,
    },
    /// A side laid a proposal beside the others.
    ProposalMade {
        /// Which case.
        case: CaseNo,
        /// Its ordinal in the case.
        proposal: ProposalNo,
        /// Whose.
        by: Side,
        /// What.
        remedy: Remedy,
        /// Hash by which it is accepted.
        terms: String,
        /// Typed reason and words.
        words: Words,
    },
    /// A side refused a proposal; the case stays open.
    ProposalRejected {
        /// Which case.
        case: CaseNo,
        /// Which proposal.
        proposal: ProposalNo,
        /// Who refused.
        by: Side,
        /// Typed reason and words.
        words: Words,
    },
    /// A side accepted a proposal of another: the outcome is fixed for good.
    ProposalAccepted {
        /// Which case.
        case: CaseNo,
        /// Which proposal.
        proposal: ProposalNo,
        /// Who accepted.
        by: Side,
    },
    /// The outcome is fixed for good; carrying it out follows. Nothing: the dispute failed.
    OutcomeFixed {
        /// Which case.
        case: CaseNo,
        /// What is given.
        remedy: Option<Remedy>,
        /// By what, as a stable word: accepted, ruling, default, fund.
        by: String,
    },
    /// The seller was held negligent: it counts against the seller's reputation (NEG-4).
    NegligenceHeld {
        /// In which case.
        case: CaseNo,
        /// What it was about, from the policy's list.
        reason: String,
        /// Points off the seller's reputation.
        points: u16,
    },
    /// The case went to the platform.
    CaseEscalated {
        /// Which case.
        case: CaseNo,
        /// By whom; nothing where silence did it.
        by: Option<Side>,
        /// Typed reason and words.
        words: Words,
    },
    /// A named mediator has the case.
    MediatorAssigned {
        /// Which case.
        case: CaseNo,
        /// Who.
        mediator: PartyId,
    },
    /// The carrier is asked to investigate.
    InvestigationAsked {
        /// Which case.
        case: CaseNo,
        /// Which carrier.
        carrier: String,
        /// Under which number.
        number: String,
    },
    /// What the carrier found.
    FindingReported {
        /// Which case.
        case: CaseNo,
        /// What.
        finding: Finding,
    },
    /// The carrier's time to answer is over, and it has found nothing.
    FindingMissed {
        /// Which case.
        case: CaseNo,
    },
    /// The mediator asks a party.
    QuestionAsked {
        /// Which case.
        case: CaseNo,
        /// Whom.
        side: Side,
        /// The question, sealed.
        words: Seal,
    },
    /// The party answered.
    QuestionAnswered {
        /// Which case.
        case: CaseNo,
        /// The answer, sealed.
        words: Seal,
    },
    /// A cause on the buyer's side is stated with date and voucher.
    BuyerCauseStated(Box<BuyerCauseStated>),
    /// The decision of the platform, with everything that explains it.
    CaseRuled {
        /// Which case.
        case: CaseNo,
        /// The ruling.
        ruling: Box<Ruling>,
    },
    /// A party appeals with new evidence.
    CaseAppealed {
        /// Which case.
        case: CaseNo,
        /// Who.
        by: Side,
        /// The new evidence.
        evidence: Vec<EvidenceNo>,
        /// Typed reason and words.
        words: Words,
    },
    /// A party lets the ruling stand.
    AppealWaived {
        /// Which case.
        case: CaseNo,
        /// Who.
        by: Side,
    },
    /// The return address (and an owed label) is given.
    ReturnAddressGiven {
        /// Which case.
        case: CaseNo,
        /// The address, sealed.
        address: Seal,
        /// The label.
        label: Option<EvidenceNo>,
    },
    /// The opener sent the goods back.
    ReturnSent {
        /// Which case.
        case: CaseNo,
        /// Carrier.
        carrier: String,
        /// Tracking number.
        number: String,
    },
    /// Scans of the returning parcel.
    ReturnScanned {
        /// Which case.
        case: CaseNo,
        /// New scans.
        scans: Vec<Scan>,
    },
    /// The goods are back: what came. Acceptance is another fact.
    ReturnReceived {
        /// Which case.
        case: CaseNo,
        /// What came.
        content: ReturnContent,
    },
    /// The respondent accepts what came back.
    ReturnAccepted {
        /// Which case.
        case: CaseNo,
    },
    /// The respondent objects at quality check.
    ReturnObjected {
        /// Which case.
        case: CaseNo,
        /// Typed reason and words.
        words: Words,
        /// The documents.
        documents: Vec<EvidenceNo>,
    },
    /// Nothing is left to be done on the case.
    CaseClosed {
        /// Which case.
        case: CaseNo,
        /// How it ended.
        closing: Closing,
    },
    /// A refund is decided. Moving the money is another fact.
    RefundPromised(Box<RefundPromised>),
    /// What became of one leg of a refund.
    RefundLegMoved {
        /// Which refund.
        refund: RefundNo,
        /// Which leg.
        leg: LegNo,
        /// What.
        result: LegResult,
        /// When the gateway says it happened.
        moved_at: Timestamp,
        /// When the bank is expected to show it.
        expected: Option<(Timestamp, Timestamp)>,
        /// Pending to clearing, or back.
        postings: Vec<Posting>,
    },
    /// After a definite refusal: the policy's substitute route.
    RefundRouteChanged {
        /// Which refund.
        refund: RefundNo,
        /// The leg that was refused.
        leg: LegNo,
        /// The leg that takes its place.
        replacement: RefundLeg,
    },
    /// The buyer says that the money arrived.
    RefundArrived {
        /// Which refund.
        refund: RefundNo,
        /// Which leg.
        leg: LegNo,
    },
    /// Components became the seller's.
    Released {
        /// Which, and how much of each left escrow.
        parts: Vec<(ComponentRef, Minor)>,
        /// The rule that released them.
        rule: String,
        /// Escrow to payable and fees.
        postings: Vec<Posting>,
        /// The message to the seller's account, where something is credited.
        message: Option<AccountMessage>,
    },
    /// A carrier declared a parcel lost or damaged: what the seller would have had is due from it (LOS-1).
    CompensationDue(Box<CompensationDue>),
    /// The carrier's claims account paid the seller.
    CompensationPaid(Box<CompensationPaid>),
    /// The parcel turned up, or the sale's own money comes: what was paid is taken back (LOS-3).
    CompensationReversed(Box<CompensationReversed>),
    /// The seller claims payment, with the cause and where the buyer confirms the receipt (CLM-2).
    PaymentClaimed(Box<PaymentClaimed>),
    /// The buyer says whether the goods of a claim are there.
    ClaimAnswered(Box<ClaimAnswered>),
    /// The claim was right: the seller is paid (CLM-3).
    ClaimPaid(Box<ClaimPaid>),
    /// A hold on units: nothing of them is released before it is lifted.
    HoldPlaced {
        /// Its ordinal.
        hold: HoldNo,
        /// On which units.
        units: Vec<UnitNo>,
        /// Why.
        reason: String,
        /// Its own last instant.
        end: Timestamp,
    },
    /// It is lifted, by a person or at its end.
    HoldLifted {
        /// Which.
        hold: HoldNo,
        /// Why.
        reason: String,
    },
    /// The seller's account is restricted: what its freeze stops is stopped on this order (FRZ-3, FRZ-4).
    OrderFrozen {
        /// Its ordinal.
        freeze: FreezeNo,
        /// Where it comes from.
        #[serde(default, skip_serializing_if = "FreezeKind::is_compliance")]
        kind: FreezeKind,
        /// The case that it comes from: one on the seller's account, or one of the order's own, by its kind.
        case: CaseNo,
        /// What it stops.
        stops: Vec<Stop>,
        /// What was left of the time to ship, where that rests now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ship_by_left: Option<Remaining>,
    },
    /// The freeze is over.
    OrderThawed {
        /// Which.
        freeze: FreezeNo,
        /// Exclusive end of the time to ship, where that goes on now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ship_by: Option<Timestamp>,
    },
    /// The end of a freeze came before the freeze itself: it will not begin.
    FreezeForestalled(FreezeForestalled),
    /// Staff must do something; repeated until done.
    StaffTaskRaised {
        /// In which case.
        case: CaseNo,
        /// What.
        task: String,
        /// How often it was raised before.
        times: u16,
        /// When it is raised again.
        next: Timestamp,
    },
    /// A fact that a person should look at; nothing is undone by it.
    Flagged {
        /// What, as a stable word.
        what: String,
        /// Where.
        case: Option<CaseNo>,
        /// Where.
        parcel: Option<ParcelNo>,
    },
    /// A notice to a party leaves through the outbox.
    NoticeSent {
        /// To whom.
        to: PartyId,
        /// Which notice, as a stable word.
        notice: String,
        /// In which case.
        case: Option<CaseNo>,
        /// The instant it speaks of.
        end: Option<Timestamp>,
    },
}
