//! Names of participants in a sentence.

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
