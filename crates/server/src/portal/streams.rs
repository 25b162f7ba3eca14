//! How many streams are open: so many a person, so many in all.
use resolution::actor::Actor;
use resolution::id::MarketplaceId;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

/// Streams of one person: a browser has six connections to a server, and some people use two.
const A_PERSON: usize = 8;

type Person = (MarketplaceId, Actor);

/// The open streams.
pub(crate) struct Streams {
    open: Mutex<Open>,
    most: usize,
}

#[derive(Default)]
struct Open {
    all: usize,
    by_person: HashMap<Person, usize>,
}

/// The place of one stream, free again when it is dropped.
pub(super) struct Place {
    streams: Arc<Streams>,
    person: Person,
}

impl Streams {
    /// So many at most.
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self { open: Mutex::default(), most })
    }

    /// A place for another stream of someone, where there is one.
    pub(super) fn take(self: &Arc<Self>, marketplace: MarketplaceId, actor: &Actor) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let person = (marketplace, actor.clone());
        let own = open.by_person.get(&person).copied().unwrap_or(0);
        if open.all >= self.most || own >= A_PERSON {
            return None;
        }
        open.all += 1;
        open.by_person.insert(person.clone(), own + 1);
        Some(Place { streams: Arc::clone(self), person })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.streams.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all = open.all.saturating_sub(1);
        if let Entry::Occupied(mut own) = open.by_person.entry(self.person.clone()) {
            *own.get_mut() -= 1;
            if *own.get() == 0 {
                own.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::PartyId;

    #[test]
    fn a_person_has_eight_places_and_all_have_so_many() {
        let (shop, other) = (MarketplaceId([1; 16]), MarketplaceId([2; 16]));
        let buyer = |no| Actor::Buyer(PartyId([no; 16]));
        let streams = Streams::new(10);
        let mut places: Vec<_> =
            (0..8).map(|_| streams.take(shop, &buyer(1)).expect("there is room")).collect();
        assert!(streams.take(shop, &buyer(1)).is_none(), "a ninth");
        let seller = streams.take(shop, &Actor::Seller(PartyId([1; 16]))).expect("in another role");
        let elsewhere = streams.take(other, &buyer(1)).expect("in another marketplace");
        assert!(streams.take(shop, &buyer(2)).is_none(), "all are taken");
        drop((seller, elsewhere));
        places.push(streams.take(shop, &buyer(2)).expect("places come back"));
        places.remove(0);
        assert!(streams.take(shop, &buyer(1)).is_some(), "a person's too");
        drop(places);
        assert!(streams.open.lock().expect("nobody panicked").by_person.is_empty(), "nobody is kept");
    }
}
