//! Notices that go nowhere: they are in the event feed, and a sandbox has nobody to write to.
use async_trait::async_trait;
use engine::ports::{Notice, NoticeError, Notices};

/// Takes every notice and tells the log at most.
#[derive(Clone, Copy, Debug, Default)]
pub struct QuietNotices;

#[async_trait]
impl Notices for QuietNotices {
    async fn notify(&self, key: &str, notice: &Notice) -> Result<(), NoticeError> {
        tracing::trace!(key, to = %notice.to, notice = %notice.notice, "a notice");
        Ok(())
    }
}
