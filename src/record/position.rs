//! A position: one participant's, or one group's, answer on one revision.

use crate::record::alias;
use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
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

/// What a position file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The answer, or [`HOLD`].
    pub position: PositionName,
    /// The track for whose call it is given, where it is not the proposal's own.
    pub track: Option<TrackId>,
    /// The revision that was read, where it is said.
    pub on: Option<RevisionName>,
    /// Why.
    pub reason: Option<String>,
    /// A conflict of interest worth saying here.
    pub interest: Option<String>,
    /// Objections of others that this one supports.
    pub joins: Vec<ObjectionId>,
    /// Until when a hold holds.
    pub until: Option<Instant>,
    /// Who typed it for the participant.
    pub relayed_by: Option<ParticipantId>,
    /// When the participant gave it.
    pub received: Option<Instant>,
    /// Where that can be seen.
    pub evidence: Option<String>,
    /// Who gave it with the participant's authority.
    pub proxy: Option<ParticipantId>,
    /// Whether it was taken back.
    pub withdrawn: bool,
    /// An objection that the file carries itself: what it is about.
    pub about: Option<String>,
    /// An objection that the file carries itself: why it matters.
    pub problem: Option<String>,
    /// An objection that the file carries itself: what would resolve it.
    pub resolve: Option<String>,
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

    /// Reads a position.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, position)
    }

    /// The record in canonical form.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new();
        sheet
            .text("position", self.position.as_str())
            .maybe_text("track", self.track.as_ref().map(TrackId::as_str))
            .maybe_text("on", self.on.map(|on| on.to_string()).as_deref())
            .maybe_prose("reason", self.reason.as_deref())
            .maybe_prose("interest", self.interest.as_deref())
            .maybe_list("joins", &self.joins)
            .maybe_instant("until", self.until)
            .maybe_text(
                "relayed-by",
                self.relayed_by.as_ref().map(ParticipantId::as_str),
            )
            .maybe_instant("received", self.received)
            .maybe_text("evidence", self.evidence.as_deref())
            .maybe_text("proxy", self.proxy.as_ref().map(ParticipantId::as_str));
        if self.withdrawn {
            sheet.flag("withdrawn", true);
        }
        sheet
            .maybe_text("about", self.about.as_deref())
            .maybe_prose("problem", self.problem.as_deref())
            .maybe_prose("resolve", self.resolve.as_deref());
        sheet
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

fn position(keys: &mut Keys<'_>) -> Option<Position> {
    let word = word(keys);
    let read = Position {
        track: keys.name("track", TrackId::parse),
        on: keys.revision("on"),
        reason: keys.text("reason"),
        interest: keys.text("interest"),
        joins: keys.objections("joins"),
        until: keys.instant("until"),
        relayed_by: keys.name("relayed-by", ParticipantId::parse),
        received: keys.instant("received"),
        evidence: keys.text("evidence"),
        proxy: keys.name("proxy", ParticipantId::parse),
        withdrawn: keys.flag("withdrawn").unwrap_or(false),
        about: keys.text("about"),
        problem: keys.text("problem"),
        resolve: keys.text("resolve"),
        ..Position::new(word?)
    };
    checked_objection(keys, &read);
    checked_hold(keys, &read);
    Some(read)
}

/// The answer itself. Which answers there are is for the proposal's track to say; what is no name
/// at all is none of them.
fn word(keys: &mut Keys<'_>) -> Option<PositionName> {
    if !keys.has("position") {
        keys.missing("position", "\"accept\"");
    }
    let text = keys.text("position")?;
    let read = PositionName::parse(&text).ok();
    if read.is_none() {
        let shown = text::shortened(&text, 60);
        let hint = match alias::meant(&text, alias::DEFAULTS) {
            Some(meant) => format!("position = \"{meant}\""),
            None => "write one of the track's positions, such as position = \"accept\"".to_owned(),
        };
        let sentence = format!("\"{shown}\" is no position");
        keys.fault(code::S130, "position", sentence, hint);
    }
    read
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
