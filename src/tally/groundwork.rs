//! Makes once what tallies of many proposals share: the seats, the names and the rules of a track, by one charter
//! and one participant list.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::record::charter::Charter;
use crate::record::participant::Participant;
use crate::record::path::CHARTER;
use crate::record::reader;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::tally::criterion::{self, Criterion, RuleFault, Vocabulary};
use crate::tally::electorate::{self, Electorate};
use crate::value::clock::Instant;
use crate::value::code::S124;
use crate::value::finding::Finding;
use crate::value::id::{ParticipantId, RegionId};

type Participants = BTreeMap<ParticipantId, Participant>;

/// A rule of a track as it was read, or what is wrong with it.
pub(crate) type ReadRule = Result<Criterion, Vec<RuleFault>>;

/// What the tallies on one track share.
#[derive(Debug)]
pub(crate) struct Groundwork {
    pub(crate) track: Arc<Track>,
    pub(crate) electorate: Arc<Electorate>,
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// Every region of participants.
    pub(crate) regions: Vec<RegionId>,
    /// The rules of the requirements, in their order.
    pub(crate) gates: Vec<ReadRule>,
    /// The rules of the levels, in their order; `None` for a level without one.
    pub(crate) levels: Vec<Option<ReadRule>>,
}

impl Groundwork {
    pub(crate) fn of(charter: &Charter, register: &Register, track: &Track, at: Instant) -> Self {
        let electorate = Electorate::of(charter, register, track, Some(at));
        let vocabulary = electorate::vocabulary(charter, register, track);
        let read = |when: &str| criterion::parse(when, &vocabulary);
        let gates = track.gates.iter().map(|gate| read(&gate.when));
        let levels = track.levels.iter();
        let levels = levels.map(|level| level.when.as_deref().map(read));
        Self {
            track: Arc::new(track.clone()),
            electorate: Arc::new(electorate),
            regions: electorate::regions(register),
            gates: gates.collect(),
            levels: levels.collect(),
            vocabulary: Arc::new(vocabulary),
        }
    }
}

impl Groundwork {
    /// Whether a rule counts participants and not seats. Otherwise their marks are not made, which takes long.
    pub(crate) fn counts_participants(&self) -> bool {
        let mut rules = self.gates.iter().chain(self.levels.iter().flatten());
        rules.any(|rule| rule.as_ref().is_ok_and(Criterion::counts_participants))
    }
}

/// So many are kept: most calls of a register have the same charter and participant list.
const MOST: usize = 16;

/// The groundwork that was laid last, with what it rests on.
#[derive(Debug, Default)]
pub struct Groundworks {
    kept: Vec<Kept>,
}

/// A groundwork with what it is based on.
#[derive(Debug)]
struct Kept {
    charter: Arc<Charter>,
    participants: Arc<Participants>,
    /// The day, if a membership begins or ends on one.
    day: Option<String>,
    ground: Arc<Groundwork>,
}

impl Kept {
    fn is_of(&self, charter: &Arc<Charter>, people: &Arc<Participants>, track: &Track) -> bool {
        Arc::ptr_eq(&self.charter, charter)
            && Arc::ptr_eq(&self.participants, people)
            && self.ground.track.id == track.id
    }
}

impl Groundworks {
    /// The groundwork for a track of `charter`, with the participants of `register` at a time. It is laid once for as
    /// long as both are shared, and for each day if memberships begin or end.
    pub(crate) fn of(
        &mut self,
        charter: &Arc<Charter>,
        register: &Register,
        track: &Track,
        at: Instant,
    ) -> Arc<Groundwork> {
        let people = &register.participants;
        let mut known = self
            .kept
            .iter()
            .filter(|kept| kept.is_of(charter, people, track));
        let fits = |kept: &&Kept| kept.day.as_ref().is_none_or(|day| *day == at.date());
        if let Some(kept) = known.find(fits) {
            return Arc::clone(&kept.ground);
        }
        let ground = Arc::new(Groundwork::of(charter, register, track, at));
        if self.kept.len() == MOST {
            self.kept.remove(0);
        }
        let has_terms = people.values().any(|who| !who.memberships.terms.is_empty());
        self.kept.push(Kept {
            charter: Arc::clone(charter),
            participants: Arc::clone(people),
            day: has_terms.then(|| at.date()),
            ground: Arc::clone(&ground),
        });
        ground
    }
}

/// An error in a rule as a finding at its column in the charter. `rule` is the list of the rule, `gate` or `level`, and
/// its index there.
pub(super) fn criterion_finding(
    register: &Register,
    track: &Track,
    rule: (&str, usize),
    fault: &RuleFault,
) -> Finding {
    let index = rule.1.to_string();
    let keys = ["track", track.id.as_str(), rule.0, &index, "when"];
    let bytes = register.bytes(CHARTER).unwrap_or_default();
    let mut place = reader::place_in(CHARTER, bytes, &keys);
    // The rule begins behind its quotation mark; escapes in rules are not expected.
    let offset = u32::try_from(fault.at)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    place.column = place.column.map(|column| column.saturating_add(offset));
    Finding {
        hint: fault.hint.clone(),
        ..Finding::new(S124, place, fault.sentence.clone())
    }
}
