//! Says what a command that reads a commit leaves out. The work tree is looked at while the command reads.

use std::path::Path;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::git::Repository;
use crate::record::path::RecordPath;
use crate::register::snapshot::Extent;
use crate::value::sentence::first_of;

impl Context<'_> {
    /// Notes in one line what a command that reads a commit leaves out: uncommitted changes, and with
    /// `--now` alone the records of another time. The changes are noted before anything else is printed.
    pub(crate) fn remark_uncommitted(
        &mut self,
        repository: &Repository,
        reading: &Reading,
        extent: &Extent,
    ) -> Result<(), Failure> {
        self.remark_other_time(reading)?;
        let on_disk = repository.folder().is_some_and(Path::exists);
        let of_head = reading.at.is_none() && !reading.worktree && repository.has_git();
        if of_head && on_disk && !self.is_quiet() {
            self.look = Some(repository.look_for_uncommitted(extent)?);
        }
        Ok(())
    }

    /// Waits until the work tree was looked at, and says what was found.
    pub(crate) fn looked(&mut self) -> Result<(), Failure> {
        let Some(look) = self.look.take() else {
            return Ok(());
        };
        let mut changed = look.found()?;
        // A file next to the records, such as a draft text, is not a record.
        changed.retain(|path| RecordPath::identify(path).is_some());
        if changed.is_empty() {
            return Ok(());
        }
        let files = first_of(changed.iter().map(String::as_str));
        self.remark(&match changed.as_slice() {
            [_] => format!("changes in {files} are not committed. To include them, add --worktree"),
            _ => format!("changes are not committed in {files}. To include them, add --worktree"),
        })
    }
}
