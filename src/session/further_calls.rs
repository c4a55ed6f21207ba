//! Checks a new call that a person may have written by hand: after a call that left the question open, a track can demand
//! a change. `plenary call open` follows the same rule.

use crate::git::Repository;
use crate::procedure::opening::unchanged;
use crate::record::call::Call;
use crate::record::path::RecordPath;
use crate::record::track::FurtherCall;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, PathChange};
use crate::session::call_commits::MainLine;
use crate::session::error::Error;
use crate::session::fetch_inputs::about_to_open;
use crate::tally::tally;
use crate::value::code;
use crate::value::digest::CommitId;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::id::ProposalId;

/// The new calls of a change before which nothing changed.
///
/// # Errors
/// The history is incomplete or cannot be read.
pub(crate) fn further_calls(
    repository: &Repository,
    line: &dyn MainLine,
    moved: &[PathChange],
) -> Result<Vec<Finding>, Error> {
    let Some(tip) = line.tip() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for change in moved.iter().filter(|change| change.before.is_none()) {
        if let Some(Ok(RecordPath::Call(proposal, n))) = RecordPath::identify(&change.path) {
            found.extend(of_call(repository, tip, change, (proposal, n))?);
        }
    }
    Ok(found)
}

fn of_call(
    repository: &Repository,
    tip: &CommitId,
    change: &PathChange,
    (id, n): (ProposalId, u32),
) -> Result<Option<Finding>, Error> {
    let bytes = change.after.as_ref().and_then(|content| content.bytes());
    let call = bytes.and_then(|bytes| Call::read(&change.path, bytes).ok());
    let Some(call) = call.filter(|_| n > 1) else {
        return Ok(None);
    };
    let moment = Moment::Commit(tip.clone());
    let extent = Extent::Proposal(id.clone());
    let register = Register::read(repository.snapshot(&moment, &extent)?);
    let charter = register.charter.as_ref();
    let track = charter.and_then(|charter| charter.track(&call.track));
    if track.is_none_or(|track| track.further_call == FurtherCall::Allowed) {
        return Ok(None);
    }
    let opens = call.opens;
    let inputs = about_to_open(repository, register.clone(), &id, (n, call), opens)?;
    let counted = tally(&inputs, &id).ok();
    let obstacle = counted.and_then(|counted| unchanged(&register, &counted, n));
    Ok(obstacle.map(|obstacle| {
        let place = SourceLocation::file(&change.path);
        Finding::new(code::P224, place, obstacle.sentence).hint(obstacle.hint)
    }))
}
