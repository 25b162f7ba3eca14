//! The command line of what is out of service.
use super::{Data, Output};
use clap::Subcommand;
use resolution::id::AggregateId;

/// Quarantine commands.
#[derive(Debug, Subcommand)]
pub enum Quarantine {
    /// Lists what is out of service, since when and why.
    List {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Puts an order or account back into service after its cause was mended.
    Release {
        /// Its id, as the list has it.
        id: AggregateId,
        /// Where.
        #[command(flatten)]
        data: Data,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}
