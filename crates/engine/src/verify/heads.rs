//! Checkpoints: their own chain, and every head of a kept list against what is stored now.
use super::report::{Findings, ProblemKind, name};
use super::{Verifier, VerifyError};
use crate::checkpoint::{HeadLine, Loss, Statement};
use crate::ports::Head;
use crate::record::Record;
use crate::vault::keys::signed_by;
use sha2::{Digest, Sha256};
use std::cmp::Ordering;
use std::collections::BTreeMap;

const CHUNK: u32 = 2_000;
/// Checkpoints of the database that are looked at.
const INSIDE: u32 = 100;

fn wrong(findings: &mut Findings, message: String) {
    findings.add(ProblemKind::Checkpoint, None, None, message);
}

/// Checks the checkpoints and gives the newest.
pub(super) async fn check(
    verifier: &Verifier,
    findings: &mut Findings,
) -> Result<Option<Statement>, VerifyError> {
    let losses = losses(verifier, findings)?;
    let statements = outside(verifier, &losses, findings)?;
    let given_up = accepted(losses, &statements, findings);
    inside(verifier, &statements, findings).await?;
    let Some((newest, statement)) = statements.last_key_value() else {
        return Ok(None);
    };
    let now = verifier.store.newest().await?;
    if statement.position > now && *newest > given_up {
        let message = format!(
            "Checkpoint {newest} of {} covers the journal up to position {}, the database ends at {now}: its end was cut \
             off, or an older backup was restored. Restore a newer one, or accept the loss with `recourse restore \
             --accept-loss`.",
            statement.at, statement.position
        );
        wrong(findings, message);
    }
    let kept = verifier.folder.kept()?;
    if !kept.contains(newest) {
        wrong(findings, format!("The list checkpoints/{newest}.heads is missing. Restore it from a backup."));
    }
    for number in kept {
        match statements.get(&number) {
            Some(statement) => list(verifier, statement, number > given_up, findings).await?,
            // A crash came between the list and its signature; the next checkpoint writes it anew.
            None if number > *newest => {}
            None => wrong(
                findings,
                format!("The list checkpoints/{number}.heads belongs to no signed checkpoint."),
            ),
        }
    }
    Ok(Some(statement.clone()))
}

/// Accepted losses: every line signed.
fn losses(verifier: &Verifier, findings: &mut Findings) -> Result<Vec<Loss>, VerifyError> {
    let public = verifier.vault.keys().public();
    let mut losses = Vec::new();
    for (line, signed) in (1u64..).zip(verifier.folder.losses()?) {
        match signed.ok().and_then(|signed| signed.loss(&public)) {
            Some(loss) => losses.push(loss),
            None => wrong(
                findings,
                format!(
                    "Line {line} of losses.jsonl is not an accepted loss signed by this installation. Take it out."
                ),
            ),
        }
    }
    Ok(losses)
}

/// Reports the accepted losses and gives the newest checkpoint that is given up; 0 if none is. One that belongs to
/// another history counts for nothing.
fn accepted(losses: Vec<Loss>, statements: &BTreeMap<u64, Statement>, findings: &mut Findings) -> u64 {
    let mut given_up = 0;
    for loss in losses {
        if statements.get(&loss.through).map(Statement::hash) == Some(loss.previous) {
            given_up = given_up.max(loss.through);
            findings.accepted(loss);
        } else {
            let message = format!(
                "The loss that was accepted at {} speaks of a checkpoint {} that is not in checkpoints.jsonl. Restore the \
                 file from a backup.",
                loss.at, loss.through
            );
            wrong(findings, message);
        }
    }
    given_up
}

/// The file: every line signed, numbered and chained to the one before.
fn outside(
    verifier: &Verifier,
    losses: &[Loss],
    findings: &mut Findings,
) -> Result<BTreeMap<u64, Statement>, VerifyError> {
    let public = verifier.vault.keys().public();
    let mut statements: BTreeMap<u64, Statement> = BTreeMap::new();
    for (line, signed) in (1u64..).zip(verifier.folder.signed()?) {
        let Some(statement) = signed.ok().and_then(|signed| signed.statement(&public)) else {
            let message = format!(
                "Line {line} of checkpoints.jsonl is not a checkpoint signed by this installation. Restore the file from \
                 a backup, or run with the installation's own keys."
            );
            wrong(findings, message);
            continue;
        };
        let number = statement.number;
        let previous = statements.last_key_value().map(|(_, last)| last.hash());
        if previous != statement.previous || number != line {
            let message = format!(
                "Checkpoint {number} does not follow the line before it: checkpoints were taken out."
            );
            wrong(findings, message);
        }
        if statement.lost > 0 && !losses.iter().any(|loss| loss.covers_alarm(&statement)) {
            let message = format!(
                "Checkpoint {number} of {} found {} orders or accounts of the checkpoint before it missing, shortened or \
                 changed. Restore them from a backup made before that, or accept the loss with `recourse restore \
                 --accept-loss`.",
                statement.at, statement.lost
            );
            wrong(findings, message);
        }
        statements.insert(number, statement);
    }
    Ok(statements)
}

/// The database: what it keeps was signed, and stands in the file.
async fn inside(
    verifier: &Verifier,
    outside: &BTreeMap<u64, Statement>,
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let public = verifier.vault.keys().public();
    for checkpoint in verifier.store.checkpoints(INSIDE).await? {
        let signature = <[u8; 64]>::try_from(checkpoint.signature.as_slice()).ok();
        let signed = signature.is_some_and(|signature| signed_by(&public, &checkpoint.body, &signature));
        match Statement::parse(&checkpoint.body).filter(|_| signed) {
            None => {
                let message =
                    format!("A checkpoint of {} in the database has no good signature.", checkpoint.at);
                wrong(findings, message);
            }
            Some(statement) if outside.get(&statement.number) != Some(&statement) => {
                let message = format!(
                    "Checkpoint {} of {} is in the database and not in checkpoints.jsonl. Restore the file from a backup.",
                    statement.number, statement.at
                );
                wrong(findings, message);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// One list of heads: first whether it is the signed one, then, where it still `counts`, every line of it.
async fn list(
    verifier: &Verifier,
    statement: &Statement,
    counts: bool,
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let number = statement.number;
    let (mut hash, mut lines) = (Sha256::new(), 0u64);
    let Some(mut reader) = verifier.folder.read(number)? else {
        return Ok(());
    };
    while let Some((text, _)) = reader.line()? {
        hash.update(text);
        lines = lines.saturating_add(1);
    }
    if hash.finalize()[..] != statement.root || lines != statement.aggregates {
        wrong(
            findings,
            format!("The list checkpoints/{number}.heads is not the signed one. Restore it from a backup."),
        );
        return Ok(());
    }
    let Some(mut reader) = verifier.folder.read(number)?.filter(|_| counts) else {
        return Ok(());
    };
    let mut heads = Heads { verifier, page: Vec::new().into_iter(), after: None, next: None };
    heads.advance().await?;
    while let Some((_, line)) = reader.line()? {
        let Some(line) = line else { continue };
        while heads.next.as_ref().is_some_and(|head| head.id.bytes() < line.id.bytes()) {
            heads.advance().await?;
        }
        let head = heads.next.as_ref().filter(|head| head.id == line.id);
        compare(verifier, statement, &line, head, findings).await?;
    }
    Ok(())
}

async fn compare(
    verifier: &Verifier,
    statement: &Statement,
    line: &HeadLine,
    head: Option<&Head>,
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let (who, then) = (name(line.id), format!("checkpoint {} of {}", statement.number, statement.at));
    let found = match head.map(|head| (head.version.cmp(&line.version), head)) {
        None => {
            let message = format!("{who} is missing: {then} has it with {} events", line.version);
            Some((ProblemKind::AggregateMissing, message))
        }
        Some((Ordering::Less, head)) => {
            let message = format!(
                "The end of {who} was cut off: {} events at {then}, {} now",
                line.version, head.version
            );
            Some((ProblemKind::TailCut, message))
        }
        Some((Ordering::Equal, head)) => (head.hash != line.hash).then(|| rewritten(&who, &then)),
        Some((Ordering::Greater, _)) => {
            // A history that cannot be read was named already.
            let history = verifier.store.history(line.id).await.unwrap_or_default();
            let last = |body: &[u8]| Record::decode(line.id, body).map(|record| record.last()).ok();
            let then_hash =
                history.iter().find(|row| last(&row.body) == Some(line.version)).map(|row| row.hash);
            (then_hash != Some(line.hash)).then(|| rewritten(&who, &then))
        }
    };
    if let Some((kind, message)) = found.filter(|(kind, _)| !findings.has(*kind, line.id)) {
        let message = format!("{message}. Restore it from a backup made after that checkpoint.");
        let message = message[..1].to_uppercase() + &message[1..];
        findings.add(kind, Some(line.id), None, message);
    }
    Ok(())
}

fn rewritten(who: &str, then: &str) -> (ProblemKind, String) {
    (ProblemKind::Rewritten, format!("The history of {who} was written anew since {then}"))
}

/// The heads of now by ascending id.
struct Heads<'a> {
    verifier: &'a Verifier,
    page: std::vec::IntoIter<Head>,
    after: Option<[u8; 16]>,
    next: Option<Head>,
}

impl Heads<'_> {
    async fn advance(&mut self) -> Result<(), VerifyError> {
        self.next = self.page.next();
        if self.next.is_none() {
            self.page = self.verifier.store.heads_by_id(self.after, CHUNK).await?.into_iter();
            self.next = self.page.next();
        }
        if let Some(head) = &self.next {
            self.after = Some(head.id.bytes());
        }
        Ok(())
    }
}
