//! Reads and writes positions: the answer of one participant or one group on one revision. Words of other
//! communities for positions are understood, but only the words of this register are written.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Part, key, prose, record};
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::value::class::CountsAs;
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, PositionName, RevisionName, TrackId};
use crate::value::{code, did_you_mean, text};

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
    checked by checked_position;
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
            keys.missing("position", "\"accept\"");
        }
        let text = keys.text("position")?;
        let read = PositionName::parse(&text).ok();
        if read.is_none() {
            let shown = text::shortened(&text, 60);
            let hint = match meant(&text, DEFAULTS) {
                Some(meant) => format!("position = \"{meant}\""),
                None => {
                    "write one of the track's positions, such as position = \"accept\"".to_owned()
                }
            };
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

/// Words that mean the same, first those that a track can use for its position, and the class to use where a
/// track has none of them.
struct AliasSet {
    class: CountsAs,
    words: &'static [&'static str],
}

const KINS: &[AliasSet] = &[
    AliasSet {
        class: CountsAs::For,
        words: &[
            "support",
            "yes",
            "approve",
            "agree",
            "aye",
            "for",
            "in-favour",
            "in-favor",
            "pro",
            "supports",
            "approved",
            "lgtm",
            "+1",
            "👍",
        ],
    },
    AliasSet {
        class: CountsAs::For,
        words: &[
            "accept",
            "consent",
            "no-objection",
            "can-live-with-it",
            "acceptable",
            "ok",
            "okay",
            "fine",
            "+0",
        ],
    },
    AliasSet {
        class: CountsAs::Neutral,
        words: &[
            "abstain",
            "abstention",
            "neutral",
            "no-opinion",
            "pass",
            "0",
            "±0",
        ],
    },
    AliasSet {
        class: CountsAs::Against,
        words: &[
            "object",
            "objection",
            "discuss",
            "block",
            "veto",
            "-1",
            "👎",
        ],
    },
    AliasSet {
        class: CountsAs::Against,
        words: &[
            "disagree", "no", "against", "nay", "oppose", "opposed", "reject", "contra", "-0",
        ],
    },
    AliasSet {
        class: CountsAs::Recused,
        words: &["recuse", "recused", "conflict", "conflict-of-interest"],
    },
];

/// The positions of a track that names none, with their classes.
pub const DEFAULTS: &[(&str, CountsAs)] = &[
    ("support", CountsAs::For),
    ("accept", CountsAs::For),
    ("disagree", CountsAs::Against),
    ("object", CountsAs::Against),
    ("abstain", CountsAs::Neutral),
    ("recuse", CountsAs::Recused),
];

/// Which of `positions` a word certainly means: the same word in other letters, or another word for the
/// same, also where more words follow it (`Yes with comments` means
/// `approve-with-comments`).
pub fn synonym<'a>(word: &str, positions: &[(&'a str, CountsAs)]) -> Option<&'a str> {
    let folded = fold(word);
    let same = |first: &str, rest: &str| {
        let kin = KINS.iter().find(|kin| kin.words.contains(&first))?;
        kin.words
            .iter()
            .find_map(|name| named(positions, &format!("{name}{rest}")))
    };
    named(positions, &folded)
        .or_else(|| same(&folded, ""))
        .or_else(|| {
            let (first, _) = folded.split_once('-')?;
            same(first, folded.get(first.len()..)?)
        })
}

/// Which of `positions` is probably meant by `word`: the same word in other letters, another word for the
/// same, or the nearest by spelling.
pub fn meant<'a>(word: &str, positions: &[(&'a str, CountsAs)]) -> Option<&'a str> {
    let folded = fold(word);
    synonym(word, positions)
        .or_else(|| {
            let kin = KINS
                .iter()
                .find(|kin| kin.words.contains(&folded.as_str()))?;
            let mut by_class = positions.iter().filter(|(_, class)| *class == kin.class);
            by_class.next().map(|(position, _)| *position)
        })
        .or_else(|| did_you_mean::nearest(&folded, positions.iter().map(|(position, _)| *position)))
}

fn fold(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '_'], "-")
}

fn named<'a>(positions: &[(&'a str, CountsAs)], name: &str) -> Option<&'a str> {
    let found = positions.iter().find(|(position, _)| *position == name);
    found.map(|(position, _)| *position)
}

#[cfg(test)]
mod tests {
    use super::{DEFAULTS, meant, synonym};
    use crate::value::class::CountsAs;

    #[test]
    fn words_of_others_are_answered_with_the_tracks_own() {
        for (word, position) in [
            ("Accept", "accept"),
            (" OBJECT ", "object"),
            ("+1", "support"),
            ("yes", "support"),
            ("-1", "object"),
            ("no", "disagree"),
            ("±0", "abstain"),
            ("can live with it", "accept"),
            ("acept", "accept"),
        ] {
            assert_eq!(meant(word, DEFAULTS), Some(position), "{word}");
        }
        assert_eq!(meant("perhaps", DEFAULTS), None);
        let council = [("yes", CountsAs::For), ("no", CountsAs::Against)];
        assert_eq!(meant("+1", &council), Some("yes"));
        assert_eq!(meant("object", &council), Some("no"));
        assert_eq!(meant("ok", &council), Some("yes"));
        assert_eq!(meant("abstain", &council), None);
    }
    #[test]
    fn a_synonym_leaves_no_doubt() {
        assert_eq!(synonym("+1", DEFAULTS), Some("support"));
        assert_eq!(synonym("Abstention", DEFAULTS), Some("abstain"));
        assert_eq!(synonym("acept", DEFAULTS), None);
        let ballot = [
            ("approve", CountsAs::For),
            ("approve-with-comments", CountsAs::For),
            ("disapprove", CountsAs::Against),
        ];
        assert_eq!(
            synonym("Yes with comments", &ballot),
            Some("approve-with-comments")
        );
        assert_eq!(synonym("yes", &ballot), Some("approve"));
        assert_eq!(synonym("no", &ballot), None);
        assert_eq!(synonym("yes but", &ballot), None);
    }
}
