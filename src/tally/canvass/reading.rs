//! The files that a canvass judges: which of them were in time, and which were given for this call.

use std::collections::BTreeMap;

use crate::record::path::Owner;
use crate::register::records::{PositionFile, Register};
use crate::tally::canvass::Canvasser;
use crate::tally::canvass::proxy::{ByProxy, by_proxy};
use crate::tally::closing::Given;
use crate::value::id::{ParticipantId, TrackId};

/// One file to be judged.
pub(super) struct Reading<'r> {
    pub(super) path: &'r str,
    pub(super) file: &'r PositionFile,
    pub(super) in_time: bool,
    /// Whether it was given for a call on another track.
    pub(super) elsewhere: bool,
}

/// The files to be judged, and which of those given in time for this call are each person's.
pub(super) struct Readings<'r> {
    pub(super) all: Vec<Reading<'r>>,
    /// Who answers for whom, in those files.
    pub(super) by_proxy: ByProxy,
    by_person: BTreeMap<&'r ParticipantId, Vec<usize>>,
}

impl<'r> Readings<'r> {
    pub(super) fn of(all: Vec<Reading<'r>>) -> Self {
        let mut by_person: BTreeMap<&ParticipantId, Vec<usize>> = BTreeMap::new();
        for (n, reading) in all
            .iter()
            .enumerate()
            .filter(|(_, reading)| reading.in_time && !reading.elsewhere)
        {
            let Owner::Participant(id) = &reading.file.owner else {
                continue;
            };
            by_person.entry(id).or_default().push(n);
        }
        let here = all
            .iter()
            .filter(|reading| reading.in_time && !reading.elsewhere);
        let given = here.filter_map(|reading| by_proxy(reading.file));
        Self {
            by_proxy: ByProxy::of(given),
            all,
            by_person,
        }
    }

    /// The files in time that are this person's.
    pub(super) fn of_person<'a>(
        &'a self,
        person: &ParticipantId,
    ) -> impl Iterator<Item = &'a Reading<'r>> {
        let places = self.by_person.get(person).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|n| self.all.get(*n))
    }
}

impl<'r> Canvasser<'r> {
    /// The files in time, and beside them those that moved after the close.
    pub(super) fn readings(&self) -> Vec<Reading<'r>> {
        let reading = |given: Given<'r>| Reading {
            path: given.path,
            file: given.file,
            in_time: given.in_time,
            elsewhere: self.is_elsewhere(given.register, given.path, given.file),
        };
        self.closing.positions().into_iter().map(reading).collect()
    }

    /// Whether a file was given for a call on another track. One that does not say so was given for
    /// the proposal's own; or for this call, if it is not what stood there when the call began. A
    /// register without history knows no more than the file.
    fn is_elsewhere(&self, register: &Register, path: &str, file: &PositionFile) -> bool {
        let said = file.position.as_ref().and_then(|p| p.track.as_ref());
        match said {
            Some(track) => *track != self.track.id,
            None if *self.own_track() == self.track.id => false,
            None => {
                let has_history = self.call.is_some_and(|call| call.frozen.is_some());
                !has_history || register.bytes(path) == self.moments.frozen().bytes(path)
            }
        }
    }

    /// The proposal's own track, as the call froze it.
    fn own_track(&self) -> &TrackId {
        let then = self.moments.frozen().proposals.get(self.id);
        let then = then.and_then(|folder| folder.proposal.as_ref());
        &then.unwrap_or(self.proposal).track
    }
}
