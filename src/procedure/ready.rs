//! Lists what is needed before a call or a decision, each as a line that is met or not. What is not met
//! is exactly what `call open` and `decide` refuse.

mod call;
mod decision;

pub use call::{answered, before_call};
pub use decision::before_decision;

use crate::procedure::blocker::Blocker;
use crate::procedure::rights::About;
use crate::procedure::task::{Priority, Task};
use crate::register::records::ProposalRecords;
use crate::register::tally_inputs::TallyInputs;
use crate::tally::Tally;
use crate::value::hint::Hint;
use crate::value::words;

words! {
    /// Whether a line is met.
    pub enum ReadinessState {
        /// It is.
        Met = "met",
        /// It is not, and a participant must do something.
        Unmet = "unmet",
        /// It is not, and only time is missing.
        Waits = "waits",
        /// It is not, and it is only recommended.
        Advised = "advised",
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ReadinessItem {
    /// What is met or missing, as a sentence without its full stop.
    pub what: String,
    /// Whether it is met.
    pub stands: ReadinessState,
    /// Who must act and what they type; empty if there is nothing to do.
    pub hint: Hint,
    /// What must be done about it, if a participant must do something.
    #[serde(skip)]
    pub task: Option<Task>,
}

impl ReadinessItem {
    fn met(what: impl Into<String>) -> Self {
        Self::new(ReadinessState::Met, what, "")
    }

    fn unmet(what: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::new(ReadinessState::Unmet, what, hint)
    }

    fn advised(what: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self::new(ReadinessState::Advised, what, hint)
    }

    /// A blocker, with what is done about it.
    fn in_the_way(obstacle: &Blocker) -> Self {
        let stands = match obstacle.waits {
            true => ReadinessState::Waits,
            false => ReadinessState::Unmet,
        };
        let task = obstacle.task.as_deref().cloned();
        Self {
            task,
            ..Self::new(stands, &obstacle.sentence, obstacle.hint.clone())
        }
    }

    /// A task that must be done, or should be.
    fn of_task(what: impl Into<String>, task: Task) -> Self {
        let stands = match task.weight {
            Priority::Required => ReadinessState::Unmet,
            Priority::Waiting => ReadinessState::Waits,
            Priority::Advised => ReadinessState::Advised,
        };
        Self {
            hint: task.hint(),
            task: Some(task),
            ..Self::new(stands, what, "")
        }
    }

    /// The blocker; if there is none, what is met.
    fn unless(obstacle: Option<Blocker>, met: impl FnOnce() -> String) -> Self {
        match obstacle {
            Some(obstacle) => Self::in_the_way(&obstacle),
            None => Self::met(met()),
        }
    }

    fn new(stands: ReadinessState, what: impl Into<String>, hint: impl Into<Hint>) -> Self {
        Self {
            what: what.into(),
            stands,
            hint: hint.into(),
            task: None,
        }
    }
}

/// One call, to find out whether it can be decided.
struct Asked<'a> {
    moments: &'a TallyInputs,
    tally: &'a Tally,
    folder: &'a ProposalRecords,
}

impl Asked<'_> {
    fn about(&self) -> About<'_> {
        About::tallied(self.moments, self.tally)
    }
}

/// The lines together: unmet if any is, else waiting if any is, else met.
pub fn verdict(lines: &[ReadinessItem]) -> ReadinessState {
    let any = |stands: ReadinessState| lines.iter().any(|line| line.stands == stands);
    if any(ReadinessState::Unmet) {
        ReadinessState::Unmet
    } else if any(ReadinessState::Waits) {
        ReadinessState::Waits
    } else {
        ReadinessState::Met
    }
}
