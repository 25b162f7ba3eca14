//! The mediator's pages, the seller's first page, and the pages of those who have no session.
use crate::house::{As, House, Reply, money, purchase};
use crate::portal::{Browser, between, goes_to, send};
use serde_json::{Value, json};

/// The text of a page.
#[track_caller]
fn page(reply: Reply, status: u16) -> String {
    let kind = reply.header("content-type").unwrap_or_default().to_owned();
    assert!(kind.starts_with("text/html"), "{kind}: {:#}", reply.body);
    assert!(reply.header("content-security-policy").is_some(), "a page says what it may load");
    reply.is(status).as_str().expect("a page").to_owned()
}

/// Every value of an attribute, in the order of the page.
fn all<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    page.split(mark.as_str()).skip(1).map(|rest| rest.split('"').next().expect("it ends")).collect()
}

/// A dispute over units of an order that was shipped, refused by the seller and passed to the platform.
async fn escalated(house: &House, shop: &As, order: &str, units: &[u16]) -> String {
    let asked = 550 * i64::try_from(units.len()).expect("a few");
    let dispute = json!({"units": units, "received": false, "reason": "not_received",
        "remedy": {"kind": "refund", "amount": money(asked)}, "text": "Nothing ever came."});
    let path = format!("/v1/orders/{order}/cases");
    let case = house.post(&shop.of("buyer:B"), &path, dispute).await.is(201)["created"].clone();
    let case = case.as_str().expect("a case").to_owned();
    let act = |tail: &str| format!("/v1/cases/{case}/{tail}");
    let reject =
        json!({"answer": "reject", "words": {"reason": "delivered", "text": "The driver says he left it."}});
    house.post(&shop.of("seller:S"), &act("answer"), reject).await.is(200);
    let why = json!({"words": {"reason": "no_agreement"}});
    house.post(&shop.of("buyer:B"), &act("escalate"), why).await.is(200);
    case
}

/// One case before the platform, and a mediator's browser.
async fn before_the_platform() -> (House, As, String, String, Browser) {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.shipped(&shop, "1").await;
    house.clock(&shop, "P12D").await;
    let case = escalated(&house, &shop, &order, &[0, 1]).await;
    let mediator = Browser::enters(&house, &shop, "mediator:M").await;
    (house, shop, order, case, mediator)
}

/// Sends a form with its session's token.
async fn submit(house: &House, who: &Browser, path: &str, fields: &str) -> Reply {
    let token = who.token(house, "/staff/").await;
    who.send(house, path, &format!("csrf={token}&{fields}")).await
}

/// Presses the button that takes a case, as the desk's page has it.
async fn takes(house: &House, who: &Browser, case: &str) {
    let path = format!("/staff/cases/{case}");
    let desk = page(who.get(house, &path).await, 200);
    let (before, _) = desk.split_once("data-act=\"assign\"").expect("the case can be taken");
    let action =
        before.rsplit_once("action=\"").and_then(|(_, rest)| rest.split('"').next()).expect("a form");
    goes_to(&who.send(house, action, &hidden(&desk, action)).await, &format!("{path}?done=assign"));
}

/// The form of a page that leads to a path, with all its hidden fields as a browser sends them.
fn hidden(page: &str, action: &str) -> String {
    let form = between(page, &format!("action=\"{action}\""), "</form>");
    let inputs = form.split("<input type=\"hidden\" name=\"").skip(1).map(|rest| {
        let name = rest.split('"').next().expect("a name");
        let value = between(rest, "value=\"", "\"");
        format!("{name}={}", value.replace(' ', "+"))
    });
    let texts = form.split("<textarea name=\"").skip(1).map(|rest| {
        let name = rest.split('"').next().expect("a name");
        format!("{name}={}", between(rest, ">", "</textarea>").replace(' ', "+"))
    });
    inputs.chain(texts).collect::<Vec<_>>().join("&")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_is_by_deadline_and_knows_whose_each_case_is() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (first, second) = (house.shipped(&shop, "1").await, house.shipped(&shop, "2").await);
    house.clock(&shop, "P12D").await;
    let early = escalated(&house, &shop, &second, &[0, 1]).await;
    house.clock(&shop, "P1D").await;
    let late = escalated(&house, &shop, &first, &[1]).await;
    let mediator = Browser::enters(&house, &shop, "mediator:M").await;
    let queue = page(mediator.get(&house, "/staff/").await, 200);
    assert_eq!(all(&queue, "data-case"), [early.as_str(), late.as_str()]);
    assert!(queue.contains("R$5.50") && queue.contains("R$11.00"), "{queue}");
    assert!(
        queue.contains("Refund of everything that is left")
            || queue.contains("Refund of the amount asked for")
    );
    assert!(queue.contains("Nobody yet"));
    takes(&house, &mediator, &late).await;
    let cases = async |who: &Browser, path: &str| {
        let queue = page(who.get(&house, path).await, 200);
        all(&queue, "data-case").iter().map(|case| (*case).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(cases(&mediator, "/staff/?of=mine").await, [late.as_str()]);
    assert_eq!(cases(&mediator, "/staff/?of=open").await, [early.as_str()]);
    let colleague = Browser::enters(&house, &shop, "mediator:N").await;
    assert_eq!(cases(&colleague, "/staff/").await, [early.as_str()]);
    assert!(page(colleague.get(&house, "/staff/?of=mine").await, 200).contains("None of your cases waits"));
    takes(&house, &mediator, &early).await;
    assert!(page(colleague.get(&house, "/staff/").await, 200).contains("data-group=\"nothing\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_shows_both_sides_the_facts_and_what_the_rules_say() {
    let (house, shop, _, case, mediator) = before_the_platform().await;
    let desk = page(mediator.get(&house, &format!("/staff/cases/{case}")).await, 200);
    let (buyer, rest) = desk.split_once("data-side=\"respondent\"").expect("both sides");
    assert!(buyer.contains("data-side=\"opener\"") && buyer.contains("Nothing ever came."), "{buyer}");
    let (seller, _) = rest.split_once("data-part=\"decide\"").expect("what can be done");
    assert!(
        seller.contains("The driver says he left it.") && seller.contains("The parcel was delivered"),
        "{seller}"
    );
    let view = house.get(&shop.of("mediator:M"), &format!("/v1/cases/{case}")).await.is(200);
    let facts: Vec<&str> = view["facts"].as_object().expect("facts").keys().map(String::as_str).collect();
    assert_eq!(all(&desk, "data-fact"), facts);
    assert_eq!(all(&desk, "data-row"), [view["recommended"]["row"].as_str().expect("a row")]);
    let why = view["recommended"]["why"].as_str().expect("a reason").replace('\'', "&#39;");
    assert!(
        desk.contains(&why) || desk.contains(view["recommended"]["why"].as_str().expect("a reason")),
        "{desk}"
    );
    assert!(desk.contains("Take this case") && desk.contains("data-refused=\"rule\""));
    assert!(desk.contains("<span data-mediator>Nobody yet</span>"));
    assert!(desk.contains(">The mediator&#39;s turn<") || desk.contains(">The mediator's turn<"), "{desk}");
    takes(&house, &mediator, &case).await;
    let desk = page(mediator.get(&house, &format!("/staff/cases/{case}")).await, 200);
    assert!(desk.contains("<span data-mediator>You</span>") && desk.contains("data-act=\"rule\""), "{desk}");
    let colleague = Browser::enters(&house, &shop, "mediator:N").await;
    let theirs = page(colleague.get(&house, &format!("/staff/cases/{case}")).await, 200);
    assert!(theirs.contains("<span data-mediator>M</span>"), "the mediator is named");
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_13_a_ruling_follows_the_recommendation_without_a_reason() {
    let (house, shop, _, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let asked = page(mediator.get(&house, &format!("{path}/rule")).await, 200);
    assert!(asked.contains("value=\"follow\" checked"), "the recommendation is what is chosen at first");
    let check =
        page(submit(&house, &mediator, &format!("{path}/rule"), "step=decision&decision=follow").await, 200);
    assert!(check.contains("data-follows=\"true\"") && check.contains("Check before you decide"), "{check}");
    let before = house.get(&shop.of("mediator:M"), &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(before["rulings"], json!([]), "looking decides nothing");
    let form = hidden(&check, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
    let desk = page(mediator.get(&house, &format!("{path}?done=rule")).await, 200);
    assert!(desk.contains("data-done") && desk.contains("You have ruled."), "{desk}");
    let after = house.get(&shop.of("mediator:M"), &format!("/v1/cases/{case}")).await.is(200);
    let rulings = after["rulings"].as_array().expect("a list");
    assert_eq!(rulings.len(), 1, "sent twice, ruled once");
    assert_eq!((&rulings[0]["by"]["id"], &rulings[0]["departs"]), (&json!("M"), &Value::Null));
    assert_eq!(rulings[0]["row"], before["recommended"]["row"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_13_a_ruling_that_departs_needs_a_reason_and_words_and_loses_nothing_typed() {
    let (house, shop, _, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let rule = format!("{path}/rule");
    let further = page(submit(&house, &mediator, &rule, "step=decision&decision=other").await, 200);
    assert!(!further.contains("class=\"errors\""), "nothing is wrong before it was asked");
    let typed = "step=details&decision=other&remedy=refund&amount=3.00&liable=seller";
    let wrong = page(submit(&house, &mediator, &rule, typed).await, 422);
    assert!(wrong.contains("href=\"#reason\"") && wrong.contains("href=\"#text\""), "{wrong}");
    assert!(wrong.contains("value=\"3.00\"") && wrong.contains("value=\"seller\" checked"), "{wrong}");
    let much = "step=details&decision=other&remedy=refund&amount=11.01&liable=seller&reason=weighed&text=Because+so.";
    let wrong = page(submit(&house, &mediator, &rule, much).await, 422);
    assert!(wrong.contains("href=\"#amount\"") && wrong.contains("Because so.</textarea>"), "{wrong}");
    let right = format!("{typed}&reason=weighed&text=The+photo+shows+another+door.");
    let check = page(submit(&house, &mediator, &rule, &right).await, 200);
    assert!(
        check.contains("data-follows=\"false\"") && check.contains("The photo shows another door."),
        "{check}"
    );
    let form = hidden(&check, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
    let after = house.get(&shop.of("buyer:B"), &format!("/v1/cases/{case}")).await.is(200);
    let departs = &after["rulings"][0]["departs"];
    assert_eq!(departs["reason"], "weighed");
    assert_eq!(departs["text"]["text"], "The photo shows another door.");
    let desk = page(mediator.get(&house, &path).await, 200);
    assert!(desk.contains("It departs from the recommendation"), "{desk}");
}

async fn balance(house: &House, shop: &As, account: &str) -> i64 {
    let ledger = house.get(shop, "/v1/ledger/balances").await.is(200);
    let items = ledger["items"].as_array().expect("a list");
    items
        .iter()
        .find(|row| row["account"] == account)
        .map_or(0, |row| row["amount"].as_i64().expect("a number"))
}

/// The amounts of a preview by whose they are.
fn preview(page: &str, owner: &str) -> i64 {
    let row = page.split(&format!("data-owner=\"{owner}\"")).nth(1);
    row.map_or(0, |row| between(row, "data-amount=\"", "\"").parse().expect("a number"))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_preview_says_is_what_is_booked() {
    for fields in [
        "decision=follow",
        "decision=other&remedy=refund&amount=3.33&liable=seller&reason=weighed&text=Half.",
        "decision=dismiss&liable=nobody&reason=facts_wrong&text=It+was+there.",
    ] {
        let (house, shop, order, case, mediator) = before_the_platform().await;
        takes(&house, &mediator, &case).await;
        let path = format!("/staff/cases/{case}");
        let check = page(
            submit(&house, &mediator, &format!("{path}/rule"), &format!("step=details&{fields}")).await,
            200,
        );
        let form = hidden(&check, &format!("{path}/ruling"));
        goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
        house.clock(&shop, "P90D").await;
        let booked = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200);
        let of = |name: &str| booked["totals"][name]["amount"].as_i64().expect("a number");
        assert_eq!(of("escrow"), 0, "{fields}: everything has found its owner");
        assert_eq!(preview(&check, "held"), 1_100, "{fields}");
        assert_eq!(preview(&check, "buyer"), of("refunded"), "{fields}");
        assert_eq!(preview(&check, "seller") + preview(&check, "fees"), of("released"), "{fields}");
        assert_eq!(preview(&check, "seller"), balance(&house, &shop, "seller:S:payable").await, "{fields}");
        assert_eq!(preview(&check, "fees"), balance(&house, &shop, "platform:fees").await, "{fields}");
        let legs: Vec<String> = booked["refunds"]
            .as_array()
            .expect("a list")
            .iter()
            .flat_map(|refund| refund["legs"].as_array().expect("legs").clone())
            .map(|leg| format!("{} {}", leg["route"].as_str().expect("a way"), leg["amount"]["amount"]))
            .collect();
        let ways: Vec<String> = check
            .split(" data-way=\"")
            .skip(1)
            .map(|rest| {
                format!(
                    "{} {}",
                    rest.split('"').next().expect("a way"),
                    between(rest, "data-amount=\"", "\"")
                )
            })
            .collect();
        assert_eq!(ways, legs, "{fields}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_mediator_of_a_case_rules_it() {
    let (house, _, _, case, mediator) = before_the_platform().await;
    let path = format!("/staff/cases/{case}");
    let told = page(mediator.get(&house, &format!("{path}/rule")).await, 200);
    let why = "Only the mediator of this case can decide it. Take the case first.";
    assert!(
        told.contains(why) && told.contains("Take this case") && !told.contains("name=\"decision\""),
        "{told}"
    );
    let refused =
        page(submit(&house, &mediator, &format!("{path}/ruling"), "once=x&decision=follow").await, 409);
    assert!(refused.contains(why), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appeal_goes_to_another_mediator() {
    let (house, shop, order, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let fields = "decision=dismiss&liable=nobody&reason=facts_wrong&text=It+was+there.&once=x";
    goes_to(
        &submit(&house, &mediator, &format!("{path}/ruling"), fields).await,
        &format!("{path}?done=rule"),
    );
    let (buyer, entry) = (shop.of("buyer:B"), json!({"case": case, "text": "The neighbour has not got it."}));
    let evidence = house.post(&buyer, &format!("/v1/orders/{order}/evidence/log"), entry).await.is(201);
    let appeal = json!({"evidence": [evidence["created"]], "words": {"reason": "new_evidence"}});
    house.post(&buyer, &format!("/v1/cases/{case}/appeal"), appeal).await.is(200);
    let take = format!("/staff/orders/{order}/acts/assign?target={case}");
    let refused = page(submit(&house, &mediator, &take, "once=again").await, 409);
    assert!(refused.contains("Another mediator must take it"), "{refused}");
    let desk = page(mediator.get(&house, &path).await, 200);
    assert!(desk.contains("After an appeal") && desk.contains("Another mediator must take it"), "{desk}");
    let colleague = Browser::enters(&house, &shop, "mediator:N").await;
    assert!(page(colleague.get(&house, "/staff/").await, 200).contains("After an appeal"));
    takes(&house, &colleague, &case).await;
    assert!(page(colleague.get(&house, &format!("{path}/rule")).await, 200).contains("name=\"decision\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happened_meanwhile_is_told_and_nothing_typed_is_lost() {
    let (house, shop, _, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let fields = "step=details&decision=dismiss&liable=nobody&reason=facts_wrong&text=It+was+there+in+May.";
    let check = page(submit(&house, &mediator, &format!("{path}/rule"), fields).await, 200);
    let form = hidden(&check, &format!("{path}/ruling"));
    let words = json!({"case": case, "text": "I have found it after all."});
    let order = house.get(&shop, &format!("/v1/cases/{case}")).await.is(200)["order"].clone();
    let messages = format!("/v1/orders/{}/messages", order.as_str().expect("an order"));
    house.post(&shop.of("buyer:B"), &messages, words).await.is(200);
    let told = page(mediator.send(&house, &format!("{path}/ruling"), &form).await, 409);
    assert!(
        told.contains("This has happened meanwhile") && told.contains("I have found it after all."),
        "{told}"
    );
    assert!(told.contains("It was there in May."), "what was typed is kept");
    let view = house.get(&shop, &format!("/v1/cases/{case}")).await.is(200);
    assert_eq!(view["rulings"], json!([]), "it was not ruled on what the mediator had not read");
    let again = hidden(&told, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &again).await, &format!("{path}?done=rule"));
}

/// The carrier reports the parcel of the first order.
async fn scanned(house: &House, shop: &As, status: &str) {
    let scan = json!({"event": format!("late-{status}"), "carrier": "fedex", "number": "T1",
        "scans": [{"at": "2026-03-14T09:00:00Z", "status": status}]});
    assert_eq!(house.post(shop, "/v1/tracking", scan).await.is(202)["new"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_since_the_first_question_is_told_on_the_check_page() {
    let (house, shop, order, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let asked = page(mediator.get(&house, &format!("{path}/rule")).await, 200);
    let first = hidden(&asked, &format!("{path}/rule"));
    let quiet =
        page(mediator.send(&house, &format!("{path}/rule"), &format!("{first}&decision=follow")).await, 200);
    assert!(!quiet.contains("This has happened meanwhile"), "{quiet}");
    let words = json!({"case": case, "text": "I have found it after all."});
    house.post(&shop.of("buyer:B"), &format!("/v1/orders/{order}/messages"), words).await.is(200);
    let check =
        page(mediator.send(&house, &format!("{path}/rule"), &format!("{first}&decision=follow")).await, 200);
    assert!(
        check.contains("This has happened meanwhile") && check.contains("I have found it after all."),
        "{check}"
    );
    let form = hidden(&check, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_or_reported_beside_a_case_is_read_before_it_is_ruled() {
    let (house, shop, order, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let fields = "step=details&decision=dismiss&liable=nobody&reason=facts_wrong&text=It+was+there.";
    let mut check = page(submit(&house, &mediator, &format!("{path}/rule"), fields).await, 200);
    for news in ["message", "evidence", "scan"] {
        let form = hidden(&check, &format!("{path}/ruling"));
        let (buyer, told) = (shop.of("buyer:B"), json!({"text": "Beside the case."}));
        match news {
            "message" => {
                drop(house.post(&buyer, &format!("/v1/orders/{order}/messages"), told).await.is(200))
            }
            "evidence" => {
                drop(house.post(&buyer, &format!("/v1/orders/{order}/evidence/log"), told).await.is(201));
            }
            _ => scanned(&house, &shop, "out_for_delivery").await,
        }
        check = page(mediator.send(&house, &format!("{path}/ruling"), &form).await, 409);
        let kind = match news {
            "message" => "message_written",
            "evidence" => "evidence_sealed",
            _ => "scans_recorded",
        };
        assert!(check.contains("so nothing was decided. Read it"), "{news}: {check}");
        assert_eq!(all(&check, "data-event"), [kind]);
    }
    let form = hidden(&check, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &form).await, &format!("{path}?done=rule"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_ruled_but_what_was_checked() {
    let (house, shop, order, case, mediator) = before_the_platform().await;
    takes(&house, &mediator, &case).await;
    let path = format!("/staff/cases/{case}");
    let row = async || {
        let view = house.get(&shop.of("mediator:M"), &format!("/v1/cases/{case}")).await.is(200);
        (view["recommended"]["row"].as_str().expect("a row").to_owned(), view["rulings"].clone())
    };
    let version = async || {
        let view = house.get(&shop.of("mediator:M"), &format!("/v1/orders/{order}")).await.is(200);
        view["version"].as_u64().expect("a number")
    };
    let blind =
        page(submit(&house, &mediator, &format!("{path}/ruling"), "once=blind&decision=follow").await, 409);
    assert!(blind.contains("had not been shown"), "{blind}");
    let (before, seen) = (row().await.0, version().await);
    let check =
        page(submit(&house, &mediator, &format!("{path}/rule"), "step=decision&decision=follow").await, 200);
    assert_eq!(Some(before.as_str()), all(&check, "value").into_iter().find(|value| *value == before));
    scanned(&house, &shop, "delivered").await;
    let (after, none) = row().await;
    assert_ne!(before, after, "the recommendation is another one now");
    // As where nothing else moved: the version of the page is the latest, the case's revision the same.
    let form = hidden(&check, &format!("{path}/ruling"));
    let form = form.replace(&format!("version={seen}"), &format!("version={}", version().await));
    let told = page(mediator.send(&house, &format!("{path}/ruling"), &form).await, 409);
    assert!(told.contains("not what you had checked"), "{told}");
    assert!(told.contains(&before) && told.contains(&after), "{told}");
    assert_eq!((none, row().await.1), (json!([]), json!([])), "nothing was ruled");
    let again = hidden(&told, &format!("{path}/ruling"));
    goes_to(&mediator.send(&house, &format!("{path}/ruling"), &again).await, &format!("{path}?done=rule"));
    assert_eq!(row().await.1[0]["row"], json!(after));
}

#[tokio::test(flavor = "multi_thread")]
async fn not_04_the_sellers_inbox_is_by_urgency_and_says_what_to_do() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (_, case) = house.disputed(&shop, "1").await;
    let mut later = purchase("2");
    later["placed_at"] = json!("2026-03-14T10:00:00Z");
    let placed = house.post(&shop, "/v1/purchases", later).await.is(201);
    let order = placed["orders"][0]["order"].as_str().expect("an order").to_owned();
    let capture =
        json!({"provider": "sandbox", "payment_id": "pay-2", "captured_at": "2026-03-14T10:00:00Z"});
    house.post(&shop, "/v1/payments/captures", capture).await.is(200);
    let seller = Browser::enters(&house, &shop, "seller:S").await;
    let inbox = page(seller.get(&house, "/seller/").await, 200);
    let api = house.get(&shop.of("seller:S"), "/v1/inbox").await.is(200);
    let api: Vec<_> = api["items"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|item| item["what"].as_str().expect("a word").to_owned())
        .collect();
    assert_eq!(all(&inbox, "data-what"), api, "the same order as the API's");
    assert_eq!(api.len(), 2);
    assert!(inbox.contains("B says the parcel never came: answer"), "{inbox}");
    assert!(inbox.contains("Send the parcel and enter the tracking number"), "{inbox}");
    assert!(
        inbox.contains(&format!("/seller/cases/{case}"))
            && inbox.contains(&format!("/seller/orders/{order}"))
    );
    assert!(inbox.contains("If nothing happens by") && inbox.contains("A lamp") && inbox.contains("R$5.50"));
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let strip = page(buyer.get(&house, "/buyer/").await, 200);
    assert_eq!(all(&strip, "data-what"), Vec::<&str>::new(), "nothing waits for the buyer");
    let proposal = json!({"remedy": {"kind": "refund", "amount": money(300)}, "words": {"reason": "part"}});
    house.post(&shop.of("seller:S"), &format!("/v1/cases/{case}/proposals"), proposal).await.is(200);
    let strip = page(buyer.get(&house, "/buyer/").await, 200);
    assert!(strip.contains("S has proposed a solution: accept it, reject it or propose another"), "{strip}");
    let inbox = page(seller.get(&house, "/seller/").await, 200);
    assert!(inbox.contains("Your proposal lies with B"), "{inbox}");
    let indonesian = seller.who().with("Cookie", "recourse_language=id");
    let inbox = page(house.get(&indonesian, "/seller/").await, 200);
    assert!(inbox.contains("Kirim paket dan masukkan nomor resi"), "{inbox}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_inbox_reassures() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.shipped(&shop, "1").await;
    let seller = Browser::enters(&house, &shop, "seller:S").await;
    let inbox = page(seller.get(&house, "/seller/").await, 200);
    assert!(inbox.contains("Nothing waits for you") && inbox.contains("data-group=\"nothing\""), "{inbox}");
    assert_eq!(all(&inbox, "data-what"), Vec::<&str>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn paths_that_lead_nowhere_are_pages_for_people_and_problems_for_programs() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    house.paid(&shop, "1").await;
    let nobody = As::key("");
    for path in ["/buyer/nowhere", "/seller/cases", "/staff/nowhere", "/portal/nowhere"] {
        let told = page(house.get(&nobody, path).await, 404);
        assert!(told.contains("There is no such page"), "{told}");
        let told = page(house.get(&nobody.with("Accept-Language", "id"), path).await, 404);
        assert!(told.contains("<html lang=\"id\""), "{told}");
        house.get(&nobody.with("Accept", "application/json"), path).await.problem(404, "not_found");
    }
    house.get(&nobody, "/v1/nowhere").await.problem(404, "not_found");
    house.get(&nobody.with("Accept", "text/html"), "/v1/nowhere").await.problem(404, "not_found");
    page(house.get(&nobody.with("Accept", "text/html,*/*"), "/nowhere").await, 404);
    house.get(&nobody, "/nowhere").await.problem(404, "not_found");
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    for path in ["/buyer/nowhere", "/buyer/orders/ord_nothing", "/buyer/cases/cas_nothing"] {
        let told = page(buyer.get(&house, path).await, 404);
        assert!(told.contains("action=\"/buyer/sign-out\""), "in the reader's own frame: {told}");
    }
    page(buyer.get(&house, "/buyer/sign-out").await, 405);
    let script = buyer.who().with("Accept", "text/event-stream");
    house.get(&script, "/buyer/live/orders/ord_nothing").await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_no_session_reads_pages_in_their_language() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let (nobody, indonesian) = (As::key(""), As::key("").with("Accept-Language", "id-ID,id;q=0.9"));
    let english = page(house.get(&nobody, "/staff/sign-in").await, 200);
    assert!(english.contains("Sign in for staff") && english.contains("<html lang=\"en\""), "{english}");
    let told = page(house.get(&indonesian, "/staff/sign-in").await, 200);
    assert!(
        told.contains("Masuk untuk staf")
            && told.contains("Kata sandi")
            && told.contains("<html lang=\"id\"")
    );
    let wrong =
        page(send(&house, &indonesian, "/staff/sign-in", "marketplace=a&login=x&password=y").await, 422);
    assert!(wrong.contains("Data ini tidak cocok") && wrong.contains("value=\"x\""), "{wrong}");
    let ended = page(house.get(&indonesian, "/portal/expired").await, 403);
    assert!(ended.contains("Tautan Anda sudah kedaluwarsa"), "{ended}");
    house.paid(&shop, "1").await;
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let foreign = page(buyer.send(&house, "/buyer/sign-out", "csrf=wrong").await, 403);
    assert!(foreign.contains("id=\"session-foreign-form\""), "{foreign}");
}

#[tokio::test(flavor = "multi_thread")]
async fn msg_04_the_terms_are_read_in_the_readers_language() {
    let house = House::new().await;
    let shop = house.marketplace("a", "default").await;
    let order = house.paid(&shop, "1").await;
    let policy = house.get(&shop, &format!("/v1/orders/{order}")).await.is(200)["terms"]["policy"].clone();
    let policy = policy.as_str().expect("a hash");
    let buyer = Browser::enters(&house, &shop, "buyer:B").await;
    let href = format!("/buyer/terms?policy={policy}");
    let one = page(buyer.get(&house, &format!("/buyer/orders/{order}")).await, 200);
    assert!(one.contains(&href), "the order leads to its rules");
    let terms = house.get(&shop, "/v1/terms").await.is(200);
    for (language, who) in [("en", buyer.who()), ("id", buyer.who().with("Cookie", "recourse_language=id"))] {
        let read = page(house.get(&who, &href).await, 200);
        let text = &terms["languages"][language];
        let title = text["sections"][0]["title"].as_str().expect("a heading");
        assert!(read.contains(title), "{language}: {title}");
        assert_eq!(
            all(&read, "id").iter().filter(|id| id.starts_with("reason-")).count(),
            text["reasons"].as_array().expect("reasons").len()
        );
    }
    page(buyer.get(&house, &format!("/buyer/terms?policy={}", "0".repeat(64))).await, 404);
}
