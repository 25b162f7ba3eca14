//! What holds for PostgreSQL alone: several processes, a feed that none of them cuts short, tables that can be distributed.
mod feed;
mod processes;
mod schema;
mod start;

use testbed::TestDatabase;
use tokio_postgres::Client;

/// A database with the marketplaces of every case; nothing where there is no server.
async fn database() -> Option<TestDatabase> {
    let database = TestDatabase::make().await?;
    crate::fixtures::marketplaces(&database.store().await).await;
    Some(database)
}

/// Waits until so many statements of a database wait for a lock.
async fn waiting(raw: &Client, count: i64) {
    let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while raw.query_one(sql, &[]).await.expect("it is counted").get::<_, i64>(0) < count {
        tokio::task::yield_now().await;
    }
}
