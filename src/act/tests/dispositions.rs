//! Dispositions: how an objection ends.

use super::{
    OPEN, REVISED, against, body, by, called, decided, landed, objection, parsed, refused, says,
    tells,
};
use crate::act::dispose::{Dispose, dispose};
use crate::act::refusal::Kind::{Rules, Usage};
use crate::act::refusal::Refusal;
use crate::record::handling::DispositionKind;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at};

const HANDLING: &str = "proposals/one/handling/ann.cost.toml";

fn raised() -> Sample {
    called()
        .objection("ann.cost", "on = 'r1'")
        .objection("ben.fee", "")
}

fn ends(value: DispositionKind, words: &[&str]) -> Dispose {
    Dispose {
        value,
        ..parsed(&[&["--reason", "So."], words].concat())
    }
}

fn duplicate(of: &str) -> Dispose {
    Dispose {
        of: Some(objection(of)),
        ..ends(DispositionKind::Duplicate, &[])
    }
}

fn disposed(
    sample: &Sample,
    of: &str,
    input: &Dispose,
    who: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let actor = by(&register, who);
    dispose(&register, &against(of), input, &actor, at(OPEN))
}

#[test]
fn a_disposition_says_how_why_and_what_its_kind_owes() {
    let response = "[[response]]\nby = 'maya'\nat = 2026-05-04T00:00:00Z\ntext = 'No.'\n";
    let sample = raised().filed("handling/ann.cost.toml", response);
    let revised = raised().filed("proposal.toml", REVISED);
    for (sample, input, before, word, more) in [
        (
            &sample,
            ends(DispositionKind::Unresolved, &[]),
            response,
            "unresolved",
            "",
        ),
        (
            &sample,
            ends(DispositionKind::SetAside, &[]),
            response,
            "set-aside",
            "",
        ),
        (
            &raised(),
            ends(DispositionKind::Outweighed, &["--alternatives", "B."]),
            "",
            "outweighed",
            "alternatives = 'B.'",
        ),
        (
            &raised(),
            ends(DispositionKind::Withdrawn, &["--evidence", "x"]),
            "",
            "withdrawn",
            "evidence = 'x'",
        ),
        (
            &raised(),
            duplicate("ben.fee"),
            "",
            "duplicate",
            "of = 'ben.fee'",
        ),
        (
            &revised,
            ends(DispositionKind::Accommodated, &[]),
            "",
            "accommodated",
            "revision = 'r2'",
        ),
        (
            &revised,
            ends(DispositionKind::Accommodated, &["--revision", "r2"]),
            "",
            "accommodated",
            "revision = 'r2'",
        ),
    ] {
        let entry = disposed(sample, "ann.cost", &input, "maya").expect(word);
        let own =
            format!("[disposition]\nvalue = '{word}'\nby = 'maya'\nat = {OPEN}\nreason = 'So.'");
        says(&entry, HANDLING, &format!("{before}{own}\n{more}"));
        let trailers = ["Proposal: one", "Objection: ann.cost", "By: maya"];
        tells(
            &entry,
            &format!("Close objection ann.cost on one as {word}"),
            &trailers,
        );
        landed(sample, &entry);
    }
}

#[test]
fn what_a_disposition_lacks() {
    let empty = Dispose {
        value: DispositionKind::OutOfScope,
        ..parsed(&["--reason", ""])
    };
    let nameless = || ends(DispositionKind::Duplicate, &[]);
    for (input, who, kind, told) in [
        (
            ends(DispositionKind::Unresolved, &[]),
            "cy",
            Rules,
            "cy | maya",
        ),
        (empty, "maya", Usage, "--reason"),
        (
            ends(DispositionKind::Outweighed, &[]),
            "maya",
            Usage,
            "--alternatives",
        ),
        (
            ends(DispositionKind::Outweighed, &["--alternatives", ""]),
            "maya",
            Usage,
            "--alternatives",
        ),
        (
            ends(DispositionKind::Withdrawn, &[]),
            "maya",
            Rules,
            "ann has not withdrawn ann.cost | --evidence",
        ),
        (nameless(), "maya", Usage, "--of is missing"),
        (
            duplicate("ann.cost"),
            "maya",
            Usage,
            "ann.cost | another objection with --of",
        ),
        (
            duplicate("ann.none"),
            "maya",
            Usage,
            "ann.none | ann.cost or ben.fee",
        ),
        (
            ends(DispositionKind::Unresolved, &["--revision", "r1"]),
            "maya",
            Usage,
            "--revision",
        ),
        (
            ends(DispositionKind::Accommodated, &[]),
            "maya",
            Rules,
            "ann.cost | since r1 | call 1",
        ),
        (
            ends(DispositionKind::Accommodated, &["--revision", "r1"]),
            "maya",
            Rules,
            "r1 is not later than r1 | ann.cost | call 1",
        ),
        (
            ends(DispositionKind::Accommodated, &["--revision", "r9"]),
            "maya",
            Usage,
            "r9 is not a revision of one | r1",
        ),
    ] {
        refused(disposed(&raised(), "ann.cost", &input, who), kind, told);
    }
    let made = disposed(
        &raised(),
        "ben.fee",
        &ends(DispositionKind::Accommodated, &[]),
        "maya",
    );
    refused(made, Usage, "ben.fee | --revision");
    let before = body().objection("ann.cost", "on = 'r1'");
    let made = disposed(
        &before,
        "ann.cost",
        &ends(DispositionKind::Accommodated, &[]),
        "maya",
    );
    refused(made, Rules, "plenary revise one");
    let made = disposed(
        &decided(),
        "ann.cost",
        &ends(DispositionKind::Unresolved, &[]),
        "maya",
    );
    refused(made, Rules, "one is decided");
}

#[test]
fn a_duplicate_is_of_what_can_carry_it_on() {
    let ended = "[disposition]\nvalue = 'duplicate'\nof = 'OF'\nby = 'maya'\nat = 2026-05-04T00:00:00Z\nreason = 'So.'";
    let handled = |which: &str, of: &str| {
        raised()
            .objection("cy.x", "")
            .filed(&format!("handling/{which}.toml"), &ended.replace("OF", of))
    };
    for (sample, of, told) in [
        (
            handled("ben.fee", "cy.x"),
            "ben.fee",
            "ben.fee is itself a duplicate of cy.x | --of cy.x",
        ),
        (
            handled("cy.x", "ann.cost"),
            "ben.fee",
            "cy.x is a duplicate of it | plenary show cy.x",
        ),
        (
            raised().objection("cy.x", "withdrawn = true"),
            "cy.x",
            "cy.x is withdrawn",
        ),
        (
            raised().objection("cy.x", "blocking = false"),
            "cy.x",
            "cy.x is only a comment",
        ),
        (
            raised().objection("zoe.x", ""),
            "zoe.x",
            "zoe is not on the participant list",
        ),
        (
            handled("ann.cost", "cy.x"),
            "ben.fee",
            "ann.cost is already closed as duplicate (maya, 2026-05-04) | plenary reopen ann.cost",
        ),
    ] {
        refused(
            disposed(&sample, "ann.cost", &duplicate(of), "maya"),
            Rules,
            told,
        );
    }
    let again =
        "[[reopening]]\nby = 'ann'\nat = 2026-05-06T00:00:00Z\nreason = 'News.'\nevidence = 'x'";
    let sample = raised().filed("handling/ann.cost.toml", again);
    let made = disposed(
        &sample,
        "ann.cost",
        &ends(DispositionKind::Unresolved, &[]),
        "maya",
    );
    refused(made, Rules, "Wed 6 May 2026 00:00 UTC");
}

#[test]
fn nobody_closes_their_own_objection() {
    let two = "[roles]\nchair = ['maya', 'idris']";
    let sample = body().participants("idris").charter(two);
    let sample = sample.proposal("one", "").objection("maya.x", "");
    let input = ends(DispositionKind::SetAside, &[]);
    let made = disposed(&sample, "maya.x", &input, "maya");
    let told = "you cannot close maya.x | only idris | plenary reply maya.x withdrawn";
    refused(made, Rules, told);
}
