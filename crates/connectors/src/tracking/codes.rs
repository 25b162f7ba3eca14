//! What the carriers' own codes mean. Only codes whose meaning is documented or plain from their texts stand here; any
//! other code leaves the word to the text.
use super::words::Reading;
use resolution::parcel::tracking::Cause as C;
use resolution::parcel::tracking::Status as S;

/// A row: the code in lower case, its status, its cause.
type Row = (&'static str, S, Option<C>);

/// The reading of `code` in the tables of `carrier` (the format's slug), regardless of letter case.
pub(super) fn find(carrier: &str, code: &str) -> Option<Reading> {
    let code = code.trim().to_lowercase();
    let (_, rows) = TABLES.iter().find(|(carriers, _)| carriers.contains(&carrier))?;
    let (_, status, cause) = rows.iter().find(|(known, _, _)| *known == code)?;
    Some(Reading { status: *status, cause: *cause, firm: true })
}

const TABLES: &[(&[&str], &[Row])] = &[
    (&["fedex", "fedex_ws"], FEDEX),
    (&["ups"], UPS),
    (&["usps"], USPS),
    (&["dhl_express", "mydhl"], DHL_EXPRESS),
    (&["dhl_universal", "dhl_freight"], DHL_UNIVERSAL),
    (&["dpdhl"], DHL_PAKET),
    (&["dpd"], DPD),
    (&["tnt"], TNT),
    (&["chronopost"], CHRONOPOST),
    (&["colissimo"], COLISSIMO),
    (&["canpar"], CANPAR),
    (&["sf_express"], SF_EXPRESS),
    (&["morneau"], MORNEAU),
    (&["nationex"], NATIONEX),
    (&["landmark"], LANDMARK),
    (&["roadie"], ROADIE),
    (&["sendle"], SENDLE),
    (&["seko"], SEKO),
    (&["gls"], GLS),
    (&["geodis"], GEODIS),
    (&["parcelone", "teleship", "sendcloud", "veho", "easyship", "easypost"], PLAIN),
    (&["shipengine", "zoom2u", "yanwen", "smartkargo"], SHORT),
    (&["aftership"], AFTERSHIP),
    (&["17track"], SEVENTEEN_TRACK),
];

const FEDEX: &[Row] = &[
    ("oc", S::PreTransit, None),
    ("pu", S::InTransit, None),
    ("px", S::InTransit, None),
    ("it", S::InTransit, None),
    ("ar", S::InTransit, None),
    ("ao", S::InTransit, None),
    ("dp", S::InTransit, None),
    ("af", S::InTransit, None),
    ("fd", S::InTransit, None),
    ("ae", S::InTransit, None),
    ("cc", S::InTransit, None),
    ("cd", S::Exception, Some(C::Customs)),
    ("dy", S::Exception, Some(C::Delay)),
    ("se", S::Exception, None),
    ("de", S::AttemptFailed, None),
    ("od", S::OutForDelivery, None),
    ("hl", S::AwaitingCollection, None),
    ("hp", S::AwaitingCollection, None),
    ("dl", S::Delivered, None),
    ("rs", S::ReturnedToSender, None),
    ("ca", S::Cancelled, None),
];

const UPS: &[Row] = &[
    ("d", S::Delivered, None),
    ("i", S::InTransit, None),
    ("p", S::InTransit, None),
    ("m", S::PreTransit, None),
    ("mv", S::Cancelled, None),
    ("o", S::OutForDelivery, None),
    ("x", S::Exception, None),
    ("rs", S::ReturnedToSender, None),
];

const USPS: &[Row] = &[
    ("01", S::Delivered, None),
    ("02", S::AttemptFailed, None),
    ("03", S::InTransit, None),
    ("04", S::AttemptFailed, Some(C::Refused)),
    ("05", S::Exception, Some(C::Address)),
    ("06", S::InTransit, None),
    ("07", S::InTransit, None),
    ("08", S::Exception, Some(C::Delay)),
    ("09", S::ReturnedToSender, None),
    ("10", S::InTransit, None),
    ("14", S::AwaitingCollection, None),
    ("16", S::AwaitingCollection, None),
    ("21", S::Exception, Some(C::Address)),
    ("22", S::Exception, Some(C::Address)),
    ("23", S::Exception, Some(C::Address)),
    ("27", S::Exception, Some(C::NotCollected)),
    ("a1", S::InTransit, None),
    ("t1", S::InTransit, None),
    ("tl", S::InTransit, None),
    ("sf", S::InTransit, None),
    ("oa", S::InTransit, None),
    ("of", S::OutForDelivery, None),
    ("gx", S::PreTransit, None),
    ("ma", S::PreTransit, None),
];

const DHL_EXPRESS: &[Row] = &[
    ("sa", S::InTransit, None),
    ("pu", S::InTransit, None),
    ("pl", S::InTransit, None),
    ("po", S::InTransit, None),
    ("df", S::InTransit, None),
    ("af", S::InTransit, None),
    ("ar", S::InTransit, None),
    ("cr", S::InTransit, None),
    ("ic", S::InTransit, Some(C::Customs)),
    ("cd", S::Exception, Some(C::Customs)),
    ("ud", S::Exception, Some(C::Customs)),
    ("hp", S::Exception, Some(C::Customs)),
    ("oh", S::Exception, None),
    ("ba", S::Exception, Some(C::Address)),
    ("ms", S::Exception, Some(C::Delay)),
    ("ss", S::Exception, None),
    ("wc", S::OutForDelivery, None),
    ("cc", S::AwaitingCollection, None),
    ("nh", S::AttemptFailed, Some(C::Absent)),
    ("ca", S::AttemptFailed, Some(C::Absent)),
    ("nd", S::AttemptFailed, None),
    ("rd", S::AttemptFailed, Some(C::Refused)),
    ("ok", S::Delivered, None),
    ("dd", S::Damaged, None),
    ("dm", S::Damaged, None),
    ("rt", S::ReturnedToSender, None),
];

const DHL_UNIVERSAL: &[Row] = &[
    ("pre-transit", S::PreTransit, None),
    ("transit", S::InTransit, None),
    ("delivered", S::Delivered, None),
    ("failure", S::Exception, None),
    ("unknown", S::Unknown, None),
];

const DHL_PAKET: &[Row] = &[
    ("shrcu", S::InTransit, None),
    ("ldtmv", S::InTransit, None),
    ("pckdu", S::InTransit, None),
    ("ulfmv", S::InTransit, None),
    ("srted", S::OutForDelivery, None),
    ("dlvrd", S::Delivered, None),
    ("rtrnd", S::ReturnedToSender, None),
];

const DPD: &[Row] = &[
    ("pickedup", S::InTransit, None),
    ("betweendepots", S::InTransit, None),
    ("depot", S::InTransit, None),
    ("courier", S::OutForDelivery, None),
    ("deliveryfailure", S::AttemptFailed, None),
    ("returningfromdelivery", S::AttemptFailed, None),
    ("parcelshop", S::AwaitingCollection, None),
    ("delivered", S::Delivered, None),
    ("systemreturn", S::ReturnedToSender, None),
];

const TNT: &[Row] = &[
    ("ok", S::Delivered, None),
    ("od", S::OutForDelivery, None),
    ("ir", S::InTransit, None),
    ("is", S::InTransit, None),
    ("tr", S::InTransit, None),
    ("as", S::InTransit, None),
    ("ci", S::InTransit, None),
    ("nr", S::Exception, Some(C::Delay)),
    ("mla", S::Exception, Some(C::Delay)),
];

const CHRONOPOST: &[Row] = &[
    ("dc", S::PreTransit, None),
    ("db", S::InTransit, None),
    ("dy", S::InTransit, None),
    ("sc", S::InTransit, None),
    ("ts", S::InTransit, None),
    ("sd", S::InTransit, None),
    ("ta", S::OutForDelivery, None),
    ("d", S::Delivered, None),
];

/// The families of La Poste's codes: `DR` announced, `PC` taken over, `ET` on the way, `MD` delivery, `ND` not
/// delivered, `AG` waits at a counter, `RE` returned, `DI` handed out.
const COLISSIMO: &[Row] = &[
    ("dr1", S::PreTransit, None),
    ("pc1", S::InTransit, None),
    ("pc2", S::InTransit, None),
    ("et1", S::InTransit, None),
    ("et2", S::InTransit, None),
    ("et3", S::InTransit, None),
    ("et4", S::InTransit, None),
    ("do1", S::InTransit, Some(C::Customs)),
    ("do2", S::InTransit, None),
    ("do3", S::Exception, Some(C::Customs)),
    ("ep1", S::InTransit, None),
    ("pb1", S::Exception, None),
    ("md2", S::InTransit, None),
    ("nd1", S::AttemptFailed, None),
    ("ag1", S::AwaitingCollection, None),
    ("re1", S::ReturnedToSender, None),
    ("di1", S::Delivered, None),
    ("di2", S::ReturnedToSender, None),
];

const CANPAR: &[Row] = &[
    ("pic", S::InTransit, None),
    ("arr", S::InTransit, None),
    ("ino", S::InTransit, None),
    ("ina", S::InTransit, None),
    ("wc", S::OutForDelivery, None),
    ("del", S::Delivered, None),
];

const SF_EXPRESS: &[Row] = &[("80", S::Delivered, None), ("8000", S::Delivered, None)];

const MORNEAU: &[Row] = &[("avail", S::PreTransit, None), ("pickd", S::InTransit, None)];

const NATIONEX: &[Row] = &[("datareceived", S::PreTransit, None), ("creation", S::PreTransit, None)];

const LANDMARK: &[Row] = &[
    ("50", S::PreTransit, None),
    ("75", S::InTransit, None),
    ("125", S::InTransit, None),
    ("150", S::InTransit, None),
    ("155", S::InTransit, None),
    ("200", S::InTransit, None),
    ("225", S::InTransit, None),
    ("275", S::InTransit, None),
    ("300", S::OutForDelivery, None),
    ("400", S::AttemptFailed, None),
    ("500", S::Delivered, None),
    ("900", S::AttemptFailed, None),
];

const ROADIE: &[Row] = &[
    ("driver_assigned", S::PreTransit, None),
    ("en_route", S::PreTransit, None),
    ("at_pickup", S::PreTransit, None),
    ("pickup_confirmed", S::InTransit, None),
    ("at_delivery", S::OutForDelivery, None),
    ("delivery_confirmed", S::Delivered, None),
    ("assigned", S::PreTransit, None),
    ("delivered", S::Delivered, None),
    ("returned", S::ReturnedToSender, None),
    ("canceled", S::Cancelled, None),
];

const SENDLE: &[Row] = &[
    ("pickup attempted", S::PreTransit, None),
    ("pickup", S::InTransit, None),
    ("in transit", S::InTransit, None),
    ("out for delivery", S::OutForDelivery, None),
    ("delivered", S::Delivered, None),
];

const SEKO: &[Row] = &[
    ("op-1", S::PreTransit, None),
    ("op-8", S::PreTransit, None),
    ("op-3", S::InTransit, None),
    ("op-4", S::InTransit, None),
    ("op-50", S::InTransit, None),
    ("op-79", S::InTransit, None),
    ("op-21", S::OutForDelivery, None),
    ("op-72", S::Delivered, None),
];

const GLS: &[Row] = &[
    ("intial.preadvice", S::PreTransit, None),
    ("initial.preadvice", S::PreTransit, None),
    ("intial.normal", S::InTransit, None),
    ("initial.normal", S::InTransit, None),
    ("preadvice", S::PreTransit, None),
    ("intransit", S::InTransit, None),
    ("indelivery", S::OutForDelivery, None),
    ("inwarehouse", S::InTransit, None),
    ("notdelivered", S::AttemptFailed, None),
    ("deliveredps", S::AwaitingCollection, None),
    ("delivered", S::Delivered, None),
];

const GEODIS: &[Row] =
    &[("liv/cfm", S::Delivered, None), ("mlv/cfm", S::OutForDelivery, None), ("aar/cfm", S::InTransit, None)];

/// The plain words that aggregators use for codes. Those of EasyPost beyond these stand in [`crate::easypost`].
const PLAIN: &[Row] = &[
    ("pre_transit", S::PreTransit, None),
    ("registered", S::PreTransit, None),
    ("collected", S::InTransit, None),
    ("pu", S::InTransit, None),
    ("arrived", S::InTransit, None),
    ("in_hub", S::InTransit, None),
    ("in_transit", S::InTransit, None),
    ("customs_cleared", S::InTransit, None),
    ("customs_hold", S::Exception, Some(C::Customs)),
    ("out_for_delivery", S::OutForDelivery, None),
    ("available_for_pickup", S::AwaitingCollection, None),
    ("failed_attempt", S::AttemptFailed, None),
    ("exception", S::Exception, None),
    ("return_to_sender", S::ReturnedToSender, None),
    ("returned", S::ReturnedToSender, None),
    ("lost", S::Lost, None),
    ("damaged", S::Damaged, None),
    ("cancelled", S::Cancelled, None),
    ("delivered", S::Delivered, None),
];

const SHORT: &[Row] = &[
    ("ac", S::InTransit, None),
    ("it", S::InTransit, None),
    ("od", S::OutForDelivery, None),
    ("dl", S::Delivered, None),
    ("ddl", S::Delivered, None),
    ("bkd", S::PreTransit, None),
    ("pu10", S::InTransit, None),
    ("dropped off", S::Delivered, None),
];

const AFTERSHIP: &[Row] = &[
    ("pending", S::Unknown, None),
    ("inforeceived", S::PreTransit, None),
    ("intransit", S::InTransit, None),
    ("outfordelivery", S::OutForDelivery, None),
    ("attemptfail", S::AttemptFailed, None),
    ("delivered", S::Delivered, None),
    ("availableforpickup", S::AwaitingCollection, None),
    ("exception", S::Exception, None),
    ("expired", S::Expired, None),
];

const SEVENTEEN_TRACK: &[Row] = &[
    ("inforeceived", S::PreTransit, None),
    ("pickedup", S::InTransit, None),
    ("departure", S::InTransit, None),
    ("arrival", S::InTransit, None),
    ("intransit", S::InTransit, None),
    ("availableforpickup", S::AwaitingCollection, None),
    ("outfordelivery", S::OutForDelivery, None),
    ("deliveryfailure", S::AttemptFailed, None),
    ("delivered", S::Delivered, None),
    ("returning", S::ReturnedToSender, None),
    ("returned", S::ReturnedToSender, None),
    ("exception", S::Exception, None),
    ("expired", S::Expired, None),
];
