//! Stable words of commands, for counting and for the auditor.
use resolution::account::AccountCommand;
use resolution::aggregate::Command;
use resolution::order::command::OrderCommand;

/// Every command that a person or the outside can give to an order.
pub const ORDER: [&str; 41] = [
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
    "request_return",
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
    "receive_return",
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
        C::RequestReturn(_) => 15,
        C::ChangeDispute { .. } => 16,
        C::Withdraw { .. } => 17,
        C::Respond { .. } => 18,
        C::Propose { .. } => 19,
        C::AcceptProposal { .. } => 20,
        C::RejectProposal { .. } => 21,
        C::Escalate { .. } => 22,
        C::Assign { .. } => 23,
        C::ReportFinding { .. } => 24,
        C::Ask { .. } => 25,
        C::AnswerQuestion { .. } => 26,
        C::StateBuyerCause { .. } => 27,
        C::Rule { .. } => 28,
        C::Appeal { .. } => 29,
        C::Waive { .. } => 30,
        C::GiveReturnAddress { .. } => 31,
        C::SendReturn { .. } => 32,
        C::RecordReturnScans { .. } => 33,
        C::ReceiveReturn { .. } => 34,
        C::AcceptReturn { .. } => 35,
        C::ObjectToReturn { .. } => 36,
        C::RefundResult { .. } => 37,
        C::ConfirmArrival { .. } => 38,
        C::PlaceHold { .. } => 39,
        C::LiftHold { .. } => 40,
    };
    ORDER[at]
}
