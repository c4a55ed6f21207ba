//! Tests the times of acts, one row for each kind: what it answers, and when that was.

use std::collections::BTreeMap;

use super::change::moved;
use super::{called, decided};
use crate::check::change::{Change, EntryPoint, Submitter, change};
use crate::register::sample::{Sample, at};

/// The times that are found to be wrong where `after` is brought on 1 August 2026.
fn out_of_time(before: &Sample, after: &Sample) -> usize {
    let judged = change(
        &before.register(),
        &Change {
            moved: &moved(before, after),
            outside: &[],
            submitter: &Submitter::default(),
            committed: &BTreeMap::new(),
            door: EntryPoint::Request,
            now: at("2026-08-01T00:00:00Z"),
        },
    );
    let own = judged
        .findings
        .iter()
        .filter(|found| found.code.id == "P229");
    own.count()
}

/// An act with the word `TIME` for its time: the state before it, its file, what it says, and the day before
/// which it cannot be.
type Row = (fn() -> Sample, &'static str, &'static str, &'static str);

const REOPENED: &str = "reopening = [{ by = 'carla', at = TIME, reason = 'r', evidence = 'e' }]";

/// An objection that was raised on 6 May and closed on 8 May, and a call until 12 May.
fn closed() -> Sample {
    called().objection("carla.new", "received = 2026-05-06T00:00:00Z").filed(
        "handling/carla.new.toml",
        "disposition = { value = 'unresolved', by = 'maya', at = 2026-05-08T00:00:00Z, reason = 'r' }",
    )
}

fn raised() -> Sample {
    called().objection("carla.new", "received = 2026-05-06T00:00:00Z")
}

fn drafted() -> Sample {
    called().in_call(
        "designation.toml",
        "draft = [{ level = 'consensus', by = 'idris', at = 2026-05-14T00:00:00Z, reason = 'r' }]",
    )
}

fn challenged() -> Sample {
    drafted().in_call(
        "challenges/ann.1.toml",
        "reason = 'r'\nat = 2026-05-16T00:00:00Z",
    )
}

fn appealed() -> Sample {
    let appeal = "problem = 'p'\nasks = 'a'\nground = 'process'\nat = 2026-05-24T00:00:00Z";
    decided().in_call("appeals/ann.toml", appeal)
}

const ROWS: &[Row] = &[
    (
        raised,
        "proposals/one/handling/carla.new.toml",
        "response = [{ by = 'ann', at = TIME, text = 't' }]",
        "2026-05-06",
    ),
    (
        raised,
        "proposals/one/handling/carla.new.toml",
        "disposition = { value = 'unresolved', by = 'maya', at = TIME, reason = 'r' }",
        "2026-05-06",
    ),
    (
        closed,
        "proposals/one/handling/carla.new.toml",
        REOPENED,
        "2026-05-08",
    ),
    (
        raised,
        "proposals/one/objections/carla.new.toml",
        "answer = 'satisfied'\nanswer-at = TIME",
        "2026-05-06",
    ),
    (
        called,
        "proposals/one/calls/1/call.toml",
        "extension = [{ closes = 2026-06-01T00:00:00Z, by = 'maya', at = TIME, reason = 'r' }]",
        "2026-05-02",
    ),
    (
        called,
        "proposals/one/calls/1/call.toml",
        "withdrawal = { by = 'maya', at = TIME, reason = 'r' }",
        "2026-05-02",
    ),
    (
        called,
        "proposals/one/calls/1/call.toml",
        "admission = [{ path = 'proposals/one/positions/ben.toml', by = 'maya', at = TIME, reason = 'r' }]",
        "2026-05-12",
    ),
    (
        called,
        "proposals/one/calls/1/designation.toml",
        "draft = [{ level = 'consensus', by = 'idris', at = TIME, reason = 'r' }]",
        "2026-05-12",
    ),
    (
        drafted,
        "proposals/one/calls/1/designation.toml",
        "confirmation = { by = 'idris', at = TIME }",
        "2026-05-14",
    ),
    (
        drafted,
        "proposals/one/calls/1/challenges/ann.1.toml",
        "reason = 'r'\nat = TIME",
        "2026-05-14",
    ),
    (
        challenged,
        "proposals/one/calls/1/designation.toml",
        "answer = [{ challenge = 'ann.1', by = 'idris', at = TIME, text = 't' }]",
        "2026-05-16",
    ),
    (
        decided,
        "proposals/one/calls/1/appeals/ann.toml",
        "problem = 'p'\nasks = 'a'\nground = 'process'\nat = TIME",
        "2026-05-20",
    ),
    (
        appealed,
        "proposals/one/calls/1/rulings/ann.toml",
        "answer = [{ by = 'eve', at = TIME, text = 't' }]",
        "2026-05-24",
    ),
    (
        appealed,
        "proposals/one/calls/1/rulings/ann.toml",
        "ruling = { value = 'dismissed', by = 'eve', at = TIME, reason = 'r' }",
        "2026-05-24",
    ),
    (
        decided,
        "proposals/one/calls/1/follow-up.toml",
        "report = [{ by = 'ann', at = TIME, progress = 'done', text = 't' }]",
        "2026-05-20",
    ),
    (
        decided,
        "proposals/one/calls/1/follow-up.toml",
        "review = [{ upshot = 'kept', by = 'maya', at = TIME, reason = 'r' }]",
        "2026-05-20",
    ),
    (
        decided,
        "proposals/one/calls/1/sign-offs/idris.toml",
        "sha256 = '0000000000000000000000000000000000000000000000000000000000000000'\nat = TIME",
        "2026-05-20",
    ),
];

#[test]
fn every_act_has_a_time_after_what_it_answers_and_before_its_commit() {
    for (before, path, text, day) in ROWS {
        let before = before();
        let brought = |time: &str| {
            let after = before.clone().more(path, &text.replace("TIME", time));
            out_of_time(&before, &after)
        };
        let early = at(&format!("{day}T00:00:00Z")).seconds() - 3600;
        let early = crate::value::clock::Instant::from_seconds(early).expect("a time");
        assert_eq!(brought(&early.to_string()), 1, "{path} {text}");
        assert_eq!(brought(&format!("{day}T09:00:00Z")), 0, "{path} {text}");
        assert_eq!(brought("2026-08-01T00:09:00Z"), 0, "{path} {text}");
        assert_eq!(brought("2026-08-01T00:11:00Z"), 1, "{path} {text}");
    }
}
