//! The rules of the trade and the tests that show them.
//!
//! A test shows a rule by its name: `dis_07_silence_for_15_days_escalates` shows DIS-7, and
//! `pro_02_pro_07_confirmation_closes` shows PRO-2 and PRO-7.
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::Problem;
use crate::source::Source;

/// Where the rules in scope are listed.
pub const IN_SCOPE: &str = "crates/tidy/rules_in_scope.txt";

/// All families of rules, those not yet in scope included, so that a test of one of them is noticed.
const FAMILIES: [&str; 19] = [
    "can", "chb", "clm", "dis", "evi", "frz", "inr", "inv", "liv", "los", "mon", "msg", "neg", "not", "plf",
    "pro", "qty", "ret", "time",
];

/// A rule's family in lower case and its number.
pub type Id = (String, u32);

/// Which tests show which rule.
#[derive(Debug, Default)]
pub struct Table {
    /// Rules in scope, in the order of the list, each with a word on what of it is later.
    pub rules: Vec<(Id, String)>,
    /// Tests by rule, as `path: name`.
    pub tests: BTreeMap<Id, Vec<String>>,
    /// Rules without a test, tests without a rule, broken lines of the list.
    pub problems: Vec<Problem>,
}

impl Table {
    /// One line a rule with its tests, and a closing line that counts.
    pub fn print(&self) -> String {
        let mut text = String::new();
        for (id, later) in &self.rules {
            let note = if later.is_empty() { String::new() } else { format!("  [later: {later}]") };
            let tests = self.tests.get(id);
            let first = tests.map_or("NO TEST".to_owned(), |tests| tests.join(&format!("\n{:8} ", "")));
            writeln!(text, "{:8} {first}{note}", show(id)).expect("writing to a string cannot fail");
        }
        let shown = self.rules.iter().filter(|(id, _)| self.tests.contains_key(id)).count();
        let tests: usize = self.tests.values().map(Vec::len).sum();
        writeln!(text, "{shown} of {} rules are shown by {tests} tests", self.rules.len())
            .expect("writing to a string cannot fail");
        text
    }
}

/// Holds the list of rules in scope against the tests in `sources`.
pub fn check(list: &str, sources: &[Source]) -> Table {
    let mut table = Table::default();
    read_list(list, &mut table);
    for source in sources {
        for function in source.functions() {
            let named = ids_in(&function.name);
            if !function.runs_as_test && matches!(&named, Ok(ids) if !ids.is_empty()) {
                let message = format!("`{}` is named by a rule but does not run as a test", function.name);
                table.problems.push(Problem::new(&source.path, function.line, message));
                continue;
            }
            match named {
                Ok(ids) => {
                    ids.into_iter().for_each(|id| add(&mut table, source, &function.name, function.line, id))
                }
                Err(message) if function.runs_as_test => {
                    table.problems.push(Problem::new(&source.path, function.line, message));
                }
                Err(_) => {}
            }
        }
    }
    for (id, _) in &table.rules {
        if !table.tests.contains_key(id) {
            let name = format!("{}_{:02}_…", id.0, id.1);
            let message = format!("no test shows {}: write one named `{name}`", show(id));
            table.problems.push(Problem::new(IN_SCOPE, 0, message));
        }
    }
    table
}

fn add(table: &mut Table, source: &Source, name: &str, line: usize, id: Id) {
    if table.rules.iter().any(|(rule, _)| *rule == id) {
        table.tests.entry(id).or_default().push(format!("{}: {name}", source.path));
    } else {
        let message =
            format!("`{name}` names {}, which is not in {IN_SCOPE}: add it there or rename", show(&id));
        table.problems.push(Problem::new(&source.path, line, message));
    }
}

/// Reads `ID` or `ID later: WORDS`, one a line; `#` begins a comment line.
fn read_list(list: &str, table: &mut Table) {
    for (at, line) in list.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (id, later) = line.split_once(" later:").unwrap_or((line, ""));
        let message = match parse_id(id.trim()) {
            None => format!("`{line}` is no rule: write `PRO-4` or `PRO-4 later: what`"),
            Some(id) if table.rules.iter().any(|(rule, _)| *rule == id) => {
                format!("{} stands twice", show(&id))
            }
            Some(id) => {
                table.rules.push((id, later.trim().to_owned()));
                continue;
            }
        };
        table.problems.push(Problem::new(IN_SCOPE, at, message));
    }
}

fn parse_id(text: &str) -> Option<Id> {
    let (family, number) = text.split_once('-')?;
    let family = family.to_lowercase();
    let number = number.parse().ok()?;
    FAMILIES.contains(&family.as_str()).then_some((family, number))
}

/// The rules that the name of a function begins with; none if it begins with something else.
///
/// # Errors
/// When it looks like a rule but is not written with two digits, as `pro_4_…`.
fn ids_in(name: &str) -> Result<Vec<Id>, String> {
    let mut ids = Vec::new();
    let mut rest = name;
    while let Some((family, after)) = rest.split_once('_') {
        let (digits, after) = after.split_once('_').unwrap_or((after, ""));
        let numeric = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !FAMILIES.contains(&family) || !numeric {
            break;
        }
        let number = digits.parse::<u32>().ok().filter(|_| digits.len() == 2);
        let Some(number) = number else {
            return Err(format!("`{name}`: write the number of a rule with two digits, as `{family}_04_…`"));
        };
        ids.push((family.to_owned(), number));
        rest = after;
    }
    Ok(ids)
}

fn show((family, number): &Id) -> String {
    format!("{}-{number}", family.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(list: &str, code: &str) -> (Table, Vec<String>) {
        let source = Source::parse("crates/x/tests/a.rs", code).expect("lexes");
        let table = check(list, &[source]);
        let messages = table.problems.iter().map(|problem| problem.message.clone()).collect();
        (table, messages)
    }

    #[test]
    fn a_rule_is_shown_by_the_name_of_a_test() {
        let code = "#[test]\nfn pro_04_pro_10_shown() {}\n#[tokio::test]\nasync fn pro_04_again() {}\n\
                    proptest! { #[test] fn mon_05_holds(x in 0..9) {} }\nfn helper() {}\n\
                    #[test] fn not_before_day_11() {}";
        let (table, problems) = run("# rules\nPRO-4 later: the page\nPRO-10\nMON-5\n", code);
        assert_eq!(problems, [""; 0]);
        assert_eq!(table.tests[&("pro".to_owned(), 4)].len(), 2);
        let text = table.print();
        assert!(text.contains("PRO-4    crates/x/tests/a.rs: pro_04_pro_10_shown\n"), "{text}");
        assert!(text.contains("[later: the page]"), "{text}");
        assert!(text.ends_with("3 of 3 rules are shown by 4 tests\n"), "{text}");
    }

    #[test]
    fn a_rule_without_a_test_is_a_problem() {
        let (table, problems) = run("PRO-1\nPRO-2\n", "#[test]\nfn pro_01_a() {}");
        assert_eq!(problems, ["no test shows PRO-2: write one named `pro_02_…`"]);
        assert!(table.print().contains("PRO-2    NO TEST"));
    }

    #[test]
    fn only_what_runs_shows_a_rule() {
        let (_, plain) = run("PRO-1\n", "fn pro_01_a() {}");
        assert!(plain[0].contains("does not run as a test"), "{plain:?}");
        let (_, ignored) = run("PRO-1\n", "#[test]\n#[ignore = \"slow\"]\nfn pro_01_a() {}");
        assert_eq!(ignored.len(), 2, "{ignored:?}");
        let (_, comment) = run("PRO-1\n", "// #[test] fn pro_01_a() {}");
        assert!(comment[0].contains("no test shows PRO-1"), "{comment:?}");
    }

    #[test]
    fn a_test_of_an_unknown_rule_is_a_problem() {
        let (_, unknown) =
            run("PRO-1\n", "#[test] fn pro_01_a() {}\n#[test] fn pro_11_a() {}\n#[test] fn ret_01_a() {}");
        assert!(unknown[0].contains("PRO-11") && unknown[1].contains("RET-1"), "{unknown:?}");
        let (_, digits) = run("PRO-1\n", "#[test] fn pro_01_a() {}\n#[test] fn pro_1_a() {}");
        assert!(digits[0].contains("two digits"), "{digits:?}");
    }

    #[test]
    fn the_list_is_checked_itself() {
        let (_, problems) = run("PRO-1\nPRO-1\nXYZ-1\nPRO\n", "#[test] fn pro_01_a() {}");
        assert_eq!(problems.len(), 3, "{problems:?}");
    }
}
