//! The policies that are shipped, as files.
use std::collections::BTreeMap;

/// The names of the shipped policies.
pub const NAMES: &[&str] = &["default", "aliexpress", "lazada", "tokopedia"];

/// The files of one preset with their names in the directory.
macro_rules! preset {
    ($name:literal) => {
        [
            ("policy.toml", include_str!(concat!("../../../../policies/", $name, "/policy.toml"))),
            ("examples.toml", include_str!(concat!("../../../../policies/", $name, "/examples.toml"))),
            ("messages.en.toml", include_str!(concat!("../../../../policies/", $name, "/messages.en.toml"))),
            ("messages.id.toml", include_str!(concat!("../../../../policies/", $name, "/messages.id.toml"))),
        ]
    };
}

/// The files of a shipped policy, file name → text; `None` if no policy of that name is shipped.
#[must_use]
pub fn files(name: &str) -> Option<BTreeMap<String, String>> {
    let files = match name {
        "default" => preset!("default"),
        "aliexpress" => preset!("aliexpress"),
        "lazada" => preset!("lazada"),
        "tokopedia" => preset!("tokopedia"),
        _ => return None,
    };
    Some(files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect())
}
