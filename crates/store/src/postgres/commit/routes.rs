//! Routes of a batch.
//!
//! Whoever adds a route of a tracking number, and whoever puts a carrier event to wait for one, first takes a lock of
//! that number: neither may miss what the other is just writing.
use super::plan::On;
use crate::columns::{NUMBER_REUSED_AFTER_NANOS, journey_columns, nanos};
use crate::postgres::error::PgResult;
use deadpool_postgres::Object;
use engine::ports::{Journey, NewRoute};
use futures::FutureExt;
use futures::future::BoxFuture;
use std::collections::BTreeMap;
use tokio_postgres::{Error, Statement};

const LOCK: &str = "SELECT pg_advisory_xact_lock(5392, numbers.hash) FROM (
         SELECT DISTINCT hashtext(n.number || ' ' || n.marketplace) AS hash
         FROM unnest($1::bigint[], $2::text[]) AS n (marketplace, number) ORDER BY 1) AS numbers";
const END: &str = "UPDATE parcel_route r SET ends = u.starts
     FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
         AS u (marketplace, number, carrier, above, below, starts)
     WHERE r.marketplace = u.marketplace AND r.number = u.number AND r.carrier = u.carrier AND r.ends IS NULL
       AND r.starts >= u.above AND r.starts < u.below";
const PARCELS: &str =
    "INSERT INTO parcel_route (marketplace, number, carrier, id, agg, journey, no, starts, ends)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bigint[], $6::smallint[],
         $7::bigint[], $8::bigint[], $9::bigint[])
     ON CONFLICT DO NOTHING";
/// Carrier events that waited for these numbers are looked at again.
const WAKE: &str =
    "UPDATE inbox i SET state = 0 FROM unnest($1::bigint[], $2::text[]) AS u (marketplace, number)
     WHERE i.marketplace = u.marketplace AND i.number = u.number AND i.state = 1";
const PAYMENTS: &str = "INSERT INTO payment_route (marketplace, provider, payment_id, id, agg, payment)
     SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bytea[], $5::bigint[], $6::bigint[])
     ON CONFLICT DO NOTHING";

/// The statements, prepared.
pub(super) struct Statements {
    lock: Statement,
    end: Statement,
    parcels: Statement,
    wake: Statement,
    payments: Statement,
}

impl Statements {
    pub(super) async fn prepare(client: &Object) -> PgResult<Self> {
        Ok(Self {
            lock: client.prepare_cached(LOCK).await?,
            end: client.prepare_cached(END).await?,
            parcels: client.prepare_cached(PARCELS).await?,
            wake: client.prepare_cached(WAKE).await?,
            payments: client.prepare_cached(PAYMENTS).await?,
        })
    }
}

/// A tracking number of a marketplace and carrier.
type Number<'a> = (i64, &'a str, &'a str);

/// A new route of a parcel.
struct Parcel<'a> {
    number: Number<'a>,
    id: [u8; 16],
    key: i64,
    journey: Journey,
    starts: i64,
    ends: Option<i64>,
}

/// A stretch of open routes, by where they start, that end where a new one starts.
struct Ending<'a> {
    number: Number<'a>,
    above: i64,
    below: i64,
    starts: i64,
}

/// A new route of a payment.
struct Payment<'a> {
    place: i64,
    provider: &'a str,
    payment_id: &'a str,
    id: [u8; 16],
    key: i64,
    payment: i64,
}

/// All new routes of a batch, in its order.
#[derive(Default)]
pub(super) struct Routes<'a> {
    parcels: Vec<Parcel<'a>>,
    endings: Vec<Ending<'a>>,
    payments: Vec<Payment<'a>>,
}

/// A route that starts so long before another that its number has been given to another parcel since.
fn long_before(starts: i64) -> i64 {
    starts.saturating_sub(NUMBER_REUSED_AFTER_NANOS)
}

impl<'a> Routes<'a> {
    pub(super) fn of(routes: &[On<&'a NewRoute>]) -> Self {
        let mut found = Self::default();
        let mut starts_of: BTreeMap<Number<'a>, Vec<i64>> = BTreeMap::new();
        for on in routes {
            let (place, id, key) = (on.place.key, on.id.bytes(), on.key);
            match on.what {
                NewRoute::Parcel { carrier, number, from, journey } => {
                    let (number, starts) = ((place, number.as_str(), carrier.as_str()), nanos(*from));
                    starts_of.entry(number).or_default().push(starts);
                    found.parcels.push(Parcel { number, id, key, journey: *journey, starts, ends: None });
                }
                NewRoute::Payment { provider, payment_id, payment } => {
                    let payment = i64::from(payment.0);
                    found.payments.push(Payment { place, provider, payment_id, id, key, payment });
                }
            }
        }
        for (number, starts) in starts_of {
            found.endings.extend(endings(number, &starts));
        }
        found.end_each_other();
        found
    }

    /// A new route ends where the first later one of the batch starts that starts long after it.
    fn end_each_other(&mut self) {
        let starts: Vec<_> = self.parcels.iter().map(|parcel| (parcel.number, parcel.starts)).collect();
        for (at, parcel) in self.parcels.iter_mut().enumerate() {
            let later = starts.iter().skip(at + 1).filter(|(number, _)| *number == parcel.number);
            parcel.ends =
                later.map(|(_, starts)| *starts).find(|starts| parcel.starts < long_before(*starts));
        }
    }

    /// The statements on their way, in order; each is one message.
    pub(super) fn sent<'f>(
        &'f self,
        client: &'f Object,
        statements: &'f Statements,
    ) -> Vec<BoxFuture<'f, Result<(), Error>>> {
        vec![
            self.lock(client, &statements.lock).boxed(),
            self.end(client, &statements.end).boxed(),
            self.add_parcels(client, &statements.parcels).boxed(),
            self.lock(client, &statements.wake).boxed(),
            self.add_payments(client, &statements.payments).boxed(),
        ]
    }

    /// Locks the numbers, or wakes what waits for them: both speak of marketplaces and numbers.
    async fn lock(&self, client: &Object, statement: &Statement) -> Result<(), Error> {
        let numbers: Vec<(i64, &str)> =
            self.parcels.iter().map(|parcel| (parcel.number.0, parcel.number.1)).collect();
        of_numbers(client, statement, &numbers).await
    }

    async fn end(&self, client: &Object, statement: &Statement) -> Result<(), Error> {
        let rows = &self.endings;
        if rows.is_empty() {
            return Ok(());
        }
        let places: Vec<i64> = rows.iter().map(|row| row.number.0).collect();
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.1).collect();
        let carriers: Vec<&str> = rows.iter().map(|row| row.number.2).collect();
        let above: Vec<i64> = rows.iter().map(|row| row.above).collect();
        let below: Vec<i64> = rows.iter().map(|row| row.below).collect();
        let starts: Vec<i64> = rows.iter().map(|row| row.starts).collect();
        client.execute(statement, &[&places, &numbers, &carriers, &above, &below, &starts]).await?;
        Ok(())
    }

    async fn add_parcels(&self, client: &Object, statement: &Statement) -> Result<(), Error> {
        let rows = &self.parcels;
        if rows.is_empty() {
            return Ok(());
        }
        let places: Vec<i64> = rows.iter().map(|row| row.number.0).collect();
        let numbers: Vec<&str> = rows.iter().map(|row| row.number.1).collect();
        let carriers: Vec<&str> = rows.iter().map(|row| row.number.2).collect();
        let ids: Vec<&[u8]> = rows.iter().map(|row| &row.id[..]).collect();
        let keys: Vec<i64> = rows.iter().map(|row| row.key).collect();
        let kinds: Vec<i16> = rows.iter().map(|row| journey_columns(row.journey).0).collect();
        let nos: Vec<i64> = rows.iter().map(|row| i64::from(journey_columns(row.journey).1)).collect();
        let starts: Vec<i64> = rows.iter().map(|row| row.starts).collect();
        let ends: Vec<Option<i64>> = rows.iter().map(|row| row.ends).collect();
        client
            .execute(statement, &[&places, &numbers, &carriers, &ids, &keys, &kinds, &nos, &starts, &ends])
            .await?;
        Ok(())
    }

    async fn add_payments(&self, client: &Object, statement: &Statement) -> Result<(), Error> {
        let rows = &self.payments;
        if rows.is_empty() {
            return Ok(());
        }
        let places: Vec<i64> = rows.iter().map(|row| row.place).collect();
        let providers: Vec<&str> = rows.iter().map(|row| row.provider).collect();
        let payment_ids: Vec<&str> = rows.iter().map(|row| row.payment_id).collect();
        let ids: Vec<&[u8]> = rows.iter().map(|row| &row.id[..]).collect();
        let keys: Vec<i64> = rows.iter().map(|row| row.key).collect();
        let payments: Vec<i64> = rows.iter().map(|row| row.payment).collect();
        client.execute(statement, &[&places, &providers, &payment_ids, &ids, &keys, &payments]).await?;
        Ok(())
    }
}

/// An open route ends where the first new one starts that starts long after it. Of several new ones only those count
/// that start later than all before them, so that each has its own stretch of old ones.
fn endings<'a>(number: Number<'a>, starts: &[i64]) -> Vec<Ending<'a>> {
    let (mut found, mut above) = (Vec::new(), i64::MIN);
    for starts in starts {
        let below = long_before(*starts);
        if below > above {
            found.push(Ending { number, above, below, starts: *starts });
            above = below;
        }
    }
    found
}

async fn of_numbers(client: &Object, statement: &Statement, numbers: &[(i64, &str)]) -> Result<(), Error> {
    if numbers.is_empty() {
        return Ok(());
    }
    let places: Vec<i64> = numbers.iter().map(|(place, _)| *place).collect();
    let numbers: Vec<&str> = numbers.iter().map(|(_, number)| *number).collect();
    client.query(statement, &[&places, &numbers]).await?;
    Ok(())
}

/// Takes the locks of tracking numbers until the transaction ends.
pub(crate) async fn lock_numbers(client: &Object, numbers: &[(i64, &str)]) -> PgResult<()> {
    let statement = client.prepare_cached(LOCK).await?;
    Ok(of_numbers(client, &statement, numbers).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_old_route_ends_at_the_first_new_one_that_starts_long_after_it() {
        let long = NUMBER_REUSED_AFTER_NANOS;
        let new = [10 * long, 4 * long, 12 * long];
        let stretches = endings((1, "n", "c"), &new);
        for old in [-long, 0, 3 * long, 8 * long, 9 * long, 10 * long, 11 * long - 1, 11 * long] {
            let one_by_one = new.iter().find(|starts| old < long_before(**starts)).copied();
            let fits: Vec<i64> = (stretches.iter())
                .filter(|stretch| old >= stretch.above && old < stretch.below)
                .map(|stretch| stretch.starts)
                .collect();
            assert_eq!(fits, one_by_one.into_iter().collect::<Vec<_>>(), "an old one from {old}");
        }
    }
}
