//! Every kind of identifier, from one place.
//!
//! An aggregate's id is derived from (marketplace, kind, natural reference) by SHA-256, so that a repeated
//! request finds the same aggregate without a look-up table; everything inside an aggregate is that id and an ordinal.
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// Why a text is not an id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{text}' is not {expected}; copy the id as the API gave it")]
pub struct IdError {
    /// What was given.
    pub text: String,
    /// The form that was expected, for people.
    pub expected: &'static str,
}

macro_rules! id16 {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $form:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), hex::encode(self.0))
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let bad = || IdError { text: text.chars().take(80).collect(), expected: $form };
                let digits = text.strip_prefix($prefix).ok_or_else(bad)?;
                let mut bytes = [0; 16];
                hex::decode_to_slice(digits, &mut bytes).map_err(|_| bad())?;
                Ok(Self(bytes))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id16!(
    /// One order: the unit of consistency.
    OrderId, "ord_", "an order id (ord_ and 32 hexadecimal digits)"
);
id16!(
    /// One account of a party (seller: payable and payouts; buyer: wallet).
    AccountId, "acc_", "an account id (acc_ and 32 hexadecimal digits)"
);
id16!(
    /// A person or firm inside one marketplace, as a pseudonym: a keyed hash of the marketplace's own id.
    /// Nothing personal can be read from it.
    PartyId, "pty_", "a party id (pty_ and 32 hexadecimal digits)"
);
id16!(
    /// A marketplace of this installation. Everything begins with it: equal ids in two marketplaces never meet.
    MarketplaceId, "mkt_", "a marketplace id (mkt_ and 32 hexadecimal digits)"
);

id16!(
    /// A fund of a marketplace: a budget and what is reserved of it.
    FundId, "fnd_", "a fund id (fnd_ and 32 hexadecimal digits)"
);

/// Any aggregate: the key of lanes, journals and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AggregateId {
    /// An order.
    Order(OrderId),
    /// A party's account.
    Account(AccountId),
    /// A fund of the marketplace.
    Fund(FundId),
}

impl AggregateId {
    /// The 16 bytes by which the aggregate is found.
    #[must_use]
    pub const fn bytes(&self) -> [u8; 16] {
        match self {
            Self::Order(id) => id.0,
            Self::Account(id) => id.0,
            Self::Fund(id) => id.0,
        }
    }
}

impl fmt::Display for AggregateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Order(id) => id.fmt(f),
            Self::Account(id) => id.fmt(f),
            Self::Fund(id) => id.fmt(f),
        }
    }
}

impl FromStr for AggregateId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        match text.get(..4) {
            Some("acc_") => text.parse().map(Self::Account),
            Some("fnd_") => text.parse().map(Self::Fund),
            _ => text.parse().map(Self::Order),
        }
    }
}

/// Hashes length-prefixed parts, so that ("ab", "c") and ("a", "bc") differ.
fn derive(kind: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut hash = Sha256::new();
    for part in std::iter::once(&kind.as_bytes()).chain(parts) {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let mut out = [0; 16];
    out.copy_from_slice(&hash.finalize()[..16]);
    out
}

impl MarketplaceId {
    /// The id of the marketplace with this name (its slug) in an installation.
    #[must_use]
    pub fn of(slug: &str) -> Self {
        Self(derive("marketplace", &[slug.as_bytes()]))
    }
}

impl OrderId {
    /// The order of one seller under the marketplace's own reference.
    #[must_use]
    pub fn of(marketplace: MarketplaceId, reference: &str, seller: PartyId) -> Self {
        Self(derive("order", &[&marketplace.0, reference.as_bytes(), &seller.0]))
    }
}

impl AccountId {
    /// The account of a party; a person who buys and sells has two.
    #[must_use]
    pub fn of(marketplace: MarketplaceId, role: AccountRole, party: PartyId) -> Self {
        Self(derive("account", &[&marketplace.0, role.word().as_bytes(), &party.0]))
    }
}

impl FundId {
    /// The protection fund of a marketplace: it has one.
    #[must_use]
    pub fn of(marketplace: MarketplaceId) -> Self {
        Self(derive("fund", &[&marketplace.0, b"protection"]))
    }
}

/// Whose books an account keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountRole {
    /// Payable, receivable, payouts.
    Seller,
    /// Wallet.
    Buyer,
}

impl AccountRole {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seller => "seller",
            Self::Buyer => "buyer",
        }
    }
}

macro_rules! ordinal {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// Its place in a list of the order (ordinals count from 0).
            #[must_use]
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
            /// The ordinal of the entry that would come after `len` entries.
            #[must_use]
            pub fn after(len: usize) -> Self {
                Self(u16::try_from(len).unwrap_or(u16::MAX))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

ordinal!(
    /// A line of the order.
    LineNo
);
ordinal!(
    /// A unit of the order, counted over all lines.
    UnitNo
);
ordinal!(
    /// A parcel of the order.
    ParcelNo
);
ordinal!(
    /// A payment share of the order.
    PaymentNo
);
ordinal!(
    /// A case of the aggregate.
    CaseNo
);
ordinal!(
    /// A proposal within a case.
    ProposalNo
);
ordinal!(
    /// A refund of the order.
    RefundNo
);
ordinal!(
    /// One way by which a refund travels.
    LegNo
);
ordinal!(
    /// A sealed piece of evidence of the order.
    EvidenceNo
);
ordinal!(
    /// A hold on the order.
    HoldNo
);
ordinal!(
    /// A freeze of the order.
    FreezeNo
);
ordinal!(
    /// A payout of an account.
    PayoutNo
);

/// A thing inside an order as the API names it: `cas_<order>_<ordinal>` and the like.
#[must_use]
pub fn inner_id(prefix: &str, order: OrderId, ordinal: u16) -> String {
    format!("{prefix}_{}_{ordinal}", hex::encode(order.0))
}

/// Reads what [`inner_id`] wrote.
///
/// # Errors
/// [`IdError`] when the prefix, the digits or the ordinal do not fit.
pub fn parse_inner_id(prefix: &'static str, text: &str) -> Result<(OrderId, u16), IdError> {
    let bad = || IdError { text: text.chars().take(80).collect(), expected: "an id of the asked kind" };
    let rest = text.strip_prefix(prefix).and_then(|r| r.strip_prefix('_')).ok_or_else(bad)?;
    let (digits, ordinal) = rest.split_once('_').ok_or_else(bad)?;
    let mut bytes = [0; 16];
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| bad())?;
    Ok((OrderId(bytes), ordinal.parse().map_err(|_| bad())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_references_of_two_marketplaces_and_of_two_sellers_never_meet() {
        let (a, b) = (MarketplaceId::of("a"), MarketplaceId::of("b"));
        let (s, t) = (PartyId([1; 16]), PartyId([2; 16]));
        assert_ne!(OrderId::of(a, "1", s), OrderId::of(b, "1", s));
        assert_ne!(OrderId::of(a, "1", s), OrderId::of(a, "1", t));
        assert_eq!(OrderId::of(a, "1", s), OrderId::of(a, "1", s));
        assert_ne!(AccountId::of(a, AccountRole::Buyer, s), AccountId::of(a, AccountRole::Seller, s));
    }

    #[test]
    fn ids_survive_their_text() {
        let order = OrderId::of(MarketplaceId::of("a"), "1", PartyId([1; 16]));
        assert_eq!(order.to_string().parse::<OrderId>(), Ok(order));
        for any in [AggregateId::Order(order), AggregateId::Fund(FundId::of(MarketplaceId::of("a")))] {
            assert_eq!(any.to_string().parse(), Ok(any));
        }
        assert_eq!(parse_inner_id("cas", &inner_id("cas", order, 7)), Ok((order, 7)));
        assert!("ord_12".parse::<OrderId>().is_err());
        assert!("acc_00".parse::<OrderId>().is_err());
        assert!(parse_inner_id("cas", &inner_id("par", order, 7)).is_err());
    }
}
