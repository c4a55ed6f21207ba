//! Shows the translations of a proposal, and which of them are of an earlier revision.

use serde::Serialize;

use crate::record::proposal::Proposal;
use crate::record::translation::Translation;
use crate::render::page::Facts;
use crate::value::id::RevisionName;

/// A translation as it is shown with a revision.
#[derive(Debug, Clone, Serialize)]
struct TranslationRow {
    #[serde(flatten)]
    translation: Translation,
    /// Whether it is of an earlier revision.
    behind: bool,
}

/// The translations of a proposal. Without any, they are neither shown nor in JSON.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct TranslationRows {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    translations: Vec<TranslationRow>,
}

impl TranslationRows {
    /// The last translation into each language, with the revision that is shown.
    pub(crate) fn of(proposal: Option<&Proposal>, revision: RevisionName) -> Self {
        let all = proposal.map_or(&[][..], |read| &read.translations);
        let row = |translation: &Translation| TranslationRow {
            behind: translation.of < revision,
            translation: translation.clone(),
        };
        Self {
            translations: Translation::latest(all).into_iter().map(row).collect(),
        }
    }

    /// The same with the questions, where `asked` is the question that was translated.
    #[must_use]
    pub(crate) fn asking(mut self, proposal: Option<&Proposal>, asked: &str) -> Self {
        if proposal.is_none_or(|read| read.question != asked) {
            for row in &mut self.translations {
                row.translation.question = None;
            }
        }
        self
    }

    /// The questions in other languages, then the files.
    pub(crate) fn facts(&self, facts: Facts) -> Facts {
        let facts = self.translations.iter().fold(facts, |facts, row| {
            let label = format!("Question ({})", row.translation.language);
            let question = row.translation.question.as_deref();
            facts.filled(label, question.unwrap_or_default())
        });
        let all: Vec<String> = self
            .translations
            .iter()
            .map(TranslationRow::in_words)
            .collect();
        facts.filled("Translations", all.join("; "))
    }
}

impl TranslationRow {
    fn in_words(&self) -> String {
        let Translation {
            language, text, of, ..
        } = &self.translation;
        match self.behind {
            true => format!("{language}: {text} (of {of}, an earlier revision)"),
            false => format!("{language}: {text}"),
        }
    }
}
