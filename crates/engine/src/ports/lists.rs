//! Lists and inboxes, paginated by keys of indexed columns.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::id::{AggregateId, CaseNo, MarketplaceId, OrderId, PartyId};

/// Where the previous page of a list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListCursor {
    /// Placed at.
    pub at: Timestamp,
    /// Local key.
    pub key: u64,
}

/// Which orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderQuery {
    /// Of which marketplace.
    pub marketplace: MarketplaceId,
    /// Of which buyer.
    pub buyer: Option<PartyId>,
    /// Of which seller.
    pub seller: Option<PartyId>,
    /// In which state, by the order's own word.
    pub state: Option<String>,
    /// After this entry of the list.
    pub after: Option<ListCursor>,
    /// At most so many.
    pub limit: u32,
}

/// An order in a list; newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderRow {
    /// Place in the list.
    pub cursor: ListCursor,
    /// Which.
    pub order: OrderId,
    /// Buyer.
    pub buyer: PartyId,
    /// Seller.
    pub seller: PartyId,
    /// The order's own word.
    pub state: String,
    /// Version.
    pub version: u64,
}

/// For whom something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InboxOf {
    /// A party.
    Party(PartyId),
    /// Any mediator.
    Mediators,
    /// The platform's staff.
    Staff,
    /// A carrier or a gateway.
    Outside,
}

/// Where the previous page of an inbox ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TurnCursor {
    /// Its end; nothing comes last.
    pub end: Option<Timestamp>,
    /// Local key of the order.
    pub key: u64,
    /// Ordinal within the order.
    pub ordinal: u16,
}

/// Which inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnQuery {
    /// Of which marketplace.
    pub marketplace: MarketplaceId,
    /// Whose.
    pub of: InboxOf,
    /// After this entry.
    pub after: Option<TurnCursor>,
    /// At most so many.
    pub limit: u32,
}

/// Something that waits; most urgent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnRow {
    /// Place in the inbox.
    pub cursor: TurnCursor,
    /// On which order, or on which account.
    pub about: AggregateId,
    /// In which case; nothing for what waits on the order itself.
    pub case: Option<CaseNo>,
    /// What waits, as a stable word.
    pub what: String,
    /// Until when.
    pub end: Option<Timestamp>,
}

impl TurnRow {
    /// The order that it waits on, where it is one.
    #[must_use]
    pub const fn order(&self) -> Option<OrderId> {
        if let AggregateId::Order(order) = self.about { Some(order) } else { None }
    }
}

/// Lists of orders and what waits for whom.
#[async_trait]
pub trait Lists {
    /// Orders, newest first.
    async fn orders(&self, query: OrderQuery) -> Result<Vec<OrderRow>, StoreError>;

    /// What waits, most urgent first.
    async fn turns(&self, query: TurnQuery) -> Result<Vec<TurnRow>, StoreError>;
}
