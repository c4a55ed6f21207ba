//! Shows who answered what: for each group a letter for each seat, or words where nobody sees letters.

use serde::Serialize;

use crate::record::charter::Group;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::StyledText;
use crate::render::page::Page;
use crate::report::counts::{Counts, HasHouse, Letters, NOT_COUNTED, housed};
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
}

/// A letter and the position that it means.
#[derive(Debug, Clone, Serialize)]
struct Letter {
    letter: char,
    position: String,
    /// Whether anybody has it here.
    #[serde(skip)]
    occurs: bool,
}

/// The most seats of a group that are shown as letters; of more, only the numbers are said.
const MOST_LETTERS: u64 = 60;

/// A group with one letter for each of its seats.
#[derive(Debug, Clone, Serialize)]
struct GroupLine {
    group: Option<GroupId>,
    name: String,
    house: Option<HouseId>,
    #[serde(skip)]
    house_name: Option<String>,
    seats: u64,
    letters: String,
    positions: Counts,
    #[serde(skip)]
    answers: Counts,
    recused: u64,
    /// How many spoke, and have no counted answer.
    #[serde(skip)]
    spoke: u64,
    #[serde(skip)]
    answered: u64,
    /// Whether a member answered; none where all are recused.
    heard: Option<bool>,
    /// The same with a third state: spoke, and has no counted answer.
    voice: Option<Voice>,
}

impl HasHouse for GroupLine {
    fn house(&self) -> Option<&HouseId> {
        self.house.as_ref()
    }

    fn house_name(&self) -> Option<&str> {
        self.house_name.as_deref()
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
            all: counted(tally, "ALL", &tally.count, &tally.ballot.units),
            count: tally.track.count,
            letters: legend(tally, &letters),
        }
    }

    /// The table of groups, and the legend of what occurs in it.
    pub(crate) fn page(&self) -> Page {
        let uncounted = self.count == CountUnit::None;
        let lettered = self.groups.iter().any(GroupLine::is_lettered);
        let letters = self.letters.iter().filter(|each| lettered && each.occurs);
        let legend: Vec<String> = letters
            .map(|each| format!("{} {}", each.letter, each.position))
            .collect();
        let voices = self.groups.iter().map(|each| each.voice);
        Page::new()
            .table(self.table())
            .line(StyledText::from(legend.join(", ")).aloud(""))
            .lines(uncounted.then(|| words::sentence(NOT_COUNTED)))
            .line(words::voice_legend(voices))
    }

    fn table(&self) -> Table {
        let columns = [
            Column::sentence("Group").keep(DropPriority::Always),
            Column::number("Seats").keep(DropPriority::Always),
            Column::sentence("Answers").keep(DropPriority::Always),
            Column::new("Answered").keep(DropPriority::Always),
        ];
        let (table, all) = (Table::new(columns), self.all.row());
        housed(table, &self.groups, GroupLine::row, all)
    }
}

impl GroupLine {
    /// Whether its answers are shown as letters.
    fn is_lettered(&self) -> bool {
        !self.letters.is_empty() && self.seats <= MOST_LETTERS
    }

    fn row(&self) -> Vec<StyledText> {
        let words = self.in_words();
        let answers = match self.is_lettered() {
            true => StyledText::from(&self.letters).aloud(words),
            false => words.into(),
        };
        let members = self.seats.saturating_sub(self.recused);
        let answered = match self.group {
            None => "".into(),
            Some(_) => words::answered(self.voice, self.answered, members),
        };
        vec![(&self.name).into(), self.seats.into(), answers, answered]
    }

    /// `2 support, 1 object, 1 no answer`.
    fn in_words(&self) -> String {
        let given = self.answers.names().filter(|name| *name != "silent");
        let given = given.map(|name| (self.answers.get(name), name.to_owned()));
        let silent = self.answers.get("silent").saturating_sub(self.spoke);
        let rest = [
            (self.spoke, "spoke without a counted answer".to_owned()),
            (self.recused, "recused".to_owned()),
            (silent, "no answer".to_owned()),
        ];
        let parts = given.chain(rest).filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts.map(|(n, name)| format!("{n} {name}")).collect();
        parts.join(", ")
    }
}

fn legend(tally: &Tally, letters: &Letters) -> Vec<Letter> {
    let units = &tally.ballot.units;
    let legend = letters.legend(units).into_iter();
    let letter = |(letter, position)| Letter {
        occurs: units.iter().any(|unit| letters.mark(unit) == letter),
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
        house_name: tally.charter.house_name_of(group).map(str::to_owned),
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
        house_name: None,
        seats: count.seats,
        letters: String::new(),
        positions: Counts::of(&tally.track, count),
        answers: Counts::given(&tally.track, count),
        recused: count.recused,
        answered: count.answered(),
        spoke: u64::try_from(spoke.count()).unwrap_or(u64::MAX),
        heard: (count.members > 0).then(|| count.answered() > 0),
        voice: None,
    }
}

fn stale(tally: &Tally, group: &Group) -> Option<StaleIn> {
    let count = tally.count_in_group(group.id.as_str());
    (count.stale() > 0).then(|| StaleIn {
        group: group.id.clone(),
        name: group.name.clone(),
        stale: count.stale(),
    })
}
