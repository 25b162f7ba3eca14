//! Choosing the next step: mostly what fits the state, often nearly right, sometimes plain wrong.
use super::deal::minor;
use super::dice::Dice;
use super::run::{Run, Step};
use super::{BUYER, MEDIATORS, SELLER, STRANGER, deal, play_case, play_claim};
use jiff::{SignedDuration, Timestamp};
use resolution::actor::Actor;
use resolution::case::Case;
use resolution::case::funding::Funding;
use resolution::id::{
    AccountId, AccountRole, AggregateId, CaseNo, EvidenceNo, HoldNo, LegNo, MarketplaceId, ParcelNo, PartyId,
    PaymentNo, RefundNo, UnitNo,
};
use resolution::money::Minor;
use resolution::order::Order;
use resolution::order::command::{OrderCommand, Shipment, Submission};
use resolution::parcel::tracking::{Cause, Scan, Status};
use resolution::payment::LegResult;
use resolution::policy::{Opinion, Stop};
use resolution::seal::{Seal, Words};

/// Who gives which command.
pub type Move = (Actor, OrderCommand);

/// The cards in the hand of one turn.
pub struct Hand<'a, 'h> {
    /// The run so far.
    pub run: &'a Run<'h>,
    /// The order.
    pub order: &'a Order,
    /// The choices.
    pub dice: &'a mut Dice,
}

/// Sealed material.
pub fn seal(by: PartyId) -> Seal {
    Seal { digest: "0".repeat(64), by }
}

/// Typed words, or none in a tenth.
pub fn words(dice: &mut Dice) -> Words {
    Words::only(if dice.chance(92) { "because" } else { "" })
}

/// The next step.
pub fn next(run: &Run<'_>, dice: &mut Dice, last: &[Step]) -> Step {
    let Some(order) = run.order() else {
        return act((Actor::Marketplace, OrderCommand::Place(Box::new(deal::placement(dice, run.now)))));
    };
    // An order that nobody pays or ships ends soon: most runs begin as most orders do.
    let waits = order.paid.is_none()
        || order.unit_nos().any(|u| order.units[u.index()].cancelled.is_none() && waits(order, u));
    if order.expired.is_none() && waits && dice.chance(55) {
        let mut hand = Hand { run, order, dice };
        if let Some(found) = hand.begin() {
            return act(found);
        }
    }
    match dice.below(100) {
        0..14 => clock(run, dice),
        14..18 => match last.last() {
            Some(Step::Act(actor, command)) => Step::Again(actor.clone(), command.clone()),
            _ => clock(run, dice),
        },
        18..20 => match dice.any(last) {
            Some(Step::Act(actor, command)) => Step::Act(actor.clone(), command.clone()),
            _ => clock(run, dice),
        },
        _ => {
            let mut hand = Hand { run, order, dice };
            let (actor, command) = hand.fitting();
            act((if hand.dice.chance(4) { someone(hand.dice) } else { actor }, command))
        }
    }
}

/// Neither shipped nor on its way to be.
fn waits(order: &Order, unit: UnitNo) -> bool {
    order.parcel_of(unit).is_none_or(|parcel| parcel.shipped_at().is_none())
}

/// Whether nothing can happen any more but refusals.
pub fn over(order: &Order) -> bool {
    let closed = order.components().all(|(_, c)| c.closed());
    let open = order.cases.iter().any(|case| case.open());
    let owed = order.refunds.iter().any(|refund| !refund.settled());
    (order.expired.is_some() || closed) && !open && !owed
}

fn act((actor, command): Move) -> Step {
    Step::Act(actor, Box::new(command))
}

/// The clock goes to just before, at or just after the next due instant, or on by minutes to months.
fn clock(run: &Run<'_>, dice: &mut Dice) -> Step {
    let nano = SignedDuration::from_nanos(1);
    let by = |hours: i64| run.now + SignedDuration::from_hours(hours);
    let to = match (run.next_wake(), dice.below(10)) {
        (Some(due), 0..2) => due - nano,
        (Some(due), 2..5) => due,
        (Some(due), 5) => due + nano,
        (_, 6) => run.now + SignedDuration::from_mins(dice.between(0, 300)),
        (_, 7 | 8) => by(dice.between(1, 96)),
        (_, 9) if dice.chance(25) => by(dice.between(5, 75) * 24),
        _ => by(dice.between(4, 400)),
    };
    let late = SignedDuration::from_secs(*dice.pick(&[0, 0, 2, 3_600, 86_400]));
    if dice.chance(30) { Step::Leap(to) } else { Step::Walk(to, late) }
}

/// Whether the fund has paid a case, and its seller has said nothing of it yet.
fn funded(case: &Case) -> bool {
    let paid = |funding: &Funding| funding.used.is_some_and(Minor::is_positive);
    case.funding.as_ref().is_some_and(|funding| paid(funding) && funding.questionnaire.is_none())
}

/// The seller's account.
pub fn account() -> Actor {
    let account = AccountId::of(MarketplaceId::of("test"), AccountRole::Seller, SELLER);
    Actor::Aggregate(AggregateId::Account(account))
}

/// Anyone, mostly with no right.
fn someone(dice: &mut Dice) -> Actor {
    match dice.below(9) {
        0 => Actor::Buyer(BUYER),
        1 => Actor::Seller(SELLER),
        2 => Actor::Buyer(STRANGER),
        3 => Actor::Seller(STRANGER),
        4 => Actor::Mediator(*dice.pick(&MEDIATORS)),
        5 => Actor::Finance(STRANGER),
        6 => Actor::Marketplace,
        7 => Actor::Carrier("ups".into()),
        _ => Actor::Gateway("sandbox".into()),
    }
}

impl Hand<'_, '_> {
    /// A command that fits the state, as far as a few tries find one.
    fn fitting(&mut self) -> Move {
        // Few orders have a case that the fund paid.
        if self.order.cases.iter().any(funded)
            && self.dice.chance(60)
            && let Some(asked) = self.questionnaire()
        {
            return asked;
        }
        for _ in 0..12 {
            let open = self.order.cases.iter().filter(|case| case.open()).count();
            let in_case = open > 0 && self.dice.chance(62);
            let found = if in_case { play_case::fitting(self) } else { self.on_order() };
            if let Some(found) = found {
                return found;
            }
        }
        (Actor::Buyer(BUYER), OrderCommand::WriteMessage { case: None, words: seal(BUYER) })
    }

    /// What an order begins with: paying, shipping, the carrier's first scan.
    fn begin(&mut self) -> Option<Move> {
        if self.order.paid.is_none() {
            return self.capture();
        }
        if self
            .order
            .unit_nos()
            .any(|u| self.order.units[u.index()].cancelled.is_none() && self.order.parcel_of(u).is_none())
        {
            return self.ship();
        }
        self.scans()
    }

    fn on_order(&mut self) -> Option<Move> {
        if self.order.paid.is_none() && self.dice.chance(70) {
            return self.capture();
        }
        match self.dice.below(100) {
            0..5 => self.capture(),
            5..7 => self.place_again(),
            7..9 => self.lengthen_ship_by(),
            9..12 => self.cancel(),
            12..24 => self.ship(),
            24..44 => self.scans(),
            44..48 => self.confirm(),
            48..52 => self.address(),
            52..54 => self.lengthen_window(),
            54..56 => self.message(),
            56..59 => self.evidence(),
            59..61 => self.forget_evidence(),
            61..64 => self.goodwill(),
            64..68 => play_case::request_return(self),
            68..71 => play_case::complain(self),
            71..73 => play_claim::claim(self),
            73..82 => play_case::open(self),
            82..92 => self.refund_result(),
            92..95 => self.arrival(),
            95..97 => self.hold(),
            97 => match self.dice.below(10) {
                0..5 => self.freeze(),
                5 | 6 => self.risk(),
                7 | 8 => self.report(),
                _ => self.questionnaire(),
            },
            98 => self.thaw(),
            _ => self.lift(),
        }
    }

    /// An ordinal of a list, rarely one too high.
    pub fn ordinal(&mut self, len: usize) -> u16 {
        let over = usize::from(self.dice.chance(2));
        u16::try_from(self.dice.below(len) + over).expect("short lists")
    }

    /// Some units, mostly existing ones.
    pub fn units(&mut self, most: usize) -> Vec<UnitNo> {
        let count = 1 + self.dice.below(most);
        let live: Vec<UnitNo> =
            self.order.unit_nos().filter(|u| self.order.units[u.index()].cancelled.is_none()).collect();
        if !live.is_empty() && self.dice.chance(90) {
            return (0..count).map(|_| *self.dice.pick(&live)).collect();
        }
        (0..count).map(|_| UnitNo(self.ordinal(self.order.units.len()))).collect()
    }

    /// An amount up to `most`: all of it, a part, the least, or what is refused.
    pub fn amount(&mut self, most: i64) -> Minor {
        minor(match self.dice.below(20) {
            0 => most + 1,
            1 => 0,
            2 => -1,
            3..6 => 1,
            6..12 => self.dice.between(0, most.max(0)),
            _ => most,
        })
    }

    fn hours(&mut self, low: i64, high: i64) -> Timestamp {
        self.run.now + SignedDuration::from_hours(self.dice.between(low, high))
    }

    fn capture(&mut self) -> Option<Move> {
        let open: Vec<usize> =
            (0..self.order.payments.len()).filter(|i| self.order.payments[*i].captured.is_none()).collect();
        let index = *self.dice.any(&open)?;
        let fee = minor(if self.dice.chance(50) { self.dice.between(-1, 200) } else { 0 });
        let payment = PaymentNo::after(index);
        Some((
            Actor::Gateway("sandbox".into()),
            OrderCommand::CapturePayment { payment, captured_at: self.run.now, fee },
        ))
    }

    fn place_again(&mut self) -> Option<Move> {
        let placement = deal::placement(self.dice, self.run.now);
        Some((Actor::Marketplace, OrderCommand::Place(Box::new(placement))))
    }

    fn lengthen_ship_by(&mut self) -> Option<Move> {
        let until = self.order.ship_by + SignedDuration::from_hours(self.dice.between(-20, 300));
        Some((Actor::Buyer(BUYER), OrderCommand::LengthenShipBy { until }))
    }

    fn cancel(&mut self) -> Option<Move> {
        let units = if self.dice.chance(20) { vec![] } else { self.units(3) };
        if self.dice.chance(40) {
            let reasons =
                ["out_of_stock", "quality", "shipping_problem", "price_error", "personal", "because"];
            let reason = (*self.dice.pick(&reasons)).to_owned();
            return Some((Actor::Seller(SELLER), OrderCommand::Cancel { units, reason }));
        }
        let reason = words(self.dice).reason;
        Some((Actor::Buyer(BUYER), OrderCommand::Cancel { units, reason }))
    }

    fn ship(&mut self) -> Option<Move> {
        let live = |u: &UnitNo| {
            self.order.units[u.index()].cancelled.is_none() && self.order.parcel_of(*u).is_none()
        };
        let loose: Vec<UnitNo> = self.order.unit_nos().filter(live).collect();
        let resend = loose.is_empty();
        if resend && !self.dice.chance(25) {
            return None;
        }
        let units = match self.dice.below(4) {
            0 | 1 if !resend => vec![],
            1 => self.units(4),
            _ if resend => self.units(2),
            _ => loose.into_iter().filter(|_| self.dice.chance(60)).collect(),
        };
        Some((Actor::Seller(SELLER), OrderCommand::DeclareShipment(self.shipment(units, resend))))
    }

    /// A parcel, with tracking or without.
    pub fn shipment(&mut self, units: Vec<UnitNo>, resend: bool) -> Shipment {
        let carrier =
            self.dice.chance(85).then(|| (*self.dice.pick(&["ups", "correios", "nobody"])).to_owned());
        let number =
            (carrier.is_some() && self.dice.chance(90)).then(|| format!("T{}", self.order.parcels.len()));
        Shipment {
            units,
            carrier,
            number,
            weight_grams: self.dice.chance(50).then_some(500),
            estimate: self.dice.chance(30).then(|| self.hours(-48, 900)),
            handed_over: self.dice.chance(40).then(|| self.hours(-2_400, 24)),
            resend,
            case: None,
        }
    }

    /// Carrier scans: of now, late, doubled, in any order.
    pub fn some_scans(&mut self, known: &[Scan], likely: &[Status]) -> Vec<Scan> {
        let mut scans = Vec::new();
        for _ in 0..=self.dice.below(2) {
            if let Some(old) = self.dice.any(known).filter(|_| known.len() > 3) {
                scans.push(old.clone());
                continue;
            }
            let at = match self.dice.below(10) {
                0..6 => self.run.now,
                6..9 => self.hours(-240, 0),
                _ => self.hours(-24, 12),
            };
            let status =
                if self.dice.chance(80) { *self.dice.pick(likely) } else { *self.dice.pick(&Status::ALL) };
            let causes = [
                Cause::Customs,
                Cause::Refused,
                Cause::NotCollected,
                Cause::Absent,
                Cause::Delay,
                Cause::Other,
            ];
            scans.push(Scan {
                at,
                status,
                cause: self.dice.chance(20).then(|| *self.dice.pick(&causes)),
                by_carrier: self.dice.chance(95),
                destination_matches: self.dice.chance(25).then(|| self.dice.chance(50)),
                raw: String::new(),
            });
        }
        scans
    }

    fn scans(&mut self) -> Option<Move> {
        let parcel = self.dice.any(&self.order.parcels)?;
        let likely = if parcel.shipped_at().is_none() {
            &[Status::PreTransit, Status::InTransit, Status::InTransit, Status::InTransit][..]
        } else {
            &[
                Status::InTransit,
                Status::InTransit,
                Status::AwaitingCollection,
                Status::OutForDelivery,
                Status::Delivered,
                Status::Exception,
            ]
        };
        let scans = self.some_scans(&parcel.scans, likely);
        Some((Actor::Carrier("ups".into()), OrderCommand::RecordScans { parcel: parcel.no, scans }))
    }

    fn confirm(&mut self) -> Option<Move> {
        let parcel = ParcelNo(self.ordinal(self.order.parcels.len()));
        Some((Actor::Buyer(BUYER), OrderCommand::ConfirmReceipt { parcel }))
    }

    fn address(&mut self) -> Option<Move> {
        let asked: Vec<ParcelNo> =
            self.order.parcels.iter().filter(|p| p.address.is_some()).map(|p| p.no).collect();
        let parcel = match self.dice.any(&asked) {
            Some(no) => *no,
            None if self.dice.chance(90) => return None,
            None => ParcelNo(self.ordinal(self.order.parcels.len())),
        };
        Some((Actor::Buyer(BUYER), OrderCommand::AnswerAddress { parcel, received: self.dice.chance(40) }))
    }

    fn lengthen_window(&mut self) -> Option<Move> {
        let parcel = self.dice.any(&self.order.parcels)?;
        let ends = parcel.not_received.iter().chain(&parcel.received).map(|w| w.closes);
        let end = ends.max().unwrap_or(self.run.now);
        let until = end + SignedDuration::from_hours(self.dice.between(-24, 360));
        Some((Actor::Seller(SELLER), OrderCommand::LengthenWindow { parcel: parcel.no, until }))
    }

    fn message(&mut self) -> Option<Move> {
        let author = if self.dice.chance(50) { Actor::Buyer(BUYER) } else { Actor::Seller(SELLER) };
        let words = seal(author.party().expect("a person"));
        Some((author, OrderCommand::WriteMessage { case: None, words }))
    }

    fn evidence(&mut self) -> Option<Move> {
        let author = if self.dice.chance(50) { Actor::Buyer(BUYER) } else { Actor::Seller(SELLER) };
        Some((author, OrderCommand::SubmitEvidence(self.submission(BUYER))))
    }

    /// A file without case or requirement.
    pub fn submission(&mut self, by: PartyId) -> Submission {
        let kind = *self.dice.pick(&["picture", "picture", "picture", "video", "pdf", "text", "program"]);
        Submission {
            case: None,
            requirement: None,
            seal: seal(by),
            kind: kind.into(),
            bytes: if self.dice.chance(95) { 1_000 } else { 2_000_000_000 },
            caption: self.dice.chance(30).then(|| seal(by)),
            taken: None,
            grams: None,
        }
    }

    fn forget_evidence(&mut self) -> Option<Move> {
        let evidence = EvidenceNo(self.ordinal(self.order.evidence.len()));
        if self.dice.chance(50) {
            let author = self.order.evidence.get(evidence.index()).map_or(BUYER, |e| e.author);
            let actor = if author == BUYER { Actor::Buyer(BUYER) } else { Actor::Seller(author) };
            return Some((actor, OrderCommand::WithdrawEvidence { evidence }));
        }
        let why = words(self.dice).reason;
        Some((Actor::Finance(STRANGER), OrderCommand::RemoveEvidence { evidence, why }))
    }

    fn goodwill(&mut self) -> Option<Move> {
        let units = self.units(3);
        let most = self.run.left(&units);
        let amount = self.amount(most);
        let words = words(self.dice);
        Some((Actor::Seller(SELLER), OrderCommand::GoodwillRefund { units, amount, words }))
    }

    /// What the gateway says of a leg.
    pub fn refund_result(&mut self) -> Option<Move> {
        let legs: Vec<(RefundNo, LegNo)> =
            self.order.refunds.iter().flat_map(|r| r.legs.iter().map(|l| (r.no, l.promise.leg))).collect();
        let open = self.run.books.open_legs();
        let (refund, leg) = match self.dice.any(&open) {
            Some((refund, leg)) if self.dice.chance(80) => (RefundNo(*refund), LegNo(*leg)),
            _ => *self.dice.any(&legs)?,
        };
        let code = || "code".to_owned();
        // Mostly about the attempt that is under way; now and then late, about one that has bounced since.
        let bounces =
            self.order.refund(refund).and_then(|r| r.legs.get(leg.index())).map_or(0, |l| l.bounces);
        let attempt = if self.dice.chance(85) { bounces } else { 0 };
        let reference = || format!("attempt{attempt}");
        let result = match self.dice.below(12) {
            0..3 => LegResult::Sent { reference: reference() },
            3..8 => LegResult::Confirmed { reference: reference() },
            8..10 => LegResult::Refused { code: code() },
            _ => LegResult::Bounced { code: code(), reference: self.dice.chance(50).then(reference) },
        };
        let at = self.hours(-5, 0);
        Some((Actor::Gateway("sandbox".into()), OrderCommand::RefundResult { refund, leg, result, at }))
    }

    fn arrival(&mut self) -> Option<Move> {
        let refund = self.dice.any(&self.order.refunds)?;
        let leg = LegNo(self.ordinal(refund.legs.len()));
        Some((Actor::Buyer(BUYER), OrderCommand::ConfirmArrival { refund: refund.no, leg }))
    }

    fn hold(&mut self) -> Option<Move> {
        let units = if self.dice.chance(30) { vec![] } else { self.units(3) };
        let end = self.hours(-2, 30 * 24);
        let reason = words(self.dice).reason;
        Some((Actor::Finance(STRANGER), OrderCommand::PlaceHold { units, reason, end }))
    }

    /// The seller's account is restricted, or was: its words come in any order, and more than once.
    fn freeze(&mut self) -> Option<Move> {
        let case = CaseNo(u16::try_from(self.dice.below(3)).ok()?);
        let all = [Stop::Shipping, Stop::Release, Stop::Payout];
        let stops = if self.dice.chance(70) { all.to_vec() } else { vec![*self.dice.pick(&all)] };
        Some((account(), OrderCommand::Freeze { case, stops }))
    }

    /// The platform finds a risk in the order.
    fn risk(&mut self) -> Option<Move> {
        let reason = (*self.dice.pick(&["risky_address", "suspicious_payment", "late"])).to_owned();
        let by = if self.dice.chance(50) { Actor::Marketplace } else { Actor::Mediator(MEDIATORS[0]) };
        let text = self.dice.chance(40).then(|| seal(MEDIATORS[0]));
        Some((by, OrderCommand::FreezeForRisk { reason, text }))
    }

    /// The seller reports the buyer.
    fn report(&mut self) -> Option<Move> {
        let reason = (*self.dice.pick(&["false_claim", "abuse", "rude"])).to_owned();
        let cases: Vec<CaseNo> = self.order.cases.iter().map(|case| case.no).collect();
        let about = if self.dice.chance(50) { self.dice.any(&cases).copied() } else { None };
        Some((Actor::Seller(SELLER), OrderCommand::ReportBuyer { about, reason, words: seal(SELLER) }))
    }

    /// The seller answers what is asked after the fund has paid, mostly where it has.
    fn questionnaire(&mut self) -> Option<Move> {
        let case = self.order.cases.iter().find(|case| funded(case)).or(self.order.cases.first())?.no;
        let asked =
            self.dice.pick(&["complete_when_sent", "packing_pictures", "handed_over_in_time", "rude"]);
        let answer = *self.dice.pick(&[Opinion::Yes, Opinion::No, Opinion::Unsure]);
        let answers = [((*asked).to_owned(), answer)].into();
        let text = self.dice.chance(30).then(|| seal(SELLER));
        Some((Actor::Seller(SELLER), OrderCommand::AnswerQuestionnaire { case, answers, text }))
    }

    fn thaw(&mut self) -> Option<Move> {
        let frozen: Vec<CaseNo> =
            self.order.freezes.iter().filter(|f| f.lifted.is_none()).map(|f| f.case).collect();
        let any = CaseNo(u16::try_from(self.dice.below(3)).ok()?);
        let case = self.dice.any(&frozen).copied().unwrap_or(any);
        Some((account(), OrderCommand::Thaw { case }))
    }

    fn lift(&mut self) -> Option<Move> {
        let hold = self.dice.any(&self.order.holds)?;
        let hold = HoldNo(hold.no.0 + u16::from(self.dice.chance(5)));
        Some((Actor::Mediator(MEDIATORS[0]), OrderCommand::LiftHold { hold, reason: "looked at".into() }))
    }
}
