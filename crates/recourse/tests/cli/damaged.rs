//! Damaged pages of the SQLite file, as a disk that forgets leaves them: verification names what they belonged to, the
//! server goes on with what can be read, and the backup brings back what cannot.
use crate::server::Server;
use crate::tools::{imported, over, recourse};
use reqwest::{Client, StatusCode};
use resolution::id::OrderId;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;
use std::path::Path;
use testbed::on_postgres;

/// First bytes of a page of a table or an index: one that leads to others, and one that holds rows.
const LEADS: [u8; 2] = [0x02, 0x05];
const HOLDS: [u8; 2] = [0x0a, 0x0d];

/// The file of a database, page by page.
struct Pages {
    file: std::fs::File,
    size: usize,
}

impl Pages {
    fn of(data: &Path) -> Self {
        let path = data.join("recourse.sqlite");
        let connection = Connection::open(&path).expect("it opens");
        // Everything stands in the one file then.
        connection.pragma_update(None, "journal_mode", "DELETE").expect("nobody else has it");
        let size: i64 = connection.query_row("PRAGMA page_size", [], |row| row.get(0)).expect("a number");
        let file = OpenOptions::new().read(true).write(true).open(path).expect("it opens");
        Self { file, size: usize::try_from(size).expect("small") }
    }

    fn offset(&self, page: u32) -> u64 {
        u64::from(page - 1) * u64::try_from(self.size).expect("small")
    }

    fn read(&self, page: u32) -> Vec<u8> {
        let mut bytes = vec![0; self.size];
        self.file.read_exact_at(&mut bytes, self.offset(page)).expect("it is there");
        bytes
    }

    /// A page with rows from the middle of a tree. (New records are appended to the last: where that is damaged, nothing more
    /// can be written at all.)
    fn middle_leaf(&self, root: u32) -> u32 {
        let mut page = root;
        loop {
            let bytes = self.read(page);
            if HOLDS.contains(&bytes[0]) {
                return page;
            }
            assert!(LEADS.contains(&bytes[0]), "page {page} is of no tree");
            let two = |at: usize| usize::from(u16::from_be_bytes([bytes[at], bytes[at + 1]]));
            let cell = two(12 + 2 * (two(3) / 2));
            page = u32::from_be_bytes(bytes[cell..cell + 4].try_into().expect("four bytes"));
        }
    }

    /// Turns every bit of a page.
    fn flip(&self, page: u32) {
        let flipped: Vec<u8> = self.read(page).iter().map(|byte| !byte).collect();
        self.file.write_all_at(&flipped, self.offset(page)).expect("it is written");
    }
}

/// Damages a page with rows of a table or an index.
fn damage(data: &Path, name: &str) {
    let connection = Connection::open(data.join("recourse.sqlite")).expect("it opens");
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let root: u32 = connection.query_row(sql, [name], |row| row.get(0)).expect("it is there");
    drop(connection);
    let pages = Pages::of(data);
    pages.flip(pages.middle_leaf(root));
}

/// Holds that verification ends badly and names it.
fn named(data: &Path, name: &str) {
    let ran = over(data, &["verify", "--json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let report = ran.json();
    assert_eq!(report["ok"], false);
    let problems = report["problems"].as_array().expect("problems");
    let told = problems.iter().any(|one| {
        let message = one["message"].as_str().unwrap_or_default();
        one["kind"] == "storage" && message.contains(name) && message.contains("backup")
    });
    assert!(told, "{name} is not named: {report:#}");
}

/// What a server over damaged data answers for every order of the list: how many can be read, how many not.
async fn readable(address: &str, key: &str, orders: &[String]) -> (usize, usize) {
    let (mut good, mut bad) = (0, 0);
    for order in orders {
        let asked = Client::new().get(format!("{address}/v1/orders/{order}")).bearer_auth(key);
        let answer = asked.send().await.expect("the server is there");
        match answer.status() {
            StatusCode::OK => good += 1,
            StatusCode::INTERNAL_SERVER_ERROR => {
                let problem: Value = answer.json().await.expect("a problem");
                assert_eq!(problem["code"], "internal", "{problem:#}");
                bad += 1;
            }
            other => panic!("{order}: {other}"),
        }
    }
    (good, bad)
}

/// Writes a message on every order at once, so that they are decided together; gives how many were answered, be it with a
/// refusal, and how many could not be.
async fn writable(address: &str, key: &str) -> (usize, usize) {
    let list = Client::new().get(format!("{address}/v1/orders?limit=100")).bearer_auth(key);
    let list: Value = list.send().await.expect("an answer").json().await.expect("JSON");
    let writes = list["items"].as_array().expect("a list").iter().map(|order| {
        let (order, seller) =
            (order["id"].as_str().expect("an id"), order["seller"].as_str().expect("a seller"));
        let sent = Client::new().post(format!("{address}/v1/orders/{order}/messages")).bearer_auth(key);
        let sent = sent.header("Recourse-Actor", format!("seller:{seller}")).header("Idempotency-Key", order);
        sent.json(&json!({"text": "It is on its way."})).send()
    });
    let answers = futures::future::join_all(writes).await;
    let statuses: Vec<StatusCode> =
        answers.into_iter().map(|answer| answer.expect("an answer").status()).collect();
    let bad = statuses.iter().filter(|status| **status == StatusCode::INTERNAL_SERVER_ERROR).count();
    let odd = statuses
        .iter()
        .find(|status| status.is_server_error() && **status != StatusCode::INTERNAL_SERVER_ERROR);
    assert!(odd.is_none(), "{statuses:?}");
    (statuses.len() - bad, bad)
}

fn orders_of(data: &Path) -> Vec<String> {
    let connection = Connection::open(data.join("recourse.sqlite")).expect("it opens");
    let mut orders = connection.prepare("SELECT id FROM head WHERE kind = 1 ORDER BY key").expect("it reads");
    let ids = orders.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("it reads");
    let id = |id: Vec<u8>| OrderId(id.try_into().expect("16 bytes")).to_string();
    ids.map(|found| id(found.expect("an id"))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_page_is_named_takes_only_its_orders_out_and_the_backup_brings_them_back() {
    if on_postgres() {
        // Its pages are the database server's to check (`data_checksums`, `pg_amcheck`).
        return;
    }
    let data = imported();
    let key = over(data.path(), &["key", "create", "--marketplace", "olist", "--json"]).ok().json();
    let key = key["key"].as_str().expect("a key").to_owned();
    let backups = tempfile::tempdir().expect("a folder");
    let backup = backups.path().join("good").to_string_lossy().into_owned();
    over(data.path(), &["backup", "--to", &backup, "--with-keys"]).ok();
    let orders = orders_of(data.path());

    let journal = data.copy();
    damage(journal.path(), "journal");
    named(journal.path(), "table journal");
    let server = Server::live(journal.path(), &[]);
    let (wrote, failed) = writable(&server.address, &key).await;
    assert!(wrote > 0 && failed > 0, "{wrote} could be written on, {failed} not");
    let (good, bad) = readable(&server.address, &key, &orders).await;
    assert!(good > 0 && bad > 0 && good + bad == orders.len(), "{good} can be read, {bad} not");
    assert_eq!((wrote, failed), (good, bad), "the same orders, and no other for their sake");
    let health = reqwest::get(format!("{}/health/live", server.address)).await.expect("it is there");
    assert!(health.status().is_success());
    let again = readable(&server.address, &key, &orders).await;
    assert_eq!(again, (good, bad), "nobody else was taken out of service for it");
    drop(server);

    for index in ["head_due", "turn"] {
        let spoiled = data.copy();
        damage(spoiled.path(), index);
        named(spoiled.path(), index);
    }

    let restored = tempfile::tempdir().expect("a folder");
    let place = restored.path().join("data").to_string_lossy().into_owned();
    recourse(["restore", "--from", &backup, "--data", &place]).ok();
    recourse(["verify", "--data", &place]).ok();
    let server = Server::live(Path::new(&place), &[]);
    assert_eq!(readable(&server.address, &key, &orders).await, (orders.len(), 0));
    server.stop();
}
