//! Shows a task in one shape for programs, and in the same words on every screen.

use serde::Serialize;

use crate::procedure::task::{Class, Priority, Subject, Task, TaskKind};
use crate::register::records::ProposalRecords;
use crate::render::ink::{Style, StyledText};
use crate::render::page::Step;
use crate::value::clock::Instant;
use crate::value::command::Command;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::all_of;
use crate::value::sentence::capital;

/// Whether letters of the call that is not decided are recorded.
pub(crate) fn was_asked(folder: &ProposalRecords) -> bool {
    let call = folder.undecided_call();
    let filed = call.and_then(|(n, _)| folder.calls.get(&n));
    filed.is_some_and(|filed| filed.asked.is_some())
}

/// The command that writes letters to those without an answer: again, if they got some.
pub(crate) fn letters(id: &ProposalId, was_asked: bool) -> Command {
    match was_asked {
        true => Command::new("remind").with(id),
        false => Command::new("invite").with(id).with("--missing"),
    }
}

/// Those that have a date, or begin without an end, up to a moment.
pub(crate) fn due_by(tasks: Vec<Task>, end: Instant) -> impl Iterator<Item = Task> {
    let dated = |task: &Task| task.due.is_some() || task.kind.has_no_end();
    let all = tasks.into_iter();
    all.filter(move |task| dated(task) && task.at().is_some_and(|at| at <= end))
}

/// The most people of a class that are named.
const NAMED: usize = 5;

/// A task.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct TaskRow {
    pub(crate) kind: TaskKind,
    pub(crate) proposal: Option<ProposalId>,
    pub(crate) call: Option<u32>,
    subject: Option<Subject>,
    /// What, in words.
    pub(crate) what: String,
    /// Who must act, by id.
    who: Vec<ParticipantId>,
    /// The class that they are, where it is one.
    pub(crate) class: Option<Class>,
    /// Who must act, in words.
    pub(crate) who_in_words: String,
    pub(crate) due: Option<Instant>,
    pub(crate) since: Option<Instant>,
    pub(crate) overdue: bool,
    weight: Priority,
    pub(crate) command: Option<Command>,
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

    /// The same, said to the person who must do it.
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

    /// The moment by which it is sorted: its end, else since when it can be done.
    pub(crate) fn at(&self) -> Option<Instant> {
        self.due.or(self.since)
    }

    /// The name of the group that it is about.
    pub(crate) fn group(&self) -> Option<&str> {
        match &self.subject {
            Some(Subject::Group { name, .. }) => Some(name),
            _ => None,
        }
    }

    /// Whether anybody is named who must act.
    pub(crate) fn is_by_somebody(&self) -> bool {
        !self.who.is_empty()
    }

    /// Whether it must be done before what comes next.
    pub(crate) fn is_required(&self) -> bool {
        self.weight == Priority::Required
    }

    pub(crate) fn is_advised(&self) -> bool {
        self.weight == Priority::Advised
    }

    /// What the placeholder of the command can be, in brackets; nothing where there is no list.
    pub(crate) fn choices(&self) -> String {
        match self.choices_in_words.as_str() {
            "" => String::new(),
            choices => format!(" ({choices})"),
        }
    }

    /// What must be done, who must do it, and what they type.
    pub(crate) fn step(&self) -> Step {
        Step {
            choices: self.choices_in_words.as_str().into(),
            ..self.step_by(self.command.clone())
        }
    }

    /// The same for a chair: where time must pass, there is nothing to type, whatever others can do.
    pub(crate) fn step_for_chair(&self) -> Step {
        match self.weight {
            Priority::Waiting if self.class.is_some() => Step {
                who: StyledText::default(),
                ..self.step_by(None)
            },
            _ => self.step(),
        }
    }

    /// The same while a call is open, for a chair: nobody can give a position for others, but a
    /// chair can ask for them once, with `invite`.
    pub(crate) fn step_while_open(&self, invite: &mut Option<Command>) -> Step {
        match self.kind {
            TaskKind::CallCloses => Step {
                who: StyledText::default(),
                ..self.step_by(None)
            },
            TaskKind::Breadth | TaskKind::Reaffirm => self.step_by(invite.take()),
            TaskKind::Requirement if self.class.is_some() => self.step_by(invite.take()),
            _ => self.step_for_chair(),
        }
    }

    fn step_by(&self, command: Option<Command>) -> Step {
        let what = match self.is_advised() {
            true => format!("Recommended: {}", self.what),
            false => capital(&self.what),
        };
        Step {
            what: what.into(),
            who: self.who_by_name().into(),
            command: command.as_ref().into(),
            choices: StyledText::default(),
        }
    }

    /// Who must act: everybody of a class by name where they are few, else the class.
    pub(crate) fn who_by_name(&self) -> String {
        let few = (1..=NAMED).contains(&self.who.len());
        match self.class.is_some() && few {
            true => all_of(self.who.iter().map(ParticipantId::as_str)),
            false => self.who_in_words.clone(),
        }
    }

    /// What must be done and by whom, with the command at the end.
    pub(crate) fn item(&self) -> StyledText {
        let names_positions = matches!(
            self.kind,
            TaskKind::CallCloses | TaskKind::Requirement | TaskKind::Breadth | TaskKind::Reaffirm
        );
        let choices = match names_positions {
            true => "",
            false => self.choices_in_words.as_str(),
        };
        self.with_command(self.head(choices))
    }

    /// What is said of it, and what to type.
    pub(crate) fn with_command(&self, said: impl Into<StyledText>) -> StyledText {
        let said = said.into();
        match &self.command {
            Some(command) => said.then(": ").and(Style::Strong, command.to_string()),
            None => said,
        }
    }

    /// The same with every choice and without ink.
    pub(crate) fn line(&self) -> String {
        let command = self.command.as_ref();
        let command = command.map_or(String::new(), |it| format!(": {it}"));
        format!("{}{command}", self.head(&self.choices_in_words))
    }

    /// What must be done; in brackets who must do it, whether it is only recommended, and what can be
    /// chosen.
    fn head(&self, choices: &str) -> String {
        let advised = if self.is_advised() { "recommended" } else { "" };
        let mut said = vec![self.who_in_words.as_str(), advised, choices];
        said.retain(|part| !part.is_empty());
        match said.is_empty() {
            true => self.what.clone(),
            false => format!("{} ({})", self.what, said.join("; ")),
        }
    }
}
