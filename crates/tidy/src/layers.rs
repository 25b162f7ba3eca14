//! (a) The "must never know" column of the design: which crate may depend on what.
//!
//! Held twice. The manifest shows what a crate asks for, optional and for other platforms included; `cargo tree`
//! shows what it really gets, through others.
use std::collections::BTreeSet;
use std::path::Path;

use crate::source::crate_of;
use crate::{Problem, repo};

const ASYNC: &[&str] = &["async-std", "futures-executor", "mio", "smol", "tokio"];
const RANDOM: &[&str] = &["fastrand", "getrandom", "rand", "rand_core"];
const SQL: &[&str] = &["diesel", "libsqlite3-sys", "postgres", "rusqlite", "sqlx", "tokio-postgres"];
const HTTP: &[&str] = &["axum", "hyper", "reqwest", "tower-http", "ureq"];
const SERVING: &[&str] = &["axum", "maud", "tower-http", "utoipa-axum"];

/// One line of the column.
struct Row {
    name: &'static str,
    /// Crates of this house that it may know; all others are above it or beside it.
    may_know: &'static [&'static str],
    /// Crates from outside that it must not know, even through others.
    never: &'static [&'static [&'static str]],
}

/// Every crate of the house has its row; a new crate begins with one.
const ROWS: &[Row] = &[
    Row { name: "resolution", may_know: &[], never: &[ASYNC, RANDOM, SQL, HTTP, SERVING, &["async-trait"]] },
    Row { name: "engine", may_know: &["resolution"], never: &[SQL, HTTP, SERVING] },
    Row { name: "store", may_know: &["resolution", "engine"], never: &[HTTP, SERVING] },
    Row { name: "connectors", may_know: &["resolution", "engine"], never: &[SQL, SERVING] },
    Row { name: "api", may_know: &["resolution"], never: &[ASYNC, SQL, HTTP, SERVING] },
    Row { name: "server", may_know: &["resolution", "engine", "connectors", "api"], never: &[SQL] },
    // It shares no code with what it watches: no crate of the house at all.
    Row { name: "auditor", may_know: &[], never: &[ASYNC, RANDOM, SQL, HTTP, SERVING] },
    Row { name: "simulator", may_know: &["resolution", "engine", "store", "auditor"], never: &[SERVING] },
    Row {
        name: "recourse",
        may_know: &["resolution", "engine", "store", "connectors", "api", "server", "simulator", "auditor"],
        never: &[],
    },
    // For tests alone: nothing that is shipped may know it.
    Row { name: "testbed", may_know: &["resolution", "engine", "store"], never: &[HTTP, SERVING] },
    Row {
        name: "fuzzing",
        may_know: &["resolution", "engine", "connectors", "api"],
        never: &[SQL, HTTP, SERVING],
    },
    Row { name: "tidy", may_know: &[], never: &[ASYNC, RANDOM, SQL, HTTP, SERVING] },
];

/// Checks every manifest in `files` and what `cargo tree` says of each crate.
///
/// # Errors
/// When `cargo tree` cannot run.
pub fn check(root: &Path, files: &[(String, String)]) -> anyhow::Result<Vec<Problem>> {
    let manifests: Vec<_> = files
        .iter()
        .filter_map(|(path, text)| Some((crate_of(path)?, path, text)))
        .filter(|(name, path, _)| **path == format!("crates/{name}/Cargo.toml"))
        .collect();
    let house: BTreeSet<&str> = manifests.iter().map(|(name, ..)| *name).collect();
    let mut problems = Vec::new();
    for (name, path, text) in &manifests {
        let asked = manifest(name, path, text, &house);
        if asked.is_empty() && row(name).is_some() {
            problems.extend(tree(name, path, &repo::cargo_tree(root, name)?, &house));
        }
        problems.extend(asked);
    }
    Ok(problems)
}

/// What the manifest of `name` asks for and must not. Development dependencies are free: tests may use anything.
pub fn manifest(name: &str, path: &str, text: &str, house: &BTreeSet<&str>) -> Vec<Problem> {
    let Some(row) = row(name) else {
        let message =
            format!("`{name}` has no row in crates/tidy/src/layers.rs: say there what it must never know");
        return vec![Problem::new(path, 0, message)];
    };
    match text.parse::<toml::Table>() {
        Ok(table) => forbidden(row, &asked_for(&table), house, path, "depends on"),
        Err(error) => vec![Problem::new(path, 0, format!("is no TOML: {error}"))],
    }
}

/// What `name` really gets and must not. `listing` is `cargo tree --prefix none --format {p}`: a name first on each line.
pub fn tree(name: &str, path: &str, listing: &str, house: &BTreeSet<&str>) -> Vec<Problem> {
    let Some(row) = row(name) else { return Vec::new() };
    let names = listing.lines().filter_map(|line| line.split_whitespace().next());
    let gets: BTreeSet<String> = names.filter(|got| *got != name).map(str::to_owned).collect();
    forbidden(row, &gets, house, path, "gets through others (see `cargo tree -e normal -i`)")
}

fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name)
}

fn forbidden(
    row: &Row,
    names: &BTreeSet<String>,
    house: &BTreeSet<&str>,
    path: &str,
    how: &str,
) -> Vec<Problem> {
    let above = |name: &str| house.contains(name) && !row.may_know.contains(&name);
    let outside = |name: &str| row.never.iter().any(|group| group.contains(&name));
    let bad = names.iter().filter(|name| above(name) || outside(name));
    bad.map(|name| Problem::new(path, 0, format!("{how} `{name}`, which `{}` must never know", row.name)))
        .collect()
}

/// Names of all dependencies that a build of the crate may use: normal and build ones, of every platform.
fn asked_for(table: &toml::Table) -> BTreeSet<String> {
    let platforms = table.get("target").and_then(toml::Value::as_table);
    let tables = std::iter::once(table)
        .chain(platforms.into_iter().flat_map(|all| all.values()).filter_map(toml::Value::as_table));
    let mut names = BTreeSet::new();
    for part in tables {
        for kind in ["dependencies", "build-dependencies"] {
            let listed = part.get(kind).and_then(toml::Value::as_table);
            for (key, value) in listed.into_iter().flatten() {
                let renamed = value.get("package").and_then(toml::Value::as_str);
                names.insert(renamed.unwrap_or(key).to_owned());
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUSE: [&str; 4] = ["resolution", "engine", "server", "tidy"];

    fn asked(name: &str, text: &str) -> Vec<String> {
        let house = BTreeSet::from(HOUSE);
        manifest(name, "Cargo.toml", text, &house).into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn what_a_crate_must_not_know_is_found_wherever_it_is_asked_for() {
        let bad = [
            "[dependencies]\ntokio.workspace = true\n",
            "[dependencies]\nsql = { package = \"rusqlite\", version = \"1\", optional = true }\n",
            "[build-dependencies]\nrand = \"1\"\n",
            "[target.'cfg(unix)'.dependencies]\nreqwest = \"1\"\n",
            "[dependencies]\nengine.workspace = true\n",
        ];
        for text in bad {
            assert_eq!(asked("resolution", text).len(), 1, "{text}");
        }
        assert_eq!(
            asked("resolution", "[dependencies]\ncel = \"1\"\n[dev-dependencies]\nrand = \"1\"\n").len(),
            0
        );
    }

    #[test]
    fn imports_point_downwards() {
        assert_eq!(asked("engine", "[dependencies]\nresolution.workspace = true\ntokio = \"1\"\n").len(), 0);
        assert_eq!(asked("engine", "[dependencies]\nserver.workspace = true\n").len(), 1);
        assert_eq!(asked("server", "[dependencies]\ntidy.workspace = true\n").len(), 1);
    }

    #[test]
    fn a_new_crate_begins_with_a_row() {
        assert!(asked("utils", "[dependencies]\n")[0].contains("no row"));
    }

    #[test]
    fn what_comes_through_others_is_found() {
        let house = BTreeSet::from(HOUSE);
        let listing = "resolution v0.1.0 (/x)\ncel v0.15.0\nuuid v1.0.0\ngetrandom v0.3.0 (*)\n";
        let found = tree("resolution", "Cargo.toml", listing, &house);
        assert_eq!(found.len(), 1);
        assert!(found[0].message.contains("getrandom"), "{found:?}");
        assert_eq!(tree("recourse", "Cargo.toml", listing, &house), []);
    }
}
