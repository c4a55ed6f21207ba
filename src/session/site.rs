//! Gathers what the public site is made from: each tally once, and what one walk through the history finds.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::Repository;
use crate::procedure::stage::{Phase, phase};
use crate::register::objection_history::ObjectionHistory;
use crate::register::records::Register;
use crate::register::site_history::SiteHistory;
use crate::register::snapshot::{MainCommit, Moment, PathChange, folder, proposal_of};
use crate::session::error::Error;
use crate::session::fetch_inputs::CallSelector;
use crate::session::tallied::{Tallied, Tallies};
use crate::tally::TallyError;
use crate::value::clock::Instant;
use crate::value::digest::TextDigest;
use crate::value::id::{ObjectionId, ProposalId};

/// What the public site is made from, apart from the records.
#[derive(Debug)]
pub struct SiteRecords {
    /// The commit that was read; none in a register without a history of its own.
    pub commit: Option<MainCommit>,
    /// The tally of every call, and of every proposal without a call that can be answered.
    pub tallies: BTreeMap<(ProposalId, Option<u32>), Result<Tallied, TallyError>>,
    /// What the history says.
    pub history: SiteHistory,
}

/// What the site of a register is made from that was read whole. Open calls are tallied at `now`; without it, at the
/// time of the commit.
///
/// # Errors
/// The repository cannot be read, or lacks history.
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
/// let records = session::site(&repository, &register, now)?;
/// assert!(records.tallies.values().all(Result::is_ok));
/// # Ok::<(), session::Error>(())
/// ```
pub fn site(
    repository: &Repository,
    register: &Register,
    now: Instant,
) -> Result<SiteRecords, Error> {
    let (commit, history) = walked(repository, register)?;
    let mut tallies = Tallies::of(repository, register, now);
    let mut all = BTreeMap::new();
    for (id, folder) in &register.proposals {
        let calls = folder
            .calls
            .iter()
            .filter(|(_, filed)| filed.call.is_some());
        let mut calls: Vec<Option<u32>> = calls.map(|(n, _)| Some(*n)).collect();
        if phase(folder, now) == Phase::Discussion {
            calls.push(None);
        }
        for call in calls {
            let which = call.map_or(CallSelector::New, CallSelector::Number);
            let tallied = tallies.of_call(id, which)?;
            all.insert((id.clone(), call), tallied);
        }
    }
    Ok(SiteRecords {
        commit,
        tallies: all,
        history,
    })
}

fn walked(
    repository: &Repository,
    register: &Register,
) -> Result<(Option<MainCommit>, SiteHistory), Error> {
    let mut walk = Walk::of(register);
    let mut newest = None;
    match &register.snapshot.moment {
        Moment::Commit(tip) => repository.walk_line(tip, |step| {
            walk.commit(&step.landing, &step.moved);
            newest = Some(step.landing);
            Ok::<(), Error>(())
        })?,
        Moment::WorkTree => {}
    }
    Ok((newest.clone(), walk.finish(newest.is_some())))
}

/// What is known of the history up to some commit.
struct Walk<'r> {
    register: &'r Register,
    history: SiteHistory,
    lives: BTreeMap<ProposalId, Vec<(ObjectionId, ObjectionHistory)>>,
    /// The texts that are not in the register any more, by digest.
    earlier: BTreeSet<TextDigest>,
}

impl<'r> Walk<'r> {
    fn of(register: &'r Register) -> Self {
        let mut lives: BTreeMap<ProposalId, Vec<_>> = BTreeMap::new();
        let mut earlier = BTreeSet::new();
        for (id, folder) in &register.proposals {
            let life = |of: &ObjectionId| {
                let life = ObjectionHistory::of(id, of, &register.people);
                (of.clone(), life)
            };
            lives.insert(id.clone(), folder.objections.keys().map(life).collect());
            let revisions = folder.proposal.iter().flat_map(|own| &own.revisions);
            earlier.extend(revisions.map(|revision| revision.sha256.clone()));
        }
        Self {
            register,
            history: SiteHistory::default(),
            lives,
            earlier,
        }
    }

    fn commit(&mut self, commit: &MainCommit, moved: &[PathChange]) {
        let place = self.history.commits.len();
        let mut by_proposal: BTreeMap<ProposalId, Vec<PathChange>> = BTreeMap::new();
        for file in moved {
            self.history.last.insert(file.path.clone(), place);
            if let Some(id) = proposal_of(&file.path) {
                by_proposal.entry(id).or_default().push(file.clone());
            }
        }
        for (id, moved) in by_proposal {
            self.texts_in(&id, &moved);
            if !self.is_without_history(&id) {
                self.lived(&id, Some(commit), &moved);
            }
        }
        self.history.commits.push(commit.clone());
    }

    fn is_without_history(&self, id: &ProposalId) -> bool {
        let folder = self.register.proposals.get(id);
        folder.is_some_and(|folder| folder.names_no_commit())
    }

    /// A text has a name that no record of another kind has.
    fn texts_in(&mut self, id: &ProposalId, moved: &[PathChange]) {
        let inside = folder(id).len();
        let texts = moved.iter().filter(|file| {
            file.path
                .get(inside..)
                .is_some_and(|name| !name.contains('/') && !name.ends_with(".toml"))
        });
        for bytes in texts.filter_map(|file| file.after.as_ref()?.bytes()) {
            let digest = TextDigest::of(bytes);
            if self.earlier.contains(&digest) {
                self.history.texts.insert(digest, bytes.to_vec());
            }
        }
    }

    fn lived(&mut self, id: &ProposalId, commit: Option<&MainCommit>, moved: &[PathChange]) {
        for (_, life) in self.lives.entry(id.clone()).or_default() {
            let about = moved.iter().filter(|file| life.concerns(&file.path));
            let about: Vec<PathChange> = about.cloned().collect();
            if !about.is_empty() {
                life.landing(commit, &about);
            }
        }
    }

    /// What the records of a proposal say, as if all were from one commit.
    fn records(&mut self, id: &ProposalId) {
        let files = &self.register.snapshot.files;
        let moved: Vec<PathChange> = files
            .under(&folder(id))
            .map(|(path, content)| PathChange {
                path: path.clone(),
                before: None,
                after: Some(content.clone()),
            })
            .collect();
        self.texts_in(id, &moved);
        self.lived(id, None, &moved);
    }

    fn finish(mut self, is_walked: bool) -> SiteHistory {
        for id in self.register.proposals.keys() {
            if !is_walked || self.is_without_history(id) {
                self.records(id);
            }
        }
        let lives = self.lives.into_iter().flat_map(|(id, lives)| {
            let lives = lives.into_iter();
            lives.map(move |(of, life)| ((id.clone(), of), life.finish()))
        });
        self.history.objections = lives.collect();
        self.history
    }
}
