//! Walks the history for the public site: the last commit of every proposal, the texts of revisions, and what happened to
//! each objection.

use std::collections::{BTreeMap, BTreeSet};

use crate::git::{FilesOf, MainStep, Repository, WantedFiles};
use crate::record::path::RecordPath;
use crate::register::objection_history::ObjectionHistory;
use crate::register::records::Register;
use crate::register::site_history::SiteHistory;
use crate::register::snapshot::{MainCommit, Moment, PathChange, folder, proposal_of};
use crate::session::error::Error;
use crate::value::digest::TextDigest;
use crate::value::id::{ObjectionId, ProposalId};

/// What the history says of the register and some of its proposals.
///
/// # Errors
/// The repository cannot be read, or lacks history.
pub(crate) fn site_history(
    repository: &Repository,
    register: &Register,
    some: &BTreeSet<ProposalId>,
) -> Result<(Option<MainCommit>, SiteHistory), Error> {
    let mut walk = Walk::of(register, some);
    let wanted = some.iter().map(|id| (id.to_string(), walk.files_of(id)));
    let wanted: WantedFiles = wanted.collect();
    let mut newest = None;
    match &register.snapshot.moment {
        Moment::Commit(tip) => repository.walk_line_of(tip, Some(&wanted), |step| {
            walk.commit(&step);
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
    /// The texts of revisions.
    earlier: BTreeSet<(ProposalId, TextDigest)>,
}

impl<'r> Walk<'r> {
    fn of(register: &'r Register, some: &BTreeSet<ProposalId>) -> Self {
        let mut lives: BTreeMap<ProposalId, Vec<_>> = BTreeMap::new();
        let mut earlier = BTreeSet::new();
        let proposals = register.proposals.iter();
        for (id, folder) in proposals.filter(|(id, _)| some.contains(*id)) {
            let life = |of: &ObjectionId| {
                let life = ObjectionHistory::of(id, of, &register.people);
                (of.clone(), life)
            };
            lives.insert(id.clone(), folder.objections.keys().map(life).collect());
            let revisions = folder.proposal.iter().flat_map(|own| &own.revisions);
            earlier.extend(revisions.map(|revision| (id.clone(), revision.sha256.clone())));
        }
        Self {
            register,
            history: SiteHistory::default(),
            lives,
            earlier,
        }
    }

    /// Without objections only the texts are needed.
    fn files_of(&self, id: &ProposalId) -> FilesOf {
        match self.lives.get(id).is_some_and(|lives| !lives.is_empty()) {
            true => FilesOf::All,
            false => FilesOf::Texts,
        }
    }

    fn commit(&mut self, step: &MainStep) {
        let commit = &step.landing;
        let place = self.history.commits.len();
        let proposals = step.proposals.iter();
        let proposals = proposals.filter_map(|name| ProposalId::parse(name).ok());
        let folders = proposals.map(|id| (folder(&id), place));
        self.history.last.extend(folders);
        let mut by_proposal: BTreeMap<ProposalId, Vec<&PathChange>> = BTreeMap::new();
        for file in &step.moved {
            match proposal_of(&file.path) {
                Some(id) => by_proposal.entry(id).or_default().push(file),
                None => {
                    self.history.last.insert(file.path.clone(), place);
                }
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

    fn texts_in(&mut self, id: &ProposalId, moved: &[&PathChange]) {
        let texts = moved.iter().filter(|file| {
            let record = RecordPath::identify(&file.path);
            matches!(record, Some(Ok(RecordPath::Text(..))))
        });
        for bytes in texts.filter_map(|file| file.after.as_ref()?.bytes()) {
            let text = (id.clone(), TextDigest::of(bytes));
            if self.earlier.contains(&text) {
                self.history.texts.insert(text, bytes.to_vec());
            }
        }
    }

    fn lived(&mut self, id: &ProposalId, commit: Option<&MainCommit>, moved: &[&PathChange]) {
        for (_, life) in self.lives.entry(id.clone()).or_default() {
            let about = moved.iter().filter(|file| life.concerns(&file.path));
            let about: Vec<PathChange> = about.map(|file| (*file).clone()).collect();
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
        let moved: Vec<&PathChange> = moved.iter().collect();
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
