//! Turns a directory of texts into a [`Policy`], or says everything that is wrong with it.
use super::{
    DisputeRules, Expr, Impossible, LiabilityRow, PayerOrder, Policy, PolicyHash, Problem, Reason,
    RemedyKind, Requirement, Route, graph,
    problem::Source,
    ranges,
    raw::{RawPolicy, RawReason},
    returns,
    words::unknown,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use toml::Spanned;

/// The file that holds the rules.
pub const POLICY_FILE: &str = "policy.toml";
/// The file that holds the examples; it does not govern, so it is not part of the hash.
pub const EXAMPLES_FILE: &str = "examples.toml";
/// The language that every policy must have; others fall back to it.
pub const FALLBACK_LANGUAGE: &str = "en";

/// Texts by language and message key.
type Messages = BTreeMap<String, BTreeMap<String, String>>;

/// Reads and checks a policy directory, given as file name → text.
///
/// # Errors
/// Every problem found, in the order of the files: what does not parse, values out of range, unknown facts, words and
/// ids, reasons without a procedure, stages without a clock, an end or a way out, texts missing in a language.
pub fn check(files: &BTreeMap<String, String>) -> Result<Policy, Vec<Problem>> {
    let mut problems = stray_files(files);
    let messages = read_messages(files, &mut problems);
    let Some(text) = files.get(POLICY_FILE) else {
        let source = Source { file: POLICY_FILE, text: "" };
        problems.push(source.whole("the file is missing; a policy directory needs it"));
        return Err(problems);
    };
    let source = Source { file: POLICY_FILE, text };
    let raw: RawPolicy = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            problems.push(source.unreadable(&error));
            return Err(problems);
        }
    };
    let mut checker = Checker { source, messages: &messages, problems };
    let policy = checker.policy(raw, files);
    let problems = checker.problems;
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Policy { messages, ..policy })
}

/// Hash of the governing files: SHA-256 over what `sha256sum FILE…` prints for them in the order of their names, so
/// that anyone can check it: `LC_ALL=C sha256sum messages.*.toml policy.toml | sha256sum`.
#[must_use]
pub fn hash(files: &BTreeMap<String, String>) -> PolicyHash {
    let mut list = Sha256::new();
    for (name, text) in files.iter().filter(|(name, _)| governs(name)) {
        let digest = hex::encode(Sha256::digest(text.as_bytes()));
        list.update(format!("{digest}  {name}\n").as_bytes());
    }
    PolicyHash(list.finalize().into())
}

/// Whether a file is part of what governs an order, and of the hash.
#[must_use]
pub fn governs(file: &str) -> bool {
    file == POLICY_FILE || language_of(file).is_some()
}

/// `messages.en.toml` → `en`.
fn language_of(file: &str) -> Option<&str> {
    let language = file.strip_prefix("messages.")?.strip_suffix(".toml")?;
    let plain = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    plain.then_some(language)
}

/// A TOML file that nothing reads is most likely a slip in its name.
fn stray_files(files: &BTreeMap<String, String>) -> Vec<Problem> {
    let stray =
        files.keys().filter(|name| name.ends_with(".toml") && *name != EXAMPLES_FILE && !governs(name));
    stray
        .map(|name| {
            Source { file: name, text: "" }.whole(
                "nothing reads this file; known are policy.toml, examples.toml and messages.LANGUAGE.toml",
            )
        })
        .collect()
}

fn read_messages(files: &BTreeMap<String, String>, problems: &mut Vec<Problem>) -> Messages {
    let mut messages = Messages::new();
    for (name, text) in files {
        let Some(language) = language_of(name) else {
            continue;
        };
        let source = Source { file: name, text };
        match toml::from_str::<BTreeMap<String, BTreeMap<String, String>>>(text) {
            Ok(groups) => {
                let texts = groups.into_iter().flat_map(|(group, texts)| {
                    texts.into_iter().map(move |(key, text)| (format!("{group}.{key}"), text))
                });
                messages.insert(language.to_owned(), texts.collect());
            }
            Err(error) => problems.push(source.unreadable(&error)),
        }
    }
    if !files.contains_key("messages.en.toml") {
        let source = Source { file: "messages.en.toml", text: "" };
        problems.push(source.whole("the file is missing; English is the language others fall back to"));
    }
    messages
}

struct Checker<'a> {
    source: Source<'a>,
    messages: &'a Messages,
    problems: Vec<Problem>,
}

impl Checker<'_> {
    fn policy(&mut self, raw: RawPolicy, files: &BTreeMap<String, String>) -> Policy {
        self.problems.extend(ranges::check(&self.source, &raw));
        self.problems.extend(returns::check(&self.source, &raw));
        let requirements = self.requirements(&raw);
        let ids: Vec<&str> = raw.reason.iter().map(|reason| reason.id.as_ref().as_str()).collect();
        let reasons: Vec<Reason> =
            raw.reason.iter().map(|reason| self.reason(reason, &requirements, &raw)).collect();
        self.unique(raw.reason.iter().map(|reason| &reason.id), "reason");
        self.unique(raw.liability.iter().map(|row| &row.id), "liability row");
        let liability = self.liability(&raw, &ids);
        let impossible = self.impossible(&raw, &ids);
        self.methods(&raw);
        self.same_keys();
        let (procedures, found) = graph::procedures(&self.source, &raw, &reasons, &liability);
        self.problems.extend(found);
        let objection =
            self.resolve(&raw.disputes.objection_evidence, &requirements, "disputes.objection_evidence");
        let disputes = DisputeRules {
            max_changes: raw.disputes.max_changes,
            weight_tolerance_percent: raw.disputes.weight_tolerance_percent,
            weight_tolerance_grams: raw.disputes.weight_tolerance_grams,
            near_one_unit_percent: raw.disputes.near_one_unit_percent,
            staff_task_every: raw.disputes.staff_task_every,
            reminder_before: raw.disputes.reminder_before,
            objection_evidence: objection,
        };
        Policy {
            hash: hash(files),
            name: raw.name.into_inner(),
            zone: raw.zone.into_inner(),
            windows: raw.windows,
            payment: raw.payment,
            shipping: raw.shipping,
            returns: raw.returns,
            reasons,
            procedures,
            liability,
            impossible,
            refunds: raw.refunds,
            commission: raw.commission,
            evidence: raw.evidence,
            disputes,
            carriers: raw.carriers,
            payouts: raw.payouts,
            messages: BTreeMap::new(),
        }
    }

    fn requirements(&mut self, raw: &RawPolicy) -> BTreeMap<String, Requirement> {
        let mut all = BTreeMap::new();
        for (id, requirement) in &raw.requirement {
            let row = format!("requirement.{id}");
            self.text_exists(&format!("evidence.{id}"), None, &row);
            let missing = &requirement.missing_means;
            self.text_exists(&format!("missing.{}", missing.as_ref()), Some(missing), &row);
            if requirement.kinds.is_empty() {
                self.problems.push(self.source.at_key(
                    &format!("{row}.kinds"),
                    "no kind of file can tick this off; name at least one of picture, video, pdf, text",
                ));
            }
            let checked = Requirement {
                id: id.clone(),
                from: requirement.from,
                kinds: requirement.kinds.clone(),
                grams: requirement.grams,
                optional: requirement.optional,
                missing_means: missing.as_ref().clone(),
            };
            all.insert(id.clone(), checked);
        }
        all
    }

    fn reason(&mut self, raw: &RawReason, all: &BTreeMap<String, Requirement>, policy: &RawPolicy) -> Reason {
        let id = raw.id.as_ref();
        let row = format!("reason {id}");
        self.text_exists(&format!("reason.{id}"), Some(&raw.id), &row);
        let names = policy.procedure.keys().map(String::as_str);
        let procedure = match &raw.procedure {
            None => {
                let text = "the reason has no procedure; add procedure = \"NAME\"";
                self.problems.push(self.source.at(raw.id.span(), &row, text));
                String::new()
            }
            Some(name) => {
                if !policy.procedure.contains_key(name.as_ref()) {
                    let text = unknown("procedure", name.as_ref(), names);
                    self.problems.push(self.source.at(name.span(), &row, text));
                }
                name.as_ref().clone()
            }
        };
        if raw.remedies.is_empty() {
            let text = "nothing can be asked for; name at least one remedy";
            self.problems.push(self.source.at(raw.id.span(), &row, text));
        }
        let returns = raw.remedies.contains(&RemedyKind::ReturnAndRefund);
        if returns != raw.return_paid_by.is_some() {
            let text = if returns {
                "goods may have to be sent back, and nobody pays for it; add return_paid_by = \"seller\", \"buyer\" or \"platform\""
            } else {
                "return_paid_by is set, but return_and_refund is not among the remedies; remove one or add the other"
            };
            self.problems.push(self.source.at(raw.id.span(), &row, text));
        }
        Reason {
            id: id.clone(),
            kind: raw.kind,
            received: raw.received,
            procedure,
            remedies: raw.remedies.clone(),
            return_paid_by: raw.return_paid_by,
            evidence: self.resolve(&raw.evidence, all, &row),
        }
    }

    /// Requirement ids → requirements.
    fn resolve(
        &mut self,
        ids: &[Spanned<String>],
        all: &BTreeMap<String, Requirement>,
        row: &str,
    ) -> Vec<Requirement> {
        let mut found = Vec::new();
        for id in ids {
            match all.get(id.as_ref()) {
                Some(requirement) => found.push(requirement.clone()),
                None => {
                    let text = unknown("requirement", id.as_ref(), all.keys().map(String::as_str));
                    self.problems.push(self.source.at(id.span(), row, text));
                }
            }
        }
        found
    }

    fn liability(&mut self, raw: &RawPolicy, reasons: &[&str]) -> Vec<LiabilityRow> {
        let mut rows = Vec::new();
        let mut always = false;
        for (number, row) in (1..).zip(&raw.liability) {
            let id = row.id.as_ref();
            let label = format!("liability {id}");
            self.text_exists(&format!("why.{}", row.why.as_ref()), Some(&row.why), &label);
            let Some(when) = self.condition(&row.when, reasons, &label) else {
                continue;
            };
            if when.decided_by(&BTreeMap::new()) == Some(true) {
                always = true;
                let after = raw.liability.len() - number;
                if after > 0 {
                    let text = format!(
                        "the row always holds, so the {after} after it are never reached; move it to the end or narrow it"
                    );
                    self.problems.push(self.source.at(row.when.span(), &label, text));
                }
            }
            rows.push(LiabilityRow {
                id: id.clone(),
                when,
                liable: row.liable,
                remedy: row.remedy,
                funded_by: row.funded_by,
                why: row.why.as_ref().clone(),
            });
        }
        // A row that did not type-check may have been the last one; its own problem comes first.
        if !always && rows.len() == raw.liability.len() {
            let text = "the table does not end with a row that always holds; add one with when = \"true\"";
            self.problems.push(self.source.at_key("liability", text));
        }
        rows
    }

    fn impossible(&mut self, raw: &RawPolicy, reasons: &[&str]) -> Vec<Impossible> {
        let mut rows = Vec::new();
        for (number, row) in (1..).zip(&raw.impossible) {
            let label = format!("impossible row {number}");
            if let Some(when) = self.condition(&row.when, reasons, &label) {
                rows.push(Impossible { when, why: row.why.clone() });
            }
        }
        rows
    }

    fn condition(&mut self, when: &Spanned<String>, reasons: &[&str], row: &str) -> Option<Expr> {
        match Expr::new(when.as_ref(), reasons) {
            Ok(expr) => Some(expr),
            Err(mistakes) => {
                let found = mistakes.into_iter().map(|text| self.source.at(when.span(), row, text));
                self.problems.extend(found.collect::<Vec<_>>());
                None
            }
        }
    }

    /// Every payment method that the refund rules name has a name in words.
    fn methods(&mut self, raw: &RawPolicy) {
        let routes = raw.refunds.route.keys().map(|method| (method, "refunds.route"));
        let expected = raw.refunds.expected.keys().map(|method| (method, "refunds.expected"));
        let mut order = Vec::new();
        if let PayerOrder::Methods(methods) = &raw.refunds.order {
            order.extend(methods.iter().map(|method| (method, "refunds.order")));
        }
        for (method, table) in routes.chain(expected).chain(order) {
            self.text_exists(&format!("method.{method}"), None, table);
        }
        // A leg that was refused for good would be sent the same way again, and refused again, for ever.
        if raw.refunds.substitute == Route::Original {
            let text = "`original` is the way that has just been refused for good; write \"wallet\"";
            self.problems.push(self.source.at_key("substitute", text));
        }
    }

    fn unique<'b>(&mut self, ids: impl Iterator<Item = &'b Spanned<String>>, what: &str) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            let text = id.as_ref();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
            if text.is_empty() || !text.chars().all(plain) {
                let wrong = format!("the id of a {what} is made of lower-case letters, digits, `_` and `-`");
                self.problems.push(self.source.at(id.span(), format!("{what} {text}"), wrong));
            }
            if !seen.insert(text) {
                let twice = format!("another {what} has the same id; rename one");
                self.problems.push(self.source.at(id.span(), format!("{what} {text}"), twice));
            }
        }
    }

    /// A text must exist in every language.
    fn text_exists(&mut self, key: &str, place: Option<&Spanned<String>>, row: &str) {
        for (language, texts) in self.messages {
            if texts.contains_key(key) {
                continue;
            }
            let text = format!("the text `{key}` is missing in messages.{language}.toml");
            let problem = match place {
                Some(place) => self.source.at(place.span(), row, text),
                None => self.source.at_key(row, text),
            };
            self.problems.push(problem);
        }
    }

    /// Every language has the keys that English has.
    fn same_keys(&mut self) {
        let Some(english) = self.messages.get(FALLBACK_LANGUAGE) else {
            return;
        };
        let said: Vec<String> = self.problems.iter().map(|problem| problem.message.clone()).collect();
        for (language, texts) in self.messages {
            let file = format!("messages.{language}.toml");
            for key in english.keys().filter(|key| !texts.contains_key(*key)) {
                let known = format!("the text `{key}` is missing in {file}");
                if !said.contains(&known) {
                    let source = Source { file: &file, text: "" };
                    self.problems
                        .push(source.at_key(key, "messages.en.toml has this text, this file does not"));
                }
            }
        }
    }
}
