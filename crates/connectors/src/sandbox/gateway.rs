//! A payment provider that moves no money and always does the same with the same payment.
//!
//! | the payment's id ends with | the gateway |
//! | --- | --- |
//! | `_refuse` | refuses for good with the code `account_closed` |
//! | `_unknown` | takes the money and never answers; a look-up by key finds it paid |
//! | `_pending` | answers that it works on it; a look-up finds it paid |
//! | anything else | confirms at once |
use super::book::{Book, BookError, Line, Outcome, Paid};
use async_trait::async_trait;
use engine::ports::{Found, Gateway, GatewayAnswer, PayoutRequest, RefundRequest};
use jiff::SignedDuration;
use sha2::{Digest, Sha256};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The code of a refusal.
const REFUSED: &str = "account_closed";

/// The sandbox's gateway.
#[derive(Debug)]
pub struct SandboxGateway {
    book: Mutex<Book>,
}

impl SandboxGateway {
    /// The name under which payments are recorded.
    pub const NAME: &'static str = "sandbox";

    /// A gateway that forgets everything with the process.
    #[must_use]
    pub fn in_memory() -> Self {
        Self { book: Mutex::new(Book::in_memory()) }
    }

    /// A gateway that keeps its book in a file, so that it knows its keys after a restart.
    ///
    /// # Errors
    /// [`BookError`] where the file cannot be used.
    pub fn open(book: &Path) -> Result<Self, BookError> {
        Ok(Self { book: Mutex::new(Book::open(book)?) })
    }

    /// Money that left, by key: each key once, however often it was asked for.
    #[must_use]
    pub fn paid(&self) -> Vec<Paid> {
        self.book().paid()
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, paid: Paid, outcome: Outcome) -> GatewayAnswer {
        let reference = reference(&paid.key);
        match self.book().take(Line { paid, outcome }) {
            Ok(line) => line.answer(reference),
            Err(error) => {
                // Nothing is in the book: asking again with the same key is safe.
                tracing::error!(%error, "the sandbox gateway could not write its book");
                GatewayAnswer::Unknown
            }
        }
    }
}

/// The gateway's own id for a key.
fn reference(key: &str) -> String {
    let digest = hex::encode(Sha256::digest(key.as_bytes()));
    format!("sbx_{}", &digest[..16])
}

fn outcome(steer: &str) -> Outcome {
    let ends = |word: &str| steer.ends_with(word);
    if ends("_refuse") {
        Outcome::Refused { code: REFUSED.to_owned() }
    } else if ends("_unknown") {
        Outcome::PaidSilently
    } else if ends("_pending") {
        Outcome::PaidSlowly
    } else {
        Outcome::Paid
    }
}

#[async_trait]
impl Gateway for SandboxGateway {
    fn key_lifetime(&self) -> SignedDuration {
        SignedDuration::from_hours(24)
    }

    async fn refund(&self, key: &str, request: &RefundRequest) -> GatewayAnswer {
        let paid = Paid {
            key: key.to_owned(),
            kind: "refund".to_owned(),
            marketplace: request.marketplace.to_string(),
            to: request.payment_id.clone(),
            currency: request.currency.code().to_owned(),
            amount: request.amount.get(),
        };
        self.take(paid, outcome(&request.payment_id))
    }

    async fn payout(&self, key: &str, request: &PayoutRequest) -> GatewayAnswer {
        let paid = Paid {
            key: key.to_owned(),
            kind: "payout".to_owned(),
            marketplace: request.marketplace.to_string(),
            to: request.party.to_string(),
            currency: request.currency.code().to_owned(),
            amount: request.amount.get(),
        };
        self.take(paid, Outcome::Paid)
    }

    async fn look_up(&self, key: &str) -> Found {
        match self.book().get(key) {
            Ok(Some(line)) => Found::Answer(line.found(reference(key))),
            Ok(None) => Found::Absent,
            Err(error) => {
                tracing::error!(%error, "the sandbox gateway could not read its book");
                Found::Unknown
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use resolution::id::{AggregateId, MarketplaceId, OrderId};
    use resolution::money::Minor;

    fn request(payment_id: &str) -> RefundRequest {
        RefundRequest {
            marketplace: MarketplaceId::of("test"),
            order: AggregateId::Order(OrderId([1; 16])),
            payment_id: payment_id.into(),
            currency: "BRL".parse().expect("a currency"),
            amount: Minor::new(500).expect("in range"),
        }
    }

    fn confirmed(key: &str) -> GatewayAnswer {
        GatewayAnswer::Confirmed { reference: reference(key) }
    }

    #[tokio::test]
    async fn the_same_key_is_paid_once_and_answered_alike() {
        let gateway = SandboxGateway::in_memory();
        for _ in 0..1_000 {
            assert_eq!(gateway.refund("k", &request("pay_1")).await, confirmed("k"));
        }
        assert_eq!(gateway.paid().len(), 1);
        assert_eq!(gateway.look_up("k").await, Found::Answer(confirmed("k")));
        assert_eq!(gateway.look_up("other").await, Found::Absent);
    }

    #[tokio::test]
    async fn the_payments_id_steers() {
        let gateway = SandboxGateway::in_memory();
        let refused = GatewayAnswer::Refused { code: REFUSED.into() };
        assert_eq!(gateway.refund("a", &request("pay_refuse")).await, refused);
        assert_eq!(gateway.refund("b", &request("pay_unknown")).await, GatewayAnswer::Unknown);
        let sent = GatewayAnswer::Sent { reference: reference("c") };
        assert_eq!(gateway.refund("c", &request("pay_pending")).await, sent);
        assert_eq!(gateway.look_up("a").await, Found::Answer(refused));
        assert_eq!(gateway.look_up("b").await, Found::Answer(confirmed("b")));
        assert_eq!(gateway.look_up("c").await, Found::Answer(confirmed("c")));
        assert_eq!(gateway.paid().len(), 2, "what was refused did not leave");
    }

    #[tokio::test]
    async fn two_processes_keep_one_book() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.jsonl");
        let [one, other] = [(); 2].map(|()| SandboxGateway::open(&path).expect("opens"));
        assert_eq!(
            one.refund("k", &request("pay_refuse")).await,
            GatewayAnswer::Refused { code: REFUSED.into() }
        );
        let repeated = other.refund("k", &request("pay_1")).await;
        assert_eq!(repeated, GatewayAnswer::Refused { code: REFUSED.into() }, "what the first was told");
        assert_eq!(other.refund("l", &request("pay_1")).await, confirmed("l"));
        assert_eq!(one.look_up("l").await, Found::Answer(confirmed("l")));
        std::thread::scope(|scope| {
            for gateway in [&one, &other] {
                scope.spawn(|| {
                    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
                    for no in 0..200 {
                        runtime.block_on(gateway.refund(&format!("m{no}"), &request("pay_1")));
                    }
                });
            }
        });
        assert_eq!(SandboxGateway::open(&path).expect("opens").paid().len(), 201);
        let text = std::fs::read_to_string(&path).expect("readable");
        assert_eq!(text.lines().count(), 202, "each key once");
    }

    #[tokio::test]
    async fn the_book_is_read_again_and_a_half_line_is_cut() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("book.jsonl");
        let gateway = SandboxGateway::open(&path).expect("opens");
        gateway.refund("k", &request("pay_unknown")).await;
        drop(gateway);
        let mut text = std::fs::read_to_string(&path).expect("readable");
        text.push_str("{\"key\":\"half");
        std::fs::write(&path, &text).expect("written");
        let gateway = SandboxGateway::open(&path).expect("opens again");
        assert_eq!(gateway.look_up("k").await, Found::Answer(confirmed("k")));
        gateway.refund("l", &request("pay_1")).await;
        drop(gateway);
        assert_eq!(SandboxGateway::open(&path).expect("opens").paid().len(), 2);
        std::fs::write(&path, "{}\n").expect("written");
        assert!(matches!(SandboxGateway::open(&path), Err(BookError::Line { line: 1, .. })));
    }
}
