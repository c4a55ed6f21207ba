//! Takes the part for one proposal out of a register that was read whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::record::path::{CHARTER, RecordPath};
use crate::register::recomputed::Recomputed;
use crate::register::records::{ProposalRecords, Register};
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Extent, Moment, Snapshot, folder, is_roster};
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// Some proposals before their positions were added.
#[derive(Debug)]
pub(crate) struct WithoutPositions {
    ids: Vec<ProposalId>,
    /// The records of each.
    records: Vec<Option<Arc<ProposalRecords>>>,
    files: SharedFiles,
}

/// What does not belong to one proposal.
const SHARED: [&str; 4] = ["allowed_signers", CHARTER, "meetings/", "participants/"];

impl Register {
    /// What reading only one proposal's extent would give: charter, participant list, meetings and the
    /// proposal's own folder. This is faster than reading each of many proposals again.
    #[must_use]
    pub fn part_of(&self, proposal: &ProposalId) -> Self {
        let mine = self.proposals.get(proposal).map(Arc::clone);
        let wanted = |path: &str| match RecordPath::identify(path) {
            Some(Ok(record)) => record.proposal().is_none_or(|id| id == proposal),
            _ => false,
        };
        let findings = self.findings.iter();
        let filed = self.filed.iter().filter(|(_, path)| wanted(path));
        Self {
            snapshot: Snapshot {
                moment: self.snapshot.moment.clone(),
                extent: Extent::Proposal(proposal.clone()),
                files: self.files_of(proposal),
                proposals: BTreeSet::new(),
            },
            charter: self.charter.clone(),
            fixed: self.fixed.clone(),
            recomputed: self.recomputed.clone(),
            participants: self.participants.clone(),
            people: self.people.clone(),
            filed: filed.map(|(of, path)| (of.clone(), path.clone())).collect(),
            meetings: self.meetings.clone(),
            proposals: mine
                .map(|mine| (proposal.clone(), mine))
                .into_iter()
                .collect(),
            findings: findings
                .filter(|finding| wanted(&finding.place.path))
                .cloned()
                .collect(),
        }
    }

    /// Forgets the position files of some proposals, and the lists of what their decisions rest on: where much is
    /// decided, they are most of what there is. What the positions raised stays. Gives the proposals that had some.
    pub(crate) fn drop_answers(
        &mut self,
        can_go: impl Fn(&ProposalRecords) -> bool,
    ) -> Vec<ProposalId> {
        let mut dropped = Vec::new();
        for (id, records) in &mut self.proposals {
            if records.positions.is_empty() || !can_go(records) {
                continue;
            }
            let files = &mut self.snapshot.files;
            let answers = std::mem::take(&mut Arc::make_mut(records).positions);
            for path in answers.keys() {
                files.remove(path);
            }
            for n in records.calls.keys() {
                files.remove(&RecordPath::Manifest(id.clone(), *n).to_string());
            }
            dropped.push(id.clone());
        }
        dropped
    }

    /// Adds the position files of some proposals, all of each, and gives what was there without them.
    pub(crate) fn add_positions(&mut self, files: SharedFiles) -> WithoutPositions {
        let ids: Vec<ProposalId> = files.proposals().collect();
        let records = ids.iter().map(|id| self.proposals.get(id).map(Arc::clone));
        let records = records.collect();
        let folders: Vec<String> = ids.iter().map(folder).collect();
        let before = self.snapshot.files.only(folders.iter().map(String::as_str));
        self.add(files);
        WithoutPositions {
            ids,
            records,
            files: before,
        }
    }

    /// Removes the position files that were added.
    pub(crate) fn remove_positions(&mut self, before: WithoutPositions) {
        self.findings
            .retain(|finding| !is_position(&finding.place.path));
        self.filed
            .retain(|record, _| !matches!(record, RecordPath::Position(..)));
        self.snapshot.files.put_back(&before.ids, before.files);
        for (id, records) in before.ids.into_iter().zip(before.records) {
            match records {
                Some(records) => drop(self.proposals.insert(id, records)),
                None => drop(self.proposals.remove(&id)),
            }
        }
    }

    /// The same register with the proposals of another one, which has all records of them.
    #[must_use]
    pub(crate) fn with_whole(&self, other: Self) -> Self {
        let mut files = other.snapshot.files;
        files.append(self.snapshot.files.clone());
        let mut whole = self.clone();
        whole.snapshot.files = files;
        whole.proposals.extend(other.proposals);
        whole
    }

    /// The same charter and participant list at another commit, as reading only these would give them.
    pub(crate) fn roster_at(&self, commit: &CommitId) -> Self {
        let findings = self.findings.iter();
        let findings = findings.filter(|finding| is_roster(&finding.place.path));
        let [signers, charter, _, participants] = SHARED;
        let files = &self.snapshot.files;
        Self {
            snapshot: Snapshot {
                moment: Moment::Commit(commit.clone()),
                extent: Extent::Roster,
                files: files.only([signers, charter, participants, "participants"]),
                proposals: BTreeSet::new(),
            },
            charter: self.charter.clone(),
            fixed: Arc::default(),
            recomputed: Recomputed::default(),
            participants: Arc::clone(&self.participants),
            people: self.people.clone(),
            filed: BTreeMap::new(),
            meetings: Arc::default(),
            proposals: BTreeMap::new(),
            findings: findings.cloned().collect(),
        }
    }

    /// The files in the proposal's folder, and those outside all proposals' folders.
    fn files_of(&self, proposal: &ProposalId) -> SharedFiles {
        let own = folder(proposal);
        let parts = SHARED.into_iter().chain([own.as_str()]);
        self.snapshot.files.only(parts)
    }
}

/// Whether a path is that of a position file.
fn is_position(path: &str) -> bool {
    let is_one = |record| matches!(record, Ok(RecordPath::Position(..)));
    path.contains("/positions/") && RecordPath::identify(path).is_some_and(is_one)
}
