//! What a policy says of freezes: what each kind stops, how long it lasts, and how it can be ended (FRZ-2 to FRZ-6).
use super::words::words;
use crate::time::Period;
use serde::Deserialize;

/// `[freeze]`: a kind that is not there is not in the policy.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FreezeRules {
    /// Suspected counterfeit, gravely inconsistent goods or false transactions: the seller's account is restricted, and all
    /// its orders that are not completed and not closed are frozen.
    #[serde(default)]
    pub compliance: Option<ComplianceRules>,
    /// A risk in an order, such as its address: the order is frozen, and within the procedure's time it is cleared or goes
    /// back to the buyer whole.
    #[serde(default)]
    pub risk: Option<RiskRules>,
}

/// `[freeze.risk]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskRules {
    /// What it stops: shipping, release or both.
    pub stops: Vec<Stop>,
    /// For which reasons an order may be frozen.
    pub reasons: Vec<RiskReason>,
    /// The procedure of its case.
    pub procedure: String,
}

/// `[freeze.compliance]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComplianceRules {
    /// What it stops.
    pub stops: Vec<Stop>,
    /// For which reasons an account may be restricted.
    pub reasons: Vec<ComplianceReason>,
    /// What the seller is asked to provide where nothing else is named.
    pub provide: Vec<Exhibit>,
    /// How long it lasts; a renewal lasts as long again.
    pub lasts: Period,
    /// How long before its last day staff are warned; always in hours.
    pub warn_before: Period,
    /// How long the seller has to provide what is asked.
    pub answer_within: Period,
    /// How long the platform has to look at it; not done by then, the restriction stays.
    pub review_within: Period,
    /// How long the seller has to appeal, once.
    pub appeal_within: Period,
}

words! {
    /// Something that a freeze stops.
    Stop, "thing that a freeze stops" {
        /// Parcels are not declared, and the time to ship rests.
        Shipping = "shipping",
        /// Nothing becomes the seller's.
        Release = "release",
        /// Nothing leaves the seller's account.
        Payout = "payout",
    }
}

words! {
    /// What may be wrong with an order.
    RiskReason, "reason of a risk freeze" {
        /// The address is known for trouble, or cannot be right.
        RiskyAddress = "risky_address",
        /// The payment does not look like the buyer's own.
        SuspiciousPayment = "suspicious_payment",
    }
}

words! {
    /// Why an account is restricted.
    ComplianceReason, "reason of a compliance freeze" {
        /// The goods are suspected to be counterfeit.
        Counterfeit = "counterfeit",
        /// The goods are gravely other than described.
        InconsistentGoods = "inconsistent_goods",
        /// The transactions are suspected not to be real.
        FalseTransactions = "false_transactions",
    }
}

words! {
    /// What a seller is asked to provide.
    Exhibit, "thing to provide" {
        /// Invoices of where the goods came from.
        PurchaseInvoices = "purchase_invoices",
        /// The brand's permission to sell.
        BrandAuthorisation = "brand_authorisation",
        /// Pictures of the goods in stock.
        StockPictures = "stock_pictures",
        /// Exhibit that parcels were handed over.
        ShippingRecords = "shipping_records",
        /// Who runs the shop.
        BusinessIdentity = "business_identity",
    }
}

impl FreezeRules {
    /// Periods with their keys.
    pub(super) fn periods(&self) -> Vec<(&'static str, Period)> {
        let mut all = Vec::new();
        if let Some(rules) = &self.compliance {
            all.extend([
                ("freeze.compliance.lasts", rules.lasts),
                ("freeze.compliance.warn_before", rules.warn_before),
                ("freeze.compliance.answer_within", rules.answer_within),
                ("freeze.compliance.review_within", rules.review_within),
                ("freeze.compliance.appeal_within", rules.appeal_within),
            ]);
        }
        all
    }

    /// What cannot be, each with its key and a sentence.
    pub(super) fn problems(&self) -> Vec<(&'static str, String)> {
        let mut all = self.risk.as_ref().map_or_else(Vec::new, RiskRules::problems);
        let Some(rules) = &self.compliance else { return all };
        if rules.stops.is_empty() {
            let text = "a freeze that stops nothing is none; name at least one of shipping, release, payout";
            all.push(("freeze.compliance.stops", text.to_owned()));
        }
        if rules.reasons.is_empty() {
            let text =
                "no account could ever be restricted; name at least one reason, or leave the section out";
            all.push(("freeze.compliance.reasons", text.to_owned()));
        }
        if rules.provide.is_empty() {
            let text = "the notice says what to provide; name at least one thing";
            all.push(("freeze.compliance.provide", text.to_owned()));
        }
        if !matches!(rules.warn_before, Period::Hours(_)) {
            let text = format!(
                "`{}`: it is counted back from an instant, so write it in hours, like \"72 hours\"",
                rules.warn_before
            );
            all.push(("freeze.compliance.warn_before", text));
        }
        all
    }
}

impl RiskRules {
    fn problems(&self) -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        if self.stops.is_empty() || self.stops.contains(&Stop::Payout) {
            let text = "a risk lies in one order: name shipping, release or both (payouts leave the seller's account)";
            all.push(("freeze.risk.stops", text.to_owned()));
        }
        if self.reasons.is_empty() {
            let text = "no order could ever be frozen; name at least one reason, or leave the section out";
            all.push(("freeze.risk.reasons", text.to_owned()));
        }
        all
    }
}
