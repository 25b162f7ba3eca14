//! The shipment is checked, over the API and by the forms: INV-1 to INV-3.
use crate::house::{As, House, Reply};
use crate::pages_case::{Stage, text};
use crate::paper::{Paper, plain};
use crate::portal::Browser;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

struct Shop {
    house: House,
    key: As,
    case: String,
}

impl Shop {
    async fn new() -> Self {
        let house = House::new().await;
        let key = house.marketplace("a", "default").await;
        let (_, case) = house.disputed(&key, "1").await;
        Self { house, key, case }
    }

    async fn act(&self, who: &str, tail: &str, body: Value) -> Reply {
        let who = if who.is_empty() { self.key.clone() } else { self.key.of(who) };
        self.house.post(&who, &format!("/v1/cases/{}/{tail}", self.case), body).await
    }

    async fn asked(&self) {
        let body = json!({"answer": "investigate", "carrier": "fedex", "number": "T1"});
        self.act("seller:S", "answer", body).await.is(200);
    }

    async fn view(&self, who: &str) -> Value {
        self.house.get(&self.key.of(who), &format!("/v1/cases/{}", self.case)).await.is(200)
    }

    async fn end(&self) -> Timestamp {
        let view = self.view("buyer:B").await;
        view["stage"]["clock"]["end"].as_str().expect("a clock runs").parse().expect("an instant")
    }

    async fn to(&self, instant: Timestamp) {
        let body = json!({"to": instant.to_string()});
        self.house.post(&self.key, "/v1/sandbox/clock", body).await.is(200);
    }

    async fn told(&self, who: &str, notice: &str) -> usize {
        let page = self.house.get(&self.key.of(who), "/v1/notices?limit=1000").await.is(200);
        page["items"].as_array().expect("a list").iter().filter(|told| told["notice"] == notice).count()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn inv_01_carrier_and_number_are_required_of_the_seller() {
    let shop = Shop::new().await;
    for (body, missing) in [
        (json!({"answer": "investigate"}), json!(["carrier", "number"])),
        (json!({"answer": "investigate", "carrier": "fedex"}), json!(["number"])),
        (json!({"answer": "investigate", "number": "T1"}), json!(["carrier"])),
    ] {
        let refused = shop.act("seller:S", "answer", body).await;
        assert_eq!(refused.body["values"]["items"], missing, "{:#}", refused.body);
        refused.problem(409, "missing");
    }
    shop.act("buyer:B", "answer", json!({"answer": "investigate", "carrier": "fedex", "number": "T1"}))
        .await
        .problem(403, "not_yours");
    shop.asked().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inv_02_both_see_the_carriers_clock_and_none_of_their_own() {
    let shop = Shop::new().await;
    shop.asked().await;
    for who in ["buyer:B", "seller:S"] {
        let view = shop.view(who).await;
        assert_eq!(
            (&view["stage"]["name"], &view["stage"]["turn"]),
            (&json!("investigating"), &json!("carrier"))
        );
        assert_eq!(view["stage"]["on_end"], "negotiating", "{view:#}");
        let asked = &view["investigation"];
        assert_eq!((&asked["carrier"], &asked["number"]), (&json!("fedex"), &json!("T1")), "{view:#}");
        assert_eq!((shop.told(who, "investigation").await, shop.told(who, "turn_ends").await), (1, 0));
    }
    // Thirteen days on, each still has all its time.
    shop.house.clock(&shop.key, "P13D").await;
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "investigating");
    shop.act("", "finding", json!({"finding": "with_carrier"})).await.is(200);
    let view = shop.view("seller:S").await;
    assert_eq!((&view["stage"]["name"], &view["finding"]), (&json!("negotiating"), &json!("with_carrier")));
    let since: Timestamp = view["stage"]["since"].as_str().expect("an instant").parse().expect("an instant");
    assert!(shop.end().await.duration_since(since) >= SignedDuration::from_hours(7 * 24), "{view:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn inv_03_pro_10_the_finding_or_its_absence_at_the_deadline_is_told_to_both() {
    let nano = SignedDuration::from_nanos(1);
    let shop = Shop::new().await;
    shop.asked().await;
    let end = shop.end().await;
    shop.to(end - nano).await;
    assert_eq!(shop.told("buyer:B", "finding_missed").await, 0);
    shop.act("", "finding", json!({"finding": "lost"})).await.is(200);
    for who in ["buyer:B", "seller:S"] {
        assert_eq!(
            (shop.told(who, "finding").await, shop.told(who, "finding_missed").await),
            (1, 0),
            "{who}"
        );
    }
    let shop = Shop::new().await;
    shop.asked().await;
    let end = shop.end().await;
    shop.to(end).await;
    for who in ["buyer:B", "seller:S"] {
        assert_eq!(
            (shop.told(who, "finding").await, shop.told(who, "finding_missed").await),
            (0, 1),
            "{who}"
        );
        assert_eq!(shop.view(who).await["investigation"]["missed_at"], end.to_string());
    }
    let offer = json!({"remedy": {"kind": "refund", "amount": {"amount": 200, "currency": "BRL"}},
        "words": {"reason": "agreement"}});
    shop.act("seller:S", "proposals", offer).await.is(200);
    shop.act("", "finding", json!({"finding": "delivered"})).await.is(200);
    shop.act("", "finding", json!({"finding": "delivered"})).await.problem(409, "already_done");
    assert_eq!(shop.view("buyer:B").await["stage"]["name"], "negotiating", "late, it moves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn inv_03_the_carriers_own_scan_is_its_answer() {
    let shop = Shop::new().await;
    shop.asked().await;
    shop.house.clock(&shop.key, "P2D").await;
    let scan = json!({"event": "found", "carrier": "fedex", "number": "T1",
        "scans": [{"at": "2026-03-16T10:00:00Z", "status": "delivered"}]});
    shop.house.post(&shop.key, "/v1/tracking", scan).await.is(202);
    let view = shop.view("buyer:B").await;
    assert_eq!((&view["stage"]["name"], &view["finding"]), (&json!("negotiating"), &json!("delivered")));
}

#[tokio::test(flavor = "multi_thread")]
async fn inv_01_inv_02_inv_03_by_the_forms_of_seller_and_staff() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let path = format!("/orders/{order}/acts/investigate?target={case}");
    let page = stage.page("seller", &path).await;
    // What is known is filled in; without a number it comes back.
    let paper = Paper::on(&page, "/acts/investigate");
    assert_eq!((paper.value("carrier"), paper.value("number")), (Some("fedex"), Some("T1")));
    let wrong = text(paper.clone().set("number", " ").send(&stage.house, &stage.seller).await, 422);
    assert!(wrong.contains("id=\"number-problem\""), "{wrong}");
    paper.send(&stage.house, &stage.seller).await.is(303);
    for role in ["buyer", "seller"] {
        let shown = stage.page(role, &format!("/cases/{case}")).await;
        assert!(
            shown.contains("data-investigation") && plain(&shown).contains("Time to answer until"),
            "{shown}"
        );
    }
    let maya = Browser::enters(&stage.house, &stage.shop, "mediator:maya").await;
    let desk = text(maya.get(&stage.house, &format!("/staff/cases/{case}")).await, 200);
    assert!(desk.contains("data-act=\"report_finding\"") && desk.contains("data-investigation"), "{desk}");
    let path = format!("/staff/orders/{order}/acts/report_finding?target={case}");
    let form = text(maya.get(&stage.house, &path).await, 200);
    Paper::on(&form, "/acts/report_finding").set("finding", "lost").send(&stage.house, &maya).await.is(303);
    assert_eq!(stage.case(&case).await["finding"], "lost");
    let shown = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(plain(&shown).contains("The carrier lost the parcel"), "{shown}");
    // The same again is not offered; what puts it right is.
    let form = text(maya.get(&stage.house, &path).await, 200);
    assert!(!form.contains("value=\"lost\"") && form.contains("value=\"delivered\""), "{form}");
}
