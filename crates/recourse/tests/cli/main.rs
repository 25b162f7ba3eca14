//! The binary as people use it: every test runs the real one over a data directory of its own.
mod bodies;
mod demo;
mod import;
mod keeping;
mod ledger;
mod policy;
mod real_order;
mod replay;
mod restricted;
mod serve;
mod server;
mod shared;
mod staff;
mod tamper;
mod tools;
mod tracking;
mod two_processes;
