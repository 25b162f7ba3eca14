//! The cast: which story is played for which reason, by whom, and for how long it has been in its stage.
use super::steps::{Ask, Plot};
use super::{endings, reviews, talks, ways_back};
use crate::demo::clockwork::Story;
use crate::demo::people;
use crate::demo::tale::Tale;

/// A story of a dispute.
pub type Play = fn(Tale, Plot) -> Story;

macro_rules! play {
    ($module:ident :: $name:ident) => {
        (|tale, plot| Box::pin($module::$name(tale, plot))) as Play
    };
}

/// One dispute of the demo.
pub struct Part {
    /// The story.
    pub play: Play,
    /// A reason of the policy.
    pub reason: &'static str,
    /// What is asked.
    pub ask: Ask,
    /// For how many hours it has been in its last stage.
    pub since: i64,
    /// Who sells.
    pub seller: &'static str,
    /// Who buys; somebody near the seller where none is named.
    pub buyer: &'static str,
    /// Who mediates.
    pub mediator: &'static str,
    /// How the gateway takes the payment back.
    pub steer: &'static str,
}

impl Part {
    const fn new(play: Play, reason: &'static str, ask: Ask, since: i64, seller: &'static str) -> Self {
        Self { play, reason, ask, since, seller, buyer: "", mediator: people::MEDIATOR, steer: "" }
    }

    const fn by(self, buyer: &'static str) -> Self {
        Self { buyer, ..self }
    }

    const fn with(self, mediator: &'static str) -> Self {
        Self { mediator, ..self }
    }

    const fn steered(self, steer: &'static str) -> Self {
        Self { steer, ..self }
    }
}

macro_rules! part {
    ($module:ident :: $name:ident, $reason:literal, $ask:ident, $since:literal, $seller:literal) => {
        Part::new(play!($module::$name), $reason, Ask::$ask, $since, $seller)
    };
}

/// Stories of the crowd that come to an end.
pub const CLOSING: &[Play] = &[
    play!(endings::accepted),
    play!(endings::accepted),
    play!(endings::settled),
    play!(endings::settled),
    play!(endings::withdrawn),
    play!(endings::won_by_buyer),
    play!(endings::dismissed),
    play!(endings::decided_by_table),
];

/// The disputes, one by one.
pub const PARTS: &[Part] = &[
    part!(talks::responding, "not_received", Refund, 100, "lumen-lamps"),
    part!(talks::responding, "damaged", Refund, 116, "lumen-lamps"),
    part!(talks::responding, "missing_part", Part, 3, "lumen-lamps"),
    part!(talks::responding, "wrong_item", Return, 60, "batik-kirana"),
    part!(talks::responding, "late", Refund, 20, "kopi-nusantara"),
    part!(talks::responding, "not_as_described", Return, 90, "brooklyn-audio"),
    part!(talks::responding, "counterfeit", Return, 44, "dar-al-oud"),
    part!(talks::responding, "short_shipment", Refund, 70, "kiyomizu-kiln"),
    part!(talks::responding, "damaged", Replacement, 12, "feira-do-sol"),
    part!(talks::offered_at_once, "late", Part, 50, "hanji-house"),
    part!(talks::negotiating, "not_as_described", Refund, 70, "petit-atelier").by("ana"),
    part!(talks::negotiating, "damaged", Refund, 120, "lumen-lamps"),
    part!(talks::negotiating, "missing_part", Part, 40, "batik-kirana"),
    part!(talks::negotiating, "wrong_item", Return, 96, "peak-outfitters"),
    part!(talks::negotiating, "counterfeit", Refund, 20, "petit-atelier"),
    part!(talks::offered_return, "not_as_described", Refund, 60, "batik-kirana"),
    part!(talks::offered_return, "damaged", Refund, 130, "feira-do-sol"),
    part!(talks::investigating, "not_received", Refund, 72, "kopi-nusantara"),
    part!(talks::investigating, "not_received", Refund, 200, "lumen-lamps"),
    part!(talks::found_with_carrier, "not_received", Refund, 50, "hanji-house"),
    part!(reviews::unassigned, "damaged", Refund, 165, "lumen-lamps"),
    part!(reviews::unassigned, "wrong_item", Return, 30, "kopi-nusantara"),
    part!(reviews::unassigned, "not_received", Refund, 12, "brooklyn-audio"),
    part!(reviews::unassigned, "short_shipment", Refund, 60, "peak-outfitters"),
    part!(reviews::silent, "not_as_described", Return, 24, "batik-kirana"),
    part!(reviews::silent, "not_received", Refund, 110, "feira-do-sol"),
    part!(reviews::assigned, "damaged", Refund, 166, "kiyomizu-kiln"),
    part!(reviews::assigned, "short_shipment", Refund, 50, "lumen-lamps"),
    part!(reviews::assigned, "counterfeit", Return, 20, "dar-al-oud"),
    part!(reviews::assigned, "late", Part, 70, "batik-kirana").with("ratna"),
    part!(reviews::answered, "missing_part", Refund, 26, "hanji-house"),
    part!(reviews::proposed, "damaged", Refund, 30, "lumen-lamps"),
    part!(reviews::proposed, "not_as_described", Refund, 55, "kopi-nusantara"),
    part!(reviews::half_agreed, "wrong_item", Refund, 20, "petit-atelier").with("oskar"),
    part!(reviews::seller_asked, "short_shipment", Refund, 80, "lumen-lamps"),
    part!(reviews::buyer_asked, "damaged", Refund, 30, "batik-kirana").with("ratna"),
    part!(reviews::may_appeal, "not_as_described", Refund, 100, "brooklyn-audio"),
    part!(reviews::may_appeal, "damaged", Refund, 250, "lumen-lamps"),
    part!(reviews::lost_by_buyer, "late", Refund, 60, "peak-outfitters").with("oskar"),
    part!(reviews::appealed, "damaged", Refund, 90, "feira-do-sol"),
    part!(reviews::appealed, "wrong_item", Refund, 28, "kiyomizu-kiln").with("oskar"),
    part!(ways_back::preparing, "damaged", Return, 90, "lumen-lamps"),
    part!(ways_back::preparing, "counterfeit", Return, 20, "dar-al-oud"),
    part!(ways_back::dispatching, "not_as_described", Return, 100, "batik-kirana"),
    part!(ways_back::dispatching, "wrong_item", Return, 200, "petit-atelier"),
    part!(ways_back::return_in_transit, "damaged", Return, 60, "brooklyn-audio"),
    part!(ways_back::return_in_transit, "not_as_described", Return, 120, "kopi-nusantara"),
    part!(ways_back::inspecting, "not_as_described", Return, 130, "lumen-lamps"),
    part!(ways_back::inspecting, "wrong_item", Return, 30, "feira-do-sol"),
    part!(ways_back::objected, "damaged", Return, 40, "peak-outfitters"),
    part!(ways_back::return_lost, "missing_part", Return, 20, "hanji-house"),
    part!(ways_back::dispatching_replacement, "not_received", Replacement, 150, "lumen-lamps"),
    part!(ways_back::dispatching_replacement, "damaged", Replacement, 40, "batik-kirana"),
    part!(ways_back::replacement_in_transit, "not_received", Replacement, 90, "kiyomizu-kiln"),
    part!(ways_back::replacement_in_transit, "missing_part", Replacement, 50, "hanji-house"),
    part!(ways_back::replaced, "damaged", Replacement, 100, "kopi-nusantara"),
    part!(ways_back::return_accepted, "wrong_item", Return, 30, "batik-kirana"),
    part!(ways_back::return_accepted, "damaged", Return, 120, "brooklyn-audio"),
    part!(ways_back::never_returned, "not_as_described", Return, 60, "petit-atelier"),
    part!(endings::accepted, "damaged", Refund, 5, "lumen-lamps").steered("_unknown").by("ana"),
    part!(endings::accepted, "not_received", Refund, 9, "kopi-nusantara").steered("_unknown"),
    part!(endings::accepted, "damaged", Part, 0, "peak-outfitters").steered("_pending"),
    part!(endings::accepted, "late", Refund, 0, "batik-kirana").steered("_pending"),
    part!(endings::accepted, "missing_part", Refund, 50, "feira-do-sol").steered("_refuse"),
    part!(endings::accepted, "damaged", Refund, 200, "hanji-house"),
    part!(endings::accepted, "wrong_item", Other, 72, "dar-al-oud"),
    part!(endings::bounced, "damaged", Refund, 26, "kiyomizu-kiln"),
    part!(endings::bounced, "wrong_item", Refund, 0, "lumen-lamps"),
    part!(endings::arrived, "not_received", Refund, 70, "petit-atelier").by("ana"),
    part!(endings::arrived, "missing_part", Part, 30, "batik-kirana"),
    part!(endings::withdrawn, "missing_part", Refund, 80, "brooklyn-audio"),
    part!(endings::withdrawn, "not_received", Refund, 200, "lumen-lamps"),
    part!(endings::settled, "not_as_described", Refund, 60, "petit-atelier"),
    part!(endings::settled, "counterfeit", Refund, 300, "dar-al-oud"),
    part!(endings::won_by_buyer, "short_shipment", Refund, 90, "kiyomizu-kiln"),
    part!(endings::won_by_buyer, "damaged", Refund, 240, "lumen-lamps"),
    part!(endings::dismissed, "late", Refund, 120, "hanji-house"),
    part!(endings::dismissed, "short_shipment", Refund, 40, "feira-do-sol").with("oskar"),
    part!(endings::lost_meanwhile, "not_received", Refund, 30, "lumen-lamps"),
    part!(endings::damaged_meanwhile, "not_received", Refund, 20, "batik-kirana"),
    part!(endings::returned_meanwhile, "not_received", Refund, 44, "brooklyn-audio"),
    part!(endings::decided_by_table, "not_received", Refund, 40, "peak-outfitters"),
    part!(endings::decided_by_table, "damaged", Refund, 200, "kopi-nusantara"),
];
