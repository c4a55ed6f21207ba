//! Checks every change: pull requests, writes of this program, and the commits of a history.
//!
//! The files that a change touches must have no errors afterwards, and the change must follow the rules
//! before it for its author. A pending commit is written only after this check.

use std::collections::BTreeSet;

use crate::check::change::{Change, EntryPoint, FirstCommits, Submitter, conflict};
use crate::git::{CommitInput, CommitOutcome, Repository};
use crate::procedure::hand::{Origin, OriginUnverified};
use crate::record::path::RecordPath;
use crate::register::entry::{CommitMessage, PendingCommit};
use crate::register::snapshot::{CommitAddresses, Extent, MergeResult, Moment, PathChange};
use crate::session::change::{BaseParts, BaseState};
use crate::session::check::changed_attributes;
use crate::session::error::{Error, ErrorKind};
use crate::session::fetch_inputs::{CallSelector, lacking};
use crate::session::first_parent;
use crate::session::remembered::remember;
use crate::session::tallied::{changed_proposals, merged};
use crate::session::{answered, commit_dates, remedies};
use crate::value::clock::Instant;
use crate::value::code::{self, Severity};
use crate::value::digest::{CommitId, TextDigest};
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ParticipantId;

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
    let submitter = Submitter {
        acting: acting(&entry.message),
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
        // What this program writes is dated now.
        committed: &FirstCommits::new(),
        door: EntryPoint::Entry,
        now: writer.now,
    };
    let mut findings = ground.judged(&change, &ground.read(&moved)?)?.findings;
    if let Some(tip) = base {
        findings.extend(first_parent::of_branch(repository, tip)?);
    }
    findings.retain(|finding| finding.severity() == Severity::Error);
    if findings.is_empty() {
        return Ok(());
    }
    let sentence = "nothing was written, because the records would have errors";
    Err(Error::of_records(ErrorKind::Refused, sentence, findings))
}

/// The participant in whose name a commit is written, from its message.
pub(crate) fn acting(message: &CommitMessage) -> Option<ParticipantId> {
    let trailer = |wanted: &str| {
        let mut trailers = message.trailers.iter();
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
    let committed = answered::of_change(repository, &request.base, &merging.moved)?;
    let change = Change {
        moved: &merging.moved,
        outside: &outside,
        submitter: &submitter,
        committed: &committed,
        door: request.door,
        now: request.now,
    };
    let read = ground.read(&merging.moved)?;
    let judged = ground.judged(&change, &read)?;
    let mut findings = judged.findings;
    findings.extend(changed_attributes(
        repository,
        &request.base,
        &request.head,
    )?);
    if matches!(request.door, EntryPoint::Push | EntryPoint::Queue) {
        let merges = first_parent::of_push(repository, &request.base, &request.head)?;
        findings.extend(merges);
    }
    let commits = (&request.base, &request.head);
    findings.extend(commit_dates::of_request(
        repository,
        commits,
        &read.before,
        request.now,
    )?);
    let conflicts = merging.conflicts.iter();
    findings.extend(conflicts.map(|one| conflict(one, &request.called)));
    if request.door == EntryPoint::Request {
        let fails = |it: &Finding| it.severity() == Severity::Error;
        if !findings.iter().any(fails) {
            findings.extend(not_counted(repository, request, &merging.moved, &read)?);
        }
        if !findings.is_empty() {
            let by = remedies::only_submitter(&judged.origin);
            let after = read.after(&merging.moved);
            remedies::in_a_browser(&after, by, &merging.moved, &mut findings);
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    findings.dedup();
    let records = merging.moved.iter();
    let is_record = |moved: &&PathChange| RecordPath::identify(&moved.path).is_some();
    Ok(RequestResult {
        findings,
        origin: judged.origin,
        unproven: judged.unproven,
        strangers: judged.strangers,
        submitter,
        files: records.filter(is_record).count() + merging.conflicts.len(),
        moved: merging.moved,
    })
}

/// The positions of a pull request that will not be counted although they have no error, each with the reason.
fn not_counted(
    repository: &Repository,
    request: &Request,
    moved: &[PathChange],
    read: &BaseParts,
) -> Result<Vec<Finding>, Error> {
    let mut tallied = Vec::new();
    for id in changed_proposals(moved) {
        if let Some(folder) = read.before.proposals.get(&id)
            && let Some(lack) =
                lacking(repository, folder, &id, CallSelector::Current, request.now)?
        {
            return Err(lack.into());
        }
        let base = Moment::Commit(request.base.clone());
        let part = match read.of(&id) {
            Some(part) => part.clone(),
            None => repository.snapshot(&base, &Extent::Proposal(id.clone()))?,
        };
        tallied.extend(merged(repository, part, moved, &id, request.now)?);
    }
    let aside = tallied.iter().flat_map(|one| &one.tally.canvass.set_aside);
    let aside = aside.filter(|file| file.reason.is_found_nowhere_else());
    let brought = aside.filter(|file| moved.iter().any(|moved| moved.path == file.path));
    let found = brought.map(|file| {
        let why = file.reason.in_words();
        let sentence = format!("this position will not be counted: {why}");
        let hint = "it can be merged, and is shown. If it should count, ask a chair or secretary";
        Finding::new(code::P223, SourceLocation::file(&file.path), sentence).hint(hint)
    });
    Ok(found.collect())
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
///     account: None,
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
    let outcome = repository.land(entry, writing, |base| {
        pass(repository, base, entry, &writer)
    })?;
    if let CommitOutcome::Commit { commit, .. } = &outcome {
        // The check has recomputed it.
        remember(repository, commit, decisions(entry));
    }
    Ok(outcome)
}

/// The digests of the decisions that a pending commit records.
fn decisions(entry: &PendingCommit) -> impl Iterator<Item = (TextDigest, bool)> {
    let is_decision = |path: &str| {
        matches!(
            RecordPath::identify(path),
            Some(Ok(RecordPath::Decision(..)))
        )
    };
    let files = entry.files.iter();
    let decisions = files.filter(move |(path, _)| is_decision(path));
    decisions.map(|(_, bytes)| (TextDigest::of(bytes), true))
}
