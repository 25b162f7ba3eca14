//! What a reader may do: a button for each allowed act of `allowed_actions`, and for the others why not, and from when.
use super::look::icon;
use super::reader::Reader;
use maud::{Markup, html};

/// Where the form of an act is. It names what the act is about; the form asks `allowed_actions` again.
pub(crate) fn href(reader: &Reader, order: &str, action: &api::ActionView) -> String {
    let target = action.target.as_deref().map(|target| format!("target={target}"));
    let terms = action.terms.as_deref().map(|terms| format!("terms={terms}"));
    let query: Vec<String> = target.into_iter().chain(terms).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("{}/orders/{order}/acts/{}{query}", reader.base(), action.act)
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
pub(crate) fn refused(reader: &Reader, action: &api::ActionView, currency: &str) -> Markup {
    let Some(refused) = &action.refused else { return html! {} };
    let why = reader.format.refused(&refused.code, refused.from, refused.values.as_ref(), currency);
    html! {
        div data-refused=(action.act) {
            strong { (icon("lock")) " " (label(reader, &action.act)) }
            p class="quiet small" { (why) }
        }
    }
}
