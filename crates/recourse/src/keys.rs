//! The installation's keys as files that only their owner can read, and the API keys that people are given.
use crate::world::OsRandom;
use anyhow::{Context, Result, bail};
use engine::Engine;
use engine::ports::{ApiKey, Marketplace};
use engine::vault::{KeyBytes, Keys, Random};
use server::auth::{ROLE_ADMIN, ROLE_SERVER, key_hash};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

/// The folder of the keys in the data directory.
pub const FOLDER: &str = "keys";

const NAMES: [&str; 3] = ["master", "pseudonym", "signing"];

/// Reads the keys in `folder`, each a line of 64 hexadecimal digits; makes them where there are none. Beside `data` that is there they are never made: with new keys it could not be read.
///
/// # Errors
/// Where a key is missing or is not one.
pub fn load_or_make(folder: &Path, data: bool) -> Result<Keys> {
    let there = NAMES.iter().filter(|name| folder.join(format!("{name}.key")).is_file()).count();
    if there == 0 {
        if data {
            bail!("the keys are missing in {}; put them back from your safe copy", folder.display());
        }
        make(folder, &KeyBytes::generate(&OsRandom))?;
    }
    load(folder)
}

/// Reads the keys in `folder`.
///
/// # Errors
/// As [`load_or_make`].
pub fn load(folder: &Path) -> Result<Keys> {
    let [master, pseudonym, signing] = NAMES.map(|name| read(folder, name));
    Ok(Keys::from_slices(&master?, &pseudonym?, &signing?)?)
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(format!("{name}.key"));
    let text = fs::read_to_string(&path).with_context(|| {
        format!("the key {} cannot be read; put it back from your safe copy", path.display())
    })?;
    hex::decode(text.trim())
        .with_context(|| format!("{} is not a key: 64 hexadecimal digits", path.display()))
}

/// Writes keys into a folder that has none.
///
/// # Errors
/// Where they cannot be written, or the folder has some.
pub fn make(folder: &Path, keys: &KeyBytes) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    private(folder, 0o700)?;
    for (name, key) in NAMES.into_iter().zip([&keys.master, &keys.pseudonym, &keys.signing]) {
        let path = folder.join(format!("{name}.key"));
        write_private(&path, &format!("{}\n", hex::encode(key.as_slice())))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Copies the keys of one folder into another that has none, for its owner alone.
///
/// # Errors
/// Where they cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    private(to, 0o700)?;
    for name in NAMES {
        let key = read(from, name)?;
        let path = to.join(format!("{name}.key"));
        write_private(&path, &format!("{}\n", hex::encode(&key)))
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

/// Whose key it is.
#[derive(Clone, Copy, Debug)]
pub enum KeyOf<'a> {
    /// The installation's operator.
    Installation,
    /// A marketplace's own server.
    Marketplace(&'a Marketplace),
}

/// Makes an API key; its text is given back once and never kept.
///
/// # Errors
/// Where the store fails.
pub async fn make_api_key(engine: &Engine, of: KeyOf<'_>, name: &str) -> Result<(ApiKey, String)> {
    let (mut id, mut secret) = ([0; 8], [0; 32]);
    OsRandom.fill(&mut id);
    OsRandom.fill(&mut secret);
    let (marketplace, role, kind) = match of {
        KeyOf::Installation => (None, ROLE_ADMIN, "admin"),
        KeyOf::Marketplace(one) if one.sandbox.is_some() => (Some(one.id), ROLE_SERVER, "test"),
        KeyOf::Marketplace(one) => (Some(one.id), ROLE_SERVER, "live"),
    };
    let text = format!("rk_{kind}_{}", hex::encode(secret));
    let key = ApiKey {
        id: format!("key_{}", hex::encode(id)),
        marketplace,
        name: name.to_owned(),
        role: role.to_owned(),
        hash: key_hash(&text),
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
        let made = load_or_make(&keys, false).expect("made");
        let read = load_or_make(&keys, true).expect("read");
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
