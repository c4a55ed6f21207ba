//! Git's settings, as far as this program asks for them.

use super::error::GitError;
use super::repository::Repository;

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
    pub fn config(&self, key: &str) -> Result<Option<String>, GitError> {
        let Some(git) = self.opened() else {
            return Ok(None);
        };
        match git.config()?.snapshot()?.get_string(key) {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Name and address of whoever commits here, from git's settings.
    ///
    /// Errors: refused where git does not know them.
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
