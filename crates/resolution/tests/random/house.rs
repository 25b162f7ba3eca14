//! The houses in which orders are played: policies, zones, limits.
use resolution::aggregate::Limits;
use resolution::policy::{self, Policy, Proof};
use resolution::time::Calendar;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A policy, a zone and the limits of an installation.
pub struct House {
    /// The policy.
    pub policy: Policy,
    /// What is proven of it.
    pub proof: Proof,
    /// The same policies, as the second auditor reads them.
    pub rules: Arc<auditor::Rules>,
    /// The calendar.
    pub calendar: Calendar,
    /// Limits.
    pub limits: Limits,
}

/// Both presets as they are shipped, and one that turns what the presets leave alone: fees on refunds borne by the
/// seller, an order of payers, release at confirmation, a carrier's money.
const EDITS: &[(&str, &str)] = &[
    ("on_refund = \"platform\"", "on_refund = \"seller\""),
    ("less_commission = true", "less_commission = false"),
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

fn edited() -> Read {
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
    read(files)
}

fn preset(name: &str) -> Read {
    read(policy::presets::files(name).expect("a preset"))
}

/// A policy, what is proven of it, and its text for the auditor.
type Read = (Policy, Proof, String);

fn read(mut files: BTreeMap<String, String>) -> Read {
    let (policy, proof) = policy::prove(&files).expect("a sound policy");
    (policy, proof, files.remove("policy.toml").expect("the policy's file"))
}

/// Every policy in every zone.
pub fn all() -> Vec<House> {
    let limits = Limits { cases: 12, parcels: 12, ..Limits::default() };
    let zones = ["America/Los_Angeles", "America/Sao_Paulo", "Asia/Jakarta", "UTC"];
    let policies = [preset("default"), preset("aliexpress"), preset("lazada"), preset("tokopedia"), edited()];
    let mut rules = auditor::Rules::default();
    for (policy, _, text) in &policies {
        rules.policy(&policy.hash.to_string(), text).expect("a policy that the auditor can read");
    }
    let rules = Arc::new(rules);
    let house = |(policy, proof, _): &Read, zone| House {
        policy: policy.clone(),
        proof: proof.clone(),
        rules: rules.clone(),
        calendar: Calendar::new(zone).expect("a zone"),
        limits,
    };
    policies.iter().flat_map(|read| zones.iter().map(move |zone| house(read, zone))).collect()
}
