//! Reads a register without its positions, and then one proposal after the other with them. So the memory of a run does
//! not grow with the number of positions.

use crate::git::{Budget, FolderFiles, ProposalFolder, Repository};
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::session::opened::{in_commit, register};
use crate::session::tallied::{Tallied, Tallies};
use crate::session::two_threads::{Beside, MANY, both};
use crate::tally::TallyError;
use crate::tally::groundwork::Groundworks;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// The proposals of a register, to be looked at one after the other.
pub struct InTurn<'r> {
    repository: &'r Repository,
    state: State,
    /// The commit with the positions, and its folders; `None` where the files are on the disk.
    positions: Option<(CommitId, Vec<ProposalFolder>)>,
}

/// All records but the positions; all records where the files are on the disk.
struct State {
    register: Register,
    now: Instant,
}

/// One proposal, while it is looked at.
pub struct Turn<'t, 'r> {
    /// All records but the positions on other proposals.
    pub register: &'t Register,
    /// The proposal.
    pub id: &'t ProposalId,
    tallies: &'t mut Tallies<'r>,
}

/// The proposals of a register in one state, asked at `now` (UTC, whole seconds).
///
/// # Errors
/// The repository cannot be read, or objects are missing.
///
/// ```
/// # use std::path::Path;
/// use plenary::register::snapshot::Moment;
/// use plenary::session;
/// use plenary::value::clock::Instant;
///
/// # let tiny = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/tiny");
/// let repository = session::open(&tiny)?;
/// let now = Instant::parse("2026-06-01T12:00:00Z").unwrap();
/// let proposals = session::in_turn(&repository, &Moment::WorkTree, now)?;
/// let counted = proposals.each(|mut turn| Ok((turn.id.clone(), turn.tally()?.is_ok())))?;
/// assert!(counted.len() == 1 && counted[0].1);
/// # Ok::<(), session::Error>(())
/// ```
pub fn in_turn<'r>(
    repository: &'r Repository,
    moment: &Moment,
    now: Instant,
) -> Result<InTurn<'r>, Error> {
    let Moment::Commit(commit) = moment else {
        let register = register(repository, moment, &Extent::Everything)?;
        return Ok(InTurn {
            repository,
            state: State { register, now },
            positions: None,
        });
    };
    let (register, folders) = in_commit(repository, commit, FolderFiles::WithoutPositions)?;
    Ok(InTurn {
        repository,
        state: State { register, now },
        positions: Some((commit.clone(), folders)),
    })
}

/// So many proposals have their positions at one time.
const AT_ONCE: usize = 16;

/// What is said of a proposal.
type Said<T> = Vec<(ProposalId, T)>;

impl InTurn<'_> {
    /// The register. It has no positions, unless its files are on the disk.
    pub fn register(&self) -> &Register {
        &self.state.register
    }

    /// What `told` says of each proposal, by the ids of proposals.
    ///
    /// # Errors
    /// The repository cannot be read, or `told` gives an error.
    pub fn each<T: Send>(
        &self,
        told: impl Fn(Turn<'_, '_>) -> Result<T, Error> + Sync,
    ) -> Result<Vec<T>, Error> {
        let mut all = match &self.positions {
            None => self.state.as_it_is(self.repository, &told)?,
            Some((commit, folders)) => self.with_positions((commit, folders), &told)?,
        };
        // Git has folders in another order.
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(all.into_iter().map(|(_, said)| said).collect())
    }

    fn with_positions<T: Send>(
        &self,
        (commit, folders): (&CommitId, &[ProposalFolder]),
        told: &(impl Fn(Turn<'_, '_>) -> Result<T, Error> + Sync),
    ) -> Result<Said<T>, Error> {
        let state = &self.state;
        if folders.len() < MANY {
            return state.with_positions(self.repository, (commit, folders), told);
        }
        let (here, there) = folders.split_at(folders.len() / 2);
        let beside = Beside::of(self.repository)?;
        let (here, there) = both(
            || state.with_positions(self.repository, (commit, here), told),
            || state.with_positions(&beside.repository(), (commit, there), told),
        );
        let mut all = here?;
        all.extend(there?);
        Ok(all)
    }
}

impl State {
    fn as_it_is<T>(
        &self,
        repository: &Repository,
        told: &impl Fn(Turn<'_, '_>) -> Result<T, Error>,
    ) -> Result<Said<T>, Error> {
        let mut tallies = Tallies::of(repository, &self.register, self.now);
        let ids = self.register.proposals.keys();
        ids.map(|id| Ok((id.clone(), told(tallies.turn(&self.register, id))?)))
            .collect()
    }

    fn with_positions<T>(
        &self,
        repository: &Repository,
        (commit, folders): (&CommitId, &[ProposalFolder]),
        told: &impl Fn(Turn<'_, '_>) -> Result<T, Error>,
    ) -> Result<Said<T>, Error> {
        let (mut register, mut budget) = (self.register.clone(), Budget::default());
        let mut tallies = Tallies::of(repository, &self.register, self.now);
        let mut all = Vec::new();
        for some in folders.chunks(AT_ONCE) {
            let wanted = FolderFiles::Positions;
            let files = repository.in_folders(commit, some, wanted, &mut budget)?;
            let before = register.add_positions(files);
            let ids = some.iter().map(|own| ProposalId::parse(&own.name));
            for id in ids.flatten() {
                if register.proposals.contains_key(&id) {
                    let said = told(tallies.turn(&register, &id))?;
                    all.push((id, said));
                }
            }
            register.remove_positions(before);
        }
        Ok(all)
    }
}

impl Turn<'_, '_> {
    /// The tally of its current call; of no call where the question is under discussion.
    ///
    /// # Errors
    /// As for [`Tallies::tally`].
    pub fn tally(&mut self) -> Result<Result<Tallied, TallyError>, Error> {
        self.tallies.current(self.register, self.id)
    }

    /// What tallies share.
    pub fn groundworks(&mut self) -> &mut Groundworks {
        &mut self.tallies.shared
    }
}

impl<'r> Tallies<'r> {
    fn turn<'t>(&'t mut self, register: &'t Register, id: &'t ProposalId) -> Turn<'t, 'r> {
        Turn {
            register,
            id,
            tallies: self,
        }
    }
}
