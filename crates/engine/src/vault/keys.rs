//! The installation's three keys. The binary reads them from a folder or the environment and hands over bytes.
use super::random::{self, Random};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use resolution::id::{MarketplaceId, PartyId};
use sha2::Sha256;
use std::fmt;
use zeroize::Zeroizing;

/// Length of each key in bytes.
pub const KEY_BYTES: usize = 32;

/// Key material that is not usable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Wrong length.
    #[error("the {name} key has {got} bytes instead of 32; restore the key file from your safe copy")]
    Length {
        /// Which key.
        name: &'static str,
        /// What was given.
        got: usize,
    },
}

/// The keys of an installation. They lie outside the database: whoever has only the database can read no personal
/// data, and whoever loses the master key has lost all of it.
pub struct Keys {
    master: Zeroizing<[u8; KEY_BYTES]>,
    pseudonym: Zeroizing<[u8; KEY_BYTES]>,
    signing: SigningKey,
}

/// The bytes of the three keys, to be written by the binary to files that only it can read.
pub struct KeyBytes {
    /// Wraps the person keys.
    pub master: Zeroizing<[u8; KEY_BYTES]>,
    /// Makes pseudonyms. Changing it would make every party a stranger.
    pub pseudonym: Zeroizing<[u8; KEY_BYTES]>,
    /// ed25519 seed that signs checkpoints.
    pub signing: Zeroizing<[u8; KEY_BYTES]>,
}

impl KeyBytes {
    /// New keys.
    #[must_use]
    pub fn generate(random: &dyn Random) -> Self {
        let key = || Zeroizing::new(random::bytes(random));
        Self { master: key(), pseudonym: key(), signing: key() }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(hidden)")
    }
}

impl fmt::Debug for KeyBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyBytes(hidden)")
    }
}

impl Keys {
    /// From the bytes of the three keys.
    #[must_use]
    pub fn new(bytes: &KeyBytes) -> Self {
        Self {
            master: bytes.master.clone(),
            pseudonym: bytes.pseudonym.clone(),
            signing: SigningKey::from_bytes(&bytes.signing),
        }
    }

    /// From what was read from files or the environment.
    ///
    /// # Errors
    /// [`KeyError::Length`] when a key does not have 32 bytes.
    pub fn from_slices(master: &[u8], pseudonym: &[u8], signing: &[u8]) -> Result<Self, KeyError> {
        let key = |name, bytes: &[u8]| {
            let bytes = <[u8; KEY_BYTES]>::try_from(bytes)
                .map_err(|_| KeyError::Length { name, got: bytes.len() })?;
            Ok(Zeroizing::new(bytes))
        };
        Ok(Self::new(&KeyBytes {
            master: key("master", master)?,
            pseudonym: key("pseudonym", pseudonym)?,
            signing: key("signing", signing)?,
        }))
    }

    /// The pseudonym of a marketplace's own id of a person or firm: HMAC-SHA-256, its first 16 bytes. The same id in
    /// two marketplaces gives two pseudonyms.
    #[must_use]
    pub fn pseudonym(&self, marketplace: MarketplaceId, external_id: &str) -> PartyId {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.pseudonym.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(b"recourse pseudonym 1\0");
        mac.update(&marketplace.0);
        mac.update(external_id.as_bytes());
        let digest = mac.finalize().into_bytes();
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        PartyId(id)
    }

    /// A key of its own for something else than data, made from the master key by HMAC-SHA-256 over a label: it opens
    /// nothing that the master key seals and tells nothing of it.
    #[must_use]
    pub fn derived(&self, label: &str) -> Zeroizing<[u8; KEY_BYTES]> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(self.master.as_slice())
            .expect("HMAC takes a key of any length");
        mac.update(b"recourse derived key 1\0");
        mac.update(label.as_bytes());
        Zeroizing::new(mac.finalize().into_bytes().into())
    }

    pub(crate) fn master(&self) -> &[u8; KEY_BYTES] {
        &self.master
    }

    /// Signs with the installation's key (ed25519).
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The public key by which anyone can check the installation's signatures.
    #[must_use]
    pub fn public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }
}

/// Whether `signature` was made over `message` by the owner of `public`.
#[must_use]
pub fn signed_by(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public)
        .is_ok_and(|key| key.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vault::random::Seeded;

    #[test]
    fn pseudonyms_are_stable_and_keep_marketplaces_and_installations_apart() {
        let keys = Keys::new(&KeyBytes::generate(&Seeded::new(1)));
        let others = Keys::new(&KeyBytes::generate(&Seeded::new(2)));
        let (a, b) = (MarketplaceId::of("a"), MarketplaceId::of("b"));
        assert_eq!(keys.pseudonym(a, "buyer-1"), keys.pseudonym(a, "buyer-1"));
        assert_ne!(keys.pseudonym(a, "buyer-1"), keys.pseudonym(b, "buyer-1"));
        assert_ne!(keys.pseudonym(a, "buyer-1"), keys.pseudonym(a, "buyer-2"));
        assert_ne!(keys.pseudonym(a, "buyer-1"), others.pseudonym(a, "buyer-1"));
    }

    #[test]
    fn a_derived_key_is_of_its_label_and_installation() {
        let bytes = KeyBytes::generate(&Seeded::new(1));
        let (keys, others) = (Keys::new(&bytes), Keys::new(&KeyBytes::generate(&Seeded::new(2))));
        assert_eq!(keys.derived("a"), keys.derived("a"));
        assert_ne!(keys.derived("a"), keys.derived("b"));
        assert_ne!(keys.derived("a"), others.derived("a"));
        assert_ne!(keys.derived("a").as_slice(), bytes.master.as_slice());
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_alone() {
        let keys = Keys::new(&KeyBytes::generate(&Seeded::new(1)));
        let signature = keys.sign(b"heads");
        assert!(signed_by(&keys.public(), b"heads", &signature));
        assert!(!signed_by(&keys.public(), b"head", &signature));
        let others = Keys::new(&KeyBytes::generate(&Seeded::new(2)));
        assert!(!signed_by(&others.public(), b"heads", &signature));
    }

    #[test]
    fn a_short_key_is_refused_by_name_and_never_printed() {
        let error = Keys::from_slices(&[1; 32], &[1; 31], &[1; 32]).expect_err("31 bytes");
        assert_eq!(error, KeyError::Length { name: "pseudonym", got: 31 });
        assert_eq!(format!("{:?}", Keys::new(&KeyBytes::generate(&Seeded::new(1)))), "Keys(hidden)");
    }
}
