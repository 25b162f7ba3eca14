//! Finer reasons over the API and by the forms (DIS-3, DIS-9, RET-1): what is listed, what is refused, and who reads it.
use crate::house::{House, Reply, money};
use crate::pages_case::{Stage, text};
use crate::paper::{Paper, plain};
use crate::portal::{Browser, goes_to};
use serde_json::{Value, json};

const INFRINGEMENTS: [&str; 4] = ["trademark", "copyright", "patent", "design"];
const CHANGES_OF_MIND: [&str; 3] = ["no_longer_needed", "ordered_by_mistake", "does_not_suit"];
const TRADEMARK: &str = "A brand's name or logo without its permission";

/// An order of two lamps that came, with its buyer and seller at their browsers.
async fn came() -> (Stage, String) {
    let stage = Stage::new().await;
    let order = stage.house.shipped(&stage.shop, "came").await;
    let buyer = stage.shop.of("buyer:B");
    let view = stage.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
    let receipt = json!({"parcel": view["parcels"][0]["id"]});
    stage.house.post(&buyer, &format!("/v1/orders/{order}/receipts"), receipt).await.is(200);
    (stage, order)
}

async fn open(stage: &Stage, order: &str, unit: u16, reason: &str, named: Value) -> Reply {
    let body = json!({"units": [unit], "received": true, "reason": reason, "sub_reason": named,
        "remedy": {"kind": "refund", "amount": money(100)}});
    stage.house.post(&stage.shop.of("buyer:B"), &format!("/v1/orders/{order}/cases"), body).await
}

async fn opened(stage: &Stage, order: &str, unit: u16, reason: &str, named: Value) -> String {
    open(stage, order, unit, reason, named).await.is(201)["created"].as_str().expect("a case").to_owned()
}

/// The words of the finer reasons that an act offers, by reason.
fn offered(view: &Value, act: &str) -> Value {
    let acts = view["allowed_actions"].as_array().expect("a list");
    let action = acts.iter().find(|action| action["act"] == act).expect("it is known");
    let ranges = action["ranges"].as_array().expect("ranges");
    let found = ranges.iter().find(|range| range["field"] == "sub_reason");
    found.map_or(Value::Null, |range| {
        assert_eq!(range["of"], "reason");
        range["words"].clone()
    })
}

fn of_order(order: &str) -> String {
    format!("/v1/orders/{order}")
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_03_a_dispute_names_a_sub_reason_of_its_reason_and_everybody_reads_it() {
    let (stage, order) = came().await;
    let (house, buyer) = (&stage.house, stage.shop.of("buyer:B"));
    let view = house.get(&buyer, &of_order(&order)).await.is(200);
    assert_eq!(offered(&view, "open_dispute_received"), json!({"counterfeit": INFRINGEMENTS}));
    assert_eq!(offered(&view, "request_return"), json!({"change_of_mind": CHANGES_OF_MIND}));

    let told =
        open(&stage, &order, 0, "counterfeit", json!("forgery")).await.problem(422, "sub_reason_unknown");
    assert_eq!((&told["field"], &told["values"]["allowed"]), (&json!("sub_reason"), &json!(INFRINGEMENTS)));
    assert!(told["detail"].as_str().is_some_and(|said| said.contains("trademark, copyright")), "{told:#}");
    let none =
        open(&stage, &order, 0, "damaged", json!("trademark")).await.problem(422, "sub_reason_unknown");
    assert_eq!(none["values"]["allowed"], json!([]));

    let case = opened(&stage, &order, 0, "counterfeit", json!("trademark")).await;
    for who in ["buyer:B", "seller:S", "mediator:M"] {
        let page = house.get(&stage.shop.of(who), &format!("/v1/cases/{case}")).await.is(200);
        assert_eq!(
            (&page["sub_reason"], &page["sub_reason_title"]),
            (&json!("trademark"), &json!(TRADEMARK))
        );
    }
    let indonesian = house.get(&buyer, &format!("/v1/cases/{case}?language=id")).await.is(200);
    assert_eq!(indonesian["sub_reason_title"], "Nama atau logo merek tanpa izinnya");
    let view = house.get(&buyer, &of_order(&order)).await.is(200);
    assert_eq!(view["cases"][0]["sub_reason_title"], TRADEMARK, "in the order's list too");
    let why = house.get(&buyer, &format!("/v1/cases/{case}/explanation")).await.is(200);
    assert!(why.to_string().contains("counterfeit (trademark)"), "{why:#}");

    let silent = opened(&stage, &order, 1, "counterfeit", Value::Null).await;
    let page = house.get(&buyer, &format!("/v1/cases/{silent}")).await.is(200);
    assert!(
        page.get("sub_reason").is_none() && page.get("sub_reason_title").is_none(),
        "nobody has to name one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_03_the_terms_list_the_sub_reasons_in_words() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let terms = house.get(&shop, "/v1/terms").await.is(200);
    let of = |language: &str, id: &str| {
        let reasons = terms["languages"][language]["reasons"].as_array().expect("a list").clone();
        reasons.into_iter().find(|reason| reason["id"] == id).expect("listed")["sub_reasons"].clone()
    };
    assert_eq!(of("en", "counterfeit")[0], json!({"id": "trademark", "title": TRADEMARK}));
    assert_eq!(of("id", "change_of_mind")[1]["title"], "Salah pesan");
    assert_eq!(of("en", "damaged"), json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_09_a_change_keeps_replaces_or_drops_the_sub_reason() {
    let (stage, order) = came().await;
    let case = opened(&stage, &order, 0, "counterfeit", json!("trademark")).await;
    let buyer = stage.shop.of("buyer:B");
    assert_eq!(
        offered(&stage.house.get(&buyer, &format!("/v1/cases/{case}")).await.is(200), "change"),
        json!({"counterfeit": INFRINGEMENTS})
    );
    let change =
        async |body: Value| stage.house.post(&buyer, &format!("/v1/cases/{case}/change"), body).await;
    let asks = |amount| json!({"kind": "refund", "amount": money(amount)});
    change(json!({"reason": "counterfeit", "remedy": asks(90)})).await.is(200);
    assert_eq!(stage.case(&case).await["sub_reason"], "trademark", "it stays with its reason");
    change(json!({"reason": "counterfeit", "sub_reason": "design", "remedy": asks(90)})).await.is(200);
    assert_eq!(stage.case(&case).await["sub_reason"], "design");
    let wrong = json!({"reason": "damaged", "sub_reason": "design", "remedy": asks(90)});
    change(wrong).await.problem(422, "sub_reason_unknown");
    change(json!({"reason": "damaged", "remedy": asks(90)})).await.is(200);
    assert_eq!(stage.case(&case).await["sub_reason"], Value::Null, "and goes with it");
}

async fn parcel(stage: &Stage, order: &str) -> String {
    let view = stage.house.get(&stage.shop, &of_order(order)).await.is(200);
    view["parcels"][0]["id"].as_str().expect("a parcel").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_01_a_change_of_mind_names_one_of_three_over_the_api_and_by_the_form() {
    let (stage, order) = came().await;
    let (house, buyer) = (&stage.house, stage.shop.of("buyer:B"));
    let ask = async |named: &str| {
        let body = json!({"units": [0], "reason": "change_of_mind", "sub_reason": named});
        house.post(&buyer, &format!("/v1/orders/{order}/returns"), body).await
    };
    let told = ask("trademark").await.problem(422, "sub_reason_unknown");
    assert_eq!(told["values"]["allowed"], json!(CHANGES_OF_MIND));
    let case = ask("ordered_by_mistake").await.is(201)["created"].as_str().expect("a case").to_owned();
    assert_eq!(stage.case(&case).await["sub_reason_title"], "Ordered by mistake");

    let page = stage
        .page(
            "buyer",
            &format!("/orders/{order}/acts/request_return?target={}", parcel(&stage, &order).await),
        )
        .await;
    assert!(page.contains("Why do you send it back?"), "{page}");
    let paper = Paper::on(&page, "/acts/request_return");
    let answers: Vec<&str> = paper
        .asks
        .iter()
        .filter(|(_, name, ..)| name == "sub_reason")
        .map(|(_, _, value, _)| value.as_str())
        .collect();
    assert_eq!(answers, ["no_longer_needed", "ordered_by_mistake", "does_not_suit", "?"]);
    let shown = text(paper.clone().send(house, &stage.buyer).await, 422);
    assert!(shown.contains("href=\"#sub_reason\"") && shown.contains("id=\"sub_reason-problem\""), "{shown}");
    let again = Paper::on(&shown, "/acts/request_return").set("sub_reason", "does_not_suit");
    again.send(house, &stage.buyer).await.is(303);
    let view = house.get(&buyer, &of_order(&order)).await.is(200);
    assert_eq!(view["cases"][1]["sub_reason"], "does_not_suit");
    let case = view["cases"][1]["id"].as_str().expect("an id");
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    assert!(page.contains("Change of mind: Does not suit, though as described"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ret_01_who_cannot_say_why_sends_it_back_all_the_same() {
    let (stage, order) = came().await;
    let parcel = parcel(&stage, &order).await;
    stage.does("buyer", &order, "request_return", &parcel, &[("sub_reason", "?")]).await.is(303);
    let view = stage.house.get(&stage.shop, &of_order(&order)).await.is(200);
    assert_eq!(
        (&view["cases"][0]["kind"], &view["cases"][0]["sub_reason"]),
        (&json!("return"), &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_03_the_guided_form_asks_for_the_sub_reason_and_both_sides_and_the_desk_read_it() {
    let (stage, order) = came().await;
    let (house, buyer) = (&stage.house, &stage.buyer);
    let path = format!("/buyer/orders/{order}/dispute");
    let begun = "received=yes&n=0%3A1&reason=counterfeit";
    let page = async |query: &str| text(buyer.get(house, &format!("{path}?{query}")).await, 200);
    let question = page(&format!("{begun}&asked=reason")).await;
    assert!(
        question.contains("What exactly is wrong?") && question.contains("value=\"trademark\""),
        "{question}"
    );
    assert!(question.contains("name=\"reason\" value=\"counterfeit\""), "what was answered goes along");
    assert!(!question.contains("class=\"errors\""), "it has not been asked yet");
    let wrong = page(&format!("{begun}&asked=sub_reason")).await;
    assert!(wrong.contains("class=\"errors\"") && wrong.contains("href=\"#sub_reason\""), "{wrong}");
    let forged = page(&format!("{begun}&sub_reason=no_longer_needed&asked=sub_reason")).await;
    assert!(forged.contains("class=\"errors\""), "another reason's is no answer");
    let remedy = page(&format!("{begun}&sub_reason=trademark&asked=sub_reason")).await;
    assert!(remedy.contains("What would put it right?"), "{remedy}");
    assert!(plain(&remedy).contains("sub_reason=trademark&step=sub_reason"), "back leads to it: {remedy}");
    let damaged = page("received=yes&n=0%3A1&reason=damaged&asked=reason&step=sub_reason").await;
    assert!(damaged.contains("What would put it right?"), "where there is none, nobody is asked");

    let done = format!("{begun}&sub_reason=trademark&remedy=refund&amount=1&text=none&files=done");
    let check = page(&done).await;
    assert!(plain(&check).contains(TRADEMARK), "{check}");
    let sent = Paper::on(&check, "/dispute/send").send(house, buyer).await;
    let view = house.get(&stage.shop, &of_order(&order)).await.is(200);
    let case = view["cases"][0]["id"].as_str().expect("an id");
    goes_to(&sent, &format!("/buyer/cases/{case}/opened"));
    assert_eq!(view["cases"][0]["sub_reason"], "trademark");
    let said = format!("Counterfeit: {TRADEMARK}");
    let mediator = Browser::enters(house, &stage.shop, "mediator:M").await;
    let opened = text(buyer.get(house, &format!("/buyer/cases/{case}/opened")).await, 200);
    let pages = [
        opened,
        stage.page("buyer", &format!("/cases/{case}")).await,
        stage.page("seller", &format!("/cases/{case}")).await,
        text(mediator.get(house, &format!("/staff/cases/{case}")).await, 200),
    ];
    for page in pages {
        assert!(plain(&page).contains(&said), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_03_who_is_not_sure_names_no_sub_reason() {
    let (stage, order) = came().await;
    let answers =
        "received=yes&n=0%3A1&reason=counterfeit&sub_reason=%3F&remedy=refund&amount=1&text=none&files=done";
    let check = stage.page("buyer", &format!("/orders/{order}/dispute?{answers}")).await;
    assert!(check.contains("None of these, or I am not sure"), "{check}");
    Paper::on(&check, "/dispute/send").send(&stage.house, &stage.buyer).await.is(303);
    let view = stage.house.get(&stage.shop, &of_order(&order)).await.is(200);
    assert_eq!(
        (&view["cases"][0]["reason"], &view["cases"][0]["sub_reason"]),
        (&json!("counterfeit"), &Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_09_the_form_of_a_change_shows_the_sub_reasons_below_their_reason() {
    let (stage, order) = came().await;
    let case = opened(&stage, &order, 0, "counterfeit", json!("trademark")).await;
    let form = format!("/orders/{order}/acts/change?target={case}");
    let paper = async || Paper::on(&stage.page("buyer", &form).await, "/acts/change");
    let first = paper().await;
    assert_eq!((first.value("reason"), first.value("sub_reason")), (Some("counterfeit"), Some("trademark")));
    assert!(!first.asks.iter().any(|(_, _, value, _)| value == "?"), "what was named is not taken back");
    // Another reason is chosen, and below the old one a radio button still stands: it is passed over.
    first.set("reason", "damaged").send(&stage.house, &stage.buyer).await.is(303);
    let now = stage.case(&case).await;
    assert_eq!((&now["reason"], &now["sub_reason"]), (&json!("damaged"), &Value::Null));

    let second = paper().await;
    assert_eq!((second.value("reason"), second.value("sub_reason")), (Some("damaged"), None));
    let open = second.set("reason", "counterfeit");
    let shown = text(open.clone().send(&stage.house, &stage.buyer).await, 422);
    assert_eq!(shown.matches("id=\"sub_reason\"").count(), 1, "the problem leads to one place: {shown}");
    assert!(shown.contains("href=\"#sub_reason\""), "{shown}");
    open.set("sub_reason", "patent").send(&stage.house, &stage.buyer).await.is(303);
    let now = stage.case(&case).await;
    assert_eq!((&now["reason"], &now["sub_reason"]), (&json!("counterfeit"), &json!("patent")));
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    assert!(
        page.contains("Counterfeit: A copy of a patented invention"),
        "its history tells it, too: {page}"
    );
}
