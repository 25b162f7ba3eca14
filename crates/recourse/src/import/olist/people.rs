//! Made-up people for real orders: who got nothing, or wrote a bad review, opens a dispute; sellers, mediators and the
//! return's carrier answer. Once a day each is asked, and a seed decides who acts: the same seed gives the same year.
use super::plan::Purchase;
use super::run::CARRIER;
use crate::wire::House;
use anyhow::Result;
use engine::{Answer as Answered, Envelope, View};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use resolution::actor::{Actor, Side};
use resolution::aggregate::Command;
use resolution::case::procedure::recommendation;
use resolution::case::remedy::Remedy;
use resolution::case::{Answer, Case, Received, ReturnContent};
use resolution::id::{AggregateId, MarketplaceId, OrderId, PartyId, UnitNo};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::order::command::{Opening, OrderCommand};
use resolution::parcel::tracking::{Scan, Status};
use resolution::policy::{Policy, StageName};
use resolution::seal::{Seal, Words};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Orders that are looked at together.
const AT_ONCE: usize = 64;
/// How often a buyer to whom the door is still shut tries again, a day apart.
const TRIES: u32 = 45;

/// How the files name an order and its seller: what is drawn goes by these, so that it is the same in every installation.
#[derive(Clone)]
struct Names {
    order: String,
    seller: String,
}

/// A buyer with a reason to complain.
struct Unhappy {
    order: OrderId,
    names: Names,
    received: bool,
    tries: u32,
}

/// All of them.
pub struct People<'a> {
    house: &'a House,
    marketplace: MarketplaceId,
    seed: u64,
    mediator: PartyId,
    /// By the instant from which they want to open a dispute.
    waiting: BTreeMap<Timestamp, Vec<Unhappy>>,
    /// Orders with an open case.
    open: BTreeMap<OrderId, Names>,
}

impl<'a> People<'a> {
    /// Nobody is unhappy yet.
    pub fn new(house: &'a House, marketplace: MarketplaceId, seed: u64) -> Self {
        let mediator = house.vault.pseudonym(marketplace, "made-up-mediator");
        Self { house, marketplace, seed, mediator, waiting: BTreeMap::new(), open: BTreeMap::new() }
    }

    /// A number below `of`, the same for the same words.
    fn draw(&self, of: u64, words: &[&str]) -> u64 {
        let mut hash = Sha256::new();
        hash.update(self.seed.to_be_bytes());
        for word in words {
            hash.update(word.as_bytes());
            hash.update([0]);
        }
        let digest = hash.finalize();
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        u64::from_be_bytes(first) % of.max(1)
    }

    /// Decides from the files who is unhappy with a purchase, and from when.
    pub fn look_at(&mut self, purchase: &Purchase, orders: &[OrderId]) {
        let days = |days: u64| SignedDuration::from_hours(i64::try_from(days).unwrap_or(0) * 24);
        let late = |at: Timestamp| purchase.estimate.is_some_and(|estimate| at > estimate);
        let (chance, received, from) = match (purchase.delivered, purchase.estimate) {
            (Some(at), _) if !late(at) => (dissatisfied(purchase.score), true, at),
            (Some(at), Some(estimate)) if at > estimate + days(4) => (60, false, estimate),
            (Some(at), _) => (dissatisfied(purchase.score).max(10), true, at),
            (None, Some(estimate)) if purchase.handed_over.is_some() => (80, false, estimate),
            _ => return,
        };
        for (part, order) in purchase.parts.iter().zip(orders) {
            let names = Names { order: part.number.clone(), seller: part.seller.clone() };
            let name = &names.order;
            if self.draw(100, &[name, "unhappy"]) >= chance {
                continue;
            }
            let at = from + days(1 + self.draw(6, &[name, "after"]));
            self.waiting.entry(at).or_default().push(Unhappy { order: *order, names, received, tries: 0 });
        }
    }

    /// One day of everybody, at an instant to which the clock has been moved.
    ///
    /// # Errors
    /// Where the engine fails.
    pub async fn day(&mut self, at: Timestamp) -> Result<()> {
        self.complain(at).await?;
        let open: Vec<(OrderId, Names)> = self.open.iter().map(|(id, names)| (*id, names.clone())).collect();
        for some in open.chunks(AT_ONCE) {
            let acts = some.iter().map(|(order, names)| self.act(*order, names, at));
            for ((order, _), over) in some.iter().zip(try_join_all(acts).await?) {
                if over {
                    self.open.remove(order);
                }
            }
        }
        Ok(())
    }

    async fn complain(&mut self, at: Timestamp) -> Result<()> {
        let later = self.waiting.split_off(&(at + SignedDuration::from_nanos(1)));
        let now = std::mem::replace(&mut self.waiting, later);
        for unhappy in now.into_values().flatten() {
            let Some(view) = self.house.engine.order(self.marketplace, unhappy.order).await? else {
                continue;
            };
            let Some(order) = view.aggregate.order() else { continue };
            let command = self.opening(order, &unhappy.names, &view.governing.policy, unhappy.received);
            let buyer = Actor::Buyer(order.placed.buyer);
            let Some(command) = command else { continue };
            match self.submit(unhappy.order, command, buyer).await? {
                Answered::Decided(_) => {
                    self.open.insert(unhappy.order, unhappy.names);
                }
                _ if unhappy.tries < TRIES => {
                    let again = at + SignedDuration::from_hours(24);
                    let unhappy = Unhappy { tries: unhappy.tries + 1, ..unhappy };
                    self.waiting.entry(again).or_default().push(unhappy);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn opening(&self, order: &Order, names: &Names, policy: &Policy, received: bool) -> Option<OrderCommand> {
        let name = &names.order;
        let fits: Vec<_> = policy.dispute_reasons().filter(|reason| reason.received == received).collect();
        let pick = self.draw(u64::try_from(fits.len()).ok()?, &[name, "reason"]);
        let reason = fits.get(usize::try_from(pick).ok()?)?;
        let units: Vec<UnitNo> = (0..order.units.len()).map(UnitNo::after).collect();
        let left = |unit: &resolution::order::Unit| unit.goods.buyer_left();
        let goods = order.units.iter().map(left).fold(Minor::ZERO, |a, b| a + b);
        let shipping =
            order.units.iter().map(|unit| unit.shipping.buyer_left()).fold(Minor::ZERO, |a, b| a + b);
        let back = policy.reasons.iter().any(|one| one.id == reason.id && one.return_paid_by.is_some());
        let asked = match self.draw(4, &[name, "remedy"]) {
            _ if !received => Remedy::Refund { amount: goods + shipping },
            0 if back => Remedy::ReturnAndRefund { amount: goods },
            1 => Remedy::Refund { amount: half(goods) },
            _ => Remedy::Refund { amount: goods },
        };
        let received = if received { Received::Yes } else { Received::No };
        let pick = self.draw(u64::try_from(reason.sub_reasons.len()).ok()?, &[name, "sub_reason"]);
        let sub_reason = reason.sub_reasons.get(usize::try_from(pick).ok()?).cloned();
        let reason = reason.id.clone();
        Some(OrderCommand::OpenDispute(Opening { units, received, reason, sub_reason, asked, text: None }))
    }

    /// Whoever's turn it is on an order may act; says whether nothing is left to do there.
    async fn act(&self, id: OrderId, names: &Names, at: Timestamp) -> Result<bool> {
        let Some(view) = self.house.engine.order(self.marketplace, id).await? else { return Ok(true) };
        let Some(order) = view.aggregate.order() else { return Ok(true) };
        let Some(case) = order.cases.iter().find(|case| case.open()) else { return Ok(true) };
        for (command, actor) in self.turn(&view, names, case, at) {
            // What is refused meanwhile (somebody was faster, a clock ended) is left alone.
            self.submit(id, command, actor).await?;
        }
        Ok(false)
    }

    /// What is done today in a case.
    fn turn(&self, view: &View, names: &Names, case: &Case, at: Timestamp) -> Vec<(OrderCommand, Actor)> {
        let Some(order) = view.aggregate.order() else { return Vec::new() };
        let name = &names.order;
        let today = at.to_string();
        let chance = |what: &str| self.draw(100, &[name, &today, what]);
        let once = |what: &str| self.draw(100, &[name, what]);
        let (buyer, seller) = (Actor::Buyer(order.placed.buyer), Actor::Seller(order.placed.seller));
        let no = case.no;
        // One seller in six never looks; the others are quick or slow.
        let temper = [0, 8, 15, 25, 40, 60][usize::try_from(self.draw(6, &[&names.seller])).unwrap_or(0)];
        match case.stage.name {
            StageName::Responding if chance("answer") < temper => {
                let (answer, word) = match once("answer") {
                    0..45 => (Answer::Accept, "agreed"),
                    _ => (Answer::Reject, "not_so"),
                };
                vec![(OrderCommand::Respond { case: no, answer, words: Words::only(word) }, seller)]
            }
            StageName::Negotiating => match (case.standing(Side::Respondent), chance("talk")) {
                (Some(offer), 0..35) => {
                    let (proposal, terms) = (offer.no, offer.terms.clone());
                    vec![(OrderCommand::AcceptProposal { case: no, proposal, terms }, buyer)]
                }
                (None, 0..15) => offer(case)
                    .map(|remedy| {
                        (OrderCommand::Propose { case: no, remedy, words: Words::only("offer") }, seller)
                    })
                    .into_iter()
                    .collect(),
                (_, 60..80) => {
                    vec![(OrderCommand::Escalate { case: no, words: Words::only("no_agreement") }, buyer)]
                }
                _ => Vec::new(),
            },
            StageName::Reviewing if chance("review") < 30 => {
                let mediator = Actor::Mediator(self.mediator);
                let Some(row) = recommendation(order, no, &view.context(), at) else { return Vec::new() };
                let assign = OrderCommand::Assign { case: no, mediator: self.mediator };
                let rule =
                    OrderCommand::Rule { case: no, remedy: row.remedy, liable: row.liable, departs: None };
                vec![(assign, mediator.clone()), (rule, mediator)]
            }
            StageName::Appealing if chance("waive") < 20 => {
                vec![(OrderCommand::Waive { case: no }, buyer), (OrderCommand::Waive { case: no }, seller)]
            }
            StageName::Preparing if chance("address") < 40 => {
                // The seal is made when it is sent: see `submit`.
                let address = Seal { digest: String::new(), by: order.placed.seller };
                vec![(OrderCommand::GiveReturnAddress { case: no, address, label: None }, seller)]
            }
            StageName::Dispatching if chance("send") < 30 => {
                let (carrier, number) = (CARRIER.to_owned(), format!("back-{name}"));
                vec![(OrderCommand::SendReturn { case: no, carrier, number }, buyer)]
            }
            StageName::ReturnInTransit if chance("arrive") < 20 => {
                let scans = vec![scan(at, Status::Delivered)];
                vec![(
                    OrderCommand::RecordReturnScans { case: no, scans },
                    Actor::Carrier(CARRIER.to_owned()),
                )]
            }
            StageName::Inspecting if chance("inspect") < 30 => {
                vec![(OrderCommand::AcceptReturn { case: no, content: ReturnContent::All }, seller)]
            }
            _ => Vec::new(),
        }
    }

    async fn submit(&self, order: OrderId, mut command: OrderCommand, actor: Actor) -> Result<Answered> {
        if let OrderCommand::GiveReturnAddress { address, .. } = &mut command {
            let text = b"Rua das Devolu\xc3\xa7\xc3\xb5es 1";
            *address = self.house.vault.seal(self.marketplace, address.by, text).await?;
        }
        let envelope =
            Envelope::new(self.marketplace, AggregateId::Order(order), Command::Order(command), actor);
        Ok(self.house.engine.submit(envelope).await?)
    }
}

/// One in a hundred of those who are content finds something all the same.
const fn dissatisfied(score: Option<u8>) -> u64 {
    match score {
        Some(1) => 55,
        Some(2) => 30,
        Some(3) => 8,
        _ => 1,
    }
}

fn half(of: Minor) -> Minor {
    Minor::new(of.get() / 2).unwrap_or(of)
}

fn offer(case: &Case) -> Option<Remedy> {
    let amount = half(case.asked.amount()?);
    amount.is_positive().then_some(Remedy::Refund { amount })
}

fn scan(at: Timestamp, status: Status) -> Scan {
    Scan { at, status, cause: None, by_carrier: true, destination_matches: None, raw: String::new() }
}
