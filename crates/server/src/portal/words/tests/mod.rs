//! Every message is there in every language, every stable word has its own, and formats are those of the locale.
mod format;
mod messages;
mod sources;
mod stable;
mod stated;
