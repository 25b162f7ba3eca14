//! Copying everything to another database, with the files that lie beside it, and verifying the copy.
use super::files;
use super::unfinished::Unfinished;
use crate::cli::{Data, Database};
use crate::{keys, verify, wire};
use anyhow::{Context, Result, bail};
use engine::checkpoint::folder::{CHECKPOINTS_FILE, HEADS_FOLDER, LOSSES_FILE};
use engine::verify::Report as Verified;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use server::Secret;
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use store::copy::{Copied, Place, Progress};
use store::{LOCK_FILE, PostgresSettings, PostgresVault};

/// How a copy is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The source.
    pub from: Place,
    /// The target, which is empty.
    pub to: Place,
    /// The data directory of a PostgreSQL source: its keys, files and checkpoints.
    pub data: Option<PathBuf>,
}

/// What was copied.
#[derive(Debug, Serialize)]
pub struct Report {
    /// How to name what was copied to.
    pub data: PathBuf,
    /// Rows of each table, in the order in which they were copied.
    pub tables: Vec<(&'static str, u64)>,
    /// What verification says of the copy.
    pub verified: Verified,
    from_sqlite: bool,
}

/// Copies and verifies. An interrupted copy leaves the target as empty as it was.
///
/// # Errors
/// Where one of the two cannot be used, the target is not empty, or it does not give back what it was given.
pub async fn copy(wish: &Wish) -> Result<Report> {
    let Wish { from, to, .. } = wish;
    let beside = beside(wish)?;
    let from_sqlite = matches!(from, Place::Sqlite(_));
    // A SQLite source is locked where it is read.
    let alone = if from_sqlite { None } else { Some(unused(&beside)?) };
    let (data, copied, verified) = match to {
        Place::Postgres(url) => {
            let copied = moved(from, to).await?;
            drop(alone);
            claim(&beside, url).await?;
            let url = Some(Secret::new(url.as_str()));
            let there = Data { dir: beside.clone(), database: Database { url, ..Database::default() } };
            (beside, copied, verified(&there).await?)
        }
        Place::Sqlite(directory) if same(directory, &beside) => {
            let copied = moved(from, to).await?;
            drop(alone);
            (beside, copied, verified(&Data::in_directory(directory)).await?)
        }
        Place::Sqlite(directory) => {
            let unfinished = Unfinished::begin(directory)?;
            let copied = moved(from, &Place::Sqlite(unfinished.path().to_owned())).await?;
            drop(alone);
            files_beside(&beside, unfinished.path())?;
            unfinished.finish()?;
            (directory.clone(), copied, verified(&Data::in_directory(directory)).await?)
        }
    };
    Ok(Report { data, tables: copied.tables, verified, from_sqlite })
}

/// The directory in which keys, files and checkpoints of the source lie.
fn beside(wish: &Wish) -> Result<PathBuf> {
    let beside = match (&wish.from, &wish.data) {
        (Place::Sqlite(directory), None) => directory.clone(),
        (Place::Sqlite(directory), Some(data)) if same(directory, data) => directory.clone(),
        (Place::Sqlite(_), Some(_)) => bail!("the files of a SQLite source lie beside it: leave --data out"),
        (Place::Postgres(_), Some(data)) => data.clone(),
        (Place::Postgres(_), None) => {
            bail!("name the data directory of the source with --data: its keys are needed")
        }
    };
    if !beside.join(keys::FOLDER).is_dir() {
        bail!("{} has no keys: name the data directory of the source", beside.display());
    }
    Ok(beside)
}

/// Locks a data directory: every process that serves from a PostgreSQL database holds its directory's lock with others.
fn unused(data: &Path) -> Result<File> {
    let path = data.join(LOCK_FILE);
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
    let lock = lock.with_context(|| format!("cannot write {}", path.display()))?;
    if lock.try_lock().is_err() {
        bail!(
            "a process is using {}; stop it first: what it writes meanwhile would not be in the copy",
            data.display()
        );
    }
    Ok(lock)
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

/// Copies the database with a bar.
async fn moved(from: &Place, to: &Place) -> Result<Copied> {
    // Every row is moved, and then looked at.
    let bar = ProgressBar::new(2 * store::copy::count(from).await?);
    bar.set_style(ProgressStyle::with_template("{msg} {bar:40} {pos}/{len} rows, {eta} left")?);
    let told = |progress: Progress| {
        bar.set_message(format!("{} {}", progress.phase, progress.table));
        bar.inc(progress.rows);
    };
    let copied = store::copy::copy(from, to, &told).await;
    bar.finish_and_clear();
    Ok(copied?)
}

/// Notes in a new database whose it is, as the first start over it would.
async fn claim(beside: &Path, url: &str) -> Result<()> {
    let public = keys::load(&beside.join(keys::FOLDER))?.public();
    let settings = PostgresSettings { readers: 1, writers: 1 };
    let database = store::Database::connect(url, settings).await?;
    let vault = PostgresVault::open(database, &beside.join(wire::DESTROYED_FILE)).await?;
    vault.claim(&public).await?;
    Ok(())
}

async fn verified(data: &Data) -> Result<Verified> {
    verify::run(&wire::open(data).await?).await
}

/// Copies what lies beside a database.
fn files_beside(from: &Path, to: &Path) -> Result<()> {
    keys::copy(&from.join(keys::FOLDER), &to.join(keys::FOLDER))?;
    for name in [CHECKPOINTS_FILE, LOSSES_FILE, wire::DESTROYED_FILE, wire::SANDBOX_FILE] {
        files::copy(&from.join(name), &to.join(name), &mut |_| {})
            .with_context(|| format!("{name} could not be copied"))?;
    }
    for folder in [HEADS_FOLDER, wire::BLOBS_FOLDER] {
        files::visit(from, &from.join(folder), &mut |name, path| {
            files::copy(path, &to.join(name), &mut |_| {}).map(|_| ())
        })
        .with_context(|| format!("{folder} could not be copied"))?;
    }
    Ok(())
}

impl Report {
    /// The report in words.
    pub fn words(&self) -> String {
        let mut rows: Vec<Vec<String>> = vec![vec!["table".to_owned(), "rows".to_owned()]];
        rows.extend(self.tables.iter().map(|(table, rows)| vec![(*table).to_owned(), rows.to_string()]));
        let mut out = crate::report::table(&rows);
        out.push_str("every table of the copy was read again and holds what was read from the source\n");
        if self.from_sqlite {
            out.push_str("the source stays as it is: serve from one of the two only\n");
        }
        out.push_str(&verify::words(&self.verified));
        out
    }
}
