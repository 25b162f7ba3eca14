//! What a seller says after the protection fund has paid a case.
use crate::acts::{self, Acted, author, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::order::command::OrderCommand;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(answer))
}

/// The seller fills in, once, the questionnaire of a case that the protection fund paid. Nothing follows from it.
#[utoipa::path(post, path = "/v1/cases/{case}/questionnaire", operation_id = "answerQuestionnaire", tag = "cases",
    request_body = api::NewQuestionnaire, responses((status = 200, body = api::Done)))]
pub(crate) async fn answer(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewQuestionnaire>,
) -> Answer<Acted<api::Done>> {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    let answers = new.answers.into_iter().map(|(id, answer)| (id, convert::opinion(answer))).collect();
    acts::in_case(&app, intent, at, OrderCommand::AnswerQuestionnaire { case: at.1, answers, text }).await
}
