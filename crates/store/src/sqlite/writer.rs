//! The one thread that writes.
use super::error::{SqlError, SqlResult};
use engine::ports::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::mpsc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// Handle of the writer thread; dropping it waits until everything accepted is written and the file is closed.
pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread, which owns the connection.
    pub(crate) fn start(mut connection: Connection) -> std::io::Result<Self> {
        let (jobs, todo) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new().name("sqlite-writer".to_owned()).spawn(move || {
            while let Ok(job) = todo.recv() {
                job(&mut connection);
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `work` in a transaction.
    pub(crate) async fn run<T, F>(&self, work: F) -> SqlResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> SqlResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            // The asker may have gone away: what was accepted is written all the same.
            let _gone = answer.send(in_transaction(connection, work));
        });
        let jobs = self.jobs.as_ref().ok_or(SqlError::Store(StoreError::Closed))?;
        jobs.send(job).map_err(|_| SqlError::Store(StoreError::Closed))?;
        answered.await.map_err(|_| SqlError::Store(StoreError::Closed))?
    }
}

fn in_transaction<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> SqlResult<T>,
) -> SqlResult<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = work(&transaction)?;
    transaction.commit()?;
    Ok(done)
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panicked writer has reported itself already; here it only has to be over.
            let _panicked = thread.join();
        }
    }
}
