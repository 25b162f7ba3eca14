//! What is to be simulated.
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How often things break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Faults {
    /// Nothing breaks. People are as they are all the same.
    None,
    /// Now and then.
    Light,
    /// All the time, and often two processes share the store.
    Heavy,
}

impl Faults {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Light => "light",
            Self::Heavy => "heavy",
        }
    }

    /// Out of ten thousand steps, how many have a fault.
    pub(crate) const fn rate(self) -> u64 {
        match self {
            Self::None => 0,
            Self::Light => 50,
            Self::Heavy => 500,
        }
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Faults {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self::None),
            "light" => Ok(Self::Light),
            "heavy" => Ok(Self::Heavy),
            other => Err(format!("'{other}' is none of none, light, heavy")),
        }
    }
}

/// One simulated marketplace's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Everything by chance follows from it.
    pub seed: u64,
    /// How many orders are placed.
    pub orders: u32,
    /// Over how many days.
    pub days: u32,
    /// How often things break while orders are placed.
    pub faults: Faults,
}

impl Plan {
    /// The command line that plays it again.
    #[must_use]
    pub fn replay(&self) -> String {
        format!(
            "recourse simulate --seed {} --orders {} --days {} --faults {}",
            self.seed, self.orders, self.days, self.faults
        )
    }
}
