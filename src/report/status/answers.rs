//! Who answered what on the chair's screen: one letter for each member of each group.

use serde::Serialize;

use crate::record::charter::Group;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::StyledText;
use crate::render::page::Page;
use crate::report::counts::{Counts, HasHouse, Letters, NOT_COUNTED, SILENT, SPOKE, housed};
use crate::report::words;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::Unit;
use crate::tally::voice::Voice;
use crate::value::class::CountUnit;
use crate::value::id::{GroupId, HouseId};

/// The answers of all groups.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Answers {
    letters: Vec<Letter>,
    positions: Counts,
    groups: Vec<GroupLine>,
    stale: Vec<StaleIn>,
    #[serde(skip)]
    all: GroupLine,
    #[serde(skip)]
    count: CountUnit,
    #[serde(skip)]
    all_stale: u64,
}

/// A letter and the position that it stands for.
#[derive(Debug, Clone, Serialize)]
struct Letter {
    letter: char,
    position: String,
    #[serde(skip)]
    counts: Counted,
}

/// Which units a letter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counted {
    Position,
    Recused,
    Spoke,
    Silent,
}

/// A group with one letter for each of its members.
#[derive(Debug, Clone, Serialize)]
struct GroupLine {
    group: Option<GroupId>,
    name: String,
    house: Option<HouseId>,
    seats: u64,
    letters: String,
    positions: Counts,
    #[serde(skip)]
    answers: Counts,
    recused: u64,
    /// How many spoke, and have no counted answer.
    #[serde(skip)]
    spoke: u64,
    /// Whether a member answered; none where all are recused.
    heard: Option<bool>,
    /// The same with a third state: spoke, and has no counted answer.
    voice: Option<Voice>,
}

impl HasHouse for GroupLine {
    fn house(&self) -> Option<&HouseId> {
        self.house.as_ref()
    }
}

/// How many positions of a group were given on an earlier text.
#[derive(Debug, Clone, Serialize)]
struct StaleIn {
    group: GroupId,
    name: String,
    stale: u64,
}

impl Answers {
    /// The answers that a tally counted.
    pub(crate) fn of(tally: &Tally) -> Self {
        let letters = Letters::of(&tally.track).hearing(&tally.voices);
        let groups = tally.charter.groups.iter();
        let lines = groups.clone();
        let lines = lines.filter_map(|group| line(tally, &letters, group));
        Self {
            positions: Counts::of(&tally.track, &tally.count).and_stale(&tally.count),
            groups: lines.collect(),
            stale: groups.filter_map(|group| stale(tally, group)).collect(),
            all: counted(tally, "Total", &tally.count, &tally.ballot.units),
            count: tally.track.count,
            all_stale: tally.count.stale,
            letters: legend(tally, &letters),
        }
    }

    /// The table of groups, the legend of its letters, and what is stale.
    pub(crate) fn page(&self) -> Page {
        let uncounted = self.count == CountUnit::None;
        let letter = |each: &Letter| format!("{} {}", each.letter, each.position);
        let legend: Vec<String> = self.letters.iter().map(letter).collect();
        let voices = self.groups.iter().map(|each| each.voice);
        Page::new()
            .table(self.table())
            .line(legend.join(" · "))
            .lines(uncounted.then(|| words::sentence(NOT_COUNTED)))
            .line(words::voice_legend(voices))
            .line(self.stale_line())
            .gap()
    }

    fn stale_line(&self) -> String {
        let group = |group: &StaleIn| format!("{} {}", group.name, group.stale);
        let groups: Vec<String> = self.stale.iter().map(group).collect();
        match self.all_stale {
            0 => String::new(),
            all => format!(
                "Stale, given on an earlier text: {all} ({})",
                groups.join(", ")
            ),
        }
    }

    fn table(&self) -> Table {
        let unit = match self.count {
            CountUnit::Affiliations => "one letter per affiliation",
            CountUnit::Groups => "one letter per group",
            CountUnit::Participants | CountUnit::None => "one letter per member",
        };
        let mut columns = vec![
            Column::sentence("Group").keep(DropPriority::Always),
            Column::number("seats").keep(DropPriority::High),
            Column::sentence(unit).keep(DropPriority::High),
        ];
        let letters = self.letters.iter().map(|each| each.letter.to_string());
        columns.extend(letters.map(Column::number));
        columns.push(Column::new("heard").keep(DropPriority::Always));
        let (table, all) = (Table::new(columns), self.row(&self.all));
        housed(table, &self.groups, |group| self.row(group), all)
    }

    fn row(&self, group: &GroupLine) -> Vec<StyledText> {
        let mut row: Vec<StyledText> = vec![
            (&group.name).into(),
            group.seats.into(),
            (&group.letters).into(),
        ];
        let number = |each: &Letter| words::cell(each.number(group)).into();
        row.extend(self.letters.iter().map(number));
        row.push(match group.group {
            None => "".into(),
            Some(_) => words::voice(group.voice),
        });
        row
    }
}

impl Letter {
    /// How many units of a group have it. A group may have none of what is rare.
    fn number(&self, group: &GroupLine) -> u64 {
        let answers = group.answers.get(&self.position);
        match self.counts {
            Counted::Recused => group.recused,
            Counted::Spoke => group.spoke,
            Counted::Silent => answers.saturating_sub(group.spoke),
            Counted::Position => answers,
        }
    }
}

fn legend(tally: &Tally, letters: &Letters) -> Vec<Letter> {
    let legend = letters.legend(&tally.ballot.units).into_iter();
    let letter = |(letter, position)| Letter {
        counts: match letter {
            SPOKE => Counted::Spoke,
            SILENT => Counted::Silent,
            letter if letter == letters.recused() => Counted::Recused,
            _ => Counted::Position,
        },
        letter,
        position,
    };
    legend.map(letter).collect()
}

/// The line of a group; none for a group without a seat.
fn line(tally: &Tally, letters: &Letters, group: &Group) -> Option<GroupLine> {
    let within = |unit: &&Unit| unit.groups.contains(&group.id);
    let units: Vec<&Unit> = tally.ballot.units.iter().filter(within).collect();
    let count = Count::of(&tally.track, units.iter().copied());
    (count.seats > 0).then(|| GroupLine {
        group: Some(group.id.clone()),
        house: group.house.clone(),
        letters: letters.line(units.iter().copied()),
        voice: tally.voices.groups.get(group.id.as_str()).copied(),
        ..counted(tally, &group.name, &count, units.iter().copied())
    })
}

fn counted<'u>(
    tally: &Tally,
    name: &str,
    count: &Count,
    units: impl IntoIterator<Item = &'u Unit>,
) -> GroupLine {
    let voice = |unit: &Unit| tally.voices.units.get(&unit.name).copied();
    let spoke = units
        .into_iter()
        .filter(|unit| voice(unit) == Some(Voice::Spoke));
    GroupLine {
        group: None,
        name: name.to_owned(),
        house: None,
        seats: count.seats,
        letters: String::new(),
        positions: Counts::of(&tally.track, count),
        answers: Counts::given(&tally.track, count),
        recused: count.recused,
        spoke: u64::try_from(spoke.count()).unwrap_or(u64::MAX),
        heard: (count.members > 0).then(|| count.answered() > 0),
        voice: None,
    }
}

fn stale(tally: &Tally, group: &Group) -> Option<StaleIn> {
    let count = tally.count_in_group(group.id.as_str());
    (count.stale > 0).then(|| StaleIn {
        group: group.id.clone(),
        name: group.name.clone(),
        stale: count.stale,
    })
}
