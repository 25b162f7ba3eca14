//! The houses in which orders are played: policies, zones, limits.
use resolution::aggregate::Limits;
use resolution::policy::{self, Policy, Proof};
use resolution::time::Calendar;

/// A policy, a zone and the limits of an installation.
pub struct House {
    /// The policy.
    pub policy: Policy,
    /// What is proven of it.
    pub proof: Proof,
    /// The calendar.
    pub calendar: Calendar,
    /// Limits.
    pub limits: Limits,
}

/// Both presets as they are shipped, and one that turns what the presets leave alone: fees on refunds borne by the
/// seller, an order of payers, release at confirmation, a carrier's money.
const EDITS: &[(&str, &str)] = &[
    ("on_refund = \"platform\"", "on_refund = \"seller\""),
    ("gateway_fee_on_refund = \"platform\"", "gateway_fee_on_refund = \"seller\""),
    ("surcharge_to = \"platform\"", "surcharge_to = \"seller\""),
    ("order = \"proportion\"", "order = [\"voucher\", \"credit_card\"]"),
    ("release_at_confirmation = false", "release_at_confirmation = true"),
    ("route = {}", "route = { pix = \"wallet\" }"),
    (
        "liable = \"carrier\"\nremedy = \"refund_all\"\nfunded_by = \"escrow\"\nwhy = \"declared_lost\"",
        "liable = \"carrier\"\nremedy = \"refund_all\"\nfunded_by = \"carrier_claims\"\nwhy = \"declared_lost\"",
    ),
    (
        "liable = \"seller\"\nremedy = \"refund_all\"\nfunded_by = \"escrow\"\nwhy = \"longest_transit\"",
        "liable = \"seller\"\nremedy = \"refund_all\"\nfunded_by = \"protection_fund\"\nwhy = \"longest_transit\"",
    ),
];

fn edited() -> (Policy, Proof) {
    let mut files = policy::presets::files("default").expect("a preset");
    let text = files.get_mut("policy.toml").expect("the policy's file");
    for (find, replace) in EDITS {
        assert!(text.contains(find), "the preset has no {find}");
        *text = text.replacen(find, replace, 1);
    }
    for (_, texts) in files.iter_mut().filter(|(name, _)| name.starts_with("messages.")) {
        assert!(texts.contains("[method]\n"), "the methods' texts");
        *texts = texts.replacen(
            "[method]\n",
            "[method]\npix = \"pix\"\nvoucher = \"voucher\"\ncredit_card = \"card\"\n",
            1,
        );
    }
    policy::prove(&files).expect("a sound policy")
}

fn preset(name: &str) -> (Policy, Proof) {
    policy::prove(&policy::presets::files(name).expect("a preset")).expect("a sound preset")
}

/// Every policy in every zone.
pub fn all() -> Vec<House> {
    let limits = Limits { cases: 12, parcels: 12, ..Limits::default() };
    let zones = ["America/Los_Angeles", "America/Sao_Paulo", "Asia/Jakarta", "UTC"];
    let policies = [preset("default"), preset("aliexpress"), preset("lazada"), preset("tokopedia"), edited()];
    let house = |(policy, proof): &(Policy, Proof), zone| House {
        policy: policy.clone(),
        proof: proof.clone(),
        calendar: Calendar::new(zone).expect("a zone"),
        limits,
    };
    policies.iter().flat_map(|policy| zones.iter().map(move |zone| house(policy, zone))).collect()
}
