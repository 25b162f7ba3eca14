//! Orders: the list of someone's orders, and one order with its parcels, clocks, money and what can be done now.
pub(crate) mod list;
pub(crate) mod money;
pub(crate) mod one;
pub(crate) mod parcels;
