//! A vault in a bed of its own, with repeatable randomness.
use engine::vault::random::Seeded;
use engine::vault::{KeyBytes, Keys, Vault};
use jiff::Timestamp;
use resolution::id::MarketplaceId;
use std::path::Path;
use std::sync::Arc;
use store::LocalBlobs;
use testbed::Bed;

/// The same keys every time; `seed` makes the randomness of nonces and salts.
pub async fn open(bed: &Bed, seed: u64) -> Vault {
    let keys = Arc::new(Keys::new(&KeyBytes::generate(&Seeded::new(0))));
    let blobs = LocalBlobs::open(&bed.folder().join("blobs")).expect("folder opens");
    Vault::new(keys, Arc::new(Seeded::new(seed)), bed.vault().await, Arc::new(blobs))
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
