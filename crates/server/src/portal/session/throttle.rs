//! Attempts to sign in: counted by account and network together, by network and by account before a password is looked at,
//! each with a growing delay. Whether an account exists makes no difference.
//!
//! Who knows a login must not be able to keep its owner out: from elsewhere, wrong attempts on an account delay it little,
//! and not at all from where its owner came in before.
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// After so long without an attempt all is forgotten.
const FORGOTTEN: SignedDuration = SignedDuration::from_hours(1);
/// So long a network is known as one from where the account's owner came in.
const TRUSTED: SignedDuration = SignedDuration::from_hours(30 * 24);
/// What is forgotten is swept out when so much is known.
const KNOWN: usize = 10_000;

/// How wrong attempts delay the next.
#[derive(Clone, Copy)]
struct Limit {
    /// So many without delay.
    free: u32,
    /// The longest delay, in seconds.
    longest: i64,
}

/// On one account from one network.
const BOTH: Limit = Limit { free: 5, longest: 900 };
/// From one network: offices share one.
const NETWORK: Limit = Limit { free: 20, longest: 900 };
/// On one account from anywhere: anybody can make these.
const ACCOUNT: Limit = Limit { free: 20, longest: 30 };

struct Attempts {
    wrong: u32,
    last: Timestamp,
    until: Timestamp,
    /// When the account's owner last came in from there.
    right: Option<Timestamp>,
}

impl Attempts {
    fn trusted(&self, now: Timestamp) -> bool {
        self.right.is_some_and(|at| now.duration_since(at) < TRUSTED)
    }
}

/// What an attempt is counted by. A digest has one length, whatever was typed.
type Key = [u8; 16];

/// The attempts.
#[derive(Default)]
pub(crate) struct Throttle {
    attempts: Mutex<HashMap<Key, Attempts>>,
}

/// One attempt under way: it counts as wrong until it is told to be right, or to be none.
#[derive(Debug)]
pub(super) struct Attempt {
    both: Key,
    /// Nothing where the network is one of the account's owner.
    account: Option<Key>,
    network: Option<Key>,
    at: Timestamp,
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
        let name = format!("{marketplace}\0{login}");
        let network = address.map(network);
        let there = network.as_deref().unwrap_or_default();
        let mut attempt = Attempt {
            both: key(&[b"both", there, name.as_bytes()]),
            account: Some(key(&[b"account", name.as_bytes()])),
            network: network.as_deref().map(|network| key(&[b"network", network])),
            at: now,
        };
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if attempts.len() >= KNOWN {
            attempts.retain(|_, one| now.duration_since(one.last) < FORGOTTEN || one.trusted(now));
        }
        if attempts.get(&attempt.both).is_some_and(|one| one.trusted(now)) {
            attempt.account = None;
        }
        let limits = [(Some(attempt.both), BOTH), (attempt.network, NETWORK), (attempt.account, ACCOUNT)];
        let limits: Vec<(Key, Limit)> =
            limits.into_iter().filter_map(|(key, limit)| Some((key?, limit))).collect();
        let wait = limits.iter().filter_map(|(key, _)| attempts.get(key));
        let wait = wait.map(|one| one.until.duration_since(now).as_millis()).max().unwrap_or(0);
        if wait > 0 {
            return Err(i64::try_from(wait).unwrap_or(i64::MAX).saturating_add(999).div_euclid(1_000));
        }
        for (key, limit) in limits {
            let new = Attempts { wrong: 0, last: now, until: now, right: None };
            let one = attempts.entry(key).or_insert(new);
            if now.duration_since(one.last) >= FORGOTTEN {
                one.wrong = 0;
            }
            one.wrong = one.wrong.saturating_add(1);
            one.last = now;
            one.until = now.saturating_add(delay(one.wrong, limit)).unwrap_or(Timestamp::MAX);
        }
        Ok(attempt)
    }

    /// It was right: the account is free of what was counted, the network of this attempt alone, for others try from
    /// there, too.
    pub(super) fn right(&self, attempt: Attempt) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(account) = attempt.account {
            attempts.remove(&account);
        }
        if let Some(one) = attempts.get_mut(&attempt.both) {
            // Whose address is not known may be anywhere.
            let right = attempt.network.map(|_| attempt.at);
            *one = Attempts { wrong: 0, last: attempt.at, until: attempt.at, right };
        }
        if let Some(key) = attempt.network {
            back(&mut attempts, key);
        }
    }

    /// Nobody looked at its password: it was none.
    pub(super) fn none(&self, attempt: Attempt) {
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        for key in [Some(attempt.both), attempt.account, attempt.network].into_iter().flatten() {
            back(&mut attempts, key);
        }
    }
}

/// Takes one attempt back.
fn back(attempts: &mut HashMap<Key, Attempts>, key: Key) {
    if let Some(one) = attempts.get_mut(&key) {
        one.wrong = one.wrong.saturating_sub(1);
        one.until = one.last;
    }
}

fn key(parts: &[&[u8]]) -> Key {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&digest.finalize()[..16]);
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
fn delay(wrong: u32, limit: Limit) -> SignedDuration {
    let seconds = match wrong.checked_sub(limit.free) {
        None => 0,
        Some(over) => 1_i64.checked_shl(over.min(40)).unwrap_or(limit.longest).min(limit.longest),
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

    #[test]
    fn who_knows_a_login_cannot_keep_its_owner_out() {
        let throttle = Throttle::default();
        let (home, other) = (from("192.0.2.1"), from("192.0.2.2"));
        let right = throttle.begin("a", "maria", home, after(0)).expect("free");
        throttle.right(right);
        let mut at = 1;
        for no in 0..200 {
            let there = from(&format!("203.0.113.{no}"));
            if throttle.begin("a", "maria", there, after(at)).is_err() {
                at += 30;
                assert!(throttle.begin("a", "maria", there, after(at)).is_ok(), "thirty seconds are enough");
            }
        }
        assert!(at > 1, "guesses from everywhere are slowed down");
        let wait = throttle.begin("a", "maria", other, after(at)).expect_err("elsewhere it waits");
        assert!(wait <= 30, "and not for long: {wait}");
        let own =
            throttle.begin("a", "maria", home, after(at)).expect("where she came in before, not at all");
        throttle.right(own);
        for _ in 0..5 {
            throttle.begin("a", "maria", home, after(at)).expect("free");
        }
        assert_eq!(
            throttle.begin("a", "maria", home, after(at)).err(),
            Some(1),
            "guesses from there wait, too"
        );
    }

    #[test]
    fn an_attempt_that_nobody_looked_at_does_not_count() {
        let throttle = Throttle::default();
        let here = from("192.0.2.1");
        for _ in 0..50 {
            let attempt = throttle.begin("a", "maria", here, after(0)).expect("it does not count");
            throttle.none(attempt);
        }
        for _ in 0..5 {
            throttle.begin("a", "maria", here, after(0)).expect("free");
        }
        assert_eq!(throttle.begin("a", "maria", here, after(0)).err(), Some(1));
    }
}
