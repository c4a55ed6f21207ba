//! What was asked for in a terminal since a command began, and what somebody wrote in an editor:
//! thrown away when it is recorded, kept when it is not.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::act::refusal::Reason;
use crate::cli::error::{Exit, Failure};
use crate::value::text::shown;

/// What was asked and written since a command began.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    begun: bool,
    drafts: Vec<Draft>,
}

impl Conversation {
    /// Whether something was asked.
    pub(crate) fn has_begun(&self) -> bool {
        self.begun
    }

    /// Something is about to be asked.
    pub(crate) fn begin(&mut self) {
        self.begun = true;
    }

    /// Keeps what was written until the command has ended.
    pub(crate) fn keep(&mut self, draft: Draft) {
        self.drafts.push(draft);
    }

    /// The failure of the command, after which the texts that somebody wrote lie in files that it
    /// names.
    pub(crate) fn kept(&mut self, mut failure: Failure) -> Failure {
        let drafts = self.drafts.drain(..);
        failure.faults.extend(drafts.flat_map(Draft::kept));
        failure
    }
}

/// Texts in a folder of their own, which nobody else may look into.
#[derive(Debug)]
pub(crate) struct Draft {
    folder: TempDir,
    texts: Vec<Text>,
}

/// One file of a draft.
#[derive(Debug)]
struct Text {
    /// The flag that takes the file; several where it holds several texts.
    flags: Vec<String>,
    path: PathBuf,
}

impl Draft {
    /// A folder with nothing in it, in the place where drafts are.
    pub(crate) fn begun(place: &Path) -> Result<Self, Failure> {
        let folder = private().tempdir_in(place);
        Ok(Self {
            folder: folder.map_err(|error| unwritable(&error))?,
            texts: Vec::new(),
        })
    }

    /// A file in it that holds `text` and is kept for these flags, if it has to be.
    pub(crate) fn write(
        &mut self,
        name: &str,
        flags: &[&str],
        text: &str,
    ) -> Result<PathBuf, Failure> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).map_err(|error| unwritable(&error))?;
        self.texts.push(Text {
            flags: flags.iter().map(|flag| (*flag).to_owned()).collect(),
            path: path.clone(),
        });
        Ok(path)
    }

    /// Takes the files away that it has.
    pub(crate) fn clear(&mut self) -> Result<(), Failure> {
        for text in self.texts.drain(..) {
            std::fs::remove_file(text.path).map_err(|error| unwritable(&error))?;
        }
        Ok(())
    }

    /// Leaves the files where they are, and says where.
    pub(crate) fn kept(self) -> Vec<Reason> {
        let _ = self.folder.keep();
        let reason = |text: Text| {
            let path = shown(&text.path.display().to_string());
            let hint = match text.flags.as_slice() {
                [flag] => format!("{flag} {path}"),
                flags => format!("a file for each text: {} FILE", flags.join(" FILE ")),
            };
            let sentence = format!("what you wrote is not recorded; it is kept in {path}");
            Reason::new(sentence, hint)
        };
        self.texts.into_iter().map(reason).collect()
    }
}

/// Folders that only their owner opens, where there is such a thing.
fn private() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("plenary-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder
}

fn unwritable(error: &std::io::Error) -> Failure {
    let sentence = format!("a file to write in cannot be made: {error}");
    Failure::new(Exit::CannotCheck, sentence, "")
}
