//! Attempts to sign in: counted by account and by address before a password is looked at, each with a growing delay.
//! Whether an account exists makes no difference.
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Wrong attempts on one account without delay.
const ACCOUNT_FREE: u32 = 5;
/// Wrong attempts from one address without delay: offices share one.
const ADDRESS_FREE: u32 = 20;
/// The longest delay, in seconds.
const LONGEST: i64 = 900;
/// After so long without an attempt all is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);
/// What is forgotten is swept out when so much is known.
const KNOWN: usize = 10_000;

struct Attempts {
    wrong: u32,
    last: Timestamp,
    until: Timestamp,
}

/// What an attempt is counted by. A digest has one length, whatever was typed.
type Key = [u8; 16];

/// The attempts.
#[derive(Default)]
pub(crate) struct Throttle {
    attempts: Mutex<HashMap<Key, Attempts>>,
}

/// One attempt under way: it counts as wrong until it is told to be right.
#[derive(Debug)]
pub(super) struct Attempt {
    account: Key,
    address: Option<Key>,
}

impl Throttle {
    /// Counts an attempt, or says how many seconds to wait.
    pub(super) fn begin(
        &self,
        marketplace: &str,
        login: &str,
        address: Option<IpAddr>,
        now: Timestamp,
    ) -> Result<Attempt, i64> {
        let account = key(b"account", format!("{marketplace}\0{login}").as_bytes());
        let address = address.map(|address| key(b"address", &network(address)));
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= KNOWN {
            attempts.retain(|_, one| now.duration_since(one.last) < FORGOTTEN);
        }
        let both = [(Some(account), ACCOUNT_FREE), (address, ADDRESS_FREE)];
        let wait = both.iter().filter_map(|(key, _)| attempts.get(key.as_ref()?));
        let wait = wait.map(|one| one.until.duration_since(now).as_millis()).max().unwrap_or(0);
        if wait > 0 {
            return Err(i64::try_from(wait).unwrap_or(i64::MAX).saturating_add(999).div_euclid(1_000));
        }
        for (key, free) in both {
            let Some(key) = key else { continue };
            let one = attempts.entry(key).or_insert(Attempts { wrong: 0, last: now, until: now });
            if now.duration_since(one.last) >= FORGOTTEN {
                one.wrong = 0;
            }
            one.wrong = one.wrong.saturating_add(1);
            one.last = now;
            one.until = now.saturating_add(delay(one.wrong, free)).unwrap_or(Timestamp::MAX);
        }
        Ok(Attempt { account, address })
    }

    /// It was right: the account is free of what was counted, the address of this attempt alone, for others try from
    /// there, too.
    pub(super) fn right(&self, attempt: Attempt) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.remove(&attempt.account);
        if let Some(one) = attempt.address.and_then(|key| attempts.get_mut(&key)) {
            one.wrong = one.wrong.saturating_sub(1);
            one.until = one.last;
        }
    }
}

fn key(kind: &[u8], what: &[u8]) -> Key {
    let digest: [u8; 32] = Sha256::new().chain_update(kind).chain_update(what).finalize().into();
    let mut key = [0; 16];
    key.copy_from_slice(&digest[..16]);
    key
}

/// Who has one address of the sixth version has 2^64 of them.
fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(address) => address.octets().to_vec(),
        IpAddr::V6(address) => address.octets()[..8].to_vec(),
    }
}

/// How long to wait after so many wrong attempts: nothing, then 1, 2, 4 … seconds.
fn delay(wrong: u32, free: u32) -> SignedDuration {
    let seconds = match wrong.checked_sub(free) {
        None => 0,
        Some(over) => 1_i64.checked_shl(over.min(40)).unwrap_or(LONGEST).min(LONGEST),
    };
    SignedDuration::from_secs(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + seconds).expect("in range")
    }

    fn from(text: &str) -> Option<IpAddr> {
        Some(text.parse().expect("an address"))
    }

    #[test]
    fn an_account_waits_longer_each_time_and_another_does_not() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            assert!(throttle.begin("a", "maria", None, after(0)).is_ok());
        }
        assert_eq!(throttle.begin("a", "maria", None, after(0)).err(), Some(1));
        assert!(throttle.begin("a", "ada", None, after(0)).is_ok());
        assert!(throttle.begin("b", "maria", None, after(0)).is_ok());
        let (mut at, mut waits) = (1, Vec::new());
        for _ in 0..12 {
            assert!(throttle.begin("a", "maria", None, after(at)).is_ok());
            let wait = throttle.begin("a", "maria", None, after(at)).expect_err("it waits");
            waits.push(wait);
            at += wait;
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert!(throttle.begin("a", "maria", None, after(at + 3_600)).is_ok());
        assert!(throttle.begin("a", "maria", None, after(at + 3_600)).is_ok(), "an hour forgets");
    }

    #[test]
    fn a_right_attempt_frees_its_account_and_not_its_address() {
        let throttle = Throttle::default();
        for _ in 0..5 {
            throttle.begin("a", "maria", None, after(0)).expect("free");
        }
        let right = throttle.begin("a", "maria", None, after(1)).expect("free again");
        throttle.right(right);
        assert!((0..4).all(|_| throttle.begin("a", "maria", None, after(1)).is_ok()));
        let here = from("192.0.2.1");
        for no in 0..20 {
            assert!(throttle.begin("a", &format!("x{no}"), here, after(0)).is_ok());
            let own = throttle.begin("a", "own", from("192.0.2.2"), after(0)).expect("free");
            throttle.right(own);
        }
        assert_eq!(throttle.begin("a", "y", here, after(0)).err(), Some(1));
        assert!(throttle.begin("a", "y", from("192.0.2.3"), after(0)).is_ok());
    }

    #[test]
    fn a_network_of_the_sixth_version_is_one() {
        let throttle = Throttle::default();
        for no in 0..20 {
            let address = from(&format!("2001:db8::{no:x}"));
            assert!(throttle.begin("a", &format!("x{no}"), address, after(0)).is_ok());
        }
        assert!(throttle.begin("a", "y", from("2001:db8::ffff"), after(0)).is_err());
        assert!(throttle.begin("a", "y", from("2001:db8:0:1::1"), after(0)).is_ok());
    }
}
