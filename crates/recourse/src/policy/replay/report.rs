//! What is different, added up.
use super::gather::{Gathered, Played};
use jiff::{SignedDuration, Timestamp};
use resolution::case::CaseKind;
use resolution::id::inner_id;
use resolution::money::Minor;
use resolution::policy::{Liable, Policy};
use resolution::replay::{CaseOutcome, Change, Fate, changes, outcomes};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// Cases of each currency that are shown one by one.
const SHOWN: usize = 10;

/// Before and after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Both<T> {
    /// Under each order's own policy.
    pub before: T,
    /// Under the draft.
    pub after: T,
}

/// Under which policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    Own,
    Draft,
}

impl<T> Both<T> {
    fn under(&mut self, which: Under) -> &mut T {
        match which {
            Under::Own => &mut self.before,
            Under::Draft => &mut self.after,
        }
    }
}

/// How many cases ended so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// Kind of case.
    pub kind: String,
    /// How it ended, and what settled it.
    pub how: String,
    /// How many.
    #[serde(flatten)]
    pub cases: Both<u64>,
}

/// What buyers were promised at somebody's cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Borne {
    /// ISO 4217.
    pub currency: String,
    /// By whom.
    pub by: Liable,
    /// In minor units.
    #[serde(flatten)]
    pub amount: Both<Minor>,
}

/// How long cases took, in hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Durations {
    /// Cases that ended.
    pub closed: u64,
    /// Cases that are still open at the end of the data.
    pub open: u64,
    /// Half of those that ended took no longer.
    pub median_hours: i64,
    /// Nine of ten took no longer.
    pub p90_hours: i64,
    /// The longest.
    pub longest_hours: i64,
    #[serde(skip)]
    hours: Vec<i64>,
}

/// A case that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its id in the data; where only the draft opens it, that of its order.
    pub id: String,
    /// The order's reference.
    pub reference: String,
    /// The currency of `more_to_buyer`.
    pub currency: String,
    /// How much more the buyer gets (less: below zero), in minor units.
    pub more_to_buyer: Minor,
    /// What became of it.
    pub change: Change,
    /// Acts that the draft refused, in their order: who, and the refusal in words.
    pub refused: Vec<(String, String)>,
}

/// The whole back-test.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The draft.
    pub policy: String,
    /// Its content hash.
    pub hash: String,
    /// Orders with a case that counts.
    pub orders: u64,
    /// Of these: their own policy gives every recorded event again, one by one.
    pub reproduced: u64,
    /// The others.
    pub not_reproduced: Vec<String>,
    /// Orders that cannot be replayed, and why.
    pub unplayable: Vec<(String, String)>,
    /// Cases.
    pub cases: Both<u64>,
    /// Cases that are different.
    pub changed: u64,
    /// How cases ended, by kind.
    pub outcomes: Vec<Ended>,
    /// What buyers were promised, by currency and who bears it.
    pub money: Vec<Borne>,
    /// How long it took.
    pub durations: Both<Durations>,
    /// Acts that the draft refuses and the order's own policy does not, by the refusal's code.
    pub refused: BTreeMap<&'static str, u64>,
    /// Acts that it never came to under the draft alone.
    pub never_came: u64,
    /// The cases that change most, by currency.
    pub most: Vec<Changed>,
}

impl Report {
    /// Nothing yet.
    pub fn of(draft: &Policy) -> Self {
        Self {
            policy: draft.name.clone(),
            hash: draft.hash.to_string(),
            orders: 0,
            reproduced: 0,
            not_reproduced: Vec::new(),
            unplayable: Vec::new(),
            cases: Both::default(),
            changed: 0,
            outcomes: Vec::new(),
            money: Vec::new(),
            durations: Both::default(),
            refused: BTreeMap::new(),
            never_came: 0,
            most: Vec::new(),
        }
    }

    /// Counts an order, with its cases that were opened within the span.
    pub fn take(&mut self, gathered: &Gathered, span: &Range<Timestamp>) {
        let played = match gathered {
            Gathered::Played(played) => played,
            Gathered::Unplayable { order, why } => {
                self.unplayable.push((order.to_string(), why.clone()));
                return;
            }
        };
        let within = |case: &CaseOutcome| span.contains(&case.opened);
        let before: Vec<CaseOutcome> = outcomes(&played.before.order).into_iter().filter(within).collect();
        let after: Vec<CaseOutcome> = outcomes(&played.after.order).into_iter().filter(within).collect();
        if before.is_empty() && after.is_empty() {
            return;
        }
        self.orders += 1;
        if played.reproduced {
            self.reproduced += 1;
        } else {
            self.not_reproduced.push(played.order.id.to_string());
        }
        for (which, cases) in [(Under::Own, &before), (Under::Draft, &after)] {
            for case in cases {
                self.count(case, played.order.placed.currency.code(), which);
            }
        }
        self.acts(played);
        self.differences(played, span);
    }

    fn count(&mut self, case: &CaseOutcome, currency: &str, which: Under) {
        *self.cases.under(which) += 1;
        let (kind, how) = (kind(case.kind), ended(case));
        let row = self.outcomes.iter().position(|row| row.kind == kind && row.how == how);
        let row = row.unwrap_or_else(|| {
            self.outcomes.push(Ended { kind, how, cases: Both::default() });
            self.outcomes.len() - 1
        });
        *self.outcomes[row].cases.under(which) += 1;
        for (by, amount) in &case.paid {
            let row = self.money.iter().position(|row| row.currency == currency && row.by == *by);
            let row = row.unwrap_or_else(|| {
                self.money.push(Borne { currency: currency.to_owned(), by: *by, amount: Both::default() });
                self.money.len() - 1
            });
            let sum = self.money[row].amount.under(which);
            *sum = *sum + *amount;
        }
        let durations = self.durations.under(which);
        match case.took() {
            Some(took) => durations.hours.push(took.as_hours()),
            None => durations.open += 1,
        }
    }

    fn acts(&mut self, played: &Played) {
        for (index, fate) in &played.after.fates {
            if played.before.fates.get(index) != Some(&Fate::Done) {
                continue;
            }
            match fate {
                Fate::Done => {}
                Fate::Refused(refusal) => *self.refused.entry(refusal.code()).or_default() += 1,
                Fate::NeverCame => self.never_came += 1,
            }
        }
    }

    fn differences(&mut self, played: &Played, span: &Range<Timestamp>) {
        let order = &played.order;
        for change in changes(&played.before, &played.after) {
            let opened = change.before.as_ref().or(change.after.as_ref()).map(|case| case.opened);
            if !opened.is_some_and(|at| span.contains(&at)) {
                continue;
            }
            self.changed += 1;
            let id = match &change.before {
                Some(case) => inner_id("cas", order.id, case.case.0),
                None => order.id.to_string(),
            };
            self.most.push(Changed {
                id,
                reference: order.placed.reference.clone(),
                currency: order.placed.currency.code().to_owned(),
                more_to_buyer: change.more_to_buyer(),
                change,
                refused: refusals(played),
            });
        }
    }

    /// Adds up, and keeps the cases that change most: by money, then by time, then by id.
    pub fn finish(&mut self) {
        for durations in [&mut self.durations.before, &mut self.durations.after] {
            durations.finish();
        }
        self.outcomes.sort_by(|a, b| (&a.kind, &a.how).cmp(&(&b.kind, &b.how)));
        self.money.sort_by(|a, b| (&a.currency, a.by).cmp(&(&b.currency, b.by)));
        self.most.sort_by_cached_key(|changed| {
            let weight = (changed.more_to_buyer.get().unsigned_abs(), days_apart(&changed.change));
            (changed.currency.clone(), std::cmp::Reverse(weight), changed.id.clone())
        });
        let mut shown: BTreeMap<String, usize> = BTreeMap::new();
        self.most.retain(|changed| {
            let count = shown.entry(changed.currency.clone()).or_default();
            *count += 1;
            *count <= SHOWN
        });
    }
}

impl Durations {
    fn finish(&mut self) {
        self.hours.sort_unstable();
        self.closed = u64::try_from(self.hours.len()).unwrap_or(u64::MAX);
        let at = |tenths: usize| {
            let rank = (self.hours.len() * tenths).div_ceil(10).saturating_sub(1);
            self.hours.get(rank).copied().unwrap_or(0)
        };
        (self.median_hours, self.p90_hours, self.longest_hours) = (at(5), at(9), at(10));
    }
}

/// The acts that the draft alone refuses.
fn refusals(played: &Played) -> Vec<(String, String)> {
    let new = |index: &usize| played.before.fates.get(index) == Some(&Fate::Done);
    played
        .after
        .fates
        .iter()
        .filter(|(index, _)| new(index))
        .filter_map(|(_, fate)| match fate {
            Fate::Refused(refusal) => Some((refusal.code().to_owned(), refusal.sentence())),
            _ => None,
        })
        .collect()
}

fn days_apart(change: &Change) -> SignedDuration {
    let took = |case: &Option<CaseOutcome>| case.as_ref().and_then(CaseOutcome::took).unwrap_or_default();
    (took(&change.after) - took(&change.before)).abs()
}

/// A kind of case as a stable word.
pub fn kind(kind: CaseKind) -> String {
    word(&kind)
}

/// How a case ended, and what settled it.
pub fn ended(case: &CaseOutcome) -> String {
    let how = match case.closed {
        Some((closing, _)) => word(&closing),
        None => format!("open ({})", case.stage.word()),
    };
    format!("{how}, {}", word(&case.decided))
}

fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
