//! One row a posting, with the account names of Recourse.
use super::accounts::{Decimal, commodity};
use super::{Journal, Movement, Summaries};
use std::io::{self, Write};

/// Writes it.
pub struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Onto a writer.
    pub fn new(out: W) -> Self {
        Self(csv::Writer::from_writer(out))
    }
}

const HEAD: [&str; 11] = [
    "marketplace",
    "position",
    "aggregate",
    "event_number",
    "event",
    "at",
    "from",
    "to",
    "amount",
    "commodity",
    "minor_units",
];

impl<W: Write> Journal for Csv<W> {
    fn begin(&mut self, _summaries: &Summaries) -> io::Result<()> {
        self.0.write_record(HEAD).map_err(unwrapped)
    }

    fn movement(&mut self, movement: &Movement<'_>) -> io::Result<()> {
        for posting in movement.postings {
            let amount = Decimal { of: posting.of, amount: i128::from(posting.amount.get()) };
            let row = [
                movement.marketplace.slug.clone(),
                movement.position.to_string(),
                movement.aggregate.clone(),
                movement.number.to_string(),
                movement.event.clone(),
                movement.at.to_string(),
                posting.from.to_string(),
                posting.to.to_string(),
                amount.to_string(),
                commodity(posting.of),
                posting.amount.get().to_string(),
            ];
            self.0.write_record(row).map_err(unwrapped)?;
        }
        Ok(())
    }

    fn end(&mut self, _summaries: &Summaries) -> io::Result<()> {
        self.0.flush()
    }
}

/// What the disk or the pipe said, so that a closed pipe is known as one.
fn unwrapped(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
