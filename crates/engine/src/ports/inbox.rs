//! What carriers said, kept before it is acknowledged and until it leads to a parcel.
use super::documents::Digest;
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::id::MarketplaceId;

/// A carrier event as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewInboxItem {
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// Who delivered it (a connector's name).
    pub provider: String,
    /// The provider's id of the event: unique with marketplace and provider, for ever.
    pub event: String,
    /// The carrier's slug, where it is known.
    pub carrier: Option<String>,
    /// Tracking number.
    pub number: String,
    /// When the newest thing in it happened.
    pub at: Timestamp,
    /// Canonical scans, in the engine's own form.
    pub body: Vec<u8>,
    /// The raw payload among the documents.
    pub raw: Option<Digest>,
    /// Business time at which it came.
    pub received: Timestamp,
}

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InboxState {
    /// To be looked at.
    New,
    /// Leads to no parcel yet; a declared parcel makes it new again.
    Waiting,
    /// Taken by its orders.
    Done,
}

/// An item that is to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxItem {
    /// Local ascending key.
    pub no: u64,
    /// The item.
    pub item: NewInboxItem,
    /// Where it stands.
    pub state: InboxState,
}

/// The durable inbox.
#[async_trait]
pub trait Inbox {
    /// Keeps items; for each whether it was new. Durable when this returns.
    async fn receive(&self, items: Vec<NewInboxItem>) -> Result<Vec<bool>, StoreError>;

    /// Items in a state, by ascending key, of one marketplace or of all.
    async fn items(
        &self,
        marketplace: Option<MarketplaceId>,
        state: InboxState,
        after: u64,
        limit: u32,
    ) -> Result<Vec<InboxItem>, StoreError>;

    /// Moves new items on. An item for which a route came in meanwhile stays new instead of waiting.
    async fn sort(&self, items: Vec<(u64, InboxState)>) -> Result<(), StoreError>;
}
