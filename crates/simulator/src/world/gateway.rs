//! Payment providers with books of their own: they confirm, take their time, refuse, do not answer, answer after having
//! paid, forget a key after a day, and send money back that a bank did not take.
use crate::clock::{TownClock, after, hours};
use crate::dice::Dice;
use async_trait::async_trait;
use engine::ports::{Clock, Found, Gateway, GatewayAnswer, Gateways, PayoutRequest, RefundRequest};
use jiff::{SignedDuration, Timestamp};
use resolution::id::MarketplaceId;
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long a gateway recognises a repeated key.
const KEY_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Names of the providers: quick, slow, and one that refuses often.
pub(crate) const PROVIDERS: [&str; 3] = ["card", "bank", "voucher"];

/// What an onlooker notes of a call.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    pub(crate) at: Timestamp,
    pub(crate) provider: &'static str,
    pub(crate) key: String,
    pub(crate) request: Request,
    pub(crate) effect: Effect,
}

/// What the money was asked for.
#[derive(Clone, Debug)]
pub(crate) enum Request {
    /// Back to the payer.
    Refund(RefundRequest),
    /// To a seller.
    Payout(PayoutRequest),
}

/// What the gateway did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Money moved now.
    Moved,
    /// Nothing moved.
    Nothing,
    /// Money that had moved came back.
    CameBack,
}

/// What a gateway will make of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fate {
    /// It is done at once.
    Confirm,
    /// It is taken, and done at this instant.
    Later(Timestamp),
    /// It is refused for good.
    Refuse,
}

struct Entry {
    fate: Fate,
    taken: Timestamp,
    request: Request,
    came_back: bool,
}

/// One provider.
pub(crate) struct Provider {
    name: &'static str,
    seed: u64,
    clock: Arc<TownClock>,
    calm: Arc<AtomicBool>,
    books: Mutex<HashMap<String, Entry>>,
    calls: Mutex<HashMap<String, u64>>,
    log: Arc<Mutex<Vec<Moved>>>,
}

/// All providers, and what an onlooker noted of them.
pub(crate) struct Town {
    providers: BTreeMap<&'static str, Arc<Provider>>,
    log: Arc<Mutex<Vec<Moved>>>,
    calm: Arc<AtomicBool>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Town {
    /// The providers of a seed; `calm` from the start where nothing is to break.
    pub(crate) fn new(seed: u64, clock: &Arc<TownClock>, calm: bool) -> Self {
        let (log, calm) = (Arc::new(Mutex::default()), Arc::new(AtomicBool::new(calm)));
        let provider = |name: &'static str| {
            let provider = Provider {
                name,
                seed,
                clock: Arc::clone(clock),
                calm: Arc::clone(&calm),
                books: Mutex::default(),
                calls: Mutex::default(),
                log: Arc::clone(&log),
            };
            (name, Arc::new(provider))
        };
        Self { providers: PROVIDERS.into_iter().map(provider).collect(), log, calm: Arc::clone(&calm) }
    }

    /// From now on every call is answered.
    pub(crate) fn calm_down(&self) {
        self.calm.store(true, Ordering::Relaxed);
    }

    /// What was noted since the last look.
    pub(crate) fn noted(&self) -> Vec<Moved> {
        std::mem::take(&mut *lock(&self.log))
    }

    /// What a provider would say of a key now, by the reference that it gave.
    pub(crate) fn says(&self, reference: &str) -> Option<GatewayAnswer> {
        let (name, key) = reference.split_once('#')?;
        let provider = self.providers.get(name)?;
        let books = lock(&provider.books);
        Some(provider.answer(key, books.get(key)?))
    }

    /// The bank of the payer sends the money of a reference back; false where it never had it or did so before.
    pub(crate) fn comes_back(&self, reference: &str) -> bool {
        let Some((name, key)) = reference.split_once('#') else { return false };
        let Some(provider) = self.providers.get(name) else { return false };
        let mut books = lock(&provider.books);
        let Some(entry) = books.get_mut(key) else { return false };
        if entry.came_back || !provider.done(&entry.fate) {
            return false;
        }
        entry.came_back = true;
        provider.note(key, entry.request.clone(), Effect::CameBack);
        true
    }
}

impl Gateways for Town {
    fn gateway(&self, _marketplace: MarketplaceId, provider: &str) -> Option<Arc<dyn Gateway>> {
        self.providers.get(provider).map(|found| Arc::clone(found) as Arc<dyn Gateway>)
    }
}

impl Provider {
    fn note(&self, key: &str, request: Request, effect: Effect) {
        let moved = Moved { at: self.clock.now(), provider: self.name, key: key.to_owned(), request, effect };
        lock(&self.log).push(moved);
    }

    fn done(&self, fate: &Fate) -> bool {
        match fate {
            Fate::Confirm => true,
            Fate::Later(at) => self.clock.now() >= *at,
            Fate::Refuse => false,
        }
    }

    fn answer(&self, key: &str, entry: &Entry) -> GatewayAnswer {
        let reference = format!("{}#{key}", self.name);
        match &entry.fate {
            Fate::Refuse => GatewayAnswer::Refused { code: "account_closed".to_owned() },
            fate if self.done(fate) => GatewayAnswer::Confirmed { reference },
            _ => GatewayAnswer::Sent { reference },
        }
    }

    /// The throws of one call about a key.
    fn call(&self, key: &str) -> Dice {
        let mut calls = lock(&self.calls);
        let count = calls.entry(key.to_owned()).or_default();
        *count += 1;
        Dice::named(self.seed, self.name, &format!("{key}/{count}"))
    }

    fn calm(&self) -> bool {
        self.calm.load(Ordering::Relaxed)
    }

    fn fate(&self, key: &str) -> Fate {
        let mut dice = Dice::named(self.seed, "fate of a payment", key);
        let (refuses, later) = match self.name {
            "card" => (2, 15),
            "bank" => (4, 80),
            _ => (35, 20),
        };
        if dice.chance(refuses) {
            return Fate::Refuse;
        }
        if dice.chance(later) {
            return Fate::Later(after(self.clock.now(), hours(dice.between(1, 60))));
        }
        Fate::Confirm
    }

    fn take(&self, key: &str, request: Request) -> GatewayAnswer {
        let mut dice = self.call(key);
        if !self.calm() && dice.chance(6) {
            // It was not reached.
            self.note(key, request, Effect::Nothing);
            return GatewayAnswer::Unknown;
        }
        let now = self.clock.now();
        let mut books = lock(&self.books);
        let known = books.get(key).is_some_and(|entry| now < after(entry.taken, KEY_LIFETIME));
        let effect = if known {
            Effect::Nothing
        } else {
            let fate = self.fate(key);
            let effect = if fate == Fate::Refuse { Effect::Nothing } else { Effect::Moved };
            let entry = Entry { fate, taken: now, request: request.clone(), came_back: false };
            books.insert(key.to_owned(), entry);
            effect
        };
        self.note(key, request, effect);
        let answer = books.get(key).map_or(GatewayAnswer::Unknown, |entry| self.answer(key, entry));
        if !self.calm() && dice.chance(5) {
            // It did it, and its answer is lost.
            return GatewayAnswer::Unknown;
        }
        answer
    }
}

#[async_trait]
impl Gateway for Provider {
    fn key_lifetime(&self) -> SignedDuration {
        KEY_LIFETIME
    }

    async fn refund(&self, key: &str, request: &RefundRequest) -> GatewayAnswer {
        self.take(key, Request::Refund(request.clone()))
    }

    async fn payout(&self, key: &str, request: &PayoutRequest) -> GatewayAnswer {
        self.take(key, Request::Payout(request.clone()))
    }

    async fn look_up(&self, key: &str) -> Found {
        let mut dice = self.call(key);
        if !self.calm() && dice.chance(10) {
            return Found::Unknown;
        }
        lock(&self.books).get(key).map_or(Found::Absent, |entry| Found::Answer(self.answer(key, entry)))
    }
}
