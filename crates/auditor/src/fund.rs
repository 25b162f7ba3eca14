//! The protection fund: never more granted than there is, every question answered once, every grant settled once, and both
//! sides telling the same.
use crate::broken::{Held, ensure, fail};
use crate::read::{BudgetChanged, Counts, Fact, Reservation, Settled};
use std::collections::HashMap;

/// A case of an order.
type Asker = (String, u16);

/// What the auditor keeps of a fund.
#[derive(Debug, Default)]
pub(crate) struct Fund {
    changes: u32,
    budgets: HashMap<String, Budget>,
    reserved: HashMap<Asker, (String, i64)>,
}

#[derive(Debug, Default)]
struct Budget {
    given: i64,
    reserved: i64,
    spent: i64,
}

impl Budget {
    const fn available(&self) -> i64 {
        self.given - self.reserved - self.spent
    }
}

/// What an order says to the fund, or hears of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// It asks for an amount of a currency.
    Asks { fund: String, currency: String, amount: i64 },
    /// It has heard how the buyer stands, from the buyer's account in this version.
    Stands { counts: Counts, version: u64 },
    /// It has heard the answer, given by the fund in this version.
    Heard { granted: bool, version: u64 },
    /// It has used so much of the grant.
    Used { fund: String, used: i64 },
}

/// What is on its way between orders and funds.
#[derive(Debug, Default)]
pub(crate) struct Post {
    /// How the buyer stands, as accounts told it and the order has not heard.
    standing: HashMap<Asker, (Counts, u64)>,
    /// Questions that the fund has not answered: the fund, the currency, the amount.
    asks: HashMap<Asker, (String, String, i64)>,
    /// Answers that the order has not heard.
    answers: HashMap<Asker, (bool, u64)>,
    /// What was used, and the fund has not settled.
    used: HashMap<Asker, (String, i64)>,
}

impl Post {
    /// What an order said or heard.
    pub(crate) fn order(&mut self, order: &str, case: u16, word: Word) -> Held {
        let asker = (order.to_owned(), case);
        match word {
            Word::Asks { fund, currency, amount } => {
                let before = self.asks.insert(asker, (fund, currency, amount));
                ensure!(before.is_none(), MessageOnce, ("case {case} asks the fund once"), ("again"));
            }
            Word::Stands { counts, version } => {
                let told = self.standing.remove(&asker);
                ensure!(
                    told == Some((counts, version)),
                    MessageOnce,
                    ("how the buyer stands, once, as the account told it: {told:?}"),
                    ("{counts:?} in version {version}")
                );
            }
            Word::Heard { granted, version } => {
                let answer = self.answers.remove(&asker);
                ensure!(
                    answer == Some((granted, version)),
                    MessageOnce,
                    ("the fund's answer, once, as it was given: {answer:?}"),
                    ("granted: {granted} in version {version}")
                );
            }
            Word::Used { fund, used } => {
                let before = self.used.insert(asker, (fund, used));
                ensure!(before.is_none(), MessageOnce, ("a grant is told of once"), ("again"));
            }
        }
        Ok(())
    }

    /// The buyer's account has told an order how the buyer stands.
    pub(crate) fn stands(&mut self, order: &str, case: u16, counts: Counts, version: u64) -> Held {
        let before = self.standing.insert((order.to_owned(), case), (counts, version));
        ensure!(before.is_none(), MessageOnce, ("case {case} is told once"), ("again"));
        Ok(())
    }

    /// Whether nothing is on its way.
    pub(crate) fn empty(&self) -> bool {
        self.standing.is_empty() && self.asks.is_empty() && self.answers.is_empty() && self.used.is_empty()
    }

    /// What is on its way, for people.
    pub(crate) fn words(&self) -> String {
        format!(
            "told of buyers {:?}, asked {:?}, answered {:?}, used {:?}",
            self.standing, self.asks, self.answers, self.used
        )
    }
}

impl Fund {
    /// Takes one fact. `version` is the number of its event.
    pub(crate) fn takes(&mut self, name: &str, version: u64, fact: &Fact, post: &mut Post) -> Held {
        match fact {
            Fact::BudgetChanged(fact) => self.changed(fact),
            Fact::Granted(fact) => self.answers(name, version, fact, true, post),
            Fact::Denied(fact) => self.answers(name, version, fact, false, post),
            Fact::Settled(fact) => self.settles(name, fact, post),
            _ => fail!(RecordForm, ("a fact of a fund"), ("{fact:?}")),
        }
    }

    fn changed(&mut self, fact: &BudgetChanged) -> Held {
        let budget = self.budgets.entry(fact.currency.clone()).or_default();
        let signed = if fact.change == "add" { fact.amount } else { -fact.amount };
        ensure!(
            fact.number == self.changes + 1
                && fact.amount > 0
                && matches!(fact.change.as_str(), "add" | "take_back")
                && !fact.reason.trim().is_empty()
                && budget.available() + signed >= 0,
            Fund,
            ("change {} with a reason, leaving what is promised", self.changes + 1),
            ("{fact:?} of {budget:?}")
        );
        budget.given += signed;
        self.changes = fact.number;
        Ok(())
    }

    fn answers(
        &mut self,
        name: &str,
        version: u64,
        fact: &Reservation,
        granted: bool,
        post: &mut Post,
    ) -> Held {
        let asker = (fact.order.clone(), fact.case);
        let asked = post.asks.remove(&asker);
        let said = (name.to_owned(), fact.currency.clone(), fact.amount);
        ensure!(
            asked.as_ref() == Some(&said),
            MessageOnce,
            ("an answer to a question, once, as it was asked: {asked:?}"),
            ("{fact:?}")
        );
        let budget = self.budgets.entry(fact.currency.clone()).or_default();
        ensure!(
            granted == (fact.amount <= budget.available()) && fact.amount > 0,
            Fund,
            ("granted exactly where it is there: {}", budget.available()),
            ("{fact:?} granted: {granted}")
        );
        if granted {
            budget.reserved += fact.amount;
            self.reserved.insert(asker.clone(), (fact.currency.clone(), fact.amount));
        }
        post.answers.insert(asker, (granted, version));
        Ok(())
    }

    fn settles(&mut self, name: &str, fact: &Settled, post: &mut Post) -> Held {
        let asker = (fact.order.clone(), fact.case);
        let used = post.used.remove(&asker);
        ensure!(
            used == Some((name.to_owned(), fact.used)),
            MessageOnce,
            ("settled once, as the order said: {used:?}"),
            ("{fact:?}")
        );
        let held = self.reserved.remove(&asker);
        let whole = Some((fact.currency.clone(), fact.used + fact.given_back));
        ensure!(
            held == whole && fact.used >= 0 && fact.given_back >= 0,
            Fund,
            ("all of {held:?} used or given back"),
            ("{fact:?}")
        );
        let budget = self.budgets.entry(fact.currency.clone()).or_default();
        budget.reserved -= fact.used + fact.given_back;
        budget.spent += fact.used;
        Ok(())
    }

    /// Whether nothing is reserved.
    pub(crate) fn settled(&self) -> bool {
        self.reserved.is_empty()
    }
}
