//! One try of one promise.
use super::wait;
use crate::engine::Engine;
use crate::envelope::{Answer, Envelope, natural_key};
use crate::error::EngineError;
use crate::failpoint::Step;
use crate::ports::{Notice, Promise, Settlement, Timeline};
use jiff::{SignedDuration, Timestamp};
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::{Command, Outgoing};
use resolution::id::{AccountId, AggregateId};
use resolution::order::command::OrderCommand;
use resolution::payment::LegResult;
use resolution::refusal::Refusal;

/// A promise being tried.
pub(super) struct Try {
    pub(super) promise: Promise,
    /// The timeline's time at which it is tried.
    pub(super) now: Timestamp,
}

/// Why it must be tried again.
#[derive(Debug)]
pub(super) struct Again {
    /// What went wrong, for staff; nothing where it only takes time.
    pub(super) trouble: Option<String>,
    /// A note for the next try, in place of the last.
    pub(super) note: Option<Vec<u8>>,
    /// Nothing is waited for: there is only more of it.
    pub(super) at_once: bool,
}

impl Again {
    pub(super) fn because(trouble: impl Into<String>) -> Self {
        Self { trouble: Some(trouble.into()), note: None, at_once: false }
    }
}

impl From<EngineError> for Again {
    fn from(error: EngineError) -> Self {
        Self::because(error.to_string())
    }
}

impl Engine {
    /// Tries a promise and says what became of it.
    pub(super) async fn try_promise(&self, line: Timeline, promise: Promise) -> Settlement {
        // In a sandbox several instants may be worked off together: each promise counts at its own.
        let now = match line {
            Timeline::Wall => self.wall(),
            Timeline::Sandbox(_) => self.core().time.now_of(line).max(promise.next),
        };
        let attempt = Try { promise, now };
        let result = match serde_json::from_slice::<Outgoing>(&attempt.promise.body) {
            Ok(outgoing) => {
                self.core().failpoints.pass(Step::BeforeSend, &attempt.promise.key).await;
                self.send(&attempt, outgoing).await
            }
            Err(error) => Err(Again::because(format!("the promise cannot be read: {error}"))),
        };
        match result {
            Ok(()) => Settlement::Kept,
            Err(again) => {
                if let Some(trouble) = &again.trouble {
                    tracing::warn!(key = %attempt.promise.key, %trouble, "a promise is not kept yet; it is tried again");
                }
                let settings = &self.settings().outbox;
                let wait = if again.at_once {
                    SignedDuration::ZERO
                } else {
                    wait(settings.first_wait, settings.longest_wait, attempt.promise.attempts)
                };
                Settlement::Later {
                    at: now.saturating_add(wait).unwrap_or(Timestamp::MAX),
                    note: again.note.unwrap_or(attempt.promise.note),
                    trouble: again.trouble,
                }
            }
        }
    }

    async fn send(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        match outgoing {
            Outgoing::Refund { .. } | Outgoing::Payout { .. } => self.send_money(attempt, outgoing).await,
            Outgoing::Message { .. } => self.send_message(attempt, outgoing).await,
            Outgoing::Note { .. } => self.send_note(attempt, outgoing).await,
            Outgoing::FreezeOrders { .. } | Outgoing::ThawOrders { .. } | Outgoing::FreezeOrder { .. } => {
                self.send_freeze(attempt, outgoing).await
            }
            Outgoing::FundRequest { .. }
            | Outgoing::FundAnswer { .. }
            | Outgoing::FundUse { .. }
            | Outgoing::StandingAnswer { .. } => self.send_fund(attempt, outgoing).await,
            Outgoing::Notice { to, notice, case, end } => {
                let promise = &attempt.promise;
                let notice =
                    Notice { marketplace: promise.marketplace, about: promise.from, to, notice, case, end };
                let sent = self.inner.notices.notify(&promise.key, &notice).await;
                sent.map_err(|error| Again::because(error.to_string()))
            }
        }
    }

    /// A message is a command to an account, taken once by (sender, sequence).
    async fn send_message(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        let Outgoing::Message { account, party, role, sequence, currency, amount, effect, leg } = outgoing
        else {
            return Ok(());
        };
        let from = attempt.promise.from;
        let take = AccountCommand::Take { party, role, from, sequence, currency, amount, effect };
        self.tell_account(attempt, account, sequence, take).await?;
        let Some((refund, leg)) = leg else { return Ok(()) };
        // The wallet has it: that is the confirmation of this leg.
        let result = LegResult::Confirmed { reference: account.to_string() };
        let command = OrderCommand::RefundResult { refund, leg, result, at: attempt.now };
        let actor = Actor::Aggregate(AggregateId::Account(account));
        self.give_back(attempt, Command::Order(command), actor, "confirmed").await
    }

    /// A message without money is one too.
    async fn send_note(&self, attempt: &Try, outgoing: Outgoing) -> Result<(), Again> {
        let Outgoing::Note { account, party, role, sequence, at, news } = outgoing else { return Ok(()) };
        let hear = AccountCommand::Hear { party, role, from: attempt.promise.from, sequence, at, news };
        self.tell_account(attempt, account, sequence, hear).await
    }

    /// Gives an account a message of the promise's aggregate, once by its count.
    async fn tell_account(
        &self,
        attempt: &Try,
        account: AccountId,
        sequence: u32,
        message: AccountCommand,
    ) -> Result<(), Again> {
        let promise = &attempt.promise;
        let from = promise.from.to_string();
        let key = natural_key(promise.marketplace, "message", &[&from, &sequence.to_string()]);
        let actor = Actor::Aggregate(promise.from);
        let command = Command::Account(message);
        let envelope = Envelope::new(promise.marketplace, AggregateId::Account(account), command, actor)
            .taking(key)
            .read_at(attempt.now);
        match self.submit(envelope).await? {
            Answer::Decided(_) => {}
            other => return Err(Again::because(format!("the account did not take it: {other:?}"))),
        }
        self.core().failpoints.pass(Step::AfterSend, &promise.key).await;
        Ok(())
    }

    /// Gives a result to the aggregate that promised, once for each promise and word.
    pub(super) async fn give_back(
        &self,
        attempt: &Try,
        command: Command,
        actor: Actor,
        word: &str,
    ) -> Result<(), Again> {
        let promise = &attempt.promise;
        self.core().failpoints.pass(Step::BeforeResult, &promise.key).await;
        let key = natural_key(promise.marketplace, "result", &[&promise.key, word]);
        let envelope =
            Envelope::new(promise.marketplace, promise.from, command, actor).taking(key).read_at(attempt.now);
        let answer = self.submit(envelope).await?;
        self.core().failpoints.pass(Step::AfterResult, &promise.key).await;
        match answer {
            Answer::Decided(_) | Answer::Refused { refusal: Refusal::AlreadyDone, .. } => Ok(()),
            Answer::Refused { refusal, .. } => Err(Again::because(format!(
                "the result was refused ({}): {}",
                refusal.code(),
                refusal.sentence()
            ))),
            Answer::KeyReused | Answer::Stale { .. } => Err(Again::because("the result met another state")),
        }
    }
}
