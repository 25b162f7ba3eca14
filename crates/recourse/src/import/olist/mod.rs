//! Imports the Olist marketplace: real purchases of 2016 to 2018, replayed fact by fact under a sandbox clock.
//!
//! [`read`] reads the files, [`plan`] decides from them alone what will happen, [`run`] gives the facts to the engine in
//! their time, [`people`] makes up who complains, [`report`] says from the recorded events what came of it.
mod marketplace;
mod people;
pub mod plan;
pub mod read;
pub mod report;
pub mod run;
