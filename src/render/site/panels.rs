//! Draws how one group answered to several decisions: a column for each, above the line the share of its seats that was
//! for, below the line the share that was against. All panels of a page have the same scale.

use crate::render::site::mark::Shade;
use crate::render::site::markup::{Html, el};
use crate::render::site::{hundred_thousandths, thousandths};

/// One decision in a panel.
#[derive(Debug, Clone)]
pub struct PanelColumn {
    /// Its number on the page.
    pub number: usize,
    /// Those for and those against, in any order: how many in each shade.
    pub parts: Vec<(Shade, u64)>,
    /// All who were eligible; none where the group had no seat.
    pub eligible: u64,
    /// Whether the proposal was adopted.
    pub is_adopted: bool,
}

/// How high the whole group is, in pixels.
const FULL: u64 = 34;
/// How wide a column is.
const WIDE: u64 = 22;
/// From one column to the next.
const STEP: u64 = 28;
/// How high a panel is.
const HEIGHT: u64 = 2 * FULL + 32;

/// The most columns of a line: so many fit on a phone, and next to each other on a desk.
const MOST: usize = 9;

/// A panel, on several lines if it has many columns; `label` says in one sentence what it shows.
pub fn panel(columns: &[PanelColumn], label: &str) -> Html {
    let lines = columns.chunks(MOST).map(line);
    let panel = el("div").class("panel").role("img").label(label);
    panel.each(lines).into()
}

fn line(columns: &[PanelColumn]) -> Html {
    let number = u64::try_from(columns.len()).unwrap_or(0);
    let width = (number * STEP).max(1);
    let axis = el("line").class("axis").x1(0).x2(width).y1(FULL).y2(FULL);
    let columns = columns
        .iter()
        .zip(0_u64..)
        .map(|(column, place)| column.drawn(place * STEP));
    el("svg")
        .width(width)
        .height(HEIGHT)
        .hidden_from_readers("true")
        .each(columns)
        .with(axis)
        .into()
}

impl PanelColumn {
    fn drawn(&self, x: u64) -> Html {
        let mut up = self
            .parts
            .iter()
            .filter(|(shade, _)| matches!(shade, Shade::For(_)))
            .collect::<Vec<_>>();
        let mut down = self
            .parts
            .iter()
            .filter(|(shade, _)| matches!(shade, Shade::Against(_)))
            .collect::<Vec<_>>();
        up.sort_by_key(|(shade, _)| rank(*shade));
        down.sort_by_key(|(shade, _)| rank(*shade));
        let (above, below) = (self.stack(&up, x, true), self.stack(&down, x, false));
        let nobody = self.eligible > 0 && above.is_empty() && below.is_empty();
        let nobody = nobody.then(|| {
            let dotted = el("rect").class(Shade::Silent.class());
            dotted.x(x).y(FULL - 6).width(WIDE).height(12).into()
        });
        let words = |y: u64, words: String| {
            let text = el("text").class("tick").x(x + WIDE / 2).y(y);
            Html::from(text.text(words))
        };
        let dot = if self.is_adopted { "●" } else { "○" };
        above
            .then(below)
            .then(nobody)
            .then(words(2 * FULL + 14, self.number.to_string()))
            .then(words(2 * FULL + 28, dot.to_owned()))
    }

    /// Parts one behind the other, the first at the line.
    fn stack(&self, parts: &[&(Shade, u64)], x: u64, is_up: bool) -> Html {
        let mut end = 0_u64;
        let mut all = Html::default();
        for (shade, number) in parts.iter().filter(|(_, number)| *number > 0) {
            let start = end;
            end = end.saturating_add(*number).min(self.eligible);
            let (near, far) = (self.height(start), self.height(end));
            let middle = FULL * 1000;
            let y = if is_up {
                middle.saturating_sub(far)
            } else {
                middle + near
            };
            let part = el("rect")
                .class(shade.class())
                .x(x)
                .y(thousandths(y))
                .width(WIDE);
            all = all.then(part.height(thousandths(far.saturating_sub(near))));
        }
        all
    }

    /// How far from the line so many end, in thousandths of a pixel.
    fn height(&self, number: u64) -> u64 {
        hundred_thousandths(number, self.eligible) * FULL / 100
    }
}

fn rank(shade: Shade) -> usize {
    match shade {
        Shade::For(rank) | Shade::Against(rank) => rank,
        Shade::Neither | Shade::Silent => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{PanelColumn, panel};
    use crate::render::site::mark::Shade;

    fn column(parts: Vec<(Shade, u64)>) -> PanelColumn {
        PanelColumn {
            number: 1,
            parts,
            eligible: 4,
            is_adopted: true,
        }
    }

    #[test]
    fn both_sides_begin_at_the_line() {
        let parts = vec![
            (Shade::For(2), 1),
            (Shade::For(1), 1),
            (Shade::Against(1), 2),
        ];
        let svg = panel(&[column(parts)], "One.");
        for part in [
            "class=\"f1\" x=\"0\" y=\"25.5\" width=\"22\" height=\"8.5\"",
            "class=\"f2\" x=\"0\" y=\"17\" width=\"22\" height=\"8.5\"",
            "class=\"a1\" x=\"0\" y=\"34\" width=\"22\" height=\"17\"",
        ] {
            assert!(svg.shown().contains(part), "{part} in {}", svg.shown());
        }
    }

    #[test]
    fn where_nobody_took_a_side_a_box_says_so() {
        let svg = panel(&[column(vec![(Shade::Silent, 4)])], "None.");
        assert_eq!(
            svg.shown().matches("<rect class=\"si\"").count(),
            1,
            "{}",
            svg.shown()
        );
    }

    #[test]
    fn many_columns_are_on_several_lines() {
        let columns = vec![column(Vec::new()); 20];
        let html = panel(&columns, "Twenty.").shown();
        let widths: Vec<&str> = html.split("<svg width=\"").skip(1).collect();
        let widths: Vec<&str> = widths
            .iter()
            .filter_map(|svg| svg.split('"').next())
            .collect();
        assert_eq!(widths, ["252", "252", "56"]);
        assert_eq!(html.matches("role=\"img\"").count(), 1, "{html}");
    }
}
