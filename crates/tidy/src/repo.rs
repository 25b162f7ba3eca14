//! Reads the checkout: its files as git knows them, and what cargo says of its crates.
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// The root of the checkout that this crate was built from.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Text files that are tracked, or new and not ignored, with their paths from the root. Binary files are left out.
///
/// # Errors
/// When git is missing, `root` is no checkout, or a file cannot be read.
pub fn files(root: &Path) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for path in names(root)? {
        let bytes = std::fs::read(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
        if let Ok(text) = String::from_utf8(bytes) {
            files.push((path, text));
        }
    }
    Ok(files)
}

/// Paths of all files that are tracked, or new and not ignored.
///
/// # Errors
/// When git is missing or `root` is no checkout.
pub fn names(root: &Path) -> anyhow::Result<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
    let listing = output(root, "git", &arguments).context("tidy needs git and a checkout made with it")?;
    // Links, and files deleted but not yet committed as such, are none.
    let is_file = |path: &&str| root.join(path).symlink_metadata().is_ok_and(|meta| meta.is_file());
    let paths = listing.split('\0').filter(|path| !path.is_empty()).filter(is_file);
    let names: Vec<String> = paths.map(str::to_owned).collect();
    if names.is_empty() {
        bail!("git lists no file: run tidy inside a checkout");
    }
    Ok(names)
}

/// Reads one file of the checkout.
///
/// # Errors
/// When it cannot be read.
pub fn read(root: &Path, path: &str) -> anyhow::Result<String> {
    std::fs::read_to_string(root.join(path)).with_context(|| format!("cannot read {path}"))
}

/// Names and versions of everything that a build of `package` uses on this platform, one a line.
///
/// # Errors
/// When cargo cannot say.
pub fn cargo_tree(root: &Path, package: &str) -> anyhow::Result<String> {
    let arguments =
        ["tree", "--offline", "--locked", "-e", "normal", "--prefix", "none", "--format", "{p}", "-p"];
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    output(root, cargo, &[&arguments[..], &[package]].concat())
}

fn output(root: &Path, program: &str, arguments: &[impl AsRef<OsStr>]) -> anyhow::Result<String> {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(root)
        .output()
        .with_context(|| format!("cannot start {program}"))?;
    if !output.status.success() {
        bail!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("{program} does not answer in UTF-8"))
}
