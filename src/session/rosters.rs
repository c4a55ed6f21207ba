//! Keeps the charters and participant lists that calls froze, so that each is read once.

use std::collections::BTreeMap;

use crate::git::{Repository, RosterName};
use crate::register::people::People;
use crate::register::records::Register;
use crate::register::snapshot::{Extent, Moment};
use crate::session::error::Error;
use crate::value::digest::CommitId;

/// Charters and participant lists that were read for calls. Many calls freeze the same commit, or one with the same
/// charter and participant list.
#[derive(Default)]
pub(crate) struct Rosters {
    by_commit: BTreeMap<CommitId, Register>,
    by_name: BTreeMap<RosterName, Register>,
    /// One that was read with the proposals, before its name is known.
    beside: Option<(CommitId, Register)>,
}

impl Rosters {
    /// Those of a register with exactly the files of its commit. Where somebody has a former id, a frozen list is read
    /// again, because it has other present ids.
    pub(crate) fn beside(register: &Register) -> Self {
        let commit = register.snapshot.moment.commit();
        let commit = commit.filter(|_| !register.people.has_former_ids());
        Self {
            beside: commit.map(|commit| (commit.clone(), register.roster_at(commit))),
            ..Self::default()
        }
    }

    /// The one of a commit, with everybody under the ids of `people`.
    pub(crate) fn of(
        &mut self,
        repository: &Repository,
        commit: &CommitId,
        people: &People,
    ) -> Result<Register, Error> {
        if let Some(known) = self.by_commit.get(commit) {
            return Ok(known.clone());
        }
        if let Some((commit, register)) = self.beside.take() {
            self.by_name.insert(repository.roster(&commit)?, register);
        }
        let name = repository.roster(commit)?;
        let read = match self.by_name.get(&name) {
            Some(same) => same.roster_at(commit),
            None => {
                let moment = Moment::Commit(commit.clone());
                Register::read_as(repository.files(&moment, &Extent::Roster)?, people)
            }
        };
        self.by_name.insert(name, read.clone());
        self.by_commit.insert(commit.clone(), read.clone());
        Ok(read)
    }
}
