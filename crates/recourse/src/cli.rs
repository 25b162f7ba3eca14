//! The command line.
mod back_test;
mod bench;
mod config;
mod keep;
mod quarantine;
mod serve;
mod simulate;

pub use back_test::Replay;
pub use bench::{Bench, Ground, Load};
pub use config::Config;
pub use keep::{Backup, Databases, Restore};
pub use quarantine::Quarantine;
pub use serve::{Serve, seconds};
pub use simulate::{Kept, Simulate};

use crate::ledger::Format;
use crate::logs::Format as LogFormat;
use clap::{Args, Parser, Subcommand};
use server::Secret;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The resolution centre that a marketplace runs itself: buyer protection, disputes, returns and refunds.
#[derive(Debug, Parser)]
#[command(name = "recourse", version, about, propagate_version = true, arg_required_else_help = true)]
pub struct Cli {
    /// A configuration file; flags and the environment go before it (see `recourse config example`).
    #[arg(long, global = true, value_name = "FILE", env = "RECOURSE_CONFIG")]
    pub config: Option<PathBuf>,
    /// What is logged: a level (error, warn, info, debug, trace) or a list such as info,engine=debug [default: info of a
    /// server, else error].
    #[arg(long, global = true, value_name = "FILTER", env = "RECOURSE_LOG", hide_short_help = true)]
    pub log: Option<String>,
    /// How the log is written [default: text on a terminal, else json for a server].
    #[arg(long, global = true, value_name = "FORMAT", env = "RECOURSE_LOG_FORMAT", hide_short_help = true)]
    pub log_format: Option<LogFormat>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Where the data lie.
#[derive(Args, Clone, Debug)]
pub struct Data {
    /// The data directory: keys, files, checkpoints, and without --database the database, for one process at a time.
    #[arg(long = "data", value_name = "DIR", env = "RECOURSE_DATA")]
    pub dir: PathBuf,
    /// Where.
    #[command(flatten)]
    pub database: Database,
}

/// Which database.
#[derive(Args, Clone, Debug, Default)]
pub struct Database {
    /// A PostgreSQL database for orders and sealed texts, postgres://USER@HOST/NAME?sslmode=verify-full; several processes
    /// may use it. A password is better given by the environment: others can read the command line.
    #[arg(long = "database", value_name = "URL", env = "RECOURSE_DATABASE", hide_env_values = true)]
    #[arg(value_parser = serve::hidden)]
    pub url: Option<Secret>,
    /// A file with this address.
    #[arg(
        long = "database-file",
        value_name = "FILE",
        env = "RECOURSE_DATABASE_FILE",
        conflicts_with = "url"
    )]
    #[arg(hide_short_help = true, value_parser = secret_file)]
    pub url_file: Option<Secret>,
    /// Commands of different orders that are decided beside each other on PostgreSQL; on SQLite it is always one [default: 4]
    /// (1 to 64).
    #[arg(long, value_name = "N", env = "RECOURSE_LANES", hide_short_help = true)]
    #[arg(value_parser = clap::builder::RangedU64ValueParser::<u8>::new().range(1..=64))]
    pub lanes: Option<u8>,
}

impl Data {
    /// A directory without another database.
    pub fn in_directory(dir: &Path) -> Self {
        Self { dir: dir.to_owned(), database: Database::default() }
    }
}

impl Database {
    /// The address, if there is one. A file that was named goes first: what else there is can then only be the configuration
    /// file's.
    pub fn address(&self) -> Option<&Secret> {
        self.url_file.as_ref().or(self.url.as_ref()).filter(|url| !url.reveal().is_empty())
    }
}

/// Reads a secret from a file.
fn secret_file(path: &str) -> Result<Secret, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    Ok(Secret::new(text.trim()))
}

/// How results are printed.
#[derive(Args, Clone, Copy, Debug)]
pub struct Output {
    /// One JSON document on standard output instead of words.
    #[arg(long)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves the HTTP API, and runs clocks and outbox, until it is told to stop.
    Serve(Box<Serve>),
    /// Checks configuration files and shows what can stand in them.
    #[command(subcommand)]
    Config(Config),
    /// Makes up a marketplace with orders, parcels and disputes, and serves it: play buyer, seller and mediator.
    Demo {
        /// The same seed gives the same world.
        #[arg(long, value_name = "N", default_value_t = 1)]
        seed: u64,
        /// How many orders.
        #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u64).range(1..=20_000))]
        orders: u64,
        /// Keeps it in this directory, and serves it again next time [default: a temporary one, removed at the end].
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// Where.
        #[command(flatten)]
        database: Database,
        /// Address and port; port 0 takes a free one.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", env = "RECOURSE_LISTEN")]
        listen: SocketAddr,
        /// Languages, the first by default.
        #[arg(long, value_name = "TAG", default_value = "en,id", value_delimiter = ',')]
        languages: Vec<String>,
    },
    /// Brings in what others recorded.
    #[command(subcommand)]
    Import(Import),
    /// Checks, tests, shows and explains policies.
    #[command(subcommand)]
    Policy(Policy),
    /// Exports the ledger and shows its balances.
    #[command(subcommand)]
    Ledger(Ledger),
    /// Proves hash chains, checkpoint, states and ledger; ends with 1 where something is wrong.
    Verify {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Erases a person for good: destroys the key to all that the person sealed.
    Erase {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// The marketplace's own id of the person, or the pseudonym (pty_…).
        person: String,
        /// The cause, as a word that says nothing of the person; it is kept for ever.
        #[arg(long, value_name = "WORD")]
        why: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Copies all data, also while the server runs; the keys only if that is asked for.
    Backup(Backup),
    /// Puts a backup back into an empty place, repeats every erasure, and verifies; ends with 1 where something is wrong.
    Restore(Restore),
    /// Moves everything to another database.
    #[command(subcommand)]
    Database(Databases),
    /// Lists what is out of service and puts it back.
    #[command(subcommand)]
    Quarantine(Quarantine),
    /// Makes and lists marketplaces.
    #[command(subcommand)]
    Marketplace(Market),
    /// Makes API keys.
    #[command(subcommand)]
    Key(Key),
    /// Adds, lists and removes a marketplace's own people who sign in with a password.
    #[command(subcommand)]
    Staff(Staff),
    /// Measures this installation on this machine.
    #[command(subcommand)]
    Bench(Bench),
    /// Plays months of a made-up marketplace under faults, watched by an auditor; ends with 1 at the first broken invariant.
    Simulate(Simulate),
    /// Prints the OpenAPI document of the HTTP API.
    Openapi,
}


/// What can be brought in.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// The purchases of the Olist files, replayed in their time into the sandbox marketplace `olist`.
    Olist {
        /// The folder with orders.csv or orders.csv.xz, and the others.
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// A shipped policy or a policy directory [default: `default`, or what the marketplace has].
        #[arg(long, value_name = "PRESET|DIR")]
        policy: Option<String>,
        /// Where the clock stops: an instant, or the first of a date [default: after the last fact].
        #[arg(long, value_name = "INSTANT")]
        until: Option<String>,
        /// Makes up people who raise and settle disputes over these orders (late parcels and bad reviews first); the same
        /// seed gives the same cases.
        #[arg(long, value_name = "SEED")]
        cases: Option<u64>,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// What carriers answered: prints raw words, instant and canonical status, and gives the scans to a marketplace
    /// where one is named.
    Tracking {
        /// Payloads as the carriers or vendors sent them.
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// The data directory to give the scans to.
        #[arg(long, value_name = "DIR", requires = "marketplace")]
        data: Option<PathBuf>,
        /// Where.
        #[command(flatten)]
        database: Database,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG", requires = "data")]
        marketplace: Option<String>,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}

/// Policy commands.
#[derive(Debug, Subcommand)]
pub enum Policy {
    /// Proves a policy, or names every mistake with file, line and row; ends with 1 where there is one.
    ///
    /// Every case of every procedure is walked to all its ends, and every combination of facts is held against the liability
    /// table.
    Check {
        /// A policy directory, or the name of a shipped policy.
        policy: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Holds a policy against the examples beside it; ends with 1 where one fails.
    Test {
        /// A policy directory, or the name of a shipped policy.
        policy: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Prints a policy's whole process: stage, whose turn, clock, what happens at its end.
    Show {
        /// A policy directory, or the name of a shipped policy.
        policy: String,
        /// As tables of text, as a page with diagrams, or the diagrams alone.
        #[arg(long, value_enum, default_value = "text")]
        format: Shape,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Prints the reasoning of a case: rule, facts, evidence, instants.
    Explain {
        /// The case's id.
        case: String,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Tells one story under several policies, side by side: a parcel is lost, the buyer complains, the seller objects or stays
    /// silent. Who acts when, what silence means, who pays.
    Story {
        /// Policy directories, or names of shipped policies [default: all that are shipped].
        policies: Vec<String>,
    },
    /// Replays the cases of the data under a draft, without touching them, and prints what would have been different: how
    /// cases end, who pays, how long it takes, and the cases that change most.
    ///
    /// Everybody acts as they did, as long after the question as they did; what the draft does not allow is refused and counted.
    Replay(Replay),
}

/// How a policy is printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum Shape {
    /// Tables.
    Text,
    /// A page with a Mermaid diagram of each procedure.
    Markdown,
    /// The Mermaid diagrams alone.
    Mermaid,
}

/// Ledger commands.
#[derive(Debug, Subcommand)]
pub enum Ledger {
    /// Writes every posting as a journal to standard output.
    Export {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The journal's format.
        #[arg(long, value_enum)]
        format: Format,
        /// Of one marketplace only.
        #[arg(long, value_name = "SLUG")]
        marketplace: Option<String>,
    },
    /// Shows the balance of every account: what came in less what went out.
    Balances {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// Of one marketplace only.
        #[arg(long, value_name = "SLUG")]
        marketplace: Option<String>,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}

/// Marketplace commands.
#[derive(Debug, Subcommand)]
pub enum Market {
    /// Makes a marketplace.
    Create {
        /// Its name in addresses: a-z, 0-9 and -.
        slug: String,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// IANA time zone [default: the policy's].
        #[arg(long)]
        zone: Option<String>,
        /// Currency where a request names none.
        #[arg(long, value_name = "CODE")]
        currency: String,
        /// A shipped policy or a policy directory.
        #[arg(long, value_name = "PRESET|DIR", default_value = "default")]
        policy: String,
        /// A calendar file with holidays.
        #[arg(long, value_name = "FILE")]
        calendar: Option<PathBuf>,
        /// A sandbox, whose clock starts at this instant and moves only when told.
        #[arg(long, value_name = "INSTANT")]
        sandbox: Option<String>,
        /// Languages, the first by default.
        #[arg(long, value_name = "TAG", default_value = "en", value_delimiter = ',')]
        languages: Vec<String>,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Lists the marketplaces.
    List {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}

/// Staff commands.
#[derive(Debug, Subcommand)]
pub enum Staff {
    /// Adds someone; without a password one is made, and shown this once.
    Add {
        /// The marketplace's own id of the person.
        id: String,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// With what the person signs in, such as a mail address.
        #[arg(long)]
        login: String,
        /// mediator or finance.
        #[arg(long, default_value = "mediator")]
        role: String,
        /// Reads the password from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Lists everyone.
    List {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Sets another password and ends the person's sessions; without one it is made, and shown this once.
    Password {
        /// The marketplace's own id of the person.
        id: String,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// Reads the password from the first line of standard input.
        #[arg(long)]
        password_stdin: bool,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Removes someone and ends the person's sessions.
    Remove {
        /// The marketplace's own id of the person.
        id: String,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}

/// Key commands.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Makes an API key of a marketplace, or of the whole installation; it is shown this once.
    Create {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug; without it the key is the installation's.
        #[arg(long, value_name = "SLUG")]
        marketplace: Option<String>,
        /// What it is for, in your words.
        #[arg(long, default_value = "made on the command line")]
        name: String,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
