//! Tests that decisions recompute byte for byte.

use super::{called, placed, said};
use crate::blessed::screen;
use crate::check::decision::{DecisionCase, History, verify};
use crate::check::tree::committed_before_received;
use crate::procedure::decision::{Inputs, Verified, recorded};
use crate::record::decision::{DecisionOptions, Designated, sealed};
use crate::record::track::Outcome;
use crate::register::sample::{Sample, at, id, who};
use crate::tally::tally;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::LevelName;

const DECIDED: &str = "2026-05-30T09:00:00Z";
const RECORD: &str = "proposals/one/calls/1/decision.toml";

/// The inputs of the decision.
fn ready() -> Sample {
    called()
        .objection("carla.cost", "withdrawn = true")
        .filed(
            "handling/carla.cost.toml",
            "disposition = { value = 'withdrawn', by = 'dora', at = 2026-05-06T00:00:00Z, reason = 'r' }",
        )
        .in_call(
            "designation.toml",
            "draft = [{ level = 'consensus', by = 'idris', at = 2026-05-12T10:00:00Z, reason = 'r' }]
            confirmation = { by = 'idris', at = 2026-05-21T09:00:00Z }",
        )
        .position("carla", "accept")
}

/// The same with its decision.
fn decided() -> Sample {
    let moments = ready().carried("one", DECIDED);
    let counted = tally(&moments, &id("one")).expect("a tally");
    let judgement = Designated {
        outcome: Outcome::Adopted,
        designation: LevelName::parse("consensus").unwrap(),
        by: who("idris"),
        at: at(DECIDED),
        reason: None,
        does_not_mean: None,
        chosen: DecisionOptions::default(),
        overrides: Vec::new(),
    };
    let recorded = recorded(&moments, &counted, judgement, Inputs::default()).expect("a decision");
    ready().with(RECORD, recorded.text).with(
        "proposals/one/calls/1/inputs.sha256",
        recorded.manifest.written(),
    )
}

fn verified(sample: &Sample, history: History) -> Verified {
    let moments = sample.clone().without(RECORD).carried("one", DECIDED);
    let one = id("one");
    verify(&DecisionCase {
        id: &one,
        call: 1,
        present: &sample.faulty(),
        moments: Some(&moments),
        history,
    })
}

/// Edits of the decision, sealed again.
fn edited(old: &str, new: &str) -> Sample {
    let sample = decided().edited(RECORD, old, new);
    let text = sample.text(RECORD);
    let (body, _) = text.rsplit_once("\n# seal ").expect("a seal");
    sample.with(RECORD, sealed(format!("{body}\n")))
}

#[test]
fn a_decision_that_was_touched_is_found_out() {
    let digest = TextDigest::of(decided().text(RECORD).as_bytes());
    let signed = |by: &str, digest: &str| {
        decided().in_call(
            &format!("sign-offs/{by}.toml"),
            &format!("sha256 = '{digest}'\nat = 2026-05-31T00:00:00Z"),
        )
    };
    let none = History::unknown;
    let rows: Vec<(Sample, History)> = vec![
        (decided(), none()),
        (decided().edited(RECORD, "adopted", "rejected"), none()),
        (
            edited("outcome = \"adopted\"", "outcome = \"rejected\""),
            none(),
        ),
        (
            edited("register = \"body\"", "register = \"other\""),
            none(),
        ),
        (edited("proposal = \"one\"", "proposal = \"two\""), none()),
        (edited("by = \"idris\"", "by = \"ann\""), none()),
        (edited("at = 2026-05-30", "at = 2026-05-31"), none()),
        (
            edited(
                "designation = \"consensus\"",
                "designation = \"divergence\"",
            ),
            none(),
        ),
        (
            edited("computed = \"consensus\"", "computed = \"divergence\""),
            none(),
        ),
        (edited("support = 1", "support = 2"), none()),
        (decided().position("ann", "disagree"), none()),
        (decided().position("ben", "support"), none()),
        (decided().with("proposals/one/text.md", "Other.\n"), none()),
        (
            decided().without("proposals/one/calls/1/inputs.sha256"),
            none(),
        ),
        (
            decided().with("proposals/one/calls/1/inputs.sha256", "x\n"),
            none(),
        ),
        (decided().charter("name = 'Other'"), none()),
        (decided().objection("ben.new", ""), none()),
        (
            decided().edited(
                "proposals/one/calls/1/designation.toml",
                "2026-05-21",
                "2026-05-31",
            ),
            none(),
        ),
        (
            decided().position(
                "carla",
                "received = 2026-05-14T00:00:00Z\nrelayed-by = 'sec'",
            ),
            none(),
        ),
        (signed("maya", digest.as_str()), none()),
        (signed("maya", &"0".repeat(64)), none()),
        (signed("idris", digest.as_str()), none()),
        (signed("ann", digest.as_str()), none()),
        (
            decided(),
            History {
                as_landed: Some(b"other".to_vec()),
                ..none()
            },
        ),
        (
            decided(),
            History {
                inputs_on_main: Some(false),
                frozen_on_main: Some(false),
                closing_on_main: Some(true),
                ..none()
            },
        ),
        (
            decided(),
            History {
                inputs_on_main: Some(false),
                side_branch: CommitId::parse(&"5b".repeat(20)),
                ..none()
            },
        ),
        (
            decided(),
            History {
                inputs_readable: false,
                ..none()
            },
        ),
    ];
    let mut words = String::new();
    for (sample, history) in rows {
        words += &format!("{}\n", said(&verified(&sample, history).findings, &sample));
    }
    screen("check/decisions", &words);
    let sound = verified(&decided(), none());
    assert_eq!(
        (sound.call, sound.outcome, sound.at),
        (1, Some(Outcome::Adopted), Some(at(DECIDED)))
    );
    assert_eq!(
        (sound.format, sound.inputs, sound.pinned),
        (Some(2), 18, false)
    );
    assert_eq!((sound.outcome_follows, sound.removed), (Some(true), false));
    assert_eq!(sound.findings, []);
}

#[test]
fn a_position_is_received_before_it_is_committed() {
    let late = called().position(
        "ben",
        "position = 'support'\nrelayed-by = 'sec'\nreceived = 2026-05-13T00:00:00Z",
    );
    let mut moments = late.carried("one", DECIDED);
    assert_eq!(committed_before_received(&moments, &id("one")), []);
    moments.closing = Some(late.register());
    let found = committed_before_received(&moments, &id("one"));
    let found: Vec<String> = found.iter().map(|finding| placed(finding, &late)).collect();
    assert_eq!(
        found,
        ["S135 positions/ben.toml: received = 2026-05-13T00:00:00Z"]
    );
}
