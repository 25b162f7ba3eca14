//! A decision in the making: each event is applied as it is made, so that the next step sees it.
use super::Order;
use super::event::{AccountNews, AccountNote, OrderEvent};
use crate::actor::{Actor, Side};
use crate::aggregate::Context;
use crate::case::Case;
use crate::id::{AccountRole, CaseNo, PartyId};
use crate::policy::PenaltyReason;
use crate::refusal::Refusal;
use jiff::Timestamp;
use std::borrow::Cow;

/// The order as it will be, and the events that make it so.
pub(crate) struct Draft<'a> {
    /// Borrowed until the first event: what is refused before anything happened costs no copy.
    pub(crate) order: Cow<'a, Order>,
    pub(crate) events: Vec<OrderEvent>,
    pub(crate) context: &'a Context<'a>,
    pub(crate) now: Timestamp,
    /// Up to which instant things happen by themselves: now, or the due instant of a deadline that is applied late, so
    /// that what was due between them comes in its own order.
    pub(crate) due: Timestamp,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(order: &'a Order, context: &'a Context<'a>, now: Timestamp) -> Self {
        Self { order: Cow::Borrowed(order), events: Vec::new(), context, now, due: now }
    }

    pub(crate) fn push(&mut self, event: OrderEvent) {
        self.order.to_mut().apply(&event, self.now);
        self.events.push(event);
    }

    /// A notice to a party leaves with this decision.
    pub(crate) fn notice(&mut self, to: PartyId, notice: &str, case: Option<CaseNo>, end: Option<Timestamp>) {
        self.push(OrderEvent::NoticeSent { to, notice: notice.to_owned(), case, end });
    }

    /// A notice to buyer and seller.
    pub(crate) fn notice_both(&mut self, notice: &str, case: Option<CaseNo>, end: Option<Timestamp>) {
        for to in [self.order.placed.buyer, self.order.placed.seller] {
            self.notice(to, notice, case, end);
        }
    }

    /// A message without money to the seller's account.
    pub(crate) fn tell_seller(&mut self, news: AccountNews) {
        self.tell(self.order.placed.seller, AccountRole::Seller, news);
    }

    /// A message without money to the buyer's account.
    pub(crate) fn tell_buyer(&mut self, news: AccountNews) {
        self.tell(self.order.placed.buyer, AccountRole::Buyer, news);
    }

    fn tell(&mut self, party: PartyId, role: AccountRole, news: AccountNews) {
        let sequence = self.order.sequence + 1;
        self.push(OrderEvent::AccountTold(AccountNote { sequence, party, role, news }));
    }

    /// Takes the policy's points off the seller's reputation, where it has some for this reason.
    pub(crate) fn penalise(&mut self, reason: PenaltyReason, case: Option<CaseNo>) {
        if let Some(points) = self.context.policy.reputation.points.get(&reason).copied() {
            self.tell_seller(AccountNews::Penalty { points, reason, case });
        }
    }

    /// Points a person at something, once.
    pub(crate) fn flag(&mut self, what: &str, case: Option<CaseNo>, parcel: Option<crate::id::ParcelNo>) {
        let key = super::apply::flag_key(what, case, parcel);
        if !self.order.flags.contains(&key) {
            self.push(OrderEvent::Flagged { what: what.to_owned(), case, parcel });
        }
    }

    /// The case, which must exist and be visible to the actor.
    pub(crate) fn case(&self, no: CaseNo) -> Result<&Case, Refusal> {
        self.order.case(no).ok_or_else(|| Refusal::NotFound { what: "case".into() })
    }

    /// The side that the actor is on in a case.
    pub(crate) fn side(&self, no: CaseNo, actor: &Actor) -> Result<Side, Refusal> {
        let case = self.case(no)?;
        self.order.side(case, actor).ok_or_else(|| not_yours("a party of the case or its mediator"))
    }

    /// The actor must be the order's buyer.
    pub(crate) fn buyer(&self, actor: &Actor) -> Result<(), Refusal> {
        if *actor == Actor::Buyer(self.order.placed.buyer) { Ok(()) } else { Err(not_yours("the buyer")) }
    }

    /// The actor must be the order's seller.
    pub(crate) fn seller(&self, actor: &Actor) -> Result<(), Refusal> {
        if *actor == Actor::Seller(self.order.placed.seller) { Ok(()) } else { Err(not_yours("the seller")) }
    }

    /// The actor must be the seller, or the marketplace's server.
    pub(crate) fn seller_or_marketplace(&self, actor: &Actor) -> Result<(), Refusal> {
        if *actor == Actor::Marketplace {
            Ok(())
        } else {
            self.seller(actor).map_err(|_| not_yours("the seller or the marketplace"))
        }
    }
}

/// The refusal of a right.
pub(crate) fn not_yours(who: &str) -> Refusal {
    Refusal::NotYours { who: who.to_owned() }
}
