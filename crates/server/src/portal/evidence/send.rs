//! The form by which a file becomes evidence: what is taken is told before the upload, and what went wrong is told with
//! everything that was typed kept.
use super::{own, who};
use crate::acts::{case_of, order_of, visible};
use crate::error::{Answer, ApiError};
use crate::extract::{Params, Path};
use crate::ids;
use crate::portal::form::reader_of;
use crate::portal::layout::Page;
use crate::portal::look::{self, Field, button, errors, file_field, form_head};
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::{FileForm, Turned};
use crate::routes::evidence::{list, submitted};
use crate::state::App;
use crate::upload::{Fields, drain, take_keeping};
use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use engine::View;
use maud::{Markup, html};
use resolution::case::facts;
use resolution::policy::{FileKind, Requirement};
use serde::{Deserialize, Serialize};

/// What the file is for, and where its sender goes on afterwards.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Asked {
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<String>,
    #[serde(default)]
    back: String,
}

/// What the page is made from.
struct Sending<'a> {
    reader: &'a Reader,
    order: &'a str,
    asked: &'a Asked,
    requirement: Option<Requirement>,
    /// What the requirement is called, and what it means when it is missing.
    title: Option<(String, String)>,
    limits: api::EvidenceLimits,
    mine: usize,
}

/// The form.
pub(crate) async fn new(
    State(app): State<App>,
    reader: Reader,
    Path(order): Path<String>,
    Params(asked): Params<Asked>,
) -> Shown {
    let shown = show(&app, &reader, &order, &asked, &Fields::default(), None).await;
    match shown {
        Ok(page) => Ok(page),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

/// A file that was sent.
pub(crate) async fn submit(
    State(app): State<App>,
    Path(order): Path<String>,
    Params(asked): Params<Asked>,
    request: Request,
) -> Result<Response, Turned> {
    let (parts, body) = request.into_parts();
    let form = FileForm::from_request(Request::from_parts(parts.clone(), body), &app).await?;
    let FileForm { session, mut fields, sent } = form;
    let reader = reader_of(&app, session, &parts);
    let caller = reader.session.caller.clone();
    let mut kept = Fields::default();
    let done = async {
        let id = ids::order(&order)?;
        let view = visible(&app, &caller, id).await?;
        let file = take_keeping(&app, &caller, &view, &mut fields, &mut kept).await?;
        let guard = sent.guard(&reader.session, &file.fingerprint);
        submitted(&app, caller.clone(), guard, id, file).await
    };
    match done.await {
        Ok(_) => Ok(Redirect::to(&told(own(&reader, &asked.back))).into_response()),
        Err(error) => {
            drain(&mut fields).await;
            let shown = show(&app, &reader, &order, &asked, &kept, Some(&error)).await;
            match shown {
                Ok(page) => Ok(page),
                Err(error) => Ok(problem::page(&app, &reader, &error).await),
            }
        }
    }
}

/// Where its sender goes on, told there that the file came.
fn told(back: &str) -> String {
    let (page, part) = back.split_once('#').map_or((back, None), |(page, part)| (page, Some(part)));
    let mark = if page.contains('?') { '&' } else { '?' };
    let part = part.map(|part| format!("#{part}")).unwrap_or_default();
    format!("{page}{mark}done=submit_evidence{part}")
}

async fn show(
    app: &App,
    reader: &Reader,
    order: &str,
    asked: &Asked,
    kept: &Fields,
    error: Option<&ApiError>,
) -> Answer<Response> {
    let caller = reader.session.caller.clone();
    let view = visible(app, &caller, ids::order(order)?).await?;
    let Json(list) = list(State(app.clone()), caller.clone(), Path(order.to_owned())).await?;
    let own = |piece: &&api::EvidenceView| {
        piece.case == asked.case && Some(&piece.author) == caller.external.as_ref()
    };
    let requirement = requirement(&view, asked)?;
    let said = |key: String| {
        let language = reader.taste.words.code();
        view.governing.policy.message(language, &key).unwrap_or(&key).to_owned()
    };
    let title = requirement.as_ref().map(|found| {
        (said(format!("evidence.{}", found.id)), said(format!("missing.{}", found.missing_means)))
    });
    let mine = list.items.iter().filter(own).count();
    let sending = Sending { reader, order, asked, requirement, title, limits: list.limits, mine };
    let problems = error.map(|error| sending.problem(error)).into_iter().collect::<Vec<_>>();
    let body = sending.body(kept, &problems);
    let status = error.and_then(|error| StatusCode::from_u16(error.problem().status).ok());
    let title = sending.heading();
    Ok(Page::new(title, "orders", body).with_status(app, reader, status.unwrap_or(StatusCode::OK)).await)
}

/// The requirement that is meant: of the case's reason, or before a case of any reason.
fn requirement(view: &View, asked: &Asked) -> Answer<Option<Requirement>> {
    let order = order_of(view)?;
    let case = asked.case.as_deref().map(|case| ids::case_in(case, order.id)).transpose()?;
    let case = case.map(|no| case_of(view, no)).transpose()?;
    let Some(wanted) = &asked.requirement else { return Ok(None) };
    let policy = &view.governing.policy;
    let of_case: Vec<&Requirement> =
        case.map(|case| facts::requirements(case, policy)).unwrap_or_default().into_iter().collect();
    let objection = policy.disputes.objection_evidence.iter();
    let all = policy.reasons.iter().flat_map(|reason| &reason.evidence).filter(|_| case.is_none());
    let found = of_case.into_iter().chain(objection).chain(all).find(|found| found.id == *wanted);
    Ok(found.cloned())
}

impl Sending<'_> {
    fn heading(&self) -> String {
        match &self.title {
            Some((title, _)) => self.reader.with("evidence-new-for", &[("title", title.into())]),
            None => self.reader.t("evidence-new"),
        }
    }

    /// The kinds of file that help here, with their limits.
    fn kinds(&self) -> Vec<(&'static str, u64)> {
        let limits = self.limits;
        let all = [
            ("picture", limits.picture_max_bytes),
            ("video", limits.video_max_bytes),
            ("pdf", limits.pdf_max_bytes),
            ("text", limits.text_max_bytes),
        ];
        let wanted = |kind: &str| {
            let word = |found: &FileKind| found.word() == kind;
            self.requirement.as_ref().is_none_or(|requirement| requirement.kinds.iter().any(word))
        };
        all.into_iter().filter(|(kind, _)| wanted(kind)).collect()
    }

    /// What is wrong, at its field.
    fn problem(&self, error: &ApiError) -> (String, String) {
        let found = error.problem();
        let values = found.values.as_ref();
        let word = |name: &str| values.and_then(|values| values.get(name)).and_then(|value| value.as_str());
        let item = values.and_then(|values| values.get("items")).and_then(|items| items.get(0));
        let field = match (found.code.as_str(), item.and_then(|item| item.as_str())) {
            ("missing", Some("grams")) => "grams",
            ("missing", Some("file")) | ("file_refused" | "too_large" | "malformed_body", _) => "file",
            ("invalid", _) if found.field.as_deref() == Some("grams") => "grams",
            _ => "",
        };
        let said = match (found.code.as_str(), word("why")) {
            ("file_refused", Some("too_large")) => {
                let most = values.and_then(|values| values.get("most")).and_then(|most| most.as_u64());
                let most = self.reader.format.size(most.unwrap_or_default());
                self.reader.with("evidence-too-large", &[("most", most.into())])
            }
            ("file_refused", Some("kind_for_requirement")) => {
                self.reader.with("evidence-wrong-kind", &[("kinds", self.kind_words().into())])
            }
            ("invalid", _) if field == "grams" => self.reader.t("evidence-grams-number"),
            ("missing", _) if field == "file" => self.reader.t("evidence-no-file"),
            ("missing", _) if field == "grams" => self.reader.t("evidence-grams-needed"),
            _ => problem::sentence(self.reader, error, ""),
        };
        (field.to_owned(), said)
    }

    fn kind_words(&self) -> String {
        let kinds = self.kinds();
        let words: Vec<String> =
            kinds.iter().map(|(kind, _)| self.reader.t(&format!("file-{kind}"))).collect();
        self.reader.format.list(&words)
    }

    fn limits(&self) -> Markup {
        let reader = self.reader;
        html! {
            ul { @for (kind, most) in self.kinds() {
                li { (reader.with("evidence-limit", &[
                    ("kind", reader.t(&format!("file-{kind}")).into()), ("most", reader.format.size(most).into()),
                ])) }
            } }
            p class="quiet small" { (reader.with("evidence-count", &[("n", self.mine.into()), ("most", self.limits.max_files.into())])) }
        }
    }

    fn body(&self, kept: &Fields, problems: &[(String, String)]) -> Markup {
        let reader = self.reader;
        let back = own(reader, &self.asked.back);
        let query = serde_html_form::to_string(self.asked).unwrap_or_default();
        let at = |field: &str| problems.iter().find(|(name, _)| name == field).map(|(_, said)| said.clone());
        let accept: Vec<&str> = self.kinds().iter().map(|(kind, _)| accept(kind)).collect();
        let file = Field {
            name: "file",
            label: reader.t("evidence-file"),
            hint: Some(reader.t("evidence-file-hint")),
            problem: at("file"),
            ..Field::default()
        };
        let needs = self.requirement.as_ref().is_some_and(|requirement| requirement.grams);
        html! {
            (look::back(reader, back, "back-question"))
            (errors(reader, problems))
            h1 { (self.heading()) }
            @if let Some((_, missing)) = &self.title { p { (missing) } }
            div class="question" {
                (self.limits())
                form method="post" enctype="multipart/form-data"
                    action={ (reader.base()) "/orders/" (self.order) "/evidence?" (query) } {
                    (form_head(reader, &reader.once, None))
                    @if let Some(case) = &self.asked.case { input type="hidden" name="case" value=(case); }
                    @if let Some(wanted) = &self.asked.requirement { input type="hidden" name="requirement" value=(wanted); }
                    (self.caption(kept))
                    @if needs { (self.grams(kept, at("grams"))) }
                    @if !problems.is_empty() { p { strong { (reader.t("evidence-again")) } } }
                    (file_field(&file, &accept.join(",")))
                    p class="hint" { (reader.t("act-submit_evidence-hint")) " " (who_reads(reader)) }
                    div class="acts" {
                        (button("btn-primary", &reader.t("evidence-send")))
                        a class="btn btn-plain" href=(back) { (reader.t("form-back")) }
                    }
                }
            }
        }
    }

    fn grams(&self, kept: &Fields, problem: Option<String>) -> Markup {
        Field {
            name: "grams",
            label: self.reader.t("evidence-grams"),
            hint: Some(self.reader.t("evidence-grams-hint")),
            value: kept.grams.map(|grams| grams.to_string()).unwrap_or_default(),
            problem,
            input: Some("numeric"),
        }
        .line("short")
    }

    fn caption(&self, kept: &Fields) -> Markup {
        let label = self.reader.t("evidence-caption");
        Field {
            name: "caption",
            label: self.reader.with("form-optional", &[("label", label.into())]),
            hint: Some(self.reader.t("evidence-caption-hint")),
            value: kept.caption.clone().unwrap_or_default(),
            ..Field::default()
        }
        .line("")
    }
}

fn who_reads(reader: &Reader) -> String {
    let other = if reader.role().word() == "buyer" { "seller" } else { "buyer" };
    reader.with("evidence-readers", &[("who", who(reader, other, None).to_lowercase().into())])
}

/// What a browser offers to choose.
fn accept(kind: &str) -> &'static str {
    match kind {
        "picture" => "image/*",
        "video" => "video/*",
        "pdf" => "application/pdf",
        _ => "text/plain",
    }
}
