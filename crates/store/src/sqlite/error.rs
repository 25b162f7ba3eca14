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

/// Gives an error the port's form.
pub(crate) fn name(error: SqlError, doing: &'static str) -> StoreError {
    match error {
        SqlError::Store(error) => error,
        SqlError::Sql(rusqlite::Error::SqliteFailure(code, message))
            if code.code == ErrorCode::ConstraintViolation =>
        {
            StoreError::Constraint { doing, constraint: message.unwrap_or_else(|| code.to_string()) }
        }
        SqlError::Sql(
            error @ (rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..)),
        ) => StoreError::Damaged { what: error.to_string() },
        SqlError::Sql(rusqlite::Error::SqliteFailure(code, message))
            if matches!(code.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) =>
        {
            StoreError::Damaged { what: message.unwrap_or_else(|| code.to_string()) }
        }
        SqlError::Sql(error) => StoreError::Unavailable { doing, source: Box::new(error) },
    }
}
