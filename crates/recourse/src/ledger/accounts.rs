//! Accounts and commodities as accounting tools name them.
use resolution::ledger::{Account, Commodity};
use sha2::{Digest, Sha256};
use std::fmt;

/// The commodity's code.
pub fn commodity(of: Commodity) -> String {
    match of {
        Commodity::Coins => "COINS".to_owned(),
        Commodity::Money(currency) => currency.code().to_owned(),
    }
}

/// An amount as decimal text with all decimals of its commodity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// Of what.
    pub of: Commodity,
    /// In minor units.
    pub amount: i128,
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = match self.of {
            Commodity::Coins => 0,
            Commodity::Money(currency) => currency.decimals(),
        };
        let sign = if self.amount < 0 { "-" } else { "" };
        let units = self.amount.unsigned_abs();
        if decimals == 0 {
            return write!(f, "{sign}{units}");
        }
        let scale = 10_u128.pow(decimals);
        let width = usize::try_from(decimals).unwrap_or(0);
        write!(f, "{sign}{}.{:0width$}", units / scale, units % scale)
    }
}

/// The name of an account of a marketplace, legal in hledger and beancount: a kind first, then parts that begin with a
/// capital or a digit.
pub fn account_name(slug: &str, account: &Account) -> String {
    let market = part(slug);
    let (kind, rest) = match account {
        Account::Escrow => ("Liabilities", "Escrow".to_owned()),
        Account::RefundsPending => ("Liabilities", "Refunds:Pending".to_owned()),
        Account::PayoutsPending => ("Liabilities", "Payouts:Pending".to_owned()),
        Account::SellerPayable(id) => ("Liabilities", format!("Seller:{}:Payable", part(&id.to_string()))),
        Account::BuyerWallet(id) => ("Liabilities", format!("Buyer:{}:Wallet", part(&id.to_string()))),
        Account::BuyerCoins(id) => ("Liabilities", format!("Buyer:{}:Coins", part(&id.to_string()))),
        Account::CoinsRedeemed => ("Equity", "Platform:CoinsRedeemed".to_owned()),
        Account::GatewayClearing(name) => ("Assets", format!("Gateway:{}:Clearing", part(name))),
        Account::SellerReceivable(id) => ("Assets", format!("Seller:{}:Receivable", part(&id.to_string()))),
        Account::CarrierClaims(name) => ("Assets", format!("Carrier:{}:Claims", part(name))),
        Account::PlatformFees => ("Income", "Platform:Fees".to_owned()),
        Account::PlatformPromotions => ("Expenses", "Platform:Promotions".to_owned()),
        Account::ProtectionFund => ("Expenses", "Platform:ProtectionFund".to_owned()),
        Account::Compensation => ("Expenses", "Platform:Compensation".to_owned()),
        Account::ChargebackLosses => ("Expenses", "Chargeback:Losses".to_owned()),
    };
    format!("{kind}:{market}:{rest}")
}

/// A name as one part: its first letter a capital, `_` after a pseudonym's prefix as `-`. A name with anything else
/// gets the beginning of its hash, so that two names never become one.
fn part(name: &str) -> String {
    let plain = |name: &str| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let told = name.strip_prefix("pty_").map(|digits| format!("pty-{digits}"));
    let (text, hash) = match told {
        Some(told) if plain(&told) => (told, None),
        _ if plain(name) => (name.to_owned(), None),
        _ => {
            let safe: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            (safe, Some(hex::encode(&Sha256::digest(name.as_bytes())[..4])))
        }
    };
    let mut chars = text.chars();
    let first = chars.next().map_or('X', |c| if c == '-' { 'X' } else { c.to_ascii_uppercase() });
    let rest: String = chars.collect();
    hash.map_or_else(|| format!("{first}{rest}"), |hash| format!("{first}{rest}-{hash}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::PartyId;

    #[test]
    fn names_are_legal_and_never_meet() {
        let escrow = account_name("olist", &Account::Escrow);
        assert_eq!(escrow, "Liabilities:Olist:Escrow");
        let seller = account_name("olist", &Account::SellerPayable(PartyId([0xab; 16])));
        assert_eq!(seller, format!("Liabilities:Olist:Seller:Pty-{}:Payable", "ab".repeat(16)));
        let gateways = ["a-b", "a_b", "a b", "A-b", "-a", "7up", "ação"].map(|name| {
            account_name("x", &Account::GatewayClearing(name.into()))
        });
        let mut different = gateways.to_vec();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), gateways.len(), "{gateways:?}");
        for name in gateways {
            let legal = |part: &str| {
                part.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit())
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            };
            assert!(name.split(':').all(legal), "{name}");
        }
    }

    #[test]
    fn decimals_are_the_currencys() {
        let of = |code: &str, amount| {
            Decimal { of: Commodity::Money(code.parse().expect("a currency")), amount }.to_string()
        };
        assert_eq!(of("BRL", -5), "-0.05");
        assert_eq!(of("BRL", 123_456), "1234.56");
        assert_eq!(of("KRW", 1_500), "1500");
        assert_eq!(of("KWD", 1), "0.001");
        assert_eq!(Decimal { of: Commodity::Coins, amount: -7 }.to_string(), "-7");
    }
}
