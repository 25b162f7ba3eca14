//! What every store must do, written against the ports. A second store joins by a line in `stores!`.
mod fixtures;
mod inbox;
mod journal;
mod keys;
mod ledger;
mod lists;
mod outbox;
mod registry;
mod sqlite_only;

use engine::ports::Store;
use std::sync::Arc;

/// A store under test with whatever must live as long as it.
pub struct Under {
    /// The store.
    pub store: Arc<dyn Store>,
    _directory: Option<tempfile::TempDir>,
}

async fn sqlite() -> Under {
    let directory = tempfile::tempdir().expect("a directory");
    let store = store::SqliteStore::open(directory.path()).expect("it opens");
    Under { store: Arc::new(store), _directory: Some(directory) }
}

async fn memory() -> Under {
    Under { store: Arc::new(store::MemoryStore::new()), _directory: None }
}

/// Makes a test of each case for each store.
#[macro_export]
macro_rules! cases {
    ($($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $case() {
                let under = $crate::sqlite().await;
                super::$case(under.store.as_ref()).await;
            })+
        }
        mod on_memory {
            $(#[tokio::test]
            async fn $case() {
                let under = $crate::memory().await;
                super::$case(under.store.as_ref()).await;
            })+
        }
    };
}
