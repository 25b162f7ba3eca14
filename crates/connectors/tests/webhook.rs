//! EasyPost's signed notices: our own vectors, and the published ones where the shared data lie.
use connectors::easypost::{SignatureError, sign, verify_webhook};
use connectors::tracking::{Payload, raw_digest};
use resolution::parcel::tracking::Status;

const BODY: &[u8] = include_bytes!("fixtures/easypost_webhook.json");
const SECRET: &str = "geh\u{e9}im";
/// Computed by another program over the secret in NFKD form.
const SIGNATURE: &str = "hmac-sha256-hex=5ed62e04ce10e441d21df8b8b03d9d1b26c4e8423f79c2202008475057dbc6e6";

#[test]
fn a_signed_notice_is_read() {
    let verified = verify_webhook(SECRET, BODY, Some(SIGNATURE)).expect("signed");
    assert_eq!(verified.raw_digest(), raw_digest(BODY));
    let Ok(Payload::Webhook { event_id, kind, trackers }) = verified.read() else { panic!("a webhook") };
    assert_eq!((event_id.as_str(), kind.as_str()), ("evt_own_1", "tracker.updated"));
    let tracker = &trackers[0];
    assert_eq!((tracker.carrier.as_str(), tracker.weight_grams), ("fedex", Some(998)));
    assert_eq!(tracker.signed_by.as_ref().map(|name| name.reveal()), Some("Jane Roe"));
    assert_eq!(tracker.events.iter().map(|event| event.by_carrier).collect::<Vec<_>>(), [false, true]);
    assert_eq!(tracker.events[1].status, Status::AwaitingCollection);
    let destination = tracker.destination.as_ref().expect("named");
    assert_eq!(destination.postal_code.as_ref().map(|code| code.reveal()), Some("8010"));
}

#[test]
fn both_forms_of_the_secret_sign_alike() {
    assert_eq!(sign(SECRET, BODY), SIGNATURE);
    assert_eq!(sign("gehe\u{301}im", BODY), SIGNATURE);
    assert!(verify_webhook("gehe\u{301}im", BODY, Some(SIGNATURE)).is_ok());
}

#[test]
fn whatever_is_wrong_is_named() {
    let verify = |secret, body, header| verify_webhook(secret, body, header).err();
    assert_eq!(verify("", BODY, Some(SIGNATURE)), Some(SignatureError::NoSecret));
    assert_eq!(verify(SECRET, BODY, None), Some(SignatureError::Missing));
    for header in ["", "some-signature", "hmac-sha256-hex=", "hmac-sha256-hex=00", "hmac-sha256-hex=zz"] {
        assert_eq!(verify(SECRET, BODY, Some(header)), Some(SignatureError::Malformed), "{header}");
    }
    let digits = SIGNATURE.rsplit('=').next().expect("digits");
    assert_eq!(verify(SECRET, BODY, Some(digits)), Some(SignatureError::Malformed));
    assert_eq!(verify("other", BODY, Some(SIGNATURE)), Some(SignatureError::Mismatch));
    let mut touched = BODY.to_vec();
    touched.push(b' ');
    assert_eq!(verify(SECRET, &touched, Some(SIGNATURE)), Some(SignatureError::Mismatch));
    let flipped = format!("{}0", &SIGNATURE[..SIGNATURE.len() - 1]);
    let other = format!("{}1", &SIGNATURE[..SIGNATURE.len() - 1]);
    let wrong = if flipped == SIGNATURE { other } else { flipped };
    assert_eq!(verify(SECRET, BODY, Some(&wrong)), Some(SignatureError::Mismatch));
    assert!(
        verify_webhook(SECRET, BODY, Some(&SIGNATURE.to_uppercase())).is_err(),
        "the scheme is lower case"
    );
}
