//! Verification: that nothing that was recorded was changed, cut off or taken out, and that all that is derived from
//! it is what it should be. Reads in chunks; memory grows with the ledger's accounts and the longest history, not with
//! the number of orders.
mod heads;
mod history;
mod ledger;
mod report;
mod sealed;
mod wakes;

pub use report::{AcceptedLoss, AggregateName, Problem, ProblemKind, Report};

use crate::checkpoint::CheckpointFolder;
use crate::ports::vault::Destruction;
use crate::ports::{Audited, Journey, Store, StoreError};
use crate::routes::normal_number;
use crate::vault::{Vault, VaultError};
use async_trait::async_trait;
use history::Sound;
use jiff::Timestamp;
use ledger::Sums;
use report::{Findings, name};
use resolution::aggregate::Aggregate;
use resolution::id::{AggregateId, MarketplaceId};
use resolution::order::Order;
use std::io;
use std::sync::Arc;

/// Aggregates read at once.
const CHUNK: u32 = 200;

/// Verification could not be carried out; nothing is said about the data.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The checkpoint's files failed.
    #[error(
        "the checkpoint's files cannot be read; look at the data directory and its rights, then try again"
    )]
    Files(#[from] io::Error),
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is done: `histories`, `ledger`, `checkpoints`.
    pub phase: &'static str,
    /// Records that were looked at.
    pub done: u64,
    /// Records that there are.
    pub total: u64,
}

/// Computes when an aggregate wakes next, with the policy and the calendar that govern it. The engine brings it.
#[async_trait]
pub trait Wakes: Send + Sync {
    /// The next wake-up of a state, or why it cannot be computed.
    async fn next_wake(
        &self,
        marketplace: MarketplaceId,
        id: AggregateId,
        state: &Aggregate,
    ) -> Result<Option<Timestamp>, String>;
}

/// Verifies an installation.
#[derive(Clone)]
pub struct Verifier {
    store: Arc<dyn Store>,
    vault: Vault,
    folder: CheckpointFolder,
    wakes: Option<Arc<dyn Wakes>>,
    read_sealed: bool,
}

impl Verifier {
    /// Verifies everything but the next wake-ups.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, vault: Vault, folder: CheckpointFolder) -> Self {
        Self { store, vault, folder, wakes: None, read_sealed: true }
    }

    /// Verifies the next wake-ups too.
    #[must_use]
    pub fn with_wakes(mut self, wakes: Arc<dyn Wakes>) -> Self {
        self.wakes = Some(wakes);
        self
    }

    /// Looks sealed material up without reading it: quicker where there are many videos.
    #[must_use]
    pub fn without_reading_sealed(mut self) -> Self {
        self.read_sealed = false;
        self
    }

    /// Verifies. A report with problems is not an error.
    ///
    /// # Errors
    /// [`VerifyError`] when it could not be carried out.
    pub async fn run(&self, progress: &(dyn Fn(Progress) + Send + Sync)) -> Result<Report, VerifyError> {
        let mut findings = Findings::default();
        self.pages(&mut findings).await?;
        match self.whole(&mut findings, progress).await {
            // What is left cannot be read: what was found so far is told.
            Err(VerifyError::Store(error)) => storage(error, None, &mut findings)?,
            done => done?,
        }
        Ok(findings.done())
    }

    /// What the database finds wrong with its own pages.
    async fn pages(&self, findings: &mut Findings) -> Result<(), VerifyError> {
        let flaws = match self.store.flaws().await {
            Ok(flaws) => flaws,
            Err(error) => return storage(error, None, findings),
        };
        for flaw in flaws {
            let message = format!("The database's file is damaged: {flaw}. Restore it from a backup.");
            findings.add(ProblemKind::Storage, None, None, message);
        }
        Ok(())
    }

    async fn whole(
        &self,
        findings: &mut Findings,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), VerifyError> {
        let mut sums = Sums::new(self.store.as_of().await?);
        let total = self.store.records().await?;
        self.histories(total, &mut sums, findings, progress).await?;
        let done = findings.report.records;
        progress(Progress { phase: "ledger", done, total });
        for marketplace in self.store.marketplaces().await? {
            match self.store.balances(marketplace.id).await {
                Ok(balances) => sums.compare(marketplace.id, &balances, findings),
                Err(error) => storage(error, None, findings)?,
            }
        }
        progress(Progress { phase: "checkpoints", done, total });
        let newest = heads::check(self, findings).await?;
        findings.report.checkpoint = newest.map(|statement| (statement.number, statement.at));
        let destructions = self.vault.destructions().await?;
        let people = destructions.iter().filter(|one| matches!(one, Destruction::Erase { .. })).count();
        findings.report.erased_people = u64::try_from(people).unwrap_or(u64::MAX);
        Ok(())
    }

    async fn histories(
        &self,
        total: u64,
        sums: &mut Sums,
        findings: &mut Findings,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<(), VerifyError> {
        let (mut after, mut walked) = (None, 0u64);
        loop {
            let page = match self.store.audited(after, CHUNK).await {
                Ok(page) => page,
                Err(error) => return storage(error, None, findings),
            };
            let Some(last) = page.last() else { break };
            after = Some(last.head.id.bytes());
            for audited in &page {
                walked = walked.saturating_add(self.aggregate(audited, sums, findings).await?);
            }
            progress(Progress { phase: "histories", done: findings.report.records, total });
        }
        // What came in while this ran makes the count larger, never smaller.
        if walked < total && findings.report.problems.is_empty() {
            let message = format!(
                "The journal has {total} records, but the orders and accounts lead to {walked} of them: an order or an \
                 account, or the end of one, was taken out. Restore the database from a backup."
            );
            findings.add(ProblemKind::Storage, None, None, message);
        }
        Ok(())
    }

    /// One aggregate; gives the number of its records.
    async fn aggregate(
        &self,
        audited: &Audited,
        sums: &mut Sums,
        findings: &mut Findings,
    ) -> Result<u64, VerifyError> {
        let head = &audited.head;
        findings.report.aggregates = findings.report.aggregates.saturating_add(1);
        let mut stored = match self.store.history(head.id).await {
            Ok(stored) => stored,
            Err(error) => return storage(error, Some(head.id), findings).map(|()| 0),
        };
        // It may have grown since its head was read.
        stored.retain(|record| record.position <= head.position);
        let count = u64::try_from(stored.len()).unwrap_or(u64::MAX);
        findings.report.records = findings.report.records.saturating_add(count);
        if let Some(Sound { state, records }) = history::check(audited, &stored, findings) {
            for (row, record) in stored.iter().zip(&records) {
                let events = u64::try_from(record.events.len()).unwrap_or(u64::MAX);
                findings.report.events = findings.report.events.saturating_add(events);
                findings.report.postings = findings.report.postings.saturating_add(sums.add(row, record));
            }
            self.wake(audited, &state, findings).await;
            if let Some(order) = state.order() {
                self.routes(head.marketplace, order, findings).await?;
            }
        }
        sealed::check(&self.vault, &stored, self.read_sealed, findings).await?;
        Ok(count)
    }

    async fn wake(&self, audited: &Audited, state: &Aggregate, findings: &mut Findings) {
        let (Some(wakes), head) = (&self.wakes, &audited.head) else {
            return;
        };
        let wrong = match wakes.next_wake(head.marketplace, head.id, state).await {
            Ok(next) if next == head.next_wake => return,
            Ok(next) => {
                let word = |at: Option<Timestamp>| at.map_or("never".to_owned(), |at| at.to_string());
                format!("wakes at {}, its events say {}", word(head.next_wake), word(next))
            }
            Err(why) => format!("has a next wake-up that cannot be computed: {why}"),
        };
        let message =
            format!("The {} {wrong}. Give it any command, and it is computed again.", name(head.id));
        findings.add(ProblemKind::DerivedDiffers, Some(head.id), None, message);
    }

    /// Tracking numbers and captured payments lead to their order.
    async fn routes(
        &self,
        marketplace: MarketplaceId,
        order: &Order,
        findings: &mut Findings,
    ) -> Result<(), VerifyError> {
        let id = AggregateId::Order(order.id);
        let mut missing = Vec::new();
        for parcel in &order.parcels {
            let number = parcel.number.as_deref().map(normal_number).filter(|number| !number.is_empty());
            if let Some(number) = number {
                let routes = self.store.parcels(marketplace, None, number.clone()).await?;
                let journey = Journey::Parcel(parcel.no);
                if !routes.iter().any(|route| route.order == order.id && route.journey == journey) {
                    missing.push(format!("the tracking number {number}"));
                }
            }
        }
        for payment in order.payments.iter().filter(|payment| payment.captured.is_some()) {
            let expected = &payment.expected;
            let routes = self
                .store
                .payments(marketplace, expected.provider.clone(), expected.payment_id.clone())
                .await?;
            if !routes.iter().any(|route| route.order == order.id) {
                missing.push(format!("the payment {}", expected.payment_id));
            }
        }
        for what in missing {
            let message = format!("No route leads from {what} to {}: rebuild the routes.", name(id));
            findings.add(ProblemKind::RouteMissing, Some(id), None, message);
        }
        Ok(())
    }
}

/// Data that cannot be read is a finding; a database that does not answer is an error.
fn storage(error: StoreError, id: Option<AggregateId>, findings: &mut Findings) -> Result<(), VerifyError> {
    match error {
        StoreError::Damaged { what } => {
            let whose = id.map_or("The database".to_owned(), |id| format!("The history of the {}", name(id)));
            let message = format!("{whose} cannot be read: {what}. Restore it from a backup.");
            findings.add(ProblemKind::Storage, id, None, message);
            Ok(())
        }
        other => Err(other.into()),
    }
}
