//! Makes the sentences of all tasks, in one table: what must be done, by whom, and how to say it to
//! those who must do it. Defines the kinds of tasks.

use super::{Class, Priority, Subject, Task, Way, Who};
use crate::procedure::names::{done_by_choosing, only, only_by_choosing};
use crate::tally::criterion::CommentsNeed;
use crate::tally::objection::ObjectionState;
use crate::tally::reason::NotCountedReason;
use crate::value::clock::{Instant, distance};
use crate::value::hint::Hint;
use crate::value::id::{ParticipantId, ProposalId};
use crate::value::sentence::{any_of, first_of, many};
use crate::value::words;

fn in_words(need: CommentsNeed) -> &'static str {
    match need {
        CommentsNeed::Responses => "answer",
        CommentsNeed::Closing => "close",
    }
}

impl Task {
    /// What must be done, as a short imperative.
    pub fn what(&self, now: Instant) -> String {
        let mark = self.mark();
        let call = self.call.unwrap_or_default();
        let due = self.due.map_or(String::new(), Instant::long);
        match self.kind {
            TaskKind::CallCloses => format!("wait until the call closes on {due}"),
            TaskKind::EndCall => {
                format!("end call {call}: no missing answer can change the result")
            }
            TaskKind::ChallengeEnds => format!("wait until the time for challenges ends on {due}"),
            TaskKind::MinorityEnds => format!("wait for minority statements until {due}"),
            TaskKind::Decision => format!("record the decision on call {call}"),
            TaskKind::SignOff => "sign off the decision".to_owned(),
            TaskKind::AppealEnds => format!("wait for appeals until {due}"),
            TaskKind::Ruling => format!("rule on the appeal of {mark}"),
            TaskKind::Answer => "respond to the decision".to_owned(),
            TaskKind::Report => "report how the decision is carried out".to_owned(),
            TaskKind::Review if self.choices.is_empty() => {
                "propose what replaces the decision, as its review asked".to_owned()
            }
            TaskKind::Review => "review the decision".to_owned(),
            TaskKind::Sunset => "propose to renew the decision before it expires".to_owned(),
            TaskKind::HoldEnds => "give the answer that is pending".to_owned(),
            TaskKind::Next | TaskKind::Milestone | TaskKind::Action => self.own_words(),
            TaskKind::Respond => format!("respond to the {} {mark}", self.raised()),
            TaskKind::Reply => format!("reply to the response to {mark}"),
            TaskKind::Dispose => self.disposition(now),
            TaskKind::Requirement => self.requirement(&due),
            TaskKind::Attendance => self.attendance(),
            TaskKind::Breadth => format!("get an answer from {}", self.own_words()),
            TaskKind::Reaffirm => {
                let people = many(self.who.members().len(), "participant");
                format!("ask {people} to confirm a position on an earlier revision")
            }
            TaskKind::Position | TaskKind::PositionAgain => self.to_you(now),
            TaskKind::Parts => format!("wait for the parts: {}", self.own_words()),
            TaskKind::Revise => "revise the text".to_owned(),
            TaskKind::OpenCall => match &self.subject {
                Some(Subject::Revision { name }) => format!("open a new call on revision {name}"),
                Some(Subject::Track { id }) => format!("open a call on track {id}"),
                _ => "open a call".to_owned(),
            },
            TaskKind::Draft => "publish a draft designation".to_owned(),
            TaskKind::AnswerChallenge => format!("answer the challenge {mark}"),
            TaskKind::Confirm => "confirm the draft designation".to_owned(),
            TaskKind::Statement => {
                format!("update your statement of interest ({})", self.own_words())
            }
        }
    }

    /// The same said to a person who must do it.
    pub fn to_you(&self, now: Instant) -> String {
        match (self.kind, &self.subject) {
            (TaskKind::Reaffirm, _) => {
                "confirm or change your position: the text has changed since".to_owned()
            }
            (
                TaskKind::PositionAgain,
                Some(Subject::Uncounted {
                    reason: NotCountedReason::Hold,
                }),
            ) => "give the answer that is pending".to_owned(),
            (TaskKind::PositionAgain, Some(Subject::Uncounted { reason })) => format!(
                "give your position again: it is not counted ({})",
                reason.in_words()
            ),
            (
                TaskKind::Position | TaskKind::PositionAgain | TaskKind::CallCloses,
                Some(Subject::Group { id, .. }),
            ) => format!("give the position of group {id}"),
            (TaskKind::Position | TaskKind::PositionAgain | TaskKind::CallCloses, _) => {
                "give a position".to_owned()
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
            TaskKind::AppealEnds => "last day to appeal".to_owned(),
            TaskKind::Sunset => "the decision expires unless it is renewed".to_owned(),
            _ => self.what(now),
        }
    }

    /// Who must act, in words; nothing where only a time passes.
    pub fn whose(&self) -> String {
        match (&self.subject, self.kind) {
            (Some(Subject::Addressee { name: Some(name) }), _) => {
                format!("{name}, entered by {}", self.who.in_words())
            }
            (Some(Subject::Addressee { name: None }), _) => {
                format!("the addressee, entered by {}", self.who.in_words())
            }
            (Some(Subject::Group { name, .. }), TaskKind::Breadth) => format!("members of {name}"),
            _ => self.who.in_words(),
        }
    }

    /// What the placeholder that has a list can be, in words; nothing where none has one.
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

    /// What to do for a participant who cannot go on because of the task.
    pub fn remedy(&self) -> Hint {
        match self.weight {
            Priority::Waiting => "run the same command again after that".into(),
            Priority::Required | Priority::Advised => self.hint(),
        }
    }

    /// Who must act and what they type.
    pub fn hint(&self) -> Hint {
        if let Some(Subject::Requirement { way, .. }) = &self.subject {
            return self.requirement_hint(way);
        }
        let choices = self.choices_in_words();
        match (&self.command, &self.who, self.due.map(Instant::long)) {
            (Some(command), Who::People(ids), _) => {
                only_by_choosing(ids, &choices, command.clone())
            }
            (Some(command), Who::Class(Class::Everybody | Class::Disagreeing, _), _) => {
                let whose = self.whose();
                done_by_choosing(format!("until then, {whose}"), &choices, command.clone())
            }
            (Some(command), _, _) => done_by_choosing(self.whose(), &choices, command.clone()),
            (None, Who::Time, Some(due)) => format!("wait until {due}").into(),
            (None, Who::Time, None) => "wait".into(),
            (None, Who::People(ids), _) => only(ids).into(),
            (None, Who::Class(..), _) => format!("{} can do this", self.whose()).into(),
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
            Some(Subject::Parts { proposals }) => {
                first_of(proposals.iter().map(ProposalId::as_str))
            }
            _ => String::new(),
        }
    }

    /// How a requirement can be met, or that a chair can decide without it.
    fn requirement_hint(&self, way: &Way) -> Hint {
        let whose = self.whose();
        let said = match way {
            Way::Time => match self.due {
                Some(due) => format!("wait until {}", due.long()),
                None => "wait".to_owned(),
            },
            Way::Answers => format!("{whose} can still answer"),
            Way::Longer => format!("{whose} can extend the call"),
            Way::Override => format!("{whose} can decide without it, with a reason"),
            Way::Letters => format!("{whose} can ask for answers, and record the letters"),
            Way::Comments(need, ids) => match (in_words(*need), ids.as_slice()) {
                (act, [id]) => format!("{whose} can {act} the comment {id}"),
                (act, ids) => {
                    let ids = first_of(ids.iter().map(String::as_str));
                    format!("{whose} can {act} {ids}. To see all comments")
                }
            },
            Way::Objections(ids) => match ids.as_slice() {
                [id] => format!("{whose} can close the objection {id}"),
                ids => {
                    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
                    let ids = first_of(ids.iter().map(String::as_str));
                    format!("{whose} can close {ids}. To see each command")
                }
            },
        };
        match (&self.command, self.choices_in_words().as_str()) {
            (None, _) => said.into(),
            (Some(command), "") => Hint::run(said, command.clone()),
            (Some(command), choices) => Hint::run(format!("{said} ({choices})"), command.clone()),
        }
    }

    /// The word for what was raised.
    fn raised(&self) -> &'static str {
        match &self.subject {
            Some(Subject::Objection { comment: true, .. }) => "comment",
            _ => "objection",
        }
    }

    fn disposition(&self, now: Instant) -> String {
        let (raised, mark) = (self.raised(), self.mark());
        let answered = match &self.subject {
            Some(Subject::Objection { state, .. }) => *state == ObjectionState::Answered,
            _ => false,
        };
        let since = self.since.filter(|since| *since <= now);
        match (answered, since) {
            (false, _) => format!("close the {raised} {mark}"),
            (true, None) => {
                format!("close the {raised} {mark}, which has a response and no reply")
            }
            (true, Some(since)) => {
                let ago = distance(since, now);
                format!("close the {raised} {mark}, which has a response ({ago} ago) and no reply")
            }
        }
    }

    fn requirement(&self, due: &str) -> String {
        let Some(Subject::Requirement { name, way, .. }) = &self.subject else {
            return String::new();
        };
        match way {
            Way::Time => format!("wait until {due} for requirement {name}"),
            Way::Answers => format!("get the answers that requirement {name} needs"),
            Way::Longer => format!("extend the call, so that requirement {name} is met"),
            Way::Objections(ids) => match ids.as_slice() {
                [id] => format!("close the objection {id}, for requirement {name}"),
                _ => format!("close the open objections, for requirement {name}"),
            },
            Way::Comments(need, ids) => match (in_words(*need), ids.as_slice()) {
                (act, [id]) => format!("{act} the comment {id}, for requirement {name}"),
                (act, _) => format!("{act} the open comments, for requirement {name}"),
            },
            Way::Letters => format!("send letters, and record them, for requirement {name}"),
            Way::Override => format!("give the reason to decide without requirement {name}"),
        }
    }

    fn attendance(&self) -> String {
        match &self.subject {
            Some(Subject::Meeting { date: Some(date) }) => {
                format!("record who was present at the meeting of {date}")
            }
            _ => "withdraw the call, then open one that names a meeting".to_owned(),
        }
    }
}

words! {
    /// What must be done.
    pub enum TaskKind {
        /// The call closes: positions can be given until then.
        CallCloses = "call-closes",
        /// End a call before its announced close.
        EndCall = "end-call",
        /// The last draft designation can be challenged until then.
        ChallengeEnds = "challenge-ends",
        /// Minority statements can be given until then.
        MinorityEnds = "minority-ends",
        /// Decide the call.
        Decision = "decision",
        /// Sign off a decision.
        SignOff = "sign-off",
        /// The decision can be appealed until then.
        AppealEnds = "appeal-ends",
        /// Rule on an appeal.
        Ruling = "ruling",
        /// The addressee responds to a decision.
        Answer = "answer",
        /// Report on the implementation of a decision.
        Report = "report",
        /// Review a decision.
        Review = "review",
        /// Renew a decision before it expires.
        Sunset = "sunset",
        /// Give the answer that was announced.
        HoldEnds = "hold-ends",
        /// What the proposal itself says is next.
        Next = "next",
        /// Reach a milestone.
        Milestone = "milestone",
        /// Do an action item of a meeting.
        Action = "action",
        /// Respond to an objection.
        Respond = "respond",
        /// Reply to the response to an objection.
        Reply = "reply",
        /// Close an objection.
        Dispose = "dispose",
        /// Meet a requirement of the track.
        Requirement = "requirement",
        /// Record who was present.
        Attendance = "attendance",
        /// A group from which nobody answered should answer.
        Breadth = "breadth",
        /// Confirm a position on an earlier revision.
        Reaffirm = "reaffirm",
        /// Give a position.
        Position = "position",
        /// Give a position again that is not counted.
        PositionAgain = "position-again",
        /// Change the text.
        Revise = "revise",
        /// Wait for the parts of a package.
        Parts = "parts",
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
    /// Whether a list of dates has it although it has no end: it can be done from one moment on.
    pub fn has_no_end(self) -> bool {
        matches!(
            self,
            Self::EndCall | Self::Decision | Self::SignOff | Self::Respond | Self::Dispose
        )
    }

    /// Whether only those who must act see it, because they can be very many.
    pub fn is_personal(self) -> bool {
        matches!(
            self,
            Self::Position | Self::PositionAgain | Self::Reply | Self::HoldEnds | Self::Statement
        )
    }
}

impl Task {
    /// Whether it is a task of `who`. A wait for a time is nobody's task. What concerns a whole class is
    /// a task of its own for each of them.
    pub fn waits_for(&self, who: &ParticipantId) -> bool {
        let of_all = match self.kind {
            TaskKind::Breadth => true,
            TaskKind::Requirement => self.who.as_class().is_some(),
            _ => self.weight == Priority::Waiting,
        };
        !of_all && self.who.includes(who)
    }
}
