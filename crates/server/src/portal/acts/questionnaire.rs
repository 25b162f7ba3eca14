//! The questions to a seller after the protection fund has paid: each with its answers to choose from, none of them chosen.
use super::fields::Fields;
use super::subject::words_of;
use crate::portal::reason;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// The answers that can be given.
const ANSWERS: [&str; 3] = ["yes", "no", "unsure"];

/// A line a question. What was chosen is one field of the form a question, all of one name.
pub(super) fn questions(fields: &Fields<'_>) -> Markup {
    let (reader, policy) = (fields.reader, &fields.subject.view.governing.policy);
    let problem = fields.problem("answers");
    let title = |id: &str| reason::message(reader, policy, &format!("question.{id}"));
    html! {
        @if let Some(problem) = &problem { p class="problem" id="answers" { (problem) } }
        @for (at, id) in words_of(fields.action, "answers").iter().enumerate() {
            @let name = format!("answer-{at}");
            div class="field" {
                label class="ask" for=(name) { (title(id)) }
                select class="box" id=(name) name="answers" {
                    option value="" { (reader.t("opinion-none")) }
                    @for answer in ANSWERS {
                        @let value = format!("{id}:{answer}");
                        option value=(value) selected[fields.typed.answers.contains(&value)] {
                            (reader.t(&format!("opinion-{answer}")))
                        }
                    }
                }
            }
        }
    }
}

/// What was chosen; a question without a choice is left out.
pub(super) fn read(typed: &[String]) -> BTreeMap<String, api::Opinion> {
    let one = |choice: &String| {
        let (id, answer) = choice.split_once(':')?;
        let answer = serde_json::from_value(serde_json::Value::String(answer.to_owned())).ok()?;
        Some((id.to_owned(), answer))
    };
    typed.iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::read;
    use api::Opinion;

    #[test]
    fn what_was_not_chosen_is_left_out() {
        let typed = ["a:yes", "", "b:unsure", "c:perhaps", "d"].map(str::to_owned);
        let read = read(&typed);
        let read: Vec<_> = read.iter().map(|(id, answer)| (id.as_str(), *answer)).collect();
        assert_eq!(read, [("a", Opinion::Yes), ("b", Opinion::Unsure)]);
    }
}
