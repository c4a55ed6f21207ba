//! Plans a write: checks that each file can be written, and keeps a journal of the files while the write
//! runs, so that an interrupted write can be undone.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use super::commit_input::CommitInput;
use super::disk::{self, Disks};
use super::error::{GitError, absent, if_there};
use super::index::Index;
use super::objects::{Kind, Objects};
use super::repository::Repository;
use super::worktree::{self, PathState, PreparedWrite};
use crate::register::entry::PendingCommit;
use crate::register::snapshot::LONGEST_PATH;
use crate::value::hint::Hint;
use crate::value::text::shortened;

/// One file of a pending commit.
pub(super) struct File<'e> {
    /// From the top of the work tree.
    pub(super) path: String,
    /// Its new content; `None` where it is removed.
    pub(super) becomes: Option<Blob<'e>>,
    /// Whether the disk has it yet.
    pub(super) on_disk: PathState,
    /// Whether the index has it yet.
    pub(super) staged: PathState,
    /// Whether it differs from what the last commit has.
    pub(super) is_new: bool,
}

/// The new content of a file.
#[derive(Clone, Copy)]
pub(super) struct Blob<'e> {
    pub(super) bytes: &'e [u8],
    pub(super) id: Oid,
}

/// One write that has passed all checks.
pub(super) struct IndexPlan<'p> {
    pub(super) files: &'p [File<'p>],
    pub(super) entry: &'p PendingCommit,
    pub(super) writing: &'p CommitInput,
    /// Where a commit is wanted, the full name of its branch.
    pub(super) branch: Option<&'p str>,
}

/// The files of a pending commit, each checked.
pub(super) fn files<'e>(
    repository: &Repository,
    entry: &'e PendingCommit,
    back: &Rollback<'_>,
    index: &Index,
) -> Result<Vec<File<'e>>, GitError> {
    if index.has_conflicts() {
        return Err(
            GitError::refused("the index has merge conflicts").hint(Hint::run(
                "resolve them and commit; to see them",
                "git status",
            )),
        );
    }
    let changes = entry.changes().map(|(path, bytes)| {
        fit(path)?;
        Ok((repository.inside(path), bytes))
    });
    let changes: Vec<(String, _)> = changes.collect::<Result<_, GitError>>()?;
    let paths = changes.iter().map(|(path, _)| path.as_str());
    let there = all_at(back.objects, back.tree, paths)?;
    let mut files = Vec::new();
    for (path, bytes) in changes.clone() {
        let committed = there.get(path.as_str()).map(|(_, id)| *id);
        let becomes = bytes.map(Blob::of).transpose()?;
        let id = becomes.map(|blob| blob.id);
        files.push(File {
            on_disk: worktree::state(back.top, &path, committed, bytes)?,
            staged: staged(index, &path, committed, id)?,
            path,
            becomes,
            is_new: committed != id,
        });
    }
    Ok(files)
}

impl<'e> Blob<'e> {
    fn of(bytes: &'e [u8]) -> Result<Self, GitError> {
        let id = Oid::hash_object(ObjectType::Blob, bytes)?;
        Ok(Self { bytes, id })
    }
}

impl File<'_> {
    /// The object that it becomes.
    pub(super) fn id(&self) -> Option<Oid> {
        self.becomes.map(|blob| blob.id)
    }

    pub(super) fn step(&self) -> Step {
        Step {
            path: self.path.clone(),
            becomes: self.id(),
            file: self.on_disk == PathState::Old,
            index: self.staged == PathState::Old,
        }
    }
}

/// The entries at these paths of a tree, without those that are not there. Every folder is read once.
pub(super) fn all_at<'p>(
    objects: &Objects<'_>,
    root: Option<Oid>,
    paths: impl IntoIterator<Item = &'p str>,
) -> Result<BTreeMap<&'p str, (Kind, Oid)>, GitError> {
    let mut folders: BTreeMap<&str, BTreeMap<&[u8], &str>> = BTreeMap::new();
    for path in paths {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let names = folders.entry(folder).or_default();
        names.insert(name.as_bytes(), path);
    }
    let mut found = BTreeMap::new();
    for (folder, names) in folders {
        let Some((Kind::Folder, tree)) = objects.at(root, folder)? else {
            continue;
        };
        for node in objects.tree(tree)?.nodes() {
            let node = node?;
            if let Some(path) = names.get(node.name) {
                found.insert(*path, (node.kind, node.id));
            }
        }
    }
    Ok(found)
}

/// The state of a path in the index; refused where the user has staged something else there.
fn staged(
    index: &Index,
    path: &str,
    landed: Option<Oid>,
    id: Option<Oid>,
) -> Result<PathState, GitError> {
    if let Some(other) = id.and_then(|_| index.in_the_way(path)) {
        let sentence = format!("{path} cannot be written: {other} is staged in its place");
        let command = worktree::on_file("git restore --staged", &other);
        return Err(GitError::refused(sentence).hint(Hint::run("to unstage it", command)));
    }
    match index.get(path) {
        found if found == id => Ok(PathState::New),
        found if found == landed => Ok(PathState::Old),
        _ => {
            let sentence = format!("{path} has staged changes that are not committed");
            let unstage = worktree::on_file("git restore --staged", path);
            let hint = Hint::run("to keep them", "git commit").or_run("to unstage them", unstage);
            Err(GitError::refused(sentence).hint(hint))
        }
    }
}

/// Refuses a path that can lead out of the register, or into git's own folder.
fn fit(path: &str) -> Result<(), GitError> {
    let bad = |part: &str| {
        matches!(part, "" | "." | "..")
            || part.eq_ignore_ascii_case(".git")
            || part.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
    };
    if path.len() > LONGEST_PATH || path.split('/').any(bad) {
        let shown = shortened(path, 80);
        return Err(GitError::refused(format!(
            "\"{shown}\" is not a path inside a register"
        )));
    }
    Ok(())
}

/// One file that a write changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its path from the top of the work tree.
    pub(super) path: String,
    /// Its new object; `None` where it is removed.
    pub(super) becomes: Option<Oid>,
    /// Whether the file on the disk changes; if not, it already was as wanted.
    pub(super) file: bool,
    /// Whether the index changes; if not, it already was as wanted.
    pub(super) index: bool,
}

/// The steps of one write, on the disk while it runs.
pub(super) struct Journal {
    place: PathBuf,
    steps: Vec<Step>,
}

/// Where an undone write leads: the top of the work tree, and the tree of the commit whose state the files
/// get again.
pub(super) struct Rollback<'b> {
    pub(super) top: &'b Path,
    pub(super) disks: &'b Disks,
    pub(super) objects: &'b Objects<'b>,
    pub(super) tree: Option<Oid>,
}

impl Journal {
    /// Notes what will be changed.
    pub(super) fn begin(corner: &Path, steps: Vec<Step>) -> Result<Self, GitError> {
        let place = corner.join("journal");
        let text: String = steps.iter().map(line).collect();
        let write = || -> io::Result<()> {
            let file = disk::temporary(corner, text.as_bytes())?;
            disk::sync_each(file.as_file())?;
            disk::place(file.into_temp_path(), &place)
        };
        write().map_err(|error| GitError::outside("write", &place, &error))?;
        Ok(Self { place, steps })
    }

    /// The journal of an interrupted writer, if there is one.
    pub(super) fn left_over(corner: &Path) -> Result<Option<Self>, GitError> {
        let place = corner.join("journal");
        let text = if_there(fs::read_to_string(&place), "read", &place)?;
        Ok(text.map(|text| Self {
            steps: text.lines().filter_map(step).collect(),
            place,
        }))
    }

    /// The paths in it, from the top of the work tree.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.path.as_str())
    }

    /// Ends a complete write: nothing must be undone any more.
    pub(super) fn end(self) -> Result<(), GitError> {
        if_there(disk::remove_file(&self.place), "remove", &self.place).map(drop)
    }

    /// Undoes what was written and not committed: a file or a staged entry that is exactly as noted gets
    /// again the content of the commit. What was changed since then is left as it is.
    pub(super) fn take_back(self, back: &Rollback<'_>, index: &mut Index) -> Result<(), GitError> {
        let mut restaged = false;
        for step in &self.steps {
            let landed = back.objects.at(back.tree, &step.path)?;
            if landed.map(|(_, id)| id) == step.becomes {
                continue;
            }
            if step.file {
                back.file(step, landed)?;
            }
            if step.index && index.get(&step.path) == step.becomes {
                back.entry(step, landed, index)?;
                restaged = true;
            }
        }
        if restaged {
            index.save()?;
        }
        for path in self.paths() {
            if let Some(folder) = back.top.join(path).parent() {
                disk::sweep(folder);
            }
            worktree::remove_empty_above(back.top, path);
        }
        self.end()
    }
}

impl Rollback<'_> {
    fn file(&self, step: &Step, landed: Option<(Kind, Oid)>) -> Result<(), GitError> {
        let place = self.top.join(&step.path);
        let found = fs::symlink_metadata(&place);
        let as_written = match step.becomes {
            Some(id) => {
                found.is_ok_and(|found| found.is_file())
                    && Oid::hash_file(ObjectType::Blob, &place)? == id
            }
            None => found.is_err_and(|error| absent(&error)),
        };
        if !as_written {
            return Ok(());
        }
        match landed {
            None => worktree::remove(self.top, &step.path),
            Some((_, id)) => {
                let bytes = self.objects.read(id, ObjectType::Blob)?;
                let file = PreparedWrite::write(self.top, &step.path, &bytes)?;
                self.disks.sync_in(self.top)?;
                file.place().map(drop)
            }
        }
    }

    fn entry(
        &self,
        step: &Step,
        landed: Option<(Kind, Oid)>,
        index: &mut Index,
    ) -> Result<(), GitError> {
        let place = self.top.join(&step.path);
        match (landed, fs::symlink_metadata(&place)) {
            (Some((_, id)), Ok(found)) => index.put_unread(&step.path, id, &found),
            _ => index.remove(&step.path),
        }
    }
}

fn line(step: &Step) -> String {
    let mark = |what: bool, letter: char| if what { letter } else { '-' };
    let (file, index) = (mark(step.file, 'f'), mark(step.index, 'i'));
    let becomes = step.becomes.unwrap_or(Oid::ZERO_SHA1);
    format!("{file}{index} {becomes} {}\n", step.path)
}

fn step(line: &str) -> Option<Step> {
    let (marks, rest) = line.split_once(' ')?;
    let (becomes, path) = rest.split_once(' ')?;
    let becomes = Oid::from_str(becomes).ok()?;
    Some(Step {
        path: path.to_owned(),
        becomes: (!becomes.is_zero()).then_some(becomes),
        file: marks.starts_with('f'),
        index: marks.ends_with('i'),
    })
}

#[cfg(test)]
mod tests {
    use git2::Oid;

    use super::{Step, line, step};

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let some = Oid::from_str(&"a1".repeat(20)).ok();
        assert!(some.is_some());
        for (file, index, becomes) in [(true, true, some), (true, false, some), (false, true, None)]
        {
            let path = "proposals/a b/text.md".to_owned();
            let written = Step {
                path,
                becomes,
                file,
                index,
            };
            let text = line(&written);
            assert_eq!(step(text.trim_end_matches('\n')), Some(written), "{text}");
        }
        assert_eq!(step("nonsense"), None);
    }
}
