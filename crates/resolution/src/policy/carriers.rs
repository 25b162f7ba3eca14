//! Which carriers a policy trusts.
use serde::Deserialize;

/// Which carriers count (INR-1).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierRules {
    /// Names of carriers in lower case, letters and digits only; `*` stands for every carrier.
    pub verifiable: Vec<String>,
}

impl CarrierRules {
    /// Whether scans of this carrier count; case, spaces and punctuation of the name do not matter.
    #[must_use]
    pub fn is_verifiable(&self, carrier: &str) -> bool {
        let plain: String =
            carrier.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        self.verifiable.iter().any(|listed| listed == "*" || (!plain.is_empty() && *listed == plain))
    }
}
