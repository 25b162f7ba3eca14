//! What a buyer knows.
use super::*;

/// The reasons that may be named, and the finer ones of those that have some.
fn choice_of<'p>(reasons: impl Iterator<Item = &'p Reason>) -> Vec<Range> {
    let (mut words, mut finer) = (Vec::new(), BTreeMap::new());
    for reason in reasons {
        words.push(reason.id.clone());
        if !reason.sub_reasons.is_empty() {
            finer.insert(reason.id.clone(), reason.sub_reasons.clone());
        }
    }
    let mut ranges = vec![Range::Choice { field: "reason", words }];
    if !finer.is_empty() {
        ranges.push(Range::ChoiceWithin { field: "sub_reason", of: "reason", words: finer });
    }
    ranges
}

impl List<'_> {
    pub(super) fn buyer(mut self) -> Self {
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
        for case in self.order.cases.iter().filter(|c| c.open() && self.order.side(c, self.actor).is_some()) {
            self.case_of_buyer(case);
        }
        self
    }

    pub(super) fn arrival(&mut self, refund: RefundNo, leg: LegNo) {
        let target = Target { leg: Some((refund.0, leg.0)), ..Target::default() };
        self.offer("confirm_arrival", target, vec![OrderCommand::ConfirmArrival { refund, leg }]);
    }

    pub(super) fn cancelling(&mut self) {
        let free = cancellable(self.order);
        let target = Target { units: units(&free), ..Target::default() };
        let probe = OrderCommand::Cancel { units: free, reason: "changed_mind".into() };
        let ship_by = self.order.ship_by;
        // While nothing may be shipped, its time rests.
        let runs = !self.order.stopped(Stop::Shipping);
        let action = self.offer("cancel", target.clone(), vec![probe]);
        action.until = runs.then_some(ship_by);
        action.silence = runs.then(|| "cancelled_not_shipped".into());
        let later = ship_by.checked_add(SignedDuration::from_secs(1)).unwrap_or(ship_by);
        let action =
            self.offer("lengthen_ship_by", target, vec![OrderCommand::LengthenShipBy { until: later }]);
        action.until = Some(ship_by);
        action.ranges = vec![Range::After { field: "until", after: ship_by }];
    }

    pub(super) fn parcel_of_buyer(&mut self, no: ParcelNo) {
        let Some(parcel) = self.order.parcels.get(no.index()) else {
            return;
        };
        let on = Target { parcel: Some(no.0), ..Target::default() };
        self.offer("confirm_receipt", on.clone(), vec![OrderCommand::ConfirmReceipt { parcel: no }]);
        if let Some((end, _)) = parcel.address {
            let answers = [true, false].map(|received| OrderCommand::AnswerAddress { parcel: no, received });
            let action = self.offer("answer_address", on, answers.to_vec());
            action.until = Some(end);
            action.silence = Some("counts_as_received".into());
        }
        for received in [Received::No, Received::Yes] {
            self.disputing(no, received);
        }
        self.returning_goods(no);
        self.complaining(no);
    }

    pub(super) fn disputing(&mut self, no: ParcelNo, received: Received) {
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
        let free: Vec<UnitNo> =
            mine.iter().copied().filter(|u| self.order.case_of_unit(*u).is_none()).collect();
        let named = if free.is_empty() { mine } else { free };
        let most = most_for(self.order, &named, policy.refunds.shipping_included);
        let group = received == Received::Yes;
        let reasons: Vec<&crate::policy::Reason> =
            policy.dispute_reasons().filter(|r| r.received == group).collect();
        let least = if group { Minor::clamped(1) } else { most };
        let probe = |amount: Minor| {
            OrderCommand::OpenDispute(Opening {
                units: named.clone(),
                received,
                reason: reasons.first().map(|r| r.id.clone()).unwrap_or_default(),
                sub_reason: None,
                asked: Remedy::Refund { amount },
                text: None,
            })
        };
        let window = if group { parcel.received.as_ref() } else { parcel.not_received.as_ref() };
        let until = window.map(|w| w.closes);
        let kind = if group { "open_dispute_received" } else { "open_dispute_not_received" };
        let target = Target { parcel: Some(no.0), units: units(&named), ..Target::default() };
        let probes = vec![probe(most), probe(least)];
        let action = self.offer(kind, target, probes);
        action.until = until;
        action.silence = until.map(|_| "released_to_seller".into());
        action.ranges = vec![Range::Amount { field: "amount", min: least, max: most }];
        action.ranges.extend(choice_of(reasons.into_iter()));
    }

    /// A return for a change of mind, of what may go back of a parcel (RET-1); where nothing may, of all of it, so that
    /// it is told why not.
    pub(super) fn returning_goods(&mut self, no: ParcelNo) {
        let (order, policy) = (self.order, self.context.policy);
        let Some(parcel) = order.parcels.get(no.index()) else { return };
        let mine = parcel.units.iter().copied();
        let mine = mine.filter(|u| order.parcel_of(*u).is_some_and(|p| p.no == no)).collect::<Vec<_>>();
        let may = |unit: &UnitNo| {
            let returnable = policy.returns.as_ref().is_some_and(|rules| returnable(order, rules, *unit));
            returnable && self.requested(&[*unit]).is_ok()
        };
        let free: Vec<UnitNo> = mine.iter().copied().filter(may).collect();
        // Where nothing may, what no case holds says best why not.
        let held = |unit: &UnitNo| order.case_of_unit(*unit).is_some();
        let loose: Vec<UnitNo> = mine.iter().copied().filter(|unit| !held(unit)).collect();
        let named = [free, loose, mine].into_iter().find(|list| !list.is_empty()).unwrap_or_default();
        let probes = vec![self.request(&named)];
        let until = named.iter().filter_map(|unit| return_ends(order, *unit, self.context)).min();
        let target = Target { parcel: Some(no.0), units: units(&named), ..Target::default() };
        let action = self.offer("request_return", target, probes);
        action.until = until;
        action.silence = until.map(|_| "goods_stay".into());
        action.ranges = choice_of(policy.return_reasons());
    }

    /// A complaint of negligence over what a parcel brought (NEG-1), with the shipping fee where some is left to ask for.
    pub(super) fn complaining(&mut self, no: ParcelNo) {
        let (order, policy) = (self.order, self.context.policy);
        let Some(parcel) = order.parcels.get(no.index()) else { return };
        let mine = parcel.units.iter().copied();
        let mine: Vec<UnitNo> = mine.filter(|u| order.parcel_of(*u).is_some_and(|p| p.no == no)).collect();
        let may = |unit: &UnitNo| {
            let command = self.complaint(&[*unit], false);
            decide(Some(order), &command, self.actor, self.context, self.now).is_ok()
        };
        let free: Vec<UnitNo> = mine.iter().copied().filter(may).collect();
        let named = if free.is_empty() { mine } else { free };
        let most = fee_of(order, &named);
        let mut probes = vec![self.complaint(&named, false)];
        probes.extend(most.is_positive().then(|| self.complaint(&named, true)));
        let until = parcel.received.as_ref().map(|window| window.closes);
        let target = Target { parcel: Some(no.0), units: units(&named), ..Target::default() };
        let action = self.offer("complain", target, probes);
        action.until = until;
        action.silence = until.map(|_| "no_complaint".into());
        action.ranges = choice_of(policy.complaint_reasons());
        action.ranges.push(Range::Amount { field: "shipping_fee", min: Minor::ZERO, max: most });
    }

    fn complaint(&self, named: &[UnitNo], fee: bool) -> OrderCommand {
        let reason = self.context.policy.complaint_reasons().next().map(|reason| reason.id.clone());
        OrderCommand::Complain(Complaint {
            units: named.to_vec(),
            reason: reason.unwrap_or_default(),
            sub_reason: None,
            fee,
            text: None,
        })
    }

    fn request(&self, named: &[UnitNo]) -> OrderCommand {
        let reason = self.context.policy.return_reasons().next().map(|reason| reason.id.clone());
        OrderCommand::RequestReturn(ReturnRequest {
            units: named.to_vec(),
            reason: reason.unwrap_or_default(),
            sub_reason: None,
            text: None,
        })
    }

    fn requested(&self, named: &[UnitNo]) -> Result<(), Refusal> {
        decide(Some(self.order), &self.request(named), self.actor, self.context, self.now).map(drop)
    }

    pub(super) fn case_of_buyer(&mut self, case: &Case) {
        let no = case.no;
        let on = Target { case: Some(no.0), ..Target::default() };
        if case.kind == CaseKind::SellerClaim {
            self.claimed(case, false);
            return;
        }
        if case.kind == CaseKind::Risk {
            self.reviewed(case);
            return;
        }
        if case.kind == CaseKind::Return {
            self.offer("withdraw_return", on.clone(), vec![OrderCommand::Withdraw { case: no }]);
            self.reviewed(case);
            self.sending(case, on);
            return;
        }
        if case.kind == CaseKind::Negligence {
            self.offer("withdraw_complaint", on.clone(), vec![OrderCommand::Withdraw { case: no }]);
            self.party(case, Side::Opener);
            return;
        }
        let most = self.most(case);
        let changed = |amount| OrderCommand::ChangeDispute {
            case: no,
            reason: case.reason.clone(),
            sub_reason: None,
            asked: Remedy::Refund { amount },
        };
        // The ends of what can be asked now: after escalation it may not rise, and what is asked already is no change.
        let cap = case.escalated.and(case.amount_at_escalation).map_or(most, |then| then.min(most));
        let not_received = case.received == Received::No;
        let (least, highest) = if not_received { (most, most) } else { (Minor::clamped(1), cap) };
        let ends: Vec<OrderCommand> = [least, highest]
            .into_iter()
            .filter(|amount| case.asked != Remedy::Refund { amount: *amount })
            .map(changed)
            .collect();
        let probes = if ends.is_empty() { vec![changed(highest)] } else { ends };
        let policy = self.context.policy;
        let reasons = policy.dispute_reasons().filter(|reason| reason.received != not_received);
        let action = self.offer("change", on.clone(), probes);
        action.ranges = vec![Range::Amount { field: "amount", min: least, max: highest }];
        action.ranges.extend(choice_of(reasons));
        self.offer("withdraw", on.clone(), vec![OrderCommand::Withdraw { case: no }]);
        self.party(case, Side::Opener);
        self.sending(case, on);
    }

    fn sending(&mut self, case: &Case, on: Target) {
        let no = case.no;
        if case.stage.name == StageName::Dispatching {
            let sent = OrderCommand::SendReturn { case: no, carrier: "carrier".into(), number: "1".into() };
            self.offer("send_return", on, vec![sent]);
        }
    }
}
