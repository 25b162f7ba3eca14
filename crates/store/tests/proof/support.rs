//! A vault in a temporary folder, with repeatable randomness.
use engine::vault::random::Seeded;
use engine::vault::{KeyBytes, Keys, Vault};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use std::path::Path;
use std::sync::Arc;
use store::{DATABASE_FILE, LocalBlobs, SqliteVault, backup};

/// The same keys every time; `seed` makes the randomness of nonces and salts.
pub fn open(folder: &Path, seed: u64) -> Vault {
    let keys = Arc::new(Keys::new(&KeyBytes::generate(&Seeded::new(0))));
    let store = SqliteVault::open(&folder.join("vault.sqlite"), &folder.join("destroyed.jsonl"))
        .expect("vault opens");
    let blobs = LocalBlobs::open(&folder.join("blobs")).expect("folder opens");
    Vault::new(keys, Arc::new(Seeded::new(seed)), Arc::new(store), Arc::new(blobs))
}

pub fn market() -> MarketplaceId {
    MarketplaceId::of("test")
}

pub fn now() -> Timestamp {
    "2026-03-01T10:00:00Z".parse().expect("an instant")
}

pub fn files_below(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Copies the store's database of one folder over that of another, as it stands.
pub fn copy_database(from: &Path, to: &Path) {
    for name in ["recourse.sqlite", "recourse.sqlite-wal", "recourse.sqlite-shm"] {
        // Those beside it are not always there.
        let _gone = std::fs::remove_file(to.join(name));
    }
    backup::copy(&from.join(DATABASE_FILE), &to.join(DATABASE_FILE), &mut |_, _| {}).expect("copies");
}
