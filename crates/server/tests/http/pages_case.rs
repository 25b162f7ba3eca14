//! The page of a case, the forms of all acts, and evidence from pages: opened and sent as a browser does.
use crate::house::{As, House, Reply, dispute, money};
use crate::paper::{Paper, encoded, plain};
use crate::portal::{Browser, goes_to};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";

/// A shop with its buyer and seller at their browsers.
pub struct Stage {
    pub house: House,
    pub shop: As,
    pub buyer: Browser,
    pub seller: Browser,
}

impl Stage {
    /// Everyone reads English in Jakarta; orders are placed before anyone can come in.
    pub async fn new() -> Self {
        let house = House::new().await;
        let shop = house.marketplace("a", "default").await;
        house.paid(&shop, "first").await;
        let buyer = Browser::enters(&house, &shop, "buyer:B").await;
        let seller = Browser::enters(&house, &shop, "seller:S").await;
        Self { house, shop, buyer, seller }
    }

    /// Orders in dispute, all in the same state: unit 0 of each never came.
    pub async fn disputed(&self, references: &[String]) -> Vec<(String, String)> {
        let mut orders = Vec::new();
        for reference in references {
            orders.push(self.house.shipped(&self.shop, reference).await);
        }
        self.house.clock(&self.shop, "P12D").await;
        let mut cases = Vec::new();
        for order in orders {
            let path = format!("/v1/orders/{order}/cases");
            let done = self.house.post(&self.shop.of("buyer:B"), &path, dispute()).await.is(201);
            cases.push((order, done["created"].as_str().expect("a case").to_owned()));
        }
        cases
    }

    /// Unit 0 came broken; the case asks for something.
    pub async fn damaged(&self, reference: &str, asked: Value) -> (String, String) {
        let order = self.house.shipped(&self.shop, reference).await;
        let buyer = self.shop.of("buyer:B");
        let view = self.house.get(&buyer, &format!("/v1/orders/{order}")).await.is(200);
        let receipt = json!({"parcel": view["parcels"][0]["id"]});
        self.house.post(&buyer, &format!("/v1/orders/{order}/receipts"), receipt).await.is(200);
        let body = json!({"units": [0], "received": true, "reason": "damaged", "remedy": asked});
        let done = self.house.post(&buyer, &format!("/v1/orders/{order}/cases"), body).await.is(201);
        (order, done["created"].as_str().expect("a case").to_owned())
    }

    fn of(&self, role: &str) -> (&Browser, &'static str) {
        if role == "buyer" { (&self.buyer, "/buyer") } else { (&self.seller, "/seller") }
    }

    pub async fn page(&self, role: &str, path: &str) -> String {
        let (browser, base) = self.of(role);
        text(browser.get(&self.house, &format!("{base}{path}")).await, 200)
    }

    async fn actions(&self, role: &str, order: &str) -> Vec<Value> {
        let actor = if role == "buyer" { "buyer:B" } else { "seller:S" };
        let view = self.house.get(&self.shop.of(actor), &format!("/v1/orders/{order}")).await.is(200);
        view["allowed_actions"].as_array().expect("a list").clone()
    }

    pub async fn case(&self, case: &str) -> Value {
        self.house.get(&self.shop, &format!("/v1/cases/{case}")).await.is(200)
    }

    /// Does an act by its form.
    pub async fn does(
        &self,
        role: &str,
        order: &str,
        act: &str,
        target: &str,
        set: &[(&str, &str)],
    ) -> Reply {
        let path = format!("/orders/{order}/acts/{act}?target={target}");
        let page = self.page(role, &path).await;
        let paper = Paper::on(&page, &format!("/acts/{act}")).filled();
        let paper = set.iter().fold(paper, |paper, (name, value)| paper.set(name, value));
        paper.send(&self.house, self.of(role).0).await
    }

    pub async fn upload(
        &self,
        role: &str,
        order: &str,
        fields: &[(&str, &str)],
        query: &str,
        file: &[u8],
    ) -> Reply {
        let (browser, base) = self.of(role);
        let path = format!("{base}/orders/{order}/evidence");
        let page = text(browser.get(&self.house, &format!("{path}/new?{query}")).await, 200);
        let paper = Paper::on(&page, "/evidence?");
        let mut body = Vec::new();
        let own: Vec<(String, String)> =
            paper.fields.into_iter().filter(|(name, _)| name != "file").collect();
        let set = |name: &str| {
            fields.iter().find(|(found, _)| *found == name).map(|(_, value)| (*value).to_owned())
        };
        for (name, value) in own {
            let value = set(&name).unwrap_or(value);
            let part = format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        body.extend_from_slice(
            b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n",
        );
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let kind = Some("multipart/form-data; boundary=b");
        self.house.send(&browser.who(), Method::POST, &plain(&paper.action), Body::from(body), kind).await
    }
}

/// A page of this status, without a message that is missing.
#[track_caller]
pub fn text(reply: Reply, status: u16) -> String {
    let page = reply.is(status).as_str().expect("a page").to_owned();
    assert!(!page.contains("[["), "a message is missing: {}", page.split("[[").nth(1).unwrap_or_default());
    page
}

/// The address of an act's form, as buttons have it.
fn address(base: &str, order: &str, action: &Value) -> String {
    let part = |name: &str| action[name].as_str().map(|value| format!("{name}={value}"));
    let href = action["href"].as_str().unwrap_or_default();
    let no = href
        .split_once("/proposals/")
        .or_else(|| href.split_once("/legs/"))
        .and_then(|(_, rest)| rest.split_once('/'));
    let no = no.map(|(no, _)| format!("no={no}"));
    let query: Vec<String> = part("target").into_iter().chain(part("terms")).chain(no).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    format!(
        "{base}/orders/{order}/acts/{}{mark}{}",
        action["act"].as_str().unwrap_or_default(),
        query.join("&")
    )
}

/// Acts that have another page than the common form.
fn elsewhere(act: &str) -> bool {
    act.starts_with("open_dispute") || matches!(act, "submit_evidence" | "remove_evidence" | "rule")
}

/// Opens the form of every act of both sides; every allowed one asks, every other says why not. Gives the acts seen.
async fn opens_all(stage: &Stage, order: &str, seen: &mut BTreeSet<String>) {
    for role in ["buyer", "seller"] {
        let (browser, base) = stage.of(role);
        for action in stage.actions(role, order).await {
            let act = action["act"].as_str().expect("a word");
            if elsewhere(act) {
                continue;
            }
            let page = text(browser.get(&stage.house, &address(base, order, &action)).await, 200);
            if action["allowed"] == true {
                let paper = Paper::on(&page, &format!("/acts/{act}"));
                assert!(paper.value("csrf").is_some() && paper.value("once").is_some(), "{act}: {page}");
                seen.insert(act.to_owned());
            } else {
                assert!(page.contains("data-not-now"), "{act}: {page}");
                assert!(!page.contains("name=\"version\""), "{act} must not ask: {page}");
            }
        }
    }
}

/// The story of one case of each kind, with every form opened at every stage. Gives the acts that were allowed once.
#[tokio::test(flavor = "multi_thread")]
async fn every_act_has_a_form_in_every_stage_and_what_is_refused_says_why() {
    let stage = Stage::new().await;
    let mut seen = BTreeSet::new();
    let paid = stage.house.paid(&stage.shop, "paid").await;
    opens_all(&stage, &paid, &mut seen).await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    opens_all(&stage, &order, &mut seen).await;
    for role in ["buyer", "seller"] {
        let page = stage.page(role, &format!("/cases/{case}")).await;
        assert!(
            page.contains("data-live=")
                && page.contains("data-part=\"turn\"")
                && page.contains("data-side=\"platform\""),
            "{page}"
        );
    }
    goes_to(
        &stage.does("seller", &order, "reject_request", &case, &[("reason", "delivered")]).await,
        &format!("/seller/cases/{case}?done=reject_request"),
    );
    stage.does("seller", &order, "propose", &case, &[("amount", "1.00")]).await.is(303);
    opens_all(&stage, &order, &mut seen).await;
    stage.does("buyer", &order, "escalate", &case, &[("reason", "no_agreement")]).await.is(303);
    opens_all(&stage, &order, &mut seen).await;
    let mediator = stage.shop.of("mediator:M");
    let at = |tail: &str| format!("/v1/cases/{case}/{tail}");
    stage.house.post(&mediator, &at("assign"), json!({})).await.is(200);
    stage
        .house
        .post(&mediator, &at("question"), json!({"side": "opener", "text": "Who lives there?"}))
        .await
        .is(200);
    opens_all(&stage, &order, &mut seen).await;
    let page = stage.page("buyer", &format!("/orders/{order}/acts/answer_question?target={case}")).await;
    assert!(page.contains("Who lives there?"), "the question stands above its answer: {page}");
    stage.does("buyer", &order, "answer_question", &case, &[("text", "Only me.")]).await.is(303);
    let ruling = json!({"remedy": null, "liable": "buyer", "departs": {"reason": "weighed"}});
    stage.house.post(&mediator, &at("rulings"), ruling).await.is(200);
    opens_all(&stage, &order, &mut seen).await;
    let page = stage.page("buyer", &format!("/orders/{order}/acts/appeal?target={case}")).await;
    assert!(
        page.contains("data-not-now") && page.contains("/evidence/new?"),
        "what is missing can be added: {page}"
    );
    let page = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(page.contains("data-lacks=\"appeal\""), "what lacks only evidence is offered: {page}");
    let query = format!("case={case}&back=/buyer/cases/{case}");
    goes_to(
        &stage.upload("buyer", &order, &[("caption", "New")], &query, PNG).await,
        &format!("/buyer/cases/{case}?done=submit_evidence"),
    );
    opens_all(&stage, &order, &mut seen).await;
    stage.does("buyer", &order, "appeal", &case, &[]).await.is(303);
    assert_eq!(stage.case(&case).await["appealed"], true);
    for act in
        ["accept_proposal", "answer_question", "appeal", "escalate", "reject_proposal", "waive", "withdraw"]
    {
        assert!(seen.contains(act), "{act} was never allowed: {seen:?}");
    }
}

/// Sends every form that is allowed in a state, at both ends of its amount, each on an order of its own in that state.
async fn accepts_all(stage: &Stage, mut orders: Vec<String>, seen: &mut BTreeSet<String>) {
    let model = orders.pop().expect("there are many");
    for role in ["buyer", "seller"] {
        for action in stage.actions(role, &model).await {
            let act = action["act"].as_str().expect("a word");
            if elsewhere(act) || action["allowed"] != true {
                continue;
            }
            let range =
                action["ranges"].as_array().and_then(|all| all.iter().find(|one| one["field"] == "amount"));
            let ends = range.map_or(vec![None], |range| vec![range["min"].as_i64(), range["max"].as_i64()]);
            for end in ends {
                let order = orders.pop().expect("there are enough");
                sends(stage, role, &order, &action, end).await;
                seen.insert(act.to_owned());
            }
        }
    }
}

/// Sends one act on a twin of the order that the action was read from.
async fn sends(stage: &Stage, role: &str, order: &str, action: &Value, end: Option<i64>) {
    let act = action["act"].as_str().expect("a word");
    // Targets are told by their kind and their ordinal.
    let mark = |action: &Value| {
        let target = action["target"].as_str().unwrap_or_default();
        let href = action["href"]
            .as_str()
            .and_then(|href| href.split_once("/proposals/"))
            .map(|(_, rest)| rest.to_owned());
        (target.get(..3).map(str::to_owned), target.rsplit('_').next().map(str::to_owned), href)
    };
    let same = stage.actions(role, order).await;
    let twin = same.iter().find(|other| other["act"] == action["act"] && mark(other) == mark(action));
    let (browser, base) = stage.of(role);
    let page = text(browser.get(&stage.house, &address(base, order, twin.expect("the same act"))).await, 200);
    let mut paper = Paper::on(&page, &format!("/acts/{act}")).filled();
    if let Some(end) = end.filter(|_| paper.asks.iter().any(|(_, name, ..)| name == "amount")) {
        paper = paper.set("amount", &format!("{}.{:02}", end / 100, end % 100));
    }
    let reply = paper.send(&stage.house, browser).await;
    assert_eq!(reply.status.as_u16(), 303, "{role} {act} {end:?}: {}", reply.body);
    let to = reply.header("location").expect("a page").to_owned();
    assert!(text(browser.get(&stage.house, &to).await, 200).contains("data-done"), "{act}: {to}");
}

fn references(prefix: &str, n: usize) -> Vec<String> {
    (0..n).map(|n| format!("{prefix}{n}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_allowed_act_is_accepted_at_the_ends_of_its_ranges() {
    let stage = Stage::new().await;
    let mut seen = BTreeSet::new();
    let missing = stage.disputed(&references("n", 24)).await;
    accepts_all(&stage, missing.into_iter().map(|(order, _)| order).collect(), &mut seen).await;
    let stage = Stage::new().await;
    let mut paid = Vec::new();
    for reference in references("p", 10) {
        paid.push(stage.house.paid(&stage.shop, &reference).await);
    }
    accepts_all(&stage, paid, &mut seen).await;
    let stage = Stage::new().await;
    let mut shipped = Vec::new();
    for reference in references("s", 12) {
        shipped.push(stage.house.shipped(&stage.shop, &reference).await);
    }
    accepts_all(&stage, shipped, &mut seen).await;
    let stage = Stage::new().await;
    let mut damaged = Vec::new();
    for reference in references("d", 40) {
        let (order, case) = stage.damaged(&reference, json!({"kind": "refund", "amount": money(300)})).await;
        stage.does("seller", &order, "propose", &case, &[("amount", "1.00")]).await.is(303);
        damaged.push(order);
    }
    accepts_all(&stage, damaged, &mut seen).await;
    for act in [
        "accept_proposal",
        "accept_request",
        "cancel",
        "cancel_sale",
        "change",
        "declare_shipment",
        "escalate",
        "goodwill_refund",
        "investigate",
        "lengthen_ship_by",
        "propose",
        "reject_proposal",
        "reject_request",
        "withdraw",
        "write_message",
    ] {
        assert!(seen.contains(act), "{act} was never sent: {seen:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn dis_17_goods_go_back_by_forms_and_what_is_missing_can_be_added_from_them() {
    let stage = Stage::new().await;
    let asked = json!({"kind": "return_and_refund", "amount": money(300)});
    let (order, case) = stage.damaged("1", asked).await;
    stage.does("seller", &order, "accept_request", &case, &[]).await.is(303);
    let form = format!("/orders/{order}/acts/give_return_address?target={case}");
    let page = stage.page("seller", &form).await;
    assert!(page.contains("data-not-now") && page.contains("the return label"), "{page}");
    let add =
        plain(page.split("href=\"").find(|part| part.contains("/evidence/new?")).expect("a way to add it"));
    let query = add.split_once('?').and_then(|(_, rest)| rest.split_once('"')).expect("a query").0.to_owned();
    goes_to(
        &stage.upload("seller", &order, &[], &query, PNG).await,
        &format!("/seller{form}&done=submit_evidence"),
    );
    stage.does("seller", &order, "give_return_address", &case, &[("text", "Jalan Mawar 1")]).await.is(303);
    assert!(stage.page("buyer", &format!("/cases/{case}")).await.contains("Jalan Mawar 1"));
    let sent = [("carrier", "fedex"), ("number", "R1")];
    stage.does("buyer", &order, "send_return", &case, &sent).await.is(303);
    let scan = json!({"event": "back", "carrier": "fedex", "number": "R1",
        "scans": [{"at": "2026-03-14T10:00:00Z", "status": "delivered"}]});
    stage.house.post(&stage.shop, "/v1/tracking", scan).await.is(202);
    let form = format!("/orders/{order}/acts/object_to_return?target={case}");
    let page = stage.page("seller", &form).await;
    let needed: Vec<String> = page
        .split("&amp;requirement=")
        .skip(1)
        .filter_map(|rest| rest.split('&').next())
        .map(str::to_owned)
        .collect();
    assert!(!needed.is_empty(), "{page}");
    for requirement in needed {
        let query = format!("case={case}&requirement={requirement}&back=/seller/");
        stage.upload("seller", &order, &[], &query, PNG).await.is(303);
    }
    let content = [("content", "empty"), ("reason", "other_goods"), ("text", "A stone.")];
    stage.does("seller", &order, "object_to_return", &case, &content).await.is(303);
    let page = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(page.contains("The seller objects") && page.contains("A stone."), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pro_05_a_refused_act_says_why_and_from_when() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let page = stage.page("buyer", &format!("/orders/{order}/acts/escalate?target={case}")).await;
    let refused = stage.actions("buyer", &order).await;
    let escalate = refused.iter().find(|action| action["act"] == "escalate").expect("it is known");
    assert_eq!(escalate["refused"]["code"], "not_yet");
    assert!(page.contains("Not yet. This will be possible from Mar"), "{page}");
    let gone = stage.page("buyer", &format!("/orders/{order}/acts/accept_proposal?target={case}&no=7")).await;
    assert!(gone.contains("data-not-now"), "{gone}");
    let (browser, base) = stage.of("buyer");
    for path in [
        format!("/orders/{order}/acts/nonsense"),
        format!("/orders/{order}/acts/escalate?target={case}9"),
        format!("/cases/{case}9"),
    ] {
        text(browser.get(&stage.house, &format!("{base}{path}")).await, 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_kept_when_something_happened_meanwhile() {
    let stage = Stage::new().await;
    let both = stage.disputed(&["1".to_owned(), "2".to_owned()]).await;
    let (order, case) = &both[0];
    let page = stage.page("seller", &format!("/orders/{order}/acts/propose?target={case}")).await;
    let text_typed = "Half of it & \"no more\".";
    let paper = Paper::on(&page, "/acts/propose").filled().set("amount", "2,50").set("text", text_typed);
    let message = json!({"case": case, "text": "Please hurry."});
    stage
        .house
        .post(&stage.shop.of("buyer:B"), &format!("/v1/orders/{order}/messages"), message)
        .await
        .is(200);
    stage.does("buyer", order, "propose", case, &[("amount", "3.00")]).await.is(303);
    let shown = text(paper.send(&stage.house, &stage.seller).await, 412);
    assert!(shown.contains("data-stale") && shown.contains("The buyer made a proposal"), "{shown}");
    assert!(shown.contains("Please hurry."), "messages since then are told, too: {shown}");
    assert_eq!(stage.case(case).await["proposal_history"].as_array().map(Vec::len), Some(1));
    let again = Paper::on(&shown, "/acts/propose");
    assert_eq!((again.value("amount"), again.value("text")), (Some("2,50"), Some(text_typed)));
    again.send(&stage.house, &stage.seller).await.is(303);
    let proposal = &stage.case(case).await["proposals"]["respondent"];
    assert_eq!(proposal["remedy"]["amount"], money(250));
    // An act that is gone gives its words back as a message.
    let page = stage.page("seller", &format!("/orders/{order}/acts/reject_request?target={case}")).await;
    assert!(page.contains("data-not-now"), "after a proposal there is nothing to reject: {page}");
    let (order, case) = &both[1];
    let page = stage.page("seller", &format!("/orders/{order}/acts/reject_request?target={case}")).await;
    let paper =
        Paper::on(&page, "/acts/reject_request").filled().set("reason", "delivered").set("text", text_typed);
    stage.does("buyer", order, "withdraw", case, &[]).await.is(303);
    let shown = text(paper.send(&stage.house, &stage.seller).await, 412);
    assert!(shown.contains("data-not-now") && shown.contains("Withdrawn by the buyer"), "{shown}");
    let message = Paper::on(&shown, "/messages");
    assert_eq!(message.value("text"), Some(text_typed));
    message.send(&stage.house, &stage.seller).await.is(303);
    assert!(plain(&stage.page("buyer", &format!("/orders/{order}")).await).contains(text_typed));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_sent_twice_is_one_act() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let page = stage.page("seller", &format!("/orders/{order}/acts/accept_request?target={case}")).await;
    assert!(page.contains("data-cost") && page.contains("from the money that is held"), "{page}");
    let paper = Paper::on(&page, "/acts/accept_request");
    let to = format!("/seller/cases/{case}?done=accept_request");
    goes_to(&paper.send(&stage.house, &stage.seller).await, &to);
    goes_to(&paper.send(&stage.house, &stage.seller).await, &to);
    let view = stage.case(&case).await;
    assert_eq!(view["outcome"]["amount"], money(550));
    let order = stage.house.get(&stage.shop, &format!("/v1/orders/{order}")).await.is(200);
    assert_eq!(order["refunds"].as_array().map(Vec::len), Some(1));
    let page = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(page.contains("data-outcome") && page.contains("your money is on its way back"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_are_read_as_indonesians_type_them() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let indonesian = Browser {
        cookie: format!("{}; recourse_language=id; recourse_zone=Asia%2FJakarta", stage.seller.cookie),
    };
    let path = format!("/seller/orders/{order}/acts/propose?target={case}");
    let page = text(indonesian.get(&stage.house, &path).await, 200);
    assert!(page.contains("Ajukan usulan") && page.contains("Antara R$0,01 dan R$5,50"), "{page}");
    let paper = Paper::on(&page, "/acts/propose").filled();
    for (typed, problem) in [("", "Masukkan"), ("1,2,3", "angka"), ("2,505", "dua"), ("99,00", "5,50")] {
        let shown = text(paper.clone().set("amount", typed).send(&stage.house, &indonesian).await, 422);
        let _ = problem;
        assert!(
            shown.contains("aria-invalid") && shown.contains("id=\"amount-problem\""),
            "{typed}: {shown}"
        );
        assert_eq!(Paper::on(&shown, "/acts/propose").value("amount"), Some(typed));
    }
    paper.set("amount", "R$ 2,50").send(&stage.house, &indonesian).await.is(303);
    assert_eq!(stage.case(&case).await["proposals"]["respondent"]["remedy"]["amount"], money(250));
    let page = text(indonesian.get(&stage.house, &format!("/seller/cases/{case}")).await, 200);
    assert!(page.contains("R$2,50") && page.contains("Usulan Anda"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn evi_01_files_are_sent_shown_and_withdrawn_by_pages() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let back = format!("/seller/cases/{case}");
    let view = stage.house.get(&stage.shop.of("seller:S"), &format!("/v1/cases/{case}")).await.is(200);
    let wanted =
        view["requirements"].as_array().expect("a list").iter().find(|one| one["from"] == "respondent");
    let wanted =
        wanted.expect("the seller is asked for something")["id"].as_str().expect("a word").to_owned();
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    assert!(page.contains(&format!("data-needs-upload=\"{wanted}\"")), "{page}");
    let query = format!("case={case}&requirement={wanted}&back={}", encoded(&format!("{back}#evidence")));
    let form = stage.page("seller", &format!("/orders/{order}/evidence/new?{query}")).await;
    assert!(form.contains("smaller than") && form.contains("accept=\""), "limits are told before: {form}");
    let none = stage.upload("seller", &order, &[("caption", "My proof")], &query, b"").await;
    let shown = text(none, 422);
    assert_eq!(Paper::on(&shown, "/evidence?").value("caption"), Some("My proof"), "{shown}");
    let sent = stage.upload("seller", &order, &[("caption", "My proof")], &query, PNG).await;
    goes_to(&sent, &format!("{back}?done=submit_evidence#evidence"));
    let page = stage.page("seller", &format!("/cases/{case}?done=submit_evidence")).await;
    assert_eq!(page.matches("data-done").count(), 1, "what was done is told once: {page}");
    let (_, shown) = page.split_once("id=\"evidence\"").expect("the evidence");
    assert!(shown.contains("Your file was added"), "where the browser goes to: {shown}");
    let page = stage.page("buyer", &format!("/cases/{case}")).await;
    assert!(page.contains("My proof") && page.contains("The seller · "), "{page}");
    let list = stage.house.get(&stage.shop, &format!("/v1/orders/{order}/evidence")).await.is(200);
    let id = list["items"][0]["id"].as_str().expect("an id").to_owned();
    let content = format!("/buyer/evidence/{id}/content");
    assert!(page.contains(&format!("<img src=\"{content}\"")), "{page}");
    let file = stage.buyer.get(&stage.house, &content).await;
    assert_eq!(file.header("content-type"), Some("image/png"));
    assert!(file.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    assert_eq!(file.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(file.header("content-security-policy"), Some("default-src 'none'; sandbox"));
    let page = stage.page("seller", &format!("/cases/{case}")).await;
    let withdraw = Paper::on(&page, &format!("/evidence/{id}/withdraw"));
    assert!(withdraw.value("back").is_some_and(|found| found.starts_with(&back)));
    let elsewhere = withdraw.clone().set("back", "https://evil.example/");
    goes_to(&elsewhere.send(&stage.house, &stage.seller).await, "/seller/");
    assert!(stage.page("buyer", &format!("/cases/{case}")).await.contains("Withdrawn on"));
    let query = format!("case={case}&back=//evil.example");
    goes_to(&stage.upload("seller", &order, &[], &query, PNG).await, "/seller/?done=submit_evidence");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_sees_or_does_anything_in_anothers_case() {
    let stage = Stage::new().await;
    let (order, case) = stage.house.disputed(&stage.shop, "1").await;
    let query = format!("case={case}&back=/buyer/");
    stage.upload("buyer", &order, &[], &query, PNG).await.is(303);
    stage.house.post(&stage.shop, "/v1/persons", json!({"id": "other"})).await.is(200);
    let other = Browser::enters(&stage.house, &stage.shop, "buyer:other").await;
    let list = stage.house.get(&stage.shop, &format!("/v1/orders/{order}/evidence")).await.is(200);
    let piece = list["items"][0]["id"].as_str().expect("an id");
    for path in [
        format!("/cases/{case}"),
        format!("/orders/{order}/acts/withdraw?target={case}"),
        format!("/orders/{order}/evidence/new?case={case}"),
        format!("/evidence/{piece}/content"),
    ] {
        text(other.get(&stage.house, &format!("/buyer{path}")).await, 404);
    }
    let token = other.token(&stage.house, "/buyer/").await;
    let path = format!("/buyer/orders/{order}/acts/withdraw?target={case}");
    text(other.send(&stage.house, &path, &format!("csrf={token}&once=x")).await, 404);
    let foreign = other.send(&stage.house, &path, "csrf=wrong&once=x").await;
    assert_eq!(foreign.status.as_u16(), 403);
    assert!(stage.case(&case).await["closed"].is_null());
}
