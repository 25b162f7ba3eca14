//! What made-up orders are like: their sizes and payments, the manners of people, the journeys of parcels. The simulator's
//! marketplaces and the demo are made from it, so that there is one made-up trade.
pub use crate::dice::Dice;
pub use crate::draws::{estimate, hand_over, lines, method, middle_value, transit, units, value};
pub use crate::world::carrier::{Course, Journey, Saying};
pub use crate::world::people::Manner;
pub use crate::world::shop::Paying;
