//! An objection: a problem that must be addressed before a decision; or a comment, which blocks
//! nothing.

use crate::record::entered::{self, Entered};
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::RevisionName;

/// What kind of problem it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// With the substance.
    Technical,
    /// With the way it is decided.
    Process,
    /// With the wording.
    Editorial,
    /// With what the group may decide.
    Scope,
}

/// What the objector says to a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// The response settles it.
    Satisfied,
    /// The objector has read the response and keeps the objection.
    Maintained,
}

impl Answer {
    /// Both answers with their words.
    pub const WORDS: &'static [(&'static str, Answer)] = &[
        ("satisfied", Answer::Satisfied),
        ("maintained", Answer::Maintained),
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Answer::Satisfied => "satisfied",
            Answer::Maintained => "maintained",
        }
    }
}

/// What an objection's file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// What of the proposal it is about.
    pub about: String,
    /// Why it matters.
    pub problem: String,
    /// What would resolve it. A comment may leave it out.
    pub resolve: Option<String>,
    /// Whether it must be addressed before a decision; if not, it is a comment.
    pub blocking: bool,
    /// What kind of problem it is.
    pub kind: Option<Kind>,
    /// The revision that was read.
    pub on: Option<RevisionName>,
    /// When the objector raised it, where that is said: a register without history knows no other
    /// date. Where somebody else typed it, this is when they received it.
    pub received: Option<Instant>,
    /// What the objector says to the last response.
    pub answer: Option<Answer>,
    /// When that was said: what was said before the objection was reopened says nothing since.
    pub answer_at: Option<Instant>,
    /// Why.
    pub answer_reason: Option<String>,
    /// Whether the objector took it back.
    pub withdrawn: bool,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// Who typed the objection for its objector.
    pub entered: Option<Entered>,
    /// Who typed the reply or the withdrawal for the objector.
    pub reply_entered: Option<Entered>,
}

const KINDS: &[(&str, Kind)] = &[
    ("technical", Kind::Technical),
    ("process", Kind::Process),
    ("editorial", Kind::Editorial),
    ("scope", Kind::Scope),
];

impl Kind {
    /// The kind that a word names.
    pub fn parse(text: &str) -> Option<Self> {
        KINDS
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, kind)| *kind)
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        KINDS
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(word, _)| word)
    }
}

impl Objection {
    /// Reads an objection.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, objection)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("about", &self.about)
            .prose("problem", &self.problem)
            .maybe_prose("resolve", self.resolve.as_deref());
        if !self.blocking {
            sheet.flag("blocking", false);
        }
        sheet
            .maybe_text("kind", self.kind.map(Kind::word))
            .maybe_text("on", self.on.map(|on| on.to_string()).as_deref())
            .maybe_instant("received", self.received.filter(|_| self.entered.is_none()))
            .maybe_text("answer", self.answer.map(Answer::word))
            .maybe_instant("answer-at", self.answer_at)
            .maybe_prose("answer-reason", self.answer_reason.as_deref());
        if self.withdrawn {
            sheet.flag("withdrawn", true);
        }
        sheet.maybe_prose("withdrawn-reason", self.withdrawn_reason.as_deref());
        entered::RECORD.write(&mut sheet, self.entered.as_ref());
        entered::REPLY.write(&mut sheet, self.reply_entered.as_ref());
        sheet
    }
}

fn objection(keys: &mut Keys<'_>) -> Option<Objection> {
    let about = keys.need_text("about");
    let problem = keys.need_text("problem");
    let resolve = keys.text("resolve");
    let blocking = keys.flag("blocking").unwrap_or(true);
    let unresolved = resolve.as_ref().is_none_or(|text| text.trim().is_empty());
    if blocking && unresolved {
        let sentence = "the objection does not say what would resolve it";
        let hint =
            "resolve = '''…'''; or blocking = false, if it is a comment that holds nothing up";
        keys.fault(code::S128, "resolve", sentence, hint);
    }
    let kind = keys.word("kind", KINDS);
    let on = keys.revision("on");
    let received = keys.instant("received");
    let answer = keys.word("answer", Answer::WORDS);
    let answer_at = keys.instant("answer-at");
    let answer_reason = keys.text("answer-reason");
    let withdrawn = keys.flag("withdrawn").unwrap_or(false);
    let withdrawn_reason = keys.text("withdrawn-reason");
    let entered = entered::RECORD.read(keys);
    let reply_entered = entered::REPLY.read(keys);
    Some(Objection {
        about: about?,
        problem: problem?,
        resolve,
        blocking,
        kind,
        on,
        received,
        answer,
        answer_at,
        answer_reason,
        withdrawn,
        withdrawn_reason,
        entered,
        reply_entered,
    })
}
