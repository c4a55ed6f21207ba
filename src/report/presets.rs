//! The presets: charters that come with the program, with what each is for.

use serde::Serialize;

use crate::record::preset::Preset;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::Ink;
use crate::render::page::Page;

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
    groups: usize,
    tracks: Vec<TrackLine>,
}

/// What a preset decides, and by which rule.
#[derive(Debug, Clone, Serialize)]
struct TrackLine {
    track: String,
    title: String,
    source: Option<String>,
}

impl Presets {
    /// What is known of some presets; those that cannot be read are left out.
    pub fn of(presets: &[Preset]) -> Self {
        Self {
            format: 1,
            presets: presets.iter().filter_map(PresetLine::of).collect(),
        }
    }

    /// The presets for people.
    pub fn page(&self) -> Page {
        let columns = [
            Column::new("track").keep(Keep::Always),
            Column::sentence("decides").keep(Keep::Always),
            Column::sentence("source").keep(Keep::High),
        ];
        let columns = Table::new(columns).sections_called("preset");
        let table = self
            .presets
            .iter()
            .fold(columns, |table, preset| preset.rows(table));
        Page::new()
            .table(table)
            .gap()
            .line("plenary init --preset NAME copies one, with its comments, to be changed.")
    }
}

impl PresetLine {
    fn of(preset: &Preset) -> Option<Self> {
        let charter = preset.charter()?;
        let track = |track: &crate::record::track::Track| TrackLine {
            track: track.id.to_string(),
            title: track.title.clone(),
            source: track.source.clone(),
        };
        Some(Self {
            name: preset.name,
            body: preset.body(),
            groups: charter.groups.len(),
            tracks: charter.tracks.iter().map(track).collect(),
        })
    }

    /// A section for the preset, named with its body, and a row for each track.
    fn rows(&self, table: Table) -> Table {
        let section = Ink::Strong
            .on(self.name)
            .and(Ink::Plain, format!(": {}", self.body));
        self.tracks
            .iter()
            .fold(table.section(section), |table, track| {
                let source = track.source.as_deref().map_or("", named);
                table.indented(1, [track.track.as_str(), track.title.as_str(), source])
            })
    }
}

/// The name of a source, without what is said of it behind.
fn named(source: &str) -> &str {
    let ends = [": ", ". "].map(|end| source.find(end).unwrap_or(source.len()));
    let end = ends.into_iter().min().unwrap_or(source.len());
    source.get(..end).unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::{Presets, named};
    use crate::record::preset;
    use crate::report::sample::on;

    #[test]
    fn every_preset_has_a_row_and_every_further_track_one() {
        let page = on(100, &Presets::of(preset::ALL).page());
        for each in preset::ALL {
            let row = format!("\n{}: ", each.name);
            assert!(page.contains(&row), "{}: {page}", each.name);
        }
        assert!(page.contains("\n  procedural  "), "{page}");
        assert!(page.contains("RFC 2418, section 3.3\n"), "{page}");
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
