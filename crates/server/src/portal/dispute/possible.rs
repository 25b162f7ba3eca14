//! What a dispute can be about now: taken from `allowed_actions` and the policy that governs the order.
use crate::portal::reader::Reader;
use crate::portal::reason::{self, UNSAID};
use resolution::id::UnitNo;
use resolution::order::Order;
use resolution::order::actions::most_disputable;
use resolution::policy::{Policy, Side};

/// One answer to "did it arrive?", with what follows from it.
pub(super) struct Group {
    pub(super) received: bool,
    /// The units for which it is possible.
    pub(super) units: Vec<u16>,
    pub(super) reasons: Vec<Reason>,
    /// The end of the time in which it is possible.
    pub(super) until: Option<api::RunningClock>,
    /// Why it is not, where it is not.
    pub(super) refused: Option<api::ActionView>,
}

/// A reason as the policy's list has it.
pub(super) struct Reason {
    pub(super) id: String,
    pub(super) title: String,
    /// Its finer reasons, and at the end that none of them is meant; empty where it has none.
    pub(super) finer: Vec<Finer>,
    /// Words of remedies.
    pub(super) remedies: Vec<String>,
    /// What the buyer is asked to show.
    pub(super) needs: Vec<Need>,
}

/// One answer to which finer reason is meant.
pub(super) struct Finer {
    pub(super) id: String,
    pub(super) title: String,
}

impl Finer {
    /// The finer reason, unless none of them is meant.
    pub(super) fn named(&self) -> Option<&str> {
        (self.id != UNSAID).then_some(self.id.as_str())
    }
}

/// One thing to show.
pub(super) struct Need {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) optional: bool,
    pub(super) missing_means: String,
}

/// Both answers, and the order and policy behind them.
pub(super) struct Possible<'a> {
    pub(super) received: Group,
    pub(super) not_received: Group,
    order: &'a Order,
    policy: &'a Policy,
}

impl Group {
    pub(super) fn open(&self) -> bool {
        !self.units.is_empty()
    }

    pub(super) fn reason(&self, id: &str) -> Option<&Reason> {
        self.reasons.iter().find(|reason| reason.id == id)
    }
}

impl<'a> Possible<'a> {
    pub(super) fn of(reader: &Reader, order: &'a Order, policy: &'a Policy, page: &api::OrderView) -> Self {
        let group = |received: bool| group(reader, policy, page, received);
        Self { received: group(true), not_received: group(false), order, policy }
    }

    /// The most that can be asked for units, in minor units.
    pub(super) fn most(&self, units: &[u16]) -> i64 {
        let units: Vec<UnitNo> = units.iter().map(|unit| UnitNo(*unit)).collect();
        most_disputable(self.order, self.policy, &units).get()
    }
}

fn group(reader: &Reader, policy: &Policy, page: &api::OrderView, received: bool) -> Group {
    let act = if received { "open_dispute_received" } else { "open_dispute_not_received" };
    let offers: Vec<&api::ActionView> =
        page.allowed_actions.iter().filter(|action| action.act == act).collect();
    let open = || offers.iter().filter(|action| action.allowed);
    let message = |key: String| reason::message(reader, policy, &key);
    let need = |found: &resolution::policy::Requirement| Need {
        id: found.id.clone(),
        title: message(format!("evidence.{}", found.id)),
        optional: found.optional,
        missing_means: message(format!("missing.{}", found.missing_means)),
    };
    let reasons =
        policy.dispute_reasons().filter(|reason| reason.received == received).map(|reason| Reason {
            id: reason.id.clone(),
            title: message(format!("reason.{}", reason.id)),
            finer: finer(reader, policy, reason),
            remedies: reason.remedies.iter().map(|remedy| remedy.word().to_owned()).collect(),
            needs: reason.evidence.iter().filter(|found| found.from == Side::Opener).map(need).collect(),
        });
    Group {
        received,
        units: open().flat_map(|action| action.units.iter().copied()).collect(),
        reasons: reasons.collect(),
        until: open().filter_map(|action| action.until.clone()).min_by_key(|clock| clock.end),
        refused: offers.iter().find(|action| !action.allowed).map(|action| (*action).clone()),
    }
}

fn finer(reader: &Reader, policy: &Policy, reason: &resolution::policy::Reason) -> Vec<Finer> {
    if reason.sub_reasons.is_empty() {
        return Vec::new();
    }
    let choices = reason::finer(reader, policy, reason, None, false);
    choices.into_iter().map(|choice| Finer { id: choice.value, title: choice.label }).collect()
}

/// Whether a remedy names an amount.
pub(super) fn has_amount(remedy: &str) -> bool {
    matches!(remedy, "refund" | "return_and_refund" | "fee_refund")
}
