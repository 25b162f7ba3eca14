//! The ledger for accountants: journals that hledger and beancount accept, a table, and balances.
//!
//! Twice through the postings: once to learn the accounts, their first days and their last balances, once to write, so
//! that directives stand at the top and nothing but the accounts is held in memory.
mod accounts;
mod beancount;
mod csv;
mod hledger;

pub use accounts::{Decimal, account_name};

use crate::report::{self, table};
use crate::wire::House;
use crate::zones::zone;
use anyhow::Result;
use engine::Entry;
use engine::ports::Marketplace;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use resolution::aggregate::Event;
use resolution::ledger::{Account, Commodity, Posting};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, BufWriter};

/// Records read at once.
const AT_ONCE: u32 = 2_000;

/// A journal format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// hledger and ledger-cli.
    Hledger,
    /// beancount.
    Beancount,
    /// One row a posting.
    Csv,
}

/// One event with postings.
pub struct Movement<'a> {
    /// Where.
    pub marketplace: &'a Marketplace,
    /// Position in the journal.
    pub position: u64,
    /// Whose event.
    pub aggregate: String,
    /// Number of the event.
    pub number: u64,
    /// The event's word.
    pub event: String,
    /// When it was recorded.
    pub at: jiff::Timestamp,
    /// That day in the marketplace's zone.
    pub day: Date,
    /// What moved.
    pub postings: &'a [Posting],
}

/// An account of a marketplace in one commodity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The account's name in the journal.
    pub name: String,
    /// Of what.
    pub of: Commodity,
}

/// What is known of an account before the journal is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// First day with a posting.
    pub first: Date,
    /// Debits less credits: the sign of accountants.
    pub balance: i128,
}

/// Everything before the journal is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summaries {
    /// By account.
    pub accounts: BTreeMap<Key, Summary>,
    /// Last day with a posting.
    pub last: Option<Date>,
}

impl Summaries {
    fn take(&mut self, movement: &Movement<'_>) {
        self.last = self.last.max(Some(movement.day));
        for posting in movement.postings {
            let amount = i128::from(posting.amount.get());
            for (account, amount) in [(&posting.from, amount), (&posting.to, -amount)] {
                let key = Key { name: account_name(&movement.marketplace.slug, account), of: posting.of };
                let new = Summary { first: movement.day, balance: 0 };
                let known = self.accounts.entry(key).or_insert(new);
                known.first = known.first.min(movement.day);
                known.balance += amount;
            }
        }
    }
}

/// Writes one format.
trait Journal {
    fn begin(&mut self, summaries: &Summaries) -> io::Result<()>;
    fn movement(&mut self, movement: &Movement<'_>) -> io::Result<()>;
    fn end(&mut self, summaries: &Summaries) -> io::Result<()>;
}

/// Writes the journal of a marketplace, or of all, to standard output.
///
/// # Errors
/// Where the store fails, or standard output.
pub async fn export(house: &House, slug: Option<&str>, format: Format) -> Result<()> {
    let marketplaces = house.marketplaces(slug).await?;
    let mut summaries = Summaries::default();
    let mut ends = Vec::new();
    for marketplace in &marketplaces {
        let end = house.engine.store().newest().await?;
        each(house, marketplace, end, &mut |movement| {
            summaries.take(movement);
            Ok(())
        })
        .await?;
        ends.push(end);
    }
    let out = BufWriter::with_capacity(1 << 16, io::stdout());
    let mut journal: Box<dyn Journal + Send> = match format {
        Format::Hledger => Box::new(hledger::Hledger(out)),
        Format::Beancount => Box::new(beancount::Beancount(out)),
        Format::Csv => Box::new(csv::Csv::new(out)),
    };
    let mut write = async || -> Result<()> {
        journal.begin(&summaries)?;
        for (marketplace, end) in marketplaces.iter().zip(&ends) {
            each(house, marketplace, *end, &mut |movement| Ok(journal.movement(movement)?)).await?;
        }
        Ok(journal.end(&summaries)?)
    };
    match write().await {
        Err(error) => match error.downcast::<io::Error>() {
            Ok(error) => report::done(Err(error)),
            Err(error) => Err(error),
        },
        Ok(()) => Ok(()),
    }
}

/// Every event with postings of a marketplace up to a position, in the order of the journal.
async fn each(
    house: &House,
    marketplace: &Marketplace,
    end: u64,
    take: &mut (dyn FnMut(&Movement<'_>) -> Result<()> + Send),
) -> Result<()> {
    let zone = zone(&marketplace.zone)?;
    let mut after = 0;
    loop {
        let page = house.engine.feed(marketplace.id, after, AT_ONCE).await?;
        for entry in page.entries.iter().filter(|entry| entry.position <= end) {
            of_entry(marketplace, &zone, entry, take)?;
        }
        if !page.more || page.next >= end {
            return Ok(());
        }
        after = page.next;
    }
}

fn of_entry(
    marketplace: &Marketplace,
    zone: &TimeZone,
    entry: &Entry,
    take: &mut (dyn FnMut(&Movement<'_>) -> Result<()> + Send),
) -> Result<()> {
    let record = &entry.record;
    for (number, event) in (record.first..).zip(&record.events) {
        if event.postings().is_empty() {
            continue;
        }
        take(&Movement {
            marketplace,
            position: entry.position,
            aggregate: record.aggregate.to_string(),
            number,
            event: word(event)?,
            at: record.at,
            day: record.at.to_zoned(zone.clone()).date(),
            postings: event.postings(),
        })?;
    }
    Ok(())
}

/// The event's stable word, as it is stored.
fn word(event: &Event) -> Result<String> {
    let value = serde_json::to_value(event)?;
    Ok(value.get("type").and_then(|word| word.as_str()).unwrap_or("event").to_owned())
}

/// A balance as it is reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// The marketplace's slug.
    pub marketplace: String,
    /// The account.
    pub account: Account,
    /// Currency code, or `COINS`.
    pub commodity: String,
    /// What came in less what went out, as decimal text.
    pub balance: String,
    /// The same in minor units.
    pub minor: i64,
    /// How many entries it sums.
    pub entries: u64,
}

/// All balances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Balances {
    /// By marketplace, account and commodity.
    pub balances: Vec<Balance>,
    /// Whether each commodity of each marketplace sums to zero.
    pub balanced: bool,
}

/// The balances of a marketplace, or of all.
///
/// # Errors
/// Where the store fails.
pub async fn balances(house: &House, slug: Option<&str>) -> Result<Balances> {
    let mut all = Vec::new();
    let mut sums: BTreeMap<(String, String), i128> = BTreeMap::new();
    for marketplace in house.marketplaces(slug).await? {
        for row in house.engine.balances(marketplace.id).await?.rows {
            let decimal = Decimal { of: row.of, amount: i128::from(row.amount) };
            let commodity = accounts::commodity(row.of);
            *sums.entry((marketplace.slug.clone(), commodity.clone())).or_default() += i128::from(row.amount);
            all.push(Balance {
                marketplace: marketplace.slug.clone(),
                account: row.account,
                commodity,
                balance: decimal.to_string(),
                minor: row.amount,
                entries: row.entries,
            });
        }
    }
    Ok(Balances { balances: all, balanced: sums.values().all(|sum| *sum == 0) })
}

impl Balances {
    /// For people.
    pub fn words(&self) -> String {
        let widest = self.balances.iter().map(|one| one.balance.len()).max().unwrap_or(0);
        let mut rows: Vec<Vec<String>> = Vec::new();
        for one in &self.balances {
            let amount = format!("{:>widest$}", one.balance);
            rows.push(vec![one.marketplace.clone(), one.account.to_string(), amount, one.commodity.clone()]);
        }
        let sum = if self.balanced { "balanced: each commodity sums to zero" } else { "NOT BALANCED: run `recourse verify`" };
        format!("{}{sum}\n", table(&rows))
    }
}
