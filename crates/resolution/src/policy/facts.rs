//! The declared facts of a dispute: the only names that a liability row may use.
//!
//! A fact is a truth value or one word of a closed list. Numbers enter as named bands (`weights`, `transit`), so that
//! a policy can be proven complete. [`DisputeFacts`] is how the case states them, [`Facts`] how they are recorded in
//! events, and [`DECLARED`] the table that the type checker holds a policy against.
use super::words::{unknown, words};
use crate::parcel::tracking::Status;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

words! {
    /// Whether the carrier's destination is the order's (INR-7).
    #[derive(Default)]
    Destination, "destination" {
        /// Nothing to compare.
        #[default]
        Unknown = "unknown",
        /// It matches fully.
        Matches = "matches",
        /// It does not match fully.
        Differs = "differs",
    }
}

words! {
    /// The buyer's answer to the address question (INR-7).
    #[derive(Default)]
    AddressAnswer, "address answer" {
        /// Never asked, or the time to answer still runs.
        #[default]
        None = "none",
        /// "I received it."
        Received = "received",
        /// "I did not receive it."
        NotReceived = "not_received",
        /// Asked, and no answer in time.
        NoAnswer = "no_answer",
    }
}

words! {
    /// A cause on the buyer's side for the wait, stated with date and voucher (INR-3).
    #[derive(Default)]
    BuyerCause, "buyer cause" {
        /// No such cause.
        #[default]
        None = "none",
        /// Nobody was there.
        Absent = "absent",
        /// The buyer refused the parcel.
        Refused = "refused",
        /// The buyer's customs papers are missing.
        Customs = "customs",
    }
}

words! {
    /// What became of the request to collect a waiting parcel (INR-4, INR-5).
    #[derive(Default)]
    Collection, "collection" {
        /// The buyer was not asked.
        #[default]
        None = "none",
        /// Asked, and the time still runs.
        Asked = "asked",
        /// The time is over, without a valid certificate.
        NotCollected = "not_collected",
        /// The time is over, and a valid certificate says why.
        Certificate = "certificate",
    }
}

words! {
    /// Why a parcel went back to its sender (INR-9).
    #[derive(Default)]
    ReturnCause, "return cause" {
        /// It did not go back, or nobody said why.
        #[default]
        None = "none",
        /// Refused or not collected.
        BuyerSide = "buyer_side",
        /// Any other cause.
        Other = "other",
    }
}

words! {
    /// What the weighings say, as a band (QTY-3).
    #[derive(Default)]
    Weights, "weights" {
        /// Not all weighings are there.
        #[default]
        Unknown = "unknown",
        /// They agree within the tolerance.
        Agree = "agree",
        /// The shortfall is near a whole number of missing units.
        ShortNearUnit = "short_near_unit",
        /// They differ otherwise.
        ShortOther = "short_other",
    }
}

words! {
    /// How far the opener's return is.
    #[derive(Default)]
    ReturnState, "return state" {
        /// Nothing was sent back.
        #[default]
        None = "none",
        /// On its way.
        Sent = "sent",
        /// It arrived.
        Arrived = "arrived",
        /// It arrived, and the respondent objects.
        Objected = "objected",
        /// Lost or silent on its way.
        Lost = "lost",
    }
}

words! {
    /// How long the parcel has travelled, as a band (PRO-3).
    #[derive(Default)]
    Transit, "transit" {
        /// Shorter than the policy's longest transit.
        #[default]
        Normal = "normal",
        /// The longest transit is reached without delivery.
        Longest = "longest",
    }
}

words! {
    /// What the carrier found when asked (INV-3).
    #[derive(Default)]
    Finding, "finding" {
        /// Not asked, or no answer.
        #[default]
        None = "none",
        /// It still has the parcel.
        WithCarrier = "with_carrier",
        /// It delivered it.
        Delivered = "delivered",
        /// It lost it.
        Lost = "lost",
    }
}

words! {
    /// Which review this is.
    #[derive(Default)]
    ReviewRound, "review" {
        /// The first.
        #[default]
        Review = "review",
        /// The one after an appeal, by another mediator.
        SecondReview = "second_review",
    }
}

/// What is known of a dispute at the instant of a ruling, typed. `None` as parcel: nothing was shipped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisputeFacts {
    /// A reason id of the policy.
    pub reason: String,
    /// The reason's group.
    pub received: bool,
    /// State of the parcel.
    pub parcel: Option<Status>,
    /// A listed carrier, and at least one carrier-made scan beyond `pre_transit` (INR-1).
    pub tracking_verifiable: bool,
    /// The scans of acceptance and of delivery are both there.
    pub tracking_complete: bool,
    /// The respondent showed that the parcel was handed over to a carrier. It is no proof that it arrived.
    pub proof_of_posting: bool,
    /// The respondent showed proof of delivery or of actual receipt in time (INR-2).
    pub proof_of_delivery: bool,
    /// The respondent showed a receipt that confirms the order's address (INR-8).
    pub delivery_receipt: bool,
    /// See [`Destination`].
    pub destination: Destination,
    /// See [`AddressAnswer`].
    pub address_answer: AddressAnswer,
    /// See [`BuyerCause`].
    pub buyer_cause: BuyerCause,
    /// See [`Collection`].
    pub collection: Collection,
    /// See [`ReturnCause`].
    pub return_cause: ReturnCause,
    /// The respondent answered in time.
    pub seller_answered: bool,
    /// Every required item of the respondent is there; once the return is objected to, every item of
    /// `disputes.objection_evidence` instead.
    pub seller_complete: bool,
    /// Every required item of the opener is there.
    pub buyer_complete: bool,
    /// See [`Weights`].
    pub weights: Weights,
    /// See [`ReturnState`].
    pub return_state: ReturnState,
    /// See [`Transit`].
    pub transit: Transit,
    /// See [`Finding`].
    pub finding: Finding,
    /// See [`ReviewRound`].
    pub stage: ReviewRound,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FactValue {
    /// True or false.
    Bool(bool),
    /// One of the fact's declared words.
    Word(String),
}

/// What kind of value a fact has.
#[derive(Clone, Copy, Debug)]
pub enum FactKind {
    /// True or false.
    Bool,
    /// One of these words.
    Words(fn() -> Vec<&'static str>),
    /// One of the policy's reason ids.
    Reason,
}

/// One declared fact.
#[derive(Clone, Copy, Debug)]
pub struct FactDecl {
    /// The name, as written in conditions; a dot groups names.
    pub name: &'static str,
    /// What kind of value it has.
    pub kind: FactKind,
    /// What it says, in words.
    pub meaning: &'static str,
}

/// The words of an enum made by `words!`, as the checker wants them.
macro_rules! words_of {
    ($name:ident) => {
        FactKind::Words(|| $name::ALL.iter().map(|value| value.word()).collect())
    };
}

/// The word of `parcel` when nothing was shipped.
const NO_PARCEL: &str = "none";

fn parcel_words() -> Vec<&'static str> {
    std::iter::once(NO_PARCEL).chain(Status::ALL.iter().map(|status| status.word())).collect()
}

const fn fact(name: &'static str, kind: FactKind, meaning: &'static str) -> FactDecl {
    FactDecl { name, kind, meaning }
}

/// Every declared fact of a dispute.
pub const DECLARED: &[FactDecl] = &[
    fact("reason", FactKind::Reason, "the dispute's reason"),
    fact("received", FactKind::Bool, "the buyer says that the parcel came"),
    fact("parcel", FactKind::Words(parcel_words), "state of the parcel"),
    fact("tracking.verifiable", FactKind::Bool, "a listed carrier scanned the parcel itself"),
    fact("tracking.complete", FactKind::Bool, "scans of acceptance and of delivery are there"),
    fact("proof_of_posting", FactKind::Bool, "the respondent showed that the parcel was posted"),
    fact("proof_of_delivery", FactKind::Bool, "the respondent proved delivery or receipt in time"),
    fact("delivery_receipt", FactKind::Bool, "the respondent showed a receipt that confirms the address"),
    fact("destination", words_of!(Destination), "the carrier's destination against the order's"),
    fact("address_answer", words_of!(AddressAnswer), "the buyer's answer to the address question"),
    fact("buyer_cause", words_of!(BuyerCause), "a cause of the wait on the buyer's side"),
    fact("collection", words_of!(Collection), "what became of the request to collect"),
    fact("return_cause", words_of!(ReturnCause), "why the parcel went back to its sender"),
    fact("seller_answered", FactKind::Bool, "the respondent answered in time"),
    fact("seller_complete", FactKind::Bool, "every required item of the respondent is there"),
    fact("buyer_complete", FactKind::Bool, "every required item of the opener is there"),
    fact("weights", words_of!(Weights), "what the weighings say"),
    fact("return_state", words_of!(ReturnState), "how far the return is"),
    fact("transit", words_of!(Transit), "how long the parcel has travelled"),
    fact("finding", words_of!(Finding), "what the carrier found when asked"),
    fact("stage", words_of!(ReviewRound), "the first review or the one after an appeal"),
];

/// The declaration of a fact.
#[must_use]
pub fn declared(name: &str) -> Option<&'static FactDecl> {
    DECLARED.iter().find(|fact| fact.name == name)
}

/// The facts of a dispute by name, complete: what a ruling was made on, as it is recorded in its event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Facts {
    values: BTreeMap<String, FactValue>,
}

/// A fact that does not fit the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FactError(String);

impl Facts {
    /// The value of a fact.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&FactValue> {
        self.values.get(name)
    }

    /// Every fact in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &FactValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Replaces one fact.
    ///
    /// # Errors
    /// The name is not declared, the value is of another kind, or the word is not one of the fact's words.
    pub fn set(&mut self, name: &str, value: FactValue, reasons: &[&str]) -> Result<(), FactError> {
        let decl = declared(name).ok_or_else(|| {
            FactError(unknown("declared fact", name, DECLARED.iter().map(|fact| fact.name)))
        })?;
        decl.admit(&value, reasons).map_err(FactError)?;
        self.values.insert(name.to_owned(), value);
        Ok(())
    }
}

impl FactDecl {
    /// The words that the fact may have; none for a truth value.
    pub(crate) fn words<'a>(&self, reasons: &[&'a str]) -> Vec<&'a str> {
        match self.kind {
            FactKind::Bool => Vec::new(),
            FactKind::Words(words) => words(),
            FactKind::Reason => reasons.to_vec(),
        }
    }

    /// Whether a value may be this fact's; the sentence says why not.
    pub(crate) fn admit(&self, value: &FactValue, reasons: &[&str]) -> Result<(), String> {
        match (self.kind, value) {
            (FactKind::Bool, FactValue::Bool(_)) => Ok(()),
            (FactKind::Bool, FactValue::Word(word)) => {
                Err(format!("`{}` is true or false, not the word \"{word}\"", self.name))
            }
            (_, FactValue::Bool(_)) => Err(format!(
                "`{}` is a word, one of {}, not true or false",
                self.name,
                self.words(reasons).join(", ")
            )),
            (_, FactValue::Word(word)) => {
                let words = self.words(reasons);
                if words.contains(&word.as_str()) {
                    Ok(())
                } else {
                    Err(unknown(&format!("word of `{}`", self.name), word, words.into_iter()))
                }
            }
        }
    }
}

impl From<&DisputeFacts> for Facts {
    fn from(facts: &DisputeFacts) -> Self {
        let word = |text: &str| FactValue::Word(text.to_owned());
        let flag = FactValue::Bool;
        let values = [
            ("reason", word(&facts.reason)),
            ("received", flag(facts.received)),
            ("parcel", word(facts.parcel.map_or(NO_PARCEL, Status::word))),
            ("tracking.verifiable", flag(facts.tracking_verifiable)),
            ("tracking.complete", flag(facts.tracking_complete)),
            ("proof_of_posting", flag(facts.proof_of_posting)),
            ("proof_of_delivery", flag(facts.proof_of_delivery)),
            ("delivery_receipt", flag(facts.delivery_receipt)),
            ("destination", word(facts.destination.word())),
            ("address_answer", word(facts.address_answer.word())),
            ("buyer_cause", word(facts.buyer_cause.word())),
            ("collection", word(facts.collection.word())),
            ("return_cause", word(facts.return_cause.word())),
            ("seller_answered", flag(facts.seller_answered)),
            ("seller_complete", flag(facts.seller_complete)),
            ("buyer_complete", flag(facts.buyer_complete)),
            ("weights", word(facts.weights.word())),
            ("return_state", word(facts.return_state.word())),
            ("transit", word(facts.transit.word())),
            ("finding", word(facts.finding.word())),
            ("stage", word(facts.stage.word())),
        ];
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { values }
    }
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Word(word) => f.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_facts_state_exactly_the_declared_ones() {
        let facts = Facts::from(&DisputeFacts { reason: "damaged".into(), ..DisputeFacts::default() });
        let stated: Vec<&str> = facts.iter().map(|(name, _)| name).collect();
        let mut names: Vec<&str> = DECLARED.iter().map(|fact| fact.name).collect();
        names.sort_unstable();
        assert_eq!(stated, names);
        for (name, value) in facts.iter() {
            declared(name).expect("declared").admit(value, &["damaged"]).expect("fits");
        }
    }

    #[test]
    fn facts_are_a_plain_map_in_events() {
        let facts =
            Facts::from(&DisputeFacts { reason: "late".into(), received: true, ..DisputeFacts::default() });
        let json = serde_json::to_value(&facts).expect("serialises");
        assert_eq!(json["parcel"], "none");
        assert_eq!(json["received"], true);
        assert_eq!(serde_json::from_value::<Facts>(json).expect("reads back"), facts);
    }

    #[test]
    fn a_wrong_word_names_the_nearest() {
        let mut facts = Facts::from(&DisputeFacts::default());
        let wrong = facts.set("parcel", FactValue::Word("deliverd".into()), &[]).expect_err("not a word");
        assert!(wrong.to_string().contains("did you mean `delivered`?"), "{wrong}");
        let wrong = facts.set("parcle", FactValue::Bool(true), &[]).expect_err("not a fact");
        assert!(wrong.to_string().contains("did you mean `parcel`?"), "{wrong}");
    }
}
