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
    let (postings, owed) = postings(order, &parts, wanted.fund, context.policy);
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

/// A whole give-back of what was captured of an order that never became paid.
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
            let route = route(policy, &payment.expected.method);
            legs.push(RefundLeg {
                leg: LegNo::after(legs.len()),
                payment: *no,
                route,
                amount: payment.expected.amount,
                sequence: message(route, &mut sequence),
            });
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

/// Over the payers of one component; coins are the last payer.
fn by_payer(order: &Order, amount: Minor, remaining: &[Minor], policy: &Policy) -> Vec<Minor> {
    let proportional = || split(amount, remaining).unwrap_or_else(|_| vec![Minor::ZERO; remaining.len()]);
    let PayerOrder::Methods(methods) = &policy.refunds.order else {
        return proportional();
    };
    let rank = |index: usize| {
        let method = order.payments.get(index).map(|p| p.expected.method.as_str());
        methods.iter().position(|m| Some(m.as_str()) == method).unwrap_or(methods.len())
    };
    let mut order_of_payers: Vec<usize> = (0..remaining.len()).collect();
    order_of_payers.sort_by_key(|index| rank(*index));
    let mut open = amount;
    let mut out = vec![Minor::ZERO; remaining.len()];
    for index in order_of_payers {
        out[index] = open.min(remaining[index]);
        open = open - out[index];
    }
    out
}

fn legs(order: &Order, parts: &[RefundPart], policy: &Policy, sequence: &mut u32) -> Vec<RefundLeg> {
    let mut legs = Vec::new();
    for (index, payment) in order.payments.iter().enumerate() {
        let amount =
            parts.iter().filter_map(|p| p.payments.get(index).copied()).fold(Minor::ZERO, |a, b| a + b);
        if !amount.is_positive() {
            continue;
        }
        let route = route(policy, &payment.expected.method);
        let sequence = message(route, sequence);
        legs.push(RefundLeg {
            leg: LegNo::after(legs.len()),
            payment: PaymentNo::after(index),
            route,
            amount,
            sequence,
        });
    }
    legs
}

/// The next message to an account, where the way is the buyer's wallet.
fn message(route: LegRoute, sequence: &mut u32) -> Option<u32> {
    (route == LegRoute::Wallet).then(|| {
        *sequence += 1;
        *sequence
    })
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
    fund: Fund,
    policy: &Policy,
) -> (Vec<crate::ledger::Posting>, Minor) {
    let mut book = Book::new(order.placed.currency);
    let mut owed = Minor::ZERO;
    let debt = Account::SellerReceivable(order.placed.seller);
    let source = match fund {
        Fund::Escrow => debt.clone(),
        Fund::ProtectionFund => Account::ProtectionFund,
        Fund::CarrierClaims => Account::CarrierClaims(carrier_of(order, parts)),
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
        if fund == Fund::Escrow {
            owed = owed + part.other;
        }
        owed = owed + fees(order, part, policy, &mut book, &debt);
    }
    (book.done(), owed)
}

/// Commission and gateway fee on what goes back (MON-7): on unreleased money no commission was taken yet; a seller who
/// bears it is charged it all the same. Returns what the seller owes by it.
fn fees(order: &Order, part: &RefundPart, policy: &Policy, book: &mut Book, debt: &Account) -> Minor {
    let mut owed = Minor::ZERO;
    if part.component == ComponentRef::Surcharge {
        return owed;
    }
    let rate = Minor::clamped(i128::from(policy.commission.rate_basis_points));
    let whole = Minor::clamped(10_000);
    if policy.commission.on_refund == Bearer::Seller {
        let commission = (part.to_buyer() + part.discount).min(part.escrow).scaled(rate, whole);
        book.money(debt.clone(), Account::PlatformFees, commission);
        owed = owed + commission;
    }
    if policy.commission.gateway_fee_on_refund == Bearer::Seller {
        for (payment, amount) in order.payments.iter().zip(&part.payments) {
            let fee = payment.fee.scaled(*amount, payment.expected.amount);
            book.money(debt.clone(), Account::PlatformFees, fee);
            owed = owed + fee;
        }
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
