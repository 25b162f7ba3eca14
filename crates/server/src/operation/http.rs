//! What is counted of requests: by the pattern of their route, never by what a path says.
use engine::meters::{Counter, Histogram, micros};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

/// The route of requests that lead nowhere.
pub(crate) const NOWHERE: &str = "(none)";
/// Methods that are told apart; the last stands for all others.
pub(crate) const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "OTHER"];
/// Microseconds until an answer begins.
const TOOK: &[u64] = &[
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    5_000_000, 10_000_000, 30_000_000,
];

/// Requests of one method to one route.
pub(crate) struct Counts {
    /// By the first digit of the status, from 1.
    pub(crate) classes: [Counter; 5],
    /// Microseconds.
    pub(crate) took: Histogram,
}

type Methods = [OnceLock<Counts>; METHODS.len()];

/// All of them.
#[derive(Default)]
pub(crate) struct HttpMeters {
    routes: RwLock<HashMap<String, Arc<Methods>>>,
    in_flight: AtomicUsize,
    connections: AtomicUsize,
    /// Requests whose sender went away before the answer began.
    pub(crate) abandoned: Counter,
    /// Requests that were turned away because too many were worked on.
    pub(crate) turned_away: Counter,
    /// Requests that took longer than they may.
    pub(crate) timed_out: Counter,
}

/// One more of something, until this is dropped.
pub(crate) struct Place<'a> {
    of: &'a AtomicUsize,
    /// How many there are with this one.
    pub(crate) now: usize,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.of.fetch_sub(1, Ordering::Relaxed);
    }
}

fn enter(of: &AtomicUsize) -> Place<'_> {
    Place { of, now: of.fetch_add(1, Ordering::Relaxed) + 1 }
}

impl HttpMeters {
    /// A request is worked on until the place is dropped.
    pub(crate) fn request(&self) -> Place<'_> {
        enter(&self.in_flight)
    }

    /// A connection stands until the place is dropped.
    pub(crate) fn connection(&self) -> Place<'_> {
        enter(&self.connections)
    }

    /// Requests that are worked on now.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    /// Connections that stand now.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// Counts an answer. `route` is a pattern of the router, of which there are only so many.
    pub(crate) fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let at = METHODS.iter().position(|known| *known == method).unwrap_or(METHODS.len() - 1);
        let methods = self.methods(route);
        let counts =
            methods[at].get_or_init(|| Counts { classes: Default::default(), took: Histogram::new(TOOK) });
        let class = usize::from(status / 100).clamp(1, 5) - 1;
        counts.classes[class].add_one();
        counts.took.count(micros(took));
    }

    fn methods(&self, route: &str) -> Arc<Methods> {
        let known = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(route) {
            return Arc::clone(found);
        }
        drop(known);
        let mut known = self.routes.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(route.to_owned()).or_default())
    }

    /// Everything that was counted, by route and number of the method.
    pub(crate) fn each(&self, mut see: impl FnMut(&str, &'static str, &Counts)) {
        let known = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let sorted: BTreeMap<&String, &Arc<Methods>> = known.iter().collect();
        for (route, methods) in sorted {
            for (counts, method) in methods.iter().zip(METHODS) {
                if let Some(counts) = counts.get() {
                    see(route, method, counts);
                }
            }
        }
    }
}

/// A method as it is counted and logged: an unknown one may be anything that somebody sent.
pub(crate) fn verb(method: &axum::http::Method) -> &'static str {
    METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("OTHER")
}
