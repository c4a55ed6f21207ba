//! The files that a canvass judges: which of them were in time, and which were given for this call.

use std::collections::BTreeMap;

use crate::record::call::Call;
use crate::record::path::Owner;
use crate::register::freeze::Basis;
use crate::register::records::{PositionFile, Register};
use crate::tally::canvass::Canvasser;
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
        Self { all, by_person }
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
        let now = &self.folder.positions;
        let Some(closing) = &self.moments.closing else {
            let asked = &self.moments.asked;
            return now
                .iter()
                .map(|(path, file)| self.reading(asked, (path, file), !self.received_late(file)))
                .collect();
        };
        let mut readings = Vec::new();
        let then = closing.proposals.get(self.id).map(|f| &f.positions);
        for (path, file) in then.into_iter().flatten() {
            if !(self.admitted(path) && now.contains_key(path)) {
                readings.push(self.reading(closing, (path, file), true));
            }
        }
        for (path, file) in now {
            let unmoved = closing.bytes(path) == self.moments.asked.bytes(path);
            if !unmoved || self.admitted(path) {
                let admitted = self.admitted(path);
                readings.push(self.reading(&self.moments.asked, (path, file), admitted));
            }
        }
        readings.sort_by(|a, b| (a.path, !a.in_time).cmp(&(b.path, !b.in_time)));
        readings
    }

    fn reading(
        &self,
        register: &Register,
        (path, file): (&'r String, &'r PositionFile),
        in_time: bool,
    ) -> Reading<'r> {
        Reading {
            path,
            file,
            in_time,
            elsewhere: self.is_elsewhere(register, path, file),
        }
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

    fn admitted(&self, path: &str) -> bool {
        let bytes = self.moments.asked.bytes(path);
        self.call.is_some_and(|call| call.admits(path, bytes))
    }

    /// Without history, a file is late only if it says itself that it was received after the
    /// close.
    fn received_late(&self, file: &PositionFile) -> bool {
        let received = file
            .position
            .as_ref()
            .and_then(|position| position.received);
        let closes = self.call.map(Call::closing);
        self.moments.basis == Basis::Carried && closes.zip(received).is_some_and(|(c, r)| r > c)
    }
}
