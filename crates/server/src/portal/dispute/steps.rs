//! The questions, one a page.
use super::Asking;
use super::answers::{Answers, Problem, Step};
use super::possible::{Group, has_amount};
use crate::error::Answer;
use crate::ids;
use crate::portal::evidence;
use crate::portal::look::{Choice, Field, back, button, choices, errors, form_head, icon, textarea};
use crate::state::App;
use maud::{Markup, html};

/// The problem of a field.
fn of(problems: &[Problem], field: &str) -> Option<String> {
    problems.iter().find(|(name, _)| name == field).map(|(_, problem)| problem.clone())
}

/// What is wrong with the answer that was just sent.
pub(super) fn problems(asking: &Asking<'_>, step: Step) -> Vec<Problem> {
    let (reader, answers) = (asking.reader, asking.answers);
    if answers.asked.as_deref() != Some(step.word()) {
        return Vec::new();
    }
    let say = |field: &str, words: &str| vec![(field.to_owned(), reader.t(words))];
    let group = answers.group(asking.possible);
    match step {
        Step::Received => say("received", "dispute-received-needed"),
        Step::Items => say("n", "dispute-items-needed"),
        Step::Reason => say("reason", "dispute-reason-needed"),
        Step::SubReason => say("sub_reason", "dispute-sub_reason-needed"),
        Step::Remedy => match (group, answers.remedy.as_deref()) {
            (Some(group), Some(remedy)) if has_amount(remedy) => {
                let units = answers.units(group, asking.goods);
                let amount = answers.amount(asking.possible, group, &units, asking.currency, reader);
                amount.err().map(|problem| ("amount".to_owned(), problem)).into_iter().collect()
            }
            (_, None) => say("remedy", "dispute-remedy-needed"),
            _ => Vec::new(),
        },
        Step::Text | Step::Files | Step::Check => Vec::new(),
    }
}

/// The form around a question that is answered by going on.
fn form(asking: &Asking<'_>, step: Step, without: &[&str], problems: &[Problem], body: &Markup) -> Markup {
    let reader = asking.reader;
    let (to, words) = asking.before(step);
    html! {
        (back(reader, &to, words))
        div class="question" {
            (errors(reader, problems))
            (caption(asking))
            form method="get" action=(asking.path()) novalidate {
                @for (name, value) in asking.answers.pairs(without) { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="asked" value=(step.word());
                (body)
                (button("btn-primary", &reader.t("form-continue")))
            }
        }
    }
}

/// Which order this is about, on every question.
fn caption(asking: &Asking<'_>) -> Markup {
    html! { p class="quiet small" { (icon("package")) " " (crate::portal::goods::in_short(asking.goods)) } }
}

/// Did it arrive?
pub(super) fn received(asking: &Asking<'_>, problems: &[Problem]) -> Markup {
    let reader = asking.reader;
    let chosen = asking.answers.received.as_deref();
    let both = [("no", &asking.possible.not_received), ("yes", &asking.possible.received)];
    let list: Vec<Choice> = both
        .iter()
        .filter(|(_, group)| group.open())
        .map(|(value, group)| Choice {
            value: (*value).to_owned(),
            label: reader.t(&format!("dispute-received-{value}")),
            hint: Some(until(asking, group)),
            chosen: chosen == Some(*value),
        })
        .collect();
    let field = Field {
        name: "received",
        label: reader.t("dispute-received"),
        problem: of(problems, "received"),
        ..Field::default()
    };
    let closed = both.iter().filter(|(_, group)| !group.open());
    let body = html! {
        @if list.is_empty() { h1 { (reader.t("dispute-impossible")) } } @else { (choices(&field, "radio", true, &list)) }
        @for (value, group) in closed { (why_not(asking, value, group)) }
    };
    if list.is_empty() {
        let order = format!("{}/orders/{}", reader.base(), asking.order.id);
        return html! { (back(reader, &order, "back-order")) div class="question" { (body) } };
    }
    form(
        asking,
        Step::Received,
        &["received", "reason", "sub_reason", "remedy", "amount", "n", "files"],
        problems,
        &body,
    )
}

fn until(asking: &Asking<'_>, group: &Group) -> String {
    let end = group.until.as_ref().map(|clock| asking.reader.format.date_time(clock.end)).unwrap_or_default();
    asking.reader.with("dispute-received-until", &[("end", end.into())])
}

/// An answer that is not possible now: why, and from when.
fn why_not(asking: &Asking<'_>, value: &str, group: &Group) -> Markup {
    let reader = asking.reader;
    let Some(refused) = group.refused.as_ref().and_then(|action| action.refused.as_ref()) else {
        return html! {};
    };
    let why = reader.format.refused(
        &refused.code,
        refused.from,
        refused.values.as_ref(),
        asking.order.placed.currency.code(),
    );
    html! {
        div class="note" data-refused=(if group.received { "open_dispute_received" } else { "open_dispute_not_received" }) {
            h2 { (icon("lock")) " " (reader.with("dispute-not-now", &[("answer", reader.t(&format!("dispute-received-{value}")).into())])) }
            p { (why) }
            @if let Some(case) = dispute_of(asking, refused) {
                p { a class="btn btn-plain" href={ (reader.base()) "/cases/" (case) } { (reader.t("dispute-opened-case")) } }
            }
        }
    }
}

/// The open dispute that a refusal speaks of.
fn dispute_of(asking: &Asking<'_>, refused: &api::ActionRefused) -> Option<String> {
    let no = refused.values.as_ref()?.get("case")?.as_u64()?;
    (refused.code == "in_case")
        .then(|| ids::write(ids::CASE, asking.order.id, u16::try_from(no).unwrap_or_default()))
}

/// Which items?
pub(super) fn items(asking: &Asking<'_>, problems: &[Problem]) -> Markup {
    let (reader, answers) = (asking.reader, asking.answers);
    let Some(group) = answers.group(asking.possible) else { return html! {} };
    let problem = of(problems, "n");
    let lines = asking.goods.iter().enumerate().map(|(line, goods)| {
        let free = group.units.iter().filter(|unit| goods.holds(**unit)).count();
        (line, goods, free)
    });
    let lines: Vec<_> = lines.filter(|(_, _, free)| *free > 0).collect();
    let single = lines.iter().all(|(_, _, free)| *free == 1);
    let body = if single {
        let list: Vec<Choice> = lines
            .iter()
            .map(|(line, goods, _)| Choice {
                value: format!("{line}:1"),
                label: goods.title.clone(),
                hint: None,
                chosen: lines.len() == 1 || answers.n.contains(&format!("{line}:1")),
            })
            .collect();
        let field = Field {
            name: "n",
            label: reader.t("dispute-items"),
            hint: Some(reader.t("dispute-items-hint")),
            problem,
            ..Field::default()
        };
        choices(&field, "checkbox", true, &list)
    } else {
        html! {
            h1 { (reader.t("dispute-items")) }
            p class="hint" { (reader.t("dispute-items-count")) }
            div class={ "field" @if problem.is_some() { " wrong" } } {
                @if let Some(problem) = &problem { p class="problem" id="n-problem" { (problem) } }
                @for (at, (line, goods, free)) in lines.iter().enumerate() {
                    @let id = if at == 0 { "n".to_owned() } else { format!("n-{at}") };
                    div class="field" {
                        label class="ask" for=(id) { (goods.title) }
                        select class="box" id=(id) name="n" {
                            @for count in 0..=*free {
                                option value={ (line) ":" (count) } selected[chosen(answers, *line, *free, lines.len()) == count] {
                                    (reader.with("dispute-items-of", &[("n", count.into()), ("all", (*free).into())]))
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    form(asking, Step::Items, &["n", "amount"], problems, &body)
}

/// How many are chosen at first: what was answered, or all of the only line.
fn chosen(answers: &Answers, line: usize, free: usize, lines: usize) -> usize {
    let answered =
        answers.n.iter().find_map(|pair| pair.strip_prefix(&format!("{line}:")).and_then(|n| n.parse().ok()));
    answered.unwrap_or(if lines == 1 { free } else { 0 })
}

/// What is wrong?
pub(super) fn reason(asking: &Asking<'_>, problems: &[Problem]) -> Markup {
    let (reader, answers) = (asking.reader, asking.answers);
    let Some(group) = answers.group(asking.possible) else { return html! {} };
    let only = group.reasons.len() == 1;
    let list: Vec<Choice> = group
        .reasons
        .iter()
        .map(|reason| Choice {
            value: reason.id.clone(),
            label: reason.title.clone(),
            hint: None,
            chosen: only || answers.reason.as_ref() == Some(&reason.id),
        })
        .collect();
    let field = Field {
        name: "reason",
        label: reader.t("dispute-reason"),
        problem: of(problems, "reason"),
        ..Field::default()
    };
    form(
        asking,
        Step::Reason,
        &["reason", "sub_reason", "remedy", "amount", "files"],
        problems,
        &choices(&field, "radio", true, &list),
    )
}

/// What exactly is wrong? It changes nothing of what follows, so nothing else is asked anew.
pub(super) fn finer(asking: &Asking<'_>, problems: &[Problem]) -> Markup {
    let (reader, answers) = (asking.reader, asking.answers);
    let Some(group) = answers.group(asking.possible) else { return html! {} };
    let Some(reason) = answers.reason_of(group) else { return html! {} };
    let chosen = answers.finer_of(reason).map(|finer| finer.id.as_str());
    let list: Vec<Choice> = reason
        .finer
        .iter()
        .map(|finer| Choice {
            value: finer.id.clone(),
            label: finer.title.clone(),
            hint: None,
            chosen: chosen == Some(finer.id.as_str()),
        })
        .collect();
    let field = Field {
        name: "sub_reason",
        label: reader.t("dispute-sub_reason"),
        hint: Some(reader.with("dispute-sub_reason-hint", &[("reason", (&reason.title).into())])),
        problem: of(problems, "sub_reason"),
        ..Field::default()
    };
    form(asking, Step::SubReason, &["sub_reason"], problems, &choices(&field, "radio", true, &list))
}

/// What would put it right?
pub(super) fn remedy(asking: &Asking<'_>, problems: &[Problem]) -> Markup {
    let (reader, answers) = (asking.reader, asking.answers);
    let Some(group) = answers.group(asking.possible) else { return html! {} };
    let Some(reason) = answers.reason_of(group) else { return html! {} };
    let most = asking.possible.most(&answers.units(group, asking.goods));
    let most = api::Money { amount: most, currency: asking.currency.code().to_owned() };
    let all = reader.format.money(&most);
    let hint = |remedy: &str| {
        if remedy == "refund" && !group.received {
            reader.with("dispute-remedy-all", &[("amount", (&all).into())])
        } else {
            reader.t(&format!("remedy-{remedy}-hint"))
        }
    };
    let list: Vec<Choice> = reason
        .remedies
        .iter()
        .map(|remedy| Choice {
            value: remedy.clone(),
            label: reader.t(&format!("remedy-{remedy}")),
            hint: Some(hint(remedy)),
            chosen: answers.remedy.as_ref() == Some(remedy),
        })
        .collect();
    let field = Field {
        name: "remedy",
        label: reader.t("dispute-remedy"),
        problem: of(problems, "remedy"),
        ..Field::default()
    };
    let typed = answers.amount.clone().unwrap_or_else(|| reader.format.amount_input(&most));
    let amount = Field {
        name: "amount",
        label: reader.with("dispute-amount", &[("currency", asking.currency.code().into())]),
        hint: Some(reader.with("dispute-amount-hint", &[("most", all.clone().into())])),
        value: typed,
        problem: of(problems, "amount"),
        input: Some("decimal"),
    };
    let body = html! {
        (choices(&field, "radio", true, &list))
        @if group.received { (amount.line("short")) }
    };
    form(asking, Step::Remedy, &["remedy", "amount"], problems, &body)
}

/// What happened, in the buyer's own words.
pub(super) fn text(asking: &Asking<'_>, problems: &[Problem], words: &str) -> Markup {
    let reader = asking.reader;
    let needed = asking.answers.remedy.as_deref() == Some("other");
    let label = reader.t("dispute-text");
    let came = asking.answers.group(asking.possible).is_some_and(|group| group.received);
    let hint = match (needed, came) {
        (true, _) => "dispute-text-other",
        (false, true) => "dispute-text-hint",
        (false, false) => "dispute-text-missing",
    };
    let field = Field {
        name: "words",
        label: if needed { label } else { reader.with("form-optional", &[("label", label.into())]) },
        hint: Some(reader.t(hint)),
        value: words.to_owned(),
        problem: of(problems, "words"),
        input: None,
    };
    let (to, back_words) = asking.before(Step::Text);
    let path = format!("{}/text", asking.path());
    html! {
        (back(reader, &to, back_words))
        div class="question" {
            (errors(reader, problems))
            (caption(asking))
            h1 { (reader.t("dispute-text-title")) }
            form method="post" action=(asking.answers.address(&path, None)) novalidate {
                (form_head(reader, &reader.once, None))
                (textarea(&field))
                (button("btn-primary", &reader.t("form-continue")))
            }
        }
    }
}

/// What can be shown, and what is there already.
pub(super) async fn files(app: &App, asking: &Asking<'_>) -> Answer<Markup> {
    let (reader, answers) = (asking.reader, asking.answers);
    let group = answers.group(asking.possible);
    let reason = group.and_then(|group| answers.reason_of(group));
    let needs = reason.map(|reason| reason.needs.as_slice()).unwrap_or_default();
    let there = super::check::files(app, reader, asking.order).await?;
    let here = answers.address(&asking.path(), Some(Step::Files));
    let add = |need: &str| evidence::new_href(reader, &asking.order.id.to_string(), None, Some(need), &here);
    let one = |need: &super::possible::Need| {
        let found = there.iter().filter(|file| file.requirement.as_deref() == Some(&need.id)).count();
        html! {
            li {
                h2 { @if found > 0 { (icon("circle-check")) " " } (need.title) }
                @if found > 0 { p { (reader.with("dispute-files-there", &[("n", found.into())])) } }
                @else { p class="quiet" { (need.missing_means) } }
                a class="btn btn-plain" href=(add(&need.id)) {
                    (reader.t(if found > 0 { "dispute-files-more" } else { "dispute-files-add" })) span class="sr" { ": " (need.title) }
                }
            }
        }
    };
    let (helps, wanted): (Vec<_>, Vec<_>) = needs.iter().partition(|need| need.optional);
    let body = html! {
        h1 { (reader.t("dispute-files-title")) }
        p class="hint" { (reader.t(if wanted.is_empty() { "dispute-files-none" } else { "dispute-files-hint" })) }
        @if !wanted.is_empty() { ul class="rows card" { @for need in wanted { (one(need)) } } }
        @if !helps.is_empty() {
            details {
                summary { (reader.t("dispute-files-helps")) }
                ul class="rows card" { @for need in helps { (one(need)) } }
            }
        }
        input type="hidden" name="files" value="done";
    };
    Ok(form(asking, Step::Files, &["files"], &[], &body))
}
