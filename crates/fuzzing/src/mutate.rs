//! Wrong edits of right inputs, from a seed: the same seed makes the same inputs.

/// Pieces that parsers stumble over.
const TOKENS: &[&str] = &[
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "\"\"",
    "\\u0000",
    "\\ud800",
    "{",
    "}",
    "[",
    "]",
    "[[[[[[[[",
    "{\"a\":{\"a\":",
    "\u{0}",
    "\u{feff}",
    "\u{202e}",
    "é",
    "\r\n",
    "\t",
    "#",
    "'",
    "\"",
    "=",
    "&&",
    "||",
    "!(",
    " in [",
    "9999-12-31T23:59:59.999999999Z",
    "-009999-01-01T00:00:00Z",
    "P1Y",
    "PT1S",
    "100000000000000 days",
    "<a><a><a>",
    "<!ENTITY a \"a\">",
    "&a;",
    "<![CDATA[",
    ";",
    ",",
    ":",
];
/// The longest input that is made, in bytes.
const LONGEST: usize = 64 * 1024;

/// Makes inputs.
#[derive(Clone, Debug)]
pub struct Mutator {
    state: u64,
}

impl Mutator {
    /// From a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed.wrapping_mul(2).wrapping_add(0x9e37_79b9_7f4a_7c15) }
    }

    /// A number (splitmix64).
    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another, which is above 0.
    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.number() % end).unwrap_or(0)
    }

    /// An edited copy of one of the seeds.
    pub fn next(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            self.edit(&mut bytes, seeds);
        }
        bytes.truncate(LONGEST);
        bytes
    }

    fn edit(&mut self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let start = self.below(bytes.len() + 1);
        let end = (start + self.below(40)).min(bytes.len());
        match self.below(8) {
            0 => drop(bytes.drain(start..end)),
            1 => {
                let piece = bytes[start..end].repeat(1 + self.below(4));
                drop(bytes.splice(start..start, piece));
            }
            2 => {
                let byte = u8::try_from(self.below(256)).unwrap_or(0);
                if let Some(place) = bytes.get_mut(start) {
                    *place = byte;
                }
            }
            3 => bytes.truncate(start),
            4 => {
                let other = &seeds[self.below(seeds.len())];
                let from = self.below(other.len() + 1);
                let to = (from + self.below(200)).min(other.len());
                drop(bytes.splice(start..end, other[from..to].iter().copied()));
            }
            5 => self.digits(bytes, start),
            // Depth is what recursion dies of.
            6 if self.below(20) == 0 => {
                let token = TOKENS[self.below(TOKENS.len())].repeat(5_000);
                drop(bytes.splice(start..start, token.into_bytes()));
            }
            _ => {
                let token = TOKENS[self.below(TOKENS.len())];
                drop(bytes.splice(start..end, token.bytes()));
            }
        }
    }

    /// Makes the next number in the text another one.
    fn digits(&mut self, bytes: &mut Vec<u8>, start: usize) {
        let Some(at) = bytes.iter().skip(start).position(u8::is_ascii_digit).map(|at| at + start) else {
            return;
        };
        let length = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let number = match self.below(4) {
            0 => "0".to_owned(),
            1 => u64::MAX.to_string(),
            2 => "9".repeat(1 + self.below(40)),
            _ => self.below(100_000).to_string(),
        };
        drop(bytes.splice(at..at + length, number.into_bytes()));
    }
}
