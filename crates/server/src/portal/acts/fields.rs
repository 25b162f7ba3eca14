//! The fields of a form, one kind each, with what was typed and what is wrong with it.
use super::read::{Problems, Typed, first_after};
use super::subject::{Subject, after, amounts, most_of, words_of};
use super::table::Ask;
use super::{claim, questionnaire, reasons};
use crate::portal::look::{Choice, Field, choices, textarea};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::{evidence, goods};
use maud::{Markup, html};
use resolution::policy::{Bearer, RemedyKind};

/// What fields are made from.
pub(super) struct Fields<'a> {
    pub(super) reader: &'a Reader,
    pub(super) subject: &'a Subject,
    pub(super) action: &'a api::ActionView,
    pub(super) typed: &'a Typed,
    pub(super) problems: &'a Problems,
    /// Whether the reader has sent this form before, so that nothing is chosen for them any more.
    pub(super) sent: bool,
    /// This page itself: where an upload comes back to.
    pub(super) here: &'a str,
}

impl Fields<'_> {
    /// The words of a field: the act's own, or those of every act.
    fn ask(&self, field: &str) -> String {
        self.reader.t(&self.id(field))
    }

    fn id(&self, field: &str) -> String {
        let own = format!("ask-{}-{field}", self.action.act);
        if self.reader.taste.words.has(&own) { own } else { format!("ask-{field}") }
    }

    /// The field of an amount: its label names the currency.
    fn amount_field(&self) -> Field<'static> {
        let currency = self.subject.currency;
        let label = self.reader.with(&self.id("amount"), &[("currency", currency.code().into())]);
        Field { label, ..self.field("amount", &self.typed.amount) }
    }

    fn hint(&self, field: &str) -> Option<String> {
        let id = format!("{}-hint", self.id(field));
        self.reader.taste.words.has(&id).then(|| self.reader.t(&id))
    }

    pub(super) fn problem(&self, field: &str) -> Option<String> {
        self.problems.iter().find(|(name, _)| name == field).map(|(_, said)| said.clone())
    }

    pub(super) fn field<'f>(&self, name: &'f str, value: &str) -> Field<'f> {
        Field {
            name,
            label: self.ask(name),
            hint: self.hint(name),
            value: value.to_owned(),
            problem: self.problem(name),
            input: None,
        }
    }

    fn optional<'f>(&self, name: &'f str, value: &str) -> Field<'f> {
        let plain = self.field(name, value);
        let label = self.reader.with("form-optional", &[("label", (&plain.label).into())]);
        Field { label, ..plain }
    }

    fn money(&self, amount: i64) -> api::Money {
        api::Money { amount, currency: self.subject.currency.code().to_owned() }
    }

    /// The fields of one thing that is asked.
    pub(super) fn of(&self, ask: Ask) -> Markup {
        let typed = self.typed;
        match ask {
            Ask::Amount => self.amount(),
            Ask::Remedy => self.remedy(),
            Ask::PolicyReason => reasons::of_change(self),
            Ask::OfferedReason => self.offered_reason(),
            Ask::ReturnReason => reasons::of_return(self),
            Ask::ComplaintReason => reasons::of_complaint(self),
            Ask::Fee => self.fee(),
            Ask::WrongBecause => claim::because(self),
            Ask::MayNumber => claim::number(self),
            Ask::Confirmed => claim::confirmed(self),
            Ask::Reason(words) => self.reason(words),
            Ask::Text => textarea(&self.field("text", &typed.text)),
            Ask::MayText => textarea(&self.optional("text", &typed.text)),
            Ask::Carrier => {
                self.field("carrier", &self.known(&typed.carrier, |parcel| &parcel.carrier)).line("")
            }
            Ask::Number => self.field("number", &self.known(&typed.number, |parcel| &parcel.number)).line(""),
            Ask::Grams => {
                Field { input: Some("numeric"), ..self.optional("grams", &typed.grams) }.line("short")
            }
            Ask::Until => self.until(),
            Ask::Span => {
                html! { (self.day(&self.field("from", &typed.from), None)) (self.day(&self.optional("until", &typed.until), None)) }
            }
            Ask::Received => self.radios("received", &typed.received, &["yes", "no"], "ask-received"),
            Ask::Finding => {
                let words = words_of(self.action, "finding");
                let words: Vec<&str> = words.iter().map(String::as_str).collect();
                self.radios("finding", &typed.finding, &words, "finding")
            }
            Ask::Verdict => self.radios("verdict", &typed.verdict, &["clear", "refund"], "ask-verdict"),
            Ask::Content => {
                let all = ["all", "part", "other", "empty", "nothing"];
                let all = if self.action.act == "accept_return" { &all[..2] } else { &all[..] };
                self.radios("content", &typed.content, all, "content")
            }
            Ask::Side => self.radios("side", &typed.side, &["opener", "respondent"], "side-of"),
            Ask::Cause => {
                self.radios("cause", &typed.cause, &["absent", "refused", "customs"], "buyer-cause")
            }
            Ask::Documents => self.evidence("checkbox"),
            Ask::Voucher | Ask::Label => self.evidence("radio"),
            Ask::Units => self.units(),
            Ask::Questions => questionnaire::questions(self),
        }
    }

    /// One of several words, each with its message `PREFIX-WORD`.
    fn radios(&self, name: &str, chosen: &str, words: &[&str], prefix: &str) -> Markup {
        let list: Vec<Choice> = words
            .iter()
            .map(|word| Choice {
                value: (*word).to_owned(),
                label: self.reader.t(&format!("{prefix}-{word}")),
                hint: None,
                chosen: *word == chosen,
            })
            .collect();
        choices(&self.field(name, ""), "radio", false, &list)
    }

    fn reason(&self, words: &[&str]) -> Markup {
        let received = self.subject.case.as_ref().is_none_or(|case| case.received);
        let buyer = self.reader.role() == Role::Buyer;
        let fits = |word: &str| match word {
            "not_enough" => buyer,
            "too_much" | "no_evidence" => !buyer,
            "delivered" => !buyer && !received,
            "as_described" | "buyer_fault" => !buyer && received,
            _ => true,
        };
        let words: Vec<&str> = words.iter().copied().filter(|word| fits(word)).collect();
        // A first answer stands where it says no more than that one wants to agree.
        let usual = matches!(self.action.act.as_str(), "propose" | "goodwill_refund" | "appeal");
        let first = words.first().filter(|_| usual && !self.sent && self.typed.reason.is_empty());
        self.radios("reason", first.map_or(self.typed.reason.as_str(), |word| word), &words, "reason")
    }

    /// Whether the shipping fee is asked for: a question only where some of it is left.
    fn fee(&self) -> Markup {
        let most = most_of(self.action, "shipping_fee");
        if most == 0 {
            return html! { input type="hidden" name="fee" value="no"; };
        }
        let most = self.reader.format.money(&self.money(most));
        let yes = self.reader.with("fee-yes", &[("most", most.into())]);
        let of = |value: &str, label: String| Choice {
            chosen: self.typed.fee == value,
            value: value.to_owned(),
            label,
            hint: None,
        };
        let list = [of("yes", yes), of("no", self.reader.t("fee-no"))];
        choices(&self.field("fee", ""), "radio", false, &list)
    }

    /// The reasons that the act offers by the order's policy.
    fn offered_reason(&self) -> Markup {
        let words = words_of(self.action, "reason");
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        self.radios("reason", &self.typed.reason, &words, "reason")
    }

    /// The remedies that can be chosen: what some reason offers, or for a proposal everything that can be carried out.
    fn kinds(&self) -> Vec<&'static str> {
        let received = self.subject.case.as_ref().is_some_and(|case| case.received);
        let all = [
            ("refund", RemedyKind::Refund),
            ("return_and_refund", RemedyKind::ReturnAndRefund),
            ("replacement", RemedyKind::Replacement),
            ("replacement_return", RemedyKind::Replacement),
            ("fee_refund", RemedyKind::FeeRefund),
            ("other", RemedyKind::Other),
        ];
        let reasons = reasons::of_group(self.subject);
        let offered = |kind: RemedyKind| {
            self.action.act != "change" || reasons.iter().any(|reason| reason.remedies.contains(&kind))
        };
        let returns = |word: &str| matches!(word, "return_and_refund" | "replacement_return");
        let fits = all.into_iter().filter(|(word, kind)| offered(*kind) && (received || !returns(word)));
        fits.map(|(word, _)| word).collect()
    }

    fn remedy(&self) -> Markup {
        let reader = self.reader;
        let asked = self.subject.case.as_ref().map(|case| &case.asked);
        let chosen = match (self.sent, self.action.act.as_str(), asked) {
            (true, _, _) => self.typed.remedy.clone(),
            (false, "change", Some(asked)) if asked.return_first == Some(true) => {
                "replacement_return".to_owned()
            }
            (false, "change", Some(asked)) => asked.kind.clone(),
            _ => "refund".to_owned(),
        };
        let kinds = self.kinds();
        let list: Vec<Choice> = kinds
            .iter()
            .map(|word| Choice {
                value: (*word).to_owned(),
                label: reader.t(&format!("remedy-{word}")),
                hint: Some(reader.t(&format!("offer-{word}-hint"))),
                chosen: *word == chosen,
            })
            .collect();
        html! {
            (choices(&self.field("remedy", ""), "radio", false, &list))
            div class="only-money" { (self.amount()) }
            @if kinds.contains(&"other") {
                div class="only-other" { (textarea(&self.field("solution", &self.typed.solution))) }
            }
        }
    }

    /// An amount with its range told; where nothing is to choose it is only told.
    fn amount(&self) -> Markup {
        let reader = self.reader;
        let plain = self.amount_field();
        let Some((min, max)) = amounts(self.action) else {
            return Field { input: Some("decimal"), ..plain }.line("short");
        };
        let (least, most) = (self.money(min), self.money(max));
        if min == max && plain.problem.is_none() {
            return html! {
                div class="field" {
                    p { strong { (plain.label) } ": " span class="number" { (reader.format.money(&most)) } }
                    p class="hint" { (reader.t("ask-amount-fixed")) }
                    input type="hidden" name="amount" value=(reader.format.amount_input(&most));
                }
            };
        }
        let range = reader.with(
            "ask-amount-range",
            &[("least", reader.format.money(&least).into()), ("most", reader.format.money(&most).into())],
        );
        let value = self.now().map_or_else(|| plain.value.clone(), |now| reader.format.amount_input(now));
        let hint = plain.hint.as_ref().map_or_else(|| range.clone(), |hint| format!("{hint} {range}"));
        Field { input: Some("decimal"), hint: Some(hint), value, ..plain }.line("short")
    }

    /// The reader's own amount that stands now: what they ask, or what they have proposed. Nobody begins with the other
    /// side's.
    fn now(&self) -> Option<&api::Money> {
        let case = self.subject.case.as_ref().filter(|_| !self.sent)?;
        let remedy = match (self.action.act.as_str(), self.reader.role()) {
            ("change", _) => Some(&case.asked),
            ("propose", Role::Buyer) => case.proposals.opener.as_ref().map(|found| &found.remedy),
            ("propose", Role::Seller) => case.proposals.respondent.as_ref().map(|found| &found.remedy),
            ("propose", _) => case.proposals.platform.as_ref().map(|found| &found.remedy),
            _ => None,
        };
        remedy?.amount.as_ref()
    }

    /// What is known of a parcel already, where nothing else was typed.
    fn known(&self, typed: &str, of: fn(&api::KnownParcel) -> &Option<String>) -> String {
        if self.sent || !typed.is_empty() || self.action.act != "investigate" {
            return typed.to_owned();
        }
        let parcel = self.subject.case.as_ref().and_then(|case| case.known.parcels.first());
        parcel.and_then(|parcel| of(parcel).clone()).unwrap_or_default()
    }

    fn until(&self) -> Markup {
        let after = after(self.action).or_else(|| self.action.until.as_ref().map(|clock| clock.end));
        let hint = after.map(|after| {
            let after = self.reader.format.date_time(after);
            self.reader.with(&format!("{}-after", self.id("until")), &[("after", after.into())])
        });
        let plain = self.field("until", &self.typed.until);
        self.day(&Field { hint: hint.or_else(|| plain.hint.clone()), ..plain }, after)
    }

    /// A day, chosen from the browser's own calendar or typed as `2026-04-17`.
    fn day(&self, field: &Field<'_>, after: Option<jiff::Timestamp>) -> Markup {
        let least = after.map(|after| first_after(after, self.reader.format.zone()).to_string());
        let (hint, problem) = (format!("{}-hint", field.name), format!("{}-problem", field.name));
        let described = match (&field.hint, &field.problem) {
            (Some(_), Some(_)) => Some(format!("{hint} {problem}")),
            (Some(_), None) => Some(hint.clone()),
            (None, Some(_)) => Some(problem.clone()),
            (None, None) => None,
        };
        html! {
            div class={ "field" @if field.problem.is_some() { " wrong" } } {
                label class="ask" for=(field.name) { (field.label) }
                @if let Some(said) = &field.hint { p class="hint" id=(hint) { (said) } }
                @if let Some(said) = &field.problem { p class="problem" id=(problem) { (said) } }
                input class="box short" type="date" id=(field.name) name=(field.name) value=(field.value) min=[least]
                    aria-describedby=[described] aria-invalid=[field.problem.as_ref().map(|_| "true")];
            }
        }
    }

    /// The reader's own evidence, to be named, with a way to add more and come back.
    fn evidence(&self, kind: &str) -> Markup {
        let reader = self.reader;
        let since =
            self.subject.case.as_ref().filter(|_| self.action.act == "appeal").map(|case| case.stage.since);
        let own: Vec<&api::EvidenceView> = self
            .subject
            .own
            .iter()
            .filter(|piece| since.is_none_or(|since| piece.sealed_at >= since))
            .collect();
        let all = kind == "checkbox" && !self.sent;
        let only = own.len() == 1 && !self.sent;
        let mut list: Vec<Choice> = own
            .iter()
            .map(|piece| own_piece(reader, piece, all || only || self.typed.evidence.contains(&piece.id)))
            .collect();
        if self.action.act == "give_return_address" && !list.is_empty() && !self.label_owed() {
            let none = list.iter().all(|choice| !choice.chosen);
            list.push(Choice {
                value: String::new(),
                label: reader.t("ask-label-none"),
                hint: None,
                chosen: none,
            });
        }
        let case = self.subject.case.as_ref().map(|case| case.id.as_str());
        let add = evidence::new_href(reader, &self.subject.order.id, case, None, self.here);
        html! {
            @if list.is_empty() { p id="evidence" { (reader.t("ask-evidence-none")) } }
            @else { (choices(&self.field("evidence", ""), kind, false, &list)) }
            p { a href=(add) { (reader.t("act-submit_evidence")) } }
        }
    }

    /// Whether the seller pays the return, so that the buyer is owed a label.
    fn label_owed(&self) -> bool {
        let policy = &self.subject.view.governing.policy;
        let reason = self.subject.case.as_ref().and_then(|case| policy.reason(&case.reason));
        reason.and_then(|reason| reason.return_paid_by) == Some(Bearer::Seller)
    }

    /// The units that an act may be about; all of them, until others are chosen.
    fn units(&self) -> Markup {
        let reader = self.reader;
        let units = &self.action.units;
        if let ([one], None) = (units.as_slice(), self.problem("units")) {
            let title = goods::in_short(&goods::of_units(&self.subject.goods, units));
            return html! {
                div class="field" {
                    p { strong { (self.ask("units")) } ": " (title) }
                    input type="hidden" name="units" value=(one);
                }
            };
        }
        let list: Vec<Choice> = units
            .iter()
            .map(|unit| {
                let line = self.subject.goods.iter().find(|line| line.holds(*unit));
                let title = line.map_or_else(|| unit.to_string(), |line| line.title.clone());
                let several = line.filter(|line| line.quantity > 1);
                let nth = several.map(|line| {
                    let at = unit.saturating_sub(line.first).saturating_add(1);
                    reader.with("ask-unit-of", &[("n", at.into()), ("all", line.quantity.into())])
                });
                let chosen = !self.sent || self.typed.units.contains(&unit.to_string());
                Choice { value: unit.to_string(), label: title, hint: nth, chosen }
            })
            .collect();
        choices(&self.field("units", ""), "checkbox", false, &list)
    }
}

/// One of the reader's own pieces of evidence, to choose.
pub(super) fn own_piece(reader: &Reader, piece: &api::EvidenceView, chosen: bool) -> Choice {
    let caption = piece.caption.as_ref().and_then(|caption| caption.text.clone());
    let kind = reader.t(&format!("file-{}", piece.kind));
    let hint = Some(format!("{kind} · {}", reader.format.date_time(piece.sealed_at)));
    Choice { value: piece.id.clone(), label: caption.unwrap_or(kind), hint, chosen }
}
