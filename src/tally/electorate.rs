//! Who is counted in a call: the seats, and the words that rules may use of them.

use std::collections::BTreeMap;

use crate::record::charter::Charter;
use crate::record::participant::Participant;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::criterion::Vocabulary;
use crate::tally::families::Families;
use crate::value::id::{GroupId, HouseId, ParticipantId, RegionId, WeightName};

/// One seat of the electorate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Whose seat it is.
    pub holder: ParticipantId,
    /// The group in which it counts.
    pub group: GroupId,
    /// The house of that group.
    pub house: Option<HouseId>,
    /// The holder's region.
    pub region: Option<RegionId>,
    /// The family of the holder's organisation.
    pub family: Option<String>,
    /// The weights that the holder carries.
    pub weights: BTreeMap<WeightName, u64>,
    /// Who answers where the holder has no file, by id.
    pub alternates: Vec<ParticipantId>,
}

impl Seat {
    /// The family, or the holder's own id for somebody without an organisation.
    pub fn own_family(&self) -> String {
        self.family
            .clone()
            .unwrap_or_else(|| self.holder.to_string())
    }
}

/// The seats of a track's electorate, by their holders' ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Electorate {
    /// The seats.
    pub seats: BTreeMap<ParticipantId, Seat>,
    /// The families in which affiliations count.
    pub families: Families,
}

impl Electorate {
    /// Participants in one of the track's standings and not suspended. An alternate has no seat of
    /// its own; it waits at its holder's.
    pub fn of(charter: &Charter, register: &Register, track: &Track) -> Self {
        let families = Families::of(charter, register);
        let mut seats = BTreeMap::new();
        for (id, participant) in &register.participants {
            let counted = participant.stands_as(&track.electorate);
            if counted && participant.suspended.is_none() && participant.alternate_for.is_none() {
                seats.insert(id.clone(), seat(charter, &families, id, participant));
            }
        }
        let mut electorate = Self { seats, families };
        electorate.seat_alternates(register);
        electorate
    }

    fn seat_alternates(&mut self, register: &Register) {
        for (id, participant) in &register.participants {
            let holder = participant.alternate_for.as_ref();
            let seat = holder.and_then(|holder| self.seats.get_mut(holder));
            if let (Some(seat), None) = (seat, &participant.suspended) {
                seat.alternates.push(id.clone());
            }
        }
    }

    /// The seat in which `id` may answer, its own or one that it waits at.
    pub fn seat_of(&self, id: &ParticipantId) -> Option<&Seat> {
        self.seats.get(id).or_else(|| {
            self.seats
                .values()
                .find(|seat| seat.alternates.contains(id))
        })
    }
}

fn seat(
    charter: &Charter,
    families: &Families,
    id: &ParticipantId,
    participant: &Participant,
) -> Seat {
    Seat {
        holder: id.clone(),
        group: participant.group.clone(),
        house: charter
            .group(&participant.group)
            .and_then(|group| group.house.clone()),
        region: participant.region.clone(),
        family: participant
            .affiliation
            .as_deref()
            .map(|name| families.family(name)),
        weights: participant.weight.iter().cloned().collect(),
        alternates: Vec::new(),
    }
}

/// Every region on the roster, by name.
pub fn regions(register: &Register) -> Vec<RegionId> {
    sorted(
        register
            .participants
            .values()
            .filter_map(|participant| participant.region.clone()),
    )
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = items.collect();
    all.sort();
    all.dedup();
    all
}

/// The names that may stand in the rules of `track`.
pub fn vocabulary(charter: &Charter, register: &Register, track: &Track) -> Vocabulary {
    Vocabulary {
        positions: track
            .positions
            .iter()
            .map(|p| (p.name.clone(), p.class))
            .collect(),
        groups: charter
            .groups
            .iter()
            .map(|group| group.id.clone())
            .collect(),
        houses: charter.houses(),
        regions: sorted(charter.regions.iter().cloned().chain(regions(register))),
        affiliations: Families::of(charter, register).all(),
        weights: charter.weights.clone(),
        count: track.count,
    }
}
