//! Names participants in a sentence. Finds memberships that no track counts although nothing says that
//! they should not be counted: often another body's word for the one that the charter has.

use std::collections::BTreeMap;
use std::fmt::Display;

use crate::record::charter::Charter;
use crate::record::participant::{Participant, UNCOUNTED};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, StandingName};
use crate::value::sentence::{any_of, first_of};

/// So many names a hint lists one by one.
const MOST: usize = 5;

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

/// Who can do something about it, and what they type or write.
pub fn done_by(whose: impl Display, what: impl Into<Hint>) -> Hint {
    done_by_choosing(whose, "", what)
}

/// The same, where what they type has a placeholder with a list: `choices` says what it can be.
pub fn done_by_choosing(whose: impl Display, choices: &str, what: impl Into<Hint>) -> Hint {
    what.into().led_by(match choices {
        "" => format!("{whose} can do this"),
        choices => format!("{whose} can do this ({choices})"),
    })
}

/// The only participants who can do something about it.
pub fn only(ids: &[ParticipantId]) -> String {
    match ids {
        [] => "no participant can do this now".to_owned(),
        ids => format!("only {} can do this", some_of(ids)),
    }
}

/// The same, with what they type or write.
pub fn only_by(ids: &[ParticipantId], what: impl Into<Hint>) -> Hint {
    only_by_choosing(ids, "", what)
}

/// The same, where what they type has a placeholder with a list: `choices` says what it can be.
pub fn only_by_choosing(ids: &[ParticipantId], choices: &str, what: impl Into<Hint>) -> Hint {
    what.into().led_by(match choices {
        "" => only(ids),
        choices => format!("{} ({choices})", only(ids)),
    })
}

/// The names of a list that can be long: the first five, and how many more there are.
pub(crate) fn some_of(ids: &[ParticipantId]) -> String {
    let names = ids.iter().map(ParticipantId::as_str);
    match ids.len() > MOST {
        true => first_of(names),
        false => any_of(names),
    }
}

/// The first membership of a participant that no track counts although it does not say so: it is not
/// one of the usual uncounted ones, and it is not a role.
pub fn uncounted_standing<'p>(charter: &Charter, who: &'p Participant) -> Option<&'p StandingName> {
    let counted = who.memberships.names().any(|own| charter.counts(own));
    let is_role = |own: &StandingName| {
        charter
            .roles
            .iter()
            .any(|(role, _)| role.as_str() == own.as_str())
    };
    let expected = |own: &StandingName| UNCOUNTED.contains(&own.as_str()) || is_role(own);
    let mut own = who.memberships.names();
    own.find(|own| !counted && !expected(own))
}

/// A sentence for each such membership, with those who have it.
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
        let who = first_of(ids.iter().map(|id| id.as_str()));
        format!("no track counts the membership \"{standing}\" ({who})")
    };
    by_standing.into_iter().map(sentence).collect()
}
