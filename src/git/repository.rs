//! Opens the repository of a register, and reads files and commits from it.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use git2::{ObjectType, Oid};

use super::error::{GitError, GitErrorKind, if_found};
use super::folder::{ExecutableBit, Folder};
use super::known_commits::KnownCommits;
use super::large_trees::LargeTrees;
use super::lock::{OrderLock, corner};
use super::objects::{Kind, Objects, ReadCount, Strictness};
use super::open::{self, Found};
use super::packed::{Packed, Packs};
use super::read::{ROSTER, Reader, Scope, commit_name, join, object_name};
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
use crate::value::digest::CommitId;
use crate::value::hint::Hint;

/// How long a write waits for other writers before it fails.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// A register and its repository; or a folder of records without git, which can only be read.
pub struct Repository {
    git: Option<git2::Repository>,
    root: Option<PathBuf>,
    prefix: String,
    strictness: Strictness,
    patience: Duration,
    /// The order lock, where it is held for more than one write.
    order: OnceCell<OrderLock>,
    packed: OnceCell<Packed>,
    large: LargeTrees<(Kind, Oid)>,
    pub(super) known_commits: KnownCommits,
    count: ReadCount,
}

/// What git calls charter and participant list of a commit. Where two commits have the same name of it, every byte
/// of both is the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RosterName(Vec<Option<(Kind, Oid)>>);

impl Repository {
    /// The register that contains `start`: the nearest folder upwards with a `charter.toml`, in the work
    /// tree or else in the commit that is checked out. A folder outside every repository is opened too, if
    /// it has a charter.
    ///
    /// # Errors
    /// No repository, no register, or a repository that cannot be read.
    pub fn open(start: &Path) -> Result<Self, GitError> {
        Self::open_at(start, &[])
    }

    /// The same where these commits will be read: in a bare repository the register is where the first of them
    /// that has one has it, or else the commit that its `HEAD` names.
    ///
    /// # Errors
    /// As above.
    pub fn open_at(start: &Path, commits: &[&str]) -> Result<Self, GitError> {
        open::register(start, commits).map(Self::of)
    }

    /// The repository around `start`, in which a register will be created.
    ///
    /// # Errors
    /// No repository, or a bare one.
    pub fn open_for_init(start: &Path) -> Result<Self, GitError> {
        open::for_init(start).map(Self::of)
    }

    fn of(found: Found) -> Self {
        Self {
            git: found.git,
            root: found.root,
            prefix: found.prefix,
            strictness: Strictness::Trusting,
            patience: PATIENCE,
            order: OnceCell::new(),
            packed: OnceCell::new(),
            large: LargeTrees::new(),
            known_commits: KnownCommits::default(),
            count: ReadCount::default(),
        }
    }

    /// The same repository, with its objects hashed or trusted.
    #[must_use]
    pub fn with_strictness(mut self, strictness: Strictness) -> Self {
        self.strictness = strictness;
        // What was read without a check of its name is not believed.
        self.large = LargeTrees::new();
        self.known_commits = KnownCommits::default();
        self
    }

    /// The same repository, with this waiting time for other writers of this program.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The same repository for another thread, which reads the same packs.
    ///
    /// # Errors
    /// The repository cannot be opened once more.
    pub fn beside(&self) -> Result<Self, GitError> {
        let git = self.git.as_ref().map(|git| open::reopened(git.path()));
        let packed = self.git.as_ref().map(|git| self.packed(git).beside());
        Ok(Self {
            git: git.transpose()?,
            root: self.root.clone(),
            prefix: self.prefix.clone(),
            strictness: self.strictness,
            patience: self.patience,
            order: OnceCell::new(),
            packed: packed.map(OnceCell::from).unwrap_or_default(),
            large: LargeTrees::new(),
            known_commits: KnownCommits::default(),
            count: self.count.clone(),
        })
    }

    /// Waits until no other process writes here, and lets none write as long as this repository is open:
    /// a change is then prepared from the state to which it is written.
    ///
    /// # Errors
    /// Another process keeps writing, or the folder of this program cannot be written.
    pub fn wait_to_write(&self) -> Result<(), GitError> {
        if self.order.get().is_none() {
            let order = OrderLock::take(&corner(self.git()?.commondir())?, self.patience)?;
            let _ = self.order.set(order);
        }
        Ok(())
    }

    /// How long a write waits for others.
    pub(super) fn patience(&self) -> Duration {
        self.patience
    }

    /// The order lock for one write; nothing where it is held already.
    pub(super) fn order(&self) -> Result<Option<OrderLock>, GitError> {
        match self.order.get() {
            Some(_) => Ok(None),
            None => OrderLock::take(&corner(self.git()?.commondir())?, self.patience).map(Some),
        }
    }

    /// The count of the objects that are read here, and in the same repository for other threads.
    pub fn read_count(&self) -> ReadCount {
        self.count.clone()
    }

    /// Whether a commit is here.
    ///
    /// # Errors
    /// There is no git repository, or it cannot be read.
    pub fn has_commit(&self, commit: &CommitId) -> Result<bool, GitError> {
        let id = object_name(commit)?;
        Ok(if_found(self.git()?.find_commit(id))?.is_some())
    }

    /// The path of the register's root inside the repository, with `/`; empty at the top.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The register's folder on the disk; `None` in a bare repository.
    pub fn folder(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// Whether there is a git repository; without one, only the work tree can be read.
    pub fn has_git(&self) -> bool {
        self.git.is_some()
    }

    /// A path of the register as the repository names it.
    pub(super) fn inside(&self, path: &str) -> String {
        join(&self.prefix, path)
    }

    /// The repository, where there is one.
    pub(super) fn git(&self) -> Result<&git2::Repository, GitError> {
        self.git.as_ref().ok_or_else(|| {
            let folder = self.root.as_deref().unwrap_or(Path::new("."));
            let sentence = format!(
                "{} is not in a git repository, so its records have no history",
                folder.display()
            );
            GitError::new(GitErrorKind::NotARepository, sentence)
                .hint(Hint::run("to make a repository here", "git init"))
        })
    }

    /// The repository, or none.
    pub(super) fn opened(&self) -> Option<&git2::Repository> {
        self.git.as_ref()
    }

    pub(super) fn reader(&self) -> Result<Reader<'_>, GitError> {
        let git = self.git()?;
        let objects = Objects::new(git, self.strictness)?
            .quickly(self.packed(git), &self.large)
            .counted(&self.count);
        Ok(Reader::new(git, &self.prefix, objects))
    }

    fn packed(&self, git: &git2::Repository) -> &Packed {
        let folder = || git.commondir().join("objects").join("pack");
        let open = || Packed::of(Arc::new(Packs::open(&folder())));
        self.packed.get_or_init(open)
    }

    pub(super) fn on_disk(&self) -> Result<Folder<'_>, GitError> {
        let root = self.root.as_deref().ok_or_else(|| {
            GitError::refused("this repository is bare: it has no work tree")
                .hint("name a commit with --at, or use a clone")
        })?;
        Ok(Folder {
            root,
            executable: self.executable_bit(),
        })
    }

    fn executable_bit(&self) -> ExecutableBit {
        let said = self.git.as_ref().and_then(|git| git.config().ok());
        match said.and_then(|config| config.get_bool("core.filemode").ok()) {
            Some(false) => ExecutableBit::Meaningless,
            _ => ExecutableBit::Meant,
        }
    }

    /// An error where the history is not complete: a shallow or partial clone, grafts, replaced objects.
    /// libgit2 reads such a history without an error.
    ///
    /// # Errors
    /// A shallow or partial clone, grafts, or replaced objects.
    pub fn history_complete(&self) -> Result<(), GitError> {
        open::complete(self.git()?)
    }

    /// The commit that is checked out.
    ///
    /// # Errors
    /// No commit yet.
    pub fn head(&self) -> Result<CommitId, GitError> {
        match open::tip(self.git()?)? {
            Some(id) => commit_name(id),
            None => Err(GitError::new(
                GitErrorKind::NoCommits,
                "this repository has no commit yet",
            )
            .hint(
                Hint::from("to read the files of the work tree, add --worktree")
                    .or_run("to create a register", "plenary init"),
            )),
        }
    }

    /// The state that is read by default: the commit checked out, or the files on the disk where there is
    /// no git.
    ///
    /// # Errors
    /// A repository without a commit.
    pub fn present(&self) -> Result<Moment, GitError> {
        match self.git {
            Some(_) => self.head().map(Moment::Commit),
            None => Ok(Moment::WorkTree),
        }
    }

    /// The commit that a revision names, in git's own way of naming: `main`, `HEAD~2`, a hash or
    /// the beginning of one.
    ///
    /// # Errors
    /// There is no git, or the revision is not a commit.
    pub fn resolve(&self, rev: &str) -> Result<CommitId, GitError> {
        let unknown = |error: git2::Error| GitError::unknown_revision(rev, &error);
        let object = self.git()?.revparse_single(rev).map_err(unknown)?;
        let commit = object.peel(ObjectType::Commit).map_err(unknown)?;
        commit_name(commit.id())
    }

    /// The nearest common ancestor of two commits; `None` where they share no history.
    ///
    /// # Errors
    /// Incomplete history, or a commit that cannot be read.
    pub fn merge_base(
        &self,
        one: &CommitId,
        other: &CommitId,
    ) -> Result<Option<CommitId>, GitError> {
        self.history_complete()?;
        let (one, other) = (object_name(one)?, object_name(other)?);
        let base = if_found(self.git()?.merge_base(one, other))?;
        base.map(commit_name).transpose()
    }

    /// The register's files in one state, as far as the extent needs them. A commit without the register
    /// gives a snapshot without files.
    ///
    /// # Errors
    /// Where objects are missing because the clone is shallow or partial, the error says so, and not that
    /// the repository is damaged.
    pub fn snapshot(&self, moment: &Moment, extent: &Extent) -> Result<Snapshot, GitError> {
        self.or_incomplete(moment, || {
            let proposals = self.proposals(moment)?;
            let files = self.taken(moment, extent)?;
            Ok(Snapshot { proposals, ..files })
        })
    }

    /// The same without the names of all proposals.
    ///
    /// # Errors
    /// As above.
    pub fn files(&self, moment: &Moment, extent: &Extent) -> Result<Snapshot, GitError> {
        self.or_incomplete(moment, || self.taken(moment, extent))
    }

    /// What was read; where it cannot be, because the clone is not complete, the error says so.
    pub(super) fn or_incomplete<T>(
        &self,
        moment: &Moment,
        read: impl FnOnce() -> Result<T, GitError>,
    ) -> Result<T, GitError> {
        read().map_err(|error| {
            let incomplete = match (error.kind, moment) {
                (GitErrorKind::CannotCheck, Moment::Commit(_)) => self.history_complete().err(),
                _ => None,
            };
            incomplete.unwrap_or(error)
        })
    }

    fn taken(&self, moment: &Moment, extent: &Extent) -> Result<Snapshot, GitError> {
        let files = self.within(moment, extent, &Scope::of(extent))?;
        Ok(Snapshot {
            proposals: self.proposals(moment)?,
            ..files
        })
    }

    /// The files of a scope in one state, without the names of proposals.
    pub(super) fn within(
        &self,
        moment: &Moment,
        extent: &Extent,
        scope: &Scope,
    ) -> Result<Snapshot, GitError> {
        let files = match moment {
            Moment::WorkTree => self.on_disk()?.files(scope)?,
            Moment::Commit(commit) => {
                let reader = self.reader()?;
                match reader.root(commit)? {
                    Some(root) => reader.files(root, scope)?,
                    None => SharedFiles::default(),
                }
            }
        };
        Ok(Snapshot {
            moment: moment.clone(),
            extent: extent.clone(),
            files,
            proposals: BTreeSet::new(),
        })
    }

    /// The names of all folders in `proposals/` in one state.
    ///
    /// # Errors
    /// The commit or the work tree cannot be read.
    pub fn proposals(&self, moment: &Moment) -> Result<BTreeSet<String>, GitError> {
        let Moment::Commit(commit) = moment else {
            return self.on_disk()?.proposals();
        };
        let reader = self.reader()?;
        let Some(root) = reader.root(commit)? else {
            return Ok(BTreeSet::new());
        };
        let folders = reader.folders(root)?.into_iter();
        Ok(folders.map(|folder| folder.name).collect())
    }

    /// The names of those in which a call has a decision, whether it can be read or not.
    ///
    /// # Errors
    /// The commit or the work tree cannot be read.
    pub fn decided(&self, moment: &Moment) -> Result<BTreeSet<String>, GitError> {
        let Moment::Commit(commit) = moment else {
            return self.on_disk()?.decided();
        };
        let reader = self.reader()?;
        match reader.root(commit)? {
            Some(root) => reader.decided(root),
            None => Ok(BTreeSet::new()),
        }
    }

    /// What git calls charter and participant list of a commit.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn roster(&self, commit: &CommitId) -> Result<RosterName, GitError> {
        let reader = self.reader()?;
        let root = reader.root(commit)?;
        let names = ROSTER.map(|name| reader.objects.at(root, name));
        names.into_iter().collect::<Result<_, _>>().map(RosterName)
    }

    /// The file at a path of the register in a commit; `None` for a folder, or where nothing exists.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn file(&self, commit: &CommitId, path: &str) -> Result<Option<Content>, GitError> {
        self.reader()?.file(commit, path)
    }
}

/// Whether bytes are those of an object, with CRLF read as LF: a checkout on some machines writes the same
/// file in this way.
pub(super) fn same_bytes(bytes: &[u8], id: git2::Oid) -> Result<bool, GitError> {
    if git2::Oid::hash_object(ObjectType::Blob, bytes)? == id {
        return Ok(true);
    }
    if !bytes.windows(2).any(|pair| pair == b"\r\n") {
        return Ok(false);
    }
    let mut folded = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            folded.push(*byte);
        }
    }
    Ok(git2::Oid::hash_object(ObjectType::Blob, &folded)? == id)
}
