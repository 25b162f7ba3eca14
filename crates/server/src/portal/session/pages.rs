//! The few pages of sessions. They are plain here, so that the portals' own layout can take their place: all of them are
//! made by [`notice`] and [`frame`], and every sentence has an id.
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

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

    const fn sentence(self) -> &'static str {
        match self {
            Self::LinkExpired => "Your link has expired. Open the resolution centre again from the shop.",
            Self::SignedOut => {
                "You are signed out. Open the resolution centre again from the shop when you need it."
            }
            Self::ForeignForm => {
                "This form was not sent from a page of yours that is still open, so nothing was done. Load the page again and \
                 send it once more."
            }
            Self::UnreadableForm => "This form could not be read, so nothing was done. Load the page again.",
            Self::LargeForm => "What was sent is too large, so nothing was done.",
            Self::TooMany => "Too many requests came from you. Wait a moment and try again.",
            Self::NotSignedIn => "These do not fit together. Check what you typed and try again.",
            Self::WaitToSignIn => "There were too many attempts. Wait a moment and try again.",
        }
    }
}

/// A page that says one thing.
pub(crate) fn notice(status: StatusCode, say: Say) -> Response {
    let body = html! { p #(say.id()) { (say.sentence()) } };
    (status, Html(frame("Resolution centre", &body).into_string())).into_response()
}

/// The page on which staff signs in.
pub(super) struct SignIn<'a> {
    /// Whether there are several marketplaces.
    pub(super) ask_marketplace: bool,
    /// A marketplace's slug, where it is known.
    pub(super) marketplace: &'a str,
    /// What was typed before.
    pub(super) login: &'a str,
    /// Where to go on.
    pub(super) next: &'a str,
    /// What went wrong.
    pub(super) problem: Option<Say>,
}

/// The page on which staff signs in.
pub(super) fn sign_in(page: &SignIn<'_>) -> Response {
    let field = |name: &str, label: &str, kind: &str, value: &str, complete: &str| {
        html! {
            p {
                label for=(name) { (label) }
                input id=(name) name=(name) type=(kind) value=(value) autocomplete=(complete) autocapitalize="none"
                    spellcheck="false" maxlength="400" required;
            }
        }
    };
    let body = html! {
        @if let Some(say) = page.problem { p #(say.id()) role="alert" { (say.sentence()) } }
        form method="post" action="/staff/sign-in" {
            input type="hidden" name="next" value=(page.next);
            @if page.ask_marketplace {
                (field("marketplace", "Marketplace", "text", page.marketplace, "organization"))
            } @else {
                input type="hidden" name="marketplace" value=(page.marketplace);
            }
            (field("login", "Login", "text", page.login, "username"))
            (field("password", "Password", "password", "", "current-password"))
            button { "Sign in" }
        }
    };
    Html(frame("Sign in", &body).into_string()).into_response()
}

/// A whole page.
pub(crate) fn frame(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
            }
            body { main { h1 { (title) } (body) } }
        }
    }
}
