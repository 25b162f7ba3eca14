//! The policy printed for review: what a reader must be able to check with the eyes alone.
//!
//! The tables are made once, in [`sheets`]; [`show`] prints them as text, [`markdown`] as a page with a diagram of each
//! procedure.
mod diagram;
mod page;
use super::{
    Bearer, BuyerRules, ComplianceRules, PayerOrder, Policy, Reason, RefundRules, ReportRules,
    ReputationRules, Requirement, RiskRules, SellerCancelReason, Side, StageName, StageSpec, Target, Turn,
};
use crate::money::Money;
use crate::time::Period;
use serde::Serialize;
use std::fmt::Write;

pub use diagram::mermaid;
pub use page::markdown;

/// A table with its title. The first row names the columns where `named`; a cell may have several lines.
struct Sheet {
    title: &'static str,
    named: bool,
    rows: Vec<Vec<String>>,
}

/// One stage of one procedure, as a row of the process table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProcessRow {
    /// The procedure's name.
    pub procedure: String,
    /// The stage; the first row of a procedure is its first stage.
    pub stage: StageName,
    /// Whose turn it is.
    pub turn: Turn,
    /// The clock, or the platform's promise, in words.
    pub clock: String,
    /// The ways out, `exit → where`.
    pub exits: Vec<String>,
    /// What happens at the end of the clock, in words.
    pub at_end: String,
}

/// The process of every procedure, stage by stage: the first stage first, the others in the order of the library.
#[must_use]
pub fn process(policy: &Policy) -> Vec<ProcessRow> {
    let mut rows = Vec::new();
    for (name, procedure) in &policy.procedures {
        let others = procedure.stages.keys().filter(|stage| **stage != procedure.first);
        for stage in std::iter::once(&procedure.first).chain(others) {
            let Some(spec) = procedure.stages.get(stage) else {
                continue;
            };
            rows.push(ProcessRow {
                procedure: name.clone(),
                stage: *stage,
                turn: stage.turn(),
                clock: clock(*stage, spec),
                exits: spec
                    .exits
                    .iter()
                    .map(|(exit, target)| format!("{exit} → {}", target_words(*stage, *target)))
                    .collect(),
                at_end: if *stage == StageName::Closed {
                    String::new()
                } else {
                    target_words(*stage, spec.on_end)
                },
            });
        }
    }
    rows
}

/// The whole policy as text: process, reasons, who is liable, windows, terms.
#[must_use]
pub fn show(policy: &Policy) -> String {
    let mut text = format!("policy {}  {}\nzone {}\n", policy.name, policy.hash, policy.zone);
    for sheet in sheets(policy) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n{}\n{}", sheet.title.to_uppercase(), table(&sheet.rows));
    }
    text
}

fn sheets(policy: &Policy) -> [Sheet; 6] {
    [
        Sheet { title: "process", named: true, rows: process_table(&process(policy)) },
        Sheet { title: "reasons", named: true, rows: reasons_table(policy) },
        Sheet { title: "evidence", named: true, rows: evidence_table(policy) },
        Sheet { title: "liability, first row that holds", named: true, rows: liability_table(policy) },
        Sheet { title: "windows", named: false, rows: pairs(&windows(policy)) },
        Sheet { title: "terms", named: false, rows: pairs(&terms(policy)) },
    ]
}

impl Turn {
    /// The word for whose turn it is.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Opener => "opener",
            Self::Respondent => "respondent",
            Self::Both => "both",
            Self::Mediator => "mediator",
            Self::Carrier => "carrier",
            Self::Gateway => "gateway",
            Self::Fund => "fund",
            Self::Asked => "asked party",
            Self::Nobody => "nobody",
        }
    }
}

fn clock(stage: StageName, spec: &StageSpec) -> String {
    match (spec.clock, spec.promise) {
        (Some(Period::Hours(0)), None) => "at once".to_owned(),
        (_, Some(promise)) => format!("3/4 of {promise}"),
        (Some(period), None) if spec.on_end == Target::StaffTask => format!("every {period}"),
        (Some(period), None) => period.to_string(),
        (None, None) if stage == StageName::Closed => String::new(),
        (None, None) => "none".to_owned(),
    }
}

fn target_words(stage: StageName, target: Target) -> String {
    match target {
        Target::Stage(next) if next == stage => "stays".to_owned(),
        Target::Stage(next) => next.to_string(),
        Target::CarryOut => "carry out what was accepted".to_owned(),
        Target::RefundAll => "refund everything".to_owned(),
        Target::RefundAsked => "refund what was agreed or asked".to_owned(),
        Target::Close => "close without refund".to_owned(),
        Target::Table => "ruling by the liability table".to_owned(),
        Target::Follow => "ruling follows the platform's proposal".to_owned(),
        Target::Back => "back to the review".to_owned(),
        Target::Final => "the ruling is carried out".to_owned(),
        Target::StaffTask => "task for staff, repeated".to_owned(),
        Target::Compensate => "pay the seller and close".to_owned(),
    }
}

fn process_table(process: &[ProcessRow]) -> Vec<Vec<String>> {
    let mut rows =
        vec![["procedure", "stage", "turn", "clock", "at its end", "ways out"].map(str::to_owned).to_vec()];
    rows.extend(process.iter().map(|row| {
        vec![
            row.procedure.clone(),
            row.stage.to_string(),
            row.turn.word().to_owned(),
            row.clock.clone(),
            row.at_end.clone(),
            // One way out a line keeps the table narrow enough to read.
            row.exits.join("\n"),
        ]
    }));
    rows
}

fn reasons_table(policy: &Policy) -> Vec<Vec<String>> {
    let mut rows = vec![
        ["reason", "sub-reasons", "received", "procedure", "remedies", "return paid by", "evidence"]
            .map(str::to_owned)
            .to_vec(),
    ];
    rows.extend(policy.reasons.iter().map(|reason| {
        vec![
            reason.id.clone(),
            reason.sub_reasons.join("\n"),
            if reason.received { "yes" } else { "no" }.to_owned(),
            reason.procedure.clone(),
            reason.remedies.iter().map(|remedy| remedy.word()).collect::<Vec<_>>().join(", "),
            reason.return_paid_by.map_or("", Bearer::word).to_owned(),
            [needed(reason, Side::Opener), needed(reason, Side::Respondent)].join("\n"),
        ]
    }));
    rows
}

fn needed(reason: &Reason, side: Side) -> String {
    let items = reason.evidence.iter().filter(|item| item.from == side);
    let list: Vec<String> =
        items.map(|item| if item.optional { format!("({})", item.id) } else { item.id.clone() }).collect();
    if list.is_empty() { format!("{side}: nothing") } else { format!("{side}: {}", list.join(", ")) }
}

fn evidence_table(policy: &Policy) -> Vec<Vec<String>> {
    let mut items: Vec<&Requirement> = Vec::new();
    let all =
        policy.reasons.iter().flat_map(|reason| &reason.evidence).chain(&policy.disputes.objection_evidence);
    for item in all {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    let mut rows = vec![["item", "from", "kinds", "needed", "if it is missing"].map(str::to_owned).to_vec()];
    rows.extend(items.into_iter().map(|item| {
        let kinds: Vec<&str> = item.kinds.iter().map(|kind| kind.word()).collect();
        vec![
            item.id.clone(),
            item.from.to_string(),
            kinds.join(", ") + if item.grams { ", with grams" } else { "" },
            if item.optional { "helps" } else { "yes" }.to_owned(),
            policy.message("en", &format!("missing.{}", item.missing_means)).unwrap_or_default().to_owned(),
        ]
    }));
    rows
}

fn liability_table(policy: &Policy) -> Vec<Vec<String>> {
    let mut rows = vec![["row", "liable", "remedy", "from", "when"].map(str::to_owned).to_vec()];
    rows.extend(policy.liability.iter().map(|row| {
        vec![
            row.id.clone(),
            row.liable.to_string(),
            row.remedy.to_string(),
            row.funded_by.to_string(),
            row.when.source().to_owned(),
        ]
    }));
    rows
}

fn windows(policy: &Policy) -> Vec<(&'static str, String)> {
    let windows = &policy.windows;
    let not_received = &windows.not_received;
    vec![
        ("not received opens", not_received.opens.to_string()),
        (
            "… at delivery",
            if not_received.opens_at_delivery { "at once" } else { "not sooner for it" }.to_owned(),
        ),
        (
            "not received closes",
            format!(
                "{} after the later of the latest estimate and day {} after shipping",
                not_received.close, not_received.close_floor_day
            ),
        ),
        ("… stays open", format!("while the newest scan is younger than {}", not_received.carrier_silence)),
        ("… after that silence", not_received.after_silence.to_string()),
        (
            "longest transit",
            format!("{}, then {}", not_received.longest_transit, not_received.longest_transit_procedure),
        ),
        ("received opens", windows.received.opens.to_string()),
        (
            "received closes",
            format!(
                "{} after receipt, not sooner than {} after we learned of it",
                windows.received.close, windows.received.learned_grace
            ),
        ),
        ("released at confirmation", if windows.release_at_confirmation { "yes" } else { "no" }.to_owned()),
        (
            "seller may lengthen by",
            windows.max_lengthening.map_or("nothing".to_owned(), |period| period.to_string()),
        ),
        ("collect a waiting parcel", windows.collect_within.to_string()),
        ("answer the address question", windows.address_answer_within.to_string()),
        ("notice before a window ends", windows.closing_reminder.to_string()),
    ]
}

fn terms(policy: &Policy) -> Vec<(&'static str, String)> {
    let commission = &policy.commission;
    let yes_no = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let mut rows = vec![
        ("pay within", policy.payment.pay_within.to_string()),
        (
            "ship within",
            format!("{}, reminder {} before", policy.shipping.ship_by, policy.shipping.reminder_before),
        ),
        ("buyer may lengthen it by", policy.shipping.max_lengthening.to_string()),
        ("buyer may cancel before", yes_no(policy.shipping.buyer_may_cancel_before_shipment)),
        ("seller may cancel before", seller_cancels(&policy.shipping.seller_cancel_reasons)),
        ("change of mind", change_of_mind(policy)),
        ("complaints of negligence", complaints(policy)),
        ("carrier compensation", compensation(policy)),
        ("funded at once", funded(policy)),
        ("seller's claims for payment", claims(policy)),
        ("reports on buyers", reports(policy.reports.as_ref())),
        (
            "commission",
            format!(
                "{} basis points, on a refund borne by the {}",
                commission.rate_basis_points, commission.on_refund
            ),
        ),
        ("gateway fee of a refund", format!("borne by the {}", commission.gateway_fee_on_refund)),
        ("surcharge", format!("goes to the {}", commission.surcharge_to)),
    ];
    rows.extend(limits(policy));
    rows.extend(refunds(&policy.refunds));
    let every =
        policy.payouts.every.map_or("never by themselves".to_owned(), |period| format!("every {period}"));
    rows.push(("payouts", every + if policy.payouts.on_demand { ", and on demand" } else { "" }));
    rows.push(("reputation", reputation(&policy.reputation)));
    rows.push(("restriction of accounts", restriction(policy.freeze.compliance.as_ref())));
    rows.push(("freeze for a risk", risk_freeze(policy.freeze.risk.as_ref())));
    rows.push(("listed carriers", policy.carriers.verifiable.len().to_string()));
    rows
}

fn change_of_mind(policy: &Policy) -> String {
    let Some(rules) = &policy.returns else { return "no".to_owned() };
    let conditions: Vec<&str> = rules.conditions.iter().map(|condition| condition.word()).collect();
    let which = if rules.unless_said { "unless the listing says no" } else { "where the listing says so" };
    let shipping = if rules.shipping_included { "with" } else { "without" };
    format!("within {} of receipt, {which}; {}; {shipping} shipping", rules.within, conditions.join(", "))
}

fn reputation(rules: &ReputationRules) -> String {
    let points: Vec<String> =
        rules.points.iter().map(|(reason, points)| format!("{reason} takes {points}")).collect();
    let points = if points.is_empty() { "no penalties".to_owned() } else { points.join(", ") };
    let (start, floor, ends, window) = (rules.start, rules.floor, rules.ends_after, rules.window);
    format!("starts at {start}, never below {floor}; {points}, for {ends}; rates over {window}")
}

fn restriction(rules: Option<&ComplianceRules>) -> String {
    let Some(rules) = rules else { return "none".to_owned() };
    let words: Vec<&str> = rules.stops.iter().map(|stop| stop.word()).collect();
    format!(
        "stops {}; provide within {}, review within {}, appeal within {}; lasts {}, staff warned {} before",
        words.join(", "),
        rules.answer_within,
        rules.review_within,
        rules.appeal_within,
        rules.lasts,
        rules.warn_before
    )
}

fn compensation(policy: &Policy) -> String {
    let Some(rules) = &policy.compensation else { return "no".to_owned() };
    let declared: Vec<&str> = rules.declared.iter().map(|declared| declared.word()).collect();
    let with = |yes: bool| if yes { "with" } else { "without" };
    format!(
        "for what a listed carrier declares {}, by {}; {} shipping, {} the commission taken of it",
        declared.join(" or "),
        rules.procedure,
        with(rules.shipping_included),
        with(rules.less_commission)
    )
}

fn risk_freeze(rules: Option<&RiskRules>) -> String {
    let Some(rules) = rules else { return "none".to_owned() };
    let stops: Vec<&str> = rules.stops.iter().map(|stop| stop.word()).collect();
    let reasons: Vec<&str> = rules.reasons.iter().map(|reason| reason.word()).collect();
    format!("for {}; stops {}; procedure {}", reasons.join(", "), stops.join(", "), rules.procedure)
}

fn claims(policy: &Policy) -> String {
    let Some(rules) = &policy.claims else { return "no".to_owned() };
    let causes: Vec<&str> = rules.causes.iter().map(|cause| cause.word()).collect();
    format!(
        "within {} of the wrong status, for {}, by {}; what the buyer was given back is borne by {}",
        rules.within,
        causes.join(", "),
        rules.procedure,
        rules.loss_from
    )
}

fn complaints(policy: &Policy) -> String {
    let Some(rules) = &policy.complaints else { return "no".to_owned() };
    let rejected: Vec<&str> = rules.rejections.iter().map(|reason| reason.word()).collect();
    format!("rejected for {}; {} points off the reputation", rejected.join(", "), rules.penalty_points)
}

fn funded(policy: &Policy) -> String {
    let Some(rules) = &policy.funding else { return "no".to_owned() };
    let most = rules.order_at_most.iter().map(|(currency, most)| Money::new(*currency, *most).to_string());
    let never = if rules.never_for.is_empty() {
        String::new()
    } else {
        format!(", never for {}", rules.never_for.join(", "))
    };
    let most: Vec<String> = most.collect();
    let buyer = rules.buyer.as_ref().map_or(String::new(), |buyer| format!("; {}", standing(buyer)));
    let asked = rules.questionnaire.as_ref().map_or(String::new(), |asked| {
        format!("; the seller is asked {} questions, within {}", asked.questions.len(), asked.answer_within)
    });
    format!("{}, orders of at most {}{never}{buyer}{asked}", rules.reasons.join(", "), most.join(", "))
}

fn standing(rules: &BuyerRules) -> String {
    let most = [
        ("disputes", rules.disputes_at_most),
        ("refunds of the fund", rules.funded_at_most),
        ("upheld reports", rules.reports_at_most),
    ];
    let most = most.into_iter().filter_map(|(what, most)| Some(format!("{} {what}", most?)));
    format!("buyers with at most {} in {}", most.collect::<Vec<_>>().join(", "), rules.window)
}

fn reports(rules: Option<&ReportRules>) -> String {
    let Some(rules) = rules else { return "no".to_owned() };
    let reasons: Vec<&str> = rules.reasons.iter().map(|reason| reason.word()).collect();
    format!("for {}; looked at within {}", reasons.join(", "), rules.review_within)
}

fn seller_cancels(reasons: &[SellerCancelReason]) -> String {
    let words: Vec<&str> = reasons.iter().map(|reason| reason.word()).collect();
    if words.is_empty() { "no".to_owned() } else { format!("for {}", words.join(", ")) }
}

fn limits(policy: &Policy) -> Vec<(&'static str, String)> {
    let (disputes, evidence) = (&policy.disputes, &policy.evidence);
    vec![
        ("changes of a dispute", format!("at most {}", disputes.max_changes)),
        (
            "weights agree within",
            format!(
                "{} % or {} g, whichever is more",
                disputes.weight_tolerance_percent, disputes.weight_tolerance_grams
            ),
        ),
        ("near one unit within", format!("{} % of a unit's weight", disputes.near_one_unit_percent)),
        ("staff tasks repeat every", disputes.staff_task_every.to_string()),
        ("reminder before a deadline", disputes.reminder_before.to_string()),
        ("picture smaller than", format!("{} bytes", evidence.picture_max_bytes)),
        ("video smaller than", format!("{} bytes", evidence.video_max_bytes)),
        ("PDF smaller than", format!("{} bytes", evidence.pdf_max_bytes)),
        ("text smaller than", format!("{} bytes", evidence.text_max_bytes)),
        ("files a party and case", format!("at most {}", evidence.max_files)),
    ]
}

fn refunds(refunds: &RefundRules) -> Vec<(&'static str, String)> {
    let mut routes: Vec<String> =
        refunds.route.iter().map(|(method, route)| format!("{method}: {route}")).collect();
    routes.push("others: original".to_owned());
    let mut expected: Vec<String> = refunds
        .expected
        .iter()
        .map(|(method, span)| format!("{method}: {} to {}", span.from, span.to))
        .collect();
    expected.push(format!("others: {} to {}", refunds.expected_default.from, refunds.expected_default.to));
    let order = match &refunds.order {
        PayerOrder::Proportion => "in proportion".to_owned(),
        PayerOrder::Methods(methods) => format!("{}, then the others", methods.join(", then ")),
    };
    vec![
        ("refund route", routes.join("; ")),
        ("… after a definite refusal", refunds.substitute.to_string()),
        ("… of several payments", order),
        ("… is seen within", expected.join("; ")),
        ("… includes shipping", if refunds.shipping_included { "yes" } else { "no" }.to_owned()),
    ]
}

fn pairs(pairs: &[(&'static str, String)]) -> Vec<Vec<String>> {
    pairs.iter().map(|(name, value)| vec![(*name).to_owned(), value.clone()]).collect()
}

/// Columns as wide as their widest cell, two spaces apart, no blanks at the end of a line.
fn table(rows: &[Vec<String>]) -> String {
    let rows: Vec<Vec<String>> = rows.iter().flat_map(|row| lines(row)).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A row of cells with several lines as so many rows.
fn lines(row: &[String]) -> Vec<Vec<String>> {
    let most = row.iter().map(|cell| cell.lines().count()).max().unwrap_or(0);
    let line = |number: usize| {
        row.iter().map(|cell| cell.lines().nth(number).unwrap_or_default().to_owned()).collect()
    };
    (0..most).map(line).collect()
}
