//! The log, on standard error: text or one JSON document a line.
//!
//! What the program says of itself names no person and no secret. Libraries promise nothing of the kind (the client of
//! PostgreSQL writes the values of statements), so that of them only warnings are let through, whatever is asked for.
use crate::cli::{Cli, Command};
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::io::IsTerminal;
use std::panic::PanicHookInfo;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines for people.
    Text,
    /// One JSON document a line.
    Json,
}

/// The crates whose words are our own.
const OWN: [&str; 9] =
    ["api", "auditor", "connectors", "engine", "recourse", "resolution", "server", "simulator", "store"];

/// Starts it: what a server does; of other commands only what goes wrong; where things go wrong on purpose, nothing.
///
/// # Errors
/// Where the filter cannot be read.
pub fn start(cli: &Cli) -> Result<()> {
    let serving = matches!(cli.command, Command::Serve(_));
    let fallback = match &cli.command {
        Command::Serve(_) => "info",
        Command::Simulate(_) => "off",
        _ => "error",
    };
    let filter = match &cli.log {
        Some(filter) => EnvFilter::try_new(filter).context(
            "the filter of the log (--log, RECOURSE_LOG) is a level or a list such as info,engine=debug",
        )?,
        None => EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(fallback)),
    };
    let usual = if serving && !std::io::stderr().is_terminal() { Format::Json } else { Format::Text };
    let to = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let to = match cli.log_format.unwrap_or(usual) {
        Format::Json => to.json().boxed(),
        Format::Text => to.compact().with_ansi(std::io::stderr().is_terminal()).boxed(),
    };
    tracing_subscriber::registry().with(to.with_filter(filter_fn(told))).with(filter).init();
    if serving {
        std::panic::set_hook(Box::new(panicked));
    }
    Ok(())
}

/// Whether it may be told at all.
fn told(metadata: &Metadata<'_>) -> bool {
    let root = metadata.target().split("::").next().unwrap_or_default();
    OWN.contains(&root) || *metadata.level() <= Level::WARN
}

/// A panic is one line of the log like any other. What it says may repeat a value, of which only the program's own words
/// before it are told.
fn panicked(panic: &PanicHookInfo<'_>) {
    let payload = panic.payload();
    let whole = payload.downcast_ref::<&str>().copied();
    let begun = payload.downcast_ref::<String>().and_then(|text| text.split(':').next());
    let at = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
    tracing::error!(at, said = whole.or(begun).unwrap_or_default(), "something broke");
}
