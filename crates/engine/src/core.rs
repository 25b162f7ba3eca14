//! What lanes and workers share.
use crate::failpoint::Failpoints;
use crate::meters::Meters;
use crate::neighbours::Clocks;
use crate::ports::Store;
use crate::rules::Rules;
use crate::seen::Seen;
use crate::settings::Settings;
use crate::signals::Signals;
use crate::timebase::Timebase;
use std::sync::Arc;

/// Shared by everything that belongs to one engine.
pub(crate) struct Core {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) time: Arc<Timebase>,
    pub(crate) rules: Rules,
    /// For readers alone: lanes keep their own.
    pub(crate) seen: Seen,
    pub(crate) settings: Settings,
    pub(crate) failpoints: Failpoints,
    pub(crate) signals: Signals,
    pub(crate) clocks: Clocks,
    pub(crate) meters: Meters,
}
