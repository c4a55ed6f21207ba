//! Shows who has a seat on each track, who had one, who will have one, and who never had one.

use serde::Serialize;

use crate::record::charter::Charter;
use crate::record::participant::{Participant, Phase, Term};
use crate::record::track::Track;
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Table};
use crate::render::page::Page;
use crate::report::words;
use crate::tally::electorate::Electorate;
use crate::value::clock::Instant;
use crate::value::id::{GroupId, ParticipantId, RegisterId, TrackId};
use crate::value::sentence::many;
use crate::value::words;

words! {
    /// Whether a participant has a seat.
    pub enum SeatStatus {
        /// Now.
        Has = "has-a-seat",
        /// Not now: the membership begins later.
        Will = "will-have-a-seat",
        /// Not any more.
        Had = "had-a-seat",
        /// Answers only in the seat of another.
        Alternate = "alternate",
        /// Suspended.
        Suspended = "suspended",
        /// At no time.
        Never = "never-had-a-seat",
    }
}

/// The seats of every track, or of one.
#[derive(Debug, Clone, Serialize)]
pub struct Seats {
    format: u32,
    register: RegisterId,
    tracks: Vec<TrackSeats>,
}

#[derive(Debug, Clone, Serialize)]
struct TrackSeats {
    track: TrackId,
    title: String,
    seats: usize,
    participants: Vec<SeatRow>,
}

/// One participant on one track.
#[derive(Debug, Clone, Serialize)]
struct SeatRow {
    id: ParticipantId,
    name: String,
    status: SeatStatus,
    /// The groups in which the seat counts.
    groups: Vec<GroupId>,
    /// The memberships for a time that the track counts.
    terms: Vec<Term>,
}

impl Seats {
    /// The seats at a time.
    pub fn of(
        charter: &Charter,
        register: &Register,
        track: Option<&TrackId>,
        now: Instant,
    ) -> Self {
        let tracks = charter.tracks_of(track);
        Self {
            format: 1,
            register: charter.register.clone(),
            tracks: tracks
                .map(|track| TrackSeats::of(charter, register, track, now))
                .collect(),
        }
    }

    /// The seats for people.
    pub fn page(&self) -> Page {
        let tracks = self.tracks.iter();
        Page::new().each(tracks.map(|track| track.page().gap()))
    }
}

impl TrackSeats {
    fn of(charter: &Charter, register: &Register, track: &Track, now: Instant) -> Self {
        let electorate = Electorate::of(charter, register, track, Some(now));
        let row = |(id, who): (&ParticipantId, &Participant)| {
            let seat = electorate.seats.get(id);
            let terms = who.memberships.terms.iter();
            let terms = terms.filter(|term| track.electorate.contains(&term.standing));
            let terms: Vec<Term> = terms.cloned().collect();
            SeatRow {
                id: id.clone(),
                name: who.name.clone(),
                status: status(who, seat.is_some(), &terms, now),
                groups: seat.map_or_else(Vec::new, |seat| seat.groups.clone()),
                terms,
            }
        };
        let mut participants: Vec<SeatRow> = register.participants.iter().map(row).collect();
        participants.sort_by_key(|row| row.status);
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            seats: electorate.seats.len(),
            participants,
        }
    }

    fn page(&self) -> Page {
        let title = format!("Track {}: {}", self.track, self.title);
        let table = Table::of(&self.participants)
            .words("participant", DropPriority::Always, |row| &row.id)
            .sentences("name", DropPriority::Normal, |row| &row.name)
            .sentences("status", DropPriority::Always, |row| {
                row.status.word().replace('-', " ")
            })
            .words("group", DropPriority::High, |row| {
                words::listed(&row.groups)
            })
            .sentences("terms", DropPriority::High, |row| {
                let terms: Vec<String> = row.terms.iter().map(words::term).collect();
                terms.join("; ")
            });
        Page::new()
            .heading(title)
            .table(table)
            .line(many(self.seats, "seat") + ".")
    }
}

fn status(who: &Participant, has_seat: bool, terms: &[Term], now: Instant) -> SeatStatus {
    let is = |phase: Phase| terms.iter().any(|term| term.phase(now) == phase);
    match (has_seat, &who.alternate_for, &who.suspended) {
        (true, ..) => SeatStatus::Has,
        (false, Some(_), _) => SeatStatus::Alternate,
        (false, None, Some(_)) => SeatStatus::Suspended,
        (false, None, None) if is(Phase::Before) => SeatStatus::Will,
        (false, None, None) if is(Phase::After) => SeatStatus::Had,
        (false, None, None) => SeatStatus::Never,
    }
}
