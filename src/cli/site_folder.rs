//! Writes the files of a site into a folder. What is right already is not made again, what nobody wants any more is
//! removed, and what this program did not write is never touched. A run that was killed is completed by the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::cli::error::{Exit, Failure};
use crate::cli::site_manifest::{
    FileEntry, KeptProposal, LONGEST_PATH, Manifest, ManifestFault, NAME, is_inside,
};
use crate::cli::site_plan::{Plan, Settled};
use crate::git::disk;
use crate::site::SiteFile;
use crate::value::digest::{CommitId, TextDigest};
use crate::value::sentence::first_of;
use crate::value::text::shown;

/// How the names of temporary files begin, as those of every write.
const TEMPORARY: &str = disk::TEMPORARY;

/// Whether files that look right are made again, to be sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A file whose inputs are the same is not made again.
    Inputs,
    /// Every file is made. One that has these bytes already stays.
    Bytes,
    /// Every file is made, and nothing is written.
    Nothing,
}

impl Trust {
    fn without_list(self) -> Self {
        match self {
            Trust::Inputs => Trust::Bytes,
            other => other,
        }
    }
}

/// The folder of a site.
pub(crate) struct SiteFolder {
    place: PathBuf,
    shown: String,
    /// The list of the run before, if there was one.
    before: Option<Manifest>,
    trust: Trust,
}

impl SiteFolder {
    /// Looks at a folder, which need not exist yet.
    ///
    /// # Errors
    /// It contains something else than a site.
    pub(crate) fn open(place: PathBuf, typed: &Path) -> Result<Self, Failure> {
        let mut folder = Self {
            shown: shown(&typed.display().to_string()),
            place,
            before: None,
            trust: Trust::Bytes,
        };
        match fs::metadata(&folder.place) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => {
                let sentence = format!("{} is not a folder", folder.shown);
                return Err(Failure::usage(sentence, "name a new folder"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(folder),
            Err(error) => return Err(folder.failed("read", "", &error)),
        }
        folder.before = folder.manifest()?;
        match &folder.before {
            None => folder.must_be_empty().map(|()| folder),
            Some(_) => Ok(folder),
        }
    }

    /// What is believed of the run before: nothing if its list is not `known`, or if it asked for something else.
    #[must_use]
    pub(crate) fn trusting(mut self, trust: Trust, now: &Manifest, known: bool) -> Self {
        let before = self.before.as_ref();
        self.trust = match known && before.is_some_and(|before| before.made_like(now)) {
            true => trust,
            false => trust.without_list(),
        };
        self
    }

    /// The digest of the list that is in the folder.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) fn list(&self) -> Result<Option<TextDigest>, Failure> {
        let bytes = self.bytes(NAME)?;
        Ok(bytes.as_deref().map(TextDigest::of))
    }

    /// Makes the folder ready for new files.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn prepare(&self) -> Result<(), Failure> {
        if self.trust == Trust::Nothing {
            return Ok(());
        }
        disk::make_folders(&self.place).map_err(|error| self.failed("made", "", &error))?;
        disk::sweep(&self.place);
        Ok(())
    }

    /// The commit of the run before, if that is believed.
    pub(crate) fn since(&self) -> Option<CommitId> {
        CommitId::parse(self.believed()?.commit.as_deref()?)
    }

    /// Takes out what the run before kept of each proposal.
    pub(crate) fn take_kept(&mut self) -> BTreeMap<String, KeptProposal> {
        let before = self.before.as_mut();
        before.map_or_else(BTreeMap::new, |before| {
            std::mem::take(&mut before.proposals)
        })
    }

    /// The files of a proposal that is the same as in the run before; nothing if somebody changed or removed one.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub(crate) fn kept_files(&self, id: &str) -> Result<Option<Settled>, Failure> {
        let folder = format!("p/{id}/");
        let mut kept = Settled::default();
        let files = self.believed().into_iter().flat_map(|before| &before.files);
        for (path, entry) in files.filter(|(path, _)| path.starts_with(&folder)) {
            match self.bytes(path)? {
                Some(bytes) if entry.sha256 == *TextDigest::of(&bytes).as_str() => {
                    kept.keep(path, entry.clone(), bytes.len());
                }
                _ => return Ok(None),
            }
        }
        Ok(Some(kept))
    }

    fn believed(&self) -> Option<&Manifest> {
        let before = self.before.as_ref();
        before.filter(|_| self.trust == Trust::Inputs)
    }

    /// Makes those of some files that are not as they must be. Their bytes wait in the folder under other names.
    ///
    /// # Errors
    /// The folder cannot be read or written.
    pub(crate) fn settle<'f, 's: 'f>(
        &self,
        files: impl IntoIterator<Item = &'f SiteFile<'s>>,
    ) -> Result<Settled, Failure> {
        let mut settled = Settled::default();
        for file in files {
            let found = self.bytes(&file.path)?;
            let known = found.as_deref().map(TextDigest::of);
            let is_right = |digest: &TextDigest| self.is_right(file, digest);
            let (bytes, digest) = match (found, known.clone().filter(is_right)) {
                (Some(bytes), Some(digest)) => (bytes, digest),
                _ => {
                    let bytes = file.bytes();
                    let digest = TextDigest::of(&bytes);
                    (bytes, digest)
                }
            };
            if known.as_ref() != Some(&digest) {
                let waiting = self.waiting(&file.path, &bytes)?;
                settled.writes.insert(file.path.clone(), waiting);
            }
            let entry = FileEntry {
                sha256: digest.to_string(),
                inputs: file.inputs.to_string(),
            };
            settled.keep(&file.path, entry, bytes.len());
        }
        Ok(settled)
    }

    /// New bytes under another name.
    fn waiting(&self, path: &str, bytes: &[u8]) -> Result<Option<TempPath>, Failure> {
        if self.trust == Trust::Nothing {
            return Ok(None);
        }
        let file = disk::temporary(&self.place, bytes);
        let file = file.map_err(|error| self.failed("written", path, &error))?;
        Ok(Some(file.into_temp_path()))
    }

    /// Finds what must be written and removed so that the folder has these files.
    ///
    /// # Errors
    /// A file that this program did not write is in the way, or the folder cannot be read.
    pub(crate) fn plan(&self, all: Settled, empty: Manifest) -> Result<Plan, Failure> {
        let manifest = Manifest {
            files: all.entries.into_iter().collect(),
            ..empty
        };
        let named = self.before.iter().flat_map(|before| before.files.keys());
        let named: BTreeSet<&str> = named.map(String::as_str).collect();
        let wanted: BTreeSet<&str> = manifest.files.keys().map(String::as_str).collect();
        self.must_be_free(&wanted, &named)?;
        let removals = named.difference(&wanted);
        let listed = self.bytes(NAME)?;
        Ok(Plan {
            removals: removals.map(|path| (*path).to_owned()).collect(),
            listed: listed.is_some_and(|bytes| bytes == manifest.bytes()),
            writes: all.writes,
            bytes: all.bytes,
            manifest,
        })
    }

    /// Carries out a plan. The list is written first with every file that is there or will be, so that a later run
    /// knows them as its own if this one is killed; where files are removed, again at the end with those that are left.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn write(&self, plan: &mut Plan) -> Result<(), Failure> {
        if plan.listed && plan.writes.is_empty() && plan.removals.is_empty() {
            return Ok(());
        }
        if !plan.removals.is_empty() {
            self.put(NAME, &self.both_lists(plan).bytes())?;
        } else if !plan.listed {
            self.put(NAME, &plan.manifest.bytes())?;
        }
        for (path, waiting) in &mut plan.writes {
            let failed = |error: io::Error| self.failed("written", path, &error);
            if let Some(file) = waiting.take() {
                self.place(path, file).map_err(failed)?;
            }
        }
        for path in &plan.removals {
            self.remove(path)?;
        }
        match plan.removals.is_empty() {
            true => Ok(()),
            false => self.put(NAME, &plan.manifest.bytes()),
        }
    }

    /// The list with the files of the run before as well.
    fn both_lists(&self, plan: &Plan) -> Manifest {
        let mut all = plan.manifest.clone();
        for (path, entry) in self.before.iter().flat_map(|before| &before.files) {
            all.files
                .entry(path.clone())
                .or_insert_with(|| entry.clone());
        }
        all
    }

    /// Whether a file is made from the same inputs as in the run before, and still has the bytes that it had then.
    fn is_right(&self, file: &SiteFile<'_>, digest: &TextDigest) -> bool {
        let before = self.believed();
        let entry = before.and_then(|before| before.files.get(&file.path));
        entry.is_some_and(|FileEntry { sha256, inputs }| {
            *sha256 == *digest.as_str() && *inputs == *file.inputs.as_str()
        })
    }

    fn manifest(&self) -> Result<Option<Manifest>, Failure> {
        let Some(bytes) = self.bytes(NAME)? else {
            return Ok(None);
        };
        let list = format!("{}/{NAME}", self.shown);
        Manifest::read(&bytes)
            .map(Some)
            .map_err(|fault| match fault {
                ManifestFault::Foreign => Failure::usage(
                    format!("{list} was not written by this program"),
                    "name a new folder, or remove the file if nothing else needs it",
                ),
                ManifestFault::Newer(format) => Failure::new(
                    Exit::CannotCheck,
                    format!("{list} has format {format}, which this program does not know"),
                    "install a newer release of plenary, or name a new folder",
                ),
                ManifestFault::Path(path) => Failure::new(
                    Exit::CannotCheck,
                    format!(
                        "{list} names a file that is not one of a site: {}",
                        shown(&path)
                    ),
                    "name a new folder",
                ),
            })
    }

    /// Git's own folder can be there, for those who publish a branch.
    fn must_be_empty(&self) -> Result<(), Failure> {
        let entries = fs::read_dir(&self.place).map_err(|error| self.failed("read", "", &error))?;
        for entry in entries {
            let name = entry
                .map_err(|error| self.failed("read", "", &error))?
                .file_name();
            let is_own = name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes());
            if !is_own && name != ".git" {
                let sentence = format!(
                    "{} is not empty, and has no {NAME}: it is not the folder of a site",
                    self.shown
                );
                return Err(Failure::usage(sentence, "name a new or empty folder"));
            }
        }
        Ok(())
    }

    /// Refuses to write over files of others, and through symbolic links.
    fn must_be_free(&self, wanted: &BTreeSet<&str>, named: &BTreeSet<&str>) -> Result<(), Failure> {
        if let Some(path) = wanted
            .iter()
            .find(|path| path.len() > LONGEST_PATH || !is_inside(path))
        {
            let sentence = format!(
                "{} cannot be the path of a page: it can have at most {LONGEST_PATH} characters",
                shown(path)
            );
            return Err(Failure::usage(sentence, "use a shorter id"));
        }
        let mut folders: BTreeSet<&str> = BTreeSet::new();
        for path in wanted.union(named) {
            folders.extend(path.match_indices('/').map(|(end, _)| &path[..end]));
        }
        for folder in folders {
            match self.place.join(folder).symlink_metadata() {
                Ok(found) if !found.is_dir() => {
                    let sentence = format!(
                        "{}/{folder} is not a folder, so no page can be written into it",
                        self.shown
                    );
                    return Err(Failure::usage(sentence, "remove it, or name a new folder"));
                }
                _ => {}
            }
        }
        let is_there = |path: &&&str| self.place.join(path).symlink_metadata().is_ok();
        let others = wanted.difference(named).filter(is_there);
        let others: Vec<String> = others
            .map(|path| format!("{}/{path}", self.shown))
            .collect();
        match others.is_empty() {
            true => Ok(()),
            false => Err(Failure::usage(
                format!(
                    "these files are not of the site, and nothing is written over them: {}",
                    first_of(others.iter().map(String::as_str))
                ),
                "move them away, or name a new folder",
            )),
        }
    }

    /// The bytes of a plain file in the folder; nothing where there is none.
    fn bytes(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let place = self.place.join(path);
        match place.symlink_metadata() {
            Ok(found) if found.is_file() => {
                let read = fs::read(&place).map_err(|error| self.failed("read", path, &error))?;
                Ok(Some(read))
            }
            _ => Ok(None),
        }
    }

    /// Puts a whole file in its place: a reader sees the bytes from before, or these.
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let file = disk::temporary(&self.place, bytes);
        let put = file.and_then(|file| self.place(path, file.into_temp_path()));
        put.map_err(|error| self.failed("written", path, &error))
    }

    fn place(&self, path: &str, file: TempPath) -> io::Result<()> {
        let place = self.place.join(path);
        if let Some(folder) = place.parent() {
            disk::make_folders(folder)?;
        }
        disk::place(file, &place)
    }

    /// Removes a file, and the folders above it that are empty then.
    fn remove(&self, path: &str) -> Result<(), Failure> {
        match disk::remove_file(&self.place.join(path)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(self.failed("removed", path, &error));
            }
            _ => {}
        }
        for (end, _) in path.rmatch_indices('/') {
            if disk::remove_folder(&self.place.join(&path[..end])).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn failed(&self, what: &str, path: &str, error: &io::Error) -> Failure {
        let path = match path {
            "" => self.shown.clone(),
            path => format!("{}/{path}", self.shown),
        };
        let sentence = format!("{path} cannot be {what}: {error}");
        Failure::new(
            Exit::CannotCheck,
            sentence,
            "check the folder and its permissions, then run this again",
        )
    }
}
