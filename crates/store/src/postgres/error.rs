//! From PostgreSQL's errors to the port's.
use deadpool_postgres::{HookError, PoolError, TimeoutType};
use engine::ports::StoreError;
use std::io;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

/// Inside the store: an error of PostgreSQL or of the pool, or one of the port already.
#[derive(Debug)]
pub(crate) enum PgError {
    /// PostgreSQL's, or the connection's.
    Postgres(Error),
    /// No connection could be had.
    Pool(PoolError),
    /// Nothing was answered in time.
    Silent,
    /// The port's.
    Store(StoreError),
}

/// A result inside the store.
pub(crate) type PgResult<T> = Result<T, PgError>;

impl From<Error> for PgError {
    fn from(error: Error) -> Self {
        Self::Postgres(error)
    }
}

impl From<PoolError> for PgError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) | PoolError::PostCreateHook(HookError::Backend(error)) => {
                Self::Postgres(error)
            }
            other => Self::Pool(other),
        }
    }
}

impl From<StoreError> for PgError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Stored data that is not what it should be.
pub(crate) fn damaged(what: impl Into<String>) -> PgError {
    PgError::Store(StoreError::Damaged { what: what.into() })
}

/// Whether the same transaction may succeed if it is simply done again: it met another one half-way.
pub(crate) fn met_another(error: &PgError) -> bool {
    let PgError::Postgres(error) = error else { return false };
    error.code().is_some_and(|code| {
        *code == SqlState::T_R_DEADLOCK_DETECTED || *code == SqlState::T_R_SERIALIZATION_FAILURE
    })
}

/// Whether it says that the server is gone, going, or no longer the one to write to: connections to it are of no use.
pub(crate) fn gone(error: &PgError) -> bool {
    match error {
        PgError::Postgres(error) => match error.code() {
            // Of the last class only what ends every session: a cancelled statement is not one.
            Some(code) => matches!(
                code.code(),
                "25006" | "08000" | "08001" | "08003" | "08004" | "08006" | "57P01" | "57P02" | "57P03"
            ),
            None => {
                error.is_closed()
                    || std::error::Error::source(error).is_some_and(|source| source.is::<io::Error>())
            }
        },
        PgError::Pool(PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)) | PgError::Silent => {
            true
        }
        PgError::Pool(_) | PgError::Store(_) => false,
    }
}

/// Gives an error the port's form. A connection that broke, a server that stops or is out of room are
/// [`StoreError::Unavailable`]; if it broke during a commit, whether that was carried out is not known.
pub(crate) fn name(error: PgError, doing: &'static str) -> StoreError {
    match error {
        PgError::Store(error) => error,
        PgError::Pool(error) => StoreError::Unavailable { doing, source: Box::new(error) },
        PgError::Silent => {
            StoreError::Unavailable { doing, source: "the database did not answer in time".into() }
        }
        PgError::Postgres(error) => match error.as_db_error().map(|db| (class(db.code()), db)) {
            // A value that no row can hold is refused like one that none may hold: it must not stop others.
            Some(("23" | "22", db)) => StoreError::Constraint { doing, constraint: constraint(db) },
            Some(("XX", db)) if *db.code() != SqlState::INTERNAL_ERROR => {
                StoreError::Damaged { what: db.message().to_owned() }
            }
            _ => StoreError::Unavailable { doing, source: Box::new(error) },
        },
    }
}

fn class(code: &SqlState) -> &str {
    code.code().get(..2).unwrap_or_default()
}

/// The constraint by name, or where it has none, of which column and of what kind the mistake is. What PostgreSQL says of it
/// in words may repeat the value, and this comes into the log.
fn constraint(db: &DbError) -> String {
    match (db.constraint(), db.table(), db.column()) {
        (Some(name), _, _) => name.to_owned(),
        (None, Some(table), Some(column)) => format!("{table}.{column}: error {}", db.code().code()),
        _ => format!("error {}", db.code().code()),
    }
}
