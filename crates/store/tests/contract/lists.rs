//! Lists and inboxes.
use crate::cases;
use crate::fixtures::{at, listing, live, marketplaces, order, party, sandbox, write, written};
use engine::ports::{InboxOf, ListCursor, OrderQuery, Store, TurnCursor, TurnQuery, Write};
use resolution::aggregate::{Turn, TurnOf};
use resolution::id::{CaseNo, OrderId};

cases!(
    orders_come_newest_first_page_by_page,
    orders_are_found_by_party_and_state,
    what_waits_comes_most_urgent_first,
    what_waits_is_replaced_as_a_whole,
);

fn listed(no: u8, listing: resolution::aggregate::Listing) -> Write {
    Write { listing: Some(listing), ..write(live(), order(no), 0, &["a"]) }
}

fn all(limit: u32) -> OrderQuery {
    OrderQuery { marketplace: live(), buyer: None, seller: None, state: None, after: None, limit }
}

async fn numbers(store: &dyn Store, query: OrderQuery) -> Vec<u8> {
    let rows = store.orders(query).await.expect("they are read");
    rows.iter().map(|row| row.order.0[0]).collect()
}

async fn orders_come_newest_first_page_by_page(store: &dyn Store) {
    marketplaces(store).await;
    // Two of the five share an instant; none may be lost or doubled between pages.
    let placed = [10, 30, 20, 30, 5];
    let writes = (1..).zip(placed).map(|(no, second)| listed(no, listing(1, 2, "placed", second)));
    written(store, writes.collect()).await;
    let (mut seen, mut after): (Vec<u8>, Option<ListCursor>) = (Vec::new(), None);
    loop {
        let rows = store.orders(OrderQuery { after, ..all(2) }).await.expect("they are read");
        let Some(last) = rows.last() else { break };
        after = Some(last.cursor);
        seen.extend(rows.iter().map(|row| row.order.0[0]));
    }
    assert_eq!(seen, [4, 2, 3, 1, 5]);
    assert!(numbers(store, OrderQuery { marketplace: sandbox(), ..all(9) }).await.is_empty());
}

async fn orders_are_found_by_party_and_state(store: &dyn Store) {
    marketplaces(store).await;
    written(
        store,
        vec![
            listed(1, listing(1, 8, "placed", 1)),
            listed(2, listing(1, 9, "paid", 2)),
            listed(3, listing(2, 9, "paid", 3)),
        ],
    )
    .await;
    assert_eq!(numbers(store, OrderQuery { buyer: Some(party(1)), ..all(9) }).await, [2, 1]);
    assert_eq!(numbers(store, OrderQuery { seller: Some(party(9)), ..all(9) }).await, [3, 2]);
    assert_eq!(numbers(store, OrderQuery { state: Some("paid".into()), ..all(9) }).await, [3, 2]);
    let both = OrderQuery { buyer: Some(party(1)), state: Some("paid".into()), ..all(9) };
    assert_eq!(numbers(store, both).await, [2]);
    let moved = Write { listing: Some(listing(1, 8, "paid", 1)), ..write(live(), order(1), 1, &["b"]) };
    written(store, vec![moved]).await;
    assert_eq!(numbers(store, OrderQuery { state: Some("paid".into()), ..all(9) }).await, [3, 2, 1]);
    let rows = store.orders(OrderQuery { buyer: Some(party(2)), ..all(9) }).await.expect("they are read");
    assert_eq!((rows[0].order, rows[0].version, rows[0].seller), (OrderId([3; 16]), 1, party(9)));
}

fn turn(case: Option<u16>, what: &str, for_whom: TurnOf, end: Option<i64>) -> Turn {
    Turn { case, what: what.to_owned(), for_whom, end: end.map(at) }
}

async fn waiting(
    store: &dyn Store,
    of: InboxOf,
    after: Option<TurnCursor>,
    limit: u32,
) -> Vec<(String, TurnCursor)> {
    let rows = store.turns(TurnQuery { marketplace: live(), of, after, limit }).await.expect("they are read");
    rows.into_iter().map(|row| (row.what, row.cursor)).collect()
}

async fn what_waits_comes_most_urgent_first(store: &dyn Store) {
    marketplaces(store).await;
    let mine = TurnOf::Party(party(1));
    let first = vec![
        turn(Some(0), "third", mine.clone(), Some(30)),
        turn(None, "last", mine.clone(), None),
        turn(Some(1), "review", TurnOf::Mediators, Some(1)),
    ];
    let second =
        vec![turn(Some(0), "first", mine.clone(), Some(10)), turn(Some(1), "second", mine, Some(30))];
    written(
        store,
        vec![
            Write { turns: Some(second), ..write(live(), order(2), 0, &["a"]) },
            Write { turns: Some(first), ..write(live(), order(1), 0, &["a"]) },
        ],
    )
    .await;
    let of = InboxOf::Party(party(1));
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let rows = waiting(store, of, after, 1).await;
        let Some((what, cursor)) = rows.into_iter().next() else {
            break;
        };
        seen.push(what);
        after = Some(cursor);
    }
    assert_eq!(seen, ["first", "second", "third", "last"]);
    let review = store
        .turns(TurnQuery { marketplace: live(), of: InboxOf::Mediators, after: None, limit: 9 })
        .await
        .expect("they are read");
    assert_eq!((review[0].case, review[0].order()), (Some(CaseNo(1)), Some(OrderId([1; 16]))));
    assert!(waiting(store, InboxOf::Staff, None, 9).await.is_empty());
}

async fn what_waits_is_replaced_as_a_whole(store: &dyn Store) {
    marketplaces(store).await;
    let of = |what| Some(vec![turn(None, what, TurnOf::Staff, Some(1))]);
    written(store, vec![Write { turns: of("one"), ..write(live(), order(1), 0, &["a"]) }]).await;
    written(store, vec![write(live(), order(1), 1, &["b"])]).await;
    assert_eq!(waiting(store, InboxOf::Staff, None, 9).await[0].0, "one", "what did not change stays");
    written(store, vec![Write { turns: of("two"), ..write(live(), order(1), 2, &["c"]) }]).await;
    let rows = waiting(store, InboxOf::Staff, None, 9).await;
    assert_eq!(rows.iter().map(|row| row.0.as_str()).collect::<Vec<_>>(), ["two"]);
    written(store, vec![Write { turns: Some(Vec::new()), ..write(live(), order(1), 3, &["d"]) }]).await;
    assert!(waiting(store, InboxOf::Staff, None, 9).await.is_empty());
}
