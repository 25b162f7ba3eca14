//! What a backup says of itself, signed by the installation, and the list of its files.
use super::files::{self, Copied};
use anyhow::{Context, Result, bail};
use engine::vault::Keys;
use engine::vault::keys::signed_by;
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

const FORM: &str = "recourse backup 1";
const MANIFEST: &str = "backup.json";
const SIGNATURE: &str = "backup.json.sig";
const LIST: &str = "files.sha256";

/// Whether the keys lie in a backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeysLie {
    /// In it: whoever has it can read everything.
    Inside,
    /// Elsewhere: without them it cannot be restored.
    Apart,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `recourse backup 1`.
    pub form: String,
    /// Wall time at which the copy began.
    pub at: Timestamp,
    /// The program that made it.
    pub program: String,
    /// Position of the newest record in it.
    pub position: u64,
    /// Records in it.
    pub records: u64,
    /// Orders and accounts in it.
    pub aggregates: u64,
    /// Number of the newest checkpoint in it.
    pub checkpoint: Option<u64>,
    /// The last change of its tables.
    pub change: String,
    /// Where the keys lie.
    pub keys: KeysLie,
    /// By this the three keys are recognised; it tells nothing of them.
    pub keys_fingerprint: String,
    /// The public key of its signature, 64 hexadecimal digits.
    pub public_key: String,
    /// How many files the list names.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// SHA-256 of the list, 64 hexadecimal digits.
    pub list: String,
}

/// By what the three keys of an installation are recognised.
pub fn fingerprint(keys: &Keys) -> String {
    let mut hash = Sha256::new();
    hash.update(keys.derived("fingerprint of a backup 1").as_slice());
    hash.update(keys.pseudonym(MarketplaceId::of("fingerprint"), "of a backup 1").0);
    hash.update(keys.public());
    hex::encode(&hash.finalize()[..16])
}

impl Manifest {
    /// Writes and signs it, as the last file of a backup.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn write(mut self, keys: &Keys, list: Listed, folder: &Path) -> Result<Self> {
        let Listed { out, files, bytes } = list;
        out.into_inner().context("the list of files could not be written")?;
        (self.files, self.bytes) = (files, bytes);
        self.list = hex::encode(files::seal(&folder.join(LIST), &mut |_| {})?.hash);
        FORM.clone_into(&mut self.form);
        let text = format!("{}\n", serde_json::to_string_pretty(&self)?);
        files::write(&folder.join(MANIFEST), text.as_bytes())?;
        let signature = hex::encode(keys.sign(text.as_bytes()));
        files::write(&folder.join(SIGNATURE), format!("{signature}\n").as_bytes())?;
        Ok(self)
    }

    /// Reads it, and holds its own signature and the list's hash against it.
    ///
    /// # Errors
    /// Where the folder is no backup, or one of the three files was changed.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(MANIFEST);
        let text = fs::read(&path).with_context(|| {
            format!(
                "{} is no backup: it has no {MANIFEST} (a backup that was broken off has none)",
                folder.display()
            )
        })?;
        let changed = |what: &str| {
            format!(
                "{what} of the backup {} was changed after it was made; take another backup",
                folder.display()
            )
        };
        let read: Self = serde_json::from_slice(&text).with_context(|| changed(MANIFEST))?;
        if read.form != FORM {
            bail!("{} was made in the form '{}'; use the program that made it", folder.display(), read.form);
        }
        let signature = fs::read_to_string(folder.join(SIGNATURE)).with_context(|| changed(SIGNATURE))?;
        let (mut public, mut signed) = ([0; 32], [0; 64]);
        let sound = hex::decode_to_slice(&read.public_key, &mut public).is_ok()
            && hex::decode_to_slice(signature.trim(), &mut signed).is_ok()
            && signed_by(&public, &text, &signed);
        if !sound {
            bail!(changed(MANIFEST));
        }
        let list = files::seal(&folder.join(LIST), &mut |_| {}).with_context(|| changed(LIST))?;
        if hex::encode(list.hash) != read.list {
            bail!(changed(LIST));
        }
        Ok(read)
    }

    /// Holds keys against it: they must be the installation's own.
    ///
    /// # Errors
    /// Where they are others.
    pub fn belongs_to(&self, keys: &Keys) -> Result<()> {
        if fingerprint(keys) == self.keys_fingerprint && hex::encode(keys.public()) == self.public_key {
            return Ok(());
        }
        bail!(
            "the keys are not those of the installation that made this backup: with them it cannot be read; name the \
             folder of the right ones with --keys"
        )
    }
}

/// The list of a backup's files under construction.
pub struct Listed {
    out: BufWriter<File>,
    files: u64,
    bytes: u64,
}

impl Listed {
    /// Begins it.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn begin(folder: &Path) -> Result<Self> {
        Ok(Self { out: BufWriter::new(File::create_new(folder.join(LIST))?), files: 0, bytes: 0 })
    }

    /// Adds a file.
    ///
    /// # Errors
    /// Where the disk refuses.
    pub fn add(&mut self, name: &str, copied: Copied) -> std::io::Result<()> {
        self.files = self.files.saturating_add(1);
        self.bytes = self.bytes.saturating_add(copied.bytes);
        writeln!(self.out, "{}  {name}", hex::encode(copied.hash))
    }
}

/// Reads the list: hash and name of each file. Call it after [`Manifest::read`], which holds the list to its hash.
///
/// # Errors
/// Where it cannot be read.
pub fn listed(folder: &Path) -> Result<impl Iterator<Item = Result<(String, String)>>> {
    let lines = BufReader::new(File::open(folder.join(LIST))?).lines();
    Ok(lines.map(|line| {
        let line = line?;
        let (hash, name) = line.split_once("  ").context("a line of the list of files is none")?;
        if !files::stays_below(name) {
            bail!("the list of files names '{name}', which does not lie in the backup");
        }
        Ok((hash.to_owned(), name.to_owned()))
    }))
}
