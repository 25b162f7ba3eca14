//! A loss that a person has accepted: after an older backup had to be restored, what the checkpoints promise and the data
//! do not hold any more is given up by name, once, with who and why. Verification shows it for ever instead of failing.
//!
//! The bytes are nine lines of text, signed like a checkpoint. `previous` is the SHA-256 of the newest checkpoint that is
//! given up, so an acceptance belongs to one history and cannot be used for another; `lost` is what was missing at that
//! moment, so a later loss does not hide behind it.
use super::statement::{Statement, digest};
use jiff::Timestamp;
use std::fmt::Write;

const TITLE: &str = "recourse loss 1";
/// Longest `who` and `why`, in characters.
pub const WORD_MAX: usize = 64;

/// An accepted loss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// Which installation.
    pub installation: String,
    /// Wall time.
    pub at: Timestamp,
    /// The newest checkpoint whose promises are given up, where they are not kept.
    pub through: u64,
    /// SHA-256 of that checkpoint's bytes.
    pub previous: [u8; 32],
    /// Where the journal ends now.
    pub position: u64,
    /// How many orders and accounts of that checkpoint are missing, shorter or different now.
    pub lost: u64,
    /// Who accepted it: a word, no personal data.
    pub who: String,
    /// Why: a word, no personal data.
    pub why: String,
}

impl Loss {
    /// The bytes that are signed.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        let lines = [
            TITLE.to_owned(),
            format!("installation {}", self.installation),
            format!("at {}", self.at),
            format!("through {}", self.through),
            format!("previous {}", hex::encode(self.previous)),
            format!("position {}", self.position),
            format!("lost {}", self.lost),
            format!("who {}", self.who),
            format!("why {}", self.why),
        ];
        for line in lines {
            writeln!(out, "{line}").expect("a string takes every text");
        }
        out.into_bytes()
    }

    /// Reads [`Loss::bytes`]; nothing where they are not exactly such bytes.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut lines = text.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned);
        field("recourse").filter(|rest| rest == "loss 1")?;
        let installation = field("installation")?;
        let at = field("at")?.parse().ok()?;
        let through = field("through")?.parse().ok()?;
        let previous = digest(&field("previous")?)?;
        let position = field("position")?.parse().ok()?;
        let lost = field("lost")?.parse().ok()?;
        let (who, why) = (field("who")?, field("why")?);
        let read = Self { installation, at, through, previous, position, lost, who, why };
        (read.bytes() == bytes).then_some(read)
    }

    /// Whether it gives up what this checkpoint found missing: it is one of those given up, or the one that was made right
    /// after the acceptance and found exactly what was accepted.
    #[must_use]
    pub fn covers_alarm(&self, statement: &Statement) -> bool {
        statement.number <= self.through
            || (statement.number == self.through.saturating_add(1)
                && statement.previous == Some(self.previous)
                && statement.lost == self.lost)
    }
}

/// Whether this can stand as `who` or `why` for ever: a-z, 0-9, `_`, `-` and `.`, 1 to [`WORD_MAX`] of them.
#[must_use]
pub fn is_word(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.".contains(c);
    !text.is_empty() && text.len() <= WORD_MAX && text.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loss() -> Loss {
        Loss {
            installation: "ins_1".into(),
            at: "2026-03-01T10:00:00Z".parse().expect("an instant"),
            through: 7,
            previous: [3; 32],
            position: 99,
            lost: 2,
            who: "operator".into(),
            why: "disk_failed".into(),
        }
    }

    fn checkpoint(number: u64, lost: u64, previous: [u8; 32]) -> Statement {
        Statement {
            installation: "ins_1".into(),
            number,
            at: "2026-03-01T10:00:01Z".parse().expect("an instant"),
            position: 99,
            aggregates: 1,
            lost,
            root: [0; 32],
            previous: Some(previous),
        }
    }

    #[test]
    fn a_loss_survives_its_bytes_and_nothing_else_is_one() {
        assert_eq!(Loss::parse(&loss().bytes()), Some(loss()));
        let text = String::from_utf8(loss().bytes()).expect("text");
        assert_eq!(Loss::parse(text.replace("lost 2", "lost 02").as_bytes()), None, "one form only");
        assert_eq!(Loss::parse(format!("{text}more\n").as_bytes()), None);
        assert_eq!(Loss::parse(&checkpoint(1, 0, [0; 32]).bytes()), None, "a checkpoint is none");
    }

    #[test]
    fn it_covers_what_was_accepted_and_no_later_loss() {
        assert!(loss().covers_alarm(&checkpoint(7, 9, [1; 32])));
        assert!(loss().covers_alarm(&checkpoint(8, 2, [3; 32])));
        assert!(!loss().covers_alarm(&checkpoint(8, 3, [3; 32])), "more is missing than was accepted");
        assert!(!loss().covers_alarm(&checkpoint(8, 2, [4; 32])), "another history");
        assert!(!loss().covers_alarm(&checkpoint(9, 2, [3; 32])), "a later loss");
    }

    #[test]
    fn words_hold_no_sentences() {
        assert!(is_word("disk_failed.2026-03"));
        for wrong in ["", "Maria", "two words", &"a".repeat(WORD_MAX + 1)] {
            assert!(!is_word(wrong), "{wrong}");
        }
    }
}
