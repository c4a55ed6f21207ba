//! Who must act: participants by their right, or a class of them.

use crate::procedure::names::people;
use crate::procedure::task::{Task, TaskKind, Weight};
use crate::value::id::ParticipantId;

/// Who must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// These, each once: any of them can do it.
    People(Vec<ParticipantId>),
    /// Everybody of a class, with its members as far as they are known by name.
    Class(Class, Vec<ParticipantId>),
    /// Nobody: a time passes.
    Time,
}

/// A class of participants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Those from whom no answer is counted.
    NoAnswer,
    /// Those who answered on an earlier text.
    EarlierText,
    /// Those whose position is not counted.
    NotCounted,
    /// The members of a group.
    Members,
    /// Those who disagree with the result.
    Disagreeing,
    /// Everybody who takes part.
    Everybody,
}

impl Class {
    /// The class in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Class::NoAnswer => "those who have not answered",
            Class::EarlierText => "those who answered before the text changed",
            Class::NotCounted => "those whose position is not counted",
            Class::Members => "its members",
            Class::Disagreeing => "those who disagree",
            Class::Everybody => "anybody who takes part",
        }
    }
}

impl Task {
    /// Whether it is a task of `who`. What waits for a time alone is nobody's, and what is said of a
    /// whole class is said to each of them in a task of their own.
    pub fn waits_for(&self, who: &ParticipantId) -> bool {
        let of_all = match self.kind {
            TaskKind::Breadth => true,
            TaskKind::Requirement => self.who.as_class().is_some(),
            _ => self.weight == Weight::Waiting,
        };
        !of_all && self.who.includes(who)
    }
}

impl Who {
    /// These, each once.
    pub(crate) fn people<'a>(ids: impl IntoIterator<Item = &'a ParticipantId>) -> Self {
        Self::People(once_each(ids))
    }

    pub(crate) fn class<'a>(
        class: Class,
        ids: impl IntoIterator<Item = &'a ParticipantId>,
    ) -> Self {
        Self::Class(class, once_each(ids))
    }

    /// Those who are known by name.
    pub fn members(&self) -> &[ParticipantId] {
        match self {
            Who::People(ids) | Who::Class(_, ids) => ids,
            Who::Time => &[],
        }
    }

    /// Whether `who` is one of them.
    pub fn includes(&self, who: &ParticipantId) -> bool {
        self.members().contains(who)
    }

    /// The class, where it is one.
    pub fn as_class(&self) -> Option<Class> {
        match self {
            Who::Class(class, _) => Some(*class),
            Who::People(_) | Who::Time => None,
        }
    }

    /// Who it is, in words; nothing where only a time passes.
    pub fn in_words(&self) -> String {
        match self {
            Who::People(ids) => people(ids),
            Who::Class(class, _) => class.in_words().to_owned(),
            Who::Time => String::new(),
        }
    }
}

fn once_each<'a>(ids: impl IntoIterator<Item = &'a ParticipantId>) -> Vec<ParticipantId> {
    ids.into_iter().fold(Vec::new(), |mut all, id| {
        if !all.contains(id) {
            all.push(id.clone());
        }
        all
    })
}
