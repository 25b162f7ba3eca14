//! Shows what carriers' answers say, and gives their scans to a marketplace where one is named.
use crate::wire::House;
use crate::zones::zone;
use anyhow::{Context, Result};
use connectors::tracking::{self, Payload, Row, Tracker};
use engine::CarrierEvent;
use engine::ports::Marketplace;
use resolution::parcel::tracking::Cause;
use serde::Serialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The provider's name of what comes from files.
const PROVIDER: &str = "file";

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JsonRow {
    /// `scan`, `state`, `error`, `claim`, `refund`, …
    pub kind: &'static str,
    /// Carrier.
    pub carrier: String,
    /// Tracking number.
    pub number: String,
    /// The carrier's own words.
    pub words: String,
    /// Instant as far as the carrier gave it.
    pub at: String,
    /// Canonical status.
    pub status: Option<&'static str>,
    /// Cause.
    pub cause: Option<Cause>,
}

impl From<&Row> for JsonRow {
    fn from(row: &Row) -> Self {
        Self {
            kind: row.kind,
            carrier: row.carrier.clone(),
            number: row.number.clone(),
            words: row.words.clone(),
            at: row.at.clone(),
            status: row.status.map(|status| status.word()),
            cause: row.cause,
        }
    }
}

/// What one file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// What it is as a whole: `trackers`, `webhook`, `error`, `claim`, `refund`, `insurance`, `other`.
    pub payload: Option<&'static str>,
    /// Its rows.
    pub rows: Vec<JsonRow>,
    /// Why it could not be read, if it could not.
    pub problem: Option<String>,
    /// The rows as a table for people.
    #[serde(skip)]
    pub table: String,
}

/// What became of scans that were given to a marketplace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Given {
    /// Trackers that were new.
    pub new: u64,
    /// Trackers that were given before.
    pub repeated: u64,
    /// Trackers without a number or a dated scan: nothing to give.
    pub empty: u64,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// By file.
    pub files: Vec<FileReport>,
    /// Files that could not be read.
    pub unreadable: usize,
    /// What became of the scans, where a marketplace was named.
    pub given: Option<Given>,
}

/// Reads files, and gives their scans to a marketplace where one is named.
///
/// # Errors
/// Where the marketplace cannot take them. A file that cannot be read is part of the report.
pub async fn run(files: &[PathBuf], into: Option<(&House, &Marketplace)>) -> Result<Report> {
    let mut report = Report { files: Vec::new(), unreadable: 0, given: None };
    let mut given = Given { new: 0, repeated: 0, empty: 0 };
    for path in files {
        match read(path) {
            Ok((bytes, payload)) => {
                let rows = tracking::rows(&payload);
                report.files.push(FileReport {
                    file: path.clone(),
                    payload: Some(word(&payload)),
                    rows: rows.iter().map(JsonRow::from).collect(),
                    problem: None,
                    table: tracking::table(&rows),
                });
                if let Some((house, marketplace)) = into {
                    give(house, marketplace, &bytes, &payload, &mut given)
                        .await
                        .with_context(|| format!("the scans of {} could not be given", path.display()))?;
                }
            }
            Err(error) => {
                report.unreadable += 1;
                report.files.push(FileReport {
                    file: path.clone(),
                    payload: None,
                    rows: Vec::new(),
                    problem: Some(format!("{error:#}")),
                    table: String::new(),
                });
            }
        }
    }
    report.given = into.map(|_| given);
    Ok(report)
}

fn read(path: &Path) -> Result<(Vec<u8>, Payload)> {
    let bytes = fs::read(path).context("cannot be opened")?;
    let payload = tracking::read(&path.to_string_lossy(), &bytes)?;
    Ok((bytes, payload))
}

const fn word(payload: &Payload) -> &'static str {
    match payload {
        Payload::Trackers(_) => "trackers",
        Payload::Webhook { .. } => "webhook",
        Payload::Error { .. } => "error",
        Payload::Claim { .. } => "claim",
        Payload::Refund { .. } => "refund",
        Payload::Insurance { .. } => "insurance",
        _ => "other",
    }
}

fn trackers(payload: &Payload) -> &[Tracker] {
    match payload {
        Payload::Trackers(trackers) | Payload::Webhook { trackers, .. } => trackers,
        _ => &[],
    }
}

/// Gives the scans of a payload. The key is made from the bytes: the same file again gives nothing new.
async fn give(
    house: &House,
    marketplace: &Marketplace,
    bytes: &[u8],
    payload: &Payload,
    given: &mut Given,
) -> Result<()> {
    let zone = zone(&marketplace.zone)?;
    let raw = tracking::raw_digest(bytes);
    let mut events = Vec::new();
    for (index, tracker) in trackers(payload).iter().enumerate() {
        // The destination is compared where it is known; here it is not.
        let scans = tracker.scans(&zone, None, &raw);
        let Some(newest) = scans.last().map(|scan| scan.at).filter(|_| !tracker.number.is_empty()) else {
            given.empty += 1;
            continue;
        };
        events.push(CarrierEvent {
            marketplace: marketplace.id,
            provider: PROVIDER.to_owned(),
            event: format!("{raw}:{index}"),
            carrier: Some(tracker.carrier.clone()).filter(|carrier| !carrier.is_empty()),
            number: tracker.number.clone(),
            scans,
            at: Some(newest),
            // The raw words may hold names, and nobody's key is known here: scans carry the payload's digest.
            raw: None,
        });
    }
    let received = house.engine.receive(events).await?;
    given.new += received.new;
    given.repeated += received.repeated;
    Ok(())
}

impl Report {
    /// For people: a table a file.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for file in &self.files {
            out.push_str(&format!("{}: {}\n", file.file.display(), file.payload.unwrap_or("not read")));
            if let Some(problem) = &file.problem {
                out.push_str(&format!("  {problem}\n"));
            }
            out.push_str(&file.table);
            out.push('\n');
        }
        if let Some(given) = &self.given {
            let Given { new, repeated, empty } = given;
            out.push_str(&format!("given to the marketplace: {new} trackers, {repeated} known before, {empty} without scans\n"));
        }
        out.push_str(&format!("{} files, {} could not be read\n", self.files.len(), self.unreadable));
        out
    }
}
