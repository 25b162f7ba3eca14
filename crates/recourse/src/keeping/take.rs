//! Making a backup, also while a server writes.
//!
//! The order is what makes it whole. The journal comes first: what a record of it names (sealed texts, files, what the
//! gateway paid) was stored before it, so everything that is copied afterwards has it. The list of what was destroyed
//! comes last: whatever was destroyed while the copy was made is in it, and is destroyed again by the restore.
use super::BACKUPS_FILE;
use super::files::{self, Copied};
use super::manifest::{KeysLie, Listed, Manifest, fingerprint};
use super::progress::Bar;
use super::unfinished::Unfinished;
use crate::{keys, wire};
use anyhow::{Context, Result, bail};
use engine::checkpoint::folder::{CHECKPOINTS_FILE, HEADS_FOLDER, LOSSES_FILE};
use engine::checkpoint::{Signed, Statement};
use engine::vault::Keys;
use jiff::Timestamp;
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use store::DATABASE_FILE;
use store::backup::{self, Contents};

/// How a backup is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The data directory.
    pub data: &'a Path,
    /// Where it is to lie: its own name, or a directory that is there and that it is put into.
    pub to: &'a Path,
    /// Whether the keys are taken along.
    pub with_keys: bool,
}

/// What was made.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Where it lies.
    pub backup: PathBuf,
    /// What it says of itself.
    #[serde(flatten)]
    pub manifest: Manifest,
    /// Where the keys lie that a restore needs, when they are not in it.
    pub keep_apart: Option<PathBuf>,
}

/// Makes a backup at the wall instant `now`. The data are only read; a line is added to `backups.jsonl`.
///
/// # Errors
/// Where there are no data, the place is taken, or a file cannot be read or written; then nothing is left.
pub fn take(wish: Wish<'_>, now: Timestamp) -> Result<Report> {
    let Wish { data, to, with_keys } = wish;
    if !data.join(DATABASE_FILE).is_file() {
        bail!(
            "{} holds no database of Recourse; name the directory that `recourse serve` made (data in PostgreSQL are kept \
             with its own tools: docs/KEEPING.md)",
            data.display()
        );
    }
    let folder = data.join(keys::FOLDER);
    let keys = keys::load(&folder)?;
    let target = target(data, to, now)?;
    let unfinished = Unfinished::begin(&target)?;
    let bar = Bar::new(size(data))?;
    let mut copy = Copy { data, to: unfinished.path(), list: Listed::begin(unfinished.path())?, bar: &bar };
    let made = copy.everything(&keys, with_keys, now);
    let manifest = made.with_context(|| format!("the backup {} could not be made", target.display()))?;
    let Copy { list, .. } = copy;
    let manifest = manifest.write(&keys, list, unfinished.path())?;
    unfinished.finish()?;
    drop(bar);
    let backup = fs::canonicalize(&target).unwrap_or(target);
    note(data, &backup, &manifest)?;
    Ok(Report { backup, manifest, keep_apart: (!with_keys).then_some(folder) })
}

/// The name of the backup.
fn target(data: &Path, to: &Path, now: Timestamp) -> Result<PathBuf> {
    let target = if to.is_dir() {
        to.join(format!("recourse-{}", now.strftime("%Y%m%dT%H%M%SZ")))
    } else {
        to.to_owned()
    };
    if target.exists() {
        bail!("{} is there already; name another place with --to", target.display());
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = fs::canonicalize(folder)
        .with_context(|| format!("{} is not there; make it first", folder.display()))?
        .starts_with(fs::canonicalize(data)?);
    if inside {
        bail!("a backup inside the data directory would be lost with it; name another place with --to");
    }
    Ok(target)
}

/// Bytes that are going to be moved, about: the databases are written and then read.
fn size(data: &Path) -> u64 {
    let databases = files::size(&data.join(DATABASE_FILE)) + files::size(&data.join(wire::VAULT_FILE));
    2 * databases + files::size(&data.join(wire::BLOBS_FOLDER))
}

struct Copy<'a> {
    data: &'a Path,
    to: &'a Path,
    list: Listed,
    bar: &'a Bar,
}

impl Copy<'_> {
    fn everything(&mut self, keys: &Keys, with_keys: bool, now: Timestamp) -> Result<Manifest> {
        self.database(DATABASE_FILE)?;
        let contents = backup::contents(&self.to.join(DATABASE_FILE))?;
        let checkpoint = self.checkpoints(&contents)?;
        self.lines(LOSSES_FILE)?;
        self.database(wire::VAULT_FILE)?;
        self.blobs()?;
        self.lines(wire::SANDBOX_FILE)?;
        if with_keys {
            self.keys()?;
        }
        self.lines(wire::DESTROYED_FILE)?;
        let Contents { position, records, aggregates, change, .. } = contents;
        Ok(Manifest {
            form: String::new(),
            at: now,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            position,
            records,
            aggregates,
            checkpoint,
            change,
            keys: if with_keys { KeysLie::Inside } else { KeysLie::Apart },
            keys_fingerprint: fingerprint(keys),
            public_key: hex::encode(keys.public()),
            files: 0,
            bytes: 0,
            list: String::new(),
        })
    }

    fn database(&mut self, name: &'static str) -> Result<()> {
        self.bar.phase(name);
        let (from, to) = (self.data.join(name), self.to.join(name));
        let (bytes, mut done) = (files::size(&from), 0);
        let progress = &mut |pages: u64, all: u64| {
            let now = u128::from(bytes) * u128::from(pages) / u128::from(all.max(1));
            let now = u64::try_from(now).unwrap_or(bytes);
            self.bar.add(now.saturating_sub(done));
            done = done.max(now);
        };
        backup::copy(&from, &to, progress)
            .with_context(|| format!("{} could not be copied", from.display()))?;
        let sealed = files::seal(&to, &mut |bytes| self.bar.add(bytes))?;
        Ok(self.list.add(name, sealed)?)
    }

    /// The checkpoints that the copied database knows, and their lists. A later one speaks of what the copy has not.
    fn checkpoints(&mut self, contents: &Contents) -> Result<Option<u64>> {
        let newest = contents.checkpoint.as_deref().and_then(Statement::parse).map(|one| one.number);
        let Some(newest) = newest else { return Ok(None) };
        let text = files::whole_lines(&self.data.join(CHECKPOINTS_FILE))?;
        let number = |line: &str| {
            let signed: Signed = serde_json::from_str(line).ok()?;
            Some(Statement::parse(signed.body.as_bytes())?.number)
        };
        // A line that cannot be read is taken along: verification names it.
        let covered = text.split_inclusive('\n').take_while(|line| number(line).is_none_or(|n| n <= newest));
        self.text(CHECKPOINTS_FILE, &covered.collect::<String>())?;
        files::visit(self.data, &self.data.join(HEADS_FOLDER), &mut |name, path| {
            let number = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.parse().ok());
            let list = path.extension().is_some_and(|end| end == "heads");
            if list && number.is_some_and(|number: u64| number <= newest) {
                copied(&mut self.list, name, files::copy(path, &self.to.join(name), &mut |_| {})?)?;
            }
            Ok(())
        })?;
        Ok(Some(newest))
    }

    fn blobs(&mut self) -> Result<()> {
        self.bar.phase(wire::BLOBS_FOLDER);
        let folder = self.data.join(wire::BLOBS_FOLDER);
        // What lies in `half` is under way: no record names it.
        let half = folder.join("half");
        Ok(files::visit(self.data, &folder, &mut |name, path| {
            if path.starts_with(&half) {
                return Ok(());
            }
            let moved = files::copy(path, &self.to.join(name), &mut |bytes| self.bar.add(bytes))?;
            // One that went away was destroyed by law; the list of what was destroyed comes later and says so.
            copied(&mut self.list, name, moved)
        })?)
    }

    fn keys(&mut self) -> Result<()> {
        let to = self.to.join(keys::FOLDER);
        keys::copy(&self.data.join(keys::FOLDER), &to)?;
        Ok(files::visit(self.to, &to, &mut |name, path| {
            self.list.add(name, files::seal(path, &mut |_| {})?)
        })?)
    }

    /// A file of lines, up to its last whole one; left out where there is none.
    fn lines(&mut self, name: &str) -> Result<()> {
        let text = files::whole_lines(&self.data.join(name))?;
        if text.is_empty() { Ok(()) } else { self.text(name, &text) }
    }

    fn text(&mut self, name: &str, text: &str) -> Result<()> {
        Ok(self.list.add(name, files::write(&self.to.join(name), text.as_bytes())?)?)
    }
}

fn copied(list: &mut Listed, name: &str, copied: Option<Copied>) -> io::Result<()> {
    copied.map_or(Ok(()), |copied| list.add(name, copied))
}

/// Notes the backup beside the data.
fn note(data: &Path, backup: &Path, manifest: &Manifest) -> Result<()> {
    #[derive(Serialize)]
    struct Line<'a> {
        at: Timestamp,
        backup: &'a Path,
        position: u64,
        list: &'a str,
    }
    let line = Line { at: manifest.at, backup, position: manifest.position, list: &manifest.list };
    let text = format!("{}\n", serde_json::to_string(&line)?);
    let noted = || -> io::Result<()> {
        let mut file = OpenOptions::new().create(true).append(true).open(data.join(BACKUPS_FILE))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        File::open(data)?.sync_all()
    };
    noted().with_context(|| {
        format!("the backup {} is made, but could not be noted in {BACKUPS_FILE}", backup.display())
    })
}

impl Report {
    /// The report in words.
    pub fn words(&self) -> String {
        let Self { backup, manifest, keep_apart } = self;
        let Manifest { at, position, records, aggregates, files, bytes, .. } = manifest;
        let checkpoint = manifest.checkpoint.map_or("none yet".to_owned(), |number| number.to_string());
        let keys = match keep_apart {
            Some(keys) => format!(
                "THE KEYS ARE NOT IN IT. Keep {} apart from it: without them this backup cannot be restored, and with \
                 them whoever has it can read everything.\n",
                keys.display()
            ),
            None => "THE KEYS ARE IN IT: whoever has this backup can read everything. Keep it as you keep the keys.\n"
                .to_owned(),
        };
        format!(
            "{}\n{aggregates} orders and accounts, {records} records up to position {position}, of {at}; newest \
             checkpoint: {checkpoint}\n{files} files, {bytes} bytes\n{keys}",
            backup.display()
        )
    }
}
