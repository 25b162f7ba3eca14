//! Money through a gateway. Unknown is not failed: it keeps its key, is repeated while the gateway's key lives, and is
//! looked up before anything that could move money twice (MON-10).
use super::deliver::{Again, Try};
use crate::engine::Engine;
use crate::failpoint::{Act, Step};
use crate::ports::{Found, Gateway, GatewayAnswer, PayoutRequest, RefundRequest};
use jiff::Timestamp;
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::{Command, Outgoing};
use resolution::order::command::OrderCommand;
use resolution::payment::LegResult;
use serde::{Deserialize, Serialize};

/// What is noted between tries.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Note {
    /// Since when the gateway may know the key: the first claim, or the last time it was sure that it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
    /// The gateway has it, under this id, and works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sent: Option<String>,
}

impl Note {
    fn again(&self, trouble: Option<&str>) -> Again {
        Again { trouble: trouble.map(str::to_owned), note: serde_json::to_vec(self).ok(), at_once: false }
    }
}

/// What is asked of the gateway.
enum Request {
    Refund(RefundRequest),
    Payout(PayoutRequest),
}

impl Request {
    async fn send(&self, gateway: &dyn Gateway, key: &str) -> GatewayAnswer {
        match self {
            Self::Refund(request) => gateway.refund(key, request).await,
            Self::Payout(request) => gateway.payout(key, request).await,
        }
    }
}

impl Engine {
    /// One try of a refund leg or a payout.
    pub(super) async fn send_money(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        let promise = &attempt.promise;
        let Some((provider, request)) = request(attempt, &outgoing) else {
            return Ok(());
        };
        let Some(gateway) = self.inner.gateways.gateway(promise.marketplace, &provider) else {
            return Err(Again::because(format!("no connector is set up for the provider '{provider}'")));
        };
        let mut note: Note = serde_json::from_slice(&promise.note).unwrap_or_default();
        let answer = ask(&*gateway, attempt, &request, &mut note).await;
        self.core().failpoints.pass(Step::AfterSend, &promise.key).await;
        let lost = self.core().failpoints.pass(Step::Answer, &promise.key).await == Act::Lose;
        match if lost { GatewayAnswer::Unknown } else { answer } {
            GatewayAnswer::Unknown => Err(note.again(Some("the gateway did not say what became of it"))),
            GatewayAnswer::Sent { reference } => {
                if note.sent.is_none() {
                    let result = LegResult::Sent { reference: reference.clone() };
                    self.result(attempt, &outgoing, &provider, result).await?;
                    note.sent = Some(reference);
                }
                Err(note.again(None))
            }
            GatewayAnswer::Confirmed { reference } => {
                self.result(attempt, &outgoing, &provider, LegResult::Confirmed { reference }).await
            }
            GatewayAnswer::Refused { code } => {
                self.result(attempt, &outgoing, &provider, LegResult::Refused { code }).await
            }
        }
    }

    /// Gives a result back as a command.
    async fn result(
        &self,
        attempt: &Try,
        outgoing: &Outgoing,
        provider: &str,
        result: LegResult,
    ) -> Result<(), Again> {
        let word = match &result {
            LegResult::Sent { .. } => "sent",
            LegResult::Confirmed { .. } => "confirmed",
            LegResult::Refused { .. } => "refused",
            LegResult::Bounced { .. } => "bounced",
        };
        let command = match (outgoing, result) {
            (Outgoing::Refund { refund, leg, .. }, result) => Command::Order(OrderCommand::RefundResult {
                refund: *refund,
                leg: *leg,
                result,
                at: attempt.now,
            }),
            (Outgoing::Payout { payout, .. }, LegResult::Confirmed { reference }) => {
                payout_result(*payout, Ok(reference), provider)
            }
            (Outgoing::Payout { payout, .. }, LegResult::Refused { code }) => {
                payout_result(*payout, Err(code), provider)
            }
            // A payout has no state of its own between promised and confirmed.
            _ => return Ok(()),
        };
        self.give_back(attempt, command, Actor::Gateway(provider.to_owned()), word).await
    }
}

fn payout_result(
    payout: resolution::id::PayoutNo,
    result: Result<String, String>,
    provider: &str,
) -> Command {
    Command::Account(AccountCommand::PayoutResult { payout, result, provider: provider.to_owned() })
}

fn request(attempt: &Try, outgoing: &Outgoing) -> Option<(String, Request)> {
    let marketplace = attempt.promise.marketplace;
    match outgoing {
        Outgoing::Refund { provider, payment_id, currency, amount, .. } => {
            let request = RefundRequest {
                marketplace,
                order: attempt.promise.from,
                payment_id: payment_id.clone(),
                currency: *currency,
                amount: *amount,
            };
            Some((provider.clone(), Request::Refund(request)))
        }
        Outgoing::Payout { provider, party, currency, amount, .. } => {
            let request = PayoutRequest { marketplace, party: *party, currency: *currency, amount: *amount };
            Some((provider.clone(), Request::Payout(request)))
        }
        _ => None,
    }
}

/// Asks the gateway in the way that cannot move money twice.
async fn ask(gateway: &dyn Gateway, attempt: &Try, request: &Request, note: &mut Note) -> GatewayAnswer {
    let promise = &attempt.promise;
    let since = *note.since.get_or_insert(promise.first_claimed.unwrap_or(attempt.now));
    let expired = since.saturating_add(gateway.key_lifetime()).is_ok_and(|end| attempt.now >= end);
    if note.sent.is_none() && !expired {
        return request.send(gateway, &promise.key).await;
    }
    match gateway.look_up(&promise.key).await {
        Found::Answer(answer) => answer,
        Found::Unknown => GatewayAnswer::Unknown,
        Found::Absent => {
            // It never took the key, so the key begins to live again with this try.
            *note = Note { since: Some(attempt.now), sent: None };
            request.send(gateway, &promise.key).await
        }
    }
}
