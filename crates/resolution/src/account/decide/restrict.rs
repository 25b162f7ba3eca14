//! The restriction of an account (compliance freeze): one commit stops what it stops; the orders follow (FRZ-3 to FRZ-6).
use super::case::{in_stage, still_open};
use super::{Account, AccountEvent, not_yours};
use crate::account::CaseAct;
use crate::account::case::{AccountCase, AccountClosing, AccountRuling, AccountStage, Restriction};
use crate::account::draft::Draft;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, PartyId};
use crate::policy::{ComplianceReason, ComplianceRules, Exhibit};
use crate::refusal::Refusal;
use crate::seal::Seal;
use jiff::Timestamp;

/// What a restriction is asked with.
pub(super) struct Wanted<'a> {
    pub(super) party: PartyId,
    pub(super) reason: &'a str,
    pub(super) provide: &'a [Exhibit],
    pub(super) words: Option<&'a Seal>,
}

fn not_in_policy() -> Refusal {
    Refusal::NotInPolicy { what: "restriction of accounts".into() }
}

/// Staff of the platform, or the marketplace itself.
fn staff(actor: &Actor) -> Result<(), Refusal> {
    if matches!(actor, Actor::Mediator(_) | Actor::Finance(_) | Actor::Marketplace) {
        return Ok(());
    }
    Err(not_yours("the platform's staff"))
}

/// One commit: from here on what it stops is stopped.
pub(super) fn restrict(
    account: Option<&Account>,
    actor: &Actor,
    wanted: &Wanted<'_>,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    staff(actor)?;
    let rules = context.policy.freeze.compliance.as_ref().ok_or_else(not_in_policy)?;
    let id = AccountId::of(context.marketplace, AccountRole::Seller, wanted.party);
    if context.id != AggregateId::Account(id) || account.is_some_and(|a| a.role != AccountRole::Seller) {
        return Err(Refusal::NotFound { what: "seller".into() });
    }
    if account.is_some_and(|account| account.restriction().is_some()) {
        return Err(Refusal::AlreadyDone);
    }
    let reason = reason(rules, wanted.reason)?;
    let mut draft = Draft::new(account, id, context, now);
    draft.open(wanted.party, AccountRole::Seller);
    let case = CaseNo::after(draft.account().map_or(0, |account| account.cases.len()));
    let provide = if wanted.provide.is_empty() { rules.provide.clone() } else { each_once(wanted.provide) };
    draft.push(AccountEvent::AccountRestricted {
        case,
        reason,
        provide,
        stops: rules.stops.clone(),
        last_day: context.calendar.end(now, rules.lasts),
        words: wanted.words.cloned(),
    });
    let end = enter(&mut draft, case, AccountStage::Answering);
    draft.notice("account_restricted", case, end);
    Ok(draft.events)
}

fn reason(rules: &ComplianceRules, word: &str) -> Result<ComplianceReason, Refusal> {
    let known = rules.reasons.iter().copied().find(|reason| reason.word() == word);
    known.ok_or_else(|| Refusal::ReasonUnknown {
        allowed: rules.reasons.iter().map(|reason| reason.word().to_owned()).collect(),
    })
}

fn each_once(all: &[Exhibit]) -> Vec<Exhibit> {
    let mut once = Vec::new();
    for proof in all {
        if !once.contains(proof) {
            once.push(*proof);
        }
    }
    once
}

/// Begins a stage with its clock.
fn enter(draft: &mut Draft<'_>, case: CaseNo, stage: AccountStage) -> Option<Timestamp> {
    let rules = draft.context.policy.freeze.compliance.as_ref();
    let period = rules.and_then(|rules| match stage {
        AccountStage::Answering => Some(rules.answer_within),
        AccountStage::Reviewing => Some(rules.review_within),
        AccountStage::Appealing => Some(rules.appeal_within),
        AccountStage::Standing | AccountStage::Closed => None,
    });
    let end = period.map(|period| draft.context.calendar.end(draft.now, period));
    draft.push(AccountEvent::AccountStageEntered { case, stage, end });
    end
}

/// An act that only a restriction knows.
pub(super) fn act(
    draft: &mut Draft<'_>,
    (case, found): (&AccountCase, &Restriction),
    (account, actor): (&Account, &Actor),
    act: &CaseAct,
) -> Result<(), Refusal> {
    let no = case.no;
    match act {
        CaseAct::Answer { words } => {
            let said = AccountEvent::AccountAnswered { case: no, words: words.clone() };
            to_review(draft, case, (account, actor), AccountStage::Answering, said)
        }
        CaseAct::Appeal { words } => {
            let said = AccountEvent::AccountAppealed { case: no, words: words.clone() };
            to_review(draft, case, (account, actor), AccountStage::Appealing, said)
        }
        CaseAct::Renew { words } => renew(draft, (case, found), actor, words),
        CaseAct::Reached { frozen, orders } => {
            if *actor != Actor::Aggregate(AggregateId::Account(account.id)) {
                return Err(not_yours("the account itself"));
            }
            draft.push(AccountEvent::OrdersReached { case: no, frozen: *frozen, orders: *orders });
            Ok(())
        }
        _ => Ok(()),
    }
}

fn own(account: &Account, actor: &Actor) -> Result<(), Refusal> {
    if *actor == Actor::Seller(account.party) { Ok(()) } else { Err(not_yours("the seller")) }
}

/// The seller has provided what there is, or appeals, once: the platform looks at it.
fn to_review(
    draft: &mut Draft<'_>,
    case: &AccountCase,
    (account, actor): (&Account, &Actor),
    from: AccountStage,
    said: AccountEvent,
) -> Result<(), Refusal> {
    own(account, actor)?;
    in_stage(case, from)?;
    draft.push(said);
    let end = enter(draft, case.no, AccountStage::Reviewing);
    draft.notice("account_under_review", case.no, end);
    Ok(())
}

/// Decided: lifted, or it stays and may be appealed once.
pub(super) fn ruled(draft: &mut Draft<'_>, (no, found): (CaseNo, &Restriction), ruling: AccountRuling) {
    let lift = ruling.lift;
    draft.push(AccountEvent::AccountRuled { case: no, ruling });
    if lift {
        lifted(draft, no, AccountClosing::Lifted);
    } else if found.appealed.is_none() {
        let end = enter(draft, no, AccountStage::Appealing);
        draft.notice("account_upheld", no, end);
    } else {
        enter(draft, no, AccountStage::Standing);
        draft.notice("account_upheld_for_good", no, Some(found.last_day));
    }
}

fn lifted(draft: &mut Draft<'_>, case: CaseNo, closing: AccountClosing) {
    enter(draft, case, AccountStage::Closed);
    draft.push(AccountEvent::RestrictionLifted { case, closing });
    draft.notice("account_lifted", case, None);
}

/// A person renews it before its last day, with a reason (FRZ-6).
fn renew(
    draft: &mut Draft<'_>,
    (case, found): (&AccountCase, &Restriction),
    actor: &Actor,
    words: &Seal,
) -> Result<(), Refusal> {
    let by = match actor {
        Actor::Mediator(by) | Actor::Finance(by) => *by,
        _ => return Err(not_yours("a person of the platform")),
    };
    still_open(case)?;
    let rules = draft.context.policy.freeze.compliance.as_ref().ok_or_else(not_in_policy)?;
    let last_day = draft.context.calendar.end(found.last_day, rules.lasts);
    draft.push(AccountEvent::RestrictionRenewed { case: case.no, last_day, by, words: words.clone() });
    draft.notice("account_renewed", case.no, Some(last_day));
    Ok(())
}

/// What happens to a case by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Due {
    /// Its last day: before anything else that ends at the same instant.
    LastDay(CaseNo),
    /// Its stage ends.
    Stage(CaseNo),
    /// The seller is reminded of the end of a stage.
    Reminder(CaseNo),
    /// Staff are warned of the last day.
    Warning(CaseNo),
}

/// Every deadline of the restrictions.
pub(crate) fn deadlines(account: &Account, context: &Context<'_>) -> Vec<(Timestamp, Due)> {
    let mut all = Vec::new();
    for case in account.cases.iter().filter(|case| case.open()) {
        let Some(found) = case.restriction() else { continue };
        all.push((found.last_day, Due::LastDay(case.no)));
        if let Some(end) = case.end {
            all.push((end, Due::Stage(case.no)));
            let theirs = matches!(case.stage, AccountStage::Answering | AccountStage::Appealing);
            let early = context.calendar.before(end, context.policy.disputes.reminder_before);
            if theirs && !case.reminded && early > case.since {
                all.push((early, Due::Reminder(case.no)));
            }
        }
        if let Some(rules) = context.policy.freeze.compliance.as_ref().filter(|_| !found.warned) {
            let early = context.calendar.before(found.last_day, rules.warn_before);
            all.push((early.max(case.opened), Due::Warning(case.no)));
        }
    }
    all
}

/// Carries a deadline out.
pub(crate) fn due(account: &Account, what: Due, context: &Context<'_>, now: Timestamp) -> Vec<AccountEvent> {
    let mut draft = Draft::new(Some(account), account.id, context, now);
    let (Due::LastDay(no) | Due::Stage(no) | Due::Reminder(no) | Due::Warning(no)) = what;
    let Some((case, found)) =
        account.cases.get(no.index()).and_then(|case| Some((case, case.restriction()?)))
    else {
        return Vec::new();
    };
    match (what, case.stage) {
        (Due::LastDay(_), _) => lifted(&mut draft, no, AccountClosing::LastDay),
        (Due::Stage(_), AccountStage::Answering) => {
            let end = enter(&mut draft, no, AccountStage::Reviewing);
            draft.notice("account_under_review", no, end);
        }
        (Due::Stage(_), AccountStage::Reviewing) => {
            ruled(&mut draft, (no, found), AccountRuling::by_clock(false, now));
        }
        (Due::Stage(_), _) => {
            enter(&mut draft, no, AccountStage::Standing);
        }
        (Due::Reminder(_), _) => {
            let end = case.end.unwrap_or(found.last_day);
            draft.push(AccountEvent::AccountReminded { case: no, end });
            draft.notice("account_turn_ends", no, Some(end));
        }
        (Due::Warning(_), _) => {
            draft.push(AccountEvent::LastDayNear { case: no, last_day: found.last_day });
        }
    }
    draft.events
}
