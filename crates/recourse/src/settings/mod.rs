//! Settings: the command line, before the environment, before a configuration file, before the default.
//!
//! There is one definition of each, the command line's (`cli/serve.rs`): an argument of `recourse serve` that has an
//! environment variable is a setting, and its name in the file is its flag with `_` for `-`. The file becomes defaults of
//! the command line, for `serve` and for every other command that has the same argument, so that values are read and
//! checked in one place. `NAME_file = "PATH"` gives a secret as a file.
mod check;
mod example;
mod file;

pub use check::check;
pub use example::example;

use crate::cli::Cli;
use anyhow::Result;
use clap::{Arg, Command, CommandFactory, FromArgMatches};
use file::File;
use std::ffi::OsString;
use std::path::Path;

/// The command whose arguments are the settings.
const SERVE: &str = "serve";
/// What names the file: it cannot stand in it.
const CONFIG: &str = "config";

/// Reads the command line, over the file that it or the environment names.
///
/// # Errors
/// Where the file cannot be read or has a mistake. A mistake of the command line ends the process, as does asking for help.
pub fn read(arguments: &[OsString]) -> Result<Cli> {
    let mut command = Cli::command();
    if let Some(path) = named(arguments) {
        command = over(command, &File::read(Path::new(&path))?);
    }
    let matches = command.get_matches_from(arguments);
    Cli::from_arg_matches(&matches).map_err(|error| error.exit())
}

/// The file that the command line or the environment names. Mistakes are for the real reading to find.
fn named(arguments: &[OsString]) -> Option<OsString> {
    let matches = Cli::command().ignore_errors(true).try_get_matches_from(arguments).ok()?;
    let mut at = &matches;
    let mut found = None;
    loop {
        if let Ok(Some(mut path)) = at.try_get_raw(CONFIG) {
            found = path.next().map(std::ffi::OsStr::to_owned).or(found);
        }
        match at.subcommand() {
            Some((_, inner)) => at = inner,
            None => return found,
        }
    }
}

/// A command line whose defaults are the file's.
fn over(command: Command, file: &File) -> Command {
    let command = command.mut_args(|arg| match file.values(&arg).filter(|_| is_setting(&arg)) {
        Some(values) => {
            // A secret of the file is not to be printed as the default of a flag.
            let secret = is_secret(&arg);
            arg.required(false).default_values(values).hide_default_value(secret)
        }
        None => arg,
    });
    command.mut_subcommands(|inner| over(inner, file))
}

/// Whether an argument is one that a file may set.
fn is_setting(arg: &Arg) -> bool {
    arg.get_long().is_some() && arg.get_env().is_some() && arg.get_id() != CONFIG
}

/// Whether its value is shown to nobody.
fn is_secret(arg: &Arg) -> bool {
    arg.is_hide_env_values_set()
}

/// Every setting, in the order of the command line.
fn all() -> Vec<Arg> {
    let mut command = Cli::command();
    command.build();
    let serve = command.find_subcommand(SERVE).into_iter();
    serve.flat_map(Command::get_arguments).filter(|arg| is_setting(arg)).cloned().collect()
}

/// How a setting is called in a file.
fn key(arg: &Arg) -> String {
    arg.get_long().unwrap_or_default().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_names_the_file_wherever_it_stands() {
        let of = |line: &str| named(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of("recourse serve --config a.toml --rate 5"), Some("a.toml".into()));
        assert_eq!(of("recourse --config a.toml verify"), Some("a.toml".into()));
        assert_eq!(of("recourse serve --data x"), None);
    }

    #[test]
    fn what_a_help_text_says_of_a_range_is_what_is_taken() {
        let mut ranges = 0;
        for arg in all() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let Some((_, range)) = help.trim_end_matches('.').trim_end_matches(')').rsplit_once('(') else {
                continue;
            };
            let Some((least, most)) = range.split_once(" to ") else { continue };
            let (Ok(least), Ok(most)) = (least.parse::<u64>(), most.parse::<u64>()) else { continue };
            ranges += 1;
            for (number, fits) in
                [(least, true), (most, true), (most + 1, false), (least.wrapping_sub(1), false)]
            {
                let read = file::parses(&arg, &number.to_string());
                assert_eq!(read.is_ok(), fits, "{} = {number}", key(&arg));
            }
        }
        let numbers = all()
            .iter()
            .filter(|arg| {
                arg.get_value_names().is_some_and(|names| {
                    ["N", "BYTES", "SECONDS", "MILLISECONDS"].contains(&names[0].as_str())
                })
            })
            .count();
        assert!(ranges > 10);
        assert_eq!(ranges, numbers, "every number says its range");
    }
}
