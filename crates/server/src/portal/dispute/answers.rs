//! The answers given so far. They travel in the address, so that going back, loading again and a second window are harmless;
//! what a person writes in their own words is sealed first, and only its digest travels.
use super::possible::{Finer, Group, Possible, Reason};
use crate::portal::goods::Goods;
use crate::portal::reader::Reader;
use resolution::money::Currency;
use serde::Deserialize;

/// The value of a question that was passed over.
pub(super) const NONE: &str = "none";

/// As the address has them.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(default)]
pub(crate) struct Answers {
    /// `yes` or `no`.
    pub(super) received: Option<String>,
    /// How many of each line, as `LINE:COUNT`.
    pub(super) n: Vec<String>,
    /// A reason of the policy.
    pub(super) reason: Option<String>,
    /// A finer reason of that reason, or that none of them is meant.
    pub(super) sub_reason: Option<String>,
    /// The word of a remedy.
    pub(super) remedy: Option<String>,
    /// As it was typed.
    pub(super) amount: Option<String>,
    /// Digest of the sealed text, or `none`.
    pub(super) text: Option<String>,
    /// `done` once the files were looked at.
    pub(super) files: Option<String>,
    /// The question that is to be shown, where it is not the first open one.
    pub(super) step: Option<String>,
    /// The question whose answer was just sent.
    pub(super) asked: Option<String>,
}

/// The questions in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Received,
    Items,
    Reason,
    SubReason,
    Remedy,
    Text,
    Files,
    Check,
}

impl Step {
    pub(super) const ALL: [Self; 8] = [
        Self::Received,
        Self::Items,
        Self::Reason,
        Self::SubReason,
        Self::Remedy,
        Self::Text,
        Self::Files,
        Self::Check,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Items => "items",
            Self::Reason => "reason",
            Self::SubReason => "sub_reason",
            Self::Remedy => "remedy",
            Self::Text => "text",
            Self::Files => "files",
            Self::Check => "check",
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.word() == word)
    }
}

/// What is wrong with an answer: the field and the sentence.
pub(super) type Problem = (String, String);

impl Answers {
    /// From an address.
    pub(super) fn read(query: &str) -> Self {
        serde_html_form::from_str(query).unwrap_or_default()
    }

    /// Whether the goods came, where that is answered with something that is possible.
    pub(super) fn group<'p>(&self, possible: &'p Possible) -> Option<&'p Group> {
        let group = match self.received.as_deref()? {
            "yes" => &possible.received,
            "no" => &possible.not_received,
            _ => return None,
        };
        group.open().then_some(group)
    }

    /// The units that are meant: of each line the first that are free. Where there is only one, nobody is asked.
    pub(super) fn units(&self, group: &Group, goods: &[Goods]) -> Vec<u16> {
        if let [only] = group.units[..] {
            return vec![only];
        }
        let wanted = |line: usize| -> usize {
            let count = self.n.iter().find_map(|pair| {
                let (at, count) = pair.split_once(':')?;
                (at.parse() == Ok(line)).then(|| count.parse().ok()).flatten()
            });
            count.unwrap_or_default()
        };
        let of_line = |(line, goods): (usize, &Goods)| {
            let free = group.units.iter().copied().filter(|unit| goods.holds(*unit));
            free.take(wanted(line)).collect::<Vec<_>>()
        };
        goods.iter().enumerate().flat_map(of_line).collect()
    }

    /// The first question that is still open; answers that do not fit what is possible count as open.
    pub(super) fn first_open(
        &self,
        possible: &Possible,
        goods: &[Goods],
        currency: Currency,
        reader: &Reader,
    ) -> Step {
        let Some(group) = self.group(possible) else { return Step::Received };
        let units = self.units(group, goods);
        if units.is_empty() {
            return Step::Items;
        }
        let Some(reason) = self.reason_of(group) else { return Step::Reason };
        if !reason.finer.is_empty() && self.finer_of(reason).is_none() {
            return Step::SubReason;
        }
        let fits = |word: &String| reason.remedies.iter().any(|remedy| remedy == word);
        let Some(remedy) = self.remedy.as_ref().filter(|word| fits(word)) else { return Step::Remedy };
        if super::possible::has_amount(remedy)
            && self.amount(possible, group, &units, currency, reader).is_err()
        {
            return Step::Remedy;
        }
        match (&self.text, &self.files) {
            (None, _) => Step::Text,
            (_, None) => Step::Files,
            _ => Step::Check,
        }
    }

    /// The reason that is meant. Where there is only one, nobody is asked.
    pub(super) fn reason_of<'p>(&self, group: &'p Group) -> Option<&'p Reason> {
        if let [only] = &group.reasons[..] {
            return Some(only);
        }
        group.reason(self.reason.as_deref()?)
    }

    /// What was answered to which finer reason is meant, where that is one of the answers.
    pub(super) fn finer_of<'p>(&self, reason: &'p Reason) -> Option<&'p Finer> {
        let answer = self.sub_reason.as_deref()?;
        reason.finer.iter().find(|finer| finer.id == answer)
    }

    /// The amount that is asked, in minor units; for what never came, everything.
    pub(super) fn amount(
        &self,
        possible: &Possible,
        group: &Group,
        units: &[u16],
        currency: Currency,
        reader: &Reader,
    ) -> Result<i64, String> {
        let most = possible.most(units);
        if !group.received {
            return Ok(most);
        }
        let typed = self.amount.as_deref().unwrap_or_default();
        let parsed = reader.format.parse_amount(typed, currency);
        let amount = parsed.map_err(|problem| reader.format.amount_problem(problem, currency))?;
        let money =
            |amount| reader.format.money(&api::Money { amount, currency: currency.code().to_owned() });
        if amount <= 0 {
            return Err(reader.t("dispute-amount-zero"));
        }
        if amount > most {
            return Err(reader.with("dispute-amount-most", &[("most", money(most).into())]));
        }
        Ok(amount)
    }

    /// Whether words were written and sealed.
    pub(super) fn has_words(&self) -> bool {
        self.text.as_deref().is_some_and(|digest| digest != NONE)
    }

    /// The same answers as fields of an address, without some.
    pub(super) fn pairs(&self, without: &[&str]) -> Vec<(&'static str, String)> {
        let one = |name: &'static str, value: &Option<String>| value.clone().map(|value| (name, value));
        let mut pairs: Vec<(&'static str, String)> = one("received", &self.received).into_iter().collect();
        pairs.extend(self.n.iter().map(|pair| ("n", pair.clone())));
        pairs.extend(one("reason", &self.reason));
        pairs.extend(one("sub_reason", &self.sub_reason));
        pairs.extend(one("remedy", &self.remedy));
        pairs.extend(one("amount", &self.amount));
        pairs.extend(one("text", &self.text));
        pairs.extend(one("files", &self.files));
        pairs.retain(|(name, _)| !without.contains(name));
        pairs
    }

    /// The address of a question, or of the first open one.
    pub(super) fn address(&self, base: &str, step: Option<Step>) -> String {
        let mut pairs = self.pairs(&[]);
        pairs.extend(step.map(|step| ("step", step.word().to_owned())));
        let query = serde_html_form::to_string(&pairs).unwrap_or_default();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{query}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_survive_the_address() {
        let answers = Answers::read(
            "received=yes&n=0%3A1&n=1:2&reason=counterfeit&sub_reason=%3F&amount=12%2C50&step=files&text=none",
        );
        assert_eq!(answers.n, ["0:1", "1:2"]);
        assert_eq!(answers.amount.as_deref(), Some("12,50"));
        assert_eq!(answers.sub_reason.as_deref(), Some("?"));
        let again = answers.address("/buyer/orders/o/dispute", Some(Step::Files));
        let (_, query) = again.split_once('?').expect("a query");
        assert_eq!(Answers::read(query), answers);
    }

    #[test]
    fn what_cannot_be_read_is_no_answer() {
        assert_eq!(Answers::read("received=%ff&received=no"), Answers::default());
    }
}
