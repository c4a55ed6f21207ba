//! Addresses of the pages: where each kind of page is, from the root of the site, and how one page leads to another.
//! Ids are short and never the name of a device, so they are used as they are.

use std::fmt;

use crate::render::site::markup::Href;
use crate::value::id::{GroupId, ParticipantId, ProposalId, RevisionName, TrackId};

/// A file of the site, from its root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Address(String);

impl Address {
    /// The first page.
    pub(crate) fn home() -> Self {
        Self("index.html".to_owned())
    }

    /// All decisions, the newest first.
    pub(crate) fn decisions() -> Self {
        Self("decisions/index.html".to_owned())
    }

    /// The older decisions of one year.
    pub(crate) fn decisions_of(year: &str) -> Self {
        Self(format!("decisions/{year}/index.html"))
    }

    /// A proposal, whatever its stage.
    pub(crate) fn proposal(id: &ProposalId) -> Self {
        Self(format!("p/{id}/index.html"))
    }

    /// The record of a call.
    pub(crate) fn call(id: &ProposalId, n: u32) -> Self {
        Self(format!("p/{id}/{n}/index.html"))
    }

    /// The text of a revision.
    pub(crate) fn revision(id: &ProposalId, revision: RevisionName) -> Self {
        Self(format!("p/{id}/{revision}/index.html"))
    }

    /// A translation of a proposal, by the tag of its language.
    pub(crate) fn translation(id: &ProposalId, language: &str) -> Self {
        let tag = language.to_ascii_lowercase();
        // These tags are devices on Windows, where no folder can have their name.
        let end = match tag.as_str() {
            "aux" | "con" | "nul" | "prn" => "_",
            _ => "",
        };
        Self(format!("p/{id}/t/{tag}{end}/index.html"))
    }

    /// An objection, under the name that it is shown with.
    pub(crate) fn objection(id: &ProposalId, name: &str) -> Self {
        Self(format!("p/{id}/o/{name}/index.html"))
    }

    /// The comments on a proposal.
    pub(crate) fn comments(id: &ProposalId) -> Self {
        Self(format!("p/{id}/comments/index.html"))
    }

    /// A group.
    pub(crate) fn group(id: &GroupId) -> Self {
        Self(format!("g/{id}/index.html"))
    }

    /// All groups.
    pub(crate) fn groups() -> Self {
        Self("g/index.html".to_owned())
    }

    /// A participant.
    pub(crate) fn person(id: &ParticipantId) -> Self {
        Self(format!("who/{id}/index.html"))
    }

    /// How the body's groups took part.
    pub(crate) fn balance() -> Self {
        Self("balance/index.html".to_owned())
    }

    /// The rules of a track.
    pub(crate) fn rules_of(track: &TrackId) -> Self {
        Self(format!("rules/{track}/index.html"))
    }

    /// All tracks.
    pub(crate) fn rules() -> Self {
        Self("rules/index.html".to_owned())
    }

    /// A meeting by its date.
    pub(crate) fn meeting(date: &str) -> Self {
        Self(format!("meetings/{date}/index.html"))
    }

    /// The feed.
    pub(crate) fn feed() -> Self {
        Self("feed.atom".to_owned())
    }

    /// The dates.
    pub(crate) fn calendar() -> Self {
        Self("due.ics".to_owned())
    }

    /// The stylesheet.
    pub(crate) fn stylesheet() -> Self {
        Self("style.css".to_owned())
    }

    /// Another file in the same folder.
    pub(crate) fn beside(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.folder()))
    }

    /// The address of a file by its path from the root.
    pub(crate) fn of_path(path: &str) -> Self {
        Self(path.to_owned())
    }

    /// The path from the root.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether every page leads to it, where it exists.
    pub(crate) fn is_in_every_page(&self) -> bool {
        let parts = [
            Self::home(),
            Self::decisions(),
            Self::groups(),
            Self::balance(),
            Self::rules(),
            Self::feed(),
        ];
        parts.contains(self)
    }

    fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |end| &self.0[..=end])
    }

    /// How a link on the page `from` leads here: relative, and with the name of the file.
    pub(crate) fn seen_from(&self, from: &Address) -> Href {
        self.part_seen_from(from, "")
    }

    /// The same for a part of the page, by its anchor.
    pub(crate) fn part_seen_from(&self, from: &Address, part: &str) -> Href {
        let (there, here): (Vec<&str>, Vec<&str>) = (
            self.0.split('/').collect(),
            from.folder().split('/').collect(),
        );
        let depth = here.len().saturating_sub(1);
        let same = there.iter().zip(&here[..depth]);
        let same = same.take_while(|(there, here)| there == here).count();
        let up = "../".repeat(depth.saturating_sub(same));
        let anchor = if part.is_empty() { "" } else { "#" };
        Href::inside(&format!("{up}{}{anchor}{part}", there[same..].join("/")))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Address;
    use crate::render::site::markup::Href;
    use crate::value::id::ProposalId;

    #[test]
    fn one_page_leads_to_another() {
        let id = ProposalId::parse("retention").unwrap();
        let (home, call) = (Address::home(), Address::call(&id, 2));
        for (from, to, href) in [
            (&home, &call, "p/retention/2/index.html"),
            (&call, &home, "../../../index.html"),
            (&call, &Address::proposal(&id), "../index.html"),
            (&call, &call.beside("decision.json"), "decision.json"),
            (&Address::decisions(), &call, "../p/retention/2/index.html"),
            (&home, &home, "index.html"),
        ] {
            assert_eq!(to.seen_from(from), Href::inside(href));
        }
        for (tag, path) in [
            ("pt-BR", "p/retention/t/pt-br/"),
            ("con", "p/retention/t/con_/"),
        ] {
            assert_eq!(Address::translation(&id, tag).folder(), path);
        }
        let part = call.part_seen_from(&home, "count");
        assert_eq!(part, Href::inside("p/retention/2/index.html#count"));
    }
}
