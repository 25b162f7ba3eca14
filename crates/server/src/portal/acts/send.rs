//! From a form that was read to the API's own handler: the same act as by the API, decided in the same place.
use super::read::Filled;
use super::subject::About;
use crate::error::{Answer, ApiError};
use crate::extract::{Guard, Intent, Path};
use crate::portal::reader::Reader;
use crate::routes::{
    case_acts, claims, complaints, messages, order_acts, questionnaire, refunds, reports, returns, reviews,
    risk,
};
use crate::state::App;
use axum::extract::State;

/// A body with the reader's session behind it.
fn intent<T>(reader: &Reader, guard: &Guard, body: T) -> Intent<T> {
    Intent { caller: reader.session.caller.clone(), body, guard: guard.clone() }
}

fn needed<T>(value: Option<T>, field: &str) -> Answer<T> {
    value.ok_or_else(|| ApiError::invalid(field, "given"))
}

/// Carries an act out.
pub(super) async fn send(
    app: &App,
    reader: &Reader,
    (order, act, about): (&str, &str, &About),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    match (act, about.case()) {
        ("answer_questionnaire", _) => {
            let case = about.target.clone().unwrap_or_default();
            let body = api::NewQuestionnaire { answers: filled.answers, text: filled.words.text };
            let sent = intent(reader, guard, body);
            questionnaire::answer(State(app.clone()), Path(case), sent).await.map(|_| ())
        }
        ("claim_payment" | "answer_claim", _) => {
            of_claim(app, reader, (order, act, about), filled, guard).await
        }
        (_, Some(_)) => in_case(app, reader, (order, act, about), filled, guard).await,
        (_, None) => on_order(app, reader, (order, act, about), filled, guard).await,
    }
}

/// A seller's claim for payment, and what the buyer says of it.
async fn of_claim(
    app: &App,
    reader: &Reader,
    (order, act, about): (&str, &str, &About),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    let state = || State(app.clone());
    let at = || Path(order.to_owned());
    let reason = filled.words.reason.clone();
    let done = match act {
        "claim_payment" => {
            let (units, cause, text) = (filled.units, reason, filled.words.text);
            let (confirmation, tracking) = (filled.confirmation, filled.number);
            let body = api::NewClaim { units, cause, confirmation, tracking, text };
            claims::claim(state(), at(), intent(reader, guard, body)).await
        }
        _ => {
            let case = about.target.clone().unwrap_or_default();
            let body = api::NewClaimAnswer { received: filled.received, text: filled.words.text };
            claims::answer(state(), Path(case), intent(reader, guard, body)).await
        }
    };
    done.map(|_| ())
}

fn shipment(filled: Filled, resend: bool, case: Option<String>) -> api::NewShipment {
    api::NewShipment {
        units: filled.units,
        carrier: filled.carrier,
        number: filled.number,
        weight_grams: filled.grams,
        resend,
        case,
        ..api::NewShipment::default()
    }
}

async fn on_order(
    app: &App,
    reader: &Reader,
    (order, act, about): (&str, &str, &About),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    let state = || State(app.clone());
    let at = || Path(order.to_owned());
    let target = || about.target.clone().unwrap_or_default();
    let reason = filled.words.reason.clone();
    let done = match act {
        "cancel" | "cancel_sale" => {
            let body = api::NewCancellation { units: filled.units, reason };
            order_acts::cancel(state(), at(), intent(reader, guard, body)).await
        }
        "request_return" => {
            let (units, sub_reason, text) = (filled.units, filled.sub_reason, filled.words.text);
            let body = api::NewReturn { units, reason, sub_reason, text };
            returns::request(state(), at(), intent(reader, guard, body)).await
        }
        "complain" => {
            let (units, sub_reason, text) = (filled.units, filled.sub_reason, filled.words.text);
            let body = api::NewComplaint { units, reason, sub_reason, shipping_fee: filled.fee, text };
            complaints::complain(state(), at(), intent(reader, guard, body)).await
        }
        "report_buyer" => {
            let body = api::NewReport { reason, case: None, text: filled.words.text.unwrap_or_default() };
            reports::report(state(), at(), intent(reader, guard, body)).await
        }
        "lengthen_ship_by" => {
            let body = api::LongerShipBy { until: needed(filled.until, "until")? };
            order_acts::lengthen_ship_by(state(), at(), intent(reader, guard, body)).await
        }
        "confirm_receipt" => {
            let body = api::NewReceipt { parcel: target() };
            order_acts::receive(state(), at(), intent(reader, guard, body)).await
        }
        "answer_address" => {
            let body = api::AddressAnswer { parcel: target(), received: filled.received };
            order_acts::answer_address(state(), at(), intent(reader, guard, body)).await
        }
        "declare_shipment" | "resend" => {
            let body = shipment(filled, act == "resend", None);
            order_acts::ship(state(), at(), intent(reader, guard, body)).await
        }
        "lengthen_window" => {
            let body = api::LongerWindow { parcel: target(), until: needed(filled.until, "until")? };
            order_acts::lengthen_window(state(), at(), intent(reader, guard, body)).await
        }
        "goodwill_refund" => {
            let amount = needed(filled.amount, "amount")?;
            let body = api::NewGoodwillRefund { units: filled.units, amount, words: filled.words };
            order_acts::goodwill(state(), at(), intent(reader, guard, body)).await
        }
        "confirm_arrival" => {
            let leg = about.no.clone().unwrap_or_default();
            refunds::arrived(state(), Path((target(), leg)), intent(reader, guard, api::Nothing {})).await
        }
        "write_message" => {
            let body = api::NewMessage { case: None, text: filled.words.text.unwrap_or_default() };
            messages::write(state(), at(), intent(reader, guard, body)).await
        }
        _ => return by_staff(app, reader, (order, act, about), filled, guard).await,
    };
    done.map(|_| ())
}

/// What only the platform's people do on an order.
async fn by_staff(
    app: &App,
    reader: &Reader,
    (order, act, about): (&str, &str, &About),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    let state = || State(app.clone());
    let at = || Path(order.to_owned());
    let reason = filled.words.reason.clone();
    let done = match act {
        "freeze_for_risk" => {
            let body = api::NewRiskFreeze { reason, text: filled.words.text };
            risk::freeze(state(), at(), intent(reader, guard, body)).await
        }
        "place_hold" => {
            let body = api::NewHold { units: Vec::new(), reason, end: needed(filled.until, "until")? };
            order_acts::hold(state(), at(), intent(reader, guard, body)).await
        }
        "lift_hold" => {
            let body = api::Why { reason };
            order_acts::lift(
                state(),
                Path(about.target.clone().unwrap_or_default()),
                intent(reader, guard, body),
            )
            .await
        }
        _ => return Err(ApiError::not_found("act")),
    };
    done.map(|_| ())
}

async fn in_case(
    app: &App,
    reader: &Reader,
    (order, act, about): (&str, &str, &About),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    let state = || State(app.clone());
    let case = about.target.clone().unwrap_or_default();
    let at = || Path(case.clone());
    let nothing = || intent(reader, guard, api::Nothing {});
    let words = || filled.words.clone();
    let typed = || intent(reader, guard, api::WithWords { words: words() });
    let proposal = || Path((case.clone(), about.no.clone().unwrap_or_default()));
    let done = match act {
        "accept_request"
        | "reject_request"
        | "investigate"
        | "confirm_return"
        | "refund_without_return"
        | "refuse_return" => {
            let body = answer(act, &filled);
            case_acts::answer(state(), at(), intent(reader, guard, body)).await
        }
        "change" => {
            let remedy = needed(filled.remedy, "remedy")?;
            let (reason, sub_reason) = (filled.words.reason, filled.sub_reason);
            let body = api::ChangeCase { reason, sub_reason, remedy };
            case_acts::change(state(), at(), intent(reader, guard, body)).await
        }
        "draft_acceptance" | "draft_rejection" => {
            let accepts = act == "draft_acceptance";
            let answer = if accepts { api::DraftKind::Accept } else { api::DraftKind::Reject };
            let body = api::NewAnswerDraft { answer, words: Some(words()) };
            complaints::draft(state(), at(), intent(reader, guard, body)).await
        }
        "confirm_answer" => complaints::confirm(state(), at(), nothing()).await,
        "withdraw" | "withdraw_return" | "withdraw_complaint" | "withdraw_claim" => {
            case_acts::withdraw(state(), at(), nothing()).await
        }
        "propose" => {
            let body = api::NewProposal { words: words(), remedy: needed(filled.remedy, "remedy")? };
            case_acts::propose(state(), at(), intent(reader, guard, body)).await
        }
        "accept_proposal" => {
            let body = api::AcceptProposal { terms: about.terms.clone().unwrap_or_default() };
            case_acts::accept(state(), proposal(), intent(reader, guard, body)).await
        }
        "reject_proposal" => case_acts::reject(state(), proposal(), typed()).await,
        "escalate" => case_acts::escalate(state(), at(), typed()).await,
        "send_replacement" => {
            let body = shipment(filled, true, Some(case.clone()));
            order_acts::ship(state(), Path(order.to_owned()), intent(reader, guard, body)).await
        }
        "write_message" => {
            let text = filled.words.text.unwrap_or_default();
            let body = api::NewMessage { case: Some(case.clone()), text };
            messages::write(state(), Path(order.to_owned()), intent(reader, guard, body)).await
        }
        _ => return later(app, reader, (act, &case), filled, guard).await,
    };
    done.map(|_| ())
}

fn answer(act: &str, filled: &Filled) -> api::NewAnswer {
    let kind = match act {
        "accept_request" | "confirm_return" => api::AnswerKind::Accept,
        "refund_without_return" => api::AnswerKind::RefundWithoutReturn,
        "reject_request" | "refuse_return" => api::AnswerKind::Reject,
        _ => api::AnswerKind::Investigate,
    };
    api::NewAnswer {
        answer: kind,
        words: matches!(kind, api::AnswerKind::Reject | api::AnswerKind::Investigate)
            .then(|| filled.words.clone()),
        carrier: filled.carrier.clone(),
        number: filled.number.clone(),
    }
}

/// What comes after the sides' own proposals: review, appeal, return.
async fn later(
    app: &App,
    reader: &Reader,
    (act, case): (&str, &str),
    filled: Filled,
    guard: &Guard,
) -> Answer<()> {
    let state = || State(app.clone());
    let at = || Path(case.to_owned());
    let text = filled.words.text.clone().unwrap_or_default();
    let words = filled.words;
    let done = match act {
        "answer_question" => {
            reviews::question_answer(state(), at(), intent(reader, guard, api::QuestionAnswer { text })).await
        }
        "appeal" => {
            let body = api::NewAppeal { evidence: filled.evidence, words };
            reviews::appeal(state(), at(), intent(reader, guard, body)).await
        }
        "waive" => reviews::waive(state(), at(), intent(reader, guard, api::Nothing {})).await,
        "state_buyer_cause" => {
            let body = api::NewBuyerCause {
                cause: needed(filled.cause, "cause")?,
                from: needed(filled.from, "from")?,
                until: filled.until,
                voucher: filled.evidence.into_iter().next().unwrap_or_default(),
            };
            reviews::buyer_cause(state(), at(), intent(reader, guard, body)).await
        }
        "report_finding" => {
            let body = api::NewFinding { finding: needed(filled.finding, "finding")? };
            reviews::finding(state(), at(), intent(reader, guard, body)).await
        }
        "decide_risk" => {
            let body = api::RiskDecision { verdict: needed(filled.verdict, "verdict")?, words };
            risk::decide(state(), at(), intent(reader, guard, body)).await
        }
        "assign" => {
            reviews::assign(state(), at(), intent(reader, guard, api::Assign { mediator: None })).await
        }
        "ask" => {
            let body = api::NewQuestion { side: needed(filled.side, "side")?, text };
            reviews::question(state(), at(), intent(reader, guard, body)).await
        }
        "give_return_address" => {
            let body = api::ReturnAddress { address: text, label: filled.evidence.into_iter().next() };
            returns::address(state(), at(), intent(reader, guard, body)).await
        }
        "send_return" => {
            let (carrier, number) = (filled.carrier.unwrap_or_default(), filled.number.unwrap_or_default());
            let body = api::ReturnShipment { carrier, number };
            returns::send(state(), at(), intent(reader, guard, body)).await
        }
        "receive_return" => {
            let body = api::ReturnReceipt { content: needed(filled.content, "content")? };
            returns::receive(state(), at(), intent(reader, guard, body)).await
        }
        "accept_return" => {
            let body = api::AcceptReturn { content: needed(filled.content, "content")? };
            returns::accept(state(), at(), intent(reader, guard, body)).await
        }
        "object_to_return" => {
            let content = needed(filled.content, "content")?;
            let body = api::ObjectToReturn { content, words, documents: filled.evidence };
            returns::object(state(), at(), intent(reader, guard, body)).await
        }
        _ => return Err(ApiError::not_found("act")),
    };
    done.map(|_| ())
}
