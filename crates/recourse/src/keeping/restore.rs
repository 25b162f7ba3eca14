//! Putting a backup back: into an empty place, held against its hashes, with every erasure repeated, and verified.
use super::accept::{self, Accept, Lost};
use super::files;
use super::lost;
use super::manifest::{self, KeysLie, Manifest};
use super::progress::Bar;
use super::unfinished::Unfinished;
use crate::cli::Data;
use crate::wire::{self, House};
use crate::{keys, verify};
use anyhow::{Context, Result, bail};
use engine::verify::Report as Verified;
use serde::Serialize;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;
use store::LOCK_FILE;

/// How a restore is asked for.
#[derive(Clone, Debug)]
pub struct Wish {
    /// The backup.
    pub from: PathBuf,
    /// Where to.
    pub data: PathBuf,
    /// The folder of the keys, where they are not in the backup.
    pub keys: Option<PathBuf>,
    /// Lists of what was destroyed since.
    pub destroyed: Vec<PathBuf>,
    /// What is left of the lost directory.
    pub lost: Option<PathBuf>,
    /// Whether a loss is accepted.
    pub accept: Option<Accept>,
}

/// What was restored, or accepted where it stood.
#[derive(Debug, Serialize)]
pub struct Report {
    /// The data directory.
    pub data: PathBuf,
    /// What the backup says of itself; nothing where a loss was accepted in place.
    pub backup: Option<Manifest>,
    /// Destructions that were not in the backup, and were carried out again.
    pub destructions_since: usize,
    /// What was given up.
    pub accepted: Option<Lost>,
    /// What verification says.
    pub verified: Verified,
}

/// Restores. Until all is done nothing lies under the data directory's name.
///
/// # Errors
/// Where the backup is not whole, the place is not empty, the keys are others, or something is missing that nobody
/// accepted; then nothing is left.
pub async fn restore(wish: Wish) -> Result<Report> {
    let Wish { from, data, keys, destroyed, lost, accept } = wish;
    empty(&data)?;
    let manifest = Manifest::read(&from)?;
    let keys = keys.or_else(|| (manifest.keys == KeysLie::Inside).then(|| from.join(keys::FOLDER)));
    let keys = keys.context(
        "the keys are not in this backup; name the folder in which they are kept apart with --keys",
    )?;
    manifest.belongs_to(&keys::load(&keys)?)?;
    let unfinished = Unfinished::begin(&data)?;
    let into = unfinished.path();
    copy(&from, into, &manifest)?;
    keys::copy(&keys, &into.join(keys::FOLDER))?;
    let mut since = 0;
    for list in &destroyed {
        if !list.is_file() {
            bail!("--destroyed: there is no file {}", list.display());
        }
        since += lost::destroyed(list, into)?;
    }
    if let Some(lost) = &lost {
        since += lost::take_over(lost, into)?;
    }
    // Opening repeats every erasure, and brings the tables up to date.
    let house = wire::open(&Data::in_directory(into)).await?;
    let accepted = accept::settle(&house, accept.as_ref()).await?;
    house.checkpoint().await?;
    let verified = verify::run(&house).await?;
    closed(house, into).await?;
    unfinished.finish()?;
    Ok(Report { data, backup: Some(manifest), destructions_since: since, accepted, verified })
}

/// Accepts a loss of data that stand where they are, restored by hand.
///
/// # Errors
/// Where nothing is missing.
pub async fn accept(data: &Data, accept: &Accept) -> Result<Report> {
    let house = wire::open(data).await?;
    let accepted = accept::settle(&house, Some(accept)).await?;
    if accepted.is_none() {
        bail!("nothing is missing in {}: there is no loss to accept", data.shown());
    }
    let verified = verify::run(&house).await?;
    Ok(Report { data: data.dir.clone(), backup: None, destructions_since: 0, accepted, verified })
}

fn empty(data: &Path) -> Result<()> {
    let taken = match fs::read_dir(data) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => data.exists(),
    };
    if taken {
        bail!(
            "{} is not empty: a restore replaces nothing; name a new directory with --data",
            data.display()
        );
    }
    Ok(())
}

/// Copies every listed file, held against its hash. The keys are not among them: they come from where they are kept.
fn copy(from: &Path, into: &Path, manifest: &Manifest) -> Result<()> {
    let bar = Bar::new(manifest.bytes)?;
    bar.phase("restore");
    for listed in manifest::listed(from)? {
        let (hash, name) = listed?;
        if Path::new(&name).starts_with(keys::FOLDER) {
            continue;
        }
        let copied = files::copy(&from.join(&name), &into.join(&name), &mut |bytes| bar.add(bytes))
            .with_context(|| format!("{name} of the backup could not be copied"))?;
        let advice = "the backup is damaged; take another one";
        let copied = copied.with_context(|| format!("{name} is missing in the backup: {advice}"))?;
        if hex::encode(copied.hash) != hash {
            bail!("{name} is not the file that was backed up, its bytes were changed or cut: {advice}");
        }
    }
    Ok(())
}

/// Closes a house, and waits until nothing of it is open any more: the lock is given up last.
async fn closed(house: House, folder: &Path) -> Result<()> {
    drop(house);
    let path = folder.join(LOCK_FILE);
    let lock = File::options().write(true).open(&path)?;
    while lock.try_lock().is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(fs::remove_file(path)?)
}

impl Report {
    /// The report in words.
    pub fn words(&self) -> String {
        let Self { data, backup, destructions_since, accepted, verified } = self;
        let mut out = String::new();
        if let Some(Manifest { at, position, .. }) = backup {
            out.push_str(&format!(
                "{} holds the backup of {at}, up to position {position}. Whatever was recorded after that is not in it.\n\
                 {destructions_since} erasures and removals that came after the backup were repeated\n",
                data.display()
            ));
        }
        if let Some(Lost { checkpoint, lost, covered, position }) = accepted {
            out.push_str(&format!(
                "given up by name: checkpoint {checkpoint} covered position {covered}, the data end at {position}; {lost} \
                 orders and accounts are missing or shorter\n"
            ));
        }
        out.push_str(&verify::words(verified));
        out
    }
}
