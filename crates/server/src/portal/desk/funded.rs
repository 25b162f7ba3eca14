//! What was weighed for the protection fund when a dispute began, and what the fund said: for staff alone (PLF-2).
use crate::portal::look::{Fact, Tone, badge, facts, icon};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use maud::{Markup, html};

/// Every factor with its weight, and the answer.
pub(super) fn card(reader: &Reader, case: &api::CaseView, funding: &api::FundingView) -> Markup {
    let list: Vec<Fact> = funding.weighed.iter().map(|one| factor(reader, case, one)).collect();
    html! {
        section class="card derived" data-part="funding" { div class="card-body" {
            h2 { (icon("scale")) " " (reader.t("funding-title")) }
            p class="quiet small" { (reader.t("funding-hint")) }
            (facts(&list))
            p { strong { (answer(reader, funding)) } }
        } }
    }
}

fn factor(reader: &Reader, case: &api::CaseView, one: &api::WeighedView) -> Fact {
    let (tone, word) =
        if one.holds { (Tone::Good, "funding-speaks-for") } else { (Tone::Warn, "funding-speaks-against") };
    let found = match (one.factor.as_str(), &one.found, &one.value) {
        ("reason", ..) => case.reason_title.clone(),
        ("remedy", Some(remedy), _) => known(reader, "remedy", remedy),
        ("product", None, _) => reader.t("funding-no-category"),
        ("product", Some(category), _) => reader.with("funding-category", &[("category", category.into())]),
        ("disputes" | "funded" | "reports", ..) => {
            let (count, most) = (one.count.unwrap_or(0).into(), one.at_most.unwrap_or(0).into());
            let count = reader.format.number(count);
            reader.with(
                "funding-count",
                &[("count", count.into()), ("most", reader.format.number(most).into())],
            )
        }
        (_, _, Some(value)) => {
            let value = reader.format.money(value);
            match &one.most {
                Some(most) => {
                    let most = reader.format.money(most);
                    reader.with("funding-value", &[("value", value.into()), ("most", most.into())])
                }
                None => reader.with("funding-value-no-most", &[("value", value.into())]),
            }
        }
        _ => String::new(),
    };
    Fact::new(
        reader.t(&format!("funding-factor-{}", one.factor)),
        html! { span data-factor=(one.factor) { (found) } " " (badge(tone, &reader.t(word))) },
    )
}

fn answer(reader: &Reader, funding: &api::FundingView) -> String {
    if funding.awaits_buyer {
        return reader.t("funding-awaits-buyer");
    }
    let Some(asked) = &funding.asked else { return reader.t("funding-not-asked") };
    let amount = reader.format.money(asked);
    match (funding.granted, &funding.used) {
        (None, _) => reader.with("funding-asked", &[("amount", amount.into())]),
        (Some(false), _) => reader.with("funding-denied", &[("amount", amount.into())]),
        (Some(true), Some(used)) if used.amount > 0 => {
            reader.with("funding-granted", &[("amount", reader.format.money(used).into())])
        }
        (Some(true), _) => reader.with("funding-too-late", &[("amount", amount.into())]),
    }
}
