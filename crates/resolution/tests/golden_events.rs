//! Every event ever written can be read for ever: the golden file holds each type in each of its shapes, as stored.
//!
//! The file may only grow. A new event, or a new shape of one, is a new line at its end; then [`LINES`] and [`DIGEST`]
//! are brought up to date. A line that is there is never edited: what it says was written by some installation.
use resolution::account::AccountEvent;
use resolution::aggregate::Event;
use resolution::fund::FundEvent;
use resolution::order::event::OrderEvent;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const GOLDEN: &str = include_str!("golden/events.v1.jsonl");

/// Lines that the file had when [`DIGEST`] was taken.
const LINES: usize = 358;

/// SHA-256, in hex, over those lines, each with its line feed.
const DIGEST: &str = "b761bcce4757712f47e252f586398b0081db95e465cd243b1d67e8c3a5dac416";

/// Names every variant once: for the list of what must be in the file, and in a match that a new variant breaks.
macro_rules! types {
    ($list:ident, $of:ident, $event:ident: $($variant:ident),* $(,)?) => {
        const $list: &[&str] = &[$(stringify!($variant)),*];

        const fn $of(event: &$event) -> &'static str {
            match event {
                $($event::$variant { .. } => stringify!($variant)),*
            }
        }
    };
}

types!(
    ORDER_EVENTS, of_order, OrderEvent:
    OrderPlaced, PaymentCaptured, OrderPaid, OrderExpired, ShipByLengthened, Reminded, UnitsCancelled, CancellationCounted,
    AccountTold,
    ShipmentDeclared, ScansRecorded, WindowSet, WindowShut, WindowLengthened, ReceiptConfirmed,
    AddressAsked, AddressAnswered, CollectionAsked, NotCollected, CarrierSilent, DelayFound, MessageWritten,
    EvidenceSealed, EvidenceWithdrawn, EvidenceRemoved, CaseOpened, StageEntered, ClockStopped,
    ClockResumed, CaseChanged, AnswerDrafted, CaseAnswered, ProposalMade, ProposalRejected, ProposalAccepted,
    OutcomeFixed, NegligenceHeld, CaseEscalated, MediatorAssigned, InvestigationAsked, FindingReported, FindingMissed, QuestionAsked,
    QuestionAnswered, BuyerCauseStated, CaseRuled, CaseAppealed, AppealWaived, ReturnAddressGiven,
    FundingWeighed, StandingHeard, FundingAnswered, FundingUsed, QuestionnaireAnswered,
    ReturnSent, ReturnScanned, ReturnReceived, ReturnAccepted, ReturnObjected, CaseClosed,
    RefundPromised, RefundLegMoved, RefundRouteChanged, RefundArrived, Released, HoldPlaced, HoldLifted,
    CompensationDue, CompensationPaid, CompensationReversed, PaymentClaimed, ClaimAnswered, ClaimPaid,
    OrderFrozen, OrderThawed, FreezeForestalled,
    StaffTaskRaised, Flagged, NoticeSent,
);

types!(
    ACCOUNT_EVENTS, of_account, AccountEvent:
    AccountOpened, MessageTaken, NoteTaken, PayoutRouteSet, PayoutScheduled, DebtRecovered, PayoutPromised, PayoutConfirmed, PayoutRefused,
    AccountRestricted, AccountStageEntered, AccountReminded, AccountAnswered, AccountMessageWritten, AccountEvidenceSealed,
    AccountCaseAssigned, AccountRuled, AccountAppealed, LastDayNear, RestrictionRenewed, RestrictionLifted, OrdersReached,
    ReportOpened, ReportClosed, StandingTold, AccountNoticeSent,
);

types!(
    FUND_EVENTS, of_fund, FundEvent: BudgetChanged, ReservationGranted, ReservationDenied, ReservationSettled,
);

fn type_of(event: &Event) -> &'static str {
    match event {
        Event::Order(event) => of_order(event),
        Event::Account(event) => of_account(event),
        Event::Fund(event) => of_fund(event),
    }
}

fn digest(lines: &[&str]) -> String {
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.as_bytes());
        hash.update(b"\n");
    }
    hex::encode(hash.finalize())
}

#[test]
fn every_line_still_loads_and_is_written_as_it_was() {
    for (index, line) in GOLDEN.lines().enumerate() {
        let event: Event = serde_json::from_str(line).unwrap_or_else(|e| panic!("line {}: {e}", index + 1));
        let written = serde_json::to_string(&event).expect("an event is written");
        let (was, now): (Value, Value) =
            (serde_json::from_str(line).expect("JSON"), serde_json::from_str(&written).expect("JSON"));
        assert_eq!(now, was, "line {}", index + 1);
    }
}

#[test]
fn every_type_of_event_has_its_line() {
    let events = GOLDEN.lines().map(|line| serde_json::from_str(line).expect("an event"));
    let there: BTreeSet<&str> = events.map(|event: Event| type_of(&event)).collect();
    let wanted: BTreeSet<&str> =
        ORDER_EVENTS.iter().chain(ACCOUNT_EVENTS).chain(FUND_EVENTS).copied().collect();
    let missing: Vec<_> = wanted.difference(&there).collect();
    assert!(missing.is_empty(), "append a line to tests/golden/events.v1.jsonl for each of: {missing:?}");
}

#[test]
fn the_file_only_grows() {
    let lines: Vec<&str> = GOLDEN.lines().collect();
    assert!(lines.len() >= LINES, "{} lines, there were {LINES}: a line was taken out", lines.len());
    assert_eq!(
        digest(&lines[..LINES]),
        DIGEST,
        "one of the first {LINES} lines was edited: old events must stay readable"
    );
    let grown = format!("lines were added: set LINES to {} and DIGEST to {}", lines.len(), digest(&lines));
    assert_eq!(lines.len(), LINES, "{grown}");
}
