//! Calls: opened, extended, withdrawn, closed.

use super::{
    CLOSES, COUNCIL, LATER, OPEN, body, by, called, decided, landed, parsed, refused, says, tells,
};
use crate::act::call::open::{Draft, Open, open};
use crate::act::call::{Extend, close, extend, withdraw};
use crate::act::refusal::Kind::{Pending, Recorded, Rules, Usage};
use crate::act::refusal::Refusal;
use crate::procedure::early_end::EarlyEnd;
use crate::register::entry::PendingCommit;
use crate::register::sample::{Sample, TEXT, at, id};
use crate::tally::tally;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::TrackId;

pub(super) const CALL: &str = "proposals/one/calls/1/call.toml";

type Made = Result<(u32, PendingCommit), Refusal>;

fn closing(closes: &str) -> Open {
    Open {
        closes: at(closes),
        track: None,
        reason: None,
        question: None,
        title: None,
        meeting: None,
        frozen: None,
    }
}

fn on_track(track: &str, reason: Option<&str>) -> Open {
    Open {
        track: Some(TrackId::parse(track).expect(track)),
        reason: reason.map(str::to_owned),
        ..closing(CLOSES)
    }
}

fn opened(
    sample: &Sample,
    proposals: &[&str],
    input: &Open,
    who: &str,
) -> Result<PendingCommit, Refusal> {
    let register = sample.register();
    let (actor, now) = (by(&register, who), at("2026-05-02"));
    let drafts = proposals.iter().map(|proposal| {
        let mut draft = Draft::of(&register, &id(proposal), input, &actor, now)?;
        let moments = sample.carried(proposal, "2026-05-02");
        draft.judge(&register, &tally(&moments, &id(proposal)).expect("a tally"));
        Ok(draft)
    });
    open(&drafts.collect::<Result<Vec<_>, Refusal>>()?, &actor)
}

fn extended(sample: &Sample, closes: &str, reason: &str, who: &str, now: &str) -> Made {
    let register = sample.register();
    let governing = register.charter.clone().expect("a charter");
    let input: Extend = parsed(&["--closes", closes, "--reason", reason]);
    let actor = by(&register, who);
    extend(&register, &governing, &id("one"), &input, &actor, at(now))
}

fn taken_back(sample: &Sample, reason: &str, who: &str, now: &str) -> Made {
    let register = sample.register();
    withdraw(&register, &id("one"), reason, &by(&register, who), at(now))
}

fn closed(sample: &Sample, closing: Option<CommitId>, who: &str, now: &str) -> Made {
    let register = sample.register();
    close(
        &register,
        &id("one"),
        (closing, None),
        &by(&register, who),
        at(now),
    )
}

/// An open call's file with more below it.
pub(super) fn call_with(more: &str) -> toml::Table {
    let text = called().text(CALL);
    format!("{text}\n{more}").parse().expect(more)
}

#[test]
fn a_call_freezes_the_question_and_the_text() {
    let digest = TextDigest::of(TEXT.as_bytes());
    let entry = opened(&body(), &["one"], &closing(CLOSES), "maya").expect("an entry");
    let own = format!(
        "track = 'policy'\nquestion = 'Q?'\nrevision = 'r1'\nsha256 = '{digest}'\nopens = 2026-05-02T00:00:00Z\ncloses = 2026-05-12T00:00:00Z\nby = 'maya'\n"
    );
    says(&entry, CALL, &own);
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(&entry, "Open call 1 on one", &trailers);
    landed(&body(), &entry);
    let frozen = CommitId::parse(&"a".repeat(40)).expect("a commit");
    let input = Open {
        meeting: Some("2026-05-20".to_owned()),
        frozen: Some(frozen),
        ..on_track("council", Some("Why."))
    };
    let again = called().in_call(
        "call.toml",
        "[withdrawal]\nby = 'maya'\nat = 2026-05-02T00:00:00Z\nreason = 'No.'",
    );
    let again = again.charter(COUNCIL);
    let entry = opened(&again, &["one"], &input, "maya").expect("the next call");
    let own = own.replace("'policy'", "'council'");
    let more = format!(
        "track-reason = 'Why.'\nmeeting = '2026-05-20'\nfrozen = '{}'",
        "a".repeat(40)
    );
    says(
        &entry,
        "proposals/one/calls/2/call.toml",
        &format!("{own}{more}"),
    );
}

#[test]
fn several_calls_are_opened_in_one_entry_or_none_is() {
    let sample = body().proposal("two", "");
    let entry = opened(&sample, &["one", "two"], &closing(CLOSES), "maya").expect("an entry");
    let trailers = [
        "Proposal: one",
        "Call: 1",
        "Proposal: two",
        "Call: 1",
        "By: maya",
    ];
    tells(&entry, "Open calls on one and two", &trailers);
    let sample = called()
        .proposal("two", "")
        .with("proposals/two/text.md", "Other.\n");
    let made = opened(&sample, &["one", "two"], &closing("2026-05-01"), "maya");
    let refusal = made.expect_err("a refusal");
    assert_eq!(refusal.kind, Rules, "of several kinds");
    let sentences: Vec<&str> = refusal
        .reasons
        .iter()
        .map(|it| it.sentence.as_str())
        .collect();
    let [one, closes, two] = sentences.as_slice() else {
        panic!("each reason once: {sentences:?}")
    };
    assert!(
        one.contains("call 1 on one is still open") && two.contains("two"),
        "{sentences:?}"
    );
    assert!(closes.contains("Fri 1 May 2026 00:00 UTC"), "{closes}");
}

#[test]
fn what_stands_in_the_way_of_a_call() {
    let closes = || closing(CLOSES);
    let two = || body().charter(COUNCIL);
    let after = two().charter("[track.council]\nafter = 'policy'");
    let edited = body().with("proposals/one/text.md", "Other.\n");
    let nobody = body().track("electorate = ['delegate']");
    let never = body().track("[[track.policy.gate]]\nname = 'ten'\nwhen = 'for >= 10'");
    for (sample, input, who, kind, told) in [
        (&body(), closes(), "ann", Rules, "ann | maya"),
        (
            &body(),
            closing("2026-05-02"),
            "maya",
            Usage,
            "Sat 2 May 2026 00:00",
        ),
        (
            &body().track("window = { min = '14d', max = '28d' }"),
            closes(),
            "maya",
            Rules,
            "policy | 2026-05-16T00:00Z | 2026-05-30T00:00Z",
        ),
        (
            &called(),
            closes(),
            "maya",
            Rules,
            "call 1 on one is still open | plenary status one",
        ),
        (
            &edited,
            closes(),
            "maya",
            Rules,
            "text.md differs from revision r1 | plenary revise one",
        ),
        (
            &body().track("public-interest = true"),
            closes(),
            "maya",
            Rules,
            "policy | public-interest",
        ),
        (
            &decided(),
            closes(),
            "maya",
            Rules,
            "one is already decided by call 1 (adopted, track policy)",
        ),
        (
            &two(),
            on_track("council", None),
            "maya",
            Usage,
            "the track of one is policy | --reason",
        ),
        (
            &two(),
            on_track("policy", Some("Why.")),
            "maya",
            Usage,
            "policy | leave out --reason",
        ),
        (
            &two(),
            on_track("council", Some("")),
            "maya",
            Usage,
            "--reason",
        ),
        (
            &two(),
            on_track("concil", None),
            "maya",
            Usage,
            "concil | did you mean council?",
        ),
        (
            &two(),
            on_track("x", None),
            "maya",
            Usage,
            "policy or council",
        ),
        (
            &after,
            on_track("council", None),
            "maya",
            Rules,
            "track council comes after track policy | --track policy",
        ),
        (
            &nobody,
            closes(),
            "maya",
            Rules,
            "delegate | plenary participant add",
        ),
        (
            &body().track("appeal = '30d'"),
            closes(),
            "maya",
            Rules,
            "policy",
        ),
        (
            &never,
            closes(),
            "maya",
            Rules,
            "requirement ten on track policy",
        ),
    ] {
        refused(opened(sample, &["one"], &input, who), kind, told);
    }
    let made = opened(&body(), &["two"], &closes(), "maya");
    refused(made, Rules, "proposal two | plenary check");
}

#[test]
fn a_close_is_put_off_within_the_window() {
    let sample = called().track("window = { max = '20d' }");
    let (n, entry) = extended(&sample, "2026-05-22T00:00Z", "Rain.", "maya", OPEN).expect("one");
    assert_eq!(n, 1);
    let more = "[[extension]]\ncloses = 2026-05-22T00:00:00Z\nby = 'maya'\nat = 2026-05-05T12:00:00Z\nreason = 'Rain.'";
    says(&entry, CALL, &call_with(more).to_string());
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(&entry, "Extend call 1 on one", &trailers);
    for (sample, closes, reason, who, now, kind, told) in [
        (
            &sample,
            "2026-05-22T00:00:01Z",
            "Rain.",
            "maya",
            OPEN,
            Rules,
            "policy | 20 days | 2026-05-22T00:00Z",
        ),
        (
            &sample,
            CLOSES,
            "Rain.",
            "maya",
            OPEN,
            Recorded,
            "call 1 on one already closes on Tue 12 May 2026 00:00 UTC",
        ),
        (
            &sample,
            LATER,
            "Rain.",
            "maya",
            CLOSES,
            Rules,
            "plenary call admit one",
        ),
        (&sample, LATER, " ", "maya", OPEN, Usage, "--reason"),
        (&sample, LATER, "Rain.", "ann", OPEN, Rules, "ann | maya"),
        (
            &body(),
            LATER,
            "Rain.",
            "maya",
            OPEN,
            Rules,
            "plenary status one",
        ),
        (
            &decided(),
            LATER,
            "Rain.",
            "maya",
            OPEN,
            Rules,
            "plenary status one",
        ),
    ] {
        refused(extended(sample, closes, reason, who, now), kind, told);
    }
}

#[test]
fn a_call_is_taken_back_with_a_reason() {
    for now in [OPEN, LATER] {
        let (_, entry) = taken_back(&called(), "A slip.", "maya", now).expect("an entry");
        let more = format!("[withdrawal]\nby = 'maya'\nat = {now}\nreason = 'A slip.'");
        says(&entry, CALL, &call_with(&more).to_string());
        let trailers = ["Proposal: one", "Call: 1", "By: maya"];
        tells(&entry, "Withdraw call 1 on one", &trailers);
    }
    refused(taken_back(&called(), "", "maya", OPEN), Usage, "--reason");
    refused(
        taken_back(&called(), "A slip.", "ann", OPEN),
        Rules,
        "ann | maya",
    );
    refused(
        taken_back(&body(), "A slip.", "maya", OPEN),
        Rules,
        "plenary status one",
    );
}

#[test]
fn a_close_is_recorded_once_from_its_second_on() {
    let commit = CommitId::parse(&"b".repeat(40));
    let (_, entry) = closed(&called(), commit, "maya", CLOSES).expect("an entry");
    let more = format!(
        "[close]\ncommit = '{}'\nby = 'maya'\nat = {CLOSES}",
        "b".repeat(40)
    );
    says(&entry, CALL, &call_with(&more).to_string());
    let trailers = ["Proposal: one", "Call: 1", "By: maya"];
    tells(&entry, "Close call 1 on one", &trailers);
    let again = landed(&called(), &entry);
    for (sample, who, now, kind, told) in [
        (
            &called(),
            "maya",
            "2026-05-11T23:59:59Z",
            Pending,
            "Tue 12 May 2026 00:00 | plenary call withdraw one",
        ),
        (
            &again,
            "maya",
            LATER,
            Recorded,
            "call 1 on one | plenary ready one",
        ),
        (&called(), "ann", LATER, Rules, "ann | maya"),
        (&decided(), "maya", LATER, Rules, "plenary status one"),
    ] {
        refused(closed(sample, None, who, now), kind, told);
    }
}

#[test]
fn a_call_is_ended_early_where_that_is_possible() {
    let register = called().register();
    let actor = by(&register, "maya");
    let end = |early| close(&register, &id("one"), (None, early), &actor, at(OPEN));
    let (_, entry) = end(Some(&EarlyEnd::Now)).expect("an entry");
    let close = format!("[close]\nby = 'maya'\nat = {OPEN}\nearly = true");
    says(&entry, CALL, &call_with(&close).to_string());
    let told = "can still change | plenary call withdraw one";
    refused(end(Some(&EarlyEnd::CanChange)), Pending, told);
}
