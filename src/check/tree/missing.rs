//! Finds records that are missing although others need them.

use std::collections::BTreeMap;

use crate::check::tree::context::{CheckContext, FindingSink, PendingFinding};
use crate::record::path::{CHARTER, RecordPath};
use crate::register::snapshot::folder;
use crate::value::id::ProposalId;
use crate::value::text;

/// A register without a charter.
pub(super) fn charter(scene: &CheckContext<'_>, found: &mut FindingSink) {
    if !scene.has(CHARTER) {
        found.note(CHARTER, || {
            PendingFinding::new("the register has no charter")
                .hint("create one: plenary init --preset plain-consensus")
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
                    .hint("move the files of this folder to their proposal")
                    .because(folder(&id))
            });
        }
    }
}

/// Texts that proposals name and that are missing.
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
                .hint("add the file, or name an existing one")
                .because(&text)
            });
        }
    }
}

/// Handling of objections that do not exist.
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
                true => format!("the position of {} contains no \"problem\"", of.participant),
                false => format!(
                    "its record must be in {}",
                    RecordPath::Objection(id.clone(), of.clone())
                ),
            };
            PendingFinding::new(format!(
                "objection {of} is missing, but its handling exists"
            ))
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
                        "call {expected} is missing, but call {n} exists"
                    ))
                    .hint("restore it: calls have the numbers 1, 2, 3 without gaps, and none is removed")
                    .because(has.to_string())
                });
                break;
            }
        }
        for (n, first) in numbers {
            let path = RecordPath::Call(id.clone(), n).to_string();
            if !scene.has(&path) {
                found.note(&path, || {
                    PendingFinding::new(format!("the record of call {n} is missing"))
                        .hint("restore the file that was removed or left out")
                        .because(first)
                });
            }
        }
    }
}

/// The numbers of all calls, each with the first file in its folder.
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

/// Decisions without a list of inputs; lists and signatures without a decision.
pub(super) fn beside_decisions(scene: &CheckContext<'_>, found: &mut FindingSink) {
    for file in &scene.files {
        let (needed, sentence) = match &file.record {
            Ok(RecordPath::Decision(id, n)) => (
                RecordPath::Manifest(id.clone(), *n),
                "the list of inputs of this decision is missing",
            ),
            Ok(RecordPath::Manifest(id, n)) => (
                RecordPath::Decision(id.clone(), *n),
                "the decision of this list of inputs is missing",
            ),
            Ok(RecordPath::Signature(id, n, _)) => (
                RecordPath::Decision(id.clone(), *n),
                "the decision of this signature is missing",
            ),
            Ok(
                RecordPath::Erratum(id, n, _)
                | RecordPath::SignOff(id, n, _)
                | RecordPath::Appeal(id, n, _)
                | RecordPath::FollowUp(id, n),
            ) => (
                RecordPath::Decision(id.clone(), *n),
                "the decision that this record follows is missing",
            ),
            Ok(RecordPath::Ruling(id, n, by)) => (
                RecordPath::Appeal(id.clone(), *n, by.clone()),
                "the appeal of this ruling is missing",
            ),
            _ => continue,
        };
        let needed = scene.register.path(&needed);
        if !scene.has(&needed) {
            found.note(&needed, || {
                PendingFinding::new(sentence)
                    .hint("restore the file that was removed or left out")
                    .because(file.path)
            });
        }
    }
}
