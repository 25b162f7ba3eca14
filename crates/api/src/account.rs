//! Accounts and the ledger.
use crate::{Money, ReputationView};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The account of a party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountView {
    /// The account.
    #[schema(example = "acc_0123456789abcdef0123456789abcdef")]
    pub id: String,
    /// Your id of the party.
    pub party: String,
    /// `seller` or `buyer`.
    pub role: String,
    /// What it has, a currency each.
    pub balances: Vec<AccountBalance>,
    /// The newest payouts, oldest first, 20 at most; every one has its statement.
    pub payouts: Vec<PayoutView>,
    /// The connector that pays a seller by schedule; nothing: payouts leave on demand only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payout_provider: Option<String>,
    /// When the next payout leaves by schedule, while there is something to pay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_payout_at: Option<Timestamp>,
    /// A seller's reputation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reputation: Option<ReputationView>,
    /// A buyer's standing, where the policy looks at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<StandingView>,
    /// The case that restricts the account now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restricted_by: Option<String>,
    /// Every case on the account, oldest first.
    pub cases: Vec<String>,
    /// The state that this shows: the instant of the account's last event.
    pub as_of: Timestamp,
    /// Events so far.
    pub version: u64,
}

/// A buyer's standing: what there is in the buyer's record that the protection fund's decision looks at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingView {
    /// From which day on it counts, in the marketplace's zone.
    #[schema(value_type = String, format = Date)]
    pub since: Date,
    /// Each thing that is counted; in an order that asks, that order's own case is left out.
    pub counts: Vec<StandingCount>,
}

/// One thing that is counted of a buyer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StandingCount {
    /// `disputes` that the buyer opened, refunds that the fund paid (`funded`), or `reports` that were upheld.
    pub factor: String,
    /// How many there are.
    pub count: u32,
    /// How many there may be; nothing: the policy does not look at it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u32>,
}

/// What an account has in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccountBalance {
    /// Owed to the seller and not paid out.
    pub payable: Money,
    /// Owed by the seller.
    pub receivable: Money,
    /// What can be paid out now.
    pub available: Money,
    /// Payouts on their way.
    pub in_flight: Money,
    /// The buyer's wallet.
    pub wallet: Money,
}

/// A payout.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PayoutView {
    /// Its ordinal on the account, from 0.
    pub payout: u16,
    /// The number of its statement, from 1.
    pub statement: u16,
    /// `on_its_way`, `paid` or `refused`.
    pub status: String,
    /// How much.
    pub amount: Money,
    /// When it was promised.
    pub promised_at: Timestamp,
    /// When the bank confirmed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// When it was refused for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_at: Option<Timestamp>,
    /// The provider's code of the refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused_code: Option<String>,
}

/// A payout that is wanted.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPayout {
    /// The connector that pays; the account's own, if none is given.
    #[serde(default)]
    #[schema(example = "sandbox")]
    pub provider: Option<String>,
    /// ISO 4217 code; the marketplace's, if none is given.
    #[serde(default)]
    pub currency: Option<String>,
    /// How much; everything available, if not given.
    #[serde(default)]
    pub amount: Option<Money>,
}

/// Balances of a marketplace's ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerBalances {
    /// Everything up to this position of the feed is in them, nothing after it.
    pub as_of: u64,
    /// By account name.
    pub items: Vec<LedgerBalance>,
}

/// The balance of one ledger account: what came in less what went out. Over all accounts of a currency the sum is zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct LedgerBalance {
    /// The account, with your own id of its owner.
    #[schema(example = "seller:S-17:payable")]
    pub account: String,
    /// Minor units; for coins, whole coins.
    pub amount: i64,
    /// ISO 4217 code, or `coins`.
    pub commodity: String,
    /// How many entries it sums.
    pub entries: u64,
}
