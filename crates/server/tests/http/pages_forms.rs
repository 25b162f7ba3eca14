//! What the forms of acts say and keep: amounts, money, what is missing, and what has changed since a form was opened.
use crate::house::money;
use crate::pages_case::{PNG, Stage, text};
use crate::paper::{Paper, plain};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_typing_error_does_not_hide_what_has_changed() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let page = stage.page("seller", &format!("/orders/{order}/acts/propose?target={case}")).await;
    let paper = Paper::on(&page, "/acts/propose").filled().set("amount", "much");
    let (seen, version) = (paper.value("seen").map(str::to_owned), paper.value("version").map(str::to_owned));
    stage.does("buyer", &order, "propose", &case, &[("amount", "3.00")]).await.is(303);
    let wrong = text(paper.send(&stage.house, &stage.seller).await, 422);
    let again = Paper::on(&wrong, "/acts/propose").set("amount", "2.50");
    assert_eq!((again.value("seen"), again.value("version")), (seen.as_deref(), version.as_deref()));
    let told = text(again.send(&stage.house, &stage.seller).await, 412);
    assert!(told.contains("data-stale") && told.contains("The buyer made a proposal"), "{told}");
    // Now it was told, so that it is sent.
    Paper::on(&told, "/acts/propose").send(&stage.house, &stage.seller).await.is(303);
    assert_eq!(stage.case(&case).await["proposals"]["respondent"]["remedy"]["amount"], money(250));
}

#[tokio::test(flavor = "multi_thread")]
async fn grams_are_never_read_as_more_than_was_typed() {
    let stage = Stage::new().await;
    let order = stage.house.paid(&stage.shop, "1").await;
    let page = stage.page("seller", &format!("/orders/{order}/acts/declare_shipment")).await;
    let paper =
        Paper::on(&page, "/acts/declare_shipment").filled().set("carrier", "fedex").set("number", "G1");
    for typed in ["250.5", "250,50", "1.2500"] {
        let shown = text(paper.clone().set("grams", typed).send(&stage.house, &stage.seller).await, 422);
        assert!(shown.contains("id=\"grams-problem\""), "{typed}: {shown}");
        assert_eq!(Paper::on(&shown, "/acts/declare_shipment").value("grams"), Some(typed));
    }
    paper.set("grams", "1.250 g").send(&stage.house, &stage.seller).await.is(303);
    let view = stage.house.get(&stage.shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(view["parcels"][0]["weight_grams"], 1_250);
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_name_their_currency_and_nobody_begins_with_the_others_amount() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let path = format!("/orders/{order}/acts/propose?target={case}");
    for role in ["buyer", "seller"] {
        let page = stage.page(role, &path).await;
        assert!(page.contains("Amount (BRL)"), "{role}: {page}");
        assert_eq!(Paper::on(&page, "/acts/propose").value("amount"), Some(""), "{role}");
    }
    stage.does("seller", &order, "propose", &case, &[("amount", "1.25")]).await.is(303);
    let own = stage.page("seller", &path).await;
    assert_eq!(
        Paper::on(&own, "/acts/propose").value("amount"),
        Some("1.25"),
        "the own proposal that stands"
    );
    assert_eq!(Paper::on(&stage.page("buyer", &path).await, "/acts/propose").value("amount"), Some(""));
    let high = stage.does("seller", &order, "propose", &case, &[("amount", "99.00")]).await;
    let shown = text(high, 422);
    assert!(shown.contains("At most R$5.50 can go back"), "{shown}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_money_of_a_cancellation_is_that_of_all_that_can_be_chosen() {
    let stage = Stage::new().await;
    let order = stage.house.paid(&stage.shop, "1").await;
    let page = stage.page("buyer", &format!("/orders/{order}/acts/cancel")).await;
    assert!(Paper::on(&page, "/acts/cancel").asks.iter().any(|(kind, ..)| kind == "checkbox"), "{page}");
    assert!(page.contains("The money, if all of them are cancelled"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_17_a_return_says_what_it_needs_and_what_accepting_it_moves() {
    let stage = Stage::new().await;
    let asked = json!({"kind": "return_and_refund", "amount": money(300)});
    let (order, case) = stage.damaged("1", asked).await;
    stage.does("seller", &order, "reject_request", &case, &[("reason", "as_described")]).await.is(303);
    stage.does("buyer", &order, "escalate", &case, &[("reason", "no_agreement")]).await.is(303);
    let (mediator, at) = (stage.shop.of("mediator:M"), |tail: &str| format!("/v1/cases/{case}/{tail}"));
    stage.house.post(&mediator, &at("assign"), json!({})).await.is(200);
    let ruling = json!({"remedy": {"kind": "return_and_refund", "amount": money(200)}, "liable": "platform",
        "departs": {"reason": "weighed"}});
    stage.house.post(&mediator, &at("rulings"), ruling).await.is(200);
    for role in ["buyer", "seller"] {
        let waived = stage
            .house
            .post(
                &stage.shop.of(if role == "buyer" { "buyer:B" } else { "seller:S" }),
                &at("waive"),
                json!({}),
            )
            .await;
        assert!(waived.status.as_u16() == 200 || waived.status.as_u16() == 409, "{}", waived.body);
    }
    assert_eq!(stage.case(&case).await["stage"]["name"], "preparing");
    let query = format!("case={case}&back=/seller/cases/{case}");
    stage.upload("seller", &order, &[("caption", "A label")], &query, PNG).await.is(303);
    let form = format!("/orders/{order}/acts/give_return_address?target={case}");
    let page = stage.page("seller", &form).await;
    assert!(page.contains("A label") && !page.contains("No label"), "{page}");
    // Whoever sends none all the same is told what is missing, and not that anything has changed.
    let none = Paper::on(&page, "/acts/give_return_address").filled().set("evidence", "");
    let shown = text(none.send(&stage.house, &stage.seller).await, 409);
    assert!(shown.contains("the return label") && !shown.contains("data-stale"), "{shown}");
    stage.does("seller", &order, "give_return_address", &case, &[("text", "Jalan Mawar 1")]).await.is(303);
    let sent = [("carrier", "fedex"), ("number", "R1")];
    stage.does("buyer", &order, "send_return", &case, &sent).await.is(303);
    let scan = json!({"event": "back", "carrier": "fedex", "number": "R1",
        "scans": [{"at": "2026-03-14T10:00:00Z", "status": "delivered"}]});
    stage.house.post(&stage.shop, "/v1/tracking", scan).await.is(202);
    // What must be shown for an objection is called as the policy calls it, in the reader's language.
    for page in [
        stage.page("seller", &format!("/cases/{case}")).await,
        stage.page("seller", &format!("/orders/{order}/acts/object_to_return?target={case}")).await,
    ] {
        let missing = page.split("Still missing: ").nth(1).and_then(|rest| rest.split('<').next());
        let missing = missing.expect("it says what is missing");
        assert!(!missing.contains('_'), "no ids for people: {missing}");
    }
    let page = stage.page("seller", &format!("/orders/{order}/acts/accept_return?target={case}")).await;
    assert!(page.contains("data-cost") && page.contains("R$2.00"), "{page}");
    let escrow = plain(&page).contains("from the money that is held</dt><dd><span class=\"number\">R$2.00");
    stage.does("seller", &order, "accept_return", &case, &[("content", "all")]).await.is(303);
    let booked = stage.house.get(&stage.shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(booked["totals"]["refunded"], money(200));
    assert!(escrow, "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_case_asks_nobody_for_evidence() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let open = stage.page("seller", &format!("/cases/{case}")).await;
    assert!(open.contains("data-needs=\"seller\"") && open.contains("Still missing"), "{open}");
    stage.does("buyer", &order, "withdraw", &case, &[]).await.is(303);
    for role in ["buyer", "seller"] {
        let closed = stage.page(role, &format!("/cases/{case}")).await;
        assert!(!closed.contains("Still missing") && !closed.contains("data-needs="), "{role}: {closed}");
    }
}
