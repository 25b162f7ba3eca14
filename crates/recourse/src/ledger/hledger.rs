//! hledger's journal (ledger-cli reads it too): strict, with every account and commodity declared and a balance
//! assertion for each account at the end.
use super::accounts::{Decimal, account_name, commodity};
use super::{Journal, Movement, Summaries};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Writes it.
pub struct Hledger<W: Write>(pub W);

impl<W: Write> Journal for Hledger<W> {
    fn begin(&mut self, summaries: &Summaries) -> io::Result<()> {
        let out = &mut self.0;
        writeln!(out, "; Recourse: every posting of the journal, an event a transaction.")?;
        writeln!(out, "; Debits are positive: assets and expenses stand above zero, liabilities such as escrow below.")?;
        writeln!(out, "\ndecimal-mark .\n")?;
        let commodities: BTreeSet<_> = summaries.accounts.keys().map(|key| key.of).collect();
        for of in commodities {
            let sample = Decimal { of, amount: 1_000_000 }.to_string();
            // Without decimals a mark must still be shown.
            let mark = if sample.contains('.') { "" } else { "." };
            writeln!(out, "commodity {sample}{mark} {}", commodity(of))?;
        }
        writeln!(out)?;
        let names: BTreeSet<&str> = summaries.accounts.keys().map(|key| key.name.as_str()).collect();
        for name in names {
            writeln!(out, "account {name}")?;
        }
        Ok(())
    }

    fn movement(&mut self, movement: &Movement<'_>) -> io::Result<()> {
        let out = &mut self.0;
        let Movement { day, event, aggregate, number, at, marketplace, .. } = movement;
        writeln!(out, "\n{day} * {event} {aggregate}  ; event:{number}, at:{at}")?;
        for posting in movement.postings {
            let amount = i128::from(posting.amount.get());
            for (account, amount) in [(&posting.from, amount), (&posting.to, -amount)] {
                let name = account_name(&marketplace.slug, account);
                writeln!(out, "    {name}  {} {}", Decimal { of: posting.of, amount }, commodity(posting.of))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, summaries: &Summaries) -> io::Result<()> {
        let out = &mut self.0;
        if let Some(last) = summaries.last {
            writeln!(out, "\n{last} * balances")?;
            for (key, summary) in &summaries.accounts {
                let (none, code) = (Decimal { of: key.of, amount: 0 }, commodity(key.of));
                let balance = Decimal { of: key.of, amount: summary.balance };
                writeln!(out, "    {}  {none} {code} = {balance} {code}", key.name)?;
            }
        }
        out.flush()
    }
}
