//! The charter at a glance: groups and houses, roles, tracks.

use serde::Serialize;

use crate::record::charter::{Charter, Group, Identity};
use crate::record::track::Track;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Text;
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::value::class::CountUnit;
use crate::value::id::{
    GroupId, HouseId, LevelName, ParticipantId, RegisterId, RoleName, StandingName, TrackId,
    WeightName,
};

/// A charter at a glance.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CharterShow {
    format: u32,
    register: RegisterId,
    name: String,
    call_name: String,
    identity: Identity,
    weights: Vec<WeightName>,
    groups: Vec<GroupLine>,
    organizations: usize,
    roles: Vec<RoleLine>,
    tracks: Vec<TrackLine>,
}

/// A group.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct GroupLine {
    group: GroupId,
    name: String,
    house: Option<HouseId>,
    representatives: Vec<ParticipantId>,
    public_interest: bool,
}

/// A role with who holds it.
#[derive(Debug, Clone, Serialize)]
struct RoleLine {
    role: RoleName,
    holders: Vec<ParticipantId>,
}

/// A track.
#[derive(Debug, Clone, Serialize)]
struct TrackLine {
    track: TrackId,
    title: String,
    electorate: Vec<StandingName>,
    count: CountUnit,
    silence: String,
    window: String,
    gates: usize,
    levels: Vec<LevelName>,
}

impl CharterShow {
    /// A charter at a glance.
    pub fn of(charter: &Charter) -> Self {
        let role = |(role, holders): &(RoleName, Vec<ParticipantId>)| RoleLine {
            role: role.clone(),
            holders: holders.clone(),
        };
        Self {
            format: 1,
            register: charter.register.clone(),
            name: charter.name.clone(),
            call_name: charter.call_name.clone(),
            identity: charter.identity,
            weights: charter.weights.clone(),
            groups: charter.groups.iter().map(GroupLine::of).collect(),
            organizations: charter.organizations.len(),
            roles: charter.roles.iter().map(role).collect(),
            tracks: charter.tracks.iter().map(TrackLine::of).collect(),
        }
    }

    /// The charter for people.
    pub fn page(&self) -> Page {
        let identity = match self.identity {
            Identity::None => "nothing proves who submits a record",
            Identity::Author => "the author's address in the commit proves who submits a record",
            Identity::Account => "the account at the forge proves who submits a record",
            Identity::Signature => "a cryptographic signature proves who submits a record",
        };
        let mut facts = Facts::default()
            .fact("Register", self.register.as_str())
            .fact("Calls", format!("called \"{}\"", self.call_name))
            .fact("Identity", identity);
        if !self.weights.is_empty() {
            let weights: Vec<&str> = self.weights.iter().map(WeightName::as_str).collect();
            facts = facts.fact("Weights", weights.join(", "));
        }
        if self.organizations > 0 {
            facts = facts.fact(
                "Organisations",
                words::many(self.organizations, "organisation"),
            );
        }
        Page::new()
            .title(&self.name)
            .facts(facts)
            .gap()
            .table(self.group_table())
            .gap()
            .table(self.role_table())
            .gap()
            .table(self.track_table())
            .gap()
            .line("plenary charter explain TRACK says every rule of a track in plain words.")
    }

    fn group_table(&self) -> Table {
        let columns = [
            Column::new("group").keep(Keep::Always),
            Column::sentence("name").keep(Keep::High),
            Column::new("house"),
            Column::sentence("represented by"),
            Column::sentence("note").keep(Keep::Low),
        ];
        self.groups
            .iter()
            .fold(Table::new(columns), |table, group| {
                let house = group.house.as_ref().map(ToString::to_string);
                let note = if group.public_interest {
                    "charged with the public interest"
                } else {
                    ""
                };
                let row: [Text; 5] = [
                    group.group.as_str().into(),
                    (&group.name).into(),
                    house.unwrap_or_default().into(),
                    words::listed(&group.representatives).into(),
                    note.into(),
                ];
                table.row(row)
            })
    }

    fn role_table(&self) -> Table {
        let columns = [
            Column::new("role").keep(Keep::Always),
            Column::sentence("held by").keep(Keep::Always),
        ];
        self.roles.iter().fold(Table::new(columns), |table, role| {
            let holders = match role.holders.as_slice() {
                [] => "nobody".to_owned(),
                holders => words::listed(holders),
            };
            table.row([role.role.to_string(), holders])
        })
    }

    fn track_table(&self) -> Table {
        let columns = [
            Column::new("track").keep(Keep::Always),
            Column::sentence("title").keep(Keep::High),
            Column::new("counts"),
            Column::new("silence"),
            Column::sentence("calls are open"),
            Column::number("gates").keep(Keep::Low),
            Column::number("levels").keep(Keep::Low),
        ];
        self.tracks
            .iter()
            .fold(Table::new(columns), |table, track| {
                let row: [Text; 7] = [
                    track.track.as_str().into(),
                    (&track.title).into(),
                    track.count.word().into(),
                    (&track.silence).into(),
                    (&track.window).into(),
                    track.gates.into(),
                    track.levels.len().into(),
                ];
                table.row(row)
            })
    }
}

impl GroupLine {
    fn of(group: &Group) -> Self {
        Self {
            group: group.id.clone(),
            name: group.name.clone(),
            house: group.house.clone(),
            representatives: group.representatives.clone(),
            public_interest: group.public_interest,
        }
    }
}

impl TrackLine {
    fn of(track: &Track) -> Self {
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            electorate: track.electorate.clone(),
            count: track.count,
            silence: words::silence_word(track),
            window: track.window.to_string(),
            gates: track.gates.len(),
            levels: track
                .levels
                .iter()
                .map(|level| level.name.clone())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CharterShow;
    use crate::report::sample::{on, retention};

    #[test]
    fn groups_roles_and_tracks_at_a_glance() {
        let charter = retention().register().charter.unwrap();
        assert_eq!(
            on(100, &CharterShow::of(&charter).page()),
            "\
Log Retention Working Group
Register  log-retention-wg
Calls     called \"consensus call\"
Identity  nothing proves who submits a record

group            name             house           represented by  note
registries       Registries       contracted
registrars       Registrars       contracted
business         Business         non-contracted
civil-society    Civil society    non-contracted
technical        Technical        non-contracted
public-interest  Public interest  non-contracted                  charged with the public interest
staff            Staff

role       held by
chair      maya-chen
secretary  tomas-ruiz

track   title   counts        silence  calls are open          gates  levels
policy  Policy  participants  silent   from 7 days to 30 days      2       3

plenary charter explain TRACK says every rule of a track in plain words.
"
        );
    }
}
