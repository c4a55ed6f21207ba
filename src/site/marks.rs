//! The marks of a track, and the parts of bars and rows that they are for. The parts are numbers of the tally.

use crate::render::site::bar::Bar;
use crate::render::site::mark::{Mark, Shade, key};
use crate::render::site::markup::Html;
use crate::render::site::members::{Part, Row};
use crate::report::counts::in_several;
use crate::site::said::spoken;
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
    /// The same for an answer on an earlier text.
    struck: Mark,
}

impl Known {
    fn new(meaning: Meaning, class: Option<CountsAs>, mark: Mark) -> Self {
        let name = match meaning {
            Meaning::Silent => EXPIRED.to_owned(),
            _ => format!("{}, on an earlier text", mark.name),
        };
        Self {
            meaning,
            class,
            struck: Mark {
                is_struck: true,
                name,
                ..mark.clone()
            },
            mark,
        }
    }
}

/// What is said where an answer on an earlier text does not count any more.
pub(crate) const EXPIRED: &str = "no answer on this text, but on an earlier one";

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
        all.push(Known::new(
            Meaning::Recused,
            Some(CountsAs::Recused),
            mark(Shade::Silent, "×", "recused"),
        ));
        let silent = mark(Shade::Silent, "", "no answer");
        all.push(Known::new(Meaning::Silent, None, silent));
        Self(all)
    }

    /// The meaning of every mark; of a recusal, and of an answer on an earlier text, only where there is one.
    pub(crate) fn key(&self, count: &Count) -> Html {
        let earlier = |known: &Known| self.earlier(count, &known.meaning) > 0;
        let marks = self.in_use(count).into_iter();
        key(marks.chain(self.numbered(true, &earlier)))
    }

    /// The same without those of answers on an earlier text.
    pub(crate) fn key_of_sides(&self, count: &Count) -> Html {
        key(self.in_use(count).into_iter())
    }

    fn in_use(&self, count: &Count) -> Vec<(usize, &Mark)> {
        let wanted = |known: &Known| known.meaning != Meaning::Recused || count.recused > 0;
        self.numbered(false, &wanted)
    }

    /// The marks of some answers with their numbers: on this text, or on an earlier one.
    fn numbered(&self, is_struck: bool, wanted: &dyn Fn(&Known) -> bool) -> Vec<(usize, &Mark)> {
        let marks = self.0.iter().zip(0..).filter(|(known, _)| wanted(known));
        let marks = marks.map(|(known, place)| match is_struck {
            false => (place, &known.mark),
            true => (self.struck(place), &known.struck),
        });
        marks.collect()
    }

    /// The number of the same mark for an answer on an earlier text.
    fn struck(&self, mark: usize) -> usize {
        self.0.len() + mark
    }

    /// The marks by their numbers.
    pub(crate) fn marks(&self) -> Vec<Mark> {
        let all = |_: &Known| true;
        let marks = self.numbered(false, &all).into_iter();
        let marks = marks.chain(self.numbered(true, &all));
        marks.map(|(_, mark)| mark.clone()).collect()
    }

    /// The mark of the same answer on an earlier text.
    pub(crate) fn on_earlier_text(&self, mark: &Mark) -> Option<&Mark> {
        let known = self.0.iter().find(|known| known.mark == *mark)?;
        Some(&known.struck)
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
        let neither = row.rest.iter().filter(|part| self.is_neither(part.mark));
        let parts = row.for_it.iter().chain(neither);
        let parts = parts.map(|part| (self.shade(part.mark), part.number));
        let against = row.against.iter();
        let against = against.map(|part| (self.shade(part.mark), part.number));
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
            own.map(|(mark, known)| Part {
                mark,
                number: self.number(count, &known.meaning),
                struck: self.struck(mark),
                earlier: self.earlier(count, &known.meaning),
            })
            .collect::<Vec<_>>()
        };
        let mut against = side(&|class| class == Some(CountsAs::Against));
        against.sort_by_key(|part| std::cmp::Reverse(self.rank(part.mark)));
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

    fn earlier(&self, count: &Count, meaning: &Meaning) -> u64 {
        let earlier = count.earlier.as_deref();
        earlier.map_or(0, |earlier| self.number(earlier, meaning))
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
        let mut shared = |parts: Vec<Part>| {
            let parts = parts.into_iter().filter(|part| part.number > 0);
            parts
                .filter_map(|part| {
                    Some(Part {
                        mark: self.number(all.get(part.mark)?),
                        struck: match part.earlier {
                            0 => part.struck,
                            _ => self.number(all.get(part.struck)?),
                        },
                        ..part
                    })
                })
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
        is_struck: false,
    }
}

fn known(name: &PositionName, class: CountsAs, shade: Shade, letter: String) -> Known {
    let mark = mark(shade, letter, &spoken(name));
    Known::new(Meaning::Position(name.clone()), Some(class), mark)
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
    let several = several.into_iter().map(|(class, shade, letter)| {
        let mark = mark(shade, letter, &spoken(in_several(class)));
        Known::new(Meaning::Several(class), Some(class), mark)
    });
    let split = Known::new(Meaning::Split, None, mark(Shade::Neither, "/", "split"));
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
