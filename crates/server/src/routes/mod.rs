//! Every endpoint: one file a resource, each with its registration, which makes handler and document at once.
pub(crate) mod account_cases;
pub(crate) mod accounts;
pub(crate) mod case_acts;
pub(crate) mod cases;
pub(crate) mod claims;
pub(crate) mod complaints;
pub(crate) mod events;
pub(crate) mod evidence;
pub(crate) mod fund;
mod health;
pub(crate) mod inbox;
mod keys;
mod marketplaces;
pub(crate) mod messages;
pub(crate) mod order_acts;
pub(crate) mod orders;
mod persons;
mod portal_links;
mod purchases;
pub(crate) mod questionnaire;
pub(crate) mod refunds;
pub(crate) mod reports;
pub(crate) mod returns;
pub(crate) mod reviews;
pub(crate) mod risk;
pub(crate) mod sandbox;
mod staff;
pub(crate) mod statements;
pub(crate) mod terms;
mod tracking;
mod webhooks;

use crate::error::{Answer, ApiError};
use crate::state::App;
use api::problem::Code;
use utoipa_axum::router::OpenApiRouter;

/// All of them.
pub(crate) fn all() -> OpenApiRouter<App> {
    [
        health::routes(),
        marketplaces::routes(),
        keys::routes(),
        purchases::routes(),
        orders::routes(),
        order_acts::routes(),
        messages::routes(),
        evidence::routes(),
        cases::routes(),
        case_acts::routes(),
        reviews::routes(),
        complaints::routes(),
        claims::routes(),
        questionnaire::routes(),
        risk::routes(),
        returns::routes(),
        refunds::routes(),
        accounts::routes(),
        account_cases::routes(),
        reports::routes(),
        statements::routes(),
        fund::routes(),
        inbox::routes(),
        events::routes(),
        terms::routes(),
        tracking::routes(),
        webhooks::routes(),
        persons::routes(),
        portal_links::routes(),
        staff::routes(),
        sandbox::routes(),
    ]
    .into_iter()
    .fold(OpenApiRouter::new(), OpenApiRouter::merge)
}

/// How many entries of a list are wanted.
fn limit(wanted: Option<u32>, default: u32, most: u32) -> Answer<u32> {
    let limit = wanted.unwrap_or(default);
    let malformed = || ApiError::new(Code::MalformedQuery, format!("limit is a number from 1 to {most}."));
    if (1..=most).contains(&limit) { Ok(limit) } else { Err(malformed()) }
}

/// A cursor that was not given out here.
fn bad_cursor() -> ApiError {
    ApiError::new(Code::MalformedQuery, "after is the 'next' of an earlier page, copied as it was given.")
}
