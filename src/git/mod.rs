//! Git: snapshots out of a repository, entries into it. The only room that knows git2, the file
//! system and processes.

mod desk;
mod difference;
mod error;
mod folder;
mod history;
mod index;
mod lock;
mod merge;
mod objects;
mod open;
mod plan;
mod read;
mod refs;
mod repository;
mod worktree;
mod write;
mod writing;

pub use difference::difference;
pub use error::{GitError, GitErrorKind};
pub use history::{Landings, Moves};
pub use objects::Strictness;
pub use open::found;
pub use refs::Reference;
pub use repository::{PATIENCE, Repository};
pub use write::Landed;
pub use writing::Identity;
pub use writing::{Authored, How, Writing};
