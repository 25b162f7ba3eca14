//! Which act asks for what. Words of a field: `ask-ACT-FIELD` where an act has its own, otherwise `ask-FIELD`.

/// One thing that a form asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// An amount within the act's range.
    Amount,
    /// What is to be given: a remedy with its amount.
    Remedy,
    /// A reason of the policy's list, of the group of the case.
    PolicyReason,
    /// A typed reason of a closed list.
    Reason(&'static [&'static str]),
    /// A reason of the list that the act itself offers.
    OfferedReason,
    /// Words that must be there.
    Text,
    /// Words that may be there.
    MayText,
    Carrier,
    Number,
    /// A weight that may be left out.
    Grams,
    /// The last day of something.
    Until,
    /// The first day of something; the last may be left out.
    Span,
    /// Whether the parcel came.
    Received,
    /// Why goods that are right go back, with the conditions for it.
    ReturnReason,
    /// What a complaint is about.
    ComplaintReason,
    /// Whether the shipping fee is asked for.
    Fee,
    /// Why the status of an order is wrong, of the act's own list.
    WrongBecause,
    /// A tracking number, where the order does not know it.
    MayNumber,
    /// Where the buyer confirms the receipt: a message, a chat with a photo, or nowhere yet.
    Confirmed,
    /// What the carrier found.
    Finding,
    /// Whether a risk is one.
    Verdict,
    /// What came back.
    Content,
    /// Which side is asked.
    Side,
    /// A cause on the buyer's side.
    Cause,
    /// Own pieces of evidence, at least one where the act needs some.
    Documents,
    /// One own piece of evidence.
    Voucher,
    /// One own piece of evidence, which may be left out.
    Label,
    /// Units of the order.
    Units,
    /// The questions of the policy's questionnaire, at least one answered.
    Questions,
}

/// An act as a form.
#[derive(Clone, Copy, Debug)]
pub(super) struct Act {
    pub(super) word: &'static str,
    pub(super) asks: &'static [Ask],
    /// Whether it is about a case, so that the case's revision tells whether the page is stale.
    pub(super) in_case: bool,
}

const REJECT: Ask = Ask::Reason(&[
    "not_agreed",
    "not_enough",
    "too_much",
    "delivered",
    "as_described",
    "no_evidence",
    "buyer_fault",
    "other",
]);

const fn case(word: &'static str, asks: &'static [Ask]) -> Act {
    Act { word, asks, in_case: true }
}

const fn order(word: &'static str, asks: &'static [Ask]) -> Act {
    Act { word, asks, in_case: false }
}

/// Every act that has a form here. Ruling has its own page, disputes are opened step by step, evidence by upload.
const ACTS: &[Act] = &[
    order(
        "cancel",
        &[
            Ask::Units,
            Ask::Reason(&[
                "changed_mind",
                "ordered_twice",
                "wrong_choice",
                "found_elsewhere",
                "too_slow",
                "other",
            ]),
        ],
    ),
    order("cancel_sale", &[Ask::Units, Ask::OfferedReason]),
    order("lengthen_ship_by", &[Ask::Until]),
    order("request_return", &[Ask::Units, Ask::ReturnReason, Ask::MayText]),
    order("complain", &[Ask::Units, Ask::ComplaintReason, Ask::Fee, Ask::MayText]),
    order("claim_payment", &[Ask::Units, Ask::WrongBecause, Ask::MayNumber, Ask::Confirmed, Ask::MayText]),
    case("answer_claim", &[Ask::Received, Ask::MayText]),
    case("withdraw_claim", &[]),
    case("answer_questionnaire", &[Ask::Questions, Ask::MayText]),
    order("confirm_receipt", &[]),
    order("answer_address", &[Ask::Received]),
    order("confirm_arrival", &[]),
    order("declare_shipment", &[Ask::Units, Ask::Carrier, Ask::Number, Ask::Grams]),
    order("resend", &[Ask::Units, Ask::Carrier, Ask::Number, Ask::Grams]),
    order("send_replacement", &[Ask::Carrier, Ask::Number, Ask::Grams]),
    order("lengthen_window", &[Ask::Until]),
    order(
        "goodwill_refund",
        &[Ask::Units, Ask::Amount, Ask::Reason(&["goodwill", "late", "small_fault", "other"]), Ask::MayText],
    ),
    order("write_message", &[Ask::Text]),
    case("accept_request", &[]),
    case("reject_request", &[REJECT, Ask::MayText]),
    case("confirm_return", &[]),
    case("refund_without_return", &[]),
    case("refuse_return", &[Ask::OfferedReason, Ask::MayText]),
    case("draft_acceptance", &[Ask::MayText]),
    case("draft_rejection", &[Ask::OfferedReason, Ask::Text]),
    case("confirm_answer", &[]),
    case("investigate", &[Ask::Carrier, Ask::Number, Ask::MayText]),
    case("change", &[Ask::PolicyReason, Ask::Remedy]),
    case("withdraw", &[]),
    case("withdraw_return", &[]),
    case("withdraw_complaint", &[]),
    case("propose", &[Ask::Remedy, Ask::Reason(&["agreement", "part", "kept", "other"]), Ask::MayText]),
    case("accept_proposal", &[]),
    case("reject_proposal", &[REJECT, Ask::MayText]),
    case("escalate", &[Ask::Reason(&["no_agreement", "no_answer", "unfair", "other"]), Ask::MayText]),
    case("answer_question", &[Ask::Text]),
    case("appeal", &[Ask::Documents, Ask::Reason(&["new_evidence", "unfair", "other"]), Ask::MayText]),
    case("waive", &[]),
    case("state_buyer_cause", &[Ask::Cause, Ask::Span, Ask::Voucher]),
    case("give_return_address", &[Ask::Text, Ask::Label]),
    case("send_return", &[Ask::Carrier, Ask::Number]),
    case("receive_return", &[Ask::Content]),
    case("accept_return", &[Ask::Content]),
    case(
        "object_to_return",
        &[
            Ask::Content,
            Ask::Reason(&["not_as_sent", "other_goods", "incomplete", "other"]),
            Ask::MayText,
            Ask::Documents,
        ],
    ),
    case("assign", &[]),
    case("report_finding", &[Ask::Finding]),
    case("ask", &[Ask::Side, Ask::Text]),
    case(
        "decide_risk",
        &[
            Ask::Verdict,
            Ask::Reason(&["address_checked", "payment_checked", "party_explained", "not_explained", "other"]),
            Ask::MayText,
        ],
    ),
    order("report_buyer", &[Ask::OfferedReason, Ask::Text]),
    order("freeze_for_risk", &[Ask::OfferedReason, Ask::MayText]),
    order("place_hold", &[Ask::Reason(&["risk", "address_under_review", "checked", "other"]), Ask::Until]),
    order("lift_hold", &[Ask::Reason(&["cleared", "checked", "other"])]),
];

/// The form of an act.
pub(super) fn of(word: &str) -> Option<&'static Act> {
    ACTS.iter().find(|act| act.word == word)
}
