//! The file in which `plenary verify --remember` keeps the last commit that it verified.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::value::digest::CommitId;
use crate::value::text::shown;

/// A file that contains the name of a commit, or does not exist yet.
pub(super) struct Remembered {
    place: PathBuf,
    shown: String,
    /// The commit that was verified last.
    pub(super) commit: Option<CommitId>,
}

impl Remembered {
    /// Reads the file, if it exists.
    pub(super) fn read(context: &mut Context<'_>, path: &Path) -> Result<Self, Failure> {
        let place = context.folder().join(path);
        let shown = shown(&path.display().to_string());
        let commit = match place.try_exists() {
            Ok(false) => None,
            _ => Some(named(&context.file(path)?).ok_or_else(|| damaged(&shown))?),
        };
        Ok(Self {
            place,
            shown,
            commit,
        })
    }

    /// Keeps the commit that was verified now, or says why the file stays as it is.
    pub(super) fn keep(
        &self,
        context: &mut Context<'_>,
        verified: Option<&CommitId>,
    ) -> Result<(), Failure> {
        let file = &self.shown;
        let Some(commit) = verified else {
            return context.remark(&match &self.commit {
                Some(earlier) => format!("{file} still names commit {}.", earlier.short()),
                None => format!("{file} was not written, because there are findings."),
            });
        };
        self.write(commit).map_err(|error| {
            let sentence = format!("{file} cannot be written: {error}");
            Failure::new(
                Exit::CannotCheck,
                sentence,
                "name another file with --remember",
            )
        })?;
        context.remark(&format!("{file} now names commit {}.", commit.short()))
    }

    /// Writes the file whole or not at all.
    fn write(&self, commit: &CommitId) -> std::io::Result<()> {
        let folder = self.place.parent().unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        writeln!(file, "{commit}")?;
        file.as_file().sync_all()?;
        file.persist(&self.place)?;
        Ok(())
    }
}

fn named(bytes: &[u8]) -> Option<CommitId> {
    let text = std::str::from_utf8(bytes).ok()?;
    CommitId::parse(text.strip_suffix('\n').unwrap_or(text))
}

fn damaged(file: &str) -> Failure {
    let sentence = format!("{file} is damaged: it does not contain the full name of a commit");
    let hint = "restore it from a copy. If you remember no earlier commit, name a new file with --remember";
    Failure::new(Exit::CannotCheck, sentence, hint)
}
