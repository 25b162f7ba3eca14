//! Beancount's ledger: accounts opened on their first day, balance assertions the day after the last.
use super::accounts::{Decimal, account_name, commodity};
use super::{Journal, Movement, Summaries};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Writes it.
pub struct Beancount<W: Write>(pub W);

impl<W: Write> Journal for Beancount<W> {
    fn begin(&mut self, summaries: &Summaries) -> io::Result<()> {
        let out = &mut self.0;
        writeln!(out, "; Recourse: every posting of the journal, an event a transaction.")?;
        writeln!(out, "; Debits are positive: assets and expenses stand above zero, liabilities such as escrow below.")?;
        writeln!(out, "\noption \"title\" \"Recourse\"")?;
        let commodities: BTreeSet<_> = summaries.accounts.keys().map(|key| key.of).collect();
        for of in &commodities {
            writeln!(out, "option \"operating_currency\" \"{}\"", commodity(*of))?;
        }
        writeln!(out)?;
        let first = summaries.accounts.values().map(|summary| summary.first).min();
        for (of, first) in commodities.into_iter().zip(std::iter::repeat(first).flatten()) {
            writeln!(out, "{first} commodity {}", commodity(of))?;
        }
        writeln!(out)?;
        let mut opened: BTreeMap<&str, (Date, Vec<String>)> = BTreeMap::new();
        for (key, summary) in &summaries.accounts {
            let open = opened.entry(&key.name).or_insert((summary.first, Vec::new()));
            open.0 = open.0.min(summary.first);
            open.1.push(commodity(key.of));
        }
        for (name, (first, commodities)) in opened {
            writeln!(out, "{first} open {name} {}", commodities.join(","))?;
        }
        Ok(())
    }

    fn movement(&mut self, movement: &Movement<'_>) -> io::Result<()> {
        let out = &mut self.0;
        let Movement { day, event, aggregate, number, at, marketplace, .. } = movement;
        writeln!(out, "\n{day} * \"{event}\" \"{aggregate}\"\n  at: \"{at}\"\n  event: {number}")?;
        for posting in movement.postings {
            let amount = i128::from(posting.amount.get());
            for (account, amount) in [(&posting.from, amount), (&posting.to, -amount)] {
                let name = account_name(&marketplace.slug, account);
                writeln!(out, "  {name}  {} {}", Decimal { of: posting.of, amount }, commodity(posting.of))?;
            }
        }
        Ok(())
    }

    fn end(&mut self, summaries: &Summaries) -> io::Result<()> {
        let out = &mut self.0;
        if let Some(after) = summaries.last.and_then(|last| last.tomorrow().ok()) {
            writeln!(out)?;
            for (key, summary) in &summaries.accounts {
                // Exactly: beancount would otherwise forgive the last digit.
                let balance = Decimal { of: key.of, amount: summary.balance };
                writeln!(out, "{after} balance {}  {balance} ~ 0 {}", key.name, commodity(key.of))?;
            }
        }
        out.flush()
    }
}
