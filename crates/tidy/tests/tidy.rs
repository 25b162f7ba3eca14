//! Holds the house rules over this checkout, so that `cargo test` finds what `./dev tidy` finds.

#[test]
fn the_house_is_tidy() {
    let problems = tidy::check(&tidy::repo::root()).expect("tidy can read the checkout");
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

#[test]
fn the_list_of_rules_in_scope_reads() {
    let list = tidy::repo::read(&tidy::repo::root(), tidy::rules::IN_SCOPE).expect("the list is there");
    let table = tidy::rules::check(&list, &[]);
    let broken: Vec<_> = table.problems.iter().filter(|problem| problem.line > 0).collect();
    assert!(broken.is_empty(), "{broken:?}");
    assert!(table.rules.len() >= 70, "rules left the list: {}", table.rules.len());
}
