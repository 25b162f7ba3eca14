//! Gives the facts of a plan to the engine, each in its time, under the sandbox clock.
use super::marketplace::{self, SLUG};
use super::people::People;
use super::plan::{self, Fact, Plan, Purchase, What};
use super::{read, report};
use crate::wire::House;
use crate::world::Stopwatch;
use crate::zones::{instant, zone};
use anyhow::{Context, Result, bail};
use connectors::sandbox::SandboxGateway;
use engine::{Advance, Answer, Engine, Envelope, natural_key};
use futures::future::try_join_all;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, MarketplaceId, OrderId, ParcelNo, PaymentNo};
use resolution::money::{Currency, Minor};
use resolution::order::command::{NewLine, OrderCommand, Placement, Shipment};
use resolution::order::purchase::{self, PurchasePayment, SellerPart};
use resolution::parcel::tracking::{Scan, Status};
use resolution::refusal::Refusal;
use std::path::Path;

/// The carrier of every parcel: the files do not name it.
pub const CARRIER: &str = "olist-logistics";
/// How long the clock goes on after the last fact, where cases are made up.
const AFTERWARDS: SignedDuration = SignedDuration::from_hours(120 * 24);
/// How often made-up people look at their orders.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Facts of different purchases that are given at once.
const AT_ONCE: usize = 256;
/// The clock is kept by the writes that follow each step.
const STEP: Advance =
    Advance { lateness: SignedDuration::ZERO, stride: SignedDuration::ZERO, keep_lazily: true };

/// How the import is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The folder with the files.
    pub folder: &'a Path,
    /// Preset or directory; the marketplace's, else `default`.
    pub policy: Option<&'a str>,
    /// Where the clock stops; after the last fact, if not given.
    pub until: Option<&'a str>,
    /// Makes up people who raise and settle disputes, by this seed.
    pub cases: Option<u64>,
}

/// Imports.
///
/// # Errors
/// Where a file cannot be read, the marketplace does not fit, or the engine fails.
pub async fn run(house: &House, wish: Wish<'_>) -> Result<report::Report> {
    let watch = Stopwatch::start();
    let zone = zone(marketplace::ZONE)?;
    let until = wish.until.map(|text| instant("--until", text, &zone)).transpose()?;
    let source = read::folder(wish.folder, marketplace::CURRENCY.parse()?)?;
    let plan = plan::plan(&source, &zone);
    let (Some(first), Some(end)) = (plan.first(), plan.end()) else {
        bail!(
            "no order in {} can be imported: {}",
            wish.folder.display(),
            report::refusals(&plan).join(", ")
        );
    };
    // Made-up cases are given time to end.
    let until = until.unwrap_or(if wish.cases.is_some() { end + AFTERWARDS } else { end });
    let market = marketplace::find_or_make(house, wish.policy, first.min(until)).await?;
    marketplace::keep_listings(house, market.id, &plan).await?;
    marketplace::keep_people(house, market.id, &source, &plan, until).await?;
    drop(source);
    let before = house.engine.store().newest().await?;
    let importer = Importer { house, marketplace: market.id, currency: market.currency, plan: &plan };
    let mut people = wish.cases.map(|seed| importer.people(seed));
    importer.facts(until, people.as_mut()).await?;
    house.engine.add_up().await?;
    house.checkpoint().await?;
    let seen = report::Seen { before, elapsed: watch.elapsed() };
    report::report(house, &market, &plan, seen).await
}

struct Importer<'a> {
    house: &'a House,
    marketplace: MarketplaceId,
    currency: Currency,
    plan: &'a Plan,
}

impl Importer<'_> {
    const fn engine(&self) -> &Engine {
        &self.house.engine
    }

    /// Gives every fact up to `until`, and moves the clock there.
    async fn facts(&self, until: Timestamp, mut people: Option<&mut People<'_>>) -> Result<()> {
        let facts: Vec<Fact> = self.plan.facts().into_iter().filter(|fact| fact.at <= until).collect();
        let bar = ProgressBar::new(u64::try_from(facts.len()).unwrap_or(0)).with_message(SLUG);
        bar.set_style(ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} facts, {eta} left")?);
        let stands = self.engine().now(self.marketplace).await?;
        // What an earlier import may have given: kind by kind, since nothing of it happens again.
        let past = facts.partition_point(|fact| fact.at < stands);
        let (past, coming) = facts.split_at(past);
        for kind in [What::Placed, What::Paid, What::HandedOver(0), What::Delivered(0)] {
            let same = |fact: &&Fact| std::mem::discriminant(&fact.what) == std::mem::discriminant(&kind);
            let some: Vec<Fact> = past.iter().filter(same).copied().collect();
            for some in some.chunks(AT_ONCE) {
                self.together(some).await?;
                bar.inc(u64::try_from(some.len()).unwrap_or(0));
            }
        }
        let mut day = stands + DAY;
        for at_once in coming.chunk_by(|a, b| a.at == b.at) {
            if let Some(people) = &mut people {
                self.days(people, &mut day, at_once[0].at).await?;
            }
            self.engine().advance_sandbox(self.marketplace, at_once[0].at, STEP).await?;
            for same in
                at_once.chunk_by(|a, b| std::mem::discriminant(&a.what) == std::mem::discriminant(&b.what))
            {
                self.together(same).await?;
            }
            bar.inc(u64::try_from(at_once.len()).unwrap_or(0));
        }
        bar.finish_and_clear();
        if let Some(people) = people {
            self.days(people, &mut day, until).await?;
        }
        let stands = self.engine().now(self.marketplace).await?;
        self.engine().advance_sandbox(self.marketplace, until.max(stands), Advance::default()).await?;
        Ok(())
    }

    /// The made-up people of every purchase.
    fn people(&self, seed: u64) -> People<'_> {
        let mut people = People::new(self.house, self.marketplace, seed);
        for purchase in &self.plan.purchases {
            let orders: Vec<OrderId> =
                (0..purchase.parts.len()).filter_map(|part| self.order(purchase, part)).collect();
            people.look_at(purchase, &orders);
        }
        people
    }

    /// The days of made-up people from the next one up to an instant, the clock with them.
    async fn days(&self, people: &mut People<'_>, day: &mut Timestamp, until: Timestamp) -> Result<()> {
        while *day <= until {
            self.engine().advance_sandbox(self.marketplace, *day, STEP).await?;
            people.day(*day).await?;
            *day += DAY;
        }
        Ok(())
    }

    /// Gives facts of one kind at once.
    async fn together(&self, facts: &[Fact]) -> Result<()> {
        try_join_all(facts.iter().map(|fact| self.give(fact))).await?;
        Ok(())
    }

    async fn give(&self, fact: &Fact) -> Result<()> {
        let Some(purchase) = self.plan.purchases.get(fact.purchase) else { return Ok(()) };
        let given = async {
            match fact.what {
                What::Placed => self.place(purchase).await,
                What::Paid => self.pay(purchase).await,
                What::HandedOver(part) => self.hand_over(purchase, part).await,
                What::Delivered(part) => self.deliver(purchase, part).await,
            }
        };
        given
            .await
            .with_context(|| format!("the order {} of the files could not be taken", purchase.reference))
    }

    /// The orders of a purchase, one a seller, by the index of its part.
    fn orders(&self, purchase: &Purchase) -> Result<Vec<(OrderId, Placement)>> {
        let vault = &self.house.vault;
        let payments = purchase.payments.iter().map(|(id, payment)| PurchasePayment {
            provider: SandboxGateway::NAME.to_owned(),
            payment_id: id.clone(),
            method: payment.method.clone(),
            amount: payment.amount,
        });
        let sellers = purchase.parts.iter().map(|part| SellerPart {
            seller: vault.pseudonym(self.marketplace, &part.seller),
            ship_by: Some(part.ship_by),
            lines: part.lines.iter().map(new_line).collect(),
        });
        let whole = purchase::Purchase {
            reference: purchase.reference.clone(),
            buyer: vault.pseudonym(self.marketplace, &purchase.buyer),
            currency: self.currency,
            placed_at: purchase.placed,
            estimate: purchase.estimate,
            pay_by: Some(purchase.pay_by),
            sellers: sellers.collect(),
            payments: payments.collect(),
        };
        purchase::split(self.marketplace, &whole).map_err(|refusal| refused(&refusal))
    }

    fn order(&self, purchase: &Purchase, part: usize) -> Option<OrderId> {
        let part = purchase.parts.get(part)?;
        let seller = self.house.vault.pseudonym(self.marketplace, &part.seller);
        Some(OrderId::of(self.marketplace, &purchase.reference, seller))
    }

    async fn place(&self, purchase: &Purchase) -> Result<()> {
        for (order, placement) in self.orders(purchase)? {
            let command = OrderCommand::Place(Box::new(placement));
            taken(self.engine().submit(self.envelope(order, command, Actor::Marketplace)).await?)?;
        }
        Ok(())
    }

    async fn pay(&self, purchase: &Purchase) -> Result<()> {
        for (order, placement) in self.orders(purchase)? {
            for (index, payment) in placement.payments.iter().enumerate() {
                // A zero payment is recorded and shares nothing: there is nothing to capture.
                if payment.amount.is_zero() {
                    continue;
                }
                let payment = PaymentNo::after(index);
                let command =
                    OrderCommand::CapturePayment { payment, captured_at: purchase.paid, fee: Minor::ZERO };
                let gateway = Actor::Gateway(SandboxGateway::NAME.to_owned());
                taken(self.engine().submit(self.envelope(order, command, gateway)).await?)?;
            }
        }
        Ok(())
    }

    /// Declares the parcel of a part, and gives its first scan with the scan's own time.
    async fn hand_over(&self, purchase: &Purchase, index: usize) -> Result<()> {
        let Some((order, part)) = self.order(purchase, index).zip(purchase.parts.get(index)) else {
            return Ok(());
        };
        let shipment = Shipment {
            units: Vec::new(),
            carrier: Some(CARRIER.to_owned()),
            number: Some(part.number.clone()),
            weight_grams: None,
            estimate: None,
            handed_over: purchase.handed_over.or(purchase.delivered),
            resend: false,
            case: None,
        };
        let declare = self.envelope(order, OrderCommand::DeclareShipment(shipment), Actor::Marketplace);
        let key = natural_key(self.marketplace, "imported_shipment", &[&order.to_string(), &part.number]);
        taken(self.engine().submit(declare.taking(key)).await?)?;
        match purchase.handed_over {
            Some(at) => self.scan(order, &part.number, at, Status::InTransit).await,
            None => Ok(()),
        }
    }

    async fn deliver(&self, purchase: &Purchase, index: usize) -> Result<()> {
        let Some((order, part)) = self.order(purchase, index).zip(purchase.parts.get(index)) else {
            return Ok(());
        };
        match purchase.delivered {
            Some(at) => self.scan(order, &part.number, at, Status::Delivered).await,
            None => Ok(()),
        }
    }

    /// Gives a scan to the parcel of that number.
    async fn scan(&self, order: OrderId, number: &str, at: Timestamp, status: Status) -> Result<()> {
        let view = self.engine().order(self.marketplace, order).await?.context("its order is gone")?;
        let parcels = view.aggregate.order().map(|order| order.parcels.as_slice()).unwrap_or_default();
        let Some(found) = parcels.iter().position(|parcel| parcel.number.as_deref() == Some(number)) else {
            // Somebody shipped or cancelled it before the import came this far; that stands.
            return Ok(());
        };
        let scan =
            Scan { at, status, cause: None, by_carrier: true, destination_matches: None, raw: String::new() };
        let command = OrderCommand::RecordScans { parcel: ParcelNo::after(found), scans: vec![scan] };
        taken(self.engine().submit(self.envelope(order, command, Actor::Carrier(CARRIER.to_owned()))).await?)
    }

    fn envelope(&self, order: OrderId, command: OrderCommand, actor: Actor) -> Envelope {
        Envelope::new(self.marketplace, AggregateId::Order(order), Command::Order(command), actor)
    }
}

fn new_line(line: &plan::Line) -> NewLine {
    NewLine {
        sku: line.sku.clone(),
        listing: line.listing.clone(),
        pieces: Vec::new(),
        quantity: 1,
        price: line.price,
        shipping: line.shipping,
        seller_discount: Minor::ZERO,
        platform_discount: Minor::ZERO,
        returnable: None,
        category: None,
        coins_value: Minor::ZERO,
        coins: Minor::ZERO,
    }
}

fn refused(refusal: &Refusal) -> anyhow::Error {
    anyhow::anyhow!("{} ({})", refusal.sentence(), refusal.code())
}

/// What was done before, or cannot be done any more because somebody acted meanwhile, is taken as it is.
fn taken(answer: Answer) -> Result<()> {
    match answer {
        Answer::Decided(_)
        | Answer::Refused {
            refusal: Refusal::AlreadyDone | Refusal::AlreadyShipped { .. } | Refusal::UnitCancelled { .. },
            ..
        } => Ok(()),
        Answer::Refused { refusal, .. } => Err(refused(&refusal)),
        other => bail!("the engine answered {other:?}"),
    }
}
