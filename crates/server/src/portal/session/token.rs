//! Sealed tokens: what a link or a cookie says, readable and changeable by nobody but this installation. Nothing of them
//! is stored; what must end early (an erased person, a changed password) is looked up at each use.
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use engine::vault::{Random, crypto};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// The longest token that is looked at, in characters: what a browser keeps of a cookie is 4,096 bytes with its name.
const LONGEST: usize = 3_800;

/// The key under which links and sessions are sealed: one of its own, never one that seals data.
#[derive(Clone)]
pub struct SessionKey(Zeroizing<[u8; 32]>);

impl SessionKey {
    /// Takes a key in.
    #[must_use]
    pub fn new(key: [u8; 32]) -> Self {
        Self(Zeroizing::new(key))
    }

    /// A key that is gone with the process, and every session with it.
    pub(crate) fn passing(random: &dyn Random) -> Self {
        let mut key = [0; 32];
        random.fill(&mut key);
        Self::new(key)
    }

    /// The key of one purpose: what is made for one opens nothing of another.
    fn of(&self, label: &[u8]) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.mac(label).finalize().into_bytes().into())
    }

    pub(crate) fn mac(&self, label: &[u8]) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.0.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(label);
        mac
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey(hidden)")
    }
}

/// As whom someone uses a portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Role {
    /// A buyer.
    Buyer,
    /// A seller.
    Seller,
    /// A mediator of the marketplace's own people.
    Mediator,
    /// The marketplace's finance.
    Finance,
}

impl Role {
    pub(crate) const ALL: [Self; 4] = [Self::Buyer, Self::Seller, Self::Mediator, Self::Finance];

    /// Its stable word.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Seller => "seller",
            Self::Mediator => "mediator",
            Self::Finance => "finance",
        }
    }

    /// The role of a word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether the marketplace's own people.
    pub(crate) const fn staff(self) -> bool {
        matches!(self, Self::Mediator | Self::Finance)
    }
}

/// Who it is, and how they read.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// Id of the marketplace (`mkt_…`).
    pub(crate) marketplace: String,
    pub(crate) role: Role,
    /// The marketplace's own id of the person.
    pub(crate) external: String,
    /// BCP 47 tag.
    pub(crate) language: String,
    /// IANA time zone; without one the pages show the policy's alone.
    pub(crate) zone: Option<String>,
}

/// What a portal link says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Link {
    pub(crate) holder: Holder,
    /// Where it leads, inside the portal.
    pub(crate) path: String,
}

/// What a session's cookie says.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Ticket {
    /// Random, in hexadecimal digits.
    pub(crate) id: String,
    pub(crate) holder: Holder,
    pub(crate) since: Timestamp,
    /// From which the tokens of its forms are made.
    pub(crate) seed: String,
    /// Who signed in with a password: the generation of that record, so that a new password ends the session.
    pub(crate) generation: Option<String>,
}

/// What is sealed: for one purpose, until an instant.
#[derive(Serialize, Deserialize)]
struct Until<T> {
    until: Timestamp,
    of: T,
}

/// A kind of token.
pub(crate) trait Purpose: Serialize + DeserializeOwned {
    /// Names key and content; never the same for two purposes.
    const LABEL: &'static [u8];
}

impl Purpose for Link {
    const LABEL: &'static [u8] = b"recourse portal link 1";
}

impl Purpose for Ticket {
    const LABEL: &'static [u8] = b"recourse portal session 1";
}

/// A token that is worth nothing here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    /// Not sealed by this installation for this purpose, or changed since.
    #[error("the token was not made here for this purpose, or it was changed")]
    Damaged,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

/// Seals a token until an instant, exclusively.
pub(crate) fn seal<T: Purpose>(key: &SessionKey, random: &dyn Random, of: &T, until: Timestamp) -> String {
    let mut nonce = [0; 24];
    random.fill(&mut nonce);
    let clear = Zeroizing::new(serde_json::to_vec(&Until { until, of }).expect("plain data"));
    URL_SAFE_NO_PAD.encode(crypto::close(&key.of(T::LABEL), nonce, T::LABEL, &clear))
}

/// Opens a token and gives until when it holds.
///
/// # Errors
/// Where it is worth nothing at `now`.
pub(crate) fn open<T: Purpose>(
    key: &SessionKey,
    token: &str,
    now: Timestamp,
) -> Result<(T, Timestamp), TokenError> {
    if token.len() > LONGEST {
        return Err(TokenError::Damaged);
    }
    let sealed = URL_SAFE_NO_PAD.decode(token).map_err(|_| TokenError::Damaged)?;
    let clear = crypto::open(&key.of(T::LABEL), T::LABEL, &sealed).map_err(|_| TokenError::Damaged)?;
    let Until { until, of } = serde_json::from_slice::<Until<T>>(&clear).map_err(|_| TokenError::Damaged)?;
    if now < until { Ok((of, until)) } else { Err(TokenError::Expired) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::vault::random::Seeded;
    use jiff::SignedDuration;

    fn link() -> Link {
        let holder = Holder {
            marketplace: "mkt_a".to_owned(),
            role: Role::Buyer,
            external: "B".to_owned(),
            language: "id".to_owned(),
            zone: Some("Asia/Jakarta".to_owned()),
        };
        Link { holder, path: "/portal/".to_owned() }
    }

    fn ticket() -> Ticket {
        Ticket {
            id: "1".to_owned(),
            holder: link().holder,
            since: Timestamp::UNIX_EPOCH,
            seed: "s".to_owned(),
            generation: None,
        }
    }

    #[test]
    fn a_token_opens_until_its_end_and_not_at_it() {
        let (key, random) = (SessionKey::new([1; 32]), Seeded::new(1));
        let until = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(600);
        let token = seal(&key, &random, &link(), until);
        assert!(token.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-' || c == b'_'));
        let before = until - SignedDuration::from_nanos(1);
        assert!(open::<Link>(&key, &token, before).is_ok_and(|(found, end)| found == link() && end == until));
        assert_eq!(open::<Link>(&key, &token, until).err(), Some(TokenError::Expired));
        assert_ne!(token, seal(&key, &random, &link(), until), "no two are alike");
    }

    #[test]
    fn a_token_of_another_purpose_key_or_form_is_worth_nothing() {
        let (key, random, now) = (SessionKey::new([1; 32]), Seeded::new(1), Timestamp::UNIX_EPOCH);
        let until = now + SignedDuration::from_secs(600);
        let session = seal(&key, &random, &ticket(), until);
        assert!(open::<Ticket>(&key, &session, now).is_ok());
        assert_eq!(open::<Link>(&key, &session, now).err(), Some(TokenError::Damaged));
        let link = seal(&key, &random, &link(), until);
        assert_eq!(open::<Ticket>(&key, &link, now).err(), Some(TokenError::Damaged));
        let other = SessionKey::new([2; 32]);
        assert_eq!(open::<Link>(&other, &link, now).err(), Some(TokenError::Damaged));
        for at in 0..link.len() {
            let mut bytes = link.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).expect("ASCII");
            assert_eq!(open::<Link>(&key, &changed, now).err(), Some(TokenError::Damaged), "at {at}");
        }
        for odd in ["", "A", "*", &link[1..], &format!("{link}A"), &"A".repeat(10_000)] {
            assert_eq!(open::<Link>(&key, odd, now).err(), Some(TokenError::Damaged));
        }
    }

    #[test]
    fn the_key_is_never_printed() {
        assert_eq!(format!("{:?}", SessionKey::new([1; 32])), "SessionKey(hidden)");
    }
}
