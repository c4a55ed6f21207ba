//! Reads the files of git attributes outside a register that also apply to its records: those of folders above it,
//! and the one that only this clone has.

use std::fs;
use std::path::Path;

use super::error::{GitError, if_there};
use super::folder::content;
use super::objects::Kind;
use super::read::{join, object_name};
use super::repository::Repository;
use crate::register::snapshot::{AttributeFile, Content, Moment};

const NAME: &str = ".gitattributes";

impl Repository {
    /// The attribute files in the folders above the register in one state, and the file of this clone.
    ///
    /// # Errors
    /// The commit or the files cannot be read.
    pub fn attributes_above(&self, moment: &Moment) -> Result<Vec<AttributeFile>, GitError> {
        let mut found = Vec::new();
        let parts: Vec<&str> = self
            .prefix()
            .split('/')
            .filter(|part| !part.is_empty())
            .collect();
        for depth in 0..parts.len() {
            let (outer, inner) = parts.split_at(depth);
            let path = join(&outer.join("/"), NAME);
            found.extend(
                self.outer(moment, &path, inner.len())?
                    .map(|content| AttributeFile {
                        path: format!("{}{NAME}", "../".repeat(inner.len())),
                        depth: u32::try_from(depth).ok(),
                        inside: format!("{}/", inner.join("/")),
                        content,
                    }),
            );
        }
        if let Some(git) = self.opened() {
            let own = git.commondir().join("info").join("attributes");
            found.extend(on_disk(&own)?.map(|content| AttributeFile {
                path: format!("{}.git/info/attributes", "../".repeat(parts.len())),
                depth: None,
                inside: parts.iter().map(|part| format!("{part}/")).collect(),
                content,
            }));
        }
        Ok(found)
    }

    /// The file at a path from the top of the repository, so many folders above the register.
    fn outer(&self, moment: &Moment, path: &str, up: usize) -> Result<Option<Content>, GitError> {
        match (moment, self.folder()) {
            (Moment::Commit(commit), _) => {
                let reader = self.reader()?;
                let tree = reader.commit(object_name(commit)?)?.tree_id();
                let found = reader.objects.at(tree, path)?;
                let found = found.filter(|(kind, _)| *kind != Kind::Folder);
                found
                    .map(|(kind, id)| reader.objects.content(kind, id))
                    .transpose()
            }
            (Moment::WorkTree, Some(folder)) => match folder.ancestors().nth(up) {
                Some(top) => on_disk(&top.join(NAME)),
                None => Ok(None),
            },
            (Moment::WorkTree, None) => Ok(None),
        }
    }
}

fn on_disk(place: &Path) -> Result<Option<Content>, GitError> {
    match if_there(fs::symlink_metadata(place), "look at", place)? {
        Some(found) if found.is_file() => content(Kind::Plain, place),
        _ => Ok(None),
    }
}
