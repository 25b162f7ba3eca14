//! Taking an event into the state. Total: no rule, no policy, no clock; what does not fit is left alone.
use super::components::Component;
use super::event::{
    AccountNews, AccountNote, CancelCause, EvidenceSealed, FreezeKind, OrderEvent, RefundPromised, Reminder,
    ShipmentDeclared,
};
use super::freeze::Freeze;
use super::{Evidence, Hold, Order};
use crate::id::{CaseNo, FreezeNo, LegNo, ParcelNo, RefundNo};
use crate::money::Minor;
use crate::parcel::window::Window;
use crate::parcel::{Parcel, WindowKind};
use crate::payment::{Leg, LegResult, Refund, RefundLeg};
use jiff::Timestamp;

/// One flag per place: the key under which it is remembered.
pub(crate) fn flag_key(what: &str, case: Option<CaseNo>, parcel: Option<ParcelNo>) -> String {
    let at = |name: &str, no: Option<u16>| no.map(|n| format!(":{name}{n}")).unwrap_or_default();
    format!("{what}{}{}", at("case", case.map(|c| c.0)), at("parcel", parcel.map(|p| p.0)))
}

impl Order {
    /// Takes one event that was recorded at `at`.
    pub fn apply(&mut self, event: &OrderEvent, at: Timestamp) {
        self.version += 1;
        self.last_at = self.last_at.max(at);
        if crate::case::apply::apply(self, event, at) {
            return;
        }
        match event {
            OrderEvent::PaymentCaptured { payment, captured_at, fee, .. } => {
                if let Some(share) = self.payments.get_mut(payment.index()) {
                    share.captured = Some(*captured_at);
                    share.fee = *fee;
                }
            }
            OrderEvent::OrderPaid { allotment, shortfall, surcharge, .. } => {
                self.paid = Some(at);
                self.allot(allotment, shortfall, *surcharge);
            }
            OrderEvent::OrderExpired {} => self.expired = Some(at),
            OrderEvent::ShipByLengthened { until } => {
                self.ship_by = *until;
                self.reminded.remove(&Reminder::ShipBy);
            }
            OrderEvent::Reminded { of: Reminder::Turn(case), .. } => {
                if let Some(case) = self.cases.get_mut(case.index()) {
                    case.stage.reminded = true;
                }
            }
            OrderEvent::Reminded { of, .. } => {
                self.reminded.insert(*of);
            }
            OrderEvent::UnitsCancelled { units, cause } => {
                if matches!(cause, CancelCause::Seller { .. }) {
                    self.counted.push((at, units.clone()));
                }
                for unit in units {
                    if let Some(unit) = self.units.get_mut(unit.index()) {
                        unit.cancelled = Some(at);
                    }
                }
            }
            OrderEvent::ShipmentDeclared(shipment) => self.ship(shipment, at),
            OrderEvent::MessageWritten { author, .. } => {
                if *author == self.placed.buyer {
                    self.heard.push(self.messages);
                }
                self.messages += 1;
            }
            OrderEvent::EvidenceSealed(evidence) => self.evidence.push(sealed(evidence, at)),
            OrderEvent::EvidenceWithdrawn { evidence } => {
                if let Some(item) = self.evidence.get_mut(evidence.index()) {
                    item.withdrawn = Some(at);
                }
            }
            OrderEvent::EvidenceRemoved { evidence, .. } => {
                if let Some(item) = self.evidence.get_mut(evidence.index()) {
                    item.removed = Some(at);
                }
            }
            OrderEvent::Flagged { what, case, parcel } => {
                self.flags.insert(flag_key(what, *case, *parcel));
            }
            OrderEvent::AccountTold(note) => self.told(note, at),
            _ if self.apply_money(event, at) => {}
            _ => self.apply_parcel(event, at),
        }
    }

    /// Takes the event if it moves money or keeps it back; says whether it did.
    fn apply_money(&mut self, event: &OrderEvent, at: Timestamp) -> bool {
        match event {
            OrderEvent::RefundPromised(refund) => self.promise(refund, at),
            OrderEvent::RefundLegMoved { refund, leg, result, moved_at, expected, .. } => {
                self.move_leg(*refund, *leg, result, *moved_at, *expected);
            }
            OrderEvent::RefundRouteChanged { refund, replacement, .. } => {
                self.reroute(*refund, replacement, at)
            }
            OrderEvent::RefundArrived { refund, leg } => {
                if let Some(leg) = self.leg_mut(*refund, *leg) {
                    leg.arrived = Some(at);
                }
            }
            OrderEvent::Released { parts, message, .. } => {
                for (which, amount) in parts {
                    if let Some(component) = self.component_mut(*which) {
                        component.released = component.released + *amount;
                    }
                }
                self.count(message.as_ref().map(|m| m.sequence));
            }
            OrderEvent::HoldPlaced { hold, units, reason, end } => self.holds.push(Hold {
                no: *hold,
                units: units.clone(),
                reason: reason.clone(),
                end: *end,
                lifted: None,
            }),
            OrderEvent::OrderFrozen { freeze, kind, case, stops, ship_by_left } => {
                self.freezes.push(Freeze {
                    no: *freeze,
                    kind: *kind,
                    case: *case,
                    stops: stops.clone(),
                    since: at,
                    lifted: None,
                });
                self.ship_by_left = self.ship_by_left.or(*ship_by_left);
            }
            OrderEvent::FreezeForestalled(found) => self.freezes.push(Freeze {
                no: found.freeze,
                kind: FreezeKind::Compliance,
                case: found.case,
                stops: Vec::new(),
                since: at,
                lifted: Some(at),
            }),
            OrderEvent::OrderThawed { freeze, ship_by } => self.thawed(*freeze, *ship_by, at),
            OrderEvent::HoldLifted { hold, .. } => {
                if let Some(hold) = self.holds.get_mut(hold.index()) {
                    hold.lifted = Some(at);
                }
            }
            _ => return false,
        }
        true
    }

    fn apply_parcel(&mut self, event: &OrderEvent, at: Timestamp) {
        match event {
            OrderEvent::ScansRecorded { parcel, scans } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.scans.extend(scans.iter().cloned());
                    if parcel.learned.is_none() && parcel.delivered_at().is_some() {
                        parcel.learned = Some(at);
                    }
                }
            }
            OrderEvent::WindowSet { parcel, kind, opens, closes, rule } => {
                let window = Some(Window { opens: *opens, closes: *closes, rule: rule.clone() });
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    match kind {
                        WindowKind::NotReceived => parcel.not_received = window,
                        WindowKind::Received => parcel.received = window,
                    }
                }
            }
            OrderEvent::WindowShut { parcel, kind, rule } => {
                if let (WindowKind::NotReceived, Some(parcel)) = (kind, self.parcels.get_mut(parcel.index()))
                {
                    parcel.not_received = None;
                    parcel.not_received_shut = Some(rule.clone());
                }
            }
            OrderEvent::WindowLengthened { parcel, until } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.lengthened = Some(*until);
                }
            }
            OrderEvent::ReceiptConfirmed { parcel } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.confirmed = Some(at);
                    parcel.learned.get_or_insert(at);
                }
            }
            _ => self.apply_word_of_parcel(event),
        }
    }

    /// What the buyer was told or asked about a parcel, and said.
    fn apply_word_of_parcel(&mut self, event: &OrderEvent) {
        match event {
            OrderEvent::AddressAsked { parcel, end } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.address = Some((*end, None));
                }
            }
            OrderEvent::AddressAnswered { parcel, received } => {
                if let Some((_, answer)) =
                    self.parcels.get_mut(parcel.index()).and_then(|p| p.address.as_mut())
                {
                    *answer = Some(*received);
                }
            }
            OrderEvent::CollectionAsked { parcel, end } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.collection = Some((*end, false));
                }
            }
            OrderEvent::NotCollected { parcel } => {
                if let Some((_, over)) =
                    self.parcels.get_mut(parcel.index()).and_then(|p| p.collection.as_mut())
                {
                    *over = true;
                }
            }
            OrderEvent::CarrierSilent { parcel } => {
                if let Some(parcel) = self.parcels.get_mut(parcel.index()) {
                    parcel.silence_told = parcel.silent_since();
                }
            }
            OrderEvent::DelayFound(found) => {
                if let Some(parcel) = self.parcels.get_mut(found.parcel.index()) {
                    parcel.delay_told = Some(found.delay);
                }
            }
            _ => {}
        }
    }

    fn allot(&mut self, allotment: &[Vec<Minor>], shortfall: &[Minor], surcharge: Minor) {
        self.surcharge.price.gross = surcharge;
        let payments = self.payments.len();
        for (index, which) in self.component_refs().into_iter().enumerate() {
            let Some(component) = self.component_mut(which) else {
                continue;
            };
            component.paid = allotment.get(index).cloned().unwrap_or_default();
            component.shortfall = shortfall.get(index).copied().unwrap_or_default();
            component.refunded = vec![Minor::ZERO; payments];
            component.settled = true;
        }
    }

    fn ship(&mut self, shipment: &ShipmentDeclared, at: Timestamp) {
        for unit in &shipment.units {
            if let Some(unit) = self.units.get_mut(unit.index()) {
                unit.parcels.push(shipment.parcel);
                if shipment.resend {
                    // A resent unit is a new instance: it may be disputed again.
                    unit.settled = None;
                    unit.withdrawn = 0;
                }
            }
        }
        self.parcels.push(Parcel::declared(shipment, at));
    }

    fn promise(&mut self, refund: &RefundPromised, at: Timestamp) {
        for part in &refund.parts {
            if let Some(component) = self.component_mut(part.component) {
                take_back(component, part);
            }
        }
        self.count(refund.message.as_ref().map(|m| m.sequence));
        for leg in &refund.legs {
            self.count(leg.sequence);
        }
        self.refunds.push(Refund {
            no: refund.refund,
            case: refund.case,
            cause: refund.cause,
            liable: refund.liable,
            parts: refund.parts.clone(),
            legs: refund.legs.iter().map(|leg| new_leg(leg, at)).collect(),
            promised: at,
        });
        let case = refund.case.and_then(|no| self.cases.get_mut(no.index()));
        if let Some(case) = case {
            case.refund = Some(refund.refund);
            case.revision += 1;
        }
    }

    fn move_leg(
        &mut self,
        refund: RefundNo,
        leg: LegNo,
        result: &LegResult,
        at: Timestamp,
        expected: Option<(Timestamp, Timestamp)>,
    ) {
        let Some(leg) = self.leg_mut(refund, leg) else {
            return;
        };
        match result {
            LegResult::Sent { reference } => leg.sent = Some((at, reference.clone())),
            LegResult::Confirmed { reference } => {
                leg.sent.get_or_insert((at, reference.clone()));
                leg.confirmed = Some(at);
            }
            LegResult::Refused { code } => leg.refused = Some((at, code.clone())),
            LegResult::Bounced { reference, .. } => {
                leg.bounces = leg.bounces.saturating_add(1);
                let known = leg.sent.take().map(|(_, reference)| reference);
                let named = reference.clone().filter(|named| known.as_ref() != Some(named));
                leg.bounced.extend(known.into_iter().chain(named));
                leg.confirmed = None;
                leg.expected = None;
                return;
            }
        }
        leg.expected = expected.or(leg.expected);
    }

    fn reroute(&mut self, refund: RefundNo, replacement: &RefundLeg, at: Timestamp) {
        self.count(replacement.sequence);
        if let Some(refund) = self.refunds.get_mut(refund.index()) {
            refund.legs.push(new_leg(replacement, at));
        }
    }

    fn thawed(&mut self, no: FreezeNo, ship_by: Option<Timestamp>, at: Timestamp) {
        if let Some(freeze) = self.freezes.get_mut(no.index()) {
            freeze.lifted = Some(at);
        }
        if let Some(ship_by) = ship_by {
            (self.ship_by, self.ship_by_left) = (ship_by, None);
            self.reminded.remove(&Reminder::ShipBy);
        }
    }

    fn told(&mut self, note: &AccountNote, at: Timestamp) {
        self.count(Some(note.sequence));
        if let AccountNews::CancellationCorrected { cancelled, .. } = &note.news {
            self.counted.retain(|(counted, _)| counted != cancelled);
        }
        if let AccountNews::BuyerReported { .. } = note.news {
            self.reported = Some(at);
        }
        if let AccountNews::FaultFound { case } = note.news
            && let Some(case) = self.cases.get_mut(case.index())
        {
            case.fault = true;
        }
    }

    fn count(&mut self, sequence: Option<u32>) {
        self.sequence = self.sequence.max(sequence.unwrap_or(0));
    }

    fn leg_mut(&mut self, refund: RefundNo, leg: LegNo) -> Option<&mut Leg> {
        self.refunds.get_mut(refund.index())?.legs.get_mut(leg.index())
    }
}

fn take_back(component: &mut Component, part: &crate::payment::RefundPart) {
    for (back, amount) in component.refunded.iter_mut().zip(&part.payments) {
        *back = *back + *amount;
    }
    component.coins_back = component.coins_back + part.coins_value;
    component.coins_returned = component.coins_returned + part.coins;
    component.discount_back = component.discount_back + part.discount;
    component.from_elsewhere = component.from_elsewhere + part.other;
}

fn new_leg(promise: &RefundLeg, at: Timestamp) -> Leg {
    Leg {
        promise: promise.clone(),
        promised: at,
        sent: None,
        confirmed: None,
        expected: None,
        arrived: None,
        refused: None,
        bounces: 0,
        bounced: Vec::new(),
    }
}

fn sealed(evidence: &EvidenceSealed, at: Timestamp) -> Evidence {
    Evidence {
        no: evidence.evidence,
        author: evidence.author,
        case: evidence.case,
        requirement: evidence.requirement.clone(),
        seal: evidence.seal.clone(),
        kind: evidence.kind.clone(),
        bytes: evidence.bytes,
        caption: evidence.caption.clone(),
        taken: evidence.taken,
        grams: evidence.grams,
        at,
        withdrawn: None,
        removed: None,
    }
}
