//! The liability table against every combination of the facts: what no row meets, what no combination reaches.
//!
//! The space is cut in two wherever a row hangs on a fact, until every part is decided by one row; so every combination
//! is looked at exactly once, whatever their number is.
use super::places::Places;
use super::space::{Condition, MOST_VALUES, Part, Space, Verdict};
use crate::policy::{FactValue, Fund, LiabilityRow, Liable, Policy, Problem, RowRemedy, StageName};
use std::collections::{BTreeMap, BTreeSet};

/// Parts after which a table counts as too entangled to be looked at whole.
const MOST_PARTS: u64 = 2_000_000;

/// What the table may give, by reason, before goods went back and after.
pub(super) type Outcomes = BTreeMap<String, [BTreeSet<RowRemedy>; 2]>;

/// What was found out about a table.
pub(super) struct Explored {
    pub problems: Vec<Problem>,
    pub outcomes: Outcomes,
    /// Parts of the space that were looked at.
    pub parts: u64,
    /// Combinations that can be, all of them in some part.
    pub combinations: u128,
}

/// A row in the order in which the rows are tried.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Met {
    /// The combination cannot be: the policy says so in this row of `impossible`.
    Impossible(usize),
    /// The combination cannot be: it follows from the rest of the policy, for the reason of this ordinal.
    Excluded(usize),
    /// This row of the table.
    Row(usize),
}

impl Met {
    /// In which order an explanation does without it.
    const fn sort(self) -> u8 {
        match self {
            Self::Impossible(_) => 0,
            Self::Row(_) => 1,
            Self::Excluded(_) => 2,
        }
    }
}

struct Table<'a> {
    policy: &'a Policy,
    space: Space,
    impossible: Vec<Condition>,
    excluded: Vec<(Condition, String)>,
    rows: Vec<Condition>,
}

/// Goes through every combination of facts.
pub(super) fn explore(policy: &Policy, places: &Places<'_>) -> Explored {
    let mut found = Explored { problems: Vec::new(), outcomes: Outcomes::new(), parts: 0, combinations: 0 };
    if policy.reasons.len() > MOST_VALUES {
        let text = format!("there are more than {MOST_VALUES} reasons; put some together");
        found.problems.push(places.key("reason", text));
        return found;
    }
    let table = Table::new(policy);
    let mut whole = true;
    let mut each_possible = true;
    let mut reached = BTreeSet::new();
    for reason in &policy.reasons {
        let mut of_reason = OfReason::default();
        whole &= table.of_reason(&reason.id, reason.received, &mut of_reason, &mut found.parts);
        found.combinations += of_reason.possible;
        if of_reason.possible == 0 {
            each_possible = false;
            let row = format!("reason {}", reason.id);
            let text =
                "whatever the facts are, an [[impossible]] row says that they cannot be; narrow that row";
            found.problems.push(places.reason(&reason.id, row, text));
        }
        found.problems.extend(table.goods_that_never_came(reason.received, &of_reason, places));
        reached.extend(of_reason.rows.iter().copied());
        found.outcomes.insert(reason.id.clone(), of_reason.outcomes);
    }
    found.problems.extend(table.gap(places, &mut found.parts));
    if whole {
        // Rows about a reason that is impossible as a whole would only say the same again.
        if each_possible {
            found.problems.extend(table.never_reached(&reached, places, &mut found.parts));
        }
    } else {
        let text = "the rows are too entangled to be proven; name the reason first in each of them";
        found.problems.push(places.key("liability", text));
    }
    found.problems.extend(table.money(places));
    found
}

/// What the table says to the cases of one reason.
#[derive(Default)]
struct OfReason {
    rows: BTreeSet<usize>,
    outcomes: [BTreeSet<RowRemedy>; 2],
    possible: u128,
}

impl<'a> Table<'a> {
    fn new(policy: &'a Policy) -> Self {
        let space = Space::new(&policy.reasons);
        let impossible = policy.impossible.iter().map(|row| space.condition(&row.when)).collect();
        let rows = policy.liability.iter().map(|row| space.condition(&row.when)).collect();
        let excluded = super::facts::never(policy, &space);
        Self { policy, space, impossible, excluded, rows }
    }

    /// Every row of a reason's cases that can be met; says whether all was looked at.
    fn of_reason(&self, id: &str, received: bool, into: &mut OfReason, parts: &mut u64) -> bool {
        let Some(start) = self.reason(id, received) else { return true };
        let none = FactValue::Word("none".to_owned());
        let order = self.all();
        self.walk(&order, start, parts, &mut |met, part| {
            if let Some(Met::Impossible(_) | Met::Excluded(_)) = met {
                return;
            }
            into.possible += part.size();
            let Some(Met::Row(number)) = met else { return };
            into.rows.insert(number);
            let Some(row) = self.policy.liability.get(number) else { return };
            if self.space.allows(part, "return_state", &none) {
                into.outcomes[0].insert(row.remedy);
            }
            if self.space.allows_other(part, "return_state", &none) {
                into.outcomes[1].insert(row.remedy);
            }
        })
    }

    /// The part of one reason: whether it came follows from it.
    fn reason(&self, id: &str, received: bool) -> Option<Part> {
        let of_id = self.space.fix(&self.space.whole(), "reason", &FactValue::Word(id.to_owned()))?;
        self.space.fix(&of_id, "received", &FactValue::Bool(received))
    }

    fn all(&self) -> Vec<(Met, &Condition)> {
        let impossible = self.impossible.iter().enumerate().map(|(n, row)| (Met::Impossible(n), row));
        let excluded = self.excluded.iter().enumerate().map(|(n, (row, _))| (Met::Excluded(n), row));
        let rows = self.rows.iter().enumerate().map(|(n, row)| (Met::Row(n), row));
        impossible.chain(excluded).chain(rows).collect()
    }

    /// Shows every part with the row that decides it; nothing where none does. Says whether it came to the end.
    fn walk(
        &self,
        order: &[(Met, &Condition)],
        start: Part,
        parts: &mut u64,
        visit: &mut dyn FnMut(Option<Met>, &Part),
    ) -> bool {
        let most = parts.saturating_add(MOST_PARTS);
        let mut open = vec![(start, 0)];
        while let Some((part, from)) = open.pop() {
            let mut met = None;
            let mut cut = None;
            for (number, (row, condition)) in order.iter().enumerate().skip(from) {
                match condition.verdict(&part) {
                    Verdict::Fails => {}
                    Verdict::Holds => met = Some(*row),
                    Verdict::Open { fact, values } => cut = Some((number, fact, values)),
                }
                if met.is_some() || cut.is_some() {
                    break;
                }
            }
            if let Some((number, fact, values)) = cut {
                open.extend(part.split(fact, values).map(|part| (part, number)));
                continue;
            }
            *parts += 1;
            if *parts > most {
                return false;
            }
            visit(met, &part);
        }
        true
    }

    /// The smallest example of a combination that no row meets.
    fn gap(&self, places: &Places<'_>, parts: &mut u64) -> Option<Problem> {
        let order: Vec<(Met, &Condition)> =
            self.all().into_iter().filter(|(met, _)| !matches!(met, Met::Excluded(_))).collect();
        let mut smallest: Option<Vec<String>> = None;
        for reason in &self.policy.reasons {
            let Some(start) = self.reason(&reason.id, reason.received) else { continue };
            self.walk(&order, start, parts, &mut |met, part| {
                if met.is_none() {
                    let example = self.space.example(part);
                    if smallest.as_ref().is_none_or(|known| example.len() < known.len()) {
                        smallest = Some(example);
                    }
                }
            });
        }
        let text = format!(
            "no row says who is liable when {{ {} }} (what is not named is false, or its first word); add a row for it, or end the table with when = \"true\"",
            smallest?.join(", ")
        );
        Some(places.key("liability", text))
    }

    /// Rows that no combination reaches, and what stands before them.
    fn never_reached(&self, reached: &BTreeSet<usize>, places: &Places<'_>, parts: &mut u64) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (number, row) in self.policy.liability.iter().enumerate() {
            let after = self.policy.liability.len() - number - 1;
            if matches!(self.rows.get(number), Some(Condition::Always(true))) && after > 0 {
                let text = format!(
                    "the row always holds, so the {after} after it are never reached; move it to the end or narrow it"
                );
                problems.push(places.liability(&row.id, text));
                return problems;
            }
            if !reached.contains(&number) {
                problems.push(places.liability(&row.id, self.why_never(number, parts)));
            }
        }
        problems
    }

    /// What meets the combinations in which a row holds, instead of it: no more than is needed to say why.
    fn why_never(&self, number: usize, parts: &mut u64) -> String {
        let Some(row) = self.rows.get(number) else { return String::new() };
        // First the parts in which the row holds; then who takes them.
        let mut holding = Vec::new();
        for start in self.policy.reasons.iter().filter_map(|of| self.reason(&of.id, of.received)) {
            self.walk(&[(Met::Row(number), row)], start, parts, &mut |met, part| {
                holding.extend(met.map(|_| part.clone()));
            });
        }
        let mut takers: Vec<(Met, &Condition)> =
            self.all().into_iter().filter(|(met, _)| *met < Met::Row(number)).collect();
        // What the policy itself makes impossible is told before a row, and a row before what is said to be impossible.
        for sort in [0, 1, 2] {
            let mut next = 0;
            while let Some((met, _)) = takers.get(next) {
                if met.sort() == sort {
                    let taken = takers.remove(next);
                    if self.all_taken(&holding, &takers, parts) {
                        continue;
                    }
                    takers.insert(next, taken);
                }
                next += 1;
            }
        }
        self.told(&takers)
    }

    fn all_taken(&self, holding: &[Part], takers: &[(Met, &Condition)], parts: &mut u64) -> bool {
        let mut all = true;
        for part in holding {
            self.walk(takers, part.clone(), parts, &mut |met, _| all &= met.is_some());
        }
        all
    }

    fn told(&self, takers: &[(Met, &Condition)]) -> String {
        let rows = takers.iter().filter_map(|(met, _)| match met {
            Met::Row(number) => self.policy.liability.get(*number).map(|row| format!("`{}`", row.id)),
            _ => None,
        });
        let rows: Vec<String> = rows.collect();
        let cannot = takers.iter().find_map(|(met, _)| match met {
            Met::Impossible(number) => self.policy.impossible.get(*number).map(|row| row.why.clone()),
            Met::Excluded(number) => self.excluded.get(*number).map(|(_, why)| why.clone()),
            Met::Row(_) => None,
        });
        match (rows.is_empty(), cannot) {
            (false, _) => format!(
                "the row is never reached: whatever meets it is decided earlier, by {}; move it up, narrow what stands before it, or remove it",
                rows.join(", ")
            ),
            (true, Some(why)) => format!("the row is never reached: {why}; correct it or remove it"),
            (true, None) => {
                "the row is never reached: its condition holds for no reason at all; correct it or remove it"
                    .to_owned()
            }
        }
    }

    /// Rows that send goods back which never came.
    fn goods_that_never_came(
        &self,
        received: bool,
        of_reason: &OfReason,
        places: &Places<'_>,
    ) -> Vec<Problem> {
        let rows = of_reason.rows.iter().filter_map(|number| self.policy.liability.get(*number));
        let wrong = rows.filter(|row| !received && row.remedy == RowRemedy::ReturnAndRefund);
        let text = "the row is met by cases in which nothing was received, and nothing can be sent back there; add `received &&` or write remedy = \"refund_all\"";
        wrong.map(|row| places.liability(&row.id, text)).collect()
    }

    /// Rows whose money has no payer.
    fn money(&self, places: &Places<'_>) -> Vec<Problem> {
        let say = |row: &LiabilityRow| {
            let gives = row.remedy != RowRemedy::None;
            let text = match (row.liable, row.funded_by) {
                (Liable::Buyer, Fund::Escrow) if gives && row.remedy != RowRemedy::RefundGoods => {
                    "the buyer is liable and gets everything back all the same; write remedy = \"none\" or \"refund_goods\", or name who is liable"
                }
                (_, Fund::CarrierClaims) if gives && row.liable != Liable::Carrier => {
                    "the carrier's claims account pays, but the carrier is not liable; write liable = \"carrier\" or funded_by = \"escrow\""
                }
                (_, Fund::ProtectionFund | Fund::CarrierClaims) if !gives => {
                    "nothing is given, so no fund pays; write funded_by = \"escrow\""
                }
                _ => return None,
            };
            Some(places.liability(&row.id, text))
        };
        self.policy.liability.iter().filter_map(say).collect()
    }
}

/// Whether a procedure of a reason's group has a stage: a case keeps its procedure when its reason is changed.
pub(super) fn group_has(policy: &Policy, received: bool, stage: StageName) -> bool {
    let of_group = policy.reasons.iter().filter(|reason| reason.received == received);
    let mut procedures = of_group.filter_map(|reason| policy.procedures.get(&reason.procedure));
    procedures.any(|procedure| procedure.stages.contains_key(&stage))
}
