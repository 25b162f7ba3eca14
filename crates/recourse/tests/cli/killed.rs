//! The one process that SQLite allows, killed again and again while people are at work: what was acknowledged is there, and
//! nothing happened twice. Two processes on PostgreSQL: `two_processes`.
use crate::server::Server;
use crate::tools::Data;
use crate::two_processes::shop::Shop;
use crate::two_processes::{both_show, open, paid, soaking, sound, told};
use std::sync::Arc;
use std::time::Duration;
use testbed::on_postgres;
use tokio::sync::watch;

/// Times that it is killed; more under `RECOURSE_SOAK`.
const KILLS: usize = 10;
const SOAKING: usize = 100;
/// People at work at once.
const PEOPLE: usize = 12;
/// Acknowledged requests between a start and the next death.
const BETWEEN: usize = 40;
/// After this something hangs.
const LONGEST: Duration = Duration::from_mins(12);

fn serve(data: &Data) -> Server {
    Server::live(data.path(), &["--rate", "0"])
}

/// The program knows one process as two: a request that meets a dead one is sent on to the same, until it is back.
fn moved(shop: &Shop, to: &Server) {
    [0, 1].into_iter().for_each(|process| shop.moved(process, &to.address));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_on_sqlite_survives_being_killed_again_and_again() {
    if on_postgres() {
        // There is another test for that.
        return;
    }
    let data = Data::make();
    let server = Some(serve(&data));
    let first = server.as_ref().expect("it runs");
    let key = open(first).await;
    let shop = Arc::new(Shop::new(&key, [&first.address, &first.address]));
    let (stop, stopped) = watch::channel(false);
    let now = shop.get(0, "/v1/marketplace").await["now"].as_str().expect("an instant").to_owned();
    let people: Vec<_> = (0..PEOPLE)
        .map(|person| tokio::spawn(told(Arc::clone(&shop), now.clone(), person, stopped.clone())))
        .collect();
    let whole = async {
        let mut server = server;
        for kill in 0..if soaking() { SOAKING } else { KILLS } {
            shop.at_work(kill % 2, BETWEEN).await;
            // Dropping it is `kill -9`.
            drop(server.take());
            let again = tokio::task::block_in_place(|| serve(&data));
            moved(&shop, &again);
            server = Some(again);
            shop.all_there(0).await;
        }
        stop.send_replace(true);
        let mut expected = Vec::new();
        for person in people {
            expected.extend(person.await.expect("every story ends well"));
        }
        paid(&shop, &expected).await;
        (server, expected)
    };
    let (server, expected) = tokio::time::timeout(LONGEST, whole).await.expect("it comes to an end");
    shop.told();
    both_show(&shop, &expected, &[]).await;
    server.into_iter().for_each(Server::stop);
    sound(&data, &expected);
}
