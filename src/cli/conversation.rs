//! What was asked for in a terminal, and what was written there, since a command began.

pub(crate) mod draft;

use crate::cli::conversation::draft::Draft;
use crate::cli::error::Failure;

/// What was asked and written since a command began.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    progress: Progress,
    drafts: Vec<Draft>,
}

/// How far a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Progress {
    /// Nothing was asked.
    #[default]
    NotBegun,
    /// Something was.
    Begun,
}

impl Conversation {
    /// Whether something was asked.
    pub(crate) fn has_begun(&self) -> bool {
        self.progress == Progress::Begun
    }

    /// Something is about to be asked.
    pub(crate) fn begin(&mut self) {
        self.progress = Progress::Begun;
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
