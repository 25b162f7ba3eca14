//! What a seller knows.
use super::*;

impl List<'_> {
    pub(super) fn seller(mut self) -> Self {
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
        let target = Target { units: units(&free), ..Target::default() };
        let (ship_by, paid) = (self.order.ship_by, self.order.paid.is_some());
        self.cancelling_sale(&free);
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
            let target = Target { parcel: Some(no.0), units: units(&carried), ..Target::default() };
            self.offer(
                "resend",
                target.clone(),
                vec![OrderCommand::DeclareShipment(shipment(carried.clone(), true, None))],
            );
            self.goodwill(target, carried);
        }
        self.claiming();
        self.reporting();
        for case in &self.order.cases {
            self.questionnaire(case);
        }
        self.talking(None);
        for case in self.order.cases.iter().filter(|c| c.open() && self.order.side(c, self.actor).is_some()) {
            self.case_of_seller(case);
            if case.stage.name == StageName::DispatchingReplacement {
                let target = Target { case: Some(case.no.0), ..Target::default() };
                let probe = OrderCommand::DeclareShipment(shipment(Vec::new(), true, Some(case.no)));
                self.offer("send_replacement", target, vec![probe]);
            }
        }
        self
    }

    /// The questionnaire of a case that the fund paid, open or over, while there is time.
    fn questionnaire(&mut self, case: &Case) {
        let Some(end) = questionnaire_ends(case, self.context.policy, self.context.calendar) else { return };
        let rules = self.context.policy.questionnaire();
        let words: Vec<String> = rules.map(|rules| rules.questions.clone()).unwrap_or_default();
        let answers = words.iter().map(|id| (id.clone(), Opinion::Unsure)).collect();
        let probe = OrderCommand::AnswerQuestionnaire { case: case.no, answers, text: None };
        let on = Target { case: Some(case.no.0), ..Target::default() };
        let action = self.offer("answer_questionnaire", on, vec![probe]);
        action.until = Some(end);
        action.ranges = vec![Range::Choice { field: "answers", words }];
    }

    /// A report on the buyer, for each reason of the policy (PLF-3).
    fn reporting(&mut self) {
        let Some(rules) = &self.context.policy.reports else { return };
        let words: Vec<String> = rules.reasons.iter().map(|reason| reason.word().to_owned()).collect();
        // Where there was a case, that is where it happened: what was shown in it is evidence.
        let about = self.order.cases.iter().rev().find(|case| self.order.side(case, self.actor).is_some());
        let about = about.map(|case| case.no);
        let probe =
            |reason: &String| OrderCommand::ReportBuyer { about, reason: reason.clone(), words: self.seal() };
        let probes = words.iter().map(probe).collect();
        let action = self.offer("report_buyer", Target::default(), probes);
        action.ranges = vec![Range::Choice { field: "reason", words }];
    }

    /// A cancellation of all that can be cancelled, for each reason of the policy (CAN-1).
    pub(super) fn cancelling_sale(&mut self, free: &[UnitNo]) {
        let offered = &self.context.policy.shipping.seller_cancel_reasons;
        let words: Vec<String> = offered.iter().map(|reason| reason.word().to_owned()).collect();
        let probe = |reason: &str| OrderCommand::Cancel { units: free.to_vec(), reason: reason.to_owned() };
        let probes =
            if words.is_empty() { vec![probe("")] } else { words.iter().map(|word| probe(word)).collect() };
        let (ship_by, paid) = (self.order.ship_by, self.order.paid.is_some());
        let target = Target { units: units(free), ..Target::default() };
        let action = self.offer("cancel_sale", target, probes);
        action.until = paid.then_some(ship_by);
        action.silence = paid.then(|| "cancelled_not_shipped".into());
        action.ranges = vec![Range::Choice { field: "reason", words }];
    }

    pub(super) fn lengthening(&mut self, no: ParcelNo) {
        let Some(parcel) = self.order.parcels.get(no.index()) else {
            return;
        };
        let ends = parcel.not_received.iter().chain(&parcel.received).map(|w| w.closes);
        let current = ends.chain(parcel.lengthened).max().unwrap_or(self.now);
        let later = current.checked_add(SignedDuration::from_secs(1)).unwrap_or(current);
        let target = Target { parcel: Some(no.0), ..Target::default() };
        let action = self.offer(
            "lengthen_window",
            target,
            vec![OrderCommand::LengthenWindow { parcel: no, until: later }],
        );
        action.ranges = vec![Range::After { field: "until", after: current }];
    }

    pub(super) fn goodwill(&mut self, target: Target, named: Vec<UnitNo>) {
        let most = most_for(self.order, &named, true);
        let least = Minor::clamped(1);
        let probe =
            |amount| OrderCommand::GoodwillRefund { units: named.clone(), amount, words: typed("goodwill") };
        let action = self.offer("goodwill_refund", target, vec![probe(least), probe(most)]);
        action.ranges = vec![Range::Amount { field: "amount", min: least, max: most }];
    }

    pub(super) fn case_of_seller(&mut self, case: &Case) {
        let no = case.no;
        let on = Target { case: Some(no.0), ..Target::default() };
        let respond =
            |answer, reason: &str| vec![OrderCommand::Respond { case: no, answer, words: typed(reason) }];
        if case.kind == CaseKind::SellerClaim {
            self.claimed(case, true);
            return;
        }
        if case.kind == CaseKind::Risk {
            self.reviewed(case);
            return;
        }
        if case.kind == CaseKind::Return {
            self.offer("confirm_return", on.clone(), respond(Answer::Accept, ""));
            self.offer("refund_without_return", on.clone(), respond(Answer::WithoutReturn, ""));
            let conditions = self.context.policy.returns.as_ref().map(|rules| rules.conditions.as_slice());
            let words = conditions.unwrap_or_default().iter().map(|condition| condition.word());
            let words: Vec<String> = words.map(str::to_owned).collect();
            let probes = words.iter().flat_map(|word| respond(Answer::Reject, word)).collect();
            let action = self.offer("refuse_return", on.clone(), probes);
            action.ranges = vec![Range::Choice { field: "reason", words }];
            self.reviewed(case);
            self.returning(case, on);
            return;
        }
        if case.kind == CaseKind::Negligence {
            self.answering_complaint(case, &on);
            self.party(case, Side::Respondent);
            return;
        }
        self.offer("accept_request", on.clone(), respond(Answer::Accept, ""));
        self.offer("reject_request", on.clone(), respond(Answer::Reject, "not_agreed"));
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

    /// The answer to a complaint in two steps (NEG-2): a draft of one sort or the other, and standing by it.
    fn answering_complaint(&mut self, case: &Case, on: &Target) {
        let no = case.no;
        let draft = |answer, words| OrderCommand::DraftAnswer { case: no, answer, words };
        let said = |reason: &str, text| Words { reason: reason.to_owned(), text: Some(text) };
        let accept = draft(Answer::Accept, said("", self.seal()));
        self.offer("draft_acceptance", on.clone(), vec![accept]);
        let rules = self.context.policy.complaints.as_ref();
        let offered = rules.map(|rules| rules.rejections.as_slice()).unwrap_or_default();
        let words: Vec<String> = offered.iter().map(|word| word.word().to_owned()).collect();
        let reject = |reason: &String| draft(Answer::Reject, said(reason, self.seal()));
        let probes = words.iter().map(reject).collect();
        let action = self.offer("draft_rejection", on.clone(), probes);
        action.ranges = vec![Range::Choice { field: "reason", words }];
        self.offer("confirm_answer", on.clone(), vec![OrderCommand::ConfirmAnswer { case: no }]);
    }

    pub(super) fn buyer_cause(&mut self, case: &Case, target: Target) {
        let author = self.actor.party();
        let voucher =
            self.order.evidence.iter().rev().find(|e| Some(e.author) == author && e.withdrawn.is_none());
        let probe = |cause: &str| OrderCommand::StateBuyerCause {
            case: case.no,
            cause: cause.to_owned(),
            from: case.opened,
            until: None,
            voucher: voucher.map_or(EvidenceNo(u16::MAX), |e| e.no),
        };
        let words = ["absent", "refused", "customs"];
        let action = self.offer("state_buyer_cause", target, words.map(probe).to_vec());
        action.ranges = vec![Range::Choice { field: "cause", words: words.map(str::to_owned).to_vec() }];
    }

    pub(super) fn returning(&mut self, case: &Case, on: Target) {
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
                let probe = OrderCommand::GiveReturnAddress { case: no, address, label };
                self.offer("give_return_address", on, vec![probe]);
            }
            StageName::Inspecting | StageName::ReturnInTransit => {
                let content = ReturnContent::All;
                let other =
                    if case.returning.content == Some(content) { ReturnContent::Part } else { content };
                let receive = OrderCommand::ReceiveReturn { case: no, content: other };
                self.offer("receive_return", on.clone(), vec![receive]);
                self.offer(
                    "accept_return",
                    on.clone(),
                    vec![OrderCommand::AcceptReturn { case: no, content }],
                );
                let author = self.actor.party();
                let mine =
                    self.order.evidence.iter().filter(|e| Some(e.author) == author && e.withdrawn.is_none());
                let documents = mine.map(|e| e.no).collect();
                let words = typed("not_as_sent");
                let probe = OrderCommand::ObjectToReturn { case: no, content, words, documents };
                self.offer("object_to_return", on, vec![probe]);
            }
            _ => {}
        }
    }
}
