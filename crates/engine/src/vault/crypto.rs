//! Encryption of small things in one piece and of files in a stream: XChaCha20-Poly1305, keys of 32 bytes.
//!
//! A file is the header (four bytes of version, 19 random bytes) and chunks of 64 KiB, each with its 16-byte tag. A
//! chunk's nonce is the random bytes, its number and a mark of the last one, so that chunks cannot be swapped, left
//! out or cut off unnoticed.
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

/// Clear bytes of a chunk.
pub const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;
const NONCE: usize = 24;
const PREFIX: usize = 19;
const VERSION: &[u8; 4] = b"RCF1";
/// Bytes before the first chunk.
pub const HEADER: usize = 4 + PREFIX;

/// A person's or the master key in memory; wiped when dropped.
pub type Key = Zeroizing<[u8; 32]>;

/// The bytes do not open with this key: they, the key or what they belong to were changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open with their key")]
pub struct Broken;

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

/// Encrypts in one piece: the nonce, then the ciphertext. `about` is bound to it and must be the same on opening.
///
/// # Panics
/// Only if 256 GiB were given at once.
#[must_use]
pub fn close(key: &[u8; 32], nonce: [u8; NONCE], about: &[u8], clear: &[u8]) -> Vec<u8> {
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: about })
        .expect("the text is shorter than the cipher's limit of 256 GiB");
    [&nonce[..], &sealed].concat()
}

/// Opens what [`close`] made.
///
/// # Errors
/// [`Broken`] when anything differs.
pub fn open(key: &[u8; 32], about: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let (nonce, body) = sealed.split_first_chunk::<NONCE>().ok_or(Broken)?;
    let clear = cipher(key).decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: about });
    clear.map(Zeroizing::new).map_err(|_| Broken)
}

fn chunk_nonce(prefix: &[u8; PREFIX], number: u32, last: bool) -> XNonce {
    let mut nonce = [0; NONCE];
    nonce[..PREFIX].copy_from_slice(prefix);
    nonce[PREFIX..PREFIX + 4].copy_from_slice(&number.to_be_bytes());
    nonce[NONCE - 1] = u8::from(last);
    XNonce::from(nonce)
}

/// Encrypts a file while it passes by. Holds at most one chunk.
pub struct Closer {
    cipher: XChaCha20Poly1305,
    prefix: [u8; PREFIX],
    about: Vec<u8>,
    number: u32,
    waiting: Zeroizing<Vec<u8>>,
}

impl Closer {
    /// Begins; the second value is the header, to be written first.
    #[must_use]
    pub fn new(key: &[u8; 32], prefix: [u8; PREFIX], about: Vec<u8>) -> (Self, Vec<u8>) {
        let header = [&VERSION[..], &prefix].concat();
        let waiting = Zeroizing::new(Vec::with_capacity(CHUNK));
        (Self { cipher: cipher(key), prefix, about, number: 0, waiting }, header)
    }

    /// Takes clear bytes and gives the ciphertext of the chunks that are full and not the last.
    ///
    /// # Errors
    /// [`Broken`] beyond 2^32 chunks (256 TiB).
    pub fn push(&mut self, mut clear: &[u8]) -> Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        while !clear.is_empty() {
            if self.waiting.len() == CHUNK {
                self.seal_chunk(false, &mut out)?;
            }
            let (now, later) = clear.split_at(clear.len().min(CHUNK - self.waiting.len()));
            self.waiting.extend_from_slice(now);
            clear = later;
        }
        Ok(out)
    }

    /// The ciphertext of the last chunk, which may be empty.
    ///
    /// # Errors
    /// [`Broken`] beyond 2^32 chunks (256 TiB).
    pub fn finish(mut self) -> Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        self.seal_chunk(true, &mut out)?;
        Ok(out)
    }

    fn seal_chunk(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), Broken> {
        let nonce = chunk_nonce(&self.prefix, self.number, last);
        let payload = Payload { msg: &self.waiting, aad: &self.about };
        out.extend_from_slice(&self.cipher.encrypt(&nonce, payload).map_err(|_| Broken)?);
        self.waiting.clear();
        self.number = self.number.checked_add(1).ok_or(Broken)?;
        Ok(())
    }
}

/// Decrypts a file while it passes by. Holds at most one chunk more than it is given.
pub struct Opener {
    cipher: XChaCha20Poly1305,
    prefix: Option<[u8; PREFIX]>,
    about: Vec<u8>,
    number: u32,
    waiting: Vec<u8>,
}

impl Opener {
    /// Begins.
    #[must_use]
    pub fn new(key: &[u8; 32], about: Vec<u8>) -> Self {
        Self { cipher: cipher(key), prefix: None, about, number: 0, waiting: Vec::with_capacity(CHUNK + TAG) }
    }

    /// Takes ciphertext and gives the clear bytes of the chunks that are certainly not the last.
    ///
    /// # Errors
    /// [`Broken`] when a chunk, its place or the header was changed.
    pub fn push(&mut self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Broken> {
        self.waiting.extend_from_slice(sealed);
        let mut clear = Zeroizing::new(Vec::new());
        let mut from = 0;
        if self.prefix.is_none() && self.waiting.len() >= HEADER {
            let (version, prefix) = self.waiting[..HEADER].split_at(VERSION.len());
            if version != VERSION {
                return Err(Broken);
            }
            self.prefix = Some(prefix.try_into().map_err(|_| Broken)?);
            from = HEADER;
        }
        while self.prefix.is_some() && self.waiting.len() - from > CHUNK + TAG {
            let to = from + CHUNK + TAG;
            self.open_chunk(from..to, false, &mut clear)?;
            from = to;
        }
        self.waiting.drain(..from);
        Ok(clear)
    }

    /// The clear bytes of the last chunk.
    ///
    /// # Errors
    /// [`Broken`] when the file was cut off.
    pub fn finish(mut self) -> Result<Zeroizing<Vec<u8>>, Broken> {
        let mut clear = Zeroizing::new(Vec::new());
        self.open_chunk(0..self.waiting.len(), true, &mut clear)?;
        Ok(clear)
    }

    fn open_chunk(
        &mut self,
        range: std::ops::Range<usize>,
        last: bool,
        clear: &mut Vec<u8>,
    ) -> Result<(), Broken> {
        let nonce = chunk_nonce(self.prefix.as_ref().ok_or(Broken)?, self.number, last);
        let payload = Payload { msg: &self.waiting[range], aad: &self.about };
        clear.extend_from_slice(&Zeroizing::new(self.cipher.decrypt(&nonce, payload).map_err(|_| Broken)?));
        self.number = self.number.checked_add(1).ok_or(Broken)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    fn file(clear: &[u8], piece: usize) -> Vec<u8> {
        let (mut closer, mut out) = Closer::new(&KEY, [3; PREFIX], b"about".to_vec());
        for part in clear.chunks(piece) {
            out.extend(closer.push(part).expect("short"));
        }
        out.extend(closer.finish().expect("short"));
        out
    }

    fn read(sealed: &[u8], piece: usize) -> Result<Vec<u8>, Broken> {
        let mut opener = Opener::new(&KEY, b"about".to_vec());
        let mut out = Vec::new();
        for part in sealed.chunks(piece) {
            out.extend_from_slice(&opener.push(part)?);
        }
        out.extend_from_slice(&opener.finish()?);
        Ok(out)
    }

    #[test]
    fn files_of_every_length_around_a_chunk_come_back_whatever_the_pieces() {
        for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5] {
            let clear: Vec<u8> = (0..len).map(|i| u8::try_from(i % 251).expect("below 251")).collect();
            for piece in [1_000, CHUNK, 3 * CHUNK] {
                let sealed = file(&clear, piece);
                assert_eq!(read(&sealed, 777), Ok(clear.clone()), "{len} by {piece}");
                assert_eq!(read(&sealed, 5 * CHUNK), Ok(clear.clone()));
            }
        }
    }

    #[test]
    fn a_cut_a_swap_and_a_changed_byte_are_seen() {
        let sealed = file(&vec![1; 3 * CHUNK], CHUNK);
        let chunk = CHUNK + TAG;
        assert_eq!(read(&sealed[..HEADER + chunk], CHUNK), Err(Broken), "cut at a chunk's end");
        assert_eq!(read(&sealed[..sealed.len() - 1], CHUNK), Err(Broken), "cut inside");
        assert_eq!(read(&sealed[..10], CHUNK), Err(Broken), "cut in the header");
        let mut swapped = sealed[..HEADER].to_vec();
        swapped.extend_from_slice(&sealed[HEADER + chunk..HEADER + 2 * chunk]);
        swapped.extend_from_slice(&sealed[HEADER..HEADER + chunk]);
        swapped.extend_from_slice(&sealed[HEADER + 2 * chunk..]);
        assert_eq!(read(&swapped, CHUNK), Err(Broken));
        let mut changed = sealed;
        changed[HEADER + 5] ^= 1;
        assert_eq!(read(&changed, CHUNK), Err(Broken));
    }

    #[test]
    fn a_box_opens_only_for_what_it_is_about() {
        let sealed = close(&KEY, [1; NONCE], b"a", b"text");
        assert_eq!(open(&KEY, b"a", &sealed).expect("opens").as_slice(), b"text");
        assert_eq!(open(&KEY, b"b", &sealed), Err(Broken));
        assert_eq!(open(&[8; 32], b"a", &sealed), Err(Broken));
        assert_eq!(open(&KEY, b"a", b"short"), Err(Broken));
    }
}
