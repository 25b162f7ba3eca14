//! From a carrier's words and codes to the canonical scale.
//!
//! Two witnesses are heard: the **code** (or the vendor's own status), by the tables in `codes.rs`, and the **text**,
//! by the phrases in `phrases.rs`. The code is believed; the text makes a vague code exact ("in transit" that reads
//! "Arrived for collection") and corrects a delivery that was none ("Delivered to agent"). Nothing is ever called
//! delivered by its text against its code. What neither knows is [`Status::Unknown`].
use super::codes;
use super::matcher::Matcher;
use super::phrases::{CAUSES, STATUSES};
use resolution::parcel::tracking::{Cause, Status};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What one witness says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Its place on the scale.
    pub status: Status,
    /// Why, where it is said.
    pub cause: Option<Cause>,
    /// Whether it may correct a vague or mistaken code.
    pub firm: bool,
}

/// The longest text that is read for its meaning, in characters; carriers' sentences stay below 300.
const MAX_CHARS: usize = 2_000;

/// The status and cause of one scan of `carrier`, from its codes (the first that the table knows counts) and its texts.
#[must_use]
pub fn classify(carrier: &str, codes: &[String], texts: &[String]) -> (Status, Option<Cause>) {
    let code = codes.iter().find_map(|code| codes::find(carrier, code));
    settle(code, texts)
}

/// Settles what the code says with what the texts say.
#[must_use]
pub fn settle(code: Option<Reading>, texts: &[String]) -> (Status, Option<Cause>) {
    let folded: Vec<String> = texts.iter().flat_map(|text| sentences(text)).collect();
    let text = phrase(&folded);
    let chosen = match (code, text) {
        (None, None) => return (Status::Unknown, None),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(code), Some(text)) if code.status == Status::Unknown => {
            Reading { cause: text.cause.or(code.cause), ..text }
        }
        (Some(code), Some(text)) => combine(code, text),
    };
    let explains =
        matches!(chosen.status, Status::Exception | Status::AttemptFailed | Status::ReturnedToSender);
    let cause = match chosen.cause {
        Some(Cause::Other) | None if explains => cause(&folded).or(chosen.cause),
        known => known,
    };
    let fallback = (chosen.status == Status::Exception).then_some(Cause::Other);
    (chosen.status, cause.or(fallback))
}

/// The sentences of a text in folded form, without those that only say what would happen ("if not collected, it will be
/// returned").
fn sentences(text: &str) -> Vec<String> {
    let marks = ['.', ';', '!', '?', '。', '；', '！', '？', '，'];
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let folded = text
        .get(..end)
        .unwrap_or_default()
        .split(marks)
        .map(fold)
        .filter(|sentence| !sentence.trim().is_empty());
    folded.filter(|sentence| !is_condition(sentence)).collect()
}

fn is_condition(folded: &str) -> bool {
    let words = [
        "if",
        "unless",
        "otherwise",
        "falls",
        "andernfalls",
        "sinon",
        "jika",
        "caso",
        "逾期将",
        "逾期则",
        "超时将",
    ];
    words.iter().any(|word| match word.is_ascii() {
        true => folded.split(' ').any(|found| found == *word),
        false => folded.contains(word),
    })
}

/// Lets a firm text make a vague code exact, or take back a delivery that was none.
#[must_use]
pub fn combine(code: Reading, text: Reading) -> Reading {
    use Status as S;
    let corrects = match code.status {
        S::InTransit | S::OutForDelivery => {
            !matches!(text.status, S::Delivered | S::PreTransit | S::InTransit | S::Unknown)
        }
        S::Exception => !matches!(text.status, S::Delivered | S::PreTransit | S::Unknown),
        S::Delivered => {
            matches!(
                text.status,
                S::ReturnedToSender | S::Damaged | S::AwaitingCollection | S::AttemptFailed | S::InTransit
            )
        }
        S::PreTransit => matches!(text.status, S::Exception | S::Cancelled | S::Expired),
        _ => false,
    };
    let same = code.status == text.status;
    let explains =
        code.status == S::ReturnedToSender && matches!(text.status, S::AttemptFailed | S::Exception);
    if text.firm && corrects && !(same && text.cause.is_none()) {
        Reading { cause: text.cause.or(code.cause.filter(|_| same)), ..text }
    } else {
        Reading { cause: code.cause.or(text.cause.filter(|_| same || explains)), ..code }
    }
}

static STATUS_PHRASES: LazyLock<Matcher> =
    LazyLock::new(|| Matcher::new(STATUSES.iter().map(|row| row.phrases)));
static CAUSE_PHRASES: LazyLock<Matcher> =
    LazyLock::new(|| Matcher::new(CAUSES.iter().map(|(_, phrases)| *phrases)));

/// The first row of the phrase table that any of the folded texts meets.
fn phrase(folded: &[String]) -> Option<Reading> {
    let row = STATUSES.get(STATUS_PHRASES.first_row(folded)?)?;
    Some(Reading { status: row.status, cause: row.cause, firm: row.firm })
}

fn cause(folded: &[String]) -> Option<Cause> {
    CAUSES.get(CAUSE_PHRASES.first_row(folded)?).map(|(cause, _)| *cause)
}

/// Lower case, without accents, every mark a space: `Livré !` becomes `livre `.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in
        text.chars().take(MAX_CHARS).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
    {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            c if c.is_alphanumeric() => out.push(c),
            _ => out.push(' '),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> (Status, Option<Cause>) {
        settle(None, &[words.to_owned()])
    }

    #[test]
    fn phrases_are_written_folded() {
        for phrase in
            STATUSES.iter().flat_map(|row| row.phrases).chain(CAUSES.iter().flat_map(|(_, phrases)| *phrases))
        {
            let bare = phrase.trim_start_matches('^').trim_end_matches('$').replace('*', " ");
            let tidy = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(tidy(&fold(&bare)), tidy(&bare), "{phrase} is not in folded form");
        }
    }

    #[test]
    fn a_delivery_is_not_read_into_its_opposite() {
        for (words, expected) in [
            ("Not delivered", Status::AttemptFailed),
            ("Parcel could not be delivered", Status::AttemptFailed),
            ("The parcel was not delivered yet", Status::AttemptFailed),
            ("Undelivered", Status::AttemptFailed),
            ("Delivery attempted - no access", Status::AttemptFailed),
            ("Unable to be delivered: business closed", Status::AttemptFailed),
            ("Delivered to carrier", Status::InTransit),
            ("Delivered to Agent for Final Delivery", Status::InTransit),
            ("Delivered to local courier partner", Status::InTransit),
            ("Delivered to collection point", Status::AwaitingCollection),
            ("Delivered by driver to Pickup parcelshop", Status::AwaitingCollection),
            ("Out for delivery", Status::OutForDelivery),
            ("Will be delivered tomorrow", Status::InTransit),
            ("To be delivered by end of day", Status::InTransit),
            ("Your parcel will soon be delivered", Status::InTransit),
            ("Delivered, To Original Sender", Status::ReturnedToSender),
            ("Nicht zugestellt: Empfänger nicht angetroffen", Status::AttemptFailed),
            ("Konnte nicht zugestellt werden", Status::AttemptFailed),
            ("Colis non livré", Status::AttemptFailed),
            ("Objeto não entregue", Status::AttemptFailed),
            ("No entregado: destinatario ausente", Status::AttemptFailed),
            ("Przesyłka niedoręczona", Status::AttemptFailed),
            ("Paket gagal dikirim", Status::AttemptFailed),
            ("投递失败", Status::AttemptFailed),
            ("未妥投", Status::AttemptFailed),
            ("收件人拒收", Status::AttemptFailed),
        ] {
            assert_eq!(text(words).0, expected, "{words}");
        }
    }

    #[test]
    fn every_language_delivers_and_waits() {
        for words in [
            "Delivered",
            "Ihre Sendung wurde zugestellt",
            "Votre colis est livré.",
            "Przesyłka doręczona",
            "Objeto entregue ao destinatário",
            "Entregado",
            "Paket telah diterima oleh Budi",
            "已签收",
            "Delivered - Left in a safe place",
            "Delivered, Parcel Locker",
        ] {
            assert_eq!(text(words).0, Status::Delivered, "{words}");
        }
        for words in [
            "Arrived for collection",
            "到达待取",
            "Ready for recipient pickup",
            "Liegt zur Abholung bereit",
            "Disponible en point de retrait",
            "Przesyłka oczekuje na odbiór",
            "Objeto aguardando retirada no endereço indicado",
            "Disponible para recoger",
            "Paket siap diambil",
        ] {
            assert_eq!(text(words).0, Status::AwaitingCollection, "{words}");
        }
    }

    #[test]
    fn causes_are_named() {
        for (words, status, cause) in [
            ("Returned to sender: unclaimed", Status::ReturnedToSender, Some(Cause::NotCollected)),
            ("Refused by recipient", Status::AttemptFailed, Some(Cause::Refused)),
            ("Attempted delivery, nobody home", Status::AttemptFailed, Some(Cause::Absent)),
            ("Held by customs, papers missing", Status::Exception, Some(Cause::Customs)),
            ("Item is in Customs", Status::InTransit, Some(Cause::Customs)),
            ("Item cleared by Customs", Status::InTransit, None),
            ("Incorrect address", Status::Exception, Some(Cause::Address)),
            ("Delayed by weather", Status::Exception, Some(Cause::Disruption)),
            ("Shipment delayed", Status::Exception, Some(Cause::Delay)),
            ("Seized: prohibited item", Status::Exception, Some(Cause::Prohibited)),
            ("Parcel on hold", Status::Exception, Some(Cause::Other)),
            ("Parcel lost", Status::Lost, None),
            ("包裹丢失", Status::Lost, None),
            ("Package damaged in transit", Status::Damaged, None),
            ("包裹破损", Status::Damaged, None),
            ("Label damaged, relabelled", Status::Exception, Some(Cause::Other)),
        ] {
            assert_eq!(text(words), (status, cause), "{words}");
        }
    }

    #[test]
    fn pickups_from_the_sender_are_no_collection_by_the_buyer() {
        for (words, expected) in [
            ("We attempted to pick up the parcel but were unsuccessful", Status::PreTransit),
            ("Ready for collection by courier", Status::PreTransit),
            ("等待揽收", Status::PreTransit),
            ("PICKUP FROM CUSTOMER/SHIPPER", Status::InTransit),
            ("the parcel was not yet handed over to GLS", Status::PreTransit),
        ] {
            assert_eq!(text(words).0, expected, "{words}");
        }
    }

    #[test]
    fn what_would_happen_has_not_happened() {
        for (words, expected) in [
            (
                "Ready for pickup. If not collected by 5 May it will be returned to sender",
                Status::AwaitingCollection,
            ),
            ("快件已到达驿站，逾期将退回", Status::AwaitingCollection),
            ("In transit to parcelshop", Status::InTransit),
            ("Will be delivered to the parcelshop", Status::InTransit),
            ("Package is not yet available for pickup", Status::InTransit),
            ("Received by the recipient", Status::Delivered),
        ] {
            assert_eq!(text(words).0, expected, "{words}");
        }
    }

    #[test]
    fn the_code_is_believed_and_the_text_makes_it_exact() {
        let code = |status| Some(Reading { status, cause: None, firm: true });
        let say = |status, words: &str| settle(code(status), &[words.to_owned()]).0;
        assert_eq!(say(Status::InTransit, "Arrived for collection"), Status::AwaitingCollection);
        assert_eq!(say(Status::InTransit, "Delivered"), Status::InTransit);
        assert_eq!(say(Status::Delivered, "Delivered, To Original Sender"), Status::ReturnedToSender);
        assert_eq!(say(Status::Delivered, "Delivered, Parcel Locker"), Status::Delivered);
        assert_eq!(say(Status::PreTransit, "Pick up available"), Status::PreTransit);
        assert_eq!(say(Status::ReturnedToSender, "Delivered"), Status::ReturnedToSender);
        assert_eq!(say(Status::Exception, "Released by customs"), Status::InTransit);
    }

    #[test]
    fn strange_words_stay_unknown() {
        for words in ["", "zxqv", "JESSICA", "1", "string", "!!!", "Lostwithiel"] {
            assert_eq!(text(words), (Status::Unknown, None), "{words}");
        }
    }
}
