//! Shows the numbers of a tally by name: of one place or of all, in the order of the charter. Gives
//! every position of a track a letter, so that a line can show every seat of a group. Puts groups
//! under their houses.

use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::record::charter::Group;
use crate::record::track::Track;
use crate::render::grid::Table;
use crate::render::ink::StyledText;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::{Answer, Unit};
use crate::tally::voice::{Voice, Voices};
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::{GroupId, HouseId, PositionName};

/// Names and numbers in their order; an object for programs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Counts(Vec<(String, u64)>);

impl Counts {
    /// Every position but recusals, then what organisations add, then units without an answer:
    /// together they are all that are eligible. Empty where nothing is counted.
    pub(crate) fn of(track: &Track, count: &Count) -> Self {
        match track.count {
            CountUnit::None => Self::default(),
            _ => Self::given(track, count),
        }
    }

    /// The same, also of answers that are not counted.
    pub(crate) fn given(track: &Track, count: &Count) -> Self {
        let positions = count.positions.iter();
        let mut counts: Vec<(String, u64)> = positions
            .map(|(name, _, units)| (name.to_string(), *units))
            .collect();
        if track.count == CountUnit::Affiliations {
            let several = count.in_class.iter();
            counts.extend(several.map(|(class, units)| (in_several(*class), *units)));
            counts.push(("split".to_owned(), count.split));
        }
        counts.push(("silent".to_owned(), count.silent));
        Self(counts)
    }

    /// The same counts, then the units on an earlier revision, which are among the others.
    pub(crate) fn and_stale(mut self, count: &Count) -> Self {
        if !self.0.is_empty() {
            self.0.push((STALE.to_owned(), count.stale()));
        }
        self
    }

    /// Every name that occurs with its number: `12 support, 3 no answer`.
    pub(crate) fn in_words(&self) -> String {
        let some = self.names().filter(|name| self.get(name) > 0);
        let count = |name: &str| match name {
            "silent" => format!("{} no answer", self.get(name)),
            name => format!("{} {name}", self.get(name)),
        };
        some.map(count).collect::<Vec<_>>().join(", ")
    }

    /// The names of those that do not overlap.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.filter(|name| *name != STALE)
    }

    /// The number of this name; zero where there is none.
    pub(crate) fn get(&self, name: &str) -> u64 {
        let found = self.0.iter().find(|(own, _)| own == name);
        found.map_or(0, |(_, number)| *number)
    }
}

/// The name under which organisations are counted whose people agree in class, not in position.
pub(crate) fn in_several(class: CountsAs) -> String {
    format!("{}-in-several-positions", class.word())
}

/// What is said of answers on a track that counts nothing.
pub(crate) const NOT_COUNTED: &str = "answers are shown and not counted on this track";

const STALE: &str = "stale";

impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, number)| (name, number)))
    }
}

/// The mark of a unit without an answer.
const SILENT: char = '-';
/// The mark of a unit that said something before the close, but has no counted answer.
const SPOKE: char = '~';
/// The mark of an organisation whose people are in different classes.
const SPLIT: char = '/';
/// The mark of a recused unit, on a track with several positions for it.
const RECUSED: char = '_';
/// The marks of organisations whose people agree in class only.
const IN_CLASS: [(CountsAs, char); 3] = [
    (CountsAs::For, '+'),
    (CountsAs::Against, '!'),
    (CountsAs::Neutral, '='),
];
/// How many letters stand together.
const TOGETHER: usize = 10;

/// The letters of a track.
#[derive(Debug, Clone)]
pub(crate) struct Letters {
    positions: Vec<(PositionName, CountsAs, char)>,
    spoke: BTreeSet<String>,
}

impl Letters {
    /// Gives every position a letter of its own, in capitals only, since nobody hears whether a
    /// letter is small. Initials go to the first position with each; another position takes the
    /// initial of its class (N for neutral, R for recused), else one of its own letters, else any
    /// letter or digit that is left.
    pub(crate) fn of(track: &Track) -> Self {
        let names = track.positions.iter().map(|each| each.name.as_str());
        let mut letters: Vec<Option<char>> = Vec::new();
        for name in names {
            let initial = name.chars().next().map(|c| c.to_ascii_uppercase());
            let initial = initial.filter(|c| c.is_ascii_alphanumeric());
            letters.push(initial.filter(|c| !letters.contains(&Some(*c))));
        }
        for (at, position) in track.positions.iter().enumerate() {
            if letters.get(at) == Some(&None) {
                let free = free(position.name.as_str(), position.class, &letters);
                if let Some(letter) = letters.get_mut(at) {
                    *letter = Some(free);
                }
            }
        }
        let letters = letters.into_iter().map(|letter| letter.unwrap_or('?'));
        let positions = track.positions.iter().zip(letters);
        Self {
            positions: positions
                .map(|(each, letter)| (each.name.clone(), each.class, letter))
                .collect(),
            spoke: BTreeSet::new(),
        }
    }

    /// The same letters, with another mark for those who spoke without a counted answer.
    pub(crate) fn hearing(mut self, voices: &Voices) -> Self {
        let spoke = voices.units.iter();
        let spoke = spoke.filter(|(_, voice)| **voice == Voice::Spoke);
        self.spoke = spoke.map(|(name, _)| name.clone()).collect();
        self
    }

    /// The mark of a unit.
    pub(crate) fn mark(&self, unit: &Unit) -> char {
        match &unit.answer {
            Answer::Given(position, _) => self.letter(position),
            Answer::InClass(class) => in_class(*class),
            Answer::Split => SPLIT,
            Answer::Silent | Answer::SilentAs(..) if self.spoke.contains(&unit.name) => SPOKE,
            Answer::Silent | Answer::SilentAs(..) => SILENT,
            Answer::Recused => self.recused(),
        }
    }

    fn letter(&self, name: &PositionName) -> char {
        let found = self.positions.iter().find(|(own, _, _)| own == name);
        found.map_or('?', |(_, _, letter)| *letter)
    }

    /// The mark of a recused unit.
    pub(crate) fn recused(&self) -> char {
        let own = self.positions.iter();
        let mut recusals = own.filter(|(_, class, _)| *class == CountsAs::Recused);
        match (recusals.next(), recusals.next()) {
            (Some((_, _, letter)), None) => *letter,
            _ => RECUSED,
        }
    }

    /// The marks of some units, in their order, ten by ten.
    pub(crate) fn line<'u>(&self, units: impl IntoIterator<Item = &'u Unit>) -> String {
        let mut line = String::new();
        for (n, unit) in units.into_iter().enumerate() {
            if n > 0 && n % TOGETHER == 0 {
                line.push(' ');
            }
            line.push(self.mark(unit));
        }
        line
    }

    /// Every mark of the track, and those that occur among some units besides, each with what it
    /// means: the name under which it is counted, or a recusal.
    pub(crate) fn legend(&self, units: &[Unit]) -> Vec<(char, String)> {
        let shown =
            |class: CountsAs, mark: char| class != CountsAs::Recused || mark == self.recused();
        let own = self.positions.iter();
        let own = own.filter(|(_, class, letter)| shown(*class, *letter));
        let own = own.map(|(name, _, letter)| (*letter, name.to_string()));
        let occurs = |mark: char| units.iter().any(|unit| self.mark(unit) == mark);
        let in_class = IN_CLASS.map(|(class, mark)| (mark, in_several(class)));
        let others = [
            (SPLIT, "split".to_owned()),
            (RECUSED, "recused".to_owned()),
            (SPOKE, "spoke without a counted answer".to_owned()),
        ];
        let rare = in_class.into_iter().chain(others);
        let rare = rare.filter(|(mark, _)| occurs(*mark));
        own.chain(rare)
            .chain([(SILENT, "no answer".to_owned())])
            .collect()
    }
}

fn in_class(class: CountsAs) -> char {
    let found = IN_CLASS.iter().find(|(own, _)| *own == class);
    found.map_or(RECUSED, |(_, mark)| *mark)
}

fn free(name: &str, class: CountsAs, taken: &[Option<char>]) -> char {
    let of_class = match class {
        CountsAs::Neutral => Some('N'),
        CountsAs::Recused => Some('R'),
        CountsAs::For | CountsAs::Against => None,
    };
    let own = name.chars().map(|c| c.to_ascii_uppercase());
    let own = own.filter(char::is_ascii_uppercase);
    let mut all = of_class
        .into_iter()
        .chain(own)
        .chain('A'..='Z')
        .chain('0'..='9');
    all.find(|c| !taken.contains(&Some(*c))).unwrap_or('?')
}

/// Some groups, and the heading over them.
pub(crate) struct Section<'g, T> {
    /// The house; none where the charter has no houses at all.
    pub(crate) heading: Option<String>,
    /// Its groups in their order.
    pub(crate) groups: Vec<&'g T>,
}

/// Something that may be in a house.
pub(crate) trait HasHouse {
    /// Its house.
    fn house(&self) -> Option<&HouseId>;
    /// The name of its house.
    fn house_name(&self) -> Option<&str>;
}

/// Groups by house: the houses in the order in which groups name them, then those without one.
pub(crate) fn by_house<T: HasHouse>(groups: &[T]) -> Vec<Section<'_, T>> {
    let mut houses: Vec<Option<&HouseId>> = Vec::new();
    for group in groups {
        if !houses.contains(&group.house()) {
            houses.push(group.house());
        }
    }
    houses.sort_by_key(Option::is_none);
    let named = houses.iter().any(Option::is_some);
    let section = |house: Option<&HouseId>| {
        let own = groups.iter().filter(|group| group.house() == house);
        let own: Vec<&T> = own.collect();
        let name = own.first().and_then(|group| group.house_name());
        Section {
            heading: named.then(|| heading(name)),
            groups: own,
        }
    };
    houses.into_iter().map(section).collect()
}

/// The rows of groups under their houses, then the row of all of them together.
pub(crate) fn housed<T: HasHouse>(
    table: Table,
    groups: &[T],
    row: impl Fn(&T) -> Vec<StyledText>,
    all: Vec<StyledText>,
) -> Table {
    let mut table = table.sections_called("house");
    let sections = by_house(groups);
    let named = sections.iter().any(|section| section.heading.is_some());
    for section in sections {
        if let Some(heading) = section.heading {
            table = table.section(heading);
        }
        for group in section.groups {
            table = table.indented(usize::from(named), row(group));
        }
    }
    match named {
        true => table.section("").row(all),
        false => table.row(all),
    }
}

fn heading(house: Option<&str>) -> String {
    match house {
        Some(house) => house.to_uppercase(),
        None => "NO HOUSE".to_owned(),
    }
}

/// The answers on a track that counts nothing.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotCounted {
    positions: Counts,
    groups: Vec<InGroup>,
}

#[derive(Debug, Clone, Serialize)]
struct InGroup {
    group: GroupId,
    positions: Counts,
}

impl NotCounted {
    /// None where answers are counted.
    pub(crate) fn of(tally: &Tally) -> Option<Self> {
        if tally.track.count != CountUnit::None {
            return None;
        }
        let in_group = |group: &Group| {
            let count = tally.count_in_group(group.id.as_str());
            (count.seats > 0).then(|| InGroup {
                group: group.id.clone(),
                positions: Counts::given(&tally.track, &count),
            })
        };
        Some(Self {
            positions: Counts::given(&tally.track, &tally.count),
            groups: tally.charter.groups.iter().filter_map(in_group).collect(),
        })
    }
}

/// Every position of a track with its class, in the charter's order.
#[derive(Debug, Clone)]
pub(crate) struct Classes(Vec<(PositionName, CountsAs)>);

impl Classes {
    /// The positions of a track.
    pub(crate) fn of(track: &Track) -> Self {
        let positions = track.positions.iter();
        let classes = positions.map(|each| (each.name.clone(), each.class));
        Self(classes.collect())
    }
}

impl Serialize for Classes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let classes = self.0.iter();
        serializer.collect_map(classes.map(|(name, class)| (name, class)))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use crate::record::track::{AllowedPosition, Track};
    use crate::report::sample::retention;
    use crate::value::class::CountsAs;
    use crate::value::id::PositionName;

    fn track(positions: &[(&str, CountsAs)]) -> Track {
        let charter = retention().register().charter.unwrap();
        let allowed = |(name, class): &(&str, CountsAs)| AllowedPosition {
            name: PositionName::parse(name).unwrap(),
            class: *class,
            needs_objection: false,
        };
        Track {
            positions: positions.iter().map(allowed).collect(),
            ..charter.tracks[0].clone()
        }
    }

    fn legend(positions: &[(&str, CountsAs)]) -> String {
        let legend = Letters::of(&track(positions)).legend(&[]);
        let said = legend.iter().map(|(c, name)| format!("{c} {name}"));
        said.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn initials_are_given_in_order_and_never_twice() {
        use CountsAs::{Against, For, Neutral, Recused};
        assert_eq!(
            legend(&[
                ("approve", For),
                ("approve-with-comments", For),
                ("abstain", Neutral),
                ("against", Against),
                ("aa", Against),
            ]),
            "A approve, P approve-with-comments, N abstain, G against, B aa, - no answer"
        );
        assert_eq!(
            legend(&[("yes", For), ("recuse", Recused)]),
            "Y yes, R recuse, - no answer"
        );
        let many: Vec<String> = (0..70).map(|n| format!("a{n}")).collect();
        let many: Vec<(&str, CountsAs)> = many.iter().map(|name| (name.as_str(), For)).collect();
        assert!(legend(&many).ends_with(", ? a69, - no answer"));
    }
}
