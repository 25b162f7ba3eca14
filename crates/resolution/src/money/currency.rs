//! The currencies that Recourse knows, and how many decimals each has.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A currency in use, by its ISO 4217 alphabetic code ("BRL").
///
/// Only codes in the list of 2026-01-01 exist as values; metals, test codes and codes of
/// settlement units ("XAU", "XTS", "XDR") do not. Ordered by code. Stored as its code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

/// Without decimals: the minor unit is the unit.
const NO_DECIMALS: &[&str] = &[
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF",
    "XOF", "XPF",
];

/// Two decimals: the minor unit is a hundredth.
const TWO_DECIMALS: &[&str] = &[
    "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BMD", "BND", "BOB",
    "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHE", "CHF", "CHW", "CNY", "COP", "COU",
    "CRC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL",
    "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IRR", "JMD", "KES",
    "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK",
    "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR",
    "NZD", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG",
    "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "USN", "UYU", "UZS", "VED", "VES", "WST", "XAD", "XCD", "XCG",
    "YER", "ZAR", "ZMW", "ZWG",
];

/// Three decimals: the minor unit is a thousandth.
const THREE_DECIMALS: &[&str] = &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

/// Four decimals: units of account.
const FOUR_DECIMALS: &[&str] = &["CLF", "UYW"];

/// Every known code by its number of decimals (source: ISO 4217 list one, 2026-01-01).
const BY_DECIMALS: [(u32, &[&str]); 4] =
    [(2, TWO_DECIMALS), (0, NO_DECIMALS), (3, THREE_DECIMALS), (4, FOUR_DECIMALS)];

/// The text is not the code of a currency in use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{code:?} is not an ISO 4217 code of a currency in use: write three capital letters, such as \"EUR\""
)]
pub struct UnknownCurrency {
    /// The text as it was given.
    pub code: String,
}

impl Currency {
    /// The ISO 4217 code: three capital ASCII letters.
    ///
    /// # Panics
    /// Never: a currency is made only from the table.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).expect("made only from codes of the table, which are ASCII")
    }

    /// How many decimals an amount has, 0 to 4; ten to this power minor units make one unit.
    ///
    /// # Panics
    /// Never: a currency is made only from the table.
    pub fn decimals(&self) -> u32 {
        decimals_of(self.code()).expect("made only from codes of the table")
    }

    /// All known currencies, those with the same number of decimals together.
    pub fn all() -> impl Iterator<Item = Currency> {
        BY_DECIMALS.iter().flat_map(|(_, codes)| codes.iter()).filter_map(|code| code.parse().ok())
    }
}

fn decimals_of(code: &str) -> Option<u32> {
    BY_DECIMALS.iter().find(|(_, codes)| codes.binary_search(&code).is_ok()).map(|(decimals, _)| *decimals)
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(text: &str) -> Result<Self, UnknownCurrency> {
        let unknown = || UnknownCurrency { code: text.to_owned() };
        decimals_of(text).ok_or_else(unknown)?;
        text.as_bytes().try_into().map(Currency).map_err(|_| unknown())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // A visitor rather than a `String`: every stored event with money passes here.
        struct Code;
        impl de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 4217 currency code such as \"EUR\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Currency, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn mon_09_every_code_of_the_list_is_known_once_with_its_decimals() {
        for (decimals, codes) in BY_DECIMALS {
            assert!(codes.is_sorted(), "the table with {decimals} decimals is searched by halves");
            for code in codes {
                let currency: Currency = code.parse().unwrap();
                assert_eq!((currency.code(), currency.decimals()), (*code, decimals));
            }
        }
        let all: BTreeSet<Currency> = Currency::all().collect();
        assert_eq!((all.len(), Currency::all().count()), (165, 165));
    }

    #[test]
    fn mon_09_decimals_of_the_currencies_that_differ() {
        let decimals = |code: &str| code.parse::<Currency>().unwrap().decimals();
        assert_eq!(["JPY", "KRW", "VND", "CLP"].map(decimals), [0; 4]);
        assert_eq!(["BRL", "IDR", "USD", "HUF"].map(decimals), [2; 4]);
        assert_eq!(["KWD", "BHD", "OMR", "TND", "JOD", "IQD", "LYD"].map(decimals), [3; 7]);
        assert_eq!(["CLF", "UYW"].map(decimals), [4; 2]);
    }

    #[test]
    fn what_is_no_code_is_refused_with_the_text_and_what_to_write() {
        for text in ["", "brl", "BR", "BRLX", "R$", "XXX", "XAU", "HRK", " BRL", "Ωa"] {
            let refused = text.parse::<Currency>().unwrap_err();
            assert_eq!(refused.code, text);
            assert!(refused.to_string().contains("three capital letters"));
        }
    }

    #[test]
    fn stored_as_its_code() {
        let brl: Currency = "BRL".parse().unwrap();
        assert_eq!(serde_json::to_string(&brl).unwrap(), r#""BRL""#);
        assert_eq!(serde_json::from_str::<Currency>(r#""BRL""#).unwrap(), brl);
        assert!(serde_json::from_str::<Currency>(r#""brl""#).is_err());
        assert!(serde_json::from_str::<Currency>("986").is_err());
    }
}
