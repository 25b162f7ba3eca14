//! The command line of configuration files.
use super::Output;
use clap::Subcommand;
use std::path::PathBuf;

/// Configuration commands.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Says every value that `recourse serve` would use and where it comes from, and checks that they make sense; ends with 1
    /// where one does not. Secrets are not shown.
    Check {
        /// The file; without it, environment and defaults alone.
        file: Option<PathBuf>,
        /// Connects to the database, too; changes nothing there.
        #[arg(long)]
        connect: bool,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Prints a file with every setting, its meaning, unit, range and default.
    Example,
}
