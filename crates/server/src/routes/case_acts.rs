//! What the two sides do in a case before it is decided.
use crate::acts::{self, Acted, author, order_of, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::case;
use resolution::case::remedy::Remedy;
use resolution::id::{OrderId, ProposalNo};
use resolution::order::command::OrderCommand;
use resolution::seal::Words;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(change))
        .routes(routes!(withdraw))
        .routes(routes!(answer))
        .routes(routes!(propose))
        .routes(routes!(accept))
        .routes(routes!(reject))
        .routes(routes!(escalate))
}

type Done = Answer<Acted<api::Done>>;

/// A remedy in the currency of the order, with its words sealed.
pub(super) async fn remedy(
    app: &App,
    intent: &Intent<()>,
    order: OrderId,
    remedy: &api::Remedy,
) -> Answer<Remedy> {
    let found = visible(app, &intent.caller, order).await?;
    let currency = order_of(&found)?.placed.currency;
    convert::remedy(app, intent.caller.id(), author(app, &intent.caller), remedy, currency).await
}

/// Typed words, with their text sealed.
pub(super) async fn words(
    app: &App,
    intent: &Intent<()>,
    order: OrderId,
    words: &api::Words,
) -> Answer<Words> {
    visible(app, &intent.caller, order).await?;
    texts::words(app, intent.caller.id(), author(app, &intent.caller), words).await
}

/// The opener changes reason, remedy or amount; no clock moves (DIS-9).
#[utoipa::path(post, path = "/v1/cases/{case}/change", operation_id = "changeCase", tag = "cases",
    request_body = api::ChangeCase, responses((status = 200, body = api::Done)))]
pub(crate) async fn change(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::ChangeCase>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let asked = remedy(&app, &intent, at.0, &new.remedy).await?;
    let (case, reason, sub_reason) = (at.1, new.reason, new.sub_reason);
    acts::in_case(&app, intent, at, OrderCommand::ChangeDispute { case, reason, sub_reason, asked }).await
}

/// The opener withdraws it (DIS-9).
#[utoipa::path(post, path = "/v1/cases/{case}/withdraw", operation_id = "withdrawCase", tag = "cases",
    request_body = api::Nothing, responses((status = 200, body = api::Done)))]
pub(crate) async fn withdraw(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::Nothing>,
) -> Done {
    let at = ids::case(&case)?;
    acts::in_case(&app, intent.split().0, at, OrderCommand::Withdraw { case: at.1 }).await
}

/// The respondent accepts, rejects with a reason, or has the shipment investigated; a return for a change of mind also
/// ends in a refund without return.
#[utoipa::path(post, path = "/v1/cases/{case}/answer", operation_id = "answerCase", tag = "cases",
    request_body = api::NewAnswer, responses((status = 200, body = api::Done)))]
pub(crate) async fn answer(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewAnswer>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let words = words(&app, &intent, at.0, &new.words.unwrap_or_default()).await?;
    let answer = match new.answer {
        api::AnswerKind::Accept => case::Answer::Accept,
        api::AnswerKind::RefundWithoutReturn => case::Answer::WithoutReturn,
        api::AnswerKind::Reject => case::Answer::Reject,
        api::AnswerKind::Investigate => case::Answer::Investigate {
            carrier: new.carrier.unwrap_or_default(),
            number: new.number.unwrap_or_default(),
        },
    };
    acts::in_case(&app, intent, at, OrderCommand::Respond { case: at.1, answer, words }).await
}

/// A side lays a proposal beside the others (DIS-10).
#[utoipa::path(post, path = "/v1/cases/{case}/proposals", operation_id = "propose", tag = "cases",
    request_body = api::NewProposal, responses((status = 200, body = api::Done)))]
pub(crate) async fn propose(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewProposal>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let remedy = remedy(&app, &intent, at.0, &new.remedy).await?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    acts::in_case(&app, intent, at, OrderCommand::Propose { case: at.1, remedy, words }).await
}

/// A side accepts what another proposed: the outcome is fixed for good (DIS-11).
#[utoipa::path(post, path = "/v1/cases/{case}/proposals/{proposal}/accept", operation_id = "acceptProposal",
    tag = "cases", request_body = api::AcceptProposal, responses((status = 200, body = api::Done)))]
pub(crate) async fn accept(
    State(app): State<App>,
    Path((case, proposal)): Path<(String, String)>,
    intent: Intent<api::AcceptProposal>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let proposal = ProposalNo(ids::ordinal(&proposal, "proposal")?);
    let command = OrderCommand::AcceptProposal { case: at.1, proposal, terms: new.terms };
    acts::in_case(&app, intent, at, command).await
}

/// A side refuses a proposal; the case stays open (DIS-12).
#[utoipa::path(post, path = "/v1/cases/{case}/proposals/{proposal}/reject", operation_id = "rejectProposal",
    tag = "cases", request_body = api::WithWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn reject(
    State(app): State<App>,
    Path((case, proposal)): Path<(String, String)>,
    intent: Intent<api::WithWords>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    let proposal = ProposalNo(ids::ordinal(&proposal, "proposal")?);
    let command = OrderCommand::RejectProposal { case: at.1, proposal, words };
    acts::in_case(&app, intent, at, command).await
}

/// A side calls the platform (DIS-8).
#[utoipa::path(post, path = "/v1/cases/{case}/escalate", operation_id = "escalateCase", tag = "cases",
    request_body = api::WithWords, responses((status = 200, body = api::Done)))]
pub(crate) async fn escalate(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::WithWords>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    acts::in_case(&app, intent, at, OrderCommand::Escalate { case: at.1, words }).await
}
