//! What `recourse policy replay` is asked.
use super::{Data, Output};
use clap::Args;

/// The cases of the data under a draft.
#[derive(Args, Debug)]
pub struct Replay {
    /// Where.
    #[command(flatten)]
    pub data: Data,
    /// The draft: a policy directory, or the name of a shipped policy.
    #[arg(long, value_name = "PRESET|DIR")]
    pub policy: String,
    /// Of one marketplace only.
    #[arg(long, value_name = "SLUG")]
    pub marketplace: Option<String>,
    /// Only cases that were opened from then on: an instant, or a date in the marketplace's zone.
    #[arg(long, value_name = "INSTANT")]
    pub since: Option<String>,
    /// Only cases that were opened before: an instant, or a date in the marketplace's zone.
    #[arg(long, value_name = "INSTANT")]
    pub until: Option<String>,
    /// One case, step by step, as it was and as it would have been.
    #[arg(long, value_name = "CASE", conflicts_with_all = ["marketplace", "since", "until"])]
    pub case: Option<String>,
    /// How.
    #[command(flatten)]
    pub output: Output,
}
