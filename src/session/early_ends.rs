//! Checks an early end of a call by the commit that it names: there, no answer could change the result.

use crate::git::Repository;
use crate::procedure::early_end::wrong_end_by;
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::register::snapshot::{Moment, PathChange};
use crate::session::call_commits::MainLine;
use crate::session::error::Error;
use crate::session::fetch_inputs::{CallSelector, moments};
use crate::tally::tally;
use crate::value::code;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;

/// What is wrong with the early ends that a change records.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn early_ends(
    repository: &Repository,
    line: &dyn MainLine,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let mut found = Vec::new();
    for change in moved {
        if let Some(Ok(RecordPath::Call(proposal, n))) = RecordPath::identify(&change.path) {
            found.extend(early_end(repository, line, change, (&proposal, n))?);
        }
    }
    Ok(found)
}

fn early_end(
    repository: &Repository,
    line: &dyn MainLine,
    change: &PathChange,
    (proposal, n): (&ProposalId, u32),
) -> Result<Option<Finding>, Error> {
    let read = |bytes| Call::read(&change.path, bytes).ok();
    let [before, after] = [&change.before, &change.after].map(|content| {
        content
            .as_ref()
            .and_then(|content| content.bytes())
            .and_then(read)
    });
    let was_open = before.as_ref().is_some_and(|before| before.close.is_none());
    let Some((call, tip)) = after.filter(|_| was_open).zip(line.tip()) else {
        return Ok(None);
    };
    let Some((end, close)) = call.ended_early().zip(call.close.as_ref()) else {
        return Ok(None);
    };
    let commit = close.commit.as_ref().filter(|_| call.frozen.is_some());
    let moment = Moment::Commit(commit.unwrap_or(tip).clone());
    let which = CallSelector::Number(n);
    let inputs = moments(repository, &moment, proposal, which, end)?;
    let counted = tally(&inputs, proposal).ok();
    let sentence = wrong_end_by(counted.as_ref(), &call);
    Ok(sentence.map(|sentence| {
        Finding::new(code::P227, SourceLocation::file(&change.path), sentence)
            .hint("remove the close. A call closes at its closing time")
    }))
}
