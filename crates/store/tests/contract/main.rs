//! What every store must do, written against the ports. A further store joins by a module in `cases!`.
mod fixtures;
mod inbox;
mod journal;
mod keys;
mod ledger;
mod lists;
mod outbox;
mod postgres_only;
mod registry;
mod sqlite_only;
mod together;

use engine::ports::Store;
use std::sync::Arc;
use testbed::TestDatabase;

/// A store under test with whatever must live as long as it.
pub struct Under {
    /// The store.
    pub store: Arc<dyn Store>,
    _directory: Option<tempfile::TempDir>,
    _database: Option<TestDatabase>,
}

async fn sqlite() -> Under {
    let directory = tempfile::tempdir().expect("a directory");
    let store = store::SqliteStore::open(directory.path()).expect("it opens");
    Under { store: Arc::new(store), _directory: Some(directory), _database: None }
}

async fn memory() -> Under {
    Under { store: Arc::new(store::MemoryStore::new()), _directory: None, _database: None }
}

async fn postgres() -> Option<Under> {
    let database = TestDatabase::make().await?;
    let store = database.store().await;
    Some(Under { store: Arc::new(store), _directory: None, _database: Some(database) })
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
        mod on_postgres {
            $(#[tokio::test]
            async fn $case() {
                if let Some(under) = $crate::postgres().await {
                    super::$case(under.store.as_ref()).await;
                }
            })+
        }
    };
}
