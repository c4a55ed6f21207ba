//! Splits the text of a rule into words, numbers and signs. Signs of other languages are read as what they
//! mean and reported, so that one run finds every error. Has hints for words that people write instead of
//! those of the reference.

use super::grammar::{Relation, Span};
use super::vocabulary::is_word;
use crate::value::text;

/// A word, number or sign, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// The kind of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word of the language or a name.
    Word(String),
    /// Digits.
    Whole(String),
    /// Digits, a point, digits.
    Decimal(String, String),
    Relation(Relation),
    Slash,
    Percent,
    Plus,
    Comma,
    Open,
    Close,
    /// The end of the rule.
    End,
}

impl Kind {
    /// The token as a sentence names it.
    pub(super) fn shown(&self) -> String {
        match self {
            Kind::Word(word) => format!("\"{}\"", text::shortened(word, 64)),
            Kind::Whole(digits) => text::shortened(digits, 64),
            Kind::Decimal(whole, part) => text::shortened(&format!("{whole}.{part}"), 64),
            Kind::End => "the end of the rule".to_owned(),
            sign => {
                let found = SIGNS.iter().find(|(_, kind)| kind == sign);
                format!("\"{}\"", found.map_or("", |(sign, _)| sign))
            }
        }
    }
}

/// The tokens of a rule, the last of them [`Kind::End`], and the errors in its signs.
pub(super) fn tokens(rule: &str) -> (Vec<Token>, Vec<RuleFault>) {
    let mut reader = Reader {
        rule,
        at: 0,
        tokens: Vec::new(),
        faults: Vec::new(),
    };
    while let Some(c) = reader.rest().chars().next() {
        reader.token(c);
    }
    reader.push(Kind::End, 0);
    (reader.tokens, reader.faults)
}

struct Reader<'r> {
    rule: &'r str,
    at: usize,
    tokens: Vec<Token>,
    faults: Vec<RuleFault>,
}

/// The signs of the language.
const SIGNS: &[(&str, Kind)] = &[
    (">=", Kind::Relation(Relation::AtLeast)),
    ("<=", Kind::Relation(Relation::AtMost)),
    ("==", Kind::Relation(Relation::Exactly)),
    (">", Kind::Relation(Relation::MoreThan)),
    ("<", Kind::Relation(Relation::LessThan)),
    ("/", Kind::Slash),
    ("%", Kind::Percent),
    ("+", Kind::Plus),
    (",", Kind::Comma),
    ("(", Kind::Open),
    (")", Kind::Close),
];

/// Signs of other languages that compare, with what they mean here.
const COMPARING: &[(&str, Relation)] = &[
    ("=>", Relation::AtLeast),
    ("≥", Relation::AtLeast),
    ("⩾", Relation::AtLeast),
    ("=<", Relation::AtMost),
    ("≤", Relation::AtMost),
    ("⩽", Relation::AtMost),
    ("=", Relation::Exactly),
    ("===", Relation::Exactly),
];

/// Signs of other languages that join comparisons, with the words for them here.
const JOINING: &[(&str, &str)] = &[
    ("&&", "and"),
    ("&", "and"),
    ("∧", "and"),
    ("||", "or"),
    ("|", "or"),
    ("∨", "or"),
];

/// Signs of other languages for "not as many", which this one does not have.
const UNEQUAL: &[&str] = &["!=", "<>", "≠"];

/// The longest sign that a text begins with: its length, its meaning, and a hint if it is not a sign of
/// this language.
fn sign_at(text: &str) -> Option<(usize, Kind, Option<String>)> {
    let ours = SIGNS.iter().map(|(sign, kind)| (*sign, kind.clone(), None));
    let write = |what: &str| Some(format!("write \"{what}\""));
    let comparing = COMPARING
        .iter()
        .map(|(sign, of)| (*sign, Kind::Relation(*of), write(of.word())));
    let joining = JOINING
        .iter()
        .map(|(sign, word)| (*sign, Kind::Word((*word).to_owned()), write(word)));
    let unequal = UNEQUAL.iter().map(|sign| {
        let hint = "say which way they differ, such as \"yes > 0\"".to_owned();
        (*sign, Kind::Relation(Relation::Exactly), Some(hint))
    });
    let all = ours.chain(comparing).chain(joining).chain(unequal);
    all.filter(|(sign, _, _)| text.starts_with(sign))
        .max_by_key(|(sign, _, _)| sign.len())
        .map(|(sign, kind, hint)| (sign.len(), kind, hint))
}

/// Characters with a hint of their own.
fn hint_for(c: char) -> Option<&'static str> {
    Some(match c {
        '"' | '\'' | '`' | '‘' | '’' | '“' | '”' => {
            "write names as they are, without quotation marks"
        }
        '-' | '−' | '–' => {
            "rules cannot subtract. Name what is left, such as \"eligible\", or put the amount on the other side"
        }
        '*' | '×' | '·' => "write a share with \"of\", such as \"2/3 of eligible\"",
        '½' | '⅓' | '⅔' | '¼' | '¾' => "write the share in digits, such as \"2/3\"",
        '!' => "rules have no \"not\". Turn the comparison around",
        '[' | ']' | '{' | '}' => "only round brackets group comparisons",
        '#' => "a rule cannot contain comments. Put them on a line of their own in the charter",
        _ => return None,
    })
}

impl<'r> Reader<'r> {
    fn rest(&self) -> &'r str {
        self.rule.get(self.at..).unwrap_or_default()
    }

    fn token(&mut self, c: char) {
        if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if c.is_ascii_digit() {
            self.number();
        } else if c.is_alphabetic() {
            self.word();
        } else {
            self.sign(c);
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let span = Span {
            start: self.at,
            end: self.at + length,
        };
        self.tokens.push(Token { kind, span });
        self.at += length;
    }

    fn fault(&mut self, sentence: String, hint: &str) {
        self.faults
            .push(RuleFault::new(self.at, sentence).hint(hint));
    }

    fn word(&mut self) {
        let word = run(self.rest(), |c| c.is_alphanumeric() || c == '-' || c == '_');
        let lower = word.to_lowercase();
        if lower != word && is_word(&lower) {
            let sentence = format!("\"{word}\" must be in lower case");
            self.fault(sentence, &format!("write \"{lower}\""));
            self.push(Kind::Word(lower), word.len());
        } else {
            self.push(Kind::Word(word.to_owned()), word.len());
        }
    }

    fn number(&mut self) {
        let rest = self.rest();
        let digits = run(rest, |c| c.is_ascii_digit());
        let tail = rest.get(digits.len()..).unwrap_or_default();
        let mut chars = tail.chars();
        match (chars.next(), chars.next()) {
            (Some('.'), Some(next)) if next.is_ascii_digit() => self.decimal(digits, tail),
            (Some(',' | '_' | '\''), Some(next)) if next.is_ascii_digit() => {
                self.separated(digits, tail);
            }
            (Some(c), _) if c.is_alphabetic() || c == '_' => {
                let sentence =
                    format!("a space is missing between a number and a word: {digits}{c}");
                self.fault(sentence, "a name cannot begin with a digit");
                self.push(Kind::Whole(digits.to_owned()), digits.len());
            }
            _ => self.push(Kind::Whole(digits.to_owned()), digits.len()),
        }
    }

    fn decimal(&mut self, whole: &str, tail: &str) {
        let part = run(tail.get(1..).unwrap_or_default(), |c| c.is_ascii_digit());
        let kind = Kind::Decimal(whole.to_owned(), part.to_owned());
        self.push(kind, whole.len() + 1 + part.len());
    }

    /// A number with a comma, or with marks between its thousands.
    fn separated(&mut self, whole: &str, tail: &str) {
        let marks = run(tail, |c| {
            c.is_ascii_digit() || matches!(c, ',' | '_' | '\'' | '.')
        });
        let marks = marks.trim_end_matches([',', '_', '\'', '.']);
        let length = whole.len() + marks.len();
        let part = marks.get(1..).unwrap_or_default();
        let after = tail.get(marks.len()..).unwrap_or_default();
        let is_share = after.trim_start().starts_with('%');
        if is_share && part.bytes().all(|b| b.is_ascii_digit()) {
            let sentence = format!("{whole}{marks} has a comma instead of a point");
            self.fault(sentence, &format!("write \"{whole}.{part}%\""));
            self.push(Kind::Decimal(whole.to_owned(), part.to_owned()), length);
        } else {
            let digits: String = format!("{whole}{marks}");
            let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
            let sentence = format!("{digits} has marks between its digits");
            self.fault(sentence, &format!("write \"{plain}\""));
            self.push(Kind::Whole(plain), length);
        }
    }

    fn sign(&mut self, c: char) {
        match sign_at(self.rest()) {
            None => self.stray(c),
            Some((length, kind, None)) => self.push(kind, length),
            Some((length, kind, Some(hint))) => {
                let sign = self.rest().get(..length).unwrap_or_default();
                self.fault(
                    format!("\"{sign}\" is not a sign of the rule language"),
                    &hint,
                );
                self.push(kind, length);
            }
        }
    }

    fn stray(&mut self, c: char) {
        let name = match c {
            '"' | '“' | '”' => "a quotation mark".to_owned(),
            c => text::named(c),
        };
        let sentence = format!("{name} has no meaning in a rule");
        self.faults.push(RuleFault {
            hint: hint_for(c).map(str::to_owned),
            ..RuleFault::new(self.at, sentence)
        });
        self.at += c.len_utf8();
    }
}

/// The start of `text` whose characters all are of a kind.
fn run(text: &str, of: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !of(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// The signs that compare.
pub(super) const COMPARISONS: &str = "write \">=\", \">\", \"<=\", \"<\" or \"==\"";

/// A hint for a word where a comparison is expected.
pub(super) fn relation_hint(word: &str) -> &'static str {
    match word {
        "is" | "are" | "equals" | "equal" | "exactly" => "write \"==\"",
        "more" | "exceeds" | "exceed" | "above" | "greater" => "write \">\"",
        "fewer" | "less" | "below" => "write \"<\"",
        "at" => "write \">=\" for \"at least\" and \"<=\" for \"at most\"",
        "reaches" | "reach" => "write \">=\"",
        _ => COMPARISONS,
    }
}

/// A hint for words that mean a number or a share, where a quantity is expected.
pub(super) fn amount_hint(word: &str, next: Option<&str>) -> Option<&'static str> {
    Some(match word {
        "a" | "an" | "the" | "simple" | "absolute" => {
            return Some(
                next.and_then(|next| amount_hint(next, None))
                    .unwrap_or("write the quantity without an article, such as \"eligible\""),
            );
        }
        "majority" | "majorities" | "most" => {
            "say what it is a majority of: \"> 1/2 of cast\" or \"> 1/2 of eligible\""
        }
        "supermajority" => "say how much of what, such as \">= 2/3 of cast\"",
        "half" | "third" | "thirds" | "quarter" | "quarters" | "two" | "three" | "one"
        | "two-thirds" | "one-third" | "three-quarters" | "three-fourths" | "one-half" => {
            "write numbers and shares in digits, such as \"2/3 of eligible\""
        }
        "unanimous" | "unanimity" => "write \"against == 0\", or \"for == members\"",
        "not" => "rules have no \"not\". Turn the comparison around",
        "if" | "when" => "write the comparison alone",
        "at" | "least" | "more" | "fewer" | "less" => {
            "write the sign between the two sides, such as \"yes >= 9\""
        }
        "everyone" | "everybody" => "write \"members\", or \"seats\" to include the recused",
        "nobody" | "none" | "zero" => "write \"== 0\"",
        "percent" => "write the share as \"50% of eligible\"",
        _ => return None,
    })
}

/// The share that a decimal fraction such as 0.5 is, in percent.
pub(super) fn percent(whole: &str, part: &str) -> String {
    let digits = format!("{whole}{part:0<2}");
    let (head, tail) = digits.split_at((whole.len() + 2).min(digits.len()));
    let head = match head.trim_start_matches('0') {
        "" => "0",
        head => head,
    };
    match tail.trim_end_matches('0') {
        "" => format!("{head}%"),
        tail => format!("{head}.{tail}%"),
    }
}

/// An error in a rule, or a warning about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFault {
    /// Its place: an offset in bytes from the start of the rule.
    pub at: usize,
    /// What was found and what was expected.
    pub sentence: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl RuleFault {
    pub(super) fn new(at: usize, sentence: impl Into<String>) -> Self {
        Self {
            at,
            sentence: sentence.into(),
            hint: None,
        }
    }

    pub(super) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}

/// What to write instead of a word: the nearest one, else everything that is possible.
pub(super) fn near_or(near: Option<&str>, possible: String) -> String {
    near.map_or(possible, |near| format!("write \"{near}\""))
}

/// A word of the rule as a sentence quotes it.
pub(super) fn quoted(word: &str) -> String {
    format!("\"{}\"", text::shortened(word, 64))
}

#[cfg(test)]
mod tests {
    use super::{Kind, amount_hint, percent, tokens};
    use crate::blessed::screen;
    use crate::tally::criterion::fixture::{block, instead};
    use crate::tally::criterion::grammar::Relation;

    fn kinds(rule: &str) -> Vec<Kind> {
        let (tokens, faults) = tokens(rule);
        assert_eq!(faults, [], "{rule}");
        tokens.into_iter().map(|token| token.kind).collect()
    }

    fn word(text: &str) -> Kind {
        Kind::Word(text.to_owned())
    }

    #[test]
    fn a_rule_is_words_numbers_and_signs() {
        assert_eq!(
            kinds("no-objection + yes>=66.7% of(eligible)"),
            [
                word("no-objection"),
                Kind::Plus,
                word("yes"),
                Kind::Relation(Relation::AtLeast),
                Kind::Decimal("66".to_owned(), "7".to_owned()),
                Kind::Percent,
                word("of"),
                Kind::Open,
                word("eligible"),
                Kind::Close,
                Kind::End,
            ]
        );
        assert_eq!(kinds(" \n\t "), [Kind::End]);
    }

    #[test]
    fn a_token_knows_its_bytes() {
        let (tokens, _) = tokens("yes ≥ 2/3");
        let spans: Vec<_> = tokens.iter().map(|t| (t.span.start, t.span.end)).collect();
        assert_eq!(spans, [(0, 3), (4, 7), (8, 9), (9, 10), (10, 11), (11, 11)]);
    }

    /// The place of the only error, what the hint shows, and what is read all the same.
    fn slip(rule: &str) -> (usize, Option<String>, Vec<Kind>) {
        let (tokens, faults) = tokens(rule);
        assert_eq!(faults.len(), 1, "{rule}: {faults:?}");
        let shown = instead(&faults[0]).map(str::to_owned);
        let kinds = tokens.into_iter().map(|token| token.kind).collect();
        (faults[0].at, shown, kinds)
    }

    #[test]
    fn signs_of_other_languages_are_read_and_reported() {
        let table = [
            ("a = 3", 2, "==", Kind::Relation(Relation::Exactly)),
            ("a === 3", 2, "==", Kind::Relation(Relation::Exactly)),
            ("a => 3", 2, ">=", Kind::Relation(Relation::AtLeast)),
            ("a ≥ 3", 2, ">=", Kind::Relation(Relation::AtLeast)),
            ("a =< 3", 2, "<=", Kind::Relation(Relation::AtMost)),
            ("a ≤ 3", 2, "<=", Kind::Relation(Relation::AtMost)),
            ("a && b", 2, "and", word("and")),
            ("a || b", 2, "or", word("or")),
            ("a AND b", 2, "and", word("and")),
        ];
        for (rule, at, shown, third) in table {
            let (found_at, found, kinds) = slip(rule);
            assert_eq!((found_at, found.as_deref()), (at, Some(shown)), "{rule}");
            assert_eq!(kinds[1], third, "{rule}");
        }
        assert_eq!(slip("a != 0").0, 2);
    }

    #[test]
    fn numbers_are_plain() {
        let (at, shown, kinds) = slip("66,7% of");
        assert_eq!((at, shown.as_deref()), (0, Some("66.7%")));
        assert_eq!(kinds[0], Kind::Decimal("66".to_owned(), "7".to_owned()));
        let (_, shown, kinds) = slip("65,000,000");
        assert_eq!(shown.as_deref(), Some("65000000"));
        assert_eq!(kinds, [Kind::Whole("65000000".to_owned()), Kind::End]);
        assert_eq!(slip("3com").0, 0);
    }

    #[test]
    fn what_has_no_meaning_is_named_and_passed_over() {
        let rules = [
            "a = 3", "a ≥ 3", "a && b", "a AND b", "a != 0", "66,7% of", "a - b", "½",
        ];
        let blocks = rules.map(|rule| block(rule, tokens(rule).1));
        screen("criterion/signs", &blocks.concat());
        assert_eq!((slip("a - b").0, slip("½").0), (2, 0));
        let (found, faults) = tokens("\"yes\" \u{202e}$");
        assert_eq!(found.len(), 2);
        assert_eq!(faults.len(), 4);
        assert!(faults[2].sentence.contains("U+202E"), "{faults:?}");
    }

    #[test]
    fn a_decimal_fraction_is_a_share() {
        assert_eq!(percent("0", "5"), "50%");
        assert_eq!(percent("0", "667"), "66.7%");
        assert_eq!(percent("1", "0"), "100%");
        assert_eq!(percent("0", "05"), "5%");
        assert_eq!(percent("0", "0"), "0%");
    }

    #[test]
    fn an_article_does_not_hide_the_word_after_it() {
        let with = amount_hint("a", Some("majority"));
        assert_eq!(with, amount_hint("majority", None));
        assert!(amount_hint("a", Some("member")).is_some_and(|hint| hint.contains("article")));
        assert_eq!(amount_hint("support", None), None);
    }
}
