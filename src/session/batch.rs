//! Checks a pull request, or a push or a merge queue of several commits: each by the state before it, and by its own
//! authors.

use std::collections::BTreeSet;

use crate::check::change::EntryPoint;
use crate::git::Repository;
use crate::procedure::hand::Origin;
use crate::record::path::RecordPath;
use crate::register::snapshot::{MainCommit, PathChange};
use crate::session::error::Error;
use crate::session::gate::{Request, RequestResult, judge_one};
use crate::session::opened::whole_history;
use crate::value::digest::CommitId;
use crate::value::sentence::all_of;

/// Checks a pull request by the rules of the commit that it would be merged into, and by the records that
/// would exist afterwards. Nothing is written.
///
/// # Errors
/// A part of the history is missing, the two commits have no common history, or the repository cannot be
/// read. What the pull request breaks is not an error, but a finding.
///
/// ```
/// use plenary::session::{self, Request};
/// use plenary::value::{clock::Instant, code::Severity};
///
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/founded.rs"));
/// # fn main() -> Result<(), session::Error> {
/// # let (_folder, repository) = founded();
/// let now = Instant::parse("2026-05-20T12:00:00Z").unwrap();
/// let request = Request::between(&repository, "HEAD~1", "HEAD", now)?;
/// let verdict = session::judge(&repository, &request)?;
/// assert_eq!(verdict.files, 1);
/// assert!(verdict.findings.iter().all(|finding| finding.severity() != Severity::Error));
/// # Ok(())
/// # }
/// ```
pub fn judge(repository: &Repository, request: &Request) -> Result<RequestResult, Error> {
    whole_history(repository)?;
    match request.door {
        EntryPoint::Push | EntryPoint::Queue => judge_each(repository, request),
        _ => judge_one(repository, request),
    }
}

/// Checks every commit that a request would put on the main branch.
fn judge_each(repository: &Repository, request: &Request) -> Result<RequestResult, Error> {
    let Some(commits) = commits(repository, request)? else {
        return judge_one(repository, request);
    };
    let several = commits.len() > 1;
    let mut all: Option<RequestResult> = None;
    for commit in commits.iter().rev() {
        let parent = commit.parent.as_ref().unwrap_or(&request.base);
        let mut result = judge_one(repository, &between(request, parent, &commit.commit))?;
        for finding in result.findings.iter_mut().filter(|_| several) {
            finding.sentence = format!("{} (commit {})", finding.sentence, commit.commit.short());
        }
        all = Some(match all {
            None => result,
            Some(all) => together(all, result),
        });
    }
    let Some(mut all) = all else {
        return judge_one(repository, request);
    };
    if several {
        all.moved = repository.between(Some(&request.base), &request.head)?;
        let record = |moved: &&PathChange| RecordPath::identify(&moved.path).is_some();
        all.files = all.moved.iter().filter(record).count();
    }
    all.findings.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(all)
}

/// The commits on the first-parent line from the head back to the base, newest first; `None` where the base is
/// not on it, which is a finding of its own.
fn commits(repository: &Repository, request: &Request) -> Result<Option<Vec<MainCommit>>, Error> {
    let mut commits = Vec::new();
    for landing in repository.landings(&request.head)? {
        let landing = landing?;
        if landing.commit == request.base {
            return Ok(Some(commits));
        }
        commits.push(landing);
    }
    Ok(None)
}

fn between(request: &Request, parent: &CommitId, commit: &CommitId) -> Request {
    Request {
        base: parent.clone(),
        head: commit.clone(),
        ..request.clone()
    }
}

/// Both results, as one of the whole.
fn together(mut all: RequestResult, next: RequestResult) -> RequestResult {
    all.findings.extend(next.findings);
    all.origin = origins(all.origin, next.origin);
    all.unproven = all.unproven.or(next.unproven);
    all.submitter.by.authors.extend(next.submitter.by.authors);
    all.strangers.extend(next.strangers);
    all
}

/// Who submitted both.
fn origins(one: Origin, other: Origin) -> Origin {
    match (one, other) {
        (Origin::Known(one), Origin::Known(other)) => Origin::Known(&one | &other),
        (Origin::Stranger(one), Origin::Stranger(other)) => {
            let names = BTreeSet::from([one.as_str(), other.as_str()]);
            Origin::Stranger(all_of(names))
        }
        (Origin::Stranger(name), _) | (_, Origin::Stranger(name)) => Origin::Stranger(name),
        (Origin::Unverified, _) | (_, Origin::Unverified) => Origin::Unverified,
    }
}
