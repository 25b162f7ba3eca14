//! The terms of a marketplace in plain words, generated from its policy (MSG-4): what a public page says.
use super::{
    FileKind, Opening, PayerOrder, Policy, PolicyHash, Requirement, Route, Side, StageName, phrases::Phrases,
};
use crate::money::Money;
use serde::Serialize;
use std::collections::BTreeMap;

/// The terms in every language that the policy has texts for and this house can say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Terms {
    /// The policy's name.
    pub policy: String,
    /// The policy's content hash.
    pub hash: PolicyHash,
    /// Language → the terms in it.
    pub languages: BTreeMap<String, TermsText>,
}

/// The terms in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TermsText {
    /// Sections in the order in which they are read.
    pub sections: Vec<Section>,
    /// The reasons that a dispute may have, with what each needs.
    pub reasons: Vec<ReasonTerms>,
}

/// A heading and its sentences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// Stable word: `windows`, `dispute`, `returns`, `refunds`, `evidence`.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// Full sentences.
    pub sentences: Vec<String>,
}

/// A reason in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReasonTerms {
    /// The reason's id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Finer reasons, of which who opens the case may name one.
    pub sub_reasons: Vec<SubReasonTerms>,
    /// Whether it is offered when the goods were received.
    pub received: bool,
    /// What may be asked for.
    pub remedies: Vec<String>,
    /// Who pays the way back, if goods may have to be sent back.
    pub return_paid_by: Option<String>,
    /// What each side is asked to show.
    pub evidence: Vec<EvidenceTerms>,
}

/// A finer reason in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SubReasonTerms {
    /// The finer reason's id.
    pub id: String,
    /// Its name.
    pub title: String,
}

/// One thing to show, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidenceTerms {
    /// The requirement's id.
    pub id: String,
    /// What it is.
    pub title: String,
    /// Who is to show it.
    pub from: Side,
    /// The kinds of file that will do.
    pub kinds: Vec<FileKind>,
    /// Whether it helps without being needed.
    pub optional: bool,
    /// What it means when it is missing.
    pub missing_means: String,
}

/// The terms of a policy, in English, Indonesian and whatever else this house can say.
#[must_use]
pub fn terms(policy: &Policy) -> Terms {
    let languages = policy.messages.keys().filter_map(|language| {
        let phrases = Phrases::of(language)?;
        Some((language.clone(), text(policy, language, &phrases)))
    });
    Terms { policy: policy.name.clone(), hash: policy.hash, languages: languages.collect() }
}

fn text(policy: &Policy, language: &str, say: &Phrases) -> TermsText {
    let section = |id, title: &str, sentences| Section { id, title: title.to_owned(), sentences };
    TermsText {
        sections: vec![
            section("windows", say.titles[0], windows(policy, say)),
            section("dispute", say.titles[1], dispute(policy, language, say)),
            section("returns", say.titles[2], returns(policy, say)),
            section("refunds", say.titles[3], refunds(policy, language, say)),
            section("evidence", say.titles[4], evidence(policy, say)),
        ],
        reasons: reasons(policy, language, say),
    }
}

/// Puts values into a phrase: `{0}`, `{1}`, … in order.
fn fill(phrase: &str, values: &[String]) -> String {
    let filled = values.iter().enumerate();
    filled.fold(phrase.to_owned(), |text, (number, value)| text.replace(&format!("{{{number}}}"), value))
}

fn windows(policy: &Policy, say: &Phrases) -> Vec<String> {
    let windows = &policy.windows;
    let not_received = &windows.not_received;
    let opening = |opens: Opening| match opens {
        Opening::AtReceipt => say.at_receipt.to_owned(),
        Opening::DayAfterShipping(day) => fill(say.day_after_shipping, &[day.to_string()]),
        Opening::DayAfterLatestEstimate(day) => fill(say.day_after_estimate, &[day.to_string()]),
    };
    let mut sentences = vec![
        fill(say.pay_within, &[say.period(policy.payment.pay_within)]),
        fill(say.ship_within, &[say.period(policy.shipping.ship_by)]),
    ];
    if policy.shipping.buyer_may_cancel_before_shipment {
        sentences.push(say.buyer_cancels.to_owned());
    }
    if !policy.shipping.seller_cancel_reasons.is_empty() {
        sentences.push(say.seller_cancels.to_owned());
    }
    sentences.push(fill(say.not_received_opens, &[opening(not_received.opens)]));
    if not_received.opens_at_delivery {
        sentences.push(say.not_received_at_delivery.to_owned());
    }
    sentences.extend([
        fill(
            say.not_received_closes,
            &[say.period(not_received.close), not_received.close_floor_day.to_string()],
        ),
        fill(
            say.not_received_stays,
            &[say.period(not_received.carrier_silence), say.period(not_received.after_silence)],
        ),
        fill(say.longest_transit, &[say.period(not_received.longest_transit)]),
        fill(
            say.received_window,
            &[
                opening(windows.received.opens),
                say.period(windows.received.close),
                say.period(windows.received.learned_grace),
            ],
        ),
        fill(say.collect, &[say.period(windows.collect_within)]),
    ]);
    if let Some(period) = windows.max_lengthening {
        sentences.push(fill(say.lengthen, &[say.period(period)]));
    }
    let released = if windows.release_at_confirmation {
        say.released_at_confirmation
    } else {
        say.released_after_windows
    };
    sentences.push(released.to_owned());
    sentences
}

fn dispute(policy: &Policy, language: &str, say: &Phrases) -> Vec<String> {
    let mut sentences = Vec::new();
    for (stage, phrase) in [
        (StageName::Responding, say.seller_answers),
        (StageName::Investigating, say.carrier_is_asked),
        (StageName::Negotiating, say.negotiation),
        (StageName::Reviewing, say.ruling),
        (StageName::Appealing, say.appeal),
    ] {
        match clocks(policy, stage, say) {
            Some(period) => sentences.push(fill(phrase, &[period])),
            None if stage == StageName::Appealing => sentences.push(say.no_appeal.to_owned()),
            None => {}
        }
    }
    sentences.push(fill(say.changes, &[policy.disputes.max_changes.to_string()]));
    sentences.push(say.accepting_is_final.to_owned());
    sentences.extend(funded(policy, language, say));
    let reports = policy.reports.as_ref();
    sentences.extend(reports.map(|rules| fill(say.reports, &[say.period(rules.review_within)])));
    sentences.extend(complaints(policy, language, say));
    sentences
}

/// The clock of a stage in the procedures that the reasons lead to; where these differ, each once.
fn clocks(policy: &Policy, stage: StageName, say: &Phrases) -> Option<String> {
    let mut periods: Vec<String> = Vec::new();
    for reason in policy.dispute_reasons() {
        let spec =
            policy.procedures.get(&reason.procedure).and_then(|procedure| procedure.stages.get(&stage));
        let Some(period) = spec.and_then(|spec| spec.clock.or(spec.promise)) else {
            continue;
        };
        let words = say.period(period);
        if !periods.contains(&words) {
            periods.push(words);
        }
    }
    (!periods.is_empty()).then(|| periods.join(" / "))
}

fn returns(policy: &Policy, say: &Phrases) -> Vec<String> {
    let stages = [
        (StageName::Preparing, say.address_is_given),
        (StageName::Dispatching, say.return_is_sent),
        (StageName::ReturnInTransit, say.return_travels),
        (StageName::Inspecting, say.return_is_inspected),
        (StageName::DispatchingReplacement, say.replacement_is_sent),
    ];
    let sentence = |(stage, phrase)| clocks(policy, stage, say).map(|period| fill(phrase, &[period]));
    let mut sentences: Vec<String> = change_of_mind(policy, say);
    sentences.extend(stages.into_iter().filter_map(sentence));
    sentences
}

/// Whether goods that are right may go back, until when, in which condition, and what the seller's silence means.
fn change_of_mind(policy: &Policy, say: &Phrases) -> Vec<String> {
    let Some(rules) = &policy.returns else { return vec![say.no_change_of_mind.to_owned()] };
    let conditions: Vec<&str> = rules.conditions.iter().map(|condition| say.condition(*condition)).collect();
    let which = if rules.unless_said { say.returnable_unless_said } else { say.returnable_if_said };
    let mut sentences = vec![
        fill(say.change_of_mind, &[say.period(rules.within)]),
        which.to_owned(),
        fill(say.return_conditions, &[conditions.join("; ")]),
    ];
    for reason in policy.return_reasons() {
        let stages = policy.procedures.get(&reason.procedure).map(|procedure| &procedure.stages);
        let clock = stages.and_then(|stages| stages.get(&StageName::Responding)).and_then(|spec| spec.clock);
        sentences.extend(clock.map(|clock| fill(say.return_confirmed, &[say.period(clock)])));
    }
    let shipping =
        if rules.shipping_included { say.return_with_shipping } else { say.return_without_shipping };
    sentences.push(shipping.to_owned());
    sentences
}

/// What the platform itself may refund at once (PLF-1).
fn funded(policy: &Policy, language: &str, say: &Phrases) -> Vec<String> {
    let Some(rules) = &policy.funding else { return Vec::new() };
    let title =
        |id: &String| policy.message(language, &format!("reason.{id}")).unwrap_or_default().to_owned();
    let reasons: Vec<String> = rules.reasons.iter().map(title).collect();
    let most = rules.order_at_most.iter().map(|(currency, most)| Money::new(*currency, *most).to_string());
    let most: Vec<String> = most.collect();
    let buyer = rules.buyer.as_ref().map(|buyer| {
        let record = say.record([buyer.disputes_at_most, buyer.funded_at_most, buyer.reports_at_most]);
        fill(say.funded_buyer, &[say.period(buyer.window), record])
    });
    [fill(say.funded, &[reasons.join("; "), most.join(" / ")])].into_iter().chain(buyer).collect()
}

/// What a buyer may complain of, how it is answered, and what it costs the seller (NEG).
fn complaints(policy: &Policy, language: &str, say: &Phrases) -> Vec<String> {
    let Some(rules) = &policy.complaints else { return vec![say.no_complaint.to_owned()] };
    let title = |id: &str| policy.message(language, &format!("reason.{id}")).unwrap_or_default().to_owned();
    let about: Vec<String> = policy.complaint_reasons().map(|reason| title(&reason.id)).collect();
    let mut sentences = vec![fill(say.complaint, &[about.join("; ")])];
    let procedure = policy.complaint_reasons().find_map(|reason| policy.procedures.get(&reason.procedure));
    let answers = procedure.and_then(|procedure| procedure.stages.get(&StageName::Responding));
    let clock = answers.and_then(|spec| spec.clock);
    sentences.extend(clock.map(|clock| fill(say.complaint_answered, &[say.period(clock)])));
    sentences.push(say.complaint_held.to_owned());
    if rules.penalty_points > 0 {
        sentences.push(fill(say.complaint_costs, &[rules.penalty_points.to_string()]));
    }
    sentences
}

fn refunds(policy: &Policy, language: &str, say: &Phrases) -> Vec<String> {
    let refunds = &policy.refunds;
    let name = |method: &String| {
        let text = policy.message(language, &format!("method.{method}"));
        text.unwrap_or(method).to_owned()
    };
    let mut sentences = vec![say.original_route.to_owned()];
    let wallet = refunds.route.iter().filter(|(_, route)| **route == Route::Wallet);
    let wallet: Vec<String> = wallet.map(|(method, _)| name(method)).collect();
    if !wallet.is_empty() {
        sentences.push(fill(say.wallet_route, &[wallet.join(", ")]));
    }
    if refunds.substitute == Route::Wallet {
        sentences.push(say.substitute_wallet.to_owned());
    }
    sentences.push(match &refunds.order {
        PayerOrder::Proportion => say.in_proportion.to_owned(),
        PayerOrder::Methods(methods) => {
            fill(say.in_order, &[methods.iter().map(name).collect::<Vec<_>>().join(", ")])
        }
    });
    let span = refunds.expected_default;
    sentences.push(fill(say.expected, &[say.span(span)]));
    for (method, span) in &refunds.expected {
        sentences.push(fill(say.expected_method, &[name(method), say.span(*span)]));
    }
    let shipping = if refunds.shipping_included { say.with_shipping } else { say.without_shipping };
    sentences.push(shipping.to_owned());
    sentences.extend(compensation(policy, say));
    sentences.extend(policy.claims.as_ref().map(|rules| fill(say.claim, &[say.period(rules.within)])));
    sentences
}

/// What a carrier's word that a parcel is lost gives the seller (LOS).
fn compensation(policy: &Policy, say: &Phrases) -> Vec<String> {
    let Some(rules) = &policy.compensation else { return Vec::new() };
    let stages = policy.procedures.get(&rules.procedure).map(|procedure| &procedure.stages);
    let promise = stages.and_then(|stages| stages.get(&StageName::Executing)).and_then(|spec| spec.promise);
    let declared: Vec<&str> = rules.declared.iter().map(|declared| say.declaration(*declared)).collect();
    let sentence =
        promise.map(|promise| fill(say.compensation, &[declared.join(say.or), say.period(promise)]));
    sentence.into_iter().chain([say.compensation_taken_back.to_owned()]).collect()
}

fn evidence(policy: &Policy, say: &Phrases) -> Vec<String> {
    let rules = &policy.evidence;
    let sizes = [rules.picture_max_bytes, rules.video_max_bytes, rules.pdf_max_bytes, rules.text_max_bytes];
    vec![
        fill(say.limits, &sizes.map(size)),
        fill(say.max_files, &[rules.max_files.to_string()]),
        say.good_evidence.to_owned(),
        fill(
            say.weighing,
            &[
                policy.disputes.weight_tolerance_percent.to_string(),
                policy.disputes.weight_tolerance_grams.to_string(),
            ],
        ),
    ]
}

/// Bytes in the largest unit that says them exactly.
fn size(bytes: u64) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")] {
        if bytes >= unit && bytes.is_multiple_of(unit) {
            return format!("{} {name}", bytes / unit);
        }
    }
    format!("{bytes} B")
}

fn reasons(policy: &Policy, language: &str, say: &Phrases) -> Vec<ReasonTerms> {
    let message = |key: String| policy.message(language, &key).unwrap_or_default().to_owned();
    let evidence = |item: &Requirement| EvidenceTerms {
        id: item.id.clone(),
        title: message(format!("evidence.{}", item.id)),
        from: item.from,
        kinds: item.kinds.clone(),
        optional: item.optional,
        missing_means: message(format!("missing.{}", item.missing_means)),
    };
    let finer = |id: &str| SubReasonTerms { id: id.to_owned(), title: message(format!("sub_reason.{id}")) };
    let terms = policy.reasons.iter().map(|reason| ReasonTerms {
        id: reason.id.clone(),
        title: message(format!("reason.{}", reason.id)),
        sub_reasons: reason.sub_reasons.iter().map(|id| finer(id)).collect(),
        received: reason.received,
        remedies: reason.remedies.iter().map(|remedy| say.remedy(*remedy).to_owned()).collect(),
        return_paid_by: reason.return_paid_by.map(|bearer| say.bearer(bearer).to_owned()),
        evidence: reason.evidence.iter().map(evidence).collect(),
    });
    terms.collect()
}
