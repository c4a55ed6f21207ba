//! Judges a change: reads the parts of the register that it concerns, before and after it, and recomputes the
//! decisions that it brings.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::check;
use crate::check::change::{Change, EntryPoint, Judged};
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{
    Content, Extent, Moment, PathChange, Snapshot, newly_called, proposal_of,
};
use crate::session::by_history::by_history;
use crate::session::call_commits::LineTo;
use crate::session::decisions::ProposalDecisions;
use crate::session::error::Error;
use crate::session::fixed_charters::with_fixed;
use crate::session::hands;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ProposalId;

/// Of more proposals than this the whole register is read at once.
const FEW: usize = 8;

/// The state before a change.
pub(crate) struct BaseState<'g> {
    pub(crate) repository: &'g Repository,
    /// The commit that the change follows; `None` where it is the first.
    pub(crate) base: Option<&'g CommitId>,
}

impl BaseState<'_> {
    /// What a pending commit changes.
    pub(crate) fn moved_by(&self, entry: &PendingCommit) -> Result<Vec<PathChange>, Error> {
        let mut moved = Vec::new();
        for (path, bytes) in entry.changes() {
            let before = match self.base {
                Some(base) => self.repository.file(base, path)?,
                None => None,
            };
            moved.push(PathChange {
                path: path.to_owned(),
                before,
                after: bytes.map(|bytes| Content::Plain(bytes.into())),
            });
        }
        Ok(moved)
    }

    fn snapshot(&self, extent: &Extent) -> Result<Snapshot, Error> {
        Ok(match self.base {
            Some(base) => self
                .repository
                .snapshot(&Moment::Commit(base.clone()), extent)?,
            None => nothing_yet(extent.clone()),
        })
    }

    /// What the change breaks, by the rules and the history before it, and by the records after it.
    ///
    /// # Errors
    /// The history is incomplete or cannot be read.
    pub(crate) fn judged(&self, change: &Change<'_>, read: &BaseParts) -> Result<Judged, Error> {
        let before = &read.before;
        let mut judged = check::change(before, change);
        let findings = &mut judged.findings;
        if let Some(tip) = self.base {
            let repository = self.repository;
            let line = LineTo {
                repository,
                tip,
                known: Some(before),
            };
            // A pull request is judged before its commit is made.
            // A part of the history does not show it, which every command says.
            let is_own = change.door == EntryPoint::Entry;
            let can_tell = is_own && repository.history_complete().is_ok();
            let at = Some(change.now).filter(|_| can_tell);
            findings.extend(by_history(repository, &line, change.moved, at)?);
            findings.extend(self.decisions(tip, change.moved)?);
        }
        findings.extend(self.faults(&read.parts, change)?);
        say_once(before, findings);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        findings.dedup();
        Ok(judged)
    }

    /// What recomputing finds in the decisions that the change brings, and in those that it signs off.
    fn decisions(&self, tip: &CommitId, moved: &[PathChange]) -> Result<Vec<Finding>, Error> {
        let brought: BTreeSet<(ProposalId, u32)> = moved.iter().filter_map(brought).collect();
        if brought.is_empty() {
            return Ok(Vec::new());
        }
        let walked = hands::until(self.repository, tip)?;
        let mut findings = Vec::new();
        for (id, n) in &brought {
            let before = self.snapshot(&Extent::Proposal(id.clone()))?;
            let of_proposal = ProposalDecisions {
                repository: self.repository,
                id,
                present: &Register::read(after(&before, moved)),
                tip: Some(tip),
                walked: &walked,
            };
            let verified = of_proposal.decision(*n)?;
            findings.extend(verified.into_iter().flat_map(|verified| verified.findings));
        }
        Ok(findings)
    }

    /// The errors that the change would bring to the tree. Each call is judged by the charter at which it is
    /// fixed.
    fn faults(&self, parts: &[Snapshot], change: &Change<'_>) -> Result<Vec<Finding>, Error> {
        let moved = change.moved;
        let paths: BTreeSet<String> = moved.iter().map(|moved| moved.path.clone()).collect();
        let found = |snapshot: Snapshot| {
            let register = with_fixed(self.repository, Cow::Owned(Register::read(snapshot)))?;
            Ok::<_, Error>(check::changed(&register, &paths, change.now))
        };
        let mut findings = Vec::new();
        for before in parts {
            let mut new = found(after(before, moved))?;
            if new.iter().any(|found| !paths.contains(&found.place.path)) {
                // An error that existed elsewhere before is not caused by this change.
                let old = found(before.clone())?;
                new.retain(|found| paths.contains(&found.place.path) || !old.contains(found));
            }
            findings.extend(new);
        }
        Ok(findings)
    }

    /// Reads the parts of the register before a change that its check needs.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub(crate) fn read(&self, moved: &[PathChange]) -> Result<BaseParts, Error> {
        let extents = extents(moved);
        let parts = extents.iter().map(|extent| self.snapshot(extent));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let mut before = whole(&parts);
        let packages = packages(&before, moved);
        if !packages.is_empty() {
            let more = packages.into_iter().map(Extent::Proposal);
            let more = more.map(|extent| self.snapshot(&extent));
            let more = more.collect::<Result<Vec<_>, _>>()?;
            before = whole(&[&parts[..], &more].concat());
        }
        Ok(BaseParts { before, parts })
    }
}

/// The parts of the packages that the change puts to a call, if they were not read yet.
fn packages(before: &Register, moved: &[PathChange]) -> BTreeSet<ProposalId> {
    let called = newly_called(moved);
    let called = called.filter_map(|id| before.proposals.get(&id)?.proposal.as_ref());
    let parts = called.flat_map(|package| package.parts.iter().cloned());
    parts
        .filter(|part| !before.proposals.contains_key(part))
        .collect()
}

/// The parts of a register that a change concerns, before the change.
pub(crate) struct BaseParts {
    parts: Vec<Snapshot>,
    /// All of them together.
    pub(crate) before: Register,
}

impl BaseParts {
    /// All parts together, with the change in them.
    pub(crate) fn after(&self, moved: &[PathChange]) -> Register {
        let parts = self.parts.iter().map(|part| after(part, moved));
        whole(&parts.collect::<Vec<_>>())
    }

    /// The part of one proposal, if it was read alone.
    pub(crate) fn of(&self, id: &ProposalId) -> Option<&Snapshot> {
        let mut parts = self.parts.iter();
        parts.find(|part| matches!(&part.extent, Extent::Proposal(of) if of == id))
    }
}

/// The call whose decision a file brings, lists the inputs of, or signs off. A decision that was there
/// before is written once, which another check says.
fn brought(moved: &PathChange) -> Option<(ProposalId, u32)> {
    match RecordPath::identify(&moved.path)?.ok()? {
        RecordPath::Decision(id, n) | RecordPath::Manifest(id, n) if moved.before.is_none() => {
            Some((id, n))
        }
        RecordPath::SignOff(id, n, _) if moved.after.is_some() => Some((id, n)),
        _ => None,
    }
}

/// All parts together.
fn whole(parts: &[Snapshot]) -> Register {
    let mut parts = parts.iter().cloned();
    let first = parts.next();
    let mut whole = first.unwrap_or_else(|| nothing_yet(Extent::Roster));
    for part in parts {
        whole.files.extend(part.files);
    }
    Register::read(whole)
}

/// Leaves out the finding that two files are one record, if P211 says it of a position together with the
/// file that must change, and the warning about a missing objection, if P231 says it as an error.
fn say_once(before: &Register, findings: &mut Vec<Finding>) {
    let record = |finding: &Finding| before.identify(&finding.place.path)?.ok();
    let said = findings.iter().filter(|finding| finding.code == code::P211);
    let said: BTreeSet<RecordPath> = said.filter_map(record).collect();
    let refused = findings.iter().filter(|finding| finding.code == code::P231);
    let refused: BTreeSet<_> = refused.map(|finding| finding.place.clone()).collect();
    findings.retain(|finding| match finding.code.id {
        "S116" => !record(finding).is_some_and(|it| said.contains(&it)),
        "S132" => !refused.contains(&finding.place),
        _ => true,
    });
}

/// A part of the register with the change in it.
fn after(before: &Snapshot, moved: &[PathChange]) -> Snapshot {
    let mut after = before.clone();
    let inside = |moved: &&PathChange| is_within(&before.extent, &moved.path);
    for moved in moved.iter().filter(inside) {
        put(&mut after, moved);
    }
    let added = moved.iter().filter(|moved| moved.after.is_some());
    let proposals = added.filter_map(|moved| proposal_of(&moved.path));
    after.proposals.extend(proposals.map(|id| id.to_string()));
    after
}

fn put(snapshot: &mut Snapshot, moved: &PathChange) {
    match &moved.after {
        Some(content) => {
            snapshot.files.insert(moved.path.clone(), content.clone());
        }
        None => {
            snapshot.files.remove(&moved.path);
        }
    }
}

/// Whether a path belongs to a part of the register, or to what is in every part.
fn is_within(extent: &Extent, path: &str) -> bool {
    match (extent, path.strip_prefix("proposals/")) {
        (Extent::Everything, _) | (_, None) => true,
        (Extent::Proposal(id), Some(rest)) => {
            rest.split('/').next() == Some(id.as_str()) || proposal_of(path).is_none()
        }
        (Extent::Roster, Some(_)) => proposal_of(path).is_none(),
    }
}

/// The parts of the register that a change concerns: each proposal that it touches, or the whole register
/// where everything depends on what it changes.
fn extents(moved: &[PathChange]) -> Vec<Extent> {
    let bears_on_all = |moved: &PathChange| match RecordPath::identify(&moved.path) {
        Some(Ok(RecordPath::Charter)) => moved.before.is_some(),
        Some(Ok(RecordPath::Participant(_))) => moved.before.is_some(),
        _ => false,
    };
    let proposals: BTreeSet<ProposalId> = moved
        .iter()
        .filter_map(|one| proposal_of(&one.path))
        .collect();
    if moved.iter().any(bears_on_all) || proposals.len() > FEW {
        return vec![Extent::Everything];
    }
    if proposals.is_empty() {
        return vec![Extent::Roster];
    }
    proposals.into_iter().map(Extent::Proposal).collect()
}

fn nothing_yet(extent: Extent) -> Snapshot {
    let (files, proposals) = (SharedFiles::default(), BTreeSet::new());
    Snapshot {
        moment: Moment::WorkTree,
        extent,
        files,
        proposals,
    }
}
