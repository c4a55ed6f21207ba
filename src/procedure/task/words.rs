//! The kinds of tasks, who must act, and the sentences of all tasks in one table: what must be done, by
//! whom, and how to say it to those who must do it.

use super::{Priority, Subject, Task};
use crate::procedure::names::{done_by_choosing, people};
use crate::tally::objection::ObjectionState;
use crate::tally::reason::NotCountedReason;
use crate::value::clock::{Instant, distance};
use crate::value::id::ParticipantId;
use crate::value::sentence::any_of;
use crate::value::words;

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
                    reason: NotCountedReason::Hold,
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
                format!("{placeholder} is {}", any_of(all))
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
                state: ObjectionState::Answered,
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

words! {
    /// What must be done.
    pub enum TaskKind {
        /// The call closes: positions can be given until then.
        CallCloses = "call-closes",
        /// The last draft designation can be challenged until then.
        ChallengeEnds = "challenge-ends",
        /// Minority statements can be filed until then.
        MinorityEnds = "minority-ends",
        /// Decide the call.
        Decision = "decision",
        /// Sign off a decision.
        SignOff = "sign-off",
        /// The decision can be appealed until then.
        AppealEnds = "appeal-ends",
        /// Rule on an appeal.
        Ruling = "ruling",
        /// The addressee of a decision answers it.
        Answer = "answer",
        /// Report on the implementation of a decision.
        Report = "report",
        /// Review a decision.
        Review = "review",
        /// Renew a decision before it expires.
        Sunset = "sunset",
        /// Give the position that was announced.
        HoldEnds = "hold-ends",
        /// What the proposal itself says is next.
        Next = "next",
        /// Reach a milestone.
        Milestone = "milestone",
        /// Do what a meeting asked for.
        Action = "action",
        /// Respond to an objection.
        Respond = "respond",
        /// Say what the response to one's objection is worth.
        Reply = "reply",
        /// Close an objection.
        Dispose = "dispose",
        /// Meet a requirement of the track.
        Requirement = "requirement",
        /// Record who was present.
        Attendance = "attendance",
        /// A group from which nobody answered should answer.
        Breadth = "breadth",
        /// Say whether a position on an earlier text is still right.
        Reaffirm = "reaffirm",
        /// Give a position.
        Position = "position",
        /// Give a position again that is not counted.
        PositionAgain = "position-again",
        /// Change the text.
        Revise = "revise",
        /// Open a call.
        OpenCall = "open-call",
        /// Publish a draft designation.
        Draft = "draft",
        /// Answer a challenge.
        AnswerChallenge = "answer-challenge",
        /// Confirm the draft designation.
        Confirm = "confirm",
        /// Bring a statement of interest up to date.
        Statement = "statement",
    }
}

impl TaskKind {
    /// Whether it is among the dates of a register although nobody sets an end to it: it waits from
    /// the moment at which it can be done.
    pub fn has_no_end(self) -> bool {
        matches!(self, Self::Decision | Self::SignOff)
    }

    /// Whether it is told to those alone who must act, as there may be very many of them.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Self::Position | Self::PositionAgain | Self::Reply | Self::HoldEnds | Self::Statement
        )
    }
}

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

words! {
    /// A class of participants.
    pub enum Class {
        /// Those from whom no answer is counted.
        NoAnswer = "no-answer",
        /// Those who answered on an earlier text.
        EarlierText = "earlier-text",
        /// Those whose position is not counted.
        NotCounted = "not-counted",
        /// The members of a group.
        Members = "members",
        /// Those who disagree with the result.
        Disagreeing = "disagreeing",
        /// Everybody who takes part.
        Everybody = "everybody",
    }
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
            _ => self.weight == Priority::Waiting,
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
