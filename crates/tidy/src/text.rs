//! Checks over the plain text of a file, comments included.
use crate::Problem;
use crate::source::crate_of;

/// Crates that serve every vendor alike and so must not name one.
const VENDOR_BLIND: [&str; 3] = ["resolution", "engine", "store"];

/// Names that are no part of an ordinary word: looked for anywhere, in any case.
const VENDORS: [&str; 25] = [
    "adyen",
    "alipay",
    "anteraja",
    "braintree",
    "cainiao",
    "canadapost",
    "chronopost",
    "easypost",
    "fedex",
    "gopay",
    "karrio",
    "klarna",
    "midtrans",
    "mollie",
    "ninjavan",
    "paypal",
    "razorpay",
    "royalmail",
    "sendgrid",
    "shopify",
    "sicepat",
    "stripe",
    "twilio",
    "wechat",
    "xendit",
];

/// Short names: looked for as whole words.
const SHORT_VENDORS: [&str; 8] = ["dhl", "dpd", "gls", "jne", "jnt", "shippo", "tnt", "usps"];

/// (c) A file says in its first line what it is for. The binary's empty placeholder is for nothing yet.
pub fn module_line(path: &str, text: &str) -> Vec<Problem> {
    let first = text.lines().next().unwrap_or("");
    let says = first.strip_prefix("//!").is_some_and(|rest| !rest.trim().is_empty());
    if says || text.trim() == "fn main() {}" {
        return Vec::new();
    }
    vec![Problem::new(path, 1, "begin the file with a `//!` line that says what it is for")]
}

/// (e) Work left undone is an issue, not a word in a comment. Outside comments the words may mean something else (one
/// of them is the currency code for no currency).
pub fn marks(path: &str, text: &str) -> Vec<Problem> {
    // Written in halves so that this file does not find itself.
    let words = [concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];
    by_line(path, text, |line| {
        let comment = &line[line.find("//").or_else(|| line.find("/*"))?..];
        let word = words.into_iter().find(|word| has_word(comment, word))?;
        Some(format!("`{word}`: do it now, or file an issue and say here why the code is as it is"))
    })
}

/// (f) The middle of the house serves every vendor alike.
pub fn vendor_names(path: &str, text: &str) -> Vec<Problem> {
    let blind = crate_of(path).is_some_and(|name| VENDOR_BLIND.contains(&name));
    if !blind {
        return Vec::new();
    }
    by_line(path, text, |line| {
        let lower = line.to_lowercase();
        let long = VENDORS.into_iter().find(|name| lower.contains(name));
        let short = SHORT_VENDORS.into_iter().find(|name| has_word(&lower, name));
        // In lower case it ends many an ordinary word ("follow-ups").
        let shouted = Some("UPS").filter(|name| has_word(line, name));
        let name = long.or(short).or(shouted)?;
        Some(format!("names the vendor `{name}`: vendors live in `connectors`, behind a port"))
    })
}

/// (h) A path of somebody's machine works nowhere else.
pub fn machine_paths(path: &str, text: &str) -> Vec<Problem> {
    let roots = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Use", "rs/")];
    by_line(path, text, |line| {
        let root =
            roots.into_iter().find(|root| line.match_indices(root).any(|(at, _)| starts_path(line, at)))?;
        Some(format!("`{root}` is a path of one machine: make it relative, or take it from a setting"))
    })
}

/// Whether the slash at `at` begins an absolute path rather than going on with a relative one or an address.
fn starts_path(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    !before.is_some_and(|c| c.is_alphanumeric() || "_-.~}*)".contains(c))
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        ![before, after].into_iter().flatten().any(char::is_alphanumeric)
    })
}

fn by_line(path: &str, text: &str, find: impl Fn(&str) -> Option<String>) -> Vec<Problem> {
    let numbered = text.lines().enumerate();
    numbered.filter_map(|(at, line)| find(line).map(|message| Problem::new(path, at + 1, message))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_begins_with_its_module_line() {
        assert!(module_line("a.rs", "//! Does a thing.\nfn x() {}\n").is_empty());
        assert!(module_line("main.rs", "fn main() {}\n").is_empty());
        for bad in ["", "fn x() {}\n", "//!\nfn x() {}\n", "\n//! Late.\n", "/// Not this.\n"] {
            assert_eq!(module_line("a.rs", bad).len(), 1, "{bad:?}");
        }
    }

    #[test]
    fn marks_of_unfinished_work_are_found_as_words() {
        let bad = format!("//! ok\n// {}: later\n", concat!("FIX", "ME"));
        assert_eq!(marks("a.rs", &bad)[0].line, 2);
        assert!(marks("a.rs", concat!("let none = \"XX", "X\"; // no currency\n")).is_empty());
        assert!(marks("a.rs", "// SHACKLED and fixme-less\n").is_empty());
    }

    #[test]
    fn vendors_are_named_only_outside_the_middle() {
        let path = "crates/engine/src/a.rs";
        for bad in
            ["struct EasyPostTracker;", "// as Stripe does", "dhl_code", "\"UPS\"", "let x = \"usps\";"]
        {
            assert_eq!(vendor_names(path, bad).len(), 1, "{bad:?}");
            assert!(vendor_names("crates/connectors/src/a.rs", bad).is_empty());
        }
        assert!(
            vendor_names(
                path,
                "// follow-ups of the carrier, start-ups, bundles, ShipPolicy, DaysAfterShipping\n"
            )
            .is_empty()
        );
    }

    #[test]
    fn machine_paths_are_found_and_addresses_are_not() {
        let bad =
            [concat!("open(\"/ho", "me/me/x\")"), concat!("cd /wo", "rk/x"), concat!("=/ro", "ot/.cargo")];
        for line in bad {
            assert_eq!(machine_paths("dev", line).len(), 1, "{line:?}");
        }
        for fine in
            [concat!("docs/wo", "rk/x"), concat!("https://example.org/ho", "me/"), "$HOME/work", "/v1/orders"]
        {
            assert!(machine_paths("dev", fine).is_empty(), "{fine:?}");
        }
    }
}
