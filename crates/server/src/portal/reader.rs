//! Who reads a page: their session, words, zone and look.
use super::session::{Area, Role, Session, Turned};
use super::words::{Arg, Format, Words, words};
use crate::state::App;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use jiff::tz::TimeZone;

/// The cookie of the language that the reader chose. None of these is a secret.
pub(crate) const LANGUAGE: &str = "recourse_language";
/// The cookie in which the page's script says the browser's zone.
pub(crate) const ZONE: &str = "recourse_zone";
/// The cookie of the look that the reader chose.
pub(crate) const THEME: &str = "recourse_theme";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the reader's system has it.
    #[default]
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub(crate) const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word() == word)
    }
}

/// How a browser reads, whoever sits before it.
#[derive(Clone)]
pub(crate) struct Taste {
    pub(crate) words: &'static Words,
    pub(crate) theme: Theme,
    /// IANA zone by name, where it is known.
    pub(crate) zone: Option<(String, TimeZone)>,
    /// The page itself, to come back to.
    pub(crate) here: String,
    /// Whether it was asked for and not sent: loading it again does nothing.
    pub(crate) got: bool,
}

impl Taste {
    /// By the browser's own choices, then by what the session was made with, then by the browser's languages.
    pub(crate) fn of(parts: &Parts, language: Option<&str>, zone: Option<&str>) -> Self {
        let headers = &parts.headers;
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let accepted = accepted.and_then(|list| list.split([',', ';']).next());
        let chosen = cookie(headers, LANGUAGE);
        let language = chosen.as_deref().or(language).or(accepted).unwrap_or_default();
        let zone = cookie(headers, ZONE).or_else(|| zone.map(str::to_owned));
        let zone = zone.and_then(|name| TimeZone::get(&name).ok().map(|zone| (name, zone)));
        let theme = cookie(headers, THEME).and_then(|word| Theme::of(&word)).unwrap_or_default();
        let got = parts.method == Method::GET;
        let here = if got { None } else { came_from(headers) };
        let here =
            here.unwrap_or_else(|| parts.uri.path_and_query().map_or("/", |both| both.as_str()).to_owned());
        Self { words: words(language), theme, zone, here, got }
    }
}

/// The page on which a form was sent, by the browser's word: the answer to a form is no page to come back to.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let from = headers.get(header::REFERER)?.to_str().ok()?;
    let (_, rest) = from.split_once("://")?;
    rest.find('/').map(|at| rest[at..].to_owned())
}

/// The value of a cookie, with its percent signs read.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(found, _)| *found == name)?;
    let line = format!("v={value}");
    let read: Vec<(String, String)> = serde_html_form::from_str(&line).ok()?;
    read.into_iter().next().map(|(_, value)| value)
}

/// Someone who reads a page.
pub(crate) struct Reader {
    pub(crate) session: Session,
    pub(crate) taste: Taste,
    pub(crate) format: Format,
    /// A name for the forms of this page: what is sent twice under it with the same content is one act.
    pub(crate) once: String,
}

impl FromRequestParts<App> for Reader {
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Turned> {
        let session = Session::from_request_parts(parts, app).await?;
        Ok(Self::new(app, session, parts))
    }
}

impl Reader {
    pub(crate) fn new(app: &App, session: Session, parts: &Parts) -> Self {
        let taste = Taste::of(parts, Some(&session.language), session.zone.as_deref());
        let market = || TimeZone::get(&session.caller.marketplace.zone).unwrap_or(TimeZone::UTC);
        let zone = taste.zone.as_ref().map_or_else(market, |(_, zone)| zone.clone());
        let format = Format::new(taste.words, zone);
        let mut once = [0; 12];
        app.random.fill(&mut once);
        Self { session, taste, format, once: hex::encode(once) }
    }

    /// A message.
    pub(crate) fn t(&self, id: &str) -> String {
        self.taste.words.t(id)
    }

    /// A message with values.
    pub(crate) fn with(&self, id: &str, values: &[(&str, Arg<'_>)]) -> String {
        self.taste.words.with(id, values)
    }

    /// Where this reader's pages begin: `/buyer`, `/seller` or `/staff`.
    pub(crate) fn base(&self) -> &'static str {
        self.area().path()
    }

    pub(crate) fn area(&self) -> Area {
        self.session.area()
    }

    pub(crate) fn role(&self) -> Role {
        self.session.role
    }

    /// How the API's own pages are asked for.
    pub(crate) fn wish(&self) -> api::Reader {
        api::Reader {
            zone: self.taste.zone.as_ref().map(|(name, _)| name.clone()),
            language: Some(self.taste.words.code().to_owned()),
        }
    }
}
