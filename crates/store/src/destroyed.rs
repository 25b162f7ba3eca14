//! `destroyed.jsonl`: the permanent list of destructions outside the database, so that an older database that is restored
//! meets it. Several processes may share it.
use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{Read, Result, Seek, SeekFrom, Write};
use std::path::Path;

/// The list's lines. A last line without an end was never acknowledged, and is not one.
pub(crate) fn read(path: &Path) -> Result<Vec<String>> {
    let text = match std::fs::read_to_string(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    Ok(text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')).map(str::to_owned).collect())
}

/// Appends the lines that are not there yet, durably, after cutting off a half line that a crash left. One process at a
/// time does this: the file is locked meanwhile.
pub(crate) fn append(path: &Path, lines: &[String]) -> Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    file.lock()?;
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    let whole = text.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    text.truncate(whole);
    let there: HashSet<&[u8]> = text.split(|b| *b == b'\n').collect();
    let whole = u64::try_from(whole).map_err(std::io::Error::other)?;
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(whole))?;
    for line in lines.iter().filter(|line| !there.contains(line.as_bytes())) {
        file.write_all(format!("{line}\n").as_bytes())?;
    }
    file.sync_all()?;
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_once_and_a_half_one_is_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("destroyed.jsonl");
        let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        append(&path, &lines(&["a", "b"])).expect("appends");
        std::fs::write(&path, "a\nb\nhal").expect("a crash");
        assert_eq!(read(&path).expect("reads"), ["a", "b"]);
        append(&path, &lines(&["b", "c"])).expect("appends");
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "a\nb\nc\n");
    }

    #[test]
    fn many_writers_lose_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("destroyed.jsonl");
        std::thread::scope(|scope| {
            for writer in 0..8 {
                let path = &path;
                scope.spawn(move || {
                    for line in 0..20 {
                        append(path, &[format!("{writer} {line}")]).expect("appends");
                    }
                });
            }
        });
        let there: HashSet<String> = read(&path).expect("reads").into_iter().collect();
        assert_eq!(there.len(), 160);
    }
}
