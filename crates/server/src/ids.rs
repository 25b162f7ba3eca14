//! Ids on the wire.
use crate::error::{Answer, ApiError};
use resolution::id::{self, AccountId, CaseNo, EvidenceNo, HoldNo, OrderId, ParcelNo, RefundNo};

/// Prefix of cases.
pub(crate) const CASE: &str = "cas";
/// Prefix of parcels.
pub(crate) const PARCEL: &str = "par";
/// Prefix of evidence.
pub(crate) const EVIDENCE: &str = "evi";
/// Prefix of refunds.
pub(crate) const REFUND: &str = "ref";
/// Prefix of cases on accounts.
const ACCOUNT_CASE: &str = "acs";
/// Prefix of holds.
pub(crate) const HOLD: &str = "hld";

pub(crate) fn order(text: &str) -> Answer<OrderId> {
    Ok(text.parse()?)
}

pub(crate) fn case(text: &str) -> Answer<(OrderId, CaseNo)> {
    Ok(id::parse_inner_id(CASE, text).map(|(order, no)| (order, CaseNo(no)))?)
}

/// A case on an account.
pub(crate) fn account_case(text: &str) -> Answer<(AccountId, CaseNo)> {
    Ok(id::parse_inner_id(ACCOUNT_CASE, text).map(|(owner, no)| (AccountId(owner.0), CaseNo(no)))?)
}

pub(crate) fn write_account_case(account: AccountId, no: CaseNo) -> String {
    id::inner_id(ACCOUNT_CASE, OrderId(account.0), no.0)
}

pub(crate) fn evidence(text: &str) -> Answer<(OrderId, EvidenceNo)> {
    Ok(id::parse_inner_id(EVIDENCE, text).map(|(order, no)| (order, EvidenceNo(no)))?)
}

pub(crate) fn refund(text: &str) -> Answer<(OrderId, RefundNo)> {
    Ok(id::parse_inner_id(REFUND, text).map(|(order, no)| (order, RefundNo(no)))?)
}

pub(crate) fn hold(text: &str) -> Answer<(OrderId, HoldNo)> {
    Ok(id::parse_inner_id(HOLD, text).map(|(order, no)| (order, HoldNo(no)))?)
}

/// An ordinal in a path: one of a wrong form is an ordinal of nothing.
pub(crate) fn ordinal(text: &str, what: &str) -> Answer<u16> {
    text.parse().map_err(|_| ApiError::not_found(what))
}

/// An id in a body that must belong to the order of the path.
fn within<T>(parsed: Answer<(OrderId, T)>, order: OrderId, field: &str, what: &str) -> Answer<T> {
    match parsed {
        Ok((of, no)) if of == order => Ok(no),
        _ => Err(ApiError::invalid(field, format!("the id of a {what} of this order"))),
    }
}

pub(crate) fn case_in(text: &str, order: OrderId) -> Answer<CaseNo> {
    within(case(text), order, "case", "case")
}

pub(crate) fn parcel_in(text: &str, order: OrderId) -> Answer<ParcelNo> {
    let parsed = id::parse_inner_id(PARCEL, text).map(|(order, no)| (order, ParcelNo(no)));
    within(parsed.map_err(ApiError::from), order, "parcel", "parcel")
}

pub(crate) fn evidence_in(text: &str, order: OrderId, field: &str) -> Answer<EvidenceNo> {
    within(evidence(text), order, field, "piece of evidence")
}

pub(crate) fn write(prefix: &str, order: OrderId, no: u16) -> String {
    id::inner_id(prefix, order, no)
}
