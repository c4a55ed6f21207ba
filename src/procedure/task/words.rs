//! The sentences of tasks, in one table: what must be done, by whom, and how to say it to those who
//! must do it.

use super::{Class, Subject, Task, TaskKind, Who};
use crate::procedure::names::done_by_choosing;
use crate::tally::objection::State;
use crate::tally::reason::Reason;
use crate::value::clock::{Instant, distance};
use crate::value::suggest::listed;

impl Task {
    /// What must be done, as a short imperative.
    pub fn what(&self, now: Instant) -> String {
        let mark = self.mark();
        let call = self.call.unwrap_or_default();
        let due = self.due.map(|due| due.to_string()).unwrap_or_default();
        match self.kind {
            TaskKind::CallCloses => format!("wait until the call closes at {due}"),
            TaskKind::ChallengeEnds => format!("wait until the time for challenges ends at {due}"),
            TaskKind::MinorityEnds => format!("wait for minority statements until {due}"),
            TaskKind::Decision => format!("decide call {call}"),
            TaskKind::SignOff => "sign the decision off".to_owned(),
            TaskKind::AppealEnds => format!("wait for appeals until {due}"),
            TaskKind::Ruling => format!("rule on the appeal of {mark}"),
            TaskKind::Answer => "answer the decision".to_owned(),
            TaskKind::Report => "report on the implementation".to_owned(),
            TaskKind::Review if self.choices.is_empty() => {
                "propose what replaces the decision, as its review asked".to_owned()
            }
            TaskKind::Review => "look at the decision again".to_owned(),
            TaskKind::Sunset => "propose the renewal of the decision before it expires".to_owned(),
            TaskKind::HoldEnds => "give the position that is pending".to_owned(),
            TaskKind::Next | TaskKind::Milestone | TaskKind::Action => self.own_words(),
            TaskKind::Respond => format!("answer {mark}"),
            TaskKind::Reply => format!("say what you make of the response to {mark}"),
            TaskKind::Dispose => format!("dispose of {mark}{}", self.since_answered(now)),
            TaskKind::Requirement => self.requirement(&due),
            TaskKind::Attendance => self.attendance(),
            TaskKind::Breadth => format!("{} has not spoken", self.own_words()),
            TaskKind::Reaffirm => {
                let stale = self.who.members().len();
                format!("ask {stale} to reaffirm, who answered on an earlier text")
            }
            TaskKind::Position | TaskKind::PositionAgain => self.to_you(now),
            TaskKind::Revise => "revise the text".to_owned(),
            TaskKind::OpenCall => match &self.subject {
                Some(Subject::Revision { name }) => format!("open a new call, on {name}"),
                _ => "open a call".to_owned(),
            },
            TaskKind::Draft => "publish a draft of the designation".to_owned(),
            TaskKind::AnswerChallenge => format!("answer the challenge {mark}"),
            TaskKind::Confirm => "confirm the draft designation".to_owned(),
            TaskKind::Statement => format!(
                "bring your statement of interest up to date, which is {}",
                self.own_words()
            ),
        }
    }

    /// The same said to somebody who must do it.
    pub fn to_you(&self, now: Instant) -> String {
        let group = match &self.subject {
            Some(Subject::Group { id, .. }) => format!(" for {id}"),
            _ => String::new(),
        };
        match (self.kind, &self.subject) {
            (TaskKind::Reaffirm, _) => {
                "say whether your position still holds, now that the text has changed".to_owned()
            }
            (
                TaskKind::PositionAgain,
                Some(Subject::Uncounted {
                    reason: Reason::Hold,
                }),
            ) => "give the position that is pending".to_owned(),
            (TaskKind::PositionAgain, Some(Subject::Uncounted { reason })) => format!(
                "give your position again: it is not counted ({})",
                reason.in_words()
            ),
            (TaskKind::Position | TaskKind::PositionAgain | TaskKind::CallCloses, _) => {
                format!("give a position{group}")
            }
            _ => self.what(now),
        }
    }

    /// What it is about in a calendar or a list of dates.
    pub fn dated(&self, now: Instant) -> String {
        let call = self.call.unwrap_or_default();
        match self.kind {
            TaskKind::CallCloses => format!("call {call} closes"),
            TaskKind::ChallengeEnds => "the time for challenges ends".to_owned(),
            TaskKind::MinorityEnds => "the time for minority statements ends".to_owned(),
            TaskKind::AppealEnds => "the time for appeals ends".to_owned(),
            TaskKind::Sunset => "the decision expires unless it is renewed".to_owned(),
            _ => self.what(now),
        }
    }

    /// Who must act, in words; nothing where only a time passes.
    pub fn whose(&self) -> String {
        match (&self.subject, self.kind) {
            (Some(Subject::Addressee { name }), _) => {
                let name = name.as_deref().unwrap_or("those whom it is addressed to");
                format!("{name}; recorded by {}", self.who.in_words())
            }
            (_, TaskKind::AppealEnds) => "anybody on the roster".to_owned(),
            _ => self.who.in_words(),
        }
    }

    /// What can stand in place of the placeholder that has a list, in words; nothing where none has.
    pub fn choices_in_words(&self) -> String {
        let placeholder = self.command.as_ref().and_then(|command| {
            let mut all = command.placeholders();
            all.find(|each| ["VALUE", "LEVEL"].contains(&each.word()))
        });
        match (placeholder, self.choices.is_empty()) {
            (Some(placeholder), false) => {
                let all = self.choices.iter().map(String::as_str);
                format!("{placeholder} is {}", listed(all))
            }
            _ => String::new(),
        }
    }

    /// Who must act and what they type, as one line that ends with the command.
    pub fn hint(&self) -> String {
        let choices = self.choices_in_words();
        let whose = self.whose();
        match (&self.command, &self.who, whose.as_str()) {
            (Some(command), Who::Class(Class::Everybody | Class::Disagreeing, _), whose) => {
                done_by_choosing(format!("until then, {whose}"), &choices, command)
            }
            (Some(command), _, whose) => done_by_choosing(whose, &choices, command),
            (None, Who::Time, _) => match self.due {
                Some(due) => format!("wait until {due}"),
                None => "wait".to_owned(),
            },
            (None, _, whose) => format!("{whose} can do this"),
        }
    }

    fn own_words(&self) -> String {
        match &self.subject {
            Some(
                Subject::Planned { text }
                | Subject::Action { text, .. }
                | Subject::Group { name: text, .. }
                | Subject::Statement { fault: text },
            ) => text.clone(),
            _ => String::new(),
        }
    }

    fn since_answered(&self, now: Instant) -> String {
        match &self.subject {
            Some(Subject::Objection {
                state: State::Answered,
                ..
            }) => {
                let ago = self.since.filter(|since| *since <= now);
                let ago = ago.map(|since| format!(" {} ago", distance(since, now)));
                let ago = ago.unwrap_or_default();
                format!(", which was answered{ago} and has no reply since")
            }
            _ => String::new(),
        }
    }

    fn requirement(&self, due: &str) -> String {
        let Some(Subject::Requirement { name, rule }) = &self.subject else {
            return String::new();
        };
        match &self.who {
            Who::Time => format!("wait until {due} for the gate {name}: {rule}"),
            Who::Class(..) => format!("meet the gate {name}: {rule}"),
            Who::People(_) => match self.command.as_ref().map(|it| it.argv()) {
                None if self.choices.is_empty() => {
                    format!("close the objections for which the gate {name} waits: {rule}")
                }
                Some(argv) if argv.iter().any(|word| word == "extend") => {
                    format!("extend the call until the gate {name} can be met: {rule}")
                }
                _ => {
                    format!("say why it is decided although the gate {name} is not met: {rule}")
                }
            },
        }
    }

    fn attendance(&self) -> String {
        match &self.subject {
            Some(Subject::Meeting { date: Some(date) }) => {
                format!("record who was present at the meeting of {date}")
            }
            _ => "put the question again in a call that names a meeting".to_owned(),
        }
    }
}
