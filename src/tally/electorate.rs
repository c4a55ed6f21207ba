//! Finds who is counted in a call: the seats, the names that rules can use, and who was present. Also finds the
//! organisation of each affiliation, and spellings that can be the same organisation.

use std::collections::BTreeMap;

use crate::record::call::Call;
use crate::record::charter::{Charter, Organization};
use crate::record::dimension::OwnDimension;
use crate::record::meeting::Meeting;
use crate::record::participant::Participant;
use crate::record::track::Track;
use crate::register::records::Register;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::criterion::Vocabulary;
use crate::value::clock::Instant;
use crate::value::dimension::{OwnPlaces, plural};
use crate::value::id::{DimensionName, GroupId, HouseId, ParticipantId, RegionId, WeightName};
use crate::value::text::{canonical, company, shortened};

/// One seat of the electorate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Whose seat it is.
    pub holder: ParticipantId,
    /// The groups in which it counts: one, unless the track counts a participant in several.
    pub groups: Vec<GroupId>,
    /// The houses of those groups.
    pub houses: Vec<HouseId>,
    /// The holder's region.
    pub region: Option<RegionId>,
    /// The holder's values in the charter's own dimensions.
    pub own: OwnPlaces,
    /// The holder's organisation with its affiliates.
    pub family: Option<String>,
    /// The weights of the holder.
    pub weights: BTreeMap<WeightName, u64>,
    /// The alternates, who answer if the holder has no file, by id.
    pub alternates: Vec<ParticipantId>,
}

impl Seat {
    /// The organisation, or the holder's own id for a participant without one.
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
    /// The organisations in which affiliations count.
    pub families: Families,
}

impl Electorate {
    /// Participants with one of the track's memberships at a time, not suspended. Without a time, those who have one at
    /// any time. An alternate has no seat of their own, but is listed at the holder's.
    pub fn of(charter: &Charter, register: &Register, track: &Track, at: Option<Instant>) -> Self {
        let families = Families::of(charter, register);
        let mut seats = BTreeMap::new();
        for (id, participant) in register.participants.iter() {
            let groups = participant.groups(&track.electorate, at);
            let is_free = participant.suspended.is_none() && participant.alternate_for.is_none();
            if is_free && !groups.is_empty() {
                let groups = match track.several_groups {
                    true => groups,
                    false => groups.into_iter().take(1).collect(),
                };
                seats.insert(
                    id.clone(),
                    seat(charter, &families, (id, participant), &groups),
                );
            }
        }
        let mut electorate = Self { seats, families };
        electorate.seat_alternates(register);
        electorate
    }

    fn seat_alternates(&mut self, register: &Register) {
        for (id, participant) in register.participants.iter() {
            let holder = participant.alternate_for.as_ref();
            let seat = holder.and_then(|holder| self.seats.get_mut(holder));
            if let (Some(seat), None) = (seat, &participant.suspended) {
                seat.alternates.push(id.clone());
            }
        }
    }

    /// The seat in which `id` can answer, their own or one as an alternate.
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
    (id, participant): (&ParticipantId, &Participant),
    groups: &[&GroupId],
) -> Seat {
    let houses = groups
        .iter()
        .filter_map(|id| charter.group(id)?.house.clone());
    let affiliation = participant.affiliation.as_deref();
    Seat {
        holder: id.clone(),
        groups: groups.iter().map(|id| (*id).clone()).collect(),
        houses: distinct(houses),
        region: participant.region.clone(),
        own: own_places(Some(charter), participant),
        family: affiliation.map(|name| families.family(name)),
        weights: participant.weight.iter().cloned().collect(),
        alternates: Vec::new(),
    }
}

/// The values of a participant in the charter's own dimensions. A value in a dimension that the charter does not have,
/// or that is kept as totals, is left out.
pub(crate) fn own_places(charter: Option<&Charter>, participant: &Participant) -> OwnPlaces {
    let is_known = |name: &DimensionName| {
        let known = charter.and_then(|charter| charter.dimension(name));
        known.is_some_and(|known| !known.personal)
    };
    let values = participant.dimensions.iter();
    values.filter(|(name, _)| is_known(name)).collect()
}

/// The values of the charter's own dimensions that rules can use, in its order.
pub fn own_dimensions(charter: &Charter) -> OwnPlaces {
    let own = charter.open_dimensions();
    own.flat_map(OwnDimension::places).collect()
}

/// Every region of participants, by name.
pub fn regions(register: &Register) -> Vec<RegionId> {
    let roster = register.participants.values();
    sorted(roster.filter_map(|participant| participant.region.clone()))
}

/// Each once, in their order.
fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    items.fold(Vec::new(), |mut all, item| {
        if !all.contains(&item) {
            all.push(item);
        }
        all
    })
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = items.collect();
    all.sort();
    all.dedup();
    all
}

/// The names that the rules of `track` can use.
pub fn vocabulary(charter: &Charter, register: &Register, track: &Track) -> Vocabulary {
    let (positions, groups) = (track.positions.iter(), charter.groups.iter());
    let personal = charter.personal_dimensions();
    Vocabulary {
        positions: positions.map(|p| (p.name.clone(), p.class)).collect(),
        groups: groups.map(|group| group.id.clone()).collect(),
        houses: charter.houses(),
        regions: sorted(charter.regions.iter().cloned().chain(regions(register))),
        affiliations: Families::of(charter, register).all(),
        own: own_dimensions(charter),
        personal: personal.map(|own| own.id.clone()).collect(),
        weights: charter.weights.clone(),
        count: track.count,
        at_most: track.at_most.clone(),
    }
}

/// The organisations of a body, by every name that means one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Families {
    by_name: BTreeMap<String, String>,
}

impl Families {
    /// The organisations of the charter, by their ids and names, and other affiliations, each as the first participant
    /// by id writes it.
    pub fn of(charter: &Charter, register: &Register) -> Self {
        let mut by_name = BTreeMap::new();
        let all = charter.organizations.iter();
        let ids = all.clone().map(|one| (one.id.as_str(), one));
        let names = all.map(|one| (one.name.as_str(), one));
        for (name, one) in ids.chain(names) {
            by_name
                .entry(canonical(name))
                .or_insert_with(|| family(one).to_owned());
        }
        for name in affiliations(register).map(|(_, name)| name) {
            by_name
                .entry(canonical(name))
                .or_insert_with(|| name.to_owned());
        }
        Self { by_name }
    }

    /// The organisation in which an affiliation counts: the one that it belongs to, else itself, else the plain name.
    pub fn family(&self, affiliation: &str) -> String {
        let known = self.by_name.get(&canonical(affiliation));
        known.map_or(affiliation, String::as_str).to_owned()
    }

    /// Every organisation, by name.
    pub fn all(&self) -> Vec<String> {
        sorted(self.by_name.values().cloned())
    }
}

fn family(organization: &Organization) -> &str {
    match &organization.family {
        Some(family) => family.as_str(),
        None => organization.id.as_str(),
    }
}

fn affiliations(register: &Register) -> impl Iterator<Item = (&ParticipantId, &str)> {
    let people = register.participants.iter();
    people.filter_map(|(id, who)| Some((id, who.affiliation.as_deref()?)))
}

/// An affiliation whose spelling differs from that of probably the same organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling<'r> {
    /// Whose affiliation it is.
    pub who: &'r ParticipantId,
    /// As it is written.
    pub written: &'r str,
    /// As the charter or most participants write it.
    pub usual: &'r str,
    /// Whether both count as one: they differ in nothing but letter case, spaces and the like.
    pub is_one: bool,
}

impl Spelling<'_> {
    /// The problem, as a sentence without its full stop.
    pub fn in_words(&self) -> String {
        let (written, usual) = (shortened(self.written, 60), shortened(self.usual, 60));
        match self.is_one {
            true => format!(
                "\"{written}\" is another spelling of \"{usual}\" and counts as the same organisation"
            ),
            false => format!("\"{written}\" counts as another organisation than \"{usual}\""),
        }
    }
}

/// The affiliations that differ from a more frequent one only in letter case, spaces and the like, or in the company's
/// form. The id of an organisation in the charter is always right.
pub fn spellings<'r>(charter: &'r Charter, register: &'r Register) -> Vec<Spelling<'r>> {
    let mut written: BTreeMap<&str, Vec<&ParticipantId>> = BTreeMap::new();
    for (id, name) in affiliations(register) {
        written.entry(name).or_default().push(id);
    }
    let is_chartered = |name: &str| charter.organization(name).is_some();
    let mut usual: BTreeMap<String, (&str, usize)> = BTreeMap::new();
    for (name, people) in &written {
        let weight = if is_chartered(name) {
            usize::MAX
        } else {
            people.len()
        };
        let best = usual.entry(company(name)).or_insert((name, weight));
        if weight > best.1 {
            *best = (name, weight);
        }
    }
    for organization in &charter.organizations {
        for name in [organization.name.as_str(), organization.id.as_str()] {
            usual
                .entry(company(name))
                .and_modify(|best| {
                    if !is_chartered(best.0) {
                        *best = (organization.id.as_str(), usize::MAX);
                    }
                })
                .or_insert((organization.id.as_str(), usize::MAX));
        }
    }
    let families = Families::of(charter, register);
    let mut all = Vec::new();
    for (name, people) in written {
        let Some((usual, _)) = usual.get(&company(name)) else {
            continue;
        };
        if is_chartered(name) || *usual == name {
            continue;
        }
        let is_one = families.family(name) == families.family(usual);
        all.extend(people.into_iter().map(|who| Spelling {
            who,
            written: name,
            usual,
            is_one,
        }));
    }
    all.sort_by_key(|one| one.who);
    all
}

/// The meeting that a call names, and its record if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingOfCall {
    /// Its date.
    pub date: String,
    /// Its record, at the time asked for.
    pub record: Option<Meeting>,
    /// Where its minutes are.
    pub minutes: Vec<String>,
}

impl MeetingOfCall {
    /// The meeting of a call; `None` if it names none.
    pub(crate) fn of(moments: &TallyInputs, call: Option<&Call>) -> Option<Self> {
        let date = call?.meeting.clone()?;
        Some(Self {
            record: moments.asked.meetings.get(&date).cloned(),
            minutes: moments.asked.minutes(&date),
            date,
        })
    }
}

/// Whether a rule of the track counts who was present. The word is reserved, so no other name can be the same.
pub fn counts_those_present(track: &Track) -> bool {
    uses_word(track, "present")
}

/// Whether a rule of the track is about a dimension of the charter's own.
pub fn uses_dimension(track: &Track, own: &OwnDimension) -> bool {
    let name = own.id.as_str();
    uses_word(track, name) || uses_word(track, &plural(name))
}

/// Whether a rule of the track has this word.
fn uses_word(track: &Track, word: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    track
        .rules()
        .any(|(_, _, _, rule)| rule.split(|c: char| !is_letter(c)).any(|own| own == word))
}
