//! The balance of a tally: who dominates, who is missing, and on whom the result hangs.

use serde::Serialize;

use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::conflicts::Conflicts;
use crate::report::deciders::DeciderLines;
use crate::report::interests::Statements;
use crate::report::silent::SilentGroups;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
use crate::tally::deciders::PartyKind;
use crate::tally::voice::{Balance, PlaceVoices, Voice, balance};
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{LevelName, ProposalId, RegisterId, TrackId};
use crate::value::ratio::shown_percent;

/// The most families that are shown to people.
const FAMILIES: usize = 20;

/// Who was heard in a tally, and who decided it.
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
    statements_of_interest: Option<Statements>,
    basis: String,
    read: String,
}

/// A group, a house, a region or a family with its part in seats and in answers.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Place {
    name: String,
    seats: u64,
    members: u64,
    answered: u64,
    /// Whether anybody there answered; none where everybody there is recused.
    heard: Option<bool>,
    /// The same with a third state: spoke, and has no counted answer.
    voice: Option<Voice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    public_interest: bool,
}

/// The family with the most answers.
#[derive(Debug, Clone, Serialize)]
struct Largest {
    family: String,
    answered: u64,
    of: u64,
}

/// A family without which there would be another outcome.
#[derive(Debug, Clone, Serialize)]
struct Deciding {
    family: String,
    without: Option<LevelName>,
}

impl BalanceReport {
    /// The balance of a tally.
    pub fn of(tally: &Tally) -> Self {
        let weighed = balance(tally);
        let decided_alone = DeciderLines::of(tally);
        let (ballot, voices) = (&tally.ballot, &tally.voices);
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
            houses: places(
                tally,
                &tally.charter.houses(),
                &voices.houses,
                |unit, house| unit.houses.contains(house),
            ),
            regions: places(tally, &ballot.regions, &voices.regions, |unit, region| {
                unit.regions.contains(region)
            }),
            families: families(tally),
            without_region: without(|unit| !unit.regions.is_empty()),
            without_family: without(|unit| !unit.affiliations.is_empty()),
            silent: SilentGroups::of(tally),
            silent_regions: weighed.regions.silent.clone(),
            spoke_regions: weighed.regions.spoke.clone(),
            largest_family: largest(tally, &weighed),
            families_that_decide_alone: deciding(&decided_alone),
            decided_alone,
            conflicts: Conflicts::of(tally),
            statements_of_interest: tally.statements.as_ref().map(Statements::of),
            basis: words::basis(&tally.basis),
            read: words::reads(&tally.canvass),
        }
    }

    /// The balance for people.
    pub fn page(&self) -> Page {
        let title = match self.call {
            Some(n) => format!("Balance of {}, call {n}", self.proposal),
            None => format!("Balance of {}", self.proposal),
        };
        let page = Page::new()
            .title_aside(title, format!("track {}", self.track))
            .facts(self.facts());
        let uncounted = match self.count {
            CountUnit::None => "Nothing is counted on this track. This is who spoke, and for whom.",
            _ => "",
        };
        let statements = self.statements_of_interest.as_ref();
        page.line(uncounted)
            .gap()
            .then(self.part("Group", &self.groups, usize::MAX))
            .then(self.part("House", &self.houses, usize::MAX))
            .then(self.part("Region", &self.regions, usize::MAX))
            .then(self.part("Family", &self.families, FAMILIES))
            .line(words::voice_legend(self.places().map(|place| place.voice)))
            .line(self.unplaced())
            .then(self.silent.page())
            .line(self.silent_region_line())
            .line(self.largest_line())
            .then(self.decided_alone.page())
            .gap()
            .then(self.conflicts.page())
            .line(statements.map(Statements::line).unwrap_or_default())
            .line(&self.read)
    }

    fn facts(&self) -> Facts {
        let computed = self.computed.as_ref().map_or("none", LevelName::as_str);
        Facts::default()
            .fact("As of", self.as_of.long())
            .fact("Basis", &self.basis)
            .fact("Counts", words::unit(self.count))
            .fact(
                "Answered",
                format!(
                    "{} of {} members ({} seats)",
                    self.answered, self.members, self.seats
                ),
            )
            .fact("Computed level", computed)
    }

    fn part(&self, heading: &str, places: &[Place], most: usize) -> Page {
        if places.is_empty() {
            return Page::new();
        }
        let columns = [
            Column::sentence(heading).keep(Keep::Always),
            Column::number("members").keep(Keep::High),
            Column::number("share of members"),
            Column::number("answered").keep(Keep::High),
            Column::number("share of answers"),
            Column::new("heard").keep(Keep::Always),
        ];
        let shown = places.iter().take(most);
        let table = shown.fold(Table::new(columns), |table, place| {
            table.row(place.row(self))
        });
        let more = places.len().saturating_sub(most);
        let page = Page::new().table(table);
        match more {
            0 => page.gap(),
            more => page
                .line(format!(
                    "and {more} more with fewer answers; --format json has all"
                ))
                .gap(),
        }
    }

    fn unplaced(&self) -> String {
        let part = |n: u64, what: &str| (n > 0).then(|| format!("{n} without {what}"));
        let parts = [
            part(self.without_region, "a region"),
            part(self.without_family, "an organisation"),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.as_slice() {
            [] => String::new(),
            parts => format!("Of the {} seats, {}.", self.seats, parts.join(", ")),
        }
    }

    fn silent_region_line(&self) -> Text {
        match self.silent_regions.as_slice() {
            [] => Text::default(),
            silent => Ink::Attention.on(format!("Silent regions: {}", silent.join(", "))),
        }
    }

    fn largest_line(&self) -> String {
        match &self.largest_family {
            None => String::new(),
            Some(largest) => format!(
                "Largest family: {}, {} of the {} who answered ({})",
                largest.family,
                largest.answered,
                largest.of,
                shown_percent(largest.answered, largest.of, None)
            ),
        }
    }

    fn places(&self) -> impl Iterator<Item = &Place> {
        let places = self.groups.iter().chain(&self.houses);
        places.chain(&self.regions).chain(&self.families)
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

    fn row(&self, all: &BalanceReport) -> [Text; 6] {
        let name = match self.public_interest {
            true => format!("{} (public interest)", self.name),
            false => self.name.clone(),
        };
        [
            name.into(),
            words::cell(self.members).into(),
            shown_percent(self.members, all.members, None).into(),
            words::cell(self.answered).into(),
            shown_percent(self.answered, all.answered, None).into(),
            words::voice(self.voice),
        ]
    }
}

/// The groups with a seat, in the charter's order.
fn groups(tally: &Tally) -> Vec<Place> {
    let place = |group: &crate::record::charter::Group| {
        let units = tally.ballot.units.iter();
        let units = units.filter(|unit| unit.groups.contains(&group.id));
        Place {
            public_interest: group.public_interest,
            ..Place::of(
                tally,
                tally.voices.groups.get(group.id.as_str()).copied(),
                group.name.clone(),
                units,
            )
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

/// The families, those with the most answers first.
fn families(tally: &Tally) -> Vec<Place> {
    let (names, voices) = (&tally.ballot.affiliations, &tally.voices.families);
    let mut all = places(tally, names, voices, |unit, family| {
        unit.affiliations.contains(family)
    });
    all.sort_by(|a, b| (b.answered, b.seats, &a.name).cmp(&(a.answered, a.seats, &b.name)));
    all
}

fn largest(tally: &Tally, weighed: &Balance) -> Option<Largest> {
    let largest = weighed.largest.as_ref()?;
    Some(Largest {
        family: largest.family.clone(),
        answered: largest.answered,
        of: tally.count.answered(),
    })
}

fn deciding(found: &DeciderLines) -> Vec<Deciding> {
    let families = found.who_decide();
    let families = families.filter(|each| each.kind == PartyKind::Organisation);
    families
        .map(|each| Deciding {
            family: each.name.clone(),
            without: each.without.clone(),
        })
        .collect()
}
