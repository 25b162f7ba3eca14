//! Who may call what: every endpoint, in one list. What is not in it is refused; a test holds the list against the router.
//!
//! For acts on orders and accounts this is only the door: what each party may do is decided in the core.
use axum::http::Method;

/// Who may call an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anyone, without a key.
    Public,
    /// Whoever signs with the shared secret.
    Signed,
    /// A key of the installation.
    Admin,
    /// A marketplace's key, acting for the marketplace itself.
    Marketplace,
    /// A marketplace's key, acting for the marketplace itself or its finance.
    Books,
    /// A marketplace's key, acting for anyone; what they see and may do is decided on the order or account.
    Party,
}

impl Who {
    /// For people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Public => "Anyone; no key is needed.",
            Self::Signed => "Whoever signs with the shared secret; no key is needed.",
            Self::Admin => "A key of the installation (the admin key).",
            Self::Marketplace => "A marketplace's key, without `Recourse-Actor`.",
            Self::Books => "A marketplace's key, alone or with `Recourse-Actor: finance:ID`.",
            Self::Party => {
                "A marketplace's key, alone or for a party with `Recourse-Actor`; what the party sees and may do is \
                 decided on the order, case or account."
            }
        }
    }
}

/// One endpoint.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The method.
    pub method: Method,
    /// The path as the router knows it.
    pub path: &'static str,
    /// Who may call it.
    pub who: Who,
}

macro_rules! table {
    ($($who:ident { $($method:ident $path:literal),+ $(,)? })+) => {
        &[$($(Rule { method: Method::$method, path: $path, who: Who::$who }),+),+]
    };
}

/// Every endpoint.
pub const TABLE: &[Rule] = table! {
    Public {
        GET "/health/live", GET "/health/ready", GET "/v1/openapi.json", GET "/docs",
        GET "/v1/marketplaces/{marketplace}/terms",
    }
    Signed { POST "/v1/webhooks/easypost/{marketplace}" }
    Admin {
        POST "/v1/marketplaces", GET "/v1/marketplaces", GET "/v1/marketplaces/{marketplace}",
        POST "/v1/marketplaces/{marketplace}/keys", GET "/v1/marketplaces/{marketplace}/keys",
        DELETE "/v1/marketplaces/{marketplace}/keys/{key}",
    }
    Marketplace {
        POST "/v1/purchases", POST "/v1/payments/captures", POST "/v1/tracking", POST "/v1/sandbox/clock",
        POST "/v1/persons", DELETE "/v1/persons/{person}", GET "/v1/events",
        POST "/v1/refunds/{refund}/legs/{leg}/results",
        POST "/v1/portal_links", POST "/v1/staff", GET "/v1/staff", DELETE "/v1/staff/{staff}",
        POST "/v1/staff/{staff}/password",
    }
    Books { GET "/v1/ledger/balances", GET "/v1/fund", POST "/v1/fund/changes" }
    Party {
        GET "/v1/marketplace", GET "/v1/terms", GET "/v1/policy", GET "/v1/policies/{policy}/terms",
        GET "/v1/orders", GET "/v1/orders/{order}",
        POST "/v1/orders/{order}/shipments", POST "/v1/orders/{order}/receipts",
        POST "/v1/orders/{order}/address_answers", POST "/v1/orders/{order}/cancellations",
        POST "/v1/orders/{order}/ship_by", POST "/v1/orders/{order}/windows",
        POST "/v1/orders/{order}/goodwill_refunds", POST "/v1/orders/{order}/holds", POST "/v1/holds/{hold}/lift",
        POST "/v1/orders/{order}/messages", GET "/v1/orders/{order}/messages",
        POST "/v1/orders/{order}/evidence", GET "/v1/orders/{order}/evidence", POST "/v1/orders/{order}/evidence/log",
        GET "/v1/orders/{order}/listings/{listing}",
        GET "/v1/evidence/{evidence}/content", POST "/v1/evidence/{evidence}/withdraw",
        POST "/v1/evidence/{evidence}/remove",
        POST "/v1/orders/{order}/cases", GET "/v1/cases/{case}", GET "/v1/cases/{case}/explanation",
        GET "/v1/cases/{case}/file",
        POST "/v1/cases/{case}/change", POST "/v1/cases/{case}/withdraw", POST "/v1/cases/{case}/answer",
        POST "/v1/cases/{case}/proposals", POST "/v1/cases/{case}/proposals/{proposal}/accept",
        POST "/v1/cases/{case}/proposals/{proposal}/reject", POST "/v1/cases/{case}/escalate",
        POST "/v1/cases/{case}/assign", POST "/v1/cases/{case}/question", POST "/v1/cases/{case}/question_answer",
        POST "/v1/cases/{case}/finding", POST "/v1/cases/{case}/buyer_cause", POST "/v1/cases/{case}/rulings",
        POST "/v1/cases/{case}/appeal", POST "/v1/cases/{case}/waive", POST "/v1/cases/{case}/return_address",
        POST "/v1/cases/{case}/return_shipment", POST "/v1/cases/{case}/return_accept",
        POST "/v1/cases/{case}/return_object", POST "/v1/orders/{order}/returns",
        POST "/v1/cases/{case}/return_receipt",
        POST "/v1/orders/{order}/complaints", POST "/v1/cases/{case}/answer_draft",
        POST "/v1/cases/{case}/answer_confirmation",
        POST "/v1/orders/{order}/claims", POST "/v1/cases/{case}/claim_answer",
        POST "/v1/cases/{case}/questionnaire",
        POST "/v1/orders/{order}/report", GET "/v1/orders/{order}/report",
        POST "/v1/orders/{order}/risk_freezes", POST "/v1/cases/{case}/risk_decision",
        POST "/v1/refunds/{refund}/legs/{leg}/arrived",
        GET "/v1/inbox", GET "/v1/notices",
        GET "/v1/accounts/{role}/{party}", POST "/v1/accounts/{role}/{party}/payouts",
        POST "/v1/accounts/{role}/{party}/payout_route", POST "/v1/accounts/{role}/{party}/restrictions",
        GET "/v1/account_cases/{account_case}", POST "/v1/account_cases/{account_case}/answer",
        POST "/v1/account_cases/{account_case}/messages", GET "/v1/account_cases/{account_case}/messages",
        POST "/v1/account_cases/{account_case}/evidence",
        GET "/v1/account_cases/{account_case}/evidence/{account_evidence}/content",
        POST "/v1/account_cases/{account_case}/assign", POST "/v1/account_cases/{account_case}/rulings",
        POST "/v1/account_cases/{account_case}/appeal", POST "/v1/account_cases/{account_case}/renew",
        GET "/v1/accounts/{role}/{party}/statements", GET "/v1/accounts/{role}/{party}/statements/{statement}",
    }
};

/// Who may call the endpoint; nothing where the list does not have it.
#[must_use]
pub fn of(method: &Method, path: &str) -> Option<Who> {
    TABLE.iter().find(|rule| rule.method == *method && rule.path == path).map(|rule| rule.who)
}
