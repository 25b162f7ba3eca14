//! What came of an import: the plan's own counts, and sums over the events that were recorded.
use super::plan::Plan;
use crate::report::table;
use crate::wire::House;
use crate::world::peak_memory;
use anyhow::Result;
use engine::Entry;
use engine::ports::Marketplace;
use jiff::Timestamp;
use resolution::aggregate::Event;
use resolution::id::{AggregateId, OrderId};
use resolution::ledger::{Account, Commodity, Posting};
use resolution::money::{Currency, Minor, Money};
use resolution::order::event::{CancelCause, OrderEvent};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// Records read at once.
const AT_ONCE: u32 = 2_000;

/// What the import saw of itself.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// Position of the newest record before it.
    pub before: u64,
    /// How long it took.
    pub elapsed: Duration,
}

/// An amount, for people and for programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// As decimal text.
    pub amount: String,
    /// In minor units.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

impl Amount {
    fn of(currency: Currency, amount: Minor) -> Self {
        let money = Money::new(currency, amount);
        Self { amount: money.decimal(), minor: amount.get(), currency: currency.code().to_owned() }
    }

    fn words(&self) -> String {
        format!("{} {}", self.amount, self.currency)
    }
}

/// Purchases whose payments differ from their items and freight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// How many purchases.
    pub purchases: usize,
    /// The sum over them.
    #[serde(flatten)]
    pub sum: Amount,
}

/// Refused orders of one file for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RefusedIn {
    /// File name.
    pub file: String,
    /// Stable word.
    pub reason: &'static str,
    /// How many.
    pub orders: u64,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The marketplace's slug.
    pub marketplace: String,
    /// Content hash of its policy.
    pub policy: String,
    /// Where its clock stands.
    pub clock: Timestamp,
    /// Purchases that are in.
    pub purchases: usize,
    /// Orders that are in: one a seller.
    pub orders: usize,
    /// Refused orders of the files by reason.
    pub refused: BTreeMap<&'static str, u64>,
    /// The same by file.
    pub refused_by_file: Vec<RefusedIn>,
    /// Captured, before any refund.
    pub captured: Amount,
    /// Purchases that differ from their items and freight.
    pub purchases_that_differ: usize,
    /// Paid beyond them.
    pub surcharge: Difference,
    /// Missing.
    pub shortfall: Difference,
    /// Purchases never handed over, cancelled and refunded at ship-by.
    pub cancelled_at_ship_by: usize,
    /// Cases that were opened, by the rules or by made-up people.
    pub cases: u64,
    /// Promised back to buyers.
    pub refund_promised: Amount,
    /// Confirmed by the gateway.
    pub refunded: Amount,
    /// Released to sellers, commission included.
    pub released: Amount,
    /// Neither released nor promised back yet.
    pub in_escrow: Amount,
    /// Where the files contradict themselves; dates win over status words.
    pub contradictions: BTreeMap<&'static str, u64>,
    /// Purchases scanned by the carrier before they were paid; the scans keep their own time.
    pub scans_before_payment: u64,
    /// Local times that do not exist in the zone.
    pub local_times_skipped: u64,
    /// Local times that exist twice.
    pub local_times_twice: u64,
    /// Events of the marketplace in all.
    pub events: u64,
    /// Of these, recorded by this import.
    pub new_events: u64,
    /// How long it took, in milliseconds.
    pub milliseconds: u128,
    /// Orders a second.
    pub orders_per_second: u128,
    /// The most memory that was held, in bytes; nothing where the system does not say.
    pub peak_memory_bytes: Option<u64>,
}

/// Sums over events.
#[derive(Default)]
struct Sums {
    references: HashMap<OrderId, String>,
    captured: Minor,
    surcharge: BTreeMap<String, Minor>,
    shortfall: BTreeMap<String, Minor>,
    cancelled: BTreeSet<String>,
    cases: u64,
    promised: Minor,
    refunded: Minor,
    released: Minor,
    escrow: Minor,
    events: u64,
    new_events: u64,
}

/// Reads the recorded events and sums them up.
///
/// # Errors
/// Where the store fails.
pub async fn report(house: &House, market: &Marketplace, plan: &Plan, seen: Seen) -> Result<Report> {
    let mut sums = Sums::default();
    let mut after = 0;
    loop {
        let page = house.engine.feed(market.id, after, AT_ONCE).await?;
        page.entries.iter().for_each(|entry| sums.take(entry, market.currency, seen.before));
        after = page.next;
        if !page.more {
            break;
        }
    }
    let clock = house.engine.now(market.id).await?;
    Ok(sums.report(market, plan, clock, seen.elapsed))
}

impl Sums {
    fn take(&mut self, entry: &Entry, currency: Currency, before: u64) {
        let count = u64::try_from(entry.record.events.len()).unwrap_or(0);
        self.events += count;
        self.new_events += if entry.position > before { count } else { 0 };
        for event in &entry.record.events {
            for posting in event.postings() {
                self.post(posting, currency);
            }
            if let (AggregateId::Order(order), Event::Order(event)) = (entry.record.aggregate, event) {
                self.of_order(order, event);
            }
        }
    }

    fn post(&mut self, posting: &Posting, currency: Currency) {
        if posting.of != Commodity::Money(currency) {
            return;
        }
        if posting.to == Account::Escrow {
            self.escrow = self.escrow + posting.amount;
        }
        if posting.from == Account::Escrow {
            self.escrow = self.escrow - posting.amount;
        }
        match (&posting.from, &posting.to) {
            (Account::RefundsPending, Account::GatewayClearing(_)) => {
                self.refunded = self.refunded + posting.amount
            }
            (Account::GatewayClearing(_), Account::RefundsPending) => {
                self.refunded = self.refunded - posting.amount
            }
            (_, Account::RefundsPending) => self.promised = self.promised + posting.amount,
            _ => {}
        }
    }

    fn of_order(&mut self, order: OrderId, event: &OrderEvent) {
        match event {
            OrderEvent::OrderPlaced(placed) => {
                self.references.insert(order, placed.reference.clone());
            }
            OrderEvent::PaymentCaptured { postings, .. } => {
                let captured = postings.iter().filter(|posting| posting.to == Account::Escrow);
                self.captured = captured.fold(self.captured, |sum, posting| sum + posting.amount);
            }
            OrderEvent::OrderPaid { surcharge, shortfall, .. } => {
                let missing = Minor::total(shortfall);
                let reference = self.references.get(&order).cloned().unwrap_or_default();
                for (sums, amount) in [(&mut self.surcharge, *surcharge), (&mut self.shortfall, missing)] {
                    if !amount.is_zero() {
                        let sum = sums.entry(reference.clone()).or_insert(Minor::ZERO);
                        *sum = *sum + amount;
                    }
                }
            }
            OrderEvent::UnitsCancelled { cause: CancelCause::NotShipped, .. } => {
                self.cancelled.insert(self.references.get(&order).cloned().unwrap_or_default());
            }
            OrderEvent::CaseOpened(_) => self.cases += 1,
            OrderEvent::Released { postings, .. } => {
                let released = postings.iter().filter(|posting| posting.from == Account::Escrow);
                self.released = released.fold(self.released, |sum, posting| sum + posting.amount);
            }
            _ => {}
        }
    }

    fn report(self, market: &Marketplace, plan: &Plan, clock: Timestamp, elapsed: Duration) -> Report {
        let amount = |minor| Amount::of(market.currency, minor);
        let difference = |of: &BTreeMap<String, Minor>| Difference {
            purchases: of.len(),
            sum: amount(of.values().fold(Minor::ZERO, |a, b| a + *b)),
        };
        let differ: BTreeSet<&String> = self.surcharge.keys().chain(self.shortfall.keys()).collect();
        let purchases: BTreeSet<&String> = self.references.values().collect();
        let orders = self.references.len();
        let mut refused = BTreeMap::new();
        for ((_, reason), count) in &plan.refused {
            *refused.entry(reason.word()).or_insert(0) += count;
        }
        let by_file = plan.refused.iter().map(|((file, reason), orders)| RefusedIn {
            file: file.clone(),
            reason: reason.word(),
            orders: *orders,
        });
        Report {
            marketplace: market.slug.clone(),
            policy: market.policy.clone(),
            clock,
            purchases: purchases.len(),
            orders,
            refused,
            refused_by_file: by_file.collect(),
            captured: amount(self.captured),
            purchases_that_differ: differ.len(),
            surcharge: difference(&self.surcharge),
            shortfall: difference(&self.shortfall),
            cancelled_at_ship_by: self.cancelled.len(),
            cases: self.cases,
            refund_promised: amount(self.promised),
            refunded: amount(self.refunded),
            released: amount(self.released),
            in_escrow: amount(self.escrow),
            contradictions: plan.contradictions.iter().map(|(which, count)| (which.word(), *count)).collect(),
            scans_before_payment: plan.scans_before_payment,
            local_times_skipped: plan.times_skipped,
            local_times_twice: plan.times_twice,
            events: self.events,
            new_events: self.new_events,
            milliseconds: elapsed.as_millis(),
            orders_per_second: u128::try_from(orders).unwrap_or(0) * 1_000 / elapsed.as_millis().max(1),
            peak_memory_bytes: peak_memory(),
        }
    }
}

/// The refusals of a plan in words.
pub fn refusals(plan: &Plan) -> Vec<String> {
    let words = |((file, reason), count): (&(String, super::plan::Reason), &u64)| {
        format!("{count} of {file}: {}", reason.words())
    };
    plan.refused.iter().map(words).collect()
}

impl Report {
    /// For people.
    pub fn words(&self) -> String {
        let row = |name: &str, value: String| vec![name.to_owned(), value];
        let difference = |of: &Difference| format!("{} purchases, {}", of.purchases, of.sum.words());
        let mut rows = vec![
            row("marketplace", format!("{}, clock at {}", self.marketplace, self.clock)),
            row("policy", self.policy.clone()),
            row("purchases", self.purchases.to_string()),
            row("orders", format!("{} (one a seller)", self.orders)),
        ];
        for refused in &self.refused_by_file {
            rows.push(row("refused", format!("{} of {}: {}", refused.orders, refused.file, refused.reason)));
        }
        rows.extend([
            row("captured", self.captured.words()),
            row("surcharge", difference(&self.surcharge)),
            row("shortfall", difference(&self.shortfall)),
            row("cancelled at ship-by", format!("{} purchases", self.cancelled_at_ship_by)),
            row("cases", self.cases.to_string()),
            row("refunds promised", self.refund_promised.words()),
            row("refunds confirmed", self.refunded.words()),
            row("released to sellers", self.released.words()),
            row("still in escrow", self.in_escrow.words()),
            row("scans before payment", self.scans_before_payment.to_string()),
        ]);
        for (which, count) in &self.contradictions {
            rows.push(row("contradiction", format!("{count} {}", which.replace('_', " "))));
        }
        let memory = self
            .peak_memory_bytes
            .map_or_else(|| "unknown".to_owned(), |bytes| format!("{} MiB", bytes >> 20));
        rows.extend([
            row(
                "local times",
                format!("{} skipped, {} twice", self.local_times_skipped, self.local_times_twice),
            ),
            row("events", format!("{}, {} of them new", self.events, self.new_events)),
            row("speed", format!("{} orders a second ({} ms)", self.orders_per_second, self.milliseconds)),
            row("peak memory", memory),
        ]);
        table(&rows)
    }
}
