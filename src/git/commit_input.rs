//! Says who commits by git's settings, when, and how far a write goes, and reads those settings.

use git2::ConfigLevel;

use super::error::{GitError, if_found};
use super::repository::Repository;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;

/// How far a write goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommitMode {
    /// To a commit on the branch that is checked out.
    Commit,
    /// To the work tree and the index, for people who commit by hand.
    StageOnly,
    /// Back to the parent of the commit that is checked out, which becomes as if it had not been made.
    Back,
}

/// The author of a commit that another person makes, and when they made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorship {
    /// Who.
    pub author: Identity,
    /// When.
    pub at: Instant,
    /// Their clock, in minutes east of UTC.
    pub offset: i32,
}

/// Who writes, when, and how far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitInput {
    /// Who commits; also the author where `authored` names no other.
    pub author: Identity,
    /// The date of the commit.
    pub now: Instant,
    /// How far it goes.
    pub how: CommitMode,
    /// The author, where that is not who commits.
    pub authored: Option<Authorship>,
    /// The commit from which the change was made; `None` where there was none yet.
    pub base: Option<CommitId>,
}

/// Where settings are the user's, nearest first.
const USERS: [ConfigLevel; 4] = [
    ConfigLevel::Global,
    ConfigLevel::XDG,
    ConfigLevel::System,
    ConfigLevel::ProgramData,
];

/// Name and email address of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The name, as git knows it.
    pub name: String,
    /// The email address, as git knows it.
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

    /// A setting of the user or of their machine. The configuration of the repository is ignored,
    /// because a repository from elsewhere must not choose a program to be run.
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

    /// Name and email address of the person who commits here, from git's settings.
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
                GitError::refused("git does not know your name and email address").hint(
                    Hint::run("to set them", "git config user.name \"YOUR NAME\"")
                        .or_run("and", "git config user.email NAME@example.org"),
                ),
            ),
        }
    }
}
