//! A page to browse the API by: made from the document, without any script or style from elsewhere.
use std::fmt::Write;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

const STYLE: &str = include_str!("docs.css");

/// The page.
pub(crate) fn page(api: &OpenApi) -> String {
    let mut tags: Vec<(String, Vec<String>)> = Vec::new();
    for (path, item) in &api.paths.paths {
        for (method, operation) in operations(item) {
            let tag = operation.tags.as_ref().and_then(|tags| tags.first()).cloned().unwrap_or_default();
            let entry = self::operation(path, method, operation);
            match tags.iter_mut().find(|(name, _)| *name == tag) {
                Some((_, entries)) => entries.push(entry),
                None => tags.push((tag, vec![entry])),
            }
        }
    }
    let (mut contents, mut body) = (String::new(), String::new());
    for (tag, entries) in &tags {
        let tag = escape(tag);
        push(&mut contents, &format!("<li><a href=\"#{tag}\">{tag}</a></li>"));
        push(&mut body, &format!("<h2 id=\"{tag}\">{tag}</h2>{}", entries.concat()));
    }
    let schemas = schemas(api);
    let about = about(api.info.description.as_deref().unwrap_or_default());
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Recourse API</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head>\
         <body><header><h1>Recourse API {}</h1>{about}\
         <p><a href=\"/v1/openapi.json\">OpenAPI document</a></p></header>\
         <nav aria-label=\"Contents\"><ul>{contents}<li><a href=\"#schemas\">schemas</a></li></ul></nav>\
         <main>{body}<h2 id=\"schemas\">schemas</h2>{schemas}</main></body></html>",
        escape(&api.info.version)
    )
}

/// The description: paragraphs and one list, with the document's own marks for strong words and code.
fn about(description: &str) -> String {
    let (points, words): (Vec<&str>, Vec<&str>) =
        description.lines().partition(|line| line.starts_with("* "));
    let points: String = points
        .iter()
        .map(|line| format!("<li>{}</li>", marked(&escape(line.trim_start_matches("* ")))))
        .collect();
    format!("<p>{}</p><ul>{points}</ul>", marked(&escape(&words.join(" "))))
}

/// `**strong**` and `` `code` `` as elements; a mark without its pair stays as it is.
fn marked(escaped: &str) -> String {
    let pairs = |text: &str, mark: &str, element: &str| {
        let parts: Vec<&str> = text.split(mark).collect();
        let whole = parts.len() % 2 == 1;
        let marked = parts.iter().enumerate().map(|(index, part)| match (whole, index) {
            (true, index) if index % 2 == 1 => format!("<{element}>{part}</{element}>"),
            (false, 1..) => format!("{mark}{part}"),
            _ => (*part).to_owned(),
        });
        marked.collect::<String>()
    };
    pairs(&pairs(escaped, "**", "strong"), "`", "code")
}

fn push(page: &mut String, text: &str) {
    write!(page, "{text}").expect("writing to a string cannot fail");
}

fn operations(item: &PathItem) -> Vec<(&'static str, &Operation)> {
    let all = [("GET", &item.get), ("POST", &item.post), ("DELETE", &item.delete)];
    all.into_iter()
        .filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
        .collect()
}

fn operation(path: &str, method: &str, operation: &Operation) -> String {
    let id = escape(operation.operation_id.as_deref().unwrap_or_default());
    let summary = escape(operation.summary.as_deref().unwrap_or_default());
    let description = escape(operation.description.as_deref().unwrap_or_default());
    let mut body = format!("<p>{}</p>", description.replace("\n\n", "</p><p>"));
    let parameters = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    let rows: String = parameters.fold(String::new(), |mut rows, parameter| {
        let place = json(&parameter.parameter_in);
        let text = escape(parameter.description.as_deref().unwrap_or_default());
        push(
            &mut rows,
            &format!(
                "<tr><td><code>{}</code></td><td>{place}</td><td>{text}</td></tr>",
                escape(&parameter.name)
            ),
        );
        rows
    });
    if !rows.is_empty() {
        push(&mut body, &format!("<table><tr><th>parameter</th><th>in</th><th></th></tr>{rows}</table>"));
    }
    if let Some(request) = &operation.request_body {
        push(&mut body, &format!("<h4>Request</h4><pre>{}</pre>", links(&pretty(request))));
    }
    let answers = operation.responses.responses.iter().filter(|(status, _)| status.starts_with('2'));
    for (status, response) in answers {
        push(
            &mut body,
            &format!("<h4>Answer {}</h4><pre>{}</pre>", escape(status), links(&pretty(response))),
        );
    }
    format!(
        "<details id=\"{id}\"><summary><b class=\"{method}\">{method}</b> <code>{}</code> {summary}</summary>{body}</details>",
        escape(path)
    )
}

fn schemas(api: &OpenApi) -> String {
    let all = api.components.iter().flat_map(|components| &components.schemas);
    all.fold(String::new(), |mut page, (name, schema)| {
        let (name, text) = (escape(name), links(&pretty(schema)));
        push(&mut page, &format!("<details id=\"schema-{name}\"><summary><code>{name}</code></summary><pre>{text}</pre></details>"));
        page
    })
}

fn pretty(value: &impl serde::Serialize) -> String {
    escape(&serde_json::to_string_pretty(value).unwrap_or_default())
}

fn json(value: &impl serde::Serialize) -> String {
    escape(serde_json::to_string(value).unwrap_or_default().trim_matches('"'))
}

/// References to schemas become links.
fn links(escaped: &str) -> String {
    let mark = "#/components/schemas/";
    let mut parts = escaped.split(mark);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("&quot;").unwrap_or((part, ""));
        push(&mut text, &format!("<a href=\"#schema-{name}\">{name}</a>&quot;{rest}"));
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_elements_and_lone_ones_stay() {
        assert_eq!(marked("**A** and `b`."), "<strong>A</strong> and <code>b</code>.");
        assert_eq!(marked("2 ** 3 and a ` tick"), "2 ** 3 and a ` tick");
        assert_eq!(about("One.\nTwo.\n* **x**"), "<p>One. Two.</p><ul><li><strong>x</strong></li></ul>");
    }
}
