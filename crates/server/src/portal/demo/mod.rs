//! What a demonstration adds to the portals.
use super::reader::Taste;
use crate::state::App;
use maud::Markup;

/// The demonstration's clock and doors, for the foot of every page; nothing in operation.
pub(crate) async fn bar(_app: &App, _taste: &Taste) -> Option<Markup> {
    None
}
