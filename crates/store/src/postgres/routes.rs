//! Routes from tracking numbers and payments to orders.
use super::PostgresStore;
use super::error::PgResult;
use super::rows::get;
use crate::columns::{instant, journey, maybe_instant, order, ordinal};
use async_trait::async_trait;
use engine::ports::{ParcelRoute, PaymentRoute, Routes, StoreError};
use resolution::id::{MarketplaceId, PaymentNo};

impl PostgresStore {
    async fn parcels_of(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<&str>,
        number: &str,
    ) -> PgResult<Vec<ParcelRoute>> {
        let place = self.place(marketplace).await?;
        let sql = "SELECT carrier, starts, ends, id, journey, no FROM parcel_route
             WHERE marketplace = $1 AND number = $2 AND ($3::text IS NULL OR carrier = $3)
             ORDER BY starts, agg, journey, no";
        let rows = self.query(sql, &[&place.key, &number, &carrier]).await?;
        rows.iter()
            .map(|row| {
                Ok(ParcelRoute {
                    carrier: get(row, 0)?,
                    from: instant(get(row, 1)?)?,
                    until: maybe_instant(get(row, 2)?)?,
                    order: order(get(row, 3)?)?,
                    journey: journey(get(row, 4)?, get(row, 5)?)?,
                })
            })
            .collect()
    }

    async fn payments_of(
        &self,
        marketplace: MarketplaceId,
        provider: &str,
        payment_id: &str,
    ) -> PgResult<Vec<PaymentRoute>> {
        let place = self.place(marketplace).await?;
        let sql = "SELECT id, payment FROM payment_route
             WHERE marketplace = $1 AND provider = $2 AND payment_id = $3 ORDER BY agg, payment";
        let rows = self.query(sql, &[&place.key, &provider, &payment_id]).await?;
        rows.iter()
            .map(|row| {
                let payment = PaymentNo(ordinal(get(row, 1)?)?);
                Ok(PaymentRoute { order: order(get(row, 0)?)?, payment })
            })
            .collect()
    }
}

#[async_trait]
impl Routes for PostgresStore {
    async fn parcels(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<String>,
        number: String,
    ) -> Result<Vec<ParcelRoute>, StoreError> {
        self.named("look a tracking number up", self.parcels_of(marketplace, carrier.as_deref(), &number))
            .await
    }

    async fn payments(
        &self,
        marketplace: MarketplaceId,
        provider: String,
        payment_id: String,
    ) -> Result<Vec<PaymentRoute>, StoreError> {
        self.named("look a payment up", self.payments_of(marketplace, &provider, &payment_id)).await
    }
}
