//! Lists common words with which people answer, and how strong each is, and brings words into the one form
//! in which they are compared. A charter has words of its own; these are for words that nobody means otherwise.

use unicode_normalization::UnicodeNormalization;

use crate::value::class::CountsAs;
use crate::value::text::canonical;

/// How strong a common word is, from the strongest support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strength {
    Support,
    Accept,
    Neutral,
    Doubt,
    Against,
    Block,
    Recused,
}

/// Common words of each strength, in the form of [`form`]. A track can use one of them for its position.
pub(super) const COMMON: &[(Strength, &[&str])] = &[
    (
        Strength::Support,
        &[
            "support",
            "supports",
            "yes",
            "approve",
            "approved",
            "agree",
            "aye",
            "yea",
            "for",
            "in-favour",
            "in-favor",
            "pro",
            "affirmative",
            "lgtm",
        ],
    ),
    (
        Strength::Accept,
        &[
            "accept",
            "consent",
            "no-objection",
            "no-objections",
            "can-live-with-it",
            "acceptable",
            "ok",
            "okay",
            "fine",
            "+0",
        ],
    ),
    (
        Strength::Neutral,
        &[
            "abstain",
            "abstains",
            "abstained",
            "abstention",
            "neutral",
            "no-opinion",
            "pass",
        ],
    ),
    (Strength::Doubt, &["-0"]),
    (
        Strength::Against,
        &[
            "disagree",
            "no",
            "against",
            "nay",
            "oppose",
            "opposed",
            "reject",
            "disapprove",
            "negative",
            "not-in-favour",
            "not-in-favor",
            "contra",
        ],
    ),
    (
        Strength::Block,
        &["object", "objection", "discuss", "block", "veto"],
    ),
    (
        Strength::Recused,
        &[
            "recuse",
            "recused",
            "recusal",
            "conflict",
            "conflict-of-interest",
        ],
    ),
];

/// Scales of signs: in favour, neutral, against.
pub(super) const SIGNS: &[[&[&str]; 3]] = &[
    [&["+1"], &["0", "±0"], &["-1"]],
    [&["👍", "thumbs-up"], &["👀"], &["👎", "thumbs-down"]],
];

/// Words of common tables for somebody who did not answer.
pub(super) const ABSENT: &[&str] = &[
    "-",
    "--",
    "n/a",
    "absent",
    "did-not-vote",
    "did-not-answer",
    "not-voted",
    "not-present",
    "not-received",
    "no-answer",
    "no-response",
    "no-reply",
    "excused",
];

pub(super) fn is_sign(word: &str) -> bool {
    SIGNS.iter().flatten().any(|words| words.contains(&word))
}

pub(super) fn strength(word: &str) -> Option<Strength> {
    let found = COMMON.iter().find(|(_, words)| words.contains(&word));
    found.map(|(strength, _)| *strength)
}

/// The strength of a common word or a sign.
pub(super) fn strength_of(word: &str) -> Option<Strength> {
    let signs = SIGNS.iter().find_map(|scale| {
        let at = scale.iter().position(|words| words.contains(&word))?;
        [Strength::Support, Strength::Neutral, Strength::Against]
            .get(at)
            .copied()
    });
    signs.or_else(|| strength(word))
}

/// On which side a word certainly is.
pub(super) fn side(word: &str) -> Option<CountsAs> {
    match strength_of(word)? {
        Strength::Support => Some(CountsAs::For),
        Strength::Against | Strength::Block => Some(CountsAs::Against),
        Strength::Accept | Strength::Neutral | Strength::Doubt | Strength::Recused => None,
    }
}

pub(super) fn in_words(class: CountsAs) -> &'static str {
    match class {
        CountsAs::For => "in favour",
        CountsAs::Against => "against",
        CountsAs::Neutral => "on neither side",
        CountsAs::Recused => "as recused",
    }
}

/// What people write around a word.
const AROUND: &[char] = &[
    '*', '_', '`', '"', '\'', '“', '”', '„', '«', '»', '‘', '’', '.', '!', ',', ';', ':', ' ', '[',
    ']', '✔', '✓',
];

/// What says whose vote binds: the charter decides that, not the voter.
const BINDING: &[&str] = &["binding", "non-binding", "non binding", "nonbinding"];

/// A word in the one form in which words are compared: letter case, Unicode forms, typographic signs,
/// invisible characters, skin colours, marks around it, and "(binding)" make no difference.
pub(super) fn form(word: &str) -> String {
    let is_colour = |c: &char| ('\u{1f3fb}'..='\u{1f3ff}').contains(c);
    let composed: String = word.nfkc().filter(|c| !is_colour(c)).collect();
    let mut word = canonical(&composed);
    for binding in BINDING {
        for around in [format!("({binding})"), format!("[{binding}]")] {
            word = word.replace(&around, "");
        }
    }
    let word = word.trim_matches(AROUND);
    let bare = BINDING.iter().find_map(|binding| {
        let before = word.strip_suffix(binding)?.strip_suffix(' ')?;
        (!before.is_empty()).then_some(before)
    });
    bare.unwrap_or(word).replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn a_word_has_one_form() {
        for (typed, word) in [
            (" +1 (binding) ", "+1"),
            ("＋１", "+1"),
            ("\u{2212}1", "-1"),
            ("**Yes!**", "yes"),
            ("\u{200b}Accept.", "accept"),
            ("👍🏽", "👍"),
            ("👍\u{fe0f}", "👍"),
            (":+1:", "+1"),
            ("In Favour", "in-favour"),
            ("[Non-Binding] -1", "-1"),
            ("+1 binding", "+1"),
            ("“no”", "no"),
            ("  ", ""),
            ("\u{2014}", "-"),
        ] {
            assert_eq!(form(typed), word, "{typed}");
        }
    }
}
