//! What every case on an account has: it is written in, files are sealed, a person of the platform takes it and decides it.
use super::{Account, AccountEvent, not_yours, report, restrict};
use crate::account::CaseAct;
use crate::account::case::{AccountCase, AccountEvidence, AccountRuling, AccountStage, Matter};
use crate::account::draft::Draft;
use crate::actor::Actor;
use crate::aggregate::Context;
use crate::id::{AccountRole, CaseNo, EvidenceNo, PartyId};
use crate::refusal::Refusal;
use crate::seal::Seal;
use jiff::Timestamp;

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
    match (act, &found.matter) {
        (CaseAct::Write { words }, _) => write(&mut draft, found, account, actor, words)?,
        (CaseAct::Submit { proof, seal, kind, bytes, caption }, _) => {
            let evidence = AccountEvidence {
                no: EvidenceNo::after(found.evidence.len()),
                author: author(account, found, actor)?,
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
        (CaseAct::Assign { mediator }, _) => assign(&mut draft, found, actor, *mediator)?,
        (CaseAct::Rule { lift, words }, matter) => {
            let ruling = ruling(found, actor, (*lift, words.as_ref()), now)?;
            match matter {
                Matter::Restriction(restriction) => restrict::ruled(&mut draft, (no, restriction), ruling),
                Matter::Report(about) => {
                    report::check(found, about, *lift)?;
                    report::ruled(&mut draft, (no, about), ruling);
                }
            }
        }
        (_, Matter::Restriction(restriction)) => {
            restrict::act(&mut draft, (found, restriction), (account, actor), act)?;
        }
        (_, Matter::Report(_)) => {
            let turn = if found.open() { "mediator" } else { "nobody" };
            return Err(Refusal::WrongStage { stage: found.stage.word().to_owned(), turn: turn.to_owned() });
        }
    }
    Ok(draft.events)
}

/// Who writes and submits: the party whose account it is, the seller who reports, and staff.
fn author(account: &Account, case: &AccountCase, actor: &Actor) -> Result<PartyId, Refusal> {
    let reporter = case.report().map(|report| report.by);
    match (actor, account.role) {
        (Actor::Seller(id), AccountRole::Seller) | (Actor::Buyer(id), AccountRole::Buyer)
            if *id == account.party =>
        {
            Ok(*id)
        }
        (Actor::Seller(id), _) if Some(*id) == reporter => Ok(*id),
        (Actor::Mediator(id), _) => Ok(*id),
        _ => Err(not_yours("a party of the case or its mediator")),
    }
}

pub(super) fn still_open(case: &AccountCase) -> Result<(), Refusal> {
    if case.open() { Ok(()) } else { Err(Refusal::AlreadyFinal) }
}

pub(super) fn in_stage(case: &AccountCase, stage: AccountStage) -> Result<(), Refusal> {
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

fn write(
    draft: &mut Draft<'_>,
    case: &AccountCase,
    account: &Account,
    actor: &Actor,
    words: &Seal,
) -> Result<(), Refusal> {
    let author = author(account, case, actor)?;
    still_open(case)?;
    let (role, words) = (actor.role().to_owned(), words.clone());
    draft.push(AccountEvent::AccountMessageWritten { case: case.no, author, role, words });
    let parties = [Some(account.party), case.report().map(|report| report.by)];
    let notice = if case.report().is_some() { "report_message" } else { "account_message" };
    for to in parties.into_iter().flatten().filter(|party| *party != author) {
        draft.notice_to(to, notice, case.no, None);
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

/// The person who has the case decides it, with the reason in words.
fn ruling(
    case: &AccountCase,
    actor: &Actor,
    (lift, words): (bool, Option<&Seal>),
    at: Timestamp,
) -> Result<AccountRuling, Refusal> {
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
    Ok(AccountRuling { by: actor.clone(), lift, words: words.cloned(), at })
}
