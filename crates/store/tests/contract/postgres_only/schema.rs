//! The tables can be distributed as `migrations/postgres/distribution.sql` says: what Citus 13 refuses is not in them.
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use testbed::TestDatabase;
use tokio_postgres::Client;

const PLAN: &str = include_str!("../../../migrations/postgres/distribution.sql");

/// How a table lies.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lies {
    Everywhere,
    By { column: String, with: Option<String> },
}

/// The words in single quotes of a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('\'').skip(1).step_by(2).collect()
}

fn plan() -> BTreeMap<String, Lies> {
    let mut plan = BTreeMap::new();
    for line in PLAN.lines().filter(|line| line.starts_with("SELECT")) {
        let (table, lies) = match quoted(line)[..] {
            [table] if line.contains("create_reference_table") => (table, Lies::Everywhere),
            [table, column] => (table, Lies::By { column: column.to_owned(), with: Some(table.to_owned()) }),
            [table, column, "none"] => (table, Lies::By { column: column.to_owned(), with: None }),
            [table, column, with] => {
                (table, Lies::By { column: column.to_owned(), with: Some(with.to_owned()) })
            }
            _ => panic!("not understood: {line}"),
        };
        assert!(plan.insert(table.to_owned(), lies).is_none(), "{table} stands there twice");
    }
    plan
}

async fn texts(raw: &Client, sql: &str) -> Vec<Vec<String>> {
    let rows = raw.query(sql, &[]).await.expect("the catalogue is read");
    rows.iter().map(|row| (0..row.len()).map(|at| row.get(at)).collect()).collect()
}

#[tokio::test]
async fn the_schema_keeps_to_what_can_be_distributed() {
    let Some(database) = TestDatabase::make().await else { return };
    let raw = database.raw().await;
    let plan = plan();
    let tables = "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
         AND relname <> 'migration'";
    let tables: BTreeSet<String> = texts(&raw, tables).await.concat().into_iter().collect();
    assert_eq!(tables, plan.keys().cloned().collect(), "every table has its place");
    unique_indexes_hold_the_column(&raw, &plan).await;
    foreign_keys_stay_on_one_machine(&raw, &plan).await;
    let triggers = "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal";
    assert!(texts(&raw, triggers).await.is_empty(), "a distributed table has no triggers");
    let cached =
        "SELECT sequencename::text FROM pg_sequences WHERE schemaname = 'public' AND cache_size <> 1";
    assert!(texts(&raw, cached).await.is_empty(), "positions are taken in order");
}

async fn unique_indexes_hold_the_column(raw: &Client, plan: &BTreeMap<String, Lies>) {
    let unique = "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, a.attname::text
         FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indexrelid AND a.attnum <= i.indnkeyatts
         JOIN pg_class c ON c.oid = i.indrelid
         WHERE (i.indisunique OR i.indisexclusion) AND c.relnamespace = 'public'::regnamespace";
    let mut columns: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for row in texts(raw, unique).await {
        columns.entry((row[0].clone(), row[1].clone())).or_default().insert(row[2].clone());
    }
    let mut held = 0;
    for ((table, index), columns) in columns {
        if let Some(Lies::By { column, .. }) = plan.get(&table) {
            assert!(
                columns.contains(column),
                "{index} does not hold {column}, by which {table} is distributed"
            );
            held += 1;
        }
    }
    assert!(held >= 12, "they were looked at: {held}");
}

async fn foreign_keys_stay_on_one_machine(raw: &Client, plan: &BTreeMap<String, Lies>) {
    let keys = "SELECT c.conname::text, c.conrelid::regclass::text, c.confrelid::regclass::text,
             f.attname::text, t.attname::text
         FROM pg_constraint c
         CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (from_no, to_no)
         JOIN pg_attribute f ON f.attrelid = c.conrelid AND f.attnum = k.from_no
         JOIN pg_attribute t ON t.attrelid = c.confrelid AND t.attnum = k.to_no
         WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace";
    let mut together: BTreeMap<String, bool> = BTreeMap::new();
    for row in texts(raw, keys).await {
        let [name, from, to, from_column, to_column] = &row[..] else { panic!("five columns") };
        let fine = match (&plan[from], &plan[to]) {
            (_, Lies::Everywhere) => true,
            (Lies::Everywhere, Lies::By { .. }) => false,
            (Lies::By { column: a, with: with_a }, Lies::By { column: b, with: with_b }) => {
                with_a.is_some() && with_a == with_b && a == from_column && b == to_column
            }
        };
        *together.entry(name.clone()).or_default() |= fine;
    }
    assert!(together.len() >= 6, "they were looked at: {together:?}");
    let apart: Vec<_> = together.iter().filter(|(_, fine)| !**fine).collect();
    assert!(apart.is_empty(), "these lead to another machine: {apart:?}");
}

#[test]
fn no_statement_asks_for_what_is_refused() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/postgres");
    let (mut open, mut looked_at) = (vec![source], 0);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder of this crate") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            looked_at += 1;
            let text = std::fs::read_to_string(&path).expect("a source file");
            for refused in
                ["FOR UPDATE", "FOR SHARE", "FOR NO KEY UPDATE", "CREATE TRIGGER", "SET id =", "SET key ="]
            {
                assert!(!text.contains(refused), "{}: `{refused}` over several machines", path.display());
            }
        }
    }
    assert!(looked_at > 20, "the files of the store were looked at");
}
