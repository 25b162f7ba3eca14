//! What can be asked of an account.
use crate::id::{AccountRole, AggregateId, CaseNo, PartyId, PayoutNo};
use crate::money::{Currency, Minor};
use crate::order::event::{AccountEffect, AccountNews};
use crate::policy::Exhibit;
use crate::seal::Seal;
use jiff::Timestamp;

/// What can be asked of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccountCommand {
    /// A message of another aggregate.
    Take {
        /// Whose account it is (the first message opens it).
        party: PartyId,
        /// In which role.
        role: AccountRole,
        /// The sender.
        from: AggregateId,
        /// Its count.
        sequence: u32,
        /// Currency.
        currency: Currency,
        /// Amount.
        amount: Minor,
        /// What it does.
        effect: AccountEffect,
    },
    /// A message without money of another aggregate.
    Hear {
        /// Whose account it is (the first message opens it).
        party: PartyId,
        /// In which role.
        role: AccountRole,
        /// The sender.
        from: AggregateId,
        /// Its count.
        sequence: u32,
        /// When it happened there.
        at: Timestamp,
        /// What it says.
        news: AccountNews,
    },
    /// The seller (or finance) wants money out.
    PayOut {
        /// Currency.
        currency: Currency,
        /// How much; everything available, if not given.
        amount: Option<Minor>,
        /// The connector that pays; the account's own, if not given.
        provider: Option<String>,
    },
    /// Through which connector payouts leave by schedule.
    SetPayoutRoute {
        /// The connector; nothing: on demand only.
        provider: Option<String>,
    },
    /// What became of a payout.
    PayoutResult {
        /// Which.
        payout: PayoutNo,
        /// Confirmed with the provider's id, or refused with its code.
        result: Result<String, String>,
        /// The connector that paid.
        provider: String,
    },
    /// Staff restrict the account of a seller (FRZ-3).
    Restrict {
        /// Whose account it is: it may not exist yet.
        party: PartyId,
        /// Why, in the policy's word.
        reason: String,
        /// What to provide; what the policy names, if nothing is given.
        provide: Vec<Exhibit>,
        /// Words to the seller, sealed.
        words: Option<Seal>,
    },
    /// An act in a case of the account.
    Case {
        /// Which case.
        case: CaseNo,
        /// What is done.
        act: CaseAct,
    },
}

/// What can be done in a case of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseAct {
    /// The seller has provided what there is.
    Answer {
        /// In words, sealed.
        words: Seal,
    },
    /// Someone writes.
    Write {
        /// The words, sealed.
        words: Seal,
    },
    /// A file is sealed.
    Submit {
        /// What it is to show.
        proof: Option<Exhibit>,
        /// The material.
        seal: Seal,
        /// picture, video, pdf, text.
        kind: String,
        /// Size.
        bytes: u64,
        /// Caption, sealed.
        caption: Option<Seal>,
    },
    /// A person takes the case, or is given it.
    Assign {
        /// Who.
        mediator: PartyId,
    },
    /// The person who has it decides.
    Rule {
        /// Whether the restriction is lifted.
        lift: bool,
        /// Why, sealed.
        words: Option<Seal>,
    },
    /// The seller appeals.
    Appeal {
        /// Why, sealed.
        words: Seal,
    },
    /// A person of the platform renews it before its last day.
    Renew {
        /// Why, sealed.
        words: Seal,
    },
    /// Every order of the account was reached.
    Reached {
        /// To freeze them, or to let them go.
        frozen: bool,
        /// How many.
        orders: u32,
    },
}
