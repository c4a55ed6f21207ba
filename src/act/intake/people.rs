//! Everybody on the roster, and everybody whom the table adds, by all names under which a table may
//! know them.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::act::intake::letters::{look, slips};
use crate::record::participant::Participant;
use crate::record::table::folded;
use crate::register::records::Register;
use crate::value::id::ParticipantId;
use crate::value::suggest;

/// How many unknown names are answered with the nearest known one: looking for it takes long in a
/// large register.
const SUGGESTIONS: u32 = 100;

/// Whom a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// One participant.
    One(ParticipantId),
    /// One of several, by id.
    Several(BTreeSet<ParticipantId>),
    /// Nobody who is known.
    Nobody,
}

/// Everybody who may be meant.
pub(super) struct People<'r> {
    register: &'r Register,
    added: BTreeSet<ParticipantId>,
    /// Ids, addresses, accounts and names, folded.
    names: BTreeMap<String, BTreeSet<ParticipantId>>,
    /// Names by what an eye sees of them, and by what one slip of the pen leaves of that.
    looks: BTreeMap<String, ParticipantId>,
    suggestions: Cell<u32>,
}

impl<'r> People<'r> {
    /// Everybody on the roster.
    pub(super) fn of(register: &'r Register) -> Self {
        let roster = register.participants.iter();
        let mut people = Self {
            register,
            added: BTreeSet::new(),
            names: BTreeMap::new(),
            looks: BTreeMap::new(),
            suggestions: Cell::new(SUGGESTIONS),
        };
        for (id, who) in roster {
            people.know(id, who);
        }
        people
    }

    /// Adds somebody who is not on the roster yet.
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
    }

    fn know_look(&mut self, id: &ParticipantId, look: String) {
        for look in slips(&look).into_iter().chain([look]) {
            self.looks.entry(look).or_insert_with(|| id.clone());
        }
    }

    /// Whether somebody is on the roster, or added to it by this table.
    pub(super) fn is_known(&self, id: &ParticipantId) -> bool {
        self.is_on_roster(id) || self.added.contains(id)
    }

    /// Whether somebody is on the roster by this id.
    pub(super) fn is_on_roster(&self, id: &ParticipantId) -> bool {
        self.register.participants.contains_key(id)
    }

    /// Whom a name means. An id, or a former one, means nobody else.
    pub(super) fn find(&self, name: &str) -> Found {
        let name = name.strip_prefix('@').unwrap_or(name);
        if let Ok(id) = ParticipantId::parse(name) {
            let present = self.register.people.settled(id);
            if self.is_known(&present) {
                return Found::One(present);
            }
        }
        let found = self.names.get(&folded(name));
        match found.map(|ids| (ids.len(), ids.first())) {
            Some((1, Some(id))) => Found::One(id.clone()),
            Some(_) => Found::Several(found.cloned().unwrap_or_default()),
            None => Found::Nobody,
        }
    }

    /// Somebody whose name looks the same, or differs by one slip of the pen.
    pub(super) fn resembling(&self, name: &str) -> Option<&ParticipantId> {
        let look = look(name);
        let exact = self.looks.get(&look);
        exact.or_else(|| slips(&look).iter().find_map(|slip| self.looks.get(slip)))
    }

    /// Whom somebody probably meant.
    pub(super) fn probably(&self, name: &str) -> Option<ParticipantId> {
        if let Some(id) = self.resembling(name) {
            return Some(id.clone());
        }
        let left = self.suggestions.get().checked_sub(1)?;
        self.suggestions.set(left);
        let roster = &self.register.participants;
        let by_id = suggest::nearest(name, roster.keys().map(ParticipantId::as_str));
        let by_name = || {
            let meant = suggest::nearest(name, roster.values().map(|who| who.name.as_str()))?;
            let found = roster.iter().find(|(_, who)| who.name == meant);
            found.map(|(id, _)| id.clone())
        };
        by_id
            .and_then(|id| ParticipantId::parse(id).ok())
            .or_else(by_name)
    }
}
