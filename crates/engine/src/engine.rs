//! The engine: what the binary builds once and everyone else is given.
use crate::core::Core;
use crate::envelope::{Answer, Envelope, Made};
use crate::error::EngineError;
use crate::failpoint::Failpoints;
use crate::inbox::Looks;
use crate::lane::{Job, Lane, Work};
use crate::meters::Meters;
use crate::neighbours::{Clocks, UNTOLD, run_telling};
use crate::ports::{Clock, Gateways, Marketplace, Notices, Store};
use crate::rules::{Policies, Rules};
use crate::seen::Seen;
use crate::settings::Settings;
use crate::signals::Signals;
use crate::timebase::Timebase;
use jiff::Timestamp;
use resolution::id::{AggregateId, MarketplaceId};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tracing::Span;

/// What an engine is made of.
pub struct Parts {
    /// Keeps everything.
    pub store: Arc<dyn Store>,
    /// Real time.
    pub clock: Arc<dyn Clock>,
    /// Where money goes.
    pub gateways: Arc<dyn Gateways>,
    /// Where notices go.
    pub notices: Arc<dyn Notices>,
    /// Policies that were read before; none, where this is the only engine of the process.
    pub policies: Policies,
    /// Numbers of the installation.
    pub settings: Settings,
    /// Nothing in operation.
    pub failpoints: Failpoints,
}

/// The engine. Cloning gives another handle to the same one.
///
/// Made by [`Engine::start`] inside a tokio runtime. It decides commands from then on; deadlines, promises and carrier
/// events are worked on by [`Engine::start_workers`]. When the last handle is dropped, the lanes end.
#[derive(Clone)]
pub struct Engine {
    pub(crate) inner: Arc<Inner>,
    /// Whether a command is turned away where its lane is full, instead of waiting for a place.
    hasty: bool,
}

pub(crate) struct Inner {
    pub(crate) core: Arc<Core>,
    pub(crate) gateways: Arc<dyn Gateways>,
    pub(crate) notices: Arc<dyn Notices>,
    /// One caller moves a sandbox clock at a time.
    pub(crate) moving: tokio::sync::Mutex<()>,
    pub(crate) inbox: Looks,
    lanes: Vec<mpsc::Sender<Job>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        for task in self.tasks.get_mut().unwrap_or_else(PoisonError::into_inner) {
            task.abort();
        }
    }
}

impl Engine {
    /// Starts the lanes. Takes note of every marketplace, and of nothing else: history is not replayed.
    ///
    /// # Errors
    /// [`EngineError::Store`] where the marketplaces cannot be read.
    pub async fn start(parts: Parts) -> Result<Self, EngineError> {
        let time = Arc::new(Timebase::new(parts.clock));
        for marketplace in parts.store.marketplaces().await? {
            time.know(&marketplace);
        }
        let rules = Rules::new(Arc::clone(&parts.store), Arc::clone(&time), parts.policies);
        let (tell, news) = mpsc::channel(UNTOLD);
        let alone = parts.store.exclusive();
        let core = Arc::new(Core {
            store: parts.store,
            time,
            rules,
            seen: Seen::new(parts.settings.seen),
            meters: Meters::new(parts.settings.lanes.get()),
            settings: parts.settings,
            failpoints: parts.failpoints,
            signals: if alone { Signals::default() } else { Signals::telling(tell) },
            clocks: Clocks::default(),
        });
        let (mut lanes, mut tasks) = (Vec::new(), Vec::new());
        if !alone {
            tasks.push(tokio::spawn(run_telling(Arc::clone(&core), news)));
        }
        for _ in 0..core.settings.lanes.get() {
            let (sender, jobs) = mpsc::channel(core.settings.queue.max(1));
            tasks.push(tokio::spawn(Lane::new(Arc::clone(&core)).run(jobs)));
            lanes.push(sender);
        }
        let inner = Inner {
            core,
            gateways: parts.gateways,
            notices: parts.notices,
            moving: tokio::sync::Mutex::default(),
            inbox: Looks::default(),
            lanes,
            tasks: Mutex::new(tasks),
        };
        Ok(Self { inner: Arc::new(inner), hasty: false })
    }

    /// A handle whose commands are turned away with [`EngineError::Full`] where their lane is full. Others wait for a place,
    /// which is right for workers and imports, and wrong where callers come faster than they can be answered.
    #[must_use]
    pub fn hasty(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), hasty: true }
    }

    /// A handle whose commands wait for a place, however long that takes.
    pub(crate) fn patient(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), hasty: false }
    }

    /// Whether a connector of that name is set up for a marketplace.
    #[must_use]
    pub fn has_gateway(&self, marketplace: MarketplaceId, provider: &str) -> bool {
        self.inner.gateways.gateway(marketplace, provider).is_some()
    }

    /// Decides a command, writes what follows, and answers once that is durable.
    ///
    /// Refusals are answers. A command without `read_at` counts at the present business time of its marketplace.
    ///
    /// # Errors
    /// [`EngineError`]: nothing of the command is known to be written; send it again with the same key.
    pub async fn submit(&self, envelope: Envelope) -> Result<Answer, EngineError> {
        let marketplace = self.core().rules.marketplace(envelope.marketplace).await?;
        let now = envelope.read_at.unwrap_or_else(|| self.core().time.now(&marketplace));
        self.enqueue(marketplace, envelope.aggregate, Work::Command(Box::new(envelope)), now, None).await
    }

    /// The same, with what the command made, where it was carried out now. A repeat is told its first answer alone: what it
    /// made stands in the history.
    ///
    /// # Errors
    /// As [`Engine::submit`].
    pub async fn submit_and_tell(&self, envelope: Envelope) -> Result<(Answer, Option<Made>), EngineError> {
        let marketplace = self.core().rules.marketplace(envelope.marketplace).await?;
        let now = envelope.read_at.unwrap_or_else(|| self.core().time.now(&marketplace));
        let (tell, mut told) = oneshot::channel();
        let (id, work) = (envelope.aggregate, Work::Command(Box::new(envelope)));
        let answer = self.enqueue(marketplace, id, work, now, Some(tell)).await?;
        // It is told before it is answered, or never.
        Ok((answer, told.try_recv().ok()))
    }

    /// Applies what is due on an aggregate at `now`, and nothing else.
    pub(crate) async fn wake(
        &self,
        marketplace: MarketplaceId,
        id: AggregateId,
        now: Timestamp,
    ) -> Result<Answer, EngineError> {
        let marketplace = self.core().rules.marketplace(marketplace).await?;
        self.enqueue(marketplace, id, Work::Wake, now, None).await
    }

    async fn enqueue(
        &self,
        marketplace: Arc<Marketplace>,
        id: AggregateId,
        work: Work,
        now: Timestamp,
        tell: Option<oneshot::Sender<Made>>,
    ) -> Result<Answer, EngineError> {
        let (answer, answered) = oneshot::channel();
        let lane = self.lane(id);
        let meters = Arc::clone(&self.core().meters.lanes()[lane]);
        let hasty = self.hasty && matches!(work, Work::Command(_));
        let job = Job { marketplace, id, work, now, races: 0, answer, tell, meters, span: asked_in() };
        let lane = &self.inner.lanes[lane];
        if hasty {
            lane.try_send(job).map_err(turned_away)?;
        } else {
            lane.send(job).await.map_err(|_| EngineError::Stopped)?;
        }
        answered.await.map_err(|_| EngineError::Stopped)?
    }

    /// The number of an aggregate's lane.
    fn lane(&self, id: AggregateId) -> usize {
        // Ids are hashes already: any of their bytes spreads evenly.
        let [.., a, b] = id.bytes();
        usize::from(u16::from_be_bytes([a, b])) % self.inner.lanes.len()
    }

    pub(crate) fn lanes(&self) -> &[mpsc::Sender<Job>] {
        &self.inner.lanes
    }

    /// Business time of a marketplace: real time, or where its sandbox clock stands. Reading it first and giving it
    /// with the command makes the command count at this instant, however long it waits afterwards.
    ///
    /// # Errors
    /// [`EngineError::NoMarketplace`].
    pub async fn now(&self, marketplace: MarketplaceId) -> Result<Timestamp, EngineError> {
        let marketplace = self.core().rules.marketplace(marketplace).await?;
        Ok(self.core().time.now(&marketplace))
    }

    /// Real time.
    #[must_use]
    pub fn wall(&self) -> Timestamp {
        self.core().time.wall()
    }

    /// The settings it was started with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.core().settings
    }

    /// The store, for what the engine has no words of its own for.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.core().store
    }

    /// Puts an aggregate back into service after an operator has looked at it; false if it was not out of it.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub async fn release(&self, id: AggregateId) -> Result<bool, EngineError> {
        let released = self.core().store.release(id).await?;
        if released {
            // What fell due meanwhile, and what carriers said of it, waited.
            self.core().signals.wakes(self.wall());
            self.core().signals.routed();
        }
        Ok(released)
    }

    /// Ends the lanes at once, as if the process had been killed, and waits until they let go of the store. What was
    /// answered is durable; what was not may be or not.
    pub async fn kill(self) {
        let tasks = std::mem::take(&mut *self.inner.tasks.lock().unwrap_or_else(PoisonError::into_inner));
        for task in &tasks {
            task.abort();
        }
        for task in tasks {
            // An aborted task says so; nothing else is to be learned from it.
            let _aborted = task.await;
        }
    }

    pub(crate) fn core(&self) -> &Core {
        &self.inner.core
    }
}

/// The span of who asks: a batch follows from those of all its jobs. Nothing where nobody traces, which costs nothing.
fn asked_in() -> Span {
    if tracing::enabled!(tracing::Level::DEBUG) { Span::current() } else { Span::none() }
}

/// What became of a command that found no place.
fn turned_away(why: TrySendError<Job>) -> EngineError {
    match why {
        TrySendError::Full(job) => {
            job.meters.turned_away.add_one();
            EngineError::Full
        }
        TrySendError::Closed(_) => EngineError::Stopped,
    }
}
