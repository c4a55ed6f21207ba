//! Bars: those for from the left edge, those against from the right edge, and between them those on neither side and
//! those without an answer. So both sides start at zero. A line shows what a rule needs.

use crate::render::site::mark::Shade;
use crate::render::site::markup::{Html, el};
use crate::render::site::{hundred_thousandths, percent};
use crate::value::text::shortened;

/// One bar on one base.
#[derive(Debug, Clone, Default)]
pub struct Bar {
    /// Its parts from left to right, each with its number.
    pub parts: Vec<(Shade, u64)>,
    /// What the whole bar is.
    pub base: u64,
    /// What rules need.
    pub lines: Vec<Line>,
}

/// What a rule needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// How many, from the left edge.
    pub at: u64,
    /// What it means, in few words.
    pub label: String,
}

/// How high the bar itself is.
const HEIGHT: u64 = 36;
/// How high a row of labels is.
const ROW: u64 = 17;
/// The most characters of a label; half of a narrow screen.
const LABEL: usize = 22;
/// A part that is narrower, in thousandths of a percent, has no number inside.
const NARROW: u64 = 5_500;

impl Bar {
    /// The bar with its lines and numbers. `label` says all of it in one sentence.
    pub fn large(&self, label: &str) -> Html {
        let top = ROW * u64::try_from(self.lines.len()).unwrap_or(0);
        let rows = || self.lines.iter().zip(0_u64..);
        let strokes = rows().map(|(line, row)| self.stroke(line, row * ROW, top));
        let labels = rows().map(|(line, row)| self.label(line, row * ROW));
        el("svg")
            .class("bar")
            .width("100%")
            .height(top + HEIGHT + 6)
            .role("img")
            .label(label)
            .with(self.all(top + 2, HEIGHT))
            .each(strokes)
            .each(self.numbers(top + 2 + HEIGHT / 2 + 5))
            .each(labels)
            .into()
    }

    /// The same without lines and numbers, for lists that have the numbers next to it.
    pub fn small(&self) -> Html {
        el("svg")
            .class("small")
            .width("100%")
            .height(18)
            .hidden_from_readers("true")
            .with(self.all(1, 16))
            .into()
    }

    fn places(&self) -> impl Iterator<Item = (Shade, u64, u64)> {
        let mut end = 0_u64;
        let parts = self.parts.iter().filter(|(_, number)| *number > 0);
        parts.map(move |(shade, number)| {
            let start = end;
            end = end.saturating_add(*number);
            (*shade, start, end)
        })
    }

    fn all(&self, y: u64, height: u64) -> Html {
        let part = |(shade, start, end): (Shade, u64, u64)| {
            let (left, right) = (self.thousandths(start), self.thousandths(end));
            let width = super::thousandths(right.saturating_sub(left));
            let part = el("rect")
                .class(shade.class())
                .x(percent(start, self.base))
                .y(y);
            Html::from(part.width(format!("{width}%")).height(height))
        };
        self.places().map(part).collect()
    }

    fn thousandths(&self, at: u64) -> u64 {
        hundred_thousandths(at, self.base)
    }

    fn numbers(&self, y: u64) -> impl Iterator<Item = Html> {
        let wide = |(_, start, end): &(Shade, u64, u64)| {
            self.thousandths(*end)
                .saturating_sub(self.thousandths(*start))
                >= NARROW
        };
        let number = move |(shade, start, end): (Shade, u64, u64)| {
            let middle = self.thousandths(start).midpoint(self.thousandths(end));
            let text = el("text").class(format!("t {}-t", shade.class())).y(y);
            let text = text.x(format!("{}%", super::thousandths(middle)));
            text.text((end - start).to_string()).into()
        };
        self.places().filter(wide).map(number)
    }

    fn x_of(&self, line: &Line) -> String {
        percent(line.at.min(self.base), self.base)
    }

    fn stroke(&self, line: &Line, y: u64, top: u64) -> Html {
        let x = self.x_of(line);
        let stroke = el("line").class("need").x1(&x).x2(&x);
        stroke.y1(y + 2).y2(top + HEIGHT + 6).into()
    }

    fn label(&self, line: &Line, y: u64) -> Html {
        let is_right = line.at.saturating_mul(2) > self.base;
        let class = if is_right { "t l-end" } else { "t l-start" };
        let label = el("text").class(class).x(self.x_of(line)).y(y + 13);
        label.text(shortened(&line.label, LABEL)).into()
    }
}

/// A count against what is needed, on its base: the frame is the base.
pub fn meter(count: u64, base: u64, need: Option<u64>) -> Html {
    let frame = el("rect").class("frame").width("100%");
    let done = el("rect")
        .class("done")
        .width(percent(count.min(base), base));
    let need = need.map(|need| {
        let x = percent(need.min(base), base);
        Html::from(el("line").class("need").x1(&x).x2(&x).y2(16))
    });
    el("svg")
        .class("meter")
        .width(110)
        .hidden_from_readers("true")
        .with(frame)
        .with(done)
        .with(need)
        .into()
}

#[cfg(test)]
mod tests {
    use super::{Bar, Line};
    use crate::render::site::mark::Shade;

    #[test]
    fn parts_meet_and_a_line_is_where_its_need_is() {
        let parts = vec![
            (Shade::For(1), 1),
            (Shade::Silent, 1),
            (Shade::Against(1), 1),
        ];
        let line = Line {
            at: 2,
            label: "2 for consensus".to_owned(),
        };
        let bar = Bar {
            parts,
            base: 3,
            lines: vec![line],
        };
        let svg = bar.large("One for, one against, one without an answer.");
        for part in [
            "x=\"0%\" y=\"19\" width=\"33.333%\"",
            "x=\"33.333%\" y=\"19\" width=\"33.333%\"",
            "x=\"66.666%\" y=\"19\" width=\"33.334%\"",
            "x1=\"66.666%\"",
        ] {
            assert!(svg.shown().contains(part), "{part} in {}", svg.shown());
        }
    }
}
