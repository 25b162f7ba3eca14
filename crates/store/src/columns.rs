//! Between columns and types: what both databases share.
use engine::ports::{InboxState, Journey, Marketplace, StoreError};
use jiff::Timestamp;
use resolution::aggregate::TurnOf;
use resolution::id::{AccountId, AggregateId, CaseNo, FundId, OrderId, ParcelNo, PartyId};
use resolution::ledger::Commodity;
use resolution::money::Currency;

fn damaged<T>(what: impl Into<String>) -> Result<T, StoreError> {
    Err(StoreError::Damaged { what: what.into() })
}

/// An instant as nanoseconds since 1970; beyond the years 1677 to 2262 the nearest that fits.
pub(crate) fn nanos(instant: Timestamp) -> i64 {
    let wide = instant.as_nanosecond();
    i64::try_from(wide).unwrap_or(if wide < 0 { i64::MIN } else { i64::MAX })
}

/// The instant of a column.
pub(crate) fn instant(nanos: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_nanosecond(i128::from(nanos)).or_else(|_| damaged("an instant out of range"))
}

/// The instant of a column that may be empty.
pub(crate) fn maybe_instant(nanos: Option<i64>) -> Result<Option<Timestamp>, StoreError> {
    nanos.map(instant).transpose()
}

/// The end of a turn as a column; what has none comes last.
pub(crate) fn ends(end: Option<Timestamp>) -> i64 {
    end.map_or(i64::MAX, nanos)
}

/// The end of a turn.
pub(crate) fn end(column: i64) -> Result<Option<Timestamp>, StoreError> {
    if column == i64::MAX { Ok(None) } else { instant(column).map(Some) }
}

/// A number as a column.
pub(crate) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The number of a column that is never negative.
pub(crate) fn number(column: i64) -> Result<u64, StoreError> {
    u64::try_from(column).or_else(|_| damaged("a negative number"))
}

/// The small number of a column.
pub(crate) fn small(column: i64) -> Result<u32, StoreError> {
    u32::try_from(column).or_else(|_| damaged("a small number out of range"))
}

/// The ordinal of a column.
pub(crate) fn ordinal(column: i64) -> Result<u16, StoreError> {
    u16::try_from(column).or_else(|_| damaged("an ordinal out of range"))
}

/// Bytes of fixed length.
pub(crate) fn bytes<const N: usize>(column: &[u8]) -> Result<[u8; N], StoreError> {
    column.try_into().or_else(|_| damaged(format!("{} bytes instead of {N}", column.len())))
}

/// The kind of an aggregate as a column.
pub(crate) fn kind(id: AggregateId) -> i16 {
    match id {
        AggregateId::Order(_) => 1,
        AggregateId::Account(_) => 2,
        AggregateId::Fund(_) => 3,
    }
}

/// The aggregate of two columns.
pub(crate) fn aggregate(kind: i16, id: &[u8]) -> Result<AggregateId, StoreError> {
    let id = bytes(id)?;
    match kind {
        1 => Ok(AggregateId::Order(OrderId(id))),
        2 => Ok(AggregateId::Account(AccountId(id))),
        3 => Ok(AggregateId::Fund(FundId(id))),
        _ => damaged(format!("an aggregate of kind {kind}")),
    }
}

/// The order of a column.
pub(crate) fn order(id: &[u8]) -> Result<OrderId, StoreError> {
    Ok(OrderId(bytes(id)?))
}

/// For whom something waits, as columns.
pub(crate) fn whom(of: &TurnOf) -> (i16, &[u8]) {
    match of {
        TurnOf::Party(id) => (1, &id.0[..]),
        TurnOf::Mediators => (2, &[]),
        TurnOf::Staff => (3, &[]),
        TurnOf::Outside => (4, &[]),
    }
}

/// For whom something waits.
pub(crate) fn turn_of(whom: i16, party: &[u8]) -> Result<TurnOf, StoreError> {
    match whom {
        1 => Ok(TurnOf::Party(PartyId(bytes(party)?))),
        2 => Ok(TurnOf::Mediators),
        3 => Ok(TurnOf::Staff),
        4 => Ok(TurnOf::Outside),
        other => damaged(format!("a turn for {other}")),
    }
}

/// A journey as columns.
pub(crate) fn journey_columns(journey: Journey) -> (i16, u16) {
    match journey {
        Journey::Parcel(no) => (1, no.0),
        Journey::Return(no) => (2, no.0),
    }
}

/// The journey of two columns.
pub(crate) fn journey(kind: i16, no: i64) -> Result<Journey, StoreError> {
    let no = ordinal(no)?;
    match kind {
        1 => Ok(Journey::Parcel(ParcelNo(no))),
        2 => Ok(Journey::Return(CaseNo(no))),
        _ => damaged(format!("a journey of kind {kind}")),
    }
}

/// Carriers give a number to another parcel after months; scans of the new one must not reach the old. Parcels of one
/// shipment share a number at about the same time, and all of them get its scans.
pub(crate) const NUMBER_REUSED_AFTER_NANOS: i64 = 120 * 24 * 3_600 * 1_000_000_000;

/// The state of an inbox item as a column.
pub(crate) fn inbox_column(state: InboxState) -> i16 {
    match state {
        InboxState::New => 0,
        InboxState::Waiting => 1,
        InboxState::Done => 2,
    }
}

/// The state of an inbox item.
pub(crate) fn inbox_state(column: i16) -> Result<InboxState, StoreError> {
    match column {
        0 => Ok(InboxState::New),
        1 => Ok(InboxState::Waiting),
        2 => Ok(InboxState::Done),
        other => damaged(format!("an inbox item in state {other}")),
    }
}

/// A commodity's column: a currency's code in capitals, or `coins`.
pub(crate) fn commodity_column(of: Commodity) -> String {
    match of {
        Commodity::Money(currency) => currency.to_string(),
        Commodity::Coins => "coins".to_owned(),
    }
}

/// The commodity of a column.
pub(crate) fn commodity(text: &str) -> Result<Commodity, StoreError> {
    if text == "coins" {
        return Ok(Commodity::Coins);
    }
    text.parse::<Currency>().map(Commodity::Money).or_else(|_| damaged(format!("a balance of '{text}'")))
}

/// Whether two descriptions mean the same marketplace: all but the times, which move.
pub(crate) fn same_marketplace(a: &Marketplace, b: &Marketplace) -> bool {
    let settings = |m: &Marketplace| {
        (
            m.id,
            m.slug.clone(),
            m.zone.clone(),
            m.calendar.clone(),
            m.currency,
            m.policy.clone(),
            m.languages.clone(),
        )
    };
    settings(a) == settings(b) && a.sandbox.is_some() == b.sandbox.is_some()
}

/// A marketplace's key and its timeline's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// Key of the marketplace.
    pub(crate) key: i64,
    /// 0 for real time, or the key.
    pub(crate) timeline: i64,
}

impl Place {
    /// Of a marketplace by its key, and whether it is a sandbox.
    pub(crate) fn new(key: i64, sandbox: bool) -> Self {
        Self { key, timeline: if sandbox { key } else { 0 } }
    }
}
