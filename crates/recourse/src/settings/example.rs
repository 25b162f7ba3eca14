//! A file with every setting, to start from.
use super::{all, is_secret, key};
use clap::{Arg, ArgAction};

/// Letters of a line, at most.
const WIDTH: usize = 100;

/// Its text.
pub fn example() -> String {
    let mut text = "# Configuration of `recourse serve --config FILE`; other commands take it too. A flag goes before the\n\
        # environment, that before this file, this before the default. What stands here behind one # is the default.\n"
        .to_owned();
    // A secret's file stands beside the secret.
    for arg in all().into_iter().filter(|arg| !key(arg).ends_with("_file")) {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        text.push('\n');
        wrapped(&help, &mut text);
        if let Some(variable) = arg.get_env() {
            text.push_str(&format!("## Environment: {}\n", variable.to_string_lossy()));
        }
        text.push_str(&format!("#{} = {}\n", key(&arg), shown(&arg)));
        if is_secret(&arg) {
            text.push_str(&format!("#{}_file = \"/run/secrets/{}\"\n", key(&arg), key(&arg)));
        }
    }
    text
}

/// The default, or where there is none, something of the form.
fn shown(arg: &Arg) -> String {
    let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
    let text = match (default, key(arg).as_str()) {
        (Some(default), _) => default,
        (None, "data") => "/var/lib/recourse".to_owned(),
        (None, "database") => "postgres://recourse@localhost/recourse".to_owned(),
        (None, "admin_listen") => "127.0.0.1:9090".to_owned(),
        (None, "easypost_secret") => return "[\"shop=secret\"]".to_owned(),
        (None, "public_url") => "https://help.shop.example".to_owned(),
        (None, "lanes") => "4".to_owned(),
        (None, "log") => "info".to_owned(),
        (None, "log_format") => "json".to_owned(),
        (None, name) => format!("/run/secrets/{name}"),
    };
    let plain = text.parse::<u64>().is_ok() || matches!(arg.get_action(), ArgAction::SetTrue);
    if plain { text } else { format!("\"{text}\"") }
}

fn wrapped(help: &str, text: &mut String) {
    let mut line = "##".to_owned();
    for word in help.split_whitespace() {
        if line.len() + 1 + word.len() > WIDTH {
            text.push_str(&line);
            text.push('\n');
            line = "##".to_owned();
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::file::File;

    #[test]
    fn what_it_shows_can_be_read() {
        let lines: Vec<String> = example()
            .lines()
            .filter(|line| !line.starts_with("##") && !line.contains("/run/secrets/"))
            .map(|line| line.trim_start_matches('#').to_owned())
            .filter(|line| line.contains(" = "))
            .collect();
        let file = tempfile::NamedTempFile::new().expect("there is room");
        std::fs::write(file.path(), lines.join("\n")).expect("it is written");
        File::read(file.path()).expect("every line of it is a setting with a value that fits");
        let settings = all().iter().filter(|arg| !shown(arg).contains("/run/secrets/")).count();
        assert_eq!(lines.len(), settings, "{lines:#?}");
    }
}
