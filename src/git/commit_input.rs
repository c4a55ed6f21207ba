//! The circumstances of a write: whose it is by git's settings, when, how far it goes. And these
//! settings, as far as this program asks for them.

use git2::ConfigLevel;

use super::error::{GitError, if_found};
use super::repository::Repository;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;

/// How far a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitMode {
    /// To a commit on the branch that is checked out.
    Commit,
    /// To the work tree and the index, for people who commit by hand.
    StageOnly,
}

/// Whose work a commit carries that somebody else makes, and when they made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorship {
    /// Who.
    pub author: Identity,
    /// When.
    pub at: Instant,
    /// Their clock, in minutes east of UTC.
    pub offset: i32,
}

/// The circumstances of a write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInput {
    /// Who commits; the author as well where `authored` names no other.
    pub author: Identity,
    /// The date of the commit.
    pub now: Instant,
    /// How far it goes.
    pub how: CommitMode,
    /// Whose work it is, where that is not whoever commits.
    pub authored: Option<Authorship>,
    /// The commit from which the entry was made; `None` where there was none yet.
    pub base: Option<CommitId>,
}

/// Where settings are the user's, nearest first.
const USERS: [ConfigLevel; 4] = [
    ConfigLevel::Global,
    ConfigLevel::XDG,
    ConfigLevel::System,
    ConfigLevel::ProgramData,
];

/// Whose commit it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name, as git knows it.
    pub name: String,
    /// The e-mail address, as git knows it.
    pub email: String,
}

impl Repository {
    /// A setting of git, such as `plenary.participant` or `user.email`.
    ///
    /// # Errors
    /// The settings cannot be read.
    pub fn config(&self, key: &str) -> Result<Option<String>, GitError> {
        let Some(git) = self.opened() else {
            return Ok(None);
        };
        if_found(git.config()?.snapshot()?.get_string(key))
    }

    /// A setting of the user's own, or of their machine's. What a repository's configuration says
    /// is passed over: a repository that came from elsewhere must not name a program to be run.
    ///
    /// # Errors
    /// The settings cannot be read.
    pub fn users_config(&self, key: &str) -> Result<Option<String>, GitError> {
        let Some(git) = self.opened() else {
            return Ok(None);
        };
        let config = git.config()?;
        for level in USERS {
            let Ok(mut own) = config.open_level(level) else {
                continue;
            };
            if let Ok(value) = own.snapshot()?.get_string(key) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Name and address of whoever commits here, from git's settings.
    ///
    /// # Errors
    /// Refused where git does not know them.
    pub fn identity(&self) -> Result<Identity, GitError> {
        let known = |key| -> Result<Option<String>, GitError> {
            Ok(self.config(key)?.filter(|value| !value.trim().is_empty()))
        };
        match (known("user.name")?, known("user.email")?) {
            (Some(name), Some(email)) => Ok(Identity { name, email }),
            _ => Err(
                GitError::refused("git does not know who commits here").hint(
                    "git config user.name \"Your Name\" && git config user.email you@example.org",
                ),
            ),
        }
    }
}
