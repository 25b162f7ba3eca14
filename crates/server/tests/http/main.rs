//! The real router over SQLite in a temporary folder, with the sandbox gateway: nothing is mocked.
mod access;
mod acts;
mod demo;
mod dispute;
mod document;
mod evidence;
mod house;
mod isolation;
mod people;
mod problems;
mod tracking;
