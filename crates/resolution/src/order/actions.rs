//! What may be done now, and why not yet.
