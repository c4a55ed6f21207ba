//! Writes the files of a site into a folder. What is right already is not made again, what nobody wants any more is
//! removed, and what this program did not write is never touched. A run that was killed is completed by the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::cli::error::{Exit, Failure};
use crate::cli::site_manifest::{
    FileEntry, LONGEST_PATH, Manifest, ManifestFault, NAME, is_inside,
};
use crate::git::disk;
use crate::report::site::SiteFile;
use crate::session::two_threads::both;
use crate::value::digest::TextDigest;
use crate::value::sentence::first_of;
use crate::value::text::shown;

/// How the names of temporary files begin, as those of every write.
const TEMPORARY: &str = disk::TEMPORARY;

/// Whether files that look right are made again, to be sure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trust {
    /// A file whose inputs are the same is not made again.
    Inputs,
    /// Every file is made.
    Nothing,
}

/// The folder of a site.
pub(crate) struct SiteFolder {
    place: PathBuf,
    shown: String,
    /// The list of the run before, if there was one.
    before: Option<Manifest>,
}

/// What must be done so that the folder has the files that are wanted.
pub(crate) struct Plan {
    /// The files to write, by path.
    pub(crate) writes: BTreeMap<String, Vec<u8>>,
    /// The files to remove.
    pub(crate) removals: BTreeSet<String>,
    /// How many files are right already.
    pub(crate) unchanged: usize,
    /// The bytes of all files.
    pub(crate) bytes: u64,
    manifest: Manifest,
    /// Whether the list itself is right already.
    listed: bool,
}

impl Plan {
    /// The files that differ, by path.
    pub(crate) fn differing(&self) -> Vec<String> {
        let own = (!self.listed).then(|| NAME.to_owned());
        let all: BTreeSet<String> = self
            .writes
            .keys()
            .chain(&self.removals)
            .cloned()
            .chain(own)
            .collect();
        all.into_iter().collect()
    }
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

    /// Finds what must be written and removed, and makes the files that differ.
    ///
    /// # Errors
    /// A file that this program did not write is in the way, or the folder cannot be read.
    pub(crate) fn plan(
        &self,
        files: &[SiteFile<'_>],
        empty: Manifest,
        trust: Trust,
    ) -> Result<Plan, Failure> {
        let mut plan = Plan {
            writes: BTreeMap::new(),
            removals: BTreeSet::new(),
            unchanged: 0,
            bytes: 0,
            manifest: empty,
            listed: false,
        };
        let named = self.before.iter().flat_map(|before| before.files.keys());
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let named: BTreeSet<&str> = named.map(String::as_str).collect();
        self.must_be_free(&wanted, &named)?;
        let mut found: BTreeMap<&str, TextDigest> = BTreeMap::new();
        let mut make: Vec<&SiteFile<'_>> = Vec::new();
        for file in files {
            let bytes = self.bytes(&file.path)?;
            let known = bytes.as_deref().map(TextDigest::of);
            let kept = known.as_ref().is_some_and(|digest| {
                trust == Trust::Inputs && self.is_right(&plan.manifest, file, digest)
            });
            if let (true, Some(digest), Some(bytes)) = (kept, &known, &bytes) {
                plan.keep(file, digest, bytes.len());
            } else {
                make.push(file);
                found.extend(known.map(|digest| (file.path.as_str(), digest)));
            }
        }
        for (file, bytes) in made(&make) {
            let digest = TextDigest::of(&bytes);
            match found.get(file.path.as_str()) == Some(&digest) {
                true => plan.keep(file, &digest, bytes.len()),
                false => plan.write(file, &digest, bytes),
            }
        }
        plan.removals = named
            .difference(&wanted)
            .map(|path| (*path).to_owned())
            .collect();
        plan.listed = self
            .bytes(NAME)?
            .is_some_and(|bytes| bytes == plan.manifest.bytes());
        Ok(plan)
    }

    /// Carries out a plan. The list is written first with every file that is there or will be, so that a later run
    /// knows them as its own if this one is killed, and at the end with those that are left.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn write(&self, plan: &Plan) -> Result<(), Failure> {
        disk::make_folders(&self.place).map_err(|error| self.failed("made", "", &error))?;
        disk::sweep(&self.place);
        if plan.listed && plan.writes.is_empty() && plan.removals.is_empty() {
            return Ok(());
        }
        if !(plan.writes.is_empty() && plan.removals.is_empty()) {
            self.put(NAME, &self.both_lists(plan).bytes())?;
        }
        for (path, bytes) in &plan.writes {
            self.put(path, bytes)?;
        }
        for path in &plan.removals {
            self.remove(path)?;
        }
        self.put(NAME, &plan.manifest.bytes())
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
    fn is_right(&self, now: &Manifest, file: &SiteFile<'_>, digest: &TextDigest) -> bool {
        let before = self.before.as_ref().filter(|before| before.made_like(now));
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
        let place = self.place.join(path);
        let put = || {
            if let Some(folder) = place.parent() {
                disk::make_folders(folder)?;
            }
            let file = disk::temporary(&self.place, bytes)?;
            disk::place(file.into_temp_path(), &place)
        };
        put().map_err(|error| self.failed("written", path, &error))
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

impl Plan {
    fn keep(&mut self, file: &SiteFile<'_>, digest: &TextDigest, length: usize) {
        self.unchanged += 1;
        self.add(file, digest, length);
    }

    fn write(&mut self, file: &SiteFile<'_>, digest: &TextDigest, bytes: Vec<u8>) {
        self.add(file, digest, bytes.len());
        self.writes.insert(file.path.clone(), bytes);
    }

    fn add(&mut self, file: &SiteFile<'_>, digest: &TextDigest, length: usize) {
        self.bytes += u64::try_from(length).unwrap_or(u64::MAX);
        self.manifest.name(&file.path, digest, &file.inputs);
    }
}

/// The bytes of files, made in two threads.
fn made<'f, 's>(files: &[&'f SiteFile<'s>]) -> Vec<(&'f SiteFile<'s>, Vec<u8>)> {
    let (here, there) = files.split_at(files.len() / 2);
    let bytes = |files: &[&'f SiteFile<'s>]| -> Vec<_> {
        files.iter().map(|file| (*file, file.bytes())).collect()
    };
    let (mut all, rest) = both(|| bytes(here), || bytes(there));
    all.extend(rest);
    all
}
