//! The common model of what carriers say.
use super::When;
use jiff::tz::TimeZone;
use resolution::parcel::tracking::{Cause, Scan, Status};
use sha2::{Digest, Sha256};

/// A text about a person. It masks itself in debug output, so that it cannot slip into a log.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Personal(String);

impl Personal {
    /// Takes a text in; empty text is no person (`None`).
    #[must_use]
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (!text.trim().is_empty()).then_some(Self(text))
    }

    /// The text itself, for storage and comparison. Never log it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Personal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(personal)")
    }
}

/// Where the carrier says the parcel goes; every part as the carrier writes it, for comparison with the order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destination {
    /// Country: a code of two or three letters, or a name.
    pub country: Option<String>,
    /// Postal code.
    pub postal_code: Option<Personal>,
    /// City or town.
    pub city: Option<Personal>,
}

impl Destination {
    /// Whether the carrier says nothing of it.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.country.is_none() && self.postal_code.is_none() && self.city.is_none()
    }
}

/// One scan, or one overall statement, of a carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct CarrierEvent {
    /// When, by the carrier.
    pub at: When,
    /// Its place on the canonical scale.
    pub status: Status,
    /// Why, where the words say so.
    pub cause: Option<Cause>,
    /// Whether the carrier made it (a vendor's or a shop's own entry is not a carrier's scan).
    pub by_carrier: bool,
    /// The raw words with the code before them, as the carrier wrote them; may hold a person's name, so never logged.
    pub words: String,
    /// Where, as the carrier wrote it.
    pub place: Option<String>,
}

impl std::fmt::Debug for CarrierEvent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { at, status, cause, by_carrier, .. } = self;
        write!(f, "CarrierEvent({at}, {status:?}, {cause:?}, by_carrier: {by_carrier}, ..)")
    }
}

/// What one carrier says of one tracking number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracker {
    /// The carrier's canonical name, such as `fedex`, `usps`, `sf_express` (see [`carrier_slug`]).
    pub carrier: String,
    /// The tracking number. Empty when the answer does not repeat it: then it is the number that was asked for.
    pub number: String,
    /// The scans in the order of the payload, which some carriers write newest first.
    pub events: Vec<CarrierEvent>,
    /// What the carrier says of the parcel as a whole, where it does; no scan, and not among `events`.
    pub state: Option<CarrierEvent>,
    /// When the carrier expects to deliver.
    pub estimated_delivery: Option<When>,
    /// Weight in grams, as weighed or declared.
    pub weight_grams: Option<u32>,
    /// Who signed.
    pub signed_by: Option<Personal>,
    /// Where it goes.
    pub destination: Option<Destination>,
}

impl Tracker {
    /// The scans as the core keeps them, oldest first, without doubles; what has no readable time is left out.
    ///
    /// `zone` is the zone for times that were written without one, `destination_matches` the caller's comparison of
    /// [`Tracker::destination`] with the order, `raw` the digest of the payload (see [`raw_digest`]).
    #[must_use]
    pub fn scans(&self, zone: &TimeZone, destination_matches: Option<bool>, raw: &str) -> Vec<Scan> {
        let scan = |event: &CarrierEvent| {
            Some(Scan {
                at: event.at.resolve(zone)?,
                status: event.status,
                cause: event.cause,
                by_carrier: event.by_carrier,
                destination_matches,
                raw: raw.to_owned(),
            })
        };
        let mut scans: Vec<Scan> = self.events.iter().filter_map(scan).collect();
        scans.sort();
        scans.dedup();
        scans
    }
}

/// A claim, a refund of postage or an insurance, named so that nobody takes it for a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The vendor's id.
    pub id: String,
    /// The tracking number it is about, where given.
    pub number: String,
    /// The carrier's canonical name, where given.
    pub carrier: String,
    /// The vendor's word for its state, such as `submitted`, `cancelled`.
    pub status: String,
    /// The vendor's word for its kind, such as `damage`; empty where there is none.
    pub kind: String,
}

/// What a payload is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Payload {
    /// Trackers with their scans. A tracker may be without scans, the list is never empty by mistake: an empty page.
    Trackers(Vec<Tracker>),
    /// A notice pushed by a vendor.
    Webhook {
        /// The vendor's id of the notice, for deduplication.
        event_id: String,
        /// The vendor's word, such as `tracker.updated`.
        kind: String,
        /// The trackers in it; empty when it is about something else.
        trackers: Vec<Tracker>,
    },
    /// An error answer: codes and messages as the vendor wrote them.
    Error {
        /// The codes and messages.
        what: String,
    },
    /// Claims against a carrier or insurer.
    Claim {
        /// One record a claim.
        claims: Vec<Record>,
    },
    /// Refunds of postage to the shipper. No buyer's money.
    Refund {
        /// One record a refund.
        refunds: Vec<Record>,
    },
    /// Insurances of shipments.
    Insurance {
        /// One record an insurance.
        insurances: Vec<Record>,
    },
    /// Something else that is known, such as a list of webhook events without their contents.
    Other {
        /// What it is.
        what: String,
    },
}

/// The canonical name of a carrier from a vendor's spelling: `FedEx` and `FEDEX_GROUND` are `fedex`, `DHLExpress` is
/// `dhl_express`. An unknown name becomes lower case with `_` between its words.
#[must_use]
pub fn carrier_slug(name: &str) -> String {
    let plain: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect();
    if let Some((_, slug)) = ALIASES.iter().find(|(alias, _)| *alias == plain) {
        return (*slug).to_owned();
    }
    let mut slug = String::new();
    for c in name.chars().take(60).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('_') && !slug.is_empty() {
            slug.push('_');
        }
    }
    slug.trim_end_matches('_').to_owned()
}

const ALIASES: &[(&str, &str)] = &[
    ("fedex", "fedex"),
    ("fedexexpress", "fedex"),
    ("fedexground", "fedex"),
    ("fedexhomedelivery", "fedex"),
    ("fedexws", "fedex"),
    ("ups", "ups"),
    ("upsdap", "ups"),
    ("usps", "usps"),
    ("dhl", "dhl"),
    ("dhlexpress", "dhl_express"),
    ("mydhl", "dhl_express"),
    ("dhlpaket", "dhl_parcel_de"),
    ("dpdhl", "dhl_parcel_de"),
    ("dhlecommerce", "dhl_ecommerce"),
    ("dhlecs", "dhl_ecommerce"),
    ("dhlecommerceamericas", "dhl_ecommerce"),
    ("sfexpress", "sf_express"),
    ("canadapost", "canadapost"),
    ("australiapost", "australiapost"),
    ("royalmail", "royalmail"),
    ("laposte", "colissimo"),
    ("chinapost", "china_post"),
    ("yunexpress", "yunexpress"),
    ("purolator", "purolator"),
];

/// The first 16 bytes, in hex, of the SHA-256 of a raw payload: how scans point to the words they were read from.
#[must_use]
pub fn raw_digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    hex::encode(digest.get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_become_one_name() {
        assert_eq!(carrier_slug("FedEx"), "fedex");
        assert_eq!(carrier_slug("DHLExpress"), "dhl_express");
        assert_eq!(carrier_slug("SF Express"), "sf_express");
        assert_eq!(carrier_slug("An Post!"), "an_post");
        assert_eq!(carrier_slug("  "), "");
    }

    #[test]
    fn persons_mask_themselves() {
        let person = Personal::new("Jane Roe").expect("not empty");
        assert_eq!(format!("{person:?}"), "(personal)");
        assert_eq!(person.reveal(), "Jane Roe");
        assert_eq!(Personal::new("  "), None);
    }

    #[test]
    fn digests_are_sixteen_bytes() {
        assert_eq!(raw_digest(b""), "e3b0c44298fc1c149afbf4c8996fb924");
    }
}
