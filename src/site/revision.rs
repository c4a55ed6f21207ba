//! The pages of the texts of a proposal: each revision whole, what changed since the one before, and the very bytes.

use crate::record::proposal::{Proposal, Revision, RevisionKind};
use crate::register::snapshot::folder;
use crate::render::site::changes::changes;
use crate::render::site::commonmark::commonmark;
use crate::render::site::markup::{Html, el};
use crate::site::address::Address;
use crate::site::frame::{Frame, section, time};
use crate::site::page::{Here, Inputs, Site, SitePage};
use crate::value::id::ProposalId;

/// For each revision of a proposal whose text is known a page, and its bytes.
pub(crate) fn pages<'a>(site: &Site<'a>, id: &'a ProposalId) -> Vec<SitePage<'a>> {
    let folder = site.source.register.proposals.get(id);
    let Some(proposal) = folder.and_then(|folder| folder.proposal.as_ref()) else {
        return Vec::new();
    };
    let revisions = proposal.revisions.iter().enumerate();
    let known = |revision: &Revision| site.source.text(id, proposal, &revision.sha256).is_some();
    let known = revisions.filter(|(_, revision)| known(revision));
    known
        .flat_map(|(place, revision)| of_revision(site, id, proposal, place, revision))
        .collect()
}

fn of_revision<'a>(
    site: &Site<'a>,
    id: &'a ProposalId,
    proposal: &'a Proposal,
    place: usize,
    revision: &'a Revision,
) -> [SitePage<'a>; 2] {
    let address = Address::revision(id, revision.name);
    let inputs = || Inputs::none().and_folder(site.source, id);
    let before = place
        .checked_sub(1)
        .and_then(|before| proposal.revisions.get(before));
    let page = SitePage {
        address: address.clone(),
        inputs: inputs(),
        make: Box::new(move |site| {
            let page = RevisionPage {
                id,
                proposal,
                revision,
                before,
            };
            page.document(&site.at(&Address::revision(id, revision.name)))
        }),
    };
    let text = SitePage {
        address: address.beside("text.md"),
        inputs: inputs(),
        make: Box::new(move |site| {
            let own = site.source.text(id, proposal, &revision.sha256);
            own.map(<[u8]>::to_vec).unwrap_or_default()
        }),
    };
    [page, text]
}

struct RevisionPage<'s> {
    id: &'s ProposalId,
    proposal: &'s Proposal,
    revision: &'s Revision,
    before: Option<&'s Revision>,
}

impl RevisionPage<'_> {
    fn document(&self, here: &Here<'_>) -> Vec<u8> {
        let name = self.revision.name;
        let title = &self.proposal.title;
        let headline = format!("Text of revision {name}.");
        let frame = Frame {
            title: format!("{title}, {name}"),
            headline: headline.clone(),
            trail: vec![(title.clone(), Address::proposal(self.id))],
            name: format!("Revision {name}"),
            data: vec![("Text", here.address.beside("text.md"), "text/markdown")],
            changed: here.site.source.history.last_change(&folder(self.id)),
            depends_on_time: false,
        };
        let text = self.text(here, self.revision);
        let shown = el("div").class("text").with(commonmark(&text));
        let content = Html::from(el("h1").with(Html::bdi(title)).text(format!(", {name}")))
            .then(self.facts())
            .then(section("text", "Text", shown))
            .then(self.changes(here, &text));
        frame.around(here, content)
    }

    fn text(&self, here: &Here<'_>, revision: &Revision) -> String {
        let bytes = here
            .site
            .source
            .text(self.id, self.proposal, &revision.sha256);
        String::from_utf8_lossy(bytes.unwrap_or_default()).into_owned()
    }

    fn facts(&self) -> Html {
        let change = match (self.before, self.revision.change) {
            (None, _) => "First revision",
            (Some(_), RevisionKind::Material) => "Material change",
            (Some(_), RevisionKind::Editorial) => "Editorial change",
        };
        let note = self
            .revision
            .note
            .as_ref()
            .map(|note| Html::text(": ").then(Html::bdi(note)));
        let digest = el("code").text(self.revision.sha256.as_str());
        let facts = el("p")
            .text(format!("{change} of "))
            .with(time(self.revision.at))
            .with(note);
        Html::from(facts.text(".")).then(
            el("p")
                .class("dim")
                .text("SHA-256 of the text: ")
                .with(digest),
        )
    }

    /// What changed since the revision before, where both texts are known.
    fn changes(&self, here: &Here<'_>, text: &str) -> Html {
        let Some(before) = self.before else {
            return Html::default();
        };
        let earlier = here.link(
            &Address::revision(self.id, before.name),
            Html::text(before.name.to_string()),
        );
        let title = format!("Changes since {}", before.name);
        let known = here
            .site
            .source
            .text(self.id, self.proposal, &before.sha256)
            .is_some();
        let shown = match known {
            false => el("p")
                .text("This register does not have the text of ")
                .with(earlier)
                .text(".")
                .into(),
            true => match changes(&self.text(here, before), text) {
                None => el("p").text("The text is the same.").into(),
                Some(shown) => Html::from(
                    el("p")
                        .class("dim")
                        .text("Compared with ")
                        .with(earlier)
                        .text("."),
                )
                .then(shown),
            },
        };
        section("changes", &title, shown)
    }
}
