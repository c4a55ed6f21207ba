//! Marks for answers: a square with a letter, in a shade that says on which side it is.

use std::fmt::Display;

use crate::render::site::markup::{Href, Html, el};

/// How an answer looks: blue for, orange against, and the strongest of each darkest. The last shade is shared by all
/// further positions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shade {
    /// For, the strongest as 1.
    For(usize),
    /// Against, the strongest as 1.
    Against(usize),
    /// On neither side.
    Neither,
    /// No answer.
    Silent,
}

impl Shade {
    /// The name of its look in the stylesheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Shade::For(0 | 1) => "f1",
            Shade::For(2) => "f2",
            Shade::For(_) => "f3",
            Shade::Against(0 | 1) => "a1",
            Shade::Against(2) => "a2",
            Shade::Against(_) => "a3",
            Shade::Neither => "nn",
            Shade::Silent => "si",
        }
    }
}

/// The mark of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Its look.
    pub shade: Shade,
    /// Its letter; nothing for no answer.
    pub letter: String,
    /// The answer, in words.
    pub name: String,
    /// Whether a stroke goes through it: the answer was given on an earlier text.
    pub is_struck: bool,
}

/// How wide a square is.
pub(super) const SIDE: u64 = 18;
/// From one square to the next.
pub(super) const STEP: u64 = 20;

/// Marks by their numbers, with their meaning; other squares on the page are copies of these.
pub fn key<'m>(marks: impl Iterator<Item = (usize, &'m Mark)>) -> Html {
    let item = |(number, mark): (usize, &Mark)| {
        let square = el("g").id(format!("m{number}")).with(square(mark));
        el("li")
            .with(framed(square))
            .text(" ")
            .with(Html::bdi(&mark.name))
    };
    el("ul").class("key").each(marks.map(item)).into()
}

/// A copy of the mark with this number, next to its meaning.
pub fn copied(number: usize) -> Html {
    let copy = el("use").href(&Href::part(&format!("m{number}")));
    framed(copy)
}

/// The most marks of a line: so many fit on a phone.
const MOST: usize = 12;

/// Copies of marks by their numbers, a place for each; a place without a mark stays free.
pub fn line(places: &[Option<usize>]) -> Html {
    let part = |part: &[Option<usize>]| {
        let marks = part.iter().zip(0_u64..);
        let marks = marks.filter_map(|(mark, place)| Some(copy((*mark)?, place * STEP)));
        let width = part.iter().map(|_| STEP).sum::<u64>();
        let svg = el("svg").class("row").width(width).height(SIDE + 2);
        svg.hidden_from_readers("true").each(marks).into()
    };
    Html::joined(places.chunks(MOST).map(part), " ")
}

fn framed(square: impl Into<Html>) -> Html {
    let svg = el("svg").width(SIDE).height(SIDE);
    svg.hidden_from_readers("true").with(square).into()
}

fn square(mark: &Mark) -> Html {
    let class = mark.shade.class();
    let square = el("rect").class(class).width(SIDE).height(SIDE).rx(2);
    let letter = el("text").class(format!("t {class}-t")).x(SIDE / 2).y(13);
    let stroke = mark.is_struck.then(|| stroke((0, SIDE), SIDE));
    let letter = (!mark.letter.is_empty()).then(|| Html::from(letter.text(&mark.letter)));
    Html::from(square).then(stroke).then(letter)
}

/// A stroke from one corner to the other. What it goes through ends a little before it on both sides.
pub(super) fn stroke((from, to): (impl Display, impl Display), bottom: u64) -> Html {
    let line = |class: &str| {
        let line = el("line").class(class).x1(&from).y1(bottom).x2(&to);
        line.y2(0)
    };
    Html::from(line("cut")).then(line("st"))
}

/// A copy of the mark with this number, so far from the left.
pub(super) fn copy(number: usize, x: u64) -> Html {
    el("use")
        .href(&Href::part(&format!("m{number}")))
        .x(x)
        .y(1)
        .into()
}
