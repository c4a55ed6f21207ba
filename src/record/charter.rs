//! The charter: who the group is, its groups, roles, tracks and criteria.

use crate::record::keys::Keys;
use crate::record::reader::{Read, read};
use crate::record::roles::{self, Roles};
use crate::record::track::{self, Track};
use crate::value::clock::Span;
use crate::value::code;
use crate::value::id::{
    GroupId, HouseId, OrganizationId, ParticipantId, RegionId, RegisterId, StandingName, TrackId,
    WeightName,
};

/// The format of charters that this program reads.
pub const FORMAT: u64 = 1;
/// The role whose holders open and close calls, dispose of objections and decide.
pub const CHAIR: &str = "chair";
/// Those who may stand in for a chair in everything.
pub const CO_CHAIR: &str = "co-chair";
/// The role whose holders relay positions and keep the roster.
pub const SECRETARY: &str = "secretary";

/// What proves who submits a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Identity {
    /// Nothing.
    None,
    /// The author's address in the commit.
    Author,
    /// The account at the forge.
    Account,
    /// A cryptographic signature.
    Signature,
}

/// A stakeholder group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name for people.
    pub name: String,
    /// The house that it belongs to.
    pub house: Option<HouseId>,
    /// Who may give the group's own position.
    pub representatives: Vec<ParticipantId>,
    /// Whether it is charged with the interest of those outside the room.
    pub public_interest: bool,
}

impl Group {
    /// The group as the subject of a sentence. A name alone can be read as somebody else:
    /// "Everybody has not spoken".
    pub fn in_a_sentence(&self) -> String {
        match self.name.to_lowercase().contains("group") {
            true => self.name.clone(),
            false => format!("group {}", self.name),
        }
    }
}

/// An organisation that participants work for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    /// Its id.
    pub id: OrganizationId,
    /// Its name for people.
    pub name: String,
    /// The family of organisations under common control that it belongs to.
    pub family: Option<OrganizationId>,
}

/// A charter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charter {
    /// The register's own id.
    pub register: RegisterId,
    /// The name of the body.
    pub name: String,
    /// What the body calls a call.
    pub call_name: String,
    /// What proves who submits.
    pub identity: Identity,
    /// How old a statement of interest may be; where this is said, every participant owes one.
    pub interests: Option<Span>,
    /// The weights that participants may carry.
    pub weights: Vec<WeightName>,
    /// The groups, in the order in which they are shown.
    pub groups: Vec<Group>,
    /// The organisations.
    pub organizations: Vec<Organization>,
    /// The regions in which participants may be counted; any, where none is named.
    pub regions: Vec<RegionId>,
    /// Who holds which role.
    pub roles: Roles,
    /// The tracks, in the order in which they are written.
    pub tracks: Vec<Track>,
}

impl Charter {
    /// Reads a charter.
    pub fn read(path: &str, bytes: &[u8]) -> Read<Self> {
        read(path, bytes, charter)
    }

    /// The group with this id.
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == *id)
    }

    /// Whether any track counts those with this standing.
    pub fn counts(&self, standing: &StandingName) -> bool {
        let mut tracks = self.tracks.iter();
        tracks.any(|track| track.electorate.contains(standing))
    }

    /// The track with this id.
    pub fn track(&self, id: &TrackId) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == *id)
    }

    /// The organisation with this id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.id.as_str() == id)
    }

    /// Who holds a role, in the order in which they are written.
    pub fn holders(&self, role: &str) -> &[ParticipantId] {
        roles::named(&self.roles, role).unwrap_or_default()
    }

    /// Who holds a role on a track: whom the track names for it, else whom the charter names.
    pub fn holders_on<'r>(&'r self, track: Option<&'r Track>, role: &str) -> &'r [ParticipantId] {
        let own = track.and_then(|track| roles::named(&track.roles, role));
        own.unwrap_or_else(|| self.holders(role))
    }

    /// Everybody who holds a role, in the charter or on one of its tracks.
    pub fn role_holders(&self) -> Vec<ParticipantId> {
        let on_tracks = self.tracks.iter().flat_map(|track| &track.roles);
        let all = self.roles.iter().chain(on_tracks);
        all.flat_map(|(_, holders)| holders.iter().cloned())
            .collect()
    }

    /// Whether `who` holds `role`.
    pub fn holds(&self, who: &ParticipantId, role: &str) -> bool {
        self.holders(role).contains(who)
    }

    /// The houses, in the order in which groups name them.
    pub fn houses(&self) -> Vec<HouseId> {
        let mut houses: Vec<HouseId> = Vec::new();
        for house in self.groups.iter().filter_map(|group| group.house.as_ref()) {
            if !houses.contains(house) {
                houses.push(house.clone());
            }
        }
        houses
    }
}

const IDENTITIES: &[(&str, Identity)] = &[
    ("none", Identity::None),
    ("author", Identity::Author),
    ("account", Identity::Account),
    ("signature", Identity::Signature),
];

fn charter(keys: &mut Keys<'_>) -> Option<Charter> {
    let known = format(keys);
    let register = keys.need_name("register", RegisterId::parse);
    let name = keys.need_text("name");
    let call_name = keys
        .text("call-name")
        .unwrap_or_else(|| "consensus call".to_owned());
    let identity = keys.word("identity", IDENTITIES).unwrap_or(Identity::None);
    let expected = "a length of time such as \"12 months\"";
    let interests = keys.parsed("interests", code::S122, expected, Span::parse);
    let weights = keys.names("weights", WeightName::parse);
    let regions = keys.names("regions", RegionId::parse);
    let groups = keys.tables("group", group);
    let organizations = keys.tables("organization", organization);
    let roles = keys.table("roles", roles::roles).unwrap_or_default();
    let tracks = keys.table("track", tracks).unwrap_or_default();
    repeated(keys, "group", groups.iter().map(|group| group.id.as_str()));
    repeated(
        keys,
        "organization",
        organizations.iter().map(|o| o.id.as_str()),
    );
    known.then_some(())?;
    Some(Charter {
        register: register?,
        name: name?,
        call_name,
        identity,
        interests,
        weights,
        groups,
        organizations,
        regions,
        roles,
        tracks,
    })
}

fn format(keys: &mut Keys<'_>) -> bool {
    if !keys.has("format") {
        keys.whole("format");
        keys.missing("format", "1");
        return false;
    }
    let format = keys.whole("format");
    if let Some(other) = format.filter(|format| *format != FORMAT) {
        let sentence =
            format!("the charter is of format {other}, and this program reads format {FORMAT}");
        keys.fault(
            code::S103,
            "format",
            sentence,
            "install a newer release of plenary",
        );
    }
    format == Some(FORMAT)
}

fn group(keys: &mut Keys<'_>) -> Option<Group> {
    let id = keys.need_name("id", GroupId::parse);
    let name = keys.need_text("name");
    let house = keys.name("house", HouseId::parse);
    let representatives = keys.names("representatives", ParticipantId::parse);
    let public_interest = keys.flag("public-interest").unwrap_or(false);
    Some(Group {
        id: id?,
        name: name?,
        house,
        representatives,
        public_interest,
    })
}

fn organization(keys: &mut Keys<'_>) -> Option<Organization> {
    let id = keys.need_name("id", OrganizationId::parse);
    let name = keys.need_text("name");
    let family = keys.name("family", OrganizationId::parse);
    Some(Organization {
        id: id?,
        name: name?,
        family,
    })
}

fn tracks(keys: &mut Keys<'_>) -> Vec<Track> {
    keys.each(|entry| {
        let id = entry.name(TrackId::parse);
        entry.table(|keys| track::track(keys, id)).flatten()
    })
}

fn repeated<'a>(keys: &Keys<'_>, key: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen: Vec<&str> = Vec::new();
    for id in ids {
        if seen.contains(&id) {
            let sentence = format!("two [[{key}]] tables have the id \"{id}\"");
            keys.fault(
                code::S114,
                key,
                sentence,
                "give one of them an id of its own",
            );
        }
        seen.push(id);
    }
}
