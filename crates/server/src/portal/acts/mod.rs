//! What a reader may do: a button for each allowed act of `allowed_actions`, why not and from when for the others, and the
//! form of each.
//!
//! What an act asks stands in one table ([`table`]); what was typed is read in [`read`] and given to the API's own handler
//! in [`send`]. Whether it is allowed, and within which ranges, the core says.
mod buttons;
mod claim;
mod cost;
mod fields;
mod form;
mod questionnaire;
mod read;
mod reasons;
mod send;
mod subject;
mod table;

pub(crate) use buttons::{button, did, done, href, label, number, refused, sentence, why};
pub(crate) use cost::Cost;
pub(crate) use form::{act, show};
