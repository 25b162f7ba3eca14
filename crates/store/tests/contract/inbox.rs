//! Routes and the inbox of carrier events.
use crate::cases;
use crate::fixtures::{at, live, marketplaces, order, sandbox, write, written};
use engine::ports::{InboxState, Journey, NewInboxItem, NewRoute, Store, Write};
use resolution::id::{CaseNo, OrderId, ParcelNo, PaymentNo};

cases!(
    a_tracking_number_leads_to_its_parcels,
    a_payment_leads_to_its_orders,
    a_carrier_event_is_kept_once,
    what_leads_nowhere_waits_for_a_parcel,
);

const DAY: i64 = 86_400;

fn parcel(carrier: &str, number: &str, from: i64, journey: Journey) -> NewRoute {
    NewRoute::Parcel { carrier: carrier.to_owned(), number: number.to_owned(), from: at(from), journey }
}

fn routed(no: u8, routes: Vec<NewRoute>) -> Write {
    Write { routes, ..write(live(), order(no), 0, &["a"]) }
}

async fn a_tracking_number_leads_to_its_parcels(store: &dyn Store) {
    marketplaces(store).await;
    let to_buyer = Journey::Parcel(ParcelNo(0));
    written(
        store,
        vec![
            routed(1, vec![parcel("ups", "1Z", 0, to_buyer)]),
            routed(2, vec![parcel("ups", "1Z", DAY, to_buyer), parcel("ups", "1Z", DAY, to_buyer)]),
            routed(3, vec![parcel("other", "1Z", DAY, Journey::Return(CaseNo(4)))]),
        ],
    )
    .await;
    let of = |carrier: Option<&str>| store.parcels(live(), carrier.map(str::to_owned), "1Z".to_owned());
    let found = of(Some("ups")).await.expect("they are read");
    assert_eq!(found.len(), 2, "a route added twice is one");
    assert!(found.iter().all(|route| route.until.is_none()), "two orders in one parcel share its number");
    let all = of(None).await.expect("they are read");
    assert_eq!(all.last().map(|route| route.journey), Some(Journey::Return(CaseNo(4))));
    assert!(store.parcels(sandbox(), None, "1Z".to_owned()).await.expect("they are read").is_empty());
    // A year later the carrier uses the number again: the old routes end where the new one begins.
    written(store, vec![routed(5, vec![parcel("ups", "1Z", 365 * DAY, to_buyer)])]).await;
    let found = of(Some("ups")).await.expect("they are read");
    assert_eq!(
        found.iter().map(|route| route.until).collect::<Vec<_>>(),
        [Some(at(365 * DAY)), Some(at(365 * DAY)), None]
    );
    assert_eq!(found[2].order, OrderId([5; 16]));
}

async fn a_payment_leads_to_its_orders(store: &dyn Store) {
    marketplaces(store).await;
    let share = |no| NewRoute::Payment {
        provider: "card".to_owned(),
        payment_id: "pay_1".to_owned(),
        payment: PaymentNo(no),
    };
    written(store, vec![routed(2, vec![share(0)]), routed(1, vec![share(1), share(1)])]).await;
    let found = store.payments(live(), "card".to_owned(), "pay_1".to_owned()).await.expect("they are read");
    let pairs: Vec<_> = found.iter().map(|route| (route.order.0[0], route.payment.0)).collect();
    assert_eq!(pairs, [(2, 0), (1, 1)]);
    assert!(store.payments(sandbox(), "card".to_owned(), "pay_1".to_owned()).await.expect("read").is_empty());
    assert!(store.payments(live(), "bank".to_owned(), "pay_1".to_owned()).await.expect("read").is_empty());
}

fn item(event: &str, number: &str) -> NewInboxItem {
    NewInboxItem {
        marketplace: live(),
        provider: "tracker".to_owned(),
        event: event.to_owned(),
        carrier: Some("ups".to_owned()),
        number: number.to_owned(),
        at: at(5),
        body: b"[]".to_vec(),
        raw: Some([3; 32]),
        received: at(6),
    }
}

async fn a_carrier_event_is_kept_once(store: &dyn Store) {
    marketplaces(store).await;
    let items = vec![item("e1", "A"), item("e1", "A"), item("e2", "A")];
    assert_eq!(store.receive(items).await.expect("they are kept"), [true, false, true]);
    assert_eq!(store.receive(vec![item("e2", "B")]).await.expect("it is looked at"), [false]);
    let elsewhere = NewInboxItem { marketplace: sandbox(), ..item("e1", "A") };
    assert_eq!(store.receive(vec![elsewhere]).await.expect("it is kept"), [true], "equal ids never meet");
    let new = store.items(Some(live()), InboxState::New, 0, 10).await.expect("they are read");
    assert_eq!(new.len(), 2);
    assert_eq!(new[0].item, item("e1", "A"));
    store.sort(vec![(new[0].no, InboxState::Done)]).await.expect("it is sorted");
    let rest = store.items(None, InboxState::New, 0, 10).await.expect("they are read");
    assert_eq!(rest.len(), 2);
    assert_eq!(store.items(None, InboxState::New, rest[0].no, 10).await.expect("they are read").len(), 1);
}

async fn what_leads_nowhere_waits_for_a_parcel(store: &dyn Store) {
    marketplaces(store).await;
    store.receive(vec![item("e1", "A"), item("e2", "B")]).await.expect("they are kept");
    let new = store.items(None, InboxState::New, 0, 10).await.expect("they are read");
    let wait = new.iter().map(|item| (item.no, InboxState::Waiting)).collect();
    store.sort(wait).await.expect("they are sorted");
    assert_eq!(store.items(None, InboxState::Waiting, 0, 10).await.expect("they are read").len(), 2);
    written(store, vec![routed(1, vec![parcel("ups", "A", 0, Journey::Parcel(ParcelNo(0)))])]).await;
    let new = store.items(None, InboxState::New, 0, 10).await.expect("they are read");
    assert_eq!(new.iter().map(|item| item.item.event.as_str()).collect::<Vec<_>>(), ["e1"]);
    // The route was there before it was put to wait: it stays new.
    store.sort(vec![(new[0].no, InboxState::Waiting)]).await.expect("it is sorted");
    assert_eq!(store.items(None, InboxState::New, 0, 10).await.expect("they are read").len(), 1);
}
