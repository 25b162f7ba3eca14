//! Every language says the same: its files can be read, and its messages and their variables are those of English.
use crate::portal::words::{ENGLISH, FILES, Words, words};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use std::collections::{BTreeMap, BTreeSet};

type Variables = BTreeSet<String>;

fn of_inline(inline: &InlineExpression<&str>, found: &mut Variables) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, found),
        _ => {}
    }
}

fn of_expression(expression: &Expression<&str>, found: &mut Variables) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, found),
        Expression::Select { selector, variants } => {
            of_inline(selector, found);
            variants.iter().for_each(|variant| of_pattern(&variant.value, found));
        }
    }
}

fn of_pattern(pattern: &Pattern<&str>, found: &mut Variables) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, found);
        }
    }
}

/// Every message of a language with its variables, by file and id.
pub(super) fn messages(code: &str) -> BTreeMap<(String, String), Variables> {
    let mut all = BTreeMap::new();
    let mut ids = BTreeSet::new();
    for file in FILES.get_dir(code).expect("a language").files() {
        let name = file.path().file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(name.ends_with(".ftl"), "{code}/{name} is no message file");
        let text = file.contents_utf8().expect("UTF-8");
        let resource = parse(text).unwrap_or_else(|(_, errors)| panic!("{code}/{name}: {errors:?}"));
        for entry in &resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut found = Variables::new();
            of_pattern(message.value.as_ref().expect("every message has a text"), &mut found);
            let id = message.id.name.to_owned();
            assert!(ids.insert(id.clone()), "{code}: {id} stands twice");
            all.insert((name.to_owned(), id), found);
        }
    }
    all
}

#[test]
fn every_language_has_the_messages_and_variables_of_english() {
    let english = messages(ENGLISH);
    assert!(english.len() > 500, "the files are embedded");
    for (code, _) in Words::languages() {
        let own = messages(code);
        let missing: Vec<_> = english.keys().filter(|id| !own.contains_key(*id)).collect();
        let unknown: Vec<_> = own.keys().filter(|id| !english.contains_key(*id)).collect();
        let differ: Vec<_> =
            own.iter().filter(|(id, found)| english.get(*id).is_some_and(|e| e != *found)).collect();
        assert!(missing.is_empty(), "{code} lacks {missing:?}");
        assert!(unknown.is_empty(), "{code} has what English has not: {unknown:?}");
        assert!(differ.is_empty(), "{code} uses other variables than English: {differ:?}");
    }
}

#[test]
fn languages_name_themselves_and_are_found_by_tag() {
    assert_eq!(Words::languages(), [("en", "English"), ("id", "Bahasa Indonesia")]);
    for tag in ["id", "id-ID", "id_ID", "ID", "in", "in-ID"] {
        assert_eq!(words(tag).code(), "id", "{tag}");
    }
    for tag in ["en", "en-GB", "pt-BR", "", "*", "indonesia"] {
        assert_eq!(words(tag).code(), "en", "{tag}");
    }
}

#[test]
fn a_missing_message_shows_its_id_in_double_brackets() {
    assert_eq!(words("id").t("no-such-message"), "[[no-such-message]]");
    assert!(!words("id").has("no-such-message"));
}

#[test]
fn numbers_choose_the_plural() {
    let say = |language, n: i64| words(language).with("span-days", &[("n", n.into())]);
    assert_eq!(
        [say("en", 1), say("en", 2), say("id", 1), say("id", 2)],
        ["1 day", "2 days", "1 hari", "2 hari"]
    );
}
