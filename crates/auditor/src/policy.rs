//! The numbers of a policy, read from its TOML as plain data: what the auditor holds clocks and money to.
use crate::calendar::Clock;
use std::collections::{HashMap, HashSet};
use toml::{Table, Value};

/// A stage of a procedure as the policy's table has it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stage {
    /// How long it lasts, where the table says so.
    pub(crate) clock: Option<Clock>,
    /// A promise, at three quarters of which it ends.
    pub(crate) promise: Option<Clock>,
    /// What happens at its end.
    pub(crate) on_end: String,
    /// Where its exits lead.
    pub(crate) exits: HashMap<String, String>,
}

/// A procedure.
#[derive(Clone, Debug, Default)]
pub(crate) struct Procedure {
    pub(crate) first: String,
    pub(crate) stages: HashMap<String, Stage>,
}

/// A reason of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) procedure: String,
    /// What it is for: `dispute` where nothing is said.
    pub(crate) kind: String,
    /// Finer reasons, of which a case may name one.
    pub(crate) sub_reasons: Vec<String>,
}

/// When goods may go back for a change of mind.
#[derive(Clone, Debug)]
pub(crate) struct Returns {
    pub(crate) within: Clock,
    pub(crate) unless_said: bool,
    pub(crate) conditions: HashSet<String>,
    pub(crate) shipping_included: bool,
}

/// What holds for complaints of negligence.
#[derive(Clone, Debug)]
pub(crate) struct Complaints {
    pub(crate) rejections: HashSet<String>,
    pub(crate) penalty_points: u64,
}

/// What a carrier's word gives the seller.
#[derive(Clone, Debug)]
pub(crate) struct Compensation {
    pub(crate) declared: HashSet<String>,
    pub(crate) shipping_included: bool,
    pub(crate) less_commission: bool,
    pub(crate) procedure: String,
}

/// Until when a seller may claim payment, for what, and who bears what the buyer was given back.
#[derive(Clone, Debug)]
pub(crate) struct Claims {
    pub(crate) within: Clock,
    pub(crate) causes: HashSet<String>,
    pub(crate) loss_from: String,
    pub(crate) procedure: String,
}

/// When the protection fund is asked.
#[derive(Clone, Debug)]
pub(crate) struct Funding {
    pub(crate) reasons: HashSet<String>,
    pub(crate) order_at_most: HashMap<String, i64>,
    pub(crate) never_for: HashSet<String>,
    /// Over how many days the buyer's record is read, and the most of disputes, funded refunds and reports; nothing: it is
    /// not looked at.
    pub(crate) buyer: Option<(u16, [Option<u32>; 3])>,
    /// What the seller may be asked afterwards, and for how long; nothing: nothing.
    pub(crate) questionnaire: Option<(HashSet<String>, Clock)>,
}

/// What the auditor needs of a policy.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) procedures: HashMap<String, Procedure>,
    pub(crate) reasons: HashMap<String, Reason>,
    /// Nothing: goods never go back for a change of mind.
    pub(crate) returns: Option<Returns>,
    /// Nothing: nobody can complain of negligence.
    pub(crate) complaints: Option<Complaints>,
    /// Nothing: what a carrier loses is not made good.
    pub(crate) compensation: Option<Compensation>,
    /// Nothing: no claims of sellers.
    pub(crate) claims: Option<Claims>,
    /// Carriers whose scans count; `*` is every one.
    carriers: HashSet<String>,
    /// Nothing: the fund is never asked.
    pub(crate) funding: Option<Funding>,
    /// Procedure and reasons of a case about a risk.
    pub(crate) risk: Option<(String, HashSet<String>)>,
    /// How many documents an objection to what came back needs.
    pub(crate) objection_documents: usize,
    pub(crate) undelivered: String,
    pub(crate) max_changes: u64,
    pub(crate) staff_every: Clock,
    pub(crate) turn_reminder: Clock,
    pub(crate) ship_reminder: Clock,
    pub(crate) received_close: Clock,
    pub(crate) learned_grace: Clock,
    pub(crate) address_within: Clock,
    pub(crate) collect_within: Clock,
    pub(crate) opens_at_receipt: bool,
    pub(crate) release_at_confirmation: bool,
    pub(crate) shipping_included: bool,
    /// Methods in the order in which they pay back; none: in proportion.
    pub(crate) payers: Vec<String>,
    /// Methods that go to the wallet.
    pub(crate) to_wallet: HashSet<String>,
    pub(crate) substitute_wallet: bool,
    pub(crate) commission_basis_points: i64,
    pub(crate) seller_bears_commission: bool,
    pub(crate) seller_bears_gateway_fee: bool,
    pub(crate) surcharge_to_seller: bool,
    /// Points off by reason.
    pub(crate) penalties: HashMap<String, u16>,
}

impl Policy {
    /// Reads `policy.toml`.
    ///
    /// # Errors
    /// What could not be found, by its path.
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let root: Table = text.parse().map_err(|error| format!("no TOML: {error}"))?;
        let payers = at(&root, &["refunds", "order"]).ok();
        let routes = at(&root, &["refunds", "route"]).ok().and_then(Value::as_table);
        let points = at(&root, &["reputation", "points"]).ok().and_then(Value::as_table);
        Ok(Self {
            procedures: procedures(&root)?,
            reasons: reasons(&root),
            returns: returns(&root)?,
            complaints: complaints(&root)?,
            compensation: compensation(&root)?,
            claims: claims(&root)?,
            carriers: words(&root, &["carriers", "verifiable"])?.into_iter().collect(),
            funding: funding(&root)?,
            risk: risk(&root)?,
            objection_documents: objection_documents(&root)?,
            undelivered: word(&root, &["windows", "not_received", "longest_transit_procedure"])?,
            max_changes: number(&root, &["disputes", "max_changes"])?.unsigned_abs(),
            staff_every: clock(&root, &["disputes", "staff_task_every"])?,
            turn_reminder: clock(&root, &["disputes", "reminder_before"])?,
            ship_reminder: clock(&root, &["shipping", "reminder_before"])?,
            received_close: clock(&root, &["windows", "received", "close"])?,
            learned_grace: clock(&root, &["windows", "received", "learned_grace"])?,
            address_within: clock(&root, &["windows", "address_answer_within"])?,
            collect_within: clock(&root, &["windows", "collect_within"])?,
            opens_at_receipt: word(&root, &["windows", "received", "opens"])? == "at receipt",
            release_at_confirmation: flag(&root, &["windows", "release_at_confirmation"])?,
            shipping_included: flag(&root, &["refunds", "shipping_included"])?,
            payers: payers
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|m| m.as_str().map(str::to_owned))
                .collect(),
            to_wallet: routes
                .into_iter()
                .flatten()
                .filter(|(_, way)| way.as_str() == Some("wallet"))
                .map(|(method, _)| method.clone())
                .collect(),
            substitute_wallet: word(&root, &["refunds", "substitute"])? == "wallet",
            commission_basis_points: number(&root, &["commission", "rate_basis_points"])?,
            seller_bears_commission: word(&root, &["commission", "on_refund"])? == "seller",
            seller_bears_gateway_fee: word(&root, &["commission", "gateway_fee_on_refund"])? == "seller",
            surcharge_to_seller: word(&root, &["commission", "surcharge_to"])? == "seller",
            penalties: {
                let told = |points: &Value| points.as_integer().and_then(|points| u16::try_from(points).ok());
                let of_complaints = at(&root, &["complaints", "penalty_points"]).ok().and_then(told);
                let own =
                    points.into_iter().flatten().filter_map(|(reason, p)| Some((reason.clone(), told(p)?)));
                own.chain(of_complaints.map(|points| ("negligence".to_owned(), points))).collect()
            },
        })
    }

    /// A stage of a procedure.
    pub(crate) fn stage(&self, procedure: &str, stage: &str) -> Option<&Stage> {
        self.procedures.get(procedure)?.stages.get(stage)
    }

    /// Whether a carrier is on the list.
    pub(crate) fn listed(&self, carrier: &str) -> bool {
        let letters = carrier.chars().filter(|c| c.is_alphanumeric());
        let plain: String = letters.flat_map(char::to_lowercase).collect();
        self.carriers.contains("*") || self.carriers.contains(&plain)
    }

    /// The commission on an amount, rounded down.
    pub(crate) fn commission(&self, amount: i64) -> i64 {
        crate::share::scaled(amount, self.commission_basis_points, 10_000)
    }
}

fn at<'t>(root: &'t Table, path: &[&str]) -> Result<&'t Value, String> {
    let missing = || format!("the policy has no {}", path.join("."));
    let (first, rest) = path.split_first().ok_or_else(missing)?;
    let mut value = root.get(*first).ok_or_else(missing)?;
    for name in rest {
        value = value.get(*name).ok_or_else(missing)?;
    }
    Ok(value)
}

fn word(root: &Table, path: &[&str]) -> Result<String, String> {
    let text = at(root, path)?.as_str().map(str::to_owned);
    text.ok_or_else(|| format!("{} of the policy is no text", path.join(".")))
}

fn number(root: &Table, path: &[&str]) -> Result<i64, String> {
    at(root, path)?.as_integer().ok_or_else(|| format!("{} of the policy is no number", path.join(".")))
}

fn flag(root: &Table, path: &[&str]) -> Result<bool, String> {
    at(root, path)?.as_bool().ok_or_else(|| format!("{} of the policy is no yes or no", path.join(".")))
}

fn clock(root: &Table, path: &[&str]) -> Result<Clock, String> {
    let text = word(root, path)?;
    Clock::read(&text).ok_or_else(|| format!("{} of the policy is no period: {text}", path.join(".")))
}

fn reasons(root: &Table) -> HashMap<String, Reason> {
    let all = root.get("reason").and_then(Value::as_array).into_iter().flatten();
    let read = |row: &Value| {
        let text = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
        let kind = text("kind").unwrap_or_else(|| "dispute".to_owned());
        let finer = row.get("sub_reasons").and_then(Value::as_array).into_iter().flatten();
        let sub_reasons = finer.filter_map(Value::as_str).map(str::to_owned).collect();
        Some((text("id")?, Reason { procedure: text("procedure")?, kind, sub_reasons }))
    };
    all.filter_map(read).collect()
}

fn words(root: &Table, path: &[&str]) -> Result<Vec<String>, String> {
    let list = at(root, path)?.as_array().ok_or_else(|| format!("{} is no list", path.join(".")))?;
    Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn funding(root: &Table) -> Result<Option<Funding>, String> {
    if !root.contains_key("funding") {
        return Ok(None);
    }
    let most = at(root, &["funding", "order_at_most"])?.as_table().into_iter().flatten();
    let most = most.filter_map(|(currency, most)| Some((currency.clone(), most.as_integer()?)));
    Ok(Some(Funding {
        reasons: words(root, &["funding", "reasons"])?.into_iter().collect(),
        order_at_most: most.collect(),
        never_for: words(root, &["funding", "never_for"]).unwrap_or_default().into_iter().collect(),
        buyer: buyer(root),
        questionnaire: questionnaire(root)?,
    }))
}

fn questionnaire(root: &Table) -> Result<Option<(HashSet<String>, Clock)>, String> {
    let path = ["funding", "questionnaire", "questions"];
    if at(root, &path).is_err() {
        return Ok(None);
    }
    let within = clock(root, &["funding", "questionnaire", "answer_within"])?;
    Ok(Some((words(root, &path)?.into_iter().collect(), within)))
}

fn buyer(root: &Table) -> Option<(u16, [Option<u32>; 3])> {
    let of = |key: &str| at(root, &["funding", "buyer", key]).ok();
    let days = of("window")?.as_str()?.strip_suffix(" days")?.parse().ok()?;
    let most = |key: &str| of(key).and_then(Value::as_integer).and_then(|most| u32::try_from(most).ok());
    Some((days, ["disputes_at_most", "funded_at_most", "reports_at_most"].map(most)))
}

fn returns(root: &Table) -> Result<Option<Returns>, String> {
    if !root.contains_key("returns") {
        return Ok(None);
    }
    Ok(Some(Returns {
        within: clock(root, &["returns", "within"])?,
        unless_said: flag(root, &["returns", "unless_said"])?,
        conditions: words(root, &["returns", "conditions"])?.into_iter().collect(),
        shipping_included: flag(root, &["returns", "shipping_included"])?,
    }))
}

fn complaints(root: &Table) -> Result<Option<Complaints>, String> {
    if !root.contains_key("complaints") {
        return Ok(None);
    }
    Ok(Some(Complaints {
        rejections: words(root, &["complaints", "rejections"])?.into_iter().collect(),
        penalty_points: number(root, &["complaints", "penalty_points"])?.unsigned_abs(),
    }))
}

fn compensation(root: &Table) -> Result<Option<Compensation>, String> {
    if !root.contains_key("compensation") {
        return Ok(None);
    }
    Ok(Some(Compensation {
        declared: words(root, &["compensation", "declared"])?.into_iter().collect(),
        shipping_included: flag(root, &["compensation", "shipping_included"])?,
        less_commission: flag(root, &["compensation", "less_commission"])?,
        procedure: word(root, &["compensation", "procedure"])?,
    }))
}

fn claims(root: &Table) -> Result<Option<Claims>, String> {
    if !root.contains_key("claims") {
        return Ok(None);
    }
    Ok(Some(Claims {
        within: clock(root, &["claims", "within"])?,
        causes: words(root, &["claims", "causes"])?.into_iter().collect(),
        loss_from: word(root, &["claims", "loss_from"])?,
        procedure: word(root, &["claims", "procedure"])?,
    }))
}

fn risk(root: &Table) -> Result<Option<(String, HashSet<String>)>, String> {
    if at(root, &["freeze", "risk"]).is_err() {
        return Ok(None);
    }
    let reasons = words(root, &["freeze", "risk", "reasons"])?.into_iter().collect();
    Ok(Some((word(root, &["freeze", "risk", "procedure"])?, reasons)))
}

/// Of what an objection is asked to show, what is not optional.
fn objection_documents(root: &Table) -> Result<usize, String> {
    let optional = |id: &String| flag(root, &["requirement", id, "optional"]).unwrap_or(false);
    Ok(words(root, &["disputes", "objection_evidence"])?.iter().filter(|id| !optional(id)).count())
}

/// Procedures with what they extend filled in; those without a first stage exist only to be extended.
fn procedures(root: &Table) -> Result<HashMap<String, Procedure>, String> {
    let all = root.get("procedure").and_then(Value::as_table).ok_or("the policy has no procedures")?;
    let mut found = HashMap::new();
    for (name, table) in all {
        let mut stages = HashMap::new();
        gather(all, name, &mut stages, 0)?;
        if let Some(first) = table.get("first").and_then(Value::as_str) {
            found.insert(name.clone(), Procedure { first: first.to_owned(), stages });
        }
    }
    Ok(found)
}

fn gather(all: &Table, name: &str, into: &mut HashMap<String, Stage>, depth: u8) -> Result<(), String> {
    let table = all.get(name).and_then(Value::as_table).ok_or_else(|| format!("no procedure {name}"))?;
    if depth > 8 {
        return Err(format!("procedure {name} extends itself"));
    }
    if let Some(base) = table.get("extends").and_then(Value::as_str) {
        gather(all, base, into, depth + 1)?;
    }
    for (stage, spec) in table {
        if let Some(spec) = spec.as_table() {
            into.insert(stage.clone(), stage_of(spec)?);
        }
    }
    Ok(())
}

fn stage_of(spec: &Table) -> Result<Stage, String> {
    let mut stage = Stage::default();
    for (key, value) in spec {
        let text = value.as_str().ok_or_else(|| format!("{key} of a stage is no text"))?;
        let period = || Clock::read(text).ok_or_else(|| format!("{text} is no period"));
        match key.as_str() {
            "clock" => stage.clock = Some(period()?),
            "promise" => stage.promise = Some(period()?),
            "on_end" => text.clone_into(&mut stage.on_end),
            _ => {
                stage.exits.insert(key.clone(), text.to_owned());
            }
        }
    }
    Ok(stage)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_policy_is_read() {
        for name in ["default", "aliexpress", "lazada", "tokopedia"] {
            let path = format!("{}/../../policies/{name}/policy.toml", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).expect("a shipped policy");
            let policy = Policy::read(&text).expect(name);
            let spec = policy.stage("not_received", "responding").expect("a stage");
            assert!(spec.clock.is_some(), "{name}");
            assert!(
                policy.stage("not_received", "negotiating").is_some(),
                "{name}: what is extended is filled in"
            );
            assert!(!policy.procedures.contains_key("base"), "{name}");
            assert_eq!(policy.objection_documents, 3, "{name}");
            assert_eq!(policy.complaints.is_some(), matches!(name, "default" | "tokopedia"), "{name}");
            assert_eq!(policy.returns.is_some(), matches!(name, "default" | "lazada"), "{name}");
            assert_eq!(policy.compensation.is_some(), matches!(name, "default" | "lazada"), "{name}");
            assert_eq!(policy.claims.is_some(), matches!(name, "default" | "lazada"), "{name}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(Policy::read("name = \"x\"").expect_err("empty"), "the policy has no procedures");
    }
}
