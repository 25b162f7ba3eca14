//! Purchases and their payments: one purchase becomes one order a seller; one capture reaches every order it paid for.
use crate::engine::Engine;
use crate::envelope::{Answer, Envelope, natural_key};
use crate::error::EngineError;
use crate::ports::Document;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::aggregate::{Aggregate, Command, Context};
use resolution::id::{AggregateId, MarketplaceId, OrderId};
use resolution::money::{Minor, split};
use resolution::order::command::{OrderCommand, Placement};
use resolution::order::purchase::{self, Purchase};
use resolution::refusal::Refusal;
use std::sync::Arc;

/// What became of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// Its orders, one a seller, with the answer of each.
    Orders(Vec<(OrderId, Answer)>),
    /// Nothing was placed, of any seller.
    Refused(Refusal),
}

/// What became of a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Captured {
    /// The orders that the payment is for, with the answer of each.
    Orders(Vec<(OrderId, Answer)>),
    /// No order of this marketplace expects such a payment.
    Unknown,
}

impl Engine {
    /// Places a purchase: all of its orders or, if one would be refused, none. A repeat finds the same orders and changes
    /// nothing; it also completes a purchase that a crash left half placed.
    ///
    /// # Errors
    /// [`EngineError`]: send it again.
    pub async fn place_purchase(
        &self,
        marketplace: MarketplaceId,
        purchase: &Purchase,
        documents: Vec<Document>,
    ) -> Result<Placed, EngineError> {
        let parts = match purchase::split(marketplace, purchase) {
            Ok(parts) => parts,
            Err(refusal) => return Ok(Placed::Refused(refusal)),
        };
        let now = self.now(marketplace).await?;
        for (id, placement) in &parts {
            if let Err(refusal) = self.try_place(marketplace, *id, placement, now).await? {
                return Ok(Placed::Refused(refusal));
            }
        }
        let mut documents = Some(documents);
        let mut answers = Vec::with_capacity(parts.len());
        for (id, placement) in parts {
            let command = Command::Order(OrderCommand::Place(Box::new(placement)));
            let mut envelope =
                Envelope::new(marketplace, AggregateId::Order(id), command, Actor::Marketplace).read_at(now);
            envelope.documents = documents.take().unwrap_or_default();
            answers.push((id, self.submit(envelope).await?));
        }
        Ok(Placed::Orders(answers))
    }

    /// What placing would answer now, without doing it.
    async fn try_place(
        &self,
        marketplace: MarketplaceId,
        id: OrderId,
        placement: &Placement,
        now: Timestamp,
    ) -> Result<Result<(), Refusal>, EngineError> {
        let command = Command::Order(OrderCommand::Place(Box::new(placement.clone())));
        let view = self.order(marketplace, id).await?;
        let market = self.marketplace(marketplace).await?;
        let aggregate = view.map_or_else(|| Arc::new(Aggregate::Nothing), |view| view.aggregate);
        let governing = self.core().rules.governing(&market, &aggregate).await?;
        let context = Context {
            id: AggregateId::Order(id),
            marketplace,
            calendar: &governing.calendar,
            policy: &governing.policy,
            limits: &self.settings().limits,
        };
        Ok(aggregate.decide(&command, &Actor::Marketplace, &context, now).map(|_| ()))
    }

    /// The provider captured a payment: every order that it paid for is told, each with its share of the fee.
    ///
    /// # Errors
    /// [`EngineError`]: send it again; orders that were told already stay as they are.
    pub async fn capture_payment(
        &self,
        marketplace: MarketplaceId,
        provider: &str,
        payment_id: &str,
        captured_at: Timestamp,
        fee: Minor,
    ) -> Result<Captured, EngineError> {
        let now = self.now(marketplace).await?;
        let routes =
            self.core().store.payments(marketplace, provider.to_owned(), payment_id.to_owned()).await?;
        if routes.is_empty() {
            return Ok(Captured::Unknown);
        }
        let mut shares = Vec::with_capacity(routes.len());
        for route in &routes {
            let view = self.order(marketplace, route.order).await?;
            let payment = view
                .as_ref()
                .and_then(|v| v.aggregate.order())
                .and_then(|o| o.payments.get(route.payment.index()));
            shares.push(payment.map_or(Minor::ZERO, |p| p.expected.amount));
        }
        let fees = fees(fee, &shares);
        let mut answers = Vec::with_capacity(routes.len());
        for (route, fee) in routes.iter().zip(fees) {
            let command = OrderCommand::CapturePayment { payment: route.payment, captured_at, fee };
            let actor = Actor::Gateway(provider.to_owned());
            // A payment is captured once: who tells of it again, perhaps because the answer was lost, hears the first.
            let order = route.order.to_string();
            let key = natural_key(marketplace, "captured", &[provider, payment_id, &order]);
            let envelope =
                Envelope::new(marketplace, AggregateId::Order(route.order), Command::Order(command), actor);
            answers.push((route.order, self.submit(envelope.taking(key).read_at(now)).await?));
        }
        Ok(Captured::Orders(answers))
    }
}

/// The fee over the shares, in proportion; all of it on the first where the shares are too small to carry it.
fn fees(fee: Minor, shares: &[Minor]) -> Vec<Minor> {
    split(fee, shares).unwrap_or_else(|_| {
        let mut all = vec![Minor::ZERO; shares.len()];
        if let Some(first) = all.first_mut() {
            *first = fee;
        }
        all
    })
}
