//! Pages that follow what happens: without loading anew, and without losing what was typed.
use crate::api::To;
use crate::browser::Browser;
use crate::look::Look;
use crate::people::Claim;
use crate::world::{CAME_BROKEN, World};
use serde_json::{Value, json};

/// How an instant is shown to a visitor, by the browser's own knowledge of languages.
async fn shown(browser: &Browser, at: &Value) -> String {
    let script = "return new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' })
        .format(new Date(arguments[0]))";
    browser.script(script, vec![at.clone()]).await.as_str().expect("a text").to_owned()
}

/// A refused act says why and from when; at that instant the open page offers it by itself.
async fn refused_then_allowed(look: Look) {
    let world = World::demo();
    let orders = world.orders("buyer:ana").await;
    let early = |order: &&Value| order["state"] == "shipped" && refusal(order)["from"].is_string();
    let order = orders.iter().find(early).expect("one of Ana's parcels is under way");
    let from = &refusal(order)["from"];
    let browser = world.visit(look).await;
    browser.come(&world, "buyer:ana", To::Order(order["id"].as_str().expect("an id"))).await;
    assert!(!browser.offers("open_dispute").await);
    browser.press(&browser.say("order-not-now")).await;
    let said = "return document.querySelector('[data-refused=open_dispute_not_received]').innerText";
    let said = browser.script(said, vec![]).await;
    let (said, at) = (said.as_str().expect("a text"), shown(&browser, from).await);
    assert!(
        crate::browser::spaced(said).contains(&crate::browser::spaced(&at)),
        "{said:?} does not say {at:?}"
    );
    world.post("", "/v1/sandbox/clock", &json!({"to": from})).await;
    browser.until("the act is offered", async || browser.offers("open_dispute").await).await;
    browser.sound().await;
    browser.act("open_dispute").await;
    browser.sees(&browser.say("dispute-received-no")).await;
}

/// Why the parcel cannot yet be reported as missing.
fn refusal(order: &Value) -> Value {
    let actions = order["allowed_actions"].as_array().expect("a list");
    let action = actions.iter().find(|action| action["act"] == "open_dispute_not_received");
    action.map(|action| action["refused"].clone()).unwrap_or_default()
}

#[tokio::test]
async fn a_refused_act_says_from_when_on_a_phone() {
    refused_then_allowed(Look::PHONE).await;
}

#[tokio::test]
async fn a_refused_act_says_from_when_on_a_desktop_in_indonesian() {
    refused_then_allowed(Look::DESKTOP.speaking("id")).await;
}

#[tokio::test]
async fn an_order_page_follows_and_keeps_what_was_typed() {
    let world = World::demo();
    let order = world.order("buyer:ana", CAME_BROKEN).await;
    let seller = world.visit(Look::DESKTOP).await;
    seller.come(&world, "seller:petit-atelier", To::Order(&order)).await;
    seller.script("window.loaded = 'once'", vec![]).await;
    seller.fill(&seller.say("talk-write"), "We look into it at").await;

    let buyer = world.visit(Look::PHONE).await;
    buyer.come(&world, "buyer:ana", To::Order(&order)).await;
    let words = "The bag is torn.";
    buyer
        .dispute(Claim {
            received: true,
            reason: "damaged",
            finer: None,
            remedy: "refund",
            amount: None,
            words,
        })
        .await;

    seller.sees(&seller.say("order-cases")).await;
    seller.sees(&seller.say("frame-news")).await;
    assert_eq!(seller.value(&seller.say("talk-write")).await, "We look into it at");
    seller.fill(&seller.say("talk-write"), "We look into it at once.").await;
    seller.press(&seller.say("talk-send")).await;
    seller.sees("We look into it at once.").await;
    assert_eq!(seller.script("return window.loaded", vec![]).await, Value::Null, "sending loads the page");
    buyer.come(&world, "buyer:ana", To::Order(&order)).await;
    assert!(buyer.shows("We look into it at once.").await);
}

/// Streams of pages that were left take none of the browser's six connections.
#[tokio::test]
async fn many_live_pages_one_after_another() {
    let world = World::demo();
    let browser = world.visit(Look::PHONE).await;
    let orders = world.orders("seller:lumen-lamps").await;
    browser.come(&world, "seller:lumen-lamps", To::Home).await;
    let visit = async {
        for order in orders.iter().take(15) {
            browser.open(&format!("/seller/orders/{}", order["id"].as_str().expect("an id"))).await;
        }
    };
    let limit = std::time::Duration::from_secs(30);
    assert!(tokio::time::timeout(limit, visit).await.is_ok(), "a page waited for the streams of others");
}
