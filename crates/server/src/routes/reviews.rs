//! The platform's part of a case: taking it, asking, ruling; and appealing against it.
use super::case_acts::{remedy, words};
use crate::acts::{self, Acted, author, visible};
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::parties;
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::order::command::OrderCommand;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(assign))
        .routes(routes!(question))
        .routes(routes!(question_answer))
        .routes(routes!(finding))
        .routes(routes!(buyer_cause))
        .routes(routes!(rule))
        .routes(routes!(appeal))
        .routes(routes!(waive))
}

type Done = Answer<Acted<api::Done>>;

/// A mediator takes the case or passes it on.
#[utoipa::path(post, path = "/v1/cases/{case}/assign", operation_id = "assignMediator", tag = "mediation",
    request_body = api::Assign, responses((status = 200, body = api::Done)))]
pub(crate) async fn assign(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::Assign>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let mediator = match (&new.mediator, intent.caller.actor.party()) {
        (Some(named), _) => {
            let party = parties::pseudonym(&app, intent.caller.id(), "mediator", named)?;
            parties::remember(&app, intent.caller.id(), named).await?;
            party
        }
        (None, Some(own)) => own,
        (None, None) => {
            return Err(ApiError::invalid("mediator", "your id of the mediator, where no mediator acts"));
        }
    };
    acts::in_case(&app, intent, at, OrderCommand::Assign { case: at.1, mediator }).await
}

/// The mediator asks a party; the review rests meanwhile.
#[utoipa::path(post, path = "/v1/cases/{case}/question", operation_id = "askParty", tag = "mediation",
    request_body = api::NewQuestion, responses((status = 200, body = api::Done)))]
pub(crate) async fn question(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewQuestion>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let words = texts::seal(&app, intent.caller.id(), author(&app, &intent.caller), &new.text).await?;
    acts::in_case(&app, intent, at, OrderCommand::Ask { case: at.1, side: convert::side(new.side), words })
        .await
}

/// The asked party answers.
#[utoipa::path(post, path = "/v1/cases/{case}/question_answer", operation_id = "answerQuestion", tag = "cases",
    request_body = api::QuestionAnswer, responses((status = 200, body = api::Done)))]
pub(crate) async fn question_answer(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::QuestionAnswer>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let words = texts::seal(&app, intent.caller.id(), author(&app, &intent.caller), &new.text).await?;
    acts::in_case(&app, intent, at, OrderCommand::AnswerQuestion { case: at.1, words }).await
}

/// The carrier's finding is told.
#[utoipa::path(post, path = "/v1/cases/{case}/finding", operation_id = "reportFinding", tag = "mediation",
    request_body = api::NewFinding, responses((status = 200, body = api::Done)))]
pub(crate) async fn finding(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewFinding>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let command = OrderCommand::ReportFinding { case: at.1, finding: convert::finding(new.finding) };
    acts::in_case(&app, intent, at, command).await
}

/// A cause on the buyer's side is stated, with date and voucher (INR-3).
#[utoipa::path(post, path = "/v1/cases/{case}/buyer_cause", operation_id = "stateBuyerCause", tag = "cases",
    request_body = api::NewBuyerCause, responses((status = 200, body = api::Done)))]
pub(crate) async fn buyer_cause(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewBuyerCause>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let command = OrderCommand::StateBuyerCause {
        case: at.1,
        cause: convert::buyer_cause(new.cause).to_owned(),
        from: new.from,
        until: new.until,
        voucher: ids::evidence_in(&new.voucher, at.0, "voucher")?,
    };
    acts::in_case(&app, intent, at, command).await
}

/// The mediator who has the case rules.
#[utoipa::path(post, path = "/v1/cases/{case}/rulings", operation_id = "ruleCase", tag = "mediation",
    request_body = api::NewRuling, responses((status = 200, body = api::Done)))]
pub(crate) async fn rule(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewRuling>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let given = match &new.remedy {
        Some(given) => Some(remedy(&app, &intent, at.0, given).await?),
        None => None,
    };
    let departs = match &new.departs {
        Some(why) => Some(words(&app, &intent, at.0, why).await?),
        None => None,
    };
    let command =
        OrderCommand::Rule { case: at.1, remedy: given, liable: convert::liable(new.liable), departs };
    acts::in_case(&app, intent, at, command).await
}

/// A party appeals, once a case, with new evidence.
#[utoipa::path(post, path = "/v1/cases/{case}/appeal", operation_id = "appealCase", tag = "cases",
    request_body = api::NewAppeal, responses((status = 200, body = api::Done)))]
pub(crate) async fn appeal(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewAppeal>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    let evidence = new.evidence.iter().map(|piece| ids::evidence_in(piece, at.0, "evidence"));
    let evidence = evidence.collect::<Answer<_>>()?;
    let words = words(&app, &intent, at.0, &new.words).await?;
    acts::in_case(&app, intent, at, OrderCommand::Appeal { case: at.1, evidence, words }).await
}

/// A party lets the ruling stand.
#[utoipa::path(post, path = "/v1/cases/{case}/waive", operation_id = "waiveAppeal", tag = "cases",
    request_body = api::Nothing, responses((status = 200, body = api::Done)))]
pub(crate) async fn waive(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::Nothing>,
) -> Done {
    let at = ids::case(&case)?;
    acts::in_case(&app, intent.split().0, at, OrderCommand::Waive { case: at.1 }).await
}
