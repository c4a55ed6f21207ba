//! Git: snapshots out of a repository, entries into it. The only room that knows git2, the file
//! system and processes.

mod commit;
mod compare;
mod complete;
mod config;
mod desk;
mod difference;
mod error;
mod filed;
mod folder;
mod found;
mod history;
mod index;
mod journal;
mod lock;
mod loose;
mod merge;
mod objects;
mod open;
mod plan;
mod preview;
mod read;
mod refs;
mod repository;
mod scope;
mod tree;
mod worktree;
mod write;
mod writing;

pub use config::Identity;
pub use difference::difference;
pub use error::{GitError, GitErrorKind};
pub use found::found;
pub use history::{Landings, Moves};
pub use objects::Strictness;
pub use refs::Reference;
pub use repository::{PATIENCE, Repository};
pub use write::Landed;
pub use writing::{Authored, How, Writing};
