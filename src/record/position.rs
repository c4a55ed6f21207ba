//! A position: one participant's, or one group's, answer on one revision.

use crate::record::alias;
use crate::record::described::{Part, key, prose, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::sheet::Sheet;
use crate::value::clock::Instant;
use crate::value::code;
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName, TrackId};
use crate::value::text;

/// The word that is no position: somebody is working on one.
pub const HOLD: &str = "hold";

/// The keys that say how an answer was given: given again, it may be given otherwise.
pub const OF_THE_GIVING: &[&str] = &[
    "track",
    "withdrawn",
    "until",
    "relayed-by",
    "received",
    "evidence",
    "proxy",
];
/// The keys that speak for one answer and not for another.
pub const OF_THE_ANSWER: &[&str] = &["reason", "joins"];

record! {
    /// What a position file says.
    pub struct Position {
        /// The answer; `hold` while it is being worked on.
        pub position: PositionName = Answer,
        /// The track for whose call it is given, where it is not the proposal's own.
        pub track: Option<TrackId> = key("track"),
        /// The revision that was read, where it is said.
        pub on: Option<RevisionName> = key("on"),
        /// Why.
        pub reason: Option<String> = prose("reason"),
        /// A conflict of interest worth saying here.
        pub interest: Option<String> = prose("interest"),
        /// Objections of others that this one supports.
        pub joins: Vec<ObjectionId> = key("joins"),
        /// Until when a hold is kept.
        pub until: Option<Instant> = key("until"),
        /// Who typed it for the participant.
        pub relayed_by: Option<ParticipantId> = key("relayed-by"),
        /// When the participant gave it.
        pub received: Option<Instant> = key("received"),
        /// Where that can be seen.
        pub evidence: Option<String> = key("evidence"),
        /// Who gave it with the participant's authority.
        pub proxy: Option<ParticipantId> = key("proxy"),
        /// Whether it was taken back.
        pub withdrawn: bool = key("withdrawn"),
        /// An objection that the file carries itself: what it is about.
        pub about: Option<String> = key("about"),
        /// An objection that the file carries itself: why it matters.
        pub problem: Option<String> = prose("problem"),
        /// An objection that the file carries itself: what would resolve it.
        pub resolve: Option<String> = prose("resolve"),
    }
    checked by checked_position;
}

impl Position {
    /// A position of which no more is said.
    pub fn new(position: PositionName) -> Self {
        Self {
            position,
            track: None,
            on: None,
            reason: None,
            interest: None,
            joins: Vec::new(),
            until: None,
            relayed_by: None,
            received: None,
            evidence: None,
            proxy: None,
            withdrawn: false,
            about: None,
            problem: None,
            resolve: None,
        }
    }

    /// The conflict of interest that it declares; empty words declare none.
    pub fn declared_interest(&self) -> Option<&str> {
        let words = self.interest.as_deref();
        words.filter(|words| !words.trim().is_empty())
    }

    /// Whether the file carries an objection itself.
    pub fn carries_objection(&self) -> bool {
        self.problem.is_some()
    }

    /// Whether it is a notice that a position is being worked on.
    pub fn is_hold(&self) -> bool {
        self.position.as_str() == HOLD
    }
}

/// The answer itself. Which answers there are is for the proposal's track to say; what is no name
/// at all is none of them.
struct Answer;

impl Part<PositionName> for Answer {
    fn read(&self, keys: &mut Keys<'_>) -> Option<PositionName> {
        if !keys.has("position") {
            keys.missing("position", "\"accept\"");
        }
        let text = keys.text("position")?;
        let read = PositionName::parse(&text).ok();
        if read.is_none() {
            let shown = text::shortened(&text, 60);
            let hint = match alias::meant(&text, alias::DEFAULTS) {
                Some(meant) => format!("position = \"{meant}\""),
                None => {
                    "write one of the track's positions, such as position = \"accept\"".to_owned()
                }
            };
            let sentence = format!("\"{shown}\" is no position");
            keys.fault(code::S130, "position", sentence, hint);
        }
        read
    }

    fn write(&self, value: &PositionName, sheet: &mut Sheet) {
        sheet.text("position", value.as_str());
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("position", Shape::Id, true, says)]
    }
}

fn checked_position(keys: &Keys<'_>, position: &Position) {
    checked_objection(keys, position);
    checked_hold(keys, position);
}

fn checked_objection(keys: &Keys<'_>, position: &Position) {
    let (about, problem, resolve) = (&position.about, &position.problem, &position.resolve);
    for (key, words) in [("about", about), ("problem", problem), ("resolve", resolve)] {
        // A form that was sent in before it was filled in.
        if words.as_ref().is_some_and(|words| words.trim().is_empty()) {
            let sentence = format!("\"{key}\" of the objection in this file says nothing");
            keys.fault(code::S128, key, sentence, "write it between the marks");
        }
    }
    if problem.is_some() && resolve.is_none() {
        let sentence = "the objection in this file does not say what would resolve it";
        keys.fault(code::S128, "problem", sentence, "resolve = '''…'''");
    }
    if problem.is_none() && (about.is_some() || resolve.is_some()) {
        let sentence = "the objection in this file does not say what the problem is";
        keys.fault(
            code::S128,
            if about.is_some() { "about" } else { "resolve" },
            sentence,
            "problem = '''…'''",
        );
    }
}

fn checked_hold(keys: &Keys<'_>, position: &Position) {
    match (position.is_hold(), position.until) {
        (true, None) if !keys.has("until") => keys.missing("until", "2026-05-15T00:00:00Z"),
        (false, Some(_)) => {
            let sentence = "\"until\" stands in a position that is no hold";
            keys.fault(
                code::S114,
                "until",
                sentence,
                "remove the line, or write position = \"hold\"",
            );
        }
        _ => {}
    }
}
