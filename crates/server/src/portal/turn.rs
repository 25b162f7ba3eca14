//! Whose turn it is in a case.
use super::session::Role;
use api::Side;
use jiff::Timestamp;

/// Whether a case waits for a reader, by the word of its turn and the side that was asked a question.
pub(crate) fn mine(role: Role, turn: &str, asked: Option<Side>) -> bool {
    match (turn, asked) {
        ("both", _) => matches!(role, Role::Buyer | Role::Seller),
        ("opener", _) | ("asked", Some(Side::Opener)) => role == Role::Buyer,
        ("respondent", _) | ("asked", Some(Side::Respondent)) => role == Role::Seller,
        ("mediator", _) => role == Role::Mediator,
        _ => false,
    }
}

/// Where two sides look for an agreement: whose offer is the newer of those that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Offer {
    /// One's own: the other side is to answer it.
    Own,
    /// The other side's: it is to be answered.
    Theirs,
}

/// By the instants at which the standing offers of a side and of the other were made.
pub(crate) fn offer(own: Option<Timestamp>, theirs: Option<Timestamp>) -> Option<Offer> {
    match (own, theirs) {
        (None, None) => None,
        (own, theirs) if own > theirs => Some(Offer::Own),
        _ => Some(Offer::Theirs),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_of_those_whom_it_names() {
        let waits = |turn, asked| {
            [Role::Buyer, Role::Seller, Role::Mediator, Role::Finance].map(|role| mine(role, turn, asked))
        };
        assert_eq!(waits("both", None), [true, true, false, false]);
        assert_eq!(waits("opener", None), [true, false, false, false]);
        assert_eq!(waits("respondent", None), [false, true, false, false]);
        assert_eq!(waits("asked", Some(Side::Opener)), [true, false, false, false]);
        assert_eq!(waits("asked", Some(Side::Respondent)), [false, true, false, false]);
        assert_eq!(waits("mediator", None), [false, false, true, false]);
        for turn in ["carrier", "gateway", "asked", "nobody"] {
            assert_eq!(waits(turn, None), [false; 4], "{turn}");
        }
    }

    #[test]
    fn the_newer_offer_is_the_one_to_be_answered() {
        let at = |second| Some(Timestamp::constant(second, 0));
        assert_eq!(offer(None, None), None);
        assert_eq!((offer(at(1), None), offer(None, at(1))), (Some(Offer::Own), Some(Offer::Theirs)));
        assert_eq!((offer(at(2), at(1)), offer(at(1), at(2))), (Some(Offer::Own), Some(Offer::Theirs)));
    }
}
