//! Well-formed inputs: what the tree has already (policies, golden events, fixtures), and a few of our own.
use connectors::easypost::sign;
use resolution::policy::{POLICY_FILE, presets};

const GOLDEN: &str = include_str!("../../resolution/tests/golden/events.v1.jsonl");
const BODIES: &str = include_str!("../corpus/bodies.jsonl");
const CONDITIONS: &str = include_str!("../corpus/conditions.txt");
const VALUES: &str = include_str!("../corpus/values.txt");
const RECORDS: &str = include_str!("../corpus/records.jsonl");
const CALENDAR: &str = include_str!("../corpus/calendar.toml");
const FIXTURES: [&[u8]; 5] = [
    include_bytes!("../../connectors/tests/fixtures/easypost_webhook.json"),
    include_bytes!("../../connectors/tests/fixtures/sf_express.json"),
    include_bytes!("../../connectors/tests/fixtures/dpd.xml"),
    include_bytes!("../../connectors/tests/fixtures/unauthorized.html"),
    include_bytes!("../../connectors/tests/fixtures/easypost_vectors.tsv"),
];

fn lines(text: &str) -> Vec<Vec<u8>> {
    text.lines().map(|line| line.as_bytes().to_vec()).collect()
}

/// The policy file of every preset.
pub(crate) fn policies() -> Vec<Vec<u8>> {
    let text = |name: &&str| Some(presets::files(name)?.remove(POLICY_FILE)?.into_bytes());
    presets::NAMES.iter().filter_map(text).collect()
}

/// Conditions of liability tables.
pub(crate) fn conditions() -> Vec<Vec<u8>> {
    lines(CONDITIONS)
}

/// Bodies of requests.
pub(crate) fn bodies() -> Vec<Vec<u8>> {
    lines(BODIES)
}

/// Webhooks with a right and with a wrong signature.
pub(crate) fn webhooks() -> Vec<Vec<u8>> {
    let signed = |body: &&[u8]| [sign("a secret", body).as_bytes(), b"\n", body].concat();
    let wrong = [b"hmac-sha256-hex=00\n".as_slice(), FIXTURES[0]].concat();
    FIXTURES.iter().map(signed).chain([wrong]).collect()
}

/// Carriers' answers, under the name of another carrier as well.
pub(crate) fn tracking() -> Vec<Vec<u8>> {
    FIXTURES.iter().flat_map(|body| [body.to_vec(), [b"ups\n".as_slice(), body].concat()]).collect()
}

/// One event of every type and format that was ever written, and records.
pub(crate) fn events() -> Vec<Vec<u8>> {
    let mut all = lines(GOLDEN);
    all.extend(lines(RECORDS));
    all
}

/// Periods, zones, ids, amounts, and a calendar.
pub(crate) fn values() -> Vec<Vec<u8>> {
    let mut all = lines(VALUES);
    all.push(CALENDAR.as_bytes().to_vec());
    all
}
