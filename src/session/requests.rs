//! Checks pull requests that give positions, and separates those that a person must look at.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::change::EntryPoint;
use crate::git::{Reference, Repository};
use crate::procedure::hand::Origin;
use crate::procedure::intake::RowOutcome;
use crate::record::path::{Owner, RecordPath};
use crate::record::position::Position;
use crate::register::records::Register;
use crate::register::snapshot::{Content, PathChange};
use crate::session::error::Error;
use crate::session::gate::{self, Request};
use crate::value::clock::Instant;
use crate::value::code::Severity;
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;

/// Accounts by reference, as a file gives them; `refs/pull/7` means everything below it.
pub(crate) type Accounts = BTreeMap<String, String>;

/// A pull request that was checked.
#[derive(Debug, Clone)]
pub(crate) struct Judged {
    /// Its reference.
    pub(crate) name: String,
    /// Its head, where the reference names a commit.
    pub(crate) head: Option<CommitId>,
    /// Who submits it, where that is certain.
    pub(crate) who: Option<ParticipantId>,
    /// The result.
    pub(crate) verdict: RowOutcome,
    /// What it does, or why it is not accepted.
    pub(crate) because: String,
    /// What to do.
    pub(crate) hint: String,
    /// The paths that it would change.
    paths: Vec<String>,
    /// The files that it brings, where it is accepted.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Judged {
    fn with(mut self, verdict: RowOutcome, because: impl Into<String>, hint: &str) -> Self {
        (self.verdict, self.because) = (verdict, because.into());
        hint.clone_into(&mut self.hint);
        self
    }

    /// The positions that it gives on a proposal.
    pub(crate) fn positions(&self, id: &ProposalId) -> Vec<String> {
        let files = self.files.iter();
        let on = files.filter_map(|(path, bytes)| match RecordPath::identify(path)?.ok()? {
            RecordPath::Position(of, _) if of == *id => {
                let position = Position::read(path, bytes).ok()?;
                Some(position.position.to_string())
            }
            _ => None,
        });
        on.collect()
    }

    /// Whether it concerns a proposal, as far as is known: a pull request that cannot be merged can.
    pub(crate) fn touches(&self, id: &ProposalId) -> bool {
        self.paths.is_empty() || {
            let folder = crate::register::snapshot::folder(id);
            self.paths.iter().any(|path| path.starts_with(&folder))
        }
    }

    /// The proposals that it touches.
    pub(crate) fn proposals(&self) -> BTreeSet<ProposalId> {
        let paths = self.files.keys();
        let of = |path: &String| RecordPath::identify(path)?.ok()?.proposal().cloned();
        paths.filter_map(of).collect()
    }
}

/// Checks what merging a reference into `base` would change.
pub(crate) fn judge(
    repository: &Repository,
    register: &Register,
    (base, reference): (&CommitId, &Reference),
    accounts: &Accounts,
    now: Instant,
) -> Result<Judged, Error> {
    let judged = Judged {
        name: reference.name.clone(),
        head: reference.commit.clone(),
        who: None,
        verdict: RowOutcome::Refused,
        because: String::new(),
        hint: String::new(),
        paths: Vec::new(),
        files: BTreeMap::new(),
    };
    let Some(head) = &reference.commit else {
        return Ok(judged.with(RowOutcome::Refused, "the reference is not a commit", ""));
    };
    let merging = match repository.merging(base, head) {
        Ok(merging) => merging,
        Err(error) if repository.history_complete().is_ok() => {
            return Ok(judged.with(RowOutcome::Refused, error.sentence, ""));
        }
        Err(error) => return Err(error.into()),
    };
    if merging.moved.is_empty() && merging.conflicts.is_empty() && merging.outside.is_empty() {
        return Ok(judged.with(RowOutcome::Unchanged, "already merged", ""));
    }
    let moved = merging.moved.iter().map(|moved| &moved.path);
    let clashes = merging.conflicts.iter().map(|conflict| &conflict.path);
    let judged = Judged {
        paths: moved.chain(clashes).cloned().collect(),
        ..judged
    };
    let request = Request {
        base: base.clone(),
        called: "HEAD".to_owned(),
        head: head.clone(),
        account: account(&reference.name, accounts),
        door: EntryPoint::Request,
        now,
    };
    let verdict = gate::judge_one(repository, &request)?;
    let faults: Vec<_> = verdict
        .findings
        .iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .collect();
    if let Some(first) = faults.first() {
        let (code, sentence) = (first.code.id, &first.sentence);
        let said = match faults.len() {
            1 => format!("{code}: {sentence}"),
            n => format!("{code}: {sentence} (and {} more)", n - 1),
        };
        let range = format!("HEAD...{}", reference.name);
        let command = Command::new("check").option("--changed", range);
        let hint = Hint::run("to see the errors", command).to_string();
        return Ok(judged.with(RowOutcome::Refused, said, &hint));
    }
    let authors = &verdict.submitter.by.authors;
    let Some(who) = submitter(register, &verdict.origin, authors) else {
        let said = "the submitter is not known as one participant";
        let hint = "name accounts in a file with --actor-map, or record an email address: plenary participant set NAME --email TEXT";
        return Ok(judged.with(RowOutcome::NeedsAPerson, said, hint));
    };
    let own = |moved: &PathChange| is_own(register, &who, &moved.path);
    let plain = |moved: &PathChange| match &moved.after {
        Some(Content::Plain(bytes)) => Some((moved.path.clone(), bytes.clone())),
        _ => None,
    };
    let files: Option<BTreeMap<_, _>> = merging.moved.iter().map(plain).collect();
    let judged = Judged {
        who: Some(who.clone()),
        ..judged
    };
    match files.filter(|_| merging.outside.is_empty() && merging.moved.iter().all(own)) {
        Some(files) => {
            let paths: Vec<&str> = files.keys().map(String::as_str).collect();
            let said = format!("adds {}", all_of(paths));
            Ok(Judged { files, ..judged }.with(RowOutcome::Accepted, said, ""))
        }
        None => {
            let said = "it changes more than positions and objections of its submitter";
            Ok(judged.with(
                RowOutcome::NeedsAPerson,
                said,
                "look at it, and merge it separately",
            ))
        }
    }
}

/// The account that opened a pull request, by the longest name that matches its reference.
fn account(name: &str, accounts: &Accounts) -> Option<String> {
    let stands = |known: &&String| {
        let below = name.strip_prefix(known.as_str());
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let known = accounts
        .keys()
        .filter(stands)
        .max_by_key(|known| known.len())?;
    accounts.get(known).cloned()
}

/// The one participant who submits: the submitter of the check, or else the one with the email address of
/// all commits.
fn submitter(
    register: &Register,
    origin: &Origin,
    authors: &BTreeSet<String>,
) -> Option<ParticipantId> {
    let known = match origin {
        Origin::Known(who) => who.clone(),
        Origin::Stranger(_) => return None,
        Origin::Unverified => {
            let theirs = authors.iter();
            let theirs = theirs.flat_map(|address| register.by_address(address));
            theirs.collect()
        }
    };
    let mut known = known.into_iter();
    known
        .next()
        .filter(|_| authors.len() == 1 && known.next().is_none())
}

/// Whether a file is a position or an objection of the submitter, or the position of a group that they
/// represent.
fn is_own(register: &Register, who: &ParticipantId, path: &str) -> bool {
    match register.identify(path) {
        Some(Ok(RecordPath::Position(_, Owner::Participant(id)))) => id == *who,
        Some(Ok(RecordPath::Position(_, Owner::Group(group)))) => {
            let charter = register.charter.as_ref();
            let group = charter.and_then(|charter| charter.group(&group));
            group.is_some_and(|group| group.representatives.contains(who))
        }
        Some(Ok(RecordPath::Objection(_, of))) => of.participant == *who,
        _ => false,
    }
}
