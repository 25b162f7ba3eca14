//! The world: the only place in the house that reads the clock, the operating system's randomness and the process's
//! own state. Everything else is given what it needs.
use async_trait::async_trait;
use engine::ports::Clock;
use engine::vault::Random;
use jiff::{SignedDuration, Timestamp};
use server::ProcessFigures;
use std::ffi::OsString;
use std::sync::OnceLock;
use std::time::{Duration, Instant, SystemTime};

/// Real time.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsClock;

#[async_trait]
impl Clock for OsClock {
    #[expect(clippy::disallowed_methods, reason = "this is where real time comes in")]
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let since = SignedDuration::try_from(since).unwrap_or(SignedDuration::MAX);
        Timestamp::from_duration(since).unwrap_or(Timestamp::MAX)
    }

    fn real(&self) -> bool {
        true
    }

    fn ticks(&self) -> Duration {
        static START: OnceLock<Stopwatch> = OnceLock::new();
        START.get_or_init(Stopwatch::start).elapsed()
    }

    async fn sleep_until(&self, until: Timestamp) {
        loop {
            let left = until.duration_since(self.now());
            let Ok(left) = Duration::try_from(left) else { return };
            if left.is_zero() {
                return;
            }
            // A step of the system's clock is noticed within a minute.
            tokio::time::sleep(left.min(Duration::from_secs(60))).await;
        }
    }
}

/// The words of the command line.
pub fn arguments() -> Vec<OsString> {
    std::env::args_os().collect()
}

/// The file system's time a day ago.
#[expect(clippy::disallowed_methods, reason = "how old a file is, is told by the machine it lies on")]
pub fn a_day_ago() -> SystemTime {
    SystemTime::now().checked_sub(Duration::from_hours(24)).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    #[expect(clippy::disallowed_methods, reason = "this is where randomness comes in")]
    fn fill(&self, out: &mut [u8]) {
        getrandom::fill(out)
            .expect("without the operating system's randomness no key can be made, and nothing may go on");
    }
}

/// Measures how long work takes; never used for what is recorded.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts it.
    #[expect(clippy::disallowed_methods, reason = "how long this process worked is no fact of the trade")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since.
    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Parts of a second in which Linux tells a process's time, on every machine.
const TICKS: u64 = 100;

/// What the system says of this process, where it does (Linux).
pub fn process() -> Option<ProcessFigures> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program stands in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let (user, kernel): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let most = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    Some(ProcessFigures {
        cpu: Duration::from_millis((user + kernel) * 1_000 / TICKS),
        memory_bytes: memory("VmRSS:")?,
        open_files: u64::try_from(std::fs::read_dir("/proc/self/fd").ok()?.count()).ok()?,
        most_files: most.and_then(|most| most.split_whitespace().next()?.parse().ok()),
    })
}

/// The most memory that this process ever held, in bytes, where the system says so (Linux).
pub fn peak_memory() -> Option<u64> {
    memory("VmHWM:")
}

fn memory(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// What this process has used.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    /// Processor time, in steps of the system's clock (10 ms).
    pub cpu: Duration,
    /// Memory that it holds now, in bytes.
    pub memory: u64,
    /// Bytes that it had written to disks.
    pub written: u64,
}

/// What this process has used so far; zeros where the system does not say (Linux does).
pub fn used() -> Used {
    let file = |name: &str| std::fs::read_to_string(format!("/proc/self/{name}")).unwrap_or_default();
    let line = |text: &str, name: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(name))?;
        found.split_whitespace().next()?.parse::<u64>().ok()
    };
    // After the name in brackets: state is the first field, user and system time the 12th and 13th, in hundredths.
    let stat = file("stat");
    let ticks = stat.rsplit_once(')').map_or(0, |(_, rest)| {
        rest.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum()
    });
    Used {
        cpu: Duration::from_millis(ticks.saturating_mul(10)),
        memory: line(&file("status"), "VmRSS:").unwrap_or_default().saturating_mul(1024),
        written: line(&file("io"), "write_bytes:").unwrap_or_default(),
    }
}
