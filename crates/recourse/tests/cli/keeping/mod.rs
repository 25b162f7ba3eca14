//! Keeping data with the binary: backups while a server writes, the way back, and what an older one has lost.
mod backup;
mod database;
mod dump;
mod loss;
mod page;
mod restore;
mod shop;
