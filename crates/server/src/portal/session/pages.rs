//! The few pages of sessions, said in the reader's words once those are known: every sentence has an id.
use crate::portal::framing::Unframed;
use crate::portal::look::button;
use crate::portal::reader::Taste;
use axum::http::StatusCode;
use axum::response::Response;
use maud::{Markup, html};

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Say {
    /// A link or session has ended.
    LinkExpired,
    /// The session was ended.
    SignedOut,
    /// A form that did not come from our page.
    ForeignForm,
    /// A form that cannot be read.
    UnreadableForm,
    /// A form that is too large.
    LargeForm,
    /// Too many requests.
    TooMany,
    /// Login or password is wrong.
    NotSignedIn,
    /// Too many attempts to sign in.
    WaitToSignIn,
}

impl Say {
    /// The id of its heading.
    const fn title(self) -> &'static str {
        match self {
            Self::LinkExpired => "session-title-link-expired",
            Self::SignedOut => "session-title-signed-out",
            _ => "problem-title",
        }
    }

    /// The id of its sentence.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::LinkExpired => "session-link-expired",
            Self::SignedOut => "session-signed-out",
            Self::ForeignForm => "session-foreign-form",
            Self::UnreadableForm => "session-unreadable-form",
            Self::LargeForm => "session-large-form",
            Self::TooMany => "session-too-many",
            Self::NotSignedIn => "session-not-signed-in",
            Self::WaitToSignIn => "session-wait-to-sign-in",
        }
    }
}

/// A page that says one thing. Its language and frame come where the reader is known.
pub(crate) fn notice(status: StatusCode, say: Say) -> Response {
    Unframed::new(move |taste| {
        let words = taste.words;
        let body = html! {
            h1 { (words.t(say.title())) }
            p #(say.id()) { (words.t(say.id())) }
        };
        (words.t(say.title()), body)
    })
    .response(status)
}

/// The page on which staff signs in.
pub(super) struct SignIn {
    /// Whether there are several marketplaces.
    pub(super) ask_marketplace: bool,
    /// A marketplace's slug, where it is known.
    pub(super) marketplace: String,
    /// What was typed before.
    pub(super) login: String,
    /// Where to go on.
    pub(super) next: String,
    /// What went wrong.
    pub(super) problem: Option<Say>,
}

/// The page on which staff signs in.
pub(super) fn sign_in(page: SignIn) -> Response {
    Unframed::new(move |taste| (taste.words.t("session-sign-in-title"), sign_in_form(taste, &page)))
        .response(StatusCode::OK)
}

fn sign_in_form(taste: &Taste, page: &SignIn) -> Markup {
    let words = taste.words;
    let described = page.problem.map(Say::id);
    let field = |name: &str, label: &str, kind: &str, value: &str, complete: &str| {
        html! {
            div class="field" {
                label class="ask" for=(name) { (words.t(label)) }
                input class="box" id=(name) name=(name) type=(kind) value=(value) autocomplete=(complete) autocapitalize="none"
                    spellcheck="false" maxlength="400" required aria-describedby=[described];
            }
        }
    };
    html! {
        div class="question" {
            @if let Some(say) = page.problem {
                div class="errors" role="alert" tabindex="-1" { p #(say.id()) { strong { (words.t(say.id())) } } }
            }
            h1 { (words.t("session-sign-in-title")) }
            p class="quiet" { (words.t("session-sign-in-hint")) }
            form method="post" action="/staff/sign-in" {
                input type="hidden" name="next" value=(page.next);
                @if page.ask_marketplace {
                    (field("marketplace", "session-marketplace", "text", &page.marketplace, "organization"))
                } @else {
                    input type="hidden" name="marketplace" value=(page.marketplace);
                }
                (field("login", "session-login", "text", &page.login, "username"))
                (field("password", "session-password", "password", "", "current-password"))
                (button("btn-primary", &words.t("session-sign-in")))
            }
        }
    }
}
