//! Every state that a case can come to, with the shortest way to each, and the circles among them.
use super::state::State;
use super::steps::{Act, Model, Step, To};
use super::words;
use crate::policy::{Exit, StageName};
use std::collections::{BTreeSet, HashMap, VecDeque};

/// The graph of all states, in the order of their distance from the beginning.
pub(super) struct Walk<'a> {
    pub model: &'a Model<'a>,
    pub states: Vec<State>,
    /// The steps from each state; where a step leads on, the number of the state.
    pub steps: Vec<Vec<(Step, Option<usize>)>>,
    came: Vec<Option<(usize, Act)>>,
}

/// Which steps a circle may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Through {
    /// Ends of clocks only.
    Silence,
    /// Everything but the mediator's acts.
    Parties,
    /// Everything that starts a clock anew: not the way back to a review that rested.
    FreshClocks,
}

impl Through {
    fn takes(self, from: &State, step: &Step, stays: bool) -> bool {
        let end = matches!(step.act, Act::End(_));
        // An act that leaves the stage as it is moves no clock; a clock that ends where it stands would end again.
        if stays && !end {
            return false;
        }
        let mediator = step.act.by_mediator()
            || from.stage == StageName::Reviewing && step.act == Act::Leave(Exit::Propose);
        match self {
            Self::Silence => end,
            Self::Parties => !mediator,
            Self::FreshClocks => !matches!(step.to, To::Resumed(_)),
        }
    }
}

impl<'a> Walk<'a> {
    /// Explores everything that can come of these beginnings.
    pub fn new(model: &'a Model<'a>, beginnings: Vec<State>) -> Self {
        let mut walk = Self { model, states: Vec::new(), steps: Vec::new(), came: Vec::new() };
        let mut numbers: HashMap<State, usize> = HashMap::new();
        for state in beginnings {
            walk.number(&mut numbers, state, None);
        }
        let mut next = 0;
        while let Some(state) = walk.states.get(next).copied() {
            let steps = model.steps(&state).into_iter().map(|step| {
                let number = match step.to {
                    To::State(to) | To::Resumed(to) => {
                        Some(walk.number(&mut numbers, to, Some((next, step.act))))
                    }
                    To::Missing(_) | To::NothingRuled | To::Task => None,
                };
                (step, number)
            });
            let steps = steps.collect();
            walk.steps.push(steps);
            next += 1;
        }
        walk
    }

    fn number(
        &mut self,
        numbers: &mut HashMap<State, usize>,
        state: State,
        came: Option<(usize, Act)>,
    ) -> usize {
        *numbers.entry(state).or_insert_with(|| {
            self.states.push(state);
            self.came.push(came);
            self.states.len() - 1
        })
    }

    /// Every state with its number.
    pub fn all(&self) -> impl Iterator<Item = (usize, &State)> {
        self.states.iter().enumerate()
    }

    /// The steps from a state.
    pub fn from(&self, number: usize) -> &[(Step, Option<usize>)] {
        self.steps.get(number).map_or(&[], Vec::as_slice)
    }

    /// How many steps there are in all.
    pub fn count(&self) -> usize {
        self.steps.iter().map(Vec::len).sum()
    }

    /// Every stage with every other stage that may follow it.
    pub fn ways(&self) -> BTreeSet<(StageName, StageName)> {
        let from = |number: usize| self.from(number).iter().filter_map(|(_, to)| *to);
        let all = self.all().flat_map(|(number, state)| from(number).map(|to| (state.stage, to)));
        let all = all.filter_map(|(stage, to)| Some((stage, self.states.get(to)?.stage)));
        all.filter(|(from, to)| from != to).collect()
    }

    /// The state from which another is first reached; nothing for a beginning.
    pub fn before(&self, number: usize) -> Option<&State> {
        let (before, _) = self.came.get(number).copied().flatten()?;
        self.states.get(before)
    }

    /// The shortest way from the beginning to a state, in words.
    pub fn path(&self, to: usize) -> String {
        let mut ways = Vec::new();
        let mut current = to;
        while let Some(Some((before, act))) = self.came.get(current) {
            ways.push((*before, *act));
            current = *before;
        }
        let mut text = String::new();
        for (before, act) in ways.into_iter().rev() {
            text += &self.leg(before, act);
        }
        text + self.states.get(to).map_or("", |state| state.stage.word())
    }

    /// The way to a state and one step further, up to the arrow.
    pub fn path_and(&self, to: usize, act: Act) -> String {
        let Some(state) = self.states.get(to) else { return String::new() };
        format!("{}, {}", self.path(to), words::act(self.model, state, act))
    }

    fn leg(&self, from: usize, act: Act) -> String {
        let Some(state) = self.states.get(from) else { return String::new() };
        format!("{}, {} → ", state.stage, words::act(self.model, state, act))
    }

    fn next(&self, number: usize, through: Through) -> impl Iterator<Item = (usize, Act)> {
        self.from(number).iter().filter_map(move |(step, to)| {
            let (state, to) = (self.states.get(number)?, (*to)?);
            through.takes(state, step, to == number).then_some((to, step.act))
        })
    }

    /// The first circle of such steps in words, with the number of the state in which it begins.
    pub fn circle(&self, through: Through) -> Option<(usize, String)> {
        let left = self.in_circles(through);
        let start = (0..self.states.len()).find(|number| {
            left.get(*number).copied().unwrap_or_default() && self.round(*number, through).is_some()
        })?;
        let legs = self.round(start, through)?;
        let mut text = String::new();
        for (from, act) in legs {
            text += &self.leg(from, act);
        }
        let name = self.states.get(start)?.stage.word();
        let way = match self.path(start).strip_suffix(name) {
            Some(way) if !way.is_empty() => format!("{way}{text}{name}"),
            _ => format!("{text}{name}"),
        };
        Some((start, way))
    }

    /// The shortest round from a state back to itself.
    fn round(&self, start: usize, through: Through) -> Option<Vec<(usize, Act)>> {
        let mut came: HashMap<usize, (usize, Act)> = HashMap::new();
        let mut open = VecDeque::from([start]);
        while let Some(number) = open.pop_front() {
            for (to, act) in self.next(number, through) {
                if came.contains_key(&to) {
                    continue;
                }
                came.insert(to, (number, act));
                if to == start {
                    let mut legs = Vec::new();
                    let mut current = start;
                    while let Some((before, act)) = came.get(&current) {
                        legs.push((*before, *act));
                        current = *before;
                        if current == start {
                            break;
                        }
                    }
                    legs.reverse();
                    return Some(legs);
                }
                open.push_back(to);
            }
        }
        None
    }

    /// The states that are left when those from which every way ends are taken away: circles and what leads into them.
    fn in_circles(&self, through: Through) -> Vec<bool> {
        let mut outgoing: Vec<usize> =
            (0..self.states.len()).map(|number| self.next(number, through).count()).collect();
        let mut incoming: Vec<Vec<usize>> = vec![Vec::new(); self.states.len()];
        for number in 0..self.states.len() {
            for (to, _) in self.next(number, through) {
                if let Some(list) = incoming.get_mut(to) {
                    list.push(number);
                }
            }
        }
        let mut open: Vec<usize> = (0..outgoing.len()).filter(|number| outgoing[*number] == 0).collect();
        let mut left = vec![true; self.states.len()];
        while let Some(number) = open.pop() {
            left[number] = false;
            for before in &incoming[number] {
                outgoing[*before] -= 1;
                if outgoing[*before] == 0 {
                    open.push(*before);
                }
            }
        }
        left
    }

    /// The longest time, in days, that such steps can take from the beginning, where there is no circle of them. Each
    /// stage counts with its whole clock, rounded up; what waits for the gateway counts as nothing.
    pub fn longest(&self, through: Through) -> u64 {
        fn from(walk: &Walk<'_>, number: usize, through: Through, known: &mut [Option<u64>]) -> u64 {
            if let Some(Some(days)) = known.get(number) {
                return *days;
            }
            let later = walk.next(number, through).map(|(to, _)| from(walk, to, through, known)).max();
            let own = walk.states.get(number).map_or(0, |state| words::days(walk.model, state.stage));
            let days = own + later.unwrap_or(0);
            if let Some(slot) = known.get_mut(number) {
                *slot = Some(days);
            }
            days
        }
        let mut known = vec![None; self.states.len()];
        let beginnings: Vec<usize> = (0..self.states.len()).filter(|n| self.came[*n].is_none()).collect();
        beginnings.into_iter().map(|number| from(self, number, through, &mut known)).max().unwrap_or(0)
    }
}
