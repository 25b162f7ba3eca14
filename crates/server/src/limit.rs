//! A token bucket for each key.
use crate::state::RateLimit;
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Tokens are counted in thousandths, so that whole milliseconds fill them exactly.
const TOKEN: i64 = 1_000;
/// Full buckets are forgotten when so many are known.
const KNOWN: usize = 10_000;

struct Bucket {
    tokens: i64,
    at: Timestamp,
}

/// The buckets.
pub(crate) struct Limiter {
    limit: RateLimit,
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl Limiter {
    pub(crate) fn new(limit: RateLimit) -> Self {
        Self { limit, buckets: Mutex::default() }
    }

    /// Takes a token at `now` (real time); otherwise says in how many whole seconds there will be one.
    pub(crate) fn take(&self, key: &str, now: Timestamp) -> Result<(), i64> {
        let rate = i64::from(self.limit.per_second);
        if rate == 0 {
            return Ok(());
        }
        let full = i64::from(self.limit.burst.max(1)).saturating_mul(TOKEN);
        let filled = |bucket: &Bucket| {
            let passed = now.duration_since(bucket.at).as_millis();
            let passed = i64::try_from(passed.clamp(0, 86_400_000)).unwrap_or(0);
            bucket.tokens.saturating_add(passed.saturating_mul(rate)).min(full)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KNOWN {
            buckets.retain(|_, bucket| filled(bucket) < full);
        }
        let tokens = buckets.get(key).map_or(full, filled);
        let taken = tokens >= TOKEN;
        let left = if taken { tokens - TOKEN } else { tokens };
        buckets.insert(key.to_owned(), Bucket { tokens: left, at: now });
        if taken { Ok(()) } else { Err(seconds(TOKEN - tokens, rate)) }
    }
}

/// Until so many thousandths are there, rounded up.
fn seconds(missing: i64, rate: i64) -> i64 {
    let each = rate.saturating_mul(TOKEN);
    missing.saturating_add(each - 1).div_euclid(each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let limiter = Limiter::new(RateLimit { per_second: 2, burst: 3 });
        let start = Timestamp::UNIX_EPOCH;
        assert!((0..3).all(|_| limiter.take("a", start).is_ok()));
        assert_eq!(limiter.take("a", start), Err(1));
        assert!(limiter.take("b", start).is_ok(), "every key has its own");
        let later = start + SignedDuration::from_millis(500);
        assert!(limiter.take("a", later).is_ok());
        assert_eq!(limiter.take("a", later), Err(1));
    }

    #[test]
    fn no_rate_is_no_limit() {
        let limiter = Limiter::new(RateLimit { per_second: 0, burst: 0 });
        assert!((0..1_000).all(|_| limiter.take("a", Timestamp::UNIX_EPOCH).is_ok()));
    }
}
