//! The auditor's books: what events alone say about money. It shares no code with the money guard, the components or
//! the refunds of the core, and counts in plain integers.
use resolution::id::{CaseNo, UnitNo};
use resolution::ledger::{Account, Commodity, Posting};
use resolution::money::Minor;
use resolution::order::components::{ComponentRef, Price};
use resolution::order::event::{AccountMessage, ClaimPaid, OrderEvent, OrderPlaced, RefundPromised};
use resolution::payment::{LegResult, LegRoute, RefundCause, RefundLeg};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of one component.
#[derive(Default)]
pub struct Part {
    /// Price after all discounts and coins.
    due: i64,
    /// Discount borne by the platform.
    discount: i64,
    /// Money value of coins, and coins.
    coins_value: i64,
    coins: i64,
    /// Per payment: paid, given back.
    paid: Vec<i64>,
    back: Vec<i64>,
    coins_value_back: i64,
    coins_back: i64,
    discount_back: i64,
    /// What refunds took out of escrow.
    escrow_out: i64,
    /// What was released.
    pub released: i64,
    /// What a carrier made good, and the seller has.
    compensated: i64,
}

impl Part {
    fn of(price: &Price) -> Self {
        let gross = price.gross.get();
        let (seller, discount, coins_value) =
            (price.seller_discount.get(), price.platform_discount.get(), price.coins_value.get());
        let due = gross - seller - discount - coins_value;
        Self { due, discount, coins_value, coins: price.coins.get(), ..Self::default() }
    }

    fn buyer_paid(&self) -> i64 {
        self.paid.iter().sum::<i64>() + self.coins_value
    }

    /// What the buyer was promised of it.
    pub fn buyer_back(&self) -> i64 {
        self.back.iter().sum::<i64>() + self.coins_value_back
    }

    /// What is left of the buyer cap.
    pub fn left(&self) -> i64 {
        self.buyer_paid() - self.buyer_back()
    }

    fn came_in(&self) -> i64 {
        self.buyer_paid() + self.discount
    }

    fn in_escrow(&self) -> i64 {
        self.came_in() - self.escrow_out - self.released
    }

    /// Buyer cap, seller cap, and every payer for itself (DESIGN 3.2).
    fn caps(&self) -> Result<(), String> {
        if self.buyer_back() > self.buyer_paid() {
            return Err(format!("buyer cap: {} back of {}", self.buyer_back(), self.buyer_paid()));
        }
        if self.released + self.compensated > self.came_in() || self.compensated < 0 {
            return Err(format!(
                "seller cap: {} released and {} made good of {}",
                self.released,
                self.compensated,
                self.came_in()
            ));
        }
        if self.in_escrow() < 0 {
            return Err(format!("escrow at {}", self.in_escrow()));
        }
        if self.back.iter().zip(&self.paid).any(|(back, paid)| back > paid) {
            return Err("a payment gets back more than it paid".into());
        }
        let over = self.coins_value_back > self.coins_value || self.coins_back > self.coins;
        if over || self.discount_back > self.discount {
            return Err("coins or discount go back more than they came".into());
        }
        Ok(())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum LegState {
    Open,
    Confirmed,
    Refused,
}

struct Leg {
    amount: i64,
    payment: usize,
    wallet: bool,
    state: LegState,
}

struct Payment {
    amount: i64,
    captured: bool,
}

/// The books of one order.
#[derive(Default)]
pub struct Books {
    balances: BTreeMap<(Account, Commodity), i64>,
    /// Every component.
    pub parts: BTreeMap<ComponentRef, Part>,
    payments: Vec<Payment>,
    legs: BTreeMap<(u16, u16), Leg>,
    refused_unreplaced: BTreeSet<(u16, u16)>,
    /// Open cases with what they reserve.
    pub reserved: BTreeMap<CaseNo, Vec<ComponentRef>>,
    held: BTreeMap<u16, Vec<UnitNo>>,
    sequence: u32,
    paid: bool,
    expired: bool,
}

fn ensure(holds: bool, what: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what()) }
}

fn sum(amounts: &[Minor]) -> i64 {
    amounts.iter().map(|a| a.get()).sum()
}

/// What postings bring to the accounts that `of` means, less what they take.
fn net(postings: &[Posting], of: impl Fn(&Account) -> bool, coins: bool) -> i64 {
    let wanted = postings.iter().filter(|p| (p.of == Commodity::Coins) == coins);
    wanted
        .map(|p| if of(&p.to) { p.amount.get() } else { 0 } - if of(&p.from) { p.amount.get() } else { 0 })
        .sum()
}

fn escrow(account: &Account) -> bool {
    *account == Account::Escrow
}

impl Books {
    /// Takes one event with its postings, and says what it breaks.
    pub fn take(&mut self, event: &OrderEvent, postings: &[Posting]) -> Result<(), String> {
        for posting in postings {
            ensure(posting.amount.is_positive(), || format!("a posting of {}", posting.amount))?;
            ensure(posting.from != posting.to, || "a posting from an account to itself".into())?;
            *self.balances.entry((posting.from.clone(), posting.of)).or_insert(0) -= posting.amount.get();
            *self.balances.entry((posting.to.clone(), posting.of)).or_insert(0) += posting.amount.get();
        }
        match event {
            OrderEvent::OrderPlaced(placed) => self.placed(placed),
            OrderEvent::PaymentCaptured { payment, .. } => {
                let share = &mut self.payments[payment.index()];
                ensure(!share.captured, || format!("payment {payment} is captured twice"))?;
                share.captured = true;
                let amount = share.amount;
                ensure(net(postings, escrow, false) == amount, || "a capture that is not its share".into())?;
            }
            OrderEvent::OrderPaid { allotment, shortfall, surcharge, .. } => {
                self.allot(allotment, shortfall, surcharge.get())?;
            }
            OrderEvent::OrderExpired {} => self.expired = true,
            OrderEvent::RefundPromised(refund) => self.promised(refund)?,
            OrderEvent::RefundLegMoved { refund, leg, result, .. } => {
                self.moved((refund.0, leg.0), result, postings)?
            }
            OrderEvent::RefundRouteChanged { refund, leg, replacement } => {
                ensure(self.refused_unreplaced.remove(&(refund.0, leg.0)), || {
                    "a route changed without refusal".into()
                })?;
                let old = &self.legs[&(refund.0, leg.0)];
                let same =
                    old.amount == replacement.amount.get() && old.payment == replacement.payment.index();
                ensure(same, || "a replacement leg with another amount or payment".into())?;
                self.leg(refund.0, replacement)?;
            }
            OrderEvent::Released { parts, message, .. } => {
                self.released(parts, message.as_ref(), postings)?
            }
            OrderEvent::CompensationPaid(paid) => {
                self.compensated(&paid.parts, paid.message.as_ref(), postings, true)?;
            }
            OrderEvent::CompensationReversed(back) => {
                self.compensated(&back.parts, back.message.as_ref(), postings, false)?;
            }
            OrderEvent::ClaimPaid(paid) => self.claim_paid(paid, postings)?,
            OrderEvent::AccountTold(note) => self.message(note.sequence)?,
            OrderEvent::CaseOpened(opened) => {
                let parts = opened.reserved.iter().map(|(which, _)| *which).collect::<Vec<_>>();
                let twice = self.reserved.values().flatten().find(|which| parts.contains(which));
                ensure(twice.is_none(), || format!("two open cases on {twice:?} (DIS-1)"))?;
                self.reserved.insert(opened.case, parts);
            }
            OrderEvent::CaseClosed { case, .. } => {
                ensure(self.reserved.remove(case).is_some(), || format!("case {case} closed twice"))?;
            }
            OrderEvent::HoldPlaced { hold, units, .. } => {
                self.held.insert(hold.0, units.clone());
            }
            OrderEvent::HoldLifted { hold, .. } => {
                ensure(self.held.remove(&hold.0).is_some(), || format!("hold {hold} lifted twice"))?;
            }
            _ => {}
        }
        Ok(())
    }

    fn placed(&mut self, placed: &OrderPlaced) {
        let mut unit = 0_u16;
        for line in &placed.lines {
            for (goods, shipping) in line.goods.iter().zip(&line.shipping) {
                self.parts.insert(ComponentRef::Goods(UnitNo(unit)), Part::of(goods));
                self.parts.insert(ComponentRef::Shipping(UnitNo(unit)), Part::of(shipping));
                unit += 1;
            }
        }
        self.parts.insert(ComponentRef::Surcharge, Part::default());
        self.payments =
            placed.payments.iter().map(|p| Payment { amount: p.amount.get(), captured: false }).collect();
    }

    /// Rows and columns of the payment table add up (MON-6, MON-11).
    fn allot(&mut self, allotment: &[Vec<Minor>], shortfall: &[Minor], surcharge: i64) -> Result<(), String> {
        self.paid = true;
        let units = u16::try_from((self.parts.len() - 1) / 2).expect("few units");
        let order = (0..units).map(UnitNo).flat_map(|u| [ComponentRef::Goods(u), ComponentRef::Shipping(u)]);
        for (index, which) in order.chain([ComponentRef::Surcharge]).enumerate() {
            let part = self.parts.get_mut(&which).expect("every component is placed");
            if which == ComponentRef::Surcharge {
                part.due = surcharge;
            }
            part.paid = allotment[index].iter().map(|a| a.get()).collect();
            part.back = vec![0; part.paid.len()];
            let row = sum(&allotment[index]) + shortfall[index].get();
            ensure(row == part.due, || format!("{which:?}: paid and missing make {row}, not {}", part.due))?;
            ensure(part.paid.iter().all(|p| *p >= 0), || format!("{which:?}: a negative share"))?;
        }
        for (index, payment) in self.payments.iter().enumerate() {
            let column: i64 = self.parts.values().map(|part| part.paid[index]).sum();
            ensure(column == payment.amount, || {
                format!("payment {index}: {column} allotted of {}", payment.amount)
            })?;
            ensure(payment.captured || payment.amount == 0, || {
                format!("payment {index} allotted but not captured")
            })?;
        }
        let missing = shortfall.iter().any(|s| s.is_positive());
        ensure(!(missing && surcharge > 0), || "surcharge and shortfall at once".into())
    }

    fn leg(&mut self, refund: u16, leg: &RefundLeg) -> Result<(), String> {
        ensure(leg.amount.is_positive(), || format!("a leg of {}", leg.amount))?;
        ensure((leg.route == LegRoute::Wallet) == leg.sequence.is_some(), || {
            "a wallet leg without sequence".into()
        })?;
        if let Some(sequence) = leg.sequence {
            self.message(sequence)?;
        }
        let wallet = leg.route == LegRoute::Wallet;
        let entry =
            Leg { amount: leg.amount.get(), payment: leg.payment.index(), wallet, state: LegState::Open };
        let known = self.legs.insert((refund, leg.leg.0), entry);
        ensure(known.is_none(), || format!("leg {}.{} is promised twice", refund, leg.leg))
    }

    /// Messages to accounts count 1, 2, 3 without a gap: a gap would block, a repetition would be dropped.
    fn message(&mut self, sequence: u32) -> Result<(), String> {
        self.sequence += 1;
        ensure(sequence == self.sequence, || format!("message {sequence} after {}", self.sequence - 1))
    }

    fn promised(&mut self, refund: &RefundPromised) -> Result<(), String> {
        for leg in &refund.legs {
            self.leg(refund.refund.0, leg)?;
        }
        if let Some(message) = &refund.message {
            self.message(message.sequence)?;
            ensure(message.amount.is_positive(), || "a message about nothing".into())?;
            let owed = |a: &Account| matches!(a, Account::SellerReceivable(_));
            let posted = -net(&refund.postings, owed, false);
            ensure(posted == message.amount.get(), || {
                "the seller owes another amount than is posted".into()
            })?;
        }
        if refund.cause == RefundCause::Expiry {
            return ensure(!self.paid && refund.parts.is_empty(), || {
                "an expiry refund of a paid order".into()
            });
        }
        let mut back = vec![0; self.payments.len()];
        let (mut out, mut coins, mut funded) = (0, 0, 0);
        for given in &refund.parts {
            self.may_refund(refund.case, given.component)?;
            let part = self.parts.get_mut(&given.component).ok_or("a refund of no component")?;
            for (index, amount) in given.payments.iter().enumerate() {
                ensure(!amount.is_negative(), || "a negative share of a refund".into())?;
                part.back[index] += amount.get();
                back[index] += amount.get();
            }
            part.coins_value_back += given.coins_value.get();
            part.coins_back += given.coins.get();
            part.discount_back += given.discount.get();
            part.escrow_out += given.escrow.get();
            out += given.escrow.get();
            funded += given.other.get();
            coins += given.coins.get();
            let whole = sum(&given.payments) + given.coins_value.get() + given.discount.get();
            let sources = given.escrow.get() + given.other.get();
            ensure(whole == sources && !given.escrow.is_negative() && !given.other.is_negative(), || {
                format!("{:?}: {whole} go out, {sources} come from escrow and elsewhere", given.component)
            })?;
        }
        for (index, amount) in back.iter().enumerate() {
            let legs = refund.legs.iter().filter(|leg| leg.payment.index() == index);
            let promised: i64 = legs.map(|leg| leg.amount.get()).sum();
            ensure(promised == *amount, || format!("payment {index}: legs of {promised} for {amount}"))?;
        }
        let postings = &refund.postings;
        let pending = net(postings, |a| *a == Account::RefundsPending, false);
        ensure(pending == back.iter().sum::<i64>(), || format!("{pending} posted to pending for {back:?}"))?;
        ensure(net(postings, escrow, false) == -out, || {
            "escrow gives another amount than the parts say".into()
        })?;
        ensure(net(postings, |a| matches!(a, Account::BuyerCoins(_)), true) == coins, || {
            "coins do not fit".into()
        })?;
        ensure(funded >= 0, || "a fund gains by a refund".into())?;
        self.surcharge_follows()
    }

    /// A case claims only what it reserves, and nothing else claims what a case reserves (PRO-9).
    fn may_refund(&self, case: Option<CaseNo>, which: ComponentRef) -> Result<(), String> {
        if which == ComponentRef::Surcharge {
            return Ok(());
        }
        match case {
            None => {
                let by = self.reserved.iter().find(|(_, parts)| parts.contains(&which)).map(|(case, _)| case);
                ensure(by.is_none(), || format!("{which:?} is refunded past open case {by:?} (PRO-9)"))
            }
            Some(no) => {
                let own = self.reserved.get(&no).is_some_and(|parts| parts.contains(&which));
                ensure(own, || format!("case {no} refunds {which:?}, which it does not reserve"))
            }
        }
    }

    /// A surcharge goes back exactly when everything else went back whole and nothing was released (DESIGN 4).
    fn surcharge_follows(&self) -> Result<(), String> {
        let rest = || {
            self.parts.iter().filter(|(which, _)| **which != ComponentRef::Surcharge).map(|(_, part)| part)
        };
        let whole = rest().all(|part| part.buyer_back() == part.buyer_paid());
        let surcharge = &self.parts[&ComponentRef::Surcharge];
        if surcharge.buyer_back() > 0 {
            return ensure(whole, || "a surcharge goes back although not everything does".into());
        }
        let nothing_released = self.parts.values().all(|part| part.released == 0);
        ensure(!(whole && nothing_released && surcharge.buyer_paid() > 0), || {
            "everything but the surcharge goes back".into()
        })
    }

    fn moved(&mut self, no: (u16, u16), result: &LegResult, postings: &[Posting]) -> Result<(), String> {
        let leg = self.legs.get_mut(&no).ok_or("a result for no leg")?;
        let pending = net(postings, |a| *a == Account::RefundsPending, false);
        let (from, to, moves) = match result {
            LegResult::Sent { .. } => (LegState::Open, LegState::Open, 0),
            LegResult::Confirmed { .. } => (LegState::Open, LegState::Confirmed, -leg.amount),
            LegResult::Refused { .. } => (LegState::Open, LegState::Refused, 0),
            LegResult::Bounced { .. } => (LegState::Confirmed, LegState::Open, leg.amount),
        };
        ensure(leg.state == from, || format!("leg {no:?} is {:?} when {result:?} comes", leg.state))?;
        ensure(pending == moves, || format!("leg {no:?}: {pending} posted instead of {moves}"))?;
        let wallet = net(postings, |a| matches!(a, Account::BuyerWallet(_)), false);
        ensure(wallet == if leg.wallet { -moves } else { 0 }, || "the wallet gets what is not its".into())?;
        leg.state = to;
        if to == LegState::Refused {
            self.refused_unreplaced.insert(no);
        }
        Ok(())
    }

    /// Nothing is released that a case reserves or a hold keeps (PRO-7); what is released is all that lies there.
    fn released(
        &mut self,
        parts: &[(ComponentRef, Minor)],
        message: Option<&AccountMessage>,
        postings: &[Posting],
    ) -> Result<(), String> {
        let mut out = 0;
        for (which, amount) in parts {
            let by = self.reserved.iter().find(|(_, parts)| parts.contains(which)).map(|(case, _)| case);
            ensure(by.is_none(), || format!("{which:?} is released although case {by:?} reserves it"))?;
            let held = self.held.values().flatten().any(|unit| match which {
                ComponentRef::Goods(of) | ComponentRef::Shipping(of) => of == unit,
                ComponentRef::Surcharge => true,
            });
            ensure(!held, || format!("{which:?} is released although it is held"))?;
            ensure(amount.is_positive(), || format!("{which:?}: a release of {amount}"))?;
            let part = self.parts.get_mut(which).ok_or("a release of no component")?;
            part.released += amount.get();
            out += amount.get();
            ensure(part.in_escrow() == 0, || format!("{which:?} is released in part"))?;
        }
        ensure(net(postings, escrow, false) == -out, || {
            "escrow gives another amount than is released".into()
        })?;
        let payable = net(postings, |a| matches!(a, Account::SellerPayable(_)), false);
        if let Some(message) = message {
            self.message(message.sequence)?;
        }
        let told = message.map_or(0, |m| m.amount.get());
        ensure(payable == told, || format!("{payable} posted to payable, {told} told to the account"))
    }

    /// What a carrier makes good comes from its claims, and goes back there; the seller's account is told what it has or
    /// owes by it (LOS).
    fn compensated(
        &mut self,
        parts: &[(ComponentRef, Minor)],
        message: Option<&AccountMessage>,
        postings: &[Posting],
        paid: bool,
    ) -> Result<(), String> {
        let sign = if paid { 1 } else { -1 };
        let mut all = 0;
        for (which, amount) in parts {
            ensure(amount.is_positive(), || format!("{which:?}: {amount} made good"))?;
            self.parts.get_mut(which).ok_or("no component")?.compensated += sign * amount.get();
            all += sign * amount.get();
        }
        let claims = net(postings, |a| matches!(a, Account::CarrierClaims(_)), false);
        ensure(claims == -all, || format!("the carrier's claims have {claims} for {all} made good"))?;
        let seller =
            net(postings, |a| matches!(a, Account::SellerPayable(_) | Account::SellerReceivable(_)), false);
        let told = message.map_or(0, |m| sign * m.amount.get());
        ensure(seller == told, || format!("{seller} posted to the seller, {told} told to the account"))?;
        message.map_or(Ok(()), |m| self.message(m.sequence))
    }

    /// A claim is paid out of escrow and out of what the policy names, to the seller and the platform's fees (CLM-3).
    fn claim_paid(&mut self, paid: &ClaimPaid, postings: &[Posting]) -> Result<(), String> {
        let (mut of_escrow, mut lost) = (0, 0);
        for (which, amount) in paid.escrow.iter().chain(&paid.loss) {
            let by = self.reserved.iter().find(|(_, parts)| parts.contains(which)).map(|(case, _)| case);
            ensure(by.is_none(), || format!("{which:?} is paid although case {by:?} reserves it"))?;
            ensure(amount.is_positive(), || format!("{which:?}: {amount} claimed"))?;
        }
        for (which, amount) in &paid.escrow {
            self.parts.get_mut(which).ok_or("no component")?.released += amount.get();
            of_escrow += amount.get();
        }
        for (which, amount) in &paid.loss {
            self.parts.get_mut(which).ok_or("no component")?.compensated += amount.get();
            lost += amount.get();
        }
        ensure(net(postings, escrow, false) == -of_escrow, || format!("not {of_escrow} out of escrow"))?;
        let fund = net(postings, |a| matches!(a, Account::ProtectionFund), false);
        ensure(fund == -lost, || format!("the fund has {fund} for {lost} lost"))?;
        let seller = net(postings, |a| matches!(a, Account::SellerPayable(_)), false);
        let told = paid.message.as_ref().map_or(0, |m| m.amount.get());
        ensure(seller == told, || format!("{seller} posted to the seller, {told} told to the account"))?;
        paid.message.as_ref().map_or(Ok(()), |m| self.message(m.sequence))
    }

    /// What must hold after every command.
    pub fn check(&self) -> Result<(), String> {
        for commodity in self.balances.keys().map(|(_, of)| *of).collect::<BTreeSet<_>>() {
            let all: i64 = self.balances.iter().filter(|((_, of), _)| *of == commodity).map(|(_, b)| b).sum();
            ensure(all == 0, || format!("the ledger of {commodity:?} sums to {all}"))?;
        }
        if self.paid {
            for (which, part) in &self.parts {
                part.caps().map_err(|what| format!("{which:?}: {what}"))?;
            }
            let left: i64 = self.parts.values().map(Part::in_escrow).sum();
            ensure(left == self.escrow(), || {
                format!("escrow holds {}, the components say {left}", self.escrow())
            })?;
        }
        for (index, payment) in self.payments.iter().enumerate() {
            let of_payment =
                self.legs.values().filter(|leg| leg.payment == index && leg.state != LegState::Refused);
            let promised: i64 = of_payment.map(|leg| leg.amount).sum();
            let captured = if payment.captured { payment.amount } else { 0 };
            ensure(promised <= captured, || {
                format!("payment {index}: {promised} promised back of {captured}")
            })?;
        }
        ensure(self.refused_unreplaced.is_empty(), || "a refused leg without a route in its place".into())?;
        let open = self.open_amount();
        let pending = self.balance(|a| *a == Account::RefundsPending);
        ensure(pending == open, || format!("refunds:pending holds {pending}, the open legs make {open}"))?;
        let expired = self.expired && self.escrow() != 0;
        ensure(!expired, || format!("an expired order keeps {}", self.escrow()))
    }

    fn balance(&self, of: impl Fn(&Account) -> bool) -> i64 {
        let money = self.balances.iter().filter(|((account, c), _)| *c != Commodity::Coins && of(account));
        money.map(|(_, balance)| balance).sum()
    }

    /// The balance of escrow, from postings.
    pub fn escrow(&self) -> i64 {
        self.balance(escrow)
    }

    /// Legs that wait for the gateway.
    pub fn open_legs(&self) -> Vec<(u16, u16)> {
        self.legs.iter().filter(|(_, leg)| leg.state == LegState::Open).map(|(no, _)| *no).collect()
    }

    /// What those legs carry.
    pub fn open_amount(&self) -> i64 {
        self.legs.values().filter(|leg| leg.state == LegState::Open).map(|leg| leg.amount).sum()
    }

    /// Per component: given back to the buyer, released to the seller.
    pub fn outcome(&self) -> Vec<(ComponentRef, i64, i64)> {
        self.parts.iter().map(|(which, part)| (*which, part.buyer_back(), part.released)).collect()
    }
}
