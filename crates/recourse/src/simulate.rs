//! `recourse simulate`: plays seeds, several at a time, and prints what came of them.
use crate::cli::{Kept, Simulate};
use crate::report;
use crate::world::Stopwatch;
use anyhow::{Context, Result};
use engine::ports::Store;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use simulator::{Broken, Plan, Progress, Summary};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{PostgresSettings, PostgresStore, SqliteStore};

/// A seed that was played.
#[derive(Serialize)]
struct Played {
    /// What came of it.
    #[serde(flatten)]
    summary: Summary,
    /// Wall time.
    seconds: f64,
}

/// All seeds.
#[derive(Serialize)]
struct Report {
    seeds: Vec<Played>,
    /// The first broken invariant, if one broke.
    broken: Option<String>,
    seconds: f64,
}

type Outcome = Result<(Summary, Duration), Box<Broken>>;

/// What the threads share.
struct Work {
    wish: Simulate,
    next: AtomicU64,
    stop: AtomicBool,
    outcomes: Mutex<BTreeMap<u64, Result<Outcome>>>,
    seen: Mutex<BTreeMap<u64, u32>>,
    bar: ProgressBar,
}

/// Plays; false where something broke.
pub async fn run(wish: &Simulate) -> Result<bool> {
    let begun = Stopwatch::start();
    hush();
    let threads = if wish.store == Kept::Postgres { 1 } else { wish.threads.max(1) };
    let work = Arc::new(Work {
        next: AtomicU64::new(wish.seed.0),
        stop: AtomicBool::new(false),
        outcomes: Mutex::default(),
        seen: Mutex::default(),
        bar: bar(wish),
        wish: wish.clone(),
    });
    let workers: Vec<_> = (0..threads)
        .map(|_| {
            let work = Arc::clone(&work);
            // A life runs on one thread alone, so that nothing depends on how threads take turns.
            tokio::task::spawn_blocking(move || work.work())
        })
        .collect();
    for worker in workers {
        worker.await.context("a simulating thread broke off")?;
    }
    work.bar.finish_and_clear();
    let outcomes = std::mem::take(&mut *work.outcomes.lock().unwrap_or_else(PoisonError::into_inner));
    let (mut seeds, mut broken) = (Vec::new(), None);
    for outcome in outcomes.into_values() {
        match outcome? {
            Ok((summary, took)) => seeds.push(Played { summary, seconds: took.as_secs_f64() }),
            Err(found) => broken = broken.or(Some(found.to_string())),
        }
    }
    let report = Report { seeds, broken, seconds: begun.elapsed().as_secs_f64() };
    let well = report.broken.is_none();
    report::print(wish.output.json, &report, Report::words)?;
    Ok(well)
}

/// A decision that breaks on purpose is no news; any other panic is told as ever.
fn hush() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if panic.payload_as_str() != Some(engine::failpoint::BROKE) {
            tell(panic);
        }
    }));
}

fn bar(wish: &Simulate) -> ProgressBar {
    let seeds = wish.seed.1 - wish.seed.0 + 1;
    let target = ProgressDrawTarget::stderr_with_hz(4);
    let bar = ProgressBar::with_draw_target(Some(seeds.saturating_mul(u64::from(wish.orders))), target);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} orders, {msg} ({elapsed})");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

impl Work {
    fn work(&self) {
        loop {
            let seed = self.next.fetch_add(1, Ordering::SeqCst);
            if seed > self.wish.seed.1 || self.stop.load(Ordering::SeqCst) {
                return;
            }
            let outcome = self.one(seed);
            if !matches!(outcome, Ok(Ok(_))) {
                self.stop.store(true, Ordering::SeqCst);
            }
            self.outcomes.lock().unwrap_or_else(PoisonError::into_inner).insert(seed, outcome);
        }
    }

    fn one(&self, seed: u64) -> Result<Outcome> {
        let wish = &self.wish;
        let plan = Plan { seed, orders: wish.orders, days: wish.days, faults: wish.faults };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let folder = tempfile::tempdir().context("a temporary directory is needed")?;
        let begun = Stopwatch::start();
        runtime.block_on(async {
            let store: Arc<dyn Store> = match (wish.store, &wish.database) {
                (Kept::Memory, _) => simulator::memory(&plan),
                (Kept::Sqlite, _) => Arc::new(SqliteStore::open(folder.path())?),
                (Kept::Postgres, url) => {
                    let url = url.as_ref().context("name the database with --database")?;
                    Arc::new(PostgresStore::open(url.reveal(), PostgresSettings::default()).await?)
                }
            };
            let tell = |progress: Progress| self.tell(progress);
            let outcome = simulator::play(plan, store, &tell).await;
            Ok(outcome.map(|summary| (summary, begun.elapsed())))
        })
    }

    fn tell(&self, progress: Progress) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let before = seen.insert(progress.seed, progress.orders).unwrap_or(0);
        self.bar.inc(u64::from(progress.orders.saturating_sub(before)));
        let phase = if progress.calm { ", all calm" } else { "" };
        self.bar.set_message(format!("seed {} on day {}{phase}", progress.seed, progress.day));
    }
}

impl Report {
    fn words(&self) -> String {
        let head = [
            "seed",
            "processes",
            "orders",
            "commands",
            "refused",
            "events",
            "faults",
            "cases",
            "days (half, 90%, most)",
            "seconds",
            "commands/s",
            "digest",
        ];
        let mut rows: Vec<Vec<String>> = vec![head.map(str::to_owned).to_vec()];
        rows.extend(self.seeds.iter().map(Played::row));
        let mut out = report::table(&rows);
        for (title, counts) in self.sums() {
            let counts: Vec<String> = counts.iter().map(|(word, count)| format!("{word} {count}")).collect();
            out.push_str(&format!("\n{title}: {}\n", counts.join(", ")));
        }
        match &self.broken {
            Some(broken) => out.push_str(&format!("\nBROKEN: {broken}\n")),
            None => out.push_str(&format!(
                "\nThe auditor found nothing wrong in {} seeds ({:.0} s).\n",
                self.seeds.len(),
                self.seconds
            )),
        }
        out
    }

    /// Counts over all seeds, with their titles.
    fn sums(&self) -> Vec<(&'static str, BTreeMap<String, i64>)> {
        let sum = |of: &dyn Fn(&Summary) -> Vec<(String, i64)>| {
            let mut sums: BTreeMap<String, i64> = BTreeMap::new();
            for (word, count) in self.seeds.iter().flat_map(|played| of(&played.summary)) {
                *sums.entry(word).or_default() += count;
            }
            sums
        };
        vec![
            ("orders at the end", sum(&|s| owned(&s.orders))),
            ("commands", sum(&|s| words(&s.commands))),
            ("refusals", sum(&|s| owned(&s.refusals))),
            ("events", sum(&|s| owned(&s.events))),
            ("stages", sum(&|s| words(&s.stages))),
            ("cases ended", sum(&|s| words(&s.cases))),
            ("sub-reasons named", sum(&|s| owned(&s.sub_reasons))),
            ("faults", sum(&|s| words(&s.faults))),
            (
                "money",
                sum(&|s| {
                    let name = |m: &simulator::Money| format!("{} {}", m.account, m.commodity);
                    s.money.iter().map(|m| (name(m), m.amount)).collect()
                }),
            ),
        ]
    }
}

fn words(counts: &BTreeMap<&'static str, u64>) -> Vec<(String, i64)> {
    counts
        .iter()
        .map(|(word, count)| ((*word).to_owned(), i64::try_from(*count).unwrap_or(i64::MAX)))
        .collect()
}

fn owned(counts: &BTreeMap<String, u64>) -> Vec<(String, i64)> {
    counts.iter().map(|(word, count)| (word.clone(), i64::try_from(*count).unwrap_or(i64::MAX))).collect()
}

impl Played {
    fn row(&self) -> Vec<String> {
        let s = &self.summary;
        let refused: u64 = s.refusals.values().sum();
        let cases: u64 = s.cases.values().sum();
        let millis = u64::try_from(Duration::from_secs_f64(self.seconds).as_millis()).unwrap_or(1).max(1);
        vec![
            s.plan.seed.to_string(),
            s.processes.to_string(),
            s.orders.values().sum::<u64>().to_string(),
            s.all_commands().to_string(),
            refused.to_string(),
            s.all_events().to_string(),
            s.all_faults().to_string(),
            cases.to_string(),
            format!("{}, {}, {}", s.days.median, s.days.ninety, s.days.longest),
            format!("{:.1}", self.seconds),
            (s.all_commands().saturating_mul(1_000) / millis).to_string(),
            s.digest.chars().take(12).collect(),
        ]
    }
}
