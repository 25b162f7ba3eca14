//! Stable words of commands, for counting and for the auditor.
use resolution::account::{AccountCommand, CaseAct};
use resolution::aggregate::Command;
use resolution::fund::FundCommand;
use resolution::order::command::OrderCommand;

/// Every command that a person or the outside can give to an order.
pub const ORDER: [&str; 50] = [
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
    "complain",
    "change_dispute",
    "withdraw",
    "respond",
    "draft_answer",
    "confirm_answer",
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
    "freeze_for_risk",
    "decide_risk",
    "report_buyer",
    "claim_payment",
    "answer_claim",
    "answer_questionnaire",
];

/// The word of a command.
pub(crate) const fn word(command: &Command) -> &'static str {
    match command {
        Command::Order(command) => of_order(command),
        Command::Account(AccountCommand::Take { .. }) => "take",
        Command::Account(AccountCommand::Hear { .. }) => "hear",
        Command::Account(AccountCommand::PayOut { .. }) => "pay_out",
        Command::Account(AccountCommand::SetPayoutRoute { .. }) => "set_payout_route",
        Command::Account(AccountCommand::Restrict { .. }) => "restrict",
        Command::Account(AccountCommand::Case { act, .. }) => case_act(act),
        Command::Fund(FundCommand::ChangeBudget { .. }) => "change_budget",
        Command::Fund(FundCommand::Reserve { .. }) => "reserve",
        Command::Fund(FundCommand::Settle { .. }) => "settle",
        Command::Account(AccountCommand::PayoutResult { .. }) => "payout_result",
    }
}

/// The word of an act in a case of an account.
const fn case_act(act: &CaseAct) -> &'static str {
    match act {
        CaseAct::Answer { .. } => "account_answer",
        CaseAct::Write { .. } => "account_write",
        CaseAct::Submit { .. } => "account_submit",
        CaseAct::Assign { .. } => "account_assign",
        CaseAct::Rule { .. } => "account_rule",
        CaseAct::Appeal { .. } => "account_appeal",
        CaseAct::Renew { .. } => "account_renew",
        CaseAct::Reached { .. } => "account_reached",
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
        C::Complain(_) => 16,
        C::ChangeDispute { .. } => 17,
        C::Withdraw { .. } => 18,
        C::Respond { .. } => 19,
        C::DraftAnswer { .. } => 20,
        C::ConfirmAnswer { .. } => 21,
        C::Propose { .. } => 22,
        C::AcceptProposal { .. } => 23,
        C::RejectProposal { .. } => 24,
        C::Escalate { .. } => 25,
        C::Assign { .. } => 26,
        C::ReportFinding { .. } => 27,
        C::Ask { .. } => 28,
        C::AnswerQuestion { .. } => 29,
        C::StateBuyerCause { .. } => 30,
        C::Rule { .. } => 31,
        C::Appeal { .. } => 32,
        C::Waive { .. } => 33,
        C::GiveReturnAddress { .. } => 34,
        C::SendReturn { .. } => 35,
        C::RecordReturnScans { .. } => 36,
        C::ReceiveReturn { .. } => 37,
        C::AcceptReturn { .. } => 38,
        C::ObjectToReturn { .. } => 39,
        C::RefundResult { .. } => 40,
        C::ConfirmArrival { .. } => 41,
        C::PlaceHold { .. } => 42,
        C::LiftHold { .. } => 43,
        C::FreezeForRisk { .. } => 44,
        C::DecideRisk { .. } => 45,
        C::ReportBuyer { .. } => 46,
        C::ClaimPayment(_) => 47,
        C::AnswerClaim { .. } => 48,
        C::AnswerQuestionnaire { .. } => 49,
        // Words of accounts and of the fund, not of a person.
        C::HearStanding { .. } => return "hear_standing",
        C::HearFund { .. } => return "hear_fund",
        C::Freeze { .. } => return "freeze",
        C::Thaw { .. } => return "thaw",
    };
    ORDER[at]
}
