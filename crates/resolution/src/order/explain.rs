//! The reasoning of a case, from its events alone.
