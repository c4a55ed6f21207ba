//! Changes a proposal's text: a new revision, material or editorial.

use crate::act::actor::Actor;
use crate::act::refusal::Refusal;
use crate::act::target::{entry, must_be_undecided, must_not_be_in_call, proposal};
use crate::procedure::rights::{About, Deed};
use crate::record::edit::Edit;
use crate::record::path::RecordPath;
use crate::record::proposal::{Change, Revision};
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ProposalId, RevisionName};

/// The new text of a proposal.
#[derive(Debug, Clone)]
pub struct Revise {
    /// The proposal.
    pub proposal: ProposalId,
    /// The text's bytes.
    pub text: Vec<u8>,
    /// Whether it touches the substance.
    pub change: Change,
    /// What was changed.
    pub note: Option<String>,
}

/// Writes a new revision with its text.
///
/// # Errors
/// Refused where `actor` cannot do it by the table of rights, where there is no such proposal or it
/// is decided, during a call, and where the text is the same.
pub fn revise(
    register: &Register,
    input: &Revise,
    actor: &Actor,
    now: Instant,
) -> Result<(RevisionName, Entry), Refusal> {
    let id = &input.proposal;
    let (folder, read) = proposal(register, id)?;
    actor.must(Deed::EditProposal, &About::proposal(register, id))?;
    if !folder.is_open_again() {
        must_be_undecided(folder, id)?;
    }
    must_not_be_in_call(folder, id, now)?;
    let sha256 = TextDigest::of(&input.text);
    let last = read
        .latest()
        .map(|revision| (revision.name.0, revision.sha256.clone()));
    if last.as_ref().is_some_and(|(_, digest)| *digest == sha256) || input.text.is_empty() {
        return Err(Refusal::usage(
            format!("the text is the one that {id} already has"),
            format!(
                "edit proposals/{id}/{}, or name another file with --text FILE",
                read.text
            ),
        ));
    }
    let name = RevisionName(last.map_or(1, |(n, _)| n.saturating_add(1)));
    let revision = Revision {
        name,
        at: now,
        sha256,
        change: input.change,
        note: input.note.clone(),
    };
    let path = RecordPath::Proposal(id.clone()).to_string();
    let mut edit = register.bytes(&path).and_then(Edit::open).ok_or_else(|| {
        Refusal::rules(format!("the proposal {id} cannot be read"), "plenary check")
    })?;
    edit.push("revision", revision.sheet());
    let text = RecordPath::Text(id.clone(), read.text.clone()).to_string();
    let files = [(path, edit.finish()), (text, input.text.clone())];
    let trailers = vec![("Proposal", id.to_string()), ("By", actor.id.to_string())];
    Ok((
        name,
        entry(files, format!("Revise {id} to {name}"), trailers),
    ))
}
