//! Appeals: made, withdrawn, answered, ruled on.

use super::{DECIDED, by, called, decided, landed, parsed, refused, says, tells};
use crate::act::appeal::{self, Open};
use crate::act::refusal::Kind::{Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::record::appeal::RulingKind;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, at, id, who};

const APPEAL: &str = "proposals/one/calls/1/appeals/ben.toml";
const RULING: &str = "proposals/one/calls/1/rulings/ben.toml";
const ON_APPEAL: [&str; 4] = ["Proposal: one", "Call: 1", "Appeal: ben", "By: ben"];

/// Adopted by maya, and open to appeals until the end of May; idris is a chair as well.
fn appealable() -> Sample {
    decided()
        .participants("idris")
        .charter("[roles]\nchair = ['maya', 'idris']")
        .track("appeal = '30d'")
        .in_call("decision.toml", "appeal-until = 2026-05-31T00:00:00Z")
}

fn appealed(more: &str) -> Sample {
    let file = "appeals/ben.toml";
    appealable()
        .in_call(file, "problem = 'P.'\nasks = 'A.'")
        .in_call(file, more)
}

pub(super) fn ruled(value: &str) -> Sample {
    let ruling = format!(
        "[ruling]\nvalue = '{value}'\nby = 'idris'\nat = 2026-05-22T00:00:00Z\nreason = 'So.'"
    );
    appealed("").in_call("rulings/ben.toml", &ruling)
}

fn opened(
    sample: &Sample,
    words: &[&str],
    who: &str,
    now: &str,
) -> Result<(u32, PendingCommit), Refusal> {
    let register = sample.register();
    let input: Open = parsed(words);
    appeal::open(&register, &id("one"), &input, &by(&register, who), at(now))
}

fn withdrawn(sample: &Sample, who: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    appeal::withdraw(&register, &id("one"), Some("Fine."), &by(&register, who))
}

fn answered(sample: &Sample, of: &str, text: &str, actor: &str) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let actor = by(&register, actor);
    appeal::answer(&register, &id("one"), &who(of), text, &actor, at(DECIDED))
}

fn closed(
    sample: &Sample,
    value: RulingKind,
    reason: &str,
    actor: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let actor = by(&register, actor);
    let now = at(DECIDED);
    appeal::close(
        &register,
        &id("one"),
        &who("ben"),
        value,
        reason,
        &actor,
        now,
    )
}

#[test]
fn an_appeal_says_what_went_wrong_and_what_is_asked_for() {
    let words = ["--problem", "P.", "--asks", "A."];
    let last = "2026-05-31T00:00:00Z";
    let (n, entry) = opened(&appealable(), &words, "ben", last).expect("an appeal");
    assert_eq!(n, 1);
    says(
        &entry,
        APPEAL,
        &format!("problem = 'P.'\nasks = 'A.'\nat = {last}"),
    );
    tells(
        &entry,
        "Appeal against the decision on one, call 1",
        &ON_APPEAL,
    );
    landed(&appealable(), &entry);
    let grounds = appealable().track("appeal = { within = '30d', grounds = ['process', 'facts'] }");
    let on = |ground: &str| {
        opened(
            &grounds,
            &[&words[..], &["--ground", ground]].concat(),
            "ben",
            DECIDED,
        )
    };
    let (_, entry) = on("facts").expect("an appeal");
    says(
        &entry,
        APPEAL,
        &format!("ground = 'facts'\nproblem = 'P.'\nasks = 'A.'\nat = {DECIDED}"),
    );
    refused(on("taste"), Usage, "taste | process or facts");
    refused(
        opened(&grounds, &words, "ben", DECIDED),
        Usage,
        "process or facts",
    );
}

#[test]
fn what_cannot_be_appealed() {
    let words = ["--problem", "P.", "--asks", "A."];
    let replaced = appealable()
        .proposal("two", "supersedes = ['one']")
        .call("2026-05-02", "2026-05-12")
        .decision("supersedes = ['one']");
    for (sample, words, now, kind, told) in [
        (&called(), words, DECIDED, Rules, "one | plenary object one"),
        (
            &decided(),
            words,
            DECIDED,
            Rules,
            "policy | appeal = \"30d\"",
        ),
        (
            &appealable(),
            words,
            "2026-05-31T00:00:01Z",
            Rules,
            "Sun 31 May 2026 00:00 UTC | --supersedes one",
        ),
        (
            &appealed(""),
            words,
            DECIDED,
            Rules,
            "ben | plenary appeal show one",
        ),
        (
            &ruled("upheld"),
            words,
            DECIDED,
            Rules,
            "the appeal of ben was upheld | plenary status one",
        ),
        (&replaced, words, DECIDED, Rules, "two | plenary show two"),
        (
            &appealable(),
            ["--problem", "", "--asks", "A."],
            DECIDED,
            Usage,
            "--problem",
        ),
        (
            &appealable(),
            ["--problem", "P.", "--asks", ""],
            DECIDED,
            Usage,
            "--asks",
        ),
    ] {
        refused(opened(sample, &words, "ben", now), kind, told);
    }
}

#[test]
fn an_appeal_is_taken_back_in_its_own_file() {
    let entry = withdrawn(&appealed(""), "ben").expect("an entry");
    let own = "problem = 'P.'\nasks = 'A.'\nwithdrawn = true\nwithdrawn-reason = 'Fine.'";
    says(&entry, APPEAL, own);
    tells(&entry, "Withdraw the appeal of ben on one", &ON_APPEAL);
    for (sample, who, kind, told) in [
        (
            appealed("withdrawn = true"),
            "ben",
            Recorded,
            "the appeal of ben",
        ),
        (
            ruled("dismissed"),
            "ben",
            Rules,
            "idris closed the appeal of ben as dismissed",
        ),
        (
            appealed(""),
            "ann",
            Usage,
            "ann has not appealed on one | from ben",
        ),
        (appealable(), "ben", Usage, "one has no appeals"),
    ] {
        refused(withdrawn(&sample, who), kind, told);
    }
}

#[test]
fn an_appeal_is_answered_and_ruled_on_by_whoever_hears_it() {
    let trailers = ["Proposal: one", "Call: 1", "Appeal: ben", "By: idris"];
    let entry = answered(&appealed(""), "ben", "No.", "idris").expect("an answer");
    let said = format!("[[answer]]\nby = 'idris'\nat = {DECIDED}\ntext = 'No.'\n");
    says(&entry, RULING, &said);
    tells(&entry, "Respond to the appeal of ben on one", &trailers);
    let sample = landed(&appealed(""), &entry);
    let entry = closed(&sample, RulingKind::Remanded, "So.", "idris").expect("a ruling");
    let ruling =
        format!("[ruling]\nvalue = 'remanded'\nby = 'idris'\nat = {DECIDED}\nreason = 'So.'");
    says(&entry, RULING, &format!("{said}{ruling}"));
    tells(
        &entry,
        "Close the appeal of ben on one as remanded",
        &trailers,
    );
    let gone = appealed("withdrawn = true");
    closed(&gone, RulingKind::Withdrawn, "So.", "idris").expect("what was taken back is closed");
    for (sample, of, text, actor, kind, told) in [
        (&appealed(""), "ben", "No.", "maya", Rules, "maya | idris"),
        (&appealed(""), "ben", "", "idris", Usage, "--text"),
        (
            &appealed(""),
            "ann",
            "No.",
            "idris",
            Usage,
            "ann has not appealed on one",
        ),
        (
            &ruled("upheld"),
            "ben",
            "No.",
            "idris",
            Rules,
            "idris closed the appeal of ben as upheld",
        ),
        (
            &gone,
            "ben",
            "No.",
            "idris",
            Rules,
            "plenary appeal close one ben withdrawn",
        ),
    ] {
        refused(answered(sample, of, text, actor), kind, told);
    }
    for (sample, value, reason, actor, kind, told) in [
        (
            &appealed(""),
            RulingKind::Upheld,
            "So.",
            "maya",
            Rules,
            "maya | idris",
        ),
        (
            &appealed(""),
            RulingKind::Upheld,
            " ",
            "idris",
            Usage,
            "--reason",
        ),
        (
            &appealed(""),
            RulingKind::Withdrawn,
            "So.",
            "idris",
            Rules,
            "only ben (appellant) can do this",
        ),
        (
            &gone,
            RulingKind::Upheld,
            "So.",
            "idris",
            Rules,
            "plenary appeal close one ben withdrawn",
        ),
        (
            &ruled("upheld"),
            RulingKind::Dismissed,
            "So.",
            "idris",
            Rules,
            "idris closed the appeal of ben as upheld",
        ),
    ] {
        refused(closed(sample, value, reason, actor), kind, told);
    }
}
