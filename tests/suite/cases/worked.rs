//! Tallies the examples of `tests/data/worked.toml`, whose numbers tell the right rule of a preset from a wrong one.

use std::path::Path;

use serde::Deserialize;

use super::decision::Case;
use super::preset::Covering;
use super::replay::{By, replay};
use super::unmet;
use plenary::record::preset;

/// Several ballots on one track of a preset.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Worked {
    preset: String,
    track: String,
    ballot: Vec<Ballot>,
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
    let preset =
        preset::find(&worked.preset).unwrap_or_else(|| panic!("no preset {}", worked.preset));
    let covering = Covering {
        rule: "none".to_owned(),
        preset: worked.preset.clone(),
        track: worked.track.clone(),
        text: preset.text.to_owned(),
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

#[test]
fn worked_examples_come_out_as_their_pages_say() {
    let examples = examples();
    let wrong: Vec<String> = examples.iter().flat_map(wrong).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for worked in &examples {
        // One result alone tells no rule from another.
        let results = worked
            .ballot
            .iter()
            .map(|ballot| (&ballot.level, &ballot.unmet));
        let different: std::collections::BTreeSet<_> = results.collect();
        assert!(different.len() > 1, "{} {}", worked.preset, worked.track);
    }
}
