//! The names of files, without what they hold: what lies in one folder of every proposal.

use super::error::GitError;
use super::objects::{Kind, text};
use super::repository::Repository;
use super::scope::{PROPOSALS, Scope, join};
use crate::register::snapshot::{Extent, Moment};

impl Repository {
    /// The paths of all that lies right inside the folder `inside` of any proposal at a moment, by
    /// path; no file is opened.
    ///
    /// # Errors
    /// The commit or the work tree cannot be read.
    pub fn filed(&self, moment: &Moment, inside: &str) -> Result<Vec<String>, GitError> {
        let mut paths = match moment {
            Moment::Commit(commit) => match self.reader()?.root(commit)? {
                Some(root) => self.filed_in(root, inside)?,
                None => Vec::new(),
            },
            Moment::WorkTree => {
                let places = self.on_disk()?.places(&Scope::of(&Extent::Everything))?;
                places
                    .into_keys()
                    .filter(|path| lies_in(path, inside))
                    .collect()
            }
        };
        paths.sort();
        Ok(paths)
    }

    fn filed_in(&self, root: git2::Oid, inside: &str) -> Result<Vec<String>, GitError> {
        let reader = self.reader()?;
        let mut paths = Vec::new();
        let Some(proposals) = reader.objects.folder(root, PROPOSALS)? else {
            return Ok(paths);
        };
        for proposal in reader.objects.tree(proposals)?.nodes() {
            let proposal = proposal?;
            if proposal.kind != Kind::Folder {
                continue;
            }
            let Some(folder) = reader.objects.folder(proposal.id, inside)? else {
                continue;
            };
            let above = join(&join(PROPOSALS, &text(proposal.name)), inside);
            for file in reader.objects.tree(folder)?.nodes() {
                let file = file?;
                if file.kind != Kind::Folder {
                    paths.push(join(&above, &text(file.name)));
                }
            }
        }
        Ok(paths)
    }
}

fn lies_in(path: &str, inside: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    matches!(parts.as_slice(), [top, _, folder, _] if *top == PROPOSALS && *folder == inside)
}
