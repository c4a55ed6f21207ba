//! Reads and writes objections, which must be closed before a decision, and comments, which block nothing.

use crate::record::attribution::{ENTERED, Entered, REPLY_ENTERED};
use crate::record::described::{TrueUnlessSaid, key, prose, record};
use crate::record::item::words;
use crate::record::keys::Keys;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::RevisionName;

words! {
    /// What kind of problem it is.
    pub enum ObjectionTopic {
        /// With the substance.
        Technical = "technical",
        /// With the way it is decided.
        Process = "process",
        /// With the wording.
        Editorial = "editorial",
        /// With what the body can decide.
        Scope = "scope",
    }
}

words! {
    /// What the objector says to a response.
    pub enum ObjectorReply {
        /// The response settles it.
        Satisfied = "satisfied",
        /// The objector has read the response and keeps the objection.
        Maintained = "maintained",
    }
}

record! {
    /// What an objection's file says.
    pub struct Objection {
        /// The part of the proposal that it is about.
        pub about: String = key("about"),
        /// Why it matters.
        pub problem: String = prose("problem"),
        /// What would settle it. A comment can leave it out.
        pub resolve: Option<String> = prose("resolve"),
        /// Whether it must be closed before a decision; if not, it is a comment.
        pub blocking: bool = TrueUnlessSaid("blocking"),
        /// What kind of problem it is.
        pub kind: Option<ObjectionTopic> = key("kind"),
        /// The revision that was read.
        pub on: Option<RevisionName> = key("on"),
        /// When it was received, where it was entered for the objector. In a register without history: when
        /// it was raised.
        pub received: Option<Instant> = key("received"),
        /// What the objector says to the last response.
        pub answer: Option<ObjectorReply> = key("answer").reply(),
        /// When that was said: a reply before a reopening no longer counts.
        pub answer_at: Option<Instant> = key("answer-at").reply(),
        /// Why.
        pub answer_reason: Option<String> = prose("answer-reason").reply(),
        /// Whether the objector has withdrawn it.
        pub withdrawn: bool = key("withdrawn").reply(),
        /// Why.
        pub withdrawn_reason: Option<String> = prose("withdrawn-reason").reply(),
        /// Who entered the objection for its objector.
        pub entered: Option<Entered> = ENTERED,
        /// Who entered the reply or the withdrawal for the objector.
        pub reply_entered: Option<Entered> = REPLY_ENTERED,
    }
    checked by checked_objection;
}

impl Objection {
    /// An objection, not a comment, with nothing else said yet.
    pub fn new(about: String, problem: String) -> Self {
        Self {
            about,
            problem,
            resolve: None,
            blocking: true,
            kind: None,
            on: None,
            received: None,
            answer: None,
            answer_at: None,
            answer_reason: None,
            withdrawn: false,
            withdrawn_reason: None,
            entered: None,
            reply_entered: None,
        }
    }
}

/// An objection must say what would settle it.
fn checked_objection(keys: &Keys<'_>, objection: &Objection) {
    let resolve = objection.resolve.as_deref();
    if objection.blocking && resolve.is_none_or(|text| text.trim().is_empty()) {
        let sentence = "\"resolve\" is missing: say what would settle the objection";
        let hint = "resolve = '''…''', or blocking = false if it is only a comment";
        keys.fault(code::S128, "resolve", sentence, hint);
    }
}
