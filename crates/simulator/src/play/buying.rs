//! Purchases are placed and paid; sellers look at their accounts; carriers deliver what they have to say.
use super::sending::Request;
use super::{Broken, Deal, Role, Run, Task};
use crate::clock::{after, days, hours, minutes};
use crate::dice::Dice;
use crate::house::Done;
use crate::world::people::Manner;
use crate::world::shop::{Order, Paying, Wares, minor};
use engine::{Captured, CarrierEvent, Placed};
use jiff::SignedDuration;
use resolution::account::AccountCommand;
use resolution::actor::Actor;
use resolution::aggregate::Command;
use resolution::id::{AccountId, AccountRole, AggregateId, OrderId, PartyId, PaymentNo};
use resolution::order::command::OrderCommand;
use resolution::order::purchase;

impl Run<'_> {
    /// Places purchase `number`, again and again until the house has answered.
    pub(super) async fn buys(&mut self, number: u32) -> Result<(), Box<Broken>> {
        let mut dice = Dice::of(self.plan.seed, "purchase", u64::from(number));
        let at = usize::from(dice.chance(45));
        let reference = format!("P{number}");
        let order = self.markets[at].buys(&mut dice, reference, self.buys_at(number));
        if self.first_try(number) {
            self.knows(at, &order, &mut dice);
            if number + 1 < self.plan.orders {
                self.agenda.add(self.buys_at(number + 1), Task::Buy(number + 1));
            }
        }
        let engine = self.house.engine(self.process());
        let market = self.markets[at].id;
        let done = self.house.ask(engine.place_purchase(market, &order.purchase, Vec::new())).await;
        drop(engine);
        let parts = purchase::split(market, &order.purchase).unwrap_or_default();
        let answered = match &done {
            Done::Gave(Ok(Placed::Orders(answers))) => answers.clone(),
            Done::Gave(Ok(Placed::Refused(refusal))) => {
                return Err(self.broken(format!("a purchase was refused: {}", refusal.sentence())));
            }
            _ => Vec::new(),
        };
        for (id, placement) in parts {
            let answer = answered.iter().find(|(order, _)| *order == id).map(|(_, answer)| answer);
            let command = Command::Order(OrderCommand::Place(Box::new(placement)));
            self.told(at, AggregateId::Order(id), &Actor::Marketplace, &command, None, answer);
        }
        if self.failed(done)? {
            self.agenda.add(after(self.now(), minutes(1)), Task::Buy(number));
            return Ok(());
        }
        if !self.tally.placed.insert(number) {
            return Ok(());
        }
        self.notes_payments(at, &order, &mut dice);
        if dice.chance(3) {
            // The marketplace's server sends it twice.
            self.agenda.add(after(self.now(), minutes(dice.between(1, 500))), Task::Buy(number));
        }
        Ok(())
    }

    fn first_try(&mut self, number: u32) -> bool {
        self.tally.purchases.insert(number)
    }

    fn knows(&mut self, market: usize, order: &Order, dice: &mut Dice) {
        let shop = &self.markets[market];
        let buyer = shop.buyers[order.buyer];
        for seller in &order.sellers {
            let seller = shop.sellers[*seller];
            let id = OrderId::of(shop.id, &order.purchase.reference, seller.id);
            let bad = if seller.manner == Manner::Malicious { 60 } else { 15 };
            let wares = if dice.chance(bad) { Wares::Bad } else { Wares::Fine };
            let number = u32::try_from(self.deals.len()).unwrap_or(u32::MAX);
            self.by_id.insert(id, number);
            self.deals.push(Deal {
                market,
                id,
                buyer: buyer.id,
                buyer_manner: buyer.manner,
                seller: seller.id,
                seller_manner: seller.manner,
                wares,
                arrived: None,
                looks: [0; 4],
                noted: [false; 4],
            });
            // Whatever else happens, the buyer thinks of it again when it should long be there.
            let later = after(self.now(), days(dice.between(18, 75)));
            self.agenda.add(later, Task::Look(number, Role::Buyer));
            if dice.chance(4) {
                let soon = after(self.now(), hours(dice.between(2, 900)));
                self.agenda.add(soon, Task::Look(number, Role::Finance));
            }
        }
    }

    fn notes_payments(&mut self, market: usize, order: &Order, dice: &mut Dice) {
        let payments = &order.purchase.payments;
        let paid = match order.paying {
            Paying::Never => 0,
            Paying::Partly => 1,
            Paying::Soon | Paying::TooLate => payments.len(),
        };
        for payment in payments.iter().take(paid).filter(|payment| payment.amount.is_positive()) {
            let delay = match order.paying {
                Paying::TooLate => days(dice.between(2, 30)),
                _ => minutes(dice.between(0, 90)),
            };
            let again = u8::from(dice.chance(10));
            let (provider, payment) = (payment.provider.clone(), payment.payment_id.clone());
            let at = after(self.now(), delay);
            self.agenda.add(at, Task::Capture { market, provider, payment, again });
        }
    }

    /// A provider's webhook says that a payment was captured; it comes again until it is taken.
    pub(super) async fn captures(
        &mut self,
        market: usize,
        provider: String,
        payment: String,
        again: u8,
    ) -> Result<(), Box<Broken>> {
        let (id, now) = (self.markets[market].id, self.now());
        let fee = minor(Dice::named(self.plan.seed, "fee", &payment).between(0, 120));
        let engine = self.house.engine(self.process());
        let done = self.house.ask(engine.capture_payment(id, &provider, &payment, now, fee)).await;
        drop(engine);
        if let Done::Gave(Ok(Captured::Orders(answers))) = &done {
            for (order, answer) in answers.clone() {
                let payment = number_of(&payment);
                let command = OrderCommand::CapturePayment { payment, captured_at: now, fee };
                let actor = Actor::Gateway(provider.clone());
                let command = Command::Order(command);
                self.told(market, AggregateId::Order(order), &actor, &command, None, Some(&answer));
            }
        }
        if let Done::Gave(Ok(Captured::Unknown)) = &done {
            return Err(self.broken(format!("payment {payment} leads to no order although it was placed")));
        }
        if self.failed(done)? {
            let at = after(self.now(), minutes(2));
            self.agenda.add(at, Task::Capture { market, provider, payment, again });
        } else if again > 0 {
            let at = after(self.now(), hours(5));
            self.agenda.add(at, Task::Capture { market, provider, payment, again: again - 1 });
        }
        Ok(())
    }

    /// A carrier's event arrives; it comes again until it is acknowledged.
    pub(super) async fn carries(&mut self, event: CarrierEvent) -> Result<(), Box<Broken>> {
        // A carrier sends until it is acknowledged: what it began to say is kept in the end, perhaps before it is told so.
        self.acknowledged(&event);
        let engine = self.house.engine(self.process());
        let done = self.house.ask(engine.receive(vec![event.clone()])).await;
        drop(engine);
        self.tally.carrier_events += 1;
        if self.failed(done)? {
            let at = after(self.now(), minutes(3));
            self.agenda.add(at, Task::Carry(Box::new(event)));
        }
        if !self.undisturbed {
            // Whether it was kept, and led to its parcel, is for the worker to see: its bell has rung.
            self.agenda.add(after(self.now(), SignedDuration::from_secs(5)), Task::Sort);
        }
        Ok(())
    }

    /// A seller (or finance) wants money out; some want more than there is.
    pub(super) async fn pays_out(&mut self, market: usize, seller: PartyId) -> Result<(), Box<Broken>> {
        let mut dice = Dice::of(self.plan.seed, "payout", self.step);
        let amount = match dice.below(6) {
            0 => Some(minor(dice.between(1, 50_000))),
            1 if dice.chance(20) => Some(minor(i64::from(u32::MAX))),
            _ => None,
        };
        let shop = &self.markets[market];
        let command = AccountCommand::PayOut {
            currency: shop.currency,
            amount,
            provider: (if dice.chance(70) { "bank" } else { "card" }).to_owned(),
        };
        let actor = match dice.below(8) {
            0 => Actor::Finance(shop.finance),
            1 => Actor::Marketplace,
            _ => Actor::Seller(seller),
        };
        let account = AccountId::of(shop.id, AccountRole::Seller, seller);
        let mut request =
            Request::new(market, AggregateId::Account(account), actor, Command::Account(command));
        request.keyed(format!("payout-{}-{}", self.step, seller));
        request.twice = dice.chance(10);
        if !self.calm || dice.chance(60) {
            self.agenda.add(after(self.now(), days(7)), Task::PayOut { market, seller });
        }
        self.sends(request).await
    }
}

/// The number of a payment in its purchase, which is the same in each of its orders.
fn number_of(payment: &str) -> PaymentNo {
    PaymentNo(payment.rsplit('-').next().and_then(|no| no.parse().ok()).unwrap_or(0))
}
