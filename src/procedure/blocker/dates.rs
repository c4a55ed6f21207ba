//! Finds dates of a decision that cannot be right.

use super::{Blocker, ObstacleKind, blocker};
use crate::record::decision::Designated;
use crate::record::track::Outcome;
use crate::tally::Tally;
use crate::value::clock::Instant;

/// Dates that cannot be right: a decision that expires before it is in force or reviewed.
pub(super) fn wrong(tally: &Tally, judgement: &Designated) -> Vec<Blocker> {
    let (chosen, at) = (judgement.chosen, judgement.at);
    let sunset_flag = match chosen.interim {
        true => "--interim-until",
        false => "--sunset",
    };
    let mut all = Vec::new();
    for (what, flag, date) in [
        ("effective", "--effective", chosen.effective),
        ("review", "--review", chosen.review),
        ("sunset", sunset_flag, chosen.sunset),
    ] {
        all.extend(date.filter(|date| *date <= at).map(|date| {
            let (date, at) = (date.long(), at.long());
            let sentence = format!("the {what} date {date} is not after the decision ({at})");
            let hint = format!("choose a later time: {flag} TIME");
            blocker(ObstacleKind::Date, sentence, hint)
        }));
    }
    let adopted = judgement.outcome == Outcome::Adopted;
    let of_track = tally.track.sunset.filter(|_| adopted);
    let lapses = chosen
        .sunset
        .or(of_track.map(|span| span.after(at, &tally.charter.calendar)));
    let effective = ("effective", chosen.effective);
    let (review, sunset) = (("review", chosen.review), ("sunset", lapses));
    all.extend(in_order(effective, sunset));
    all.extend(in_order(review, sunset));
    all.extend(in_order(effective, review));
    if chosen.interim && chosen.sunset.is_none() {
        let sentence = "an interim decision needs a sunset date";
        let hint = "set it: --interim-until TIME";
        all.push(blocker(ObstacleKind::Date, sentence, hint));
    }
    all
}

fn in_order(
    (first, early): (&str, Option<Instant>),
    (second, late): (&str, Option<Instant>),
) -> Option<Blocker> {
    let (early, late) = early.zip(late)?;
    (early >= late).then(|| {
        let (early, late) = (early.long(), late.long());
        let sentence = format!("the {first} date {early} is not before the {second} date {late}");
        let hint = format!("choose an earlier {first} date, or a later {second} date");
        blocker(ObstacleKind::Date, sentence, hint)
    })
}
