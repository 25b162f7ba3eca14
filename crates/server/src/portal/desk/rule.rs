//! The guided form by which a mediator rules: follow or not, the details, then "check before you decide" with the money.
use super::gathered::Gathered;
use super::ruling::{LIABLE, Problems, REASONS, REMEDIES, Typed};
use super::{check, table};
use crate::error::{Answer, ApiError};
use crate::extract::{Intent, Path};
use crate::portal::acts;
use crate::portal::form::Sent;
use crate::portal::layout::Page;
use crate::portal::look::{Choice, Field, back, button, choices, errors, form_head, textarea};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::routes::reviews;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use maud::{Markup, html};

/// The first question.
pub(super) async fn ask(State(app): State<App>, reader: Reader, Path(case): Path<String>) -> Shown {
    let made = async {
        let gathered = Gathered::of(&app, &reader, &case).await?;
        Ok(question(&reader, &gathered, &Typed::default(), &[]))
    };
    match made.await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// The answers so far: the next question, or everything with its money.
pub(super) async fn check(State(app): State<App>, Path(case): Path<String>, form: Sent<Typed>) -> Shown {
    let (reader, typed) = (form.reader, form.body);
    match next(&app, &reader, &case, &typed).await {
        Ok((page, status)) => Ok(page.with_status(&app, &reader, status).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn next(app: &App, reader: &Reader, case: &str, typed: &Typed) -> Answer<(Page<'static>, StatusCode)> {
    let gathered = Gathered::of(app, reader, case).await?;
    let details = matches!(typed.decision.as_str(), "other" | "dismiss");
    match typed.step.as_str() {
        "change" => return Ok((question(reader, &gathered, typed, &[]), StatusCode::OK)),
        // The second question was not asked yet, so nothing of it can be wrong.
        "decision" if details => return Ok((further(reader, &gathered, typed, &[]), StatusCode::OK)),
        _ => {}
    }
    let again = |problems: &Problems| {
        let page = if details {
            further(reader, &gathered, typed, problems)
        } else {
            question(reader, &gathered, typed, problems)
        };
        (page, StatusCode::UNPROCESSABLE_ENTITY)
    };
    let ruling = match typed.read(reader, gathered.recommended.as_ref(), gathered.currency) {
        Ok(ruling) => ruling,
        Err(problems) => return Ok(again(&problems)),
    };
    match check::preview(app, reader, &gathered, &ruling).await? {
        Ok(preview) => {
            // What came since the first question was opened is told before anything is decided.
            let since = check::Since::of(app, reader, &gathered, typed.version).await?;
            Ok((check::page(reader, &gathered, typed, (&ruling, &preview), &since, &[]), StatusCode::OK))
        }
        Err(refusal) => Ok(again(&vec![said(reader, &gathered, &ApiError::refused(&refusal, false))])),
    }
}

/// A refusal at the field that it speaks of.
fn said(reader: &Reader, gathered: &Gathered, error: &ApiError) -> (String, String) {
    let field = match error.problem().code.as_str() {
        "amount_too_high" => "amount",
        "reason_needed" => "reason",
        _ => "",
    };
    (field.to_owned(), acts::sentence(reader, error, &gathered.view))
}

/// Gives the ruling to the API's own handler. What was typed is kept whatever the answer is.
pub(super) async fn decide(State(app): State<App>, Path(case): Path<String>, form: Sent<Typed>) -> Shown {
    let (reader, typed) = (form.reader, form.body);
    let made = async {
        let gathered = Gathered::of(&app, &reader, &case).await?;
        let ruling = match typed.read(&reader, gathered.recommended.as_ref(), gathered.currency) {
            Ok(ruling) => ruling,
            Err(problems) => return Ok(Err(further(&reader, &gathered, &typed, &problems))),
        };
        let since = check::Since::of(&app, &reader, &gathered, typed.version).await?;
        // Where it cannot be ruled at all, or was ruled already, the core says so.
        let open = gathered.action("rule").is_some_and(|rule| rule.allowed) && !since.ruled();
        let changed = typed.shown().changed(&reader, &gathered, &typed, &ruling).filter(|_| open);
        let problem = if let Some(changed) = changed {
            (String::new(), changed)
        } else if since.unread() {
            (String::new(), reader.t("rule-unread"))
        } else {
            let caller = reader.session.caller.clone();
            let intent = Intent { caller, body: ruling.clone(), guard: form.guard };
            match reviews::rule(State(app.clone()), Path(case.clone()), intent).await {
                Ok(_) => return Ok(Ok(())),
                Err(error) => said(&reader, &gathered, &error),
            }
        };
        // Where it can still be ruled so, it is shown again with its money as that is now.
        Ok(Err(match check::preview(&app, &reader, &gathered, &ruling).await? {
            Ok(preview) => check::page(&reader, &gathered, &typed, (&ruling, &preview), &since, &[problem]),
            Err(_) => check::refused(&reader, &gathered, &typed, &since, &[problem]),
        }))
    };
    match made.await {
        Ok(Ok(())) => Ok(Redirect::to(&format!("/staff/cases/{case}?done=rule")).into_response()),
        Ok(Err(page)) => Ok(page.with_status(&app, &reader, StatusCode::CONFLICT).await),
        Err(error) => {
            let error: ApiError = error;
            Ok(problem::page(&app, &reader, &error).await)
        }
    }
}

/// The frame of a question: what the rules say stands above it.
fn frame(
    reader: &Reader,
    gathered: &Gathered,
    problems: &[(String, String)],
    form: &Markup,
) -> Page<'static> {
    let case = &gathered.case;
    let rule = gathered.action("rule");
    let body = html! {
        (back(reader, &format!("/staff/cases/{}", case.id), "back-case"))
        div class="question" {
            (errors(reader, problems))
            @if rule.is_some_and(|rule| rule.allowed) { (form) } @else {
                h1 { (reader.t("rule-title")) }
                @if let Some(rule) = rule { (acts::refused(reader, rule, &gathered.view)) }
                @if let Some(assign) = gathered.action("assign").filter(|action| action.allowed) { (gathered.take(reader, assign)) }
            }
        }
    };
    Page::new(reader.t("rule-title"), "queue", body)
}

/// What travels from one page to the next.
pub(super) fn carried(reader: &Reader, gathered: &Gathered, typed: &Typed, without: &[&str]) -> Markup {
    let seen = if typed.version == 0 { gathered.order.version } else { typed.version };
    html! {
        (form_head(reader, &reader.once, None))
        input type="hidden" name="version" value=(seen);
        @for (name, value) in typed.fields() { @if !without.contains(&name) && !value.is_empty() {
            @if name == "text" { textarea name=(name) class="sr" hidden aria-hidden="true" tabindex="-1" { (value) } }
            @else { input type="hidden" name=(name) value=(value); }
        } }
    }
}

fn choice(reader: &Reader, value: &str, words: &str, hint: Option<String>, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: reader.t(words), hint, chosen: value == chosen }
}

/// The first question: as the rules say, otherwise, or nothing.
fn question(
    reader: &Reader,
    gathered: &Gathered,
    typed: &Typed,
    problems: &[(String, String)],
) -> Page<'static> {
    let problem = problems.iter().find(|(field, _)| field == "decision").map(|(_, words)| words.clone());
    let field = Field {
        name: "decision",
        label: reader.t("rule-title"),
        hint: None,
        value: String::new(),
        problem,
        input: None,
    };
    // Following is what is chosen at first: the rules were published, and departing from them needs a reason.
    let chosen = if typed.decision.is_empty() { "follow" } else { &typed.decision };
    let mut list = Vec::new();
    let claim = gathered.case.claim.is_some();
    let given = gathered.recommended.as_ref().is_some_and(|ruling| ruling.remedy.is_some());
    if let Some(ruling) = &gathered.recommended {
        let outcome = table::outcome(reader, gathered, ruling.remedy.as_ref());
        let liable = reader.t(&format!("liable-{}", ruling.liable.word()));
        list.push(choice(reader, "follow", "rule-follow", Some(format!("{outcome}. {liable}.")), chosen));
    }
    // A claim is paid in full or not at all: beside what is recommended there is only its opposite.
    if !claim {
        list.push(choice(reader, "other", "rule-other", Some(reader.t("rule-other-hint")), chosen));
        list.push(choice(reader, "dismiss", "rule-dismiss", Some(reader.t("rule-dismiss-hint")), chosen));
    } else if given {
        list.push(choice(
            reader,
            "dismiss",
            "rule-claim-dismiss",
            Some(reader.t("rule-claim-dismiss-hint")),
            chosen,
        ));
    } else {
        list.push(choice(reader, "other", "rule-claim-pay", Some(reader.t("rule-claim-pay-hint")), chosen));
    }
    let form = html! {
        (table::recommendation(reader, gathered))
        form method="post" action={ "/staff/cases/" (gathered.case.id) "/rule" } {
            (carried(reader, gathered, typed, &["decision"]))
            input type="hidden" name="step" value="decision";
            (choices(&field, "radio", true, &list))
            (button("btn-primary", &reader.t("form-continue")))
        }
    };
    frame(reader, gathered, problems, &form)
}

/// What a ruling can give: goods that came back for a change of mind end in money or in nothing.
fn remedies(case: &api::CaseView) -> &'static [&'static str] {
    match case.kind.as_str() {
        "return" => &["refund"],
        "negligence" => &["fee_refund"],
        "seller_claim" => &["seller_payment"],
        _ => &REMEDIES,
    }
}

/// The second question, where the mediator decides otherwise: what, who bears it, and why.
fn further(
    reader: &Reader,
    gathered: &Gathered,
    typed: &Typed,
    problems: &[(String, String)],
) -> Page<'static> {
    let problem =
        |name: &str| problems.iter().find(|(field, _)| field == name).map(|(_, words)| words.clone());
    let field = |name: &'static str, words: &str, hint: Option<String>, value: &str| Field {
        name,
        label: reader.t(words),
        hint,
        value: value.to_owned(),
        problem: problem(name),
        input: None,
    };
    let case = &gathered.case;
    let other = typed.decision == "other";
    let title = match (case.claim.is_some(), other) {
        (true, true) => "rule-claim-pay",
        (true, false) => "rule-claim-dismiss",
        (false, true) => "rule-other",
        (false, false) => "rule-dismiss",
    };
    let usual = if let [only] = remedies(case) { only } else { case.asked.kind.as_str() };
    let remedy = if typed.remedy.is_empty() { usual } else { &typed.remedy };
    let wanted = case.claim.as_ref().map(|claim| &claim.claimable).or(case.asked.amount.as_ref());
    let asked = wanted.map(|amount| reader.format.amount_input(amount)).unwrap_or_default();
    let amount = if typed.amount.is_empty() { asked.as_str() } else { &typed.amount };
    let most = reader.with("rule-amount-hint", &[("most", reader.format.money(&case.refundable).into())]);
    let how_much = reader.with("rule-amount", &[("currency", gathered.currency.code().into())]);
    let list = |words: &[&str], prefix: &str, chosen: &str| -> Vec<Choice> {
        words.iter().map(|word| choice(reader, word, &format!("{prefix}{word}"), None, chosen)).collect()
    };
    let form = html! {
        h1 { (reader.t(title)) }
        form method="post" action={ "/staff/cases/" (case.id) "/rule" } {
            (carried(reader, gathered, typed, &["remedy", "amount", "liable", "reason", "text"]))
            input type="hidden" name="step" value="details";
            @if let (true, Some(claim)) = (other, &case.claim) {
                // There is no choice of how much.
                input type="hidden" name="remedy" value="seller_payment";
                input type="hidden" name="amount" value=(asked);
                p { strong { (reader.t("claim-amount")) } ": " span class="number" { (reader.format.money(&claim.claimable)) } }
            } @else if other {
                (choices(&field("remedy", "rule-remedy", None, ""), "radio", false, &list(remedies(case), "remedy-", remedy)))
                (Field { input: Some("decimal"), label: how_much, ..field("amount", "rule-amount", Some(most), amount) }.line("short"))
            }
            (choices(&field("liable", "rule-liable", None, ""), "radio", false, &list(&LIABLE, "liable-", &typed.liable)))
            (choices(&field("reason", "rule-reason", Some(reader.t("rule-reason-hint")), ""), "radio", false, &list(&REASONS, "reason-", &typed.reason)))
            (textarea(&field("text", "rule-words", Some(reader.t("rule-words-hint")), &typed.text)))
            (button("btn-primary", &reader.t("form-continue")))
        }
    };
    frame(reader, gathered, problems, &form)
}
