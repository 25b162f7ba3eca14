//! Conditions of the liability table: Common Expression Language, kept to what can be proven.
//!
//! A condition uses only declared facts, words, `true`, `false`, `==`, `!=`, `in [..]`, `&&`, `||` and `!`. The checker
//! here refuses everything else with a sentence, so that evaluation cannot fail.
use super::{
    facts::{DECLARED, FactDecl, FactKind, FactValue, Facts, declared},
    words::unknown,
};
use cel::{
    Context, Env, Program, Value,
    common::ast::{Expr as Node, LiteralValue, operators as op},
};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, LazyLock},
};

/// The longest condition in bytes; a row that needs more is several rows.
const MAX_LENGTH: usize = 2_000;

/// The language without anything of ours; built once, because every evaluation needs it.
static LANGUAGE: LazyLock<Arc<Env>> = LazyLock::new(|| Arc::new(Env::stdlib()));

/// A condition that parsed and type-checked, with its source text.
#[derive(Clone, Debug)]
pub struct Expr {
    source: String,
    program: Arc<Program>,
}

impl Expr {
    /// Parses and type-checks a condition against the declared facts and the policy's reason ids.
    ///
    /// # Errors
    /// One sentence a mistake: what does not parse, an unknown fact, a word the fact cannot have, a number, or an
    /// operator outside the small language.
    pub fn new(source: &str, reasons: &[&str]) -> Result<Self, Vec<String>> {
        if source.len() > MAX_LENGTH {
            return Err(vec![format!("the condition is longer than {MAX_LENGTH} bytes; write several rows")]);
        }
        let program = Program::compile(source).map_err(|errors| {
            let list = errors.errors.iter();
            list.map(|error| {
                format!("the condition does not parse at column {}: {}", error.pos.1, error.msg.trim())
            })
            .collect::<Vec<_>>()
        })?;
        let mut mistakes = Vec::new();
        Checker { reasons, mistakes: &mut mistakes }.truth(&program.expression().expr);
        if mistakes.is_empty() {
            Ok(Self { source: source.to_owned(), program: Arc::new(program) })
        } else {
            Err(mistakes)
        }
    }

    /// The text as written in the policy.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// What the condition says, without the language around it: for proofs that go through every combination of facts.
    pub(crate) fn shape(&self) -> Shape {
        shape(&self.program.expression().expr)
    }

    /// Whether the condition holds under what is known of the facts: `None` if it hangs on a fact that is not given.
    pub(crate) fn decided_by(&self, known: &BTreeMap<&str, FactValue>) -> Option<bool> {
        decide(&self.program.expression().expr, known)
    }
}

/// The shape of a checked condition: which facts must have which values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// True or false whatever the facts are.
    Always(bool),
    /// The named fact has one of these values.
    Is(String, Vec<FactValue>),
    /// The opposite holds.
    Not(Box<Shape>),
    /// All of them hold.
    All(Vec<Shape>),
    /// One of them holds at least.
    Any(Vec<Shape>),
}

/// The shape of a node that the checker has let pass.
fn shape(node: &Node) -> Shape {
    if let Some(name) = name_of(node) {
        return Shape::Is(name, vec![FactValue::Bool(true)]);
    }
    let Node::Call(call) = node else {
        return Shape::Always(literal(node) == Some(FactValue::Bool(true)));
    };
    let is = |left: &Node, right: &Node| match (name_of(left), right) {
        (Some(name), Node::List(list)) => {
            Shape::Is(name, list.elements.iter().filter_map(|word| literal(&word.expr)).collect())
        }
        (Some(name), right) => Shape::Is(name, literal(right).into_iter().collect()),
        (None, _) => Shape::Always(false),
    };
    let parts = || call.args.iter().map(|arg| shape(&arg.expr)).collect();
    match (call.func_name.as_str(), call.args.as_slice()) {
        (op::LOGICAL_AND, _) => Shape::All(parts()),
        (op::LOGICAL_OR, _) => Shape::Any(parts()),
        (op::LOGICAL_NOT, [arg]) => Shape::Not(Box::new(shape(&arg.expr))),
        (op::EQUALS | op::IN, [left, right]) => is(&left.expr, &right.expr),
        (op::NOT_EQUALS, [left, right]) => Shape::Not(Box::new(is(&left.expr, &right.expr))),
        _ => Shape::Always(false),
    }
}

/// Facts made ready for evaluation, so that a whole table is tried without preparing them again.
pub(crate) struct Ready(Context<'static, 'static>);

impl Ready {
    pub(crate) fn new(facts: &Facts) -> Self {
        let mut context = Context::with_env(Arc::clone(&LANGUAGE));
        let mut groups: BTreeMap<&str, HashMap<String, Value>> = BTreeMap::new();
        for (name, value) in facts.iter() {
            let value = match value {
                FactValue::Bool(value) => Value::Bool(*value),
                FactValue::Word(word) => Value::from(word.as_str()),
            };
            match name.split_once('.') {
                None => context.add_variable_from_value(name, value),
                Some((group, field)) => {
                    groups.entry(group).or_default().insert(field.to_owned(), value);
                }
            }
        }
        for (group, fields) in groups {
            context.add_variable_from_value(group, fields);
        }
        Self(context)
    }

    /// Whether the condition holds. A fact missing from an old recording makes it not hold.
    pub(crate) fn holds(&self, expr: &Expr) -> bool {
        matches!(expr.program.execute(&self.0), Ok(Value::Bool(true)))
    }
}

/// The name that a node spells: `parcel` or `tracking.verifiable`.
fn name_of(node: &Node) -> Option<String> {
    match node {
        Node::Ident(name) => Some(name.clone()),
        Node::Select(select) if !select.test => {
            Some(format!("{}.{}", name_of(&select.operand.expr)?, select.field))
        }
        _ => None,
    }
}

/// The value that a literal node is, if it is a truth value or a word.
fn literal(node: &Node) -> Option<FactValue> {
    match node {
        Node::Literal(LiteralValue::Boolean(value)) => Some(FactValue::Bool(*value.inner())),
        Node::Literal(LiteralValue::String(text)) => Some(FactValue::Word(text.inner().to_owned())),
        _ => None,
    }
}

fn is_number(node: &Node) -> bool {
    matches!(node, Node::Literal(LiteralValue::Int(_) | LiteralValue::UInt(_) | LiteralValue::Double(_)))
}

/// Walks a condition and writes down every mistake.
struct Checker<'a> {
    reasons: &'a [&'a str],
    mistakes: &'a mut Vec<String>,
}

impl Checker<'_> {
    fn mistake(&mut self, text: String) {
        if !self.mistakes.contains(&text) {
            self.mistakes.push(text);
        }
    }

    /// Checks a node that must be true or false.
    fn truth(&mut self, node: &Node) {
        if let Some(name) = name_of(node) {
            if let Some(decl) = self.fact(&name)
                && !matches!(decl.kind, FactKind::Bool)
            {
                let words = decl.words(self.reasons).join(", ");
                self.mistake(format!("`{name}` is a word; compare it with one of {words}"));
            }
            return;
        }
        let Node::Call(call) = node else {
            return match node {
                Node::Literal(LiteralValue::Boolean(_)) => {}
                _ => self.outside(node),
            };
        };
        match (call.func_name.as_str(), call.args.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR, args) => {
                args.iter().for_each(|arg| self.truth(&arg.expr));
            }
            (op::LOGICAL_NOT, [arg]) => self.truth(&arg.expr),
            (op::EQUALS | op::NOT_EQUALS, [left, right]) => self.compare(&left.expr, &right.expr),
            (op::IN, [left, right]) => self.membership(&left.expr, &right.expr),
            _ => self.outside(node),
        }
    }

    /// The declaration of a fact, or a mistake.
    fn fact(&mut self, name: &str) -> Option<&'static FactDecl> {
        let decl = declared(name);
        if decl.is_none() {
            let text = unknown("declared fact", name, DECLARED.iter().map(|fact| fact.name));
            self.mistake(text);
        }
        decl
    }

    fn compare(&mut self, left: &Node, right: &Node) {
        let Some(name) = name_of(left) else {
            if is_number(left) || is_number(right) {
                return self.outside(if is_number(left) { left } else { right });
            }
            return self
                .mistake("write the fact on the left of a comparison, as in parcel == \"lost\"".into());
        };
        let decl = self.fact(&name);
        match literal(right) {
            Some(value) => {
                if let Some(Err(text)) = decl.map(|decl| decl.admit(&value, self.reasons)) {
                    self.mistake(text);
                }
            }
            None if name_of(right).is_some() => self.mistake(format!(
                "`{name}` is compared with another name; put a word in quotes, as in parcel == \"lost\""
            )),
            None => self.outside(right),
        }
    }

    fn membership(&mut self, left: &Node, right: &Node) {
        let Some(name) = name_of(left) else {
            return self.mistake(
                "write the fact on the left of `in`, as in parcel in [\"lost\", \"damaged\"]".into(),
            );
        };
        self.fact(&name);
        match right {
            Node::List(list) if !list.elements.is_empty() => {
                list.elements.iter().for_each(|word| self.compare(left, &word.expr));
            }
            _ => self.mistake(format!(
                "`{name} in` needs a list of words, as in parcel in [\"lost\", \"damaged\"]"
            )),
        }
    }

    /// Says why a node is outside the small language.
    fn outside(&mut self, node: &Node) {
        let compares =
            |name: &str| [op::LESS, op::LESS_EQUALS, op::GREATER, op::GREATER_EQUALS].contains(&name);
        let text = match node {
            node if is_number(node) => {
                "a number is used; numbers enter as named bands, such as weights == \"short_near_unit\""
                    .into()
            }
            Node::Call(call) if compares(&call.func_name) => {
                "an order of numbers is asked; numbers enter as named bands, such as transit == \"longest\""
                    .into()
            }
            Node::Call(call) => format!(
                "`{}` is not allowed; only ==, !=, in, &&, || and ! are",
                call.func_name.replace(['_', '@'], "")
            ),
            Node::Literal(_) => "a word stands alone; compare a fact with it".into(),
            _ => "only declared facts, words, ==, !=, in [..], &&, || and ! are allowed".into(),
        };
        self.mistake(text);
    }
}

/// Three-valued evaluation of a checked condition.
fn decide(node: &Node, known: &BTreeMap<&str, FactValue>) -> Option<bool> {
    if let Some(name) = name_of(node) {
        return known.get(name.as_str()).map(|value| *value == FactValue::Bool(true));
    }
    let Node::Call(call) = node else {
        return literal(node).map(|value| value == FactValue::Bool(true));
    };
    let mut parts = call.args.iter().map(|arg| decide(&arg.expr, known));
    match (call.func_name.as_str(), call.args.as_slice()) {
        (op::LOGICAL_AND, _) => parts
            .try_fold(true, |all, part| match part {
                Some(false) => Err(false),
                Some(true) => Ok(all),
                None => Ok(false),
            })
            .map_or(Some(false), |all| all.then_some(true)),
        (op::LOGICAL_OR, _) => parts
            .try_fold(true, |none, part| match part {
                Some(true) => Err(true),
                Some(false) => Ok(none),
                None => Ok(false),
            })
            .map_or(Some(true), |none| none.then_some(false)),
        (op::LOGICAL_NOT, [arg]) => decide(&arg.expr, known).map(|value| !value),
        (op::EQUALS, [left, right]) => equal(&left.expr, &right.expr, known),
        (op::NOT_EQUALS, [left, right]) => equal(&left.expr, &right.expr, known).map(|same| !same),
        (op::IN, [left, right]) => {
            let value = known.get(name_of(&left.expr)?.as_str())?;
            let Node::List(list) = &right.expr else {
                return None;
            };
            Some(list.elements.iter().any(|word| literal(&word.expr).as_ref() == Some(value)))
        }
        _ => None,
    }
}

fn equal(left: &Node, right: &Node, known: &BTreeMap<&str, FactValue>) -> Option<bool> {
    Some(*known.get(name_of(left)?.as_str())? == literal(right)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::facts::DisputeFacts;

    const REASONS: &[&str] = &["not_received", "damaged"];

    fn refused(source: &str) -> String {
        Expr::new(source, REASONS).expect_err(source).join(" | ")
    }

    #[test]
    fn conditions_hold_or_not() {
        let facts = Facts::from(&DisputeFacts {
            reason: "not_received".into(),
            tracking_complete: true,
            ..DisputeFacts::default()
        });
        let ready = Ready::new(&facts);
        let known: BTreeMap<&str, FactValue> =
            facts.iter().map(|(name, value)| (name, value.clone())).collect();
        for (source, holds) in [
            ("true", true),
            (r#"reason == "not_received" && !tracking.verifiable"#, true),
            (r#"reason != "not_received" || tracking.verifiable"#, false),
            (r#"parcel in ["none", "lost"] && tracking.complete"#, true),
            (r#"!(parcel in ["lost"]) && received == false"#, true),
            (r#"reason == "damaged""#, false),
        ] {
            let expr = Expr::new(source, REASONS).expect(source);
            assert_eq!(ready.holds(&expr), holds, "{source}");
            assert_eq!(expr.decided_by(&known), Some(holds), "{source}");
        }
    }

    #[test]
    fn what_hangs_on_a_fact_not_given_is_open() {
        let known = BTreeMap::from([("received", FactValue::Bool(true))]);
        for (source, decided) in [
            ("received || buyer_complete", Some(true)),
            ("received && buyer_complete", None),
            (r#"!received && parcel == "lost""#, Some(false)),
            (r#"parcel == "lost" || !received"#, None),
        ] {
            assert_eq!(Expr::new(source, REASONS).expect(source).decided_by(&known), decided, "{source}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        assert!(refused("tracking.verifable").contains("did you mean `tracking.verifiable`?"));
        assert!(refused(r#"parcel == "lots""#).contains("did you mean `lost`?"));
        assert!(refused(r#"reason == "stolen""#).contains("Known: not_received, damaged"));
        assert!(refused("transit > 90").contains("named bands"));
        assert!(refused("weights == 3").contains("named bands"));
        assert!(refused("received == \"yes\"").contains("is true or false"));
        assert!(refused("parcel").contains("is a word"));
        assert!(refused("size(parcel) == 3").contains("named bands"));
        assert!(refused("parcel == lost").contains("put a word in quotes"));
        assert!(refused("received &&").contains("does not parse at column"));
        assert!(refused("parcel.startsWith(\"l\")").contains("is not allowed"));
    }
}
