//! The tallies of many proposals as they are now, from a register that was read whole.

use crate::git::Repository;
use crate::procedure::phase::{Phase, phase};
use crate::register::records::Register;
use crate::session::error::Error;
use crate::session::moments::{Rosters, Which, of_one_of_many};
use crate::session::tallied::Tallied;
use crate::tally::{NoTally, tally};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// Tallies one proposal of a register after the other. What calls froze is read once for all that
/// froze the same.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session::{self, Tallies};
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// let mut tallies = Tallies::of(&repository, &register, now);
/// for id in register.proposals.keys() {
///     match tallies.tally(id)? {
///         Ok(tallied) => println!("{id}: {:?}", tallied.tally.computed),
///         Err(why) => println!("{id}: {}", session::Error::from(why)),
///     }
/// }
/// # assert!(tallies.tally(register.proposals.keys().next().unwrap())?.is_ok());
/// # Ok::<(), session::Error>(())
/// ```
pub struct Tallies<'r> {
    repository: &'r Repository,
    register: &'r Register,
    now: Instant,
    rosters: Rosters,
}

impl<'r> Tallies<'r> {
    /// Of a register that was read whole, asked at `now` (UTC, whole seconds).
    pub fn of(repository: &'r Repository, register: &'r Register, now: Instant) -> Self {
        Self {
            repository,
            register,
            now,
            rosters: Rosters::new(),
        }
    }

    /// The tally of the current call; of no call where the question is under discussion, also where
    /// an earlier call left it open or an appeal took it back. The inner error is the proposal's
    /// own: others can be tallied all the same.
    ///
    /// # Errors
    /// The repository cannot be read, or lacks history that the call names.
    pub fn tally(&mut self, id: &ProposalId) -> Result<Result<Tallied, NoTally>, Error> {
        let folder = self.register.proposals.get(id);
        let which = match folder.map(|folder| phase(folder, self.now)) {
            Some(Phase::Discussion) | None => Which::New,
            Some(_) => Which::Current,
        };
        let part = self.register.part_of(id);
        let rosters = &mut self.rosters;
        let moments = of_one_of_many(self.repository, part, id, which, self.now, rosters)?;
        Ok(tally(&moments, id).map(|tally| Tallied { moments, tally }))
    }
}
