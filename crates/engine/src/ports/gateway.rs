//! Money out and words out: what connectors do.
use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use resolution::id::{AggregateId, MarketplaceId, PartyId};
use resolution::money::{Currency, Minor};
use std::sync::Arc;

/// Money back by the payment it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundRequest {
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// The order.
    pub order: AggregateId,
    /// The provider's id of the payment.
    pub payment_id: String,
    /// Currency.
    pub currency: Currency,
    /// How much, in minor units, above zero.
    pub amount: Minor,
}

/// Money to a seller's bank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutRequest {
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// The seller.
    pub party: PartyId,
    /// Currency.
    pub currency: Currency,
    /// How much, in minor units, above zero.
    pub amount: Minor,
}

/// What a gateway said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GatewayAnswer {
    /// It has it and works on it.
    Sent {
        /// Its own id.
        reference: String,
    },
    /// It is done.
    Confirmed {
        /// Its own id.
        reference: String,
    },
    /// It refuses for good.
    Refused {
        /// Its code.
        code: String,
    },
    /// No answer, or none that says what became of it. Not a failure.
    Unknown,
}

/// What a look-up by key found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The gateway knows the key.
    Answer(GatewayAnswer),
    /// The gateway is sure that it never took the key.
    Absent,
    /// The look-up itself had no answer.
    Unknown,
}

/// A payment provider.
#[async_trait]
pub trait Gateway: Send + Sync {
    /// How long the gateway recognises a repeated key; a repeat within it never moves money twice.
    fn key_lifetime(&self) -> SignedDuration;

    /// Gives money back. The same key again gives the same answer.
    async fn refund(&self, key: &str, request: &RefundRequest) -> GatewayAnswer;

    /// Pays a seller. The same key again gives the same answer.
    async fn payout(&self, key: &str, request: &PayoutRequest) -> GatewayAnswer;

    /// What became of a key, however old.
    async fn look_up(&self, key: &str) -> Found;
}

/// The gateways by the name under which payments were recorded.
pub trait Gateways: Send + Sync {
    /// The gateway of that name for a marketplace.
    fn gateway(&self, marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>>;
}

/// A notice to a party.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Marketplace.
    pub marketplace: MarketplaceId,
    /// About what.
    pub about: AggregateId,
    /// To whom.
    pub to: PartyId,
    /// Which, as a stable word.
    pub notice: String,
    /// The case.
    pub case: Option<u16>,
    /// The instant it speaks of.
    pub end: Option<Timestamp>,
}

/// Why a notice could not be delivered now.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the notice could not be delivered: {why}")]
pub struct NoticeError {
    /// Why, for staff.
    pub why: String,
}

/// Where notices go: mail, a portal, a webhook.
#[async_trait]
pub trait Notices: Send + Sync {
    /// Delivers a notice; the same key again must not reach the person twice, as far as the way allows.
    async fn notify(&self, key: &str, notice: &Notice) -> Result<(), NoticeError>;
}
