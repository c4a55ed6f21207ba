//! Replaces former ids by the present ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::record::mentions::{Mentions, Way};
use crate::record::participant::Participant;
use crate::value::id::ParticipantId;

/// The present id for every former id.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    present: Arc<BTreeMap<ParticipantId, ParticipantId>>,
}

impl People {
    /// The former ids in a participant list. A present id is never read as a former one; of two participants
    /// with the same former id, the first by id has it.
    pub fn of(participants: &BTreeMap<ParticipantId, Participant>) -> Self {
        let mut present = BTreeMap::new();
        for (id, who) in participants {
            for former in who.also.iter().filter(|id| !participants.contains_key(*id)) {
                present.entry(former.clone()).or_insert_with(|| id.clone());
            }
        }
        let present = Arc::new(present);
        Self { present }
    }

    /// The same people under the ids of a later register. Two different participants stay two, also if they
    /// became one later.
    #[must_use]
    pub fn seen_from(
        self,
        participants: &BTreeMap<ParticipantId, Participant>,
        later: &Self,
    ) -> Self {
        if later.present.is_empty() {
            return self;
        }
        let mut of: BTreeMap<&ParticipantId, Vec<&ParticipantId>> = BTreeMap::new();
        for id in participants.keys() {
            of.entry(later.present(id)).or_default().push(id);
        }
        let mut all = BTreeMap::clone(&later.present);
        for (present, ids) in &of {
            for id in ids.iter().filter(|_| ids.len() > 1) {
                all.insert((*id).clone(), (*id).clone());
            }
            if !participants.contains_key(*present) {
                continue;
            }
            all.remove(*present);
        }
        for (former, present) in Arc::unwrap_or_clone(self.present) {
            let now = all.get(&present).unwrap_or(&present).clone();
            all.insert(former, now);
        }
        all.retain(|former, present| former != present);
        let present = Arc::new(all);
        Self { present }
    }

    /// Whether anybody has a former id.
    pub fn has_former_ids(&self) -> bool {
        !self.present.is_empty()
    }

    /// The present id of a participant; the id itself if it is present or unknown.
    pub fn present<'a>(&'a self, id: &'a ParticipantId) -> &'a ParticipantId {
        self.present.get(id).unwrap_or(id)
    }

    /// A record, or a name, with everybody in it under their present id.
    #[must_use]
    pub fn settled<T: Mentions>(&self, mut record: T) -> T {
        if !self.present.is_empty() {
            record.people_mut(&Way::Record, &mut |id, _| {
                if let Some(present) = self.present.get(id) {
                    id.clone_from(present);
                }
            });
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::People;
    use crate::record::participant::Participant;
    use crate::value::id::{GroupId, ParticipantId};

    fn id(text: &str) -> ParticipantId {
        ParticipantId::parse(text).unwrap()
    }

    fn list(rows: &[(&str, &[&str])]) -> BTreeMap<ParticipantId, Participant> {
        let row = |(name, also): &(&str, &[&str])| {
            let group = GroupId::parse("all").unwrap();
            let mut who = Participant::new((*name).to_owned(), group);
            who.also = also.iter().map(|former| id(former)).collect();
            (id(name), who)
        };
        rows.iter().map(row).collect()
    }

    fn present(people: &People, name: &str) -> String {
        people.present(&id(name)).to_string()
    }

    #[test]
    fn a_present_id_is_nobody_elses_former_one() {
        let people = People::of(&list(&[("ann", &["bob", "al"]), ("bob", &["ann", "al"])]));
        assert_eq!(present(&people, "ann"), "ann");
        assert_eq!(present(&people, "bob"), "bob");
        assert_eq!(present(&people, "al"), "ann");
        assert_eq!(present(&people, "nobody"), "nobody");
    }

    #[test]
    fn a_later_register_says_what_everybody_is_called_now() {
        let then = list(&[("ann", &["al"]), ("bob", &[])]);
        let now = People::of(&list(&[("ann-smith", &["ann"]), ("bob", &[])]));
        let people = People::of(&then).seen_from(&then, &now);
        assert_eq!(present(&people, "al"), "ann-smith");
        assert_eq!(present(&people, "ann"), "ann-smith");
        assert_eq!(present(&people, "bob"), "bob");
    }

    #[test]
    fn two_who_were_different_stay_two() {
        let then = list(&[("ann", &[]), ("bob", &[])]);
        let now = People::of(&list(&[("ann", &["bob"])]));
        let people = People::of(&then).seen_from(&then, &now);
        assert_eq!(present(&people, "bob"), "bob");
        let now = People::of(&list(&[("carl", &["ann", "bob"])]));
        let people = People::of(&then).seen_from(&then, &now);
        assert_eq!(present(&people, "ann"), "ann");
        assert_eq!(present(&people, "bob"), "bob");
    }
}
