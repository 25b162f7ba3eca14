//! What a ruling would move: it is tried on a copy of the order, and the copy is led on as if nobody appealed and every
//! payment were confirmed.
use crate::convert;
use crate::portal::trial::Trial;
use engine::View;
use jiff::Timestamp;
use resolution::actor::Actor;
use resolution::case::Case;
use resolution::case::remedy::Remedy;
use resolution::id::{CaseNo, LegNo, RefundNo};
use resolution::ledger::{Account, Commodity, Posting};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::order::components::ComponentRef;
use resolution::order::event::OrderEvent;
use resolution::payment::{LegResult, LegRoute};
use resolution::policy::StageName;
use resolution::refusal::Refusal;
use std::collections::BTreeMap;

/// What would happen.
pub(super) struct Preview {
    /// What is given; nothing where the dispute fails.
    pub(super) remedy: Option<Remedy>,
    /// Who bears it, in the core's word.
    pub(super) liable: &'static str,
    /// From which money, in the core's word.
    pub(super) funded_by: &'static str,
    /// Whether it departs from what the table recommends.
    pub(super) departs: bool,
    /// Until when it can be appealed.
    pub(super) appeal: Option<Timestamp>,
    /// The buyer's refund by its ways: route, method, amount.
    pub(super) ways: Vec<(LegRoute, String, api::Money)>,
    /// Coins that go back to the buyer.
    pub(super) coins: i64,
    /// Who has how much more or less afterwards, by the postings of those events.
    pub(super) moved: BTreeMap<Owner, api::Money>,
    /// The stage that comes first when the outcome is final: goods have to travel before money does.
    pub(super) waits: Option<StageName>,
    /// When what is left of the goods in the case goes to the seller, where that comes later than the refund.
    pub(super) released: Option<Timestamp>,
}

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    Buyer,
    Seller,
    SellerOwes,
    Fees,
    Promotions,
    Fund,
    Carrier,
    Held,
}

impl Owner {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Seller => "seller",
            Self::SellerOwes => "seller_owes",
            Self::Fees => "fees",
            Self::Promotions => "promotions",
            Self::Fund => "fund",
            Self::Carrier => "carrier",
            Self::Held => "held",
        }
    }

    const fn of(account: &Account) -> Option<Self> {
        Some(match account {
            Account::RefundsPending | Account::BuyerWallet(_) => Self::Buyer,
            Account::SellerPayable(_) => Self::Seller,
            Account::SellerReceivable(_) => Self::SellerOwes,
            Account::PlatformFees => Self::Fees,
            Account::PlatformPromotions => Self::Promotions,
            Account::ProtectionFund | Account::Compensation => Self::Fund,
            Account::CarrierClaims(_) => Self::Carrier,
            Account::Escrow => Self::Held,
            _ => return None,
        })
    }
}

/// Decides a ruling on a copy.
///
/// # Errors
/// The refusal with which the core would answer it.
pub(super) fn of(
    view: &View,
    no: CaseNo,
    actor: &Actor,
    command: OrderCommand,
    now: Timestamp,
) -> Result<Preview, Refusal> {
    let mut copy = Copy { trial: Trial::of(view, now), no };
    copy.trial.act(command, actor, now)?;
    let ruled = copy.made().find_map(|(_, event)| match event {
        OrderEvent::CaseRuled { ruling, .. } => Some(ruling.clone()),
        _ => None,
    });
    let ruling = ruled.ok_or_else(|| Refusal::NotFound { what: "ruling".into() })?;
    let appeal =
        copy.case().filter(|case| case.stage.name == StageName::Appealing).and_then(|case| case.stage.end);
    copy.until(|case| case.stage.name != StageName::Appealing);
    let waits = copy.case().map(|case| case.stage.name);
    let waits = waits.filter(|stage| {
        matches!(stage, StageName::Preparing | StageName::Dispatching | StageName::DispatchingReplacement)
    });
    if waits.is_none() {
        copy.pay();
        copy.settle();
    }
    let currency = copy.trial.order().map_or(view.marketplace.currency, |order| order.placed.currency);
    let released = copy.made().filter(|(_, event)| matches!(event, OrderEvent::Released { .. })).last();
    let released = released.map(|(at, _)| *at).filter(|at| appeal.is_none_or(|end| *at > end) && *at > now);
    let moved = copy.moved().into_iter().map(|(owner, amount)| (owner, convert::money(amount, currency)));
    Ok(Preview {
        remedy: ruling.remedy,
        liable: ruling.liable.word(),
        funded_by: ruling.funded_by.word(),
        departs: ruling.departs.is_some(),
        appeal,
        ways: copy.ways(),
        coins: copy.coins(),
        moved: moved.collect(),
        waits,
        released,
    })
}

/// The copy of an order, and the case on it.
struct Copy<'a> {
    trial: Trial<'a>,
    no: CaseNo,
}

impl Copy<'_> {
    fn case(&self) -> Option<&Case> {
        self.trial.order()?.case(self.no)
    }

    /// What happened to the case.
    fn made(&self) -> impl Iterator<Item = &(Timestamp, OrderEvent)> {
        self.trial.made.iter().filter(|(_, event)| self.concerns(event))
    }

    fn concerns(&self, event: &OrderEvent) -> bool {
        let reserved = |case: &Case, parts: &[(ComponentRef, Minor)]| {
            parts.iter().any(|(which, _)| case.reserved.contains(which))
        };
        match event {
            OrderEvent::CaseRuled { case, .. } => *case == self.no,
            OrderEvent::RefundPromised(refund) => refund.case == Some(self.no),
            OrderEvent::ClaimPaid(paid) => paid.case == self.no,
            OrderEvent::Released { parts, .. } => self.case().is_some_and(|case| reserved(case, parts)),
            _ => false,
        }
    }

    /// Lets time pass until the case is as wanted.
    fn until(&mut self, wanted: impl Fn(&Case) -> bool) {
        let no = self.no;
        self.trial.until(|order| order.case(no).is_none_or(&wanted));
    }

    /// The payment provider confirms every leg of the refund.
    fn pay(&mut self) {
        let Some(refund) = self.case().and_then(|case| case.refund) else { return };
        let Some(order) = self.trial.order() else { return };
        let (legs, at) = (order.refund(refund).map_or(0, |found| found.legs.len()), order.last_at);
        for leg in (0..legs).map(LegNo::after) {
            // A leg that is settled already refuses, and that is as good.
            let _settled = self.trial.act(confirmed(refund, leg, at), &Actor::Marketplace, at);
        }
    }

    /// Lets time pass until nothing of the case's goods lies in escrow any more, as far as that comes by itself.
    fn settle(&mut self) {
        let no = self.no;
        self.trial.until(|order| order.case(no).is_none_or(|case| lying(order, case).is_zero()));
    }

    fn postings(&self) -> impl Iterator<Item = &Posting> {
        self.made().flat_map(|(_, event)| match event {
            OrderEvent::RefundPromised(refund) => refund.postings.as_slice(),
            OrderEvent::ClaimPaid(paid) => paid.postings.as_slice(),
            OrderEvent::Released { postings, .. } => postings.as_slice(),
            _ => &[],
        })
    }

    fn moved(&self) -> BTreeMap<Owner, Minor> {
        let mut moved: BTreeMap<Owner, Minor> = BTreeMap::new();
        let mut book = |account: &Account, amount: Minor| {
            if let Some(owner) = Owner::of(account) {
                let before = moved.get(&owner).copied().unwrap_or(Minor::ZERO);
                moved.insert(owner, before + amount);
            }
        };
        for posting in self.postings().filter(|posting| matches!(posting.of, Commodity::Money(_))) {
            book(&posting.from, posting.amount.negated());
            book(&posting.to, posting.amount);
        }
        moved.retain(|_, amount| !amount.is_zero());
        moved
    }

    fn ways(&self) -> Vec<(LegRoute, String, api::Money)> {
        let Some(order) = self.trial.order() else { return Vec::new() };
        let promised = self.made().filter_map(|(_, event)| match event {
            OrderEvent::RefundPromised(refund) => Some(refund),
            _ => None,
        });
        promised
            .flat_map(|refund| &refund.legs)
            .map(|leg| {
                let payment = order.payments.get(leg.payment.index());
                let method = payment.map(|payment| payment.expected.method.clone()).unwrap_or_default();
                (leg.route, method, convert::money(leg.amount, order.placed.currency))
            })
            .collect()
    }

    fn coins(&self) -> i64 {
        let parts = self.made().flat_map(|(_, event)| match event {
            OrderEvent::RefundPromised(refund) => refund.parts.as_slice(),
            _ => &[],
        });
        parts.fold(Minor::ZERO, |sum, part| sum + part.coins).get()
    }
}

/// What of a case's goods lies in escrow.
fn lying(order: &Order, case: &Case) -> Minor {
    let left =
        |which: &ComponentRef| order.component(*which).map_or(Minor::ZERO, |found| found.escrow_left());
    case.reserved.iter().map(left).fold(Minor::ZERO, |sum, amount| sum + amount)
}

fn confirmed(refund: RefundNo, leg: LegNo, at: Timestamp) -> OrderCommand {
    let result = LegResult::Confirmed { reference: String::new() };
    OrderCommand::RefundResult { refund, leg, result, at }
}
