//! Reads and writes the charter: the body, its groups, roles, tracks and rules.

use serde::Serialize;

use crate::record::attribution::{RoleTable, Roles, holders};
use crate::record::calendar_keys::CalendarKeys;
use crate::record::canonical_toml::CanonicalToml;
use crate::record::described::{Checked, OrElse, Part, key, record};
use crate::record::dimension::OwnDimension;
use crate::record::item::words;
use crate::record::keys::Keys;
pub use crate::record::membership::TermLimit;
use crate::record::origin::Origin;
use crate::record::part::TablesByName;
use crate::record::shape::{KeyShape, Shape};
use crate::record::track::Track;
use crate::value::calendar::Calendar;
use crate::value::code;
use crate::value::id::{
    DimensionName, GroupId, HouseId, OrganizationId, ParticipantId, RegionId, RegisterId,
    StandingName, TrackId, WeightName,
};
use crate::value::language::Language;
use crate::value::span::Span;

/// The format of charters that this program reads.
pub const FORMAT: u64 = 1;
/// The role that opens and closes calls, closes objections and decides.
pub const CHAIR: &str = "chair";
/// The role that can do everything that a chair can.
pub const CO_CHAIR: &str = "co-chair";
/// The role that enters positions of others and manages the participant list.
pub const SECRETARY: &str = "secretary";

words! {
    /// What proves who submits a record.
    pub enum Identity {
        /// Nothing.
        None = "none",
        /// The author's email address in the commit.
        Author = "author",
        /// The account at the hosting service.
        Account = "account",
        /// A cryptographic signature.
        Signature = "signature",
    }
}

words! {
    /// Which names a public site of the register shows.
    pub enum PublishNames {
        /// All.
        Full = "full",
        /// The ids of participants in place of their names.
        Ids = "ids",
        /// None; groups are shown.
        None = "none",
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
        /// Who can give the group's own position.
        pub representatives: Vec<ParticipantId> = key("representatives"),
        /// Whether it speaks for people outside the body.
        pub public_interest: bool = key("public-interest"),
    }
}

impl Group {
    /// The group as the subject of a sentence. A name alone can be misread: "Everybody has no answer".
    pub fn in_a_sentence(&self) -> String {
        match self.name.to_lowercase().contains("group") {
            true => self.name.clone(),
            false => format!("group {}", self.name),
        }
    }
}

record! {
    /// The name of a house, which is a set of groups.
    #[derive(Serialize)]
    pub struct House {
        /// Its id, as groups name it.
        pub id: HouseId = key("id"),
        /// Its name for people.
        pub name: String = key("name"),
    }
}

record! {
    /// An organisation that participants work for.
    pub struct Organization {
        /// Its id.
        pub id: OrganizationId = key("id"),
        /// Its name for people.
        pub name: String = key("name"),
        /// The organisation that it is counted with, because both are under common control.
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
        /// The language in which people write, as a tag of BCP 47.
        pub language: Option<Language> = key("language"),
        /// What the body calls a call.
        pub call_name: String = OrElse("call-name", "consensus call".to_owned()),
        /// Where the rules come from.
        pub source: Option<Origin> = key("source"),
        /// What proves who submits.
        pub identity: Identity = OrElse("identity", Identity::None),
        /// Which names the pages of "plenary report" show, if nobody asks for others.
        pub publish_names: PublishNames = OrElse("publish-names", PublishNames::Full),
        /// The days that are not business days.
        pub calendar: Calendar = CalendarKeys,
        /// How old a statement of interest can be; if this is given, every participant must have one.
        pub interests: Option<Span> = key("interests"),
        /// The weights that participants can have.
        pub weights: Vec<WeightName> = key("weights"),
        /// The regions in which participants can be counted; by default any.
        pub regions: Vec<RegionId> = key("regions"),
        /// The group in which visitors are shown; without it, nobody can be entered as a visitor.
        pub visitors: Option<GroupId> = key("visitors"),
        /// The groups, in the order in which they are shown.
        pub groups: Vec<Group> = Checked(key("group"), |keys, groups: &[Group]| {
            repeated(keys, "group", groups.iter().map(|group| group.id.as_str()));
        }),
        /// The names of houses.
        pub house_names: Vec<House> = Checked(key("house"), |keys, houses: &[House]| {
            repeated(keys, "house", houses.iter().map(|house| house.id.as_str()));
        }),
        /// The organisations.
        pub organizations: Vec<Organization> = Checked(key("organization"), |keys, all: &[Organization]| {
            repeated(keys, "organization", all.iter().map(|one| one.id.as_str()));
        }),
        /// The dimensions of its own, besides group, house, organisation and region.
        pub dimensions: Vec<OwnDimension> = TablesByName("dimension"),
        /// How long memberships can be, and how often a participant can have them.
        pub term_limits: Vec<TermLimit> = key("term-limit"),
        /// Who has which role.
        pub roles: Roles = RoleTable,
        /// The tracks, in the order in which they are written.
        pub tracks: Vec<Track> = TablesByName("track"),
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
                format!("charter format {other} is not supported (this program reads {FORMAT})");
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

    /// Whether any track counts those with this membership.
    pub fn counts(&self, standing: &StandingName) -> bool {
        let mut tracks = self.tracks.iter();
        tracks.any(|track| track.electorate.contains(standing))
    }

    /// The track with this id.
    pub fn track(&self, id: &TrackId) -> Option<&Track> {
        self.tracks.iter().find(|track| track.id == *id)
    }

    /// The track with this id; all of them where none is meant.
    pub fn tracks_of<'c>(&'c self, id: Option<&'c TrackId>) -> impl Iterator<Item = &'c Track> {
        let wanted = move |track: &&Track| id.is_none_or(|id| track.id == *id);
        self.tracks.iter().filter(wanted)
    }

    /// The tracks that come before one by the keys `after`, the nearest first.
    pub fn before<'c>(&'c self, track: &'c Track) -> impl Iterator<Item = &'c Track> {
        let first = |track: &&'c Track| self.track(&track.after.as_ref()?.track);
        std::iter::successors(first(&track), first).take(self.tracks.len())
    }

    /// Whether the keys `after` say when a proposal on the track `own` is called on `track`: after another track, or
    /// before its own.
    pub fn orders(&self, track: &Track, own: &TrackId) -> bool {
        let own = self.track(own);
        let comes_first = own.is_some_and(|own| self.before(own).any(|each| each.id == track.id));
        track.after.is_some() || comes_first
    }

    /// The organisation with this id.
    pub fn organization(&self, id: &str) -> Option<&Organization> {
        self.organizations
            .iter()
            .find(|organization| organization.id.as_str() == id)
    }

    /// The dimension of its own with this name.
    pub fn dimension(&self, name: &DimensionName) -> Option<&OwnDimension> {
        self.dimensions.iter().find(|own| own.id == *name)
    }

    /// The dimensions of its own that participants can have values in, and rules can use.
    pub fn open_dimensions(&self) -> impl Iterator<Item = &OwnDimension> {
        self.dimensions.iter().filter(|own| !own.personal)
    }

    /// The dimensions of its own that are kept as totals.
    pub fn personal_dimensions(&self) -> impl Iterator<Item = &OwnDimension> {
        self.dimensions.iter().filter(|own| own.personal)
    }

    /// Who has a role, in the order in which they are written.
    pub fn holders(&self, role: &str) -> &[ParticipantId] {
        holders(&self.roles, role).unwrap_or_default()
    }

    /// Who has a role on a track: those whom the track names, or else those whom the charter names.
    pub fn holders_on<'r>(&'r self, track: Option<&'r Track>, role: &str) -> &'r [ParticipantId] {
        let own = track.and_then(|track| holders(&track.roles, role));
        own.unwrap_or_else(|| self.holders(role))
    }

    /// Everybody who has a role, in the charter or on one of its tracks.
    pub fn role_holders(&self) -> Vec<ParticipantId> {
        let on_tracks = self.tracks.iter().flat_map(|track| &track.roles);
        let all = self.roles.iter().chain(on_tracks);
        all.flat_map(|(_, holders)| holders.iter().cloned())
            .collect()
    }

    /// Whether `who` has `role`.
    pub fn holds(&self, who: &ParticipantId, role: &str) -> bool {
        self.holders(role).contains(who)
    }

    /// The name of a house for people; its id if the charter has no name for it.
    pub fn house_name<'c>(&'c self, id: &'c HouseId) -> &'c str {
        let mut named = self.house_names.iter();
        let named = named.find(|house| house.id == *id);
        named.map_or(id.as_str(), |house| &house.name)
    }

    /// The name of the house of a group, in the same way.
    pub fn house_name_of<'c>(&'c self, group: &'c Group) -> Option<&'c str> {
        group.house.as_ref().map(|id| self.house_name(id))
    }

    /// The name of a house where nothing else says that it is one.
    pub fn house_title(&self, id: &HouseId) -> String {
        match self.house_name(id) {
            own if own == id.as_str() => format!("House {id}"),
            name => name.to_owned(),
        }
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
            keys.fault(code::S114, key, sentence, "give one of them another id");
        }
        seen.push(id);
    }
}
