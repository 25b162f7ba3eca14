//! What may be done now, within which ranges, until when, what follows from silence; and for what is not allowed: why,
//! and from when it will be.
//!
//! There is one truth: every action is offered as commands at the ends of its ranges and put to [`decide`] itself. What
//! it accepts is allowed, what it refuses is not, with that very refusal. No rule stands here a second time.
use super::Order;
use super::command::{Opening, OrderCommand, Shipment, Submission};
use super::decide::{cancellable, decide, most_for};
use crate::actor::{Actor, Side};
use crate::aggregate::Context;
use crate::case::remedy::Remedy;
use crate::case::{Answer, Case, Received, ReturnContent, procedure};
use crate::id::{CaseNo, EvidenceNo, LegNo, ParcelNo, ProposalNo, RefundNo, UnitNo};
use crate::money::Minor;
use crate::payment::refund;
use crate::policy::{Liable, StageName};
use crate::refusal::Refusal;
use crate::seal::{Seal, Words};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

/// One act of one actor on an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Action {
    /// The act, as a stable word.
    pub kind: &'static str,
    /// What it is done to.
    pub target: Target,
    /// The ranges within which it is accepted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<Range>,
    /// Exclusive end of the time in which it is possible, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What happens at that instant if nobody does anything, in the policy's word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence: Option<String>,
    /// Why it is not possible now; nothing where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Refusal>,
}

impl Action {
    /// Whether it is possible now.
    #[must_use]
    pub const fn allowed(&self) -> bool {
        self.refusal.is_none()
    }
}

/// What an act is done to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Target {
    /// A case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<u16>,
    /// A parcel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parcel: Option<u16>,
    /// A proposal of the case, with the hash by which it is accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<(u16, String)>,
    /// A refund and its leg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leg: Option<(u16, u16)>,
    /// A hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<u16>,
    /// Units.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<u16>,
}

/// A range or a list of choices of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Range {
    /// Amounts in minor units of the order's currency, both ends included.
    Amount {
        /// The field.
        field: &'static str,
        /// The least.
        min: Minor,
        /// The most.
        max: Minor,
    },
    /// Instants: later than the first.
    After {
        /// The field.
        field: &'static str,
        /// Later than this.
        after: Timestamp,
    },
    /// Words of a closed list.
    Choice {
        /// The field.
        field: &'static str,
        /// The words.
        words: Vec<String>,
    },
}

/// An act as it is offered: the commands at the ends of its ranges.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The action without its verdict.
    pub action: Action,
    /// The commands; all must be accepted.
    pub probes: Vec<OrderCommand>,
}

/// Every act that the actor's role knows on this order, each with its verdict.
///
/// # Panics
/// Never of itself; a decision that would break the money guard panics as in [`decide`].
#[must_use]
pub fn allowed(order: &Order, actor: &Actor, context: &Context<'_>, now: Timestamp) -> Vec<Action> {
    let now = now.max(order.last_at);
    let verdict = |offer: Offer| {
        let refused = offer
            .probes
            .into_iter()
            .find_map(|probe| decide(Some(order), &probe, actor, context, now).err());
        Action {
            refusal: refused,
            ..offer.action
        }
    };
    offers(order, actor, context, now)
        .into_iter()
        .map(verdict)
        .collect()
}

/// Every act that the actor's role knows, as commands that are right in everything that the state does not forbid.
#[must_use]
pub fn offers(order: &Order, actor: &Actor, context: &Context<'_>, now: Timestamp) -> Vec<Offer> {
    let list = List {
        order,
        context,
        now,
        actor,
        out: Vec::new(),
    };
    match actor {
        Actor::Buyer(_) => list.buyer(),
        Actor::Seller(_) => list.seller(),
        Actor::Mediator(_) => list.mediator(),
        Actor::Finance(_) => list.finance(),
        _ => list,
    }
    .out
}

struct List<'a> {
    order: &'a Order,
    context: &'a Context<'a>,
    now: Timestamp,
    actor: &'a Actor,
    out: Vec<Offer>,
}

fn typed(reason: &str) -> Words {
    Words::only(reason)
}

fn units(list: &[UnitNo]) -> Vec<u16> {
    list.iter().map(|u| u.0).collect()
}

impl List<'_> {
    fn offer(&mut self, kind: &'static str, target: Target, probes: Vec<OrderCommand>) -> &mut Action {
        let (until, silence) = self.clock(&target);
        let action = Action {
            kind,
            target,
            ranges: Vec::new(),
            until,
            silence,
            refusal: None,
        };
        self.out.push(Offer { action, probes });
        let last = self.out.len() - 1;
        &mut self.out[last].action
    }

    /// The clock that runs over an act: the stage's for a case.
    fn clock(&self, target: &Target) -> (Option<Timestamp>, Option<String>) {
        let Some(case) = target.case.and_then(|no| self.order.case(CaseNo(no))) else {
            return (None, None);
        };
        let running = case.stage.stopped.is_empty();
        let end = case.stage.end.filter(|_| running);
        (end, end.map(|_| case.stage.on_end.clone()))
    }

    fn seal(&self) -> Seal {
        Seal {
            digest: "0".repeat(64),
            by: self.actor.party().unwrap_or(self.order.placed.buyer),
        }
    }

    fn buyer(mut self) -> Self {
        self.cancelling();
        for parcel in 0..self.order.parcels.len() {
            self.parcel_of_buyer(ParcelNo::after(parcel));
        }
        self.talking(None);
        for refund in &self.order.refunds {
            for leg in refund.legs.iter().filter(|l| l.refused.is_none()) {
                let (refund, leg) = (refund.no, leg.promise.leg);
                self.arrival(refund, leg);
            }
        }
        for case in self.order.cases.iter().filter(|c| c.open()) {
            self.case_of_buyer(case);
        }
        self
    }

    fn arrival(&mut self, refund: RefundNo, leg: LegNo) {
        let target = Target {
            leg: Some((refund.0, leg.0)),
            ..Target::default()
        };
        self.offer(
            "confirm_arrival",
            target,
            vec![OrderCommand::ConfirmArrival { refund, leg }],
        );
    }

    fn cancelling(&mut self) {
        let free = cancellable(self.order);
        let target = Target {
            units: units(&free),
            ..Target::default()
        };
        let probe = OrderCommand::Cancel {
            units: free,
            reason: "changed_mind".into(),
        };
        let ship_by = self.order.ship_by;
        let action = self.offer("cancel", target.clone(), vec![probe]);
        action.until = Some(ship_by);
        action.silence = Some("cancelled_not_shipped".into());
        let later = ship_by
            .checked_add(SignedDuration::from_secs(1))
            .unwrap_or(ship_by);
        let action = self.offer(
            "lengthen_ship_by",
            target,
            vec![OrderCommand::LengthenShipBy { until: later }],
        );
        action.until = Some(ship_by);
        action.ranges = vec![Range::After {
            field: "until",
            after: ship_by,
        }];
    }

    fn parcel_of_buyer(&mut self, no: ParcelNo) {
        let Some(parcel) = self.order.parcels.get(no.index()) else {
            return;
        };
        let on = Target {
            parcel: Some(no.0),
            ..Target::default()
        };
        self.offer(
            "confirm_receipt",
            on.clone(),
            vec![OrderCommand::ConfirmReceipt { parcel: no }],
        );
        if let Some((end, _)) = parcel.address {
            let answers = [true, false].map(|received| OrderCommand::AnswerAddress { parcel: no, received });
            let action = self.offer("answer_address", on, answers.to_vec());
            action.until = Some(end);
            action.silence = Some("counts_as_received".into());
        }
        for received in [Received::No, Received::Yes] {
            self.disputing(no, received);
        }
    }

    fn disputing(&mut self, no: ParcelNo, received: Received) {
        let Some(parcel) = self.order.parcels.get(no.index()) else {
            return;
        };
        let policy = self.context.policy;
        let mine: Vec<UnitNo> = parcel
            .units
            .iter()
            .copied()
            .filter(|u| self.order.parcel_of(*u).is_some_and(|p| p.no == no))
            .collect();
        let free: Vec<UnitNo> = mine
            .iter()
            .copied()
            .filter(|u| self.order.case_of_unit(*u).is_none())
            .collect();
        let named = if free.is_empty() { mine } else { free };
        let most = most_for(self.order, &named, policy.refunds.shipping_included);
        let group = received == Received::Yes;
        let reasons: Vec<&crate::policy::Reason> =
            policy.reasons.iter().filter(|r| r.received == group).collect();
        let least = if group { Minor::clamped(1) } else { most };
        let probe = |amount: Minor| {
            OrderCommand::OpenDispute(Opening {
                units: named.clone(),
                received,
                reason: reasons.first().map(|r| r.id.clone()).unwrap_or_default(),
                asked: Remedy::Refund { amount },
                text: None,
            })
        };
        let window = if group {
            parcel.received.as_ref()
        } else {
            parcel.not_received.as_ref()
        };
        let until = window.map(|w| w.closes);
        let words = reasons.iter().map(|r| r.id.clone()).collect();
        let kind = if group {
            "open_dispute_received"
        } else {
            "open_dispute_not_received"
        };
        let target = Target {
            parcel: Some(no.0),
            units: units(&named),
            ..Target::default()
        };
        let probes = if named.is_empty() {
            Vec::new()
        } else {
            vec![probe(most), probe(least)]
        };
        if probes.is_empty() {
            return;
        }
        let action = self.offer(kind, target, probes);
        action.until = until;
        action.silence = until.map(|_| "released_to_seller".into());
        action.ranges = vec![
            Range::Amount {
                field: "amount",
                min: least,
                max: most,
            },
            Range::Choice {
                field: "reason",
                words,
            },
        ];
    }

    fn talking(&mut self, case: Option<CaseNo>) {
        let target = Target {
            case: case.map(|c| c.0),
            ..Target::default()
        };
        let words = self.seal();
        self.offer(
            "write_message",
            target.clone(),
            vec![OrderCommand::WriteMessage { case, words }],
        )
        .until = None;
        let submission = Submission {
            case,
            requirement: None,
            seal: self.seal(),
            kind: "picture".into(),
            bytes: 1,
            caption: None,
            taken: None,
            grams: None,
        };
        self.offer(
            "submit_evidence",
            target,
            vec![OrderCommand::SubmitEvidence(submission)],
        );
    }

    fn case_of_buyer(&mut self, case: &Case) {
        let no = case.no;
        let on = Target {
            case: Some(no.0),
            ..Target::default()
        };
        let most = self.most(case);
        let changed = |amount| OrderCommand::ChangeDispute {
            case: no,
            reason: case.reason.clone(),
            asked: Remedy::Refund { amount },
        };
        // The ends of what can be asked now: after escalation it may not rise, and what is asked already is no change.
        let cap = case
            .escalated
            .and(case.amount_at_escalation)
            .map_or(most, |then| then.min(most));
        let not_received = case.received == Received::No;
        let (least, highest) = if not_received {
            (most, most)
        } else {
            (Minor::clamped(1), cap)
        };
        let ends: Vec<OrderCommand> = [least, highest]
            .into_iter()
            .filter(|amount| case.asked != Remedy::Refund { amount: *amount })
            .map(changed)
            .collect();
        let probes = if ends.is_empty() {
            vec![changed(highest)]
        } else {
            ends
        };
        let action = self.offer("change", on.clone(), probes);
        action.ranges = vec![Range::Amount {
            field: "amount",
            min: least,
            max: highest,
        }];
        self.offer("withdraw", on.clone(), vec![OrderCommand::Withdraw { case: no }]);
        self.party(case, Side::Opener);
        if case.stage.name == StageName::Dispatching {
            let sent = OrderCommand::SendReturn {
                case: no,
                carrier: "carrier".into(),
                number: "1".into(),
            };
            self.offer("send_return", on, vec![sent]);
        }
    }

    /// What both sides of a case know.
    fn party(&mut self, case: &Case, side: Side) {
        let no = case.no;
        let on = Target {
            case: Some(no.0),
            ..Target::default()
        };
        self.proposing(case);
        for other in [Side::Opener, Side::Respondent, Side::Platform]
            .into_iter()
            .filter(|s| *s != side)
        {
            if let Some(proposal) = case.standing(other) {
                let (number, terms): (ProposalNo, String) = (proposal.no, proposal.terms.clone());
                let target = Target {
                    proposal: Some((number.0, terms.clone())),
                    ..on.clone()
                };
                let accept = OrderCommand::AcceptProposal {
                    case: no,
                    proposal: number,
                    terms,
                };
                self.offer("accept_proposal", target.clone(), vec![accept]);
                let reject = OrderCommand::RejectProposal {
                    case: no,
                    proposal: number,
                    words: typed("not_enough"),
                };
                self.offer("reject_proposal", target, vec![reject]);
            }
        }
        self.offer(
            "escalate",
            on.clone(),
            vec![OrderCommand::Escalate {
                case: no,
                words: typed("no_agreement"),
            }],
        );
        self.talking(Some(no));
        if case.stage.name == StageName::Answering {
            let words = self.seal();
            self.offer(
                "answer_question",
                on.clone(),
                vec![OrderCommand::AnswerQuestion { case: no, words }],
            );
        }
        if case.stage.name == StageName::Appealing {
            let since = case.stage.since;
            let author = self.actor.party();
            let new = self
                .order
                .evidence
                .iter()
                .filter(|e| e.at >= since && Some(e.author) == author && e.withdrawn.is_none());
            let evidence: Vec<EvidenceNo> = new.map(|e| e.no).collect();
            let appeal = OrderCommand::Appeal {
                case: no,
                evidence,
                words: typed("new_evidence"),
            };
            self.offer("appeal", on.clone(), vec![appeal]);
            self.offer("waive", on, vec![OrderCommand::Waive { case: no }]);
        }
    }

    fn proposing(&mut self, case: &Case) {
        let most = self.most(case);
        let least = Minor::clamped(1);
        let propose = |amount| OrderCommand::Propose {
            case: case.no,
            remedy: Remedy::Refund { amount },
            words: typed("agreement"),
        };
        let target = Target {
            case: Some(case.no.0),
            ..Target::default()
        };
        let action = self.offer("propose", target, vec![propose(least), propose(most)]);
        action.ranges = vec![Range::Amount {
            field: "amount",
            min: least,
            max: most,
        }];
    }

    fn most(&self, case: &Case) -> Minor {
        refund::left(self.order, &case.reserved)
    }

    fn seller(mut self) -> Self {
        let free = cancellable(self.order);
        let shipment = |units: Vec<UnitNo>, resend, case| Shipment {
            units,
            carrier: Some("carrier".into()),
            number: Some("1".into()),
            weight_grams: None,
            estimate: None,
            handed_over: None,
            resend,
            case,
        };
        let target = Target {
            units: units(&free),
            ..Target::default()
        };
        let (ship_by, paid) = (self.order.ship_by, self.order.paid.is_some());
        let action = self.offer(
            "declare_shipment",
            target,
            vec![OrderCommand::DeclareShipment(shipment(free, false, None))],
        );
        action.until = paid.then_some(ship_by);
        action.silence = paid.then(|| "cancelled_not_shipped".into());
        for parcel in &self.order.parcels {
            let (no, carried) = (parcel.no, parcel.units.clone());
            self.lengthening(no);
            let target = Target {
                parcel: Some(no.0),
                units: units(&carried),
                ..Target::default()
            };
            self.offer(
                "resend",
                target.clone(),
                vec![OrderCommand::DeclareShipment(shipment(
                    carried.clone(),
                    true,
                    None,
                ))],
            );
            self.goodwill(target, carried);
        }
        self.talking(None);
        for case in self.order.cases.iter().filter(|c| c.open()) {
            self.case_of_seller(case);
            if case.stage.name == StageName::DispatchingReplacement {
                let target = Target {
                    case: Some(case.no.0),
                    ..Target::default()
                };
                let probe = OrderCommand::DeclareShipment(shipment(Vec::new(), true, Some(case.no)));
                self.offer("send_replacement", target, vec![probe]);
            }
        }
        self
    }

    fn lengthening(&mut self, no: ParcelNo) {
        let Some(parcel) = self.order.parcels.get(no.index()) else {
            return;
        };
        let ends = parcel
            .not_received
            .iter()
            .chain(&parcel.received)
            .map(|w| w.closes);
        let current = ends.chain(parcel.lengthened).max().unwrap_or(self.now);
        let later = current
            .checked_add(SignedDuration::from_secs(1))
            .unwrap_or(current);
        let target = Target {
            parcel: Some(no.0),
            ..Target::default()
        };
        let action = self.offer(
            "lengthen_window",
            target,
            vec![OrderCommand::LengthenWindow {
                parcel: no,
                until: later,
            }],
        );
        action.ranges = vec![Range::After {
            field: "until",
            after: current,
        }];
    }

    fn goodwill(&mut self, target: Target, named: Vec<UnitNo>) {
        let most = most_for(self.order, &named, true);
        let least = Minor::clamped(1);
        let probe = |amount| OrderCommand::GoodwillRefund {
            units: named.clone(),
            amount,
            words: typed("goodwill"),
        };
        let action = self.offer("goodwill_refund", target, vec![probe(least), probe(most)]);
        action.ranges = vec![Range::Amount {
            field: "amount",
            min: least,
            max: most,
        }];
    }

    fn case_of_seller(&mut self, case: &Case) {
        let no = case.no;
        let on = Target {
            case: Some(no.0),
            ..Target::default()
        };
        let respond = |answer, reason: &str| {
            vec![OrderCommand::Respond {
                case: no,
                answer,
                words: typed(reason),
            }]
        };
        self.offer("accept_request", on.clone(), respond(Answer::Accept, ""));
        self.offer(
            "reject_request",
            on.clone(),
            respond(Answer::Reject, "not_agreed"),
        );
        let parcel = crate::case::facts::parcel_of(self.order, case);
        let word = |text: Option<&String>| text.cloned().unwrap_or_else(|| "unknown".into());
        let answer = Answer::Investigate {
            carrier: word(parcel.and_then(|p| p.carrier.as_ref())),
            number: word(parcel.and_then(|p| p.number.as_ref())),
        };
        if case.received == Received::No {
            self.offer("investigate", on.clone(), respond(answer, ""));
            self.buyer_cause(case, on.clone());
        }
        self.party(case, Side::Respondent);
        self.returning(case, on);
    }

    fn buyer_cause(&mut self, case: &Case, target: Target) {
        let author = self.actor.party();
        let voucher = self
            .order
            .evidence
            .iter()
            .rev()
            .find(|e| Some(e.author) == author && e.withdrawn.is_none());
        let probe = |cause: &str| OrderCommand::StateBuyerCause {
            case: case.no,
            cause: cause.to_owned(),
            from: case.opened,
            until: None,
            voucher: voucher.map_or(EvidenceNo(u16::MAX), |e| e.no),
        };
        let words = ["absent", "refused", "customs"];
        let action = self.offer("state_buyer_cause", target, words.map(probe).to_vec());
        action.ranges = vec![Range::Choice {
            field: "cause",
            words: words.map(str::to_owned).to_vec(),
        }];
    }

    fn returning(&mut self, case: &Case, on: Target) {
        let no = case.no;
        match case.stage.name {
            StageName::Preparing => {
                let author = self.actor.party();
                let label = self
                    .order
                    .evidence
                    .iter()
                    .rev()
                    .find(|e| Some(e.author) == author && e.withdrawn.is_none());
                let label = label.map(|e| e.no);
                let address = self.seal();
                let probe = OrderCommand::GiveReturnAddress {
                    case: no,
                    address,
                    label,
                };
                self.offer("give_return_address", on, vec![probe]);
            }
            StageName::Inspecting | StageName::ReturnInTransit => {
                let content = ReturnContent::All;
                self.offer(
                    "accept_return",
                    on.clone(),
                    vec![OrderCommand::AcceptReturn { case: no, content }],
                );
                let author = self.actor.party();
                let mine = self
                    .order
                    .evidence
                    .iter()
                    .filter(|e| Some(e.author) == author && e.withdrawn.is_none());
                let documents = mine.map(|e| e.no).collect();
                let words = typed("not_as_sent");
                let probe = OrderCommand::ObjectToReturn {
                    case: no,
                    content,
                    words,
                    documents,
                };
                self.offer("object_to_return", on, vec![probe]);
            }
            _ => {}
        }
    }

    fn mediator(mut self) -> Self {
        for case in self.order.cases.iter().filter(|c| c.open()) {
            self.case_of_mediator(case);
        }
        self.finance()
    }

    fn case_of_mediator(&mut self, case: &Case) {
        let no = case.no;
        let on = Target {
            case: Some(no.0),
            ..Target::default()
        };
        if let Some(mediator) = self.actor.party() {
            self.offer(
                "assign",
                on.clone(),
                vec![OrderCommand::Assign { case: no, mediator }],
            );
        }
        let words = self.seal();
        let asks = [Side::Opener, Side::Respondent].map(|side| OrderCommand::Ask {
            case: no,
            side,
            words: words.clone(),
        });
        self.offer("ask", on.clone(), asks.to_vec());
        self.proposing(case);
        let draft = super::draft::Draft::new(self.order, self.context, self.now);
        let recommended = procedure::recommended(&draft, no);
        let (remedy, liable) = recommended.map_or((None, Liable::Nobody), |r| (r.remedy, r.liable));
        let follow = OrderCommand::Rule {
            case: no,
            remedy,
            liable,
            departs: None,
        };
        let most = self.most(case);
        let depart = |remedy| OrderCommand::Rule {
            case: no,
            remedy,
            liable: Liable::Seller,
            departs: Some(typed("weighed")),
        };
        let mut probes = vec![follow, depart(None)];
        if most.is_positive() {
            probes.extend([Minor::clamped(1), most].map(|amount| depart(Some(Remedy::Refund { amount }))));
        }
        let action = self.offer("rule", on, probes);
        action.ranges = vec![Range::Amount {
            field: "amount",
            min: Minor::clamped(1),
            max: most,
        }];
        self.talking(Some(no));
    }

    fn finance(mut self) -> Self {
        let soon = self
            .now
            .checked_add(SignedDuration::from_secs(1))
            .unwrap_or(self.now);
        let hold = OrderCommand::PlaceHold {
            units: Vec::new(),
            reason: "checked".into(),
            end: soon,
        };
        let now = self.now;
        let action = self.offer("place_hold", Target::default(), vec![hold]);
        action.ranges = vec![Range::After {
            field: "end",
            after: now,
        }];
        for hold in self.order.holds.iter().filter(|h| h.lifted.is_none()) {
            let target = Target {
                hold: Some(hold.no.0),
                ..Target::default()
            };
            let probe = OrderCommand::LiftHold {
                hold: hold.no,
                reason: "checked".into(),
            };
            let action = self.offer("lift_hold", target, vec![probe]);
            action.until = Some(hold.end);
            action.silence = Some("lifted".into());
        }
        for evidence in self.order.evidence.iter().filter(|e| e.removed.is_none()) {
            let probe = OrderCommand::RemoveEvidence {
                evidence: evidence.no,
                why: "law".into(),
            };
            let target = Target {
                case: evidence.case.map(|c| c.0),
                ..Target::default()
            };
            self.offer("remove_evidence", target, vec![probe]).until = None;
        }
        self
    }
}
