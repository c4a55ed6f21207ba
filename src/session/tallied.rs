//! A tally with the moments that it was made from.

use crate::git::Repository;
use crate::register::freeze::Moments;
use crate::register::records::Register;
use crate::register::snapshot::Moment;
use crate::session::error::Error;
use crate::session::moments::{self, Which};
use crate::tally::{self, Tally};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// A tally, and what it was made from.
#[derive(Debug, Clone)]
pub struct Tallied {
    /// Charter and roster as the call froze them, positions as they were at the close, objections
    /// as they are.
    pub moments: Moments,
    /// Who was counted, and which criteria are met.
    pub tally: Tally,
}

/// Tallies a proposal as a register at `moment` has it, asked at `now` (UTC, whole seconds). For a
/// decided call, now is the moment of the decision.
///
/// # Errors
/// There is no such proposal or call at that moment; a record that every number rests on has a
/// fault; or history that the call names is not here.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::Moment;
/// use plenary::session::{self, Which};
/// use plenary::value::{clock::Instant, id::ProposalId};
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let (id, now) = (ProposalId::parse("retention").unwrap(), Instant::parse("2026-06-01T12:00:00Z").unwrap());
/// let tallied = session::tally(&repository, &Moment::WorkTree, &id, Which::Current, now)?;
/// assert_eq!(tallied.tally.call, Some(1));
/// assert!(tallied.tally.computed.is_some());
/// # Ok::<(), session::Error>(())
/// ```
pub fn tally(
    repository: &Repository,
    moment: &Moment,
    proposal: &ProposalId,
    which: Which,
    now: Instant,
) -> Result<Tallied, Error> {
    let moments = moments::moments(repository, moment, proposal, which, now)?;
    of(moments, proposal)
}

/// The same for a register that was read already, which needs to hold no more than charter, roster
/// and the folder of the proposal.
///
/// # Errors
/// As for [`tally()`].
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session::{self, Which};
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// for id in register.proposals.keys() {
///     let part = register.part_of(id);
///     let tallied = session::tally_of(&repository, part, id, Which::Current, now)?;
///     println!("{id}: {:?}", tallied.tally.computed);
/// }
/// # assert_eq!(register.proposals.len(), 1);
/// # Ok::<(), session::Error>(())
/// ```
pub fn tally_of(
    repository: &Repository,
    register: Register,
    proposal: &ProposalId,
    which: Which,
    now: Instant,
) -> Result<Tallied, Error> {
    let moments = moments::of_register(repository, register, proposal, which, now)?;
    of(moments, proposal)
}

fn of(moments: Moments, proposal: &ProposalId) -> Result<Tallied, Error> {
    let tally = tally::tally(&moments, proposal)?;
    Ok(Tallied { moments, tally })
}
