//! What a mediator chose in the guided form, and the ruling that it is.
use super::gathered::Gathered;
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::remedy;
use resolution::case::Ruling;
use resolution::case::remedy::Remedy;
use resolution::money::Currency;
use serde::Deserialize;

/// What a mediator may give back: money at once, or after the goods came back; or the fee; or the goods again.
pub(super) const REMEDIES: [&str; 4] = ["refund", "return_and_refund", "fee_refund", "replacement"];
/// What a seller's claim can be given.
const TO_SELLER: &str = "seller_payment";
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
    /// What the check page showed; see [`Terms`].
    pub(super) shown_row: String,
    pub(super) shown_remedy: String,
    pub(super) shown_amount: String,
    pub(super) shown_liable: String,
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

    /// What the page showed from which this was sent.
    pub(super) fn shown(&self) -> Terms {
        Terms {
            row: self.shown_row.clone(),
            remedy: self.shown_remedy.clone(),
            amount: self.shown_amount.clone(),
            liable: self.shown_liable.clone(),
        }
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
        if !REMEDIES.contains(&self.remedy.as_str()) && self.remedy != TO_SELLER {
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
            TO_SELLER => api::Remedy::SellerPayment { amount },
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

/// What a check page showed: the row of the table, what is given and who bears it. The form brings it back, so that nothing
/// else is decided than what was checked: the recommendation may become another one meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Terms {
    row: String,
    remedy: String,
    /// In minor units; nothing where no money is given.
    amount: String,
    liable: String,
}

impl Terms {
    /// Of a ruling as it would be made now.
    pub(super) fn of(gathered: &Gathered, ruling: &api::NewRuling) -> Self {
        let (remedy, amount) = match &ruling.remedy {
            None => ("none", None),
            Some(api::Remedy::Refund { amount }) => ("refund", Some(amount)),
            Some(api::Remedy::ReturnAndRefund { amount }) => ("return_and_refund", Some(amount)),
            Some(api::Remedy::FeeRefund { amount }) => ("fee_refund", Some(amount)),
            Some(api::Remedy::SellerPayment { amount }) => (TO_SELLER, Some(amount)),
            Some(api::Remedy::Replacement { return_first: false }) => ("replacement", None),
            Some(api::Remedy::Replacement { return_first: true }) => ("replacement_return", None),
            Some(api::Remedy::Other { .. }) => ("other", None),
        };
        let row = gathered.recommended.as_ref().and_then(|found| found.row.clone());
        Self {
            row: row.unwrap_or_default(),
            remedy: remedy.to_owned(),
            amount: amount.map(|money| money.amount.to_string()).unwrap_or_default(),
            liable: crate::convert::liable(ruling.liable).word().to_owned(),
        }
    }

    /// As hidden fields carry them.
    pub(super) fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("shown_row", &self.row),
            ("shown_remedy", &self.remedy),
            ("shown_amount", &self.amount),
            ("shown_liable", &self.liable),
        ]
    }

    /// What is not as it was shown, in a sentence. Who follows the recommendation must have seen it; who rules otherwise has
    /// named everything, so that there only what a page did show can have changed.
    pub(super) fn changed(
        &self,
        reader: &Reader,
        gathered: &Gathered,
        typed: &Typed,
        ruling: &api::NewRuling,
    ) -> Option<String> {
        let now = Self::of(gathered, ruling);
        let shown = !self.remedy.is_empty();
        if *self == now || (!shown && typed.decision != "follow") {
            return None;
        }
        let values =
            [("now", now.said(reader, gathered).into()), ("before", self.said(reader, gathered).into())];
        Some(reader.with(if shown { "rule-changed" } else { "rule-not-shown" }, &values))
    }

    fn said(&self, reader: &Reader, gathered: &Gathered) -> String {
        let currency = gathered.currency.code().to_owned();
        let again = self.remedy == "replacement_return";
        let view = api::RemedyView {
            kind: if again { "replacement".to_owned() } else { self.remedy.clone() },
            amount: self.amount.parse().ok().map(|amount| api::Money { amount, currency }),
            return_first: again.then_some(true),
            words: None,
        };
        let outcome = match self.remedy.as_str() {
            "none" => reader.t("remedy-none"),
            word if reader.taste.words.has(&format!("remedy-{word}")) => remedy::line(reader, &view),
            _ => String::new(),
        };
        let values = [
            ("outcome", outcome.into()),
            ("liable", known(reader, "liable", &self.liable).into()),
            ("row", self.row.as_str().into()),
        ];
        reader.with("rule-terms", &values)
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
        Remedy::SellerPayment { amount } => api::Remedy::SellerPayment { amount: money(*amount) },
        // The table has no other solution in words.
        Remedy::Other { .. } => return None,
    })
}
