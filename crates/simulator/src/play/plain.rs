//! Commands and answers in the auditor's plain words.
use super::Run;
use super::onlooker::nanos;
use crate::act::kinds;
use auditor::{self as seen, Observation};
use engine::Answer;
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::case::remedy::Remedy;
use resolution::id::{AggregateId, UnitNo};
use resolution::order::command::{NewLine, OrderCommand};

/// Principal, key and hash of a request.
pub(super) type Key = (String, String, [u8; 32]);

impl Run<'_> {
    /// A client was told something, or nothing.
    pub(super) fn told(
        &mut self,
        market: usize,
        aggregate: AggregateId,
        by: &Actor,
        command: &Command,
        key: Option<Key>,
        answer: Option<&Answer>,
    ) {
        let at = nanos(self.now());
        let asked = seen::Asked {
            at,
            read_at: None,
            marketplace: self.markets[market].name.clone(),
            aggregate: aggregate.to_string(),
            actor: actor(by),
            command: plain(command),
            key: key.map(|(principal, key, hash)| seen::Key { principal, key, request: hash.to_vec() }),
            answer: answer.map_or(seen::Answer::Failed, plainly),
        };
        self.onlooker.told.push(Observation::Asked(asked));
    }
}

fn actor(by: &Actor) -> seen::Actor {
    let id = match by {
        Actor::Carrier(name) | Actor::Gateway(name) => name.clone(),
        other => other.party().map(|party| party.to_string()).unwrap_or_default(),
    };
    seen::Actor { role: by.role().to_owned(), id }
}

fn plainly(answer: &Answer) -> seen::Answer {
    match answer {
        Answer::Decided(decided) => seen::Answer::Accepted {
            first: decided.first,
            version: decided.version,
            position: decided.position,
            replayed: decided.replayed,
        },
        Answer::Refused { refusal, replayed } => {
            seen::Answer::Refused { code: refusal.code().to_owned(), replayed: *replayed }
        }
        Answer::KeyReused => seen::Answer::KeyReused,
        Answer::Stale { .. } => seen::Answer::Stale,
    }
}

fn plain(command: &Command) -> seen::Command {
    let mut plain = match command {
        Command::Order(command) => of_order(command),
        Command::Account(AccountCommand::PayOut { amount, .. }) => {
            seen::Command { amount: amount.map(|amount| amount.get()), ..Default::default() }
        }
        Command::Account(_) | Command::Fund(_) => seen::Command::default(),
    };
    plain.kind = kinds::word(command).to_owned();
    plain
}

fn units(units: &[UnitNo]) -> Vec<u16> {
    units.iter().map(|unit| unit.0).collect()
}

fn remedy(remedy: &Remedy) -> Option<seen::Remedy> {
    let amount = remedy.amount().map(|amount| amount.get());
    Some(seen::Remedy { kind: remedy.kind().word().to_owned(), amount })
}

fn line(line: &NewLine) -> seen::Line {
    seen::Line {
        quantity: line.quantity,
        price: line.price.get(),
        shipping: line.shipping.get(),
        seller_discount: line.seller_discount.get(),
        platform_discount: line.platform_discount.get(),
        coins_value: line.coins_value.get(),
        coins: line.coins.get(),
    }
}

fn of_order(command: &OrderCommand) -> seen::Command {
    use OrderCommand as C;
    let blank = seen::Command::default;
    match command {
        C::Place(placement) => seen::Command {
            lines: placement.lines.iter().map(line).collect(),
            payments: placement.payments.iter().map(|payment| payment.amount.get()).collect(),
            ..blank()
        },
        C::CapturePayment { payment, .. } => seen::Command { ordinal: Some(payment.0), ..blank() },
        C::LengthenShipBy { until } => seen::Command { until: Some(nanos(*until)), ..blank() },
        C::Cancel { units: all, .. } => seen::Command { units: units(all), ..blank() },
        C::DeclareShipment(shipment) => {
            seen::Command { units: units(&shipment.units), case: shipment.case.map(|no| no.0), ..blank() }
        }
        C::RecordScans { parcel, .. } | C::ConfirmReceipt { parcel } | C::AnswerAddress { parcel, .. } => {
            seen::Command { ordinal: Some(parcel.0), ..blank() }
        }
        C::LengthenWindow { parcel, until } => {
            seen::Command { ordinal: Some(parcel.0), until: Some(nanos(*until)), ..blank() }
        }
        C::GoodwillRefund { units: all, amount, .. } => {
            seen::Command { units: units(all), amount: Some(amount.get()), ..blank() }
        }
        C::OpenDispute(opening) => {
            seen::Command { units: units(&opening.units), remedy: remedy(&opening.asked), ..blank() }
        }
        C::Complain(wanted) => seen::Command { units: units(&wanted.units), ..blank() },
        C::ClaimPayment(wanted) => seen::Command { units: units(&wanted.units), ..blank() },
        C::RequestReturn(wanted) => seen::Command { units: units(&wanted.units), ..blank() },
        C::RefundResult { refund, .. } | C::ConfirmArrival { refund, .. } => {
            seen::Command { ordinal: Some(refund.0), ..blank() }
        }
        C::PlaceHold { units: all, end, .. } => {
            seen::Command { units: units(all), until: Some(nanos(*end)), ..blank() }
        }
        C::LiftHold { hold, .. } => seen::Command { ordinal: Some(hold.0), ..blank() },
        C::WithdrawEvidence { evidence } | C::RemoveEvidence { evidence, .. } => {
            seen::Command { ordinal: Some(evidence.0), ..blank() }
        }
        C::WriteMessage { case, .. } => seen::Command { case: case.map(|no| no.0), ..blank() },
        C::SubmitEvidence(submission) => seen::Command { case: submission.case.map(|no| no.0), ..blank() },
        other => in_case(other),
    }
}

fn in_case(command: &OrderCommand) -> seen::Command {
    use OrderCommand as C;
    let of = |case: &resolution::id::CaseNo| seen::Command { case: Some(case.0), ..Default::default() };
    match command {
        C::ChangeDispute { case, asked, .. } => seen::Command { remedy: remedy(asked), ..of(case) },
        C::Propose { case, remedy: proposed, .. } => seen::Command { remedy: remedy(proposed), ..of(case) },
        C::Rule { case, remedy: given, .. } => {
            seen::Command { remedy: given.as_ref().and_then(remedy), ..of(case) }
        }
        C::AcceptProposal { case, proposal, .. } | C::RejectProposal { case, proposal, .. } => {
            seen::Command { ordinal: Some(proposal.0), ..of(case) }
        }
        C::Withdraw { case }
        | C::Respond { case, .. }
        | C::DraftAnswer { case, .. }
        | C::ConfirmAnswer { case }
        | C::Escalate { case, .. }
        | C::Assign { case, .. }
        | C::ReportFinding { case, .. }
        | C::Ask { case, .. }
        | C::AnswerQuestion { case, .. }
        | C::AnswerClaim { case, .. }
        | C::AnswerQuestionnaire { case, .. }
        | C::StateBuyerCause { case, .. }
        | C::Appeal { case, .. }
        | C::Waive { case }
        | C::GiveReturnAddress { case, .. }
        | C::SendReturn { case, .. }
        | C::RecordReturnScans { case, .. }
        | C::ReceiveReturn { case, .. }
        | C::AcceptReturn { case, .. }
        | C::ObjectToReturn { case, .. } => of(case),
        _ => seen::Command::default(),
    }
}
