//! Broken policies, each with one mistake of its own sort: refused in words that a policy owner understands.
//!
//! Every file below `broken_policies/` says the mistake and the edits that make it in a shipped policy. What is said to
//! each of them stands, all together, in `snapshots/broken_policies__said.snap`: read it as a policy owner would.
use resolution::policy::{POLICY_FILE, check, presets, read};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::{fmt::Write, fs, path::Path};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Broken {
    mistake: String,
    policy: String,
    edit: Vec<Edit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    find: String,
    replace: String,
}

impl Broken {
    fn files(&self, name: &str) -> BTreeMap<String, String> {
        let mut files = presets::files(&self.policy).expect("shipped");
        for edit in &self.edit {
            let text = files.get_mut(&edit.file).expect(name);
            assert_eq!(text.matches(edit.find.trim_end()).count(), 1, "{name}: the edit fits one place");
            *text = text.replace(edit.find.trim_end(), edit.replace.trim_end());
        }
        files
    }
}

fn all() -> Vec<(String, Broken)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken_policies");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().expect("named").to_string_lossy().into_owned();
        let broken = toml::from_str(&fs::read_to_string(path).expect("readable")).expect(&name);
        (name, broken)
    };
    paths.iter().map(read).collect()
}

#[test]
fn each_broken_policy_is_refused_in_words_that_its_owner_understands() {
    let broken = all();
    assert!(broken.len() >= 30, "thirty at least");
    let mut said = String::new();
    let mut refused = true;
    for (name, broken) in broken {
        let files = broken.files(&name);
        let problems = check(&files).err().unwrap_or_default();
        let _ = writeln!(said, "{name}: {}", broken.mistake);
        refused &= !problems.is_empty();
        for problem in &problems {
            assert!(problem.row.is_some() || problem.file != POLICY_FILE, "{name} names no row: {problem}");
            let _ = writeln!(said, "  {problem}");
        }
        let orders =
            if read(&files).is_ok() { "orders placed under it go on" } else { "it cannot be read at all" };
        let _ = writeln!(said, "  ({orders})\n");
    }
    insta::assert_snapshot!("said", said);
    assert!(refused, "each of them is refused");
}

#[test]
fn a_shipped_policy_reads_the_same_with_and_without_its_proof() {
    for name in presets::NAMES {
        let files = presets::files(name).expect("shipped");
        let (checked, read) = (check(&files).expect("sound"), read(&files).expect("readable"));
        assert_eq!(format!("{checked:?}"), format!("{read:?}"), "{name}");
    }
}
