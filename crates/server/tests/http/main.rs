//! The real router over SQLite in a temporary folder, with the sandbox gateway: nothing is mocked.
mod access;
mod acts;
mod demo;
mod dispute;
mod document;
mod evidence;
mod house;
mod isolation;
mod pages_case;
mod pages_desk;
mod paper;
mod people;
mod portal;
mod problems;
mod session;
mod staff;
mod tracking;
