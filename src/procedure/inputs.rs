//! The inputs of a decision: everything that it rests on, by path and digest.

use crate::record::decision::Manifest;
use crate::record::path::RecordPath;
use crate::register::freeze::{Basis, Moments};
use crate::tally::Tally;
use crate::value::id::ProposalId;

/// Everything that the decision rests on: charter and roster as frozen, positions as they stood
/// at the close, the proposal with its text, the call, objections and their handling as they are.
pub(crate) fn manifest(moments: &Moments, tally: &Tally, n: u32) -> Option<Manifest> {
    let mut manifest = Manifest::default();
    for (path, content) in &moments.frozen().snapshot.files {
        let governs = matches!(
            RecordPath::identify(path),
            Some(Ok(RecordPath::Charter | RecordPath::Participant(_)))
        );
        if let (true, Some(bytes)) = (governs, content.bytes()) {
            manifest.add(path, bytes);
        }
    }
    for (path, content) in &moments.asked.snapshot.files {
        if let (true, Some(bytes)) = (is_input(path, &tally.proposal, n), content.bytes()) {
            manifest.add(path, bytes);
        }
    }
    attendance(&mut manifest, moments, tally);
    for counted in &tally.canvass.counted {
        manifest.add(&counted.path, counted_bytes(moments, &counted.path)?);
    }
    Some(manifest)
}

/// The record of the call's meeting, whose attendance the rules may count. In a register carried
/// inside another project the manifest is held to the files as they are, and a meeting's record
/// lives on with its action items: there the decision's own account says who was present.
fn attendance(manifest: &mut Manifest, moments: &Moments, tally: &Tally) {
    let Some(meeting) = &tally.meeting else {
        return;
    };
    let path = RecordPath::Meeting(meeting.date.clone()).to_string();
    if let (true, Some(bytes)) = (moments.basis != Basis::Carried, moments.asked.bytes(&path)) {
        manifest.add(&path, bytes);
    }
}

/// The bytes of a counted position: as they stood at the close, or as admitted since.
pub(crate) fn counted_bytes<'m>(moments: &'m Moments, path: &str) -> Option<&'m [u8]> {
    let folder = |register: &'m crate::register::records::Register| register.bytes(path);
    let admitted = moments
        .asked
        .proposals
        .values()
        .filter_map(|f| moments.call(f))
        .any(|call| call.admits(path, moments.asked.bytes(path)));
    match admitted {
        true => folder(&moments.asked),
        false => folder(moments.closing()).or_else(|| folder(&moments.asked)),
    }
}

/// Whether a file of the proposal's folder is an input of the decision of its call `n`: decisions
/// rest on nothing that calls after them brought.
pub fn is_input(path: &str, proposal: &ProposalId, n: u32) -> bool {
    match RecordPath::identify(path) {
        Some(Ok(record)) if record.proposal() == Some(proposal) => match record {
            RecordPath::Decision(..) | RecordPath::Manifest(..) | RecordPath::Signature(..) => {
                false
            }
            record => match record.in_call() {
                Some((call, _)) => call == n && !record.follows_decision(),
                None => true,
            },
        },
        _ => false,
    }
}
