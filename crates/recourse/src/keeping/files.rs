//! Files: copied with their hash, walked in order, and brought to the disk.
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

const PIECE: usize = 256 * 1024;

/// What was copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// SHA-256.
    pub hash: [u8; 32],
    /// Bytes.
    pub bytes: u64,
}

/// Copies a file to a new one, durably, and gives its hash; nothing where there is none.
pub fn copy(from: &Path, to: &Path, moved: &mut dyn FnMut(u64)) -> io::Result<Option<Copied>> {
    let mut source = match File::open(from) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let mut target = create(to)?;
    let copied = through(&mut source, &mut target, moved)?;
    target.sync_all()?;
    Ok(Some(copied))
}

/// Writes a new file durably.
pub fn write(to: &Path, bytes: &[u8]) -> io::Result<Copied> {
    let mut target = create(to)?;
    let copied = through(&mut &*bytes, &mut target, &mut |_| {})?;
    target.sync_all()?;
    Ok(copied)
}

/// Brings a file that is there to the disk and gives its hash.
pub fn seal(path: &Path, moved: &mut dyn FnMut(u64)) -> io::Result<Copied> {
    let mut file = File::open(path)?;
    file.sync_all()?;
    through(&mut file, &mut io::sink(), moved)
}

fn create(to: &Path) -> io::Result<File> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    File::options().write(true).create_new(true).open(to)
}

fn through(from: &mut dyn Read, to: &mut dyn Write, moved: &mut dyn FnMut(u64)) -> io::Result<Copied> {
    let (mut hash, mut bytes, mut piece) = (Sha256::new(), 0u64, vec![0; PIECE]);
    loop {
        let read = from.read(&mut piece)?;
        if read == 0 {
            return Ok(Copied { hash: hash.finalize().into(), bytes });
        }
        hash.update(&piece[..read]);
        to.write_all(&piece[..read])?;
        let read = u64::try_from(read).map_err(io::Error::other)?;
        bytes = bytes.saturating_add(read);
        moved(read);
    }
}

/// Visits every regular file below a folder, by name, with its path from `root`; nothing where there is no folder. What
/// goes away meanwhile is passed over.
pub fn visit(
    root: &Path,
    folder: &Path,
    see: &mut dyn FnMut(&str, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    for path in paths {
        match fs::symlink_metadata(&path) {
            Ok(known) if known.is_dir() => visit(root, &path, see)?,
            Ok(known) if known.is_file() => see(&relative(root, &path), &path)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn relative(root: &Path, path: &Path) -> String {
    let parts = path.strip_prefix(root).unwrap_or(path).components();
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Whether a path leads below the folder that it is joined to.
pub fn stays_below(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// Bytes below a folder or in a file; 0 where there is none.
pub fn size(path: &Path) -> u64 {
    match fs::symlink_metadata(path) {
        Ok(known) if known.is_dir() => {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            entries.map(|entry| size(&entry.path())).fold(0, u64::saturating_add)
        }
        Ok(known) => known.len(),
        Err(_) => 0,
    }
}

/// The whole lines of a file of lines; empty where there is none. A last line without an end was never finished.
pub fn whole_lines(path: &Path) -> io::Result<String> {
    let mut text = match fs::read_to_string(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(String::new()),
        text => text?,
    };
    text.truncate(text.rfind('\n').map_or(0, |at| at + 1));
    Ok(text)
}

/// Makes the names below a folder durable, and its own.
pub fn sync_names(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_names(&entry.path())?;
        }
    }
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_has_the_hash_of_its_bytes_and_never_overwrites() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("a"), folder.path().join("deep/b"));
        std::fs::write(&from, b"abc").expect("written");
        let copied = copy(&from, &to, &mut |_| {}).expect("copied").expect("there");
        assert_eq!(copied.bytes, 3);
        assert!(hex::encode(copied.hash).starts_with("ba7816bf8f01cfea"));
        assert_eq!(seal(&to, &mut |_| {}).expect("read"), copied);
        assert!(copy(&from, &to, &mut |_| {}).is_err(), "a file that is there stays");
        assert_eq!(copy(&folder.path().join("none"), &to, &mut |_| {}).expect("no error"), None);
    }

    #[test]
    fn a_half_line_is_not_taken_along() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list");
        assert_eq!(whole_lines(&path).expect("read"), "");
        std::fs::write(&path, "one\ntwo\nthr").expect("written");
        assert_eq!(whole_lines(&path).expect("read"), "one\ntwo\n");
    }

    #[test]
    fn no_path_of_a_list_leaves_its_folder() {
        assert!(stays_below("blobs/mkt_1/ab/abcd"));
        for wrong in ["", "/etc/passwd", "../x", "a/../../x", "./a"] {
            assert!(!stays_below(wrong), "{wrong}");
        }
    }
}
