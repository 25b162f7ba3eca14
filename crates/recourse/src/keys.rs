//! The installation's keys as files that only their owner can read, and the API keys that people are given.
use crate::world::OsRandom;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::Engine;
use engine::ports::ApiKey;
use engine::vault::{KeyBytes, Keys, Random};
use resolution::id::MarketplaceId;
use sha2::{Digest, Sha256};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// Role of a marketplace's own server.
pub const SERVER: &str = "server";
/// Role of the installation's operator.
pub const ADMIN: &str = "admin";

const NAMES: [&str; 3] = ["master", "pseudonym", "signing"];

/// Reads the keys in `folder`, each a line of 64 hexadecimal digits; makes them where there are none. Says whether they
/// were made. Beside `data` that is there they are never made: with new keys it could not be read.
///
/// # Errors
/// Where a key is missing or is not one.
pub fn load_or_make(folder: &Path, data: bool) -> Result<(Keys, bool)> {
    let there = NAMES.iter().filter(|name| folder.join(format!("{name}.key")).is_file()).count();
    let new = there == 0;
    if new {
        if data {
            bail!("the keys are missing in {}; put them back from your safe copy", folder.display());
        }
        make(folder)?;
    }
    let [master, pseudonym, signing] = NAMES.map(|name| read(folder, name));
    Ok((Keys::from_slices(&master?, &pseudonym?, &signing?)?, new))
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(format!("{name}.key"));
    let text = fs::read_to_string(&path)
        .with_context(|| format!("the key {} cannot be read; put it back from your safe copy", path.display()))?;
    hex::decode(text.trim()).with_context(|| format!("{} is not a key: 64 hexadecimal digits", path.display()))
}

fn make(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    private(folder, 0o700)?;
    let keys = KeyBytes::generate(&OsRandom);
    for (name, key) in NAMES.into_iter().zip([&keys.master, &keys.pseudonym, &keys.signing]) {
        let path = folder.join(format!("{name}.key"));
        write_private(&path, &format!("{}\n", hex::encode(key.as_slice())))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

fn write_private(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .with_context(|| format!("cannot keep {} from others", path.display()))
}

#[cfg(not(unix))]
fn private(_path: &Path, _mode: u32) -> Result<()> {
    Ok(())
}

/// Makes an API key; the key itself is given back once and never kept.
///
/// # Errors
/// Where the store fails.
pub async fn make_api_key(
    engine: &Engine,
    marketplace: Option<MarketplaceId>,
    name: &str,
    role: &str,
) -> Result<(ApiKey, String)> {
    let (mut id, mut secret) = ([0; 8], [0; 32]);
    OsRandom.fill(&mut id);
    OsRandom.fill(&mut secret);
    let text = format!("rk_{}_{}", hex::encode(id), URL_SAFE_NO_PAD.encode(secret));
    let key = ApiKey {
        id: format!("key_{}", hex::encode(id)),
        marketplace,
        name: name.to_owned(),
        role: role.to_owned(),
        hash: Sha256::digest(text.as_bytes()).into(),
        created: engine.wall(),
        revoked: None,
    };
    engine.store().put_api_key(key.clone()).await?;
    Ok((key, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_once_for_their_owner_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = folder.path().join("keys");
        let (made, new) = load_or_make(&keys, false).expect("made");
        let (read, again) = load_or_make(&keys, true).expect("read");
        assert_eq!((new, again), (true, false));
        assert_eq!(made.public(), read.public());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(keys.join("master.key")).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn keys_are_never_made_beside_data() {
        let folder = tempfile::tempdir().expect("a folder");
        let error = load_or_make(&folder.path().join("keys"), true).expect_err("they are missing");
        assert!(error.to_string().contains("safe copy"), "{error}");
        load_or_make(&folder.path().join("keys"), false).expect("made");
        fs::remove_file(folder.path().join("keys/signing.key")).expect("removed");
        let error = load_or_make(&folder.path().join("keys"), false).expect_err("one is missing");
        assert!(error.to_string().contains("signing.key"), "{error}");
    }
}
