//! Stable words of commands, for counting and for the auditor.
use resolution::account::AccountCommand;
use resolution::aggregate::Command;
use resolution::order::command::OrderCommand;

/// Every command that a person or the outside can give to an order.
pub const ORDER: [&str; 39] = [
    "place",
    "capture_payment",
    "lengthen_ship_by",
    "cancel",
    "declare_shipment",
    "record_scans",
    "confirm_receipt",
    "answer_address",
    "lengthen_window",
    "write_message",
    "submit_evidence",
    "withdraw_evidence",
    "remove_evidence",
    "goodwill_refund",
    "open_dispute",
    "change_dispute",
    "withdraw",
    "respond",
    "propose",
    "accept_proposal",
    "reject_proposal",
    "escalate",
    "assign",
    "report_finding",
    "ask",
    "answer_question",
    "state_buyer_cause",
    "rule",
    "appeal",
    "waive",
    "give_return_address",
    "send_return",
    "record_return_scans",
    "accept_return",
    "object_to_return",
    "refund_result",
    "confirm_arrival",
    "place_hold",
    "lift_hold",
];

/// The word of a command.
pub(crate) const fn word(command: &Command) -> &'static str {
    match command {
        Command::Order(command) => of_order(command),
        Command::Account(AccountCommand::Take { .. }) => "take",
        Command::Account(AccountCommand::PayOut { .. }) => "pay_out",
        Command::Account(AccountCommand::PayoutResult { .. }) => "payout_result",
    }
}

/// The word of a command to an order.
pub(crate) const fn of_order(command: &OrderCommand) -> &'static str {
    use OrderCommand as C;
    let at = match command {
        C::Place(_) => 0,
        C::CapturePayment { .. } => 1,
        C::LengthenShipBy { .. } => 2,
        C::Cancel { .. } => 3,
        C::DeclareShipment(_) => 4,
        C::RecordScans { .. } => 5,
        C::ConfirmReceipt { .. } => 6,
        C::AnswerAddress { .. } => 7,
        C::LengthenWindow { .. } => 8,
        C::WriteMessage { .. } => 9,
        C::SubmitEvidence(_) => 10,
        C::WithdrawEvidence { .. } => 11,
        C::RemoveEvidence { .. } => 12,
        C::GoodwillRefund { .. } => 13,
        C::OpenDispute(_) => 14,
        C::ChangeDispute { .. } => 15,
        C::Withdraw { .. } => 16,
        C::Respond { .. } => 17,
        C::Propose { .. } => 18,
        C::AcceptProposal { .. } => 19,
        C::RejectProposal { .. } => 20,
        C::Escalate { .. } => 21,
        C::Assign { .. } => 22,
        C::ReportFinding { .. } => 23,
        C::Ask { .. } => 24,
        C::AnswerQuestion { .. } => 25,
        C::StateBuyerCause { .. } => 26,
        C::Rule { .. } => 27,
        C::Appeal { .. } => 28,
        C::Waive { .. } => 29,
        C::GiveReturnAddress { .. } => 30,
        C::SendReturn { .. } => 31,
        C::RecordReturnScans { .. } => 32,
        C::AcceptReturn { .. } => 33,
        C::ObjectToReturn { .. } => 34,
        C::RefundResult { .. } => 35,
        C::ConfirmArrival { .. } => 36,
        C::PlaceHold { .. } => 37,
        C::LiftHold { .. } => 38,
    };
    ORDER[at]
}
