//! Parts of forms, as the GOV.UK Design System makes them: one question, its hint, its problem beside it, and a summary of
//! all problems on top.
use crate::portal::reader::Reader;
use maud::{Markup, html};

/// One of several answers.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) chosen: bool,
}

/// What a field has: its name, its words, and what is wrong with what was entered.
#[derive(Default)]
pub(crate) struct Field<'a> {
    pub(crate) name: &'a str,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) value: String,
    pub(crate) problem: Option<String>,
    /// Further attributes of a text field: `decimal` for amounts, `numeric`, or nothing.
    pub(crate) input: Option<&'static str>,
}

impl Field<'_> {
    fn described(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let problem = self.problem.as_ref().map(|_| format!("{}-problem", self.name));
        let both: Vec<String> = hint.into_iter().chain(problem).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    fn around(&self, control: &Markup) -> Markup {
        html! {
            div class={ "field" @if self.problem.is_some() { " wrong" } } {
                label class="ask" for=(self.name) { (self.label) }
                @if let Some(hint) = &self.hint { p class="hint" id={ (self.name) "-hint" } { (hint) } }
                @if let Some(problem) = &self.problem { p class="problem" id={ (self.name) "-problem" } { (problem) } }
                (control)
            }
        }
    }

    /// A line of text.
    pub(crate) fn line(&self, class: &str) -> Markup {
        self.around(&html! {
            input class={ "box " (class) } type="text" id=(self.name) name=(self.name) value=(self.value) inputmode=[self.input]
                autocomplete="off" aria-describedby=[self.described()] aria-invalid=[self.problem.as_ref().map(|_| "true")];
        })
    }
}

/// Several lines of text.
pub(crate) fn textarea(field: &Field<'_>) -> Markup {
    field.around(&html! {
        textarea class="box" id=(field.name) name=(field.name) rows="5" maxlength="20000" aria-describedby=[field.described()]
            aria-invalid=[field.problem.as_ref().map(|_| "true")] { (field.value) }
    })
}

/// A file.
pub(crate) fn file_field(field: &Field<'_>, accept: &str) -> Markup {
    field.around(&html! {
        input class="box" type="file" id=(field.name) name=(field.name) accept=(accept) aria-describedby=[field.described()]
            aria-invalid=[field.problem.as_ref().map(|_| "true")];
    })
}

/// One question with several answers, of which one (`radio`) or any number (`checkbox`) is chosen. `first` makes the question
/// the heading of the page.
pub(crate) fn choices(field: &Field<'_>, kind: &str, first: bool, list: &[Choice]) -> Markup {
    group(field, field.name, (kind, first), list, &|_| None)
}

/// One question of which one answer is chosen, with what is asked further below some of the answers: it is shown while its
/// answer is chosen.
pub(crate) fn choices_with(
    field: &Field<'_>,
    list: &[Choice],
    below: &dyn Fn(&Choice) -> Option<Markup>,
) -> Markup {
    group(field, field.name, ("radio", false), list, below)
}

/// A question below an answer of another one; several below different answers may ask for the same field, so each has an id.
pub(crate) fn choices_below(field: &Field<'_>, id: &str, list: &[Choice]) -> Markup {
    group(field, id, ("radio", false), list, &|_| None)
}

fn group(
    field: &Field<'_>,
    id: &str,
    (kind, first): (&str, bool),
    list: &[Choice],
    below: &dyn Fn(&Choice) -> Option<Markup>,
) -> Markup {
    html! {
        fieldset class={ @if !first { "minor " } @if field.problem.is_some() { "wrong" } } aria-describedby=[field.described()] {
            legend { @if first { h1 { (field.label) } } @else { (field.label) } }
            @if let Some(hint) = &field.hint { p class="hint" id={ (field.name) "-hint" } { (hint) } }
            @if let Some(problem) = &field.problem { p class="problem" id={ (field.name) "-problem" } { (problem) } }
            @for (at, choice) in list.iter().enumerate() {
                @let id = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
                label class="choice" for=(id) {
                    input type=(kind) id=(id) name=(field.name) value=(choice.value) checked[choice.chosen];
                    span {
                        (choice.label)
                        @if let Some(hint) = &choice.hint { span class="hint" { (hint) } }
                    }
                }
                @if let Some(further) = below(choice) { div class="below" { (further) } }
            }
        }
    }
}

/// All problems on top, each leading to its field.
pub(crate) fn errors(reader: &Reader, problems: &[(String, String)]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div class="errors" role="alert" tabindex="-1" aria-labelledby="errors-title" {
                h2 id="errors-title" { (reader.t("form-errors")) }
                ul { @for (field, problem) in problems {
                    li { @if field.is_empty() { strong { (problem) } } @else { a href={ "#" (field) } { (problem) } } }
                } }
            }
        }
    }
}

/// The hidden fields of a form: that our own page sends it, and that it is sent once.
pub(crate) fn form_head(reader: &Reader, once: &str, seen: Option<u64>) -> Markup {
    html! {
        input type="hidden" name="csrf" value=(reader.session.csrf);
        input type="hidden" name="once" value=(once);
        @if let Some(seen) = seen { input type="hidden" name="seen" value=(seen); }
    }
}

/// The button that sends a form.
pub(crate) fn button(class: &str, words: &str) -> Markup {
    html! { button class={ "btn " (class) } type="submit" { (words) } }
}
