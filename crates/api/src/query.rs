//! Queries of the URL.
use serde::Deserialize;
use utoipa::IntoParams;

/// How the reader wants to read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Reader {
    /// IANA time zone of the reader: clocks are shown in it as well.
    #[param(example = "Asia/Jakarta")]
    pub zone: Option<String>,
    /// Language of texts (BCP 47); the marketplace's first, if not given.
    #[param(example = "en")]
    pub language: Option<String>,
}

/// Which orders; newest first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct OrderFilter {
    /// Your id of the buyer.
    pub buyer: Option<String>,
    /// Your id of the seller.
    pub seller: Option<String>,
    /// The order's own word.
    pub state: Option<String>,
    /// `next` of the previous page.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Which part of an inbox; most urgent first.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct InboxFilter {
    /// IANA time zone of the reader.
    pub zone: Option<String>,
    /// `next` of the previous page.
    pub after: Option<String>,
    /// At most so many, 1 to 200; 50 if not given.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// Which part of a feed.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct FeedFilter {
    /// After this position; from the start, if not given.
    #[param(minimum = 0)]
    pub after: Option<u64>,
    /// At most so many records, 1 to 1,000; 100 if not given.
    #[param(minimum = 1, maximum = 1000)]
    pub limit: Option<u32>,
}

/// Why a person is erased.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ErasureCause {
    /// A stable word that holds no personal data: 1 to 40 lower-case letters and underscores; `request` if not given.
    #[param(example = "request")]
    pub why: Option<String>,
}
