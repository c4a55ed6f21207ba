//! Finds participants whose standing no track counts, although nothing says that they should have
//! no vote: often another body's word for the standing that the charter counts.

use std::collections::BTreeMap;

use crate::record::charter::Charter;
use crate::record::participant::{Participant, UNCOUNTED};
use crate::value::id::{ParticipantId, StandingName};

/// The first standing of a participant that leaves them without a vote and is not a word for that:
/// no track counts it, it is not one of the usual ones without a vote, and it is not a role.
pub fn standing<'p>(charter: &Charter, who: &'p Participant) -> Option<&'p StandingName> {
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
pub fn sentences<'p>(
    charter: &Charter,
    people: impl IntoIterator<Item = (&'p ParticipantId, &'p Participant)>,
) -> Vec<String> {
    let mut by_standing: BTreeMap<&StandingName, Vec<&ParticipantId>> = BTreeMap::new();
    for (id, who) in people {
        if let Some(standing) = standing(charter, who) {
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
