//! The facts that the auditor follows, as they are written. What it does not need of a fact it does not read.
use super::At;
use super::{account::*, cancelling::*, claim::*, compensation::*, fund::*, opening::*};
use serde::Deserialize;
use serde_json::value::RawValue;

/// A component of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Component {
    Goods(u16),
    Shipping(u16),
    Surcharge,
}

impl Component {
    /// The unit that it belongs to, if it belongs to one.
    pub(crate) const fn unit(self) -> Option<u16> {
        match self {
            Self::Goods(unit) | Self::Shipping(unit) => Some(unit),
            Self::Surcharge => None,
        }
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct Posting {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) amount: i64,
    pub(crate) of: Commodity,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Commodity {
    Money(String),
    Coins,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Placed {
    pub(crate) buyer: String,
    pub(crate) seller: String,
    pub(crate) currency: String,
    pub(crate) zone: String,
    pub(crate) calendar: String,
    pub(crate) policy: String,
    pub(crate) pay_by: At,
    pub(crate) ship_by: At,
    pub(crate) lines: Vec<PlacedLine>,
    pub(crate) payments: Vec<PaymentExpected>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PlacedLine {
    /// Whether it may go back for a change of mind, where its listing said so.
    #[serde(default)]
    pub(crate) returnable: Option<bool>,
    #[serde(default)]
    pub(crate) category: Option<String>,
    pub(crate) goods: Vec<Price>,
    pub(crate) shipping: Vec<Price>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Price {
    pub(crate) gross: i64,
    #[serde(default)]
    pub(crate) seller_discount: i64,
    #[serde(default)]
    pub(crate) platform_discount: i64,
    #[serde(default)]
    pub(crate) coins_value: i64,
    #[serde(default)]
    pub(crate) coins: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct PaymentExpected {
    pub(crate) provider: String,
    pub(crate) payment_id: String,
    pub(crate) method: String,
    pub(crate) amount: i64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Captured {
    pub(crate) payment: u16,
    pub(crate) fee: i64,
    pub(crate) postings: Vec<Posting>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Paid {
    pub(crate) allotment: Vec<Vec<i64>>,
    pub(crate) shortfall: Vec<i64>,
    pub(crate) surcharge: i64,
    pub(crate) postings: Vec<Posting>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Until {
    pub(crate) until: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Reminded {
    pub(crate) of: Reminder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reminder {
    ShipBy,
    WindowEnds(u16),
    Turn(u16),
}

#[derive(Debug, Deserialize)]
pub(crate) struct Declared {
    pub(crate) parcel: u16,
    pub(crate) units: Vec<u16>,
    pub(crate) carrier: Option<String>,
    pub(crate) number: Option<String>,
    pub(crate) resend: bool,
    pub(crate) case: Option<u16>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Scans {
    pub(crate) parcel: u16,
    pub(crate) scans: Vec<Scan>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Scan {
    pub(crate) at: At,
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) cause: Option<String>,
    pub(crate) by_carrier: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct DelayFound {
    pub(crate) parcel: u16,
    pub(crate) since: At,
    #[serde(default)]
    pub(crate) cause: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WindowSet {
    pub(crate) parcel: u16,
    pub(crate) kind: String,
    pub(crate) opens: At,
    pub(crate) closes: At,
    pub(crate) rule: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WindowShut {
    pub(crate) parcel: u16,
    pub(crate) kind: String,
    pub(crate) rule: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct WindowLengthened {
    pub(crate) parcel: u16,
    pub(crate) until: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OfParcel {
    pub(crate) parcel: u16,
    #[serde(default)]
    pub(crate) end: Option<At>,
    #[serde(default)]
    pub(crate) received: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Remedy {
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) amount: Option<i64>,
    #[serde(default)]
    pub(crate) return_first: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StageEntered {
    pub(crate) case: u16,
    pub(crate) stage: String,
    pub(crate) turn: String,
    pub(crate) end: Option<At>,
    pub(crate) promised: Option<At>,
    pub(crate) on_end: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ClockStopped {
    pub(crate) case: u16,
    pub(crate) why: Cause,
    pub(crate) left: Left,
}

/// What a clock that rests still has: exact times, as signed durations.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Left {
    Days(jiff::SignedDuration),
    Hours(jiff::SignedDuration),
    WorkingDays { working: jiff::SignedDuration, not_before: At },
}

#[derive(Debug, Deserialize)]
pub(crate) struct ClockResumed {
    pub(crate) case: u16,
    pub(crate) why: Cause,
    pub(crate) end: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CaseAnswered {
    pub(crate) case: u16,
    pub(crate) answer: Answered,
    pub(crate) words: Typed,
}

/// A typed reason; what is written beside it is sealed.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    pub(crate) reason: String,
    /// Whether something is written beside it.
    #[serde(default)]
    pub(crate) text: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct AnswerDrafted {
    pub(crate) case: u16,
    pub(crate) answer: Answered,
    pub(crate) words: Typed,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NegligenceHeld {
    pub(crate) case: u16,
    pub(crate) reason: String,
    pub(crate) points: u64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Answered {
    pub(crate) answer: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ProposalMade {
    pub(crate) case: u16,
    pub(crate) proposal: u16,
    pub(crate) by: String,
    pub(crate) remedy: Remedy,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ProposalMet {
    pub(crate) case: u16,
    pub(crate) proposal: u16,
    pub(crate) by: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OutcomeFixed {
    pub(crate) case: u16,
    pub(crate) remedy: Option<Remedy>,
    pub(crate) by: String,
}

/// A fact of a case by a side, where there is one.
#[derive(Debug, Deserialize)]
pub(crate) struct OfCase {
    pub(crate) case: u16,
    #[serde(default)]
    pub(crate) by: Option<String>,
    #[serde(default)]
    pub(crate) side: Option<String>,
    #[serde(default)]
    pub(crate) mediator: Option<String>,
    #[serde(default)]
    pub(crate) until: Option<At>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReturnScans {
    pub(crate) case: u16,
    pub(crate) scans: Vec<Scan>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReturnObjected {
    pub(crate) case: u16,
    pub(crate) documents: Vec<u16>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CaseRuled {
    pub(crate) case: u16,
    pub(crate) ruling: Ruling,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Ruling {
    pub(crate) by: super::By,
    pub(crate) liable: String,
    pub(crate) funded_by: String,
    pub(crate) remedy: Option<Remedy>,
    pub(crate) appealable: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CaseClosed {
    pub(crate) case: u16,
    pub(crate) closing: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RefundPromised {
    pub(crate) refund: u16,
    pub(crate) case: Option<u16>,
    pub(crate) cause: String,
    pub(crate) liable: String,
    pub(crate) parts: Vec<RefundPart>,
    pub(crate) legs: Vec<Leg>,
    pub(crate) postings: Vec<Posting>,
    pub(crate) message: Option<Message>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RefundPart {
    pub(crate) component: Component,
    pub(crate) payments: Vec<i64>,
    pub(crate) coins_value: i64,
    pub(crate) coins: i64,
    pub(crate) discount: i64,
    pub(crate) escrow: i64,
    pub(crate) other: i64,
}

impl RefundPart {
    /// Money and the money value of coins.
    pub(crate) fn to_buyer(&self) -> i64 {
        self.payments.iter().sum::<i64>() + self.coins_value
    }
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Leg {
    pub(crate) leg: u16,
    pub(crate) payment: u16,
    pub(crate) route: String,
    pub(crate) amount: i64,
    pub(crate) sequence: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Message {
    pub(crate) sequence: u32,
    pub(crate) party: String,
    pub(crate) currency: String,
    pub(crate) amount: i64,
    pub(crate) effect: String,
    /// What a message without money says.
    #[serde(skip)]
    pub(crate) note: Option<AccountTold>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct LegMoved {
    pub(crate) refund: u16,
    pub(crate) leg: u16,
    pub(crate) result: Moved,
    pub(crate) postings: Vec<Posting>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Moved {
    pub(crate) result: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct RouteChanged {
    pub(crate) refund: u16,
    pub(crate) leg: u16,
    pub(crate) replacement: Leg,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Released {
    pub(crate) parts: Vec<(Component, i64)>,
    pub(crate) postings: Vec<Posting>,
    pub(crate) message: Option<Message>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct HoldPlaced {
    pub(crate) hold: u16,
    pub(crate) units: Vec<u16>,
    pub(crate) end: At,
}

#[derive(Debug, Deserialize)]
pub(crate) struct HoldLifted {
    pub(crate) hold: u16,
}

#[derive(Debug, Deserialize)]
pub(crate) struct StaffTask {
    pub(crate) case: u16,
    pub(crate) next: At,
}

macro_rules! facts {
    ($($word:literal => $name:ident($inner:ty),)+ ; $($plain:literal,)+) => {
        /// One fact of a record.
        #[derive(Debug)]
        pub(crate) enum Fact {
            $($name($inner),)+
            /// A fact that changes nothing that the auditor follows.
            Plain,
        }

        /// Reads one fact of a word. Nothing for a word that the auditor does not know.
        pub(crate) fn read(word: &str, event: &RawValue) -> Result<Option<Fact>, serde_json::Error> {
            let text = event.get();
            Ok(Some(match word {
                $($word => Fact::$name(serde_json::from_str(text)?),)+
                $($plain)|+ => Fact::Plain,
                _ => return Ok(None),
            }))
        }

        /// A known word, as one that lasts.
        pub(crate) fn word(word: &str) -> Option<&'static str> {
            WORDS.iter().copied().find(|known| *known == word)
        }

        /// Every word that the auditor knows.
        pub(crate) const WORDS: &[&str] = &[$($word,)+ $($plain,)+];
    };
}

facts! {
    "order_placed" => Placed(Placed),
    "payment_captured" => Captured(Captured),
    "order_paid" => Paid(Paid),
    "ship_by_lengthened" => ShipByLengthened(Until),
    "reminded" => Reminded(Reminded),
    "units_cancelled" => Cancelled(Cancelled),
    "cancellation_counted" => Counted(Counted),
    "shipment_declared" => Declared(Declared),
    "scans_recorded" => Scans(Scans),
    "window_set" => WindowSet(WindowSet),
    "window_shut" => WindowShut(WindowShut),
    "window_lengthened" => WindowLengthened(WindowLengthened),
    "receipt_confirmed" => ReceiptConfirmed(OfParcel),
    "address_asked" => AddressAsked(OfParcel),
    "address_answered" => AddressAnswered(OfParcel),
    "collection_asked" => CollectionAsked(OfParcel),
    "not_collected" => NotCollected(OfParcel),
    "carrier_silent" => CarrierSilent(OfParcel),
    "delay_found" => DelayFound(DelayFound),
    "case_opened" => CaseOpened(CaseOpened),
    "stage_entered" => StageEntered(StageEntered),
    "funding_weighed" => FundingWeighed(FundingWeighed),
    "standing_heard" => StandingHeard(StandingHeard),
    "funding_answered" => FundingAnswered(FundingAnswered),
    "funding_used" => FundingUsed(FundingUsed),
    "questionnaire_answered" => QuestionnaireAnswered(QuestionnaireAnswered),
    "budget_changed" => BudgetChanged(BudgetChanged),
    "reservation_granted" => Granted(Reservation),
    "reservation_denied" => Denied(Reservation),
    "reservation_settled" => Settled(Settled),
    "clock_stopped" => ClockStopped(ClockStopped),
    "clock_resumed" => ClockResumed(ClockResumed),
    "case_changed" => CaseChanged(CaseChanged),
    "answer_drafted" => AnswerDrafted(AnswerDrafted),
    "case_answered" => CaseAnswered(CaseAnswered),
    "negligence_held" => NegligenceHeld(NegligenceHeld),
    "proposal_made" => ProposalMade(ProposalMade),
    "proposal_rejected" => ProposalRejected(ProposalMet),
    "proposal_accepted" => ProposalAccepted(ProposalMet),
    "outcome_fixed" => OutcomeFixed(OutcomeFixed),
    "case_escalated" => Escalated(OfCase),
    "mediator_assigned" => Assigned(OfCase),
    "finding_reported" => Found(OfCase),
    "finding_missed" => FindingMissed(OfCase),
    "question_asked" => Questioned(OfCase),
    "question_answered" => QuestionAnswered(OfCase),
    "buyer_cause_stated" => BuyerCause(OfCase),
    "case_ruled" => Ruled(CaseRuled),
    "case_appealed" => Appealed(OfCase),
    "appeal_waived" => Waived(OfCase),
    "return_address_given" => ReturnAddress(OfCase),
    "return_sent" => ReturnSent(OfCase),
    "return_scanned" => ReturnScanned(ReturnScans),
    "return_received" => ReturnReceived(OfCase),
    "return_accepted" => ReturnAccepted(OfCase),
    "return_objected" => ReturnObjected(ReturnObjected),
    "case_closed" => CaseClosed(CaseClosed),
    "refund_promised" => RefundPromised(RefundPromised),
    "refund_leg_moved" => LegMoved(LegMoved),
    "refund_route_changed" => RouteChanged(RouteChanged),
    "released" => Released(Released),
    "payment_claimed" => PaymentClaimed(PaymentClaimed),
    "claim_answered" => ClaimAnswered(ClaimAnswered),
    "claim_paid" => ClaimPaid(ClaimPaid),
    "compensation_due" => CompensationDue(CompensationDue),
    "compensation_paid" => CompensationPaid(CompensationPaid),
    "compensation_reversed" => CompensationReversed(CompensationReversed),
    "hold_placed" => HoldPlaced(HoldPlaced),
    "hold_lifted" => HoldLifted(HoldLifted),
    "staff_task_raised" => StaffTask(StaffTask),
    "account_opened" => AccountOpened(AccountOpened),
    "message_taken" => MessageTaken(MessageTaken),
    "account_told" => AccountTold(AccountTold),
    "note_taken" => NoteTaken(NoteTaken),
    "debt_recovered" => DebtRecovered(DebtRecovered),
    "order_frozen" => Frozen(Frozen),
    "order_thawed" => Thawed(Thawed),
    "freeze_forestalled" => Forestalled(Forestalled),
    "account_restricted" => Restricted(Restricted),
    "account_stage_entered" => AccountStage(AccountStage),
    "restriction_renewed" => Renewed(Renewed),
    "restriction_lifted" => Lifted(Lifted),
    "report_opened" => ReportOpened(ReportOpened),
    "report_closed" => ReportClosed(ReportClosed),
    "standing_told" => StandingTold(StandingTold),
    "payout_scheduled" => PayoutScheduled(PayoutScheduled),
    "payout_route_set" => PayoutRoute(Nothing),
    "payout_promised" => PayoutPromised(PayoutPromised),
    "payout_confirmed" => PayoutConfirmed(PayoutSettled),
    "payout_refused" => PayoutRefused(PayoutSettled),
    "order_expired" => Expired(Nothing),
    ;
    "message_written", "evidence_sealed", "evidence_withdrawn", "evidence_removed", "investigation_asked",
    "refund_arrived", "flagged", "notice_sent", "account_reminded", "account_answered",
    "account_message_written", "account_evidence_sealed", "account_case_assigned", "account_ruled", "account_appealed",
    "last_day_near", "orders_reached", "account_notice_sent",
}

/// A fact without details.
#[derive(Debug, Deserialize)]
pub(crate) struct Nothing {}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every event that was ever written is known and read; a new one must be taught to the auditor first.
    #[test]
    fn every_golden_event_is_read() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../resolution/tests/golden/events.v1.jsonl");
        let text = std::fs::read_to_string(path).expect("the golden events");
        let mut seen = std::collections::HashSet::new();
        for line in text.lines() {
            let raw: &RawValue = serde_json::from_str(line).expect("JSON");
            let word = super::super::kind(raw).expect("a type");
            let fact = read(word, raw).unwrap_or_else(|error| panic!("{error}: {line}"));
            assert!(fact.is_some(), "{word} is not known to the auditor");
            seen.insert(word.to_owned());
        }
        for word in WORDS {
            assert!(seen.contains(*word), "no event is called {word}");
        }
    }
}
