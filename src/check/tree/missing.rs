//! Records that others need and that are not there.

use std::collections::BTreeMap;

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::record::path::{CHARTER, RecordPath};
use crate::register::snapshot::folder;
use crate::value::id::ProposalId;
use crate::value::text;

/// A register without a charter: nothing in it has a rule.
pub(super) fn charter(scene: &CheckContext<'_>, found: &mut FindingSink) {
    if !scene.has(CHARTER) {
        found.note(CHARTER, || {
            PendingFinding::new("the register has no charter")
                .hint("plenary init --preset plain-consensus")
                .because("participants/")
                .because("proposals/")
        });
    }
}

/// Folders of proposals without `proposal.toml`.
pub(super) fn proposals(scene: &CheckContext<'_>, found: &mut FindingSink) {
    let mut ids: Vec<ProposalId> = scene
        .files
        .iter()
        .filter_map(|file| file.path.strip_prefix("proposals/")?.split_once('/'))
        .filter_map(|(id, _)| ProposalId::parse(id).ok())
        .collect();
    ids.dedup();
    for id in ids {
        let path = RecordPath::Proposal(id.clone()).to_string();
        if !scene.has(&path) {
            found.note(&path, || {
                PendingFinding::new("the proposal's own record is missing")
                    .hint("move the folder's files where they belong")
                    .because(folder(&id))
            });
        }
    }
}

/// Texts that proposals name and that are not there.
pub(super) fn texts(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for case in scene.proposals() {
        let Some(proposal) = &case.folder.proposal else {
            continue;
        };
        let text = RecordPath::Text(case.id.clone(), proposal.text.clone()).to_string();
        if !scene.has(&text) {
            let name = text::shown_on_one_line(&proposal.text);
            found.note(&case.path(), || {
                PendingFinding::new(format!(
                    "the text \"{name}\" is not in the proposal's folder"
                ))
                .key("text")
                .hint("add the file, or name the one that is there")
                .because(&text)
            });
        }
    }
}

/// Handling of objections that nobody raised.
pub(super) fn objections(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let Ok(RecordPath::Handling(id, of)) = &file.record else {
            continue;
        };
        if scene.case(id).is_some_and(|case| case.has_objection(of)) {
            continue;
        }
        found.note(file.path, || {
            let hint = match of.is_in_position() {
                true => format!("the position of {} carries no `problem`", of.participant),
                false => format!(
                    "the objection belongs into {}",
                    RecordPath::Objection(id.clone(), of.clone())
                ),
            };
            PendingFinding::new(format!("there is no objection {of} to be handled"))
                .hint(hint)
                .because(RecordPath::Objection(id.clone(), of.clone()).to_string())
        });
    }
}

/// Gaps in the numbers of a proposal's calls, and calls without `call.toml`.
pub(super) fn calls(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for (id, numbers) in numbers_of_calls(scene) {
        for (n, expected) in numbers.keys().zip(1_u32..) {
            if *n != expected {
                let path = RecordPath::Call(id.clone(), expected).to_string();
                let has = RecordPath::Call(id.clone(), *n);
                found.note(&path, || {
                    PendingFinding::new(format!(
                        "call {expected} is missing, and call {n} is there"
                    ))
                    .hint("calls are numbered 1, 2, 3 without gaps, and none is ever removed")
                    .because(has.to_string())
                });
                break;
            }
        }
        for (n, first) in numbers {
            let path = RecordPath::Call(id.clone(), n).to_string();
            if !scene.has(&path) {
                found.note(&path, || {
                    PendingFinding::new(format!("there is no record of call {n} itself"))
                        .hint("`plenary call open` writes it")
                        .because(first)
                });
            }
        }
    }
}

/// The numbers of all calls, each with the first file that lies in its folder.
fn numbers_of_calls<'r>(scene: &CheckContext<'r>) -> BTreeMap<ProposalId, BTreeMap<u32, &'r str>> {
    let mut all: BTreeMap<ProposalId, BTreeMap<u32, &str>> = BTreeMap::new();
    for file in &scene.files {
        let Ok(record) = &file.record else { continue };
        let (Some(id), Some((n, _))) = (record.proposal(), record.in_call()) else {
            continue;
        };
        let calls = all.entry(id.clone()).or_default();
        calls.entry(n).or_insert(file.path);
    }
    all
}

/// Decisions without a manifest; manifests and signatures without a decision.
pub(super) fn beside_decisions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let (owed, sentence) = match &file.record {
            Ok(RecordPath::Decision(id, n)) => (
                RecordPath::Manifest(id.clone(), *n),
                "the decision has no manifest of what it rests on",
            ),
            Ok(RecordPath::Manifest(id, n)) => (
                RecordPath::Decision(id.clone(), *n),
                "a manifest is there, and the decision to which it belongs is not",
            ),
            Ok(RecordPath::Signature(id, n, _)) => (
                RecordPath::Decision(id.clone(), *n),
                "a signature is there, and the decision that it signs is not",
            ),
            Ok(
                RecordPath::SignOff(id, n, _)
                | RecordPath::Appeal(id, n, _)
                | RecordPath::FollowUp(id, n),
            ) => (
                RecordPath::Decision(id.clone(), *n),
                "this record follows a decision, and the decision is not there",
            ),
            Ok(RecordPath::Ruling(id, n, by)) => (
                RecordPath::Appeal(id.clone(), *n, by.clone()),
                "a ruling is there, and the appeal that it is on is not",
            ),
            _ => continue,
        };
        let owed = scene.register.path(&owed);
        if !scene.has(&owed) {
            found.note(&owed, || {
                PendingFinding::new(sentence)
                    .hint("`plenary decide` writes both; take back what was removed or left out")
                    .because(file.path)
            });
        }
    }
}
