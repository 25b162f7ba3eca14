//! The guided form by which a buyer opens a dispute: one question a page, then "check your answers", then what happens next.
//! It follows the patterns of the GOV.UK Design System (question pages, check answers, confirmation pages).
mod answers;
mod check;
mod opened;
mod possible;
mod steps;

pub(crate) use check::send;
pub(crate) use opened::show as opened;

use crate::acts::{order_of, visible};
use crate::error::{Answer, ApiError};
use crate::extract::Path;
use crate::portal::form::Sent;
use crate::portal::goods::{self, Goods};
use crate::portal::layout::Page;
use crate::portal::problem::{self, Shown};
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::state::App;
use crate::texts;
use crate::{ids, pages, view};
use answers::{Answers, Problem, Step};
use api::problem::Code;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect};
use engine::View;
use possible::Possible;
use resolution::money::Currency;
use resolution::order::Order;
use serde::Deserialize;

/// Characters of a description, at most.
const TEXT_MAX: usize = 20_000;

/// What every question needs.
struct Asking<'a> {
    reader: &'a Reader,
    order: &'a Order,
    goods: &'a [Goods],
    possible: &'a Possible<'a>,
    currency: Currency,
    answers: &'a Answers,
}

impl Asking<'_> {
    /// The path of the form.
    fn path(&self) -> String {
        path(self.reader, &self.order.id.to_string())
    }
}

impl Asking<'_> {
    /// Whether the reason that was chosen has finer ones.
    fn finer(&self) -> bool {
        let group = self.answers.group(self.possible);
        group.and_then(|group| self.answers.reason_of(group)).is_some_and(|reason| !reason.finer.is_empty())
    }

    /// Where "Back" leads from a question: to the one before, from the first to the order.
    fn before(&self, step: Step) -> (String, &'static str) {
        let group = self.answers.group(self.possible);
        let asked = |step: &Step| match step {
            Step::Items => group.is_some_and(|group| group.units.len() > 1),
            Step::Reason => group.is_some_and(|group| group.reasons.len() > 1),
            Step::SubReason => self.finer(),
            _ => true,
        };
        match Step::ALL[..rank(step)].iter().rev().find(|step| asked(step)) {
            Some(before) => (self.answers.address(&self.path(), Some(*before)), "back-question"),
            None => (format!("{}/orders/{}", self.reader.base(), self.order.id), "back-order"),
        }
    }
}

fn path(reader: &Reader, order: &str) -> String {
    format!("{}/orders/{order}/dispute", reader.base())
}

/// Shows the first open question, or the one that is asked for.
pub(crate) async fn ask(
    State(app): State<App>,
    reader: Reader,
    Path(order): Path<String>,
    RawQuery(query): RawQuery,
) -> Shown {
    let answers = Answers::read(&query.unwrap_or_default());
    match question(&app, &reader, &order, &answers, &[]).await {
        Ok(page) => Ok(page.show(&app, &reader).await),
        Err(error) => Ok(problem::page(&app, &reader, &error).await),
    }
}

async fn question(
    app: &App,
    reader: &Reader,
    order: &str,
    answers: &Answers,
    further: &[Problem],
) -> Answer<Page<'static>> {
    let found = found(app, reader, order).await?;
    let order = order_of(&found)?;
    let goods = goods::of(app, reader.session.caller.id(), order).await?;
    let page =
        pages::page(app, &reader.session.caller, &found, &reader.wish(), Vec::new(), view::order).await?;
    let possible = Possible::of(reader, order, &found.governing.policy, &page);
    let currency = order.placed.currency;
    let asking = Asking { reader, order, goods: &goods, possible: &possible, currency, answers };
    let told = text(app, reader, answers).await?;
    let mut open = answers.first_open(&possible, &goods, currency, reader);
    // Words that cannot be read, and a wish that needs words and has none, are asked for again.
    let lacking = told.is_none() && (answers.has_words() || answers.remedy.as_deref() == Some("other"));
    if lacking && rank(open) > rank(Step::Text) {
        open = Step::Text;
    }
    let wanted = answers.step.as_deref().and_then(Step::of);
    // A question that needs earlier answers is shown once those are there.
    let shown = |wanted: &Step| rank(*wanted) <= rank(open) && (*wanted != Step::SubReason || asking.finer());
    let step = wanted.filter(shown).unwrap_or(open);
    let mut problems = steps::problems(&asking, step);
    problems.extend_from_slice(further);
    let body = match step {
        Step::Received => steps::received(&asking, &problems),
        Step::Items => steps::items(&asking, &problems),
        Step::Reason => steps::reason(&asking, &problems),
        Step::SubReason => steps::finer(&asking, &problems),
        Step::Remedy => steps::remedy(&asking, &problems),
        Step::Text => steps::text(&asking, &problems, &told.unwrap_or_default()),
        Step::Files => steps::files(app, &asking).await?,
        Step::Check => check::page(&asking, told.as_deref(), app, &problems).await?,
    };
    let title = reader.t(&format!("dispute-{}", step.word()));
    let title =
        if problems.is_empty() { title } else { reader.with("form-title-wrong", &[("title", title.into())]) };
    Ok(Page::new(title, "orders", body))
}

fn rank(step: Step) -> usize {
    Step::ALL.iter().position(|one| *one == step).unwrap_or_default()
}

/// The order, for its buyer.
async fn found(app: &App, reader: &Reader, order: &str) -> Answer<View> {
    if reader.role() != Role::Buyer {
        return Err(ApiError::new(Code::Forbidden, "Only the buyer opens a dispute."));
    }
    visible(app, &reader.session.caller, ids::order(order)?).await
}

/// The sealed text of the buyer, where there is one.
async fn text(app: &App, reader: &Reader, answers: &Answers) -> Answer<Option<String>> {
    use engine::vault::Unsealed;
    let Some(seal) = check::seal(app, reader, answers) else { return Ok(None) };
    Ok(match app.vault.unseal(reader.session.caller.id(), &seal).await {
        Ok(Unsealed::Clear(bytes)) => {
            let words = String::from_utf8_lossy(&bytes).into_owned();
            // A file of the buyer's own has a digest, too: it is not what they said here.
            (words.chars().count() <= TEXT_MAX).then_some(words)
        }
        // An address that was changed by hand names nothing.
        _ => None,
    })
}

/// The buyer's own words, as their question sends them.
#[derive(Deserialize)]
pub(crate) struct Told {
    #[serde(default)]
    words: String,
}

/// Seals the buyer's words and goes on; only their digest travels.
pub(crate) async fn tell(
    State(app): State<App>,
    Path(order): Path<String>,
    RawQuery(query): RawQuery,
    form: Sent<Told>,
) -> Shown {
    let reader = form.reader;
    let mut answers = Answers::read(&query.unwrap_or_default());
    let words = form.body.words.trim().to_owned();
    let other = answers.remedy.as_deref() == Some("other");
    let problem = if words.chars().count() > TEXT_MAX {
        Some("dispute-text-long")
    } else if words.is_empty() && other {
        Some("dispute-text-needed")
    } else {
        None
    };
    if let Some(problem) = problem {
        answers.step = Some(Step::Text.word().to_owned());
        let problems = [("words".to_owned(), reader.t(problem))];
        return match question(&app, &reader, &order, &answers, &problems).await {
            Ok(page) => Ok(page.show(&app, &reader).await),
            Err(error) => Ok(problem::page(&app, &reader, &error).await),
        };
    }
    answers.text = Some(answers::NONE.to_owned());
    if !words.is_empty() {
        let author = crate::acts::author(&app, &reader.session.caller);
        let seal = texts::seal(&app, reader.session.caller.id(), author, &words).await?;
        answers.text = Some(seal.digest);
    }
    Ok(Redirect::to(&answers.address(&path(&reader, &order), None)).into_response())
}
