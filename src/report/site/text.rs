//! The text of a revision: the first part of a long one, with a link to all of it.

use crate::record::proposal::Revision;
use crate::render::site::commonmark::commonmark;
use crate::render::site::markup::{Html, el};
use crate::report::site::address::Address;
use crate::report::site::site::Here;
use crate::report::site::view::View;
use crate::value::digest::TextDigest;

/// So many characters of a text are shown on the page of something else.
const MOST: usize = 900;

impl View<'_> {
    /// The revision that the tally is about.
    pub(crate) fn revision(&self) -> Option<&Revision> {
        self.proposal()?.revision(self.tally().revision)
    }

    /// Its bytes, from the register or from its history.
    pub(crate) fn text_of(&self, here: &Here<'_>, digest: &TextDigest) -> Option<String> {
        let source = here.site.source;
        let name = &self.proposal()?.text;
        let path = format!("{}{name}", crate::register::snapshot::folder(self.id));
        let own = source
            .register
            .bytes(&path)
            .filter(|bytes| TextDigest::of(bytes) == *digest);
        let earlier = source.history.texts.get(digest).map(Vec::as_slice);
        let bytes = own.or(earlier)?;
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
