//! Finds in the history the texts of a proposal's revisions, by their digests, and the commit that brought
//! each file.

use std::collections::BTreeMap;

use crate::git::{GitErrorKind, Repository};
use crate::record::proposal::Revision;
use crate::register::records::Register;
use crate::register::snapshot::{Content, MainCommit, Moment};
use crate::session::error::{Error, ErrorKind};
use crate::value::digest::{CommitId, TextDigest};
use crate::value::id::ProposalId;

/// The texts of some revisions, by digest.
///
/// Errors: one of them cannot be found.
pub(crate) fn texts(
    repository: &Repository,
    asked: &Register,
    proposal: &ProposalId,
    wanted: &[&Revision],
) -> Result<BTreeMap<TextDigest, Vec<u8>>, Error> {
    let mut search = TextSearch {
        open: wanted.to_vec(),
        found: BTreeMap::new(),
    };
    let folder = crate::register::snapshot::folder(proposal);
    for (path, content) in &asked.snapshot.files {
        if path.starts_with(&folder) {
            search.look_at(content);
        }
    }
    if let (Some(tip), false) = (tip(repository, asked)?, search.open.is_empty()) {
        search.go_back(repository, &tip, proposal)?;
    }
    match search.open.first() {
        None => Ok(search.found),
        Some(lost) => Err(nowhere(proposal, lost)),
    }
}

struct TextSearch<'s> {
    open: Vec<&'s Revision>,
    found: BTreeMap<TextDigest, Vec<u8>>,
}

impl TextSearch<'_> {
    fn look_at(&mut self, content: &Content) {
        let Some(bytes) = content.bytes().filter(|_| !self.open.is_empty()) else {
            return;
        };
        let digest = TextDigest::of(bytes);
        let open = self.open.len();
        self.open.retain(|revision| revision.sha256 != digest);
        if self.open.len() < open {
            self.found.insert(digest, bytes.to_vec());
        }
    }

    /// Follows the proposal's commits, newest first, until every text was found.
    fn go_back(
        &mut self,
        repository: &Repository,
        tip: &CommitId,
        proposal: &ProposalId,
    ) -> Result<(), Error> {
        for step in repository.moves(tip, proposal)? {
            let (_, moved) = step?;
            for content in moved.iter().flat_map(|moved| [&moved.after, &moved.before]) {
                content.iter().for_each(|content| self.look_at(content));
            }
            if self.open.is_empty() {
                break;
            }
        }
        Ok(())
    }
}

/// The commit whose history is searched; none where there is no git, or no commit yet.
fn tip(repository: &Repository, asked: &Register) -> Result<Option<CommitId>, Error> {
    match &asked.snapshot.moment {
        Moment::Commit(commit) => Ok(Some(commit.clone())),
        Moment::WorkTree if !repository.has_git() => Ok(None),
        Moment::WorkTree => match repository.head() {
            Ok(commit) => Ok(Some(commit)),
            Err(error) if error.kind == GitErrorKind::NoCommits => Ok(None),
            Err(error) => Err(error.into()),
        },
    }
}

fn nowhere(proposal: &ProposalId, lost: &Revision) -> Error {
    let (name, digest) = (lost.name, lost.sha256.short());
    Error::new(
        ErrorKind::CannotCheck,
        format!(
            "the text of {name} of {proposal} (sha256 {digest}) is in no commit of this repository"
        ),
        "look for the text in a full clone, or in the repository in which the register was made",
    )
}

/// For every file of a proposal's folder in `asked`, the newest commit that changed it. A file whose bytes
/// are not committed is left out, and so is everything where the history is missing.
pub(crate) fn landings(
    repository: &Repository,
    asked: &Register,
    proposal: &ProposalId,
) -> Result<BTreeMap<String, MainCommit>, Error> {
    let mut found = BTreeMap::new();
    if !repository.has_git() || repository.history_complete().is_err() {
        return Ok(found);
    }
    let tip = match &asked.snapshot.moment {
        Moment::Commit(commit) => commit.clone(),
        Moment::WorkTree => match repository.head() {
            Ok(commit) => commit,
            Err(_) => return Ok(found),
        },
    };
    let mut seen = std::collections::BTreeSet::new();
    for step in repository.moves(&tip, proposal)? {
        let (landing, moved) = step?;
        for file in moved {
            let first = seen.insert(file.path.clone());
            let there = asked.snapshot.files.get(&file.path);
            if first && there.is_some() && there == file.after.as_ref() {
                found.insert(file.path, landing.clone());
            }
        }
    }
    Ok(found)
}
