//! A small pool of reading connections.
use super::error::{SqlError, SqlResult};
use engine::ports::StoreError;
use rusqlite::{Connection, Transaction};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;

/// The pool.
pub(crate) struct Readers {
    idle: Arc<Mutex<Vec<Connection>>>,
    places: Arc<Semaphore>,
}

impl Readers {
    /// A pool of these connections.
    pub(crate) fn of(connections: Vec<Connection>) -> Self {
        let places = Arc::new(Semaphore::new(connections.len()));
        Self { idle: Arc::new(Mutex::new(connections)), places }
    }

    /// Runs `work` on an idle connection, in a transaction so that all its statements see the same data.
    pub(crate) async fn run<T, F>(&self, work: F) -> SqlResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> SqlResult<T> + Send + 'static,
    {
        let closed = || SqlError::Store(StoreError::Closed);
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| closed())?;
        let idle = Arc::clone(&self.idle);
        let job = move || {
            let taken = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut connection = taken.ok_or(SqlError::Store(StoreError::Closed))?;
            let result = view(&mut connection, work);
            idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
            drop(place);
            result
        };
        tokio::task::spawn_blocking(job).await.map_err(|_| closed())?
    }
}

fn view<T>(connection: &mut Connection, work: impl FnOnce(&Transaction<'_>) -> SqlResult<T>) -> SqlResult<T> {
    // It ends by being undone, of which there is nothing: SQLite does not commit where a page that was read is damaged.
    let transaction = connection.transaction()?;
    work(&transaction)
}
