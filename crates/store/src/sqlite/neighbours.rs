//! One process has a SQLite store: there are no neighbours.
use super::SqliteStore;
use engine::ports::Neighbours;

impl Neighbours for SqliteStore {}
