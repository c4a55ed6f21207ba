//! Finds a register, from a folder upwards, in the work tree or in the commit that is checked out. Also
//! makes a new repository, and checks whether the history is complete: a shortened or rewritten one can
//! be read without an error, but shows other commits than there were.

use std::path::{Path, PathBuf};

use git2::RepositoryOpenFlags;

use super::broken;
use super::error::{GitError, GitErrorKind, if_found};
use super::lock::remove_left_over;
use super::objects::{Objects, Strictness};

use crate::value::hint::Hint;

/// The file that marks a register's root.
const CHARTER: &str = "charter.toml";

/// What was found: a repository or none, the register's folder on the disk, and its path inside
/// the repository.
pub(super) struct Found {
    pub(super) git: Option<git2::Repository>,
    pub(super) root: Option<PathBuf>,
    pub(super) prefix: String,
}

/// Finds the register that contains `start`; in a bare repository, in one of these commits.
pub(super) fn register(start: &Path, commits: &[&str]) -> Result<Found, GitError> {
    let there = start.ancestors().find(|folder| folder.exists());
    let there = there.unwrap_or(start);
    let found = repository(&existing(there)?)?;
    if let Some(git) = found.as_ref().filter(|git| git.is_bare()) {
        let below = start.strip_prefix(there).unwrap_or(Path::new(""));
        let place = existing(there)?.join(below);
        let top = existing(git.path())?;
        let prefix = bare(git, place.strip_prefix(top).unwrap_or(below), commits)?;
        return Ok(Found {
            prefix: slashed(&prefix.ok_or_else(|| no_register(start))?)?,
            git: found,
            root: None,
        });
    }
    let start = existing(start)?;
    let (Some(git), Some(top)) = (&found, found.as_ref().map_or(Ok(None), top)?) else {
        return without_git(&start);
    };
    let inside = start.strip_prefix(&top).unwrap_or(Path::new(""));
    let on_disk = inside.ancestors().find(|folder| marked(&top.join(folder)));
    let prefix = match on_disk {
        Some(folder) => folder.to_owned(),
        None => committed(git, tip(git)?, inside)?.ok_or_else(|| no_register(&start))?,
    };
    Ok(Found {
        root: Some(top.join(&prefix)),
        prefix: slashed(&prefix)?,
        git: found,
    })
}

/// The repository around `start`, where a register will be created in `start`.
pub(super) fn for_init(start: &Path) -> Result<Found, GitError> {
    let start = existing(start)?;
    let Some(git) = repository(&start)? else {
        let sentence = format!("{} is not in a git repository", start.display());
        return Err(GitError::new(GitErrorKind::NotARepository, sentence)
            .hint(Hint::run("to make one here", "git init")));
    };
    let Some(top) = top(&git)? else {
        return Err(
            GitError::refused("this repository is bare: it has no work tree to write to")
                .hint("make a clone with git clone, and work there"),
        );
    };
    let inside = start.strip_prefix(&top).unwrap_or(Path::new(""));
    if inside.starts_with(".git") {
        return Err(GitError::refused(
            "a register cannot be in git's own folder",
        ));
    }
    let prefix = slashed(inside)?;
    Ok(Found {
        git: Some(git),
        root: Some(start),
        prefix,
    })
}

fn existing(start: &Path) -> Result<PathBuf, GitError> {
    start
        .canonicalize()
        .map_err(|error| GitError::outside("open the folder", start, &error))
}

/// The repository around a folder; the user's environment says where configuration is, as for git.
fn repository(start: &Path) -> Result<Option<git2::Repository>, GitError> {
    // This program hashes where `Strictness` asks for it. libgit2's own switch is for the whole process,
    // on by default, and costs two fifths of a read.
    git2::opts::strict_hash_verification(false);
    let nowhere: [&str; 0] = [];
    let flags = RepositoryOpenFlags::FROM_ENV;
    let found = match git2::Repository::open_ext(start, flags, nowhere) {
        Ok(git) => Some(git),
        Err(said) => {
            broken::above(start, &said)?;
            if_found(Err(said))?
        }
    };
    // Git looks further up for another repository, whose records these are not.
    if let Some(top) = found.as_ref().map(top).transpose()?.flatten() {
        broken::below(start, &top)?;
    }
    if let Some(git) = &found {
        broken::without_head(git)?;
        remove_left_over(git.path(), git.commondir());
    }
    Ok(found)
}

/// The repository with this git folder, opened again.
pub(super) fn reopened(git_dir: &Path) -> Result<git2::Repository, GitError> {
    let flags = RepositoryOpenFlags::FROM_ENV | RepositoryOpenFlags::NO_SEARCH;
    let nowhere: [&str; 0] = [];
    Ok(git2::Repository::open_ext(git_dir, flags, nowhere)?)
}

/// The top of the work tree without symbolic links; `None` for a bare repository.
fn top(git: &git2::Repository) -> Result<Option<PathBuf>, GitError> {
    git.workdir().map(existing).transpose()
}

fn marked(folder: &Path) -> bool {
    folder.join(CHARTER).symlink_metadata().is_ok()
}

fn without_git(start: &Path) -> Result<Found, GitError> {
    match start.ancestors().find(|folder| marked(folder)) {
        Some(root) => Ok(Found {
            git: None,
            root: Some(root.to_owned()),
            prefix: String::new(),
        }),
        None => {
            let sentence = format!(
                "{} is not in a git repository, and no folder above it has a {CHARTER}",
                start.display()
            );
            Err(GitError::new(GitErrorKind::NotARepository, sentence).hint(
                Hint::run(
                    "go to a clone of the register, or make a new one",
                    "git init",
                )
                .or_run("then", "plenary init"),
            ))
        }
    }
}

/// The register's folder in a bare repository: at or above `inside` in the first of these commits that has
/// one, or in the commit that `HEAD` names.
fn bare(
    git: &git2::Repository,
    inside: &Path,
    commits: &[&str],
) -> Result<Option<PathBuf>, GitError> {
    if commits.is_empty() {
        return committed(git, tip(git)?, inside);
    }
    for rev in commits {
        let named = git.revparse_single(rev).and_then(|it| it.peel_to_commit());
        let named = if_found(named)?.map(|commit| commit.id());
        if let Some(found) = committed(git, named, inside)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// The nearest folder at or above `inside` that has a charter in a commit.
fn committed(
    git: &git2::Repository,
    commit: Option<git2::Oid>,
    inside: &Path,
) -> Result<Option<PathBuf>, GitError> {
    let Some(tip) = commit else {
        return Ok(None);
    };
    let tree = git.find_commit(tip)?.tree_id();
    let objects = Objects::new(git, Strictness::Trusting)?;
    for folder in inside.ancestors() {
        let charter = slashed(&folder.join(CHARTER))?;
        if objects.at(tree, &charter)?.is_some() {
            return Ok(Some(folder.to_owned()));
        }
    }
    Ok(None)
}

/// The commit that is checked out; `None` before the first.
pub(super) fn tip(git: &git2::Repository) -> Result<Option<git2::Oid>, GitError> {
    match git.head() {
        Ok(head) => Ok(Some(head.peel_to_commit()?.id())),
        Err(error) if error.code() == git2::ErrorCode::UnbornBranch => Ok(None),
        Err(error) if error.code() == git2::ErrorCode::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn no_register(start: &Path) -> GitError {
    let sentence = format!(
        "{} is in a git repository, but neither it nor a folder above it has a {CHARTER}",
        start.display()
    );
    GitError::new(GitErrorKind::NotARegister, sentence).hint(
        Hint::from("for a register in another folder, add -C DIR")
            .or_run("to create a register here", "plenary init"),
    )
}

/// A path with `/` between its parts.
fn slashed(path: &Path) -> Result<String, GitError> {
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| {
        let sentence = format!("the folder name {} is not UTF-8", path.display());
        GitError::refused(sentence).hint("rename the folder")
    })
}

/// Makes an empty repository in `folder`, with the branch `main` and no template, so that it does not
/// depend on the settings of this machine.
///
/// # Errors
/// The folder exists and is not empty; an error of the operating system.
pub fn found(folder: &Path) -> Result<(), GitError> {
    let occupied = std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some());
    if occupied {
        let sentence = format!(
            "the folder {} already exists and is not empty",
            folder.display()
        );
        return Err(GitError::new(GitErrorKind::Refused, sentence).hint("name another folder"));
    }
    let mut options = git2::RepositoryInitOptions::new();
    options
        .initial_head("main")
        .external_template(false)
        .no_reinit(true)
        .mkpath(true);
    git2::Repository::init_opts(folder, &options)?;
    Ok(())
}

/// An error where history is shallow, grafted or replaced, or where objects were left out.
pub(super) fn complete(git: &git2::Repository) -> Result<(), GitError> {
    let common = git.commondir();
    if filled(&common.join("shallow")) {
        return Err(GitError::cannot_check(
            "this is a shallow clone: older commits are missing, so the history cannot be checked",
        )
        .hint(Hint::run("to fetch them", "git fetch --unshallow")));
    }
    let grafts = common.join("info").join("grafts");
    if filled(&grafts) {
        let sentence = format!(
            "{} changes the parents of commits, so the history cannot be trusted",
            grafts.display()
        );
        return Err(GitError::cannot_check(sentence).hint("move that file away"));
    }
    if git.references_glob("refs/replace/*")?.next().is_some() {
        return Err(GitError::cannot_check(
            "this clone replaces git objects, so its history cannot be trusted",
        )
        .hint(
            Hint::run("to see them", "git replace --list")
                .or_run("to remove one", "git replace --delete NAME"),
        ));
    }
    if partial(git)? {
        return Err(GitError::cannot_check(
            "this is a partial clone: objects are missing, so the history cannot be checked",
        )
        .hint("make a full clone, without --filter"));
    }
    Ok(())
}

fn filled(path: &std::path::Path) -> bool {
    path.metadata().is_ok_and(|found| found.len() > 0)
}

fn partial(git: &git2::Repository) -> Result<bool, GitError> {
    let config = git.config()?;
    let mut promised = false;
    config
        .entries(Some(r"remote\..*\.promisor"))?
        .for_each(|entry| promised |= entry.value().is_ok_and(|value| value != "false"))?;
    Ok(promised)
}
