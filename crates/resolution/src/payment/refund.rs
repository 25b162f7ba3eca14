//! Building a refund: which components give how much, from whose money, by which way.
use super::{LegRoute, RefundCause, RefundLeg, RefundPart};
use crate::aggregate::Context;
use crate::id::{CaseNo, LegNo, PaymentNo, RefundNo};
use crate::ledger::{Account, Book};
use crate::money::{Minor, split};
use crate::order::Order;
use crate::order::components::{Component, ComponentRef};
use crate::order::event::{AccountEffect, AccountMessage, RefundPromised};
use crate::policy::{Bearer, Fund, Liable, PayerOrder, Policy, Route};

/// What is to be refunded.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Of which components, in order.
    pub components: Vec<ComponentRef>,
    /// How much in all; never more than [`left`] of them.
    pub amount: Minor,
    /// The case that decided it.
    pub case: Option<CaseNo>,
    /// Why.
    pub cause: RefundCause,
    /// Who bears it.
    pub liable: Liable,
    /// Who pays first.
    pub fund: Fund,
    /// The carrier whose claims account pays what escrow no longer has, in the seller's place (LOS).
    pub beyond: Option<String>,
}

/// What is left of the buyer cap of some components, in minor units.
#[must_use]
pub fn left(order: &Order, components: &[ComponentRef]) -> Minor {
    components
        .iter()
        .filter_map(|which| order.component(*which))
        .map(Component::buyer_left)
        .fold(Minor::ZERO, |a, b| a + b)
}

/// The refund as an event. Amounts are split over components in proportion to what is left of each, and within a
/// component over its payers in proportion to what remains of each (or in the policy's order of methods). The last
/// minor unit of a component always goes back exactly. Where the whole order goes back, the surcharge goes with it.
#[must_use]
pub fn build(order: &Order, wanted: &Wanted, context: &Context<'_>) -> RefundPromised {
    let mut components = wanted.components.clone();
    let mut amount = wanted.amount.min(left(order, &components));
    if gives_back_everything(order, &components, amount) && !components.contains(&ComponentRef::Surcharge) {
        components.push(ComponentRef::Surcharge);
        amount = amount + order.surcharge.buyer_left();
    }
    let lefts: Vec<Minor> = components
        .iter()
        .map(|which| order.component(*which).map_or(Minor::ZERO, Component::buyer_left))
        .collect();
    let all = amount == Minor::total(&lefts) && wanted.fund == Fund::Escrow;
    let amounts = split(amount, &lefts).unwrap_or_else(|_| vec![Minor::ZERO; lefts.len()]);
    let parts: Vec<RefundPart> = components
        .iter()
        .zip(amounts)
        .filter_map(|(which, amount)| order.component(*which).map(|c| (which, amount, c)))
        // What only the platform's discount paid for goes back to the platform when everything goes back.
        .filter(|(_, amount, c)| {
            amount.is_positive() || (all && c.buyer_paid().is_zero() && c.escrow_left().is_positive())
        })
        .map(|(which, amount, c)| part(order, *which, c, amount, wanted.fund, context.policy))
        .collect();
    let mut sequence = order.sequence;
    let legs = legs(order, &parts, context.policy, &mut sequence);
    let (postings, owed) = postings(order, &parts, wanted, context.policy);
    let message = owed.is_positive().then(|| {
        sequence += 1;
        AccountMessage {
            sequence,
            party: order.placed.seller,
            currency: order.placed.currency,
            amount: owed,
            effect: AccountEffect::Owe,
        }
    });
    RefundPromised {
        refund: RefundNo::after(order.refunds.len()),
        case: wanted.case,
        cause: wanted.cause,
        liable: wanted.liable,
        parts,
        legs,
        postings,
        message,
    }
}

/// A whole give-back of what was captured of an order that never became paid, by the policy's ways (MON-1, MON-2).
#[must_use]
pub fn of_unpaid(order: &Order, payments: &[PaymentNo], policy: &Policy) -> RefundPromised {
    let mut book = Book::new(order.placed.currency);
    let mut legs = Vec::new();
    let mut sequence = order.sequence;
    for no in payments {
        let Some(payment) = order.payments.get(no.index()) else {
            continue;
        };
        book.money(Account::Escrow, Account::RefundsPending, payment.expected.amount);
        if payment.expected.amount.is_positive() {
            let leg = LegNo::after(legs.len());
            legs.push(leg_of(
                leg,
                *no,
                &payment.expected.method,
                payment.expected.amount,
                policy,
                &mut sequence,
            ));
        }
    }
    RefundPromised {
        refund: RefundNo::after(order.refunds.len()),
        case: None,
        cause: RefundCause::Expiry,
        liable: Liable::Nobody,
        parts: Vec::new(),
        legs,
        postings: book.done(),
        message: None,
    }
}

fn gives_back_everything(order: &Order, components: &[ComponentRef], amount: Minor) -> bool {
    let others = order
        .components()
        .filter(|(which, _)| *which != ComponentRef::Surcharge && !components.contains(which));
    order.surcharge.buyer_left().is_positive()
        && amount == left(order, components)
        && others.into_iter().all(|(_, c)| c.buyer_left().is_zero() && c.released.is_zero())
        && components.iter().filter_map(|which| order.component(*which)).all(|c| c.released.is_zero())
}

fn part(
    order: &Order,
    which: ComponentRef,
    c: &Component,
    amount: Minor,
    fund: Fund,
    policy: &Policy,
) -> RefundPart {
    let mut remaining: Vec<Minor> =
        c.paid.iter().zip(&c.refunded).map(|(paid, back)| *paid - *back).collect();
    remaining.push(c.price.coins_value - c.coins_back);
    let mut payments = by_payer(order, amount, &remaining, policy);
    let coins_value = payments.pop().unwrap_or(Minor::ZERO);
    let coins_now = c.price.coins.scaled(c.coins_back + coins_value, c.price.coins_value);
    let discount_now = if c.buyer_paid().is_zero() {
        c.price.platform_discount
    } else {
        c.price.platform_discount.scaled(c.buyer_back() + amount, c.buyer_paid())
    };
    let coins = coins_now - c.coins_returned;
    let from_escrow = fund == Fund::Escrow;
    // A fund pays the buyer and leaves the seller's side, discounts included, as it was.
    let discount = if from_escrow { discount_now - c.discount_back } else { Minor::ZERO };
    let escrow = if from_escrow { (amount + discount).min(c.escrow_left()) } else { Minor::ZERO };
    RefundPart {
        component: which,
        payments,
        coins_value,
        coins,
        discount: discount.or_zero(),
        escrow,
        other: amount + discount.or_zero() - escrow,
    }
}

/// Over the payers of one component; coins are the last payer. In an order of methods, those that are not named come
/// last and share the rest in proportion.
fn by_payer(order: &Order, amount: Minor, remaining: &[Minor], policy: &Policy) -> Vec<Minor> {
    let methods = match &policy.refunds.order {
        PayerOrder::Proportion => &[],
        PayerOrder::Methods(methods) => methods.as_slice(),
    };
    let mut open = amount;
    let mut left = remaining.to_vec();
    for method in methods {
        for (left, payment) in left.iter_mut().zip(&order.payments) {
            if payment.expected.method == *method {
                let part = open.min(*left);
                (open, *left) = (open - part, *left - part);
            }
        }
    }
    let rest = split(open, &left).unwrap_or_else(|_| vec![Minor::ZERO; left.len()]);
    remaining.iter().zip(left).zip(rest).map(|((before, left), rest)| *before - left + rest).collect()
}

fn legs(order: &Order, parts: &[RefundPart], policy: &Policy, sequence: &mut u32) -> Vec<RefundLeg> {
    let mut legs = Vec::new();
    for (index, payment) in order.payments.iter().enumerate() {
        let amount =
            parts.iter().filter_map(|p| p.payments.get(index).copied()).fold(Minor::ZERO, |a, b| a + b);
        if !amount.is_positive() {
            continue;
        }
        let (leg, no) = (LegNo::after(legs.len()), PaymentNo::after(index));
        legs.push(leg_of(leg, no, &payment.expected.method, amount, policy, sequence));
    }
    legs
}

/// One leg by the policy's way; a wallet is reached by the next message.
fn leg_of(
    leg: LegNo,
    payment: PaymentNo,
    method: &str,
    amount: Minor,
    policy: &Policy,
    sequence: &mut u32,
) -> RefundLeg {
    let route = route(policy, method);
    let sequence = (route == LegRoute::Wallet).then(|| {
        *sequence += 1;
        *sequence
    });
    RefundLeg { leg, payment, route, amount, sequence }
}

/// The policy's way for a payment method (MON-1, MON-2).
#[must_use]
pub fn route(policy: &Policy, method: &str) -> LegRoute {
    match policy.refunds.route.get(method) {
        Some(Route::Wallet) => LegRoute::Wallet,
        Some(Route::Original) | None => LegRoute::Original,
    }
}

/// The postings of the promise, and what the seller owes by it.
fn postings(
    order: &Order,
    parts: &[RefundPart],
    wanted: &Wanted,
    policy: &Policy,
) -> (Vec<crate::ledger::Posting>, Minor) {
    let (fund, beyond) = (wanted.fund, wanted.beyond.as_ref());
    let mut book = Book::new(order.placed.currency);
    let mut owed = Minor::ZERO;
    let debt = Account::SellerReceivable(order.placed.seller);
    let source = match (fund, beyond) {
        (Fund::Escrow, Some(carrier)) => Account::CarrierClaims(carrier.clone()),
        (Fund::Escrow, None) => debt.clone(),
        (Fund::ProtectionFund, _) => Account::ProtectionFund,
        (Fund::CarrierClaims, _) => Account::CarrierClaims(carrier_of(order, parts)),
    };
    for part in parts {
        let money = Minor::total(&part.payments);
        let mut escrow = part.escrow;
        for (to, amount) in [
            (Account::RefundsPending, money),
            (Account::PlatformPromotions, part.coins_value),
            (Account::PlatformPromotions, part.discount),
        ] {
            let first = amount.min(escrow);
            escrow = escrow - first;
            book.money(Account::Escrow, to.clone(), first);
            book.money(source.clone(), to, amount - first);
        }
        book.coins(Account::CoinsRedeemed, Account::BuyerCoins(order.placed.buyer), part.coins);
        if fund == Fund::Escrow && beyond.is_none() {
            owed = owed + part.other;
        }
    }
    // A fund that pays the buyer leaves the seller's side as it was, commission included.
    let kept = beyond.is_some() && policy.commission.on_refund != Bearer::Seller;
    if fund == Fund::Escrow && !kept {
        owed = owed + commission(order, parts, policy, &mut book, &debt);
    }
    // What the platform pays at once costs the seller nothing at all (PLF-1).
    if wanted.cause != RefundCause::Fund {
        owed = owed + gateway_fee(order, parts, policy, &mut book, &debt);
    }
    (book.done(), owed)
}

/// Commission on what goes back (MON-7), as a difference of cumulative shares. On unreleased money none was taken yet: a
/// seller who bears it is charged it all the same. On released money it was taken: where the platform bears it, it is
/// given back. Returns what the seller owes by it, below zero where the seller owes less.
fn commission(
    order: &Order,
    parts: &[RefundPart],
    policy: &Policy,
    book: &mut Book,
    debt: &Account,
) -> Minor {
    let parts = || parts.iter().filter(|part| part.component != ComponentRef::Surcharge);
    let before = |of: fn(&Component) -> Minor| {
        order
            .components()
            .filter(|(which, _)| *which != ComponentRef::Surcharge)
            .map(|(_, c)| of(c))
            .fold(Minor::ZERO, |a, b| a + b)
    };
    let share = |before: Minor, now: Minor| policy.commission.of(before + now) - policy.commission.of(before);
    match policy.commission.on_refund {
        Bearer::Seller => {
            let now = parts().map(|part| part.escrow).fold(Minor::ZERO, |a, b| a + b);
            let due = share(before(|c| c.buyer_back() + c.discount_back - c.from_elsewhere), now);
            book.money(debt.clone(), Account::PlatformFees, due);
            due
        }
        Bearer::Platform | Bearer::Buyer => {
            let now = parts().map(|part| part.other).fold(Minor::ZERO, |a, b| a + b);
            let back = share(before(|c| c.from_elsewhere), now);
            book.money(Account::PlatformFees, debt.clone(), back);
            back.negated()
        }
    }
}

/// The gateway's fee on what goes back, where the seller bears it (MON-7): of each payment, as a difference of
/// cumulative shares. Returns what the seller owes by it.
fn gateway_fee(
    order: &Order,
    parts: &[RefundPart],
    policy: &Policy,
    book: &mut Book,
    debt: &Account,
) -> Minor {
    let mut owed = Minor::ZERO;
    if policy.commission.gateway_fee_on_refund != Bearer::Seller {
        return owed;
    }
    for (index, payment) in order.payments.iter().enumerate() {
        let of = |back: Minor| payment.fee.scaled(back, payment.expected.amount);
        let before = order
            .components()
            .filter_map(|(_, c)| c.refunded.get(index).copied())
            .fold(Minor::ZERO, |a, b| a + b);
        let now =
            parts.iter().filter_map(|part| part.payments.get(index).copied()).fold(Minor::ZERO, |a, b| a + b);
        let fee = of(before + now) - of(before);
        book.money(debt.clone(), Account::PlatformFees, fee);
        owed = owed + fee;
    }
    owed
}

fn carrier_of(order: &Order, parts: &[RefundPart]) -> String {
    let unit = parts.iter().find_map(|p| match p.component {
        ComponentRef::Goods(unit) | ComponentRef::Shipping(unit) => Some(unit),
        ComponentRef::Surcharge => None,
    });
    let carrier = unit.and_then(|u| order.parcel_of(u)).and_then(|p| p.carrier.clone());
    carrier.unwrap_or_else(|| "unknown".to_owned())
}
