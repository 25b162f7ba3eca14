//! Where in the files what is proven stands, so that each finding names its line.
use crate::policy::{Problem, StageName, problem::Source, raw::RawPolicy};
use std::{collections::BTreeMap, ops::Range};

/// Where each stage of each procedure is written: its own line, or the one it is taken over from.
pub(crate) type StagePlaces = BTreeMap<(String, StageName), Range<usize>>;

/// The places of one policy file.
pub(crate) struct Places<'a> {
    source: &'a Source<'a>,
    raw: &'a RawPolicy,
    stages: &'a StagePlaces,
}

impl<'a> Places<'a> {
    pub(crate) fn new(source: &'a Source<'a>, raw: &'a RawPolicy, stages: &'a StagePlaces) -> Self {
        Self { source, raw, stages }
    }

    /// A problem at a dotted key.
    pub(super) fn key(&self, key: &str, text: impl Into<String>) -> Problem {
        self.source.at_key(key, text)
    }

    /// Every requirement that is written down.
    pub(super) fn requirements(&self) -> impl Iterator<Item = &'a str> {
        self.raw.requirement.keys().map(String::as_str)
    }

    /// A problem at a reason.
    pub(super) fn reason(&self, id: &str, row: String, text: impl Into<String>) -> Problem {
        match self.raw.reason.iter().find(|reason| reason.id.as_ref() == id) {
            Some(reason) => self.source.at(reason.id.span(), row, text),
            None => self.source.at_key(&row, text),
        }
    }

    /// A problem at a row of the liability table.
    pub(super) fn liability(&self, id: &str, text: impl Into<String>) -> Problem {
        let row = format!("liability {id}");
        match self.raw.liability.iter().find(|row| row.id.as_ref() == id) {
            Some(found) => self.source.at(found.id.span(), row, text),
            None => self.source.at_key(&row, text),
        }
    }

    /// A problem at a stage of a procedure.
    pub(super) fn stage(&self, procedure: &str, stage: StageName, text: impl Into<String>) -> Problem {
        let row = format!("procedure.{procedure}.{stage}");
        match self.stages.get(&(procedure.to_owned(), stage)) {
            Some(place) => self.source.at(place.clone(), row, text),
            None => self.source.at_key(&format!("procedure.{procedure}"), text),
        }
    }
}
