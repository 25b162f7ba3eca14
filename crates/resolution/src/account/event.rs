//! What happened on an account: named facts, past tense. The format is for ever, as that of orders is.
use super::case::{AccountClosing, AccountEvidence, AccountRuling, AccountStage};
use super::standing::BuyerCounts;
use crate::id::{AccountRole, AggregateId, CaseNo, OrderId, PartyId, PayoutNo};
use crate::ledger::Posting;
use crate::money::{Currency, Minor};
use crate::order::event::{AccountEffect, AccountNews};
use crate::policy::{ComplianceReason, Exhibit, ReportReason, Stop};
use crate::seal::Seal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What happened on an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AccountEvent {
    /// The account exists.
    AccountOpened {
        /// Whose.
        party: PartyId,
        /// In which role.
        role: AccountRole,
    },
    /// A message of an order was taken. The order posted it; here it is only counted.
    MessageTaken {
        /// Which order.
        from: AggregateId,
        /// Its count.
        sequence: u32,
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
        /// What it does.
        effect: AccountEffect,
    },
    /// A message without money was taken.
    NoteTaken {
        /// Which order.
        from: AggregateId,
        /// Its count: one count for messages with and without money.
        sequence: u32,
        /// When it happened there.
        at: Timestamp,
        /// On which day of the marketplace's zone that was: the rates are counted by days.
        on: Date,
        /// What it says.
        news: AccountNews,
        /// Of a penalty: when it ends.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ends: Option<Timestamp>,
    },
    /// The connector that pays this seller by schedule. Nothing: payouts leave on demand only.
    PayoutRouteSet {
        /// The connector.
        provider: Option<String>,
    },
    /// When the next payout leaves by schedule. Nothing: there is nothing to pay.
    PayoutScheduled {
        /// When.
        at: Option<Timestamp>,
    },
    /// Part of what the seller is owed pays what the seller owes (MON-8).
    DebtRecovered {
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
        /// Payable to receivable.
        postings: Vec<Posting>,
    },
    /// A payout is promised: payable to pending.
    PayoutPromised {
        /// Its ordinal.
        payout: PayoutNo,
        /// Currency.
        currency: Currency,
        /// Amount above zero.
        amount: Minor,
        /// The connector that pays.
        provider: String,
        /// Payable to pending.
        postings: Vec<Posting>,
    },
    /// The bank confirmed it.
    PayoutConfirmed {
        /// Which.
        payout: PayoutNo,
        /// The provider's id.
        reference: String,
        /// Pending to clearing.
        postings: Vec<Posting>,
    },
    /// It was refused for good: back to payable.
    PayoutRefused {
        /// Which.
        payout: PayoutNo,
        /// The provider's code.
        code: String,
        /// Pending to payable.
        postings: Vec<Posting>,
    },
    /// The account is restricted: from here on what it stops is stopped, and all orders that are not over follow (FRZ-3).
    AccountRestricted {
        /// The ordinal of the case.
        case: CaseNo,
        /// Why.
        reason: ComplianceReason,
        /// What the seller is asked to provide.
        provide: Vec<Exhibit>,
        /// What it stops.
        stops: Vec<Stop>,
        /// Its last day: an exclusive end.
        last_day: Timestamp,
        /// Words of the platform, sealed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Seal>,
    },
    /// A seller reports the buyer whose account it is (PLF-3).
    ReportOpened {
        /// The ordinal of the case.
        case: CaseNo,
        /// On which order it happened.
        order: OrderId,
        /// In which case of the order.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<CaseNo>,
        /// The seller.
        by: PartyId,
        /// For what.
        reason: ReportReason,
        /// The seller's words, sealed.
        words: Seal,
    },
    /// A report is over.
    ReportClosed {
        /// Which case.
        case: CaseNo,
        /// Upheld, or not.
        closing: AccountClosing,
        /// On which day of the marketplace's zone.
        on: Date,
    },
    /// An order was told what the buyer's record holds (PLF-2).
    StandingTold {
        /// The order that asked.
        order: OrderId,
        /// For which of its cases: it is not counted.
        case: CaseNo,
        /// From which day on.
        since: Date,
        /// What there is.
        counts: BuyerCounts,
    },
    /// A stage of the case begins.
    AccountStageEntered {
        /// Which case.
        case: CaseNo,
        /// The stage.
        stage: AccountStage,
        /// Exclusive end; nothing where only the last day ends it.
        end: Option<Timestamp>,
    },
    /// The seller was reminded of the end of the stage.
    AccountReminded {
        /// Which case.
        case: CaseNo,
        /// The instant that it speaks of.
        end: Timestamp,
    },
    /// The seller has provided what there is.
    AccountAnswered {
        /// Which case.
        case: CaseNo,
        /// In words, sealed.
        words: Seal,
    },
    /// Someone writes in the case.
    AccountMessageWritten {
        /// Which case.
        case: CaseNo,
        /// Who.
        author: PartyId,
        /// In which role.
        role: String,
        /// The words, sealed.
        words: Seal,
    },
    /// A piece of evidence is sealed.
    AccountEvidenceSealed {
        /// Which case.
        case: CaseNo,
        /// The piece.
        evidence: AccountEvidence,
    },
    /// A person of the platform has the case.
    AccountCaseAssigned {
        /// Which case.
        case: CaseNo,
        /// Who.
        mediator: PartyId,
    },
    /// The platform decided, or let its time pass: then a restriction stays, and a report is not upheld.
    AccountRuled {
        /// Which case.
        case: CaseNo,
        /// The ruling.
        ruling: AccountRuling,
    },
    /// The seller appeals.
    AccountAppealed {
        /// Which case.
        case: CaseNo,
        /// Why, sealed.
        words: Seal,
    },
    /// Staff are warned that the last day comes (FRZ-6).
    LastDayNear {
        /// Which case.
        case: CaseNo,
        /// The last day.
        last_day: Timestamp,
    },
    /// A person renewed the restriction (FRZ-6).
    RestrictionRenewed {
        /// Which case.
        case: CaseNo,
        /// Its last day now.
        last_day: Timestamp,
        /// Who.
        by: PartyId,
        /// Why, sealed.
        words: Seal,
    },
    /// The restriction is over.
    RestrictionLifted {
        /// Which case.
        case: CaseNo,
        /// How.
        closing: AccountClosing,
    },
    /// Every order of the account was reached.
    OrdersReached {
        /// Which case.
        case: CaseNo,
        /// To freeze them, or to let them go.
        frozen: bool,
        /// How many were looked at that were not over.
        orders: u32,
    },
    /// A notice to the party leaves through the outbox.
    AccountNoticeSent {
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
