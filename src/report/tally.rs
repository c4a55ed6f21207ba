//! The tally: who was counted, group by group, and what every gate and level came to.

mod objections;

use serde::Serialize;

use crate::record::track::{Designates, Outcome};
use crate::register::freeze::{Basis, FoundBy};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::report::counts::Counts;
use crate::report::houses::{self, Housed, by_house};
use crate::report::rule::{self, Rule};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::canvass::SetAside;
use crate::tally::count::Count;
use crate::tally::criterion::{Answer, Unit};
use crate::value::class::{Class, CountUnit};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::{
    GroupId, HouseId, LevelName, ProposalId, RegisterId, RevisionName, TrackId,
};
use objections::ObjectionCounts;

/// A tally as it is shown. The keys of its JSON stand in the order of its fields.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct TallyReport {
    format: u32,
    register: RegisterId,
    proposal: ProposalId,
    call: Option<u32>,
    revision: RevisionName,
    commit: Option<CommitId>,
    track: TrackId,
    count: CountUnit,
    electorate: Seats,
    positions: Counts,
    groups: Vec<GroupCount>,
    objections: ObjectionCounts,
    read: usize,
    counted: usize,
    set_aside: Vec<Aside>,
    gates: Vec<Rule>,
    levels: Vec<Rule>,
    computed: Option<LevelName>,
    decidable: bool,
    basis: String,
    as_of: Instant,
    silence: String,
    #[serde(skip)]
    silence_in_words: String,
    houses: Vec<HouseCount>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    families: Vec<FamilyAnswer>,
    #[serde(skip)]
    title: String,
    #[serde(skip)]
    is_recorded_close: bool,
    #[serde(skip)]
    has_recusals: bool,
    #[serde(skip)]
    designates: Designates,
    #[serde(skip)]
    reads: String,
}

#[derive(Debug, Clone, Serialize)]
struct Seats {
    seats: u64,
    members: u64,
    recused: u64,
}

impl Seats {
    fn of(count: &Count) -> Self {
        Self {
            seats: count.seats,
            members: count.members,
            recused: count.recused,
        }
    }
}

/// A group with its counts.
#[derive(Debug, Clone, Serialize)]
struct GroupCount {
    group: GroupId,
    house: Option<HouseId>,
    members: u64,
    positions: Counts,
    name: String,
    seats: u64,
    recused: u64,
    stale: u64,
}

impl Housed for GroupCount {
    fn house(&self) -> Option<&HouseId> {
        self.house.as_ref()
    }
}

/// A house with its counts.
#[derive(Debug, Clone, Serialize)]
struct HouseCount {
    house: HouseId,
    members: u64,
    positions: Counts,
    seats: u64,
    recused: u64,
    stale: u64,
}

/// A position file that is not counted, and why.
#[derive(Debug, Clone, Serialize)]
struct Aside {
    path: String,
    reason: &'static str,
    by: String,
    position: Option<String>,
}

/// What a family of organisations answered together.
#[derive(Debug, Clone, Serialize)]
struct FamilyAnswer {
    family: String,
    groups: Vec<GroupId>,
    answer: String,
    class: Option<Class>,
}

impl TallyReport {
    /// The report of a tally. `commit` is the moment asked for, where that is a commit.
    pub fn of(tally: &Tally, commit: Option<CommitId>) -> Self {
        let track = &tally.track;
        Self {
            format: 1,
            register: tally.charter.register.clone(),
            proposal: tally.proposal.clone(),
            call: tally.call,
            revision: tally.revision,
            commit,
            track: track.id.clone(),
            count: track.count,
            electorate: Seats::of(&tally.count),
            positions: Counts::of(track, &tally.count).and_stale(&tally.count),
            groups: groups(tally),
            objections: ObjectionCounts::of(&tally.objections),
            read: tally.canvass.read(),
            counted: tally.canvass.counted.len(),
            set_aside: tally.canvass.set_aside.iter().map(Aside::of).collect(),
            gates: rule::gates(tally),
            levels: rule::levels(tally),
            computed: tally.computed.clone(),
            decidable: tally.decidable(),
            basis: words::basis(&tally.basis),
            as_of: tally.as_of,
            silence: words::silence_word(track),
            silence_in_words: words::silence(track),
            houses: house_counts(tally),
            families: families(tally),
            title: track.title.clone(),
            is_recorded_close: is_recorded(&tally.basis),
            has_recusals: track.positions.iter().any(|p| p.class == Class::Recused),
            designates: track.designates,
            reads: words::reads(&tally.canvass),
        }
    }

    /// The tally for people.
    pub fn page(&self) -> Page {
        let page = Page::new().title_aside(self.heading(), self.aside());
        self.group_part(page.then(self.head()).gap())
            .then(self.rules())
            .line(self.computed_line())
            .line(self.gates_line())
            .gap()
            .then(self.objections.page())
            .line(&self.reads)
    }

    fn heading(&self) -> String {
        match self.call {
            Some(n) => format!("Tally of {}, call {n}", self.proposal),
            None => format!("Tally of {}", self.proposal),
        }
    }

    fn aside(&self) -> String {
        format!("track {} · {}", self.track, self.revision)
    }

    fn head(&self) -> Page {
        let Seats {
            seats,
            members,
            recused,
        } = self.electorate;
        let recused = match recused {
            0 => String::new(),
            recused => format!(" ({recused} recused)"),
        };
        let mut facts = crate::render::page::Facts::default()
            .fact("Track", format!("{}: {}", self.track, self.title))
            .fact("Counts", words::unit(self.count))
            .fact(
                "Electorate",
                format!("{seats} seats, {members} members{recused}"),
            )
            .fact("Silence", &self.silence_in_words);
        if let Some(commit) = &self.commit {
            facts = facts.fact("At", format!("commit {}", commit.short()));
        }
        let page = Page::new().facts(facts.fact("As of", self.as_of.long()));
        match self.is_recorded_close {
            true => page.line(&self.basis),
            false => page.line(Ink::Attention.on(&self.basis)),
        }
    }

    fn group_part(&self, page: Page) -> Page {
        if self.count == CountUnit::None {
            return page;
        }
        let page = page.table(self.group_table());
        match self.count {
            CountUnit::Affiliations => page
                .line(
                    "A family stands in every group in which it has an elector, so the groups may \
                     add up to more than the total.",
                )
                .gap(),
            _ => page.gap(),
        }
    }

    fn group_table(&self) -> Table {
        let mut columns = vec![
            Column::sentence("Group"),
            Column::number("seats").keep(Keep::High),
        ];
        columns.extend(self.positions.names().map(Column::number));
        if self.has_recusals {
            columns.push(Column::number("recused"));
        }
        let mut table = Table::new(columns).sections_called("house");
        let sections = by_house(&self.groups);
        let housed = sections.iter().any(|section| section.heading.is_some());
        for section in sections {
            if let Some(heading) = section.heading {
                table = table.section(heading);
            }
            for group in section.groups {
                let (name, counts) = (&group.name, &group.positions);
                let row = self.row(name, group.seats, counts, group.recused);
                table = table.indented(usize::from(housed), row);
            }
        }
        if housed {
            table = table.section(houses::ALL);
        }
        let Seats { seats, recused, .. } = self.electorate;
        table.row(self.row("Total", seats, &self.positions, recused))
    }

    fn row(&self, name: &str, seats: u64, counts: &Counts, recused: u64) -> Vec<Text> {
        let mut cells: Vec<Text> = vec![name.into(), seats.into()];
        let counted = self.positions.names();
        cells.extend(counted.map(|name| words::cell(counts.get(name)).into()));
        if self.has_recusals {
            cells.push(words::cell(recused).into());
        }
        cells
    }

    fn rules(&self) -> Page {
        let page = match self.gates.as_slice() {
            [] => Page::new(),
            gates => Page::new().table(rule::in_full("Gate", gates)).gap(),
        };
        page.table(rule::in_full("Level", &self.levels)).gap()
    }

    /// What the rule gives, and who says what was reached.
    fn computed_line(&self) -> String {
        let who = match self.designates {
            Designates::Chair => "The chair designates.",
            Designates::Computed => "On this track the rule designates.",
        };
        if self.count == CountUnit::None {
            return format!("No level is computed: nothing is counted on this track. {who}");
        }
        let Some(name) = &self.computed else {
            return format!("No level is computed: no rule of a level holds. {who}");
        };
        let level = self.levels.iter().find(|level| level.name == name.as_str());
        let outcome = level.and_then(|level| level.outcome).map(Outcome::word);
        format!(
            "Computed level: {name} ({}). {who}",
            outcome.unwrap_or_default()
        )
    }

    fn gates_line(&self) -> Text {
        let unmet: Vec<&str> = self
            .gates
            .iter()
            .filter(|gate| !gate.met)
            .map(|gate| gate.name.as_str())
            .collect();
        match unmet.as_slice() {
            [] => Text::default(),
            [one] => Ink::Bad.on(format!("Not decidable: the gate {one} is not met.")),
            many => Ink::Bad.on(format!(
                "Not decidable: the gates {} are not met.",
                many.join(", ")
            )),
        }
    }
}

fn is_recorded(basis: &Basis) -> bool {
    let recorded = FoundBy::Record;
    matches!(basis, Basis::Closed { found_by, .. } if *found_by == recorded)
}

fn groups(tally: &Tally) -> Vec<GroupCount> {
    let counted = |group: &crate::record::charter::Group| {
        let count = tally.count_in_group(group.id.as_str());
        (count.seats > 0).then(|| GroupCount {
            group: group.id.clone(),
            house: group.house.clone(),
            members: count.members,
            positions: Counts::of(&tally.track, &count),
            name: group.name.clone(),
            seats: count.seats,
            recused: count.recused,
            stale: count.stale,
        })
    };
    tally.charter.groups.iter().filter_map(counted).collect()
}

fn house_counts(tally: &Tally) -> Vec<HouseCount> {
    let counted = |house: HouseId| {
        let within = |unit: &&Unit| unit.houses.contains(&house);
        let count = Count::of(&tally.track, tally.ballot.units.iter().filter(within));
        HouseCount {
            members: count.members,
            positions: Counts::of(&tally.track, &count),
            seats: count.seats,
            recused: count.recused,
            stale: count.stale,
            house,
        }
    };
    tally.charter.houses().into_iter().map(counted).collect()
}

fn families(tally: &Tally) -> Vec<FamilyAnswer> {
    if tally.track.count != CountUnit::Affiliations {
        return Vec::new();
    }
    let answer = |unit: &Unit| {
        let (answer, class) = match &unit.answer {
            Answer::Given(position, class) => (position.to_string(), Some(*class)),
            Answer::InClass(class) => ("in-several-positions".to_owned(), Some(*class)),
            Answer::SilentAs(_, class) => ("silent".to_owned(), Some(*class)),
            Answer::Silent => ("silent".to_owned(), None),
            Answer::Split => ("split".to_owned(), None),
            Answer::Recused => ("recused".to_owned(), Some(Class::Recused)),
        };
        FamilyAnswer {
            family: unit.name.clone(),
            groups: unit.groups.clone(),
            answer,
            class,
        }
    };
    tally.ballot.units.iter().map(answer).collect()
}

impl Aside {
    fn of(file: &SetAside) -> Self {
        Self {
            path: file.path.clone(),
            reason: file.reason.word(),
            by: file.owner.to_string(),
            position: file.position.as_ref().map(ToString::to_string),
        }
    }
}
