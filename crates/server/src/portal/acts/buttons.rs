//! A button for each allowed act, and for the others why not, and from when.
use crate::error::ApiError;
use crate::portal::look::icon;
use crate::portal::reader::Reader;
use engine::View;
use maud::{Markup, html};
use serde_json::Value;

/// Where the form of an act is. It names what the act is about; the form asks `allowed_actions` again.
pub(crate) fn href(reader: &Reader, order: &str, action: &api::ActionView) -> String {
    let target = action.target.as_deref().map(|target| format!("target={target}"));
    let terms = action.terms.as_deref().map(|terms| format!("terms={terms}"));
    let no = number(action).map(|no| format!("no={no}"));
    let query: Vec<String> = target.into_iter().chain(terms).chain(no).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{}/orders/{order}/acts/{}{query}", reader.base(), action.act)
}

/// The ordinal of a proposal or of a refund's leg: several may share everything else.
pub(crate) fn number(action: &api::ActionView) -> Option<&str> {
    let href = action.href.as_deref()?;
    let rest = href.split_once("/proposals/").or_else(|| href.split_once("/legs/"))?.1;
    rest.split_once('/').map(|(no, _)| no)
}

/// The act that was done just now, as the address tells it.
pub(crate) fn did(reader: &Reader) -> Option<&str> {
    let query = reader.taste.here.split_once('?').map_or("", |(_, query)| query);
    query.split('&').find_map(|pair| pair.strip_prefix("done="))
}

/// What was done just now, on the page that a form led to, and what happens next.
pub(crate) fn done(reader: &Reader) -> Markup {
    let said = did(reader).map(|act| format!("done-{act}")).filter(|id| reader.taste.words.has(id));
    html! {
        @if let Some(said) = said {
            div class="note good" role="status" data-done {
                p { (icon("circle-check")) " " strong { (reader.t(&said)) } }
            }
        }
    }
}

/// The label of an act.
pub(crate) fn label(reader: &Reader, act: &str) -> String {
    reader.t(&format!("act-{act}"))
}

/// The button of an allowed act.
pub(crate) fn button(reader: &Reader, order: &str, action: &api::ActionView, class: &str) -> Markup {
    html! {
        a class={ "btn " (class) } href=(href(reader, order, action)) data-act=(action.act) { (label(reader, &action.act)) }
    }
}

/// Why an act is not allowed, and from when it will be.
pub(crate) fn refused(reader: &Reader, action: &api::ActionView, view: &View) -> Markup {
    let Some(refused) = &action.refused else { return html! {} };
    html! {
        div data-refused=(action.act) {
            strong { (icon("lock")) " " (label(reader, &action.act)) }
            p class="quiet small" { (why(reader, refused, view)) }
        }
    }
}

/// A refusal in the reader's words and those of the order's policy.
pub(crate) fn why(reader: &Reader, refused: &api::ActionRefused, view: &View) -> String {
    let values = titled(reader, refused.values.as_ref(), view);
    reader.format.refused(&refused.code, refused.from, values.as_ref(), currency(view))
}

/// What a problem says, in the same words.
pub(crate) fn sentence(reader: &Reader, error: &ApiError, view: &View) -> String {
    let problem = error.problem();
    let values = titled(reader, problem.values.as_ref(), view);
    reader.format.refused(&problem.code, problem.from, values.as_ref(), currency(view))
}

fn currency(view: &View) -> &str {
    view.aggregate.order().map_or("", |order| order.placed.currency.code())
}

/// A refusal's values, evidence by its title in the policy of the order.
fn titled(reader: &Reader, values: Option<&Value>, view: &View) -> Option<Value> {
    let mut values = values?.clone();
    let language = reader.taste.words.code();
    let title = |id: &str| view.governing.policy.message(language, &format!("evidence.{id}"));
    for item in values.get_mut("items").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(title) = item.as_str().and_then(title) {
            *item = Value::from(title);
        }
    }
    Some(values)
}
