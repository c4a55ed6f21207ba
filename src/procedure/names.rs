//! Names of participants in a sentence.

use std::fmt::Display;

use crate::value::id::ParticipantId;
use crate::value::suggest::listed;

/// The names of a list of people in a sentence, each once, or a word for nobody.
pub fn people<'a>(ids: impl IntoIterator<Item = &'a ParticipantId>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for id in ids.into_iter().map(ParticipantId::as_str) {
        if !names.contains(&id) {
            names.push(id);
        }
    }
    match names.is_empty() {
        true => "nobody".to_owned(),
        false => listed(names),
    }
}

/// Who can do something about it, and what they type or write: the one form of such a hint.
pub fn done_by(whose: impl Display, what: impl Display) -> String {
    done_by_choosing(whose, "", what)
}

/// The same, where what they type has a placeholder with a list: `choices` says what it can be.
pub fn done_by_choosing(whose: impl Display, choices: &str, what: impl Display) -> String {
    match choices {
        "" => format!("{whose} can do this: {what}"),
        choices => format!("{whose} can do this ({choices}): {what}"),
    }
}
