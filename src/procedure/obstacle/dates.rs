//! Dates that a judge chose: each comes after the decision, and in an order that can be lived.

use super::{Obstacle, ObstacleKind, obstacle};
use crate::record::decision::Judgement;
use crate::record::track::Outcome;
use crate::tally::Tally;
use crate::value::clock::Instant;

/// Dates that cannot be right: a decision that lapses before it holds, or before it is reviewed.
pub(super) fn date_obstacles(tally: &Tally, judgement: &Judgement) -> Vec<Obstacle> {
    let (chosen, at) = (judgement.chosen, judgement.at);
    let sunset_flag = match chosen.interim {
        true => "--interim-until",
        false => "--sunset",
    };
    let named = [
        ("effective", "--effective", chosen.effective),
        ("review", "--review", chosen.review),
        ("sunset", sunset_flag, chosen.sunset),
    ];
    let mut all: Vec<Obstacle> = named
        .into_iter()
        .filter_map(|(what, flag, date)| Some((what, flag, date.filter(|date| *date <= at)?)))
        .map(|(what, flag, date)| {
            let sentence = format!("the {what} date {date} is not after the decision ({at})");
            dated(sentence, format!("{flag} TIME, later than that"))
        })
        .collect();
    let adopted = judgement.outcome == Outcome::Adopted;
    let of_track = tally.track.sunset.filter(|_| adopted);
    let sunset = chosen.sunset.or(of_track.map(|span| span.after(at)));
    all.extend(in_order(
        ("effective", chosen.effective),
        ("sunset", sunset),
    ));
    all.extend(in_order(("review", chosen.review), ("sunset", sunset)));
    all.extend(in_order(
        ("effective", chosen.effective),
        ("review", chosen.review),
    ));
    if chosen.interim && chosen.sunset.is_none() {
        let sentence = "an interim decision has a sunset, and this one has none";
        all.push(dated(
            sentence.to_owned(),
            "--interim-until TIME".to_owned(),
        ));
    }
    all
}

fn in_order(
    (first, early): (&str, Option<Instant>),
    (second, late): (&str, Option<Instant>),
) -> Option<Obstacle> {
    let (early, late) = early.zip(late)?;
    (early >= late).then(|| {
        let sentence = format!("the {first} date {early} is not before the {second} date {late}");
        dated(
            sentence,
            format!("choose an earlier {first} date, or a later {second} date"),
        )
    })
}

fn dated(sentence: String, hint: String) -> Obstacle {
    obstacle(ObstacleKind::Date, sentence, hint)
}
