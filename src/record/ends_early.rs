//! Reads and writes when a call can end before its announced close.

use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Described, Part, key, record};
use crate::record::item::words;
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::value::span::Span;

words! {
    /// When a call can end before its announced close. Answers that were given are taken as final.
    pub enum EarlyEndWhen {
        /// No missing answer can change the computed level or a requirement.
        NothingCanChange = "nothing-can-change",
        /// Everybody who is counted has answered.
        AllAnswered = "all-answered",
    }
}

record! {
    /// The rule for an early end.
    #[derive(Copy)]
    pub struct EndsEarly {
        /// When a call can end.
        pub when: EarlyEndWhen = key("when"),
        /// How long after the opening this is possible at the earliest.
        pub after: Option<Span> = key("after"),
    }
}

/// A word, or a table with it.
pub(super) struct WordOrRule;

impl Part<Option<EndsEarly>> for WordOrRule {
    fn read(&self, keys: &mut Keys<'_>) -> Option<Option<EndsEarly>> {
        let way = key("ends-early");
        if keys.is_table("ends-early") {
            return Part::read(&way, keys);
        }
        let when: Option<EarlyEndWhen> = Part::read(&way, keys)?;
        Some(when.map(|when| EndsEarly { when, after: None }))
    }

    fn write(&self, rule: &Option<EndsEarly>, sheet: &mut CanonicalToml) {
        if let Some(rule) = rule.as_ref().filter(|rule| rule.after.is_none()) {
            sheet.text("ends-early", rule.when.word());
        }
    }

    fn write_tables(&self, rule: &Option<EndsEarly>, sheet: &mut CanonicalToml) {
        if rule.as_ref().is_some_and(|rule| rule.after.is_some()) {
            Part::write_tables(&key("ends-early"), rule, sheet);
        }
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        let words = EarlyEndWhen::WORDS.iter().map(|(word, _)| *word);
        let word = Shape::Word(words.collect());
        let either = Shape::Either(vec![word, Shape::Table(EndsEarly::keys())]);
        vec![KeyShape::new("ends-early", either, false, says)]
    }
}

#[cfg(test)]
mod tests {
    use crate::record::charter::Charter;

    #[test]
    fn a_value_of_another_kind_is_told_the_words() {
        let charter = "format = 1\n[track.vote]\nends-early = true\ndesignates = 5\n";
        let found = Charter::read("charter.toml", charter.as_bytes()).unwrap_err();
        let told = |end: &str| found.iter().any(|each| each.sentence.ends_with(end));
        assert!(told(
            "is true or false, but \"nothing-can-change\" or \"all-answered\" is expected"
        ));
        let hint = Some("designates = \"chair\"".to_owned());
        assert!(found.iter().any(|each| each.hint == hint), "{found:?}");
    }
}
