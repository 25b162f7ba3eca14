//! What a mediator chose in the guided form, and the ruling that it is.
use crate::portal::reader::Reader;
use resolution::case::Ruling;
use resolution::case::remedy::Remedy;
use resolution::money::Currency;
use serde::Deserialize;

/// What a mediator may give back: money at once, or after the goods came back; or the fee; or the goods again.
pub(super) const REMEDIES: [&str; 4] = ["refund", "return_and_refund", "fee_refund", "replacement"];
/// Who may bear it.
pub(super) const LIABLE: [&str; 5] = ["seller", "buyer", "carrier", "platform", "nobody"];
/// Why a ruling departs from the recommendation.
pub(super) const REASONS: [&str; 5] = ["weighed", "facts_wrong", "both_at_fault", "hardship", "other"];

/// As it was typed. It travels from page to page in hidden fields, so nothing of it is lost.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Typed {
    /// `follow`, `other` or `dismiss`.
    pub(super) decision: String,
    pub(super) remedy: String,
    pub(super) amount: String,
    pub(super) liable: String,
    pub(super) reason: String,
    pub(super) text: String,
    /// The question to show again.
    pub(super) step: String,
    /// Events that the page had seen.
    pub(super) version: u64,
}

/// What is wrong: the field and the sentence.
pub(super) type Problems = Vec<(String, String)>;

impl Typed {
    /// Every field with its value, as hidden fields repeat them.
    pub(super) fn fields(&self) -> [(&'static str, &str); 6] {
        [
            ("decision", &self.decision),
            ("remedy", &self.remedy),
            ("amount", &self.amount),
            ("liable", &self.liable),
            ("reason", &self.reason),
            ("text", &self.text),
        ]
    }

    /// The ruling, where everything that it needs is there. What the table recommends is `recommended`, the most that can
    /// go back `most`; whether the result departs from the table is the core's to say.
    pub(super) fn read(
        &self,
        reader: &Reader,
        recommended: Option<&Ruling>,
        currency: Currency,
    ) -> Result<api::NewRuling, Problems> {
        let missing = |field: &str, id: &str| vec![(field.to_owned(), reader.t(id))];
        match (self.decision.as_str(), recommended) {
            ("follow", Some(ruling)) => Ok(api::NewRuling {
                remedy: ruling.remedy.as_ref().and_then(|remedy| wire(remedy, currency)),
                liable: liable(ruling.liable.word()).unwrap_or(api::Liable::Nobody),
                departs: None,
            }),
            ("other", _) => self.departing(reader, self.remedy(reader, currency)),
            ("dismiss", _) => self.departing(reader, Ok(None)),
            _ => Err(missing("decision", "rule-choose")),
        }
    }

    fn remedy(&self, reader: &Reader, currency: Currency) -> Result<Option<api::Remedy>, Problems> {
        let problem = |field: &str, text: String| Err(vec![(field.to_owned(), text)]);
        if !REMEDIES.contains(&self.remedy.as_str()) {
            return problem("remedy", reader.t("rule-choose-remedy"));
        }
        if self.remedy == "replacement" {
            return Ok(Some(api::Remedy::Replacement { return_first: false }));
        }
        let amount = match reader.format.parse_amount(&self.amount, currency) {
            Ok(amount) if amount > 0 => api::Money { amount, currency: currency.code().to_owned() },
            Ok(_) => return problem("amount", reader.t("rule-amount-zero")),
            Err(wrong) => return problem("amount", reader.format.amount_problem(wrong, currency)),
        };
        Ok(Some(match self.remedy.as_str() {
            "return_and_refund" => api::Remedy::ReturnAndRefund { amount },
            "fee_refund" => api::Remedy::FeeRefund { amount },
            _ => api::Remedy::Refund { amount },
        }))
    }

    /// A ruling of the mediator's own: with who bears it, and a reason in a word and in words.
    fn departing(
        &self,
        reader: &Reader,
        remedy: Result<Option<api::Remedy>, Problems>,
    ) -> Result<api::NewRuling, Problems> {
        let mut problems = Problems::new();
        let mut wrong = |field: &str, id: &str| problems.push((field.to_owned(), reader.t(id)));
        let (remedy, first) = match remedy {
            Ok(remedy) => (remedy, Problems::new()),
            Err(first) => (None, first),
        };
        let liable = liable(&self.liable);
        if liable.is_none() {
            wrong("liable", "rule-choose-liable");
        }
        if !REASONS.contains(&self.reason.as_str()) {
            wrong("reason", "rule-choose-reason");
        }
        if self.text.trim().is_empty() {
            wrong("text", "rule-words-needed");
        }
        let problems: Problems = first.into_iter().chain(problems).collect();
        match liable.filter(|_| problems.is_empty()) {
            Some(liable) => {
                let words =
                    api::Words { reason: self.reason.clone(), text: Some(self.text.trim().to_owned()) };
                Ok(api::NewRuling { remedy, liable, departs: Some(words) })
            }
            None => Err(problems),
        }
    }
}

fn liable(word: &str) -> Option<api::Liable> {
    Some(match word {
        "seller" => api::Liable::Seller,
        "buyer" => api::Liable::Buyer,
        "carrier" => api::Liable::Carrier,
        "platform" => api::Liable::Platform,
        "nobody" => api::Liable::Nobody,
        _ => return None,
    })
}

/// A remedy that the table knows, as a request says it.
fn wire(remedy: &Remedy, currency: Currency) -> Option<api::Remedy> {
    let money = |amount| crate::convert::money(amount, currency);
    Some(match remedy {
        Remedy::Refund { amount } => api::Remedy::Refund { amount: money(*amount) },
        Remedy::ReturnAndRefund { amount } => api::Remedy::ReturnAndRefund { amount: money(*amount) },
        Remedy::FeeRefund { amount } => api::Remedy::FeeRefund { amount: money(*amount) },
        Remedy::Replacement { return_first } => api::Remedy::Replacement { return_first: *return_first },
        // The table has no other solution in words.
        Remedy::Other { .. } => return None,
    })
}
