//! What lies outside the house: gateways, the post, carriers, and the people of the marketplaces.
pub(crate) mod carrier;
pub(crate) mod gateway;
pub(crate) mod people;
pub(crate) mod post;
pub(crate) mod shop;
