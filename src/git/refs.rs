//! Reads the references of a repository: the branch that is checked out, and the heads of pull requests.

use git2::ObjectType;

use super::commit_input::{Authorship, Identity};
use super::error::{GitError, if_found};
use super::read::{commit_name, object_name};
use super::repository::Repository;
use super::transaction::short;
use crate::value::clock::Instant;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;

/// A reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its full name, such as `refs/pull/7/head`.
    pub name: String,
    /// The commit; `None` where it names something else.
    pub commit: Option<CommitId>,
}

impl Repository {
    /// The branch that is checked out, as people type it; `None` where a commit is checked out.
    ///
    /// # Errors
    /// HEAD cannot be read.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        let head = self.git()?.find_reference("HEAD")?;
        let name = head.symbolic_target_bytes();
        let name = name.and_then(|name| std::str::from_utf8(name).ok());
        Ok(name.map(|name| short(name).to_owned()))
    }

    /// The last known commit of the remote's main branch, where the branch that is checked out follows it:
    /// the branch that the remote's `HEAD` names.
    ///
    /// # Errors
    /// A reference cannot be read.
    pub fn followed_main(&self) -> Result<Option<CommitId>, GitError> {
        let git = self.git()?;
        let target = |name: &str| -> Result<Option<String>, GitError> {
            let found = if_found(git.find_reference(name))?;
            let target = found.and_then(|it| it.symbolic_target_bytes().map(<[u8]>::to_vec));
            Ok(target.and_then(|name| String::from_utf8(name).ok()))
        };
        let Some(branch) = target("HEAD")? else {
            return Ok(None);
        };
        let followed = if_found(git.branch_upstream_name(&branch))?;
        let followed = followed.and_then(|name| String::from_utf8(name.to_vec()).ok());
        let Some((remote, _)) = followed.as_deref().and_then(|name| name.rsplit_once('/')) else {
            return Ok(None);
        };
        if target(&format!("{remote}/HEAD"))? != followed {
            return Ok(None);
        }
        let tip = if_found(git.refname_to_id(followed.as_deref().unwrap_or_default()))?;
        tip.map(commit_name).transpose()
    }

    /// The author of a commit, and when they made it.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn authored(&self, commit: &CommitId) -> Result<Authorship, GitError> {
        let found = self.git()?.find_commit(object_name(commit)?)?;
        let author = found.author();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let at = Instant::from_seconds(author.when().seconds());
        Ok(Authorship {
            author: Identity {
                name: text(author.name_bytes()),
                email: text(author.email_bytes()),
            },
            at: at.ok_or_else(|| GitError::refused("the date of a commit cannot be read"))?,
            offset: author.when().offset_minutes(),
        })
    }

    /// The message of a commit with one parent; `None` for a merge, and for the first commit.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn message(&self, commit: &CommitId) -> Result<Option<String>, GitError> {
        let found = self.git()?.find_commit(object_name(commit)?)?;
        let text = || String::from_utf8_lossy(found.message_bytes()).into_owned();
        Ok((found.parent_count() == 1).then(text))
    }

    /// A reference to what another repository has, if it has a commit: a remote-tracking branch, a pull
    /// request. Git notes nothing of what was pushed to an address.
    ///
    /// # Errors
    /// A reference or a commit that cannot be read.
    pub fn pushed(&self, commit: &CommitId) -> Result<Option<String>, GitError> {
        let (git, id) = (self.git()?, object_name(commit)?);
        for branch in self.references("refs/*")? {
            let own = ["heads/", "tags/", "notes/", "stash", "bisect/", "worktree/"];
            let name = branch.name.trim_start_matches("refs/");
            if own.iter().any(|own| name.starts_with(own)) {
                continue;
            }
            let Some(tip) = branch.commit.as_ref().map(object_name).transpose()? else {
                continue;
            };
            if tip == id || git.graph_descendant_of(tip, id)? {
                return Ok(Some(name.trim_start_matches("remotes/").to_owned()));
            }
        }
        Ok(None)
    }

    /// The references whose names match a pattern such as `refs/pull/*`, where `*` is any text: those with
    /// numbers in the order of their numbers, then the others by name. Of a pull request with both a
    /// `head` and a trial `merge`, only the head.
    ///
    /// # Errors
    /// A pattern that git cannot read; a name that is not UTF-8.
    pub fn references(&self, pattern: &str) -> Result<Vec<Reference>, GitError> {
        let git = self.git()?;
        let mut found = Vec::new();
        for reference in git.references_glob(pattern)? {
            let reference = reference?;
            let name = std::str::from_utf8(reference.name_bytes()).map_err(|_| {
                GitError::refused("the name of a reference is not UTF-8")
                    .hint(Hint::run("to see the names", "git for-each-ref"))
            })?;
            let commit = match reference.peel(ObjectType::Commit) {
                Ok(object) => Some(commit_name(object.id())?),
                Err(_) => None,
            };
            found.push(Reference {
                name: name.to_owned(),
                commit,
            });
        }
        let names: Vec<String> = found.iter().map(|one| one.name.clone()).collect();
        found.retain(|one| !is_trial(&one.name, &names));
        found.sort_by(|a, b| place(&a.name).cmp(&place(&b.name)));
        found.dedup_by(|a, b| a.name == b.name);
        Ok(found)
    }
}

fn is_trial(name: &str, all: &[String]) -> bool {
    let request = name.strip_suffix("/merge");
    request.is_some_and(|request| all.contains(&format!("{request}/head")))
}

/// By the first part that is a number; names without a number come last.
fn place(name: &str) -> (u64, &str) {
    let number = name.split('/').find_map(|part| part.parse().ok());
    (number.unwrap_or(u64::MAX), name)
}

#[cfg(test)]
mod tests {
    use super::{is_trial, place};

    #[test]
    fn requests_come_in_the_order_of_their_numbers() {
        let mut names = ["refs/pull/10/head", "refs/heads/a", "refs/pull/9/head"];
        names.sort_by(|a, b| place(a).cmp(&place(b)));
        assert_eq!(
            names,
            ["refs/pull/9/head", "refs/pull/10/head", "refs/heads/a"]
        );
    }

    #[test]
    fn a_trial_merge_is_none_of_its_own() {
        let all = [
            "refs/pull/7/head".to_owned(),
            "refs/pull/7/merge".to_owned(),
        ];
        assert!(is_trial(&all[1], &all));
        assert!(!is_trial(&all[0], &all));
        assert!(!is_trial("refs/heads/merge", &all));
    }
}
