//! What people do in a story, in one line each, and what a test looks at afterwards.
use super::{BUYER, MEDIATOR, SELLER, World, because, line, payment, scan, seal};
use jiff::{SignedDuration, Timestamp};
use resolution::account::{AccountCommand, Balance};
use resolution::actor::{Actor, Side};
use resolution::aggregate::{Aggregate, Command, Context, Outgoing};
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Closing, Ruling};
use resolution::id::{
    AccountRole, AggregateId, CaseNo, EvidenceNo, LegNo, ParcelNo, PartyId, ProposalNo, RefundNo, UnitNo,
};
use resolution::ledger::{Account, Commodity};
use resolution::order::command::{NewLine, OrderCommand};
use resolution::order::command::{Shipment, Submission};
use resolution::order::event::OrderEvent;
use resolution::parcel::tracking::{Scan, Status};
use resolution::payment::{Leg, LegResult, PaymentExpected};
use resolution::policy::{self, Liable};
use resolution::refusal::Refusal;

/// The buyer.
pub const AS_BUYER: Actor = Actor::Buyer(BUYER);
/// The seller.
pub const AS_SELLER: Actor = Actor::Seller(SELLER);
/// The mediator.
pub const AS_MEDIATOR: Actor = Actor::Mediator(MEDIATOR);

/// The shortest time before an instant: clocks end exclusively.
pub const MOMENT: SignedDuration = SignedDuration::from_nanos(1);

impl World {
    /// A shipped policy with some of its text replaced: each piece must be found once at least.
    pub fn variant(preset: &str, zone: &str, changes: &[(&str, &str)]) -> Self {
        let mut files = policy::presets::files(preset).expect("a preset");
        let text = files.get_mut("policy.toml").expect("every policy has it");
        for (from, to) in changes {
            assert!(text.contains(from), "the policy does not say {from}");
            *text = text.replace(from, to);
        }
        Self::with_policy(policy::check(&files).expect("a sound variant"), zone)
    }

    /// Cases about goods: what a carrier makes good to the seller is none.
    pub fn disputes(&self) -> usize {
        self.order().cases.iter().filter(|case| case.kind.about_goods()).count()
    }

    /// An order that arrived three days after shipping, at the first instant of its *received* window.
    pub fn arrived(preset: &str, lines: Vec<NewLine>, payments: Vec<PaymentExpected>) -> Self {
        let mut w = Self::new(preset, "UTC");
        w.arrives(lines, payments);
        w
    }

    /// The same in a world that is there already.
    pub fn arrives(&mut self, lines: Vec<NewLine>, payments: Vec<PaymentExpected>) {
        self.place(lines, payments);
        self.pay();
        self.ship(&[]);
        self.days(3);
        self.deliver(0);
        let opens = self.order().parcels[0].received.clone().expect("it arrived").opens;
        self.go_to(opens.max(self.now));
    }

    /// One line of `quantity` units for `price` and `shipping`, arrived.
    pub fn arrived_one(preset: &str, quantity: u16, price: i64, shipping: i64) -> Self {
        Self::arrived(
            preset,
            vec![line(quantity, price, shipping)],
            vec![payment("credit_card", price + shipping)],
        )
    }

    /// An order that was shipped and never arrives, at the first instant of its *not received* window.
    pub fn missing(preset: &str, lines: Vec<NewLine>, payments: Vec<PaymentExpected>) -> Self {
        let mut w = Self::new(preset, "UTC");
        w.place(lines, payments);
        w.pay();
        w.ship(&[]);
        w.go_to(w.order().parcels[0].not_received.clone().expect("it is shipped").opens);
        w
    }

    /// One unit that never arrives.
    pub fn missing_one(preset: &str, price: i64, shipping: i64) -> Self {
        Self::missing(preset, vec![line(1, price, shipping)], vec![payment("credit_card", price + shipping)])
    }

    /// Seals a file and says under which number.
    pub fn show(
        &mut self,
        actor: &Actor,
        case: Option<u16>,
        requirement: Option<&str>,
        grams: Option<u32>,
    ) -> EvidenceNo {
        let no = EvidenceNo::after(self.order().evidence.len());
        self.act(actor, shown(actor, case, requirement, grams)).expect("the file is sealed");
        no
    }

    /// The seller ticks off a requirement of a case with a picture.
    pub fn seller_shows(&mut self, case: u16, requirement: &str) -> EvidenceNo {
        self.show(&AS_SELLER, Some(case), Some(requirement), None)
    }

    /// The buyer does.
    pub fn buyer_shows(&mut self, case: u16, requirement: &str) -> EvidenceNo {
        self.show(&AS_BUYER, Some(case), Some(requirement), None)
    }

    /// A side lays a remedy on the table; its number among the proposals.
    pub fn propose(&mut self, actor: &Actor, case: u16, remedy: Remedy) -> Result<u16, Refusal> {
        let no = self.case(case).proposals.len();
        self.act(actor, OrderCommand::Propose { case: CaseNo(case), remedy, words: because("agreement") })?;
        Ok(u16::try_from(no).expect("few proposals"))
    }

    /// A side accepts a proposal as it was written.
    pub fn accept(&mut self, actor: &Actor, case: u16, proposal: u16) -> Result<(), Refusal> {
        let terms = self.case(case).proposals[usize::from(proposal)].terms.clone();
        self.act(
            actor,
            OrderCommand::AcceptProposal { case: CaseNo(case), proposal: ProposalNo(proposal), terms },
        )
    }

    /// A side refuses one.
    pub fn reject(&mut self, actor: &Actor, case: u16, proposal: u16) -> Result<(), Refusal> {
        let proposal = ProposalNo(proposal);
        self.act(
            actor,
            OrderCommand::RejectProposal { case: CaseNo(case), proposal, words: because("not_enough") },
        )
    }

    /// The seller answers the request.
    pub fn respond(&mut self, case: u16, answer: Answer) -> Result<(), Refusal> {
        self.seller(OrderCommand::Respond { case: CaseNo(case), answer, words: because("not_agreed") })
    }

    /// A side calls the platform.
    pub fn escalate(&mut self, actor: &Actor, case: u16) -> Result<(), Refusal> {
        self.act(actor, OrderCommand::Escalate { case: CaseNo(case), words: because("no_agreement") })
    }

    /// The seller refuses, the buyer escalates, the mediator takes the case.
    pub fn bring_to_review(&mut self, case: u16) {
        self.respond(case, Answer::Reject).expect("rejected");
        self.escalate(&AS_BUYER, case).expect("escalated");
        self.assign(case, MEDIATOR).expect("taken");
    }

    /// A mediator takes a case.
    pub fn assign(&mut self, case: u16, mediator: PartyId) -> Result<(), Refusal> {
        self.act(&Actor::Mediator(mediator), OrderCommand::Assign { case: CaseNo(case), mediator })
    }

    /// A mediator rules, with a reason in case it departs from the table.
    pub fn rule(
        &mut self,
        mediator: PartyId,
        case: u16,
        remedy: Option<Remedy>,
        liable: Liable,
    ) -> Result<(), Refusal> {
        let departs = Some(because("weighed"));
        self.act(
            &Actor::Mediator(mediator),
            OrderCommand::Rule { case: CaseNo(case), remedy, liable, departs },
        )
    }

    /// The buyer changes what is asked.
    pub fn change(&mut self, case: u16, reason: &str, asked: Remedy) -> Result<(), Refusal> {
        self.buyer(OrderCommand::ChangeDispute {
            case: CaseNo(case),
            reason: reason.into(),
            sub_reason: None,
            asked,
        })
    }

    /// The buyer withdraws.
    pub fn withdraw(&mut self, case: u16) -> Result<(), Refusal> {
        self.buyer(OrderCommand::Withdraw { case: CaseNo(case) })
    }

    /// The seller gives the return address, with a label unless the test wants none.
    pub fn return_address(&mut self, case: u16, label: Option<EvidenceNo>) -> Result<(), Refusal> {
        self.seller(OrderCommand::GiveReturnAddress { case: CaseNo(case), address: seal(SELLER), label })
    }

    /// The buyer sends the goods back.
    pub fn send_return(&mut self, case: u16) -> Result<(), Refusal> {
        self.buyer(OrderCommand::SendReturn {
            case: CaseNo(case),
            carrier: "ups".into(),
            number: "BACK1".into(),
        })
    }

    /// The carrier of a return says something.
    pub fn return_scan(&mut self, case: u16, status: Status) {
        let scans = vec![scan(self.now, status)];
        let command = OrderCommand::RecordReturnScans { case: CaseNo(case), scans };
        self.act(&Actor::Carrier("test".into()), command).expect("the scan is taken");
    }

    /// The seller sends the replacement that a case owes, with a tracking number.
    pub fn send_replacement(&mut self, case: u16) -> Result<u16, Refusal> {
        self.send_again(&[], Some(CaseNo(case)))
    }

    /// The seller sends units again without a case.
    pub fn resend(&mut self, units: &[u16]) -> Result<u16, Refusal> {
        self.send_again(units, None)
    }

    fn send_again(&mut self, units: &[u16], case: Option<CaseNo>) -> Result<u16, Refusal> {
        let no = u16::try_from(self.order().parcels.len()).expect("few parcels");
        self.seller(OrderCommand::DeclareShipment(Shipment {
            units: units.iter().map(|u| UnitNo(*u)).collect(),
            carrier: Some("ups".into()),
            number: Some(format!("AGAIN{no}")),
            weight_grams: None,
            estimate: None,
            handed_over: None,
            resend: true,
            case,
        }))?;
        Ok(no)
    }

    /// One scan of a parcel now, with what else the test wants to say about it.
    pub fn scanned(&mut self, parcel: u16, status: Status, change: impl FnOnce(&mut Scan)) {
        let mut one = scan(self.now, status);
        change(&mut one);
        self.carrier(parcel, vec![one]).expect("the scan is taken");
    }

    /// The carrier delivers to another destination than the order's.
    pub fn deliver_elsewhere(&mut self, parcel: u16) {
        self.scanned(parcel, Status::Delivered, |s| s.destination_matches = Some(false));
    }

    /// The buyer answers the address question.
    pub fn answer_address(&mut self, parcel: u16, received: bool) -> Result<(), Refusal> {
        self.buyer(OrderCommand::AnswerAddress { parcel: ParcelNo(parcel), received })
    }

    /// The seller refunds without a case.
    pub fn goodwill(&mut self, units: &[u16], amount: i64) -> Result<(), Refusal> {
        let units = units.iter().map(|u| UnitNo(*u)).collect();
        self.seller(OrderCommand::GoodwillRefund {
            units,
            amount: super::minor(amount),
            words: because("goodwill"),
        })
    }

    /// The gateway (or the wallet) says what became of a leg.
    pub fn leg_result(&mut self, refund: u16, leg: u16, result: LegResult) -> Result<(), Refusal> {
        let at = self.now;
        let command = OrderCommand::RefundResult { refund: RefundNo(refund), leg: LegNo(leg), result, at };
        self.act(&Actor::Gateway("sandbox".into()), command)
    }

    /// One leg.
    pub fn leg(&self, refund: usize, leg: usize) -> &Leg {
        &self.order().refunds[refund].legs[leg]
    }

    /// The end of the running clock of a case.
    pub fn end(&self, case: u16) -> Timestamp {
        assert!(self.case(case).stage.stopped.is_empty(), "the clock rests");
        self.case(case).stage.end.expect("every stage but the last has a clock")
    }

    /// Lets the clock of a case run out: one moment before, the stage stands; at its end it is over.
    pub fn run_out(&mut self, case: u16) {
        let (stage, end) = (self.stage(case), self.end(case));
        self.go_to(end - MOMENT);
        assert_eq!(
            (self.stage(case), self.end(case)),
            (stage, end),
            "one moment before its end it still runs"
        );
        self.go_to(end);
    }

    /// Whatever stage it is in: the platform grants `amount`, it becomes final, the gateway pays.
    pub fn rule_for_buyer(&mut self, case: u16, amount: i64) {
        self.rule_for_buyer_without_waiting(case, amount);
        if self.stage(case) == "appealing" {
            self.run_out(case);
        }
        self.gateway_confirms();
    }

    /// The same up to the ruling, which may still be appealed.
    pub fn rule_for_buyer_without_waiting(&mut self, case: u16, amount: i64) {
        if self.stage(case) == "negotiating" {
            self.escalate(&AS_BUYER, case).expect("escalated");
        }
        self.assign(case, MEDIATOR).expect("taken");
        self.rule(MEDIATOR, case, Some(refund(amount)), Liable::Seller).expect("ruled");
    }

    /// The newest ruling of a case.
    pub fn ruling(&self, case: u16) -> &Ruling {
        self.case(case).rulings.last().expect("a ruling is out")
    }

    /// The row of the table behind it.
    pub fn row(&self, case: u16) -> &str {
        self.ruling(case).row.as_deref().expect("the presets always have a row")
    }

    /// How a case ended.
    pub fn closing(&self, case: u16) -> Closing {
        self.case(case).closed.expect("the case is closed").0
    }

    /// Every notice of a name: to whom, in which case, of which instant.
    pub fn notices(&self, name: &str) -> Vec<(PartyId, Option<u16>, Option<Timestamp>)> {
        let told = |event: &OrderEvent| match event {
            OrderEvent::NoticeSent { to, notice, case, end } if notice == name => {
                Some((*to, case.map(|c| c.0), *end))
            }
            _ => None,
        };
        self.log.iter().filter_map(|(_, event)| told(event)).collect()
    }

    /// What a unit's goods and shipping gave back to the buyer and to the seller.
    pub fn of_unit(&self, unit: usize) -> (i64, i64) {
        let u = &self.order().units[unit];
        let back = u.goods.buyer_back() + u.shipping.buyer_back();
        (back.get(), (u.goods.released + u.shipping.released).get())
    }

    /// The books hold after every step: double entry, escrow as the order's own state says, and pending as the legs say.
    pub fn hold_the_books(&self) {
        let money = Commodity::Money(self.order().placed.currency);
        let balances = self.balances();
        for of in [money, Commodity::Coins] {
            let sum: i64 = balances.iter().filter(|((_, c), _)| *c == of).map(|(_, b)| b).sum();
            assert_eq!(sum, 0, "each commodity balances");
        }
        let of = |account| balances.get(&(account, money)).copied().unwrap_or(0);
        assert_eq!(of(Account::Escrow), self.order().escrow().get(), "escrow as the order says");
        let open = self.order().refunds.iter().flat_map(|r| &r.legs).filter(|l| !l.settled());
        let pending: i64 = open.map(|l| l.promise.amount.get()).sum();
        assert_eq!(of(Account::RefundsPending), pending, "pending as the legs say");
    }

    /// The account of a party after it took every message that this order sent it.
    pub fn account(&self, role: AccountRole) -> Aggregate {
        let mut account = Aggregate::Nothing;
        let from = self.context().id;
        for sent in &self.sent {
            let (id, take) = match sent.clone() {
                Outgoing::Message {
                    account, party, role: to, sequence, currency, amount, effect, ..
                } if to == role => {
                    let role = to;
                    (account, AccountCommand::Take { party, role, from, sequence, currency, amount, effect })
                }
                Outgoing::Note { account, party, role: to, sequence, at, news } if to == role => {
                    (account, AccountCommand::Hear { party, role: to, from, sequence, at, news })
                }
                _ => continue,
            };
            let context = Context { id: AggregateId::Account(id), ..self.context() };
            let events = account.decide(&Command::Account(take), &Actor::Aggregate(from), &context, self.now);
            for event in events.expect("a message is taken") {
                account.apply(context.id, &event, self.now);
            }
        }
        account
    }

    /// What that account has in the order's currency.
    pub fn account_balance(&self, role: AccountRole) -> Balance {
        let account = self.account(role);
        let of = account.account().and_then(|a| a.balances.get(&self.order().placed.currency).copied());
        of.unwrap_or_default()
    }
}

/// A file as it is submitted: a picture that ticks off a requirement.
pub fn shown(
    actor: &Actor,
    case: Option<u16>,
    requirement: Option<&str>,
    grams: Option<u32>,
) -> OrderCommand {
    OrderCommand::SubmitEvidence(Submission {
        case: case.map(CaseNo),
        requirement: requirement.map(str::to_owned),
        seal: seal(actor.party().expect("a person submits")),
        kind: "picture".into(),
        bytes: 1_000,
        caption: None,
        taken: None,
        grams,
    })
}

/// The seller declares everything that is left as one parcel.
pub fn ship() -> OrderCommand {
    OrderCommand::DeclareShipment(Shipment {
        units: vec![],
        carrier: Some("ups".into()),
        number: Some("T0".into()),
        weight_grams: None,
        estimate: None,
        handed_over: None,
        resend: false,
        case: None,
    })
}

/// The code of a refusal.
pub fn code<T>(result: Result<T, Refusal>) -> &'static str {
    match result {
        Ok(_) => "accepted",
        Err(refusal) => refusal.code(),
    }
}

/// Money back.
pub fn refund(amount: i64) -> Remedy {
    Remedy::Refund { amount: super::minor(amount) }
}

/// The goods back, then the money.
pub fn return_and_refund(amount: i64) -> Remedy {
    Remedy::ReturnAndRefund { amount: super::minor(amount) }
}

/// The same again.
pub const REPLACEMENT: Remedy = Remedy::Replacement { return_first: false };

/// A side of a case and the actor on it.
pub const SIDES: [(Side, Actor); 2] = [(Side::Opener, AS_BUYER), (Side::Respondent, AS_SELLER)];
