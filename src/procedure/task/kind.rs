//! The kinds of tasks, each with its word.

/// What must be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// The call closes: positions can be given until then.
    CallCloses,
    /// The last draft designation can be challenged until then.
    ChallengeEnds,
    /// Minority statements can be filed until then.
    MinorityEnds,
    /// Decide the call.
    Decision,
    /// Sign off a decision.
    SignOff,
    /// The decision can be appealed until then.
    AppealEnds,
    /// Rule on an appeal.
    Ruling,
    /// The addressee of a decision answers it.
    Answer,
    /// Report on the implementation of a decision.
    Report,
    /// Review a decision.
    Review,
    /// Renew a decision before it expires.
    Sunset,
    /// Give the position that was announced.
    HoldEnds,
    /// What the proposal itself says is next.
    Next,
    /// Reach a milestone.
    Milestone,
    /// Do what a meeting asked for.
    Action,
    /// Respond to an objection.
    Respond,
    /// Say what the response to one's objection is worth.
    Reply,
    /// Close an objection.
    Dispose,
    /// Meet a requirement of the track.
    Requirement,
    /// Record who was present.
    Attendance,
    /// A group from which nobody answered should answer.
    Breadth,
    /// Say whether a position on an earlier text is still right.
    Reaffirm,
    /// Give a position.
    Position,
    /// Give a position again that is not counted.
    PositionAgain,
    /// Change the text.
    Revise,
    /// Open a call.
    OpenCall,
    /// Publish a draft designation.
    Draft,
    /// Answer a challenge.
    AnswerChallenge,
    /// Confirm the draft designation.
    Confirm,
    /// Bring a statement of interest up to date.
    Statement,
}

impl TaskKind {
    /// Every kind with its word.
    pub const WORDS: &'static [(&'static str, TaskKind)] = &[
        ("call-closes", TaskKind::CallCloses),
        ("challenge-ends", TaskKind::ChallengeEnds),
        ("minority-ends", TaskKind::MinorityEnds),
        ("decision", TaskKind::Decision),
        ("sign-off", TaskKind::SignOff),
        ("appeal-ends", TaskKind::AppealEnds),
        ("ruling", TaskKind::Ruling),
        ("answer", TaskKind::Answer),
        ("report", TaskKind::Report),
        ("review", TaskKind::Review),
        ("sunset", TaskKind::Sunset),
        ("hold-ends", TaskKind::HoldEnds),
        ("next", TaskKind::Next),
        ("milestone", TaskKind::Milestone),
        ("action", TaskKind::Action),
        ("respond", TaskKind::Respond),
        ("reply", TaskKind::Reply),
        ("dispose", TaskKind::Dispose),
        ("requirement", TaskKind::Requirement),
        ("attendance", TaskKind::Attendance),
        ("breadth", TaskKind::Breadth),
        ("reaffirm", TaskKind::Reaffirm),
        ("position", TaskKind::Position),
        ("position-again", TaskKind::PositionAgain),
        ("revise", TaskKind::Revise),
        ("open-call", TaskKind::OpenCall),
        ("draft", TaskKind::Draft),
        ("answer-challenge", TaskKind::AnswerChallenge),
        ("confirm", TaskKind::Confirm),
        ("statement", TaskKind::Statement),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        let found = Self::WORDS.iter().find(|(_, kind)| *kind == self);
        found.map_or("", |(word, _)| word)
    }

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
