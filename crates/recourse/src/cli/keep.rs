//! The command line of keeping data: backup, restore, and copying to another database.
use super::{Data, Output};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use store::copy::Place;

/// A backup, also while the server runs.
#[derive(Args, Debug)]
pub struct Backup {
    /// The data directory; a server may be using it.
    #[arg(long, value_name = "DIR", env = "RECOURSE_DATA")]
    pub data: PathBuf,
    /// Where it is to lie: a name that is not taken, or a directory that is there and that it is put into under the date.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// Takes the keys along: whoever has the backup can then read everything.
    #[arg(long)]
    pub with_keys: bool,
    /// How.
    #[command(flatten)]
    pub output: Output,
}

/// A restore into an empty place; or, without a backup, the acceptance of a loss of data that were restored by hand.
#[derive(Args, Debug)]
pub struct Restore {
    /// The backup.
    #[arg(long, value_name = "BACKUP", required_unless_present = "accept_loss")]
    pub from: Option<PathBuf>,
    /// Where to: a directory that is not there, or empty. A backup is restored to SQLite; only a loss is accepted in a
    /// --database.
    #[command(flatten)]
    pub data: Data,
    /// The folder of the keys, where they are not in the backup.
    #[arg(long, value_name = "DIR", requires = "from")]
    pub keys: Option<PathBuf>,
    /// A newer destroyed.jsonl than the backup's: who was erased since is erased again. May be given several times.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub destroyed: Vec<PathBuf>,
    /// What is left of the lost data directory: erasures, checkpoints and the sandbox's book are taken over from it, and
    /// what the checkpoints promise is looked for.
    #[arg(long, value_name = "DIR", requires = "from")]
    pub lost: Option<PathBuf>,
    /// Gives up what the checkpoints promise and the backup has not; a word that says why, kept for ever.
    #[arg(long, value_name = "WHY")]
    pub accept_loss: Option<String>,
    /// Who gives it up; a word, kept for ever.
    #[arg(long, value_name = "WHO", default_value = "operator", requires = "accept_loss")]
    pub who: String,
    /// How.
    #[command(flatten)]
    pub output: Output,
}

/// Database commands.
#[derive(Debug, Subcommand)]
pub enum Databases {
    /// Copies everything into an empty database and verifies the copy; nobody may be serving either. Ends with 1 where
    /// verification finds something wrong.
    Copy {
        /// The source: sqlite:DIR or postgres://…
        #[arg(long, value_name = "PLACE", value_parser = Place::parse, env = "RECOURSE_COPY_FROM", hide_env_values = true)]
        from: Place,
        /// The target: sqlite:DIR or postgres://…
        #[arg(long, value_name = "PLACE", value_parser = Place::parse, env = "RECOURSE_COPY_TO", hide_env_values = true)]
        to: Place,
        /// The data directory of a PostgreSQL source: keys, files and checkpoints.
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}
