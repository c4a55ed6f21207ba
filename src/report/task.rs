//! A task as every report shows it: in one shape for programs, in the same words for people.

use serde::Serialize;

use crate::procedure::task::{Class, Subject, Task, TaskKind, Weight};
use crate::render::ink::{Ink, Text};
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};

/// A task.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TaskRow {
    kind: TaskKind,
    proposal: Option<ProposalId>,
    call: Option<u32>,
    subject: Option<Subject>,
    /// What, in words.
    what: String,
    /// Who must act, by id.
    who: Vec<ParticipantId>,
    /// The class that they are, where it is one.
    class: Option<Class>,
    /// Who must act, in words.
    who_in_words: String,
    due: Option<Instant>,
    since: Option<Instant>,
    overdue: bool,
    weight: Weight,
    command: Option<Command>,
    /// What the placeholder of the command can be, where there is a list.
    choices: Vec<String>,
    #[serde(skip)]
    choices_in_words: String,
}

impl TaskRow {
    /// The task as it is at `now`.
    pub(crate) fn of(task: &Task, now: Instant) -> Self {
        Self::in_words(task, task.what(now), now)
    }

    /// The same as a date: what happens then.
    pub(crate) fn dated(task: &Task, now: Instant) -> Self {
        Self::in_words(task, task.dated(now), now)
    }

    /// The same, said to somebody who must do it.
    pub(crate) fn to_you(task: &Task, now: Instant) -> Self {
        Self::in_words(task, task.to_you(now), now)
    }

    fn in_words(task: &Task, what: String, now: Instant) -> Self {
        Self {
            kind: task.kind,
            proposal: task.proposal.clone(),
            call: task.call,
            subject: task.subject.clone(),
            what,
            who: task.who.members().to_vec(),
            class: task.who.as_class(),
            who_in_words: task.whose(),
            due: task.due,
            since: task.since,
            overdue: task.is_overdue(now),
            weight: task.weight,
            command: task.command.clone(),
            choices: task.choices.clone(),
            choices_in_words: task.choices_in_words(),
        }
    }

    pub(crate) fn kind(&self) -> TaskKind {
        self.kind
    }

    pub(crate) fn proposal(&self) -> &str {
        self.proposal.as_ref().map_or("", |id| id.as_str())
    }

    pub(crate) fn call(&self) -> Option<u32> {
        self.call
    }

    pub(crate) fn what(&self) -> &str {
        &self.what
    }

    pub(crate) fn who_in_words(&self) -> &str {
        &self.who_in_words
    }

    pub(crate) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The moment by which it is sorted: its end, else since when it can be done.
    pub(crate) fn at(&self) -> Option<Instant> {
        self.due.or(self.since)
    }

    pub(crate) fn since(&self) -> Option<Instant> {
        self.since
    }

    pub(crate) fn is_overdue(&self) -> bool {
        self.overdue
    }

    pub(crate) fn is_advised(&self) -> bool {
        self.weight == Weight::Advised
    }

    pub(crate) fn command(&self) -> Option<&Command> {
        self.command.as_ref()
    }

    /// What the placeholder of the command can be, in brackets; nothing where there is no list.
    pub(crate) fn choices(&self) -> String {
        match self.choices_in_words.as_str() {
            "" => String::new(),
            choices => format!(" ({choices})"),
        }
    }

    /// What must be done and by whom, with the command at the end.
    pub(crate) fn item(&self) -> Text {
        // A list of tasks would name the positions over and over.
        let names_positions = matches!(
            self.kind,
            TaskKind::CallCloses | TaskKind::Requirement | TaskKind::Breadth | TaskKind::Reaffirm
        );
        let choices = match names_positions {
            true => "",
            false => self.choices_in_words.as_str(),
        };
        let text = Text::from(self.head(choices));
        match &self.command {
            Some(command) => text
                .and(Ink::Plain, ": ")
                .and(Ink::Strong, command.to_string()),
            None => text,
        }
    }

    /// The same with every choice and without ink.
    pub(crate) fn line(&self) -> String {
        let command = self.command.as_ref();
        let command = command.map_or(String::new(), |it| format!(": {it}"));
        format!("{}{command}", self.head(&self.choices_in_words))
    }

    /// What must be done; in brackets by whom, whether it is only advised, and what can be chosen.
    fn head(&self, choices: &str) -> String {
        let advised = match self.is_advised() {
            true => "advised",
            false => "",
        };
        let mut said = vec![self.who_in_words.as_str(), advised, choices];
        said.retain(|part| !part.is_empty());
        match said.is_empty() {
            true => self.what.clone(),
            false => format!("{} ({})", self.what, said.join("; ")),
        }
    }
}
