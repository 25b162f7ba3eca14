//! The files outside the database: `checkpoints.jsonl`, a list of heads for each of the newest checkpoints, and
//! `losses.jsonl` where a loss was accepted.
use super::loss::Loss;
use super::statement::{Statement, digest};
use crate::vault::keys::signed_by;
use resolution::id::AggregateId;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The file of all checkpoints, in the data directory.
pub const CHECKPOINTS_FILE: &str = "checkpoints.jsonl";
/// The folder of the lists of heads, `NUMBER.heads`.
pub const HEADS_FOLDER: &str = "checkpoints";
/// The file of accepted losses.
pub const LOSSES_FILE: &str = "losses.jsonl";

/// One line of `checkpoints.jsonl` or `losses.jsonl`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The signed text.
    pub body: String,
    /// Public key, 64 hexadecimal digits.
    pub key: String,
    /// Signature, 128 hexadecimal digits.
    pub signature: String,
}

impl Signed {
    /// The statement, if it is signed by this public key.
    #[must_use]
    pub fn statement(&self, public: &[u8; 32]) -> Option<Statement> {
        Statement::parse(self.signed_body(public)?)
    }

    /// The accepted loss, if it is signed by this public key.
    #[must_use]
    pub fn loss(&self, public: &[u8; 32]) -> Option<Loss> {
        Loss::parse(self.signed_body(public)?)
    }

    fn signed_body(&self, public: &[u8; 32]) -> Option<&[u8]> {
        let mut signature = [0; 64];
        hex::decode_to_slice(&self.signature, &mut signature).ok()?;
        signed_by(public, self.body.as_bytes(), &signature).then_some(self.body.as_bytes())
    }
}

/// One line of a list of heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadLine {
    /// The aggregate.
    pub id: AggregateId,
    /// Number of its last event then.
    pub version: u64,
    /// Its chain hash then.
    pub hash: [u8; 32],
}

impl HeadLine {
    /// The line with its end.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} {} {}\n", self.id, self.version, hex::encode(self.hash))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (id, version, hash) = (words.next()?, words.next()?, words.next()?);
        let read = Self { id: id.parse().ok()?, version: version.parse().ok()?, hash: digest(hash)? };
        words.next().is_none().then_some(read)
    }
}

/// The folder of an installation's checkpoints.
#[derive(Clone, Debug)]
pub struct CheckpointFolder {
    folder: PathBuf,
}

impl CheckpointFolder {
    /// `folder` is the data directory.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    fn log(&self) -> PathBuf {
        self.folder.join(CHECKPOINTS_FILE)
    }

    fn heads(&self, number: u64) -> PathBuf {
        self.folder.join(HEADS_FOLDER).join(format!("{number}.heads"))
    }

    /// Every checkpoint of the file, oldest first; `Err` for a line that is none. A last line without an end was never
    /// finished and is left out.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn signed(&self) -> io::Result<Vec<Result<Signed, String>>> {
        lines(&self.log())
    }

    /// Every accepted loss of the file, oldest first, as [`CheckpointFolder::signed`].
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn losses(&self) -> io::Result<Vec<Result<Signed, String>>> {
        lines(&self.folder.join(LOSSES_FILE))
    }

    /// Appends an accepted loss durably.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append_loss(&self, signed: &Signed) -> io::Result<()> {
        append(&self.folder, &self.folder.join(LOSSES_FILE), signed)
    }

    /// Appends a checkpoint durably.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub fn append(&self, signed: &Signed) -> io::Result<()> {
        append(&self.folder, &self.log(), signed)
    }

    /// A list of heads under construction; its name appears when it is complete.
    pub(super) fn begin(&self, number: u64) -> io::Result<HeadsWriter> {
        let path = self.heads(number);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder))?;
        let half = path.with_extension("half");
        Ok(HeadsWriter { out: io::BufWriter::new(File::create(&half)?), half, path })
    }

    /// A list of heads, in pieces; nothing if it is not kept.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn read(&self, number: u64) -> io::Result<Option<HeadsReader>> {
        match File::open(self.heads(number)) {
            Ok(file) => Ok(Some(HeadsReader { lines: BufReader::new(file) })),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e),
        }
    }

    /// The checkpoints whose lists are kept, ascending.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn kept(&self) -> io::Result<Vec<u64>> {
        let entries = match fs::read_dir(self.folder.join("checkpoints")) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut numbers = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension().is_some_and(|e| e == "heads") {
                numbers.extend(path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse::<u64>().ok()));
            }
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    pub(super) fn forget(&self, number: u64) -> io::Result<()> {
        fs::remove_file(self.heads(number))
    }
}

fn lines(path: &Path) -> io::Result<Vec<Result<Signed, String>>> {
    let text = match fs::read_to_string(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        text => text?,
    };
    let lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
    Ok(lines.map(|line| serde_json::from_str(line).map_err(|e| e.to_string())).collect())
}

/// Appends a line after cutting off a half one that a crash left.
fn append(folder: &Path, path: &Path, signed: &Signed) -> io::Result<()> {
    let line = serde_json::to_string(signed).map_err(io::Error::other)?;
    let mut file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)?;
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    let whole = text.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let whole = u64::try_from(whole).map_err(io::Error::other)?;
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(whole))?;
    file.write_all(format!("{line}\n").as_bytes())?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

pub(super) struct HeadsWriter {
    out: io::BufWriter<File>,
    half: PathBuf,
    path: PathBuf,
}

impl HeadsWriter {
    pub(super) fn write(&mut self, lines: &str) -> io::Result<()> {
        self.out.write_all(lines.as_bytes())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&self.half, &self.path)?;
        self.path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }
}

/// Reads a list of heads from its start.
pub struct HeadsReader {
    lines: BufReader<File>,
}

impl HeadsReader {
    /// The next line: its text with the end, and what it says (nothing if it is damaged). Nothing at the end.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn line(&mut self) -> io::Result<Option<(String, Option<HeadLine>)>> {
        let mut text = String::new();
        if self.lines.by_ref().take(4096).read_line(&mut text)? == 0 {
            return Ok(None);
        }
        let read = text.strip_suffix('\n').and_then(HeadLine::parse);
        Ok(Some((text, read)))
    }
}
