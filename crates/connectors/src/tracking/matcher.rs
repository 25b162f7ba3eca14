//! Finds the first row of a phrase table that a text meets, in time that grows with the text and not with the table.
use std::collections::HashMap;

/// How many words a `*` of a phrase may stand for.
const MAX_GAP: usize = 4;

/// A table of phrases, sorted by their first words.
pub(super) struct Matcher {
    /// Phrases of alphabetic scripts by their first word.
    by_word: HashMap<&'static str, Vec<Phrase>>,
    /// Phrases of scripts without spaces, which are sought as they stand, with their rows.
    unspaced: Vec<(usize, &'static str)>,
}

struct Phrase {
    row: usize,
    from_start: bool,
    to_end: bool,
    /// The words after the first.
    rest: Vec<&'static str>,
}

/// Whether a character belongs to a script that is written without spaces between words.
fn is_unspaced(c: char) -> bool {
    c >= '\u{2E80}'
}

impl Matcher {
    /// Takes in the rows of a table, each a list of phrases in folded form.
    pub(super) fn new(rows: impl Iterator<Item = &'static [&'static str]>) -> Self {
        let mut matcher = Self { by_word: HashMap::new(), unspaced: Vec::new() };
        for (row, phrases) in rows.enumerate() {
            for phrase in phrases {
                matcher.add(row, phrase);
            }
        }
        matcher
    }

    fn add(&mut self, row: usize, phrase: &'static str) {
        if phrase.chars().any(is_unspaced) {
            self.unspaced.push((row, phrase));
            return;
        }
        let bare = phrase.trim_start_matches('^').trim_end_matches('$');
        let mut words = bare.split(' ');
        if let Some(first) = words.next() {
            let (from_start, to_end) = (phrase.starts_with('^'), phrase.ends_with('$'));
            self.by_word.entry(first).or_default().push(Phrase {
                row,
                from_start,
                to_end,
                rest: words.collect(),
            });
        }
    }

    /// The number of the first row that any of the folded texts meets.
    pub(super) fn first_row(&self, folded: &[String]) -> Option<usize> {
        folded.iter().filter_map(|text| self.first_row_of(text)).min()
    }

    fn first_row_of(&self, text: &str) -> Option<usize> {
        let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        let mut best: Option<usize> = None;
        for (at, word) in words.iter().enumerate() {
            let after = words.get(at + 1..).unwrap_or_default();
            for phrase in self.by_word.get(word).into_iter().flatten() {
                let better = best.is_none_or(|row| phrase.row < row);
                if better && (!phrase.from_start || at == 0) && fits(&phrase.rest, after, phrase.to_end) {
                    best = Some(phrase.row);
                }
            }
        }
        if text.chars().any(is_unspaced) {
            let joined = text.replace(' ', "");
            let met = self.unspaced.iter().filter(|(_, phrase)| joined.contains(phrase)).map(|(row, _)| *row);
            best = met.chain(best).min();
        }
        best
    }
}

fn fits(pattern: &[&str], words: &[&str], to_end: bool) -> bool {
    match pattern.split_first() {
        None => !to_end || words.is_empty(),
        Some((&"*", rest)) => {
            let gaps = 0..=MAX_GAP.min(words.len());
            gaps.into_iter().any(|gap| words.get(gap..).is_some_and(|left| fits(rest, left, to_end)))
        }
        Some((word, rest)) => {
            words.split_first().is_some_and(|(first, left)| first == word && fits(rest, left, to_end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> Option<usize> {
        const ROWS: &[&[&str]] = &[&["not * delivered", "拒收"], &["^lost$"], &["delivered", "已签收"]];
        Matcher::new(ROWS.iter().copied()).first_row(&[text.to_owned()])
    }

    #[test]
    fn the_first_row_wins_wherever_it_stands() {
        assert_eq!(row("delivered not yet delivered"), Some(0));
        assert_eq!(row("it was delivered"), Some(2));
        assert_eq!(row("not one two three four five delivered"), Some(2), "a gap of five is too wide");
        assert_eq!(row("lost"), Some(1));
        assert_eq!(row("lost and found"), None);
        assert_eq!(row("已签收 拒收"), Some(0));
        assert_eq!(row(""), None);
    }
}
