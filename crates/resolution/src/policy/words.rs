//! A closed enum and its stable words, written once: parsing, printing and serde all use the same table.

/// Declares an enum whose variants have stable words, used in policy files, events and the API.
///
/// Gives `ALL`, `word()`, `FromStr` (the error lists the words), `Display` and serde as a string.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable word used in policies, events and the API.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::ALL.iter().copied().find(|value| value.word() == text).ok_or_else(|| {
                    $crate::policy::words::unknown($what, text, Self::ALL.iter().map(|value| value.word()))
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.word()) }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> { text.parse() }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self { value.word().to_owned() }
        }
    };
}
pub(crate) use words;

/// The sentence for a word that no table knows: the nearest known word, or else all of them.
pub(crate) fn unknown<'a>(what: &str, text: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(text, known.clone()) {
        return format!("`{text}` is not a {what}; did you mean `{near}`?");
    }
    let list: Vec<&str> = known.collect();
    format!("`{text}` is not a {what}. Known: {}", list.join(", "))
}

/// The known word nearest to `text` by edit distance, if it is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (text.chars().count() / 3).max(2);
    known
        .map(|word| (distance(text, word), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// Levenshtein distance in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, b) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_far_ones_are_not() {
        let known = ["not_received", "damaged", "wrong_item"];
        assert_eq!(nearest("not_recieved", known.into_iter()), Some("not_received"));
        assert_eq!(nearest("zebra", known.into_iter()), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
