//! The answers of one place in a row: against to the left of an axis and for to the right, the strongest next to it,
//! then those on neither side and those without an answer. All rows of a table share the axis and the scale.

use crate::render::site::mark::{Mark, SIDE, STEP, Shade, copy};
use crate::render::site::markup::{Html, el};
use crate::render::site::thousandths;

/// How many gave each answer in one place: the number of the mark, and how many.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Against, the strongest last.
    pub against: Vec<(usize, u64)>,
    /// For, the strongest first.
    pub for_it: Vec<(usize, u64)>,
    /// On neither side, and without an answer.
    pub rest: Vec<(usize, u64)>,
}

fn sum(parts: &[(usize, u64)]) -> u64 {
    parts.iter().fold(0, |sum, (_, n)| sum.saturating_add(*n))
}

/// The most squares next to each other.
const MOST_SQUARES: u64 = 13;
/// How long all bars together are at most.
const LONGEST: u64 = 282;
/// Between the sides and the rest.
const GAP: u64 = 12;
/// A bar that is narrower has no number inside.
const NARROW: u64 = 17_000;

/// The scale that all rows of a table share.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    against: u64,
    for_it: u64,
    rest: u64,
}

impl Scale {
    /// The scale on which every row fits.
    pub fn of<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> Self {
        let most = |side: fn(&Row) -> &[(usize, u64)]| {
            let rows = rows.clone();
            rows.map(|row| sum(side(row))).max().unwrap_or(0)
        };
        Self {
            against: most(|row| &row.against),
            for_it: most(|row| &row.for_it),
            rest: most(|row| &row.rest),
        }
    }

    /// Whether each member has a square of their own.
    pub fn has_squares(self) -> bool {
        self.total() <= MOST_SQUARES
    }

    fn total(self) -> u64 {
        let sides = self.against.saturating_add(self.for_it);
        sides.saturating_add(self.rest).max(1)
    }

    /// One row.
    pub fn row(self, row: &Row, marks: &[Mark]) -> Html {
        match self.has_squares() {
            true => self.squares(row),
            false => self.bars(row, marks),
        }
    }

    fn squares(self, row: &Row) -> Html {
        let axis = self.against * STEP;
        let rest = (self.against + self.for_it) * STEP + GAP;
        let left = axis - sum(&row.against) * STEP;
        let width = rest + self.rest * STEP;
        frame(width, axis, true)
            .with(run(&row.against, left))
            .with(run(&row.for_it, axis + 2))
            .with(run(&row.rest, rest))
            .into()
    }

    /// So many thousandths of a pixel are so many members, in whole tenths of one.
    fn length(self, members: u64) -> u64 {
        members.saturating_mul(LONGEST * 10) / self.total() * 100
    }

    fn bars(self, row: &Row, marks: &[Mark]) -> Html {
        let axis = self.length(self.against);
        let rest = self.length(self.against.saturating_add(self.for_it)) + GAP * 1000;
        let left = axis.saturating_sub(self.length(sum(&row.against)));
        frame(LONGEST + GAP, axis / 1000, false)
            .with(self.run(&row.against, left, marks))
            .with(self.run(&row.for_it, axis + 1000, marks))
            .with(self.run(&row.rest, rest, marks))
            .into()
    }

    fn run(self, parts: &[(usize, u64)], start: u64, marks: &[Mark]) -> Html {
        let mut before = 0_u64;
        let parts = parts.iter().filter(|(_, number)| *number > 0);
        let one = |(mark, number): &(usize, u64)| {
            let from = start + self.length(before);
            before = before.saturating_add(*number);
            let width = (start + self.length(before)).saturating_sub(from);
            let shade = marks.get(*mark).map_or(Shade::Silent, |mark| mark.shade);
            bar(shade, from, width, *number)
        };
        parts.map(one).collect()
    }
}

fn bar(shade: Shade, from: u64, width: u64, number: u64) -> Html {
    let class = shade.class();
    // The stylesheet has what all bars share: where they are, and how high.
    let bar = el("rect").class(class).x(thousandths(from));
    let bar = bar.width(thousandths(width));
    let middle = thousandths(from + width / 2);
    let text = el("text").class(format!("t {class}-t")).x(middle);
    match width >= NARROW {
        true => Html::from(bar).then(text.text(number.to_string())),
        false => bar.into(),
    }
}

fn frame(width: u64, axis: u64, is_before: bool) -> crate::render::site::markup::El {
    // Squares end two pixels before the axis, bars end on it.
    let axis = if is_before { axis.max(1) - 1 } else { axis };
    let line = el("line").class("axis").x1(axis).x2(axis).y2(SIDE + 2);
    let svg = el("svg").class("row").width(width + 2);
    svg.hidden_from_readers("true").with(line)
}

fn run(parts: &[(usize, u64)], start: u64) -> Html {
    let each = parts
        .iter()
        .flat_map(|(mark, number)| (0..*number).map(|_| *mark));
    let places = each.zip(0_u64..);
    places
        .map(|(mark, place)| copy(mark, start + place * STEP))
        .collect()
}
