//! Refunds: what is promised, of which components, from whose money, by which way, and what becomes of each leg.
use super::{Case, Frame, Leg, Order, Refund, Told};
use crate::broken::{Held, ensure, fail};
use crate::read::{Component, LegMoved, RefundPart, RefundPromised, RouteChanged};
use crate::share::{scaled, share};

impl Order {
    pub(super) fn promised(&mut self, frame: &Frame<'_>, fact: &RefundPromised, told: &mut Told) -> Held {
        let no = u16::try_from(self.refunds.len()).unwrap_or(u16::MAX);
        ensure!(fact.refund == no, RefundParts, ("refund {no} is next"), ("refund {}", fact.refund));
        self.caused(frame, fact)?;
        let fund = self.fund(fact);
        self.split_over_components(fact)?;
        for part in &fact.parts {
            self.part_is_right(frame, part, fund == "escrow")?;
        }
        self.legs_are_right(frame, fact)?;
        if fact.cause == "fund" {
            self.promised_by_fund(fact.case, &fact.parts)?;
        }
        let beyond = self.bears(frame, fact.case, &fact.liable).filter(|_| fund == "escrow");
        let (source, owed) = self.owed(frame, fact, &fund, beyond.as_deref());
        let from_debt = fact.parts.iter().map(|p| p.other).sum::<i64>();
        let told_owed = fact.message.as_ref().filter(|m| m.effect == "owe").map_or(0, |m| m.amount);
        let all_owed = owed + if fund == "escrow" && beyond.is_none() { from_debt } else { 0 };
        ensure!(
            told_owed == all_owed.max(0),
            MessageOnce,
            ("the seller's account is told of {}", all_owed.max(0)),
            ("{told_owed}")
        );
        self.post_refund(fact, &source, owed)?;
        let case = fact.case.and_then(|no| self.cases.get(usize::from(no)));
        let given = case.is_none_or(|case| case.received);
        let own = case.map_or(fact.cause == "goodwill", Case::is_sellers_own);
        for part in &fact.parts {
            self.take_part(part, given, own);
        }
        self.refunds.push(Refund { case: fact.case, legs: fact.legs.iter().map(leg_of).collect() });
        if let Some(case) = fact.case.and_then(|no| self.cases.get_mut(usize::from(no))) {
            case.refund = Some(no);
        }
        self.tell(fact, told)
    }

    /// A refund has a cause, and each cause its own beginning.
    fn caused(&self, frame: &Frame<'_>, fact: &RefundPromised) -> Held {
        let said = |word: &str| frame.words.contains(&word);
        let right = match fact.cause.as_str() {
            "expiry" => self.expired && fact.case.is_none(),
            "cancellation" => said("units_cancelled") && fact.case.is_none(),
            "goodwill" => frame.role == "seller" && fact.case.is_none(),
            "fund" => fact.case.is_some() && self.paid && frame.role == "aggregate",
            "ruling" | "agreement" | "default" => fact.case.is_some() && self.paid,
            _ => false,
        };
        ensure!(
            right,
            RefundParts,
            ("a refund with a cause that this record has"),
            ("{} of case {:?} by {}", fact.cause, fact.case, frame.role)
        );
        let case = fact.case.and_then(|no| self.cases.get(usize::from(no)));
        let liable = match fact.cause.as_str() {
            "expiry" => "nobody",
            "cancellation" if frame.role == "buyer" => "buyer",
            "fund" => "platform",
            _ if case.is_some_and(|case| case.kind == super::Kind::Risk) => "nobody",
            _ if case.is_some_and(|case| case.ruled) => {
                case.and_then(|case| case.rulings.last()).map_or("", |ruling| ruling.liable.as_str())
            }
            _ => "seller",
        };
        let by_ruling = case.is_some_and(|case| case.ruled) == (fact.cause == "ruling");
        ensure!(by_ruling, RefundParts, ("what was ruled is paid by the ruling"), ("by {}", fact.cause));
        ensure!(
            fact.liable == liable,
            RefundParts,
            ("{liable} bears a refund by {}", fact.cause),
            ("{}", fact.liable)
        );
        if let Some(case) = case {
            ensure!(case.refund.is_none(), DecidedAmount, ("one refund a case"), ("a second one"));
            self.decided(case, fact)?;
        }
        Ok(())
    }

    /// What was decided is what is promised, as far as it is still there. A surcharge goes back beside it.
    fn decided(&self, case: &super::Case, fact: &RefundPromised) -> Held {
        let Some((Some(remedy), by)) = &case.fixed else {
            fail!(DecidedAmount, ("a refund of a case after its outcome is fixed"), ("none fixed"));
        };
        let fee = remedy.kind == "fee_refund";
        let of = |which: &&Component| !fee || matches!(which, Component::Shipping(_));
        let parts = case.reserved.iter().filter(of).filter_map(|which| self.part(*which));
        let left: i64 = parts.map(super::Part::buyer_left).sum();
        let due = remedy.amount.map_or(left, |amount| amount.min(left));
        let goods = fact.parts.iter().filter(|p| p.component != Component::Surcharge);
        let promised: i64 = goods.map(RefundPart::to_buyer).sum();
        ensure!(promised == due, DecidedAmount, ("{due} of the {remedy:?} fixed by {by}"), ("{promised}"));
        Ok(())
    }

    /// Who pays first: the ruling says; everything else comes out of escrow.
    fn fund(&self, fact: &RefundPromised) -> String {
        if fact.cause == "fund" {
            return "protection_fund".to_owned();
        }
        let case = fact.case.and_then(|no| self.cases.get(usize::from(no)));
        let ruling = case.and_then(|case| case.rulings.last());
        ruling
            .filter(|_| case.is_some_and(|case| case.ruled))
            .map_or_else(|| "escrow".to_owned(), |ruling| ruling.funded_by.clone())
    }

    /// The amount over the components that it is about, in proportion to what is left of each.
    fn split_over_components(&self, fact: &RefundPromised) -> Held {
        if fact.cause == "goodwill" {
            // The units that were named are not in the record: one whose share is nothing has no part.
            return Ok(());
        }
        let case = fact.case.and_then(|no| self.cases.get(usize::from(no)));
        let mut of: Vec<Component> = match case {
            Some(case) => {
                let fee = matches!(&case.fixed, Some((Some(remedy), _)) if remedy.kind == "fee_refund");
                let shipping = |which: &Component| !fee || matches!(which, Component::Shipping(_));
                case.reserved.iter().copied().filter(shipping).collect()
            }
            None => fact.parts.iter().map(|p| p.component).collect(),
        };
        if fact.parts.iter().any(|p| p.component == Component::Surcharge)
            && !of.contains(&Component::Surcharge)
        {
            of.push(Component::Surcharge);
        }
        let lefts: Vec<i64> = of.iter().filter_map(|w| self.part(*w)).map(super::Part::buyer_left).collect();
        let amount = fact.parts.iter().map(RefundPart::to_buyer).sum();
        let shares = share(amount, &lefts).unwrap_or_default();
        for (which, right) in of.iter().zip(&shares) {
            let mut found = fact.parts.iter().filter(|p| p.component == *which);
            let got = found.next().map_or(0, RefundPart::to_buyer);
            ensure!(
                got == *right && found.next().is_none(),
                RefundParts,
                ("{right} of {which:?}, which has its share of {amount}"),
                ("{got}")
            );
        }
        let strange = fact.parts.iter().find(|p| !of.contains(&p.component));
        ensure!(
            strange.is_none() && shares.len() == of.len(),
            RefundParts,
            ("{amount} out of {of:?} with {lefts:?} left"),
            ("{strange:?}")
        );
        Ok(())
    }

    /// Within a component: the payers in proportion to what remains of each (or in the policy's order of methods), coins
    /// and discount as differences of cumulative shares, escrow before anything else.
    fn part_is_right(&self, frame: &Frame<'_>, part: &RefundPart, from_escrow: bool) -> Held {
        let Some(of) = self.part(part.component) else {
            fail!(RefundParts, ("a component of the order"), ("{:?}", part.component));
        };
        let amount = part.to_buyer();
        let mut left: Vec<i64> = of.paid.iter().zip(&of.back).map(|(paid, back)| paid - back).collect();
        left.push(of.price.coins_value - of.coins_value_back);
        let before = left.clone();
        let mut open = amount;
        for method in &frame.policy.payers {
            for (left, payment) in left.iter_mut().zip(&self.payments) {
                if payment.expected.method == *method {
                    let taken = open.min(*left);
                    (open, *left) = (open - taken, *left - taken);
                }
            }
        }
        let rest = share(open, &left).unwrap_or_default();
        let payers: Vec<i64> = before.iter().zip(&left).zip(&rest).map(|((b, l), r)| b - l + r).collect();
        let found: Vec<i64> = part.payments.iter().copied().chain([part.coins_value]).collect();
        ensure!(
            payers == found,
            RefundParts,
            ("{amount} of {:?} from its payers, coins last: {payers:?}", part.component),
            ("{found:?}")
        );
        let coins = scaled(of.price.coins, of.coins_value_back + part.coins_value, of.price.coins_value)
            - of.coins_back;
        let discount = if !from_escrow {
            0
        } else if of.buyer_paid() == 0 {
            of.price.platform_discount - of.discount_back
        } else {
            scaled(of.price.platform_discount, of.buyer_back() + amount, of.buyer_paid()) - of.discount_back
        };
        let escrow = if from_escrow { (amount + discount).min(of.in_escrow()) } else { 0 };
        let right = (coins, discount, escrow, amount + discount - escrow);
        let found = (part.coins, part.discount, part.escrow, part.other);
        ensure!(
            right == found,
            RefundParts,
            ("coins, discount, out of escrow, from elsewhere: {right:?}"),
            ("{found:?}")
        );
        Ok(())
    }

    /// One leg for each payment that gives something, by the policy's way for its method.
    fn legs_are_right(&self, frame: &Frame<'_>, fact: &RefundPromised) -> Held {
        let of = |index: usize| -> i64 {
            if fact.cause == "expiry" {
                let of_it = fact.legs.iter().filter(|leg| usize::from(leg.payment) == index);
                return of_it.map(|leg| leg.amount).sum();
            }
            fact.parts.iter().filter_map(|part| part.payments.get(index)).sum()
        };
        let mut sequence = self.sequence;
        let mut legs = fact.legs.iter();
        for (index, payment) in self.payments.iter().enumerate().filter(|(index, _)| of(*index) != 0) {
            let wallet = frame.policy.to_wallet.contains(&payment.expected.method);
            sequence += u32::from(wallet);
            let leg = legs.next();
            let right = leg.is_some_and(|leg| {
                usize::from(leg.payment) == index
                    && leg.amount == of(index)
                    && (leg.route == "wallet") == wallet
                    && leg.sequence == wallet.then_some(sequence)
            });
            ensure!(
                right,
                RefundParts,
                ("a leg of {} by payment {index}, wallet: {wallet}", of(index)),
                ("{leg:?}")
            );
        }
        let more = legs.next();
        ensure!(more.is_none(), RefundParts, ("no further leg"), ("{more:?}"));
        if fact.cause == "expiry" {
            for leg in &fact.legs {
                let payment = self.payments.get(usize::from(leg.payment));
                let brought = payment.filter(|p| p.captured).map_or(0, |p| p.expected.amount);
                ensure!(
                    leg.amount == brought,
                    RefundParts,
                    ("the payment whole: {brought}"),
                    ("{}", leg.amount)
                );
            }
        }
        Ok(())
    }

    /// Where the money that is not in escrow comes from, and what the seller owes beside it: commission and the
    /// gateway's fee, where the policy lays them on the seller, or back where the platform bears the commission.
    fn owed(
        &self,
        frame: &Frame<'_>,
        fact: &RefundPromised,
        fund: &str,
        beyond: Option<&str>,
    ) -> (String, i64) {
        let source = match fund {
            "escrow" if beyond.is_some() => format!("carrier:{}:claims", beyond.unwrap_or_default()),
            "escrow" => format!("seller:{}:receivable", self.seller),
            "protection_fund" => "platform:protection_fund".to_owned(),
            _ => format!("carrier:{}:claims", self.carrier_of(fact)),
        };
        let mut owed = 0;
        if fund == "escrow" && !fact.parts.is_empty() {
            let goods = || fact.parts.iter().filter(|p| p.component != Component::Surcharge);
            let sum = |of: fn(&super::Part) -> i64| self.unit_components().map(|(_, p)| of(p)).sum::<i64>();
            let step = |before: i64, now: i64| {
                frame.policy.commission(before + now) - frame.policy.commission(before)
            };
            if frame.policy.seller_bears_commission {
                let before = sum(|p| p.buyer_back() + p.discount_back - p.elsewhere);
                owed += step(before, goods().map(|p| p.escrow).sum());
            } else if beyond.is_none() {
                owed -= step(sum(|p| p.elsewhere), goods().map(|p| p.other).sum());
            }
        }
        // What the platform pays at once costs the seller nothing.
        if frame.policy.seller_bears_gateway_fee && fact.cause != "fund" {
            for (index, payment) in self.payments.iter().enumerate() {
                let all = self.unit_components().map(|(_, p)| p).chain([&self.surcharge]);
                let before: i64 = all.filter_map(|p| p.back.get(index)).sum();
                let now: i64 = fact.parts.iter().filter_map(|p| p.payments.get(index)).sum();
                let fee = |back: i64| scaled(payment.fee, back, payment.expected.amount);
                owed += fee(before + now) - fee(before);
            }
        }
        (source, owed)
    }

    fn carrier_of(&self, fact: &RefundPromised) -> String {
        let unit = fact.parts.iter().find_map(|p| p.component.unit());
        let parcel = unit.and_then(|unit| self.parcel_of(unit));
        parcel.and_then(|(_, p)| p.carrier.clone()).unwrap_or_else(|| "unknown".to_owned())
    }

    fn take_part(&mut self, part: &RefundPart, given: bool, own: bool) {
        let Some(of) = self.part_mut(part.component) else { return };
        of.back.iter_mut().zip(&part.payments).for_each(|(back, now)| *back += now);
        of.coins_value_back += part.coins_value;
        of.coins_back += part.coins;
        of.discount_back += part.discount;
        of.elsewhere += part.other;
        of.given += if given { part.escrow } else { 0 };
        of.own += if own { part.escrow } else { 0 };
    }

    fn tell(&mut self, fact: &RefundPromised, told: &mut Told) -> Held {
        told.money_moved = true;
        for leg in &fact.legs {
            self.tell_wallet(leg.sequence, leg.amount, told)?;
        }
        if let Some(message) = &fact.message {
            self.next_sequence(message.sequence)?;
            told.messages.push(message.clone());
        }
        Ok(())
    }

    /// A leg to the wallet is a message to the buyer's account.
    fn tell_wallet(&mut self, sequence: Option<u32>, amount: i64, told: &mut Told) -> Held {
        let Some(sequence) = sequence else { return Ok(()) };
        self.next_sequence(sequence)?;
        told.messages.push(crate::read::Message {
            sequence,
            party: self.buyer.clone(),
            currency: self.currency.clone(),
            amount,
            effect: "wallet".into(),
            note: None,
        });
        Ok(())
    }

    pub(super) fn next_sequence(&mut self, sequence: u32) -> Held {
        ensure!(
            sequence == self.sequence + 1,
            MessageOnce,
            ("messages are counted without gap: {}", self.sequence + 1),
            ("{sequence}")
        );
        self.sequence = sequence;
        Ok(())
    }

    /// What becomes of a leg: sent, confirmed, refused for good, or bounced after it was confirmed.
    pub(super) fn leg_moved(&mut self, frame: &Frame<'_>, fact: &LegMoved, told: &mut Told) -> Held {
        told.money_moved = true;
        self.post_leg(fact)?;
        let refund = self.refunds.get_mut(usize::from(fact.refund));
        let case = refund.as_ref().and_then(|r| r.case);
        let Some(leg) = refund.and_then(|r| r.legs.get_mut(usize::from(fact.leg))) else {
            fail!(LegState, ("a leg that was promised"), ("{fact:?}"));
        };
        let open = !leg.confirmed && !leg.refused;
        let right = match fact.result.result.as_str() {
            "sent" => open && !leg.sent,
            "confirmed" | "refused" => open,
            "bounced" => leg.confirmed && !leg.wallet,
            _ => false,
        };
        ensure!(right, LegState, ("what can follow on {leg:?}"), ("{}", fact.result.result));
        match fact.result.result.as_str() {
            "sent" => leg.sent = true,
            "confirmed" => {
                leg.confirmed = true;
                told.wallet_confirmed = leg.sequence.filter(|_| frame.role == "aggregate");
            }
            "refused" => leg.refused = true,
            _ => {
                (leg.confirmed, leg.sent) = (false, false);
                leg.bounces += 1;
            }
        }
        if let Some(case) = case.and_then(|no| self.cases.get_mut(usize::from(no))) {
            case.going = Some("closed".into());
        }
        Ok(())
    }

    /// Only after a definite refusal another way takes the leg's place, with the same money.
    pub(super) fn rerouted(&mut self, frame: &Frame<'_>, fact: &RouteChanged, told: &mut Told) -> Held {
        told.money_moved = true;
        let wallet = frame.policy.substitute_wallet;
        let Some(refund) = self.refunds.get_mut(usize::from(fact.refund)) else {
            fail!(LegState, ("a refund that was promised"), ("{fact:?}"));
        };
        let count = refund.legs.len();
        let Some(old) = refund.legs.get_mut(usize::from(fact.leg)) else {
            fail!(LegState, ("a leg that was promised"), ("{fact:?}"));
        };
        let new = &fact.replacement;
        let same = new.payment == old.payment && new.amount == old.amount && usize::from(new.leg) == count;
        ensure!(
            old.refused && !old.replaced && same && (new.route == "wallet") == wallet,
            LegState,
            ("the same money of a leg that was refused, once, by the policy's substitute (wallet: {wallet})"),
            ("{new:?} in place of {old:?}")
        );
        old.replaced = true;
        refund.legs.push(leg_of(new));
        self.tell_wallet(new.sequence, new.amount, told)
    }

    /// Whether every leg of a refund is confirmed or replaced.
    pub(super) fn refund_settled(&self, refund: u16) -> bool {
        let found = self.refunds.get(usize::from(refund));
        found.is_some_and(|r| r.legs.iter().all(|leg| leg.confirmed || leg.refused))
    }
}

fn leg_of(leg: &crate::read::Leg) -> Leg {
    Leg {
        payment: leg.payment,
        wallet: leg.route == "wallet",
        sequence: leg.sequence,
        amount: leg.amount,
        sent: false,
        confirmed: false,
        refused: false,
        replaced: false,
        bounces: 0,
    }
}
