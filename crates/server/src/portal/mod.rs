//! The portals: pages for buyers, sellers and mediators, made on the server.
pub(crate) mod words;
