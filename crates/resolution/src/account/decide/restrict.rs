//! The restriction of an account (compliance freeze): one commit stops what it stops; the orders follow (FRZ-3 to FRZ-6).
use super::{Account, AccountEvent};
use crate::account::CaseAct;
use crate::account::case::{AccountCase, AccountClosing, AccountEvidence, AccountRuling, AccountStage};
use crate::account::draft::Draft;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountId, AccountRole, AggregateId, CaseNo, EvidenceNo, PartyId};
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

fn not_yours(who: &str) -> Refusal {
    Refusal::NotYours { who: who.to_owned() }
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

/// An act in a case.
pub(super) fn act(
    account: &Account,
    actor: &Actor,
    no: CaseNo,
    act: &CaseAct,
    context: &Context<'_>,
    now: Timestamp,
) -> Result<Vec<AccountEvent>, Refusal> {
    let found = account.cases.get(no.index()).ok_or_else(|| Refusal::NotFound { what: "case".into() })?;
    let mut draft = Draft::new(Some(account), account.id, context, now);
    match act {
        CaseAct::Answer { words } => {
            let said = AccountEvent::AccountAnswered { case: no, words: words.clone() };
            to_review(&mut draft, found, (account, actor), AccountStage::Answering, said)?;
        }
        CaseAct::Write { words } => write(&mut draft, found, account, actor, words)?,
        CaseAct::Submit { proof, seal, kind, bytes, caption } => {
            let evidence = AccountEvidence {
                no: EvidenceNo::after(found.evidence.len()),
                author: author(account, actor)?,
                role: actor.role().to_owned(),
                proof: *proof,
                seal: seal.clone(),
                kind: kind.clone(),
                bytes: *bytes,
                caption: caption.clone(),
                at: now,
            };
            submit(&mut draft, found, evidence)?;
        }
        CaseAct::Assign { mediator } => assign(&mut draft, found, actor, *mediator)?,
        CaseAct::Rule { lift, words } => rule(&mut draft, found, actor, *lift, words.as_ref())?,
        CaseAct::Appeal { words } => {
            let said = AccountEvent::AccountAppealed { case: no, words: words.clone() };
            to_review(&mut draft, found, (account, actor), AccountStage::Appealing, said)?;
        }
        CaseAct::Renew { words } => renew(&mut draft, found, actor, words)?,
        CaseAct::Reached { frozen, orders } => {
            if *actor != Actor::Aggregate(AggregateId::Account(account.id)) {
                return Err(not_yours("the account itself"));
            }
            draft.push(AccountEvent::OrdersReached { case: no, frozen: *frozen, orders: *orders });
        }
    }
    Ok(draft.events)
}

fn own(account: &Account, actor: &Actor) -> Result<(), Refusal> {
    if *actor == Actor::Seller(account.party) { Ok(()) } else { Err(not_yours("the seller")) }
}

/// Who writes and submits: the seller, and staff.
fn author(account: &Account, actor: &Actor) -> Result<PartyId, Refusal> {
    match actor {
        Actor::Seller(id) if *id == account.party => Ok(*id),
        Actor::Mediator(id) => Ok(*id),
        _ => Err(not_yours("the seller or a mediator")),
    }
}

fn still_open(case: &AccountCase) -> Result<(), Refusal> {
    if case.open() { Ok(()) } else { Err(Refusal::AlreadyFinal) }
}

fn in_stage(case: &AccountCase, stage: AccountStage) -> Result<(), Refusal> {
    still_open(case)?;
    if case.stage == stage {
        return Ok(());
    }
    let turn = match case.stage {
        AccountStage::Answering | AccountStage::Appealing => "respondent",
        AccountStage::Reviewing => "mediator",
        AccountStage::Standing | AccountStage::Closed => "nobody",
    };
    Err(Refusal::WrongStage { stage: case.stage.word().to_owned(), turn: turn.to_owned() })
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

fn write(
    draft: &mut Draft<'_>,
    case: &AccountCase,
    account: &Account,
    actor: &Actor,
    words: &Seal,
) -> Result<(), Refusal> {
    let author = author(account, actor)?;
    let (role, words) = (actor.role().to_owned(), words.clone());
    draft.push(AccountEvent::AccountMessageWritten { case: case.no, author, role, words });
    if author != account.party {
        draft.notice("account_message", case.no, None);
    }
    Ok(())
}

/// Evidence works during the freeze, by the same limits as everywhere (FRZ-5, EVI-1).
fn submit(draft: &mut Draft<'_>, case: &AccountCase, evidence: AccountEvidence) -> Result<(), Refusal> {
    still_open(case)?;
    let rules = &draft.context.policy.evidence;
    crate::order::decide::check_file(rules, &evidence.kind, evidence.bytes)?;
    let mine = case.evidence.iter().filter(|e| e.author == evidence.author).count();
    if mine >= usize::from(rules.max_files) {
        let what = "files of one party in one case".into();
        return Err(Refusal::Limit { what, most: u64::from(rules.max_files) });
    }
    draft.push(AccountEvent::AccountEvidenceSealed { case: case.no, evidence });
    Ok(())
}

fn assign(
    draft: &mut Draft<'_>,
    case: &AccountCase,
    actor: &Actor,
    mediator: PartyId,
) -> Result<(), Refusal> {
    if !matches!(actor, Actor::Mediator(_) | Actor::Marketplace) {
        return Err(not_yours("a mediator or the marketplace"));
    }
    in_stage(case, AccountStage::Reviewing)?;
    if case.ruled_by.contains(&mediator) {
        return Err(Refusal::SameMediator);
    }
    if case.mediator == Some(mediator) {
        return Err(Refusal::AlreadyDone);
    }
    draft.push(AccountEvent::AccountCaseAssigned { case: case.no, mediator });
    Ok(())
}

/// The person who has it decides: lifted, or it stays and may be appealed once.
fn rule(
    draft: &mut Draft<'_>,
    case: &AccountCase,
    actor: &Actor,
    lift: bool,
    words: Option<&Seal>,
) -> Result<(), Refusal> {
    let Actor::Mediator(by) = actor else { return Err(not_yours("the mediator who has the case")) };
    in_stage(case, AccountStage::Reviewing)?;
    if case.ruled_by.contains(by) {
        return Err(Refusal::SameMediator);
    }
    if case.mediator != Some(*by) {
        return Err(Refusal::NotAssigned);
    }
    if words.is_none() {
        return Err(Refusal::Missing { items: vec!["words".into()] });
    }
    ruled(draft, case, actor.clone(), lift, words);
    Ok(())
}

fn ruled(draft: &mut Draft<'_>, case: &AccountCase, by: Actor, lift: bool, words: Option<&Seal>) {
    let ruling = AccountRuling { by, lift, words: words.cloned(), at: draft.now };
    draft.push(AccountEvent::AccountRuled { case: case.no, ruling });
    if lift {
        lifted(draft, case.no, AccountClosing::Lifted);
    } else if case.appealed.is_none() {
        let end = enter(draft, case.no, AccountStage::Appealing);
        draft.notice("account_upheld", case.no, end);
    } else {
        enter(draft, case.no, AccountStage::Standing);
        draft.notice("account_upheld_for_good", case.no, Some(case.last_day));
    }
}

fn lifted(draft: &mut Draft<'_>, case: CaseNo, closing: AccountClosing) {
    enter(draft, case, AccountStage::Closed);
    draft.push(AccountEvent::RestrictionLifted { case, closing });
    draft.notice("account_lifted", case, None);
}

/// A person renews it before its last day, with a reason (FRZ-6).
fn renew(draft: &mut Draft<'_>, case: &AccountCase, actor: &Actor, words: &Seal) -> Result<(), Refusal> {
    let by = match actor {
        Actor::Mediator(by) | Actor::Finance(by) => *by,
        _ => return Err(not_yours("a person of the platform")),
    };
    still_open(case)?;
    let rules = draft.context.policy.freeze.compliance.as_ref().ok_or_else(not_in_policy)?;
    let last_day = draft.context.calendar.end(case.last_day, rules.lasts);
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

/// Every deadline of the cases.
pub(crate) fn deadlines(account: &Account, context: &Context<'_>) -> Vec<(Timestamp, Due)> {
    let mut all = Vec::new();
    for case in account.cases.iter().filter(|case| case.open()) {
        all.push((case.last_day, Due::LastDay(case.no)));
        if let Some(end) = case.end {
            all.push((end, Due::Stage(case.no)));
            let theirs = matches!(case.stage, AccountStage::Answering | AccountStage::Appealing);
            let early = context.calendar.before(end, context.policy.disputes.reminder_before);
            if theirs && !case.reminded && early > case.since {
                all.push((early, Due::Reminder(case.no)));
            }
        }
        if let Some(rules) = context.policy.freeze.compliance.as_ref().filter(|_| !case.warned) {
            let early = context.calendar.before(case.last_day, rules.warn_before);
            all.push((early.max(case.opened), Due::Warning(case.no)));
        }
    }
    all
}

/// Carries a deadline out.
pub(crate) fn due(account: &Account, what: Due, context: &Context<'_>, now: Timestamp) -> Vec<AccountEvent> {
    let mut draft = Draft::new(Some(account), account.id, context, now);
    let (Due::LastDay(no) | Due::Stage(no) | Due::Reminder(no) | Due::Warning(no)) = what;
    let Some(case) = account.cases.get(no.index()) else { return Vec::new() };
    match (what, case.stage) {
        (Due::LastDay(_), _) => lifted(&mut draft, no, AccountClosing::LastDay),
        (Due::Stage(_), AccountStage::Answering) => {
            let end = enter(&mut draft, no, AccountStage::Reviewing);
            draft.notice("account_under_review", no, end);
        }
        (Due::Stage(_), AccountStage::Reviewing) => ruled(&mut draft, case, Actor::Clock, false, None),
        (Due::Stage(_), _) => {
            enter(&mut draft, no, AccountStage::Standing);
        }
        (Due::Reminder(_), _) => {
            let end = case.end.unwrap_or(case.last_day);
            draft.push(AccountEvent::AccountReminded { case: no, end });
            draft.notice("account_turn_ends", no, Some(end));
        }
        (Due::Warning(_), _) => {
            draft.push(AccountEvent::LastDayNear { case: no, last_day: case.last_day });
        }
    }
    draft.events
}
