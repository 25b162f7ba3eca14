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
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
    let listing = output(root, "git", &arguments).context("tidy needs git and a checkout made with it")?;
    let mut files = Vec::new();
    for path in listing.split('\0').filter(|path| !path.is_empty()) {
        let full = root.join(path);
        // Links, and files deleted but not yet committed as such.
        if !full.symlink_metadata().is_ok_and(|meta| meta.is_file()) {
            continue;
        }
        let bytes = std::fs::read(&full).with_context(|| format!("cannot read {path}"))?;
        if let Ok(text) = String::from_utf8(bytes) {
            files.push((path.to_owned(), text));
        }
    }
    if files.is_empty() {
        bail!("git lists no file: run tidy inside a checkout");
    }
    Ok(files)
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
