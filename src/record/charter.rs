//! The charter: who the group is, its groups, roles, tracks and criteria.

use serde::Serialize;

use crate::record::attribution::{RoleTable, Roles, holders};
use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Checked, OrElse, Part, key, record};
use crate::record::item::words;
use crate::record::keys::Keys;
use crate::record::shape::{KeyShape, Shape};
use crate::record::track::{Track, Tracks};
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

words! {
    /// What proves who submits a record.
    pub enum Identity {
        /// Nothing.
        None = "none",
        /// The author's address in the commit.
        Author = "author",
        /// The account at the forge.
        Account = "account",
        /// A cryptographic signature.
        Signature = "signature",
    }
}

record! {
    /// A stakeholder group.
    #[derive(Serialize)]
    #[serde(rename_all = "kebab-case")]
    pub struct Group {
        /// Its id.
        #[serde(rename = "group")]
        pub id: GroupId = key("id"),
        /// Its name for people.
        pub name: String = key("name"),
        /// The house that it belongs to.
        pub house: Option<HouseId> = key("house"),
        /// Who may give the group's own position.
        pub representatives: Vec<ParticipantId> = key("representatives"),
        /// Whether it is charged with the interest of those outside the room.
        pub public_interest: bool = key("public-interest"),
    }
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

record! {
    /// An organisation that participants work for.
    pub struct Organization {
        /// Its id.
        pub id: OrganizationId = key("id"),
        /// Its name for people.
        pub name: String = key("name"),
        /// The family of organisations under common control that it belongs to.
        pub family: Option<OrganizationId> = key("family"),
    }
}

record! {
    /// A charter.
    pub struct Charter {
        /// The format of the charter.
        pub format: u64 = Format,
        /// The register's own id.
        pub register: RegisterId = key("register"),
        /// The name of the body.
        pub name: String = key("name"),
        /// What the body calls a call.
        pub call_name: String = OrElse("call-name", "consensus call".to_owned()),
        /// What proves who submits.
        pub identity: Identity = OrElse("identity", Identity::None),
        /// How old a statement of interest may be; where this is said, every participant owes one.
        pub interests: Option<Span> = key("interests"),
        /// The weights that participants may carry.
        pub weights: Vec<WeightName> = key("weights"),
        /// The regions in which participants may be counted; any, where none is named.
        pub regions: Vec<RegionId> = key("regions"),
        /// The groups, in the order in which they are shown.
        pub groups: Vec<Group> = Checked(key("group"), |keys, groups: &[Group]| {
            repeated(keys, "group", groups.iter().map(|group| group.id.as_str()));
        }),
        /// The organisations.
        pub organizations: Vec<Organization> = Checked(key("organization"), |keys, all: &[Organization]| {
            repeated(keys, "organization", all.iter().map(|one| one.id.as_str()));
        }),
        /// Who holds which role.
        pub roles: Roles = RoleTable,
        /// The tracks, in the order in which they are written.
        pub tracks: Vec<Track> = Tracks,
    }
}

/// The one format that this program reads.
struct Format;

impl Part<u64> for Format {
    fn read(&self, keys: &mut Keys<'_>) -> Option<u64> {
        if !keys.has("format") {
            keys.whole("format");
            keys.missing("format", "1");
            return None;
        }
        let format = keys.whole("format");
        if let Some(other) = format.filter(|format| *format != FORMAT) {
            let sentence =
                format!("the charter is of format {other}, and this program reads format {FORMAT}");
            let hint = "install a newer release of plenary";
            keys.fault(code::S103, "format", sentence, hint);
        }
        format.filter(|format| *format == FORMAT)
    }

    fn write(&self, format: &u64, sheet: &mut CanonicalToml) {
        sheet.whole("format", *format);
    }

    fn shapes(&self, says: &str) -> Vec<KeyShape> {
        vec![KeyShape::new("format", Shape::Whole, true, says)]
    }
}

impl Charter {
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
        holders(&self.roles, role).unwrap_or_default()
    }

    /// Who holds a role on a track: whom the track names for it, else whom the charter names.
    pub fn holders_on<'r>(&'r self, track: Option<&'r Track>, role: &str) -> &'r [ParticipantId] {
        let own = track.and_then(|track| holders(&track.roles, role));
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
