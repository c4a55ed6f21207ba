//! Checks the commits that the record of a call names, by the history: which commit was the last before
//! the close, and whether charter and participants were those that the call says. A chair could name
//! another commit otherwise, and with it choose who is counted and which answer is late.

use crate::git::Repository;
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::register::snapshot::{Extent, Moment, PathChange};
use crate::session::error::Error;
use crate::value::code;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;
use crate::value::sentence::first_of;

/// What is wrong with the commits that the changed calls name. `tip` is the commit that the change
/// follows.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn call_commits(
    repository: &Repository,
    tip: Option<&CommitId>,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let Some(tip) = tip else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for change in moved {
        let Some(Ok(RecordPath::Call(proposal, _))) = RecordPath::identify(&change.path) else {
            continue;
        };
        let read = |content: Option<&crate::register::snapshot::Content>| {
            let bytes = content.and_then(|content| content.bytes())?;
            Call::read(&change.path, bytes).ok()
        };
        let (before, after) = (read(change.before.as_ref()), read(change.after.as_ref()));
        let Some(after) = after else { continue };
        let said = |sentence: Option<String>| {
            let place = SourceLocation::file(&change.path);
            sentence.map(|sentence| Finding::new(code::P222, place, sentence))
        };
        if before.is_none() {
            let open = Command::new("call open")
                .with(&proposal)
                .option("--closes", Placeholder::Time);
            let frozen = said(frozen(repository, tip, &after)?);
            found.extend(frozen.map(|finding| finding.hint(open.to_string())));
        }
        let recorded = before.and_then(|before| before.close);
        if after.close != recorded {
            let hint = Command::new("call close").with(&proposal).to_string();
            let close = said(close(repository, tip, &after, &proposal)?);
            found.extend(close.map(|finding| finding.hint(hint)));
        }
    }
    Ok(found)
}

/// Why the recorded close is not what the history gives.
fn close(
    repository: &Repository,
    tip: &CommitId,
    call: &Call,
    proposal: &ProposalId,
) -> Result<Option<String>, Error> {
    let named = call.close.as_ref().and_then(|close| close.commit.as_ref());
    let Some(named) = named.filter(|_| call.frozen.is_some()) else {
        return Ok(None);
    };
    let last = repository.closing(tip, call.closing())?;
    let last = last.map(|last| last.commit);
    if last.as_ref() == Some(named) {
        return Ok(None);
    }
    let named = named.short();
    Ok(Some(match last {
        Some(last) => format!(
            "the last commit before the close of the call on {proposal} is {}, but the record names {named}",
            last.short()
        ),
        None => format!(
            "no commit was made before the close of the call on {proposal}, but the record names {named}"
        ),
    }))
}

/// Why the commit that a new call froze is not the state in which it was opened.
fn frozen(repository: &Repository, tip: &CommitId, call: &Call) -> Result<Option<String>, Error> {
    let Some(named) = call.frozen.as_ref().filter(|named| *named != tip) else {
        return Ok(None);
    };
    let short = named.short();
    if !repository.is_on_line(tip, named)? {
        return Ok(Some(format!(
            "the call is fixed at commit {short}, which is not on the main branch here"
        )));
    }
    let files = |commit: &CommitId| {
        let moment = Moment::Commit(commit.clone());
        repository.snapshot(&moment, &Extent::Roster)
    };
    let (then, now) = (files(named)?.files, files(tip)?.files);
    let paths = then
        .keys()
        .chain(now.keys().filter(|path| !then.contains_key(*path)));
    let changed: Vec<&str> = paths
        .filter(|path| then.get(*path) != now.get(*path))
        .map(String::as_str)
        .collect();
    Ok((!changed.is_empty()).then(|| {
        format!(
            "the call is fixed at commit {short}, but these files changed before it was opened: {}",
            first_of(changed)
        )
    }))
}
