//! Keeping data: a backup while the server runs, and the way back from it.
//!
//! A backup is a directory:
//!
//! ```text
//! BACKUP/backup.json        what it holds: position, checkpoint, keys, and the hash of the list of files
//! BACKUP/backup.json.sig    ed25519 over its bytes by the installation's key, 128 hexadecimal digits
//! BACKUP/files.sha256       every other file: `sha256sum --check files.sha256` holds them against it
//! BACKUP/recourse.sqlite …  the files of the data directory, under their own names
//! ```
//!
//! It is complete or it is not there: it is made under another name, brought to the disk, and named last.
pub mod accept;
pub mod database;
mod files;
mod lost;
mod manifest;
mod progress;
pub mod restore;
pub mod take;
mod unfinished;

/// The backups that were made, a line each, in the data directory. The server looks at it and signs a checkpoint.
pub const BACKUPS_FILE: &str = "backups.jsonl";
