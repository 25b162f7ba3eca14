//! What an act costs before it is done: the refund that would follow, built by the core and thrown away.
use crate::convert;
use crate::portal::look::{Fact, facts};
use crate::portal::problem::known;
use crate::portal::reader::Reader;
use crate::portal::session::Role;
use crate::portal::trial::Trial;
use engine::View;
use jiff::Timestamp;
use maud::{Markup, html};
use resolution::actor::Actor;
use resolution::case::Case;
use resolution::ledger::Account;
use resolution::money::{Currency, Minor};
use resolution::order::Order;
use resolution::order::command::OrderCommand;
use resolution::order::components::ComponentRef;
use resolution::order::event::{OrderEvent, RefundPromised};
use resolution::payment::refund::{self, Wanted};
use resolution::payment::{LegRoute, RefundCause};
use resolution::policy::{Fund, Liable};

/// A refund as it would be.
#[derive(Clone, Debug)]
pub(crate) struct Cost {
    currency: Currency,
    buyer: Minor,
    /// From the money that nobody has yet.
    escrow: Minor,
    /// From other money of the platform: the end of the message that names it, and how much.
    beside: Vec<(&'static str, Minor)>,
    /// What the seller has already and would owe.
    owed: Minor,
    /// Commission that the seller does not bear on it, below zero where it does.
    commission: Minor,
    /// By which ways it goes back: route, method, amount.
    ways: Vec<(&'static str, String, Minor)>,
}

impl Cost {
    /// Of a case: `amount` out of what it reserves, paid by the seller.
    pub(crate) fn of_case(view: &View, case: &Case, amount: Minor) -> Option<Self> {
        Self::of(view, case.reserved.clone(), amount, Some(case))
    }

    /// Of units without a case.
    pub(crate) fn of_units(view: &View, units: &[u16], amount: Minor) -> Option<Self> {
        let units = convert::units(units);
        let parts = units.iter().flat_map(|no| [ComponentRef::Goods(*no), ComponentRef::Shipping(*no)]);
        Self::of(view, parts.collect(), amount, None)
    }

    fn of(view: &View, components: Vec<ComponentRef>, amount: Minor, case: Option<&Case>) -> Option<Self> {
        let order = view.aggregate.order()?;
        let wanted = Wanted {
            components,
            amount,
            case: case.map(|case| case.no),
            cause: if case.is_some() { RefundCause::Agreement } else { RefundCause::Goodwill },
            liable: Liable::Seller,
            fund: Fund::Escrow,
            beyond: None,
        };
        Some(Self::promised(order, &refund::build(order, &wanted, &view.context())))
    }

    /// Of an act whose refund the core alone knows, as who pays it may follow from a ruling: the act is tried on a copy.
    /// Nothing where no refund follows from it at once.
    pub(crate) fn of_act(view: &View, actor: &Actor, act: OrderCommand, now: Timestamp) -> Option<Self> {
        let mut trial = Trial::of(view, now);
        trial.act(act, actor, now).ok()?;
        let promised = trial.made.iter().find_map(|(_, event)| match event {
            OrderEvent::RefundPromised(promised) => Some(promised),
            _ => None,
        })?;
        Some(Self::promised(trial.order()?, promised))
    }

    fn promised(order: &Order, promised: &RefundPromised) -> Self {
        let sum = |wanted: &dyn Fn(&Account, &Account) -> bool| {
            let found = promised.postings.iter().filter(|posting| wanted(&posting.from, &posting.to));
            found.map(|posting| posting.amount).fold(Minor::ZERO, |sum, amount| sum + amount)
        };
        let debt = |account: &Account| matches!(account, Account::SellerReceivable(_));
        let back = sum(&|from, to| *from == Account::PlatformFees && debt(to));
        let borne = sum(&|from, to| debt(from) && *to == Account::PlatformFees);
        let ways = promised.legs.iter().map(|leg| {
            let route = if leg.route == LegRoute::Wallet { "wallet" } else { "original" };
            (route, method(order, leg.payment.index()), leg.amount)
        });
        let funds = [
            ("fund", sum(&|from, _| *from == Account::ProtectionFund)),
            ("carrier", sum(&|from, _| matches!(from, Account::CarrierClaims(_)))),
        ];
        Self {
            currency: order.placed.currency,
            buyer: promised.parts.iter().fold(Minor::ZERO, |sum, part| sum + part.to_buyer()),
            escrow: sum(&|from, _| *from == Account::Escrow),
            beside: funds.into_iter().filter(|(_, amount)| amount.is_positive()).collect(),
            owed: promised.message.as_ref().map_or(Minor::ZERO, |message| message.amount),
            commission: back - borne,
            ways: ways.collect(),
        }
    }

    /// The money as a list: for the buyer how it comes back, for the others what it takes from whom.
    pub(crate) fn shown(&self, reader: &Reader, title: &str) -> Markup {
        let money = |amount: Minor| reader.format.money(&convert::money(amount, self.currency));
        let mut list =
            vec![Fact::new(reader.t("cost-buyer"), html! { strong class="number" { (money(self.buyer)) } })];
        if reader.role() != Role::Buyer {
            list.push(Fact::new(
                reader.t("cost-escrow"),
                html! { span class="number" { (money(self.escrow)) } },
            ));
            for (from, amount) in &self.beside {
                let said = reader.t(&format!("cost-{from}"));
                list.push(Fact::new(
                    said,
                    html! { span class="number" data-cost-from=(from) { (money(*amount)) } },
                ));
            }
            if self.owed.is_positive() {
                list.push(Fact::new(
                    reader.t("cost-owed"),
                    html! { span class="number" { (money(self.owed)) } },
                ));
            }
            let commission = match self.commission {
                none if none.is_zero() => html! { (reader.t("cost-commission-none")) },
                back if back.is_positive() => {
                    html! { (reader.with("cost-commission-back", &[("amount", money(back).into())])) }
                }
                borne => {
                    let borne = money(borne.negated());
                    html! { (reader.with("cost-commission-borne", &[("amount", borne.into())])) }
                }
            };
            list.push(Fact::new(reader.t("cost-commission"), commission));
        }
        for (route, method, amount) in &self.ways {
            let route = reader.t(&format!("route-{route}"));
            let method = known(reader, "method", method);
            let way = reader.with("refund-way", &[("route", route.into()), ("method", method.into())]);
            list.push(Fact::new(way, html! { span class="number" { (money(*amount)) } }));
        }
        html! { div class="card" data-cost { div class="card-body" { h2 { (reader.t(title)) } (facts(&list)) } } }
    }

    /// In one line, for the hint of a button.
    pub(crate) fn line(&self, reader: &Reader) -> String {
        let money = |amount: Minor| reader.format.money(&convert::money(amount, self.currency));
        reader
            .with("cost-line", &[("amount", money(self.buyer).into()), ("escrow", money(self.escrow).into())])
    }
}

fn method(order: &Order, payment: usize) -> String {
    order.payments.get(payment).map(|payment| payment.expected.method.clone()).unwrap_or_default()
}
