//! The real type of a file, from its first bytes. Its name is never asked (EVI-3).
use std::fmt;

/// How many of the first bytes decide, at most.
pub const HEAD: usize = 4096;

/// What evidence can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A picture.
    Picture,
    /// A video.
    Video,
    /// A PDF.
    Pdf,
    /// Plain text in UTF-8.
    Text,
}

impl Kind {
    /// The stable word, as events carry it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Video => "video",
            Self::Pdf => "pdf",
            Self::Text => "text",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Pictures that people's cameras, telephones and screens make and that viewers show.
const PICTURES: [&str; 9] = [
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/bmp",
    "image/jp2",
];
/// Videos, likewise.
const VIDEOS: [&str; 9] = [
    "video/mp4",
    "video/x-m4v",
    "video/quicktime",
    "video/x-matroska",
    "video/webm",
    "video/x-msvideo",
    "video/x-ms-wmv",
    "video/mpeg",
    "video/x-flv",
];
/// The harmless text by which virus scanners are tried out. Refused, so that an operator can try out the intake.
const EICAR: &[u8] = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

/// The kind and media type of a file that begins with `head` (its first [`HEAD`] bytes, or all of a shorter one).
///
/// # Errors
/// A stable word for what is wrong: `empty`, `malware`, `markup`, `script`, `office_document`, `not_a_taken_type`.
pub fn sniff(head: &[u8]) -> Result<(Kind, &'static str), &'static str> {
    if head.is_empty() {
        return Err("empty");
    }
    if head.starts_with(b"%PDF-") {
        return Ok((Kind::Pdf, "application/pdf"));
    }
    // Text comes before the signatures: some of those are two letters long, and "BM" begins many a word.
    if is_text(head) {
        return text(head);
    }
    if transport_stream(head) {
        return Ok((Kind::Video, "video/mp2t"));
    }
    let mime = infer::get(head).map_or("", |found| found.mime_type());
    let among = |list: &[&'static str]| list.iter().copied().find(|taken| *taken == mime);
    if let Some(mime) = among(&PICTURES) {
        return Ok((Kind::Picture, mime));
    }
    among(&VIDEOS).map(|mime| (Kind::Video, mime)).ok_or("not_a_taken_type")
}

fn text(head: &[u8]) -> Result<(Kind, &'static str), &'static str> {
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if body.starts_with(EICAR) {
        return Err("malware");
    }
    if body.starts_with(b"#!") || body.starts_with(b"%!") {
        return Err("script");
    }
    if body.starts_with(b"{\\rtf") {
        return Err("office_document");
    }
    // Anything that a browser could take for a page, a drawing or a feed: "<" and a letter, "!", "?" or "/".
    let tag = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?' | b'/');
    if body.first() == Some(&b'<') && body.get(1).is_some_and(tag) {
        return Err("markup");
    }
    Ok((Kind::Text, "text/plain; charset=utf-8"))
}

fn is_text(head: &[u8]) -> bool {
    let mut check = PlainText::default();
    // A head may end inside a character; whether the file does is seen at its end.
    check.push(head)
}

/// MPEG transport streams have no magic number, but a mark every 188 bytes (192 on camera cards, after four bytes).
fn transport_stream(head: &[u8]) -> bool {
    let marks = |first: usize, step: usize| (0..4).all(|i| head.get(first + i * step) == Some(&0x47));
    marks(0, 188) || marks(4, 192)
}

/// Watches a stream for what plain text does not have: bytes that are not UTF-8, and control characters other than
/// tab, line feed, form feed and carriage return.
#[derive(Debug, Default)]
pub struct PlainText {
    /// Bytes of a character that is not complete yet.
    open: Vec<u8>,
}

impl PlainText {
    /// Takes the next bytes; false as soon as it is not plain text.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let joined;
        let bytes = if self.open.is_empty() {
            bytes
        } else {
            joined = [&self.open[..], bytes].concat();
            &joined[..]
        };
        let (whole, rest) = match std::str::from_utf8(bytes) {
            Ok(text) => (text, &[][..]),
            Err(e) if e.error_len().is_none() => {
                let (whole, rest) = bytes.split_at(e.valid_up_to());
                (std::str::from_utf8(whole).unwrap_or_default(), rest)
            }
            Err(_) => return false,
        };
        let plain = whole.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\x0C' | '\r'));
        self.open = rest.to_vec();
        plain
    }

    /// Whether it ended with a whole character.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.open.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evi_03_the_real_type_decides() {
        let cases: [(&[u8], Kind); 8] = [
            (b"\xFF\xD8\xFF\xE0\x00\x10JFIF", Kind::Picture),
            (b"\x89PNG\r\n\x1A\n\x00\x00\x00\rIHDR", Kind::Picture),
            (b"GIF89a\x01\x00\x01\x00", Kind::Picture),
            (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Kind::Picture),
            (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", Kind::Video),
            (b"RIFF\x00\x00\x00\x00AVI LIST\x00\x00", Kind::Video),
            (b"%PDF-1.7\n%\xE2\xE3", Kind::Pdf),
            (b"It never came.\n", Kind::Text),
        ];
        for (head, kind) in cases {
            assert_eq!(sniff(head).map(|found| found.0), Ok(kind), "{head:?}");
        }
    }

    #[test]
    fn evi_03_everything_else_is_refused_with_a_reason() {
        let cases: [(&[u8], &str); 14] = [
            (b"", "empty"),
            (b"<!DOCTYPE html><html>", "markup"),
            (b"  \n<svg xmlns='http://www.w3.org/2000/svg'>", "markup"),
            (b"\xEF\xBB\xBF<?xml version='1.0'?>", "markup"),
            (b"<script>alert(1)</script>", "markup"),
            (b"<!-- a page --><html>", "markup"),
            (b"#!/bin/sh\nrm -rf /", "script"),
            (b"%!PS-Adobe-3.0", "script"),
            (b"{\\rtf1\\ansi", "office_document"),
            (EICAR, "malware"),
            (b"MZ\x90\x00\x03\x00\x00\x00", "not_a_taken_type"),
            (b"\x7FELF\x02\x01\x01\x00", "not_a_taken_type"),
            (b"PK\x03\x04\x14\x00\x00\x00", "not_a_taken_type"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "not_a_taken_type"),
        ];
        for (head, why) in cases {
            assert_eq!(sniff(head), Err(why), "{head:?}");
        }
    }

    #[test]
    fn words_that_begin_like_a_signature_are_text() {
        for words in [
            "BMW parts missing",
            "MZ is how I sign",
            "I < 3 it",
            "<3 this seller",
            "삼성 상자가 비어 있어요",
            "ID3 is broken",
        ] {
            assert_eq!(sniff(words.as_bytes()).map(|found| found.0), Ok(Kind::Text), "{words}");
        }
    }

    #[test]
    fn a_character_may_be_cut_between_pieces_but_not_at_the_end() {
        let mut check = PlainText::default();
        let word = "é".as_bytes();
        assert!(check.push(&word[..1]) && !check.complete());
        assert!(check.push(&word[1..]) && check.complete());
        assert!(!PlainText::default().push(b"a\x00b"));
        assert!(!PlainText::default().push(b"\xFF\xFE"));
    }
}
