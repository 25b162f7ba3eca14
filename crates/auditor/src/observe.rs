//! What the auditor is told: plain observations, in the order in which they happened.
//!
//! Nothing here is a type of the house. Ids and words are text as the wire shows them (`ord_…`, `pty_…`, `refund`),
//! amounts are minor units, instants are nanoseconds since 1970-01-01T00:00Z.

/// An instant: nanoseconds since 1970-01-01T00:00Z.
pub type Nanos = i128;

/// One thing that was seen from outside.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "one at a time is made and shown; a box would only be in the way"
)]
pub enum Observation<'a> {
    /// A committed record, in the order of the feed, each exactly once.
    Record(Record<'a>),
    /// A client's command and what it was told. Given once the answer is there, or is known to be lost.
    Asked(Asked),
    /// A gateway was asked to move money, or money came back to it.
    Gateway(Gateway),
    /// A carrier delivered a scan and the house acknowledged that it keeps it.
    Scanned(Scanned),
    /// No command is under way, no promise is being tried, and the feed has been read to its end.
    Quiet {
        /// The virtual instant.
        at: Nanos,
    },
    /// The head of an aggregate as the store shows it, with everything in the feed before it observed.
    Head(Head<'a>),
    /// A balance as the ledger shows it at the end.
    Balance(Balance<'a>),
    /// A row of the list of orders at the end.
    Listed(Listed<'a>),
}

/// A committed record, as it lies in the feed.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// Its place among all committed records: ascending, gaps allowed.
    pub position: u64,
    /// The marketplace, in any stable text.
    pub marketplace: &'a str,
    /// The aggregate (`ord_…` or `acc_…`), as the store keyed it.
    pub aggregate: &'a str,
    /// The hash that the store names as its predecessor's, where it names one.
    pub previous: Option<[u8; 32]>,
    /// The chain hash stored beside it.
    pub hash: [u8; 32],
    /// The stored bytes.
    pub body: &'a [u8],
}

/// Who acts: the role (`buyer`, `seller`, `mediator`, `finance`, `marketplace`, `carrier`, `gateway`) and its id, as
/// the record's `by` shows them; the id is empty for the marketplace itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The role.
    pub role: String,
    /// `pty_…`, or the name of a carrier or gateway.
    pub id: String,
}

/// What a client did, and what it was told.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The virtual instant at which it was sent.
    pub at: Nanos,
    /// The instant at which the engine read its clock for it, where that is known exactly.
    pub read_at: Option<Nanos>,
    /// The marketplace, in the same text as in records.
    pub marketplace: String,
    /// The aggregate (`ord_…`, `acc_…`).
    pub aggregate: String,
    /// Who.
    pub actor: Actor,
    /// What.
    pub command: Command,
    /// Under which idempotency key, if under one.
    pub key: Option<Key>,
    /// The answer.
    pub answer: Answer,
}

/// An idempotency key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Who sends.
    pub principal: String,
    /// The caller's key.
    pub key: String,
    /// Anything that is equal exactly for equal requests (a hash of the request).
    pub request: Vec<u8>,
}

/// What was asked for; fill in what the command has, leave the rest empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Command {
    /// The command's name in lower case with underscores: `place`, `capture_payment`, `open_dispute`, `respond`,
    /// `propose`, `accept_proposal`, `rule`, `pay_out`, …
    pub kind: String,
    /// The case.
    pub case: Option<u16>,
    /// The units.
    pub units: Vec<u16>,
    /// The amount: of a goodwill refund, of a payout.
    pub amount: Option<i64>,
    /// The remedy that is asked, proposed or ruled: its kind and its amount.
    pub remedy: Option<Remedy>,
    /// The parcel, payment share, proposal, refund or hold by its ordinal.
    pub ordinal: Option<u16>,
    /// An end that is asked for (a hold's, a lengthening's).
    pub until: Option<Nanos>,
    /// The lines of a placement.
    pub lines: Vec<Line>,
    /// The payment shares of a placement, in order.
    pub payments: Vec<i64>,
}

/// A remedy in plain words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedy {
    /// `refund`, `return_and_refund`, `replacement`, `fee_refund`, `other`.
    pub kind: String,
    /// Minor units, where it has an amount.
    pub amount: Option<i64>,
}

/// A line of a placement: amounts of the whole line in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// How many units.
    pub quantity: u16,
    /// Price of all of them before discounts.
    pub price: i64,
    /// Shipping of all of them.
    pub shipping: i64,
    /// Borne by the seller.
    pub seller_discount: i64,
    /// Borne by the platform.
    pub platform_discount: i64,
    /// Money value of the coins used.
    pub coins_value: i64,
    /// Coins used.
    pub coins: i64,
}

/// What a client was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was carried out.
    Accepted {
        /// Number of its first event.
        first: u64,
        /// Version after it; `first - 1` where there was nothing to do.
        version: u64,
        /// Position of its record; nothing where none was written or the answer did not say.
        position: Option<u64>,
        /// Marked as the repeat of an earlier answer.
        replayed: bool,
    },
    /// It was refused.
    Refused {
        /// The refusal's stable code.
        code: String,
        /// Marked as the repeat of an earlier answer.
        replayed: bool,
    },
    /// The key was used for another request.
    KeyReused,
    /// The caller had seen an older state.
    Stale,
    /// No answer, or an error: whether it was carried out is not known.
    Failed,
}

/// What a gateway did under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// The virtual instant.
    pub at: Nanos,
    /// The marketplace.
    pub marketplace: String,
    /// The gateway's name.
    pub provider: String,
    /// The key under which it was asked.
    pub key: String,
    /// What it was asked for.
    pub purpose: Purpose,
    /// ISO 4217 code.
    pub currency: String,
    /// Minor units, above zero.
    pub amount: i64,
    /// What it did.
    pub effect: Effect,
}

/// What money was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Back to the payer.
    Refund {
        /// The order (`ord_…`).
        order: String,
        /// The provider's id of the payment.
        payment: String,
    },
    /// To a seller's bank.
    Payout {
        /// The seller (`pty_…`).
        party: String,
    },
}

/// What the gateway did when it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It moved the money now.
    Moved,
    /// Nothing moved: repeated, looked up, refused, or not reached.
    Nothing,
    /// Money that it had moved under this key came back.
    CameBack,
}

/// A scan that a carrier delivered and the house acknowledged.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scanned {
    /// The marketplace.
    pub marketplace: String,
    /// The carrier's slug.
    pub carrier: String,
    /// The tracking number.
    pub number: String,
    /// When it happened, by the carrier.
    pub at: Nanos,
    /// The word on the house's scale (`in_transit`, `delivered`, …).
    pub status: String,
}

/// The head of an aggregate.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The aggregate.
    pub aggregate: &'a str,
    /// Number of its last event.
    pub version: u64,
    /// Its chain hash.
    pub hash: [u8; 32],
    /// When something happens to it by itself.
    pub next_wake: Option<Nanos>,
}

/// A balance.
#[derive(Clone, Copy, Debug)]
pub struct Balance<'a> {
    /// The marketplace.
    pub marketplace: &'a str,
    /// The account's name (`escrow`, `seller:pty_…:payable`, …).
    pub account: &'a str,
    /// ISO 4217 code, or `coins`.
    pub commodity: &'a str,
    /// What came in less what went out.
    pub amount: i64,
}

/// A row of the list of orders.
#[derive(Clone, Copy, Debug)]
pub struct Listed<'a> {
    /// The order.
    pub order: &'a str,
    /// The order's own word.
    pub state: &'a str,
}
