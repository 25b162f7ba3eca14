//! Policy files and the conditions in them.
use resolution::policy::{self, Expr, POLICY_FILE, presets};

/// A policy's own file, beside the texts and examples of the neutral preset: read, checked and proven; what is a policy has
/// pages, too.
pub(crate) fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut files = presets::files("default").expect("the neutral preset");
    files.insert(POLICY_FILE.to_owned(), text.to_owned());
    let read = policy::read(&files);
    match policy::prove(&files) {
        Ok((checked, proof)) => {
            assert!(read.is_ok(), "what passes the check governs");
            assert!(!policy::markdown(&checked, &proof).is_empty(), "it can be shown");
        }
        Err(problems) => assert!(!problems.is_empty(), "a policy is refused for a reason"),
    }
}

/// A condition of the liability table: what is taken says its text again, and is taken again.
pub(crate) fn condition(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Expr::new(text, &["not_received", "damaged"]) {
        Ok(condition) => assert_eq!(condition.source(), text),
        Err(mistakes) => assert!(!mistakes.is_empty(), "a condition is refused for a reason"),
    }
}
