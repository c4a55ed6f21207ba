//! The gate before every write of our own: the register as an entry would leave it has no fault in
//! the files that the entry touches.

use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::entry::Entry;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
use crate::value::code::Severity;
use crate::value::digest::CommitId;

/// Lets an entry pass that follows `base`, or says every fault that it would bring.
pub(crate) fn pass(
    repository: &Repository,
    base: Option<&CommitId>,
    entry: &Entry,
) -> Result<(), Failure> {
    let extent = extent_of(entry);
    let before = match base {
        Some(commit) => repository.snapshot(&Moment::Commit(commit.clone()), &extent)?,
        None => nothing_yet(extent),
    };
    let mut snapshot = before.clone();
    for (path, bytes) in &entry.files {
        snapshot
            .files
            .insert(path.clone(), Content::Plain(bytes.clone()));
        if let Some(Ok(record)) = RecordPath::identify(path) {
            snapshot
                .proposals
                .extend(record.proposal().map(ToString::to_string));
        }
    }
    let paths: BTreeSet<String> = entry.files.keys().cloned().collect();
    let old = check::changed(&Register::read(before), &paths);
    let mut findings = check::changed(&Register::read(snapshot), &paths);
    // What was wrong elsewhere before the entry is not its doing.
    findings.retain(|finding| paths.contains(&finding.place.path) || !old.contains(finding));
    findings.retain(|finding| finding.severity() == Severity::Error);
    if findings.is_empty() {
        return Ok(());
    }
    let sentence = "nothing was written, because the records would have faults";
    Err(Failure::of_records(Exit::Findings, sentence, findings))
}

/// As much of the register as an entry's files concern.
fn extent_of(entry: &Entry) -> Extent {
    let proposals: BTreeSet<_> = entry
        .files
        .keys()
        .filter_map(|path| RecordPath::identify(path)?.ok()?.proposal().cloned())
        .collect();
    let mut proposals = proposals.into_iter();
    match (proposals.next(), proposals.next()) {
        (None, _) => Extent::Roster,
        (Some(only), None) => Extent::Proposal(only),
        (Some(_), Some(_)) => Extent::Everything,
    }
}

fn nothing_yet(extent: Extent) -> Snapshot {
    let (files, proposals) = (BTreeMap::new(), BTreeSet::new());
    Snapshot {
        moment: Moment::WorkTree,
        extent,
        files,
        proposals,
    }
}
