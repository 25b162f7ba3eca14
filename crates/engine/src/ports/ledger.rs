//! Balances: sums of the postings of the journal, added up later and in bulk.
use super::error::StoreError;
use async_trait::async_trait;
use resolution::id::MarketplaceId;
use resolution::ledger::{Account, Commodity};

/// What a stretch of the journal adds to one balance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerDelta {
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// Account.
    pub account: Account,
    /// Of what.
    pub of: Commodity,
    /// What came in less what went out, in minor units.
    pub amount: i64,
    /// How many entries.
    pub entries: u64,
}

/// A balance as of a position of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceRow {
    /// Account.
    pub account: Account,
    /// Of what.
    pub of: Commodity,
    /// What came in less what went out, in minor units.
    pub amount: i64,
    /// How many entries it sums.
    pub entries: u64,
}

/// Balances of a marketplace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Balances {
    /// By account name, then commodity.
    pub rows: Vec<BalanceRow>,
    /// Everything up to this position of the journal is in them, nothing after it.
    pub as_of: u64,
}

/// The rolled-up ledger; it can be rebuilt from the journal at any time.
#[async_trait]
pub trait Rollups {
    /// Up to which position the journal is added up.
    async fn as_of(&self) -> Result<u64, StoreError>;

    /// Adds a stretch `(from, to]` of the journal. False, and nothing added, where `as_of` is not `from`: another
    /// projector was faster.
    async fn add_up(&self, from: u64, to: u64, deltas: Vec<LedgerDelta>) -> Result<bool, StoreError>;

    /// Balances of a marketplace.
    async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, StoreError>;

    /// Drops all balances and begins again at position 0.
    async fn start_over(&self) -> Result<(), StoreError>;
}
