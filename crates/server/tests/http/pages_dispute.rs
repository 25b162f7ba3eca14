//! The guided form by which a buyer opens a dispute, question by question, as a browser without scripts sends it.
use crate::house::{As, House, Reply};
use crate::paper::Paper;
use crate::portal::{Browser, goes_to};
use serde_json::Value;

/// A shipped order of two lamps whose *not received* window is open, and its buyer.
async fn missing() -> (House, As, String, Browser) {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    house.clock(&shop, "P12D").await;
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    (house, shop, order, buyer)
}

async fn cases(house: &House, shop: &As, order: &str) -> Vec<Value> {
    let order = house.get(shop, &format!("/v1/orders/{order}")).await.is(200);
    order["cases"].as_array().expect("a list").clone()
}

fn text(reply: Reply) -> String {
    reply.is(200).as_str().expect("a page").to_owned()
}

const ANSWERS: &str = "received=no&n=0%3A1&remedy=refund";

#[tokio::test(flavor = "multi_thread")]
async fn dis_01_the_form_asks_one_question_after_the_other_and_opens_the_dispute_once() {
    let (house, shop, order, buyer) = missing().await;
    let path = format!("/buyer/orders/{order}/dispute");
    let first = text(buyer.get(&house, &path).await);
    assert!(first.contains("<h1>Did the parcel arrive?</h1>") && first.contains("value=\"no\""), "{first}");
    assert!(first.contains("data-refused=\"open_dispute_received\""), "what is not possible says why");
    assert!(text(buyer.get(&house, &format!("{path}?asked=received")).await).contains("class=\"errors\""));
    let items = text(buyer.get(&house, &format!("{path}?received=no&asked=received")).await);
    assert!(items.contains("Which items is it about?") && items.contains("value=\"0:2\""), "{items}");
    // There is one reason for what never came: nobody is asked for it.
    let remedy = text(buyer.get(&house, &format!("{path}?received=no&n=0%3A1&asked=items")).await);
    assert!(remedy.contains("What would put it right?") && !remedy.contains("name=\"amount\""), "{remedy}");
    let words = text(buyer.get(&house, &format!("{path}?{ANSWERS}&asked=remedy")).await);
    let told =
        Paper::on(&words, "/dispute/text").set("words", "It never came <b>.").send(&house, &buyer).await;
    assert_eq!(told.status.as_u16(), 303);
    let files = told.header("location").expect("goes on").to_owned();
    assert!(!files.contains("never"), "what was written does not travel in the address: {files}");
    assert!(text(buyer.get(&house, &files).await).contains("Show what is wrong"));
    let check = text(buyer.get(&house, &format!("{files}&files=done")).await);
    assert!(check.contains("It never came &lt;b&gt;.") && check.contains("R$5.50"), "{check}");
    let send = Paper::on(&check, "/dispute/send");
    let opened = send.send(&house, &buyer).await;
    let case = cases(&house, &shop, &order).await[0]["id"].as_str().expect("an id").to_owned();
    goes_to(&opened, &format!("/buyer/cases/{case}/opened"));
    goes_to(&send.send(&house, &buyer).await, &format!("/buyer/cases/{case}/opened"));
    assert_eq!(cases(&house, &shop, &order).await.len(), 1, "sent twice, it is one dispute");
    let seen = house.get(&shop, &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(seen["text"]["text"], "It never came <b>.");
    let panel = text(buyer.get(&house, &format!("/buyer/cases/{case}/opened")).await);
    assert!(panel.contains("Your dispute is open") && panel.contains("If nothing happens by"), "{panel}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_buyer_did_not_write_never_goes_into_a_case() {
    let (house, shop, order, buyer) = missing().await;
    let path = format!("/buyer/orders/{order}/dispute");
    let check = text(buyer.get(&house, &format!("{path}?{ANSWERS}&text=none&files=done")).await);
    for forged in ["abc".to_owned(), "0".repeat(64), "none0".to_owned()] {
        // The question stands again, and a form that was changed by hand leads back to it.
        let again = text(buyer.get(&house, &format!("{path}?{ANSWERS}&text={forged}&files=done")).await);
        assert!(again.contains("name=\"words\""), "{again}");
        let mut paper = Paper::on(&check, "/dispute/send");
        paper.action = paper.action.replace("text=none", &format!("text={forged}"));
        let sent = paper.send(&house, &buyer).await;
        assert_eq!(sent.status.as_u16(), 303);
        assert!(sent.header("location").is_some_and(|to| to.starts_with(&path)), "{:?}", sent.headers);
    }
    assert!(cases(&house, &shop, &order).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_problem_of_another_person_or_in_the_past_opens_nothing() {
    let (house, shop, order, buyer) = missing().await;
    let seller = Browser::enters(&house, &shop, "seller:S").await;
    let path = format!("/buyer/orders/{order}/dispute");
    goes_to(&seller.get(&house, &path).await, "/portal/expired");
    house.clock(&shop, "P200D").await;
    let late = text(buyer.get(&house, &path).await);
    assert!(late.contains("A problem cannot be reported at the moment"), "{late}");
    assert!(!late.contains("<button class=\"btn btn-primary\""), "there is nothing to send");
}
