//! The text of a revision: the first part of a long one, with a link to all of it.

use crate::record::proposal::Revision;
use crate::render::site::changes::changes;
use crate::render::site::commonmark::commonmark;
use crate::render::site::markup::{Html, el};
use crate::report::site::address::Address;
use crate::report::site::page::Here;
use crate::report::site::view::View;
use crate::value::digest::TextDigest;

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
        let shown = el("div").class("text").with(commonmark(first));
        Html::from(shown).then(more).then(facts)
    }
}

impl View<'_> {
    /// The text with what changed since the revision before; without it where that text is not known.
    pub(crate) fn changed_text(&self, here: &Here<'_>) -> Html {
        let revisions = self.proposal().map_or(&[][..], |own| &own.revisions);
        let place = revisions
            .iter()
            .position(|own| own.name == self.tally().revision);
        let before = place.and_then(|place| revisions.get(place.checked_sub(1)?));
        let texts = before.zip(self.revision());
        let texts = texts.and_then(|(before, now)| {
            let texts = self
                .text_of(here, &before.sha256)
                .zip(self.text_of(here, &now.sha256));
            Some((before, now, texts?))
        });
        let changed = texts.and_then(|(before, now, (old, new))| {
            let shown = changes(&old, &new)?;
            let note = now.note.as_ref();
            let note = note.map(|note| Html::text(" Note of the author: ").then(Html::bdi(note)));
            let says = format!("Changes from {} to {} are marked: ", before.name, now.name);
            let says = el("p")
                .text(says)
                .with(el("del").text("taken out"))
                .text(", ");
            let says = says.with(el("ins").text("put in")).text(".").with(note);
            Some(Html::from(says).then(shown))
        });
        let changed = changed.map(|shown| {
            let summary = el("summary").text("What changed since the revision before");
            Html::from(el("details").with(summary).with(shown))
        });
        self.text(here).then(changed)
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
