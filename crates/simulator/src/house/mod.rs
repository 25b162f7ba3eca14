//! The house under test: one or two engines over one store, killed and started again, with everything that can break
//! around them.
mod shaky;
mod shaky_journal;
mod switch;
#[cfg(test)]
mod tests;

pub(crate) use switch::{Fault, StoreOp, Switch, When};

use crate::clock::TownClock;
use crate::world::gateway::Town;
use crate::world::post::Post;
use engine::failpoint::Failpoints;
use engine::ports::{Clock, Gateways, Notices, Store};
use engine::{Engine, EngineError, Parts, Policies, Settings};
use shaky::Shaky;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

/// How long a step may take before it counts as stuck. Steps take microseconds; this only turns a hang into a finding.
const STUCK_AFTER: Duration = Duration::from_secs(120);

/// What became of work that was asked of a process.
pub(crate) enum Done<T> {
    /// It gave this.
    Gave(T),
    /// The process died meanwhile.
    Died,
    /// Nothing moves any more.
    Stuck,
}

/// The house.
pub(crate) struct House {
    engines: Vec<Option<Engine>>,
    store: Arc<dyn Store>,
    shaky: Arc<dyn Store>,
    clock: Arc<TownClock>,
    gateways: Arc<Town>,
    post: Arc<Post>,
    pub(crate) switch: Arc<Switch>,
    settings: Settings,
    policies: Policies,
    /// How often a process was started again.
    pub(crate) restarts: u64,
}

impl House {
    /// Starts as many processes as asked over a store.
    pub(crate) async fn start(
        store: Arc<dyn Store>,
        clock: &Arc<TownClock>,
        gateways: &Arc<Town>,
        post: &Arc<Post>,
        switch: &Arc<Switch>,
        processes: usize,
    ) -> Result<Self, EngineError> {
        let shaky: Arc<dyn Store> = Arc::new(Shaky::new(Arc::clone(&store), Arc::clone(switch)));
        let settings = Settings {
            // Reading must be cheap here, and snapshots must be met often.
            snapshot_after: 8,
            cache: NonZeroUsize::MIN.saturating_add(4_095),
            seen: NonZeroUsize::MIN.saturating_add(4_095),
            ..Settings::default()
        };
        let mut house = Self {
            engines: (0..processes.max(1)).map(|_| None).collect(),
            store,
            shaky,
            clock: Arc::clone(clock),
            gateways: Arc::clone(gateways),
            post: Arc::clone(post),
            switch: Arc::clone(switch),
            settings,
            policies: Policies::default(),
            restarts: 0,
        };
        for process in 0..house.engines.len() {
            house.begin(process).await?;
        }
        Ok(house)
    }

    async fn begin(&mut self, process: usize) -> Result<(), EngineError> {
        let switch = Arc::clone(&self.switch);
        let parts = Parts {
            store: Arc::clone(&self.shaky),
            clock: Arc::clone(&self.clock) as Arc<dyn Clock>,
            gateways: Arc::clone(&self.gateways) as Arc<dyn Gateways>,
            notices: Arc::clone(&self.post) as Arc<dyn Notices>,
            // A process that is started again would read them again: thousands of times.
            policies: self.policies.clone(),
            settings: self.settings.clone(),
            failpoints: Failpoints::asking(move |step, about| switch.pass(process, step, about)),
        };
        self.engines[process] = Some(Engine::start(parts).await?);
        Ok(())
    }

    /// How many processes there are.
    pub(crate) const fn processes(&self) -> usize {
        self.engines.len()
    }

    /// A process.
    ///
    /// # Panics
    /// Where there is none of this number.
    pub(crate) fn engine(&self, process: usize) -> Engine {
        self.engines[process].clone().expect("a process that died was started again")
    }

    /// The store itself, which never fails: what an onlooker reads.
    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Waits for work of a process, or for its death.
    pub(crate) async fn ask<T>(&self, work: impl Future<Output = T>) -> Done<T> {
        let watched = async {
            tokio::select! {
                biased;
                () = self.switch.died() => Done::Died,
                done = work => Done::Gave(done),
            }
        };
        tokio::time::timeout(STUCK_AFTER, watched).await.unwrap_or(Done::Stuck)
    }

    /// Kills a process and starts it again over the same store.
    pub(crate) async fn restart(&mut self, process: usize) -> Result<(), EngineError> {
        self.switch.disarm();
        self.restarts += 1;
        if let Some(engine) = self.engines[process].take() {
            engine.kill().await;
        }
        self.begin(process).await
    }
}
