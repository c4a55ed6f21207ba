//! Finds what differs between the work tree and the commit that is checked out. Both are walked side by side, so
//! only the names of one folder at a time are at hand.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, JoinHandle};

use git2::{ObjectType, Oid};

use super::error::GitError;
use super::folder::{Folder, content};
use super::objects::{Kind, text};
use super::read::{Budget, PROPOSALS, Reader, Scope, join, proposal_folder, too_deep};
use super::repository::{Repository, same_bytes};
use super::stat::Stats;
use crate::record::misplaced::is_like_toml;
use crate::register::snapshot::{Content, Extent, LONGEST_PATH};

/// Reading an index of so many bytes takes about as long as reading a few hundred files.
const LARGE_INDEX: u64 = 8 * 1024 * 1024;

impl Repository {
    /// The paths of the extent whose bytes in the work tree differ from those in the commit checked out, by
    /// path from the register's root. A difference in line ends does not count.
    ///
    /// Where only part of the tree is checked out (a sparse checkout), a missing file is not a change.
    ///
    /// # Errors
    /// The work tree or the commit checked out cannot be read.
    pub fn uncommitted(&self, extent: &Extent) -> Result<Vec<String>, GitError> {
        let reader = self.reader()?;
        let root = reader.root(&self.head()?)?;
        let mut walk = Walk {
            repository: self,
            folder: self.on_disk()?,
            stats: self.stats(extent)?,
            sparse: self.config("core.sparsecheckout")?.as_deref() == Some("true"),
            only_toml: false,
            path: String::new(),
            budgets: Default::default(),
            changed: Vec::new(),
            reader,
        };
        walk.register(root, &Scope::of(extent))?;
        let mut changed = walk.changed;
        changed.sort();
        changed.dedup();
        Ok(changed)
    }

    /// The same in a thread of its own, while the caller goes on.
    ///
    /// # Errors
    /// The repository cannot be opened once more, or there is no room for a thread.
    pub fn look_for_uncommitted(&self, extent: &Extent) -> Result<Look, GitError> {
        let (beside, extent) = (self.beside()?, extent.clone());
        let started = thread::Builder::new().spawn(move || beside.uncommitted(&extent));
        started.map(Look).map_err(|error| {
            let here = self.folder().unwrap_or(Path::new("."));
            GitError::outside("start to look at", here, &error)
        })
    }

    /// What git's index says of the files. For a few files, reading them takes less than reading a large index.
    fn stats(&self, extent: &Extent) -> Result<Option<Stats>, GitError> {
        let git = self.git()?;
        let size = git
            .path()
            .join("index")
            .metadata()
            .map_or(0, |found| found.len());
        let pays = *extent == Extent::Everything || size <= LARGE_INDEX;
        let elsewhere = || self.config("core.attributesfile");
        let all = format!("{}/", self.inside(PROPOSALS));
        let own = match extent {
            Extent::Everything => all.clone(),
            Extent::Proposal(id) => format!("{}/", self.inside(&proposal_folder(id))),
            Extent::Roster => String::new(),
        };
        let wanted = |path: &[u8]| {
            !path.starts_with(all.as_bytes())
                || (!own.is_empty() && path.starts_with(own.as_bytes()))
        };
        Ok(match git.workdir() {
            Some(top) if pays && elsewhere()?.is_none() => {
                Stats::read(git.path(), git.commondir(), top, wanted)
            }
            _ => None,
        })
    }
}

/// A look at the work tree that may not be finished.
pub struct Look(JoinHandle<Result<Vec<String>, GitError>>);

impl Look {
    /// Waits until it is finished, and gives what [`Repository::uncommitted`] gives.
    ///
    /// # Errors
    /// As there.
    pub fn found(self) -> Result<Vec<String>, GitError> {
        self.0.join().unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// What is at a path in the commit.
type Landed = (Kind, Oid);

/// What is at a path on the disk.
struct Lying {
    kind: Kind,
    place: Place,
}

enum Place {
    Listed(fs::DirEntry),
    Named(PathBuf),
}

impl Lying {
    fn place(&self) -> PathBuf {
        match &self.place {
            Place::Listed(entry) => entry.path(),
            Place::Named(place) => place.clone(),
        }
    }

    fn metadata(&self) -> io::Result<Metadata> {
        match &self.place {
            Place::Listed(entry) => entry.metadata(),
            Place::Named(place) => fs::symlink_metadata(place),
        }
    }
}

struct Walk<'w> {
    repository: &'w Repository,
    reader: Reader<'w>,
    folder: Folder<'w>,
    stats: Option<Stats>,
    sparse: bool,
    /// Whether of the files in folders only those count that can be meant as TOML.
    only_toml: bool,
    /// Where the walk is, from the register's root.
    path: String,
    budgets: [Budget; 2],
    changed: Vec<String>,
}

/// Receives what is at the path of the walk.
type Visit<'v, 'w> =
    dyn FnMut(&mut Walk<'w>, Option<Landed>, Option<Lying>) -> Result<(), GitError> + 'v;

impl<'w> Walk<'w> {
    fn register(&mut self, root: Option<Oid>, scope: &Scope) -> Result<(), GitError> {
        self.only_toml = true;
        self.each(root, Some(self.folder.root), &mut |walk, landed, lying| {
            let wanted = |kind| match kind {
                Kind::Folder => scope.is_like_ours(&walk.path),
                _ => scope.wants(&walk.path),
            };
            let landed = landed.filter(|(kind, _)| wanted(*kind));
            let lying = lying.filter(|lying| wanted(lying.kind));
            walk.place(landed, lying, true, 0)
        })?;
        self.only_toml = false;
        for folder in &scope.folders {
            let (landed, lying) = (self.landed(root, folder)?, self.lying(folder)?);
            let ends = landed.iter().map(|(end, _)| *end);
            let ends: BTreeSet<usize> = ends.chain(lying.iter().map(|(end, _)| *end)).collect();
            let (mut landed, mut lying) = (landed, lying);
            for end in ends {
                self.path = folder.get(..end).unwrap_or(folder).to_owned();
                let landed = landed
                    .take_if(|(at, _)| *at == end)
                    .map(|(_, landed)| landed);
                let lying = lying.take_if(|(at, _)| *at == end).map(|(_, lying)| lying);
                self.place(landed, lying, true, 0)?;
            }
        }
        Ok(())
    }

    /// What the commit has at a path, or where it ends above, and how many bytes of the path that is.
    fn landed(&self, root: Option<Oid>, path: &str) -> Result<Option<(usize, Landed)>, GitError> {
        for end in ends(path) {
            match self
                .reader
                .objects
                .at(root, path.get(..end).unwrap_or(path))?
            {
                Some((Kind::Folder, _)) if end < path.len() => {}
                found => return Ok(found.map(|landed| (end, landed))),
            }
        }
        Ok(None)
    }

    /// The same on the disk.
    fn lying(&self, path: &str) -> Result<Option<(usize, Lying)>, GitError> {
        for end in ends(path) {
            let place = self.folder.root.join(path.get(..end).unwrap_or(path));
            match self.folder.kind(&place)? {
                Some(Kind::Folder) if end < path.len() => {}
                found => {
                    let place = Place::Named(place);
                    return Ok(found.map(|kind| (end, Lying { kind, place })));
                }
            }
        }
        Ok(None)
    }

    /// Visits every name in a folder of the commit, or in that of the disk at the same path.
    fn each(
        &mut self,
        landed: Option<Oid>,
        lying: Option<&Path>,
        visit: &mut Visit<'_, 'w>,
    ) -> Result<(), GitError> {
        let tree = self.reader.objects.tree_or_empty(landed)?;
        let mut old = tree.nodes().collect::<Result<Vec<_>, _>>()?;
        old.sort_by_key(|node| node.name);
        let new = lying.map(|folder| self.folder.listed(folder)).transpose()?;
        let mut old = old.into_iter().peekable();
        let mut new = new.unwrap_or_default().into_iter().peekable();
        let length = self.path.len();
        loop {
            let next = match (old.peek(), new.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some((name, ..))) => old.name.cmp(name.as_encoded_bytes()),
            };
            let before = old.next_if(|_| next != Ordering::Greater);
            let after = new.next_if(|_| next != Ordering::Less);
            let lies = after.as_ref().map(|(name, ..)| name.as_encoded_bytes());
            let name = text(before.map(|node| node.name).or(lies).unwrap_or_default());
            self.path = join(&self.path, &name);
            let lying = after.map(|(_, kind, entry)| Lying {
                kind,
                place: Place::Listed(entry),
            });
            visit(self, before.map(|node| (node.kind, node.id)), lying)?;
            self.path.truncate(length);
        }
    }

    /// What is at the path of the walk. Folders are walked, where that is wanted; `depth` is theirs.
    fn place(
        &mut self,
        landed: Option<Landed>,
        lying: Option<Lying>,
        walked: bool,
        depth: usize,
    ) -> Result<(), GitError> {
        let is_walked = |kind| walked && kind == Kind::Folder;
        let (folder, file) = split(landed, |(kind, _)| is_walked(*kind));
        let (folder_lying, file_lying) = split(lying, |lying| is_walked(lying.kind));
        if folder.is_some() || folder_lying.is_some() {
            let place = folder_lying.map(|lying| lying.place());
            let id = folder.map(|(_, id)| id);
            self.each(id, place.as_deref(), &mut |walk, landed, lying| {
                let walked = !too_deep(&walk.path, depth);
                walk.place(landed, lying, walked, depth + 1)
            })?;
        }
        if file.is_some() || file_lying.is_some() {
            self.file(file, file_lying)?;
        }
        Ok(())
    }

    fn file(&mut self, landed: Option<Landed>, lying: Option<Lying>) -> Result<(), GitError> {
        if self.only_toml && self.path.contains('/') && !is_like_toml(&self.path) {
            return Ok(());
        }
        let [in_commit, on_disk] = &mut self.budgets;
        landed.map_or(Ok(()), |_| in_commit.spend(0))?;
        lying.as_ref().map_or(Ok(()), |_| on_disk.spend(0))?;
        let same = match (landed, lying) {
            (Some((kind, id)), Some(lying)) => self.is_same(kind, id, &lying)?,
            (Some(_), None) => self.sparse,
            (None, lying) => lying.is_none(),
        };
        if !same {
            self.changed.push(self.path.clone());
        }
        Ok(())
    }

    /// Whether a place on the disk has the content of an object.
    fn is_same(&mut self, kind: Kind, id: Oid, lying: &Lying) -> Result<bool, GitError> {
        // A folder that is too deep has no bytes of its own, and a path that is too long is not read.
        let read = |kind| match kind {
            Kind::Folder => Kind::Other,
            _ if self.path.len() > LONGEST_PATH => Kind::Other,
            kind => kind,
        };
        let lies = match (read(kind), read(lying.kind)) {
            (Kind::Plain | Kind::Executable, lies @ (Kind::Plain | Kind::Executable)) => lies,
            (kind, lies) => return Ok(kind == lies),
        };
        if let (Some(stats), Ok(file)) = (&mut self.stats, lying.metadata())
            && stats.says(&self.repository.inside(&self.path), id, &file)
        {
            return Ok(true);
        }
        let place = lying.place();
        match content(lies, &place)?.as_ref().and_then(Content::bytes) {
            Some(bytes) => same_bytes(bytes, id),
            None => Ok(Oid::hash_file(ObjectType::Blob, place)? == id),
        }
    }
}

/// Where the names of a path end.
fn ends(path: &str) -> impl Iterator<Item = usize> {
    let slashes = path.match_indices('/').map(|(at, _)| at);
    slashes.chain([path.len()])
}

fn split<T>(found: Option<T>, is_first: impl Fn(&T) -> bool) -> (Option<T>, Option<T>) {
    match found {
        Some(found) if is_first(&found) => (Some(found), None),
        found => (None, found),
    }
}
