//! What becomes of a parcel, and how its carrier tells of it: late, doubled, out of order, or not at all.
use crate::clock::{after, days, hours};
use crate::dice::Dice;
use jiff::{SignedDuration, Timestamp};
use resolution::parcel::tracking::{Cause, Scan, Status};

/// Carriers, the last of which nobody knows.
pub(crate) const CARRIERS: [&str; 5] = ["ups", "correios", "jne", "dhl", "nobody"];

/// What becomes of a parcel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It arrives.
    Delivered,
    /// It waits to be collected, and is.
    Collected,
    /// It waits to be collected, and goes back.
    NotCollected,
    /// Declared lost.
    Lost,
    /// Declared lost, and delivered long after.
    Found,
    /// Declared damaged.
    Damaged,
    /// Goes back because nobody took it or the address is wrong.
    Returned,
    /// Delivered somewhere else, as the carrier itself says.
    WrongAddress,
    /// The carrier falls silent on the way.
    Silent,
    /// The carrier never sees it.
    Never,
    /// Held by customs for a while, then delivered.
    Customs,
}

/// Something that a carrier says, and when it says it.
#[derive(Clone, Debug)]
pub struct Saying {
    /// When it is said.
    pub said: Timestamp,
    /// What.
    pub scan: Scan,
}

/// A parcel's journey as it will be.
#[derive(Clone, Debug)]
pub struct Journey {
    /// What is told of it, some of it twice, not in the order in which it is said.
    pub sayings: Vec<Saying>,
    /// When it is really in the right hands.
    pub arrives: Option<Timestamp>,
}

impl Course {
    /// By chance; a cheating sender often gives a label and nothing else.
    pub fn throw(dice: &mut Dice, cheats: bool) -> Self {
        let all = [
            Self::Delivered,
            Self::Collected,
            Self::NotCollected,
            Self::Lost,
            Self::Damaged,
            Self::Returned,
            Self::WrongAddress,
            Self::Silent,
            Self::Never,
            Self::Customs,
        ];
        let never = if cheats { 60 } else { 3 };
        let thrown =
            dice.weighted(&[70, 4, 3, 4, 3, 3, 4, 5, never, 4]).map_or(Self::Delivered, |at| all[at]);
        // Some of what is lost is found again.
        if thrown == Self::Lost && dice.chance(35) { Self::Found } else { thrown }
    }

    /// The statuses of the journey with causes; instants are parts of the transit in hundredths.
    fn stations(self) -> Vec<(i64, Status, Option<Cause>)> {
        let plain = |at, status| (at, status, None);
        let mut stations = vec![plain(0, Status::PreTransit), plain(10, Status::InTransit)];
        match self {
            Self::Never => stations.truncate(1),
            Self::Silent => stations.push(plain(40, Status::InTransit)),
            Self::Delivered | Self::WrongAddress => stations.extend([
                plain(60, Status::InTransit),
                plain(95, Status::OutForDelivery),
                plain(100, Status::Delivered),
            ]),
            Self::Customs => stations.extend([
                (30, Status::Exception, Some(Cause::Customs)),
                plain(90, Status::InTransit),
                plain(100, Status::Delivered),
            ]),
            Self::Collected => stations.extend([
                (70, Status::AttemptFailed, Some(Cause::Absent)),
                plain(75, Status::AwaitingCollection),
                plain(100, Status::Delivered),
            ]),
            Self::NotCollected => stations.extend([
                plain(40, Status::AwaitingCollection),
                (300, Status::ReturnedToSender, Some(Cause::NotCollected)),
            ]),
            Self::Lost => stations.push(plain(150, Status::Lost)),
            Self::Found => stations.extend([plain(120, Status::Lost), plain(240, Status::Delivered)]),
            Self::Damaged => stations.push(plain(80, Status::Damaged)),
            Self::Returned => stations.extend([
                (70, Status::AttemptFailed, Some(Cause::Address)),
                (120, Status::ReturnedToSender, Some(Cause::Refused)),
            ]),
        }
        stations
    }

    /// The journey that begins at `from` and takes `transit` from door to door.
    pub fn journey(self, dice: &mut Dice, from: Timestamp, transit: SignedDuration) -> Journey {
        let hundredth = i64::try_from(transit.as_millis() / 100).unwrap_or(i64::MAX);
        let part = |share: i64| after(from, SignedDuration::from_millis(hundredth.saturating_mul(share)));
        let matches = match self {
            Self::WrongAddress => Some(false),
            _ => dice.chance(25).then_some(true),
        };
        let mut sayings = Vec::new();
        for (share, status, cause) in self.stations() {
            let at = part(share);
            let destination_matches = if status == Status::Delivered { matches } else { None };
            let by_carrier = !dice.chance(1);
            let scan = Scan { at, status, cause, by_carrier, destination_matches, raw: String::new() };
            let said = after(at, lag(dice));
            if dice.chance(12) {
                sayings.push(Saying { said: after(said, hours(dice.between(1, 90))), scan: scan.clone() });
            }
            sayings.push(Saying { said, scan });
        }
        let arrives = match self {
            Self::Delivered | Self::Collected | Self::Customs => Some(part(100)),
            Self::Found => Some(part(240)),
            _ => None,
        };
        Journey { sayings, arrives }
    }
}

/// How long a scan is on its way to the house: mostly minutes, sometimes days, so that later ones overtake it.
fn lag(dice: &mut Dice) -> SignedDuration {
    if dice.chance(8) { days(dice.between(1, 3)) } else { SignedDuration::from_mins(dice.between(1, 90)) }
}
