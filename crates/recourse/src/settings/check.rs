//! What a server would run with, where each value comes from, and whether they make sense together.
use super::file::File;
use super::{SERVE, all, is_secret, key, over};
use crate::cli::{Cli, Command as Commands, Serve};
use crate::{report, serve, storage};
use anyhow::Result;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches};
use serde::Serialize;
use std::path::Path;

/// What is said instead of a secret.
const HIDDEN: &str = "(not shown)";

/// One setting as it would be used.
#[derive(Debug, Serialize)]
struct Used {
    /// Its name in a file.
    setting: String,
    /// Its value; nothing where there is none.
    value: Option<String>,
    /// Where it comes from.
    from: String,
}

/// What was found.
#[derive(Debug, Serialize)]
struct Found {
    settings: Vec<Used>,
    /// What keeps the server from starting or working.
    wrong: Vec<String>,
    /// What is worth a look.
    notes: Vec<String>,
}

/// Checks a file over the environment and prints what was found; false where something is wrong.
///
/// # Errors
/// Where the file has a mistake or the result cannot be printed.
pub async fn check(path: Option<&Path>, connect: bool, json: bool) -> Result<bool> {
    let file = path.map_or(Ok(File::none()), File::read)?;
    let read = over(Cli::command(), &file).try_get_matches_from(["recourse", SERVE]);
    let mut found = Found { settings: Vec::new(), wrong: Vec::new(), notes: Vec::new() };
    match read {
        Ok(matches) => {
            found.settings = used(&matches, &file);
            if let Commands::Serve(serve) = Cli::from_arg_matches(&matches)?.command {
                found.judge(&serve);
                if connect {
                    found.connect(&serve).await;
                }
            }
        }
        // Of the environment, or something is missing: the command line says it best.
        Err(error) => found.wrong.push(error.to_string().trim().to_owned()),
    }
    let sound = found.wrong.is_empty();
    report::print(json, &found, Found::words)?;
    Ok(sound)
}

fn used(matches: &ArgMatches, file: &File) -> Vec<Used> {
    let serve = matches.subcommand_matches(SERVE).unwrap_or(matches);
    all().iter().map(|arg| one(arg, serve, file)).collect()
}

fn one(arg: &Arg, matches: &ArgMatches, file: &File) -> Used {
    let (setting, id) = (key(arg), arg.get_id().as_str());
    let values: Vec<String> = matches
        .get_raw(id)
        .map(|values| values.map(|value| value.to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    let value = match (values.is_empty(), is_secret(arg)) {
        (true, _) => None,
        (false, true) => Some(HIDDEN.to_owned()),
        (false, false) => Some(values.join(",")),
    };
    let variable = arg.get_env().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let from = match matches.value_source(id) {
        Some(ValueSource::EnvVariable) => format!("environment ({variable})"),
        Some(ValueSource::CommandLine) => "command line".to_owned(),
        Some(_) if file.values(arg).is_some() => match file.secret_file(&setting) {
            Some(path) => format!("file, which names {}", path.display()),
            None => "file".to_owned(),
        },
        _ => "default".to_owned(),
    };
    Used { setting, value, from }
}

impl Found {
    fn judge(&mut self, serve: &Serve) {
        self.folder(&serve.data.dir);
        if serve.admin_listen == Some(serve.listen) && serve.listen.port() != 0 {
            self.wrong.push("listen and admin_listen are the same address; give two".to_owned());
        }
        if serve.admin_listen.is_some_and(|address| !address.ip().is_loopback()) {
            self.notes
                .push("admin_listen can be reached from other machines; it asks nobody for a key".to_owned());
        }
        let limits = &serve.limits;
        if limits.body_max > limits.upload_max {
            self.wrong.push("body_max is above upload_max, which holds for every request".to_owned());
        }
        if limits.request_timeout > limits.long_request_timeout {
            self.wrong.push("request_timeout is above long_request_timeout".to_owned());
        }
        if let Err(error) = serve::easypost(serve) {
            self.wrong.push(format!("{error:#}"));
        }
        let url = serve.public_url.as_deref();
        if url.is_none() {
            self.notes
                .push("public_url is not set: portal links lead to the host that a request names".to_owned());
        } else if url.is_some_and(|url| url.starts_with("http://")) {
            self.notes.push("public_url is not https: cookies of sessions travel unencrypted".to_owned());
        }
    }

    /// The data directory, or the one in which it will be made, can be written.
    fn folder(&mut self, dir: &Path) {
        let there = dir.ancestors().find(|part| part.as_os_str().is_empty() || part.exists());
        let there = there.filter(|part| !part.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !there.is_dir() {
            self.wrong.push(format!("data: {} is not a directory", there.display()));
        } else if let Err(error) = tempfile::tempfile_in(there) {
            self.wrong.push(format!("data: {} cannot be written: {error}", there.display()));
        }
    }

    async fn connect(&mut self, serve: &Serve) {
        match storage::reach(&serve.data).await {
            Ok(true) => self.notes.push("the database answers".to_owned()),
            Ok(false) => {
                self.notes.push("there is no database server to connect to: it is a file".to_owned())
            }
            Err(error) => self.wrong.push(format!("database: {error:#}")),
        }
    }

    fn words(&self) -> String {
        let mut text = String::new();
        let longest = self.settings.iter().map(|used| used.setting.len()).max().unwrap_or(0);
        for Used { setting, value, from } in &self.settings {
            let value = value.as_deref().unwrap_or("-");
            text.push_str(&format!("{setting:longest$}  {value}  [{from}]\n"));
        }
        for (word, lines) in [("note", &self.notes), ("wrong", &self.wrong)] {
            for line in lines {
                text.push_str(&format!("{word}: {line}\n"));
            }
        }
        text.push_str(if self.wrong.is_empty() { "all is well\n" } else { "" });
        text
    }
}
