//! The parts of which pages are made: badges, notes, clocks, lists of facts, journeys.
mod fields;
mod icons;

pub(crate) use fields::{
    Choice, Field, button, choices, choices_below, choices_with, errors, file_field, form_head, textarea,
};
pub(crate) use icons::icon;

use super::reader::Reader;
use maud::{Markup, html};

/// How urgent or good something is. Never told by colour alone: words stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Accent,
    Good,
    Warn,
    Danger,
}

impl Tone {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Accent => "accent",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Danger => "danger",
        }
    }

    /// By the time that is left of a clock: under a day is urgent, under three days soon.
    pub(crate) const fn of_seconds(left: i64) -> Self {
        if left < 86_400 {
            Self::Danger
        } else if left < 3 * 86_400 {
            Self::Warn
        } else {
            Self::Accent
        }
    }
}

/// A short word in a frame.
pub(crate) fn badge(tone: Tone, text: &str) -> Markup {
    html! { span class={ "badge " (tone.class()) } { (text) } }
}

/// The badge of an order's state.
pub(crate) fn state_badge(reader: &Reader, state: &str) -> Markup {
    badge(state_tone(state), &reader.t(&format!("order-state-{state}")))
}

/// What a state means at a glance.
pub(crate) fn state_tone(state: &str) -> Tone {
    match state {
        "completed" | "delivered" => Tone::Good,
        "shipped" | "awaiting_collection" | "ready_to_ship" | "paid" => Tone::Accent,
        "lost" | "damaged" | "failed_delivery" | "returned_to_sender" => Tone::Danger,
        _ => Tone::Plain,
    }
}

/// Something the reader should know before anything else.
pub(crate) fn note(tone: Tone, title: &str, body: &Markup) -> Markup {
    html! {
        div class={ "note " (tone.class()) } {
            @if !title.is_empty() { h2 { (title) } }
            (body)
        }
    }
}

/// A running clock: until when, how long that is, and what follows from silence, in the reader's zone and the policy's.
pub(crate) fn clock(reader: &Reader, title: &str, clock: &api::RunningClock) -> Markup {
    let tone = Tone::of_seconds(clock.seconds_left);
    html! {
        div class={ "clock " (tone.class()) } {
            (icon("clock"))
            div {
                @if !title.is_empty() { h3 { (title) } }
                p class="big" { (reader.format.left(clock.seconds_left)) }
                (instants(reader, clock))
                p { (silence(reader, clock)) }
            }
        }
    }
}

/// The end of a clock as both zones show it (PRO-4).
pub(crate) fn instants(reader: &Reader, clock: &api::RunningClock) -> Markup {
    let own = reader.format.date_time(clock.end);
    let policy = jiff::tz::TimeZone::get(&clock.in_policy_zone.zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let there = reader.format.date_time_in(clock.end, &policy);
    html! {
        p {
            time datetime=(clock.end.to_string()) { (reader.with("clock-until", &[("end", (&own).into())])) }
            @if own != there {
                " " span class="quiet small" { (reader.with("clock-policy-zone", &[("end", there.into())])) }
            }
        }
    }
}

/// "If nothing happens by then, …".
pub(crate) fn silence(reader: &Reader, clock: &api::RunningClock) -> String {
    let end = reader.format.date_time(clock.end);
    let then = reader.t(&format!("then-{}", clock.then));
    reader.with("consequence", &[("end", end.into()), ("then", then.into())])
}

/// One fact of a list: its name, what it is, and what can be done about it.
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: Markup,
    pub(crate) act: Option<Markup>,
}

impl Fact {
    pub(crate) fn new(name: impl Into<String>, value: Markup) -> Self {
        Self { name: name.into(), value, act: None }
    }
}

/// Facts under each other.
pub(crate) fn facts(list: &[Fact]) -> Markup {
    html! {
        dl class="facts" {
            @for fact in list {
                div {
                    dt { (fact.name) }
                    dd { (fact.value) }
                    @if let Some(act) = &fact.act { dd { (act) } }
                }
            }
        }
    }
}

/// How far a step of a journey is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Done,
    Now,
    Ahead,
    Wrong,
}

/// A journey: what happened, what happens now, what is to come.
pub(crate) fn journey(steps: &[(Step, Markup)]) -> Markup {
    html! {
        ol class="way" {
            @for (step, words) in steps {
                li class=(match step { Step::Done => "done", Step::Now => "now", Step::Ahead => "", Step::Wrong => "wrong" })
                    aria-current=[(*step == Step::Now).then_some("step")] { (words) }
            }
        }
    }
}

/// A link back to where one came from.
pub(crate) fn back(reader: &Reader, href: &str, words: &str) -> Markup {
    html! { a class="back" href=(href) { (icon("arrow-left")) (reader.t(words)) } }
}
