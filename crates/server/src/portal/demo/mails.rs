//! Every notice of the demonstration, as the event feed tells them. What was read once is kept: a page reads only what is
//! new.
use crate::error::Answer;
use crate::state::App;
use engine::Entry;
use jiff::Timestamp;
use resolution::account::AccountEvent;
use resolution::aggregate::Event;
use resolution::id::{AggregateId, CaseNo, MarketplaceId, PartyId};
use resolution::order::event::OrderEvent;
use tokio::sync::Mutex;

/// Records read at once.
const AT_ONCE: u32 = 1_000;

/// A notice as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Mail {
    pub(super) at: Timestamp,
    pub(super) to: PartyId,
    pub(super) notice: String,
    /// The order, or the account.
    pub(super) about: AggregateId,
    pub(super) case: Option<CaseNo>,
    pub(super) end: Option<Timestamp>,
}

/// All mails so far.
#[derive(Default)]
pub(crate) struct Mails(Mutex<Read>);

#[derive(Default)]
struct Read {
    /// Position in the feed.
    to: u64,
    /// Oldest first.
    mails: Vec<Mail>,
}

impl Mails {
    /// Mails newest first, to one person or to all: `count` of them after the first `skip`, and whether there are more.
    pub(super) async fn page(
        &self,
        app: &App,
        marketplace: MarketplaceId,
        to: Option<PartyId>,
        (skip, count): (usize, usize),
    ) -> Answer<(Vec<Mail>, bool)> {
        let mut read = self.0.lock().await;
        loop {
            let feed = app.engine.feed(marketplace, read.to, AT_ONCE).await?;
            read.mails.extend(feed.entries.iter().flat_map(of_record));
            read.to = feed.next;
            if !feed.more {
                break;
            }
        }
        let wanted = read.mails.iter().rev().filter(|mail| to.is_none_or(|to| to == mail.to));
        let mut page: Vec<Mail> = wanted.skip(skip).take(count.saturating_add(1)).cloned().collect();
        let more = page.len() > count;
        page.truncate(count);
        Ok((page, more))
    }
}

fn of_record(entry: &Entry) -> Vec<Mail> {
    let (at, about) = (entry.record.at, entry.record.aggregate);
    let notices = entry.record.events.iter().filter_map(|event| match event {
        Event::Order(OrderEvent::NoticeSent { to, notice, case, end })
        | Event::Account(AccountEvent::AccountNoticeSent { to, notice, case, end }) => {
            Some(Mail { at, to: *to, notice: notice.clone(), about, case: *case, end: *end })
        }
        _ => None,
    });
    notices.collect()
}
