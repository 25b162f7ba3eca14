//! Randomness as an argument: the engine reads none of the operating system's itself.
use sha2::{Digest, Sha256};
use std::sync::Mutex;

/// A source of random bytes. The binary gives the operating system's; it must be fit for keys.
pub trait Random: Send + Sync {
    /// Fills `out` with random bytes.
    fn fill(&self, out: &mut [u8]);
}

/// Random bytes as an array.
pub(crate) fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}

/// Repeatable bytes from a seed, for tests and simulations. Never for keys that protect anyone.
#[derive(Debug)]
pub struct Seeded {
    state: Mutex<[u8; 32]>,
}

impl Seeded {
    /// The same seed gives the same bytes in the same order.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: Mutex::new(Sha256::digest(seed.to_be_bytes()).into()) }
    }
}

impl Random for Seeded {
    fn fill(&self, out: &mut [u8]) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for part in out.chunks_mut(32) {
            let block: [u8; 32] = Sha256::new().chain_update(b"out").chain_update(*state).finalize().into();
            part.copy_from_slice(&block[..part.len()]);
            *state = Sha256::new().chain_update(b"next").chain_update(*state).finalize().into();
        }
    }
}
