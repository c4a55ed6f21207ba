//! What has to hold before a call is opened or a decision is taken, each thing as a line that is
//! met or not. What is not met is what `call open` and `decide` refuse over: the very same obstacles.

mod call;
mod decision;

pub use call::{answered, before_call};
pub use decision::before_decision;

use crate::procedure::obstacle::Obstacle;
use crate::procedure::rights::About;
use crate::procedure::task::{Task, Weight};
use crate::register::freeze::Moments;
use crate::register::records::Folder;
use crate::tally::Tally;
use crate::value::words;

words! {
    /// Whether a line is met.
    pub enum Stands {
        /// It is.
        Met = "met",
        /// It is not, and somebody has to do something.
        Unmet = "unmet",
        /// It is not, and only time is missing.
        Waits = "waits",
        /// It is not, and nothing waits for it.
        Advised = "advised",
    }
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What has to hold, or what stands in the way, as a sentence without its full stop.
    pub what: String,
    /// Whether it holds.
    pub stands: Stands,
    /// Who must act and what they type; empty where there is nothing to do.
    pub hint: String,
    /// What must be done about it, where somebody has to do something.
    #[serde(skip)]
    pub task: Option<Task>,
}

impl Line {
    fn met(what: impl Into<String>) -> Self {
        Self::new(Stands::Met, what, "")
    }

    fn unmet(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Stands::Unmet, what, hint)
    }

    fn advised(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(Stands::Advised, what, hint)
    }

    /// What stands in the way, with what is done about it.
    fn in_the_way(obstacle: &Obstacle) -> Self {
        let stands = match obstacle.waits {
            true => Stands::Waits,
            false => Stands::Unmet,
        };
        let task = obstacle.task.as_deref().cloned();
        Self {
            task,
            ..Self::new(stands, &obstacle.sentence, &obstacle.hint)
        }
    }

    /// What must be done, or should be.
    fn of_task(what: impl Into<String>, task: Task) -> Self {
        let stands = match task.weight {
            Weight::Required => Stands::Unmet,
            Weight::Waiting => Stands::Waits,
            Weight::Advised => Stands::Advised,
        };
        Self {
            hint: task.hint(),
            task: Some(task),
            ..Self::new(stands, what, "")
        }
    }

    /// What stands in the way; what holds, where nothing does.
    fn unless(obstacle: Option<Obstacle>, holds: impl FnOnce() -> String) -> Self {
        match obstacle {
            Some(obstacle) => Self::in_the_way(&obstacle),
            None => Self::met(holds()),
        }
    }

    fn new(stands: Stands, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            stands,
            hint: hint.into(),
            task: None,
        }
    }
}

/// One call, of which is asked whether it can be decided.
struct Asked<'a> {
    moments: &'a Moments,
    tally: &'a Tally,
    folder: &'a Folder,
}

impl Asked<'_> {
    fn about(&self) -> About<'_> {
        About::tallied(self.moments, self.tally)
    }
}

/// What the lines come to: unmet where anything is, else waiting where anything is, else met.
pub fn verdict(lines: &[Line]) -> Stands {
    let any = |stands: Stands| lines.iter().any(|line| line.stands == stands);
    if any(Stands::Unmet) {
        Stands::Unmet
    } else if any(Stands::Waits) {
        Stands::Waits
    } else {
        Stands::Met
    }
}

/// Whether a rule has this word in it.
fn has_word(rule: &str, word: &str) -> bool {
    let parts = rule.split(|c: char| !(c.is_alphanumeric() || c == '-'));
    parts.into_iter().any(|part| part == word)
}
