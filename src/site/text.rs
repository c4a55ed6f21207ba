//! The text of a revision: the first part of a long one, with a link to all of it.

use crate::record::proposal::Revision;
use crate::render::site::changes::changes;
use crate::render::site::commonmark::commonmark;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::page::Here;
use crate::site::view::View;
use crate::value::digest::TextDigest;
use crate::value::id::RevisionName;

/// So many characters of a text are shown on the page of something else.
const MOST: usize = 900;

impl View<'_> {
    /// The revision that the tally is about.
    pub(crate) fn revision(&self) -> Option<&Revision> {
        self.proposal()?.revision(self.tally().revision)
    }

    /// The text of one of its revisions, where that is known.
    pub(crate) fn text_of(&self, here: &'_ Here<'_>, digest: &TextDigest) -> Option<String> {
        let bytes = here.site.source.text(self.id, self.proposal()?, digest)?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }

    /// The text of the revision.
    pub(crate) fn text(&self, here: &Here<'_>) -> Html {
        let Some(revision) = self.revision() else {
            return el("p").text("The proposal has no such revision.").into();
        };
        let name = revision.name;
        let link = here.link(
            &Address::revision(self.id, name),
            Html::text(format!("Text of {name}")),
        );
        let digest = el("code").text(revision.sha256.short());
        let facts = el("p")
            .class("dim")
            .with(link)
            .text(", SHA-256 ")
            .with(digest);
        let Some(text) = self.text_of(here, &revision.sha256) else {
            let says = "The text is in no commit of this register.";
            return Html::from(el("p").text(says)).then(facts);
        };
        let first = first_part(&text);
        let cut = first.len() < text.len();
        let more = cut.then(|| {
            Html::from(
                el("p")
                    .class("dim")
                    .text("The text goes on: this is its first part."),
            )
        });
        let shown = el("div").class("text").in_language_of_records();
        let shown = shown.with(commonmark(first));
        Html::from(shown).then(more).then(facts)
    }
}

impl View<'_> {
    /// The text, what changed in it, and its translations.
    pub(crate) fn whole_text(&self, here: &Here<'_>) -> Html {
        self.changed_text(here).then(self.translations(here))
    }

    /// The text with what changed since the last earlier one that somebody answered on, else since the revision before;
    /// without it where that text is not known.
    fn changed_text(&self, here: &Here<'_>) -> Html {
        let answered = self.answered_before();
        let revisions = self.proposal().map_or(&[][..], |own| &own.revisions);
        let now = self.tally().revision;
        let mut earlier = revisions.iter().rev().filter(|own| own.name < now);
        let before = earlier.find(|own| answered.is_none_or(|answered| own.name == answered));
        let texts = before.zip(self.revision()).and_then(|(before, now)| {
            let old = self.text_of(here, &before.sha256)?;
            Some((
                before.name,
                changes(&old, &self.text_of(here, &now.sha256)?)?,
            ))
        });
        let changed = texts.map(|(before, shown)| {
            let since = match answered {
                Some(_) => format!("{before}, the last earlier text that somebody answered on"),
                None => format!("{before}, the revision before"),
            };
            let summary = el("summary").text(format!("What changed since {since}"));
            let own = revisions.iter();
            let own = own.filter(|own| own.name > before && own.name <= now);
            let notes = own.filter_map(|own| {
                let says = Html::text(format!("Note on {}: ", own.name));
                Some(says.then(Html::bdi(own.note.as_ref()?)))
            });
            let notes = notes.map(|note| Html::from(el("p").with(note)));
            let says = el("p").text(format!("Changes from {before} to {now} are marked: "));
            let says = says.with(el("del").text("taken out")).text(", ");
            let says = says.with(el("ins").text("put in")).text(".");
            let details = el("details").with(summary).with(says);
            Html::from(details.with(notes.collect::<Html>()).with(shown))
        });
        self.text(here).then(changed)
    }

    /// The last revision before this one on which a position was given.
    fn answered_before(&self) -> Option<RevisionName> {
        let moments = &self.counted.moments;
        let paths = moments.closing().proposals.get(self.id)?.positions.keys();
        let given = paths.filter_map(|path| moments.revision_of(self.id, path));
        given.filter(|on| *on < self.tally().revision).max()
    }
}

/// The first paragraphs that are not too long together; at least one.
fn first_part(text: &str) -> &str {
    let Some((most, _)) = text.char_indices().nth(MOST) else {
        return text;
    };
    let ends = text
        .match_indices("\n\n")
        .map(|(at, _)| at)
        .filter(|at| *at > 0);
    let fits = ends.clone().take_while(|at| *at <= most).last();
    &text[..fits.or(ends.min()).unwrap_or(most).min(most)]
}
