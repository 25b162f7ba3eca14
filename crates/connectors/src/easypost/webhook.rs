//! The signature on EasyPost's webhooks.
//!
//! `X-Hmac-Signature: hmac-sha256-hex=<hex>`, the HMAC-SHA-256 of the raw body under the webhook's secret in NFKD form
//! as UTF-8. There is no time stamp in it: a replay is told by the event's id.
use crate::tracking::{Payload, ReadError, raw_digest, read};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

/// The name of the header that carries the signature, in lower case as servers give it.
pub const SIGNATURE_HEADER: &str = "x-hmac-signature";

const SCHEME: &str = "hmac-sha256-hex=";

/// Why a webhook is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The configured secret is empty: anyone could sign with it.
    #[error("no webhook secret is configured; set the secret that was given to EasyPost")]
    NoSecret,
    /// The header is not there.
    #[error("the header X-Hmac-Signature is missing; set a webhook secret at EasyPost")]
    Missing,
    /// The header is not `hmac-sha256-hex=` and 64 hexadecimal digits.
    #[error("the header X-Hmac-Signature is not of the form hmac-sha256-hex=<64 hexadecimal digits>")]
    Malformed,
    /// The signature does not belong to this body and secret.
    #[error(
        "the signature does not fit the body; check that the secret is the one at EasyPost and the body is untouched"
    )]
    Mismatch,
}

/// A webhook as it came: nothing in it is to be believed.
#[derive(Clone, Copy)]
pub struct UnverifiedWebhook<'a> {
    /// The raw body, byte for byte.
    pub body: &'a [u8],
    /// The value of [`SIGNATURE_HEADER`], where sent.
    pub signature: Option<&'a str>,
}

impl<'a> UnverifiedWebhook<'a> {
    /// Checks the signature in constant time.
    ///
    /// # Errors
    /// [`SignatureError`], by the first thing that is wrong in the order of its variants.
    pub fn verify(self, secret: &str) -> Result<VerifiedWebhook<'a>, SignatureError> {
        if secret.is_empty() {
            return Err(SignatureError::NoSecret);
        }
        let header = self.signature.ok_or(SignatureError::Missing)?;
        let hex = header.trim().strip_prefix(SCHEME).ok_or(SignatureError::Malformed)?;
        let signature = hex::decode(hex).map_err(|_| SignatureError::Malformed)?;
        if signature.len() != 32 {
            return Err(SignatureError::Malformed);
        }
        mac(secret, self.body).verify_slice(&signature).map_err(|_| SignatureError::Mismatch)?;
        Ok(VerifiedWebhook { body: self.body })
    }
}

/// A webhook whose signature was checked. Only [`UnverifiedWebhook::verify`] makes one.
#[derive(Clone, Copy)]
pub struct VerifiedWebhook<'a> {
    body: &'a [u8],
}

impl VerifiedWebhook<'_> {
    /// The raw body.
    #[must_use]
    pub const fn body(&self) -> &[u8] {
        self.body
    }

    /// The digest that scans read from this body point to.
    #[must_use]
    pub fn raw_digest(&self) -> String {
        raw_digest(self.body)
    }

    /// What it says.
    ///
    /// # Errors
    /// [`ReadError`], although signed, when it is not in a format that we know.
    pub fn read(&self) -> Result<Payload, ReadError> {
        read("easypost", self.body)
    }
}

/// Checks the signature of a webhook's raw `body` against the `header` [`SIGNATURE_HEADER`].
///
/// # Errors
/// [`SignatureError`], by the first thing that is wrong in the order of its variants.
pub fn verify_webhook<'a>(
    secret: &str,
    body: &'a [u8],
    header: Option<&'a str>,
) -> Result<VerifiedWebhook<'a>, SignatureError> {
    UnverifiedWebhook { body, signature: header }.verify(secret)
}

/// The header value that EasyPost would send for `body`: for sandboxes and tests.
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    format!("{SCHEME}{}", hex::encode(mac(secret, body).finalize().into_bytes()))
}

fn mac(secret: &str, body: &[u8]) -> Hmac<Sha256> {
    let key: String = secret.nfkd().collect();
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body);
    mac
}
