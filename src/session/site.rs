//! Reads a register for the public site: all of it but the answers to what is decided, and then one proposal after the
//! other with its answers and its tallies. So the memory of a run does not grow with the number of answers.

use std::collections::BTreeMap;

use crate::git::{Budget, FolderFiles, ProposalFolder, Repository};
use crate::procedure::stage::{Phase, phase};
use crate::register::records::{ProposalRecords, Register};
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::session::fetch_inputs::CallSelector;
use crate::session::opened::{register, settled};
use crate::session::tallied::{Tallied, Tallies};
use crate::session::two_threads::{Beside, both};
use crate::tally::TallyError;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::id::ProposalId;

/// A register as the pages of a site need it.
#[derive(Debug)]
pub struct SiteRegister {
    /// All records but the answers to what is decided.
    pub register: Register,
    /// What does not belong to a proposal.
    base: Register,
    /// The folders of the proposals without their answers.
    thin: BTreeMap<ProposalId, ProposalFolder>,
    now: Instant,
}

/// One proposal with all its records.
#[derive(Debug)]
pub struct SiteProposal {
    /// The register with them.
    pub register: Register,
    /// The tally of every call; where the proposal is under discussion also the one of no call.
    pub tallies: BTreeMap<Option<u32>, Result<Tallied, TallyError>>,
}

/// A register in one state, for the public site. What is open is tallied at `now`.
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
/// let site = session::site(&repository, &Moment::WorkTree, now)?;
/// let mut proposals = site.proposals(&repository);
/// for id in site.register.proposals.keys() {
///     let proposal = proposals.read(id)?;
///     assert!(proposal.tallies.values().all(Result::is_ok));
/// }
/// # Ok::<(), session::Error>(())
/// ```
pub fn site(repository: &Repository, moment: &Moment, now: Instant) -> Result<SiteRegister, Error> {
    let Moment::Commit(commit) = moment else {
        let whole = register(repository, moment, &Extent::Everything)?;
        return Ok(SiteRegister {
            base: whole.clone(),
            register: whole,
            thin: BTreeMap::new(),
            now,
        });
    };
    let (besides, folders) = repository.besides_proposals(commit)?;
    let base = Register::read(besides);
    let (read, thin) = in_two_threads(repository, &base, (commit, &folders), now)?;
    Ok(SiteRegister {
        register: settled(repository, read)?,
        base,
        thin,
        now,
    })
}

impl SiteRegister {
    /// Its proposals, to be read one after the other.
    pub fn proposals<'r>(&'r self, repository: &'r Repository) -> SiteProposals<'r> {
        SiteProposals {
            site: self,
            repository,
            tallies: Tallies::of(repository, &self.register, self.now),
        }
    }
}

/// So many proposals are read before their answers are dropped.
const AT_ONCE: usize = 16;

/// The register without the answers to what is decided, and the proposals that are without them now.
fn in_two_threads(
    repository: &Repository,
    base: &Register,
    (commit, folders): (&CommitId, &[ProposalFolder]),
    now: Instant,
) -> Result<(Register, BTreeMap<ProposalId, ProposalFolder>), Error> {
    let (here, there) = folders.split_at(folders.len() / 2);
    let (beside, mut second) = (Beside::of(repository)?, base.clone());
    second.findings.clear();
    let (first, other) = both(
        || part(repository, base.clone(), here, commit, now),
        || part(&beside.repository(), second.clone(), there, commit, now),
    );
    let ((first, mut thin), (second, more)) = (first?, other?);
    thin.extend(more);
    Ok((first.and(second), thin))
}

fn part(
    repository: &Repository,
    mut register: Register,
    folders: &[ProposalFolder],
    commit: &CommitId,
    now: Instant,
) -> Result<(Register, BTreeMap<ProposalId, ProposalFolder>), Error> {
    let (mut thin, mut budget) = (BTreeMap::new(), Budget::default());
    for some in folders.chunks(AT_ONCE) {
        let files = repository.in_folders(commit, some, FolderFiles::All, &mut budget)?;
        register = register.with_proposals(files);
        let can_go = |folder: &ProposalRecords| {
            phase(folder, now) == Phase::Decided && !folder.names_no_commit()
        };
        let dropped = register.drop_answers(can_go);
        let folder = |id: &ProposalId| some.iter().find(|own| own.name == id.as_str());
        let dropped = dropped.into_iter();
        thin.extend(dropped.filter_map(|id| Some((id.clone(), folder(&id)?.clone()))));
    }
    Ok((register, thin))
}

/// The proposals of a register, each read when it is asked for.
pub struct SiteProposals<'r> {
    site: &'r SiteRegister,
    repository: &'r Repository,
    tallies: Tallies<'r>,
}

impl SiteProposals<'_> {
    /// A proposal with its tallies.
    ///
    /// # Errors
    /// The repository cannot be read, or lacks history.
    pub fn read(&mut self, id: &ProposalId) -> Result<SiteProposal, Error> {
        let register = self.whole(id)?;
        let mut tallies = BTreeMap::new();
        let folder = register.proposals.get(id);
        for call in folder.map_or(Vec::new(), |folder| calls(folder, self.site.now)) {
            let which = call.map_or(CallSelector::New, CallSelector::Number);
            let tallied = self.tallies.of_part(&register, id, which)?;
            tallies.insert(call, tallied);
        }
        Ok(SiteProposal { register, tallies })
    }

    /// The register with all records of one proposal.
    fn whole(&self, id: &ProposalId) -> Result<Register, Error> {
        let register = &self.site.register;
        let commit = register.snapshot.moment.commit();
        let (Some(commit), Some(folder)) = (commit, self.site.thin.get(id)) else {
            return Ok(register.clone());
        };
        let (folder, mut budget) = (std::slice::from_ref(folder), Budget::default());
        let files = self
            .repository
            .in_folders(commit, folder, FolderFiles::All, &mut budget)?;
        Ok(register.with_whole(self.site.base.clone().with_proposals(files)))
    }
}

/// The calls that are tallied.
fn calls(folder: &ProposalRecords, now: Instant) -> Vec<Option<u32>> {
    let calls = folder.calls.iter();
    let calls = calls.filter(|(_, filed)| filed.call.is_some());
    let mut calls: Vec<Option<u32>> = calls.map(|(n, _)| Some(*n)).collect();
    if phase(folder, now) == Phase::Discussion {
        calls.push(None);
    }
    calls
}
