//! Shows a charter in brief: groups and houses, roles, tracks.
//!
//! Lists the presets, which are ready-made charters, with what each is for.

use serde::Serialize;

use crate::record::charter::{Charter, Group, House, Identity};
use crate::record::dimension::OwnDimension;
use crate::record::origin::{Origin, Seen};
use crate::record::preset::Preset;
use crate::record::track::Track;
use crate::render::grid::{Column, DropPriority, Rows, Table};
use crate::render::ink::Style;
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::value::calendar::Calendar;
use crate::value::class::CountUnit;
use crate::value::clock::Instant;
use crate::value::id::{
    LevelName, ParticipantId, RegisterId, RoleName, StandingName, TrackId, WeightName,
};
use crate::value::sentence::many;

/// A charter in brief.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct CharterShow {
    format: u32,
    register: RegisterId,
    name: String,
    call_name: String,
    source: Option<Origin>,
    identity: Identity,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_days: Option<Calendar>,
    weights: Vec<WeightName>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dimensions: Vec<OwnDimension>,
    groups: Vec<Group>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    houses: Vec<House>,
    organizations: usize,
    roles: Vec<RoleLine>,
    tracks: Vec<TrackLine>,
}

/// A role with its holders.
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

/// A dimension with its values: "income-class: low, high".
fn dimension(own: &OwnDimension) -> String {
    let values = own.value_names().collect::<Vec<_>>().join(", ");
    match own.personal {
        true => format!("{}: {values} (as totals only)", own.id),
        false => format!("{}: {values}", own.id),
    }
}

impl CharterShow {
    /// A charter in brief.
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
            source: charter.source.clone(),
            identity: charter.identity,
            business_days: Some(charter.calendar.clone()).filter(|it| *it != Calendar::default()),
            weights: charter.weights.clone(),
            dimensions: charter.dimensions.clone(),
            groups: charter.groups.clone(),
            houses: charter.house_names.clone(),
            organizations: charter.organizations.len(),
            roles: charter.roles.iter().map(role).collect(),
            tracks: charter.tracks.iter().map(TrackLine::of).collect(),
        }
    }

    /// The charter for people.
    pub fn page(&self, now: Instant) -> Page {
        let identity = match self.identity {
            Identity::None => "nothing proves who submits a record",
            Identity::Author => "the author's address in the commit proves who submits a record",
            Identity::Account => "the account on the hosting service proves who submits a record",
            Identity::Signature => "a cryptographic signature proves who submits a record",
        };
        let dimensions: Vec<String> = self.dimensions.iter().map(dimension).collect();
        let organisations = Some(self.organizations).filter(|count| *count > 0);
        let facts = Facts::default()
            .fact("Register", &self.register)
            .fact("Call name", format!("\"{}\"", self.call_name))
            .fact("Identity", identity)
            .given(
                "Rules",
                self.source
                    .as_ref()
                    .map(|origin| words::origin(origin, now)),
            )
            .given(
                "Business days",
                self.business_days.as_ref().map(Calendar::in_words),
            )
            .filled("Weights", words::listed(&self.weights))
            .filled("Dimensions", dimensions.join("; "))
            .given(
                "Organisations",
                organisations.map(|n| many(n, "organisation")),
            );
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
            .verbatim(
                "To see every rule of a track in plain words",
                "plenary charter explain TRACK",
            )
    }

    fn group_table(&self) -> Rows<&Group> {
        Table::of(&self.groups)
            .words("group", DropPriority::Always, |group| &group.id)
            .sentences("name", DropPriority::High, |group| &group.name)
            .words("house", DropPriority::Normal, |group| self.house_of(group))
            .sentences("representatives", DropPriority::Normal, |group| {
                words::listed(&group.representatives)
            })
            .sentences("note", DropPriority::Low, |group| {
                let public = "represents the public interest";
                group.public_interest.then_some(public)
            })
    }

    /// The house of a group with its name, if that is another one.
    fn house_of(&self, group: &Group) -> Option<String> {
        let id = group.house.as_ref()?;
        let named = self.houses.iter().find(|house| house.id == *id);
        Some(named.map_or(id.to_string(), |house| format!("{id} ({})", house.name)))
    }

    fn role_table(&self) -> Rows<&RoleLine> {
        Table::of(&self.roles)
            .words("role", DropPriority::Always, |role| &role.role)
            .sentences("holders", DropPriority::Always, |role| {
                match role.holders.as_slice() {
                    [] => "nobody".to_owned(),
                    holders => words::listed(holders),
                }
            })
    }

    fn track_table(&self) -> Rows<&TrackLine> {
        Table::of(&self.tracks)
            .words("track", DropPriority::Always, |track| &track.track)
            .sentences("title", DropPriority::High, |track| &track.title)
            .words("counts", DropPriority::Normal, |track| track.count.word())
            .words("silence", DropPriority::Normal, |track| &track.silence)
            .sentences("call length", DropPriority::Normal, |track| &track.window)
            .numbers("requirements", DropPriority::Low, |track| track.gates)
            .numbers("levels", DropPriority::Low, |track| track.levels.len())
    }
}

impl TrackLine {
    fn of(track: &Track) -> Self {
        let levels = track.levels.iter();
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            electorate: track.electorate.clone(),
            count: track.count,
            silence: words::silence_word(track),
            window: track.window.to_string(),
            gates: track.gates.len(),
            levels: levels.map(|level| level.name.clone()).collect(),
        }
    }
}

/// The presets.
#[derive(Debug, Clone, Serialize)]
pub struct Presets {
    format: u32,
    presets: Vec<PresetLine>,
}

/// One preset.
#[derive(Debug, Clone, Serialize)]
struct PresetLine {
    name: &'static str,
    body: String,
    source: Option<Origin>,
    groups: usize,
    tracks: Vec<PresetTrack>,
}

/// What a preset decides, and by which rule.
#[derive(Debug, Clone, Serialize)]
struct PresetTrack {
    track: String,
    title: String,
    source: Option<String>,
    seen: Option<Seen>,
    /// The rules of the track that are known in another way.
    apart: Vec<Apart>,
}

/// A rule that is not known as the others of its track.
#[derive(Debug, Clone, Serialize)]
struct Apart {
    rule: String,
    seen: Seen,
}

impl Presets {
    /// The presets that can be read.
    pub fn of(presets: &[Preset]) -> Self {
        Self {
            format: 1,
            presets: presets.iter().filter_map(PresetLine::of).collect(),
        }
    }

    /// The presets for people, with how long ago each was checked.
    pub fn page(&self, now: Instant) -> Page {
        let columns = [
            Column::new("track").keep(DropPriority::Always),
            Column::sentence("decides").keep(DropPriority::Always),
            Column::sentence("source").keep(DropPriority::High),
            Column::sentence("seen in").keep(DropPriority::High),
        ];
        let table = Table::new(columns).sections_called("preset");
        let presets = self.presets.iter();
        Page::new()
            .table(presets.fold(table, |table, preset| preset.rows(table, now)))
            .gap()
            .verbatim(
                "To create a register with a copy of one",
                "plenary init --preset NAME",
            )
    }
}

impl PresetLine {
    fn of(preset: &Preset) -> Option<Self> {
        let charter = preset.charter()?;
        let track = |track: &crate::record::track::Track| PresetTrack {
            track: track.id.to_string(),
            title: track.title.clone(),
            source: track.source.clone(),
            seen: track.seen,
            apart: track
                .known_apart()
                .map(|(rule, seen)| Apart { rule, seen })
                .collect(),
        };
        Some(Self {
            name: preset.name,
            body: preset.body(),
            source: charter.source.clone(),
            groups: charter.groups.len(),
            tracks: charter.tracks.iter().map(track).collect(),
        })
    }

    /// A section for the preset, named with its body and when it was checked, and a row for each track.
    fn rows(&self, table: Table, now: Instant) -> Table {
        let section = Style::Strong.on(self.name).then(format!(": {}", self.body));
        let checked = self
            .source
            .as_ref()
            .and_then(|origin| words::checked(origin, now));
        let section = section.then(checked.map_or_else(String::new, |said| format!(" ({said})")));
        let row = |table: Table, track: &PresetTrack| {
            let source = track.source.as_deref().map_or("", named);
            let cells = [&track.track, &track.title, source, &track.known()];
            table.indented(1, cells)
        };
        self.tracks.iter().fold(table.section(section), row)
    }
}

impl PresetTrack {
    /// How its rules are known: `text; quorum, window: assumption`.
    fn known(&self) -> String {
        let mut said: Vec<String> = self
            .seen
            .iter()
            .map(|seen| seen.word().to_owned())
            .collect();
        for seen in [Seen::Text, Seen::Report, Seen::Assumption] {
            let rules = self.apart.iter().filter(|apart| apart.seen == seen);
            let rules: Vec<&str> = rules.map(|apart| apart.rule.as_str()).collect();
            if !rules.is_empty() {
                said.push(format!("{}: {}", rules.join(", "), seen.word()));
            }
        }
        said.join("; ")
    }
}

/// The name of a source, without the explanation after it.
fn named(source: &str) -> &str {
    let ends = [": ", ". "].map(|end| source.find(end).unwrap_or(source.len()));
    let end = ends.into_iter().min().unwrap_or(source.len());
    source.get(..end).unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::{CharterShow, Presets, named};
    use crate::blessed::screen;
    use crate::record::preset;
    use crate::report::sample::{OVER, at, on, sourced};

    #[test]
    fn groups_roles_and_tracks_at_a_glance() {
        let charter = sourced().register().charter.unwrap();
        let page = on(100, &CharterShow::of(&charter).page(at(OVER)));
        screen("report/charter/groups_roles_and_tracks", &page);
    }

    #[test]
    fn every_preset_has_a_row_and_every_further_track_one() {
        let presets = Presets::of(preset::ALL).page(at(OVER));
        let page = on(100, &presets);
        for each in preset::ALL {
            let row = format!("\n{}: ", each.name);
            assert!(page.contains(&row), "{}: {page}", each.name);
        }
        assert!(page.contains("\n  procedural  "), "{page}");
        // The name of a source ends before what is said of it.
        let wide = on(400, &presets);
        assert!(wide.contains("  RFC 2418, section 3.3  "), "{wide}");
        assert!(wide.contains("  text; appeal: report; window"), "{wide}");
    }

    #[test]
    fn a_source_is_named_without_what_is_said_of_it() {
        for (source, name) in [
            (
                "RFC 2418, section 3.3: rough consensus",
                "RFC 2418, section 3.3",
            ),
            (
                "Guidelines, section 3.6. The chair.",
                "Guidelines, section 3.6",
            ),
            ("This charter", "This charter"),
        ] {
            assert_eq!(named(source), name);
        }
    }
}
