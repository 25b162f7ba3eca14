//! The space of all combinations of facts, and conditions as sets in it.
//!
//! A part of the space gives every fact the set of values that it may still have. A condition then holds in the whole
//! part, in none of it, or hangs on one fact that tells how to cut the part in two. Nothing is ever listed one by one.
use crate::policy::{DECLARED, Expr, FactValue, Reason, expr::Shape};

/// A set of a fact's values: bit N stands for the Nth value.
pub(super) type Values = u64;

/// The most values a fact may have, so that a set of them fits.
pub(crate) const MOST_VALUES: usize = 64;

/// Every declared fact with its values, the one that an example leaves unsaid first.
pub(super) struct Space {
    facts: Vec<(&'static str, Vec<FactValue>)>,
}

/// A part of the space: for each fact the values that it may have. Never empty in any of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part(Vec<Values>);

/// A condition over a space.
pub(super) enum Condition {
    Always(bool),
    In { fact: usize, values: Values },
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
}

/// What a condition says of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Holds,
    Fails,
    /// It hangs on this fact: it must be known whether its value is among these.
    Open {
        fact: usize,
        values: Values,
    },
}

impl Space {
    /// The space of a policy with these reasons.
    pub fn new(reasons: &[Reason]) -> Self {
        let ids: Vec<&str> = reasons.iter().map(|reason| reason.id.as_str()).collect();
        let facts = DECLARED.iter().map(|fact| {
            let words = fact.words(&ids);
            let values = if words.is_empty() {
                vec![FactValue::Bool(false), FactValue::Bool(true)]
            } else {
                words.into_iter().map(|word| FactValue::Word(word.to_owned())).collect()
            };
            (fact.name, values)
        });
        Self { facts: facts.collect() }
    }

    /// The whole space.
    pub fn whole(&self) -> Part {
        let all = |values: &Vec<FactValue>| (0..values.len()).fold(0, |set, bit| set | (1 << bit));
        Part(self.facts.iter().map(|(_, values)| all(values)).collect())
    }

    /// A policy's condition in this space.
    pub fn condition(&self, expr: &Expr) -> Condition {
        self.of_shape(&expr.shape())
    }

    /// "The fact is this word": what is no value of the fact never holds.
    pub fn is(&self, fact: &str, word: &str) -> Condition {
        self.of_shape(&Shape::Is(fact.to_owned(), vec![FactValue::Word(word.to_owned())]))
    }

    /// "The fact is true."
    pub fn holds(&self, fact: &str) -> Condition {
        self.of_shape(&Shape::Is(fact.to_owned(), vec![FactValue::Bool(true)]))
    }

    fn of_shape(&self, shape: &Shape) -> Condition {
        let all = |parts: &[Shape]| parts.iter().map(|part| self.of_shape(part)).collect();
        match shape {
            Shape::Always(holds) => Condition::Always(*holds),
            Shape::Not(inner) => Condition::Not(Box::new(self.of_shape(inner))),
            Shape::All(parts) => Condition::All(all(parts)),
            Shape::Any(parts) => Condition::Any(all(parts)),
            Shape::Is(name, wanted) => match self.index(name) {
                Some(fact) => Condition::In { fact, values: self.set(fact, wanted) },
                None => Condition::Always(false),
            },
        }
    }

    fn set(&self, fact: usize, wanted: &[FactValue]) -> Values {
        let values = self.facts.get(fact).map_or(&[][..], |(_, values)| values);
        let bits = values.iter().enumerate().filter(|(_, value)| wanted.contains(value));
        bits.fold(0, |set, (bit, _)| set | (1 << bit))
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.facts.iter().position(|(fact, _)| *fact == name)
    }

    /// The part of `part` in which a fact has a value; nothing where it cannot.
    pub fn fix(&self, part: &Part, fact: &str, value: &FactValue) -> Option<Part> {
        let fact = self.index(fact)?;
        part.cut(fact, self.set(fact, std::slice::from_ref(value)))
    }

    /// Whether a fact may have the value in a part.
    pub fn allows(&self, part: &Part, fact: &str, value: &FactValue) -> bool {
        self.fix(part, fact, value).is_some()
    }

    /// Whether a fact may have another value than this one in a part.
    pub fn allows_other(&self, part: &Part, fact: &str, value: &FactValue) -> bool {
        self.index(fact)
            .is_some_and(|fact| part.cut(fact, !self.set(fact, std::slice::from_ref(value))).is_some())
    }

    /// The facts that an example of this part must name, as they are written in `examples.toml`: those that cannot have
    /// the value of what is left unsaid. The reason is always named, `received` follows from it.
    pub fn example(&self, part: &Part) -> Vec<String> {
        let named = self.facts.iter().zip(&part.0).filter_map(|((name, values), set)| {
            let first = usize::try_from(set.trailing_zeros()).ok()?;
            let told = *name == "reason" || first > 0 && *name != "received";
            let value = values.get(first).filter(|_| told)?;
            Some(match value {
                FactValue::Bool(value) => format!("{name} = {value}"),
                FactValue::Word(word) => format!("{name} = \"{word}\""),
            })
        });
        named.collect()
    }
}

impl Part {
    /// The part in which a fact has one of these values; nothing where it has none of them.
    fn cut(&self, fact: usize, values: Values) -> Option<Self> {
        let left = self.0.get(fact)? & values;
        let mut part = self.clone();
        *part.0.get_mut(fact)? = left;
        (left != 0).then_some(part)
    }

    /// The two parts on either side of an open question.
    pub fn split(&self, fact: usize, values: Values) -> impl Iterator<Item = Self> {
        [self.cut(fact, values), self.cut(fact, !values)].into_iter().flatten()
    }

    /// How many combinations the part stands for.
    pub fn size(&self) -> u128 {
        self.0.iter().map(|set| u128::from(set.count_ones())).product()
    }
}

impl Condition {
    /// What the condition says of a part: three-valued, and exact about what decides it.
    pub fn verdict(&self, part: &Part) -> Verdict {
        match self {
            Self::Always(true) => Verdict::Holds,
            Self::Always(false) => Verdict::Fails,
            Self::In { fact, values } => {
                let set = part.0.get(*fact).copied().unwrap_or_default();
                match (set & values, set & !values) {
                    (0, _) => Verdict::Fails,
                    (_, 0) => Verdict::Holds,
                    _ => Verdict::Open { fact: *fact, values: *values },
                }
            }
            Self::Not(inner) => match inner.verdict(part) {
                Verdict::Holds => Verdict::Fails,
                Verdict::Fails => Verdict::Holds,
                open @ Verdict::Open { .. } => open,
            },
            Self::All(parts) => fold(parts, part, Verdict::Fails, Verdict::Holds),
            Self::Any(parts) => fold(parts, part, Verdict::Holds, Verdict::Fails),
        }
    }
}

/// `decides` as soon as one part says so; else what is open first; else `otherwise`.
fn fold(conditions: &[Condition], part: &Part, decides: Verdict, otherwise: Verdict) -> Verdict {
    let mut open = None;
    for condition in conditions {
        match condition.verdict(part) {
            verdict if verdict == decides => return decides,
            verdict @ Verdict::Open { .. } => open = open.or(Some(verdict)),
            _ => {}
        }
    }
    open.unwrap_or(otherwise)
}
