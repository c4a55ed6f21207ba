//! Checks a register, with what only its history shows of calls that need a decision.

use std::borrow::Cow;

use crate::check;
use crate::git::Repository;
use crate::register::records::{PositionFile, Register};
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::session::fetch_inputs::{CallSelector, of_register};
use crate::session::fixed_charters::with_fixed;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;

/// Every finding of a register that was read whole, in the order of places, at `now` (UTC, whole
/// seconds).
///
/// # Errors
/// The history that a call names is missing. A problem in a record is not an error, but a finding.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session;
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// assert_eq!(session::check(&repository, &register, now)?, []);
/// # Ok::<(), session::Error>(())
/// ```
pub fn check(
    repository: &Repository,
    register: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let judged = with_fixed(repository, Cow::Borrowed(register))?;
    let mut findings = check::tree_at(&judged, now);
    findings.extend(received(repository, register, now)?);
    let outer = repository.attributes_above(&register.snapshot.moment)?;
    findings.extend(check::attributes(register, &outer));
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(findings)
}

/// The findings of attribute files above the register that the pull request changes.
pub(super) fn changed_attributes(
    repository: &Repository,
    base: &CommitId,
    head: &CommitId,
) -> Result<Vec<Finding>, Error> {
    let there = Moment::Commit(head.clone());
    let mut outer = repository.attributes_above(&there)?;
    if let Some(parted) = repository.merge_base(base, head)? {
        let earlier = repository.attributes_above(&Moment::Commit(parted))?;
        outer.retain(|file| !earlier.contains(file));
    }
    if outer.is_empty() {
        return Ok(Vec::new());
    }
    let register = Register::read(repository.snapshot(&there, &Extent::Everything)?);
    Ok(check::attributes(&register, &outer))
}

/// Positions that existed at the close of a call that needs a decision, and say that they were received
/// after it. Only a call with such a position is looked up.
fn received(
    repository: &Repository,
    register: &Register,
    now: Instant,
) -> Result<Vec<Finding>, Error> {
    let mut findings = Vec::new();
    for (id, folder) in &register.proposals {
        let Some((_, call)) = folder.undecided_call() else {
            continue;
        };
        let after = |file: &PositionFile| {
            let received = file.position.as_ref().and_then(|read| read.received);
            received.is_some_and(|received| received > call.closing())
        };
        if call.frozen.is_some() && !call.is_open(now) && folder.positions.values().any(after) {
            let moments =
                of_register(repository, register.clone(), id, CallSelector::Current, now)?;
            findings.extend(check::committed_before_received(&moments, id));
        }
    }
    Ok(findings)
}
