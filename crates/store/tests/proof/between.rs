//! What another process does between two reads of one look-up.
use crate::support::market;
use async_trait::async_trait;
use engine::ports::vault::{
    Destruction, KeyState, Owner, PersonRow, SealedRow, VaultStore, VaultStoreError, WrappedKey,
};
use engine::vault::random::Seeded;
use engine::vault::{KeyBytes, Keys, PersonData, PersonState, Vault};
use resolution::id::MarketplaceId;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use store::LocalBlobs;
use testbed::Bed;

const WHO: &str = "buyer-1";

/// A store at which somebody else stores a person after the first read.
struct Between {
    store: Arc<dyn VaultStore>,
    other: Vault,
    done: AtomicBool,
}

impl Between {
    async fn then_the_other(&self) {
        if !self.done.swap(true, Ordering::SeqCst) {
            self.other.put_person(market(), WHO, PersonData::default()).await.expect("stored");
        }
    }
}

#[async_trait]
impl VaultStore for Between {
    async fn key(&self, owner: Owner) -> Result<KeyState, VaultStoreError> {
        let found = self.store.key(owner).await;
        self.then_the_other().await;
        found
    }

    async fn person(&self, owner: Owner) -> Result<Option<PersonRow>, VaultStoreError> {
        let found = self.store.person(owner).await;
        self.then_the_other().await;
        found
    }

    async fn add_key(&self, owner: Owner, key: WrappedKey) -> Result<KeyState, VaultStoreError> {
        self.store.add_key(owner, key).await
    }

    async fn put(&self, rows: Vec<SealedRow>, people: Vec<PersonRow>) -> Result<(), VaultStoreError> {
        self.store.put(rows, people).await
    }

    async fn row(
        &self,
        marketplace: MarketplaceId,
        digest: [u8; 32],
    ) -> Result<Option<SealedRow>, VaultStoreError> {
        self.store.row(marketplace, digest).await
    }

    async fn destroy(&self, destruction: Destruction) -> Result<(), VaultStoreError> {
        self.store.destroy(destruction).await
    }

    async fn repeat(&self) -> Result<(), VaultStoreError> {
        self.store.repeat().await
    }

    async fn destructions(&self) -> Result<Vec<Destruction>, VaultStoreError> {
        self.store.destructions().await
    }
}

fn over(bed: &Bed, store: Arc<dyn VaultStore>, seed: u64) -> Vault {
    let keys = Arc::new(Keys::new(&KeyBytes::generate(&Seeded::new(0))));
    let blobs = LocalBlobs::open(&bed.folder().join("blobs")).expect("folder opens");
    Vault::new(keys, Arc::new(Seeded::new(seed)), store, Arc::new(blobs))
}

#[tokio::test]
async fn a_person_who_is_stored_while_one_looks_is_not_taken_for_one_whose_key_is_lost() {
    let bed = Bed::make().await;
    let store = bed.vault().await;
    let other = over(&bed, Arc::clone(&store), 1);
    let between = Arc::new(Between { store, other, done: AtomicBool::new(false) });
    let vault = over(&bed, between, 2);
    let party = vault.pseudonym(market(), WHO);
    let seen = vault.person(market(), party).await.expect("nothing is missing");
    assert_eq!(seen, PersonState::Unknown, "not yet there when it was looked for");
    assert!(matches!(vault.person(market(), party).await, Ok(PersonState::Known(_))));
}
