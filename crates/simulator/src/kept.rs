//! Seeds that failed once. Each is kept as a file and played again by the tests for ever.
use crate::plan::Plan;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A seed with what it found.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Kept {
    /// What was wrong when it was kept.
    pub why: String,
    /// What is played.
    #[serde(flatten)]
    pub plan: Plan,
    /// Processes over one store: 1 or 2.
    #[serde(default = "one")]
    pub processes: u8,
}

const fn one() -> u8 {
    1
}

/// Why a kept seed cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The folder or a file.
    #[error("{path} cannot be read", path = path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Its content.
    #[error("{path} is no kept seed; write why, seed, orders, days and faults", path = path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<toml::de::Error>,
    },
}

/// Every kept seed of a folder, by file name.
///
/// # Errors
/// [`KeptError`] for the first that cannot be read.
pub fn kept(folder: &Path) -> Result<Vec<(String, Kept)>, KeptError> {
    let file = |path: &Path, source| KeptError::File { path: path.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|source| file(folder, source))? {
        let path = entry.map_err(|source| file(folder, source))?.path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(|source| file(&path, source))?;
        let kept = toml::from_str(&text)
            .map_err(|source| KeptError::Form { path: path.clone(), source: Box::new(source) })?;
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        found.push((name, kept));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}
