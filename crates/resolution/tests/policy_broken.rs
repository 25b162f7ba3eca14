//! Broken policies, each with one mistake: refused with a sentence that names file, line or row, and the mistake.
//!
//! Every file below `policy_broken/` is one edit of the preset `default` and the problems it must bring, one a line.
use resolution::policy::{check, presets};
use serde::Deserialize;
use std::{fs, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    file: String,
    find: String,
    replace: String,
    problem: String,
}

#[test]
fn broken_policies_are_refused_with_the_place_and_the_mistake() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy_broken");
    let mut cases: Vec<_> =
        fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    cases.sort();
    assert!(cases.len() >= 6, "six at least");
    let mut wrong = Vec::new();
    for path in cases {
        let name = path.file_name().expect("named").to_string_lossy().into_owned();
        let broken: Broken = toml::from_str(&fs::read_to_string(&path).expect("readable")).expect(&name);
        let mut files = presets::files("default").expect("shipped");
        let text = files.get_mut(&broken.file).expect(&name);
        assert_eq!(text.matches(&broken.find).count(), 1, "{name}: the edit fits one place");
        *text = text.replace(&broken.find, &broken.replace);
        let problems = check(&files).expect_err(&name);
        let said: String = problems.iter().map(|problem| format!("{problem}\n")).collect();
        if said != broken.problem {
            wrong.push(format!("{name}\n{said}"));
        }
    }
    assert!(wrong.is_empty(), "said otherwise than expected:\n\n{}", wrong.join("\n"));
}
