//! Error answers, and payloads that are known to be something else than tracking.
use super::tree::{all, scalar, text};
use serde_json::Value;

/// Where carriers put their errors, the most exact place first.
const PLACES: &[&str] = &[
    "//Fault.detail.*",
    "//Fault",
    "//messages.message",
    "//Errors.Error",
    "TrackResponse.Error",
    "//ShipmentTrackingErrorResponse.Response.Status.Condition",
    "//AWBInfo.Status.Condition",
    "//TrackDetails.Notification",
    "//TrackReply.Notifications",
    "//trackSkybillV2Response.return",
    "body.errors",
    "response.errors",
    "tracking_results.errors",
    "trackResponse.shipment.warnings",
    "output.completeTrackResults.trackResults.error",
    "errors",
    "Errors",
    "error",
    "Error",
    "messages",
    "parcels",
    "//getShipmentsStatusResponse.result",
    "data",
    "Message",
    "",
];

#[rustfmt::skip]
const MESSAGES: &[&str] = &[
    "errorMessage", "ErrorMessage", "errorDescription", "error_description", "message", "Message", "texteErreur",
    "returnMessage", "statusError", "faultstring", "ConditionData", "detail", "description", "title", "name", "@error",
];

#[rustfmt::skip]
const CODES: &[&str] = &[
    "errorCode", "ErrorCode", "error_code", "ErrorId", "code", "Code", "codeErreur", "returnCode", "faultcode",
    "ConditionCode", "Key", "@code", "error", "status",
];

/// Further sentences of the same error.
const DETAILS: &[&str] = &["messageDetail", "MessageDetail", "details", "errorCause"];

/// Words that a success uses in the same places.
const FINE: &[&str] = &["0", "200", "S0000", "SUCCESS", "TrackingSuccess"];

/// What an error answer says, or `None` when nothing in it looks like one.
pub(super) fn find(tree: &Value) -> Option<String> {
    PLACES.iter().find_map(|place| {
        let found: Vec<String> =
            all(tree, place).into_iter().filter_map(|node| sentence(node, place.is_empty())).collect();
        (!found.is_empty()).then(|| found.join("; ").chars().take(500).collect())
    })
}

fn sentence(node: &Value, at_root: bool) -> Option<String> {
    let Value::Object(keys) = node else { return None };
    let said = |names: &[&str]| names.iter().find_map(|name| keys.get(*name).and_then(scalar));
    let code = said(CODES);
    if code.as_deref().is_some_and(|code| FINE.contains(&code)) {
        return None;
    }
    // "description" and the like are common words: at the root only what no other payload has counts.
    let message = if at_root { root_message(tree_keys(node), &said) } else { said(MESSAGES) }?;
    let details = DETAILS.iter().flat_map(|name| all(node, name)).filter_map(scalar);
    let sentence: Vec<String> = code.into_iter().chain([message]).chain(details).collect();
    Some(sentence.join(" "))
}

fn tree_keys(node: &Value) -> usize {
    node.as_object().map_or(0, serde_json::Map::len)
}

fn root_message(keys: usize, said: &impl Fn(&[&str]) -> Option<String>) -> Option<String> {
    let exact = said(&[
        "errorMessage",
        "ErrorMessage",
        "error_description",
        "texteErreur",
        "returnMessage",
        "faultstring",
    ]);
    exact.or_else(|| if keys <= 6 { said(&["message", "Message", "detail"]) } else { None })
}

/// Payloads that carriers send beside tracking: what has to be there, and what it is.
const OTHERS: &[(&[&str], &str)] = &[
    (&["documents.typeCode=POD", "documents.content"], "proof of delivery document"),
    (&["enabledEvents", "url", "secret"], "registration of a webhook"),
    (&["ResultCode", "Items.WayBillNumber"], "waybill numbers of orders, without scans"),
];

/// What a payload is that is neither tracking nor an error.
pub(super) fn other(tree: &Value) -> Option<&'static str> {
    let met = |need: &str| match need.split_once('=') {
        Some((path, value)) => text(tree, path).as_deref() == Some(value),
        None => !all(tree, need).is_empty(),
    };
    OTHERS.iter().find(|(needs, _)| needs.iter().all(|need| met(need))).map(|(_, what)| *what)
}
