//! Making the world: the marketplace, its people, and all stories played to the end.
use super::client::Client;
use super::clockwork::Clockwork;
use super::people::{BUYERS, MEDIATOR, MEDIATORS, SELLERS};
use super::stories;
use super::tale::{Scenery, days};
use super::{SLUG, Wish, words};
use crate::wire::House;
use crate::world::OsRandom;
use anyhow::{Context, Result, anyhow};
use engine::vault::Random;
use jiff::Timestamp;
use serde_json::json;
use server::{RateLimit, ServerSettings, ServerState};
use std::sync::Arc;

/// Where the clock stands when the demo begins: a Tuesday, at ten in the morning in Jakarta.
const END: &str = "2026-09-15T03:00:00Z";
/// How many days the world has lived by then.
const DAYS: i64 = 75;
/// The seller whose account is restricted.
const RESTRICTED: &str = "dar-al-oud";
/// With what the mediators sign in; the start page says so.
const PASSWORD: &str = "let-me-mediate";

/// Makes the world in a house that is empty.
///
/// # Errors
/// Where a request is refused or something fails.
pub async fn generate(house: &House, wish: &Wish) -> Result<()> {
    let end: Timestamp = END.parse().map_err(|error| anyhow!("the end is no instant: {error}"))?;
    let start = end - days(DAYS);
    let mut secret = [0; 32];
    OsRandom.fill(&mut secret);
    let admin = hex::encode(secret);
    let settings = ServerSettings {
        admin_key: Some(server::auth::key_hash(&admin)),
        rate: RateLimit { per_second: 0, burst: 0 },
        ..ServerSettings::default()
    };
    let state = ServerState::new(house.engine.clone(), house.vault.clone(), Arc::new(OsRandom), settings);
    let client = Client::new(server::app(state), &admin);
    let made = client
        .post(
            "",
            "/v1/marketplaces",
            &json!({
                "slug": SLUG, "zone": "Asia/Jakarta", "policy": {"preset": "default"}, "currency": "EUR",
                "sandbox": {"clock": start}, "languages": wish.languages,
            }),
        )
        .await?;
    let key = made["key"]["key"].as_str().context("a new marketplace has a key")?;
    let client = client.with_key(key);
    people(&client).await?;
    let clock = Clockwork::new(start);
    let scenery = Scenery { client: client.clone(), clock: clock.clone(), end };
    let stories = stories::all(&scenery, wish.seed, wish.orders);
    let advance = |to: Timestamp| {
        let client = client.clone();
        async move { client.post("", "/v1/sandbox/clock", &json!({"to": to})).await.map(drop) }
    };
    clock.play(stories, end, advance).await?;
    fund(&client).await?;
    restriction(&client).await
}

/// One seller's account is restricted as the demo begins: before that, its orders would have had no stories.
async fn restriction(client: &Client) -> Result<()> {
    let body = json!({"reason": "inconsistent_goods", "text": words::OTHER_OIL.en});
    let path = format!("/v1/accounts/seller/{RESTRICTED}/restrictions");
    client.post(&format!("mediator:{MEDIATOR}"), &path, &body).await.map(drop)
}

/// The protection fund is filled as the demo begins: who looks around may be refunded by it at once.
async fn fund(client: &Client) -> Result<()> {
    for (currency, amount) in [("EUR", 20_000), ("IDR", 300_000_000), ("USD", 20_000)] {
        let body = json!({
            "change": "add", "amount": {"amount": amount, "currency": currency}, "reason": "September",
        });
        client.post("finance:treasury", "/v1/fund/changes", &body).await?;
    }
    Ok(())
}

/// Contact data of everybody: names, addresses and languages, sealed under each person's key.
async fn people(client: &Client) -> Result<()> {
    for buyer in BUYERS {
        let body = json!({
            "id": buyer.id, "name": buyer.name, "language": buyer.language,
            "mail": format!("{}@example.org", buyer.id), "address": [buyer.street, buyer.town],
        });
        client.post("", "/v1/persons", &body).await?;
    }
    for seller in SELLERS {
        let body = json!({
            "id": seller.id, "name": seller.name, "language": seller.language,
            "mail": format!("{}@example.org", seller.id), "address": [seller.address],
        });
        client.post("", "/v1/persons", &body).await?;
    }
    for (id, name, language) in MEDIATORS {
        let body = json!({
            "id": id, "name": name, "language": language, "mail": format!("{id}@example.org"),
        });
        client.post("", "/v1/persons", &body).await?;
        let staff = json!({"id": id, "login": id, "role": "mediator", "password": PASSWORD});
        client.post("", "/v1/staff", &staff).await?;
    }
    Ok(())
}
