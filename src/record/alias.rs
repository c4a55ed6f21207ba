//! Other communities' words for positions: understood, answered with this register's own word,
//! and never written.

use crate::value::class::Class;
use crate::value::suggest;

/// Words that mean the same, the ones that a track may call its position by first, and the class
/// to fall back on where a track calls it by none of them.
struct Kin {
    class: Class,
    words: &'static [&'static str],
}

const KINS: &[Kin] = &[
    Kin {
        class: Class::For,
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
    Kin {
        class: Class::For,
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
    Kin {
        class: Class::Neutral,
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
    Kin {
        class: Class::Against,
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
    Kin {
        class: Class::Against,
        words: &[
            "disagree", "no", "against", "nay", "oppose", "opposed", "reject", "contra", "-0",
        ],
    },
    Kin {
        class: Class::Recused,
        words: &["recuse", "recused", "conflict", "conflict-of-interest"],
    },
];

/// The positions of a track that names none, with their classes.
pub const DEFAULTS: &[(&str, Class)] = &[
    ("support", Class::For),
    ("accept", Class::For),
    ("disagree", Class::Against),
    ("object", Class::Against),
    ("abstain", Class::Neutral),
    ("recuse", Class::Recused),
];

/// Which of `positions` a word says without any doubt: the same word in other letters, or another
/// word for the same, also where more words follow it (`Yes with comments` says
/// `approve-with-comments`).
pub fn synonym<'a>(word: &str, positions: &[(&'a str, Class)]) -> Option<&'a str> {
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

/// Which of `positions` somebody probably meant by `word`: the same word in other letters, another
/// word for the same, or the nearest by spelling.
pub fn meant<'a>(word: &str, positions: &[(&'a str, Class)]) -> Option<&'a str> {
    let folded = fold(word);
    synonym(word, positions)
        .or_else(|| {
            let kin = KINS
                .iter()
                .find(|kin| kin.words.contains(&folded.as_str()))?;
            let mut by_class = positions.iter().filter(|(_, class)| *class == kin.class);
            by_class.next().map(|(position, _)| *position)
        })
        .or_else(|| suggest::nearest(&folded, positions.iter().map(|(position, _)| *position)))
}

fn fold(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '_'], "-")
}

fn named<'a>(positions: &[(&'a str, Class)], name: &str) -> Option<&'a str> {
    let found = positions.iter().find(|(position, _)| *position == name);
    found.map(|(position, _)| *position)
}

#[cfg(test)]
mod tests {
    use super::{DEFAULTS, meant, synonym};
    use crate::value::class::Class;

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
        let council = [("yes", Class::For), ("no", Class::Against)];
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
            ("approve", Class::For),
            ("approve-with-comments", Class::For),
            ("disapprove", Class::Against),
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
