//! Tests the checks of a change: by its author, and by the rules before it.

use std::collections::{BTreeMap, BTreeSet};

use super::{body, called, decided, placed};
use crate::blessed::screen;
use crate::check::change::{Change, EntryPoint, Judged, Submitter, change, conflict};
use crate::procedure::hand::Origin;
use crate::register::sample::{Sample, at, who};
use crate::register::snapshot::{Conflict, ConflictKind, Content, PathChange};

pub(super) const OPEN: &str = "2026-05-05T09:00:00Z";
const OVER: &str = "2026-05-13T09:00:00Z";

/// The change from the first register to the second.
pub(super) fn moved(before: &Sample, after: &Sample) -> Vec<PathChange> {
    let paths: BTreeSet<String> = [before.paths(), after.paths()]
        .concat()
        .into_iter()
        .collect();
    let content = |sample: &Sample, path: &str| {
        sample
            .find(path)
            .map(|text| Content::Plain(text.as_bytes().into()))
    };
    let both = paths.into_iter().map(|path| PathChange {
        before: content(before, &path),
        after: content(after, &path),
        path,
    });
    both.filter(|moved| moved.before != moved.after).collect()
}

pub(super) fn judged(
    submitter: &Submitter,
    before: &Sample,
    after: &Sample,
    (door, now): (EntryPoint, &str),
) -> Judged {
    let outside = ["src".to_owned()];
    change(
        &before.faulty(),
        &Change {
            moved: &moved(before, after),
            outside: if submitter.account.is_some() {
                &outside
            } else {
                &[]
            },
            submitter,
            committed: &BTreeMap::new(),
            door,
            now: at(now),
        },
    )
}

fn acting(by: &str) -> Submitter {
    Submitter {
        acting: Some(who(by)),
        ..Submitter::default()
    }
}

/// The state before, who writes what, and what that breaks.
type Row = (
    &'static str,
    Sample,
    fn(Sample) -> Sample,
    &'static [&'static str],
);

fn found(rows: Vec<Row>, now: &str, words: &mut String) {
    let mut all = Vec::new();
    for (by, before, edit, expected) in rows {
        let after = edit(before.clone());
        let judged = judged(&acting(by), &before, &after, (EntryPoint::Entry, now));
        let found: Vec<String> = judged
            .findings
            .iter()
            .map(|finding| placed(finding, &after))
            .collect();
        for finding in &judged.findings {
            *words += &format!(
                "{} {}\n  {}\n",
                finding.code.id,
                finding.sentence,
                finding.hint.as_deref().unwrap_or("-")
            );
        }
        if found != expected {
            all.push((by, found));
        }
    }
    assert_eq!(all, []);
}

#[test]
fn what_is_somebodys_own_is_written_by_them() {
    let relayed = "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z";
    let said = called().position("ben", relayed);
    let carrying = "position = 'object'\nabout = 'a'\nproblem = 'p'\nresolve = 'r'";
    let rows: Vec<Row> = vec![
        ("ben", called(), |it| it.position("ben", "support"), &[]),
        (
            "finn",
            called(),
            |it| it.position("ben", "support"),
            &["P201 positions/ben.toml"],
        ),
        (
            "sec",
            called(),
            |it| it.position("ben", "support"),
            &["P201 positions/ben.toml"],
        ),
        (
            "sec",
            called(),
            |it| {
                it.position(
                    "ben",
                    "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z",
                )
            },
            &[],
        ),
        (
            "maya",
            called(),
            |it| {
                it.position(
                    "ben",
                    "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z",
                )
            },
            &[],
        ),
        (
            "finn",
            called(),
            |it| {
                it.position(
                    "ben",
                    "position = 'support'\nrelayed-by = 'finn'\nreceived = 2026-05-03T00:00:00Z",
                )
            },
            &["P201 positions/ben.toml: relayed-by = \"finn\""],
        ),
        ("ben", said.clone(), |it| it.position("ben", "accept"), &[]),
        (
            "ann",
            said,
            |it| it.position("ben", "accept"),
            &["P209 positions/ben.toml: relayed-by = \"sec\""],
        ),
        (
            "carla",
            called(),
            |it| it.position("@north", "support"),
            &[],
        ),
        (
            "dora",
            called(),
            |it| it.position("@north", "support"),
            &["P201 positions/@north.toml"],
        ),
        (
            "finn",
            called(),
            |it| it.position("ben", "position = 'support'\nproxy = 'finn'"),
            &["P215 positions/ben.toml: proxy = \"finn\""],
        ),
        (
            "finn",
            called().track("proxies = true"),
            |it| it.position("ben", "position = 'support'\nproxy = 'finn'"),
            &[],
        ),
        (
            "eve",
            called().track("proxies = true"),
            |it| it.position("ben", "position = 'support'\nproxy = 'finn'"),
            &["P215 positions/ben.toml: proxy = \"finn\""],
        ),
        (
            "ben",
            called().position("ben", carrying),
            |it| {
                it.position("ben", "support")
                    .edited("proposals/one/positions/ben.toml", "problem = \"p\"\n", "")
                    .edited("proposals/one/positions/ben.toml", "about = \"a\"\n", "")
                    .edited("proposals/one/positions/ben.toml", "resolve = \"r\"\n", "")
            },
            &["P202 positions/ben.toml"],
        ),
        (
            "benny",
            called()
                .more("participants/ben.toml", "")
                .without("participants/ben.toml")
                .participants("benny")
                .more("participants/benny.toml", "also = ['ben']")
                .position("ben", "support"),
            |it| it.position("benny", "support"),
            &["P211 positions/benny.toml"],
        ),
        (
            "carla",
            called(),
            |it| it.objection("carla.cost", "problem = 'More.'"),
            &[],
        ),
        (
            "ann",
            called(),
            |it| it.objection("carla.cost", "problem = 'More.'"),
            &["P201 objections/carla.cost.toml"],
        ),
        (
            "carla",
            called(),
            |it| it.objection("carla.cost", "withdrawn = true"),
            &[],
        ),
        (
            "idris",
            called(),
            |it| it.objection("carla.cost", "withdrawn = true"),
            &["P216 objections/carla.cost.toml"],
        ),
        (
            "sec",
            called(),
            |it| {
                it.objection("carla.cost", "withdrawn = true\nreply-relayed-by = 'sec'\nreply-received = 2026-05-03T00:00:00Z")
            },
            &[],
        ),
        (
            "ann",
            called(),
            |it| {
                it.objection(
                    "carla.new",
                    "relayed-by = 'ann'\nreceived = 2026-05-03T00:00:00Z",
                )
            },
            &["P201 objections/carla.new.toml: relayed-by = \"ann\""],
        ),
        (
            "ann",
            called(),
            |it| it.in_call("challenges/ben.1.toml", "reason = 'r'"),
            &["P201 calls/1/challenges/ben.1.toml"],
        ),
        (
            "ann",
            called(),
            |it| it.in_call("minority/ben.toml", "text = 't'"),
            &["P201 calls/1/minority/ben.toml"],
        ),
        (
            "ann",
            decided(),
            |it| {
                it.in_call(
                    "appeals/ben.toml",
                    "ground = 'process'\nproblem = 'p'\nasks = 'a'",
                )
            },
            &["P201 calls/1/appeals/ben.toml"],
        ),
        (
            "ann",
            decided(),
            |it| {
                it.in_call(
                    "appeals/ann.toml",
                    "ground = 'process'\nproblem = 'p'\nasks = 'a'",
                )
            },
            &[],
        ),
        (
            "maya",
            decided(),
            |it| it.in_call("sign-offs/idris.toml", "at = 2026-05-21T00:00:00Z"),
            &["P201 calls/1/sign-offs/idris.toml"],
        ),
        (
            "idris",
            decided(),
            |it| it.in_call("sign-offs/idris.toml", "at = 2026-05-21T00:00:00Z"),
            &[],
        ),
        (
            "ann",
            decided(),
            |it| it.in_call("sign-offs/ann.toml", "at = 2026-05-21T00:00:00Z"),
            &["P201 calls/1/sign-offs/ann.toml"],
        ),
    ];
    let mut words = String::new();
    found(rows, OPEN, &mut words);
    screen("check/changes_of_ones_own", &words);
}

#[test]
fn who_runs_the_process_writes_what_they_may() {
    let handled = called().filed(
        "handling/carla.cost.toml",
        "response = [{ by = 'ann', at = 2026-05-03T00:00:00Z, text = 't' }]
        disposition = { value = 'outweighed', by = 'dora', at = 2026-05-04T00:00:00Z, reason = 'r', alternatives = 'a' }",
    );
    let drafted = called().in_call(
        "designation.toml",
        "draft = [{ level = 'consensus', by = 'idris', at = 2026-05-12T10:00:00Z, reason = 'r' }]
        confirmation = { by = 'idris', at = 2026-05-20T00:00:00Z }",
    );
    let appealed = decided().in_call(
        "appeals/ann.toml",
        "ground = 'process'\nproblem = 'p'\nasks = 'a'",
    );
    let met = called().more("meetings/2026-05-11.toml", "present = ['ann']\naction = [{ action = 'Ask.', owner = 'ann' }, { action = 'Look.', owner = 'ben' }]");
    let extended = called().in_call("call.toml", "extension = [{ closes = 2026-05-14T00:00:00Z, by = 'maya', at = 2026-05-05T00:00:00Z, reason = 'r' }]
        withdrawal = { by = 'maya', at = 2026-05-06T00:00:00Z, reason = 'r' }\nclose = { by = 'maya', at = 2026-05-14T00:00:00Z }");
    let rows: Vec<Row> = vec![
        (
            "ann",
            called(),
            |it| {
                it.filed(
                    "handling/carla.cost.toml",
                    "response = [{ by = 'ann', at = 2026-05-03T00:00:00Z, text = 't' }]",
                )
            },
            &[],
        ),
        (
            "finn",
            called(),
            |it| {
                it.filed(
                    "handling/carla.cost.toml",
                    "response = [{ by = 'finn', at = 2026-05-03T00:00:00Z, text = 't' }]",
                )
            },
            &["P201 handling/carla.cost.toml: by = \"finn\""],
        ),
        (
            "finn",
            called(),
            |it| {
                it.filed(
                    "handling/carla.cost.toml",
                    "response = [{ by = 'ann', at = 2026-05-03T00:00:00Z, text = 't' }]",
                )
            },
            &["P209 handling/carla.cost.toml: by = \"ann\""],
        ),
        (
            "dora",
            called(),
            |it| {
                it.filed("handling/carla.cost.toml", "disposition = { value = 'outweighed', by = 'dora', at = 2026-05-04T00:00:00Z, reason = 'r', alternatives = 'a' }")
            },
            &[],
        ),
        (
            "ann",
            called(),
            |it| {
                it.filed("handling/carla.cost.toml", "disposition = { value = 'outweighed', by = 'ann', at = 2026-05-04T00:00:00Z, reason = 'r', alternatives = 'a' }")
            },
            &["P216 handling/carla.cost.toml: by = \"ann\""],
        ),
        (
            "dora",
            handled.clone(),
            |it| {
                it.filed(
                    "handling/carla.cost.toml",
                    "response = []\ndisposition = { reason = 'other' }",
                )
            },
            &[
                "P203 handling/carla.cost.toml: response = []",
                "P203 handling/carla.cost.toml: [disposition]",
            ],
        ),
        (
            "carla",
            handled.clone(),
            |it| {
                it.filed("handling/carla.cost.toml", "reopening = [{ by = 'carla', at = 2026-05-05T00:00:00Z, reason = 'r', evidence = 'e' }]").edited("proposals/one/handling/carla.cost.toml", "[disposition]", "[x]").edited("proposals/one/handling/carla.cost.toml", "[x]", "[disposition]")
            },
            &[],
        ),
        (
            "finn",
            handled,
            |it| {
                it.filed("handling/carla.cost.toml", "reopening = [{ by = 'finn', at = 2026-05-05T00:00:00Z, reason = 'r', evidence = 'e' }]")
            },
            &["P201 handling/carla.cost.toml: by = \"finn\""],
        ),
        (
            "idris",
            body(),
            |it| {
                it.call("2026-05-05", "2026-05-20")
                    .in_call("call.toml", "by = 'idris'")
            },
            &[],
        ),
        (
            "ann",
            body(),
            |it| {
                it.call("2026-05-05", "2026-05-20")
                    .in_call("call.toml", "by = 'ann'")
            },
            &["P201 calls/1/call.toml: by = \"ann\""],
        ),
        (
            "ann",
            body(),
            |it| it.call("2026-05-05", "2026-05-20"),
            &["P209 calls/1/call.toml: by = \"maya\""],
        ),
        (
            "maya",
            body().charter("[roles]\njury = []"),
            |it| it.call("2026-05-05", "2026-05-20"),
            &["P221 calls/1/call.toml: track = \"policy\""],
        ),
        (
            "maya",
            called(),
            |it| {
                it.in_call("call.toml", "track = 'other'\ntrack-reason = 'r'\nquestion = 'Else?'\nrevision = 'r2'\nsha256 = '0000000000000000000000000000000000000000000000000000000000000000'\nopens = 2026-05-01T00:00:00Z\ncloses = 2026-06-01T00:00:00Z\nby = 'idris'\nfrozen = '0000000000000000000000000000000000000000'\nmeeting = '2026-05-11'")
            },
            &[
                "P203 calls/1/call.toml: track = \"other\"",
                "P203 calls/1/call.toml: question = \"Else?\"",
                "P203 calls/1/call.toml: revision = \"r2\"",
                "P203 calls/1/call.toml: sha256 = \"0000000000000000000000000000000000000000000000000000000000000000\"",
                "P203 calls/1/call.toml: opens = 2026-05-01T00:00:00Z",
                "P203 calls/1/call.toml: closes = 2026-06-01T00:00:00Z",
                "P203 calls/1/call.toml: by = \"idris\"",
                "P203 calls/1/call.toml: track-reason = \"r\"",
                "P203 calls/1/call.toml: frozen = \"0000000000000000000000000000000000000000\"",
                "P203 calls/1/call.toml: meeting = \"2026-05-11\"",
            ],
        ),
        (
            "maya",
            called(),
            |it| {
                it.in_call("call.toml", "extension = [{ closes = 2026-05-14T00:00:00Z, by = 'maya', at = 2026-05-05T00:00:00Z, reason = 'r' }]\nwithdrawal = { by = 'ann', at = 2026-05-06T00:00:00Z, reason = 'r' }\nclose = { by = 'idris', at = 2026-05-14T00:00:00Z }")
            },
            &[
                "P201 calls/1/call.toml: by = \"ann\"",
                "P209 calls/1/call.toml: by = \"ann\"",
                "P209 calls/1/call.toml: by = \"idris\"",
            ],
        ),
        (
            "maya",
            extended,
            |it| {
                it.in_call("call.toml", "extension = [{ closes = 2026-05-15T00:00:00Z, by = 'maya', at = 2026-05-05T00:00:00Z, reason = 'r' }]\nwithdrawal = { reason = 'other' }\nclose = { at = 2026-05-15T00:00:00Z }")
            },
            &[
                "P203 calls/1/call.toml: [[extension]]",
                "P203 calls/1/call.toml: [withdrawal]",
                "P203 calls/1/call.toml: [close]",
            ],
        ),
        (
            "maya",
            called(),
            |it| {
                it.in_call("call.toml", "admission = [{ path = 'proposals/one/positions/maya.toml', sha256 = '0000000000000000000000000000000000000000000000000000000000000000', by = 'maya', at = 2026-05-13T00:00:00Z, reason = 'r' }, { path = 'proposals/one/positions/ann.toml', sha256 = '0000000000000000000000000000000000000000000000000000000000000000', by = 'maya', at = 2026-05-13T00:00:00Z, reason = 'r' }]")
            },
            &["P201 calls/1/call.toml: by = \"maya\""],
        ),
        (
            "ann",
            called(),
            |it| it.in_call("call.toml", "x = 1"),
            &["P201 calls/1/call.toml"],
        ),
        (
            "idris",
            called(),
            |it| {
                it.in_call("designation.toml", "draft = [{ level = 'consensus', by = 'idris', at = 2026-05-12T10:00:00Z, reason = 'r' }]")
            },
            &[],
        ),
        (
            "ann",
            called(),
            |it| {
                it.in_call("designation.toml", "draft = [{ level = 'consensus', by = 'ann', at = 2026-05-12T10:00:00Z, reason = 'r' }]")
            },
            &["P201 calls/1/designation.toml: by = \"ann\""],
        ),
        (
            "idris",
            drafted.clone(),
            |it| {
                it.in_call("designation.toml", "draft = []\nconfirmation = { at = 2026-05-21T00:00:00Z }\nanswer = [{ challenge = 'ann.1', by = 'idris', at = 2026-05-13T00:00:00Z, text = 't' }]")
            },
            &[
                "P203 calls/1/designation.toml: draft = []",
                "P203 calls/1/designation.toml: [confirmation]",
            ],
        ),
        (
            "ann",
            drafted,
            |it| {
                it.in_call("designation.toml", "answer = [{ challenge = 'ann.1', by = 'ann', at = 2026-05-13T00:00:00Z, text = 't' }]")
            },
            &["P201 calls/1/designation.toml: by = \"ann\""],
        ),
        (
            "eve",
            appealed.clone(),
            |it| {
                it.in_call("rulings/ann.toml", "ruling = { value = 'upheld', by = 'eve', at = 2026-05-21T09:00:00Z, reason = 'r' }")
            },
            &[],
        ),
        (
            "maya",
            appealed,
            |it| {
                it.in_call("rulings/ann.toml", "answer = [{ by = 'maya', at = 2026-05-21T09:00:00Z, text = 't' }]\nruling = { value = 'upheld', by = 'maya', at = 2026-05-21T09:00:00Z, reason = 'r' }")
            },
            &[
                "P201 calls/1/rulings/ann.toml: by = \"maya\"",
                "P201 calls/1/rulings/ann.toml: by = \"maya\"",
            ],
        ),
        (
            "ann",
            decided(),
            |it| {
                it.in_call("follow-up.toml", "report = [{ by = 'ann', at = 2026-05-21T09:00:00Z, progress = 'done', text = 't' }]\nreview = [{ upshot = 'kept', by = 'ann', at = 2026-05-21T09:00:00Z, reason = 'r' }]\nanswer = [{ by = 'sec', at = 2026-05-21T09:00:00Z, from = 'c', verdict = 'noted', text = 't' }]")
            },
            &[
                "P201 calls/1/follow-up.toml: by = \"ann\"",
                "P209 calls/1/follow-up.toml: by = \"sec\"",
            ],
        ),
        (
            "ann",
            called(),
            |it| {
                it.in_call("asked.toml", "letters = [{ participants = ['ben'], by = 'ann', at = 2026-05-03T09:00:00Z, how = 'eml' }, { participants = ['ben'], by = 'sec', at = 2026-05-03T09:00:00Z, how = 'letter' }]")
            },
            &[
                "P201 calls/1/asked.toml: by = \"ann\"",
                "P209 calls/1/asked.toml: by = \"sec\"",
            ],
        ),
        (
            "ann",
            called(),
            |it| {
                it.in_call("totals.toml", "totals = [{ dimension = 'gender', group = 'all', values = { women = 1 }, by = 'ann', at = 2026-05-03T09:00:00Z }, { dimension = 'gender', group = 'all', values = { women = 2 }, by = 'sec', at = 2026-05-03T09:00:00Z }]")
            },
            &[
                "P201 calls/1/totals.toml: by = \"ann\"",
                "P209 calls/1/totals.toml: by = \"sec\"",
            ],
        ),
        (
            "maya",
            called(),
            |it| it.decision(""),
            &["P220 calls/1/decision.toml: format = 1"],
        ),
        (
            "idris",
            called(),
            |it| {
                it.decision("by = 'ann'\nformat = 1")
                    .in_call("inputs.sha256", "")
            },
            &[
                "P220 calls/1/decision.toml: format = 1",
                "P201 calls/1/decision.toml: by = \"ann\"",
                "P209 calls/1/decision.toml: by = \"ann\"",
            ],
        ),
        (
            "maya",
            decided(),
            |it| {
                it.in_call("decision.toml", "reason = 'r'")
                    .more("proposals/one/calls/1/inputs.sha256", "x = 1")
            },
            &["P203 calls/1/decision.toml", "P203 calls/1/inputs.sha256"],
        ),
        (
            "ann",
            met.clone(),
            |it| {
                it.edited(
                    "meetings/2026-05-11.toml",
                    "owner = \"ann\"\n",
                    "owner = \"ann\"\ndone = 2026-05-12T00:00:00Z\n",
                )
            },
            &[],
        ),
        (
            "ann",
            met.clone(),
            |it| {
                it.edited(
                    "meetings/2026-05-11.toml",
                    "owner = \"ben\"\n",
                    "owner = \"ben\"\ndone = 2026-05-12T00:00:00Z\n",
                )
            },
            &["P201 meetings/2026-05-11.toml"],
        ),
        (
            "ann",
            met,
            |it| it.with("meetings/2026-05-11.md", "Said.\n"),
            &["P201 meetings/2026-05-11.md"],
        ),
    ];
    let mut words = String::new();
    found(rows, "2026-06-01T09:00:00Z", &mut words);
    screen("check/changes_of_the_process", &words);
}

#[test]
fn what_stays_is_let_be() {
    let mine = called().more("participants/ann.toml", "emails = ['a@example.org']");
    let open_again = || decided().decision("outcome = 'no-consensus'\ndesignation = 'divergence'");
    let rows: Vec<Row> = vec![
        (
            "ann",
            called(),
            |it| it.without("proposals/one/positions/ann.toml"),
            &["P202 positions/ann.toml"],
        ),
        (
            "carla",
            called(),
            |it| it.without("proposals/one/objections/carla.cost.toml"),
            &["P202 objections/carla.cost.toml"],
        ),
        (
            "maya",
            called(),
            |it| {
                it.without("proposals/one/calls/1/call.toml")
                    .without("charter.toml")
                    .without("proposals/one/proposal.toml")
            },
            &[
                "P202 charter.toml",
                "P202 calls/1/call.toml",
                "P202 proposal.toml",
            ],
        ),
        (
            "ann",
            called().position("3f/ann", "support"),
            |it| it.without("proposals/one/positions/3f/ann.toml"),
            &[],
        ),
        (
            "sec",
            called(),
            |it| it.without("participants/finn.toml"),
            &["P202 participants/finn.toml"],
        ),
        (
            "sec",
            called(),
            |it| {
                it.without("participants/finn.toml")
                    .participants("finley")
                    .more("participants/finley.toml", "also = ['finn']")
            },
            &[],
        ),
        (
            "ann",
            called(),
            |it| it.without("participants/finn.toml"),
            &["P202 participants/finn.toml", "P207 participants/finn.toml"],
        ),
        (
            "ann",
            called(),
            |it| it.charter("name = 'Other'").with("allowed_signers", "x"),
            &["P207 allowed_signers", "P207 charter.toml"],
        ),
        ("maya", called(), |it| it.charter("name = 'Other'"), &[]),
        (
            "ann",
            mine.clone(),
            |it| {
                it.more(
                    "participants/ann.toml",
                    "emails = ['b@example.org']\ninterests = 'None.'",
                )
            },
            &[],
        ),
        (
            "ben",
            mine.clone(),
            |it| it.more("participants/ann.toml", "emails = ['b@example.org']"),
            &["P207 participants/ann.toml"],
        ),
        (
            "ann",
            mine.clone(),
            |it| it.more("participants/ann.toml", "name = 'Ann'"),
            &["P207 participants/ann.toml"],
        ),
        (
            "sec",
            mine.clone(),
            |it| it.more("participants/ann.toml", "group = 'north'"),
            &["P213 participants/ann.toml: group = \"north\""],
        ),
        (
            "sec",
            mine,
            |it| it.more("participants/ann.toml", "affiliation = 'Acme'"),
            &["P213 participants/ann.toml: affiliation = \"Acme\""],
        ),
        (
            "finn",
            body(),
            |it| {
                it.filed("proposal.toml", "title = 'Other'")
                    .with("proposals/one/text.md", "Other.\n")
            },
            &["P201 proposal.toml", "P201 text.md"],
        ),
        (
            "finn",
            body(),
            |it| it.proposal("two", "authors = ['finn']"),
            &[],
        ),
        (
            "eve",
            body(),
            |it| it.with("proposals/one/notes.md", ""),
            &[],
        ),
        (
            "finn",
            body().with("proposals/one/notes.md", ""),
            |it| it.without("proposals/one/notes.md"),
            &["P201 notes.md"],
        ),
        (
            "ann",
            called(),
            |it| {
                it.filed("proposal.toml", "question = 'Else?'\ntrack = 'other'\ntext = 'notes.md'\nauthors = ['ann', 'ben']").with("proposals/one/text.md", "Other.\n")
            },
            &[
                "P205 proposal.toml: question = \"Else?\"",
                "P205 proposal.toml: track = \"other\"",
                "P205 proposal.toml: text = \"notes.md\"",
                "P205 proposal.toml: authors = [\"ann\", \"ben\"]",
                "P205 text.md",
            ],
        ),
        (
            "ann",
            called(),
            |it| {
                it.revised("revision = [{ name = 'r1', at = 2026-05-01T10:00:00Z, sha256 = 'DIGEST' }, { name = 'r2', at = 2026-05-01T10:00:00Z, sha256 = 'DIGEST', material = true }]")
            },
            &[
                "P203 proposal.toml: [[revision]]",
                "P205 proposal.toml: [[revision]]",
            ],
        ),
        (
            "ann",
            decided(),
            |it| {
                it.position("ann", "accept")
                    .filed("proposal.toml", "title = 'Other'")
            },
            &["P208 positions/ann.toml", "P208 proposal.toml"],
        ),
        (
            "maya",
            decided(),
            |it| it.call("2026-05-05", "2026-05-15"),
            &["P208 calls/2/call.toml"],
        ),
        (
            "ann",
            open_again(),
            |it| it.filed("proposal.toml", "title = 'Other'"),
            &[],
        ),
        (
            "ann",
            open_again(),
            |it| it.position("ann", "accept"),
            &["P208 positions/ann.toml"],
        ),
        (
            "maya",
            decided().in_call("decision.toml", "sunset = 2027-05-20T09:00:00Z"),
            |it| it.call("2026-05-05", "2026-05-15"),
            &[],
        ),
        (
            "maya",
            called(),
            |it| it.position("maya", "support").charter("name = 'Other'"),
            &["P217 charter.toml"],
        ),
        (
            "ann",
            called(),
            |it| it.position("ann", "accept").position("ben", "accept"),
            &[
                "P217 positions/ann.toml",
                "P201 positions/ben.toml",
                "P217 positions/ben.toml",
            ],
        ),
        (
            "sec",
            called(),
            |it| {
                it.position("sec", "accept").position(
                    "ben",
                    "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-03T00:00:00Z",
                )
            },
            &[],
        ),
    ];
    let mut words = String::new();
    found(rows, OPEN, &mut words);
    let late: Vec<Row> = vec![
        (
            "ben",
            called(),
            |it| it.position("ben", "support"),
            &["P204 positions/ben.toml"],
        ),
        (
            "sec",
            called(),
            |it| it.more("participants/ann.toml", "group = 'north'"),
            &[],
        ),
    ];
    found(late, OVER, &mut words);
    screen("check/changes_of_what_stays", &words);
}

#[test]
fn a_register_without_rules_is_judged_by_none() {
    let empty = Sample::default();
    let founded = judged(&acting("maya"), &empty, &body(), (EntryPoint::Entry, OPEN));
    assert_eq!(
        (founded.findings, founded.origin),
        (vec![], Origin::Unverified)
    );
    let broken = body().with("charter.toml", "format = \n");
    let mended = judged(&acting("maya"), &broken, &body(), (EntryPoint::Entry, OPEN));
    let codes: Vec<&str> = mended
        .findings
        .iter()
        .map(|finding| finding.code.id)
        .collect();
    assert_eq!(codes, ["P207"]);
    let clash = |clash| {
        let finding = conflict(
            &Conflict {
                path: "charter.toml".to_owned(),
                clash,
            },
            "main",
        );
        assert_eq!(
            (finding.code.id, finding.place.path.as_str()),
            ("P219", "charter.toml")
        );
        format!("{}\n", finding.sentence)
    };
    screen(
        "check/conflicts",
        &[
            ConflictKind::Lines,
            ConflictKind::Removed,
            ConflictKind::Kind,
        ]
        .map(clash)
        .concat(),
    );
}
