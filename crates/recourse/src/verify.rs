//! Verification and erasure.
use crate::report::print;
use crate::wire::House;
use anyhow::{Context, Result, bail};
use engine::verify::{Progress, Report};
use indicatif::{ProgressBar, ProgressStyle};
use resolution::id::PartyId;
use serde::Serialize;
use std::fmt::Write;

/// Verifies the installation; says whether it is sound.
///
/// # Errors
/// Where verification could not be carried out.
pub async fn verify(house: &House, json: bool) -> Result<bool> {
    let found = run(house).await?;
    print(json, &found, words)?;
    Ok(found.ok)
}

/// Verifies the installation, with a bar.
///
/// # Errors
/// As [`verify`].
pub async fn run(house: &House) -> Result<Report> {
    let bar = ProgressBar::new(0);
    bar.set_style(ProgressStyle::with_template("verify {msg} {bar:40} {pos}/{len} records, {eta} left")?);
    let progress = |progress: Progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
        bar.set_message(progress.phase);
    };
    let found = house.verifier().run(&progress).await?;
    bar.finish_and_clear();
    Ok(found)
}

/// A report in words.
pub fn words(report: &Report) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        let kind = serde_json::to_value(problem.kind).unwrap_or_default();
        let _ = writeln!(out, "{}: {}", kind.as_str().unwrap_or("problem"), problem.message);
    }
    if report.problems_left_out > 0 {
        let _ = writeln!(out, "and {} more", report.problems_left_out);
    }
    let Report { aggregates, records, events, postings, sealed, erased, removed, erased_people, .. } = report;
    let _ = writeln!(
        out,
        "{aggregates} orders and accounts, {records} records, {events} events, {postings} postings"
    );
    let _ = writeln!(
        out,
        "{sealed} sealed pieces, of these {erased} erased and {removed} removed by law; {erased_people} people erased"
    );
    match report.checkpoint {
        Some((number, at)) => {
            let _ = writeln!(out, "newest checkpoint: {number} of {at}");
        }
        None => out.push_str("no checkpoint yet: a cut end could not be seen\n"),
    }
    for loss in &report.accepted_losses {
        let _ = writeln!(
            out,
            "accepted loss: on {} {} accepted that of checkpoint {} {} orders or accounts are lost or shortened ({})",
            loss.at, loss.who, loss.checkpoint, loss.lost, loss.why
        );
    }
    out.push_str(if report.ok { "sound\n" } else { "NOT SOUND\n" });
    out
}

#[derive(Serialize)]
struct Erased {
    marketplace: String,
    party: PartyId,
    why: String,
}

/// Erases a person: the marketplace's own id, or the pseudonym.
///
/// # Errors
/// Where the reason is empty or could hold personal data, or the vault fails.
pub async fn erase(house: &House, slug: &str, person: &str, why: &str, json: bool) -> Result<()> {
    let marketplace = house.marketplace(slug).await?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if why.is_empty() || why.len() > 64 || !why.chars().all(plain) {
        bail!(
            "--why is kept for ever, so it is a word such as request_of_the_person (a-z, 0-9, _ and -, at most 64)"
        );
    }
    let party = match person.parse::<PartyId>() {
        Ok(party) => party,
        Err(_) => house.vault.pseudonym(marketplace.id, person),
    };
    let at = house.engine.wall();
    house
        .vault
        .erase(marketplace.id, party, "operator", why, at)
        .await
        .context("the person could not be erased")?;
    let erased = Erased { marketplace: marketplace.slug, party, why: why.to_owned() };
    print(json, &erased, |erased| {
        format!(
            "{} of {} is erased: what this person sealed, and who it is, can be read by nobody any more.\n",
            erased.party, erased.marketplace
        )
    })
}
