//! Shows the balance of a tally: who dominates, who is missing, and on whom the result depends.

use serde::Serialize;

use crate::record::charter::Group;
use crate::record::dimension::OwnDimension;
use crate::register::interests::MissingStatement;
use crate::register::tally_inputs::TallyInputs;
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::advice::AdviceRows;
use crate::report::caveats::{self, Conflicts, DeciderLine, DeciderLines, SilentGroups};
use crate::report::dimensions::{PersonalTotals, ValueUnits, by_value, open_dimensions};
use crate::report::who::{Names, Unanswered};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
use crate::tally::deciders::PartyKind;
use crate::tally::totals::DimensionTotals;
use crate::tally::voice::{Balance, PlaceVoices, Share, Voice, balance};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{DimensionName, HouseId, LevelName, ProposalId, RegisterId, TrackId};
use crate::value::ratio::shown_percent;
use crate::value::sentence::all_of;

/// The most organisations that are shown to people.
const FAMILIES: usize = 20;

/// Who answered in a tally, and who decided it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct BalanceReport {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    call: Option<u32>,
    track: TrackId,
    count: CountUnit,
    as_of: Instant,
    computed: Option<LevelName>,
    seats: u64,
    members: u64,
    answered: u64,
    groups: Vec<Place>,
    houses: Vec<Place>,
    regions: Vec<Place>,
    families: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<OwnPlaces>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    totals: Vec<PersonalTotals>,
    without_region: u64,
    without_family: u64,
    #[serde(flatten)]
    silent: SilentGroups,
    silent_regions: Vec<String>,
    spoke_regions: Vec<String>,
    largest_family: Option<Largest>,
    families_that_decide_alone: Vec<Deciding>,
    decided_alone: DeciderLines,
    #[serde(flatten)]
    conflicts: Conflicts,
    #[serde(skip_serializing_if = "Option::is_none")]
    statements_of_interest: Option<MissingStatement>,
    not_answered: Vec<Unanswered>,
    #[serde(flatten)]
    advice: AdviceRows,
    basis: String,
    read: String,
}

/// A group, a house, a region or an organisation with its part in seats and in answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Place {
    name: String,
    seats: u64,
    members: u64,
    answered: u64,
    /// Whether anybody there answered; none where all are recused.
    heard: Option<bool>,
    /// The same with a third state: spoke, and has no counted answer.
    voice: Option<Voice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    public_interest: bool,
}

/// A dimension of the charter's own with its values; last those without a value.
#[derive(Debug, Clone, Serialize)]
struct OwnPlaces {
    dimension: DimensionName,
    name: String,
    places: Vec<Place>,
}

/// The organisation with the most answers.
#[derive(Debug, Clone, Serialize)]
struct Largest {
    #[serde(flatten)]
    share: Share,
    of: u64,
}

/// An organisation without which the outcome would be different.
#[derive(Debug, Clone, Serialize)]
struct Deciding {
    family: String,
    without: Option<LevelName>,
}

impl BalanceReport {
    /// The balance of the tally that was made of these moments.
    pub fn of(moments: &TallyInputs, tally: &Tally) -> Self {
        let names = Names::of(moments);
        let not_answered = Unanswered::known(tally, moments, &names);
        let weighed = balance(tally);
        let decided_alone = DeciderLines::of(tally);
        let (ballot, voices) = (&tally.ballot, &tally.voices);
        let totals = moments.folder(&tally.proposal);
        let totals = totals.and_then(|folder| moments.totals(folder));
        let without = |placed: fn(&Unit) -> bool| {
            let units = ballot.units.iter().filter(|unit| !placed(unit));
            u64::try_from(units.count()).unwrap_or(u64::MAX)
        };
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            call: tally.call,
            track: tally.track.id.clone(),
            count: tally.track.count,
            as_of: tally.as_of,
            computed: tally.computed.clone(),
            seats: tally.count.seats,
            members: tally.count.members,
            answered: tally.count.answered(),
            groups: groups(tally),
            houses: houses(tally),
            regions: places(tally, &ballot.regions, &voices.regions, |unit, region| {
                unit.regions.contains(region)
            }),
            families: families(tally),
            dimensions: open_dimensions(tally)
                .map(|own| own_places(tally, own))
                .collect(),
            totals: PersonalTotals::all(tally, DimensionTotals::all(tally, totals)),
            without_region: without(|unit| !unit.regions.is_empty()),
            without_family: without(|unit| !unit.affiliations.is_empty()),
            silent: SilentGroups::of(tally),
            silent_regions: weighed.regions.silent.clone(),
            spoke_regions: weighed.regions.spoke.clone(),
            largest_family: largest(tally, weighed),
            families_that_decide_alone: deciding(&decided_alone),
            decided_alone,
            conflicts: Conflicts::of(tally),
            statements_of_interest: tally.statements.clone(),
            not_answered,
            advice: AdviceRows::of(tally).named(&names),
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
        }
    }

    /// The balance for people.
    pub fn page(&self) -> Page {
        let (id, track) = (&self.proposal, &self.track);
        let title = match self.call {
            Some(n) => format!("Balance of {id}, call {n}  (track {track})"),
            None => format!("Balance of {id}  (track {track})"),
        };
        let statements = self.statements_of_interest.as_ref();
        Page::new()
            .title(title)
            .facts(self.facts())
            .gap()
            .then(self.decided_alone.page())
            .lines(self.largest_line())
            .then(self.silent.page())
            .line(self.silent_region_line())
            .gap()
            .then(self.part("Group", &self.groups, usize::MAX))
            .then(self.part("House", &self.houses, usize::MAX))
            .then(self.part("Region", &self.regions, usize::MAX))
            .then(self.part("Organisation", &self.families, FAMILIES))
            .then(self.own_parts())
            .line(words::voice_legend(self.places().map(|place| place.voice)))
            .line(self.unplaced())
            .gap()
            .then(self.advice.page())
            .then(self.conflicts.page())
            .lines(statements.map(caveats::statements))
            .line(&self.basis)
            .line(&self.read)
    }

    fn facts(&self) -> Facts {
        let (answered, recused) = (self.answered, self.seats.saturating_sub(self.members));
        let seats = words::units(self.count, self.members);
        let members = match recused {
            0 => format!("{answered} of {seats} answered."),
            recused => format!("{answered} of {seats} answered ({recused} recused)."),
        };
        let uncounted = match self.count {
            CountUnit::None => "nothing; this is who answered, and for which group",
            _ => words::unit(self.count),
        };
        let missing = match self.not_answered.is_empty() {
            true => String::new(),
            false => format!("{}.", Unanswered::in_words(&self.not_answered)),
        };
        let computed = self.computed.as_ref().map_or("none", LevelName::as_str);
        Facts::default()
            .fact("Answers", members)
            .filled("No answer", missing)
            .fact("Computed level", computed)
            .fact("What counts", uncounted)
            .fact("As of", self.as_of.long())
    }

    fn part(&self, heading: &str, places: &[Place], most: usize) -> Page {
        if places.is_empty() {
            return Page::new();
        }
        let share = |part: u64, whole: u64| shown_percent(part, whole, None);
        let table = Table::of(places.iter().take(most))
            .sentences(heading, DropPriority::Always, Place::in_words)
            .numbers("eligible", DropPriority::High, |place| {
                words::cell(place.members)
            })
            .numbers("share of eligible", DropPriority::Normal, |place| {
                share(place.members, self.members)
            })
            .numbers("answers", DropPriority::High, |place| {
                words::cell(place.answered)
            })
            .numbers("share of answers", DropPriority::Normal, |place| {
                share(place.answered, self.answered)
            })
            .words("answered", DropPriority::Always, |place| {
                words::answered(place.voice, place.answered, place.members)
            });
        let more = places.len().checked_sub(most).filter(|more| *more > 0);
        let more = more
            .map(|more| format!("And {more} more with fewer answers. --format json lists all."));
        Page::new().table(table).lines(more).gap()
    }

    fn own_parts(&self) -> Page {
        let dimensions = self.dimensions.iter();
        let places = dimensions.map(|own| self.part(&own.name, &own.places, usize::MAX));
        let totals = self.totals.iter().map(PersonalTotals::page);
        Page::new().each(places.chain(totals))
    }

    fn unplaced(&self) -> String {
        let seats = |n: u64| words::units(self.count, n);
        match (self.without_region, self.without_family) {
            (0, 0) => String::new(),
            (region, 0) => format!("Unknown: the region of {}.", seats(region)),
            (0, family) => format!("Unknown: the organisation of {}.", seats(family)),
            (region, family) => format!(
                "Unknown: the region of {}, the organisation of {}.",
                seats(region),
                seats(family)
            ),
        }
    }

    fn silent_region_line(&self) -> StyledText {
        let silent = all_of(self.silent_regions.iter().map(String::as_str));
        match self.silent_regions.is_empty() {
            true => StyledText::default(),
            false => Style::Attention.on(format!("Regions without an answer: {silent}.")),
        }
    }

    fn largest_line(&self) -> Option<String> {
        let Largest { share, of } = self.largest_family.as_ref()?;
        let (family, answered) = (&share.family, share.answered);
        let percent = shown_percent(answered, *of, None);
        Some(format!(
            "Organisation with most answers: {family} ({answered} of {of}, {percent})."
        ))
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        let places = self.groups.iter().chain(&self.houses);
        let own = self.dimensions.iter().flat_map(|own| &own.places);
        places.chain(&self.regions).chain(&self.families).chain(own)
    }
}

impl Place {
    fn of<'u>(
        tally: &Tally,
        voice: Option<Voice>,
        name: String,
        units: impl Iterator<Item = &'u Unit>,
    ) -> Self {
        let count = Count::of(&tally.track, units);
        Self {
            name,
            seats: count.seats,
            members: count.members,
            answered: count.answered(),
            heard: (count.members > 0).then(|| count.answered() > 0),
            voice,
            public_interest: false,
        }
    }

    fn in_words(&self) -> String {
        match self.public_interest {
            true => format!("{} (public interest)", self.name),
            false => self.name.clone(),
        }
    }
}

/// The groups with a seat, in the charter's order.
fn groups(tally: &Tally) -> Vec<Place> {
    let place = |group: &Group| {
        let units = tally.ballot.units.iter();
        let units = units.filter(|unit| unit.groups.contains(&group.id));
        let voice = tally.voices.groups.get(group.id.as_str()).copied();
        Place {
            public_interest: group.public_interest,
            ..Place::of(tally, voice, group.name.clone(), units)
        }
    };
    let all = tally.charter.groups.iter().map(place);
    all.filter(|place| place.seats > 0).collect()
}

/// The places of a dimension in which there is a seat.
fn places<T: ToString>(
    tally: &Tally,
    names: &[T],
    voices: &PlaceVoices,
    is_in: impl Fn(&Unit, &T) -> bool,
) -> Vec<Place> {
    let place = |name: &T| {
        let units = tally.ballot.units.iter();
        let units = units.filter(|unit| is_in(unit, name));
        let name = name.to_string();
        Place::of(tally, voices.get(&name).copied(), name, units)
    };
    let all = names.iter().map(place);
    all.filter(|place| place.seats > 0).collect()
}

fn houses(tally: &Tally) -> Vec<Place> {
    let houses = tally.charter.houses();
    let place = |house: &HouseId| {
        let units = tally.ballot.units.iter();
        let units = units.filter(|unit| unit.houses.contains(house));
        let voice = tally.voices.houses.get(house.as_str()).copied();
        let name = tally.charter.house_name(house).to_owned();
        Place::of(tally, voice, name, units)
    };
    let all = houses.iter().map(place);
    all.filter(|place| place.seats > 0).collect()
}

fn own_places(tally: &Tally, own: &OwnDimension) -> OwnPlaces {
    let values = by_value(tally, own).into_iter();
    let place = |each: ValueUnits<'_>| {
        Place::of(
            tally,
            each.voice,
            each.name.to_owned(),
            each.units.into_iter(),
        )
    };
    OwnPlaces {
        dimension: own.id.clone(),
        name: own.name.clone(),
        places: values.map(place).collect(),
    }
}

/// The organisations, those with the most answers first.
fn families(tally: &Tally) -> Vec<Place> {
    let (names, voices) = (&tally.ballot.affiliations, &tally.voices.families);
    let mut all = places(tally, names, voices, |unit, family| {
        unit.affiliations.contains(family)
    });
    all.sort_by(|a, b| (b.answered, b.seats, &a.name).cmp(&(a.answered, a.seats, &b.name)));
    all
}

fn largest(tally: &Tally, weighed: Balance) -> Option<Largest> {
    let of = tally.count.answered();
    weighed.largest.map(|share| Largest { share, of })
}

fn deciding(found: &DeciderLines) -> Vec<Deciding> {
    let families = found.who_decide();
    let families = families.filter(|each| each.kind == PartyKind::Organisation);
    let deciding = |each: &DeciderLine| Deciding {
        family: each.name.clone(),
        without: each.without.clone(),
    };
    families.map(deciding).collect()
}
