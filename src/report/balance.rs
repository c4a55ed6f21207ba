//! The balance of a tally: who dominates, who is missing, and on whom the result hangs.

use serde::Serialize;

use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::conflicts::Conflicts;
use crate::report::interests::Statements;
use crate::report::silent::SilentGroups;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::balance::{Balance, balance};
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
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
    largest_family: Option<Largest>,
    families_that_decide_alone: Vec<Deciding>,
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

/// A family without which another level would be computed.
#[derive(Debug, Clone, Serialize)]
struct Deciding {
    family: String,
    without: Option<LevelName>,
}

impl BalanceReport {
    /// The balance of a tally.
    pub fn of(tally: &Tally) -> Self {
        let weighed = balance(tally);
        let ballot = &tally.ballot;
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
            houses: places(tally, &tally.charter.houses(), |unit, house| {
                unit.houses.contains(house)
            }),
            regions: places(tally, &ballot.regions, |unit, region| {
                unit.regions.contains(region)
            }),
            families: families(tally),
            without_region: without(|unit| !unit.regions.is_empty()),
            without_family: without(|unit| !unit.affiliations.is_empty()),
            silent: SilentGroups::of(tally),
            silent_regions: weighed.regions.silent.clone(),
            largest_family: largest(tally, &weighed),
            families_that_decide_alone: deciding(weighed),
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
            .line(self.unplaced())
            .line(self.silent.line())
            .line(self.silent_region_line())
            .line(self.largest_line())
            .line(self.deciding_line())
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
                shown_percent(largest.answered, largest.of)
            ),
        }
    }

    fn deciding_line(&self) -> Text {
        let computed = self.computed.as_ref().map_or("no level", LevelName::as_str);
        let told = |each: &Deciding| {
            let without = each.without.as_ref().map_or("no level", LevelName::as_str);
            format!("{} (without it: {computed} → {without})", each.family)
        };
        let told: Vec<String> = self.families_that_decide_alone.iter().map(told).collect();
        match told.as_slice() {
            [] => "No single family decides the level.".into(),
            told => Ink::Attention.on(format!("Families that decide alone: {}", told.join(", "))),
        }
    }
}

impl Place {
    fn of<'u>(tally: &Tally, name: String, units: impl Iterator<Item = &'u Unit>) -> Self {
        let count = Count::of(&tally.track, units);
        Self {
            name,
            seats: count.seats,
            members: count.members,
            answered: count.answered(),
            heard: (count.members > 0).then(|| count.answered() > 0),
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
            shown_percent(self.members, all.members).into(),
            words::cell(self.answered).into(),
            shown_percent(self.answered, all.answered).into(),
            match self.heard {
                Some(true) => Ink::Good.on("yes"),
                Some(false) => Ink::Bad.on("NO"),
                None => "–".into(),
            },
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
            ..Place::of(tally, group.name.clone(), units)
        }
    };
    let all = tally.charter.groups.iter().map(place);
    all.filter(|place| place.seats > 0).collect()
}

/// The places of a dimension in which there is a seat.
fn places<T: ToString>(
    tally: &Tally,
    names: &[T],
    is_in: impl Fn(&Unit, &T) -> bool,
) -> Vec<Place> {
    let place = |name: &T| {
        let units = tally.ballot.units.iter();
        let units = units.filter(|unit| is_in(unit, name));
        Place::of(tally, name.to_string(), units)
    };
    let all = names.iter().map(place);
    all.filter(|place| place.seats > 0).collect()
}

/// The families, those with the most answers first.
fn families(tally: &Tally) -> Vec<Place> {
    let mut all = places(tally, &tally.ballot.affiliations, |unit, family| {
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

fn deciding(weighed: Balance) -> Vec<Deciding> {
    let deciding = weighed.deciding.into_iter();
    deciding
        .map(|(family, without)| Deciding { family, without })
        .collect()
}
