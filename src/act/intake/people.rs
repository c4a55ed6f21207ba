//! Finds participants, and those whom the table adds, by every name that a table can have for them.
//! Names are also compared as an eye sees them: without accents, case, marks, or the order of their parts.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::cell_text::Cells;
use crate::record::participant::Participant;
use crate::record::table::folded;
use crate::register::records::Register;
use crate::value::id::ParticipantId;
use crate::value::text::{canonical, company, plain, shortened};
use crate::value::{did_you_mean, id};

/// For how many unknown names the nearest known one is looked up: this takes long in a large register.
const SUGGESTIONS: u32 = 100;

/// Whom a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lookup {
    /// One participant.
    One(ParticipantId),
    /// One of several, by id.
    Several(BTreeSet<ParticipantId>),
    /// No known participant.
    Nobody,
}

/// Everybody whom a name can mean.
pub(super) struct PeopleIndex<'r> {
    register: &'r Register,
    added: BTreeSet<ParticipantId>,
    /// Ids, addresses, accounts and names, folded.
    names: BTreeMap<String, BTreeSet<ParticipantId>>,
    /// Names by what an eye sees of them, and by what one typing error leaves of that.
    looks: BTreeMap<String, ParticipantId>,
    /// Names by their words in order, without the form of a company.
    in_words: BTreeMap<String, ParticipantId>,
    suggestions: Cell<u32>,
}

impl<'r> PeopleIndex<'r> {
    /// Everybody on the participant list.
    pub(super) fn of(register: &'r Register) -> Self {
        let roster = register.participants.iter();
        let mut people = Self {
            register,
            added: BTreeSet::new(),
            names: BTreeMap::new(),
            looks: BTreeMap::new(),
            in_words: BTreeMap::new(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        for (id, who) in roster {
            people.know(id, who);
        }
        people
    }

    /// Adds a participant who is not on the participant list yet.
    pub(super) fn add(&mut self, id: &ParticipantId, who: &Participant) {
        self.know(id, who);
        self.added.insert(id.clone());
    }

    fn know(&mut self, id: &ParticipantId, who: &Participant) {
        let names = who.names().map(folded);
        for name in names.chain([id.to_string()]) {
            self.names.entry(name).or_default().insert(id.clone());
        }
        let (by_name, by_id) = (look(&who.name), look(id.as_str()));
        if by_id != by_name {
            self.know_look(id, by_id);
        }
        self.know_look(id, by_name);
        let words = company(&untitled(&who.name)) + " ";
        self.in_words.entry(words).or_insert_with(|| id.clone());
    }

    fn know_look(&mut self, id: &ParticipantId, look: String) {
        for look in slips(&look).into_iter().chain([look]) {
            self.looks.entry(look).or_insert_with(|| id.clone());
        }
    }

    /// Whether an id is on the participant list, or added to it by this table.
    pub(super) fn is_known(&self, id: &ParticipantId) -> bool {
        self.is_on_roster(id) || self.added.contains(id)
    }

    /// Whether an id is on the participant list.
    pub(super) fn is_on_roster(&self, id: &ParticipantId) -> bool {
        self.register.participants.contains_key(id)
    }

    /// Whom a name means. An id, also a former one, means only that participant.
    pub(super) fn find(&self, name: &str) -> Lookup {
        let name = name.strip_prefix('@').unwrap_or(name);
        if let Ok(id) = ParticipantId::parse(name) {
            let present = self.register.people.settled(id);
            if self.is_known(&present) {
                return Lookup::One(present);
            }
        }
        let found = self.names.get(&folded(name));
        match found.map(|ids| (ids.len(), ids.first())) {
            Some((1, Some(id))) => Lookup::One(id.clone()),
            Some(_) => Lookup::Several(found.cloned().unwrap_or_default()),
            None => Lookup::Nobody,
        }
    }

    /// The one participant whom a cell names. If the table adds them, this row depends on their own row.
    /// `what` says what they are in this row.
    pub(super) fn one(
        &self,
        typed: &str,
        what: &str,
        cells: &mut Cells<'_>,
    ) -> Option<ParticipantId> {
        let Lookup::One(id) = self.find(typed) else {
            let shown = shortened(typed, 60);
            let sentence =
                format!("{what} \"{shown}\" is not clear: it does not mean one participant");
            cells.ask(sentence, "write the id of the participant");
            return None;
        };
        if !self.is_on_roster(&id) {
            cells.rests_on.insert(id.clone());
        }
        Some(id)
    }

    /// A participant whose name looks the same, or differs by one typing error.
    pub(super) fn resembling(&self, name: &str) -> Option<&ParticipantId> {
        let look = look(name);
        let exact = self.looks.get(&look);
        exact
            .or_else(|| slips(&look).iter().find_map(|slip| self.looks.get(slip)))
            .or_else(|| self.beginning(name))
    }

    /// A participant whose name begins with all words of this one, or is the beginning of it: "Nordia" for
    /// "Nordia Company" and for "Nordia Trust Systems".
    fn beginning(&self, name: &str) -> Option<&ParticipantId> {
        let words = company(&untitled(name)) + " ";
        let longer = self.in_words.range(words.clone()..).next();
        let longer = longer.filter(|(known, _)| known.starts_with(&words));
        let mut ends = words.match_indices(' ').map(|(at, _)| at + 1);
        let shorter = || ends.find_map(|end| self.in_words.get(&words[..end]));
        longer.map(|(_, id)| id).or_else(shorter)
    }

    /// The participant who is probably meant.
    pub(super) fn probably(&self, name: &str) -> Option<ParticipantId> {
        if let Some(id) = self.resembling(name) {
            return Some(id.clone());
        }
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        let roster = &self.register.participants;
        let by_id = did_you_mean::nearest(name, roster.keys().map(ParticipantId::as_str));
        let by_name = || {
            let meant = did_you_mean::nearest(name, roster.values().map(|who| who.name.as_str()))?;
            let found = roster.iter().find(|(_, who)| who.name == meant);
            found.map(|(id, _)| id.clone())
        };
        by_id
            .and_then(|id| ParticipantId::parse(id).ok())
            .or_else(by_name)
    }
}

/// The shortest look in which one difference is taken for a typing error. In shorter ones, different
/// names such as Iran and Iraq are one letter apart.
const SHORTEST: usize = 8;

/// What can be in front of a name without being part of it.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "mx",
    "herr",
    "frau",
    "mme",
    "ing",
    "sr",
    "sra",
    "dott",
    "dipl-ing",
];

/// A name in canonical form, without titles in front of it.
fn untitled(name: &str) -> String {
    let name = canonical(name);
    let is_title = |word: &&str| TITLES.contains(&word.trim_end_matches('.'));
    let rest: Vec<&str> = name.split(' ').skip_while(is_title).collect();
    match rest.is_empty() {
        true => name,
        false => rest.join(" "),
    }
}

/// The id that is made from the name of a new participant; `None` where the name has no letters.
pub(super) fn new_id(name: &str) -> Option<id::ParticipantId> {
    let has_letters = name.chars().any(char::is_alphabetic);
    id::ParticipantId::parse(&id::slug(&untitled(name)))
        .ok()
        .filter(|_| has_letters)
}

/// A name as an eye sees it: its parts in plain letters, sorted.
pub(super) fn look(name: &str) -> String {
    let plain = plain(&untitled(name));
    let parts = plain.split(|c: char| !c.is_alphanumeric());
    let mut parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.sort_unstable();
    parts.join(" ")
}

/// What is left of a look after one letter is dropped. Two looks that differ by one typing error have
/// one of these in common, or one look is among these of the other. A different digit is not a typing
/// error.
pub(super) fn slips(look: &str) -> Vec<String> {
    if look.chars().count() < SHORTEST {
        return Vec::new();
    }
    let letters = look.char_indices().filter(|(_, c)| !c.is_ascii_digit());
    letters
        .map(|(at, c)| {
            let (before, after) = look.split_at(at);
            format!("{before}{}", after.get(c.len_utf8()..).unwrap_or(""))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{look, new_id, slips};

    #[test]
    fn names_become_ids() {
        let id = |name: &str| new_id(name).map(|id| id.to_string());
        assert_eq!(id("Ünal Çelik").as_deref(), Some("uenal-celik"));
        assert_eq!(id("Côte d'Ivoire").as_deref(), Some("cote-divoire"));
        assert_eq!(id("U.S.A.").as_deref(), Some("usa"));
        assert_eq!(id("日本").as_deref(), Some("ri-ben"));
        assert_eq!(id("№ 7").as_deref(), None);
        assert_eq!(id("3"), None);
    }

    #[test]
    fn the_order_of_parts_and_accents_do_not_matter_to_an_eye() {
        assert_eq!(look("Adeyemi, Ruth"), look("ruth ADEYEMI"));
        assert_eq!(look("José"), look("Jose"));
        let one_slip = |one: &str, other: &str| {
            let (one, other) = (look(one), look(other));
            slips(&one).contains(&other)
                || slips(&other).contains(&one)
                || slips(&one).iter().any(|slip| slips(&other).contains(slip))
        };
        assert!(one_slip("Ruth Adeyemi", "Ruth Adeyemy"));
        assert!(one_slip("Ruth Adeyemi", "Rut Adeyemi"));
        assert!(!one_slip("Ireland", "Iceland"));
        assert!(!one_slip("member-001", "member-002"));
        assert!(!one_slip("Austria", "Australia"));
    }
}
