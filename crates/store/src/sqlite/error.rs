//! From SQLite's errors to the port's.
use engine::ports::StoreError;
use rusqlite::ErrorCode;

/// Inside the store: an error of SQLite, or one of the port already.
#[derive(Debug)]
pub(crate) enum SqlError {
    /// SQLite's.
    Sql(rusqlite::Error),
    /// The port's.
    Store(StoreError),
}

/// A result inside the store.
pub(crate) type SqlResult<T> = Result<T, SqlError>;

impl From<rusqlite::Error> for SqlError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<StoreError> for SqlError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Stored data that is not what it should be.
pub(crate) fn damaged(what: impl Into<String>) -> SqlError {
    SqlError::Store(StoreError::Damaged { what: what.into() })
}

/// Gives an error the port's form. A disk that is full, read only, or fails is [`StoreError::Unavailable`]: it says nothing
/// about what was to be written, and the same may succeed later.
pub(crate) fn name(error: SqlError, doing: &'static str) -> StoreError {
    use rusqlite::Error::{FromSqlConversionFailure, InvalidColumnType, SqliteFailure};
    match error {
        SqlError::Store(error) => error,
        SqlError::Sql(error @ (InvalidColumnType(..) | FromSqlConversionFailure(..))) => {
            StoreError::Damaged { what: error.to_string() }
        }
        SqlError::Sql(SqliteFailure(code, message)) => {
            let said = || message.clone().unwrap_or_else(|| code.to_string());
            match code.code {
                // A value that no row can hold is refused like one that none may hold: it must not stop others.
                ErrorCode::ConstraintViolation | ErrorCode::TooBig => {
                    StoreError::Constraint { doing, constraint: said() }
                }
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged { what: said() },
                _ => StoreError::Unavailable { doing, source: Box::new(SqliteFailure(code, message)) },
            }
        }
        SqlError::Sql(error) => StoreError::Unavailable { doing, source: Box::new(error) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn what_the_disk_does_is_never_taken_for_the_fault_of_a_row() {
        let named = |code| {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            match name(error.into(), "write") {
                StoreError::Unavailable { .. } => "unavailable",
                StoreError::Constraint { .. } => "constraint",
                StoreError::Damaged { .. } => "damaged",
                other => panic!("{code}: {other}"),
            }
        };
        let away = [
            ffi::SQLITE_FULL,
            ffi::SQLITE_IOERR,
            ffi::SQLITE_IOERR_WRITE,
            ffi::SQLITE_IOERR_FSYNC,
            ffi::SQLITE_IOERR_SHMSIZE,
            ffi::SQLITE_READONLY,
            ffi::SQLITE_READONLY_DBMOVED,
            ffi::SQLITE_CANTOPEN,
            ffi::SQLITE_PERM,
            ffi::SQLITE_BUSY,
            ffi::SQLITE_NOMEM,
            ffi::SQLITE_INTERRUPT,
        ];
        for code in away {
            assert_eq!(named(code), "unavailable", "{code}");
        }
        for code in [ffi::SQLITE_CORRUPT, ffi::SQLITE_CORRUPT_INDEX, ffi::SQLITE_NOTADB] {
            assert_eq!(named(code), "damaged", "{code}");
        }
        for code in [ffi::SQLITE_CONSTRAINT_CHECK, ffi::SQLITE_CONSTRAINT_UNIQUE, ffi::SQLITE_TOOBIG] {
            assert_eq!(named(code), "constraint", "{code}");
        }
    }
}
