//! A purchase paid once over several sellers becomes one order a seller, each with its share of every payment.
use super::allot;
use super::command::{NewLine, Placement};
use crate::id::{MarketplaceId, OrderId, PartyId};
use crate::money::{Currency, Minor};
use crate::payment::PaymentExpected;
use crate::refusal::Refusal;
use jiff::Timestamp;

/// A purchase as the marketplace sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The marketplace's own reference, 1 to 200 characters.
    pub reference: String,
    /// The buyer.
    pub buyer: PartyId,
    /// Currency of every amount.
    pub currency: Currency,
    /// When the buyer placed it.
    pub placed_at: Timestamp,
    /// Latest estimated delivery shown at purchase.
    pub estimate: Option<Timestamp>,
    /// Exclusive end of the time to pay; the policy's, if none is given.
    pub pay_by: Option<Timestamp>,
    /// The sellers with their lines, each seller once.
    pub sellers: Vec<SellerPart>,
    /// The payments over all of it.
    pub payments: Vec<PurchasePayment>,
}

/// One seller's part of a purchase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SellerPart {
    /// The seller.
    pub seller: PartyId,
    /// Exclusive end of the time to ship; the policy's, if none is given.
    pub ship_by: Option<Timestamp>,
    /// Lines.
    pub lines: Vec<NewLine>,
}

/// A payment of the purchase, before it is shared out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurchasePayment {
    /// Payment provider (a connector's name).
    pub provider: String,
    /// The provider's id of the payment.
    pub payment_id: String,
    /// Payment method, in the marketplace's word.
    pub method: String,
    /// Amount in minor units, at least zero.
    pub amount: Minor,
}

/// Splits a purchase into placements, one a seller. Each payment is shared out by what the orders cost, in the order in
/// which the sellers stand; what was paid beyond, or is missing, is shared in proportion. Every order carries every
/// payment, some with a share of zero, so that a payment's number is the same in all of them.
///
/// # Errors
/// [`Refusal::Invalid`] for no seller, a seller named twice, or amounts below zero.
pub fn split(marketplace: MarketplaceId, purchase: &Purchase) -> Result<Vec<(OrderId, Placement)>, Refusal> {
    let invalid = |expected: &str| Refusal::Invalid { field: "sellers".into(), expected: expected.into() };
    if purchase.sellers.is_empty() {
        return Err(invalid("at least one seller"));
    }
    let mut seen = std::collections::BTreeSet::new();
    if !purchase.sellers.iter().all(|part| seen.insert(part.seller)) {
        return Err(invalid("each seller once, with all its lines"));
    }
    let dues = purchase.sellers.iter().map(|part| due(&part.lines)).collect::<Result<Vec<_>, _>>()?;
    let amounts: Vec<Minor> = purchase.payments.iter().map(|p| p.amount).collect();
    if amounts.iter().any(|a| *a > Minor::MAX_AMOUNT) {
        return Err(Refusal::Invalid {
            field: "payments".into(),
            expected: "amounts of at most 10^15 minor units".into(),
        });
    }
    let shares = allot::purchase(&dues, &amounts)?;
    let parts = purchase.sellers.iter().zip(shares);
    Ok(parts
        .map(|(part, shares)| {
            (OrderId::of(marketplace, &purchase.reference, part.seller), placement(purchase, part, &shares))
        })
        .collect())
}

/// What a seller's lines cost the buyer in money.
fn due(lines: &[NewLine]) -> Result<Minor, Refusal> {
    let refusal = || Refusal::Invalid {
        field: "lines".into(),
        expected: "amounts at least zero, discounts and coins not above the price".into(),
    };
    let mut total = Minor::ZERO;
    for line in lines {
        let all = [line.price, line.shipping, line.seller_discount, line.platform_discount, line.coins_value];
        if all.iter().any(|a| a.is_negative() || *a > Minor::MAX_AMOUNT) {
            return Err(refusal());
        }
        let due =
            line.price + line.shipping - line.seller_discount - line.platform_discount - line.coins_value;
        if due.is_negative() {
            return Err(refusal());
        }
        total = total.checked_add(due).ok_or_else(refusal)?;
    }
    Ok(total)
}

fn placement(purchase: &Purchase, part: &SellerPart, shares: &[Minor]) -> Placement {
    let payments = purchase.payments.iter().zip(shares);
    Placement {
        reference: purchase.reference.clone(),
        buyer: purchase.buyer,
        seller: part.seller,
        currency: purchase.currency,
        placed_at: purchase.placed_at,
        pay_by: purchase.pay_by,
        ship_by: part.ship_by,
        estimate: purchase.estimate,
        lines: part.lines.clone(),
        payments: payments
            .map(|(payment, share)| PaymentExpected {
                provider: payment.provider.clone(),
                payment_id: payment.payment_id.clone(),
                method: payment.method.clone(),
                amount: *share,
            })
            .collect(),
    }
}
