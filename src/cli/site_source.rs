//! Makes the files of a site: of each proposal in turn, then those about all. What is the same as in the run before is
//! neither tallied nor made again.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::error::Failure;
use crate::cli::site_folder::SiteFolder;
use crate::cli::site_manifest::KeptProposal;
use crate::cli::site_plan::Settled;
use crate::git::Repository;
use crate::procedure::stage::{Phase, phase};
use crate::register::recomputed::Verification;
use crate::register::records::Register;
use crate::register::site_history::SiteHistory;
use crate::register::snapshot::folder;
use crate::session::site_history::site_history;
use crate::session::two_threads::both;
use crate::session::{self, SiteProposal, SiteRegister, Tallied};
use crate::site::{
    Counted, FolderDigests, Options, Outline, SiteAnswers, SiteTallies, Source, answers,
};
use crate::value::clock::Instant;
use crate::value::id::ProposalId;

/// What a site is made from.
pub(crate) struct SiteMaker<'r> {
    pub(crate) site: &'r SiteRegister,
    pub(crate) options: &'r Options,
    pub(crate) folder: &'r SiteFolder,
    pub(crate) now: Instant,
}

/// The files of a site.
pub(crate) struct Made {
    pub(crate) files: Settled,
    /// What the next run can use.
    pub(crate) kept: BTreeMap<String, KeptProposal>,
    /// The decisions that do not recompute.
    pub(crate) not_verified: BTreeSet<(ProposalId, u32)>,
    /// How many calls were tallied.
    pub(crate) tallied: usize,
}

/// What was made of some proposals.
#[derive(Default)]
struct Part {
    files: Settled,
    answers: SiteAnswers,
    /// The tallies of those that are not decided.
    open: SiteTallies,
    tallied: usize,
}

/// A proposal of the run before, with its files.
struct Unchanged {
    kept: KeptProposal,
    files: Settled,
}

impl SiteMaker<'_> {
    /// Makes the files.
    ///
    /// # Errors
    /// The repository cannot be read or lacks history, or the folder cannot be used.
    pub(crate) fn make(
        &self,
        repository: &Repository,
        kept: BTreeMap<String, KeptProposal>,
    ) -> Result<Made, Failure> {
        let register = &self.site.register;
        let not_verified = not_verified(repository, register)?;
        let trees = self.trees(repository)?;
        let unchanged = self.unchanged(repository, kept, &trees, &not_verified)?;
        let others = register.proposals.keys();
        let others: BTreeSet<ProposalId> = others
            .filter(|id| !unchanged.contains_key(*id))
            .cloned()
            .collect();
        let (commit, history) = site_history(repository, register, &others)?;
        let last = |id: &ProposalId| match unchanged.get(id) {
            Some(same) => Some(same.kept.commit.clone()),
            None => last_commit(&history, id),
        };
        let known = register.proposals.keys();
        let known = known.filter_map(|id| Some((id, named(&trees, id, &last(id)?)?)));
        let known = known.map(|(id, words)| (folder(id), words)).collect();
        let digests = FolderDigests::of(register, &known);
        let (tallies, none) = (SiteTallies::new(), SiteAnswers::new());
        let source = Source {
            register,
            now: self.now,
            commit: commit.as_ref(),
            tallies: &tallies,
            answers: &none,
            history: &history,
            not_verified: &not_verified,
            digests: &digests,
        };
        let outline = Outline::of(&source, self.options);
        let mut part = self.of_proposals(repository, &others, &source, &outline)?;
        let mut commits = BTreeMap::new();
        for (id, same) in unchanged {
            part.files.add(same.files);
            part.answers.insert(id.clone(), same.kept.calls);
            commits.insert(id, same.kept.commit);
        }
        commits.extend(
            others
                .iter()
                .filter_map(|id| Some((id.clone(), last_commit(&history, id)?))),
        );
        let source = Source {
            tallies: &part.open,
            answers: &part.answers,
            ..source
        };
        let shared = self.of_all(&source, &outline, &part.files)?;
        let kept = self.kept(&outline, part.answers, commits);
        part.files.add(shared);
        Ok(Made {
            files: part.files,
            kept,
            tallied: part.tallied,
            not_verified: not_verified.clone(),
        })
    }

    /// What git calls the folder of each proposal; nothing where there is no commit.
    fn trees(&self, repository: &Repository) -> Result<BTreeMap<String, String>, Failure> {
        let commit = self.site.register.snapshot.moment.commit();
        let trees = commit.map(|commit| repository.proposal_trees(commit));
        Ok(trees.transpose()?.unwrap_or_default())
    }

    /// The proposals that no commit changed since the run before, and whose pages do not depend on anything else that
    /// changed.
    fn unchanged(
        &self,
        repository: &Repository,
        mut kept: BTreeMap<String, KeptProposal>,
        trees: &BTreeMap<String, String>,
        not_verified: &BTreeSet<(ProposalId, u32)>,
    ) -> Result<BTreeMap<ProposalId, Unchanged>, Failure> {
        let register = &self.site.register;
        let tip = register.snapshot.moment.commit();
        let (Some(since), Some(tip)) = (self.folder.since(), tip) else {
            return Ok(BTreeMap::new());
        };
        let Some(touched) = repository.touched_since(tip, &since)? else {
            return Ok(BTreeMap::new());
        };
        let proposals = register.proposals.keys();
        let same = proposals.filter(|id| self.options.has(id) && !touched.contains(id.as_str()));
        let same = same.filter_map(|id| Some((id, kept.remove(id.as_str())?)));
        let same: BTreeMap<&ProposalId, KeptProposal> = same.collect();
        let known = same.iter();
        let known =
            known.filter_map(|(id, kept)| Some((folder(id), named(trees, id, &kept.commit)?)));
        let digests = FolderDigests::of(register, &known.collect());
        let source = Source {
            register,
            now: self.now,
            commit: None,
            tallies: &SiteTallies::new(),
            answers: &SiteAnswers::new(),
            history: &SiteHistory::default(),
            not_verified,
            digests: &digests,
        };
        let outline = Outline::of(&source, self.options);
        let mut unchanged = BTreeMap::new();
        for (id, kept) in same {
            if kept.inputs == *outline.inputs(id).as_str()
                && let Some(files) = self.folder.kept_files(id.as_str())?
            {
                unchanged.insert(id.clone(), Unchanged { kept, files });
            }
        }
        Ok(unchanged)
    }

    /// The files of some proposals, in two threads.
    fn of_proposals(
        &self,
        repository: &Repository,
        some: &BTreeSet<ProposalId>,
        source: &Source<'_>,
        outline: &Outline<'_>,
    ) -> Result<Part, Failure> {
        let wanted: Vec<&ProposalId> = some.iter().filter(|id| self.options.has(id)).collect();
        let (here, there) = wanted.split_at(wanted.len() / 2);
        let beside = session::two_threads::Beside::of(repository)?;
        let (first, second) = both(
            || self.in_turn(repository, here, source, outline),
            || self.in_turn(&beside.repository(), there, source, outline),
        );
        let (mut part, more) = (first?, second?);
        part.files.add(more.files);
        part.answers.extend(more.answers);
        part.open.extend(more.open);
        part.tallied += more.tallied;
        Ok(part)
    }

    /// One proposal after the other. Its records and tallies are dropped before the next one is read.
    fn in_turn(
        &self,
        repository: &Repository,
        some: &[&ProposalId],
        source: &Source<'_>,
        outline: &Outline<'_>,
    ) -> Result<Part, Failure> {
        let mut proposals = self.site.proposals(repository);
        let mut part = Part::default();
        for id in some.iter().copied() {
            let SiteProposal { register, tallies } = proposals.read(id)?;
            let tallies = tallies.into_iter().map(|(call, tallied)| {
                let counted = tallied.map(|Tallied { moments, tally }| Counted::of(moments, tally));
                ((id.clone(), call), counted)
            });
            let tallies: SiteTallies = tallies.collect();
            let own = Source {
                register: &register,
                tallies: &tallies,
                ..*source
            };
            let files = outline.of_proposal(&own, self.options, id);
            part.files.add(self.folder.settle(&files)?);
            part.answers
                .insert(id.clone(), answers(&own, self.options, id));
            part.tallied += tallies.len();
            drop(files);
            if !is_decided(&register, id, self.now) {
                part.open.extend(tallies);
            }
        }
        Ok(part)
    }

    /// The files about all proposals, in two threads.
    fn of_all(
        &self,
        source: &Source<'_>,
        outline: &Outline<'_>,
        made: &Settled,
    ) -> Result<Settled, Failure> {
        let files = outline.of_all(source, self.options, made.paths());
        // In turn, because the pages that take long are next to each other.
        let (first, second) = both(
            || self.folder.settle(files.iter().step_by(2)),
            || self.folder.settle(files.iter().skip(1).step_by(2)),
        );
        let mut all = first?;
        all.add(second?);
        Ok(all)
    }

    /// What the next run can use of the decided proposals.
    fn kept(
        &self,
        outline: &Outline<'_>,
        mut answers: SiteAnswers,
        commits: BTreeMap<ProposalId, String>,
    ) -> BTreeMap<String, KeptProposal> {
        let decided = commits.into_iter();
        let decided = decided.filter(|(id, _)| is_decided(&self.site.register, id, self.now));
        let kept = decided.filter_map(|(id, commit)| {
            let kept = KeptProposal {
                inputs: outline.inputs(&id).to_string(),
                commit,
                calls: answers.remove(&id)?,
            };
            Some((id.to_string(), kept))
        });
        kept.collect()
    }
}

fn is_decided(register: &Register, id: &ProposalId, now: Instant) -> bool {
    let records = register.proposals.get(id);
    records.is_some_and(|records| phase(records, now) == Phase::Decided)
}

fn last_commit(history: &SiteHistory, id: &ProposalId) -> Option<String> {
    let last = history.last_change(&folder(id))?;
    Some(last.commit.to_string())
}

/// The state of a folder in words: what git calls it, and the last commit that changed it. As a commit names all that
/// was before it, the same words also mean the same history.
fn named(trees: &BTreeMap<String, String>, id: &ProposalId, commit: &str) -> Option<String> {
    Some(format!("{} {commit}", trees.get(id.as_str())?))
}

/// The decisions that do not recompute. What this clone remembers is not recomputed again.
fn not_verified(
    repository: &Repository,
    register: &Register,
) -> Result<BTreeSet<(ProposalId, u32)>, session::Error> {
    let mut failed = BTreeSet::new();
    let mut is_unknown = false;
    for (id, n) in decisions(register) {
        match register.verification(id, n) {
            Some(Verification::Verified { .. }) => {}
            Some(Verification::DoesNotVerify) => {
                failed.insert((id.clone(), n));
            }
            Some(Verification::NotVerified) | None => is_unknown = true,
        }
    }
    if is_unknown {
        let moment = &register.snapshot.moment;
        let verification = session::verify(repository.beside()?, moment, None)?;
        let found = verification
            .decisions
            .into_iter()
            .filter(|one| !one.findings.is_empty());
        failed.extend(found.map(|one| (one.proposal, one.call)));
    }
    Ok(failed)
}

fn decisions(register: &Register) -> impl Iterator<Item = (&ProposalId, u32)> {
    let folders = register.proposals.iter();
    folders.flat_map(|(id, folder)| {
        let calls = folder
            .calls
            .iter()
            .filter(|(_, filed)| filed.decision.is_some());
        calls.map(move |(n, _)| (id, *n))
    })
}
