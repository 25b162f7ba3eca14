//! The database fails over to its synchronous standby while people are at work: two real PostgreSQL servers, the primary
//! killed, the standby promoted, nobody told. What was acknowledged is there, once, and work goes on by itself.
mod cluster;
mod pulse;

use crate::server::Server;
use crate::tools::Data;
use crate::two_processes::shop::Shop;
use crate::two_processes::{both_show, open, paid, soaking, sound, told};
use cluster::Pair;
use pulse::Pulse;
use std::sync::Arc;
use std::time::Duration;
use testbed::on_postgres;
use tokio::sync::watch;

/// Failovers; more under `RECOURSE_SOAK`.
const FAILOVERS: usize = 1;
const SOAKING: usize = 10;
/// People at work at once.
const PEOPLE: usize = 8;
/// Acknowledged requests before the primary dies.
const BEFORE: usize = 40;
/// Acknowledged messages after it: people are at work again.
const AFTER: usize = 50;
/// No request waits for longer, whatever becomes of the database: 20 s for what was under way in the database when it
/// went silent, as long for what waited behind it, and 5 s for a server to come back.
const PATIENCE: Duration = Duration::from_secs(45);
/// After this something hangs.
const LONGEST: Duration = Duration::from_mins(10);

fn serve(data: &Data) -> Server {
    Server::live(data.path(), &["--rate", "0"])
}

/// Kills and promotes, again and again, each time in the middle of the work.
async fn fail_over(pair: &mut Pair, shop: &Shop, addresses: [&str; 2], pulse: &Pulse, times: usize) {
    for failover in 0..times {
        if failover > 0 {
            tokio::task::block_in_place(|| pair.attach(1 - pair.primary));
        }
        for (process, address) in addresses.into_iter().enumerate() {
            shop.moved(process, address);
        }
        shop.at_work(failover % 2, BEFORE).await;
        let took = tokio::task::block_in_place(|| pair.kill_and_promote());
        println!("PostgreSQL itself was away for {took:.0?}");
        pulse.beats(AFTER).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_acknowledged_is_lost_when_the_database_fails_over_to_its_standby() {
    if on_postgres() {
        // The other run of these tests has it; it makes its servers itself.
        return;
    }
    let Some(mut pair) = Pair::make() else { return };
    let data = Data::beside(pair.url());
    let servers = [serve(&data), serve(&data)];
    let addresses = [servers[0].address.clone(), servers[1].address.clone()];
    let key = open(&servers[0]).await;
    let shop = Arc::new(Shop::new(&key, [&addresses[0], &addresses[1]]));
    let pulse = Arc::new(Pulse::of(&shop).await);
    let (stop, stopped) = watch::channel(false);
    let now = shop.get(0, "/v1/marketplace").await["now"].as_str().expect("an instant").to_owned();
    let people: Vec<_> = (0..PEOPLE)
        .map(|person| tokio::spawn(told(Arc::clone(&shop), now.clone(), person, stopped.clone())))
        .collect();
    let beating = tokio::spawn(Arc::clone(&pulse).write(stopped));
    let times = if soaking() { SOAKING } else { FAILOVERS };
    let whole = async {
        let addresses = [&*addresses[0], &*addresses[1]];
        fail_over(&mut pair, &shop, addresses, &pulse, times).await;
        stop.send_replace(true);
        let mut expected = Vec::new();
        for person in people {
            expected.extend(person.await.expect("every story ends well"));
        }
        let beats = beating.await.expect("it ends well");
        paid(&shop, &expected).await;
        (expected, beats)
    };
    let (expected, beats) = tokio::time::timeout(LONGEST, whole).await.expect("it comes to an end");
    println!(
        "{times} failovers: {:.0?} without service at the most, {} requests acknowledged, {} messages of the pulse, {} \
         answers that it is away, {:.0?} until the slowest answer",
        beats.pause,
        shop.acknowledged(),
        beats.written.len(),
        beats.away,
        beats.waited,
    );
    assert!(beats.waited < PATIENCE, "no request hangs: {:?}", beats.waited);
    pulse.holds(&beats).await;
    both_show(&shop, &expected, &[&pulse.order]).await;
    servers.into_iter().for_each(Server::stop);
    sound(&data, &expected);
}
