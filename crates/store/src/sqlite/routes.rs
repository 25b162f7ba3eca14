//! Routes from tracking numbers and payments to orders.
use super::SqliteStore;
use super::rows::place;
use crate::columns::{instant, journey, maybe_instant, order, ordinal};
use async_trait::async_trait;
use engine::ports::{ParcelRoute, PaymentRoute, Routes, StoreError};
use resolution::id::{MarketplaceId, PaymentNo};
use rusqlite::params;

#[async_trait]
impl Routes for SqliteStore {
    async fn parcels(
        &self,
        marketplace: MarketplaceId,
        carrier: Option<String>,
        number: String,
    ) -> Result<Vec<ParcelRoute>, StoreError> {
        self.look("look a tracking number up", move |tx| {
            let place = place(tx, marketplace)?;
            let mut statement = tx.prepare_cached(
                "SELECT r.carrier, r.starts, r.ends, h.id, r.journey, r.no FROM parcel_route r
                 JOIN head h ON h.key = r.agg
                 WHERE r.marketplace = ?1 AND r.number = ?2 AND (?3 IS NULL OR r.carrier = ?3)
                 ORDER BY r.starts, r.agg, r.journey, r.no",
            )?;
            let mut rows = statement.query(params![place.key, number, carrier])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(ParcelRoute {
                    carrier: row.get(0)?,
                    from: instant(row.get(1)?)?,
                    until: maybe_instant(row.get(2)?)?,
                    order: order(&row.get::<_, Vec<u8>>(3)?)?,
                    journey: journey(row.get(4)?, row.get(5)?)?,
                });
            }
            Ok(found)
        })
        .await
    }

    async fn payments(
        &self,
        marketplace: MarketplaceId,
        provider: String,
        payment_id: String,
    ) -> Result<Vec<PaymentRoute>, StoreError> {
        self.read("look a payment up", move |tx| {
            let place = place(tx, marketplace)?;
            let mut statement = tx.prepare_cached(
                "SELECT h.id, r.payment FROM payment_route r JOIN head h ON h.key = r.agg
                 WHERE r.marketplace = ?1 AND r.provider = ?2 AND r.payment_id = ?3 ORDER BY r.agg, r.payment",
            )?;
            let mut rows = statement.query(params![place.key, provider, payment_id])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(PaymentRoute {
                    order: order(&row.get::<_, Vec<u8>>(0)?)?,
                    payment: PaymentNo(ordinal(row.get(1)?)?),
                });
            }
            Ok(found)
        })
        .await
    }
}
