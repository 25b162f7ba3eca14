//! Stories as they are written: each is one async function that waits for its instants. The clockwork lets one story
//! go on at a time, the earliest first, and moves the sandbox's clock between them, so that the same stories always
//! give the same world.
use anyhow::Result;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

/// A story under way.
pub type Story = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// What stories wait by.
#[derive(Clone, Debug)]
pub struct Clockwork(Arc<Mutex<Face>>);

#[derive(Debug)]
struct Face {
    now: Timestamp,
    /// The instant that the story which is going on wants to wait for.
    wanted: Option<Timestamp>,
}

impl Clockwork {
    /// A clock that stands at the start.
    pub fn new(start: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(Face { now: start, wanted: None })))
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where the clock stands.
    pub fn now(&self) -> Timestamp {
        self.face().now
    }

    /// Waits in a story until an instant; one that has passed is no wait.
    pub async fn until(&self, at: Timestamp) {
        poll_fn(|_| {
            let mut face = self.face();
            if face.now >= at {
                return Poll::Ready(());
            }
            // Nobody wakes this: `play` goes on with it when the clock stands there.
            face.wanted = Some(at);
            Poll::Pending
        })
        .await;
    }

    /// Goes on with a story until it ends (nothing) or waits for an instant.
    async fn go_on(&self, story: &mut Story) -> Result<Option<Timestamp>> {
        poll_fn(|context| match story.as_mut().poll(context) {
            Poll::Ready(ended) => Poll::Ready(ended.map(|()| None)),
            Poll::Pending => match self.face().wanted.take() {
                Some(at) => Poll::Ready(Ok(Some(at))),
                None => Poll::Pending,
            },
        })
        .await
    }

    /// Plays all stories up to the end; `advance` moves the sandbox's clock. What lies behind the end does not happen.
    ///
    /// # Errors
    /// Where a story or the clock fails.
    pub async fn play<A, F>(&self, stories: Vec<Story>, end: Timestamp, mut advance: A) -> Result<()>
    where
        A: FnMut(Timestamp) -> F,
        F: Future<Output = Result<()>>,
    {
        let start = self.now();
        let mut waiting: BTreeMap<(Timestamp, usize), Story> =
            stories.into_iter().enumerate().map(|(no, story)| ((start, no), story)).collect();
        while let Some(((at, no), mut story)) = waiting.pop_first() {
            if at > end {
                break;
            }
            if at > self.now() {
                advance(at).await?;
                self.face().now = at;
            }
            if let Some(next) = self.go_on(&mut story).await? {
                waiting.insert((next, no), story);
            }
        }
        advance(end).await?;
        self.face().now = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[tokio::test]
    async fn stories_go_on_by_time_and_then_by_number_and_end_with_the_clock() {
        let start = Timestamp::UNIX_EPOCH;
        let hour = |n: i64| Timestamp::UNIX_EPOCH + SignedDuration::from_hours(n);
        let (clock, seen) = (Clockwork::new(start), Arc::new(Mutex::new(Vec::new())));
        let story = |name: &'static str, hours: &'static [i64]| -> Story {
            let (clock, seen) = (clock.clone(), Arc::clone(&seen));
            Box::pin(async move {
                for n in hours {
                    clock.until(hour(*n)).await;
                    tokio::task::yield_now().await;
                    seen.lock().expect("alone").push((name, *n));
                }
                Ok(())
            })
        };
        let stories = vec![story("a", &[3, 5, 9]), story("b", &[1, 3, 3])];
        let mut moved = Vec::new();
        let advance = |to| {
            moved.push(to);
            async { Ok(()) }
        };
        clock.play(stories, hour(6), advance).await.expect("plays");
        let seen = seen.lock().expect("alone").clone();
        assert_eq!(seen, [("b", 1), ("a", 3), ("b", 3), ("b", 3), ("a", 5)]);
        assert_eq!(moved, [hour(1), hour(3), hour(5), hour(6)]);
    }
}
