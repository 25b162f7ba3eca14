//! A seller's claim for payment, and what the buyer says of it (CLM).
use crate::acts::{self, Acted, author, visible};
use crate::error::Answer;
use crate::extract::{Intent, Path};
use crate::state::App;
use crate::{convert, ids, texts};
use axum::extract::State;
use resolution::id::OrderId;
use resolution::order::command::{Confirmation, OrderCommand, PaymentClaim};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(super) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(claim)).routes(routes!(answer))
}

type Done = Answer<Acted<api::Done>>;

/// The seller claims payment for what the buyer has though the order is shown cancelled or failed (CLM-1).
#[utoipa::path(post, path = "/v1/orders/{order}/claims", operation_id = "claimPayment", tag = "claims",
    request_body = api::NewClaim, responses((status = 201, body = api::Done)))]
pub(crate) async fn claim(
    State(app): State<App>,
    Path(order): Path<String>,
    intent: Intent<api::NewClaim>,
) -> Done {
    let (intent, new) = intent.split();
    let order = ids::order(&order)?;
    visible(&app, &intent.caller, order).await?;
    let confirmation = new.confirmation.map(|shown| confirmation(&shown, order)).transpose()?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    let (units, cause, tracking) = (convert::units(&new.units), new.cause, new.tracking);
    let wanted = PaymentClaim { units, cause, confirmation, tracking, text };
    acts::on_order(&app, intent, order, OrderCommand::ClaimPayment(wanted)).await
}

fn confirmation(shown: &api::ClaimConfirmation, order: OrderId) -> Answer<Confirmation> {
    Ok(match shown {
        api::ClaimConfirmation::Message { message } => Confirmation::Message { message: *message },
        api::ClaimConfirmation::Outside { chat, photo } => Confirmation::Outside {
            chat: ids::evidence_in(chat, order, "confirmation.chat")?,
            photo: ids::evidence_in(photo, order, "confirmation.photo")?,
        },
    })
}

/// The buyer says, once, whether the goods of a claim are there (CLM-2).
#[utoipa::path(post, path = "/v1/cases/{case}/claim_answer", operation_id = "answerClaim", tag = "claims",
    request_body = api::NewClaimAnswer, responses((status = 200, body = api::Done)))]
pub(crate) async fn answer(
    State(app): State<App>,
    Path(case): Path<String>,
    intent: Intent<api::NewClaimAnswer>,
) -> Done {
    let (intent, new) = intent.split();
    let at = ids::case(&case)?;
    visible(&app, &intent.caller, at.0).await?;
    let author = author(&app, &intent.caller);
    let text = texts::seal_any(&app, intent.caller.id(), author, new.text.as_deref()).await?;
    let said = OrderCommand::AnswerClaim { case: at.1, received: new.received, text };
    acts::in_case(&app, intent, at, said).await
}
