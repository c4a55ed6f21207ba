//! Finds who committed each record of a register, for every screen that says so.

use std::collections::BTreeSet;

use crate::git::{Identity, Repository};
use crate::procedure::decision::Inputs;
use crate::procedure::hand::{self, ByAnother, Hands};
use crate::register::entry::PendingCommit;
use crate::register::records::Register;
use crate::register::snapshot::{Content, Moment, PathChange};
use crate::session::error::Error;
use crate::session::history::{HistoryResult, JudgeMode, walked};
use crate::session::tallied::Tallied;
use crate::value::digest::CommitId;

/// What the history of `register` says, up to the state in which it was read. It is not walked where no
/// call names a commit of it.
pub(crate) fn of_register(repository: &Repository, register: &Register) -> Result<Hands, Error> {
    let calls = register.proposals.values();
    let mut calls = calls.flat_map(|folder| folder.calls.values());
    let has_own = calls.any(|filed| {
        let call = filed.call.as_ref();
        filed.decision.is_some() && call.is_some_and(|call| call.frozen.is_some())
    });
    if !repository.has_git() || !has_own {
        return Ok(Hands::Silent);
    }
    if repository.history_complete().is_err() {
        return Ok(match hand::is_asked(register) {
            true => Hands::NotHere,
            false => Hands::Silent,
        });
    }
    let tip = match &register.snapshot.moment {
        Moment::Commit(commit) => commit.clone(),
        Moment::WorkTree => repository.head()?,
    };
    Ok(Hands::Told(until(repository, &tip)?.by_another()))
}

/// The commits up to `tip`, walked only to find who committed what.
pub(crate) fn until(repository: &Repository, tip: &CommitId) -> Result<HistoryResult, Error> {
    walked(repository, tip, JudgeMode::OfHands)
}

/// What the history up to `base` says of the inputs of a decision that is made there; nothing for a call
/// that names no commit, because its register is part of another project. The first value goes into the
/// decision, the second says more of each record.
///
/// # Errors
/// The repository cannot be read.
///
/// ```
/// # use std::path::Path;
/// use plenary::procedure::{decision::Inputs, hand::Hands};
/// use plenary::register::snapshot::Moment;
/// use plenary::session::{self, CallSelector};
/// use plenary::value::{clock::Instant, digest::CommitId, id::ProposalId};
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// # let base = CommitId::parse(&"0".repeat(40)).unwrap();
/// let repository = session::open(&tiny)?;
/// let (id, now) = (ProposalId::parse("retention").unwrap(), Instant::parse("2026-06-01T12:00:00Z").unwrap());
/// let tallied = session::tally(&repository, &Moment::WorkTree, &id, CallSelector::Current, now)?;
/// // This register is part of another project.
/// let said = session::inputs(&repository, &base, &tallied)?;
/// assert_eq!(said, (Inputs::default(), Hands::Silent));
/// # Ok::<(), session::Error>(())
/// ```
pub fn inputs(
    repository: &Repository,
    base: &CommitId,
    tallied: &Tallied,
) -> Result<(Inputs, Hands), Error> {
    let Tallied { moments, tally } = tallied;
    let folder = moments.folder(&tally.proposal);
    let call = folder.and_then(|folder| moments.call(folder));
    if call.is_some_and(|call| call.frozen.is_none()) {
        return Ok((Inputs::default(), Hands::Silent));
    }
    let all = until(repository, base)?.by_another();
    let others = hand::of_inputs(&all, &tally.proposal, tally.call.unwrap_or_default());
    let inputs = Inputs {
        commit: Some(base.clone()),
        hands: hand::counted(&others),
    };
    Ok((inputs, Hands::Told(others)))
}

/// The records of a pending commit that belong to another participant than the one who commits it. This
/// is unknown where git does not know who commits.
pub(crate) fn of_entry(
    register: &Register,
    entry: &PendingCommit,
    own: Option<Identity>,
) -> Vec<ByAnother> {
    let Some(own) = own else {
        return Vec::new();
    };
    let files = entry.files.iter();
    let moved: Vec<PathChange> = files
        .map(|(path, bytes)| PathChange {
            path: path.clone(),
            before: None,
            after: Some(Content::Plain(bytes.as_slice().into())),
        })
        .collect();
    hand::by_another(register, &moved, &BTreeSet::from([own.email]))
}
