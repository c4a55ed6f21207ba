//! Shows one participant in full: membership, roles and records.

use crate::tally::objection::word_of_json;
use serde::Serialize;

use crate::record::charter::Charter;
use crate::record::dimension::OwnValues;
use crate::record::handling::Handling;
use crate::record::participant::{Participant, Term};
use crate::record::path::Owner;
use crate::register::records::{ProposalRecords, Register};
use crate::render::grid::{DropPriority, Table};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::electorate::{Electorate, Families};
use crate::tally::objection::state;
use crate::value::clock::Instant;
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RegionId, RevisionName,
    RoleName, StandingName, TrackId,
};

/// A participant with their records.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShowParticipant {
    format: u32,
    id: ParticipantId,
    name: String,
    group: GroupId,
    standing: Vec<StandingName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<Term>,
    roles: Vec<RoleName>,
    represents: Vec<GroupId>,
    counted_on: Vec<TrackId>,
    affiliation: Option<String>,
    family: Option<String>,
    region: Option<RegionId>,
    #[serde(skip_serializing_if = "OwnValues::is_empty")]
    dimensions: OwnValues,
    also: Vec<ParticipantId>,
    accounts: Vec<String>,
    emails: Vec<String>,
    weights: Vec<(String, u64)>,
    alternate_for: Option<ParticipantId>,
    suspended: Option<String>,
    interests: Option<String>,
    interests_updated: Option<String>,
    authored: Vec<ProposalId>,
    positions: Vec<PositionRow>,
    objections: Vec<Raised>,
}

/// A position of theirs.
#[derive(Debug, Clone, Serialize)]
struct PositionRow {
    proposal: ProposalId,
    position: Option<PositionName>,
    on: Option<RevisionName>,
    withdrawn: bool,
}

/// An objection or a comment of theirs.
#[derive(Debug, Clone, Serialize)]
struct Raised {
    proposal: ProposalId,
    id: ObjectionId,
    about: String,
    blocking: bool,
    #[serde(serialize_with = "word_of_json")]
    state: &'static str,
}

impl ShowParticipant {
    /// The participant with this present or former id; `None` if nobody has it.
    pub fn of(register: &Register, id: &ParticipantId, now: Instant) -> Option<Self> {
        let id = register.known_as(id)?;
        let who = register.participants.get(id)?;
        let charter = register.charter.as_ref();
        let family = |name: &String| Some(Families::of(charter?, register).family(name));
        Some(Self {
            format: 1,
            id: id.clone(),
            name: who.name.clone(),
            group: who.group.clone(),
            standing: who.memberships.at(now),
            terms: who.memberships.terms.clone(),
            roles: charter.map_or(Vec::new(), |charter| roles(charter, id)),
            represents: charter.map_or(Vec::new(), |charter| represents(charter, id)),
            counted_on: charter
                .map_or(Vec::new(), |charter| counted_on(charter, register, id, now)),
            family: who.affiliation.as_ref().and_then(family),
            affiliation: who.affiliation.clone(),
            region: who.region.clone(),
            dimensions: who.dimensions.clone(),
            also: who.also.clone(),
            accounts: who.accounts.clone(),
            emails: who.emails.clone(),
            weights: weights(who),
            alternate_for: who.alternate_for.clone(),
            suspended: who.suspended.clone(),
            interests: who.interests.clone(),
            interests_updated: who.interests_updated.clone(),
            authored: authored(register, id),
            positions: positions(register, id),
            objections: objections(register, id),
        })
    }

    /// The participant for people.
    pub fn page(&self) -> Page {
        let label = match &self.interests_updated {
            Some(day) => format!("Statement of interest, {day}"),
            None => "Statement of interest".to_owned(),
        };
        Page::new()
            .title(format!("{} ({})", self.name, self.id))
            .facts(self.facts())
            .said(label, self.interests.as_ref())
            .gap()
            .then(self.position_part())
            .gap()
            .then(self.objection_part())
    }

    fn facts(&self) -> Facts {
        let weight = |(name, weight): &(String, u64)| format!("{name} {weight}");
        let weights: Vec<String> = self.weights.iter().map(weight).collect();
        let value = |(own, value)| format!("{own} {value}");
        let dimensions: Vec<String> = self.dimensions.iter().map(value).collect();
        let family = self.family.as_ref();
        let family = family.filter(|family| Some(*family) != self.affiliation.as_ref());
        let counted = match self.counted_on.as_slice() {
            [] => "no track".to_owned(),
            tracks => words::listed(tracks),
        };
        let terms: Vec<String> = self.terms.iter().map(words::term).collect();
        Facts::default()
            .fact("Group", &self.group)
            .filled("Membership", words::listed(&self.standing))
            .filled("Terms", terms.join("; "))
            .filled("Roles", words::listed(&self.roles))
            .filled("Represents", words::listed(&self.represents))
            .fact("Counted on", counted)
            .filled("Affiliation", self.affiliation.as_ref())
            .filled("Organisation", family)
            .filled("Region", self.region.as_ref())
            .filled("Dimensions", dimensions.join(", "))
            .filled("Weights", weights.join(", "))
            .filled("Alternate for", self.alternate_for.as_ref())
            .filled("Suspended", self.suspended.as_ref())
            .filled("Former ids", words::listed(&self.also))
            .filled("Accounts", self.accounts.join(", "))
            .filled("Email", self.emails.join(", "))
            .filled("Author of", words::listed(&self.authored))
    }

    fn position_part(&self) -> Page {
        if self.positions.is_empty() {
            return Page::new().line("No positions.");
        }
        let heading = format!("Positions ({})", self.positions.len());
        let table = Table::of(&self.positions)
            .words(heading, DropPriority::Always, |each| &each.proposal)
            .words("position", DropPriority::Always, |each| {
                match (&each.position, each.withdrawn) {
                    (None, _) => "cannot be read".to_owned(),
                    (Some(position), false) => position.to_string(),
                    (Some(position), true) => format!("{position}, withdrawn"),
                }
            })
            .words("revision", DropPriority::Normal, |each| each.on.as_ref());
        Page::new().table(table)
    }

    fn objection_part(&self) -> Page {
        if self.objections.is_empty() {
            return Page::new().line("No objections and no comments.");
        }
        let heading = format!("Objections and comments ({})", self.objections.len());
        let table = Table::of(&self.objections)
            .words(heading, DropPriority::Always, |each| &each.id)
            .words("proposal", DropPriority::High, |each| &each.proposal)
            .sentences("about", DropPriority::Normal, |each| &each.about)
            .words("status", DropPriority::Always, |each| {
                let comment = if each.blocking { "" } else { "comment, " };
                format!("{comment}{}", each.state)
            });
        Page::new().table(table)
    }
}

fn weights(who: &Participant) -> Vec<(String, u64)> {
    let weight = who.weight.iter();
    weight.map(|(name, n)| (name.to_string(), *n)).collect()
}

fn roles(charter: &Charter, id: &ParticipantId) -> Vec<RoleName> {
    let held = charter.roles.iter();
    let held = held.filter(|(_, holders)| holders.contains(id));
    held.map(|(role, _)| role.clone()).collect()
}

fn represents(charter: &Charter, id: &ParticipantId) -> Vec<GroupId> {
    let groups = charter.groups.iter();
    let represented = groups.filter(|group| group.representatives.contains(id));
    represented.map(|group| group.id.clone()).collect()
}

/// The tracks in which the participant has a seat, or is an alternate for one.
fn counted_on(
    charter: &Charter,
    register: &Register,
    id: &ParticipantId,
    now: Instant,
) -> Vec<TrackId> {
    let seated = |track: &&crate::record::track::Track| {
        Electorate::of(charter, register, track, Some(now))
            .seat_of(id)
            .is_some()
    };
    let tracks = charter.tracks.iter().filter(seated);
    tracks.map(|track| track.id.clone()).collect()
}

fn authored(register: &Register, id: &ParticipantId) -> Vec<ProposalId> {
    let wrote = |folder: &ProposalRecords| {
        let authors = folder.proposal.as_ref().map(|proposal| &proposal.authors);
        let mut authors = authors.into_iter().flatten();
        authors.any(|author| author == id)
    };
    let proposals = register.proposals.iter();
    let own = proposals.filter(|(_, folder)| wrote(folder));
    own.map(|(proposal, _)| proposal.clone()).collect()
}

fn positions(register: &Register, id: &ParticipantId) -> Vec<PositionRow> {
    let own = Owner::Participant(id.clone());
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        let files = folder.positions.values();
        all.extend(files.filter(|file| file.owner == own).map(|file| {
            let said = file.position.as_ref();
            PositionRow {
                proposal: proposal.clone(),
                position: said.map(|said| said.position.clone()),
                on: said.and_then(|said| said.on),
                withdrawn: said.is_some_and(|said| said.withdrawn),
            }
        }));
    }
    all
}

fn objections(register: &Register, id: &ParticipantId) -> Vec<Raised> {
    let none = Handling::default();
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        let own = folder.objections.iter();
        let own = own.filter(|(of, _)| of.participant == *id);
        all.extend(own.map(|(of, raised)| Raised {
            proposal: proposal.clone(),
            id: of.clone(),
            about: raised.objection.about.clone(),
            blocking: raised.objection.blocking,
            state: state(&raised.objection, folder.handling.get(of).unwrap_or(&none)).in_words(),
        }));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::ShowParticipant;
    use crate::blessed::screen;
    use crate::report::sample::{OVER, at, on, retention};
    use crate::value::id::ParticipantId;

    fn id(text: &str) -> ParticipantId {
        ParticipantId::parse(text).unwrap()
    }

    #[test]
    fn a_participant_is_found_under_a_former_id_with_all_that_is_theirs() {
        let more = "also = [\"carla-n\"]\naffiliation = \"Small Registrar\"\nregion = \"europe\"\n\
                emails = [\"carla@example.org\"]\ninterests = '''Employed there.'''\n\
                interests-updated = 2026-05-01\ngroup =";
        let comment = "about = \"§2\"\nproblem = '''P'''\nblocking = false\n";
        let register = retention()
            .edited("participants/carla-nunes.toml", "group =", more)
            .with("proposals/retention/objections/carla-n.late.toml", comment)
            .register();
        let report = ShowParticipant::of(&register, &id("carla-n"), at(OVER)).unwrap();
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-1",
            &on(100, &report.page()),
        );
        let chair = ShowParticipant::of(&register, &id("maya-chen"), at(OVER)).unwrap();
        let page = on(100, &chair.page());
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-2",
            &page,
        );
        let author = ShowParticipant::of(&register, &id("biz-1"), at(OVER)).unwrap();
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-3",
            &on(100, &author.page()),
        );
        assert!(ShowParticipant::of(&register, &id("nobody"), at(OVER)).is_none());
    }
}
