//! (b) Files that one can hold in mind, functions that fit a screen; and the list of exceptions, which only shrinks.
use std::collections::BTreeMap;

use crate::Problem;
use crate::source::Source;

/// Where the exceptions are listed.
pub const ALLOWED: &str = "crates/tidy/allowed_lengths.txt";

/// Lines of a file, tests included.
pub const FILE_LINES: usize = 600;

/// Lines of a function outside tests, from `fn` to the closing brace.
pub const FUNCTION_LINES: usize = 70;

/// What is too long: a file (`None`) or a function of it.
type Place = (String, Option<String>);

/// Holds all files against the limits and the exceptions listed in `allowed`.
///
/// An exception gives the exact number of lines, so that what is listed cannot grow, and must follow when it shrinks.
pub fn check(sources: &[Source], allowed: &str) -> Vec<Problem> {
    let (mut exceptions, mut problems) = read_exceptions(allowed);
    for (place, (line, lines)) in too_long(sources) {
        let (path, function) = &place;
        let what = function.as_ref().map_or("the file".to_owned(), |name| format!("`{name}`"));
        match exceptions.remove(&place) {
            Some((_, ceiling)) if lines == ceiling => {}
            Some((at, ceiling)) if lines < ceiling => {
                let message = format!("{path}: {what} now has {lines} lines: lower the {ceiling} here");
                problems.push(Problem::new(ALLOWED, at, message));
            }
            Some((_, ceiling)) => {
                let message = format!("{what} has grown from {ceiling} to {lines} lines: split it");
                problems.push(Problem::new(path, line, message));
            }
            None => {
                let limit = if function.is_some() { FUNCTION_LINES } else { FILE_LINES };
                let message = format!("{what} has {lines} lines, more than {limit}: split it");
                problems.push(Problem::new(path, line, message));
            }
        }
    }
    for ((path, function), (at, _)) in exceptions {
        let name = function.unwrap_or_default();
        problems.push(Problem::new(
            ALLOWED,
            at,
            format!("`{path} {name}` is no longer too long: remove this line"),
        ));
    }
    problems
}

/// Everything over its limit, with its line and its number of lines.
fn too_long(sources: &[Source]) -> BTreeMap<Place, (usize, usize)> {
    let mut found = BTreeMap::new();
    for source in sources {
        if source.lines > FILE_LINES {
            found.insert((source.path.clone(), None), (1, source.lines));
        }
        let long = source.functions().into_iter().filter(|f| !f.in_test && f.lines > FUNCTION_LINES);
        for function in long {
            // Two of one name in a file share an entry; the longer counts.
            let entry = found.entry((source.path.clone(), Some(function.name))).or_insert((function.line, 0));
            entry.1 = entry.1.max(function.lines);
        }
    }
    found
}

/// Reads `file PATH LINES REASON` and `fn PATH NAME LINES REASON`; `#` begins a comment line.
fn read_exceptions(text: &str) -> (BTreeMap<Place, (usize, usize)>, Vec<Problem>) {
    let mut exceptions = BTreeMap::new();
    let mut problems = Vec::new();
    for (at, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let entry = match line.split_whitespace().collect::<Vec<_>>()[..] {
            ["file", path, lines, _, ..] => Some(((path.to_owned(), None), lines)),
            ["fn", path, name, lines, _, ..] => Some(((path.to_owned(), Some(name.to_owned())), lines)),
            _ => None,
        };
        let read = entry.and_then(|(place, lines)| Some((place, lines.parse::<usize>().ok()?)));
        let message = match read {
            None => "write `file PATH LINES REASON` or `fn PATH NAME LINES REASON`",
            Some((place, lines)) if exceptions.insert(place.clone(), (at, lines)).is_some() => {
                "listed twice: remove one"
            }
            Some(_) => continue,
        };
        problems.push(Problem::new(ALLOWED, at, message));
    }
    (exceptions, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(functions: &[(&str, usize)], filler: usize) -> Vec<Source> {
        let body = |lines: usize| "\n".repeat(lines - 1);
        let text: String =
            functions.iter().map(|(head, lines)| format!("{head} {{{}}}\n", body(*lines))).collect();
        vec![Source::parse("crates/x/src/a.rs", &(text + &"\n".repeat(filler))).expect("lexes")]
    }

    fn messages(sources: &[Source], allowed: &str) -> Vec<String> {
        check(sources, allowed).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_limits_are_inclusive() {
        assert_eq!(messages(&file(&[("fn a()", 70)], 530), ""), [""; 0]);
        let over = messages(&file(&[("fn b()", 1), ("pub fn a()", 71)], 529), "");
        assert_eq!(over.len(), 2, "{over:?}");
        assert!(over[0].starts_with("crates/x/src/a.rs:1: the file has 601 lines"), "{over:?}");
        assert!(over[1].starts_with("crates/x/src/a.rs:2: `a` has 71 lines"), "{over:?}");
    }

    #[test]
    fn tests_may_be_long_functions_but_not_long_files() {
        assert_eq!(messages(&file(&[("#[test] fn a()", 200)], 0), ""), [""; 0]);
        assert_eq!(messages(&file(&[("#[test] fn a()", 700)], 0), "").len(), 1);
    }

    #[test]
    fn an_exception_holds_exactly_and_only_shrinks() {
        let list = "# why\nfn crates/x/src/a.rs a 80 one match over all stages\n";
        assert_eq!(messages(&file(&[("fn a()", 80)], 0), list), [""; 0]);
        assert!(messages(&file(&[("fn a()", 81)], 0), list)[0].contains("grown from 80 to 81"));
        assert!(messages(&file(&[("fn a()", 79)], 0), list)[0].contains("lower the 80"));
        assert!(messages(&file(&[("fn a()", 70)], 0), list)[0].contains("remove this line"));
    }

    #[test]
    fn an_exception_needs_a_reason() {
        assert!(messages(&[], "file crates/x/src/a.rs 700\n")[0].contains("REASON"));
        assert!(messages(&[], "file a.rs many because\n")[0].contains("REASON"));
        assert!(messages(&[], "file a.rs 700 why\nfile a.rs 700 why\n").iter().any(|m| m.contains("twice")));
    }
}
