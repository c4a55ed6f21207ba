//! Which folders an extent needs, and how much may be read in one go.

use super::error::GitError;
use crate::register::snapshot::{Extent, LONGEST_PATH};
use crate::value::id::ProposalId;

/// The folder that holds a folder for each proposal.
pub(super) const PROPOSALS: &str = "proposals";
/// The files at a register's root that belong to every extent.
const ALWAYS: [&str; 2] = ["charter.toml", "allowed_signers"];
/// The most folders that may lie inside one another below one of a register's own.
pub(super) const DEEPEST: usize = 12;
/// The most files that one snapshot may hold.
const MOST_FILES: usize = 2_000_000;
/// The most bytes that one snapshot may hold.
const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Which files at a register's root are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtRoot {
    All,
    Known,
}

/// What of a register's root an extent needs. Folders that no register has, such as the source
/// code beside one, are never looked into.
#[derive(Debug)]
pub(super) struct Scope {
    root: AtRoot,
    /// Folders to read whole, from the register's root.
    pub(super) folders: Vec<String>,
}

impl Scope {
    pub(super) fn of(extent: &Extent) -> Self {
        let (root, folders) = match extent {
            Extent::Everything => (AtRoot::All, vec!["participants", "meetings", PROPOSALS]),
            Extent::Roster => (AtRoot::Known, vec!["participants"]),
            Extent::Proposal(_) => (AtRoot::Known, vec!["participants", "meetings"]),
        };
        let mut folders: Vec<String> = folders.into_iter().map(str::to_owned).collect();
        if let Extent::Proposal(proposal) = extent {
            folders.push(proposal_folder(proposal));
        }
        Self { root, folders }
    }

    /// Whether what stands under `name` at the root is needed, folders left aside.
    pub(super) fn wants(&self, name: &str) -> bool {
        self.root == AtRoot::All || ALWAYS.contains(&name)
    }
}

/// The folder of one proposal, without a slash at its end.
pub(super) fn proposal_folder(proposal: &ProposalId) -> String {
    join(PROPOSALS, proposal.as_str())
}

/// `folder/name`, or the name alone at the root.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Whether a folder at `path`, `depth` folders down, is still looked into.
pub(super) fn too_deep(path: &str, depth: usize) -> bool {
    depth > DEEPEST || path.len() > LONGEST_PATH
}

/// What may still be read: a few small objects can name one another so often that they unfold
/// into more files than any machine holds.
#[derive(Debug, Default)]
pub(super) struct Budget {
    files: usize,
    bytes: u64,
}

impl Budget {
    /// Counts a file of so many bytes; an error where it is one too many.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), GitError> {
        self.files = self.files.saturating_add(1);
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.bytes = self.bytes.saturating_add(bytes);
        if self.files > MOST_FILES {
            return Err(too_much(&format!("more than {MOST_FILES} files")));
        }
        if self.bytes > MOST_BYTES {
            return Err(too_much("more than 2 GiB of records"));
        }
        Ok(())
    }
}

fn too_much(what: &str) -> GitError {
    GitError::cannot_check(format!(
        "the register holds {what}, and no register needs as much"
    ))
    .hint("ask for one proposal, or remove what does not belong into the register")
}

#[cfg(test)]
mod tests {
    use super::{Budget, MOST_FILES, Scope};
    use crate::register::snapshot::Extent;
    use crate::value::id::ProposalId;

    #[test]
    fn an_extent_needs_only_its_folders() {
        let proposal = Extent::Proposal(ProposalId::parse("retention").unwrap());
        let scope = Scope::of(&proposal);
        let folders = ["participants", "meetings", "proposals/retention"];
        assert_eq!(scope.folders, folders);
        assert!(scope.wants("charter.toml") && !scope.wants("README.md"));
        assert!(Scope::of(&Extent::Everything).wants("README.md"));
        assert_eq!(Scope::of(&Extent::Roster).folders, ["participants"]);
    }

    #[test]
    fn a_budget_ends() {
        let mut budget = Budget::default();
        assert!(budget.spend(1 << 30).is_ok());
        assert!(budget.spend(1 << 30).is_ok());
        assert!(budget.spend(1).is_err());
        let mut budget = Budget::default();
        assert!((0..MOST_FILES).all(|_| budget.spend(0).is_ok()));
        assert!(budget.spend(0).is_err());
    }
}
