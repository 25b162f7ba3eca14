//! Hearing that the process is to stop.
use anyhow::Result;

/// Hears when the process is told to stop: by the terminal's interrupt or by the service manager. From the moment it is
/// made, neither ends the process by itself.
pub struct Stop {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
}

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system does not let it.
    #[cfg(unix)]
    pub fn listen() -> Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    /// Begins to listen.
    ///
    /// # Errors
    /// Never.
    #[cfg(not(unix))]
    pub fn listen() -> Result<Self> {
        Ok(Self {})
    }

    /// Waits until it is told.
    ///
    /// # Errors
    /// Where the system does not say.
    #[cfg(unix)]
    pub async fn told(&mut self) -> Result<()> {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        Ok(())
    }

    /// Waits until it is told.
    ///
    /// # Errors
    /// Where the system does not say.
    #[cfg(not(unix))]
    pub async fn told(&mut self) -> Result<()> {
        Ok(tokio::signal::ctrl_c().await?)
    }
}
