//! Participants in a sentence: their names, and the standings of theirs that no track counts although
//! nothing says that they should have no vote: often another body's word for the one that the charter
//! counts.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::record::charter::Charter;
use crate::record::participant::{Participant, UNCOUNTED};
use crate::value::id::{ParticipantId, StandingName};
use crate::value::sentence::any_of;

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
        false => any_of(names),
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

/// The first standing of a participant that leaves them without a vote and is not a word for that:
/// no track counts it, it is not one of the usual ones without a vote, and it is not a role.
pub fn uncounted_standing<'p>(charter: &Charter, who: &'p Participant) -> Option<&'p StandingName> {
    let counted = who.standing.iter().any(|own| charter.counts(own));
    let is_role = |own: &StandingName| {
        charter
            .roles
            .iter()
            .any(|(role, _)| role.as_str() == own.as_str())
    };
    let expected = |own: &StandingName| UNCOUNTED.contains(&own.as_str()) || is_role(own);
    let mut own = who.standing.iter();
    own.find(|own| !counted && !expected(own))
}

/// A sentence for each such standing, with those who have it.
pub fn uncounted<'p>(
    charter: &Charter,
    people: impl IntoIterator<Item = (&'p ParticipantId, &'p Participant)>,
) -> Vec<String> {
    let mut by_standing: BTreeMap<&StandingName, Vec<&ParticipantId>> = BTreeMap::new();
    for (id, who) in people {
        if let Some(standing) = uncounted_standing(charter, who) {
            by_standing.entry(standing).or_default().push(id);
        }
    }
    let sentence = |(standing, ids): (&StandingName, Vec<&ParticipantId>)| {
        let who = match ids.as_slice() {
            [one] => format!("{one} has"),
            [first, ..] => format!("{} participants have ({first} and others)", ids.len()),
            [] => String::new(),
        };
        format!("{who} the standing \"{standing}\", which no track counts")
    };
    by_standing.into_iter().map(sentence).collect()
}
