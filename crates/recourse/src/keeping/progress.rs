//! One bar over bytes, for copying and checking.
use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that knows how many bytes are to be moved, about: what is written meanwhile comes on top.
pub struct Bar {
    bar: ProgressBar,
}

impl Bar {
    /// Over so many bytes.
    ///
    /// # Errors
    /// Never with the style that stands here.
    pub fn new(total: u64) -> Result<Self> {
        let bar = ProgressBar::new(total);
        bar.set_style(ProgressStyle::with_template(
            "{msg} {bar:40} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left",
        )?);
        Ok(Self { bar })
    }

    /// Says what is done now.
    pub fn phase(&self, phase: &'static str) {
        self.bar.set_message(phase);
    }

    /// So many bytes more.
    pub fn add(&self, bytes: u64) {
        self.bar.inc(bytes);
        if self.bar.length().is_some_and(|total| self.bar.position() > total) {
            self.bar.set_length(self.bar.position());
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
