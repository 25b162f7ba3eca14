//! Puts a policy together from what its files say, holding each word against the others.
//!
//! What is found is of two sorts. What is *broken* leaves no policy to speak of: a condition that does not parse, a stage
//! that nobody knows. What is merely *found* stands in the way of using the policy for new orders, and of nothing else: see
//! [`super::read`].
use super::{
    DisputeRules, Expr, FALLBACK_LANGUAGE, Impossible, LiabilityRow, PayerOrder, Policy, Problem, Reason,
    RemedyKind, Requirement, Route,
    check::{Messages, hash},
    claims, compensation, complaints, funding, graph,
    problem::Source,
    proof::StagePlaces,
    questionnaire, ranges,
    raw::{RawPolicy, RawReason},
    reports, returns,
    words::unknown,
};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// What is wrong with a policy.
#[derive(Default)]
pub(super) struct Found {
    /// What leaves no policy to speak of.
    pub broken: Vec<Problem>,
    /// What stands in the way of new orders.
    pub found: Vec<Problem>,
}

/// Puts the policy together; its texts are added by the caller.
pub(super) fn policy(
    source: &Source<'_>,
    raw: &RawPolicy,
    messages: &Messages,
    files: &BTreeMap<String, String>,
    into: &mut Found,
) -> (Policy, StagePlaces) {
    let mut builder = Builder { source, messages, into };
    builder.policy(raw, files)
}

struct Builder<'a> {
    source: &'a Source<'a>,
    messages: &'a Messages,
    into: &'a mut Found,
}

impl Builder<'_> {
    fn broken(&mut self, problem: Problem) {
        self.into.broken.push(problem);
    }

    fn found(&mut self, problem: Problem) {
        self.into.found.push(problem);
    }

    fn questionnaire(&mut self, raw: &RawPolicy) {
        self.into.found.extend(questionnaire::check(self.source, raw));
        let asked = raw.funding.as_ref().and_then(|rules| rules.questionnaire.as_ref());
        for id in asked.iter().flat_map(|rules| &rules.questions) {
            self.text_exists(&format!("question.{id}"), None, "funding.questionnaire.questions");
        }
    }

    fn policy(&mut self, raw: &RawPolicy, files: &BTreeMap<String, String>) -> (Policy, StagePlaces) {
        self.into.found.extend(ranges::check(self.source, raw));
        self.into.found.extend(returns::check(self.source, raw));
        self.into.found.extend(complaints::check(self.source, raw));
        self.into.found.extend(compensation::check(self.source, raw));
        self.claims(raw);
        for declared in raw.compensation.iter().flat_map(|rules| &rules.declared) {
            self.text_exists(&format!("reason.{}", declared.reason()), None, "compensation.declared");
        }
        self.into.found.extend(funding::check(self.source, raw));
        self.into.found.extend(reports::check(self.source, raw));
        self.questionnaire(raw);
        let requirements = self.requirements(raw);
        let ids: Vec<&str> = raw.reason.iter().map(|reason| reason.id.as_ref().as_str()).collect();
        let reasons: Vec<Reason> =
            raw.reason.iter().map(|reason| self.reason(reason, &requirements, raw)).collect();
        self.unique(raw.reason.iter().map(|reason| &reason.id), "reason");
        self.unique(raw.liability.iter().map(|row| &row.id), "liability row");
        let liability = self.liability(raw, &ids);
        let impossible = self.impossible(raw, &ids);
        self.methods(raw);
        self.texts();
        let (procedures, places) = graph::procedures(self.source, raw, &reasons, &liability, self.into);
        let system = &raw.windows.not_received.longest_transit_procedure;
        let fits = funding::fits(self.source, raw.funding.as_ref(), &reasons, &procedures, system);
        self.into.found.extend(fits);
        self.into.found.extend(compensation::fits(self.source, raw.compensation.as_ref(), &procedures));
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
        let policy = Policy {
            hash: hash(files),
            name: raw.name.as_ref().clone(),
            zone: raw.zone.as_ref().clone(),
            windows: raw.windows.clone(),
            payment: raw.payment.clone(),
            shipping: raw.shipping.clone(),
            returns: raw.returns.clone(),
            complaints: raw.complaints.clone(),
            compensation: raw.compensation.clone(),
            funding: raw.funding.clone(),
            claims: raw.claims.clone(),
            reports: raw.reports.clone(),
            reasons,
            procedures,
            liability,
            impossible,
            refunds: raw.refunds.clone(),
            commission: raw.commission.clone(),
            evidence: raw.evidence.clone(),
            disputes,
            carriers: raw.carriers.clone(),
            payouts: raw.payouts.clone(),
            reputation: raw.reputation.clone(),
            freeze: raw.freeze.clone(),
            messages: BTreeMap::new(),
        };
        (policy, places)
    }

    /// Claims of sellers, with the texts that they need.
    fn claims(&mut self, raw: &RawPolicy) {
        self.into.found.extend(claims::check(self.source, raw));
        for cause in raw.claims.iter().flat_map(|rules| &rules.causes) {
            self.text_exists(&format!("reason.{}", cause.word()), None, "claims.causes");
        }
        for why in [claims::PROVEN, claims::UNPROVEN].iter().filter(|_| raw.claims.is_some()) {
            self.text_exists(&format!("why.{why}"), None, "claims");
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
                self.found(self.source.at_key(
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
                self.broken(self.source.at(raw.id.span(), &row, text));
                String::new()
            }
            Some(name) => {
                if !policy.procedure.contains_key(name.as_ref()) {
                    let text = unknown("procedure", name.as_ref(), names);
                    self.broken(self.source.at(name.span(), &row, text));
                }
                name.as_ref().clone()
            }
        };
        if raw.remedies.is_empty() {
            let text = "nothing can be asked for; name at least one remedy";
            self.found(self.source.at(raw.id.span(), &row, text));
        }
        if raw.remedies.contains(&RemedyKind::SellerPayment) {
            let text = "no buyer asks for money to the seller; remove \"seller_payment\" from the remedies";
            self.found(self.source.at(raw.id.span(), &row, text));
        }
        let returns = raw.remedies.contains(&RemedyKind::ReturnAndRefund);
        if returns != raw.return_paid_by.is_some() {
            let text = if returns {
                "goods may have to be sent back, and nobody pays for it; add return_paid_by = \"seller\", \"buyer\" or \"platform\""
            } else {
                "return_paid_by is set, but return_and_refund is not among the remedies; remove one or add the other"
            };
            self.found(self.source.at(raw.id.span(), &row, text));
        }
        Reason {
            id: id.clone(),
            kind: raw.kind,
            received: raw.received,
            sub_reasons: self.sub_reasons(&raw.sub_reasons, &row),
            procedure,
            remedies: raw.remedies.clone(),
            return_paid_by: raw.return_paid_by,
            evidence: self.resolve(&raw.evidence, all, &row),
        }
    }

    /// The finer reasons of a reason, each with its text. Two reasons may share one: then they share its text.
    fn sub_reasons(&mut self, raw: &[Spanned<String>], row: &str) -> Vec<String> {
        self.unique(raw.iter(), "sub-reason");
        for id in raw {
            self.text_exists(&format!("sub_reason.{}", id.as_ref()), Some(id), row);
        }
        match raw {
            [only] => {
                let text = "one sub-reason leaves nothing to choose; name another, or leave the list out";
                self.found(self.source.at(only.span(), row, text));
            }
            [_, ..] if raw.len() > Reason::MOST_SUB_REASONS => {
                let most = Reason::MOST_SUB_REASONS;
                let text = format!(
                    "{} sub-reasons are more than a person looks through; name at most {most}",
                    raw.len()
                );
                self.found(self.source.at(raw[most].span(), row, text));
            }
            _ => {}
        }
        raw.iter().map(|id| id.as_ref().clone()).collect()
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
                    self.broken(self.source.at(id.span(), row, text));
                }
            }
        }
        found
    }

    fn liability(&mut self, raw: &RawPolicy, reasons: &[&str]) -> Vec<LiabilityRow> {
        let mut rows = Vec::new();
        for row in &raw.liability {
            let id = row.id.as_ref();
            let label = format!("liability {id}");
            self.text_exists(&format!("why.{}", row.why.as_ref()), Some(&row.why), &label);
            if let Some(when) = self.condition(&row.when, reasons, &label) {
                rows.push(LiabilityRow {
                    id: id.clone(),
                    when,
                    liable: row.liable,
                    remedy: row.remedy,
                    funded_by: row.funded_by,
                    why: row.why.as_ref().clone(),
                });
            }
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
                for text in mistakes {
                    self.broken(self.source.at(when.span(), row, text));
                }
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
            self.found(self.source.at_key("refunds.substitute", text));
        }
    }

    fn unique<'b>(&mut self, ids: impl Iterator<Item = &'b Spanned<String>>, what: &str) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            let text = id.as_ref();
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
            if text.is_empty() || !text.chars().all(plain) {
                let wrong = format!("the id of a {what} is made of lower-case letters, digits, `_` and `-`");
                self.found(self.source.at(id.span(), format!("{what} {text}"), wrong));
            }
            if !seen.insert(text) {
                let twice = format!("another {what} has the same id; rename one");
                self.found(self.source.at(id.span(), format!("{what} {text}"), twice));
            }
        }
    }

    /// A text must exist in every language.
    fn text_exists(&mut self, key: &str, place: Option<&Spanned<String>>, row: &str) {
        for (language, texts) in self.messages {
            if texts.contains_key(key) {
                continue;
            }
            let text = missing_text(key, language);
            let problem = match place {
                Some(place) => self.source.at(place.span(), row, text),
                None => self.source.at_key(row, text),
            };
            self.found(problem);
        }
    }

    /// Every language has the keys that English has, and a text for each.
    fn texts(&mut self) {
        let said: BTreeSet<String> = self.into.found.iter().map(|problem| problem.message.clone()).collect();
        let none = BTreeMap::new();
        let english = self.messages.get(FALLBACK_LANGUAGE).unwrap_or(&none);
        for (language, texts) in self.messages {
            let file = format!("messages.{language}.toml");
            let source = Source { file: &file, text: "" };
            for key in english.keys().filter(|key| !texts.contains_key(*key)) {
                if !said.contains(&missing_text(key, language)) {
                    self.found(
                        source.at_key(key, "messages.en.toml has this text, this file does not; add it"),
                    );
                }
            }
            for key in texts.keys().filter(|key| !english.is_empty() && !english.contains_key(*key)) {
                self.found(
                    source.at_key(key, "messages.en.toml does not have this text; add it there or remove it"),
                );
            }
            for (key, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
                self.found(source.at_key(key, "the text is empty; write it"));
            }
        }
    }
}

fn missing_text(key: &str, language: &str) -> String {
    format!("the text `{key}` is missing in messages.{language}.toml")
}
