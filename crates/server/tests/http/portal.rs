//! A browser: it keeps cookies by their paths, follows nothing by itself, and sends forms.
use crate::house::{As, House, Reply};
use axum::body::Body;
use axum::http::Method;
use serde_json::{Value, json};

/// A browser with one cookie.
#[derive(Clone)]
pub struct Browser {
    pub cookie: String,
}

/// The part of a page between two marks.
#[track_caller]
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no '{before}' in {text}")).1;
    rest.split_once(after).expect("it ends").0
}

/// Makes a link and gives its path with the token.
pub async fn link(house: &House, shop: &As, body: Value) -> String {
    let made = house.post(shop, "/v1/portal_links", body).await.is(201);
    let url = made["url"].as_str().expect("an address");
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).expect("an address").1;
    format!("/{path}")
}

/// Whether it went to where it must, in the way of a form.
#[track_caller]
pub fn goes_to(reply: &Reply, path: &str) {
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, Some(path)), "{:#}", reply.body);
}

impl Browser {
    /// The cookie that an answer sets.
    #[track_caller]
    pub fn after(reply: &Reply) -> Self {
        let set = reply.header("set-cookie").expect("a cookie is set");
        Self { cookie: set.split(';').next().expect("a pair").to_owned() }
    }

    /// Lets someone in by a link.
    pub async fn enters(house: &House, shop: &As, whom: &str) -> Self {
        let path = link(house, shop, json!({"for": whom})).await;
        Self::after(&house.get(&As::key(""), &path).await)
    }

    pub fn who(&self) -> As {
        As::key("").with("Cookie", &self.cookie)
    }

    pub async fn get(&self, house: &House, path: &str) -> Reply {
        house.get(&self.who(), path).await
    }

    /// The token of this session's forms.
    pub async fn token(&self, house: &House, path: &str) -> String {
        let page = self.get(house, path).await.is(200);
        between(page.as_str().expect("a page"), "name=\"csrf\" value=\"", "\"").to_owned()
    }

    pub async fn send(&self, house: &House, path: &str, form: &str) -> Reply {
        send(house, &self.who(), path, form).await
    }
}

/// Sends a form as a browser does.
pub async fn send(house: &House, who: &As, path: &str, form: &str) -> Reply {
    let kind = Some("application/x-www-form-urlencoded");
    house.send(who, Method::POST, path, Body::from(form.to_owned()), kind).await
}
