//! The document of the API, and the page made of it.
use crate::house::{As, House};
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn the_document_is_as_it_was_reviewed() {
    let document: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let mut lines = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            lines.push(line(path, method, operation));
        }
    }
    insta::assert_snapshot!("operations", lines.join("\n"));
    insta::assert_snapshot!("openapi", server::openapi());
}

fn line(path: &str, method: &str, operation: &Value) -> String {
    let schema = |content: &Value| {
        let content = content.as_object()?.values().next()?;
        Some(content["schema"]["$ref"].as_str()?.trim_start_matches("#/components/schemas/").to_owned())
    };
    let takes = schema(&operation["requestBody"]["content"]).unwrap_or_default();
    let answers = operation["responses"].as_object().expect("responses");
    let gives: Vec<String> = answers
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(status, response)| format!("{status} {}", schema(&response["content"]).unwrap_or_default()))
        .collect();
    let id = operation["operationId"].as_str().unwrap_or("-");
    format!("{:6} {path}  {id}({takes}) -> {}", method.to_uppercase(), gives.join(" | "))
}

#[test]
fn every_operation_is_named_once_and_says_what_can_go_wrong() {
    let document: Value = serde_json::from_str(&server::openapi()).expect("JSON");
    let mut names = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("an item") {
            let name = operation["operationId"].as_str().unwrap_or_default();
            assert!(!name.is_empty() && names.insert(name.to_owned()), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path} has no summary");
            assert!(operation["tags"][0].is_string(), "{method} {path} has no tag");
            assert_eq!(operation["responses"]["500"]["$ref"], "#/components/responses/Problem500");
            let wanted: BTreeSet<&str> =
                path.split('/').filter_map(|p| p.strip_prefix('{')?.strip_suffix('}')).collect();
            let given = operation["parameters"].as_array().cloned().unwrap_or_default();
            let given: BTreeSet<String> = given
                .iter()
                .filter(|p| p["in"] == "path")
                .filter_map(|p| p["name"].as_str().map(str::to_owned))
                .collect();
            assert_eq!(given, wanted.into_iter().map(str::to_owned).collect(), "{method} {path}");
        }
    }
    let text = document.to_string();
    let references = text.split("#/components/schemas/").skip(1).filter_map(|part| part.split('"').next());
    for name in references.collect::<BTreeSet<_>>() {
        assert!(document["components"]["schemas"][name].is_object(), "{name} is referred to and not there");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn document_and_page_are_served_without_anything_from_elsewhere() {
    let house = House::new().await;
    let nobody = As::key("");
    let served = house.get(&nobody, "/v1/openapi.json").await.is(200);
    assert_eq!(served, serde_json::from_str::<Value>(&server::openapi()).expect("JSON"));
    let page = house.get(&nobody, "/docs").await;
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    let page = page.is(200);
    let page = page.as_str().expect("a page");
    assert!(page.contains("/v1/orders/{order}/cases") && page.contains("openCase"));
    assert!(
        !page.contains("<script") && !page.contains("src=") && !page.contains("http://"),
        "nothing is loaded"
    );
    assert_eq!(house.get(&nobody, "/health/live").await.is(200), "live");
    assert_eq!(house.get(&nobody, "/health/ready").await.is(200), "ready");
}
