//! The exit codes, one for each way in which a command can end.

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, and all is well.
    Done,
    /// A check found something, or the rules refused what was asked for.
    Findings,
    /// The words of the command are off.
    Usage,
    /// It cannot be checked: a shallow clone, a repository or a record that cannot be read.
    CannotCheck,
    /// Somebody else writes, or the branch moved meanwhile: try again.
    Busy,
    /// Nothing is wrong, and it is too early: a call is open, a sign-off is missing.
    Pending,
}

impl Exit {
    /// The number for the shell.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::CannotCheck => 3,
            Exit::Busy => 4,
            Exit::Pending => 5,
        }
    }
}
