//! Reads and writes positions: the answer of one participant or one group on one revision. Words of other
//! communities for positions are understood, but only the words of this register are written.

use std::ops::{Deref, DerefMut};

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Described, Moved, Part, key, prose, record};
use crate::record::keys::Keys;
use crate::record::mentions::{Each, Way};
use crate::record::shape::{KeyShape, Shape};
use crate::value::class::CountsAs;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName, TrackId};
use crate::value::{code, text};

/// The word of a notice that an answer is coming; it is not a position of a track.
pub const PENDING: &str = "pending";
/// The same word before it was renamed; it is always read.
const HOLD: &str = "hold";

/// Whether a word says that an answer is coming.
pub fn is_pending(word: &str) -> bool {
    word == PENDING || word == HOLD
}

/// The keys that say how an answer was given: they change when it is given again.
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
        /// The answer, or `pending` for a notice that an answer is coming.
        pub position: PositionName = Answer,
        /// The track of the call, where it is not the proposal's own.
        pub track: Option<TrackId> = key("track"),
        /// The revision that was read, where it is said.
        pub on: Option<RevisionName> = key("on"),
        /// Why.
        pub reason: Option<String> = prose("reason"),
        /// What few positions say.
        pub further: Further = FurtherKeys,
    }
    checked by checked_position;
}

record! {
    /// What few positions say. A position has it in a box, because a register has many positions.
    #[derive(Default)]
    pub struct FurtherWords {
        /// A conflict of interest.
        pub interest: Option<String> = prose("interest"),
        /// Objections of others that this one supports.
        pub joins: Vec<ObjectionId> = key("joins"),
        /// When a pending answer is due.
        pub until: Option<Instant> = key("until"),
        /// Who entered it for the participant.
        pub relayed_by: Option<ParticipantId> = key("relayed-by"),
        /// When it was received.
        pub received: Option<Instant> = key("received"),
        /// A link or a note of the source.
        pub evidence: Option<String> = key("evidence"),
        /// Who gave it with the participant's authority.
        pub proxy: Option<ParticipantId> = key("proxy"),
        /// Whether it is withdrawn.
        pub withdrawn: bool = key("withdrawn"),
        /// An objection inside this file: what it is about.
        pub about: Option<String> = key("about"),
        /// An objection inside this file: why it matters.
        pub problem: Option<String> = prose("problem"),
        /// An objection inside this file: what would settle it.
        pub resolve: Option<String> = prose("resolve"),
    }
}

/// What a position says further, if it does.
#[derive(Debug, Clone, Default)]
pub struct Further(Option<Box<FurtherWords>>);

const NOTHING: &FurtherWords = &FurtherWords {
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
};

impl Further {
    fn words(&self) -> &FurtherWords {
        self.0.as_deref().unwrap_or(NOTHING)
    }
}

impl From<FurtherWords> for Further {
    fn from(words: FurtherWords) -> Self {
        Self((words != *NOTHING).then(|| Box::new(words)))
    }
}

impl PartialEq for Further {
    fn eq(&self, other: &Self) -> bool {
        self.words() == other.words()
    }
}

impl Eq for Further {}

/// Its further words are read and changed like its other fields.
impl Deref for Position {
    type Target = FurtherWords;

    fn deref(&self) -> &FurtherWords {
        self.further.words()
    }
}

impl DerefMut for Position {
    fn deref_mut(&mut self) -> &mut FurtherWords {
        self.further.0.get_or_insert_default()
    }
}

/// Their keys, among those of the position.
struct FurtherKeys;

impl Part<Further> for FurtherKeys {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Further> {
        FurtherWords::take(keys).map(Further::from)
    }

    fn write(&self, further: &Further, sheet: &mut CanonicalToml) {
        if let Some(words) = &further.0 {
            words.fill(sheet);
        }
    }

    fn people_mut(&self, further: &mut Further, way: &Way<'_>, each: &mut Each<'_>) {
        if let Some(words) = &mut further.0 {
            Described::people_mut(&mut **words, way, each);
        }
    }

    fn shapes(&self, _: &str) -> Vec<KeyShape> {
        FurtherWords::keys()
    }

    fn moved(&self, before: &Further, after: &Further) -> Vec<Moved> {
        FurtherWords::moved(before.words(), after.words())
    }
}

impl Position {
    /// A position with nothing but its name, in the word of today.
    pub fn new(position: PositionName) -> Self {
        let today = PositionName::parse(PENDING).ok();
        let today = today.filter(|_| is_pending(position.as_str()));
        Self {
            position: today.unwrap_or(position),
            track: None,
            on: None,
            reason: None,
            further: Further::default(),
        }
    }

    /// The conflict of interest that it declares; empty words declare none.
    pub fn declared_interest(&self) -> Option<&str> {
        let words = self.interest.as_deref();
        words.filter(|words| !words.trim().is_empty())
    }

    /// Whether the file has an objection inside.
    pub fn carries_objection(&self) -> bool {
        self.problem.is_some()
    }

    /// Whether it is a notice that an answer is coming.
    pub fn is_pending(&self) -> bool {
        is_pending(self.position.as_str())
    }
}

/// The answer itself. The proposal's track says which answers there are; a text that is not a name cannot
/// be one of them.
struct Answer;

impl Part<PositionName> for Answer {
    fn read(&self, keys: &mut Keys<'_>) -> Option<PositionName> {
        if !keys.has("position") {
            keys.missing("position", "\"…\", with one of the positions of the track");
        }
        let text = keys.text("position")?;
        let read = PositionName::parse(&text).ok();
        if read.is_none() {
            let shown = text::shortened(&text, 60);
            let hint = "write the name of one of the positions of the track";
            let sentence = format!("\"{shown}\" is not a position");
            keys.fault(code::S130, "position", sentence, hint);
        }
        read
    }

    fn write(&self, value: &PositionName, sheet: &mut CanonicalToml) {
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
        // A form that was sent before it was filled in.
        if words.as_ref().is_some_and(|words| words.trim().is_empty()) {
            let sentence = format!("\"{key}\" of the objection in this file is empty");
            keys.fault(code::S128, key, sentence, "write it between the marks");
        }
    }
    if problem.is_some() && resolve.is_none() {
        let sentence = "\"resolve\" is missing: say what would settle the objection in this file";
        keys.fault(code::S128, "problem", sentence, "resolve = '''…'''");
    }
    if problem.is_none() && (about.is_some() || resolve.is_some()) {
        let sentence = "\"problem\" is missing: say what the objection in this file is";
        keys.fault(
            code::S128,
            if about.is_some() { "about" } else { "resolve" },
            sentence,
            "problem = '''…'''",
        );
    }
}

fn checked_hold(keys: &Keys<'_>, position: &Position) {
    match (position.is_pending(), position.until) {
        (true, None) if !keys.has("until") => keys.missing("until", "2026-05-15T00:00:00Z"),
        (false, Some(_)) => {
            let sentence = "\"until\" is only allowed with position = \"pending\"";
            let hint = "remove the line, or write position = \"pending\"";
            keys.fault(code::S114, "until", sentence, hint);
        }
        _ => {}
    }
}

/// The positions of a track that names none, with their classes.
pub const DEFAULTS: &[(&str, CountsAs)] = &[
    ("support", CountsAs::For),
    ("accept", CountsAs::For),
    ("disagree", CountsAs::Against),
    ("object", CountsAs::Against),
    ("abstain", CountsAs::Neutral),
    ("recuse", CountsAs::Recused),
];
