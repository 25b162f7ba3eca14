//! The one thread that writes.
//!
//! What waits together is written in one transaction, so that one wait for the disk serves all of it; each asker's part is
//! undone by itself where it fails. What a lane asks before it decides is answered on the same connection, whose cache is
//! warm: a reading connection forgets its own after every commit.
use super::error::{SqlError, SqlResult};
use engine::ports::StoreError;
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::sync::mpsc;
use std::thread::JoinHandle;
use tokio::sync::oneshot;

/// Askers in one transaction, at most.
const AT_ONCE: usize = 64;

/// Says to the asker what became of the transaction.
type Say = Box<dyn FnOnce(SqlResult<()>) + Send>;
/// Work inside the transaction. Where it gives nothing, it failed, has said so, and is undone.
type Work = Box<dyn FnOnce(&Transaction<'_>) -> Option<Say> + Send>;
/// A question.
type Look = Box<dyn FnOnce(&Connection) + Send>;

enum Job {
    Write(Work),
    Look(Look),
}

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
            while let Ok(first) = todo.recv() {
                let mut waiting = Vec::new();
                let mut next = Some(first);
                while let Some(job) = next.take() {
                    match job {
                        Job::Look(look) => look(&connection),
                        Job::Write(work) => waiting.push(work),
                    }
                    if waiting.len() < AT_ONCE {
                        next = todo.try_recv().ok();
                    }
                }
                if !waiting.is_empty() {
                    write(&mut connection, waiting);
                }
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs `work` in a transaction, perhaps together with others'. It is durable when this returns.
    pub(crate) async fn run<T, F>(&self, work: F) -> SqlResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Transaction<'_>) -> SqlResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        // The asker may have gone away: what was accepted is written all the same.
        let work: Work = Box::new(move |transaction| match work(transaction) {
            Ok(done) => Some(Box::new(move |durable| {
                let _gone = answer.send(durable.map(|()| done));
            })),
            Err(error) => {
                let _gone = answer.send(Err(error));
                None
            }
        });
        self.send(Job::Write(work))?;
        answered.await.map_err(|_| SqlError::Store(given_up()))?
    }

    /// Reads what is committed, on the connection that writes.
    pub(crate) async fn look<T, F>(&self, question: F) -> SqlResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection) -> SqlResult<T> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        self.send(Job::Look(Box::new(move |connection| {
            // One transaction, so that each statement need not begin its own. It ends by being undone, of which there is
            // nothing: SQLite does not commit where a page that was read is damaged.
            let found = match connection.unchecked_transaction() {
                Ok(transaction) => question(&transaction),
                Err(error) => Err(error.into()),
            };
            let _gone = answer.send(found);
        })))?;
        answered.await.map_err(|_| SqlError::Store(StoreError::Closed))?
    }

    fn send(&self, job: Job) -> SqlResult<()> {
        let jobs = self.jobs.as_ref().ok_or(SqlError::Store(StoreError::Closed))?;
        jobs.send(job).map_err(|_| SqlError::Store(StoreError::Closed))
    }
}

/// Writes all of it in one transaction, and says to each asker what became of it.
fn write(connection: &mut Connection, waiting: Vec<Work>) {
    let mut says = Vec::with_capacity(waiting.len());
    let alone = waiting.len() == 1;
    let written = (|| {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for work in waiting {
            if alone {
                let Some(say) = work(&transaction) else { return transaction.rollback() };
                says.push(say);
            } else if let Some(say) = part(&transaction, work)? {
                says.push(say);
            }
        }
        transaction.commit()
    })();
    match written {
        Ok(()) => says.into_iter().for_each(|say| say(Ok(()))),
        Err(error) => says.into_iter().for_each(|say| say(Err(same(&error).into()))),
    }
}

/// For those whose turn did not come: what was written with them failed so that nothing more could be.
fn given_up() -> StoreError {
    let source = "what was to be written in the same transaction failed, or the writer has ended".into();
    StoreError::Unavailable { doing: "write", source }
}

/// One asker's part of a transaction, undone by itself where it fails.
fn part(transaction: &Transaction<'_>, work: Work) -> rusqlite::Result<Option<Say>> {
    transaction.execute_batch("SAVEPOINT part")?;
    let say = work(transaction);
    transaction.execute_batch(if say.is_some() {
        "RELEASE part"
    } else {
        "ROLLBACK TO part; RELEASE part"
    })?;
    Ok(say)
}

/// The same error for another asker.
fn same(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, words) => rusqlite::Error::SqliteFailure(*code, words.clone()),
        other => {
            let unknown = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_ERROR);
            rusqlite::Error::SqliteFailure(unknown, Some(other.to_string()))
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    /// A writer whose thread stands still until the answer is sent to.
    fn held(folder: &std::path::Path) -> (Writer, mpsc::Sender<()>) {
        let connection = Connection::open(folder.join("a.sqlite")).expect("it opens");
        connection.execute_batch("CREATE TABLE a (n INTEGER NOT NULL UNIQUE)").expect("it is made");
        let writer = Writer::start(connection).expect("it starts");
        let (go, wait) = channel::<()>();
        let stand = Job::Look(Box::new(move |_| {
            let _go = wait.recv();
        }));
        writer.send(stand).expect("it is taken");
        (writer, go)
    }

    fn insert(n: i64) -> impl FnOnce(&Transaction<'_>) -> SqlResult<()> + Send + 'static {
        move |transaction| {
            transaction.execute("INSERT INTO a VALUES (?1)", [n])?;
            Ok(())
        }
    }

    #[tokio::test]
    async fn of_those_written_together_only_the_one_that_fails_is_undone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (writer, go) = held(folder.path());
        let half = |transaction: &Transaction<'_>| {
            insert(3)(transaction)?;
            insert(1)(transaction)
        };
        let (one, two, three, go) =
            futures::join!(writer.run(insert(1)), writer.run(half), writer.run(insert(2)), async {
                go.send(())
            });
        go.expect("it waits");
        assert!(one.is_ok() && two.is_err() && three.is_ok());
        let kept = writer.look(|connection| {
            let mut rows = connection.prepare("SELECT n FROM a ORDER BY n")?;
            let kept = rows.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
            Ok(kept)
        });
        assert_eq!(kept.await.expect("it is read"), [1, 2]);
    }

    #[tokio::test]
    async fn one_that_fails_alone_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let (writer, go) = held(folder.path());
        go.send(()).expect("it waits");
        let both = writer.run(|transaction| {
            insert(1)(transaction)?;
            insert(1)(transaction)
        });
        assert!(both.await.is_err());
        let count = writer.look(|connection| {
            Ok(connection.query_row("SELECT count(*) FROM a", [], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(count.await.expect("it is read"), 0_i64);
    }
}
