//! Two servers on one database, one killed again and again while people are at work: what was acknowledged is there, and
//! nothing happened twice.
mod book;
pub mod shop;
pub mod stories;

use crate::server::Server;
use crate::tools::{Data, over};
use book::{gateway, held};
use serde_json::{Value, json};
use shop::Shop;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
pub use stories::{Expected, told};
use testbed::on_postgres;
use tokio::sync::watch;

/// Times that a process is killed; far more under `RECOURSE_SOAK`.
const KILLS: usize = 10;
const SOAKING: usize = 200;
/// People at work at once.
const PEOPLE: usize = 12;
/// Acknowledged requests of a process between its start and its next death.
const BETWEEN: usize = 25;
/// After this something hangs.
const LONGEST: Duration = Duration::from_mins(12);

/// Whether there is time for more of everything.
#[expect(clippy::disallowed_methods, reason = "how long to try is the environment's to say")]
pub fn soaking() -> bool {
    std::env::var_os("RECOURSE_SOAK").is_some()
}

fn kills() -> usize {
    if soaking() { SOAKING } else { KILLS }
}

fn serve(data: &Data) -> Server {
    Server::live(data.path(), &[])
}

/// A live marketplace with its key.
pub async fn open(server: &Server) -> String {
    let admin =
        server.said.split_whitespace().find(|word| word.starts_with("rk_admin_")).expect("it is shown");
    let new = json!({"slug": "shop", "zone": "UTC", "currency": "BRL", "policy": {"preset": "default"}});
    let made = reqwest::Client::new().post(format!("{}/v1/marketplaces", server.address)).bearer_auth(admin);
    let made = made.json(&new).send().await.expect("an answer").json::<Value>().await.expect("JSON");
    made["key"]["key"].as_str().unwrap_or_else(|| panic!("no key: {made}")).to_owned()
}

/// Kills one after the other and starts it again, each in the middle of its work.
async fn kill_and_start(data: &Data, servers: &mut [Option<Server>; 2], shop: &Shop) {
    for kill in 0..kills() {
        let victim = kill % 2;
        shop.at_work(victim, BETWEEN).await;
        // Dropping it is `kill -9`.
        drop(servers[victim].take());
        let started = tokio::task::block_in_place(|| serve(data));
        shop.moved(victim, &started.address);
        servers[victim] = Some(started);
        shop.all_there(victim).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_database_survive_one_killed_again_and_again() {
    if on_postgres() {
        // The other run of these tests has it; it chooses its database itself.
        return;
    }
    let Some(data) = Data::on_postgres() else { return };
    let first = serve(&data);
    let key = open(&first).await;
    let second = serve(&data);
    let shop = Arc::new(Shop::new(&key, [&first.address, &second.address]));
    let mut servers = [Some(first), Some(second)];
    let (stop, stopped) = watch::channel(false);
    let now = shop.get(0, "/v1/marketplace").await["now"].as_str().expect("an instant").to_owned();
    let people =
        (0..PEOPLE).map(|person| tokio::spawn(told(Arc::clone(&shop), now.clone(), person, stopped.clone())));
    let people: Vec<_> = people.collect();
    let whole = async {
        kill_and_start(&data, &mut servers, &shop).await;
        stop.send_replace(true);
        let mut expected = Vec::new();
        for person in people {
            expected.extend(person.await.expect("every story ends well"));
        }
        paid(&shop, &expected).await;
        expected
    };
    let expected = tokio::time::timeout(LONGEST, whole).await.expect("it comes to an end");
    shop.told();
    both_show(&shop, &expected, &[]).await;
    servers.into_iter().flatten().for_each(Server::stop);
    sound(&data, &expected);
}

/// Waits until every refund is confirmed: what a killed process had claimed is free after its lease.
pub async fn paid(shop: &Shop, expected: &[Expected]) {
    for (at, one) in expected.iter().filter(|one| one.refunded > 0).enumerate() {
        loop {
            let order = shop.get(at % 2, &format!("/v1/orders/{}", one.order)).await;
            let legs = order["refunds"]
                .as_array()
                .into_iter()
                .flatten()
                .flat_map(|refund| refund["legs"].as_array());
            let states: Vec<&str> = legs.flatten().filter_map(|leg| leg["state"].as_str()).collect();
            assert!(!states.is_empty(), "the refund that was acknowledged is gone: {order:#}");
            if states.iter().all(|state| *state == "confirmed") {
                break;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
}

/// Both processes show what was acknowledged, once, and no orders beside those and `others`.
pub async fn both_show(shop: &Shop, expected: &[Expected], others: &[&str]) {
    for one in expected {
        let path = format!("/v1/orders/{}", one.order);
        let [first, second] = [shop.get(0, &path).await, shop.get(1, &path).await];
        for field in ["state", "version", "cases", "refunds"] {
            assert_eq!(first[field], second[field], "{field} of {}", one.reference);
        }
        assert_eq!(first["reference"], one.reference.as_str());
        assert_eq!(
            first["refunds"].as_array().map_or(0, Vec::len),
            usize::from(one.refunded > 0),
            "{first:#}"
        );
        assert_eq!(first["cases"].as_array().map_or(0, Vec::len), usize::from(one.disputed), "{first:#}");
        let messages = shop.get(1, &format!("{path}/messages")).await;
        let mut texts: Vec<String> = messages["items"].as_array().expect("a list").iter().map(text).collect();
        let mut written = one.messages.clone();
        texts.sort();
        written.sort();
        assert_eq!(texts, written, "each message once, on {}", one.reference);
    }
    let all = shop.all_orders(0).await;
    assert_eq!(all.len(), expected.len() + others.len(), "each order once, and none that nobody placed");
}

fn text(message: &Value) -> String {
    message["text"]["text"].as_str().expect("a text").to_owned()
}

/// The books of the gateway and of the program say the same, and nothing is damaged.
pub fn sound(data: &Data, expected: &[Expected]) {
    let mut owed: BTreeMap<String, i64> = BTreeMap::new();
    for one in expected.iter().filter(|one| one.refunded > 0) {
        owed.insert(one.payment.clone(), one.refunded);
    }
    assert_eq!(gateway(data.path()), owed, "every refund left once");
    let verified = over(data.path(), &["verify", "--json"]).ok().json();
    assert_eq!(verified["ok"], true, "{verified:#}");
    let balances = over(data.path(), &["ledger", "balances", "--json"]).ok().json();
    assert_eq!(balances["balanced"], true);
    let captured = i64::try_from(expected.len()).expect("few") * stories::PRICE;
    assert_eq!(
        held(&balances),
        captured - owed.values().sum::<i64>(),
        "what was captured and not given back is held"
    );
}
