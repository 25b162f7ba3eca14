//! The marketplaces' own people and their passwords: what the API and the command line share.
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use engine::Engine;
use engine::ports::{Marketplace, Staff, StoreError};
use engine::vault::{PersonData, PersonState, Random, Vault, VaultError};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

/// Characters of a password, at least.
pub const PASSWORD_MIN: usize = 12;
/// Characters of a password, at most.
pub const PASSWORD_MAX: usize = 200;
/// Characters of a login, at most.
const LOGIN_MAX: usize = 200;
/// Memory of one hash in KiB, passes over it, and lanes: what OWASP recommends for argon2id at the least.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// Hashes that are made at once in this process: each takes a processor and 19 MiB.
static PLACES: Semaphore = Semaphore::const_new(2);
/// Who may wait to sign in; more at once are not people.
static WAITING: Semaphore = Semaphore::const_new(64);
/// Without a record, this is hashed instead, so that the answer takes as long.
const NOBODY: [u8; 16] = *b"recourse nobody.";
/// Letters of made passwords: none is mistaken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What staff can be.
pub const ROLES: [&str; 2] = ["mediator", "finance"];

/// Someone to be added.
pub struct Wish {
    /// The marketplace's own id of the person.
    pub id: String,
    /// With what the person signs in.
    pub login: String,
    /// One of [`ROLES`].
    pub role: String,
    /// The password; made here, if not given.
    pub password: Option<Zeroizing<String>>,
}

/// Why staff cannot be as wished.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// A value that cannot be.
    #[error("{field} is not {expected}")]
    Invalid {
        /// Which.
        field: &'static str,
        /// What it can be.
        expected: String,
    },
    /// There is nobody of this id.
    #[error("there is no staff of this id")]
    Nobody,
    /// The store failed, or has the id or login already.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

fn invalid(field: &'static str, expected: impl Into<String>) -> StaffError {
    StaffError::Invalid { field, expected: expected.into() }
}

/// Adds someone; gives the password back where it was made here.
///
/// # Errors
/// What cannot be, or what failed.
pub async fn add(
    engine: &Engine,
    vault: &Vault,
    random: &dyn Random,
    marketplace: &Marketplace,
    wish: Wish,
) -> Result<(Staff, Option<Zeroizing<String>>), StaffError> {
    let id = crate::auth::party_id(&wish.id).ok_or_else(|| {
        invalid("id", "your own id of the person: 1 to 200 characters, no control characters")
    })?;
    let login = login(&wish.login).ok_or_else(|| {
        invalid("login", "a name without spaces, such as a mail address, of at most 200 characters")
    })?;
    if !ROLES.contains(&wish.role.as_str()) {
        return Err(invalid("role", "mediator or finance"));
    }
    let (password, made) = chosen(wish.password, random)?;
    let staff = Staff {
        marketplace: marketplace.id,
        id: id.to_owned(),
        login,
        role: wish.role,
        password: hash(password, random).await,
        generation: generation(random),
        created: engine.wall(),
    };
    engine.store().put_staff(staff.clone()).await?;
    // Rulings name who ruled: by the marketplace's own id, which is kept sealed under the person's key.
    let party = vault.pseudonym(marketplace.id, id);
    if !matches!(vault.person(marketplace.id, party).await?, PersonState::Known(_)) {
        vault.put_person(marketplace.id, id, PersonData::default()).await?;
    }
    Ok((staff, made))
}

/// Sets another password, which ends every session of the person; gives it back where it was made here.
///
/// # Errors
/// What cannot be, or what failed.
pub async fn set_password(
    engine: &Engine,
    random: &dyn Random,
    marketplace: &Marketplace,
    id: &str,
    password: Option<Zeroizing<String>>,
) -> Result<(Staff, Option<Zeroizing<String>>), StaffError> {
    let (password, made) = chosen(password, random)?;
    let (store, id) = (engine.store(), id.trim().to_owned());
    let hash = hash(password, random).await;
    if !store.set_staff_password(marketplace.id, id.clone(), hash, generation(random)).await? {
        return Err(StaffError::Nobody);
    }
    let staff = store.staff(marketplace.id, id).await?.ok_or(StaffError::Nobody)?;
    Ok((staff, made))
}

type Chosen = (Zeroizing<String>, Option<Zeroizing<String>>);

fn chosen(given: Option<Zeroizing<String>>, random: &dyn Random) -> Result<Chosen, StaffError> {
    match given {
        Some(password) if fits(&password) => Ok((password, None)),
        Some(_) => {
            Err(invalid("password", format!("{PASSWORD_MIN} to {PASSWORD_MAX} characters; any are good")))
        }
        None => {
            let made = generated(random);
            Ok((made.clone(), Some(made)))
        }
    }
}

fn fits(password: &str) -> bool {
    (PASSWORD_MIN..=PASSWORD_MAX).contains(&password.chars().count())
}

/// A login as it is kept: in small letters, without spaces around it.
pub(crate) fn login(text: &str) -> Option<String> {
    let login = text.trim().to_lowercase();
    let fits = (1..=LOGIN_MAX).contains(&login.chars().count());
    let plain = !login.chars().any(|c| c.is_control() || c.is_whitespace());
    (fits && plain).then_some(login)
}

fn generation(random: &dyn Random) -> [u8; 16] {
    let mut bytes = [0; 16];
    random.fill(&mut bytes);
    bytes
}

/// A password of 20 letters: 100 bits.
fn generated(random: &dyn Random) -> Zeroizing<String> {
    let mut bytes = Zeroizing::new([0_u8; 20]);
    random.fill(bytes.as_mut_slice());
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Zeroizing::new(groups.join("-"))
}

fn argon2() -> Argon2<'static> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).expect("the costs are in range");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

async fn hash(password: Zeroizing<String>, random: &dyn Random) -> String {
    let salt = generation(random);
    at_once(move || hashed(&password, &salt)).await
}

fn hashed(password: &str, salt: &[u8; 16]) -> String {
    argon2()
        .hash_password_with_salt(password.as_bytes(), salt)
        .expect("salt and costs are in range")
        .to_string()
}

/// Whether it is the password of a hash. Without one it takes as long and is not. Nothing where too many wait already.
pub(crate) async fn right(password: Zeroizing<String>, hash: Option<String>) -> Option<bool> {
    let _waiting = WAITING.try_acquire().ok()?;
    Some(at_once(move || verified(&password, hash.as_deref())).await)
}

/// Hashes in a thread of its own, as soon as there is a place for it.
async fn at_once<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let place = PLACES.acquire().await.expect("the places are never closed");
    let work = move || {
        // Given free when the work is done, also where nobody waits for it any more.
        let _place = place;
        work()
    };
    spawn_blocking(work).await.expect("hashing neither panics nor is stopped")
}

fn verified(password: &str, hash: Option<&str>) -> bool {
    match hash {
        Some(hash) if fits(password) => argon2().verify_password(password.as_bytes(), hash).is_ok(),
        _ => {
            hashed(password.get(..PASSWORD_MIN).unwrap_or_default(), &NOBODY);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::vault::random::Seeded;

    #[test]
    fn a_hash_is_argon2id_with_the_recommended_costs_and_a_salt_of_its_own() {
        let (one, other) = (hashed("correct horse", &[1; 16]), hashed("correct horse", &[2; 16]));
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
        assert!(verified("correct horse", Some(&one)) && verified("correct horse", Some(&other)));
        assert!(!verified("correct horsf", Some(&one)) && !verified("correct horse", None));
        assert!(!verified("", Some(&one)) && !verified("correct horse", Some("nonsense")));
    }

    #[tokio::test]
    async fn who_waits_too_long_in_line_is_told_so() {
        let line = WAITING.acquire_many(64).await.expect("the line is open");
        assert_eq!(right(Zeroizing::new("correct horse".to_owned()), None).await, None);
        drop(line);
        assert_eq!(right(Zeroizing::new("correct horse".to_owned()), None).await, Some(false));
    }

    #[test]
    fn passwords_have_12_to_200_characters_of_any_kind() {
        for (text, good) in [
            ("x".repeat(11), false),
            ("x".repeat(12), true),
            ("é".repeat(200), true),
            ("é".repeat(201), false),
        ] {
            assert_eq!(fits(&text), good, "{}", text.chars().count());
        }
        assert!(
            fits(" pass word\n😀🦀 ") && verified("éééééééééééé", Some(&hashed("éééééééééééé", &[1; 16])))
        );
    }

    #[test]
    fn made_passwords_are_long_and_never_the_same() {
        let random = Seeded::new(1);
        let (one, other) = (generated(&random), generated(&random));
        assert_eq!((one.len(), fits(&one)), (23, true));
        assert_ne!(one, other);
    }

    #[test]
    fn logins_are_kept_in_small_letters() {
        assert_eq!(login(" Maria@Shop.example "), Some("maria@shop.example".to_owned()));
        assert!(login("a b").is_none() && login(" ").is_none() && login(&"x".repeat(201)).is_none());
    }
}
