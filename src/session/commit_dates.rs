//! Checks the dates of commits, where they decide what was before a close: nobody moves a record across the close of
//! a call by a date.

use std::collections::BTreeSet;

use crate::check::change::is_before;
use crate::git::Repository;
use crate::record::path::{CHARTER, RecordPath};
use crate::register::records::Register;
use crate::register::snapshot::{Extent, MainCommit, Moment, PathChange};
use crate::session::call_commits::{LineTo, MainLine};
use crate::session::error::Error;
use crate::session::opened::register;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;
use crate::value::sentence::many;

/// How to give the newest commit the present date.
const ANEW: &str = "to give the last commit the present date: git commit --amend --no-edit";

/// The positions and objections of a commit that are late, but before the close by its date `at`: the commit
/// follows another from after the close. `line` ends with the commit that it follows.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn dated_back(
    repository: &Repository,
    line: &dyn MainLine,
    at: Instant,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let answers: Vec<(&PathChange, ProposalId)> = moved.iter().filter_map(answer).collect();
    let proposals: BTreeSet<&ProposalId> = answers.iter().map(|(_, id)| id).collect();
    let mut found = Vec::new();
    let Some(tip) = line.tip() else {
        return Ok(found);
    };
    for id in proposals {
        let read;
        let known = line.known().and_then(|known| known.proposals.get(id));
        let folder = match known {
            Some(folder) => Some(folder),
            None => {
                let extent = Extent::Proposal(id.clone());
                read = register(repository, &Moment::Commit(tip.clone()), &extent)?;
                read.proposals.get(id)
            }
        };
        let call = folder.and_then(|folder| folder.undecided_call());
        let open = call.filter(|(_, call)| {
            call.frozen.is_some() && call.close.is_none() && at <= call.closing()
        });
        let Some((n, call)) = open else { continue };
        if line.last_before(call)?.as_ref() == Some(tip) {
            continue;
        }
        let (dated, closes) = (at.long(), call.closing().long());
        let sentence = format!(
            "this is late: its commit is dated {dated}, before call {n} on {id} closed on {closes}, but \
             it follows a commit from after that"
        );
        let own = answers.iter().filter(|(_, of)| of == id);
        found.extend(own.map(|(moved, _)| {
            let place = SourceLocation::file(&moved.path);
            Finding::new(code::P230, place, sentence.clone()).hint(ANEW)
        }));
    }
    Ok(found)
}

/// A record that is late by the date of its commit, with its proposal.
fn answer(moved: &PathChange) -> Option<(&PathChange, ProposalId)> {
    match RecordPath::identify(&moved.path)?.ok()? {
        RecordPath::Position(id, _) | RecordPath::Objection(id, _) => Some((moved, id)),
        _ => None,
    }
}

/// What is wrong with the dates of the commits between `base` and `head`, if they follow `base` on the main
/// branch as they are. Otherwise a merge brings them, with a date of its own. Of `base`, the proposals in `known`
/// are read.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn of_request(
    repository: &Repository,
    (base, head): (&CommitId, &CommitId),
    known: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let mut commits: Vec<MainCommit> = Vec::new();
    for read in repository.landings(head)? {
        let commit = read?;
        let is_base = commit.commit == *base;
        commits.push(commit);
        if is_base {
            return judged(repository, &commits, known, now);
        }
    }
    Ok(Vec::new())
}

/// The commits, newest first; the last is the one that they follow.
fn judged(
    repository: &Repository,
    commits: &[MainCommit],
    known: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    let mut back = Vec::new();
    for pair in commits.windows(2) {
        let [commit, parent] = pair else { continue };
        let tip = &parent.commit;
        let moved = repository.between(Some(tip), &commit.commit)?;
        found.extend(dated_back(
            repository,
            &LineTo {
                repository,
                tip,
                known: Some(known).filter(|_| commits.last() == Some(parent)),
            },
            commit.at,
            &moved,
        )?);
        if is_before(commit.at, parent.at) {
            back.push(commit);
        }
        if is_before(now, commit.at) {
            let (short, at) = (commit.commit.short(), commit.at.long());
            let sentence = format!(
                "commit {short} is dated {at}, but it is only {} now: answers after it would be late",
                now.long()
            );
            found
                .push(Finding::new(code::P230, SourceLocation::file(CHARTER), sentence).hint(ANEW));
        }
    }
    found.extend(noted(&back));
    Ok(found)
}

fn noted(back: &[&MainCommit]) -> Option<Finding> {
    let commit = back.last()?;
    let more = match back.len() - 1 {
        0 => String::new(),
        n => format!(" ({} more are too)", many(n, "commit")),
    };
    let (short, at) = (commit.commit.short(), commit.at.long());
    let sentence = format!("commit {short} is dated {at}, before the commit that it follows{more}");
    let place = SourceLocation::file(CHARTER);
    Some(
        Finding::new(code::H309, place, sentence)
            .hint("check the clock of the computer that made it"),
    )
}
