//! A part of a file (RFC 9110, section 14): one range of bytes, as players of videos ask for it.
use axum::http::{HeaderMap, header};

/// What of a file is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// From `first` to `last`, both of it.
    Bytes {
        /// The first byte.
        first: u64,
        /// The last byte.
        last: u64,
    },
    /// Nothing that is there.
    Beyond,
}

impl Part {
    /// Reads it from a request for a file of so many bytes. What is no range of bytes, several of them, and a range under a
    /// condition that cannot be checked are a request for the whole file.
    pub(crate) fn of(headers: &HeaderMap, bytes: u64) -> Self {
        let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
        match asked.filter(|_| !headers.contains_key(header::IF_RANGE)) {
            Some(asked) => Self::read(asked, bytes).unwrap_or(Self::Whole),
            None => Self::Whole,
        }
    }

    fn read(asked: &str, bytes: u64) -> Option<Self> {
        let (unit, range) = asked.split_once('=')?;
        let (first, last) = range.trim().split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let end = bytes.checked_sub(1);
        let (first, last) = match (first, last) {
            ("", count) => {
                let count = number(count)?.min(bytes);
                (bytes.saturating_sub(count), end.filter(|_| count > 0))
            }
            (first, "") => (number(first)?, end),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                if last < first {
                    return None;
                }
                (first, end.map(|end| end.min(last)))
            }
        };
        let last = last.filter(|last| first <= *last);
        Some(last.map_or(Self::Beyond, |last| Self::Bytes { first, last }))
    }
}

fn number(text: &str) -> Option<u64> {
    // A sign is none of a number here.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(asked: &str, bytes: u64) -> Part {
        let headers = HeaderMap::from_iter([(header::RANGE, asked.parse().expect("a header"))]);
        Part::of(&headers, bytes)
    }

    #[test]
    fn one_range_is_read_and_everything_else_is_the_whole() {
        let bytes = |first, last| Part::Bytes { first, last };
        assert_eq!(Part::of(&HeaderMap::new(), 10), Part::Whole);
        for (asked, expected) in [
            ("bytes=0-1", bytes(0, 1)),
            ("bytes=0-", bytes(0, 9)),
            ("bytes=9-", bytes(9, 9)),
            ("bytes=4-100", bytes(4, 9)),
            ("Bytes=4-4", bytes(4, 4)),
            ("bytes=-3", bytes(7, 9)),
            ("bytes=-30", bytes(0, 9)),
            ("bytes=10-", Part::Beyond),
            ("bytes=10-12", Part::Beyond),
            ("bytes=-0", Part::Beyond),
        ] {
            assert_eq!(part(asked, 10), expected, "{asked}");
        }
        for asked in
            ["bytes=5-4", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2", "bytes=a-", "bytes=-", "bytes", ""]
        {
            assert_eq!(part(asked, 10), Part::Whole, "{asked}");
        }
        assert_eq!((part("bytes=0-", 0), part("bytes=-1", 0)), (Part::Beyond, Part::Beyond));
        let mut under = HeaderMap::from_iter([(header::RANGE, "bytes=0-1".parse().expect("a header"))]);
        under.insert(header::IF_RANGE, "\"x\"".parse().expect("a header"));
        assert_eq!(Part::of(&under, 10), Part::Whole);
    }
}
