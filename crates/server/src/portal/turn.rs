//! Whose turn it is in a case.
use super::session::Role;
use api::Side;

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
}
