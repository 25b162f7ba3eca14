//! The world is whole, and the same for the same seed.
