//! Purchases and their payments.
use crate::acts::{self, Acted};
use crate::convert::{self, minor, minor_or_zero};
use crate::error::{Answer, ApiError};
use crate::extract::Intent;
use crate::parties;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use engine::ports::Document;
use engine::{Captured, Placed};
use resolution::id::OrderId;
use resolution::money::{Currency, Minor};
use resolution::order::command::NewLine;
use resolution::order::purchase::{Purchase, PurchasePayment, SellerPart};
use resolution::refusal::Refusal;
use sha2::{Digest, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(place)).routes(routes!(capture))
}

/// Places a purchase: one order a seller, all or none. The reference is its key for ever: the same again gives the same
/// orders.
#[utoipa::path(post, path = "/v1/purchases", operation_id = "placePurchase", tag = "purchases",
    request_body = api::NewPurchase, responses((status = 201, body = api::PurchasePlaced)))]
async fn place(
    State(app): State<App>,
    intent: Intent<api::NewPurchase>,
) -> Answer<Acted<api::PurchasePlaced>> {
    let (marketplace, new) = (&intent.caller.marketplace, &intent.body);
    let currency = new.currency.as_deref().map_or(Ok(marketplace.currency), convert::currency)?;
    let now = app.engine.now(marketplace.id).await?;
    let mut documents = Vec::new();
    let mut sellers = Vec::new();
    for (index, part) in new.sellers.iter().enumerate() {
        let field = format!("sellers[{index}]");
        let seller = parties::pseudonym(&app, marketplace.id, &format!("{field}.seller"), &part.seller)?;
        let lines = part.lines.iter().enumerate();
        let lines = lines
            .map(|(no, line)| self::line(&format!("{field}.lines[{no}]"), line, currency, &mut documents));
        sellers.push(SellerPart { seller, ship_by: part.ship_by, lines: lines.collect::<Answer<_>>()? });
    }
    let payments = new.payments.iter().enumerate();
    let payments =
        payments.map(|(no, payment)| self::payment(&format!("payments[{no}].amount"), payment, currency));
    let purchase = Purchase {
        reference: new.reference.clone(),
        buyer: parties::pseudonym(&app, marketplace.id, "buyer", &new.buyer)?,
        currency,
        placed_at: new.placed_at.unwrap_or(now),
        estimate: new.estimate,
        pay_by: new.pay_by,
        sellers,
        payments: payments.collect::<Answer<_>>()?,
    };
    let orders = match app.engine.place_purchase(marketplace.id, &purchase, documents).await? {
        Placed::Orders(orders) => orders,
        Placed::Refused(refusal) => return Err(refusal.into()),
    };
    let (replayed, versions) = decided(orders)?;
    for external in new.sellers.iter().map(|part| &part.seller).chain([&new.buyer]) {
        if replayed {
            parties::remember(&app, marketplace.id, external).await?;
        } else {
            parties::welcome(&app, marketplace.id, external).await?;
        }
    }
    let placed = new.sellers.iter().zip(versions).map(|(part, (order, version))| api::PlacedOrder {
        seller: part.seller.clone(),
        order: order.to_string(),
        version,
    });
    let body = api::PurchasePlaced { reference: new.reference.clone(), orders: placed.collect() };
    Ok(Acted { status: StatusCode::CREATED, replayed, body })
}

/// The version of each order after the act; a repeat if nothing was new anywhere. The first refusal, if there is one.
fn decided(orders: Vec<(OrderId, engine::Answer)>) -> Answer<(bool, Vec<(OrderId, u64)>)> {
    let mut replayed = true;
    let mut versions = Vec::with_capacity(orders.len());
    for (order, answer) in orders {
        let decided = acts::decided(answer)?;
        replayed &= decided.replayed || decided.version < decided.first;
        versions.push((order, decided.version));
    }
    Ok((replayed, versions))
}

fn line(
    field: &str,
    line: &api::NewLine,
    currency: Currency,
    documents: &mut Vec<Document>,
) -> Answer<NewLine> {
    let amount =
        |name: &str, money: Option<&api::Money>| minor_or_zero(&format!("{field}.{name}"), money, currency);
    let coins = Minor::new(line.coins)
        .map_err(|error| ApiError::invalid(&format!("{field}.coins"), error.to_string()))?;
    Ok(NewLine {
        sku: line.sku.clone(),
        listing: line.listing.as_ref().map(|listing| keep(listing, documents)),
        pieces: line.pieces.clone(),
        returnable: line.returnable,
        category: line.category.clone(),
        quantity: line.quantity,
        price: minor(&format!("{field}.price"), &line.price, currency)?,
        shipping: amount("shipping", line.shipping.as_ref())?,
        seller_discount: amount("seller_discount", line.seller_discount.as_ref())?,
        platform_discount: amount("platform_discount", line.platform_discount.as_ref())?,
        coins_value: amount("coins_value", line.coins_value.as_ref())?,
        coins,
    })
}

/// Keeps a listing beside the order; gives its digest (EVI-7).
fn keep(listing: &serde_json::Value, documents: &mut Vec<Document>) -> String {
    let bytes = listing.to_string().into_bytes();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    documents.push(Document { digest, kind: "listing".to_owned(), bytes });
    hex::encode(digest)
}

fn payment(field: &str, payment: &api::NewPayment, currency: Currency) -> Answer<PurchasePayment> {
    Ok(PurchasePayment {
        provider: payment.provider.clone(),
        payment_id: payment.payment_id.clone(),
        method: payment.method.clone(),
        amount: minor(field, &payment.amount, currency)?,
    })
}

/// Tells that the provider captured a payment: every order that it paid for is told. The same again changes nothing.
#[utoipa::path(post, path = "/v1/payments/captures", operation_id = "capturePayment", tag = "purchases",
    request_body = api::NewCapture, responses((status = 200, body = api::Captured)))]
async fn capture(State(app): State<App>, intent: Intent<api::NewCapture>) -> Answer<Acted<api::Captured>> {
    let (marketplace, new) = (&intent.caller.marketplace, &intent.body);
    let captured_at = match new.captured_at {
        Some(at) => at,
        None => app.engine.now(marketplace.id).await?,
    };
    let fee = match &new.fee {
        Some(fee) => minor("fee", fee, convert::currency(&fee.currency)?)?,
        None => Minor::ZERO,
    };
    let (provider, payment) = (&new.provider, &new.payment_id);
    let orders = match app.engine.capture_payment(marketplace.id, provider, payment, captured_at, fee).await?
    {
        Captured::Orders(orders) => orders,
        Captured::Unknown => return Err(Refusal::NotFound { what: "payment".into() }.into()),
    };
    let (replayed, versions) = decided(orders)?;
    let orders =
        versions.into_iter().map(|(order, version)| api::CapturedOrder { order: order.to_string(), version });
    Ok(Acted { status: StatusCode::OK, replayed, body: api::Captured { orders: orders.collect() } })
}
