//! Words and locale formatting of the portals.
//!
//! A language is a folder of `locales/` with Fluent files; its own name stands in its `language.ftl`. Adding one is
//! adding its files: tests hold every language to the messages and variables of English.
mod amount;
mod format;
mod formatters;
mod say;
#[cfg(test)]
mod tests;

pub(crate) use format::Format;
pub(crate) use say::Told;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use formatters::Formatters;
use include_dir::{Dir, include_dir};
use resolution::money::Currency;
use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};
use unic_langid::LanguageIdentifier;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// What every other language falls back to.
const ENGLISH: &str = "en";

/// Codes by which browsers still name languages that were given a new one.
const OLD_CODES: [(&str, &str); 1] = [("in", "id")];

/// Every language, English first, the others by code.
static ALL: LazyLock<Vec<Words>> = LazyLock::new(|| {
    let mut all: Vec<Words> = FILES.dirs().map(Words::load).collect();
    all.sort_by_key(|words| (words.code != ENGLISH, words.code));
    all
});

static LANGUAGES: LazyLock<Vec<(&'static str, &'static str)>> =
    LazyLock::new(|| ALL.iter().map(|words| (words.code, words.name.as_str())).collect());

/// The words of a language; `id-ID`, `id_ID` and the old `in` mean `id`. English for a language that is not here.
pub(crate) fn words(language: &str) -> &'static Words {
    known(language).unwrap_or_else(|| known(ENGLISH).expect("English is embedded"))
}

/// The language that a tag names, if it is here: the whole tag, or else a shorter one.
fn known(language: &str) -> Option<&'static Words> {
    let mut tag = language.trim().replace('_', "-").to_ascii_lowercase();
    loop {
        let code = OLD_CODES.iter().find(|(old, _)| *old == tag).map_or(tag.as_str(), |(_, new)| new);
        if let Some(found) = ALL.iter().find(|words| words.code.eq_ignore_ascii_case(code)) {
            return Some(found);
        }
        let shorter = tag.rfind('-')?;
        tag.truncate(shorter);
    }
}

/// A value that stands in a message: a text as it is, or a number that also chooses the plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Arg<'a> {
    /// A text, formatted already.
    Text(Cow<'a, str>),
    /// A whole number.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Arg<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Arg<'_> {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })+
    };
}
numbers!(u8, u16, u32, u64, usize, i32, i64);

/// The messages of one language.
pub(crate) struct Words {
    code: &'static str,
    name: String,
    bundle: FluentBundle<FluentResource>,
    formatters: OnceLock<Formatters>,
}

impl Words {
    /// Every language with its own name, English first.
    pub(crate) fn languages() -> &'static [(&'static str, &'static str)] {
        &LANGUAGES
    }

    /// The code of the language, for `<html lang>`.
    pub(crate) const fn code(&self) -> &'static str {
        self.code
    }

    /// Whether the language itself has a message.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.bundle.has_message(&plain(id))
    }

    /// A message without values.
    pub(crate) fn t(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// A message with its values. A dot of a stable word (`tracking.verifiable`) is written as `_` in the files.
    pub(crate) fn with(&self, id: &str, values: &[(&str, Arg<'_>)]) -> String {
        let id = plain(id);
        self.say(&id, values).unwrap_or_else(|| {
            tracing::error!(id = &*id, language = self.code, "a message is missing");
            words(ENGLISH).say(&id, values).unwrap_or_else(|| format!("[[{id}]]"))
        })
    }

    fn say(&self, id: &str, values: &[(&str, Arg<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            let value = match value {
                Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
                Arg::Number(number) => FluentValue::from(*number),
            };
            args.set(*name, value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if !errors.is_empty() {
            tracing::error!(id, language = self.code, ?errors, "a message lacks a value");
        }
        Some(text)
    }

    /// What stands before and after an amount in any language: a person may write any of them.
    fn symbols(currency: Currency) -> Vec<&'static str> {
        let styles = ALL.iter().map(|words| &words.formatters().style(currency).positive);
        let around = styles.flat_map(|style| [style.before.as_str(), style.after.as_str()]);
        around.collect()
    }

    /// The formatters of the language, made at first use: they are costly.
    fn formatters(&self) -> &Formatters {
        self.formatters.get_or_init(|| Formatters::new(self.code))
    }

    fn load(folder: &'static Dir<'static>) -> Self {
        let code = folder.path().to_str().unwrap_or_default();
        let language: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.set_use_isolating(false);
        for file in folder.files() {
            let text = file.contents_utf8().unwrap_or_default().to_owned();
            let resource = FluentResource::try_new(text).unwrap_or_else(|(readable, errors)| {
                tracing::error!(file = %file.path().display(), ?errors, "a message file cannot be read whole");
                readable
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(file = %file.path().display(), ?errors, "a message stands twice");
            }
        }
        let mut loaded = Self { code, name: String::new(), bundle, formatters: OnceLock::new() };
        loaded.name = loaded.say("language-name", &[]).unwrap_or_else(|| code.to_owned());
        loaded
    }
}

/// An id as Fluent can write it.
fn plain(id: &str) -> Cow<'_, str> {
    if id.contains('.') { Cow::Owned(id.replace('.', "_")) } else { Cow::Borrowed(id) }
}
