//! The people of a marketplace and their manners.
use crate::dice::Dice;
use jiff::SignedDuration;
use resolution::id::PartyId;
use sha2::{Digest, Sha256};

/// How a person behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// Does what is due within a day or two, and says what is true.
    Honest,
    /// The same, days later and often too late.
    Slow,
    /// Reads nothing.
    Silent,
    /// Takes what can be taken, and tries what is not allowed.
    Malicious,
    /// Honest, and clicks everything twice.
    DoubleClicking,
}

/// Someone who buys or sells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person {
    pub(crate) id: PartyId,
    pub(crate) manner: Manner,
}

/// Someone's pseudonym.
pub(crate) fn party(seed: u64, role: &str, number: u64) -> PartyId {
    let hash: [u8; 32] = Sha256::digest(format!("{seed}/{role}/{number}").as_bytes()).into();
    let mut id = [0; 16];
    id.copy_from_slice(&hash[..16]);
    PartyId(id)
}

impl Person {
    /// A person of a role by number.
    pub(crate) fn of(seed: u64, role: &str, number: u64) -> Self {
        let mut dice = Dice::of(seed, role, number);
        Self { id: party(seed, role, number), manner: Manner::throw(&mut dice) }
    }
}

impl Manner {
    /// By chance.
    pub fn throw(dice: &mut Dice) -> Self {
        let all = [Self::Honest, Self::Slow, Self::Silent, Self::Malicious, Self::DoubleClicking];
        dice.weighted(&[52, 18, 10, 12, 8]).map_or(Self::Honest, |at| all[at])
    }

    /// How long the person takes to look at what changed.
    pub fn delay(self, dice: &mut Dice) -> SignedDuration {
        let minutes = match self {
            Self::Honest | Self::DoubleClicking => dice.between(20, 40 * 60),
            Self::Slow => dice.between(24 * 60, 18 * 24 * 60),
            Self::Silent => dice.between(20 * 24 * 60, 60 * 24 * 60),
            Self::Malicious => dice.between(1, 24 * 60),
        };
        SignedDuration::from_mins(minutes)
    }

    /// In how many of a hundred looks the person acts at all.
    #[must_use]
    pub const fn acts(self) -> u64 {
        match self {
            Self::Honest | Self::DoubleClicking | Self::Malicious => 88,
            Self::Slow => 75,
            Self::Silent => 6,
        }
    }
}
