//! A configuration file: TOML, one key a setting. A mistake is named with its line and with what was meant.
use super::{all, is_secret, key};
use anyhow::{Context, Result, anyhow, bail};
use clap::{Arg, ArgAction, Command};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Spanned, Value};

/// Ends the name of a key that gives a secret as the path of a file.
const FILE: &str = "_file";
/// Letters that may be wrong in a key for it to be taken for another.
const TYPING: usize = 3;

/// A file that was read. Every value in it fits.
pub(super) struct File {
    values: BTreeMap<String, Vec<String>>,
    /// Files that secrets came from.
    from: BTreeMap<String, PathBuf>,
}

impl File {
    /// None.
    pub(super) const fn none() -> Self {
        Self { values: BTreeMap::new(), from: BTreeMap::new() }
    }

    /// Reads it.
    ///
    /// # Errors
    /// Everything that is wrong with it, one a line.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("the configuration file {} cannot be read", path.display()))?;
        let shown = path.display().to_string();
        // What TOML says of a mistake shows the line, where a secret may stand.
        let table: BTreeMap<Spanned<String>, Spanned<Value>> = toml::from_str(&text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(&text, span.start));
            anyhow!("{shown}:{at}: this is not TOML: {}", error.message())
        })?;
        let settings = all();
        let (mut file, mut wrong) = (Self::none(), Vec::new());
        for (name, value) in table {
            let at = line(&text, name.span().start);
            if let Err(why) = file.take(&settings, name.get_ref(), value.into_inner()) {
                wrong.push(format!("{shown}:{at}: {why:#}"));
            }
        }
        if wrong.is_empty() { Ok(file) } else { bail!("{}", wrong.join("\n")) }
    }

    fn take(&mut self, settings: &[Arg], name: &str, value: Value) -> Result<()> {
        let named = |name: &str| settings.iter().find(|arg| key(arg) == name);
        let secret = name.strip_suffix(FILE).and_then(named).filter(|arg| is_secret(arg));
        let (arg, values) = match (secret, named(name)) {
            (Some(secret), _) => {
                let path = PathBuf::from(text(name, value)?);
                let values = secret_of(&path)?;
                self.from.insert(key(secret), path);
                (secret, values)
            }
            (None, Some(arg)) => (arg, texts(name, value)?),
            (None, None) => bail!("{}", unknown(settings, name)),
        };
        for value in &values {
            parses(arg, value).map_err(|why| anyhow!("{name}: {why}"))?;
        }
        if self.values.insert(key(arg), values).is_some() {
            bail!("{0} is given twice; give either {0} or {0}{FILE}", key(arg));
        }
        Ok(())
    }

    /// The values of a setting.
    pub(super) fn values(&self, arg: &Arg) -> Option<Vec<String>> {
        self.values.get(&key(arg)).cloned()
    }

    /// The file that the value of a setting was read from.
    pub(super) fn secret_file(&self, name: &str) -> Option<&Path> {
        self.from.get(name).map(PathBuf::as_path)
    }
}

fn line(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Lines of a file with secrets.
fn secret_of(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let lines: Vec<String> =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if lines.is_empty() { bail!("{} is empty", path.display()) } else { Ok(lines) }
}

fn texts(name: &str, value: Value) -> Result<Vec<String>> {
    match value {
        Value::Array(values) => values.into_iter().map(|value| text(name, value)).collect(),
        value => Ok(vec![text(name, value)?]),
    }
}

fn text(name: &str, value: Value) -> Result<String> {
    match value {
        Value::String(text) => Ok(text),
        Value::Integer(number) => Ok(number.to_string()),
        Value::Boolean(truth) => Ok(truth.to_string()),
        other => bail!("{name} is {}; write a text, a whole number, true or false", other.type_str()),
    }
}

/// Whether the command line would take a value.
///
/// # Errors
/// Why not, without the value where it is a secret.
pub(super) fn parses(arg: &Arg, value: &str) -> Result<(), String> {
    let one = Arg::new("value")
        .long("value")
        .action(ArgAction::Set)
        .allow_hyphen_values(true)
        .value_parser(arg.get_value_parser().clone());
    let read =
        Command::new("one").no_binary_name(true).arg(one).try_get_matches_from([format!("--value={value}")]);
    read.map(|_| ()).map_err(|error| {
        if is_secret(arg) {
            return "it cannot be read".to_owned();
        }
        let said = error.to_string();
        let first = said.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        first.replace(" for '--value <value>'", "")
    })
}

/// What to write instead of a key that does not exist.
fn unknown(settings: &[Arg], name: &str) -> String {
    let keys = settings.iter().flat_map(|arg| {
        let key = key(arg);
        let file = is_secret(arg).then(|| format!("{key}{FILE}"));
        [Some(key), file]
    });
    let near = keys.flatten().map(|key| (strsim::damerau_levenshtein(&key, name), key)).min();
    match near {
        Some((wrong, key)) if wrong <= TYPING.min(name.len() / 2) => {
            format!("there is no setting '{name}'; is '{key}' meant?")
        }
        _ => format!("there is no setting '{name}'; `recourse config example` lists all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<File> {
        let file = tempfile::NamedTempFile::new().expect("there is room");
        std::fs::write(file.path(), text).expect("it is written");
        File::read(file.path())
    }

    fn wrong(text: &str) -> String {
        let error = read(text).err().expect("it is wrong").to_string();
        error.rsplit_once(".tmp").map_or(error.clone(), |(_, rest)| rest[6..].to_owned())
    }

    #[test]
    fn what_is_wrong_is_named_with_line_and_with_what_was_meant() {
        assert_eq!(wrong("rate = 5\nlisen = \"a\"\n"), ":2: there is no setting 'lisen'; is 'listen' meant?");
        assert!(wrong("colour_of_the_sky = 1").contains("`recourse config example` lists all"));
        assert!(
            wrong("\nrate = 2000000").starts_with(":2: rate: invalid value '2000000': 2000000 is not in")
        );
        assert!(wrong("listen = \"nowhere\"").starts_with(":1: listen: invalid value 'nowhere'"));
        assert!(wrong("rate = 1.5").contains("write a text, a whole number, true or false"));
        assert!(wrong("rate = ").starts_with(":1: this is not TOML"));
        let both = read("database = \"postgres://a\"\ndatabase_file = \"/nowhere/at/all\"\nx = 1");
        let both = both.err().expect("it is wrong").to_string();
        assert!(both.contains("cannot be read") && both.contains("'x'"), "all mistakes at once: {both}");
    }

    #[test]
    fn a_mistake_does_not_show_a_secret() {
        for text in ["database = \"MARKED\n", "database = [\"MARKED\"", "database = { a = \"MARKED\" }"] {
            let error = format!("{:#}", read(text).err().expect("it is wrong"));
            assert!(!error.contains("MARKED"), "{error}");
        }
    }
}
