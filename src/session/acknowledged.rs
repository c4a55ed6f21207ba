//! Finds which findings of a history a chair acknowledged, and what is wrong with an acknowledgement by the
//! history: the commit must be on the main branch, and nobody acknowledges what they committed themselves.

use std::collections::BTreeMap;

use crate::git::Repository;
use crate::procedure::rights::{self, About, Deed};
use crate::record::acknowledgement::Acknowledgement;
use crate::record::attribution::Attribution;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, PathChange};
use crate::session::call_commits::MainLine;
use crate::session::error::Error;
use crate::session::opened::register;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ParticipantId;

/// A finding that a chair acknowledged.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    /// The finding.
    pub finding: Finding,
    /// Who acknowledged it, when and why.
    pub act: Attribution,
}

/// The findings of a history apart from those that were acknowledged in `files`, its last state. An
/// acknowledgement that broke a rule itself does not count.
pub(crate) fn apart(
    findings: Vec<Finding>,
    files: &BTreeMap<String, Content>,
) -> (Vec<Finding>, Vec<Acknowledged>) {
    let read = |(path, content): (&String, &Content)| {
        let Some(Ok(RecordPath::Acknowledgement(_))) = RecordPath::identify(path) else {
            return None;
        };
        let broken = findings.iter().any(|finding| finding.place.path == *path);
        let bytes = content.bytes().filter(|_| !broken)?;
        Acknowledgement::read(path, bytes).ok()
    };
    let all: Vec<Acknowledgement> = files.iter().filter_map(read).collect();
    let (mut left, mut acknowledged) = (Vec::new(), Vec::new());
    for finding in findings {
        match all.iter().find(|one| one.is_of(&finding)) {
            Some(one) => acknowledged.push(Acknowledged {
                act: one.act.clone(),
                finding,
            }),
            None => left.push(finding),
        }
    }
    (left, acknowledged)
}

/// What is wrong with the acknowledgements that a change brings, by the history up to it.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn of_change(
    repository: &Repository,
    line: &dyn MainLine,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    for (path, read) in moved.iter().filter_map(new) {
        let (by, commit) = (&read.act.by, &read.commit);
        let place = SourceLocation::file(path);
        let is_on_main = line.has(commit)?;
        let Some(tip) = line.tip().filter(|_| is_on_main) else {
            let sentence = format!("commit {} is not on the main branch", commit.short());
            let hint = "to see the findings: plenary verify";
            found.push(Finding::new(code::S144, place, sentence).hint(hint));
            continue;
        };
        let before = register(repository, &Moment::Commit(tip.clone()), &Extent::Roster)?;
        let concerned = concerned(repository, &before, commit, &read.path)?;
        let about = About::register(&before);
        let denied = concerned
            .iter()
            .find_map(|who| rights::denied(Deed::Acknowledge, &about.of(who), by));
        found.extend(denied.map(|denied| {
            Finding::new(code::P201, place, denied.sentence()).hint(denied.hint().to_string())
        }));
    }
    Ok(found)
}

fn new(moved: &PathChange) -> Option<(&str, Acknowledgement)> {
    let record = RecordPath::identify(&moved.path)?.ok()?;
    let is_new = moved.before.is_none() && matches!(record, RecordPath::Acknowledgement(_));
    let bytes = moved.after.as_ref().filter(|_| is_new)?.bytes()?;
    let read = Acknowledgement::read(&moved.path, bytes).ok()?;
    Some((&moved.path, read))
}

/// Whom a finding at `path` about a commit is about: the owner of the record, and the authors of the commit,
/// by address or name.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn concerned(
    repository: &Repository,
    register: &Register,
    commit: &CommitId,
    path: &str,
) -> Result<Vec<ParticipantId>, Error> {
    let record = RecordPath::identify(path).and_then(Result::ok);
    let owner = record.and_then(|record| record.owner());
    let owner = owner.map(|who| register.people.present(&who).clone());
    let mut names = Vec::new();
    if let Some(landing) = repository.landings(commit)?.next().transpose()? {
        let moved = repository.between(landing.parent.as_ref(), &landing.commit)?;
        names.extend(repository.addresses(commit, &moved)?.authors);
        let name = landing
            .author
            .rsplit_once(" <")
            .map(|(name, _)| name.to_owned());
        names.extend(name.filter(|_| !names.is_empty()));
    }
    let authors = names.iter().flat_map(|name| register.named(name)).cloned();
    Ok(owner.into_iter().chain(authors).collect())
}
