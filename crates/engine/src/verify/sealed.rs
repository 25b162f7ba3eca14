//! Sealed material: whatever an event names must be here and be what was sealed, or be destroyed on purpose.
use super::VerifyError;
use super::report::{Findings, ProblemKind, name};
use crate::ports::StoredRecord;
use crate::vault::{SealState, Vault};
use resolution::seal::Seal;
use serde_json::Value;
use std::collections::HashMap;

/// Every seal in a record, wherever it stands, so that an event type that comes later is covered by itself.
pub(super) fn seals(body: &[u8]) -> Vec<Seal> {
    let mut found = Vec::new();
    if body.windows(8).any(|window| window == b"\"digest\"")
        && let Ok(value) = serde_json::from_slice(body)
    {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &Value, found: &mut Vec<Seal>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
        Value::Object(fields) => {
            if fields.len() == 2
                && fields.contains_key("digest")
                && let Ok(seal) = serde_json::from_value(value.clone())
            {
                found.push(seal);
            } else {
                fields.values().for_each(|value| collect(value, found));
            }
        }
        _ => {}
    }
}

/// Looks every seal of these records up; with `read`, opens it and computes its digest.
pub(super) async fn check(
    vault: &Vault,
    stored: &[StoredRecord],
    read: bool,
    findings: &mut Findings,
) -> Result<(), VerifyError> {
    let mut known: HashMap<Seal, SealState> = HashMap::new();
    for record in stored {
        for seal in seals(&record.body) {
            if known.contains_key(&seal) {
                continue;
            }
            let state = vault.state(record.marketplace, &seal, read).await?;
            findings.report.sealed = findings.report.sealed.saturating_add(1);
            match state {
                SealState::Sound => {}
                SealState::Erased => findings.report.erased = findings.report.erased.saturating_add(1),
                SealState::Removed => findings.report.removed = findings.report.removed.saturating_add(1),
                SealState::Missing => {
                    let message = format!(
                        "Sealed material {} of {} is missing, and nobody erased or removed it. Restore the vault from a \
                         backup.",
                        seal.digest,
                        name(record.id)
                    );
                    findings.add(ProblemKind::SealedMissing, Some(record.id), Some(record.position), message);
                }
                SealState::Damaged => {
                    let message = format!(
                        "Sealed material {} of {} is not what was sealed, or the master key is another one. Run with the \
                         right keys, or restore the vault from a backup.",
                        seal.digest,
                        name(record.id)
                    );
                    findings.add(ProblemKind::SealedDamaged, Some(record.id), Some(record.position), message);
                }
            }
            known.insert(seal, state);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_are_found_wherever_they_stand() {
        let seal = |n: &str| format!("{{\"digest\":\"{}\",\"by\":\"pty_{}\"}}", n.repeat(64), n.repeat(32));
        let body = format!(
            "{{\"events\":[{{\"words\":{}}},{{\"deep\":[{{\"text\":{}}}],\"digest\":\"x\",\"other\":1}}]}}",
            seal("a"),
            seal("b")
        );
        let found: Vec<_> = seals(body.as_bytes()).into_iter().map(|s| s.digest).collect();
        assert_eq!(found, ["a".repeat(64), "b".repeat(64)]);
        assert_eq!(seals(b"{\"events\":[]}"), []);
    }
}
