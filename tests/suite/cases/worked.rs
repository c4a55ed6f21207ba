//! Tallies the examples of `tests/data/worked.toml`, whose numbers tell the right rule of a preset from a wrong one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::decision::Case;
use super::preset::Covering;
use super::replay::{By, replay};
use super::unmet;
use plenary::record::preset;
use plenary::value::calendar::Calendar;
use plenary::value::clock::Instant;
use plenary::value::id::TrackId;
use plenary::value::span::Span;

/// Several ballots on one track of a preset, or lengths of its calls.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    preset: String,
    track: String,
    /// What a body changes in the preset, as its comments say.
    #[serde(default)]
    change: BTreeMap<String, String>,
    /// A requirement that the preset only recommends.
    requirement: Option<String>,
    /// Call lengths, each with whether the track allows it.
    #[serde(default)]
    length: BTreeMap<String, bool>,
    #[serde(default)]
    ballot: Vec<Ballot>,
}

impl Worked {
    /// The preset, changed as the example says.
    fn text(&self) -> String {
        let preset =
            preset::find(&self.preset).unwrap_or_else(|| panic!("no preset {}", self.preset));
        let mut text = preset.text.to_owned();
        for (old, new) in &self.change {
            assert!(text.contains(old.as_str()), "{}: no {old:?}", self.preset);
            text = text.replace(old.as_str(), new);
        }
        if let Some(when) = &self.requirement {
            let track = &self.track;
            text += &format!("\n[[track.{track}.gate]]\nname = \"added\"\nwhen = \"{when}\"\n");
        }
        text
    }
}

/// A ballot in the keys of a decision, with the level that it gives, and the requirements that are not met.
#[derive(Debug, Deserialize)]
struct Ballot {
    level: String,
    #[serde(default)]
    unmet: Vec<String>,
    #[serde(flatten)]
    case: toml::Table,
}

impl Ballot {
    fn result(&self) -> (&String, &Vec<String>) {
        (&self.level, &self.unmet)
    }

    /// The ballot as a decision of no particular body.
    fn case(&self, id: &str) -> Case {
        let made_up = format!(
            "id = \"{id}\"\nbody = \"A body\"\nitem = \"An example\"\ndate = \"2026-11-30\"\nsource = \"Made up\"\n\
             rule = \"none\"\nkind = \"count\"\npublished = {{ outcome = \"adopted\", counts = {{}} }}\n\
             expected = {{ computed = \"none\", outcome = \"adopted\" }}\n"
        );
        let mut case: toml::Table = made_up.parse().expect("TOML");
        case.extend(self.case.clone());
        case.try_into()
            .unwrap_or_else(|error| panic!("{id}: {error}"))
    }
}

fn examples() -> Vec<Worked> {
    #[derive(Deserialize)]
    struct File {
        example: Vec<Worked>,
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/worked.toml");
    let text = std::fs::read_to_string(path).expect("a file");
    toml::from_str::<File>(&text).expect("examples").example
}

/// What is not as the example says.
fn wrong(worked: &Worked) -> Vec<String> {
    let covering = Covering {
        rule: "none".to_owned(),
        preset: worked.preset.clone(),
        track: worked.track.clone(),
        text: worked.text(),
    };
    let numbered = worked.ballot.iter().zip(1..);
    let told = numbered.filter_map(|(ballot, n)| {
        let id = format!("{}-{}-{n}", worked.preset, worked.track);
        let replayed = replay(&ballot.case(&id), By::Preset(&covering));
        let tally = replayed
            .unwrap_or_else(|error| panic!("{id}: {error}"))
            .tally;
        let level = tally
            .computed
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let found = (level, unmet(&tally));
        let expected = (ballot.level.clone(), ballot.unmet.clone());
        (found != expected).then(|| format!("{id}: {found:?}, and not {expected:?}"))
    });
    told.collect()
}

/// The call lengths that the track allows and the example does not, or the other way round.
fn wrong_lengths(worked: &Worked) -> Vec<String> {
    let preset = preset::find(&worked.preset).expect("a preset");
    let charter = preset.charter().expect("a charter");
    let id = TrackId::parse(&worked.track).expect("an id");
    let window = charter.track(&id).expect("a track").window;
    let opens = Instant::parse("2026-03-02T00:00:00Z").expect("a time");
    let calendar = Calendar::default();
    let allowed = |length: &str| {
        let length = Span::parse(length).unwrap_or_else(|| panic!("{length} is not a length"));
        window.allows(opens, length.after(opens, &calendar), &calendar)
    };
    let wrong = worked
        .length
        .iter()
        .filter(|(length, expected)| allowed(length) != **expected);
    wrong
        .map(|(length, _)| format!("{} {}: {length}", worked.preset, worked.track))
        .collect()
}

#[test]
fn worked_examples_come_out_as_their_pages_say() {
    let examples = examples();
    let wrong: Vec<String> = examples.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_call_length_is_allowed_as_the_examples_say() {
    let wrong: Vec<String> = examples().iter().flat_map(wrong_lengths).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One result alone tells no rule from another.
#[test]
fn an_example_has_different_results() {
    for worked in &examples() {
        let place = format!("{} {}", worked.preset, worked.track);
        let results: BTreeSet<_> = worked.ballot.iter().map(Ballot::result).collect();
        assert!(worked.ballot.is_empty() || results.len() > 1, "{place}");
        let lengths: BTreeSet<_> = worked.length.values().collect();
        assert!(worked.length.is_empty() || lengths.len() > 1, "{place}");
        assert!(results.len() + lengths.len() > 1, "{place}");
    }
}
