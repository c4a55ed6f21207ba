//! Decisions as a table: the outcome, the answers as a bar with their numbers, and whether the chair departed from the
//! computed level.

use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::by_group::number;
use crate::site::decided::DecidedCall;
use crate::site::frame::time;
use crate::site::page::Here;
use crate::site::said::{self, Sides, spoken};

/// Some decisions, in the order given.
pub(crate) fn decision_table<'d>(
    here: &Here<'_>,
    some: impl Iterator<Item = &'d DecidedCall<'d>>,
) -> Html {
    let heads = ["Decision", "Outcome", "Answers"];
    let numbers = ["For", "Against", "Neither", "No answer", "Objections"];
    let heads = heads.iter().map(|head| el("th").scope("col").text(head));
    let numbers = numbers
        .iter()
        .map(|head| el("th").scope("col").class("n").text(head));
    let says = "The bar is everybody eligible: for from the left, against from the right, between them those on neither side and those without an answer.";
    el("table")
        .class("list")
        .with(el("caption").text(says))
        .with(el("thead").with(el("tr").each(heads).each(numbers)))
        .with(el("tbody").each(some.map(|each| row(here, each))))
        .into()
}

fn row(here: &Here<'_>, each: &DecidedCall<'_>) -> Html {
    let decision = each.decision;
    let link = here.link(&Address::call(each.id, each.call), Html::bdi(each.title));
    let below = el("span").class("sub").text(each.id.as_str()).text(", ");
    let below = below.with(time(decision.judgement.at));
    let departs = said::departs(decision).then(|| {
        Html::from(
            el("span")
                .class("flag")
                .text("differs from the computed level"),
        )
    });
    let designation = el("span")
        .class("sub")
        .text(spoken(&decision.judgement.designation));
    let outcome = el("td").with(el("b").text(said::outcome(decision)));
    el("tr")
        .with(el("th").scope("row").with(link).with(below))
        .with(outcome.with(designation).with(departs))
        .with(numbers(each))
        .into()
}

/// The bar and its numbers; without them where the tally cannot be made again.
fn numbers(each: &DecidedCall<'_>) -> Html {
    let Some(answers) = each.answers else {
        return el("td")
            .colspan(6)
            .text("This call cannot be tallied.")
            .into();
    };
    let sides = Sides::of(&answers.all);
    let bar = sides
        .add_up()
        .then(|| answers.marks().bar(&answers.all).small());
    Html::from(el("td").class("chart").with(bar))
        .then(number("for", sides.for_it.to_string()))
        .then(number("against", sides.against.to_string()))
        .then(number("neither", sides.neither.to_string()))
        .then(number("no answer", sides.silent.to_string()))
        .then(number("objections", answers.objections.to_string()))
}
