//! Lists the words for what rules count and is not a unit: objections, comments, participants, days and calls.

use crate::value::words;

words! {
    /// The grammar's `count`: what is counted and is not a unit.
    pub(super) enum CountWord {
        Objections = "objections",
        Open = "open-objections",
        Unanswered = "unanswered-objections",
        Undisposed = "undisposed-objections",
        Maintained = "maintained-objections",
        Unresolved = "unresolved-objections" was "standing-objections",
        Comments = "comments",
        OpenComments = "open-comments",
        UnansweredComments = "unanswered-comments",
        /// Participants who said something by the close, with or without a seat.
        Spoke = "spoke",
        /// Participants whom a letter asked for an answer, with or without a seat.
        Asked = "asked",
        DaysOpen = "days-open",
        DaysUnchanged = "days-unchanged",
        /// Earlier calls on the same text that settled nothing.
        FailedCalls = "failed-calls",
    }
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountKind {
    Objections,
    Comments,
    Participants,
    Days,
    Calls,
}

impl CountKind {
    /// Whether it is the same in every place.
    pub(super) fn is_everywhere(self) -> bool {
        matches!(self, CountKind::Days | CountKind::Calls)
    }
}

impl CountWord {
    /// What it counts.
    pub(super) fn kind(self) -> CountKind {
        match self {
            CountWord::Objections
            | CountWord::Open
            | CountWord::Unanswered
            | CountWord::Undisposed
            | CountWord::Maintained
            | CountWord::Unresolved => CountKind::Objections,
            CountWord::Comments | CountWord::OpenComments | CountWord::UnansweredComments => {
                CountKind::Comments
            }
            CountWord::Spoke | CountWord::Asked => CountKind::Participants,
            CountWord::DaysOpen | CountWord::DaysUnchanged => CountKind::Days,
            CountWord::FailedCalls => CountKind::Calls,
        }
    }
}
