//! Tallies proposals: one, many from a register that was read whole, or those that a pull request changes,
//! without and with the pull request merged.

use std::collections::BTreeSet;

use crate::git::Repository;
use crate::procedure::stage::{Phase, phase};
use crate::record::path::RecordPath;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment, PathChange, Snapshot};
use crate::register::tally_inputs::{RevisionAtCommit, TallyInputs};
use crate::session::error::Error;
use crate::session::fetch_inputs::{self, CallSelector, lacking, of_one_of_many, of_register};
use crate::session::rosters::Rosters;
use crate::tally::groundwork::Groundworks;
use crate::tally::{self, Tally, TallyError};
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// A tally, and what it was made from.
#[derive(Debug, Clone)]
pub struct Tallied {
    /// Charter and participant list as the call froze them, positions as they were at the close,
    /// objections as they are.
    pub moments: TallyInputs,
    /// Who was counted, and which rules are met.
    pub tally: Tally,
}

/// Tallies a proposal in the state `moment` of a register, asked at `now` (UTC, whole seconds). For a
/// decided call, now is the time of the decision.
///
/// # Errors
/// The proposal or the call does not exist in that state; a record that every number depends on has an
/// error; or history that the call names is missing.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::Moment;
/// use plenary::session::{self, CallSelector};
/// use plenary::value::{clock::Instant, id::ProposalId};
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let (id, now) = (ProposalId::parse("retention").unwrap(), Instant::parse("2026-06-01T12:00:00Z").unwrap());
/// let tallied = session::tally(&repository, &Moment::WorkTree, &id, CallSelector::Current, now)?;
/// assert_eq!(tallied.tally.call, Some(1));
/// assert!(tallied.tally.computed.is_some());
/// # Ok::<(), session::Error>(())
/// ```
pub fn tally(
    repository: &Repository,
    moment: &Moment,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
) -> Result<Tallied, Error> {
    let moments = fetch_inputs::moments(repository, moment, proposal, which, now)?;
    of(moments, proposal)
}

/// The same for a register that is already read. It needs only charter, participant list and the folder
/// of the proposal.
///
/// # Errors
/// As for [`tally()`].
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::{Extent, Moment};
/// use plenary::session::{self, CallSelector};
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let register = session::register(&repository, &Moment::WorkTree, &Extent::Everything)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// for id in register.proposals.keys() {
///     let part = register.part_of(id);
///     let tallied = session::tally_of(&repository, part, id, CallSelector::Current, now)?;
///     println!("{id}: {:?}", tallied.tally.computed);
/// }
/// # assert_eq!(register.proposals.len(), 1);
/// # Ok::<(), session::Error>(())
/// ```
pub fn tally_of(
    repository: &Repository,
    register: Register,
    proposal: &ProposalId,
    which: CallSelector,
    now: Instant,
) -> Result<Tallied, Error> {
    let moments = fetch_inputs::of_register(repository, register, proposal, which, now)?;
    of(moments, proposal)
}

fn of(moments: TallyInputs, proposal: &ProposalId) -> Result<Tallied, Error> {
    let tally = tally::tally(&moments, proposal)?;
    Ok(Tallied { moments, tally })
}

/// Tallies one proposal of a register after the other. What several calls froze is read only once.
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
    pub(super) shared: Groundworks,
}

impl<'r> Tallies<'r> {
    /// The tallies of a register that was read whole, asked at `now` (UTC, whole seconds).
    pub fn of(repository: &'r Repository, register: &'r Register, now: Instant) -> Self {
        Self {
            repository,
            register,
            now,
            rosters: Rosters::beside(register),
            shared: Groundworks::default(),
        }
    }

    /// The tally of the current call; of no call where the question is under discussion, also where an
    /// earlier call left it open or an appeal reopened it. The inner error concerns only this proposal:
    /// others can still be tallied.
    ///
    /// # Errors
    /// The repository cannot be read, or lacks history that the call names.
    pub fn tally(&mut self, id: &ProposalId) -> Result<Result<Tallied, TallyError>, Error> {
        self.current(self.register, id)
    }

    /// The same where another register has the records of the proposal.
    pub(super) fn current(
        &mut self,
        register: &Register,
        id: &ProposalId,
    ) -> Result<Result<Tallied, TallyError>, Error> {
        let folder = register.proposals.get(id);
        let which = match folder.map(|folder| phase(folder, self.now)) {
            Some(Phase::Discussion) | None => CallSelector::New,
            Some(_) => CallSelector::Current,
        };
        self.of_part(register, id, which)
    }

    /// The tally of one of its calls.
    ///
    /// # Errors
    /// As above.
    pub fn of_call(
        &mut self,
        id: &ProposalId,
        which: CallSelector,
    ) -> Result<Result<Tallied, TallyError>, Error> {
        self.of_part(self.register, id, which)
    }

    /// The same where another register has the records of the proposal.
    ///
    /// # Errors
    /// As above.
    pub(super) fn of_part(
        &mut self,
        register: &Register,
        id: &ProposalId,
        which: CallSelector,
    ) -> Result<Result<Tallied, TallyError>, Error> {
        if let Some(folder) = register.proposals.get(id)
            && let Some(lack) = lacking(self.repository, folder, id, which, self.now)?
        {
            return Ok(Err(lack));
        }
        let part = register.part_of(id);
        let rosters = &mut self.rosters;
        let moments = of_one_of_many(self.repository, part, id, which, self.now, rosters)?;
        let tally = tally::one_of_many(&moments, id, &mut self.shared);
        Ok(tally.map(|tally| Tallied { moments, tally }))
    }
}

/// For so many proposals a tally is made.
const MOST: usize = 8;

/// A proposal that a pull request changes.
#[derive(Debug, Clone)]
pub struct Touched {
    /// Its name.
    pub id: ProposalId,
    /// Its tally without the pull request, where there is one.
    pub before: Option<Tally>,
    /// Its tally with the pull request merged.
    pub after: Tallied,
}

/// The tallies of the first eight proposals that a pull request changes, now and with it merged into
/// `base`. A tally that cannot be made is left out: the findings say why.
///
/// # Errors
/// The repository cannot be read, or lacks history that a call names.
///
/// ```
/// use plenary::session::{self, Request};
/// use plenary::value::clock::Instant;
///
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/founded.rs"));
/// # fn main() -> Result<(), session::Error> {
/// # let (_folder, repository) = founded();
/// let now = Instant::parse("2026-05-20T12:00:00Z").unwrap();
/// let request = Request::between(&repository, "HEAD~1", "HEAD", now)?;
/// let verdict = session::judge(&repository, &request)?;
/// let touched = session::touched(&repository, &request.base, &verdict.moved, now)?;
/// // It adds a participant, and changes no file of a proposal.
/// assert!(touched.is_empty());
/// # Ok(())
/// # }
/// ```
pub fn touched(
    repository: &Repository,
    base: &CommitId,
    moved: &[PathChange],
    now: Instant,
) -> Result<Vec<Touched>, Error> {
    let mut touched = Vec::new();
    for id in changed_proposals(moved) {
        let moment = Moment::Commit(base.clone());
        let part = repository.snapshot(&moment, &Extent::Proposal(id.clone()))?;
        let before = Register::read(part.clone());
        let before = of_register(repository, before, &id, CallSelector::Current, now)?;
        if let Some(after) = merged(repository, part, moved, &id, now)? {
            touched.push(Touched {
                before: tally::tally(&before, &id).ok(),
                after,
                id,
            });
        }
    }
    Ok(touched)
}

/// The first eight proposals that a pull request changes.
pub(crate) fn changed_proposals(moved: &[PathChange]) -> impl Iterator<Item = ProposalId> {
    let proposals: BTreeSet<ProposalId> = moved.iter().filter_map(proposal).collect();
    proposals.into_iter().take(MOST)
}

/// The tally of a proposal with a pull request merged into its part of the register; `None` where there is none.
///
/// # Errors
/// The repository cannot be read, or lacks history that a call names.
pub(crate) fn merged(
    repository: &Repository,
    mut part: Snapshot,
    moved: &[PathChange],
    id: &ProposalId,
    now: Instant,
) -> Result<Option<Tallied>, Error> {
    for one in moved {
        match &one.after {
            Some(content) => part.files.insert(one.path.clone(), content.clone()),
            None => part.files.remove(&one.path),
        };
    }
    let after = Register::read(part);
    let after = of_register(repository, after, id, CallSelector::Current, now)?;
    let moments = given_now(after, moved, id);
    let tally = tally::tally(&moments, id).ok();
    Ok(tally.map(|tally| Tallied { moments, tally }))
}

fn proposal(moved: &PathChange) -> Option<ProposalId> {
    RecordPath::identify(&moved.path)?.ok()?.proposal().cloned()
}

/// The inputs as if the pull request were the newest commit on the main branch.
fn given_now(mut after: TallyInputs, moved: &[PathChange], id: &ProposalId) -> TallyInputs {
    if after.closing.is_some() {
        return after;
    }
    let path = RecordPath::Proposal(id.clone()).to_string();
    let mut walk = RevisionAtCommit::of(moved.iter().map(|moved| moved.path.clone()));
    walk.landing(moved, after.asked.bytes(&path));
    after.given_on.extend(walk.finish());
    after
}
