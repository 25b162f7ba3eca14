//! A row on its way, and the sum by which the rows of a table are compared without keeping them.
use bytes::{BufMut, BytesMut};
use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use sha2::{Digest, Sha256};
use std::error::Error;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

/// A column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Nothing.
    Null,
    /// A number, small or large, or a truth as 0 or 1.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A row: its columns in the order of its table.
pub(super) type Row = Vec<Value>;

/// How many rows, and the sum of their SHA-256: the same for the same rows in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowSum {
    /// Rows.
    pub(super) rows: u64,
    sum: [u64; 4],
}

impl RowSum {
    /// Adds a row.
    pub(super) fn add(&mut self, row: &Row) {
        let mut hash = Sha256::new();
        for value in row {
            let (mark, bytes): (u8, &[u8]) = match value {
                Value::Null => (0, &[]),
                Value::Int(number) => (1, &number.to_be_bytes()),
                Value::Text(text) => (2, text.as_bytes()),
                Value::Bytes(bytes) => (3, bytes),
            };
            hash.update([mark]);
            hash.update(bytes.len().to_be_bytes());
            hash.update(bytes);
        }
        let hash: [u8; 32] = hash.finalize().into();
        for (sum, part) in self.sum.iter_mut().zip(hash.chunks_exact(8)) {
            let part = part.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
            *sum = sum.wrapping_add(part);
        }
        self.rows += 1;
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::Owned(SqliteValue::Null),
            Self::Int(number) => ToSqlOutput::Owned(SqliteValue::Integer(*number)),
            Self::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Self::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

impl rusqlite::types::FromSql for Value {
    fn column_result(value: ValueRef<'_>) -> rusqlite::types::FromSqlResult<Self> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Integer(number) => Self::Int(number),
            ValueRef::Text(_) => Self::Text(value.as_str()?.to_owned()),
            ValueRef::Blob(bytes) => Self::Bytes(bytes.to_owned()),
            ValueRef::Real(_) => return Err(rusqlite::types::FromSqlError::InvalidType),
        })
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => return Ok(IsNull::Yes),
            Self::Int(number) if *ty == Type::INT8 => out.put_i64(*number),
            Self::Int(number) if *ty == Type::INT2 => out.put_i16(i16::try_from(*number)?),
            Self::Int(number) if *ty == Type::BOOL => out.put_u8(u8::try_from(*number)?),
            Self::Text(text) if *ty == Type::TEXT => out.put_slice(text.as_bytes()),
            Self::Bytes(bytes) if *ty == Type::BYTEA => out.put_slice(bytes),
            other => return Err(format!("{other:?} does not fit a column of type {ty}").into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        [Type::INT8, Type::INT2, Type::BOOL, Type::TEXT, Type::BYTEA].contains(ty)
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[Row]) -> RowSum {
        let mut digest = RowSum::default();
        rows.iter().for_each(|row| digest.add(row));
        digest
    }

    #[test]
    fn the_same_rows_in_another_order_are_the_same_and_nothing_else_is() {
        let (a, b) = (vec![Value::Int(1), Value::Text("x".into())], vec![Value::Int(2), Value::Null]);
        assert_eq!(digest(&[a.clone(), b.clone()]), digest(&[b.clone(), a.clone()]));
        assert_ne!(digest(std::slice::from_ref(&a)), digest(&[a.clone(), a.clone()]));
        assert_ne!(digest(&[a.clone(), a.clone()]), digest(&[b.clone(), b.clone()]));
        let shifted = vec![Value::Int(1), Value::Bytes(b"x".to_vec())];
        assert_ne!(digest(&[a]), digest(&[shifted]), "text is not bytes");
        let (one, two) = (vec![Value::Text("ab".into()), Value::Text("c".into())], ["a", "bc"]);
        let two = two.map(|text| Value::Text(text.into())).to_vec();
        assert_ne!(digest(&[one]), digest(&[two]), "columns have ends");
    }
}
