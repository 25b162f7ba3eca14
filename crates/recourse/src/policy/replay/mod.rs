//! The back-test: the cases of the data under a draft, beside what came of them. Nothing is written.
mod gather;
mod print;
mod report;

pub use report::Report;

use super::{explain_words, sound};
use crate::cli::Replay;
use crate::report::{print as say, write};
use crate::wire::House;
use crate::zones::{instant, zone};
use anyhow::{Context, Result, bail};
use engine::ports::Marketplace;
use gather::{Gathered, gather};
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use resolution::id::{CaseNo, parse_inner_id};

/// Replays the cases of the data under a draft and prints what would have been different.
///
/// # Errors
/// Where the draft is not sound, a marketplace is not there, or the data cannot be read.
pub async fn run(house: &House, wish: &Replay) -> Result<()> {
    let (draft, ..) = sound(&wish.policy)?;
    if let Some(case) = &wish.case {
        return one(house, case, &draft).await;
    }
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("replay {bar:40} {pos}/{len} orders, {eta} left")?);
    let mut report = Report::of(&draft);
    for market in markets(house, wish.marketplace.as_deref()).await? {
        let span = span(wish, &market)?;
        let counted = |more: u64| bar.inc_length(more);
        gather(house, &market, &draft, &counted, |gathered| {
            bar.inc(1);
            if let Some(gathered) = gathered {
                report.take(&gathered, &span);
            }
        })
        .await?;
    }
    bar.finish_and_clear();
    report.finish();
    say(wish.output.json, &report, print::words)
}

async fn markets(house: &House, slug: Option<&str>) -> Result<Vec<Marketplace>> {
    let all = house.engine.marketplaces().await?;
    let Some(slug) = slug else { return Ok(all) };
    let known: Vec<String> = all.iter().map(|market| market.slug.clone()).collect();
    let found: Vec<Marketplace> = all.into_iter().filter(|market| market.slug == slug).collect();
    if found.is_empty() {
        bail!("there is no marketplace '{slug}' in these data; there are: {}", known.join(", "));
    }
    Ok(found)
}

/// In which cases are opened that count: from the first instant, before the second.
fn span(wish: &Replay, market: &Marketplace) -> Result<std::ops::Range<Timestamp>> {
    let zone = zone(&market.zone)?;
    let read = |flag, text: &Option<String>, or| match text {
        Some(text) => instant(flag, text, &zone),
        None => Ok(or),
    };
    let since = read("--since", &wish.since, Timestamp::MIN)?;
    let until = read("--until", &wish.until, Timestamp::MAX)?;
    if since >= until {
        bail!("--since {since} is not before --until {until}: no case can have been opened between them");
    }
    Ok(since..until)
}

/// Prints one case as it was and as it would have been.
async fn one(house: &House, case: &str, draft: &resolution::policy::Policy) -> Result<()> {
    let (order, number) = parse_inner_id("cas", case)
        .context("--case takes the id of a case, cas_ and 32 hexadecimal digits and _ and its number")?;
    for market in house.engine.marketplaces().await? {
        let Some(found) = gather::order(house, &market, order, draft).await? else { continue };
        let Gathered::Played(played) = found else { break };
        let other = played.after.cases.get(&CaseNo(number)).copied();
        let mut text = format!("== under {} (as it was)\n", played.policy.name);
        text.push_str(&explain_words(&played.before.events, CaseNo(number), &played.policy, &played.order));
        text.push_str(&format!("\n== under {}\n", draft.name));
        match other {
            Some(other) => text.push_str(&explain_words(&played.after.events, other, draft, &played.order)),
            None => text.push_str("this case is not opened\n"),
        }
        return write(&text);
    }
    bail!("there is no case {case} in these data that can be replayed")
}
