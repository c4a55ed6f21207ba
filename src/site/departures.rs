//! What the page about the balance says of single decisions: which result depended on one party, where a chair departed
//! from the count, and how long calls and decisions took.

use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::decided::DecidedCall;
use crate::site::page::Here;
use crate::site::said;
use crate::value::sentence::many_of;

/// The decisions whose result depended on one organisation, participant or group.
pub(crate) fn alone(here: &Here<'_>, all: &[DecidedCall<'_>]) -> Html {
    let mut items = Vec::new();
    for decided in all {
        let alone = decided.answers.iter().flat_map(|answers| &answers.alone);
        for (name, is_person) in alone {
            let is_shown = !is_person || here.site.names_people();
            let who = if is_shown {
                Html::bdi(name)
            } else {
                Html::text("one participant")
            };
            let link = here.link(
                &Address::call(decided.id, decided.call),
                Html::bdi(decided.title),
            );
            items.push(
                el("li")
                    .with(link)
                    .text(": depended on ")
                    .with(who)
                    .text("."),
            );
        }
    }
    match items.is_empty() {
        true => el("p")
            .text("No result depended on one organisation, participant or group.")
            .into(),
        false => el("ul").each(items).into(),
    }
}

/// The decisions in which a chair designated another level than the rules give, or overrode a requirement.
pub(crate) fn departures(here: &Here<'_>, all: &[DecidedCall<'_>]) -> Html {
    let mut items = Vec::new();
    for decided in all {
        let judgement = &decided.decision.judgement;
        let link = || {
            here.link(
                &Address::call(decided.id, decided.call),
                Html::bdi(decided.title),
            )
        };
        if said::departs(decided.decision) {
            let computed = decided
                .decision
                .computed
                .as_ref()
                .map(said::spoken)
                .unwrap_or_default();
            let says = format!(
                ": designated as {}, the rules give {computed}.",
                said::spoken(&judgement.designation)
            );
            items.push(el("li").with(link()).text(says));
        }
        for passed in &judgement.overrides {
            let says = format!(
                ": decided although the requirement {} was not met.",
                passed.gate
            );
            items.push(el("li").with(link()).text(says));
        }
    }
    match items.is_empty() {
        true => el("p")
            .text("No chair departed from the count, and no requirement was overridden.")
            .into(),
        false => el("ul").each(items).into(),
    }
}

/// How long calls were open, and how long decisions took.
pub(crate) fn times(all: &[DecidedCall<'_>]) -> Html {
    let mut open = Vec::new();
    let mut until = Vec::new();
    for decided in all {
        let call = decided.filed.call.as_ref();
        if let Some(call) = call.filter(|_| decided.answers.is_some()) {
            open.push(call.opens.days_until(call.closing()));
            until.push(call.closing().days_until(decided.decision.judgement.at));
        }
    }
    let lines = [
        ("Days that a call was open", open),
        ("Days from the close to the decision", until),
    ];
    let items = lines
        .into_iter()
        .filter_map(|(what, days)| Some(el("li").text(format!("{what}: {}.", spread(days)?))));
    el("ul").each(items).into()
}

/// The median and the range of some numbers of days; of two in the middle, the smaller one.
fn spread(mut days: Vec<u64>) -> Option<String> {
    days.sort_unstable();
    let (first, last) = (days.first()?, days.last()?);
    let middle = days.get((days.len() - 1) / 2)?;
    Some(format!(
        "median {middle}, from {first} to {}",
        many_of(*last, "day", "days")
    ))
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn days_have_a_median_and_a_range() {
        assert_eq!(spread(vec![]), None);
        assert_eq!(
            spread(vec![3, 1, 2, 9]).as_deref(),
            Some("median 2, from 1 to 9 days")
        );
    }
}
