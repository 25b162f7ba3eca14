//! Every page there is, once for each stage and side in which it looks different: what axe-core, the keyboard and the
//! pictures go through.
use crate::api::To;
use crate::browser::Browser;
use crate::world::{CAME_BROKEN, World};
use serde_json::Value;
use std::collections::BTreeMap;

/// A page, and as whom to look at it.
#[derive(Debug, Clone)]
pub struct Place {
    /// For files and failures.
    pub name: String,
    /// `buyer:ana`; nobody where no session is needed.
    pub who: String,
    /// The path below the address.
    pub path: String,
    /// Whether it is a page that says no.
    pub refused: bool,
}

impl Place {
    fn new(name: impl Into<String>, who: &str, path: impl Into<String>) -> Self {
        Self { name: name.into(), who: who.to_owned(), path: path.into(), refused: false }
    }

    fn refused(self) -> Self {
        Self { refused: true, ..self }
    }
}

impl Browser {
    /// Comes to a page through the link that the shop gives.
    pub async fn come(&self, world: &World, who: &str, to: To<'_>) {
        let link = world.link(who, to, self.look.language).await;
        self.open(&link).await;
    }

    /// Comes to a place.
    pub async fn go(&self, world: &World, place: &Place) {
        if place.who.is_empty() {
            self.load(&place.path).await;
        } else {
            let (path, query) = place.path.split_once('?').unwrap_or((&place.path, ""));
            let link = world.link(&place.who, To::Path(path), self.look.language).await;
            self.load(&link).await;
            if !query.is_empty() {
                self.load(&place.path).await;
            }
        }
    }
}

/// All of them.
pub async fn all(world: &World) -> Vec<Place> {
    let mut places = without_session();
    let orders = world.orders("").await;
    places.extend(of_form(&orders));
    places.extend(of_orders(&orders));
    places.extend(of_cases(world, &orders).await);
    places.extend(of_acts(world, &orders).await);
    places
}

fn without_session() -> Vec<Place> {
    vec![
        Place::new("start", "", "/demo"),
        Place::new("mailbox", "", "/demo/mailbox"),
        Place::new("expired", "", "/portal/expired").refused(),
        Place::new("signed-out", "", "/portal/signed-out"),
        Place::new("nowhere", "buyer:ana", "/buyer/nowhere").refused(),
        Place::new("sign-in", "", "/staff/sign-in"),
    ]
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

/// The questions of the guided form, and each with a problem.
fn of_form(orders: &[Value]) -> Vec<Place> {
    let order = orders.iter().find(|order| order["reference"] == CAME_BROKEN).expect("the demo has it");
    let mut path = format!("/buyer/orders/{}/dispute?", text(order, "id"));
    let mut places = Vec::new();
    let questions = [
        ("received", "received=yes"),
        ("items", "&n=0:1"),
        ("reason", "&reason=counterfeit"),
        ("sub_reason", "&sub_reason=trademark"),
        ("remedy", "&remedy=refund&amount=10"),
        ("text", "&text=none"),
        ("files", "&files=done"),
        ("check", ""),
    ];
    for (question, answer) in questions {
        places.push(Place::new(format!("form-{question}"), "buyer:ana", &path));
        if ["received", "items", "reason", "sub_reason", "remedy"].contains(&question) {
            let wrong = format!("{path}&asked={question}");
            places.push(Place::new(format!("form-{question}-wrong"), "buyer:ana", wrong));
        }
        path.push_str(answer);
    }
    places
}

/// The first pages of each portal, and an order in each of its states from both sides.
fn of_orders(orders: &[Value]) -> Vec<Place> {
    let mut places = vec![
        Place::new("buyer-home", "buyer:ana", "/buyer/"),
        Place::new("buyer-record", "buyer:ana", "/buyer/record"),
        Place::new("seller-home", "seller:lumen-lamps", "/seller/"),
        Place::new("seller-orders", "seller:lumen-lamps", "/seller/orders"),
        Place::new("seller-account", "seller:lumen-lamps", "/seller/account"),
        Place::new("staff-home", "mediator:maya", "/staff/"),
        Place::new("staff-fund", "finance:treasury", "/staff/fund"),
        Place::new("buyer-terms", "buyer:ana", "/buyer/terms"),
    ];
    let mut states = BTreeMap::new();
    for order in orders {
        states.entry(text(order, "state")).or_insert(order);
    }
    for (state, order) in states {
        for (side, who) in [("buyer", text(order, "buyer")), ("seller", text(order, "seller"))] {
            let path = format!("/{side}/orders/{}", text(order, "id"));
            places.push(Place::new(format!("{side}-order-{state}"), &format!("{side}:{who}"), path));
        }
    }
    places.extend(of_compensations(orders));
    places
}

/// An order of which a carrier makes something good, not paid yet and paid, as its seller sees it.
fn of_compensations(orders: &[Value]) -> Vec<Place> {
    let mut states = BTreeMap::new();
    for order in orders {
        for compensation in order["compensations"].as_array().into_iter().flatten() {
            states.entry(text(compensation, "state")).or_insert(order);
        }
    }
    let one = |(state, order): (String, &Value)| {
        let path = format!("/seller/orders/{}", text(order, "id"));
        Place::new(format!("seller-compensation-{state}"), &format!("seller:{}", text(order, "seller")), path)
    };
    states.into_iter().map(one).collect()
}

/// A case of each kind in each of its stages, closed ones by how they ended, from all sides.
async fn of_cases(world: &World, orders: &[Value]) -> Vec<Place> {
    let mut stages = BTreeMap::new();
    for order in orders {
        for case in order["cases"].as_array().into_iter().flatten() {
            let mut stage = [text(case, "stage"), text(case, "closed")].join("-");
            if !["dispute", "undelivered"].contains(&&*text(case, "kind")) {
                stage.push_str(&format!("-{}", text(case, "kind")));
            }
            stages.entry(stage.replace("--", "-").trim_end_matches('-').to_owned()).or_insert((order, case));
        }
    }
    let mut places = Vec::new();
    for (stage, (order, case)) in stages {
        let id = text(case, "id");
        let seen = world.get("", &format!("/v1/cases/{id}")).await;
        let mediator = seen["mediator"].as_str().unwrap_or("maya").to_owned();
        let sides = [("buyer", text(order, "buyer")), ("seller", text(order, "seller")), ("staff", mediator)];
        // How a case ended reads alike for both parties.
        let compensation = stage.ends_with("carrier_compensation");
        let shown = |side: &str| {
            // What a carrier makes good is not the buyer's to see.
            if compensation {
                return side != "buyer";
            }
            let both = ["closed-refunded", "closed-claim_paid"].iter().any(|both| stage.starts_with(both));
            !stage.starts_with("closed") || side == "buyer" || both
        };
        for (side, who) in sides.into_iter().filter(|(side, _)| shown(side)) {
            let role = if side == "staff" { "mediator" } else { side };
            let path = format!("/{side}/cases/{id}");
            places.push(Place::new(format!("{side}-case-{stage}"), &format!("{role}:{who}"), path));
        }
    }
    places
}

/// The form of each act, once for each side that has it; of those that are refused a few, which look alike.
async fn of_acts(world: &World, orders: &[Value]) -> Vec<Place> {
    let mut places = BTreeMap::new();
    let mut refused = 0;
    let talked = |order: &&Value| order["cases"].as_array().is_some_and(|cases| !cases.is_empty());
    // What has no case yet is asked as well: there the seller may still call the sale off.
    let unsent = |order: &&Value| ["paid", "ready_to_ship"].contains(&&*text(order, "state"));
    for order in orders.iter().filter(|order| talked(order) || unsent(order)) {
        for (side, id) in [("buyer", text(order, "buyer")), ("seller", text(order, "seller"))] {
            let who = format!("{side}:{id}");
            let seen = world.get(&who, &format!("/v1/orders/{}", text(order, "id"))).await;
            for action in seen["allowed_actions"].as_array().into_iter().flatten() {
                let act = text(action, "act");
                let other =
                    act.starts_with("open_dispute") || ["write_message", "submit_evidence"].contains(&&*act);
                let name = format!("{side}-act-{act}");
                if other || places.contains_key(&name) {
                    continue;
                }
                let path = format!("/{side}/orders/{}/acts/{act}?{}", text(order, "id"), query(action));
                if action["allowed"] == true {
                    places.insert(name.clone(), Place::new(name, &who, path));
                } else if refused < 3 {
                    refused += 1;
                    let name = format!("{side}-refused-{act}");
                    places.entry(name.clone()).or_insert(Place::new(name, &who, path));
                }
            }
        }
    }
    let order = text(&orders[0], "id");
    let upload = format!("/buyer/orders/{order}/evidence/new?requirement=goods_pictures");
    let mut places: Vec<Place> = places.into_values().collect();
    places.push(Place::new("buyer-upload", &format!("buyer:{}", text(&orders[0], "buyer")), upload));
    places.extend(of_rulings(world, orders).await);
    places
}

/// What an act is about, as the form's address names it.
fn query(action: &Value) -> String {
    let one = |name: &str| action[name].as_str().map(|value| format!("{name}={value}"));
    let href = action["href"].as_str().unwrap_or_default();
    let number = href.split_once("/proposals/").or_else(|| href.split_once("/legs/"));
    let number = number.and_then(|(_, rest)| rest.split_once('/')).map(|(no, _)| format!("no={no}"));
    one("target").into_iter().chain(one("terms")).chain(number).collect::<Vec<_>>().join("&")
}

/// The form of a ruling, for the mediator who has the case.
async fn of_rulings(world: &World, orders: &[Value]) -> Vec<Place> {
    let cases = orders.iter().flat_map(|order| order["cases"].as_array().into_iter().flatten());
    for case in cases.filter(|case| case["stage"] == "reviewing") {
        let id = text(case, "id");
        let seen = world.get("", &format!("/v1/cases/{id}")).await;
        if let Some(mediator) = seen["mediator"].as_str() {
            let who = format!("mediator:{mediator}");
            return vec![Place::new("staff-rule", &who, format!("/staff/cases/{id}/rule"))];
        }
    }
    Vec::new()
}
