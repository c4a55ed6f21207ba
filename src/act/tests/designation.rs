//! The draft designation: published, challenged, answered, confirmed.

use super::{LATER, OPEN, by, called, decided, landed, refused, says, tells};
use crate::act::designate::{DraftInput, answer, challenge, confirm, publish, withdraw};
use crate::act::refusal::Kind::{Pending, Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, id};
use crate::register::tally_inputs::TallyInputs;
use crate::tally::{Tally, tally};
use crate::value::digest::CommitId;
use crate::value::id::{ChallengeId, LevelName};

const PATH: &str = "proposals/one/calls/1/designation.toml";
const DRAFT: &str =
    "[[draft]]\nlevel = 'consensus'\nby = 'maya'\nat = 2026-05-13T00:00:00Z\nreason = 'So.'\n";
/// The last second in which the draft can be challenged, and the first in which it cannot.
const LAST: &str = "2026-05-19T23:59:59Z";
const ENDS: &str = "2026-05-20T00:00:00Z";

/// A closed call whose designation can be challenged.
fn disputed() -> Sample {
    called().track("challenge = '7d'").participants("idris")
}

fn drafted() -> Sample {
    disputed().in_call("designation.toml", DRAFT)
}

fn challenged(more: &str) -> Sample {
    let file = "challenges/ben.1.toml";
    let told = "reason = 'No.'\nat = 2026-05-14T00:00:00Z";
    drafted().in_call(file, told).in_call(file, more)
}

fn level(name: &str) -> LevelName {
    LevelName::parse(name).expect(name)
}

fn dispute(text: &str) -> ChallengeId {
    ChallengeId::parse(text).expect(text)
}

/// Does something with the tally of a sample.
fn at_moment<T>(
    sample: &Sample,
    now: &str,
    does: impl FnOnce(&TallyInputs, &Tally) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    let moments = sample.carried("one", now);
    let tally = tally(&moments, &id("one")).expect("a tally");
    does(&moments, &tally)
}

fn published(
    sample: &Sample,
    name: &str,
    reason: &str,
    who: &str,
) -> Result<PendingCommit, Refusal> {
    let input = DraftInput {
        level: level(name),
        reason: Some(reason.to_owned()),
        inputs: CommitId::parse(&"c".repeat(40)),
    };
    at_moment(sample, LATER, |moments, tally| {
        publish(moments, tally, &input, &by(&moments.asked, who))
    })
}

fn answered(sample: &Sample, to: &str, text: &str, who: &str) -> Result<PendingCommit, Refusal> {
    at_moment(sample, LATER, |moments, tally| {
        answer(moments, tally, &dispute(to), text, &by(&moments.asked, who))
    })
}

fn confirmed(sample: &Sample, who: &str, now: &str) -> Result<PendingCommit, Refusal> {
    at_moment(sample, now, |moments, tally| {
        confirm(moments, tally, &by(&moments.asked, who))
    })
}

type Made = Result<(ChallengeId, PendingCommit), Refusal>;

fn disputes(sample: &Sample, reason: &str, who: &str, now: &str) -> Made {
    at_moment(sample, now, |moments, tally| {
        challenge(moments, tally, reason, &by(&moments.asked, who))
    })
}

fn takes_back(sample: &Sample, who: &str) -> Made {
    at_moment(sample, LATER, |moments, tally| {
        withdraw(moments, tally, Some("Fine."), &by(&moments.asked, who))
    })
}

#[test]
fn a_further_draft_begins_anew() {
    let sample = drafted().in_call(
        "designation.toml",
        "[confirmation]\nby = 'maya'\nat = 2026-05-14T00:00:00Z",
    );
    let entry = published(&sample, "consensus", "So again.", "maya").expect("an entry");
    let inputs = "c".repeat(40);
    let more = format!(
        "[[draft]]\nlevel = 'consensus'\ncomputed = 'consensus'\ninputs = '{inputs}'\nby = 'maya'\nat = {LATER}\nreason = 'So again.'"
    );
    says(&entry, PATH, &format!("{DRAFT}{more}"));
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(
        &entry,
        "Draft designation consensus on one, call 1",
        &trailers,
    );
    landed(&disputed(), &entry);
}

#[test]
fn what_is_no_draft() {
    let rule = disputed().track("designates = 'computed'\n[[track.policy.level]]\nname = 'yes'\nwhen = 'against == 0'\noutcome = 'adopted'\n[[track.policy.level]]\nname = 'no'\nwhen = 'against > 0'\noutcome = 'rejected'");
    for (sample, name, reason, who, kind, told) in [
        (&disputed(), "consensus", "So.", "ann", Rules, "ann | maya"),
        (
            &disputed(),
            "unanimity",
            "So.",
            "maya",
            Usage,
            "policy | unanimity | consensus",
        ),
        (&disputed(), "consensus", "", "maya", Usage, "--reason"),
        (
            &rule,
            "no",
            "So.",
            "maya",
            Rules,
            "must be yes | must be yes",
        ),
        (
            &decided(),
            "consensus",
            "So.",
            "maya",
            Rules,
            "one is decided",
        ),
    ] {
        refused(published(sample, name, reason, who), kind, told);
    }
    published(&rule, "yes", "So.", "maya").expect("the rule's own level");
    let open = at_moment(&disputed(), OPEN, |moments, tally| {
        let input = DraftInput {
            level: level("consensus"),
            reason: Some("So.".to_owned()),
            inputs: None,
        };
        publish(moments, tally, &input, &by(&moments.asked, "maya"))
    });
    refused(open, Pending, "Tue 12 May 2026 00:00 UTC");
}

#[test]
fn a_challenge_has_a_file_of_its_own() {
    let path = "proposals/one/calls/1/challenges/ben.1.toml";
    let trailers = ["Proposal: one", "Call: 1", "Challenge: ben.1", "By: ben"];
    let (made, entry) = disputes(&drafted(), "No.", "ben", LAST).expect("a challenge");
    assert_eq!(made, dispute("ben.1"));
    says(&entry, path, &format!("reason = 'No.'\nat = {LAST}"));
    tells(&entry, "Challenge draft 1 on one", &trailers);
    let sample = challenged("");
    let (_, entry) = takes_back(&sample, "ben").expect("taken back");
    let gone = "withdrawn = true\nwithdrawn-reason = 'Fine.'";
    says(
        &entry,
        path,
        &format!("reason = 'No.'\nat = 2026-05-14T00:00:00Z\n{gone}"),
    );
    tells(&entry, "Withdraw challenge ben.1 on one", &trailers);
    let (_, entry) = disputes(&challenged(gone), "Yet no.", "ben", LATER).expect("again");
    says(&entry, path, &format!("reason = 'Yet no.'\nat = {LATER}"));
    refused(
        takes_back(&challenged(gone), "ben"),
        Rules,
        "ben | plenary designate one",
    );
    refused(
        takes_back(&sample, "ann"),
        Rules,
        "ann | plenary designate one",
    );
}

#[test]
fn when_a_draft_cannot_be_challenged() {
    let answer =
        "[[answer]]\nchallenge = 'ben.1'\nby = 'maya'\nat = 2026-05-14T00:00:00Z\ntext = 'Yes.'";
    let answered = challenged("").in_call("designation.toml", answer);
    let without = called().in_call("designation.toml", DRAFT);
    for (sample, reason, now, kind, told) in [
        (
            &drafted(),
            "No.",
            ENDS,
            Rules,
            "draft 1 on one | Wed 20 May 2026 00:00 | plenary minority one --text-file FILE",
        ),
        (&drafted(), " ", LATER, Usage, "--reason"),
        (&disputed(), "No.", LATER, Rules, "one | maya"),
        (
            &without,
            "No.",
            LATER,
            Rules,
            "policy | plenary minority one",
        ),
        (
            &answered,
            "No.",
            LATER,
            Rules,
            "ben.1 | plenary designate one",
        ),
    ] {
        refused(disputes(sample, reason, "ben", now), kind, told);
    }
}

#[test]
fn a_challenge_is_answered_by_a_chair() {
    let entry = answered(&challenged(""), "ben.1", "Yes.", "maya").expect("an entry");
    let more = format!("[[answer]]\nchallenge = 'ben.1'\nby = 'maya'\nat = {LATER}\ntext = 'Yes.'");
    says(&entry, PATH, &format!("{DRAFT}{more}"));
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(&entry, "Answer challenge ben.1 on one", &trailers);
    for (sample, to, text, who, kind, told) in [
        (&challenged(""), "ben.1", "Yes.", "ann", Rules, "ann | maya"),
        (
            &challenged(""),
            "ben.2",
            "Yes.",
            "maya",
            Usage,
            "ben.2 | its challenges: ben.1",
        ),
        (
            &drafted(),
            "ben.1",
            "Yes.",
            "maya",
            Usage,
            "ben.1 is not a challenge on one",
        ),
        (
            &challenged("withdrawn = true"),
            "ben.1",
            "Yes.",
            "maya",
            Rules,
            "ben.1 is withdrawn",
        ),
        (&challenged(""), "ben.1", "", "maya", Usage, "--text"),
    ] {
        refused(answered(sample, to, text, who), kind, told);
    }
}

#[test]
fn a_draft_is_confirmed_when_its_time_is_over_and_all_is_answered() {
    let entry = confirmed(&drafted(), "maya", ENDS).expect("an entry");
    says(
        &entry,
        PATH,
        &format!("{DRAFT}[confirmation]\nby = 'maya'\nat = {ENDS}"),
    );
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(&entry, "Confirm the designation on one, call 1", &trailers);
    let again = landed(&drafted(), &entry);
    for (sample, who, now, kind, told) in [
        (&drafted(), "ann", ENDS, Rules, "ann | maya"),
        (
            &drafted(),
            "maya",
            LAST,
            Pending,
            "call 1 on one | Wed 20 May 2026 00:00 UTC | after that",
        ),
        (
            &challenged(""),
            "maya",
            ENDS,
            Rules,
            "ben.1 | plenary designate one",
        ),
        (
            &disputed(),
            "maya",
            ENDS,
            Rules,
            "policy | plenary designate one",
        ),
        (&again, "maya", ENDS, Recorded, "call 1 | plenary ready one"),
    ] {
        refused(confirmed(sample, who, now), kind, told);
    }
}
