//! Totals of a personal dimension: entered for a group, and refused.

use super::{OPEN, body, by, called, landed, parsed, refused, says, tells};
use crate::act::call::totals::{EnterTotals, enter};
use crate::act::refusal::Kind::{Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id};
use crate::tally::tally;
use crate::value::id::GroupId;

const TOTALS: &str = "proposals/one/calls/1/totals.toml";
const DIMENSIONS: &str = "[dimension.gender]\nname = 'Gender'\npersonal = true\nvalues = { women = 'Women', men = 'Men' }\n\
     [dimension.age]\nname = 'Age'\nvalues = { young = 'Young' }";

fn entered(
    sample: &Sample,
    words: &[&str],
    group: &str,
    who: &str,
) -> Result<(u32, PendingCommit), Refusal> {
    let register = sample.register();
    let input: EnterTotals = parsed(words);
    let moments = sample.carried("one", "2026-05-03");
    let tally = tally(&moments, &id("one")).expect("a tally");
    let group = GroupId::parse(group).expect(group);
    let actor = by(&register, who);
    enter(&register, &tally, (&group, &input), &actor, at(OPEN))
}

#[test]
fn totals_are_in_the_order_of_the_charter_and_the_last_ones_count() {
    let sample = called().charter(DIMENSIONS);
    let words = ["--dimension", "gender", "men=1", "women=1"];
    let (n, entry) = entered(&sample, &words, "all", "sec").expect("an entry");
    assert_eq!(n, 1);
    says(
        &entry,
        TOTALS,
        &format!(
            "[[totals]]\ndimension = 'gender'\ngroup = 'all'\nvalues = {{ women = 1, men = 1 }}\nby = 'sec'\nat = {}",
            at(OPEN)
        ),
    );
    tells(
        &entry,
        "Enter totals of all by gender for call 1 on one",
        &["Proposal: one", "Call: 1", "By: sec"],
    );
    let again = landed(&sample, &entry);
    refused(
        entered(&again, &words, "all", "maya"),
        Recorded,
        "are recorded already",
    );
    let corrected = ["--dimension", "gender", "men=1"];
    let (_, entry) = entered(&again, &corrected, "all", "maya").expect("an entry");
    let register = landed(&again, &entry).register();
    let filed = register.proposals[&id("one")].calls[&1].totals.clone();
    let filed = filed.expect("totals");
    let own = &register.charter.as_ref().expect("a charter").dimensions[0].id;
    let last = filed.last(own, &GroupId::parse("all").expect("a group"));
    assert_eq!((filed.totals.len(), last.expect("totals").sum()), (2, 1));
}

#[test]
fn what_cannot_be_entered() {
    let sample = called().charter(DIMENSIONS);
    let gender = |rest: &[&'static str]| [&["--dimension", "gender"], rest].concat();
    for (words, group, who, kind, told) in [
        (
            gender(&["men=1"]),
            "all",
            "ann",
            Rules,
            "enter totals of a group",
        ),
        (gender(&["men=99"]), "all", "sec", Usage, "99 people"),
        (gender(&["men=1"]), "none", "sec", Usage, "0 seats"),
        (gender(&["man=1"]), "all", "sec", Usage, "did you mean men?"),
        (
            gender(&["men=1", "men=1"]),
            "all",
            "sec",
            Usage,
            "given twice",
        ),
        (
            vec!["--dimension", "age", "young=1"],
            "all",
            "sec",
            Usage,
            "is not personal",
        ),
        (
            vec!["--dimension", "gendre", "men=1"],
            "all",
            "sec",
            Usage,
            "did you mean gender?",
        ),
    ] {
        refused(entered(&sample, &words, group, who), kind, told);
    }
    let none = body().charter(DIMENSIONS);
    refused(
        entered(&none, &gender(&["men=1"]), "all", "sec"),
        Rules,
        "has no call",
    );
}
