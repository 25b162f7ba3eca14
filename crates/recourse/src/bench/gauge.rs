//! What a stretch of work took: how many, how long each, processor time, memory, bytes on the disk.
use crate::report;
use crate::world::{self, Stopwatch};
use hdrhistogram::Histogram;
use serde::Serialize;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Latencies are kept from one microsecond to ten minutes with three digits.
const LONGEST_US: u64 = 600_000_000;

/// Latencies of all clients of one measurement; a clone is the same.
#[derive(Clone)]
pub struct Latencies(Arc<Mutex<Histogram<u64>>>);

impl Default for Latencies {
    fn default() -> Self {
        let empty = Histogram::new_with_bounds(1, LONGEST_US, 3).expect("the bounds are sound");
        Self(Arc::new(Mutex::new(empty)))
    }
}

impl Latencies {
    /// Notes one.
    pub fn note(&self, took: Duration) {
        self.all().saturating_record(u64::try_from(took.as_micros()).unwrap_or(u64::MAX).max(1));
    }

    fn all(&self) -> MutexGuard<'_, Histogram<u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A measurement under way.
pub struct Gauge {
    watch: Stopwatch,
    cpu: Duration,
    written: u64,
    stored: u64,
}

impl Gauge {
    /// Begins; `folder` is where the data lie.
    pub fn start(folder: &Path) -> Self {
        let used = world::used();
        Self { cpu: used.cpu, written: used.written, stored: size(folder), watch: Stopwatch::start() }
    }

    /// Time since it began.
    pub fn elapsed(&self) -> Duration {
        self.watch.elapsed()
    }

    /// Ends after `count` pieces of work.
    pub fn stop(self, what: &str, folder: &Path, count: u64, latencies: Option<&Latencies>) -> Figures {
        let (took, used) = (self.watch.elapsed(), world::used());
        let of_each = |all: u64| all / count.max(1);
        let at = |quantile: f64| latencies.map(|latencies| latencies.all().value_at_quantile(quantile));
        Figures {
            what: what.to_owned(),
            count,
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            per_second: per_second(count, took),
            p50_us: at(0.5),
            p99_us: at(0.99),
            p999_us: at(0.999),
            max_us: latencies.map(|latencies| latencies.all().max()),
            cpu_ns: of_each(
                u64::try_from((used.cpu.saturating_sub(self.cpu)).as_nanos()).unwrap_or(u64::MAX),
            ),
            memory: used.memory,
            written: of_each(used.written.saturating_sub(self.written)),
            stored: of_each(size(folder).saturating_sub(self.stored)),
            of_plain: None,
            of_bare: None,
            note: String::new(),
        }
    }
}

/// Pieces a second.
pub fn per_second(count: u64, took: Duration) -> u64 {
    let rate = u128::from(count).saturating_mul(1_000_000) / took.as_micros().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

/// Bytes of all files in a folder.
fn size(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let of = |entry: std::fs::DirEntry| {
        entry.metadata().map_or(0, |about| if about.is_dir() { size(&entry.path()) } else { about.len() })
    };
    entries.flatten().map(of).sum()
}

/// Figures of one measurement.
#[derive(Clone, Debug, Serialize)]
pub struct Figures {
    /// What was measured.
    pub what: String,
    /// Pieces of work.
    pub count: u64,
    /// In all.
    pub milliseconds: u64,
    /// Pieces a second.
    pub per_second: u64,
    /// Half took no longer.
    pub p50_us: Option<u64>,
    /// 99 of 100 took no longer.
    pub p99_us: Option<u64>,
    /// 999 of 1,000 took no longer.
    pub p999_us: Option<u64>,
    /// The longest.
    pub max_us: Option<u64>,
    /// Processor time of this process a piece (not of a database server).
    pub cpu_ns: u64,
    /// Memory that this process holds, in bytes.
    pub memory: u64,
    /// Bytes that this process had written to its disk, a piece (not of a database server).
    pub written: u64,
    /// Bytes by which the files in the folder grew, a piece.
    pub stored: u64,
    /// Rate in hundredths of the plain design's of the same run and database.
    pub of_plain: Option<u64>,
    /// Rate in hundredths of the bare storage's of the same run and database.
    pub of_bare: Option<u64>,
    /// What else is to be known.
    pub note: String,
}

impl Figures {
    /// The same with a remark.
    #[must_use]
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    fn row(&self) -> Vec<String> {
        let ms =
            |us: Option<u64>| us.map_or(String::new(), |us| format!("{}.{:02}", us / 1000, us % 1000 / 10));
        let times = |hundredths: Option<u64>| {
            hundredths.map_or(String::new(), |h| format!("{}.{:02}", h / 100, h % 100))
        };
        vec![
            self.what.clone(),
            self.count.to_string(),
            self.per_second.to_string(),
            ms(self.p50_us),
            ms(self.p99_us),
            ms(self.p999_us),
            format!("{}.{}", self.cpu_ns / 1000, self.cpu_ns % 1000 / 100),
            (self.memory / 1_048_576).to_string(),
            self.written.to_string(),
            self.stored.to_string(),
            times(self.of_plain),
            times(self.of_bare),
            self.note.clone(),
        ]
    }
}

/// Figures of one run.
#[derive(Debug, Serialize)]
pub struct Report {
    /// SQLite or PostgreSQL.
    pub database: String,
    /// Processors that this process may use.
    pub processors: usize,
    /// Median and 99th hundredth of a small durable write, in microseconds, before and after.
    pub disk_us: Vec<(u64, u64)>,
    /// One after the other.
    pub figures: Vec<Figures>,
}

impl Report {
    /// Sets the ratios to the limits that the same report has.
    pub fn compare(&mut self) {
        let best =
            |name: &str| self.figures.iter().filter(|f| f.what.starts_with(name)).map(|f| f.per_second).max();
        let (plain, bare) = (best("limits: plain"), best("limits: bare"));
        for figures in &mut self.figures {
            let of =
                |limit: Option<u64>| limit.map(|limit| figures.per_second.saturating_mul(100) / limit.max(1));
            (figures.of_plain, figures.of_bare) = (of(plain), of(bare));
        }
    }

    /// As a table.
    pub fn words(&self) -> String {
        let head = [
            "what", "count", "a second", "p50 ms", "p99 ms", "p99.9 ms", "cpu us", "MB", "written", "stored",
            "of plain", "of bare", "",
        ];
        let rows: Vec<Vec<String>> = std::iter::once(head.map(str::to_owned).to_vec())
            .chain(self.figures.iter().map(Figures::row))
            .collect();
        let disk: Vec<String> =
            self.disk_us.iter().map(|(half, most)| format!("{half} us (99 of 100: {most} us)")).collect();
        format!(
            "{} on {} processors; a small durable write takes {}\n\n{}",
            self.database,
            self.processors,
            disk.join(", afterwards "),
            report::table(&rows)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_to_the_best_limit_of_the_same_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let figures = |what: &str, per_second: u64| {
            let figures = Gauge::start(folder.path()).stop(what, folder.path(), 1, None);
            Figures { per_second, ..figures }
        };
        let all = [
            ("limits: plain, 1", 100),
            ("limits: plain, 8", 400),
            ("limits: bare", 8_000),
            ("commands", 4_000),
        ];
        let figures = all.map(|(what, rate)| figures(what, rate)).to_vec();
        let mut report = Report { database: String::new(), processors: 2, disk_us: Vec::new(), figures };
        report.compare();
        assert_eq!((report.figures[3].of_plain, report.figures[3].of_bare), (Some(1_000), Some(50)));
    }

    #[test]
    fn what_is_written_is_seen() {
        let folder = tempfile::tempdir().expect("a folder");
        let gauge = Gauge::start(folder.path());
        std::fs::write(folder.path().join("file"), vec![1; 50_000]).expect("it is written");
        let latencies = Latencies::default();
        (1..=1_000).for_each(|ms| latencies.note(Duration::from_millis(ms)));
        let figures = gauge.stop("writing", folder.path(), 10, Some(&latencies));
        assert_eq!(figures.stored, 5_000);
        let near = |found: Option<u64>, ms: u64| found.is_some_and(|us| us.abs_diff(ms * 1_000) <= ms * 10);
        assert!(near(figures.p50_us, 500) && near(figures.p99_us, 990) && near(figures.p999_us, 999));
    }
}
