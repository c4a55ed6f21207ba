//! Reads snapshots from a git repository and writes pending commits into it. This is the only room that
//! uses git2, the file system and processes.

mod addresses;
mod attributes;
mod broken;
mod commit;
mod commit_input;
mod comparison;
mod decided;
mod delta;
mod difference;
pub(crate) mod disk;
mod error;
#[cfg(debug_assertions)]
pub mod fault;
mod folder;
mod folder_place;
mod gc;
mod history;
mod index;
mod index_plan;
mod kept;
mod known_commits;
mod known_trees;
mod large_trees;
mod lock;
mod main_line;
mod merge;
mod merge_commit;
mod new_tree;
mod objects;
mod open;
mod pack_index;
mod packed;
mod proposal_folders;
mod read;
mod refs;
mod repository;
mod sides;
mod signals;
mod stat;
#[cfg(test)]
mod tests;
mod touched;
mod transaction;
mod uncommitted;
mod unproven;
mod worktree;

pub use commit::CommitOutcome;
pub use commit_input::{Authorship, CommitInput, CommitMode, Identity};
pub use difference::difference;
pub use error::{GitError, GitErrorKind};
pub use folder_place::FolderPlace;
pub use history::{Landings, Moves, PutAside};
pub use main_line::{FilesOf, MainStep, WantedFiles};
pub use objects::{ReadCount, Strictness};
pub use open::found;
pub use proposal_folders::{FolderFiles, ProposalFolder};
pub use read::Budget;
pub use refs::Reference;
pub use repository::{PATIENCE, Repository, RosterName};
pub use signals::catch as catch_signals;
pub use uncommitted::Look;
