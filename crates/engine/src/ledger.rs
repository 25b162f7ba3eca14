//! The projector: adds the postings of the journal up into balances, later and in bulk.
use crate::engine::Engine;
use crate::error::EngineError;
use crate::ports::{Balances, LedgerDelta, StoreError, StoredRecord};
use crate::record::Record;
use resolution::id::MarketplaceId;
use resolution::ledger::{Account, Commodity};
use std::collections::BTreeMap;

/// Records added up in one transaction.
const AT_ONCE: u32 = 2_000;

impl Engine {
    /// Balances of a marketplace, with everything in them that was committed when this was called.
    ///
    /// # Errors
    /// [`EngineError::Store`], also where a stored record cannot be read.
    pub async fn balances(&self, marketplace: MarketplaceId) -> Result<Balances, EngineError> {
        self.core().rules.marketplace(marketplace).await?;
        self.add_up().await?;
        Ok(self.core().store.balances(marketplace).await?)
    }

    /// Adds up everything that was committed and is not added up yet; gives the position reached.
    ///
    /// # Errors
    /// [`EngineError::Store`], also where a stored record cannot be read.
    pub async fn add_up(&self) -> Result<u64, EngineError> {
        let store = &self.core().store;
        loop {
            let from = store.as_of().await?;
            let page = store.feed(None, from, AT_ONCE).await?;
            if page.next > from {
                // False: another projector was faster, and the next look begins where it ended.
                store.add_up(from, page.next, deltas(&page.records)?).await?;
            }
            if !page.more {
                return Ok(page.next);
            }
        }
    }
}

/// What records add to each balance.
fn deltas(records: &[StoredRecord]) -> Result<Vec<LedgerDelta>, StoreError> {
    let mut sums: BTreeMap<(MarketplaceId, Account, Commodity), (i64, u64)> = BTreeMap::new();
    let overflow =
        || StoreError::Damaged { what: "the sum of a stretch of postings, which overflows".to_owned() };
    for stored in records {
        let record = Record::decode(stored.id, &stored.body)
            .map_err(|error| StoreError::Damaged { what: format!("record {}: {error}", stored.position) })?;
        for posting in record.events.iter().flat_map(|event| event.postings()) {
            let amount = i64::from(posting.amount);
            for (account, signed) in [(&posting.from, amount.checked_neg()), (&posting.to, Some(amount))] {
                let sum = sums.entry((stored.marketplace, account.clone(), posting.of)).or_default();
                sum.0 = signed.and_then(|signed| sum.0.checked_add(signed)).ok_or_else(overflow)?;
                sum.1 += 1;
            }
        }
    }
    let delta = |((marketplace, account, of), (amount, entries))| LedgerDelta {
        marketplace,
        account,
        of,
        amount,
        entries,
    };
    Ok(sums.into_iter().map(delta).collect())
}
