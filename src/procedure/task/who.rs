//! Defines who must act: people, everybody of a class, or nobody, where a time passes.

use crate::procedure::names::people;
use crate::value::id::ParticipantId;
use crate::value::words;

/// Who must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// These, each once: any of them can do it.
    People(Vec<ParticipantId>),
    /// Every participant of a class, with those who are known by name.
    Class(Class, Vec<ParticipantId>),
    /// No participant: a time passes.
    Time,
}

words! {
    /// A class of participants.
    pub enum Class {
        /// Participants without a counted answer.
        NoAnswer = "no-answer",
        /// Participants who answered on an earlier revision.
        EarlierText = "earlier-text",
        /// Participants whose position is not counted.
        NotCounted = "not-counted",
        /// The members of a group.
        Members = "members",
        /// Participants who disagree with the result.
        Disagreeing = "disagreeing",
        /// Every participant.
        Everybody = "everybody",
    }
}

impl Class {
    /// The class in words.
    pub fn in_words(self) -> &'static str {
        match self {
            Class::NoAnswer => "participants without an answer",
            Class::EarlierText => "participants who answered on an earlier revision",
            Class::NotCounted => "participants whose position is not counted",
            Class::Members => "members of the group",
            Class::Disagreeing => "participants who disagree",
            Class::Everybody => "any participant",
        }
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

    /// The participants who are known by name.
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

    /// The class, if it is one.
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
