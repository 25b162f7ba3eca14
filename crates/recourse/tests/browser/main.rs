//! The pages as people use them: real Chromium against the real binary, at phone and desktop width.
//!
//! Each test has a world of its own (a server over a fresh copy of the demo's data) and starts the browsers it needs,
//! so that tests may run at the same time and in any order. `./dev setup` installs what they need.
mod api;
mod axe;
mod browser;
mod driver;
mod essential;
mod everybody;
mod keyboard;
mod live;
mod look;
mod people;
mod pictures;
mod places;
mod plain;
mod proof;
mod refund;
mod words;
mod world;
