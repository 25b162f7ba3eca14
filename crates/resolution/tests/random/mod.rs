//! One order under random commands, retries and clock moves, held against an auditor after each (DESIGN 3).
pub mod buyer;
mod clocks;
pub mod deal;
pub mod dice;
pub mod fund;
pub mod house;
pub mod ledger;
pub mod play;
pub mod play_case;
pub mod play_claim;
pub mod proven;
pub mod run;
pub mod shrink;
pub mod tally;
pub mod watch;

use resolution::id::PartyId;

/// The buyer of every order.
pub const BUYER: PartyId = PartyId([1; 16]);
/// The seller of every order.
pub const SELLER: PartyId = PartyId([2; 16]);
/// Somebody else.
pub const STRANGER: PartyId = PartyId([9; 16]);
/// The mediators.
pub const MEDIATORS: [PartyId; 3] = [PartyId([3; 16]), PartyId([4; 16]), PartyId([5; 16])];
