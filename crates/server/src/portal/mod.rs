//! The portals: pages for buyers, sellers and staff, made on the server. They are made from the views of the API, their
//! forms call its handlers, and their buttons come from `allowed_actions`: no rule stands here a second time.
mod account;
mod acts;
mod assets;
mod case;
mod compensation;
pub(crate) mod demo;
mod desk;
mod dispute;
mod evidence;
mod form;
mod framing;
mod fund;
mod goods;
mod history;
mod inbox;
mod layout;
mod live;
mod look;
mod orders;
mod preferences;
mod problem;
mod reader;
mod reason;
mod refunds;
mod remedy;
pub(crate) mod session;
mod streams;
mod talk;
mod terms;
mod trial;
mod turn;
pub(crate) mod words;

pub(crate) use framing::stray;
pub(crate) use streams::Streams;

use crate::state::App;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use session::headers;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};

/// Every page, with the headers that all of them have; those of a demonstration only where it is one.
pub(crate) fn routes(app: &App) -> Router<App> {
    let demo = app.settings.demo.is_some();
    let pages = Router::new()
        .route("/preferences", post(preferences::choose))
        .route("/buyer/", get(orders::list::show))
        .route("/buyer/cases/{case}", get(case::show))
        .route("/seller/cases/{case}", get(case::show))
        .route("/buyer/orders/{order}/dispute", get(dispute::ask))
        .route("/buyer/orders/{order}/dispute/text", post(dispute::tell))
        .route("/buyer/orders/{order}/dispute/send", post(dispute::send))
        .route("/buyer/cases/{case}/opened", get(dispute::opened))
        .route(account::record::PATH, get(account::record::show))
        .route("/seller/", get(inbox::show))
        .route("/seller/account", get(account::show))
        .route("/seller/account/payouts", post(account::pay_out))
        .route("/seller/account/statements/{statement}", get(account::statement))
        .route("/staff/orders/{order}/seller", get(account::staff::show).post(account::staff::restrict))
        .route(fund::PATH, get(fund::show).post(fund::change))
        .merge(account_cases())
        .merge(desk::routes())
        .merge(parties())
        .merge(session::routes())
        .merge(if demo { demo::routes() } else { Router::new() })
        .layer(from_fn_with_state(app.clone(), framing::frame))
        .layer(CompressionLayer::new().gzip(true).compress_when(
            // What is packed already would only lose its length and the places in it.
            DefaultPredicate::new().and(NotForContentType::const_new("video/")),
        ));
    pages.merge(assets::routes()).layer(from_fn_with_state(app.clone(), headers::protect))
}

/// The pages of a case on an account, for its parties and for staff.
fn account_cases() -> Router<App> {
    ["/buyer", "/seller", "/staff"].into_iter().fold(Router::new(), |router, base| {
        let at = |tail: &str| format!("{base}/account_cases/{{case}}{tail}");
        router
            .route(&at(""), get(account::case::show))
            .route(&at("/acts/{act}"), post(account::case::act))
            .route(&at("/evidence"), post(account::case::submit))
            .route(&at("/evidence/{evidence}"), get(account::case::content))
    })
}

/// The pages that buyers, sellers and staff have alike, each under their own beginning.
fn parties() -> Router<App> {
    ["/buyer", "/seller", "/staff"].into_iter().fold(Router::new(), |router, base| {
        let at = |tail: &str| format!("{base}{tail}");
        router
            .route(&at("/live/orders/{order}"), get(live::order))
            .route(&at("/live/inbox"), get(live::inbox))
            .route(&at("/orders"), get(orders::list::show))
            .route(&at("/orders/{order}"), get(orders::one::show))
            .route(&at("/orders/{order}/messages"), post(talk::write))
            .route(&at("/terms"), get(terms::show))
            .route(&at("/orders/{order}/acts/{act}"), get(acts::show).post(acts::act))
            .route(&at("/orders/{order}/evidence"), post(evidence::submit))
            .route(&at("/orders/{order}/evidence/new"), get(evidence::new))
            .route(&at("/evidence/{evidence}/content"), get(evidence::content))
            .route(&at("/evidence/{evidence}/withdraw"), post(evidence::withdraw))
    })
}
