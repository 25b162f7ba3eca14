//! Accounts and postings: double entry that cannot be out of balance, because a posting is one amount from one
//! account to another.
use crate::id::PartyId;
use crate::money::{Currency, Minor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A ledger account inside one marketplace: owner and purpose.
///
/// Sign convention: the balance of an account is what came in (`to`) less what went out (`from`), in minor units;
/// over all accounts of a commodity the balances sum to zero.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// The order's money that belongs to nobody yet.
    Escrow,
    /// Promised to a buyer and not yet confirmed by the gateway.
    RefundsPending,
    /// Money at a payment provider (negative: it holds ours).
    GatewayClearing(String),
    /// What the platform owes a seller.
    SellerPayable(PartyId),
    /// What a seller owes the platform.
    SellerReceivable(PartyId),
    /// A buyer's wallet with the platform.
    BuyerWallet(PartyId),
    /// A buyer's coins (commodity `coins`).
    BuyerCoins(PartyId),
    /// Coins that were redeemed (commodity `coins`).
    CoinsRedeemed,
    /// The platform's commission and other fees.
    PlatformFees,
    /// What platform discounts and the money value of coins cost.
    PlatformPromotions,
    /// The budget from which platform-funded refunds are paid.
    ProtectionFund,
    /// Compensation beyond the price (return postage, goodwill).
    Compensation,
    /// Money claimed from a carrier.
    CarrierClaims(String),
    /// Bank debits beyond a cap.
    ChargebackLosses,
    /// Payouts on their way to a seller's bank.
    PayoutsPending,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Escrow => f.write_str("escrow"),
            Self::RefundsPending => f.write_str("refunds:pending"),
            Self::GatewayClearing(name) => write!(f, "gateway:{name}:clearing"),
            Self::SellerPayable(id) => write!(f, "seller:{id}:payable"),
            Self::SellerReceivable(id) => write!(f, "seller:{id}:receivable"),
            Self::BuyerWallet(id) => write!(f, "buyer:{id}:wallet"),
            Self::BuyerCoins(id) => write!(f, "buyer:{id}:coins"),
            Self::CoinsRedeemed => f.write_str("platform:coins_redeemed"),
            Self::PlatformFees => f.write_str("platform:fees"),
            Self::PlatformPromotions => f.write_str("platform:promotions"),
            Self::ProtectionFund => f.write_str("platform:protection_fund"),
            Self::Compensation => f.write_str("platform:compensation"),
            Self::CarrierClaims(name) => write!(f, "carrier:{name}:claims"),
            Self::ChargebackLosses => f.write_str("chargeback:losses"),
            Self::PayoutsPending => f.write_str("payouts:pending"),
        }
    }
}

/// A text that names no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{0}' is not the name of a ledger account")]
pub struct AccountNameError(String);

impl FromStr for Account {
    type Err = AccountNameError;
    fn from_str(text: &str) -> Result<Self, AccountNameError> {
        let bad = || AccountNameError(text.to_owned());
        let party = |id: &str| id.parse::<PartyId>().map_err(|_| bad());
        Ok(match text.split(':').collect::<Vec<_>>().as_slice() {
            ["escrow"] => Self::Escrow,
            ["refunds", "pending"] => Self::RefundsPending,
            ["payouts", "pending"] => Self::PayoutsPending,
            ["gateway", name, "clearing"] => Self::GatewayClearing((*name).to_owned()),
            ["seller", id, "payable"] => Self::SellerPayable(party(id)?),
            ["seller", id, "receivable"] => Self::SellerReceivable(party(id)?),
            ["buyer", id, "wallet"] => Self::BuyerWallet(party(id)?),
            ["buyer", id, "coins"] => Self::BuyerCoins(party(id)?),
            ["platform", "coins_redeemed"] => Self::CoinsRedeemed,
            ["platform", "fees"] => Self::PlatformFees,
            ["platform", "promotions"] => Self::PlatformPromotions,
            ["platform", "protection_fund"] => Self::ProtectionFund,
            ["platform", "compensation"] => Self::Compensation,
            ["carrier", name, "claims"] => Self::CarrierClaims((*name).to_owned()),
            ["chargeback", "losses"] => Self::ChargebackLosses,
            _ => return Err(bad()),
        })
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What is moved: money of one currency, or coins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Commodity {
    /// Money, in minor units of its currency.
    Money(Currency),
    /// The marketplace's coins, in whole coins.
    Coins,
}

/// One double entry: an amount above zero leaves `from` and arrives at `to`. Never edited; a correction is a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    /// Where it leaves.
    pub from: Account,
    /// Where it arrives.
    pub to: Account,
    /// How much, above zero.
    pub amount: Minor,
    /// Of what.
    pub of: Commodity,
}

/// A list of postings under construction; zero amounts are left out.
#[derive(Clone, Debug)]
pub struct Book {
    currency: Currency,
    postings: Vec<Posting>,
}

impl Book {
    /// An empty list whose money is of `currency`.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self { currency, postings: Vec::new() }
    }

    /// Moves money; an amount of zero is nothing to record.
    pub fn money(&mut self, from: Account, to: Account, amount: Minor) {
        self.push(from, to, amount, Commodity::Money(self.currency));
    }

    /// Moves coins.
    pub fn coins(&mut self, from: Account, to: Account, amount: Minor) {
        self.push(from, to, amount, Commodity::Coins);
    }

    fn push(&mut self, from: Account, to: Account, amount: Minor, of: Commodity) {
        if amount > Minor::ZERO {
            self.postings.push(Posting { from, to, amount, of });
        }
    }

    /// The postings, in the order in which they were made.
    #[must_use]
    pub fn done(self) -> Vec<Posting> {
        self.postings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_names_survive_their_text() {
        let p = PartyId([7; 16]);
        for account in [
            Account::Escrow,
            Account::RefundsPending,
            Account::GatewayClearing("sandbox".into()),
            Account::SellerPayable(p),
            Account::SellerReceivable(p),
            Account::BuyerWallet(p),
            Account::BuyerCoins(p),
            Account::CoinsRedeemed,
            Account::PlatformFees,
            Account::PlatformPromotions,
            Account::ProtectionFund,
            Account::Compensation,
            Account::CarrierClaims("ups".into()),
            Account::ChargebackLosses,
            Account::PayoutsPending,
        ] {
            assert_eq!(account.to_string().parse(), Ok(account));
        }
        assert!("seller:nobody:payable".parse::<Account>().is_err());
    }
}
