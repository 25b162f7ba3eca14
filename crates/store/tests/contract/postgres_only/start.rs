//! Opening: several processes at once, newer and changed databases, addresses that cannot be used.
use crate::fixtures::{live, marketplaces, order, write, written};
use store::{OpenError, PostgresSettings, PostgresStore};
use testbed::TestDatabase;

const FEW: PostgresSettings = PostgresSettings { readers: 2, writers: 2 };

#[tokio::test]
async fn processes_that_start_at_once_make_the_tables_once() {
    let Some(database) = TestDatabase::bare().await else { return };
    let url = database.url();
    let opened = futures::future::join_all((0..6).map(|_| PostgresStore::open(&url, FEW))).await;
    for store in opened {
        let store = store.expect("it opens");
        marketplaces(&store).await;
    }
    let raw = database.raw().await;
    let twice = "SELECT count(*) - count(DISTINCT name) FROM migration";
    assert_eq!(raw.query_one(twice, &[]).await.expect("it is counted").get::<_, i64>(0), 0);
    let store = PostgresStore::open(&url, FEW).await.expect("it opens again");
    written(&store, vec![write(live(), order(1), 0, &["a"])]).await;
}

#[tokio::test]
async fn a_database_of_a_newer_or_another_program_is_left_alone() {
    let Some(database) = TestDatabase::make().await else { return };
    let raw = database.raw().await;
    raw.batch_execute("INSERT INTO migration (name, sql) VALUES ('9999_future', '')")
        .await
        .expect("it is added");
    let Err(newer) = PostgresStore::open(&database.url(), FEW).await else { panic!("it is newer") };
    assert!(matches!(newer, OpenError::Newer { .. }) && newer.to_string().contains("9999_future"), "{newer}");
    raw.batch_execute(
        "DELETE FROM migration WHERE name = '9999_future'; UPDATE migration SET sql = '' WHERE no = 1",
    )
    .await
    .expect("it is changed");
    let Err(differs) = PostgresStore::open(&database.url(), FEW).await else { panic!("it differs") };
    assert!(matches!(differs, OpenError::Differs { .. }) && differs.to_string().contains("0001_journal"));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_told() {
    let Some(database) = TestDatabase::bare().await else { return };
    let nowhere = format!("{}_nowhere", database.url());
    let Err(missing) = PostgresStore::open(&nowhere, FEW).await else { panic!("it is not there") };
    assert!(matches!(missing, OpenError::Unreachable { .. }), "{missing:?}");
    let Err(wrong) = PostgresStore::open("postgres://", FEW).await else { panic!("it is no address") };
    assert!(!wrong.to_string().is_empty());
}

#[tokio::test]
async fn a_database_of_another_encoding_is_refused() {
    let Some(database) = TestDatabase::bare().await else { return };
    let raw = database.raw().await;
    let name: String = raw.query_one("SELECT current_database()::text", &[]).await.expect("named").get(0);
    let other = format!("{name}_latin");
    raw.batch_execute(&format!(
        "CREATE DATABASE {other} TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
    ))
    .await
    .expect("it is made");
    let refused = PostgresStore::open(&database.url().replace(&name, &other), FEW).await;
    raw.batch_execute(&format!("DROP DATABASE {other} WITH (FORCE)")).await.expect("it is dropped");
    let Err(refused) = refused else { panic!("not every text fits into it") };
    assert!(refused.to_string().contains("ENCODING 'UTF8'"), "{refused}");
}
