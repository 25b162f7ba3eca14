//! The marketplace's own hand on the world: what the shop around the portals would do over the API.
use crate::world::World;
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;

/// What a link leads to.
#[derive(Debug, Clone, Copy)]
pub enum To<'a> {
    /// The first page of the portal.
    Home,
    Order(&'a str),
    Case(&'a str),
    /// A page of the person's own portal.
    Path(&'a str),
}

impl World {
    /// Reads as someone (`buyer:ana`), or as the marketplace itself (an empty text).
    pub async fn get(&self, who: &str, path: &str) -> Value {
        self.call(Method::GET, who, path, None).await
    }

    /// Posts as someone.
    pub async fn post(&self, who: &str, path: &str, body: &Value) -> Value {
        self.call(Method::POST, who, path, Some(body)).await
    }

    async fn call(&self, method: Method, who: &str, path: &str, body: Option<&Value>) -> Value {
        loop {
            let mut request = Client::new()
                .request(method.clone(), format!("{}{path}", self.address))
                .bearer_auth(self.key());
            if !who.is_empty() {
                request = request.header("Recourse-Actor", who);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            let answer = request.send().await.expect("the server answers");
            let status = answer.status();
            if status == StatusCode::TOO_MANY_REQUESTS {
                // The shop is a polite client: it comes back when it was told to.
                tokio::time::sleep(told_to_wait(&answer)).await;
                continue;
            }
            let text = answer.text().await.expect("text");
            assert!(status.is_success(), "{path} as {who:?} was answered with {status}: {text}");
            return serde_json::from_str(&text).unwrap_or(Value::Null);
        }
    }

    /// All orders that someone sees, whole.
    pub async fn orders(&self, who: &str) -> Vec<Value> {
        let mut orders = Vec::new();
        let mut path = "/v1/orders?limit=200".to_owned();
        loop {
            let page = self.get(who, &path).await;
            for order in page["items"].as_array().expect("a list") {
                let id = order["id"].as_str().expect("an id");
                orders.push(self.get(who, &format!("/v1/orders/{id}")).await);
            }
            let Some(next) = page["next"].as_str() else { return orders };
            path = format!("/v1/orders?limit=200&after={next}");
        }
    }

    /// The id of the order with a reference.
    pub async fn order(&self, who: &str, reference: &str) -> String {
        let orders = self.orders(who).await;
        let found = orders.iter().find(|order| order["reference"] == reference);
        let found = found.unwrap_or_else(|| panic!("{who} sees no order {reference}"));
        found["id"].as_str().expect("an id").to_owned()
    }

    /// The newest case of an order.
    pub async fn case(&self, order: &str) -> Value {
        let order = self.get("", &format!("/v1/orders/{order}")).await;
        let case = order["cases"].as_array().and_then(|cases| cases.last()).expect("it has a case").clone();
        self.get("", &format!("/v1/cases/{}", case["id"].as_str().expect("an id"))).await
    }

    /// The link by which the shop lets someone into their portal.
    pub async fn link(&self, who: &str, to: To<'_>, language: &str) -> String {
        let mut body = json!({"for": who, "language": language});
        match to {
            To::Home => {}
            To::Order(order) => body["order"] = order.into(),
            To::Case(case) => body["case"] = case.into(),
            To::Path(path) => body["path"] = path.into(),
        }
        let link = self.post("", "/v1/portal_links", &body).await;
        link["url"].as_str().expect("a link").to_owned()
    }
}

/// What an answer that came too early says about when to come again.
fn told_to_wait(answer: &Response) -> Duration {
    let seconds = answer.headers().get(RETRY_AFTER).expect("a 429 says when to come again");
    Duration::from_secs(seconds.to_str().ok().and_then(|text| text.parse().ok()).expect("whole seconds"))
}
