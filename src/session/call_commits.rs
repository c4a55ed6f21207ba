//! Checks the commits that the record of a call names, by the history: which commit was the last before
//! the close, and whether charter and participants were those that the call says. A chair could name
//! another commit otherwise, and with it choose who is counted and which answer is late.

use crate::git::Repository;
use crate::record::call::{Call, Close};
use crate::record::decision::Decision;
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Extent, Moment, PathChange};
use crate::session::error::Error;
use crate::value::code;
use crate::value::command::{Command, Placeholder};
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;
use crate::value::sentence::first_of;

/// The main branch up to the commit that a change follows.
pub(crate) trait MainLine {
    /// Its newest commit; `None` where it has none yet.
    fn tip(&self) -> Option<&CommitId>;

    /// The register there, as far as somebody has read it.
    fn known(&self) -> Option<&Register> {
        None
    }

    /// Its last commit before the close of a call, by the committers' dates.
    ///
    /// # Errors
    /// The history is incomplete or cannot be read.
    fn last_before(&self, call: &Call) -> Result<Option<CommitId>, Error>;

    /// Whether it has a commit.
    ///
    /// # Errors
    /// The history is incomplete or cannot be read.
    fn has(&self, commit: &CommitId) -> Result<bool, Error>;
}

/// The line that is read from the repository, as far back as is needed.
pub(crate) struct LineTo<'l> {
    pub(crate) repository: &'l Repository,
    pub(crate) tip: &'l CommitId,
    /// The proposals of its tip that somebody has read.
    pub(crate) known: Option<&'l Register>,
}

impl MainLine for LineTo<'_> {
    fn tip(&self) -> Option<&CommitId> {
        Some(self.tip)
    }

    fn known(&self) -> Option<&Register> {
        self.known
    }

    fn last_before(&self, call: &Call) -> Result<Option<CommitId>, Error> {
        let opened = call.frozen.as_ref();
        Ok(self.repository.closing(self.tip, opened, call.closing())?)
    }

    fn has(&self, commit: &CommitId) -> Result<bool, Error> {
        Ok(self.repository.is_on_line(self.tip, commit)?)
    }
}

/// What is wrong with the commits that the changed calls name.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn call_commits(
    repository: &Repository,
    line: &dyn MainLine,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    for change in moved {
        match RecordPath::identify(&change.path) {
            Some(Ok(RecordPath::Call(proposal, _))) => {
                found.extend(of_call(repository, line, change, &proposal)?);
            }
            Some(Ok(RecordPath::Decision(proposal, n))) => {
                found.extend(of_decision(repository, line, change, (&proposal, n))?);
            }
            _ => {}
        }
    }
    Ok(found)
}

fn of_call(
    repository: &Repository,
    line: &dyn MainLine,
    change: &PathChange,
    proposal: &ProposalId,
) -> Result<Vec<Finding>, Error> {
    let before = read(change.before.as_ref(), |bytes| {
        Call::read(&change.path, bytes).ok()
    });
    let after = read(change.after.as_ref(), |bytes| {
        Call::read(&change.path, bytes).ok()
    });
    let Some(after) = after else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    if before.is_none() {
        let open = Command::new("call open")
            .with(proposal)
            .option("--closes", Placeholder::Time);
        let frozen = frozen(repository, line, &after)?;
        found.extend(frozen.map(|sentence| named_wrong(change, sentence, &open)));
    }
    if after.close != before.and_then(|before| before.close) {
        let close = close(line, (&after, after.close.as_ref()), proposal)?;
        found.extend(close.map(|sentence| {
            named_wrong(change, sentence, &Command::new("call close").with(proposal))
        }));
    }
    Ok(found)
}

/// A new decision that records the close itself.
fn of_decision(
    repository: &Repository,
    line: &dyn MainLine,
    change: &PathChange,
    (proposal, n): (&ProposalId, u32),
) -> Result<Option<Finding>, Error> {
    let after = read(change.after.as_ref(), |bytes| {
        Decision::read(&change.path, bytes).ok()
    });
    let Some(decision) = after.filter(|_| change.before.is_none()) else {
        return Ok(None);
    };
    let path = RecordPath::Call(proposal.clone(), n).to_string();
    let Some(tip) = line.tip() else {
        return Ok(None);
    };
    let call = repository.file(tip, &path)?;
    let call = read(call.as_ref(), |bytes| Call::read(&path, bytes).ok());
    let Some(call) = call.filter(|call| call.close.is_none()) else {
        return Ok(None);
    };
    let close = close(line, (&call, decision.close.as_ref()), proposal)?;
    Ok(close.map(|sentence| named_wrong(change, sentence, &Command::new("decide").with(proposal))))
}

fn read<T>(content: Option<&Content>, as_record: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
    as_record(content?.bytes()?)
}

fn named_wrong(change: &PathChange, sentence: String, command: &Command) -> Finding {
    let place = SourceLocation::file(&change.path);
    Finding::new(code::P222, place, sentence).hint(command.to_string())
}

/// Why the recorded close is not what the history gives.
fn close(
    line: &dyn MainLine,
    (call, recorded): (&Call, Option<&Close>),
    proposal: &ProposalId,
) -> Result<Option<String>, Error> {
    let named = recorded.and_then(|close| close.commit.as_ref());
    let Some(named) = named.filter(|_| call.frozen.is_some()) else {
        return Ok(None);
    };
    let last = line.last_before(call)?;
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
fn frozen(
    repository: &Repository,
    line: &dyn MainLine,
    call: &Call,
) -> Result<Option<String>, Error> {
    let (Some(tip), Some(named)) = (line.tip(), call.frozen.as_ref()) else {
        return Ok(None);
    };
    if named == tip {
        return Ok(None);
    }
    let short = named.short();
    if !line.has(named)? {
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
        .chain(now.keys().filter(|path| !then.contains_key(path)));
    let changed: Vec<&str> = paths
        .filter(|path| then.get(path) != now.get(path))
        .map(String::as_str)
        .collect();
    Ok((!changed.is_empty()).then(|| {
        format!(
            "the call is fixed at commit {short}, but these files changed before it was opened: {}",
            first_of(changed)
        )
    }))
}
