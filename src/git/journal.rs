//! The note that a write leaves while it lasts: which files it changes, so that a write that was
//! interrupted, or that came too late, is taken back.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::index::Index;
use super::objects::{Kind, Objects};
use super::worktree::{self, Prepared};

/// One file that a write changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Its path from the top of the work tree.
    pub(super) path: String,
    /// The object that it becomes; `None` where it goes.
    pub(super) becomes: Option<Oid>,
    /// Whether the file on the disk is changed; else it already was as wanted.
    pub(super) file: bool,
    /// Whether the index is changed; else it already was as wanted.
    pub(super) index: bool,
}

/// The steps of one write, on the disk as long as it lasts.
pub(super) struct Journal {
    place: PathBuf,
    steps: Vec<Step>,
}

/// Where a write that is taken back leads: the work tree's top, and the commit's tree whose state
/// the files are given again.
pub(super) struct Back<'b> {
    pub(super) top: &'b Path,
    pub(super) objects: &'b Objects<'b>,
    pub(super) tree: Option<Oid>,
}

impl Journal {
    /// Notes what is about to be changed.
    pub(super) fn begin(corner: &Path, steps: Vec<Step>) -> Result<Self, GitError> {
        let place = corner.join("journal");
        let text: String = steps.iter().map(line).collect();
        let write = || -> io::Result<()> {
            let mut file = worktree::builder().tempfile_in(corner)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&place)?;
            Ok(())
        };
        write().map_err(|error| GitError::outside("write", &place, &error))?;
        Ok(Self { place, steps })
    }

    /// What a writer noted that was interrupted, if one was.
    pub(super) fn left_over(corner: &Path) -> Result<Option<Self>, GitError> {
        let place = corner.join("journal");
        match fs::read_to_string(&place) {
            Ok(text) => Ok(Some(Self {
                steps: text.lines().filter_map(step).collect(),
                place,
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(GitError::outside("read", &place, &error)),
        }
    }

    /// The paths it speaks of, from the top of the work tree.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.steps.iter().map(|step| step.path.as_str())
    }

    /// The write is complete: nothing is to be taken back any more.
    pub(super) fn end(self) -> Result<(), GitError> {
        match fs::remove_file(&self.place) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(GitError::outside("remove", &self.place, &error))
            }
            _ => Ok(()),
        }
    }

    /// Takes back what was written and did not land: a file or a staged entry that is exactly as
    /// noted becomes again what the commit holds. What somebody changed since is left alone.
    pub(super) fn take_back(self, back: &Back<'_>, index: &mut Index) -> Result<(), GitError> {
        let mut restaged = false;
        for step in &self.steps {
            let landed = match back.tree {
                Some(tree) => back.objects.at(tree, &step.path)?,
                None => None,
            };
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
                worktree::sweep(folder);
            }
            worktree::remove_empty_above(back.top, path);
        }
        self.end()
    }
}

impl Back<'_> {
    fn file(&self, step: &Step, landed: Option<(Kind, Oid)>) -> Result<(), GitError> {
        let place = self.top.join(&step.path);
        let found = fs::symlink_metadata(&place);
        let as_written = match step.becomes {
            Some(id) => {
                found.is_ok_and(|found| found.is_file())
                    && Oid::hash_file(ObjectType::Blob, &place)? == id
            }
            None => found.is_err_and(|error| worktree::absent(&error)),
        };
        if !as_written {
            return Ok(());
        }
        match landed {
            None => worktree::remove(self.top, &step.path),
            Some((_, id)) => {
                let bytes = self.objects.read(id, ObjectType::Blob)?;
                Prepared::write(self.top, &step.path, bytes.data())?.place()?;
                Ok(())
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
    use super::{Step, line, step};
    use git2::Oid;

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
