//! Routes: from a tracking number or a payment to the orders behind it.
use super::error::StoreError;
use async_trait::async_trait;
use jiff::Timestamp;
use resolution::id::{CaseNo, MarketplaceId, OrderId, ParcelNo, PaymentNo};

/// What travels under a tracking number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Journey {
    /// A parcel to the buyer.
    Parcel(ParcelNo),
    /// The return of a case.
    Return(CaseNo),
}

/// A route to the order that is written; adding it again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewRoute {
    /// A tracking number. Carrier events that waited for it are taken up again.
    Parcel {
        /// The carrier's slug.
        carrier: String,
        /// The number as declared.
        number: String,
        /// From when it means this parcel. Routes of the same number that began long before end here: carriers
        /// use their numbers again.
        from: Timestamp,
        /// What travels.
        journey: Journey,
    },
    /// A share of a payment.
    Payment {
        /// The provider.
        provider: String,
        /// The provider's id of the whole payment.
        payment_id: String,
        /// The order's share.
        payment: PaymentNo,
    },
}

/// Where a tracking number leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParcelRoute {
    /// The carrier's slug.
    pub carrier: String,
    /// From when.
    pub from: Timestamp,
    /// Exclusive end: the number has been given to another parcel since.
    pub until: Option<Timestamp>,
    /// The order.
    pub order: OrderId,
    /// What travels.
    pub journey: Journey,
}

/// Where a payment leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaymentRoute {
    /// The order.
    pub order: OrderId,
    /// Its share.
    pub payment: PaymentNo,
}

/// The two route tables.
#[async_trait]
pub trait Routes {
    /// All routes of a tracking number, by `from`. Without a carrier: of every carrier.
    async fn parcels(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<String>,
        number: String,
    ) -> Result<Vec<ParcelRoute>, StoreError>;

    /// The orders that share a payment, in the order in which they were placed.
    async fn payments(
        &self,
        marketplace: MarketplaceId,
        provider: String,
        payment_id: String,
    ) -> Result<Vec<PaymentRoute>, StoreError>;
}
