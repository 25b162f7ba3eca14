//! Routes from tracking numbers and payments to orders.
use super::state::Way;
use super::{MemoryStore, missing};
use async_trait::async_trait;
use engine::ports::{Journey, ParcelRoute, PaymentRoute, Routes, StoreError};
use resolution::id::{AggregateId, MarketplaceId, OrderId, PaymentNo};

/// Order among routes that begin at the same instant.
fn rank(way: &Way) -> (jiff::Timestamp, u64, u8, u16) {
    let (kind, no) = match way.journey {
        Journey::Parcel(no) => (1, no.0),
        Journey::Return(no) => (2, no.0),
    };
    (way.from, way.of, kind, no)
}

impl super::state::State {
    fn order(&self, key: u64) -> Option<OrderId> {
        match self.row(key)?.head.id {
            AggregateId::Order(order) => Some(order),
            AggregateId::Account(_) | AggregateId::Fund(_) => None,
        }
    }
}

#[async_trait]
impl Routes for MemoryStore {
    async fn parcels(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<String>,
        number: String,
    ) -> Result<Vec<ParcelRoute>, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&marketplace).ok_or_else(|| missing(marketplace))?;
            let ways = state.ways.get(&(marketplace, number)).into_iter().flatten();
            let mut ways: Vec<&Way> =
                ways.filter(|way| carrier.as_ref().is_none_or(|only| way.carrier == *only)).collect();
            ways.sort_by_key(|way| rank(way));
            let route = |way: &Way| {
                Some(ParcelRoute {
                    carrier: way.carrier.clone(),
                    from: way.from,
                    until: way.until,
                    order: state.order(way.of)?,
                    journey: way.journey,
                })
            };
            Ok(ways.into_iter().filter_map(route).collect())
        })
    }

    async fn payments(
        &self,
        marketplace: MarketplaceId,
        provider: String,
        payment_id: String,
    ) -> Result<Vec<PaymentRoute>, StoreError> {
        self.with(|state| {
            state.marketplaces.get(&marketplace).ok_or_else(|| missing(marketplace))?;
            let routes = state.payments.get(&(marketplace, provider, payment_id)).into_iter().flatten();
            let route = |(key, no): &(u64, u16)| {
                Some(PaymentRoute { order: state.order(*key)?, payment: PaymentNo(*no) })
            };
            Ok(routes.filter_map(route).collect())
        })
    }
}
