//! What an import will do, decided from the files alone: which purchases come in, which are refused and why, and every
//! fact with the instant at which it is given. Pure.
use super::read::{ItemRow, OrderRow, PaymentRow, Product, Source};
use jiff::civil::{DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use resolution::money::Minor;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};

/// The smallest step: ends are exclusive, so what happens at an instant is in time for an end one second later.
pub const STEP: SignedDuration = SignedDuration::from_secs(1);

/// Why an order of a file is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Paid, but the files say nothing of what was bought.
    NoItems,
    /// The files hold the order alone.
    NeitherItemsNorPayments,
    /// Nothing says how it was paid.
    NoPayments,
    /// Nothing says who bought it.
    NoCustomer,
    /// An order of that id came before.
    Repeated,
}

impl Reason {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NoItems => "no_items",
            Self::NeitherItemsNorPayments => "neither_items_nor_payments",
            Self::NoPayments => "no_payments",
            Self::NoCustomer => "no_customer",
            Self::Repeated => "repeated",
        }
    }

    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoItems => "no items",
            Self::NeitherItemsNorPayments => "neither items nor payments",
            Self::NoPayments => "no payments",
            Self::NoCustomer => "no customer",
            Self::Repeated => "an order of that id came before",
        }
    }
}

/// Where the files contradict themselves; dates win over status words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Contradiction {
    /// `canceled`, but the carrier had it.
    CanceledButHandedOver,
    /// `delivered`, but nothing says when.
    DeliveredWithoutDate,
    /// Delivered before it was handed over.
    DeliveredBeforeHandOver,
    /// Handed over before it was bought.
    HandedOverBeforePurchase,
    /// To be handed over before it was paid.
    ShipByBeforePayment,
}

impl Contradiction {
    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CanceledButHandedOver => "canceled_but_handed_over",
            Self::DeliveredWithoutDate => "delivered_without_date",
            Self::DeliveredBeforeHandOver => "delivered_before_hand_over",
            Self::HandedOverBeforePurchase => "handed_over_before_purchase",
            Self::ShipByBeforePayment => "ship_by_before_payment",
        }
    }
}

/// A line of one seller's part: one piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The product's id.
    pub sku: String,
    /// Digest of the listing, in hex, where the product is known.
    pub listing: Option<String>,
    /// Price.
    pub price: Minor,
    /// Freight.
    pub shipping: Minor,
}

/// One seller's part of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The seller's id.
    pub seller: String,
    /// Exclusive end of the time to ship.
    pub ship_by: Timestamp,
    /// What was bought.
    pub lines: Vec<Line>,
    /// The tracking number of its parcel.
    pub number: String,
}

/// A purchase that is imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The order's id in the files.
    pub reference: String,
    /// The person who bought.
    pub buyer: String,
    /// When.
    pub placed: Timestamp,
    /// Exclusive end of the time to pay.
    pub pay_by: Timestamp,
    /// Estimated delivery: the first instant of that date.
    pub estimate: Option<Timestamp>,
    /// Approved at; with the purchase, where nothing says when.
    pub paid: Timestamp,
    /// The payments with their ids.
    pub payments: Vec<(String, PaymentRow)>,
    /// Its sellers, in the order of their first items.
    pub parts: Vec<Part>,
    /// Handed over at, by the carrier.
    pub handed_over: Option<Timestamp>,
    /// Delivered at, by the carrier.
    pub delivered: Option<Timestamp>,
    /// Stars of the buyer's review, 1 to 5; the fewest, where there are several.
    pub score: Option<u8>,
}

impl Purchase {
    /// When the shipment can be declared: not before the order is paid.
    fn declared(&self) -> Option<Timestamp> {
        let paid = self.paid.max(self.placed);
        self.handed_over.or(self.delivered).map(|at| at.max(paid))
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Bought.
    Placed,
    /// All payments captured.
    Paid,
    /// The seller's part with this index handed over to the carrier.
    HandedOver(usize),
    /// The seller's part with this index delivered.
    Delivered(usize),
}

/// A fact and when it is given to the marketplace: at its own instant, or as soon as it can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fact {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// Index of the purchase in the plan.
    pub purchase: usize,
}

/// The plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Purchases by instant.
    pub purchases: Vec<Purchase>,
    /// Refused orders by file and reason.
    pub refused: BTreeMap<(String, Reason), u64>,
    /// Contradictions among the purchases.
    pub contradictions: BTreeMap<Contradiction, u64>,
    /// Purchases handed over before they were paid.
    pub scans_before_payment: u64,
    /// Purchases that were never handed over.
    pub never_handed_over: u64,
    /// Listings by digest.
    pub listings: BTreeMap<String, Vec<u8>>,
    /// Local times that the zone skips.
    pub times_skipped: u64,
    /// Local times that the zone has twice.
    pub times_twice: u64,
}

impl Plan {
    /// Orders: one a seller.
    #[cfg(test)]
    pub fn orders(&self) -> usize {
        self.purchases.iter().map(|purchase| purchase.parts.len()).sum()
    }

    /// Every fact in the order in which it is given.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for (index, purchase) in self.purchases.iter().enumerate() {
            let mut add = |at, what| facts.push(Fact { at, what, purchase: index });
            add(purchase.placed, What::Placed);
            add(purchase.paid.max(purchase.placed), What::Paid);
            let Some(declared) = purchase.declared() else { continue };
            for part in 0..purchase.parts.len() {
                add(declared, What::HandedOver(part));
                if let Some(delivered) = purchase.delivered {
                    add(delivered.max(declared), What::Delivered(part));
                }
            }
        }
        facts.sort();
        facts
    }

    /// The first instant, where there is any purchase.
    pub fn first(&self) -> Option<Timestamp> {
        self.purchases.first().map(|purchase| purchase.placed)
    }

    /// Just after the last fact and the last ship-by of what was never handed over.
    pub fn end(&self) -> Option<Timestamp> {
        let waiting = self.purchases.iter().filter(|purchase| purchase.declared().is_none());
        let ends = waiting.flat_map(|purchase| purchase.parts.iter().map(|part| part.ship_by));
        let facts = self.facts();
        ends.chain(facts.last().map(|fact| fact.at)).max().map(|last| last + STEP)
    }
}

/// Makes the plan.
pub fn plan(source: &Source, zone: &TimeZone) -> Plan {
    let mut planner = Planner { source, zone, plan: Plan::default() };
    let mut seen = HashSet::new();
    for file in &source.orders {
        for row in &file.rows {
            let refused =
                if seen.insert(row.id.as_str()) { planner.take(row).err() } else { Some(Reason::Repeated) };
            if let Some(reason) = refused {
                *planner.plan.refused.entry((file.name.clone(), reason)).or_default() += 1;
            }
        }
    }
    planner.plan.purchases.sort_by(|a, b| (a.placed, &a.reference).cmp(&(b.placed, &b.reference)));
    planner.plan
}

struct Planner<'a> {
    source: &'a Source,
    zone: &'a TimeZone,
    plan: Plan,
}

impl Planner<'_> {
    fn take(&mut self, row: &OrderRow) -> Result<(), Reason> {
        let source = self.source;
        let (items, payments) = match (source.items.get(&row.id), source.payments.get(&row.id)) {
            (Some(items), Some(payments)) => (items, payments),
            (None, Some(_)) => return Err(Reason::NoItems),
            (None, None) => return Err(Reason::NeitherItemsNorPayments),
            (Some(_), None) => return Err(Reason::NoPayments),
        };
        let buyer = source.customers.get(&row.customer).ok_or(Reason::NoCustomer)?.clone();
        let placed = self.instant(row.purchased);
        let paid = row.approved.map_or(placed, |at| self.instant(at));
        let mut purchase = Purchase {
            reference: row.id.clone(),
            buyer,
            placed,
            pay_by: paid.max(placed) + STEP,
            estimate: row.estimate.map(|at| self.instant(at.date().to_datetime(Time::midnight()))),
            paid,
            payments: payments
                .iter()
                .map(|pay| (format!("{}-{}", row.id, pay.sequential), pay.clone()))
                .collect(),
            parts: Vec::new(),
            handed_over: row.handed_over.map(|at| self.instant(at)),
            delivered: row.delivered.map(|at| self.instant(at)),
            score: source.scores.get(&row.id).copied(),
        };
        purchase.parts = self.parts(row, items, &purchase);
        self.count(row, &purchase);
        self.plan.purchases.push(purchase);
        Ok(())
    }

    fn parts(&mut self, row: &OrderRow, items: &[ItemRow], purchase: &Purchase) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for item in items {
            let line = Line {
                sku: item.product.clone(),
                listing: self.listing(&item.product),
                price: item.price,
                shipping: item.freight,
            };
            let ship_by = self.instant(item.ship_by);
            match parts.iter_mut().find(|part| part.seller == item.seller) {
                Some(part) => {
                    part.ship_by = part.ship_by.max(ship_by);
                    part.lines.push(line);
                }
                None => parts.push(Part {
                    seller: item.seller.clone(),
                    ship_by,
                    lines: vec![line],
                    number: String::new(),
                }),
            }
        }
        let several = parts.len() > 1;
        for (index, part) in (1..).zip(&mut parts) {
            part.number = if several { format!("{}-{index}", row.id) } else { row.id.clone() };
            if part.ship_by < purchase.paid {
                *self.plan.contradictions.entry(Contradiction::ShipByBeforePayment).or_default() += 1;
            }
            if let Some(declared) = purchase.declared() {
                part.ship_by = part.ship_by.max(declared + STEP);
            }
        }
        parts
    }

    fn count(&mut self, row: &OrderRow, purchase: &Purchase) {
        let before =
            |a: Option<Timestamp>, b: Option<Timestamp>| matches!((a, b), (Some(a), Some(b)) if a < b);
        let (handed, delivered) = (purchase.handed_over, purchase.delivered);
        let found = [
            (Contradiction::CanceledButHandedOver, row.status == "canceled" && handed.is_some()),
            (Contradiction::DeliveredWithoutDate, row.status == "delivered" && delivered.is_none()),
            (Contradiction::DeliveredBeforeHandOver, before(delivered, handed)),
            (Contradiction::HandedOverBeforePurchase, before(handed, Some(purchase.placed))),
        ];
        for (contradiction, _) in found.into_iter().filter(|(_, is)| *is) {
            *self.plan.contradictions.entry(contradiction).or_default() += 1;
        }
        self.plan.scans_before_payment += u64::from(before(handed, Some(purchase.paid)));
        self.plan.never_handed_over += u64::from(purchase.declared().is_none());
    }

    /// The product as the listing showed it, kept by the digest of its bytes.
    fn listing(&mut self, product: &str) -> Option<String> {
        let bytes = listing_bytes(self.source.products.get(product)?)?;
        let digest = hex::encode(Sha256::digest(&bytes));
        self.plan.listings.entry(digest.clone()).or_insert(bytes);
        Some(digest)
    }

    /// A local time as an instant: one that the zone skips is the first instant after the gap, one that it has twice
    /// the earlier.
    fn instant(&mut self, local: DateTime) -> Timestamp {
        let ambiguous = self.zone.to_ambiguous_timestamp(local);
        match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { .. } => {}
            AmbiguousOffset::Fold { .. } => self.plan.times_twice += 1,
            AmbiguousOffset::Gap { .. } => {
                self.plan.times_skipped += 1;
                if let Ok(before) = ambiguous.earlier() {
                    let change = self.zone.following(before).next().map(|transition| transition.timestamp());
                    return change.unwrap_or(before);
                }
            }
        }
        ambiguous.earlier().unwrap_or(Timestamp::MIN)
    }
}

fn listing_bytes(product: &Product) -> Option<Vec<u8>> {
    serde_json::to_vec(product).ok()
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
