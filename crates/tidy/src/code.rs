//! Checks over tokens: what code must not contain, and where.
use crate::Problem;
use crate::source::{Kind, Source};

/// Crates whose arithmetic must be exact and whose conversions must be checked.
const EXACT: [&str; 3] = ["resolution", "engine", "store"];

/// Types that `as` converts to without asking whether the value fits.
const PRIMITIVES: [&str; 16] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32", "f64",
    "char", "_",
];

/// Parts of `std` that touch the world.
const WORLD: [&str; 6] = ["env", "fs", "io", "net", "process", "thread"];

/// All checks of this module over one file.
pub fn check(source: &Source) -> Vec<Problem> {
    let checks = [lint_switches, unfinished, sql_outside_store, inexact_numbers, unexplained_unwraps, world];
    checks.iter().flat_map(|check| check(source)).collect()
}

/// (d) A lint is silenced by `#[expect(…, reason = "…")]`: it says why, and complains when it is no longer needed.
pub fn lint_switches(source: &Source) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, first, end) in source.attributes() {
        for at in first..end {
            let opens = source.matches(at + 1, &["("]);
            let line = source.tokens[at].line;
            match source.tokens[at].text.as_str() {
                "allow" if opens => {
                    let message = "`#[allow]`: write `#[expect(lint, reason = \"…\")]` instead";
                    problems.push(Problem::new(&source.path, line, message));
                }
                "expect" if opens && !source.tokens[at..end].iter().any(|token| token.text == "reason") => {
                    let message = "`#[expect]` without a reason: add `reason = \"…\"`";
                    problems.push(Problem::new(&source.path, line, message));
                }
                _ => {}
            }
        }
    }
    problems
}

/// (e) No stand-ins for code that is still to be written.
pub fn unfinished(source: &Source) -> Vec<Problem> {
    find(source, |at| {
        let name = source.tokens[at].text.as_str();
        let stub = matches!(name, "todo" | "unimplemented" | "dbg") && source.matches(at + 1, &["!"]);
        stub.then(|| format!("`{name}!`: write the code, or refuse with a stable code"))
    })
}

/// (g) Statements lie in the store alone. Tests elsewhere may tamper with a database on purpose, and their testbed makes
/// databases for them.
pub fn sql_outside_store(source: &Source) -> Vec<Problem> {
    if matches!(source.crate_name(), Some("store" | "testbed")) {
        return Vec::new();
    }
    // Written in halves so that this file does not find itself.
    let verbs = [
        concat!("SEL", "ECT "),
        concat!("INS", "ERT INTO"),
        concat!("INS", "ERT OR"),
        concat!("DEL", "ETE FROM"),
        concat!("CRE", "ATE TABLE"),
        concat!("PRA", "GMA "),
    ];
    find_in_shipped(source, |at| {
        let token = &source.tokens[at];
        let verb = verbs.into_iter().find(|verb| token.kind == Kind::Literal && token.text.contains(verb))?;
        Some(format!("`{}` outside `store`: add a method to the port instead", verb.trim()))
    })
}

/// (i) Money, weights and instants are integers; a conversion that may fail says so.
pub fn inexact_numbers(source: &Source) -> Vec<Problem> {
    if !source.crate_name().is_some_and(|name| EXACT.contains(&name)) {
        return Vec::new();
    }
    find_in_shipped(source, |at| {
        let token = &source.tokens[at];
        let target = source.tokens.get(at + 1).map_or("", |next| next.text.as_str());
        match token.text.as_str() {
            "f32" | "f64" => {
                Some(format!("`{}`: use integers (minor units, grams, milliseconds)", token.text))
            }
            "as" if PRIMITIVES.contains(&target) || target == "*" => Some(format!(
                "`as {target}`: use `{target}::from` or `try_from`, which cannot lose digits silently"
            )),
            // After a dot the digits name fields: `pair.0.1`.
            _ if is_float(token.kind, &token.text) && !(at > 0 && source.tokens[at - 1].text == ".") => {
                Some(format!("`{}` is a float: use integers", token.text))
            }
            _ => None,
        }
    })
}

/// (j) A panic in shipped code says why it cannot happen.
pub fn unexplained_unwraps(source: &Source) -> Vec<Problem> {
    find_in_shipped(source, |at| {
        let unwrap = source.matches(at, &[".", "unwrap", "(", ")"]);
        unwrap.then(|| "`unwrap()`: return an error, or `expect(\"why it cannot fail\")`".to_owned())
    })
}

/// (k) `resolution` is pure: it neither waits nor looks around.
pub fn world(source: &Source) -> Vec<Problem> {
    if source.crate_name() != Some("resolution") {
        return Vec::new();
    }
    find_in_shipped(source, |at| {
        let token = &source.tokens[at];
        let what = match token.text.as_str() {
            "async" | "await" | "SystemTime" if token.kind == Kind::Word => Some(token.text.clone()),
            "now" if source.matches(at + 1, &["("]) && at > 0 && source.tokens[at - 1].text == ":" => {
                Some("now()".to_owned())
            }
            "std" => std_part(source, at).map(|part| format!("std::{part}")),
            _ => None,
        };
        what.map(|what| format!("`{what}` in `resolution`: take what you need as an argument"))
    })
}

/// The part of `std` behind the word at `at`, if it touches the world: `std::fs`, `std::{fs, …}`.
fn std_part(source: &Source, at: usize) -> Option<String> {
    if !source.matches(at + 1, &[":", ":"]) {
        return None;
    }
    let next = source.tokens.get(at + 3)?;
    let end = if next.kind == Kind::Open { source.closing(at + 3) } else { at + 3 };
    let depth = next.depth + usize::from(next.kind == Kind::Open);
    let names = source.tokens[at + 3..=end].iter().filter(|token| token.depth == depth);
    names.map(|token| token.text.clone()).find(|name| WORLD.contains(&name.as_str()))
}

/// `1.5`, `1e3`, `2f64`; not `0x1e3`, `1..2` (a range lexes to three tokens) nor a string.
fn is_float(kind: Kind, text: &str) -> bool {
    let number = kind == Kind::Literal && text.starts_with(|c: char| c.is_ascii_digit());
    let radix = ["0x", "0b", "0o"].iter().any(|prefix| text.starts_with(prefix));
    number
        && !radix
        && (text.contains(['.', 'e', 'E']) || text.ends_with("f32") || text.ends_with("f64"))
        && !text.ends_with("size")
}

fn find(source: &Source, check: impl Fn(usize) -> Option<String>) -> Vec<Problem> {
    let found = (0..source.tokens.len()).filter_map(|at| check(at).map(|message| (at, message)));
    found.map(|(at, message)| Problem::new(&source.path, source.tokens[at].line, message)).collect()
}

fn find_in_shipped(source: &Source, check: impl Fn(usize) -> Option<String>) -> Vec<Problem> {
    find(source, |at| if source.tokens[at].test { None } else { check(at) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds that `check` finds something in each of `bad` and nothing in `fine`, in a file of `name`'s crate.
    fn holds(check: fn(&Source) -> Vec<Problem>, name: &str, bad: &[&str], fine: &[&str]) {
        let run =
            |text: &str| check(&Source::parse(&format!("crates/{name}/src/a.rs"), text).expect("lexes"));
        for text in bad {
            assert!(!run(text).is_empty(), "should fail: {text}");
        }
        for text in fine {
            assert_eq!(run(text), [], "should pass: {text}");
        }
    }

    #[test]
    fn lints_are_silenced_with_a_reason_only() {
        let bad = [
            "#[allow(dead_code)] fn a() {}",
            "#![allow(missing_docs)]",
            "#[cfg_attr(test, allow(dead_code))] fn a() {}",
            "#[expect(dead_code)] fn a() {}",
        ];
        let fine =
            ["#[expect(dead_code, reason = \"used by the next step\")] fn a() {}", "fn allow(x: u8) {}"];
        holds(lint_switches, "api", &bad, &fine);
    }

    #[test]
    fn stand_ins_are_found_in_tests_too() {
        let bad = ["fn a() { todo!() }", "#[test] fn a() { dbg!(1); }", "fn a() { unimplemented!(\"x\") }"];
        holds(unfinished, "api", &bad, &["fn a() { let s = \"todo!()\"; } // dbg!", "mod todo;"]);
    }

    #[test]
    fn statements_lie_in_the_store() {
        let bad = concat!("fn a() { run(\"SEL", "ECT 1\") }");
        let in_test = concat!("#[cfg(test)] mod t { fn a() { run(\"SEL", "ECT 1\") } }");
        let doc = concat!("/// Runs SEL", "ECT 1.\nfn a() {}");
        holds(sql_outside_store, "engine", &[bad], &[in_test, doc]);
        holds(sql_outside_store, "store", &[], &[bad]);
    }

    #[test]
    fn numbers_are_exact_in_the_middle() {
        let bad = [
            "fn a(x: f64) {}",
            "fn a() { b(1.5) }",
            "fn a() { b(1e3) }",
            "fn a(x: u64) -> u32 { x as u32 }",
            "fn a(x: u64) { assert!(x as usize > 1) }",
            "fn a(x: u64) -> u8 { x as _ }",
        ];
        let fine = [
            "use a::B as C; fn a() { <T as Trait>::f(0x1e3, 10usize, 1..2, t.0.1) }",
            "#[cfg(test)] mod t { fn a(x: f64) {} }",
            "fn a(v: &Value) { v.as_f64(); }",
        ];
        holds(inexact_numbers, "store", &bad, &fine);
        holds(inexact_numbers, "recourse", &[], &bad);
    }

    #[test]
    fn unwraps_are_explained() {
        let fine = [
            "fn a() { b.expect(\"set above\") }",
            "#[test] fn a() { b.unwrap() }",
            "fn a() { b.unwrap_or(1) }",
        ];
        holds(unexplained_unwraps, "server", &["fn a() { b.unwrap() }"], &fine);
    }

    #[test]
    fn the_trade_does_not_look_around() {
        let bad = [
            "async fn a() {}",
            "use std::fs;",
            "use std::{fmt, io::Read};",
            "fn a() { Timestamp::now() }",
            "fn a(x: std::time::SystemTime) {}",
        ];
        let fine =
            ["use std::{fmt, collections::BTreeMap};", "fn a(now: Timestamp) { b(now); decide(self.now) }"];
        holds(world, "resolution", &bad, &fine);
        holds(world, "engine", &[], &bad);
    }
}
