//! What a committed record means to the world around: carriers set out, people look, gateways tell.
use super::report::Reported;
use super::sending::Request;
use super::{Deal, Leg, Role, Run, Task};
use crate::clock::{after, days, hours, minutes};
use crate::dice::Dice;
use crate::draws;
use crate::world::carrier::{Course, Journey};
use crate::world::people::Manner;
use engine::CarrierEvent;
use engine::record::Record;
use jiff::Timestamp;
use resolution::account::AccountEvent;
use resolution::actor::Actor;
use resolution::aggregate::{Command, Event};
use resolution::case::{Finding, ReturnContent};
use resolution::id::{AccountRole, AggregateId, CaseNo};
use resolution::order::command::OrderCommand;
use resolution::order::event::{EvidenceSealed, FreezeKind, OrderEvent, ShipmentDeclared};
use resolution::parcel::tracking::Status;
use resolution::policy::StageName;

impl Run<'_> {
    /// An order by its number.
    pub(super) fn deal(&self, number: u32) -> Option<&Deal> {
        self.deals.get(usize::try_from(number).ok()?)
    }

    /// Takes note of a record.
    pub(super) fn hears(&mut self, market: usize, record: &Record) {
        self.tally.records += 1;
        self.begun.insert(record.aggregate);
        match record.aggregate {
            AggregateId::Account(_) => self.hears_of_account(market, record),
            AggregateId::Fund(_) => record.events.iter().for_each(|event| self.tally.event(event)),
            AggregateId::Order(order) => {
                let Some(deal) = self.by_id.get(&order).copied() else { return };
                let who = (u64::from(deal) << 24) + record.first;
                let mut dice = Dice::of(self.plan.seed, "news", who);
                for event in &record.events {
                    self.tally.event(event);
                    if let Event::Order(event) = event {
                        self.hears_of(deal, event, record.at, &mut dice);
                    }
                }
                self.draws_looks(deal, record, &mut dice);
            }
        }
    }

    fn hears_of_account(&mut self, market: usize, record: &Record) {
        for event in &record.events {
            self.tally.event(event);
            match event {
                Event::Account(AccountEvent::AccountOpened { party, role: AccountRole::Seller }) => {
                    let seller = *party;
                    if self.sellers.insert((market, seller)) {
                        self.agenda.add(after(self.now(), days(3)), Task::PayOut { market, seller });
                        self.will_be_looked_at(market, seller);
                    }
                }
                Event::Account(AccountEvent::AccountOpened { party, role: AccountRole::Buyer }) => {
                    self.buyers.insert(record.aggregate, *party);
                }
                Event::Account(AccountEvent::ReportOpened { case, by, .. }) => {
                    let Some(buyer) = self.buyers.get(&record.aggregate).copied() else { continue };
                    let (account, case, seller) = (record.aggregate, *case, *by);
                    let mut dice = Dice::of(self.plan.seed, "reported", record.first);
                    self.was_reported(Reported { market, account, case, buyer, seller }, &mut dice);
                }
                _ => {}
            }
        }
    }

    fn hears_of(&mut self, deal: u32, event: &OrderEvent, at: Timestamp, dice: &mut Dice) {
        match event {
            OrderEvent::ShipmentDeclared(declared) => self.sets_out(deal, declared, dice),
            OrderEvent::ReturnSent { case, carrier, number } => {
                self.comes_home(deal, *case, carrier, number, dice);
            }
            OrderEvent::InvestigationAsked { case, carrier, .. } => {
                self.investigates(deal, *case, carrier, dice);
            }
            OrderEvent::StageEntered { stage, .. } => {
                *self.tally.stages.entry(stage.word()).or_default() += 1;
                self.whose_turn(deal, *stage, dice);
            }
            // The fund has paid, and asks the seller what went wrong.
            OrderEvent::FundingUsed { used, .. } if used.is_positive() && dice.chance(75) => {
                let later = after(self.now(), hours(dice.between(2, 10 * 24)));
                self.notes_look(deal, Role::Seller, later);
            }
            OrderEvent::UnitsCancelled { .. } => self.may_be_wrong(deal, dice),
            OrderEvent::ScansRecorded { scans, .. } if scans.iter().any(|scan| failed(scan.status)) => {
                self.may_be_wrong(deal, dice);
            }
            OrderEvent::PaymentClaimed(claimed) if claimed.confirmation.is_none() && dice.chance(75) => {
                let soon = after(self.now(), hours(dice.between(1, 60)));
                self.notes_look(deal, Role::Buyer, soon);
            }
            OrderEvent::MediatorAssigned { .. }
            | OrderEvent::ClaimAnswered(_)
            | OrderEvent::QuestionAnswered { .. }
            | OrderEvent::ProposalRejected { .. } => self.mediator_looks(deal, dice),
            OrderEvent::RefundLegMoved { refund, leg, result, .. } => {
                self.leg_moved(Leg { deal, refund: *refund, leg: *leg }, result, dice);
            }
            OrderEvent::HoldPlaced { .. } if dice.chance(60) => {
                let soon = after(self.now(), hours(dice.between(5, 200)));
                self.notes_look(deal, Role::Finance, soon);
            }
            // It is promised within a day.
            OrderEvent::OrderFrozen { kind: FreezeKind::Risk, .. } if dice.chance(75) => {
                let soon = after(self.now(), hours(dice.between(1, 20)));
                self.notes_look(deal, Role::Mediator, soon);
            }
            OrderEvent::EvidenceSealed(sealed) => self.shown(deal, sealed, dice),
            OrderEvent::CaseOpened(opened) => self.tally.opened(deal, opened, at),
            OrderEvent::CaseClosed { case, closing } => self.tally.closed(deal, *case, *closing, at),
            _ => {}
        }
    }

    /// An order is shown cancelled or failed: its seller may know better, and looks again.
    fn may_be_wrong(&mut self, deal: u32, dice: &mut Dice) {
        if dice.chance(50) {
            let later = after(self.now(), hours(dice.between(5, 20 * 24)));
            self.notes_look(deal, Role::Seller, later);
        }
    }

    /// Whoever shows something for a case is at it: the next file, or the act that needed them, often follows at once.
    fn shown(&mut self, deal: u32, sealed: &EvidenceSealed, dice: &mut Dice) {
        if dice.chance(3) {
            let soon = after(self.now(), hours(dice.between(5, 200)));
            self.notes_look(deal, Role::Finance, soon);
        }
        let role = match sealed.role.as_str() {
            "buyer" => Role::Buyer,
            "seller" => Role::Seller,
            _ => return,
        };
        if sealed.case.is_some() && dice.chance(60) {
            let soon = after(self.now(), minutes(dice.between(2, 600)));
            self.notes_look(deal, role, soon);
        }
    }

    /// A case came to a stage: whoever has the turn is told, and mostly looks.
    fn whose_turn(&mut self, deal: u32, stage: StageName, dice: &mut Dice) {
        let role = match stage {
            StageName::Reviewing if dice.chance(85) => return self.mediator_looks(deal, dice),
            StageName::Preparing | StageName::Inspecting | StageName::DispatchingReplacement => Role::Seller,
            StageName::Dispatching => Role::Buyer,
            _ => return,
        };
        if dice.chance(75) {
            self.notes_look(deal, role, after(self.now(), hours(dice.between(1, 60))));
        }
    }

    fn mediator_looks(&mut self, deal: u32, dice: &mut Dice) {
        let soon = after(self.now(), hours(dice.between(1, 60)));
        self.notes_look(deal, Role::Mediator, soon);
    }

    /// Both sides may look when something happened, the one who did it less likely.
    fn draws_looks(&mut self, deal: u32, record: &Record, dice: &mut Dice) {
        let Some(known) = self.deal(deal) else { return };
        let both = [
            (Role::Buyer, known.buyer_manner, record.by == Actor::Buyer(known.buyer)),
            (Role::Seller, known.seller_manner, record.by == Actor::Seller(known.seller)),
        ];
        for (role, manner, own) in both {
            let delay = manner.delay(dice);
            if dice.chance(if own { 25 } else { 60 }) {
                self.notes_look(deal, role, after(self.now(), delay));
            }
        }
    }

    /// A parcel is declared: its carrier carries it, or not.
    fn sets_out(&mut self, deal: u32, declared: &ShipmentDeclared, dice: &mut Dice) {
        let Some(known) = self.deal(deal) else { return };
        let course = Course::throw(dice, known.seller_manner == Manner::Malicious);
        let from = after(self.now(), draws::hand_over(dice));
        let transit = draws::transit(dice);
        let journey = course.journey(dice, from, transit);
        if let Some(arrives) = journey.arrives
            && let Some(known) = self.deals.get_mut(deal as usize)
        {
            known.arrived = Some(known.arrived.map_or(arrives, |before| before.min(arrives)));
        }
        if let (Some(carrier), Some(number)) = (&declared.carrier, &declared.number) {
            self.tells_of(deal, carrier, number, &journey, dice);
        }
        if let Some(arrives) = journey.arrives
            && let Some(known) = self.deal(deal)
        {
            let delay = known.buyer_manner.delay(dice);
            self.notes_look(deal, Role::Buyer, after(arrives, delay));
        }
    }

    /// The carrier tells of a journey: doubled, out of order, as it comes.
    fn tells_of(&mut self, deal: u32, carrier: &str, number: &str, journey: &Journey, dice: &mut Dice) {
        let Some(known) = self.deal(deal) else { return };
        let marketplace = self.markets[known.market].id;
        for (no, saying) in journey.sayings.iter().enumerate() {
            let event = CarrierEvent {
                marketplace,
                provider: "carriers".to_owned(),
                // Two parcels may share a number, and even an instant: what is said of each is an event of its own.
                event: format!(
                    "{number}-{no}-{}-{}",
                    saying.scan.at.as_nanosecond(),
                    saying.scan.status.word()
                ),
                carrier: (!dice.chance(8)).then(|| carrier.to_owned()),
                number: if dice.chance(5) { number.to_lowercase() } else { number.to_owned() },
                scans: vec![saying.scan.clone()],
                at: None,
                raw: None,
            };
            if dice.chance(10) {
                let again = after(saying.said, hours(dice.between(0, 200)));
                self.agenda.add(again, Task::Carry(Box::new(event.clone())));
            }
            self.agenda.add(saying.said, Task::Carry(Box::new(event)));
        }
    }

    fn comes_home(&mut self, deal: u32, case: CaseNo, carrier: &str, number: &str, dice: &mut Dice) {
        let cheats = self.deal(deal).is_some_and(|known| known.buyer_manner == Manner::Malicious);
        let course = Course::throw(dice, cheats);
        let from = after(self.now(), draws::hand_over(dice));
        let transit = draws::transit(dice);
        let journey = course.journey(dice, from, transit);
        self.tells_of(deal, carrier, number, &journey, dice);
        if let Some(arrives) = journey.arrives.filter(|_| dice.chance(15)) {
            self.opens_at_warehouse(deal, case, after(arrives, hours(dice.between(-4, 48))), dice);
        }
    }

    /// The marketplace's own warehouse opens a return, sometimes before the carrier has told of it.
    fn opens_at_warehouse(&mut self, deal: u32, case: CaseNo, at: Timestamp, dice: &mut Dice) {
        let Some(known) = self.deal(deal) else { return };
        let content = dice.pick(&[ReturnContent::All, ReturnContent::All, ReturnContent::Part]);
        let command = Command::Order(OrderCommand::ReceiveReturn { case, content });
        let request = Request::new(known.market, AggregateId::Order(known.id), Actor::Marketplace, command);
        self.agenda.add(at, Task::Send(Box::new(request)));
    }

    fn investigates(&mut self, deal: u32, case: CaseNo, carrier: &str, dice: &mut Dice) {
        // Many never answer: the case then goes on without them (INV-2).
        if dice.chance(40) {
            return;
        }
        let Some(known) = self.deal(deal) else { return };
        let finding = dice.pick(&[Finding::WithCarrier, Finding::Delivered, Finding::Lost]);
        let command = Command::Order(OrderCommand::ReportFinding { case, finding });
        let actor = Actor::Carrier(carrier.to_owned());
        let request = Request::new(known.market, AggregateId::Order(known.id), actor, command);
        let at = after(self.now(), days(dice.between(1, 14)));
        self.agenda.add(at, Task::Send(Box::new(request)));
    }
}

/// What a carrier says of a parcel that failed.
const fn failed(status: Status) -> bool {
    matches!(status, Status::Lost | Status::Damaged | Status::ReturnedToSender | Status::AttemptFailed)
}
