//! A directory under construction: under another name until it is whole, and gone where it never becomes so.
use super::files;
use anyhow::{Context, Result, bail};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

const LOCK: &str = "unfinished.lock";

/// A directory under construction. Dropped before [`Unfinished::finish`], it is removed; what a killed process leaves
/// behind is removed by the next one that makes the same directory.
pub struct Unfinished {
    path: PathBuf,
    target: PathBuf,
    lock: Option<File>,
}

impl Unfinished {
    /// Begins what will be `target`.
    ///
    /// # Errors
    /// Where another process is making it, or the disk refuses.
    pub fn begin(target: &Path) -> Result<Self> {
        let name = target.file_name().context("name a directory that can be made")?.to_string_lossy();
        let path = target.with_file_name(format!(".{name}.unfinished"));
        let busy =
            || format!("cannot make {}; check that its folder is there and can be written", path.display());
        if path.exists() {
            let lock = File::options().create(true).truncate(false).write(true).open(path.join(LOCK));
            match lock.with_context(busy)?.try_lock() {
                Ok(()) => fs::remove_dir_all(&path).with_context(busy)?,
                Err(TryLockError::WouldBlock) => {
                    bail!("another process is making {}; wait until it has ended", target.display())
                }
                Err(TryLockError::Error(error)) => return Err(error).with_context(busy),
            }
        }
        fs::create_dir(&path).with_context(busy)?;
        let lock = File::create_new(path.join(LOCK)).with_context(busy)?;
        lock.lock().with_context(busy)?;
        Ok(Self { path, target: target.to_owned(), lock: Some(lock) })
    }

    /// Where it is made.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Brings everything to the disk and gives it its name.
    ///
    /// # Errors
    /// Where the disk refuses, or something has taken the name.
    pub fn finish(mut self) -> Result<()> {
        let failed = || format!("{} could not be finished", self.target.display());
        fs::remove_file(self.path.join(LOCK)).with_context(failed)?;
        files::sync_names(&self.path).with_context(failed)?;
        // An empty directory of that name gives way; nothing else does.
        fs::rename(&self.path, &self.target).with_context(failed)?;
        let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))
            .and_then(|folder| folder.sync_all())
            .with_context(failed)?;
        self.lock = None;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // What cannot be removed now is removed by the next one.
            let _left = fs::remove_dir_all(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_appears_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("made");
        let given_up = Unfinished::begin(&target).expect("begun");
        fs::write(given_up.path().join("a"), "a").expect("written");
        assert!(Unfinished::begin(&target).is_err(), "one at a time");
        drop(given_up);
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 0, "nothing is left");

        let whole = Unfinished::begin(&target).expect("begun");
        fs::write(whole.path().join("a"), "a").expect("written");
        whole.finish().expect("finished");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);
        assert_eq!(fs::read_dir(&target).expect("read").count(), 1, "no lock stays in it");

        let late = Unfinished::begin(&target).expect("begun");
        assert!(late.finish().is_err(), "what is there is never replaced");
        assert_eq!(fs::read(target.join("a")).expect("read"), b"a");
    }

    #[test]
    fn what_a_killed_process_left_gives_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("made");
        fs::create_dir(folder.path().join(".made.unfinished")).expect("made");
        fs::write(folder.path().join(".made.unfinished/old"), "old").expect("written");
        Unfinished::begin(&target).expect("begun").finish().expect("finished");
        assert_eq!(fs::read_dir(&target).expect("read").count(), 0);
    }
}
