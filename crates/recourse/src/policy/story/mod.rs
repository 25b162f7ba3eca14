//! One story under several policies, side by side: a parcel is lost on its way, the buyer complains, the seller objects or
//! stays silent, and nobody else does anything. Who acts when, what silence means, who pays. It is played by the functions
//! that decide in earnest.
mod play;
mod print;

use super::sound;
use crate::report::write;
use anyhow::Result;
use play::{Seller, Told, told};
use resolution::policy::Policy;
use resolution::policy::presets;

/// Plays the story under policies, by name or directory; under all that are shipped, if none is named.
///
/// # Errors
/// Where a policy is not sound.
pub fn story(names: &[String]) -> Result<()> {
    let shipped: Vec<String> = presets::NAMES.iter().map(ToString::to_string).collect();
    let names = if names.is_empty() { &shipped } else { names };
    let mut policies = Vec::new();
    for name in names {
        policies.push(sound(name)?.0);
    }
    write(&page(&policies))
}

/// The whole page, as Markdown.
fn page(policies: &[Policy]) -> String {
    let mut out = String::from(print::HEAD);
    for (title, seller) in
        [("The seller objects two days later", Seller::Objects), ("The seller stays silent", Seller::Silent)]
    {
        let columns: Vec<(&str, Told)> =
            policies.iter().map(|policy| (policy.name.as_str(), told(policy, seller))).collect();
        out.push_str(&print::table(title, &columns));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::policy;
    use std::path::Path;

    fn shipped() -> Vec<Policy> {
        let files = presets::NAMES.iter().map(|name| presets::files(name).expect("a preset"));
        files.map(|files| policy::read(&files).expect("it is sound")).collect()
    }

    #[test]
    fn the_page_of_the_story_is_current() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/policies/STORY.md");
        let written = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            written == page(&shipped()),
            "docs/policies/STORY.md is not what the policies do; write it anew: recourse policy story > docs/policies/STORY.md"
        );
    }

    #[test]
    fn under_every_policy_the_story_ends_with_all_the_money_back() {
        for policy in shipped() {
            for seller in [Seller::Objects, Seller::Silent] {
                let told = told(&policy, seller);
                let paid = told.paid.as_ref().unwrap_or_else(|| panic!("{}: nothing went back", policy.name));
                assert_eq!(paid.1, play::PAID, "{}: the whole of it", policy.name);
                assert!(told.closed.is_some(), "{}: it ends", policy.name);
                assert!(told.ruling.is_some(), "{}: the table decided", policy.name);
            }
        }
    }
}
