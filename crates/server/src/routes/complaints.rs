//! Complaints of negligence, and their answer in two steps (NEG).
use super::case_acts::words;
use crate::acts::{self, Acted, author, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::case;
use resolution::order::command::{Complaint, OrderCommand};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(complain)).routes(routes!(draft)).routes(routes!(confirm))
}

type Done = Answer<Acted<api::Done>>;

/// The buyer complains of the seller's negligence, and may ask for the shipping fee (NEG-1).
#[utoipa::path(post, path = "/v1/orders/{order}/complaints", operation_id = "complain", tag = "complaints",
    request_body = api::NewComplaint, responses((status = 201, body = api::Done)))]
pub(crate) async fn complain(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewComplaint>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    let units = convert::units(&new.units);
    let (reason, sub_reason, fee) = (new.reason, new.sub_reason, new.shipping_fee);
    let wanted = Complaint { units, reason, sub_reason, fee, text };
    acts::on_order(&app, intent, order, OrderCommand::Complain(wanted)).await
}

/// The seller drafts its answer; a later draft takes its place, and no clock moves (NEG-2).
#[utoipa::path(post, path = "/v1/cases/{case}/answer_draft", operation_id = "draftAnswer", tag = "complaints",
    request_body = api::NewAnswerDraft, responses((status = 200, body = api::Done)))]
pub(crate) async fn draft(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewAnswerDraft>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let words = words(&app, &intent, at.0, &new.words.unwrap_or_default()).await?;
    let answer = match new.answer {
        api::DraftKind::Accept => case::Answer::Accept,
        api::DraftKind::Reject => case::Answer::Reject,
    };
    acts::in_case(&app, intent, at, OrderCommand::DraftAnswer { case: at.1, answer, words }).await
}

/// The seller stands by its draft: it is the answer now (NEG-2).
#[utoipa::path(post, path = "/v1/cases/{case}/answer_confirmation", operation_id = "confirmAnswer",
    tag = "complaints", request_body = api::Nothing, responses((status = 200, body = api::Done)))]
pub(crate) async fn confirm(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::Nothing>,
) -> Done {
    let at = ids::case(&case)?;
    acts::in_case(&app, intent.split().0, at, OrderCommand::ConfirmAnswer { case: at.1 }).await
}
