//! Reading what was typed: texts become amounts, days and choices; what cannot be read becomes a problem beside its field.
use super::questionnaire;
use super::reasons::FINER;
use super::subject::Subject;
use super::table::Ask;
use crate::portal::reader::Reader;
use crate::portal::reason::UNSAID;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A form as a browser sends it: everything is text, and nothing of it is ever thrown away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(super) amount: String,
    pub(super) remedy: String,
    pub(super) solution: String,
    pub(super) reason: String,
    pub(super) sub_reason: String,
    pub(super) text: String,
    pub(super) carrier: String,
    pub(super) number: String,
    pub(super) grams: String,
    pub(super) until: String,
    pub(super) from: String,
    pub(super) received: String,
    pub(super) fee: String,
    pub(super) finding: String,
    pub(super) verdict: String,
    pub(super) content: String,
    pub(super) side: String,
    pub(super) cause: String,
    pub(super) proof: String,
    pub(super) chat: String,
    pub(super) photo: String,
    pub(super) evidence: Vec<String>,
    pub(super) units: Vec<String>,
    pub(super) answers: Vec<String>,
    /// The version of the order that the page showed.
    pub(super) version: u64,
}

impl Typed {
    /// What a person wrote in it, for keeping where the form itself has no place any more.
    pub(super) fn written(&self) -> String {
        let parts = [&self.solution, &self.text];
        let parts: Vec<&str> =
            parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
        parts.join("\n\n")
    }
}

/// What was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    pub(super) amount: Option<api::Money>,
    pub(super) remedy: Option<api::Remedy>,
    pub(super) words: api::Words,
    pub(super) sub_reason: Option<String>,
    pub(super) carrier: Option<String>,
    pub(super) number: Option<String>,
    pub(super) grams: Option<u32>,
    pub(super) until: Option<Timestamp>,
    pub(super) from: Option<Timestamp>,
    pub(super) received: bool,
    pub(super) fee: bool,
    pub(super) finding: Option<api::Finding>,
    pub(super) verdict: Option<api::RiskVerdict>,
    pub(super) content: Option<api::ReturnContent>,
    pub(super) side: Option<api::Side>,
    pub(super) cause: Option<api::BuyerCause>,
    pub(super) confirmation: Option<api::ClaimConfirmation>,
    pub(super) evidence: Vec<String>,
    pub(super) units: Vec<u16>,
    pub(super) answers: BTreeMap<String, api::Opinion>,
}

/// Problems: the field and what is wrong with it.
pub(super) type Problems = Vec<(String, String)>;

/// Reads a form by what it asks.
pub(super) fn read(
    reader: &Reader,
    subject: &Subject,
    asks: &[Ask],
    typed: &Typed,
) -> Result<Filled, Problems> {
    let mut reading = Reading { reader, subject, typed, filled: Filled::default(), problems: Vec::new() };
    for ask in asks {
        reading.ask(*ask);
    }
    if reading.problems.is_empty() { Ok(reading.filled) } else { Err(reading.problems) }
}

struct Reading<'a> {
    reader: &'a Reader,
    subject: &'a Subject,
    typed: &'a Typed,
    filled: Filled,
    problems: Problems,
}

/// A text without blanks around it, if anything is left.
fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Reading<'_> {
    fn wrong(&mut self, field: &str, message: &str) {
        self.problems.push((field.to_owned(), self.reader.t(message)));
    }

    fn ask(&mut self, ask: Ask) {
        let typed = self.typed;
        match ask {
            Ask::Amount => self.filled.amount = self.amount(),
            Ask::Remedy => self.remedy(),
            Ask::OfferedReason | Ask::Reason(_) => self.reason(),
            Ask::PolicyReason | Ask::ReturnReason | Ask::ComplaintReason => {
                self.reason();
                self.finer();
            }
            Ask::Text => match given(&typed.text) {
                Some(text) => self.filled.words.text = Some(text),
                None => self.wrong("text", "need-text"),
            },
            Ask::MayText => self.filled.words.text = given(&typed.text),
            Ask::Carrier => match given(&typed.carrier) {
                Some(carrier) => self.filled.carrier = Some(carrier),
                None => self.wrong("carrier", "need-carrier"),
            },
            Ask::Number => match given(&typed.number) {
                Some(number) => self.filled.number = Some(number),
                None => self.wrong("number", "need-number"),
            },
            Ask::WrongBecause => match given(&typed.cause) {
                Some(cause) => self.filled.words.reason = cause,
                None => self.wrong("cause", "need-choice"),
            },
            Ask::MayNumber => self.filled.number = given(&typed.number),
            Ask::Confirmed => self.confirmed(),
            Ask::Grams => self.grams(),
            Ask::Until => match self.day("until", true) {
                Some(until) => self.filled.until = Some(until),
                None => self.wrong("until", "need-day"),
            },
            Ask::Span => self.span(),
            Ask::Received => match typed.received.as_str() {
                "yes" => self.filled.received = true,
                "no" => self.filled.received = false,
                _ => self.wrong("received", "need-choice"),
            },
            Ask::Fee => match typed.fee.as_str() {
                "yes" => self.filled.fee = true,
                "no" => self.filled.fee = false,
                _ => self.wrong("fee", "need-choice"),
            },
            Ask::Finding => self.filled.finding = self.choice("finding", &typed.finding),
            Ask::Verdict => self.filled.verdict = self.choice("verdict", &typed.verdict),
            Ask::Content => self.filled.content = self.choice("content", &typed.content),
            Ask::Side => self.filled.side = self.choice("side", &typed.side),
            Ask::Cause => self.filled.cause = self.choice("cause", &typed.cause),
            Ask::Documents | Ask::Label | Ask::Voucher => {
                self.filled.evidence = typed.evidence.iter().filter_map(|piece| given(piece)).collect();
                if ask == Ask::Voucher && self.filled.evidence.is_empty() {
                    self.wrong("evidence", "need-voucher");
                }
            }
            Ask::Units => {
                self.filled.units = typed.units.iter().filter_map(|unit| unit.parse().ok()).collect();
                if self.filled.units.is_empty() {
                    self.wrong("units", "need-units");
                }
            }
            Ask::Questions => {
                self.filled.answers = questionnaire::read(&typed.answers);
                if self.filled.answers.is_empty() {
                    self.wrong("answers", "need-answer");
                }
            }
        }
    }

    fn reason(&mut self) {
        match given(&self.typed.reason) {
            Some(reason) => self.filled.words.reason = reason,
            None => self.wrong("reason", "need-reason"),
        }
    }

    /// A finer reason of the reason that was chosen; what was chosen below another is passed over.
    fn finer(&mut self) {
        let reason = self.subject.view.governing.policy.reason(&self.typed.reason);
        let Some(reason) = reason.filter(|reason| !reason.sub_reasons.is_empty()) else { return };
        match self.typed.sub_reason.as_str() {
            UNSAID => {}
            id if reason.has_sub_reason(id) => self.filled.sub_reason = Some(id.to_owned()),
            _ => self.wrong(FINER, "need-sub_reason"),
        }
    }

    /// A message by its number, a chat with a photo, or nothing: the buyer is asked.
    fn confirmed(&mut self) {
        let typed = self.typed;
        let message = typed.proof.strip_prefix("message-").and_then(|number| number.parse().ok());
        self.filled.confirmation = match (typed.proof.as_str(), message) {
            ("ask", _) => None,
            (_, Some(message)) => Some(api::ClaimConfirmation::Message { message }),
            ("outside", _) => {
                let (chat, photo) = (given(&typed.chat), given(&typed.photo));
                for (field, piece) in [("chat", &chat), ("photo", &photo)] {
                    if piece.is_none() {
                        self.wrong(field, "need-piece");
                    }
                }
                let both = chat.zip(photo);
                both.map(|(chat, photo)| api::ClaimConfirmation::Outside { chat, photo })
            }
            _ => {
                self.wrong("proof", "need-choice");
                None
            }
        };
    }

    fn amount(&mut self) -> Option<api::Money> {
        let currency = self.subject.currency;
        match self.reader.format.parse_amount(&self.typed.amount, currency) {
            Ok(amount) => Some(api::Money { amount, currency: currency.code().to_owned() }),
            Err(problem) => {
                let said = self.reader.format.amount_problem(problem, currency);
                self.problems.push(("amount".to_owned(), said));
                None
            }
        }
    }

    fn remedy(&mut self) {
        self.filled.remedy = match self.typed.remedy.as_str() {
            "refund" => self.amount().map(|amount| api::Remedy::Refund { amount }),
            "return_and_refund" => self.amount().map(|amount| api::Remedy::ReturnAndRefund { amount }),
            "fee_refund" => self.amount().map(|amount| api::Remedy::FeeRefund { amount }),
            "replacement" => Some(api::Remedy::Replacement { return_first: false }),
            "replacement_return" => Some(api::Remedy::Replacement { return_first: true }),
            "other" => {
                let words = given(&self.typed.solution);
                if words.is_none() {
                    self.wrong("solution", "need-solution");
                }
                words.map(|words| api::Remedy::Other { words })
            }
            _ => {
                self.wrong("remedy", "need-remedy");
                None
            }
        };
    }

    fn grams(&mut self) {
        let Some(text) = given(&self.typed.grams) else { return };
        match whole(&text) {
            Some(grams) => self.filled.grams = Some(grams),
            None => self.wrong("grams", "need-grams"),
        }
    }

    fn span(&mut self) {
        self.filled.from = self.day("from", false);
        if self.filled.from.is_none() {
            self.wrong("from", "need-day");
        }
        self.filled.until = self.day("until", true);
        if self.filled.until.is_none() && given(&self.typed.until).is_some() {
            self.wrong("until", "need-day");
        }
    }

    /// The beginning or the end of a day in the reader's zone.
    fn day(&self, field: &str, end: bool) -> Option<Timestamp> {
        let text = if field == "from" { &self.typed.from } else { &self.typed.until };
        let day: Date = text.trim().parse().ok()?;
        if end { end_of(day, self.reader.format.zone()) } else { start_of(day, self.reader.format.zone()) }
    }

    /// A word of a closed list, as the API reads it.
    fn choice<T: serde::de::DeserializeOwned>(&mut self, field: &str, word: &str) -> Option<T> {
        let read = serde_json::from_value(serde_json::Value::String(word.to_owned())).ok();
        if read.is_none() {
            self.wrong(field, "need-choice");
        }
        read
    }
}

/// A whole number of grams, with its unit or without. A separator may only group: it stands before exactly three digits, so
/// that half a gram never becomes thousands.
fn whole(text: &str) -> Option<u32> {
    let text = text.trim();
    let number = text.strip_suffix(['g', 'G']).unwrap_or(text).trim_end();
    let separator = number.chars().find(|letter| !letter.is_ascii_digit());
    let groups: Vec<&str> = match separator {
        Some(found) if matches!(found, '.' | ',' | '\'') || found.is_whitespace() => {
            number.split(found).collect()
        }
        Some(_) => return None,
        None => vec![number],
    };
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || (1..=3).contains(&first.len()) && !first.starts_with('0');
    let fits = grouped && rest.iter().all(|group| group.len() == 3);
    let digits = groups.concat();
    (fits && digits.bytes().all(|letter| letter.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
}

fn start_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    day.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp())
}

/// The exclusive end of a day.
pub(super) fn end_of(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    start_of(day.tomorrow().ok()?, zone)
}

/// The first day whose end is later than an instant.
pub(super) fn first_after(at: Timestamp, zone: &TimeZone) -> Date {
    at.to_zoned(zone.clone()).date()
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn separators_of_grams_group_thousands_and_nothing_else() {
        for (text, grams) in [
            ("1250", 1_250),
            (" 1250 g", 1_250),
            ("1.250", 1_250),
            ("1,250g", 1_250),
            ("1 250", 1_250),
            ("1\u{a0}250", 1_250),
            ("12.500.000", 12_500_000),
            ("0", 0),
        ] {
            assert_eq!(whole(text), Some(grams), "{text}");
        }
        let wrong = [
            "250.5",
            "250,50",
            "1.2500",
            "0.250",
            "1,250.500",
            "1.250,5",
            ".250",
            "1..250",
            "1.",
            "g",
            "",
            "-5",
            "1 kg",
        ];
        for text in wrong.into_iter().chain(["99999999999", "1234.567"]) {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
