//! One letter for each position of a track, so that a line can show every member of a group.

use std::collections::BTreeSet;

use crate::record::track::Track;
use crate::report::counts::in_several;
use crate::tally::criterion::{Answer, Unit};
use crate::tally::voice::{Voice, Voices};
use crate::value::class::Class;
use crate::value::id::PositionName;

/// The mark of a unit that said nothing.
pub(crate) const SILENT: char = '.';
/// The mark of a unit that said something in time, and of which no answer is counted.
pub(crate) const SPOKE: char = '~';
/// The mark of a family whose electors are in different classes.
pub(crate) const SPLIT: char = '/';
/// The mark of a unit that is recused, on a track with several positions for it.
const RECUSED: char = '_';
/// The marks of families whose electors agree in class only.
const IN_CLASS: [(Class, char); 3] = [
    (Class::For, '+'),
    (Class::Against, '-'),
    (Class::Neutral, '='),
];
/// How many letters stand together.
const TOGETHER: usize = 10;

/// The letters of a track.
#[derive(Debug, Clone)]
pub(crate) struct Letters {
    positions: Vec<(PositionName, Class, char)>,
    spoke: BTreeSet<String>,
}

impl Letters {
    /// Gives every position a letter: its initial in upper case, else in lower case, else its
    /// next letters in the same way, else any letter or digit that is left.
    pub(crate) fn of(track: &Track) -> Self {
        let mut taken: Vec<char> = Vec::new();
        let mut positions = Vec::new();
        for position in &track.positions {
            let letter = free(position.name.as_str(), &taken);
            taken.push(letter);
            positions.push((position.name.clone(), position.class, letter));
        }
        Self {
            positions,
            spoke: BTreeSet::new(),
        }
    }

    /// The same letters with those who spoke without an answer told from those who are silent.
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
        let mut recusals = self
            .positions
            .iter()
            .filter(|(_, class, _)| *class == Class::Recused);
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
    /// stands for: the name under which it is counted, or a recusal.
    pub(crate) fn legend(&self, units: &[Unit]) -> Vec<(char, String)> {
        let shown = |class: Class, mark: char| class != Class::Recused || mark == self.recused();
        let mut legend: Vec<(char, String)> = self
            .positions
            .iter()
            .filter(|(_, class, letter)| shown(*class, *letter))
            .map(|(name, _, letter)| (*letter, name.to_string()))
            .collect();
        let occurs = |mark: char| units.iter().any(|unit| self.mark(unit) == mark);
        let in_class = IN_CLASS.map(|(class, mark)| (mark, in_several(class)));
        let others = [
            (SPLIT, "split".to_owned()),
            (RECUSED, "recused".to_owned()),
            (SPOKE, "spoke, no answer counted".to_owned()),
        ];
        let rare = in_class.into_iter().chain(others);
        legend.extend(rare.filter(|(mark, _)| occurs(*mark)));
        legend.push((SILENT, "silent".to_owned()));
        legend
    }
}

fn in_class(class: Class) -> char {
    let found = IN_CLASS.iter().find(|(own, _)| *own == class);
    found.map_or(RECUSED, |(_, mark)| *mark)
}

fn free(name: &str, taken: &[char]) -> char {
    let own = name.chars().filter(char::is_ascii_lowercase);
    own.chain('a'..='z')
        .flat_map(|c| [c.to_ascii_uppercase(), c])
        .chain('0'..='9')
        .find(|c| !taken.contains(c))
        .unwrap_or('?')
}

#[cfg(test)]
mod tests {
    use super::Letters;
    use crate::record::track::{AllowedPosition, Track};
    use crate::report::sample::retention;
    use crate::value::class::Class;
    use crate::value::id::PositionName;

    fn track(positions: &[(&str, Class)]) -> Track {
        let charter = retention().register().charter.unwrap();
        let allowed = |(name, class): &(&str, Class)| AllowedPosition {
            name: PositionName::parse(name).unwrap(),
            class: *class,
            needs_objection: false,
        };
        Track {
            positions: positions.iter().map(allowed).collect(),
            ..charter.tracks[0].clone()
        }
    }

    fn legend(positions: &[(&str, Class)]) -> String {
        let legend = Letters::of(&track(positions)).legend(&[]);
        let said = legend.iter().map(|(c, name)| format!("{c} {name}"));
        said.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn initials_are_given_in_order_and_never_twice() {
        use Class::{Against, For, Neutral, Recused};
        assert_eq!(
            legend(&[
                ("approve", For),
                ("approve-with-comments", For),
                ("abstain", Neutral),
                ("against", Against),
                ("aa", Against),
            ]),
            "A approve, a approve-with-comments, B abstain, G against, b aa, . silent"
        );
        assert_eq!(
            legend(&[("yes", For), ("recuse", Recused)]),
            "Y yes, R recuse, . silent"
        );
        let many: Vec<String> = (0..70).map(|n| format!("a{n}")).collect();
        let many: Vec<(&str, Class)> = many.iter().map(|name| (name.as_str(), For)).collect();
        assert!(legend(&many).ends_with(", ? a69, . silent"));
    }
}
