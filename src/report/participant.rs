//! One participant: who they are, what they may do, and what is on record of theirs.

use serde::Serialize;

use crate::record::charter::Charter;
use crate::record::participant::Participant;
use crate::record::path::Owner;
use crate::register::records::{Folder, Register};
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::electorate::{Electorate, Families};
use crate::tally::objection::state;
use crate::value::id::{
    GroupId, ObjectionId, ParticipantId, PositionName, ProposalId, RegionId, RevisionName,
    RoleName, StandingName, TrackId,
};

/// A participant with what is on record of theirs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct ShowParticipant {
    format: u32,
    id: ParticipantId,
    name: String,
    group: GroupId,
    standing: Vec<StandingName>,
    roles: Vec<RoleName>,
    represents: Vec<GroupId>,
    counted_on: Vec<TrackId>,
    affiliation: Option<String>,
    family: Option<String>,
    region: Option<RegionId>,
    also: Vec<ParticipantId>,
    accounts: Vec<String>,
    emails: Vec<String>,
    weights: Vec<(String, u64)>,
    alternate_for: Option<ParticipantId>,
    suspended: Option<String>,
    interests: Option<String>,
    interests_updated: Option<String>,
    authored: Vec<ProposalId>,
    positions: Vec<Answer>,
    objections: Vec<Raised>,
}

/// A position of theirs.
#[derive(Debug, Clone, Serialize)]
struct Answer {
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
    state: &'static str,
}

impl ShowParticipant {
    /// What is on record of `id`, by a present or a former id; `None` where nobody is known by it.
    pub fn of(register: &Register, id: &ParticipantId) -> Option<Self> {
        let id = register.known_as(id)?;
        let who = register.participants.get(id)?;
        let charter = register.charter.as_ref();
        let family = |name: &String| Some(Families::of(charter?, register).family(name));
        Some(Self {
            format: 1,
            id: id.clone(),
            name: who.name.clone(),
            group: who.group.clone(),
            standing: who.standing.clone(),
            roles: charter.map_or(Vec::new(), |charter| roles(charter, id)),
            represents: charter.map_or(Vec::new(), |charter| represents(charter, id)),
            counted_on: charter.map_or(Vec::new(), |charter| counted_on(charter, register, id)),
            family: who.affiliation.as_ref().and_then(family),
            affiliation: who.affiliation.clone(),
            region: who.region.clone(),
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
        let standing = words::listed(&self.standing);
        let mut page = Page::new()
            .title_aside(format!("{} · {}", self.id, self.name), standing)
            .facts(self.facts());
        if let Some(words) = &self.interests {
            let label = match &self.interests_updated {
                Some(day) => format!("Statement of interest, {day}"),
                None => "Statement of interest".to_owned(),
            };
            page = page.prose(label, words);
        }
        page.gap()
            .then(self.position_part())
            .gap()
            .then(self.objection_part())
    }

    fn facts(&self) -> Facts {
        let weight = |(name, weight): &(String, u64)| format!("{name} {weight}");
        let weights: Vec<String> = self.weights.iter().map(weight).collect();
        let text = |words: &Option<String>| words.clone().unwrap_or_default();
        let family = self
            .family
            .clone()
            .filter(|f| Some(f) != self.affiliation.as_ref());
        let alternate = self.alternate_for.as_ref().map(ToString::to_string);
        let region = self.region.as_ref().map(ToString::to_string);
        let counted = match self.counted_on.as_slice() {
            [] => "no track".to_owned(),
            tracks => words::listed(tracks),
        };
        words::said([
            ("Group", self.group.to_string()),
            ("Roles", words::listed(&self.roles)),
            ("Represents", words::listed(&self.represents)),
            ("Counted on", counted),
            ("Affiliation", text(&self.affiliation)),
            ("Family", text(&family)),
            ("Region", text(&region)),
            ("Weights", weights.join(", ")),
            ("Alternate for", text(&alternate)),
            ("Suspended", text(&self.suspended)),
            ("Former ids", words::listed(&self.also)),
            ("Accounts", self.accounts.join(", ")),
            ("E-mail", self.emails.join(", ")),
            ("Author of", words::listed(&self.authored)),
        ])
    }

    fn position_part(&self) -> Page {
        if self.positions.is_empty() {
            return Page::new().line("No positions.");
        }
        let columns = [
            Column::new(format!("Positions ({})", self.positions.len())).keep(Keep::Always),
            Column::new("position").keep(Keep::Always),
            Column::new("on"),
        ];
        let table = self
            .positions
            .iter()
            .fold(Table::new(columns), |table, each| {
                let position = match (&each.position, each.withdrawn) {
                    (None, _) => "cannot be read".to_owned(),
                    (Some(position), false) => position.to_string(),
                    (Some(position), true) => format!("{position}, withdrawn"),
                };
                let on = each.on.map(|on| on.to_string()).unwrap_or_default();
                table.row([each.proposal.to_string(), position, on])
            });
        Page::new().table(table)
    }

    fn objection_part(&self) -> Page {
        if self.objections.is_empty() {
            return Page::new().line("No objections.");
        }
        let columns = [
            Column::new(format!(
                "Objections and comments ({})",
                self.objections.len()
            ))
            .keep(Keep::Always),
            Column::new("on").keep(Keep::High),
            Column::sentence("about"),
            Column::new("state").keep(Keep::High),
        ];
        let table = self
            .objections
            .iter()
            .fold(Table::new(columns), |table, each| {
                let comment = if each.blocking { "" } else { "comment; " };
                let row: [Text; 4] = [
                    each.id.to_string().into(),
                    each.proposal.as_str().into(),
                    (&each.about).into(),
                    format!("{comment}{}", each.state).into(),
                ];
                table.row(row)
            });
        Page::new().table(table)
    }
}

fn weights(who: &Participant) -> Vec<(String, u64)> {
    let weight = who.weight.iter();
    weight.map(|(name, n)| (name.to_string(), *n)).collect()
}

fn roles(charter: &Charter, id: &ParticipantId) -> Vec<RoleName> {
    let held = charter
        .roles
        .iter()
        .filter(|(_, holders)| holders.contains(id));
    held.map(|(role, _)| role.clone()).collect()
}

fn represents(charter: &Charter, id: &ParticipantId) -> Vec<GroupId> {
    let groups = charter.groups.iter();
    let represented = groups.filter(|group| group.representatives.contains(id));
    represented.map(|group| group.id.clone()).collect()
}

/// The tracks in whose electorate they have a seat, or wait at one.
fn counted_on(charter: &Charter, register: &Register, id: &ParticipantId) -> Vec<TrackId> {
    let seated = |track: &&crate::record::track::Track| {
        Electorate::of(charter, register, track)
            .seat_of(id)
            .is_some()
    };
    let tracks = charter.tracks.iter().filter(seated);
    tracks.map(|track| track.id.clone()).collect()
}

fn authored(register: &Register, id: &ParticipantId) -> Vec<ProposalId> {
    let wrote = |folder: &Folder| {
        let authors = folder.proposal.as_ref().map(|proposal| &proposal.authors);
        let mut authors = authors.into_iter().flatten();
        authors.any(|author| author == id)
    };
    let proposals = register.proposals.iter();
    let own = proposals.filter(|(_, folder)| wrote(folder));
    own.map(|(proposal, _)| proposal.clone()).collect()
}

fn positions(register: &Register, id: &ParticipantId) -> Vec<Answer> {
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        for file in folder.positions.values() {
            let Owner::Participant(owner) = &file.owner else {
                continue;
            };
            if owner == id {
                let said = file.position.as_ref();
                all.push(Answer {
                    proposal: proposal.clone(),
                    position: said.map(|said| said.position.clone()),
                    on: said.and_then(|said| said.on),
                    withdrawn: said.is_some_and(|said| said.withdrawn),
                });
            }
        }
    }
    all
}

fn objections(register: &Register, id: &ParticipantId) -> Vec<Raised> {
    let mut all = Vec::new();
    for (proposal, folder) in &register.proposals {
        for (of, raised) in &folder.objections {
            if of.participant == *id {
                let handling = folder.handling.get(of).cloned().unwrap_or_default();
                all.push(Raised {
                    proposal: proposal.clone(),
                    id: of.clone(),
                    about: raised.objection.about.clone(),
                    blocking: raised.objection.blocking,
                    state: state(&raised.objection, &handling).in_words(),
                });
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::ShowParticipant;
    use crate::blessed::screen;
    use crate::report::sample::{on, retention};
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
        let report = ShowParticipant::of(&register, &id("carla-n")).unwrap();
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-1",
            &on(100, &report.page()),
        );
        let chair = ShowParticipant::of(&register, &id("maya-chen")).unwrap();
        let page = on(100, &chair.page());
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-2",
            &page,
        );
        let author = ShowParticipant::of(&register, &id("biz-1")).unwrap();
        screen(
            "report/participant/a_participant_is_found_under_a_former_id_with_all_that_is_theirs-3",
            &on(100, &author.page()),
        );
        assert!(ShowParticipant::of(&register, &id("nobody")).is_none());
    }
}
