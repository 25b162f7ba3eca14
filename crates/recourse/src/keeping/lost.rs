//! What is taken over from the directory that was lost, where some of it can still be read: what was destroyed since the
//! backup, what the checkpoints promise, and what the sandbox's gateway paid. They are what a restored database must
//! be held against.
use super::files;
use crate::wire;
use anyhow::{Context, Result, bail};
use engine::checkpoint::folder::{CHECKPOINTS_FILE, HEADS_FOLDER, LOSSES_FILE};
use engine::ports::vault::Destruction;
use std::fs::{self, File};
use std::path::Path;
use store::LOCK_FILE;

/// Adds the destructions of a file to the list of the restored data; gives how many were not in it. Both hold: a
/// destruction is never taken back.
///
/// # Errors
/// Where the file is no such list.
pub fn destroyed(file: &Path, into: &Path) -> Result<usize> {
    let text = files::whole_lines(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let list = into.join(wire::DESTROYED_FILE);
    let mut whole = files::whole_lines(&list)?;
    let mut added = 0;
    for (number, line) in (1..).zip(text.lines()) {
        serde_json::from_str::<Destruction>(line)
            .with_context(|| format!("line {number} of {} is no destruction", file.display()))?;
        if !whole.lines().any(|known| known == line) {
            whole.push_str(line);
            whole.push('\n');
            added += 1;
        }
    }
    replace(&list, &whole)?;
    Ok(added)
}

/// Takes over what the lost directory has beyond the backup; gives how many destructions were new.
///
/// # Errors
/// Where a server still runs there, or it is another installation's.
pub fn take_over(lost: &Path, into: &Path) -> Result<usize> {
    if !lost.is_dir() {
        bail!("--lost: {} is no directory", lost.display());
    }
    if let Ok(lock) = File::options().write(true).open(lost.join(LOCK_FILE))
        && lock.try_lock().is_err()
    {
        bail!("a process is using {}; stop it first: two of the same must never run", lost.display());
    }
    for name in [CHECKPOINTS_FILE, LOSSES_FILE, wire::SANDBOX_FILE] {
        longer(lost, into, name)?;
    }
    let folder = into.join(HEADS_FOLDER);
    files::visit(lost, &lost.join(HEADS_FOLDER), &mut |name, path| {
        let to = into.join(name);
        if path.extension().is_some_and(|end| end == "heads") && !to.exists() {
            fs::create_dir_all(&folder)?;
            files::copy(path, &to, &mut |_| {})?;
        }
        Ok(())
    })?;
    destroyed(&lost.join(wire::DESTROYED_FILE), into)
}

/// Takes a file of lines over where it goes on from the backup's.
fn longer(lost: &Path, into: &Path, name: &str) -> Result<()> {
    let (theirs, ours) = (files::whole_lines(&lost.join(name))?, files::whole_lines(&into.join(name))?);
    if theirs.starts_with(&ours) {
        return replace(&into.join(name), &theirs);
    }
    if ours.starts_with(&theirs) {
        return Ok(());
    }
    bail!(
        "{} is not a continuation of the backup's: it was damaged, or belongs to another installation; move it away to \
         restore without it",
        lost.join(name).display()
    )
}

fn replace(path: &Path, text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let _absent = fs::remove_file(path);
    files::write(path, text.as_bytes())?;
    Ok(())
}
