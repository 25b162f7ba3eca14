//! The page of one act: what it does and costs, what it needs, and what becomes of it when it is sent.
use super::buttons::{self, label};
use super::claim;
use super::cost::Cost;
use super::fields::Fields;
use super::read::{Problems, Typed, read};
use super::send::send;
use super::subject::{About, Subject, amounts};
use super::table::{self, Act, Ask};
use crate::acts::case_of;
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Path};
use crate::portal::form::Sent;
use crate::portal::history::{self, Happened, Of};
use crate::portal::layout::Page;
use crate::portal::look::{self, Tone, button, errors, form_head, note};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::{evidence, remedy, talk};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use resolution::case::ReturnContent;
use resolution::money::Minor;
use resolution::order::command::OrderCommand;

/// The form of an act.
pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((order, act)): Path<(String, String)>,
    Params(about): Params<About>,
) -> Shown {
    let form = Form::of(&app, &reader, &order, &act, &about).await;
    match form {
        Ok(form) => Ok(form.page(&app, &Typed::default(), None).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// A form that was sent.
pub(crate) async fn act(
    State(app): State<App>,
    Path((order, act)): Path<(String, String)>,
    Params(about): Params<About>,
    sent: Sent<Typed>,
) -> Shown {
    let Sent { reader, body: typed, mut guard } = sent;
    let form = match Form::of(&app, &reader, &order, &act, &about).await {
        Ok(form) => form,
        Err(error) => return Ok(problem::page(&app, &reader, &error).await),
    };
    let filled = match read(&reader, &form.subject, form.act.asks, &typed) {
        Ok(filled) => filled,
        Err(problems) => {
            let wrong = Wrong { seen: guard.if_match, ..Wrong::typed(problems) };
            return Ok(form.page(&app, &typed, Some(wrong)).await);
        }
    };
    let seen = guard.if_match;
    if !form.act.in_case {
        guard.if_match = None;
    }
    match send(&app, &reader, (&order, &act, &about), filled, &guard).await {
        Ok(()) => {
            let home = about.home(&reader, &order);
            Ok(Redirect::to(&format!("{home}?done={act}")).into_response())
        }
        Err(error) => match form.anew(&app).await {
            Ok(form) => {
                let wrong = Wrong { seen, ..form.wrong(&error) };
                Ok(form.page(&app, &typed, Some(wrong)).await)
            }
            Err(error) => Ok(problem::page(&app, &reader, &error).await),
        },
    }
}

/// Why a form comes back.
struct Wrong {
    problems: Problems,
    status: StatusCode,
    /// Whether the state may be another than the page had shown, so that what happened since is told.
    moved: bool,
    /// Whether it certainly is another.
    stale: bool,
    /// Which revision of the case the page had shown.
    seen: Option<u64>,
}

impl Wrong {
    fn typed(problems: Problems) -> Self {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        Self { problems, status, moved: false, stale: false, seen: None }
    }

    /// Whether there is something to tell of what has changed.
    fn tells(&self, since: &[Happened]) -> bool {
        self.stale || (self.moved && !since.is_empty())
    }
}

/// A form with everything that it is made from.
struct Form<'a> {
    reader: &'a Reader,
    order: &'a str,
    act: &'static Act,
    about: &'a About,
    subject: Subject,
}

impl<'a> Form<'a> {
    async fn of(app: &App, reader: &'a Reader, order: &'a str, act: &str, about: &'a About) -> Answer<Self> {
        let act = table::of(act).ok_or_else(|| ApiError::not_found("act"))?;
        let subject = Subject::of(app, reader, (order, act.word), about).await?;
        if about.case().is_some() && subject.case.is_none() {
            return Err(ApiError::not_found("case"));
        }
        Ok(Self { reader, order, act, about, subject })
    }

    /// The same, with everything asked again.
    async fn anew(&self, app: &App) -> Answer<Self> {
        Self::of(app, self.reader, self.order, self.act.word, self.about).await
    }

    fn action(&self) -> Option<&api::ActionView> {
        self.subject.action(self.act.word, self.about)
    }

    fn path(&self) -> String {
        let query = serde_html_form::to_string(self.about).unwrap_or_default();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}/orders/{}/acts/{}{mark}{query}", self.reader.base(), self.order, self.act.word)
    }

    /// What the API answered, at the field that it is about.
    fn wrong(&self, error: &ApiError) -> Wrong {
        let found = error.problem();
        let items =
            found.values.as_ref().and_then(|values| values.get("items")).and_then(|items| items.get(0));
        let has = |field: &str| {
            self.act.asks.iter().any(|ask| match ask {
                Ask::Amount => field == "amount",
                Ask::Remedy => matches!(field, "amount" | "remedy" | "solution"),
                Ask::PolicyReason | Ask::Reason(_) => field == "reason",
                Ask::Until => field == "until",
                Ask::Span => matches!(field, "from" | "until"),
                Ask::Carrier => field == "carrier",
                Ask::Number | Ask::MayNumber => field == "number",
                Ask::WrongBecause => field == "cause",
                Ask::Confirmed => matches!(field, "proof" | "chat" | "photo"),
                Ask::Units => field == "units",
                Ask::Questions => field == "answers",
                Ask::Text | Ask::MayText => field == "text",
                Ask::Documents | Ask::Voucher | Ask::Label => field == "evidence",
                _ => false,
            })
        };
        let field = match (found.code.as_str(), items.and_then(|item| item.as_str())) {
            ("only_longer" | "too_long", _) => "until",
            ("missing", Some(item @ ("carrier" | "number" | "reason" | "chat" | "photo"))) => item,
            ("missing", Some("tracking")) => "number",
            ("missing", Some("message")) => "proof",
            ("missing", _) => "evidence",
            _ => {
                let field = found.field.as_deref().unwrap_or_default();
                let field = field.rsplit_once("remedy.").map_or(field, |(_, rest)| rest);
                field.split('.').next().unwrap_or_default()
            }
        };
        let field = if has(field) { field } else { "" };
        let stale = found.code == "stale";
        let said = buttons::sentence(self.reader, error, &self.subject.view);
        let problems = if stale { Vec::new() } else { vec![(field.to_owned(), said)] };
        let status = StatusCode::from_u16(found.status).unwrap_or(StatusCode::CONFLICT);
        Wrong { problems, status, moved: stale || status == StatusCode::CONFLICT, stale, seen: None }
    }

    /// The page: the form where the act is possible; where it is not, why not and what was typed.
    async fn page(&self, app: &App, typed: &Typed, wrong: Option<Wrong>) -> Response {
        let action = self.action();
        let allowed = action.filter(|action| action.allowed);
        let since = match &wrong {
            Some(wrong) if wrong.moved || allowed.is_none() => self.since(app, typed.version).await,
            _ => Ok(Vec::new()),
        };
        let question = self.question(app).await;
        let (since, question) = match (since, question) {
            (Ok(since), Ok(question)) => (since, question),
            (Err(error), _) | (_, Err(error)) => return problem::page(app, self.reader, &error).await,
        };
        let title = label(self.reader, self.act.word);
        let status = wrong.as_ref().map_or(StatusCode::OK, |wrong| wrong.status);
        let body = match allowed {
            Some(action) => self.form(action, typed, wrong.as_ref(), &since, question.as_ref()),
            None => self.not_now(action, wrong.as_ref().map(|_| typed), &since),
        };
        let body = html! {
            (look::back(self.reader, &self.about.home(self.reader, self.order), self.way_back()))
            (buttons::done(self.reader))
            div class="question" data-act-form=(self.act.word) { (body) }
        };
        Page::new(title, "orders", body).with_status(app, self.reader, status).await
    }

    fn way_back(&self) -> &'static str {
        if self.about.case().is_some() { "back-case" } else { "back-order" }
    }

    async fn since(&self, app: &App, version: u64) -> Answer<Vec<Happened>> {
        let of = self.about.case().map_or(Of::Order, |(_, no)| Of::Around(no));
        // A page always tells which version it showed; one that did not would be told everything.
        history::since(app, self.reader, &self.subject.view, of, version).await
    }

    /// What the mediator asked, where that is what is answered.
    async fn question(&self, app: &App) -> Answer<Option<Happened>> {
        match self.about.case() {
            Some((_, no)) if self.act.word == "answer_question" => {
                history::question(app, self.reader, &self.subject.view, no).await
            }
            _ => Ok(None),
        }
    }

    fn form(
        &self,
        action: &api::ActionView,
        typed: &Typed,
        wrong: Option<&Wrong>,
        since: &[Happened],
        question: Option<&Happened>,
    ) -> Markup {
        let reader = self.reader;
        let none = Vec::new();
        let problems = wrong.map_or(&none, |wrong| &wrong.problems);
        let here = self.path();
        let fields = Fields {
            reader,
            subject: &self.subject,
            action,
            typed,
            problems,
            sent: wrong.is_some(),
            here: &here,
        };
        let (seen, version) = self.shown(typed, wrong);
        let risky = matches!(
            self.act.word,
            "withdraw"
                | "withdraw_return"
                | "withdraw_complaint"
                | "withdraw_claim"
                | "waive"
                | "cancel"
                | "cancel_sale"
        );
        html! {
            @if let Some(wrong) = wrong { @if wrong.tells(since) { (self.moved(since, "stale-kept")) } }
            (errors(reader, problems))
            h1 { (label(reader, self.act.word)) }
            p { (reader.t(&format!("act-{}-hint", self.act.word))) }
            @if let Some(question) = question { @if let Some(asked) = &question.detail {
                (note(Tone::Accent, &reader.t("act-question"), asked))
            } }
            (self.terms())
            (self.cost(action))
            form method="post" action=(here) {
                (form_head(reader, &reader.once, seen))
                input type="hidden" name="version" value=(version);
                @for ask in self.act.asks { (fields.of(*ask)) }
                (self.next(action))
                div class="acts" {
                    (button(if risky { "btn-danger" } else { "btn-primary" }, &label(reader, self.act.word)))
                    a class="btn btn-plain" href=(self.about.home(reader, self.order)) { (reader.t("form-back")) }
                }
            }
        }
    }

    /// Which revision of the case and which version of the order the reader was told of. A form that comes back without
    /// telling what happened since keeps those that it came with, or the next sending would pass over it.
    fn shown(&self, typed: &Typed, wrong: Option<&Wrong>) -> (Option<u64>, u64) {
        let case = self.subject.case.as_ref().filter(|_| self.act.in_case);
        let now = (case.map(|case| u64::from(case.revision)), self.subject.order.version);
        match wrong {
            Some(wrong) if !wrong.moved => {
                let version = if typed.version == 0 { now.1 } else { typed.version };
                (wrong.seen.filter(|_| case.is_some()).or(now.0), version)
            }
            _ => now,
        }
    }

    /// The offer or request that an act is about.
    fn terms(&self) -> Markup {
        let reader = self.reader;
        let given = match (self.act.word, &self.subject.case) {
            ("accept_proposal" | "reject_proposal", _) => {
                self.subject.proposal(self.about).map(|found| (&found.remedy, Some(&found.words)))
            }
            (
                "accept_request"
                | "reject_request"
                | "withdraw"
                | "confirm_return"
                | "refund_without_return"
                | "refuse_return"
                | "withdraw_return"
                | "draft_acceptance"
                | "draft_rejection"
                | "withdraw_complaint"
                | "withdraw_claim",
                Some(case),
            ) => Some((&case.asked, None)),
            ("waive" | "appeal", Some(case)) => {
                case.rulings.last().and_then(|ruling| ruling.remedy.as_ref()).map(|remedy| (remedy, None))
            }
            _ => None,
        };
        let draft = self.subject.case.as_ref().and_then(|case| case.draft.as_ref());
        let draft = draft.filter(|_| self.act.word == "confirm_answer");
        html! {
            @if let Some(draft) = draft {
                div class="note" data-draft {
                    p { strong { (reader.t(&format!("draft-{}", draft.answer))) } }
                    (remedy::words(reader, &draft.words))
                }
            }
            @if self.act.word == "answer_claim" { (claim::about(reader, &self.subject)) }
            @if let Some((given, words)) = given {
                div class="note" data-terms {
                    p { (remedy::shown(reader, given)) }
                    @if let Some(words) = words { (remedy::words(reader, words)) }
                }
            }
        }
    }

    /// What it costs, where money moves by it.
    fn cost(&self, action: &api::ActionView) -> Markup {
        let case = self.about.case().and_then(|(_, no)| case_of(&self.subject.view, no).ok());
        let asked = self.subject.case.as_ref().and_then(|case| case.asked.amount.as_ref());
        let amount = match self.act.word {
            "accept_request" | "confirm_return" | "refund_without_return" | "draft_acceptance" => {
                asked.map(|money| money.amount).filter(|amount| *amount > 0)
            }
            "accept_proposal" => self
                .subject
                .proposal(self.about)
                .and_then(|found| found.remedy.amount.as_ref())
                .map(|money| money.amount),
            _ => None,
        };
        let minor = |amount: i64| Minor::clamped(i128::from(amount));
        let mut title = "cost-title";
        let cost = match (self.act.word, amount, case) {
            ("accept_return", _, Some(case)) => {
                // Whatever is said of what came back, the same money follows from accepting it.
                let accept = OrderCommand::AcceptReturn { case: case.no, content: ReturnContent::All };
                let actor = &self.reader.session.caller.actor;
                Cost::of_act(&self.subject.view, actor, accept, self.subject.now)
            }
            (_, Some(amount), Some(case)) => Cost::of_case(&self.subject.view, case, minor(amount)),
            ("cancel" | "cancel_sale", _, _) => {
                let units = &action.units;
                if units.len() > 1 {
                    title = "cost-title-all";
                }
                let refundable = self.subject.order.lines.iter().flat_map(|line| &line.units);
                let left =
                    refundable.filter(|unit| units.contains(&unit.unit)).map(|unit| unit.refundable.amount);
                Cost::of_units(&self.subject.view, units, minor(left.sum()))
            }
            _ => None,
        };
        html! { @if let Some(cost) = cost { (cost.shown(self.reader, title)) } }
    }

    /// What happens next, and what the most of an amount would cost its payer.
    fn next(&self, action: &api::ActionView) -> Markup {
        let reader = self.reader;
        let id = format!("next-{}", self.act.word);
        let case = self.about.case().and_then(|(_, no)| case_of(&self.subject.view, no).ok());
        let most = amounts(action).map(|(_, most)| Minor::clamped(i128::from(most)));
        let seller = reader.role() == Role::Seller;
        let most = match (seller, self.act.word, most, case) {
            (true, "propose", Some(most), Some(case)) => Cost::of_case(&self.subject.view, case, most),
            (true, "goodwill_refund", Some(most), _) => {
                Cost::of_units(&self.subject.view, &action.units, most)
            }
            _ => None,
        };
        html! {
            @if let Some(most) = most { p class="quiet" { (reader.with("cost-most", &[("cost", most.line(reader).into())])) } }
            @if reader.taste.words.has(&id) { p { strong { (reader.t("next-title")) } " " (reader.t(&id)) } }
            @if let Some(clock) = &action.until { p class="quiet small" { (look::silence(reader, clock)) } }
        }
    }

    /// This has changed while the reader was writing.
    fn moved(&self, since: &[Happened], words: &str) -> Markup {
        let reader = self.reader;
        let body = html! {
            p { (reader.t(words)) }
            @if !since.is_empty() {
                h3 { (reader.t("stale-since")) }
                (history::list(reader, since))
            }
        };
        html! { div role="alert" data-stale { (note(Tone::Warn, &reader.t("stale-title"), &body)) } }
    }

    /// Why it cannot be done, from when it can, what to do instead; and what was typed, so that nothing is lost.
    fn not_now(&self, action: Option<&api::ActionView>, typed: Option<&Typed>, since: &[Happened]) -> Markup {
        let reader = self.reader;
        let home = self.about.home(reader, self.order);
        let refused = action.and_then(|action| action.refused.as_ref());
        html! {
            h1 { (reader.with("not-now-title", &[("act", label(reader, self.act.word).into())])) }
            @if typed.is_some() && !since.is_empty() { (self.moved(since, "stale-gone")) }
            div class="note warn" data-not-now {
                @match refused {
                    Some(refused) => {
                        p { (buttons::why(reader, refused, &self.subject.view)) }
                        @if let Some(rule) = refused.rule.as_deref().and_then(|rule| reader.format.rule(rule)) {
                            p class="quiet small" { (rule) }
                        }
                    },
                    None => { p { (reader.t("not-now-gone")) } },
                }
            }
            @if let Some(refused) = refused { (self.missing(refused)) }
            @if let Some(typed) = typed { (self.kept(typed)) }
            p { a class="btn btn-primary" href=(home) { (reader.t("not-now-look")) } }
        }
    }

    /// What must be shown first, each with the way to add it.
    fn missing(&self, refused: &api::ActionRefused) -> Markup {
        let reader = self.reader;
        if refused.code != "missing" {
            return html! {};
        }
        let items =
            refused.values.as_ref().and_then(|values| values.get("items")).and_then(|items| items.as_array());
        let items: Vec<&str> = items.into_iter().flatten().filter_map(|item| item.as_str()).collect();
        let case = self.subject.case.as_ref().map(|case| case.id.as_str());
        let (policy, here) = (&self.subject.view.governing.policy, self.path());
        let language = reader.taste.words.code();
        html! {
            ul class="rows" { @for item in items {
                @let title = policy.message(language, &format!("evidence.{item}"));
                @let add = evidence::new_href(reader, self.order, case, title.map(|_| item), &here);
                li { div class="row-between" {
                    span { @if let Some(title) = title { (title) } @else { (reader.t(&format!("item-{}", slug(item)))) } }
                    a href=(add) { (reader.t("act-submit_evidence")) }
                } }
            } }
        }
    }

    /// What was typed, offered as a message.
    fn kept(&self, typed: &Typed) -> Markup {
        let reader = self.reader;
        let written = typed.written();
        let case = self.subject.case.as_ref().map(|case| case.id.as_str());
        let open = |case: Option<&str>| {
            let may = |action: &api::ActionView| {
                action.act == "write_message" && action.allowed && action.target.as_deref() == case
            };
            self.subject.order.allowed_actions.iter().any(may)
        };
        // A closed case takes no words any more; the order does.
        let case = case.filter(|case| open(Some(case)));
        let may = open(case);
        html! {
            @if !written.is_empty() {
                h2 { (reader.t("kept-title")) }
                @if may {
                    p { (reader.t("kept-message")) }
                    (talk::write_form(reader, self.order, case, &written, &[]))
                } @else {
                    p { (reader.t("kept-copy")) }
                    p class="said note" { (written) }
                }
            }
        }
    }
}

/// A phrase of the core as the end of an id.
fn slug(phrase: &str) -> String {
    phrase.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect()
}
