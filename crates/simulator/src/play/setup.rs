//! The beginning: two marketplaces with their people, and the first purchases noted.
use super::onlooker::Onlooker;
use super::{Broken, Progress, Run, Task};
use crate::agenda::Agenda;
use crate::clock::{TownClock, after, days};
use crate::dice::Dice;
use crate::house::{House, Switch};
use crate::plan::{Faults, Plan};
use crate::tally::Tally;
use crate::world::gateway::Town;
use crate::world::people::party;
use crate::world::post::Post;
use crate::world::shop::Market;
use engine::NewMarketplace;
use engine::ports::Store;
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use resolution::money::Currency;
use resolution::policy::presets;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::error::Error;
use std::sync::Arc;

/// Name, policy, zone and currency of the marketplaces.
const MARKETS: [(&str, &str, &str, &str); 2] =
    [("sao", "default", "America/Sao_Paulo", "BRL"), ("ber", "aliexpress", "Europe/Berlin", "EUR")];

/// When every simulated life begins: a Monday. Summer time changes in it.
pub(crate) fn start() -> Timestamp {
    Timestamp::from_second(1_772_438_400).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The world of a plan, at its beginning.
pub(super) async fn begin<'a>(
    plan: Plan,
    store: Arc<dyn Store>,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
) -> Result<Run<'a>, Box<Broken>> {
    prepare(plan, store, progress).await.map_err(|error| {
        let what = format!("the simulation cannot begin: {error}");
        Box::new(Broken { plan, step: 0, at: start(), what })
    })
}

async fn prepare<'a>(
    plan: Plan,
    store: Arc<dyn Store>,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
) -> Result<Run<'a>, Box<dyn Error>> {
    let clock = Arc::new(TownClock::at(start()));
    let calm = plan.faults == Faults::None;
    let town = Arc::new(Town::new(plan.seed, &clock, calm));
    let post = Arc::new(Post::default());
    let switch = Arc::new(Switch::new(&clock));
    let processes = if store.exclusive() { 1 } else { 2 };
    let house = House::start(store, &clock, &town, &post, &switch, processes).await?;
    // What other lives left in the same database is none of this one's.
    let mut onlooker = Onlooker::after(house.store().newest().await?);
    let mut markets = Vec::new();
    for (slug, policy, zone, currency) in MARKETS {
        markets.push(market(plan, &house, &mut onlooker, (slug, policy, zone, currency)).await?);
    }
    let mut run = Run {
        plan,
        clock,
        town,
        post,
        switch,
        house,
        markets,
        agenda: Agenda::new(),
        deals: Vec::new(),
        by_id: HashMap::new(),
        sellers: BTreeSet::new(),
        buyers: HashMap::new(),
        out: BTreeSet::new(),
        begun: HashSet::new(),
        onlooker,
        tally: Tally::default(),
        step: 0,
        calm_from: after(start(), days(i64::from(plan.days))),
        calm,
        undisturbed: true,
        waker_rests: Timestamp::MIN,
        outbox_rests: Timestamp::MIN,
        stuck: (start(), 0),
        progress,
    };
    run.tally.processes = processes;
    for market in 0..run.markets.len() {
        run.agenda.add(after(start(), days(1)), Task::Fund(market));
    }
    if plan.orders > 0 {
        run.agenda.add(run.buys_at(0), Task::Buy(0));
    }
    Ok(run)
}

async fn market(
    plan: Plan,
    house: &House,
    onlooker: &mut Onlooker,
    (slug, policy, zone, currency): (&str, &str, &str, &str),
) -> Result<Market, Box<dyn Error>> {
    let engine = house.engine(0);
    let files = presets::files(policy).ok_or("a policy that is not shipped")?;
    let text = files.get("policy.toml").cloned().unwrap_or_default();
    let policy = engine.add_policy(files).await?;
    onlooker.policy(&policy, &text)?;
    let slug = format!("{slug}-{}", plan.seed);
    if house.store().marketplace(MarketplaceId::of(&slug)).await?.is_some() {
        return Err(format!("the marketplace {slug} is there already: take an empty database").into());
    }
    let currency: Currency = currency.parse()?;
    let made = engine
        .create_marketplace(NewMarketplace {
            slug: slug.clone(),
            zone: zone.to_owned(),
            calendar: None,
            currency,
            policy,
            sandbox: None,
            languages: vec!["en".to_owned()],
        })
        .await?;
    let people = |role, share| Market::people(plan.seed, &slug, plan.orders, role, share);
    Ok(Market {
        id: made.id,
        name: made.id.to_string(),
        currency,
        buyers: people("buyer", 6),
        sellers: people("seller", 40),
        mediators: (0..4).map(|no| party(plan.seed, "mediator", no)).collect(),
        finance: party(plan.seed, "finance", 0),
    })
}

impl Run<'_> {
    /// When purchase `number` is made: evenly over the days, with a little chance.
    pub(super) fn buys_at(&self, number: u32) -> Timestamp {
        let span = i64::from(self.plan.days).saturating_mul(86_400);
        let share = span.saturating_mul(i64::from(number)) / i64::from(self.plan.orders.max(1));
        let mut dice = Dice::of(self.plan.seed, "buys at", u64::from(number));
        let jitter = dice.between(0, (span / i64::from(self.plan.orders.max(1))).max(1));
        after(start(), SignedDuration::from_secs(share.saturating_add(jitter)))
    }
}
