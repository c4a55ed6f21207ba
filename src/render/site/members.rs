//! The answers of one place in a row: against to the left of an axis and for to the right, the strongest next to it,
//! then those on neither side and those without an answer. All rows of a table share the axis and the scale.

use crate::render::site::mark::{Mark, SIDE, STEP, Shade, copy, stroke};
use crate::render::site::markup::{Html, el};
use crate::render::site::thousandths;

/// How many gave each answer in one place.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// Against, the strongest last.
    pub against: Vec<Part>,
    /// For, the strongest first.
    pub for_it: Vec<Part>,
    /// On neither side, and without an answer.
    pub rest: Vec<Part>,
}

/// How many gave one answer.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The number of its mark.
    pub mark: usize,
    /// How many gave it.
    pub number: u64,
    /// The number of its mark for an earlier text.
    pub struck: usize,
    /// How many of them gave it on an earlier text.
    pub earlier: u64,
}

fn sum(parts: &[Part]) -> u64 {
    let parts = parts.iter();
    parts.fold(0, |sum, part| sum.saturating_add(part.number))
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
        let most = |side: fn(&Row) -> &[Part]| {
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

    fn run(self, parts: &[Part], start: u64, marks: &[Mark]) -> Html {
        let mut before = 0_u64;
        let parts = parts.iter().filter(|part| part.number > 0);
        let one = |part: &Part| {
            let from = start + self.length(before);
            before = before.saturating_add(part.number);
            let width = (start + self.length(before)).saturating_sub(from);
            let mark = marks.get(part.mark);
            let shade = mark.map_or(Shade::Silent, |mark| mark.shade);
            bar(shade, (from, width), part.number, self.earlier(part))
        };
        parts.map(one).collect()
    }

    /// How long the part of a bar is that has a stroke.
    fn earlier(self, part: &Part) -> Option<u64> {
        (part.earlier > 0).then(|| self.length(part.earlier))
    }
}

/// A bar with its number. A stroke goes through the end of it, so far as its answers are on an earlier text.
fn bar(shade: Shade, (from, width): (u64, u64), number: u64, earlier: Option<u64>) -> Html {
    let class = shade.class();
    // The stylesheet has what all bars share: where they are, and how high.
    let bar = el("rect").class(class).x(thousandths(from));
    let bar = bar.width(thousandths(width));
    let middle = thousandths(from + width / 2);
    let text = el("text").class(format!("t {class}-t")).x(middle);
    let stroke = earlier.map(|length| {
        let end = from + width;
        let begin = end.saturating_sub(length);
        stroke((thousandths(begin), thousandths(end)), SIDE)
    });
    let text = (width >= NARROW).then(|| Html::from(text.text(number.to_string())));
    Html::from(bar).then(stroke).then(text)
}

fn frame(width: u64, axis: u64, is_before: bool) -> crate::render::site::markup::El {
    // Squares end two pixels before the axis, bars end on it.
    let axis = if is_before { axis.max(1) - 1 } else { axis };
    let line = el("line").class("axis").x1(axis).x2(axis).y2(SIDE + 2);
    let svg = el("svg").class("row").width(width + 2);
    svg.hidden_from_readers("true").with(line)
}

fn run(parts: &[Part], start: u64) -> Html {
    // Those on an earlier text are the last of their part.
    let squares = |part: &Part| {
        let Part {
            mark,
            number,
            struck,
            earlier,
        } = *part;
        (0..number).map(move |place| match place + earlier >= number {
            true if earlier > 0 => struck,
            _ => mark,
        })
    };
    let each = parts.iter().flat_map(squares);
    let places = each.zip(0_u64..);
    places
        .map(|(mark, place)| copy(mark, start + place * STEP))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Part, Row, Scale};
    use crate::render::site::mark::{Mark, Shade};
    use crate::render::site::thousandths;

    /// Of 100 answers in one bar, 25 are on an earlier text: the stroke goes through the last quarter.
    #[test]
    fn a_stroke_goes_through_the_part_of_a_bar_on_an_earlier_text() {
        let part = |earlier| Part {
            mark: 0,
            number: 100,
            struck: 1,
            earlier,
        };
        let mark = Mark {
            shade: Shade::For(1),
            letter: "A".to_owned(),
            name: "accept".to_owned(),
            is_struck: false,
        };
        let drawn = |earlier| {
            let row = Row {
                for_it: vec![part(earlier)],
                ..Row::default()
            };
            let scale = Scale::of(std::iter::once(&row));
            scale.row(&row, std::slice::from_ref(&mark))
        };
        let (begin, end) = (
            thousandths(1000 + 282 * 750),
            thousandths(1000 + 282 * 1000),
        );
        let stroke = format!("<line class=\"st\" x1=\"{begin}\" y1=\"18\" x2=\"{end}\" y2=\"0\"/>");
        let with = drawn(25);
        assert!(with.shown().contains(&stroke), "{}", with.shown());
        assert!(!drawn(0).shown().contains("\"st\""));
    }
}
