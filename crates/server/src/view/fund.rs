//! The protection fund, and what was weighed for it in a case.
use super::Reading;
use crate::convert::{self, money};
use crate::parties::Names;
use resolution::actor::Actor;
use resolution::case::Case;
use resolution::case::funding::{Factor, Funding, Weighed};
use resolution::fund::{Budget, Change, Fund};
use resolution::id::FundId;
use resolution::money::Currency;
use resolution::order::decide::questionnaire_ends;

/// The fund as it stands; an empty one where nothing has happened to it yet.
pub(crate) fn fund(id: FundId, fund: Option<&Fund>, names: &Names) -> api::FundView {
    let budgets = fund.map(|fund| &fund.budgets).into_iter().flatten();
    let changes = fund.map(|fund| fund.changes.as_slice()).unwrap_or_default();
    api::FundView {
        id: id.to_string(),
        budgets: budgets.map(|(currency, it)| budget(it, *currency)).collect(),
        changes: changes.iter().rev().map(|it| change(it, names)).collect(),
        as_of: fund.map(|fund| fund.last_at),
        version: fund.map_or(0, |fund| fund.version),
    }
}

fn budget(budget: &Budget, currency: Currency) -> api::FundBudget {
    api::FundBudget {
        given: money(budget.given, currency),
        reserved: money(budget.reserved, currency),
        spent: money(budget.spent, currency),
        available: money(budget.available(), currency),
        granted: budget.granted,
        denied: budget.denied,
    }
}

fn change(change: &Change, names: &Names) -> api::FundChange {
    api::FundChange {
        number: change.number,
        at: change.at,
        by: change.by.map(|by| names.of(by)),
        change: change.change.word().to_owned(),
        amount: money(change.amount, change.currency),
        reason: change.reason.clone(),
    }
}

/// What was weighed in a case, and what the fund said.
pub(crate) fn funding(funding: &Funding, currency: Currency) -> api::FundingView {
    api::FundingView {
        weighed: funding.weighed.iter().map(weighed).collect(),
        awaits_buyer: funding.awaits_buyer,
        asked: funding.asked.map(|asked| money(asked, currency)),
        granted: funding.answer.map(|(_, granted)| granted),
        answered_at: funding.answer.map(|(at, _)| at),
        used: funding.used.map(|used| money(used, currency)),
    }
}

/// What the seller is asked afterwards, and said: for the seller and the platform.
pub(super) fn questionnaire(
    reading: &Reading<'_>,
    case: &Case,
    staff: bool,
) -> Option<api::QuestionnaireView> {
    let own = matches!(reading.actor, Actor::Seller(_));
    let policy = reading.context.policy;
    let until = questionnaire_ends(case, policy, reading.context.calendar).filter(|_| staff || own)?;
    let asked = policy.questionnaire()?;
    let filled = case.funding.as_ref()?.questionnaire.as_ref();
    let question = |id: &String| api::QuestionView {
        question: id.clone(),
        title: reading.message(&format!("question.{id}")),
        answer: filled.and_then(|filled| filled.answers.get(id)).copied().map(convert::opinion_view),
    };
    Some(api::QuestionnaireView {
        questions: asked.questions.iter().map(question).collect(),
        until,
        answered_at: filled.map(|filled| filled.at),
        text: filled.and_then(|filled| filled.words.as_ref()).map(|seal| reading.texts.of(seal)),
    })
}

fn weighed(one: &Weighed) -> api::WeighedView {
    let plain = api::WeighedView {
        factor: one.factor.word().to_owned(),
        holds: one.holds,
        found: None,
        value: None,
        most: None,
        count: None,
        at_most: None,
    };
    match &one.factor {
        Factor::Reason { reason } => api::WeighedView { found: Some(reason.clone()), ..plain },
        Factor::Remedy { remedy } => api::WeighedView { found: Some(remedy.word().to_owned()), ..plain },
        Factor::Product { category } => api::WeighedView { found: category.clone(), ..plain },
        Factor::OrderValue { value, most, currency } => api::WeighedView {
            value: Some(money(*value, *currency)),
            most: most.map(|most| money(most, *currency)),
            ..plain
        },
        Factor::Disputes { count, most }
        | Factor::Funded { count, most }
        | Factor::Reports { count, most } => {
            api::WeighedView { count: Some(*count), at_most: Some(*most), ..plain }
        }
    }
}
