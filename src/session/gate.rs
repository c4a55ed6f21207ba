//! Checks every change: pull requests, writes of this program, and the commits of a history.
//!
//! The files that a change touches must have no errors afterwards, and the change must follow the rules
//! before it for its author. A pending commit is written only after this check.

use std::collections::{BTreeMap, BTreeSet};

use crate::check;
use crate::check::change::{Change, EntryPoint, Submitter, conflict};
use crate::git::{CommitInput, CommitOutcome, Repository};
use crate::procedure::hand::{Origin, OriginUnverified};
use crate::record::path::RecordPath;
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::{
    CommitAddresses, Content, Extent, MergeResult, Moment, PathChange, Snapshot,
};
use crate::session::call_commits::{LineTo, call_commits};
use crate::session::error::{Error, ErrorKind};
use crate::value::clock::Instant;
use crate::value::code::{self, Severity};
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::{ParticipantId, ProposalId};

/// Of more proposals than this the whole register is read at once.
const FEW: usize = 8;

/// Who commits, and when.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    /// The email address that the commit will have, if git's settings have one.
    pub(crate) address: Option<String>,
    /// The time of the commit.
    pub(crate) now: Instant,
}

/// A pull request: one commit that would be merged into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The commit that it would be merged into.
    pub base: CommitId,
    /// What the reader calls that commit.
    pub called: String,
    /// The commit that would be merged.
    pub head: CommitId,
    /// The account that opened it, such as `github:ruth-a`, if a hosting service says so.
    pub account: Option<String>,
    /// How it would come: as a pull request, or as a push or a merge queue, whose commits are checked one by
    /// one.
    pub door: EntryPoint,
    /// When it is judged, in UTC and whole seconds.
    pub now: Instant,
}

impl Request {
    /// The pull request that would merge `head` into `base`, both in git's notation, checked at `now`.
    ///
    /// # Errors
    /// One of them is not a commit, or a part of the history is missing.
    pub fn between(
        repository: &Repository,
        base: &str,
        head: &str,
        now: Instant,
    ) -> Result<Self, Error> {
        let resolved = |rev: &str| {
            repository.resolve(rev).or_else(|error| {
                // In a shallow clone a name can be unknown only because the history is incomplete.
                repository.history_complete()?;
                Err(error)
            })
        };
        Ok(Self {
            base: resolved(base)?,
            called: base.to_owned(),
            head: resolved(head)?,
            account: None,
            door: EntryPoint::Request,
            now,
        })
    }
}

/// The result of checking a pull request.
#[derive(Debug, Clone)]
pub struct RequestResult {
    /// Every finding, by place. If none is an error, the pull request follows the rules.
    pub findings: Vec<Finding>,
    /// Who submitted it.
    pub origin: Origin,
    /// The proof of the submitter that the charter requires and that is missing here.
    pub unproven: Option<OriginUnverified>,
    /// What is known of the submitter.
    pub submitter: Submitter,
    /// Addresses in the commits that no participant has, where they are not the proof.
    pub strangers: BTreeSet<String>,
    /// How many files of the register it changes.
    pub files: usize,
    /// The files that it changes, without those that conflict.
    pub moved: Vec<PathChange>,
}

/// Checks a pending commit that follows `base`, and lists every error that it would bring. What the check
/// of a pull request refuses is refused here too, also a missing proof of the submitter.
pub(crate) fn pass(
    repository: &Repository,
    base: Option<&CommitId>,
    entry: &PendingCommit,
    writer: &Writer,
) -> Result<(), Error> {
    let ground = BaseState { repository, base };
    let moved = ground.moved_by(entry)?;
    let parts = ground.parts(&moved)?;
    let submitter = Submitter {
        acting: acting(entry),
        account: None,
        by: CommitAddresses {
            authors: writer.address.iter().cloned().collect(),
            ..CommitAddresses::default()
        },
    };
    let change = Change {
        moved: &moved,
        outside: &[],
        submitter: &submitter,
        door: EntryPoint::Entry,
        now: writer.now,
    };
    let before = whole(&parts);
    let mut findings = check::change(&before, &change).findings;
    if let Some(tip) = base {
        findings.extend(call_commits(
            repository,
            &LineTo { repository, tip },
            &moved,
        )?);
    }
    findings.extend(faults(parts, &moved, writer.now));
    say_once(&before, &mut findings);
    findings.retain(|finding| finding.severity() == Severity::Error);
    if findings.is_empty() {
        return Ok(());
    }
    let sentence = "nothing was written, because the records would have errors";
    Err(Error::of_records(ErrorKind::Refused, sentence, findings))
}

/// The participant in whose name a commit is written, from its message.
fn acting(entry: &PendingCommit) -> Option<ParticipantId> {
    let trailer = |wanted: &str| {
        let mut trailers = entry.message.trailers.iter();
        let (_, value) = trailers.find(|(key, _)| key == wanted)?;
        ParticipantId::parse(value.split(' ').next()?).ok()
    };
    ["By", "Signed-off-by"].into_iter().find_map(trailer)
}

/// Checks what merging one commit into another would change.
pub(super) fn judge_one(
    repository: &Repository,
    request: &Request,
) -> Result<RequestResult, Error> {
    let merging = repository.merging(&request.base, &request.head)?;
    let ground = BaseState {
        repository,
        base: Some(&request.base),
    };
    let outside = outside(&merging);
    let submitter = Submitter {
        acting: None,
        account: request.account.clone(),
        by: merging.by,
    };
    let change = Change {
        moved: &merging.moved,
        outside: &outside,
        submitter: &submitter,
        door: request.door,
        now: request.now,
    };
    let parts = ground.parts(&merging.moved)?;
    let before = whole(&parts);
    let judged = check::change(&before, &change);
    let mut findings = judged.findings;
    let line = LineTo {
        repository,
        tip: &request.base,
    };
    findings.extend(call_commits(repository, &line, &merging.moved)?);
    findings.extend(faults(parts, &merging.moved, request.now));
    say_once(&before, &mut findings);
    let conflicts = merging.conflicts.iter();
    findings.extend(conflicts.map(|one| conflict(one, &request.called)));
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    let records = merging.moved.iter();
    let is_record = |moved: &&PathChange| RecordPath::identify(&moved.path).is_some();
    Ok(RequestResult {
        findings,
        origin: judged.origin,
        unproven: judged.unproven,
        strangers: check::strangers(&before, &submitter),
        submitter,
        files: records.filter(is_record).count() + merging.conflicts.len(),
        moved: merging.moved,
    })
}

/// Refuses an incomplete history: what depends on the missing part would not be checked.
pub(crate) fn whole_history(repository: &Repository) -> Result<(), Error> {
    repository.history_complete().map_err(|error| {
        let mut error = Error::from(error);
        error.hint = error
            .hint
            .or_run("to read more about it", "plenary explain H301");
        error
    })
}

/// What a pull request changes outside the register: other folders, and files at its root that are not
/// records.
fn outside(merging: &MergeResult) -> Vec<String> {
    let beside = |moved: &&PathChange| RecordPath::identify(&moved.path).is_none();
    let files = merging.moved.iter().filter(beside);
    let folders = merging.outside.iter().cloned();
    folders
        .chain(files.map(|moved| moved.path.clone()))
        .collect()
}

/// The state before a change.
struct BaseState<'g> {
    repository: &'g Repository,
    base: Option<&'g CommitId>,
}

impl BaseState<'_> {
    /// What a pending commit changes.
    fn moved_by(&self, entry: &PendingCommit) -> Result<Vec<PathChange>, Error> {
        let mut moved = Vec::new();
        for (path, bytes) in entry.changes() {
            let before = match self.base {
                Some(base) => self.repository.file(base, path)?,
                None => None,
            };
            moved.push(PathChange {
                path: path.to_owned(),
                before,
                after: bytes.map(|bytes| Content::Plain(bytes.to_vec())),
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

    /// The parts of the register before the change that its check needs.
    fn parts(&self, moved: &[PathChange]) -> Result<Vec<Snapshot>, Error> {
        let extents = extents(moved);
        extents.iter().map(|extent| self.snapshot(extent)).collect()
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

/// The errors that a change would bring to the tree.
fn faults(parts: Vec<Snapshot>, moved: &[PathChange], now: Instant) -> Vec<Finding> {
    let paths: BTreeSet<String> = moved.iter().map(|moved| moved.path.clone()).collect();
    let mut findings = Vec::new();
    for before in parts {
        let mut after = before.clone();
        let inside = |moved: &&PathChange| is_within(&before.extent, &moved.path);
        for moved in moved.iter().filter(inside) {
            put(&mut after, moved);
        }
        let mut new = check::changed(&Register::read(after), &paths, now);
        if new.iter().any(|found| !paths.contains(&found.place.path)) {
            // An error that existed elsewhere before is not caused by this change.
            let old = check::changed(&Register::read(before), &paths, now);
            new.retain(|found| paths.contains(&found.place.path) || !old.contains(found));
        }
        findings.extend(new);
    }
    findings
}

/// Leaves out the finding that two files are one record, if P211 says it of a position together with the
/// file that must change.
fn say_once(before: &Register, findings: &mut Vec<Finding>) {
    let record = |finding: &Finding| before.identify(&finding.place.path)?.ok();
    let said = findings.iter().filter(|finding| finding.code == code::P211);
    let said: BTreeSet<RecordPath> = said.filter_map(record).collect();
    findings.retain(|finding| {
        finding.code != code::S116 || !record(finding).is_some_and(|it| said.contains(&it))
    });
}

fn put(snapshot: &mut Snapshot, moved: &PathChange) {
    match &moved.after {
        Some(content) => {
            snapshot.files.insert(moved.path.clone(), content.clone());
            let proposal = proposal_of(&moved.path).map(|id| id.to_string());
            snapshot.proposals.extend(proposal);
        }
        None => {
            snapshot.files.remove(&moved.path);
        }
    }
}

/// The proposal whose folder a path is in, for a record or a file that should be one.
fn proposal_of(path: &str) -> Option<ProposalId> {
    let (id, _) = path.strip_prefix("proposals/")?.split_once('/')?;
    ProposalId::parse(id).ok()
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
    let (files, proposals) = (BTreeMap::new(), BTreeSet::new());
    Snapshot {
        moment: Moment::WorkTree,
        extent,
        files,
        proposals,
    }
}

/// Writes a pending commit of [`act`](crate::act), and says so only after it was read back. It is checked
/// first, in the name of its author: what the check of a pull request refuses is refused here too. After
/// an error, files, index and branch are as they were.
///
/// # Errors
/// The change would bring errors, which are listed; the branch is no longer at the base commit, or another
/// process is writing; or the state of the repository allows no write.
///
/// ```
/// use plenary::act::init::{Init, init};
/// use plenary::git::{CommitMode, Identity, CommitOutcome, Repository, CommitInput};
/// use plenary::session;
/// use plenary::value::{clock::Instant, id::{ParticipantId, RegisterId}};
///
/// let folder = tempfile::tempdir().unwrap();
/// git2::Repository::init(folder.path()).unwrap();
/// let repository = Repository::open_for_init(folder.path())?;
/// let entry = init(&Init {
///     preset: None,
///     register: RegisterId::parse("notes").unwrap(),
///     name: "Notes".to_owned(),
///     chair: ParticipantId::parse("ada").unwrap(),
///     chair_name: "Ada".to_owned(),
///     email: Some("ada@example.org".to_owned()),
///     group: None,
///     standing: Vec::new(),
///     weight: Vec::new(),
///     service: None,
///     editor: false,
/// })
/// .unwrap();
/// let writing = CommitInput {
///     author: Identity { name: "Ada".to_owned(), email: "ada@example.org".to_owned() },
///     now: Instant::parse("2026-05-18T12:00:00Z").unwrap(),
///     how: CommitMode::Commit,
///     authored: None,
///     base: None,
/// };
/// let outcome = session::write(&repository, &entry, &writing)?;
/// assert!(matches!(outcome, CommitOutcome::Commit { .. }));
/// # Ok::<(), session::Error>(())
/// ```
pub fn write(
    repository: &Repository,
    entry: &PendingCommit,
    writing: &CommitInput,
) -> Result<CommitOutcome, Error> {
    let authored = writing.authored.as_ref().map(|own| &own.author);
    let whose = authored.unwrap_or(&writing.author);
    let writer = Writer {
        address: Some(whose.email.clone()),
        now: writing.now,
    };
    repository.land(entry, writing, |base| {
        pass(repository, base, entry, &writer)
    })
}
