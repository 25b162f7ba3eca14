//! What proves and what forgets: the vault, the intake of evidence, checkpoints and verification over the real storages.
mod between;
mod damage;
mod evidence;
mod house;
mod loss;
mod support;
mod vault;
mod verify;
mod written;
