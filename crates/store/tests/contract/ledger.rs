//! Balances and checkpoints.
use crate::cases;
use crate::fixtures::{at, live, marketplaces, party, sandbox};
use engine::ports::{Checkpoint, LedgerDelta, Store};
use resolution::ledger::{Account, Commodity};

cases!(balances_add_up_once, a_faster_projector_wins, checkpoints_come_newest_first);

fn delta(account: Account, of: Commodity, amount: i64) -> LedgerDelta {
    LedgerDelta { marketplace: live(), account, of, amount, entries: 1 }
}

fn euro() -> Commodity {
    Commodity::Money("EUR".parse().expect("a currency"))
}

async fn balances_add_up_once(store: &dyn Store) {
    marketplaces(store).await;
    let payable = Account::SellerPayable(party(1));
    let first = vec![
        delta(Account::Escrow, euro(), -40),
        delta(payable.clone(), euro(), 40),
        delta(Account::CoinsRedeemed, Commodity::Coins, 3),
    ];
    assert!(store.add_up(0, 10, first).await.expect("it is added"));
    assert!(store.add_up(10, 12, vec![delta(payable.clone(), euro(), 2)]).await.expect("it is added"));
    let balances = store.balances(live()).await.expect("they are read");
    assert_eq!(balances.as_of, 12);
    let found: Vec<_> =
        balances.rows.iter().map(|row| (row.account.clone(), row.of, row.amount, row.entries)).collect();
    assert_eq!(
        found,
        [
            (Account::Escrow, euro(), -40, 1),
            (Account::CoinsRedeemed, Commodity::Coins, 3, 1),
            (payable, euro(), 42, 2),
        ]
    );
    assert!(store.balances(sandbox()).await.expect("they are read").rows.is_empty());
    store.start_over().await.expect("it begins again");
    assert_eq!(store.as_of().await.expect("it is read"), 0);
    assert!(store.balances(live()).await.expect("they are read").rows.is_empty());
}

async fn a_faster_projector_wins(store: &dyn Store) {
    marketplaces(store).await;
    assert!(store.add_up(0, 5, vec![delta(Account::Escrow, euro(), 1)]).await.expect("it is added"));
    assert!(!store.add_up(0, 5, vec![delta(Account::Escrow, euro(), 1)]).await.expect("it is looked at"));
    let balances = store.balances(live()).await.expect("they are read");
    assert_eq!((balances.rows[0].amount, balances.as_of), (1, 5));
    let too_much = store.add_up(5, 6, vec![delta(Account::Escrow, euro(), i64::MAX)]).await;
    assert!(too_much.is_err(), "a sum out of range is an error, never another number");
    assert_eq!(store.as_of().await.expect("it is read"), 5);
}

async fn checkpoints_come_newest_first(store: &dyn Store) {
    let checkpoint = |second| Checkpoint { at: at(second), position: 7, body: vec![1], signature: vec![2] };
    for second in [1, 2, 3] {
        store.put_checkpoint(checkpoint(second)).await.expect("it is kept");
    }
    assert_eq!(store.checkpoints(2).await.expect("they are read"), [checkpoint(3), checkpoint(2)]);
}
