//! What a checkpoint says, and the bytes that are signed.
//!
//! The bytes are eight lines of text, so that anyone can check them with ordinary tools: the signature is ed25519 over
//! exactly these bytes, `previous` is the SHA-256 of the previous checkpoint's bytes, and `root` is the SHA-256 of the
//! file `checkpoints/<number>.heads`, which has one line `<aggregate> <version> <hash>` for each aggregate, sorted by
//! the digits of the id.
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write;

const TITLE: &str = "recourse checkpoint 1";

/// A statement over all heads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Which installation: a word without spaces.
    pub installation: String,
    /// From 1, without gaps.
    pub number: u64,
    /// Wall time.
    pub at: Timestamp,
    /// Everything up to this position of the journal is covered; later records may be.
    pub position: u64,
    /// How many aggregates there are.
    pub aggregates: u64,
    /// How many heads of the previous checkpoint were missing, shorter or different. Above 0 is an alarm.
    pub lost: u64,
    /// SHA-256 over the lines of all heads.
    pub root: [u8; 32],
    /// SHA-256 of the previous checkpoint's bytes.
    pub previous: Option<[u8; 32]>,
}

impl Statement {
    /// The bytes that are signed.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        let previous = self.previous.map_or_else(|| "none".to_owned(), hex::encode);
        let lines = [
            TITLE.to_owned(),
            format!("installation {}", self.installation),
            format!("number {}", self.number),
            format!("at {}", self.at),
            format!("position {}", self.position),
            format!("aggregates {} lost {}", self.aggregates, self.lost),
            format!("root {}", hex::encode(self.root)),
            format!("previous {previous}"),
        ];
        for line in lines {
            writeln!(out, "{line}").expect("a string takes every text");
        }
        out.into_bytes()
    }

    /// SHA-256 of [`Statement::bytes`], to which the next checkpoint is chained.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.bytes()).into()
    }

    /// Reads [`Statement::bytes`]; nothing where they are not exactly such bytes.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        field("recourse").filter(|rest| rest == "checkpoint 1")?;
        let installation = field("installation")?;
        let number = field("number")?.parse().ok()?;
        let at = field("at")?.parse().ok()?;
        let position = field("position")?.parse().ok()?;
        let counts = field("aggregates")?;
        let (aggregates, lost) = counts.split_once(" lost ")?;
        let root = digest(&field("root")?)?;
        let previous = match field("previous")?.as_str() {
            "none" => None,
            text => Some(digest(text)?),
        };
        let (aggregates, lost) = (aggregates.parse().ok()?, lost.parse().ok()?);
        let read = Self { installation, number, at, position, aggregates, lost, root, previous };
        (read.bytes() == bytes).then_some(read)
    }
}

pub(super) fn digest(text: &str) -> Option<[u8; 32]> {
    let mut out = [0; 32];
    hex::decode_to_slice(text, &mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        Statement {
            installation: "ins_1".into(),
            number: 7,
            at: "2026-03-01T10:00:00Z".parse().expect("an instant"),
            position: 99,
            aggregates: 3,
            lost: 0,
            root: [1; 32],
            previous: Some([2; 32]),
        }
    }

    #[test]
    fn a_statement_survives_its_bytes_and_nothing_else_is_one() {
        let bytes = statement().bytes();
        assert_eq!(Statement::parse(&bytes), Some(statement()));
        let first = Statement { previous: None, ..statement() };
        assert_eq!(Statement::parse(&first.bytes()), Some(first));
        let text = String::from_utf8(bytes).expect("text");
        assert_eq!(Statement::parse(text.replace("number 7", "number 07").as_bytes()), None, "one form only");
        assert_eq!(Statement::parse(format!("{text}more\n").as_bytes()), None);
        assert_eq!(Statement::parse(b""), None);
    }
}
