//! What travels under one tracking number, and the windows that belong to it.
pub mod delay;
pub mod tracking;
pub mod window;

use crate::id::{CaseNo, ParcelNo, UnitNo};
use crate::order::event::ShipmentDeclared;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tracking::{Cause, Scan, Status};
use window::Window;

/// Which protection window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WindowKind {
    /// For "it never came".
    NotReceived,
    /// For "what came is not right".
    Received,
}

impl WindowKind {
    /// The stable word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotReceived => "not_received",
            Self::Received => "received",
        }
    }
}

/// A parcel of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Its ordinal.
    pub no: ParcelNo,
    /// The units in it.
    pub units: Vec<UnitNo>,
    /// Carrier's slug.
    pub carrier: Option<String>,
    /// Tracking number.
    pub number: Option<String>,
    /// Declared weight in grams.
    pub weight_grams: Option<u32>,
    /// Latest estimated delivery.
    pub estimate: Option<Timestamp>,
    /// Handed over, as declared.
    pub handed_over: Timestamp,
    /// Declared to us.
    pub declared: Timestamp,
    /// Sent again without new money.
    pub resend: bool,
    /// The case that owed it.
    pub case: Option<CaseNo>,
    /// Every scan once, in the order in which they came.
    pub scans: Vec<Scan>,
    /// When we learned of the delivery.
    pub learned: Option<Timestamp>,
    /// The buyer's own confirmation.
    pub confirmed: Option<Timestamp>,
    /// Window for "it never came".
    pub not_received: Option<Window>,
    /// Window for "what came is not right".
    pub received: Option<Window>,
    /// The rule that shut the first window for good.
    pub not_received_shut: Option<String>,
    /// The seller's lengthening.
    pub lengthened: Option<Timestamp>,
    /// The address question: its end, and the answer once there (yes, no, silence).
    #[serde(with = "stored_address")]
    pub address: Option<(Timestamp, Option<Option<bool>>)>,
    /// The request to collect: its end, and whether it is over.
    pub collection: Option<(Timestamp, bool)>,
    /// The buyer was told of the carrier's silence that began after this scan.
    pub silence_told: Option<Timestamp>,
    /// The delay that the buyer was told of last.
    pub delay_told: Option<delay::Delay>,
    /// Time with a cause on the buyer's side: it does not count against the seller.
    pub excused: Vec<(Timestamp, Timestamp)>,
}

/// The address question in a snapshot. Silence has a word of its own: as a bare null it would be read back as a
/// question that is still open, and its end would be due again.
mod stored_address {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// The end of the question, and the answer once there.
    type Question = Option<(Timestamp, Option<Option<bool>>)>;

    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Answer {
        Open,
        Received,
        NotReceived,
        Silence,
    }

    pub(super) fn serialize<S: Serializer>(question: &Question, s: S) -> Result<S::Ok, S::Error> {
        let answer = |answer: &Option<Option<bool>>| match answer {
            None => Answer::Open,
            Some(Some(true)) => Answer::Received,
            Some(Some(false)) => Answer::NotReceived,
            Some(None) => Answer::Silence,
        };
        question.as_ref().map(|(end, given)| (end, answer(given))).serialize(s)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Question, D::Error> {
        let answer = |answer: Answer| match answer {
            Answer::Open => None,
            Answer::Received => Some(Some(true)),
            Answer::NotReceived => Some(Some(false)),
            Answer::Silence => Some(None),
        };
        Ok(Option::<(Timestamp, Answer)>::deserialize(d)?.map(|(end, given)| (end, answer(given))))
    }
}

impl Parcel {
    /// A parcel of which nothing is known yet but what its seller declared, and when.
    #[must_use]
    pub fn declared(shipment: &ShipmentDeclared, at: Timestamp) -> Self {
        Self {
            no: shipment.parcel,
            units: shipment.units.clone(),
            carrier: shipment.carrier.clone(),
            number: shipment.number.clone(),
            weight_grams: shipment.weight_grams,
            estimate: shipment.estimate,
            handed_over: shipment.handed_over,
            declared: at,
            resend: shipment.resend,
            case: shipment.case,
            scans: Vec::new(),
            learned: None,
            confirmed: None,
            not_received: None,
            received: None,
            not_received_shut: None,
            lengthened: None,
            address: None,
            collection: None,
            silence_told: None,
            delay_told: None,
            excused: Vec::new(),
        }
    }

    /// Whether a carrier's scans decide about it.
    #[must_use]
    pub const fn tracked(&self) -> bool {
        self.number.is_some()
    }

    /// Latest estimated delivery: its own, or the one shown at purchase, which speaks of the first journey only
    /// (DIS-18).
    #[must_use]
    pub fn estimate_or(&self, order_estimate: Option<Timestamp>) -> Option<Timestamp> {
        self.estimate.or(order_estimate.filter(|_| !self.resend))
    }

    /// Shipped = first carrier scan beyond `pre_transit`; without tracking, the seller's declaration; a buyer who
    /// confirms receipt confirms shipment too. What is sent again has its clock from the declaration until a scan says
    /// otherwise (DIS-18): its money came with the first instance, so no ship-by instant watches over it.
    #[must_use]
    pub fn shipped_at(&self) -> Option<Timestamp> {
        if !self.tracked() {
            // Not the hand-over as the seller states it: stated long ago, its windows would be over before they were shown.
            return Some(self.declared);
        }
        let scans = self.scans.iter().filter(|s| s.by_carrier && s.status.shows_possession());
        scans.map(|s| s.at).chain(self.confirmed).min().or_else(|| self.resend.then_some(self.declared))
    }

    /// The scan that tells the state: terminal ones before others, then the newest, then by precedence. A function of
    /// the set, so that late, doubled and reordered scans are harmless. Only the carrier's own scans count: a shop's
    /// "delivered" starts no window and declares nothing lost.
    #[must_use]
    pub fn latest(&self) -> Option<&Scan> {
        let known = self.scans.iter().filter(|s| s.by_carrier && s.status != Status::Unknown);
        known.max_by_key(|s| (s.status.ends_journey(), s.at, precedence(s.status)))
    }

    /// The state on the carriers' scale.
    #[must_use]
    pub fn status(&self) -> Status {
        self.latest().map_or(Status::Unknown, |scan| scan.status)
    }

    /// The carrier's delivery instant, where the parcel counts as delivered.
    #[must_use]
    pub fn delivered_at(&self) -> Option<Timestamp> {
        if self.status() != Status::Delivered {
            return None;
        }
        self.scans.iter().filter(|s| s.by_carrier && s.status == Status::Delivered).map(|s| s.at).min()
    }

    /// The carrier's delivery or the buyer's confirmation, whichever is earlier (PRO-2).
    #[must_use]
    pub fn receipt(&self) -> Option<Timestamp> {
        self.delivered_at().into_iter().chain(self.confirmed).min()
    }

    /// The newest scan that the carrier made.
    #[must_use]
    pub fn last_carrier_scan(&self) -> Option<Timestamp> {
        self.scans.iter().filter(|s| s.by_carrier).map(|s| s.at).max()
    }

    /// Since when the carrier is silent (PRO-3): its newest scan. What is sent again and was never scanned has no ship-by
    /// instant to watch over it: its silence begins with the sending (DIS-18). Nothing for a first instance that no
    /// carrier has scanned.
    #[must_use]
    pub fn silent_since(&self) -> Option<Timestamp> {
        self.last_carrier_scan().or_else(|| self.shipped_at().filter(|_| self.resend))
    }

    /// Whether a destination that the carrier named does not fit the order's; nothing where none could be compared.
    #[must_use]
    pub fn destination_matches(&self) -> Option<bool> {
        let named: Vec<bool> = self.scans.iter().filter_map(|s| s.destination_matches).collect();
        if named.is_empty() { None } else { Some(named.into_iter().all(|fits| fits)) }
    }

    /// The journey failed: lost, damaged or returned, with the cause of a return.
    #[must_use]
    pub fn failure(&self) -> Option<(Status, Option<Cause>)> {
        let scan = self.latest()?;
        matches!(scan.status, Status::Lost | Status::Damaged | Status::ReturnedToSender).then(|| {
            let why = scan.cause.or_else(|| self.cause_before());
            (scan.status, why)
        })
    }

    /// The newest cause that a scan named: carriers often say why an attempt failed and later only "returned".
    fn cause_before(&self) -> Option<Cause> {
        let named = self.scans.iter().filter(|s| s.by_carrier).filter_map(|s| s.cause.map(|c| (s.at, c)));
        named.max().map(|(_, cause)| cause)
    }

    /// The parcel's word in the life of an order.
    #[must_use]
    pub fn word(&self) -> &'static str {
        if self.receipt().is_some() {
            return "delivered";
        }
        match self.status() {
            Status::Lost => "lost",
            Status::Damaged => "damaged",
            Status::ReturnedToSender => "returned_to_sender",
            Status::AwaitingCollection => "awaiting_collection",
            Status::AttemptFailed => "failed_delivery",
            _ if self.shipped_at().is_some() => "shipped",
            _ => "ready_to_ship",
        }
    }

    /// How long causes on the buyer's side lasted, in whole seconds (overlaps counted once).
    #[must_use]
    pub fn excused_seconds(&self) -> i64 {
        let mut spans = self.excused.clone();
        spans.sort_unstable();
        let mut total = 0;
        let mut reached = Timestamp::MIN;
        for (from, until) in spans {
            let from = from.max(reached);
            if until > from {
                total += until.duration_since(from).as_secs();
                reached = until;
            }
        }
        total
    }
}

/// Which of two scans of one instant tells more.
const fn precedence(status: Status) -> u8 {
    match status {
        Status::Unknown => 0,
        Status::PreTransit => 1,
        Status::Expired => 2,
        Status::Cancelled => 3,
        Status::InTransit => 4,
        Status::Exception => 5,
        Status::OutForDelivery => 6,
        Status::AttemptFailed => 7,
        Status::AwaitingCollection => 8,
        Status::Damaged => 9,
        Status::Lost => 10,
        Status::ReturnedToSender => 11,
        Status::Delivered => 12,
    }
}
