//! The plan from small files written here.
use super::*;
use crate::import::olist::read::OrdersFile;
use jiff::civil::date;

fn zone() -> TimeZone {
    TimeZone::get("America/Sao_Paulo").expect("a zone")
}

fn minor(amount: i64) -> Minor {
    Minor::new(amount).expect("in range")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn row(id: &str, status: &str) -> OrderRow {
    OrderRow {
        id: id.into(),
        customer: format!("c-{id}"),
        status: status.into(),
        purchased: date(2018, 3, 1).at(10, 0, 0, 0),
        approved: Some(date(2018, 3, 1).at(11, 0, 0, 0)),
        handed_over: None,
        delivered: None,
        estimate: Some(date(2018, 3, 20).at(0, 0, 0, 0)),
    }
}

fn item(number: u32, seller: &str, price: i64) -> ItemRow {
    ItemRow {
        number,
        product: "p".into(),
        seller: seller.into(),
        ship_by: date(2018, 3, 5).at(11, 0, 0, 0),
        price: minor(price),
        freight: minor(100),
    }
}

fn pay(sequential: u32, amount: i64) -> PaymentRow {
    PaymentRow { sequential, method: "credit_card".into(), amount: minor(amount) }
}

fn source(rows: Vec<OrderRow>) -> Source {
    let mut source = Source::default();
    for row in &rows {
        source.items.insert(row.id.clone(), vec![item(1, "s", 900)]);
        source.payments.insert(row.id.clone(), vec![pay(1, 1000)]);
        source.customers.insert(row.customer.clone(), "person".into());
    }
    source.products.insert("p".into(), Product::from([("product_id".into(), "p".into())]));
    source.orders.push(OrdersFile { name: "orders.csv".into(), rows });
    source
}

#[test]
fn what_cannot_be_imported_is_refused_by_reason() {
    let mut source = source(vec![
        row("a", "delivered"),
        row("b", "x"),
        row("c", "x"),
        row("d", "x"),
        row("e", "x"),
        row("a", "x"),
    ]);
    source.items.remove("b");
    source.items.remove("c");
    source.payments.remove("c");
    source.payments.remove("d");
    source.customers.remove("c-e");
    let plan = plan(&source, &zone());
    assert_eq!(plan.purchases.len(), 1);
    let reasons: Vec<(Reason, u64)> =
        plan.refused.iter().map(|((_, reason), count)| (*reason, *count)).collect();
    assert_eq!(
        reasons,
        [
            (Reason::NoItems, 1),
            (Reason::NeitherItemsNorPayments, 1),
            (Reason::NoPayments, 1),
            (Reason::NoCustomer, 1),
            (Reason::Repeated, 1)
        ]
    );
}

#[test]
fn several_sellers_are_several_parts_with_a_line_a_piece() {
    let mut source = source(vec![row("a", "shipped")]);
    source.items.insert("a".into(), vec![item(1, "s", 900), item(2, "t", 50), item(3, "s", 900)]);
    let plan = plan(&source, &zone());
    let parts = &plan.purchases[0].parts;
    assert_eq!(plan.orders(), 2);
    assert_eq!(parts.iter().map(|part| part.lines.len()).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(parts.iter().map(|part| part.number.as_str()).collect::<Vec<_>>(), ["a-1", "a-2"]);
    assert_eq!(plan.listings.len(), 1);
    assert!(parts[0].lines[0].listing.as_ref().is_some_and(|digest| plan.listings.contains_key(digest)));
}

#[test]
fn a_handed_over_order_is_never_overruled_by_a_clock_of_ours() {
    let mut late = row("a", "canceled");
    late.approved = Some(date(2018, 3, 12).at(8, 0, 0, 0));
    late.handed_over = Some(date(2018, 3, 10).at(8, 0, 0, 0));
    late.delivered = Some(date(2018, 3, 11).at(8, 0, 0, 0));
    let plan = plan(&source(vec![late]), &zone());
    let purchase = &plan.purchases[0];
    assert_eq!(purchase.pay_by, at("2018-03-12T11:00:01Z"));
    assert_eq!(purchase.parts[0].ship_by, at("2018-03-12T11:00:01Z"));
    assert_eq!(purchase.handed_over, Some(at("2018-03-10T11:00:00Z")), "the scan keeps its own time");
    let facts: Vec<(What, Timestamp)> = plan.facts().iter().map(|fact| (fact.what, fact.at)).collect();
    let paid = at("2018-03-12T11:00:00Z");
    assert_eq!(
        facts,
        [
            (What::Placed, at("2018-03-01T13:00:00Z")),
            (What::Paid, paid),
            (What::HandedOver(0), paid),
            (What::Delivered(0), paid)
        ]
    );
    assert_eq!(plan.scans_before_payment, 1);
    assert_eq!(plan.contradictions[&Contradiction::CanceledButHandedOver], 1);
    assert_eq!(plan.end(), Some(paid + STEP));
}

#[test]
fn the_clock_goes_on_to_the_last_ship_by_of_what_was_never_handed_over() {
    let plan = plan(&source(vec![row("a", "processing")]), &zone());
    assert_eq!(plan.never_handed_over, 1);
    assert_eq!(plan.purchases[0].parts[0].ship_by, at("2018-03-05T14:00:00Z"));
    assert_eq!(plan.end(), Some(at("2018-03-05T14:00:01Z")));
}

#[test]
fn local_times_that_do_not_exist_or_exist_twice_are_counted() {
    let mut skipped = row("a", "shipped");
    skipped.purchased = date(2018, 11, 4).at(0, 30, 0, 0);
    let mut twice = row("b", "shipped");
    twice.purchased = date(2018, 2, 17).at(23, 30, 0, 0);
    for row in [&mut skipped, &mut twice] {
        row.approved = None;
        row.estimate = None;
    }
    let plan = plan(&source(vec![skipped, twice]), &zone());
    assert_eq!((plan.times_skipped, plan.times_twice), (1, 1));
    assert_eq!(plan.purchases[0].placed, at("2018-02-18T01:30:00Z"), "the earlier of the two");
    assert_eq!(plan.purchases[1].placed, at("2018-11-04T03:00:00Z"), "the first instant after the gap");
    assert_eq!(
        plan.purchases[1].paid, plan.purchases[1].placed,
        "paid with the purchase, where nothing says when"
    );
}
