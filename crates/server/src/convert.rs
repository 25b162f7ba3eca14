//! From wire types to the trade's own.
use crate::error::{Answer, ApiError};
use crate::state::App;
use crate::texts;
use resolution::actor::Side;
use resolution::case::remedy::Remedy;
use resolution::case::{Finding, ReturnContent};
use resolution::id::{MarketplaceId, PartyId, UnitNo};
use resolution::money::{Currency, Minor};
use resolution::parcel::tracking::{Cause, Scan, Status};
use resolution::policy::{Liable, Opinion};

/// An amount in a currency that is known from the context.
pub(crate) fn minor(field: &str, money: &api::Money, currency: Currency) -> Answer<Minor> {
    if money.currency != currency.code() {
        return Err(ApiError::invalid(
            &format!("{field}.currency"),
            format!("{currency}: amounts are never mixed across currencies"),
        ));
    }
    Minor::new(money.amount).map_err(|error| ApiError::invalid(&format!("{field}.amount"), error.to_string()))
}

/// An amount that may be left out: nothing is zero.
pub(crate) fn minor_or_zero(field: &str, money: Option<&api::Money>, currency: Currency) -> Answer<Minor> {
    money.map_or(Ok(Minor::ZERO), |money| minor(field, money, currency))
}

pub(crate) fn money(amount: Minor, currency: Currency) -> api::Money {
    api::Money { amount: amount.get(), currency: currency.code().to_owned() }
}

/// A currency by its code.
pub(crate) fn currency(code: &str) -> Answer<Currency> {
    code.parse()
        .map_err(|_| ApiError::invalid("currency", "an ISO 4217 code such as BRL, three capital letters"))
}

pub(crate) fn units(units: &[u16]) -> Vec<UnitNo> {
    units.iter().map(|unit| UnitNo(*unit)).collect()
}

/// A remedy; words are sealed under their author's key.
pub(crate) async fn remedy(
    app: &App,
    marketplace: MarketplaceId,
    author: PartyId,
    remedy: &api::Remedy,
    currency: Currency,
) -> Answer<Remedy> {
    let amount = |money| minor("remedy.amount", money, currency);
    Ok(match remedy {
        api::Remedy::Refund { amount: money } => Remedy::Refund { amount: amount(money)? },
        api::Remedy::ReturnAndRefund { amount: money } => Remedy::ReturnAndRefund { amount: amount(money)? },
        api::Remedy::Replacement { return_first } => Remedy::Replacement { return_first: *return_first },
        api::Remedy::FeeRefund { amount: money } => Remedy::FeeRefund { amount: amount(money)? },
        api::Remedy::SellerPayment { amount: money } => Remedy::SellerPayment { amount: amount(money)? },
        api::Remedy::Other { words } => {
            Remedy::Other { words: texts::seal(app, marketplace, author, words).await? }
        }
    })
}

pub(crate) const fn side(side: api::Side) -> Side {
    match side {
        api::Side::Opener => Side::Opener,
        api::Side::Respondent => Side::Respondent,
        api::Side::Platform => Side::Platform,
    }
}

pub(crate) const fn side_view(side: Side) -> api::Side {
    match side {
        Side::Opener => api::Side::Opener,
        Side::Respondent => api::Side::Respondent,
        Side::Platform => api::Side::Platform,
    }
}

pub(crate) const fn finding(finding: api::Finding) -> Finding {
    match finding {
        api::Finding::WithCarrier => Finding::WithCarrier,
        api::Finding::Delivered => Finding::Delivered,
        api::Finding::Lost => Finding::Lost,
    }
}

pub(crate) const fn content(content: api::ReturnContent) -> ReturnContent {
    match content {
        api::ReturnContent::All => ReturnContent::All,
        api::ReturnContent::Part => ReturnContent::Part,
        api::ReturnContent::Other => ReturnContent::Other,
        api::ReturnContent::Empty => ReturnContent::Empty,
        api::ReturnContent::Nothing => ReturnContent::Nothing,
    }
}

pub(crate) const fn liable(liable: api::Liable) -> Liable {
    match liable {
        api::Liable::Seller => Liable::Seller,
        api::Liable::Buyer => Liable::Buyer,
        api::Liable::Carrier => Liable::Carrier,
        api::Liable::Platform => Liable::Platform,
        api::Liable::Nobody => Liable::Nobody,
    }
}

pub(crate) const fn buyer_cause(cause: api::BuyerCause) -> &'static str {
    match cause {
        api::BuyerCause::Absent => "absent",
        api::BuyerCause::Refused => "refused",
        api::BuyerCause::Customs => "customs",
    }
}

macro_rules! both_ways {
    ($into:ident, $view:ident, $wire:ty, $own:ty, [$($name:ident),+ $(,)?]) => {
        pub(crate) const fn $into(value: $wire) -> $own {
            match value { $(<$wire>::$name => <$own>::$name),+ }
        }

        pub(crate) const fn $view(value: $own) -> $wire {
            match value { $(<$own>::$name => <$wire>::$name),+ }
        }
    };
}

both_ways!(
    status,
    status_view,
    api::ScanStatus,
    Status,
    [
        PreTransit,
        InTransit,
        AwaitingCollection,
        OutForDelivery,
        Delivered,
        AttemptFailed,
        Exception,
        ReturnedToSender,
        Lost,
        Damaged,
        Cancelled,
        Expired,
        Unknown,
    ]
);

both_ways!(
    cause,
    cause_view,
    api::ScanCause,
    Cause,
    [Customs, Address, Absent, Refused, NotCollected, Disruption, Delay, Prohibited, Other,]
);

both_ways!(opinion, opinion_view, api::Opinion, Opinion, [Yes, No, Unsure,]);

/// A scan told by the marketplace's server.
pub(crate) fn scan(new: &api::NewScan) -> Scan {
    Scan {
        at: new.at,
        status: status(new.status),
        cause: new.cause.map(cause),
        by_carrier: new.by_carrier,
        destination_matches: new.destination_matches,
        raw: String::new(),
    }
}

pub(crate) fn scan_view(scan: &Scan) -> api::ScanView {
    api::ScanView {
        at: scan.at,
        status: status_view(scan.status),
        cause: scan.cause.map(cause_view),
        by_carrier: scan.by_carrier,
    }
}
