//! The sandbox gateway's own book: every key it ever took, once, so that "paid once" can be looked up afterwards. Several
//! processes may keep one book: each reads what the others wrote before it answers, and writes while it alone has the file.
use engine::ports::GatewayAnswer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What became of a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub(super) enum Outcome {
    /// The money left.
    Paid,
    /// The money left, and the gateway says first that it works on it.
    PaidSlowly,
    /// The money left, and the gateway never says so unless it is asked.
    PaidSilently,
    /// Refused for good.
    Refused {
        /// The gateway's code.
        code: String,
    },
}

/// Money that left, as the book has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paid {
    /// The key that it left under.
    pub key: String,
    /// `refund` or `payout`.
    pub kind: String,
    /// The marketplace's id.
    pub marketplace: String,
    /// The payment it went back to, or the seller it went to.
    pub to: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units, above zero.
    pub amount: i64,
}

/// One line of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    #[serde(flatten)]
    pub(super) paid: Paid,
    #[serde(flatten)]
    pub(super) outcome: Outcome,
}

/// The book cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The file cannot be read or written.
    #[error("the sandbox gateway's book {path} cannot be used; look at the disk and its rights", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// A line is not one of the book's.
    #[error("line {line} of the sandbox gateway's book {path} is not its own; restore it from a backup", path = path.display())]
    Line {
        /// Which file.
        path: PathBuf,
        /// Which line, from 1.
        line: usize,
        /// What is wrong with it.
        #[source]
        source: serde_json::Error,
    },
}

/// The book: in memory, and in a file where it has one.
#[derive(Debug, Default)]
pub struct Book {
    lines: BTreeMap<String, Line>,
    file: Option<OnDisk>,
}

/// The file, and how much of it is in the book.
#[derive(Debug)]
struct OnDisk {
    path: PathBuf,
    file: File,
    bytes: u64,
    lines: usize,
}

/// The file, while this process alone has it.
struct Locked<'a>(&'a File);

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        // Closing the file would give it back, too.
        let _given_back = self.0.unlock();
    }
}

impl OnDisk {
    fn failed(&self, source: io::Error) -> BookError {
        BookError::File { path: self.path.clone(), source }
    }

    /// What was written since the last time. A last line without an end was never answered for: it is cut. Only while
    /// this process alone has the file.
    fn news(&mut self) -> Result<Vec<Line>, BookError> {
        let length = self.file.metadata().map_err(|source| self.failed(source))?.len();
        if length == self.bytes {
            return Ok(Vec::new());
        }
        let mut text = Vec::new();
        let read = self.file.seek(SeekFrom::Start(self.bytes)).and_then(|_| self.file.read_to_end(&mut text));
        read.map_err(|source| self.failed(source))?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let mut news = Vec::new();
        for line in text[..whole].split_inclusive(|byte| *byte == b'\n') {
            self.lines += 1;
            let (path, number) = (&self.path, self.lines);
            let read = serde_json::from_slice(line);
            news.push(read.map_err(|source| BookError::Line { path: path.clone(), line: number, source })?);
        }
        self.bytes += u64::try_from(whole).unwrap_or(0);
        if whole < text.len() {
            self.file.set_len(self.bytes).map_err(|source| self.failed(source))?;
        }
        Ok(news)
    }

    /// Appends a line durably. Only while this process alone has the file.
    fn append(&mut self, line: &Line) -> Result<(), BookError> {
        let mut text = serde_json::to_vec(line).map_err(|error| self.failed(error.into()))?;
        text.push(b'\n');
        let written = self.file.seek(SeekFrom::Start(self.bytes)).and_then(|_| self.file.write_all(&text));
        written.and_then(|()| self.file.sync_data()).map_err(|source| self.failed(source))?;
        self.bytes += u64::try_from(text.len()).unwrap_or(0);
        self.lines += 1;
        Ok(())
    }
}

impl Book {
    /// A book without a file.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::default()
    }

    /// Opens or begins the book in a file of JSON lines. A last line without an end was never answered for: it is cut.
    ///
    /// # Errors
    /// [`BookError`] where the file cannot be used or is not the book's.
    pub fn open(path: &Path) -> Result<Self, BookError> {
        let failed = |source| BookError::File { path: path.to_owned(), source };
        let mut options = OpenOptions::new();
        let file = options.create(true).truncate(false).read(true).write(true).open(path).map_err(failed)?;
        let file = OnDisk { path: path.to_owned(), file, bytes: 0, lines: 0 };
        let mut book = Self { lines: BTreeMap::new(), file: Some(file) };
        book.alone(|_| Ok(()))?;
        Ok(book)
    }

    /// Does something with the book as it is in the file now, which nobody else changes meanwhile.
    fn alone<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, BookError>) -> Result<T, BookError> {
        let Some(on_disk) = &mut self.file else { return work(self) };
        let handle = on_disk.file.try_clone().map_err(|source| on_disk.failed(source))?;
        handle.lock().map_err(|source| on_disk.failed(source))?;
        let _locked = Locked(&handle);
        for line in on_disk.news()? {
            self.lines.entry(line.paid.key.clone()).or_insert(line);
        }
        work(self)
    }

    /// Money that left, by key.
    #[must_use]
    pub fn paid(&self) -> Vec<Paid> {
        let left = self.lines.values().filter(|line| !matches!(line.outcome, Outcome::Refused { .. }));
        left.map(|line| line.paid.clone()).collect()
    }

    /// What became of a key.
    pub(super) fn get(&mut self, key: &str) -> Result<Option<Line>, BookError> {
        self.alone(|book| Ok(book.lines.get(key).cloned()))
    }

    /// Takes a key for ever, durably where the book has a file; a key that is there keeps its line.
    pub(super) fn take(&mut self, line: Line) -> Result<Line, BookError> {
        self.alone(|book| {
            if let Some(there) = book.lines.get(&line.paid.key) {
                return Ok(there.clone());
            }
            if let Some(on_disk) = &mut book.file {
                on_disk.append(&line)?;
            }
            book.lines.insert(line.paid.key.clone(), line.clone());
            Ok(line)
        })
    }
}

impl Line {
    /// What the gateway answers to the request itself.
    pub(super) fn answer(&self, reference: String) -> GatewayAnswer {
        match &self.outcome {
            Outcome::Paid => GatewayAnswer::Confirmed { reference },
            Outcome::PaidSlowly => GatewayAnswer::Sent { reference },
            Outcome::PaidSilently => GatewayAnswer::Unknown,
            Outcome::Refused { code } => GatewayAnswer::Refused { code: code.clone() },
        }
    }

    /// What the gateway answers to a look-up.
    pub(super) fn found(&self, reference: String) -> GatewayAnswer {
        match &self.outcome {
            Outcome::Refused { code } => GatewayAnswer::Refused { code: code.clone() },
            Outcome::Paid | Outcome::PaidSlowly | Outcome::PaidSilently => {
                GatewayAnswer::Confirmed { reference }
            }
        }
    }
}
