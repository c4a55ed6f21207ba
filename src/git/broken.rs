//! Says what is wrong with a `.git` that git cannot open: a folder with one is not a folder without git.

use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{GitError, absent};
use crate::value::command::shell_word;
use crate::value::hint::Hint;

/// What a git folder must have.
const PARTS: [&str; 3] = ["HEAD", "objects", "refs"];

/// The error for the nearest `.git` from `start` upwards, where libgit2 opens none and `said` why;
/// nothing where there is none.
pub(super) fn above(start: &Path, said: &git2::Error) -> Result<(), GitError> {
    match nearest(start.ancestors())? {
        None | Some((_, None)) if said.code() != git2::ErrorCode::NotFound => Ok(()),
        None => Ok(()),
        Some((folder, fault)) => Err(broken(folder, fault)),
    }
}

/// The error for a `.git` between `start` and the work tree that was found instead.
pub(super) fn below(start: &Path, top: &Path) -> Result<(), GitError> {
    let between = start.ancestors().take_while(|folder| *folder != top);
    match nearest(between)? {
        None => Ok(()),
        Some((folder, fault)) => Err(broken(folder, fault)),
    }
}

/// The first of some folders that has a `.git`, and what is wrong with that, if it can be seen.
fn nearest<'f>(
    mut folders: impl Iterator<Item = &'f Path>,
) -> Result<Option<(&'f Path, Option<String>)>, GitError> {
    folders
        .find_map(|folder| {
            let place = folder.join(".git");
            match fs::symlink_metadata(&place) {
                Ok(found) => Some(Ok((folder, fault(&place, &found)))),
                Err(error) if absent(&error) => None,
                Err(error) => Some(Err(GitError::outside("look at", &place, &error))),
            }
        })
        .transpose()
}

fn broken(folder: &Path, fault: Option<String>) -> GitError {
    let fault = fault.unwrap_or_else(|| format!("{} is broken", folder.join(".git").display()));
    let there = format!("git -C {}", shell_word(&folder.display().to_string()));
    let hint = Hint::run("to see what git says", format!("{there} status"));
    let hint = match folder.join(".git").is_file() {
        true => hint.or_run(
            "if this is a work tree that was moved",
            format!("{there} worktree repair"),
        ),
        false => hint.or_run("to make a new clone", "git clone ADDRESS"),
    };
    GitError::cannot_check(format!("{fault}, so git cannot open it")).hint(hint)
}

/// The error for a repository whose `HEAD` does not say what is checked out.
pub(super) fn without_head(git: &git2::Repository) -> Result<(), GitError> {
    use git2::ErrorCode::{NotFound, UnbornBranch};
    match git.head() {
        Err(error) if !matches!(error.code(), NotFound | UnbornBranch) => {
            let head = git.path().join("HEAD");
            let sentence = format!("{} cannot be read: {}", head.display(), error.message());
            let hint = Hint::run("to see what git says", "git status");
            Err(GitError::cannot_check(sentence).hint(hint))
        }
        _ => Ok(()),
    }
}

/// What is wrong there, as a sentence without its end; nothing where all parts are there.
fn fault(place: &Path, found: &Metadata) -> Option<String> {
    let shown = place.display();
    if found.is_dir() {
        return lacking(place);
    }
    let text = match fs::read_to_string(place) {
        Ok(text) => text,
        Err(error) if absent(&error) => return Some(format!("{shown} is a link to nothing")),
        Err(error) if error.kind() == io::ErrorKind::IsADirectory => return lacking(place),
        Err(error) => return Some(format!("{shown} cannot be read: {error}")),
    };
    match text.strip_prefix("gitdir:").map(str::trim) {
        None if text.trim().is_empty() => Some(format!("{shown} is an empty file")),
        None | Some("") => Some(format!("{shown} is a file that does not name a git folder")),
        Some(named) => {
            let named: PathBuf = place.parent().unwrap_or(place).join(named);
            let why = lacking(&named)?;
            Some(format!("{shown} names {}, but {why}", named.display()))
        }
    }
}

/// What a git folder lacks; nothing where its parts are there. The folder of a linked work tree has only
/// the first, and names the folder of the others.
fn lacking(folder: &Path) -> Option<String> {
    let shown = folder.display();
    if let Err(error) = fs::read_dir(folder) {
        return Some(match absent(&error) {
            true => format!("{shown} does not exist"),
            false => format!("{shown} cannot be read: {error}"),
        });
    }
    let shared = fs::read_to_string(folder.join("commondir"));
    let shared = shared.map_or_else(|_| folder.to_owned(), |to| folder.join(to.trim()));
    let homes = [folder, &shared, &shared];
    let lacks = |(part, home): &(&str, &Path)| fs::metadata(home.join(part)).is_err();
    let (part, home) = PARTS.into_iter().zip(homes).find(lacks)?;
    Some(format!("{} has no {part}", home.display()))
}
