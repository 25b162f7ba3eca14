//! Notices that arrived.
use async_trait::async_trait;
use engine::ports::{Notice, NoticeError, Notices};
use std::sync::atomic::{AtomicU64, Ordering};

/// The post: it only counts.
#[derive(Default)]
pub(crate) struct Post {
    arrived: AtomicU64,
}

impl Post {
    /// How many notices arrived.
    pub(crate) fn arrived(&self) -> u64 {
        self.arrived.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl Notices for Post {
    async fn notify(&self, _key: &str, _notice: &Notice) -> Result<(), NoticeError> {
        self.arrived.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}
