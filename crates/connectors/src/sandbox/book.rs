//! The sandbox gateway's own book: every key it ever took, once, so that "paid once" can be looked up afterwards.
use engine::ports::GatewayAnswer;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
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
    file: Option<(PathBuf, File)>,
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
        let mut lines = BTreeMap::new();
        let (mut reader, mut text, mut whole, mut number) = (BufReader::new(&file), String::new(), 0, 0);
        while reader.read_line(&mut text).map_err(failed)? > 0 {
            number += 1;
            if !text.ends_with('\n') {
                break;
            }
            let line: Line = serde_json::from_str(&text).map_err(|source| BookError::Line {
                path: path.to_owned(),
                line: number,
                source,
            })?;
            lines.insert(line.paid.key.clone(), line);
            whole += u64::try_from(text.len()).unwrap_or(0);
            text.clear();
        }
        drop(reader);
        file.set_len(whole).map_err(failed)?;
        let file = OpenOptions::new().append(true).open(path).map_err(failed)?;
        Ok(Self { lines, file: Some((path.to_owned(), file)) })
    }

    /// Money that left, by key.
    #[must_use]
    pub fn paid(&self) -> Vec<Paid> {
        let left = self.lines.values().filter(|line| !matches!(line.outcome, Outcome::Refused { .. }));
        left.map(|line| line.paid.clone()).collect()
    }

    pub(super) fn get(&self, key: &str) -> Option<&Line> {
        self.lines.get(key)
    }

    /// Takes a key for ever, durably where the book has a file; a key that is there keeps its line.
    pub(super) fn take(&mut self, line: Line) -> Result<&Line, BookError> {
        let key = line.paid.key.clone();
        if !self.lines.contains_key(&key)
            && let Some((path, file)) = &mut self.file
        {
            let failed = |source| BookError::File { path: path.clone(), source };
            let mut text = serde_json::to_vec(&line).map_err(|error| failed(error.into()))?;
            text.push(b'\n');
            file.write_all(&text).and_then(|()| file.sync_data()).map_err(failed)?;
        }
        Ok(self.lines.entry(key).or_insert(line))
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
