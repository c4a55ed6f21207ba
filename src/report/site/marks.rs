//! The marks of a track, and the parts of bars and rows that they are for. The parts are numbers of the tally.

use crate::render::site::bar::Bar;
use crate::render::site::mark::{Mark, Shade, key};
use crate::render::site::markup::Html;
use crate::render::site::members::Row;
use crate::report::counts::in_several;
use crate::report::site::said::spoken;
use crate::tally::count::Count;
use crate::value::class::{CountUnit, CountsAs};
use crate::value::id::PositionName;

/// What an answer is counted as.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    Position(PositionName),
    Several(CountsAs),
    Split,
    Silent,
    Recused,
}

/// One mark of a track.
#[derive(Debug, Clone)]
struct Known {
    meaning: Meaning,
    class: Option<CountsAs>,
    mark: Mark,
}

/// All marks of a track, in the charter's order.
#[derive(Debug, Clone)]
pub(crate) struct Marks(Vec<Known>);

impl Marks {
    /// The marks of a track with these positions. If two positions for or against have the same first letter, all of
    /// them have numbers.
    pub(crate) fn of_positions(positions: &[(PositionName, CountsAs)], unit: CountUnit) -> Self {
        let mut all = Vec::new();
        let sides: Vec<(&PositionName, CountsAs)> = positions
            .iter()
            .filter(|(_, class)| matches!(class, CountsAs::For | CountsAs::Against))
            .map(|(name, class)| (name, *class))
            .collect();
        for (place, (name, class)) in sides.iter().enumerate() {
            let letter = match initials_differ(&sides) {
                true => initial(name),
                false => (place + 1).to_string(),
            };
            all.push(known(name, *class, shade(&sides, place), letter));
        }
        for (name, class) in positions {
            if *class == CountsAs::Neutral {
                all.push(known(name, *class, Shade::Neither, "–".to_owned()));
            }
        }
        all.extend(of_organisations(unit));
        all.push(Known {
            meaning: Meaning::Recused,
            class: Some(CountsAs::Recused),
            mark: mark(Shade::Silent, "×", "recused"),
        });
        all.push(Known {
            meaning: Meaning::Silent,
            class: None,
            mark: mark(Shade::Silent, "", "no answer"),
        });
        Self(all)
    }

    /// The meaning of every mark; of a recusal only where there is one.
    pub(crate) fn key(&self, count: &Count) -> Html {
        let marks: Vec<Mark> = self.marks();
        let shown = self.0.iter().zip(marks.iter().enumerate());
        let shown =
            shown.filter(|(known, _)| known.meaning != Meaning::Recused || count.recused > 0);
        key(shown.map(|(_, (number, mark))| (number, mark)))
    }

    /// The marks by their numbers.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        self.0.iter().map(|known| known.mark.clone()).collect()
    }

    /// The mark of a position.
    pub(crate) fn of_position(&self, name: &PositionName) -> Option<&Mark> {
        self.of_meaning(&Meaning::Position(name.clone()))
    }

    /// The mark of no answer.
    pub(crate) fn silent(&self) -> Option<&Mark> {
        self.of_meaning(&Meaning::Silent)
    }

    /// The mark of a recusal.
    pub(crate) fn recused(&self) -> Option<&Mark> {
        self.of_meaning(&Meaning::Recused)
    }

    fn of_meaning(&self, meaning: &Meaning) -> Option<&Mark> {
        let known = self.0.iter().find(|known| known.meaning == *meaning)?;
        Some(&known.mark)
    }

    /// The bar of a count: its base is everybody who is not recused.
    pub(crate) fn bar(&self, count: &Count) -> Bar {
        let row = self.row(count);
        let silent = self.number(count, &Meaning::Silent);
        let neither = row.rest.iter().filter(|(mark, _)| self.is_neither(*mark));
        let parts = row.for_it.iter().chain(neither);
        let parts = parts.map(|(mark, number)| (self.shade(*mark), *number));
        let against = row.against.iter();
        let against = against.map(|(mark, number)| (self.shade(*mark), *number));
        let silent = std::iter::once((Shade::Silent, silent));
        // The strongest against is next to the edge, as the strongest for is.
        Bar {
            parts: parts.chain(silent).chain(against).collect(),
            base: count.members,
            lines: Vec::new(),
        }
    }

    /// The same as a row of a table.
    pub(crate) fn row(&self, count: &Count) -> Row {
        let side = |wanted: &dyn Fn(Option<CountsAs>) -> bool| {
            let own = self.0.iter().enumerate();
            let own = own.filter(|(_, known)| wanted(known.class));
            own.map(|(mark, known)| (mark, self.number(count, &known.meaning)))
                .collect::<Vec<_>>()
        };
        let mut against = side(&|class| class == Some(CountsAs::Against));
        against.sort_by_key(|(mark, _)| std::cmp::Reverse(self.rank(*mark)));
        Row {
            against,
            for_it: side(&|class| class == Some(CountsAs::For)),
            rest: side(&|class| !matches!(class, Some(CountsAs::For | CountsAs::Against))),
        }
    }

    fn number(&self, count: &Count, meaning: &Meaning) -> u64 {
        match meaning {
            Meaning::Position(name) => count.given(name),
            Meaning::Several(class) => count.in_class.get(class).copied().unwrap_or(0),
            Meaning::Split => count.split,
            Meaning::Silent => count.silent,
            Meaning::Recused => count.recused,
        }
    }

    fn shade(&self, mark: usize) -> Shade {
        self.0
            .get(mark)
            .map_or(Shade::Silent, |known| known.mark.shade)
    }

    fn rank(&self, mark: usize) -> usize {
        match self.shade(mark) {
            Shade::For(rank) | Shade::Against(rank) => rank,
            Shade::Neither | Shade::Silent => 0,
        }
    }

    fn is_neither(&self, mark: usize) -> bool {
        self.shade(mark) == Shade::Neither
    }
}

/// The marks of several tracks on one page, each once.
#[derive(Debug, Default)]
pub(crate) struct SharedMarks(Vec<Mark>);

impl SharedMarks {
    /// The number of a mark on the page.
    pub(crate) fn number(&mut self, mark: &Mark) -> usize {
        if let Some(known) = self.0.iter().position(|known| known == mark) {
            return known;
        }
        self.0.push(mark.clone());
        self.0.len() - 1
    }

    /// A row of the marks of one track, with their numbers on the page.
    pub(crate) fn row(&mut self, marks: &Marks, count: &Count) -> Row {
        let Row {
            against,
            for_it,
            rest,
        } = marks.row(count);
        let all = marks.marks();
        let mut shared = |parts: Vec<(usize, u64)>| {
            let parts = parts.into_iter().filter(|(_, number)| *number > 0);
            parts
                .filter_map(|(mark, number)| Some((self.number(all.get(mark)?), number)))
                .collect()
        };
        Row {
            against: shared(against),
            for_it: shared(for_it),
            rest: shared(rest),
        }
    }

    /// All of them.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.0
    }

    /// The meaning of each.
    pub(crate) fn key(&self) -> Html {
        match self.0.is_empty() {
            true => Html::default(),
            false => key(self.0.iter().enumerate()),
        }
    }
}

fn mark(shade: Shade, letter: impl Into<String>, name: &str) -> Mark {
    Mark {
        shade,
        letter: letter.into(),
        name: name.to_owned(),
    }
}

fn known(name: &PositionName, class: CountsAs, shade: Shade, letter: String) -> Known {
    Known {
        meaning: Meaning::Position(name.clone()),
        class: Some(class),
        mark: mark(shade, letter, &spoken(name)),
    }
}

/// What only organisations can answer: several positions of one class, or of several.
fn of_organisations(unit: CountUnit) -> Vec<Known> {
    if unit != CountUnit::Affiliations {
        return Vec::new();
    }
    let several = [
        (CountsAs::For, Shade::For(3), "+"),
        (CountsAs::Against, Shade::Against(3), "!"),
        (CountsAs::Neutral, Shade::Neither, "="),
    ];
    let several = several.into_iter().map(|(class, shade, letter)| Known {
        meaning: Meaning::Several(class),
        class: Some(class),
        mark: mark(shade, letter, &spoken(in_several(class))),
    });
    let split = Known {
        meaning: Meaning::Split,
        class: None,
        mark: mark(Shade::Neither, "/", "split"),
    };
    several.chain([split]).collect()
}

/// The first position for is the strongest, and the last one against.
fn shade(sides: &[(&PositionName, CountsAs)], place: usize) -> Shade {
    let (_, class) = sides[place];
    let own =
        |part: &[(&PositionName, CountsAs)]| part.iter().filter(|each| each.1 == class).count();
    match class {
        CountsAs::For => Shade::For(own(&sides[..=place])),
        _ => Shade::Against(own(&sides[place..])),
    }
}

fn initial(name: &PositionName) -> String {
    name.as_str()
        .chars()
        .take(1)
        .flat_map(char::to_uppercase)
        .collect()
}

fn initials_differ(sides: &[(&PositionName, CountsAs)]) -> bool {
    let initials: std::collections::BTreeSet<String> =
        sides.iter().map(|(name, _)| initial(name)).collect();
    initials.len() == sides.len()
}
