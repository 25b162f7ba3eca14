//! Playing one order from its seed, and making what failed as short as possible.
use super::dice::Dice;
use super::house::House;
use super::play;
use super::run::{Run, Step};
use super::tally::Tally;
use jiff::{SignedDuration, Timestamp};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What broke, and the steps that lead there.
pub struct Failure {
    /// What is broken, in words.
    pub what: String,
    /// The steps.
    pub steps: Vec<Step>,
}

fn start(dice: &mut Dice) -> Timestamp {
    // From October 2017 on: zones with and without a change of the clock ahead.
    let base: Timestamp = "2017-10-01T00:00:00Z".parse().expect("an instant");
    base + SignedDuration::from_secs(dice.between(0, 3 * 366 * 86_400))
}

/// A panic of the core is a failure as well.
fn guarded<T>(act: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(act)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        Err(format!("panic: {}", text.or(panic.downcast_ref::<&str>().copied()).unwrap_or("?")))
    })
}

/// Plays one order: its house, its start and every step follow from the seed.
pub fn play(seed: u64, houses: &[House]) -> Result<Tally, Failure> {
    let mut dice = Dice::new(seed);
    let house = dice.pick(houses);
    let mut run = Run::new(house, start(&mut dice));
    let commands = dice.between(40, 150);
    let mut steps: Vec<Step> = Vec::new();
    let mut given = 0;
    let mut idle = 0;
    while given < commands && idle < 12 {
        idle += i32::from(run.order().is_some_and(play::over));
        let step = play::next(&run, &mut dice, &steps);
        given += i64::from(matches!(step, Step::Act(..) | Step::Again(..)));
        steps.push(step.clone());
        if let Err(what) = guarded(|| run.step(&step)) {
            return Err(Failure { what, steps });
        }
    }
    guarded(|| run.finish()).map_err(|what| Failure { what, steps })?;
    Ok(run.tally)
}

/// Plays one order and gives every line that the second auditor was shown, whether or not it found something.
pub fn shown(seed: u64, houses: &[House]) -> Vec<serde_json::Value> {
    let mut dice = Dice::new(seed);
    let house = dice.pick(houses);
    let mut run = Run::new(house, start(&mut dice));
    run.watch.shown = Some(Vec::new());
    let commands = dice.between(40, 150);
    let mut steps: Vec<Step> = Vec::new();
    let (mut given, mut idle) = (0, 0);
    while given < commands && idle < 12 {
        idle += i32::from(run.order().is_some_and(play::over));
        let step = play::next(&run, &mut dice, &steps);
        given += i64::from(matches!(step, Step::Act(..) | Step::Again(..)));
        steps.push(step.clone());
        if guarded(|| run.step(&step)).is_err() {
            break;
        }
    }
    let _ = guarded(|| run.finish());
    run.watch.shown.take().unwrap_or_default()
}

/// Plays given steps in the house and from the start of a seed.
pub fn replay(seed: u64, houses: &[House], steps: &[Step]) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let house = dice.pick(houses);
    let mut run = Run::new(house, start(&mut dice));
    guarded(|| {
        for step in steps {
            run.step(step)?;
        }
        run.finish()
    })
}

/// Plays the beginning of an order on time and its end twice, on time and so much late: where the money goes in the end
/// must not depend on it. Says what differs.
pub fn late(seed: u64, houses: &[House], steps: &[Step], late: SignedDuration) -> Result<(), String> {
    let mut outcomes = Vec::new();
    for late in [SignedDuration::ZERO, late] {
        let mut dice = Dice::new(seed);
        let house = dice.pick(houses);
        let mut run = Run::new(house, start(&mut dice));
        guarded(|| {
            for step in steps {
                run.step(step)?;
            }
            run.finish_late(late)
        })?;
        outcomes.push(run.books.outcome());
    }
    let differs = outcomes[0].iter().zip(&outcomes[1]).find(|(on_time, late)| on_time != late);
    differs.map_or(Ok(()), |(on_time, late)| Err(format!("outcome on time {on_time:?} but late {late:?}")))
}

/// The first steps of a seed: as many commands, or fewer where the order is over sooner.
pub fn steps(seed: u64, houses: &[House], commands: usize) -> Vec<Step> {
    let mut dice = Dice::new(seed);
    let house = dice.pick(houses);
    let mut run = Run::new(house, start(&mut dice));
    let mut steps: Vec<Step> = Vec::new();
    while steps.len() < commands {
        let step = play::next(&run, &mut dice, &steps);
        steps.push(step.clone());
        if guarded(|| run.step(&step)).is_err() {
            break;
        }
    }
    steps
}

/// Leaves out every step without which it still fails in the same way.
pub fn shrink(failure: Failure, replay: impl Fn(&[Step]) -> Result<(), String>) -> Failure {
    let kind =
        |what: &str| what.chars().filter(|c| c.is_alphabetic() || *c == ' ').take(24).collect::<String>();
    let wanted = kind(&failure.what);
    let mut best = failure;
    let mut size = best.steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < best.steps.len() {
            let mut steps = best.steps.clone();
            steps.drain(from..(from + size).min(best.steps.len()));
            match replay(&steps) {
                Err(what) if kind(&what) == wanted => best = Failure { what, steps },
                _ => from += size,
            }
        }
        size /= 2;
    }
    best
}
