//! Reads the words with which people answer: which position of a track a word means. Tables, mails, pull
//! requests and commands all ask here, so a word has the same meaning at every door.
//!
//! A word is looked up among the positions, then among the words of the charter, then among common words.
//! Both ends of a scale are read, or neither. What is only suggested is never stronger than the word, never
//! on the other side, and never a position that needs an objection.

use crate::record::allowed::AllowedPosition;
use crate::record::canonical_toml::{CanonicalToml, quoted};
use crate::record::common_words::{
    ABSENT, COMMON, SIGNS, Strength, form, in_words, is_sign, side, strength, strength_of,
};
use crate::record::described::Part;
use crate::record::keys::Keys;
use crate::record::position::{PENDING, is_pending};
use crate::record::shape::{KeyShape, Shape};
use crate::value::class::CountsAs;
use crate::value::id::PositionName;
use crate::value::sentence::any_of;
use crate::value::text::shortened;
use crate::value::{code, did_you_mean};

/// What a word means on a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WordMeaning {
    /// This position, for certain; or `pending`.
    Position(PositionName),
    /// That no answer was given: `absent`, `-`, an empty cell.
    NoAnswer,
    /// Perhaps this position: only a person can say.
    Perhaps(PositionName),
    /// Nothing that the track knows.
    Unknown,
}

/// A word of a charter, and what it means.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AnswerWord {
    /// The word as the charter writes it.
    pub word: String,
    /// The position; `None` for no answer.
    pub position: Option<PositionName>,
    /// The word in the form in which words are compared.
    #[serde(skip)]
    form: String,
}

/// The value of a word that means no answer.
const NO_ANSWER: &str = "no-answer";

/// The words of a track.
#[derive(Debug, Clone, Copy)]
pub struct AnswerWords<'t> {
    pub(super) positions: &'t [AllowedPosition],
    pub(super) own: &'t [AnswerWord],
}

impl<'t> AnswerWords<'t> {
    /// What a word means.
    pub fn meaning(&self, word: &str) -> WordMeaning {
        let word = form(word);
        if is_pending(&word) {
            return PositionName::parse(PENDING)
                .map_or(WordMeaning::Unknown, WordMeaning::Position);
        }
        if let Some(own) = self.named(&word) {
            return WordMeaning::Position(own.name.clone());
        }
        let said = self.own.iter().find(|said| said.form == word);
        if let Some(said) = said {
            let position = said.position.clone();
            return position.map_or(WordMeaning::NoAnswer, WordMeaning::Position);
        }
        if ABSENT.contains(&word.as_str()) {
            return WordMeaning::NoAnswer;
        }
        let certain = self.sign(&word).or_else(|| self.common(&word));
        if let Some(position) = certain {
            return WordMeaning::Position(position.name.clone());
        }
        let perhaps = self.perhaps(&word).map(|position| position.name.clone());
        perhaps.map_or(WordMeaning::Unknown, WordMeaning::Perhaps)
    }

    /// The names of all positions, for a sentence.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        let positions = self.positions.iter();
        positions.map(|position| position.name.as_str())
    }

    /// Why a word cannot mean a position, or no answer if that is `None`: it says the opposite, or it is
    /// the name of another position.
    pub fn contradiction(&self, word: &str, meant: Option<&PositionName>) -> Option<String> {
        let shown = shortened(word, 60);
        let word = form(word);
        if let Some(other) = self.named(&word).filter(|own| Some(&own.name) != meant) {
            return Some(format!("\"{shown}\" is the position {}", other.name));
        }
        let said = side(&word)?;
        let class = match meant {
            None => return Some(format!("\"{shown}\" is an answer {}", in_words(said))),
            Some(name) => self.named(name.as_str())?.class,
        };
        let name = meant.map_or("", |name| name.as_str());
        let crossed = matches!(
            (said, class),
            (CountsAs::For, CountsAs::Against) | (CountsAs::Against, CountsAs::For)
        );
        crossed.then(|| {
            let (said, meant) = (in_words(said), in_words(class));
            format!("\"{shown}\" is an answer {said}, and \"{name}\" counts {meant}")
        })
    }

    fn named(&self, word: &str) -> Option<&'t AllowedPosition> {
        let mut positions = self.positions.iter();
        positions.find(|position| position.name.as_str() == word)
    }

    /// A sign of a scale, where the track has exactly one position on each side.
    fn sign(&self, word: &str) -> Option<&'t AllowedPosition> {
        let alone = |class| {
            let positions = self.positions.iter();
            one(positions.filter(|position| position.class == class))
        };
        let (above, below) = (alone(CountsAs::For)?, alone(CountsAs::Against)?);
        match strength_of(word).filter(|_| is_sign(word) && !below.needs_objection)? {
            Strength::Support => Some(above),
            Strength::Neutral => alone(CountsAs::Neutral),
            Strength::Against => Some(below),
            Strength::Accept | Strength::Doubt | Strength::Block | Strength::Recused => None,
        }
    }

    /// A common word for exactly one position, also where more words follow it: "Yes with comments" means
    /// `approve-with-comments`. A word for or against is read only where the other is read as well.
    fn common(&self, word: &str) -> Option<&'t AllowedPosition> {
        let found = self.as_strong_as(word, "");
        let longer = || {
            let (first, _) = word.split_once('-')?;
            self.as_strong_as(first, word.get(first.len()..)?)
        };
        found.or_else(longer)
    }

    fn as_strong_as(&self, word: &str, rest: &str) -> Option<&'t AllowedPosition> {
        let strength = strength(word)?;
        let other = match strength {
            Strength::Support => Some(Strength::Against),
            Strength::Against => Some(Strength::Support),
            _ => None,
        };
        let is_whole = other.is_none_or(|other| self.only(other, "").is_some());
        self.only(strength, rest).filter(|_| is_whole)
    }

    /// The one position whose name is a common word of this strength, followed by `rest`.
    fn only(&self, strength: Strength, rest: &str) -> Option<&'t AllowedPosition> {
        let (_, words) = COMMON.iter().find(|(own, _)| *own == strength)?;
        let found = words.iter().filter_map(|word| match rest {
            "" => self.named(word),
            rest => self.named(&format!("{word}{rest}")),
        });
        one(found)
    }

    /// What a word can mean at most: a position as strong as the word, or else the only one on its side,
    /// or one with nearly the same name.
    fn perhaps(&self, word: &str) -> Option<&'t AllowedPosition> {
        let Some(strength) = strength_of(word) else {
            return self.misspelled(word);
        };
        let side = match strength {
            Strength::Support => CountsAs::For,
            Strength::Accept | Strength::Neutral | Strength::Doubt => CountsAs::Neutral,
            Strength::Against | Strength::Block => CountsAs::Against,
            Strength::Recused => CountsAs::Recused,
        };
        let positions = self.positions.iter();
        let same = || one(positions.filter(|each| each.class == side));
        let meant = self.only(strength, "").or_else(same)?;
        (!meant.needs_objection).then_some(meant)
    }

    /// A typing error leaves the first letter and the number of parts: "disapprove" is not "approve".
    fn misspelled(&self, word: &str) -> Option<&'t AllowedPosition> {
        let parts = |text: &str| (text.chars().next(), text.matches('-').count());
        let alike = self.names().filter(|name| parts(name) == parts(word));
        let meant = did_you_mean::nearest(word, alike)?;
        self.named(meant).filter(|meant| !meant.needs_objection)
    }
}

fn one<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A table of words, each with the position that it means.
pub(super) struct WordTable;

impl Part<Vec<AnswerWord>> for WordTable {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Vec<AnswerWord>> {
        let words = keys.table("words", |keys| {
            keys.each(|entry| {
                let position = match entry.text() {
                    Some(NO_ANSWER) => None,
                    Some(name) => PositionName::parse(name).ok().map(Some)?,
                    None => {
                        let sentence = format!("the word {} has no text", quoted(entry.key()));
                        entry.fault(code::S111, sentence, "write the name of a position");
                        return None;
                    }
                };
                Some(AnswerWord {
                    word: entry.key().to_owned(),
                    position,
                    form: form(entry.key()),
                })
            })
        });
        Some(words.unwrap_or_default())
    }

    fn write_tables(&self, words: &Vec<AnswerWord>, sheet: &mut CanonicalToml) {
        if words.is_empty() {
            return;
        }
        let sheet = sheet.table("words");
        for AnswerWord { word, position, .. } in words {
            let position = position.as_ref().map_or(NO_ANSWER, |name| name.as_str());
            sheet.text(&quoted(word), position);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let named = Shape::Words(Box::new(Shape::Id));
        vec![KeyShape::new("words", named, false, says)]
    }
}

/// Notes words that the track cannot have.
pub(super) fn checked_words(keys: &Keys<'_>, words: AnswerWords<'_>) {
    let note = |word: &str, sentence: String, hint: String| {
        keys.fault_within(code::S147, ["words", word], sentence, hint);
    };
    for (n, said) in words.own.iter().enumerate() {
        let AnswerWord {
            word,
            position,
            form,
        } = said;
        let unknown = position
            .as_ref()
            .filter(|name| words.named(name.as_str()).is_none());
        if let Some(name) = unknown {
            let sentence = format!(
                "{} means \"{name}\", which is not a position on this track",
                quoted(word)
            );
            note(
                word,
                sentence,
                format!("positions: {}", any_of(words.names())),
            );
        }
        if let Some(why) = words.contradiction(word, position.as_ref()) {
            note(
                word,
                why,
                "remove the line, or name a position on the same side".to_owned(),
            );
        }
        let mut before = words.own.iter().take(n);
        if before.any(|other| other.form == *form && other.position != *position) {
            let sentence = format!("{} has two meanings", quoted(word));
            note(word, sentence, "keep one of the lines".to_owned());
        }
        if let Some(missing) = missing_end(words, form) {
            let sentence = format!("{} has a meaning, but \"{missing}\" has none", quoted(word));
            note(
                word,
                sentence,
                format!("add a line: {} = \"…\"", quoted(missing)),
            );
        }
    }
}

/// The other end of the scale of a sign, where the charter does not say what it means.
fn missing_end(words: AnswerWords<'_>, form: &str) -> Option<&'static str> {
    let ends = SIGNS
        .iter()
        .flat_map(|[up, _, down]| [(*up, *down), (*down, *up)]);
    let (_, other) = ends.into_iter().find(|(own, _)| own.contains(&form))?;
    let mut own = words.own.iter();
    let is_missing = !own.any(|said| other.contains(&said.form.as_str()));
    other.first().copied().filter(|_| is_missing)
}

#[cfg(test)]
mod tests {
    use super::WordMeaning;
    use crate::record::charter::Charter;
    use crate::record::track::Track;

    /// A track with these positions and words, in lines of TOML.
    fn track(positions: &str, words: &str) -> Result<Track, Vec<String>> {
        let text = format!(
            "format = 1\nregister = \"t\"\nname = \"T\"\n[[group]]\nid = \"g\"\nname = \"G\"\n[roles]\n\
             [track.t]\ntitle = \"T\"\nelectorate = [\"member\"]\ncount = \"participants\"\n\
             silence = \"silent\"\nstale = \"carry\"\ndesignates = \"computed\"\n\
             [track.t.positions]\n{positions}\n[track.t.words]\n{words}\n\
             [[track.t.level]]\nname = \"all\"\noutcome = \"adopted\"\n"
        );
        let said = |finding: &crate::value::finding::Finding| {
            format!(
                "{}:{} {}",
                finding.code.id,
                finding.place.line.unwrap_or(0),
                finding.sentence
            )
        };
        Charter::read("charter.toml", text.as_bytes())
            .map(|charter| charter.tracks[0].clone())
            .map_err(|findings| findings.iter().map(said).collect())
    }

    const CONSENSUS: &str = "support = \"for\"\naccept = \"for\"\ndisagree = \"against\"\n\
        object = { counts = \"against\", requires = \"objection\" }\nabstain = \"neutral\"\nrecuse = \"recused\"";
    const COUNCIL: &str = "yes = \"for\"\nno = \"against\"\nabstain = \"neutral\"";
    const CODE: &str = "yes = \"for\"\naccept = \"neutral\"\ndoubt = \"neutral\"\n\
        veto = { counts = \"against\", requires = \"objection\" }";

    fn said(positions: &str, words: &str, word: &str) -> String {
        let track = track(positions, words).unwrap();
        match track.answer_words().meaning(word) {
            WordMeaning::Position(name) => name.to_string(),
            WordMeaning::NoAnswer => "-".to_owned(),
            WordMeaning::Perhaps(name) => format!("{name}?"),
            WordMeaning::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn common_words_have_the_tracks_own_names() {
        for (word, position) in [
            ("Accept", "accept"),
            ("yes", "support"),
            ("no", "disagree"),
            ("can live with it", "accept"),
            ("veto", "object"),
            ("acept", "accept?"),
            ("+1", "support?"),
            ("-1", "disagree?"),
            ("absent", "-"),
            ("N/A", "-"),
            ("hold", "pending"),
            ("perhaps", "unknown"),
            ("objct", "unknown"),
            ("yes if the text changes", "unknown"),
        ] {
            assert_eq!(said(CONSENSUS, "", word), position, "{word}");
        }
    }

    #[test]
    fn both_ends_of_a_scale_are_read_or_neither() {
        for (word, position) in [
            ("+1", "yes"),
            ("0", "abstain"),
            ("-1", "no"),
            ("👎", "no"),
            ("👀", "abstain"),
        ] {
            assert_eq!(said(COUNCIL, "", word), position, "{word}");
        }
        // No position without an objection is against, so the vote in favour is not read alone.
        for (word, position) in [
            ("+1", "yes?"),
            ("-1", "unknown"),
            ("approve", "yes?"),
            ("reject", "unknown"),
        ] {
            assert_eq!(said(CODE, "", word), position, "{word}");
        }
    }

    #[test]
    fn a_suggestion_is_never_stronger_than_the_word() {
        for (positions, word, position) in [
            (CODE, "-0", "unknown"),
            (COUNCIL, "-0", "abstain?"),
            (COUNCIL, "+0", "abstain?"),
            (COUNCIL, "ok", "abstain?"),
            (COUNCIL, "object", "no?"),
            (COUNCIL, "disapproves", "unknown"),
            (
                "approve = \"for\"\nreject = \"against\"",
                "disaprove",
                "unknown",
            ),
            (
                "approve = \"for\"\nreject = \"against\"",
                "aprove",
                "approve?",
            ),
        ] {
            assert_eq!(said(positions, "", word), position, "{word}");
        }
    }

    #[test]
    fn the_words_of_the_charter_come_before_common_ones() {
        let words = "\"+1\" = \"yes\"\n\"-1\" = \"veto\"\n\"−0\" = \"doubt\"\n\"0\" = \"accept\"\n\"ship it\" = \"yes\"\n\"away\" = \"no-answer\"";
        for (word, position) in [
            ("+1 (binding)", "yes"),
            ("-1", "veto"),
            ("-0", "doubt"),
            ("0", "accept"),
            ("Ship it!", "yes"),
            ("Away", "-"),
        ] {
            assert_eq!(said(CODE, words, word), position, "{word}");
        }
    }

    #[test]
    fn longer_words_have_the_name_of_a_longer_position() {
        let ballot = "approve = \"for\"\napprove-with-comments = \"for\"\ndisapprove = \"against\"";
        for (word, position) in [
            ("Yes with comments", "approve-with-comments"),
            ("yes", "approve"),
            ("no", "disapprove"),
            ("yes but", "unknown"),
        ] {
            assert_eq!(said(ballot, "", word), position, "{word}");
        }
    }

    #[test]
    fn a_word_that_contradicts_itself_is_refused_where_it_is() {
        let sign = "\"👎\" = \"no\"\n\"👍\" = \"yes\"\n";
        assert!(track(COUNCIL, sign).is_ok());
        for (words, expected) in [
            (
                "\"nay\" = \"yes\"",
                "S147:20 \"nay\" is an answer against, and \"yes\" counts in favour",
            ),
            ("\"no\" = \"yes\"", "S147:20 \"no\" is the position no"),
            (
                "\"aye\" = \"no-answer\"",
                "S147:20 \"aye\" is an answer in favour",
            ),
            (
                "\"+1\" = \"yes\"",
                "S147:20 \"+1\" has a meaning, but \"-1\" has none",
            ),
            (
                "\"so\" = \"maybe\"",
                "S147:20 \"so\" means \"maybe\", which is not a position on this track",
            ),
            (
                "\"so\" = \"yes\"\n\"SO.\" = \"no\"",
                "S147:21 \"SO.\" has two meanings",
            ),
            ("so = 1", "S111:20 the word \"so\" has no text"),
        ] {
            assert_eq!(track(COUNCIL, words).unwrap_err(), [expected], "{words}");
        }
    }
}
