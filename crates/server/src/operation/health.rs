//! Whether this process can do its work now.
use crate::error::{Answer, ApiError};
use crate::state::App;
use api::problem::Code;
use jiff::SignedDuration;

/// Ready, or why not: it was told to stop, its store does not answer in time, or its clock is not the database's.
pub(crate) async fn ready(app: &App) -> Answer<&'static str> {
    let not = |why: String| Err(ApiError::new(Code::Unavailable, why));
    if app.is_stopping() {
        return not("This process was told to stop; send requests to another.".to_owned());
    }
    let most = app.settings.limits.store_answers;
    let Ok(answered) = tokio::time::timeout(most, app.engine.store().as_of()).await else {
        return not(format!("The store does not answer within {} ms.", most.as_millis()));
    };
    answered?;
    match app.engine.clocks_apart() {
        None => Ok("ready"),
        Some(ahead) => not(clock_is_wrong(ahead)),
    }
}

fn clock_is_wrong(ahead: SignedDuration) -> String {
    format!(
        "The clock of this machine is {} s {} the database's: this process wakes nobody and delivers nothing. Set the clocks.",
        ahead.abs().as_secs(),
        if ahead.is_negative() { "ahead of" } else { "behind" },
    )
}
