//! What came after the close of a call, and is admitted.

use super::calls::{CALL, call_with};
use super::{LATER, OPEN, body, by, called, objection, parsed, refused, says, tells};
use crate::act::call::admit::{Admit, Admitted, Late, admit};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::record::path::Owner;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, id, who};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::tally;
use crate::value::digest::TextDigest;

/// Admits at a moment after the close.
fn admitted(
    moments: &TallyInputs,
    input: &Admit,
    who: &str,
) -> Result<(Admitted, PendingCommit), Refusal> {
    let before = tally(moments, &id("one")).expect("a tally");
    let actor = by(&moments.asked, who);
    admit((moments, &before), &id("one"), input, &actor, moments.now)
}

/// A closed call, whose register at the close lacked the files that `late` adds to it.
fn late(before: &Sample, late: &Sample) -> TallyInputs {
    TallyInputs {
        closing: Some(before.register()),
        ..late.carried("one", LATER)
    }
}

fn named(what: Late) -> Admit {
    Admit {
        named: vec![what],
        ..parsed(&["--reason", "The post."])
    }
}

fn position_of(name: &str) -> Late {
    Late::Position(Owner::Participant(who(name)))
}

#[test]
fn a_late_position_is_admitted_as_it_lies() {
    let said = "position = 'accept'\nrelayed-by = 'sec'\nreceived = 2026-05-11T00:00:00Z";
    let after = called().position("ann", said).position("ben", "accept");
    let moments = late(&called(), &after);
    let path = "proposals/one/positions/ann.toml";
    let digest = TextDigest::of(after.text(path).as_bytes());
    let more = format!(
        "[[admission]]\npath = '{path}'\nsha256 = '{digest}'\nby = 'maya'\nat = {LATER}\nreason = 'The post.'"
    );
    let in_time: Admit = parsed(&["--received-in-time", "--reason", "The post."]);
    for input in [named(position_of("ann")), in_time] {
        let (admitted, entry) = admitted(&moments, &input, "maya").expect("an entry");
        assert_eq!(admitted.counts, [position_of("ann")]);
        assert_eq!((admitted.call, admitted.left), (1, Vec::new()));
        says(&entry, CALL, &call_with(&more).to_string());
        let trailers = ["Proposal: one", "Call: 1", "By: maya"];
        tells(&entry, "Count late positions in call 1 on one", &trailers);
    }
}

#[test]
fn what_is_not_late_or_would_not_count_is_not_admitted() {
    let in_time = || -> Admit { parsed(&["--received-in-time", "--reason", "The post."]) };
    let one = called().position("ann", "accept").objection("ann.cost", "");
    let all = one
        .clone()
        .position("ben", "accept")
        .position("cy", "perhaps");
    let moments = late(&one, &all);
    let objection = |of: &str| Late::Objection(objection(of));
    let empty: Admit = parsed(&["--received-in-time", "--reason", " "]);
    for (input, who, kind, told) in [
        (named(position_of("ben")), "ann", Rules, "ann | maya"),
        (empty, "maya", Usage, "--reason"),
        (
            named(position_of("ann")),
            "maya",
            Rules,
            "the position of ann on one | plenary tally one",
        ),
        (
            named(position_of("sec")),
            "maya",
            Rules,
            "sec | plenary status one",
        ),
        (
            named(position_of("cy")),
            "maya",
            Rules,
            "the position of cy on one | plenary tally one",
        ),
        (
            named(objection("ann.cost")),
            "maya",
            Rules,
            "objection ann.cost | plenary tally one",
        ),
        (
            named(objection("ann.none")),
            "maya",
            Rules,
            "ann.none | plenary status one",
        ),
        (in_time(), "maya", Rules, "one | plenary tally one"),
    ] {
        refused(admitted(&moments, &input, who), kind, told);
    }
    let open = called().carried("one", OPEN);
    let made = admitted(&open, &named(position_of("ann")), "maya");
    refused(made, Rules, "call 1 on one is still open");
    let early = body().carried("one", OPEN);
    let made = admitted(&early, &named(position_of("ann")), "maya");
    refused(made, Rules, "plenary status one");
}

#[test]
fn a_late_objection_is_admitted_by_its_path() {
    let after = called().objection("ann.cost", "received = 2026-05-13T00:00:00Z");
    let moments = after.carried("one", LATER);
    let input = named(Late::Objection(objection("ann.cost")));
    let (_, entry) = admitted(&moments, &input, "maya").expect("an entry");
    let more = format!(
        "[[admission]]\npath = 'proposals/one/objections/ann.cost.toml'\nby = 'maya'\nat = {LATER}\nreason = 'The post.'"
    );
    says(&entry, CALL, &call_with(&more).to_string());
    let comment = after.objection(
        "ann.cost",
        "received = 2026-05-13T00:00:00Z\nblocking = false",
    );
    let made = admitted(&comment.carried("one", LATER), &input, "maya");
    refused(made, Rules, "ann.cost | plenary show ann.cost");
}
