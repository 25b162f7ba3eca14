//! Whether the platform pays a dispute at once from its protection fund (PLF-1, PLF-2): what is weighed, what the fund is
//! asked, and what its answer brings. What is denied or not answered in time runs the normal procedure.
use super::procedure::{self, By};
use super::{Case, CaseKind};
use crate::actor::Actor;
use crate::id::{AggregateId, CaseNo, FundId};
use crate::money::{Currency, Minor};
use crate::order::Order;
use crate::order::draft::{Draft, not_yours};
use crate::order::event::{AccountNews, FundingWeighed, OrderEvent, RefundPromised};
use crate::payment::RefundCause;
use crate::payment::refund::{self, Wanted};
use crate::policy::{Exit, Fund, FundingRules, Liable, Opinion, RemedyKind, StageName};
use crate::refusal::Refusal;
use crate::seal::Seal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One thing that was weighed, and whether it speaks for the fund. All must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// What.
    #[serde(flatten)]
    pub factor: Factor,
    /// Whether it holds.
    pub holds: bool,
}

/// What is weighed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "factor", rename_all = "snake_case")]
pub enum Factor {
    /// The reason is one for which the seller's contract does not answer.
    Reason {
        /// Which.
        reason: String,
    },
    /// What is asked is a refund without a return.
    Remedy {
        /// What is asked.
        remedy: RemedyKind,
    },
    /// The whole order cost no more than the policy's amount.
    OrderValue {
        /// What it cost, in minor units: money and the money value of coins.
        value: Minor,
        /// The most it may have cost; nothing where the policy does not name the currency.
        most: Option<Minor>,
        /// Currency.
        currency: Currency,
    },
    /// None of the products is of a category that is left out.
    Product {
        /// The category that is; nothing where there is none.
        category: Option<String>,
    },
    /// The buyer opened no more disputes than this within the policy's window, this one not counted.
    Disputes {
        /// How many there are.
        count: u32,
        /// How many there may be.
        most: u32,
    },
    /// The fund refunded the buyer no more often than this within the window.
    Funded {
        /// How often it did.
        count: u32,
        /// How often it may have.
        most: u32,
    },
    /// No more reports on the buyer than this were upheld within the window.
    Reports {
        /// How many there are.
        count: u32,
        /// How many there may be.
        most: u32,
    },
}

impl Factor {
    /// The stable word.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Reason { .. } => "reason",
            Self::Remedy { .. } => "remedy",
            Self::OrderValue { .. } => "order_value",
            Self::Product { .. } => "product",
            Self::Disputes { .. } => "disputes",
            Self::Funded { .. } => "funded",
            Self::Reports { .. } => "reports",
        }
    }
}

/// What was weighed, in words, with what the fund is asked.
#[must_use]
pub fn words(weighed: &[Weighed], asks: Option<Minor>) -> String {
    let most = |what: &str, count: u32, most: u32| format!("{what} {count}, at most {most}");
    let one = |one: &Weighed| {
        let what = match &one.factor {
            Factor::Reason { reason } => format!("reason {reason}"),
            Factor::Remedy { remedy } => format!("asked {remedy}"),
            Factor::OrderValue { value, most, currency } => {
                let most = most.map_or("nothing in it".to_owned(), |most| most.to_string());
                format!("order of {value} {currency} minor units, at most {most}")
            }
            Factor::Product { category } => {
                category.as_ref().map_or("product".to_owned(), |word| format!("product of category {word}"))
            }
            Factor::Disputes { count, most: limit } => most("the buyer's other disputes", *count, *limit),
            Factor::Funded { count, most: limit } => most("the buyer's funded refunds", *count, *limit),
            Factor::Reports { count, most: limit } => most("upheld reports on the buyer", *count, *limit),
        };
        format!("{what}: {}", if one.holds { "yes" } else { "no" })
    };
    let all = weighed.iter().map(one);
    let asks = asks.map_or("the fund is not asked".to_owned(), |amount| {
        format!("the fund is asked for {amount} minor units")
    });
    all.chain([asks]).collect::<Vec<_>>().join("; ")
}

/// What became of a case at the fund.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funding {
    /// What was weighed.
    pub weighed: Vec<Weighed>,
    /// The buyer's account was asked, and has not answered.
    pub awaits_buyer: bool,
    /// What the fund was asked for, in minor units; nothing where it was not asked.
    pub asked: Option<Minor>,
    /// Its answer, and when it came.
    pub answer: Option<(Timestamp, bool)>,
    /// What was used of what it granted.
    pub used: Option<Minor>,
    /// What the seller said afterwards.
    pub questionnaire: Option<Questionnaire>,
}

/// A questionnaire as the seller filled it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Questionnaire {
    /// When.
    pub at: Timestamp,
    /// The policy's question → the answer.
    pub answers: BTreeMap<String, Opinion>,
    /// In words.
    pub words: Option<Seal>,
}

/// A dispute whose procedure begins at the fund: weighs it, and asks the fund or goes on as if there were none.
pub(crate) fn begin(draft: &mut Draft<'_>, no: CaseNo) {
    let Some(case) = draft.order.case(no) else { return };
    let weighed = draft
        .context
        .policy
        .funding
        .as_ref()
        .map(|rules| weigh(&draft.order, case, rules))
        .unwrap_or_default();
    let holds = !weighed.is_empty() && weighed.iter().all(|one| one.holds);
    let asked = holds.then(|| cost(draft, case)).filter(|amount| amount.is_positive());
    let buyer = draft.context.policy.funding.as_ref().and_then(|rules| rules.buyer.as_ref());
    let days = buyer.filter(|_| asked.is_some()).map(|rules| rules.days());
    let fund = FundId::of(draft.context.marketplace);
    let asks = asked.filter(|_| days.is_none());
    let found = FundingWeighed { case: no, weighed, fund, asks, asks_buyer: days.is_some() };
    draft.push(OrderEvent::FundingWeighed(Box::new(found)));
    if let Some(days) = days {
        draft.tell_buyer(AccountNews::StandingAsked { case: no, days });
    }
    if asked.is_some() {
        procedure::enter(draft, no, StageName::Funding);
    } else {
        goes_on(draft, no);
    }
}

/// Everything that the policy weighs, in the order in which it is shown.
fn weigh(order: &Order, case: &Case, rules: &FundingRules) -> Vec<Weighed> {
    let currency = order.placed.currency;
    let most = rules.order_at_most.get(&currency).copied();
    let value = order.components().map(|(_, c)| c.buyer_paid()).fold(Minor::ZERO, |a, b| a + b);
    let of_line = |line: crate::id::LineNo| order.placed.lines.get(line.index())?.category.as_ref();
    let mut categories = case.units.iter().filter_map(|(line, _)| of_line(*line));
    let category = categories.find(|category| rules.never_for.contains(category)).cloned();
    vec![
        Weighed {
            holds: rules.reasons.contains(&case.reason),
            factor: Factor::Reason { reason: case.reason.clone() },
        },
        Weighed {
            holds: case.kind == CaseKind::Dispute && case.asked.kind() == RemedyKind::Refund,
            factor: Factor::Remedy { remedy: case.asked.kind() },
        },
        Weighed {
            holds: most.is_some_and(|most| value <= most),
            factor: Factor::OrderValue { value, most, currency },
        },
        Weighed { holds: category.is_none(), factor: Factor::Product { category } },
    ]
}

/// What the refund that a case asks for would cost the fund now: the surcharge goes back with the whole order.
pub(super) fn cost(draft: &Draft<'_>, case: &Case) -> Minor {
    let left = refund::left(&draft.order, &case.reserved);
    let wanted = Wanted {
        components: case.reserved.clone(),
        amount: case.asked.amount().unwrap_or(left),
        case: Some(case.no),
        cause: RefundCause::Fund,
        liable: Liable::Platform,
        fund: Fund::ProtectionFund,
        beyond: None,
    };
    costs(&refund::build(&draft.order, &wanted, draft.context))
}

/// What a refund gives the buyer in all.
pub(crate) fn costs(refund: &RefundPromised) -> Minor {
    refund.parts.iter().map(crate::payment::RefundPart::to_buyer).fold(Minor::ZERO, |a, b| a + b)
}

/// The fund has answered.
pub(crate) fn answered(
    draft: &mut Draft<'_>,
    actor: &Actor,
    no: CaseNo,
    granted: bool,
    version: u64,
) -> Result<(), Refusal> {
    if *actor != Actor::Aggregate(AggregateId::Fund(FundId::of(draft.context.marketplace))) {
        return Err(not_yours("the fund"));
    }
    let case = draft.case(no)?;
    let funding = case.funding.as_ref().filter(|funding| funding.asked.is_some());
    let funding = funding.ok_or_else(|| Refusal::NotFound { what: "request to the fund".into() })?;
    if funding.answer.is_some() {
        return Err(Refusal::AlreadyDone);
    }
    let waits = case.open() && case.stage.name == StageName::Funding;
    // A refund beside it may have made this one the last of the order, which costs the surcharge as well: that was not asked.
    let cost = cost(draft, case);
    let covers = cost.is_positive() && funding.asked.is_some_and(|asked| cost <= asked);
    draft.push(OrderEvent::FundingAnswered { case: no, granted, version });
    match (granted, waits) {
        (true, true) if covers => pay(draft, no),
        (true, _) => {
            // Its time was over, or it does not fit any more: what was kept for it is given back.
            used(draft, no, Minor::ZERO);
            if waits {
                goes_on(draft, no);
            }
        }
        (false, true) => goes_on(draft, no),
        (false, false) => {}
    }
    Ok(())
}

/// Granted: the outcome is fixed and the refund promised at once; the seller's money stays where it is.
fn pay(draft: &mut Draft<'_>, no: CaseNo) {
    let until = draft
        .context
        .policy
        .questionnaire()
        .map(|rules| draft.context.calendar.end(draft.now, rules.answer_within));
    draft.notice(draft.order.placed.seller, "case_funded", Some(no), until);
    if let Some(target) = procedure::exit(draft, no, Exit::Granted) {
        procedure::follow(draft, no, target, By::Fund);
    }
}

/// The fund has paid: it is told what was used, and the buyer that the refund is on its way. The seller pays nothing, and has
/// been told so.
pub(crate) fn paid(draft: &mut Draft<'_>, no: CaseNo, costs: Minor) {
    used(draft, no, costs);
    if draft.context.policy.funding.as_ref().is_some_and(|rules| rules.buyer.is_some()) {
        draft.tell_buyer(AccountNews::Funded { case: no });
    }
    draft.notice(draft.order.placed.buyer, "refund_promised", Some(no), None);
}

/// Tells the fund what was used of its grant.
pub(crate) fn used(draft: &mut Draft<'_>, no: CaseNo, used: Minor) {
    let fund = FundId::of(draft.context.marketplace);
    draft.push(OrderEvent::FundingUsed { case: no, fund, used });
}

/// The normal procedure.
pub(super) fn goes_on(draft: &mut Draft<'_>, no: CaseNo) {
    let denied = procedure::spec(draft, no, StageName::Funding)
        .and_then(|spec| spec.exits.get(&Exit::Denied).copied());
    if let Some(target) = denied {
        procedure::follow(draft, no, target, By::Default);
    }
}

/// Takes an event into the case.
pub(super) fn apply(case: &mut Case, event: &OrderEvent, at: Timestamp) {
    match event {
        OrderEvent::FundingWeighed(found) => {
            let (weighed, asked) = (found.weighed.clone(), found.asks);
            let awaits_buyer = found.asks_buyer;
            case.funding =
                Some(Funding { weighed, awaits_buyer, asked, answer: None, used: None, questionnaire: None });
        }
        OrderEvent::StandingHeard(heard) => {
            if let Some(funding) = &mut case.funding {
                funding.weighed.extend(heard.weighed.iter().cloned());
                (funding.awaits_buyer, funding.asked) = (false, heard.asks);
            }
        }
        OrderEvent::FundingAnswered { granted, .. } => {
            if let Some(funding) = &mut case.funding {
                funding.answer = Some((at, *granted));
            }
        }
        OrderEvent::FundingUsed { used, .. } => {
            if let Some(funding) = &mut case.funding {
                funding.used = Some(*used);
            }
        }
        OrderEvent::QuestionnaireAnswered(filled) => {
            if let Some(funding) = &mut case.funding {
                let (answers, words) = (filled.answers.clone(), filled.words.clone());
                funding.questionnaire = Some(Questionnaire { at, answers, words });
            }
        }
        _ => {}
    }
}
