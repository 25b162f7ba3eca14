//! What can be measured.
use super::{Data, Database, Output};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Where it is measured.
#[derive(Args, Clone, Debug)]
pub struct Ground {
    /// A folder for what is measured, on the disk that is meant; it must be empty [default: a new one here, removed at the end].
    #[arg(long = "in", value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Which database: with --database it must be empty, too.
    #[command(flatten)]
    pub database: Database,
}

/// The load.
#[derive(Args, Clone, Copy, Debug)]
pub struct Load {
    /// Orders that the marketplace had in the last 90 days; they are made first.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub orders: u64,
    /// Clients that each wait for their answer.
    #[arg(long, value_name = "N", default_value_t = 512)]
    pub clients: usize,
    /// How long each measurement lasts, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub seconds: u64,
}

/// What can be measured.
#[derive(Debug, Subcommand)]
pub enum Bench {
    /// What the disk and the database can do with simpler designs, and what the product's storage does without deciding.
    Limits {
        /// Where.
        #[command(flatten)]
        ground: Ground,
        /// How much.
        #[command(flatten)]
        load: Load,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Commands to the engine in this process, beside the limits of the same run: as fast as it goes, and by a timetable.
    Commands {
        /// Where.
        #[command(flatten)]
        ground: Ground,
        /// How much.
        #[command(flatten)]
        load: Load,
        /// Leaves the limits out: no ratios.
        #[arg(long)]
        alone: bool,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// The same mix over HTTP on the loopback, and whole disputes.
    Http {
        /// Where.
        #[command(flatten)]
        ground: Ground,
        /// How much.
        #[command(flatten)]
        load: Load,
        /// Whole disputes: each is opened, answered with a proposal and accepted.
        #[arg(long, value_name = "N", default_value_t = 10_000)]
        disputes: u64,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// Deadlines that all fall due at once, each carried out with its consequence.
    Deadlines {
        /// Where.
        #[command(flatten)]
        ground: Ground,
        /// Orders that wait for somebody.
        #[arg(long, value_name = "N", default_value_t = 100_000)]
        orders: u64,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// The same load over stores of different sizes, with reads and start-up at each.
    Scale {
        /// Where.
        #[command(flatten)]
        ground: Ground,
        /// Orders of the last 90 days; several are divided by commas.
        #[arg(long, value_name = "N", default_value = "10000,100000", value_delimiter = ',')]
        orders: Vec<u64>,
        /// Clients that each wait for their answer.
        #[arg(long, value_name = "N", default_value_t = 512)]
        clients: usize,
        /// How long each measurement lasts, in seconds.
        #[arg(long, value_name = "SECONDS", default_value_t = 10)]
        seconds: u64,
        /// How.
        #[command(flatten)]
        output: Output,
    },
    /// How long the portals' pages take at the server, for people and orders of the data.
    Pages {
        /// Where.
        #[command(flatten)]
        data: Data,
        /// The marketplace's slug.
        #[arg(long, value_name = "SLUG")]
        marketplace: String,
        /// Orders whose pages are asked for, evenly over all; besides as many with cases.
        #[arg(long, value_name = "N", default_value_t = 100)]
        orders: usize,
        /// Requests in all.
        #[arg(long, value_name = "N", default_value_t = 20_000)]
        requests: usize,
        /// Clients that each ask again as soon as they are answered.
        #[arg(long, value_name = "N", default_value_t = 2)]
        clients: usize,
        /// How.
        #[command(flatten)]
        output: Output,
    },
}
