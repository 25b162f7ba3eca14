//! Carrier events: kept first, acknowledged, then led to the parcels they speak of.
use crate::engine::Engine;
use crate::envelope::{Answer, Envelope, natural_key};
use crate::error::EngineError;
use crate::ports::{Document, InboxItem, InboxState, Journey, NewInboxItem, ParcelRoute, StoreError};
use crate::routes::{followed, normal_carrier, normal_number};
use crate::workers::Halt;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AggregateId, MarketplaceId};
use resolution::order::command::OrderCommand;
use resolution::parcel::tracking::Scan;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Items looked at in one go.
const AT_ONCE: u32 = 256;
/// Wait after the store failed, before the inbox is looked at again.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What a carrier (or who speaks for carriers) said.
#[derive(Clone, Debug)]
pub struct CarrierEvent {
    /// The marketplace.
    pub marketplace: MarketplaceId,
    /// Who delivered it (a connector's name).
    pub provider: String,
    /// The provider's id of the event.
    pub event: String,
    /// The carrier's slug, where it is known.
    pub carrier: Option<String>,
    /// Tracking number.
    pub number: String,
    /// Canonical scans.
    pub scans: Vec<Scan>,
    /// When the newest thing in it happened; business time now, if not given.
    pub at: Option<Timestamp>,
    /// The payload as it came; personal data in it must be sealed.
    pub raw: Option<Document>,
}

/// Looks through the inbox for those who received something: one at a time, numbered from 1.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    alone: tokio::sync::Mutex<()>,
    begun: AtomicU64,
    /// The last that came to its end.
    done: AtomicU64,
}

/// What became of events that were received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// Never seen before.
    pub new: u64,
    /// Seen before: not kept again, and led to their parcels only where that was still to do.
    pub repeated: u64,
}

impl Engine {
    /// Keeps carrier events; they are durable when this returns, and each is taken once however often it comes. Then
    /// leads them to their parcels, with whatever else was kept and not led. What leads to none waits until a parcel is
    /// declared.
    ///
    /// # Errors
    /// [`EngineError`]: not acknowledged; the carrier sends again.
    pub async fn receive(&self, events: Vec<CarrierEvent>) -> Result<Received, EngineError> {
        let mut items = Vec::with_capacity(events.len());
        for event in events {
            items.push(self.item(event).await?);
        }
        let new = match self.core().store.receive(items).await {
            Ok(new) => new,
            Err(error) => {
                // It may have kept them before it failed.
                self.core().signals.routed();
                return Err(error.into());
            }
        };
        let count = |wanted: bool| {
            u64::try_from(new.iter().filter(|new| **new == wanted).count()).unwrap_or(u64::MAX)
        };
        let received = Received { new: count(true), repeated: count(false) };
        // Repeats too: another process may have kept the first and died before it led it anywhere.
        if self.sort_inbox_together().await.is_err() {
            // They are kept; the worker goes on with them.
            self.core().signals.routed();
        }
        Ok(received)
    }

    async fn item(&self, event: CarrierEvent) -> Result<NewInboxItem, EngineError> {
        let received = self.now(event.marketplace).await?;
        let raw = event.raw.as_ref().map(|raw| raw.digest);
        if let Some(raw) = event.raw {
            self.core().store.put_documents(event.marketplace, vec![raw]).await?;
        }
        let body = serde_json::to_vec(&event.scans)
            .map_err(|error| StoreError::Damaged { what: format!("scans of {}: {error}", event.event) })?;
        Ok(NewInboxItem {
            marketplace: event.marketplace,
            provider: event.provider,
            event: event.event,
            carrier: event.carrier.as_deref().map(normal_carrier),
            number: normal_number(&event.number),
            at: event.at.unwrap_or(received),
            body,
            raw,
            received,
        })
    }

    /// Waits for a look through the inbox that began after this was called: what many received at once is led in one look
    /// instead of in one for each of them.
    async fn sort_inbox_together(&self) -> Result<(), EngineError> {
        let looks = &self.inner.inbox;
        let begun = looks.begun.load(Ordering::Acquire);
        let _alone = looks.alone.lock().await;
        if looks.done.load(Ordering::Acquire) > begun {
            return Ok(());
        }
        let this = looks.begun.fetch_add(1, Ordering::AcqRel) + 1;
        self.sort_inbox().await?;
        looks.done.store(this, Ordering::Release);
        Ok(())
    }

    /// Leads every new item of the inbox to its parcels; says how many arrived.
    ///
    /// # Errors
    /// [`EngineError`]; what was not led anywhere is looked at again.
    pub async fn sort_inbox(&self) -> Result<u64, EngineError> {
        let (mut after, mut led, mut failed) = (0, 0, None);
        loop {
            let items = self.core().store.items(None, InboxState::New, after, AT_ONCE).await?;
            let Some(last) = items.last() else {
                return failed.map_or(Ok(led), Err);
            };
            after = last.no;
            let states = futures::future::join_all(items.iter().map(|item| self.lead(item))).await;
            let mut sorted = Vec::with_capacity(items.len());
            for (item, state) in items.iter().zip(states) {
                match state {
                    Ok(Some(state)) => sorted.push((item.no, state)),
                    Ok(None) => {}
                    Err(error) => failed = Some(error),
                }
            }
            led += u64::try_from(sorted.iter().filter(|(_, state)| *state == InboxState::Done).count())
                .unwrap_or(0);
            self.core().store.sort(sorted).await?;
        }
    }

    /// Gives one item to every parcel that it speaks of. Nothing, where one of them is out of service: the item stays as it
    /// is until that is put back.
    async fn lead(&self, item: &InboxItem) -> Result<Option<InboxState>, EngineError> {
        let found = &item.item;
        let routes = self.core().store.parcels(found.marketplace, None, found.number.clone()).await?;
        let routes = followed(&routes, found.carrier.as_deref(), found.at);
        if routes.is_empty() {
            return Ok(Some(InboxState::Waiting));
        }
        let scans: Vec<Scan> = serde_json::from_slice(&found.body)
            .map_err(|error| StoreError::Damaged { what: format!("inbox item {}: {error}", item.no) })?;
        let mut state = Some(InboxState::Done);
        for route in routes {
            let envelope = scanned(found, &route, scans.clone());
            match self.submit(envelope).await {
                Ok(Answer::Refused { refusal, .. }) => {
                    tracing::warn!(order = %route.order, refusal = refusal.code(), "scans were refused");
                }
                Ok(_) => {}
                Err(EngineError::Quarantined { .. }) => state = None,
                Err(error) => return Err(error),
            }
        }
        Ok(state)
    }

    /// Looks at the inbox whenever a route came in, and now and then where others share the store, until told to stop.
    pub(crate) async fn run_inbox(self, mut halt: Halt) {
        while !halt.told() {
            if let Err(error) = self.sort_inbox().await {
                tracing::error!(%error, "carrier events could not be led to their parcels; tried again");
                tokio::select! {
                    () = tokio::time::sleep(AFTER_FAILURE) => {}
                    () = halt.wait() => {}
                }
                continue;
            }
            tokio::select! {
                () = self.core().signals.route() => {}
                () = self.look_again() => {}
                () = halt.wait() => {}
            }
        }
    }
}

/// The command that gives scans to a parcel or a return.
fn scanned(item: &NewInboxItem, route: &ParcelRoute, scans: Vec<Scan>) -> Envelope {
    let (command, journey) = match route.journey {
        Journey::Parcel(parcel) => (OrderCommand::RecordScans { parcel, scans }, format!("parcel:{parcel}")),
        Journey::Return(case) => (OrderCommand::RecordReturnScans { case, scans }, format!("return:{case}")),
    };
    let order = route.order.to_string();
    let key =
        natural_key(item.marketplace, "carrier_event", &[&item.provider, &item.event, &order, &journey]);
    let carrier = item.carrier.clone().unwrap_or_else(|| route.carrier.clone());
    let (order, actor) = (AggregateId::Order(route.order), Actor::Carrier(carrier));
    Envelope::new(item.marketplace, order, Command::Order(command), actor).taking(key)
}
