//! Asks for one of several words, each shown with what it means.

use crate::cli::ask::{Typed, again, answer, left, missing, possible};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::name;
use crate::render::grid::{Column, Table};
use crate::render::ink::Style;
use crate::render::page::Page;
use crate::value::sentence::capital;

/// The most words that are listed; more can be typed.
const LISTED: usize = 40;

/// What can be answered.
#[derive(Debug, Clone)]
pub(crate) struct Choice<T> {
    /// What is chosen by it.
    pub(crate) value: T,
    /// The word that is typed.
    pub(crate) word: String,
    /// What it means, on one line.
    pub(crate) means: String,
}

impl<T> Choice<T> {
    /// A word with what it means.
    pub(crate) fn new(value: T, word: impl Into<String>, means: impl Into<String>) -> Self {
        Self {
            value,
            word: word.into(),
            means: means.into(),
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Question<'q> {
    /// What is chosen, in a word or two: "position".
    pub(crate) what: &'q str,
    /// What the second column says of each: "counts as".
    pub(crate) means: &'q str,
    /// What can be typed to avoid the question: "plenary position PROPOSAL VALUE".
    pub(crate) instead: &'q str,
    /// The word that Enter means, if there is one.
    pub(crate) usual: Option<&'q str>,
}

impl<'q> Question<'q> {
    /// A question to which Enter alone is not an answer.
    pub(crate) const fn new(what: &'q str, means: &'q str, instead: &'q str) -> Self {
        Self {
            what,
            means,
            instead,
            usual: None,
        }
    }
}

/// Asks for one of `choices`, until it is answered by a word, its unambiguous beginning or its
/// number.
pub(crate) fn choose<T: Clone>(
    context: &mut Context<'_>,
    question: Question<'_>,
    choices: &[Choice<T>],
) -> Result<T, Failure> {
    let what = format!("the {}", question.what);
    if !possible(context) {
        return Err(missing(&what, question.instead));
    }
    if choices.is_empty() {
        let sentence = format!("this command has no {} to choose from", question.what);
        return Err(Failure::usage(sentence, super::option(question.instead)));
    }
    super::begin(context)?;
    context.say(&listed(question, choices))?;
    let usual = question.usual.map(|word| format!(" [{word}]"));
    let prompt = format!(
        "{} (name or number){}: ",
        capital(question.what),
        usual.unwrap_or_default()
    );
    loop {
        let typed = match (answer(context, &prompt)?, question.usual) {
            (Typed::Words(words), _) => words,
            (Typed::Nothing, Some(usual)) => usual.to_owned(),
            (Typed::Nothing, None) | (Typed::End, _) => {
                return Err(left(&what, question.instead));
            }
        };
        match meant(&typed, question.what, choices) {
            Ok(value) => return Ok(value),
            Err(failure) => again(context, &failure)?,
        }
    }
}

fn listed<T>(question: Question<'_>, choices: &[Choice<T>]) -> Page {
    let columns = [
        Column::number(""),
        Column::new(question.what),
        Column::sentence(question.means),
    ];
    let numbered = choices.iter().take(LISTED).zip(1_usize..);
    let table = numbered.fold(Table::new(columns), |table, (choice, n)| {
        let number = Style::Plain.on(n.to_string());
        let means = Style::Plain.on(choice.means.as_str());
        table.row([number, Style::Strong.on(choice.word.as_str()), means])
    });
    let page = Page::new().table(table);
    match choices.len().saturating_sub(LISTED) {
        0 => page,
        more => page.line(format!("and {more} more, which you can type by name")),
    }
}

/// What an answer means: words come before numbers, in case a word looks like one.
fn meant<T: Clone>(typed: &str, what: &str, choices: &[Choice<T>]) -> Result<T, Failure> {
    let words = choices.iter().map(|choice| choice.word.as_str());
    let by_number = || choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
    let chosen = match name::resolve(typed, what, words) {
        Ok(word) => choices.iter().find(|choice| choice.word == word),
        Err(failure) => Some(by_number().ok_or(failure)?),
    };
    chosen
        .map(|choice| choice.value.clone())
        .ok_or_else(|| missing(what, ""))
}

#[cfg(test)]
mod tests {
    use super::{Choice, meant};

    #[test]
    fn words_beginnings_and_numbers_are_answers() {
        let choices = ["accept", "abstain", "2x"].map(|word| Choice::new(word, word, ""));
        let chosen = |typed| meant(typed, "position", &choices).ok();
        assert_eq!(chosen("accept"), Some("accept"));
        assert_eq!(chosen("ab"), Some("abstain"));
        assert_eq!(chosen("1"), Some("accept"));
        assert_eq!(chosen("2"), Some("2x"), "words come before numbers");
        for none in ["a", "0", "4", "-1", "accepted", "99999999999999999999999"] {
            assert_eq!(chosen(none), None, "{none}");
        }
    }
}
