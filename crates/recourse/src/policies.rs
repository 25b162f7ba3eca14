//! Policy files: from a directory, or a shipped preset.
use anyhow::{Context, Result, bail};
use engine::ports::PolicyFiles;
use resolution::policy::presets;
use std::fs;
use std::path::Path;

/// The files of a shipped policy or of a directory.
///
/// # Errors
/// Where the text is neither, or a file cannot be read.
pub fn files(name: &str) -> Result<PolicyFiles> {
    if let Some(files) = presets::files(name) {
        return Ok(files);
    }
    directory(Path::new(name))
}

/// The TOML files of a directory.
///
/// # Errors
/// Where it is none, or a file cannot be read.
pub fn directory(folder: &Path) -> Result<PolicyFiles> {
    if !folder.is_dir() {
        bail!(
            "{} is neither a policy directory nor a shipped policy ({})",
            folder.display(),
            presets::NAMES.join(", ")
        );
    }
    let mut files = PolicyFiles::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_file() && name.ends_with(".toml") {
            let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            files.insert(name, text);
        }
    }
    Ok(files)
}
