//! Reads the decisions of `tests/data/decisions/`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

/// A file of decisions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: BTreeMap<String, Rule>,
    case: Vec<Case>,
}

/// A rule, in the keys of a charter's track.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub(crate) says: Option<String>,
    #[serde(default = "members")]
    pub(crate) electorate: Vec<String>,
    pub(crate) count: String,
    pub(crate) silence: String,
    pub(crate) positions: toml::Table,
    #[serde(default)]
    pub(crate) gates: Vec<Gate>,
    pub(crate) levels: Vec<Level>,
}

fn members() -> Vec<String> {
    vec!["member".to_owned()]
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gate {
    pub(crate) name: String,
    pub(crate) when: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Level {
    pub(crate) name: String,
    pub(crate) when: Option<String>,
    pub(crate) outcome: String,
}

/// Who decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// The numbers.
    Count,
    /// A chair, next to the numbers.
    Advice,
}

/// How far a chair's outcome is from the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Differs {
    /// The same effect under another name.
    InName,
    /// One adopts, and the other does not.
    InEffect,
}

/// A decision.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Case {
    pub(crate) id: String,
    pub(crate) body: String,
    pub(crate) item: String,
    pub(crate) date: String,
    pub(crate) source: String,
    pub(crate) rule: String,
    says: Option<String>,
    pub(crate) kind: Kind,
    #[serde(default)]
    pub(crate) of_the_day: BTreeMap<String, String>,
    pub(crate) weighted_by: Option<String>,
    units: Vec<toml::Table>,
    seats: Option<usize>,
    #[serde(default)]
    pub(crate) objections: Vec<Objection>,
    pub(crate) published: Published,
    pub(crate) expected: Expected,
    pub(crate) differs: Option<Differs>,
    pub(crate) published_error: Option<String>,
    pub(crate) announced: Option<Announced>,
    #[serde(default)]
    pub(crate) note: String,
    pub(crate) track: Option<Rule>,
    /// Who wrote the proposal, where a rule asks for support besides the authors.
    pub(crate) author: Option<String>,
    /// Who answered and was not at the meeting.
    #[serde(default)]
    pub(crate) away: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Objection {
    pub(crate) by: String,
    pub(crate) slug: String,
    pub(crate) about: String,
    /// How a chair closed it, after a response.
    pub(crate) closed: Option<String>,
}

/// What the body's record says.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Published {
    pub(crate) outcome: String,
    pub(crate) level: Option<String>,
    pub(crate) reason: Option<String>,
    pub(crate) counts: BTreeMap<String, u64>,
}

/// What was announced and is wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Announced {
    pub(crate) outcome: Option<String>,
    pub(crate) answered: Option<u64>,
    #[serde(default)]
    pub(crate) counts: BTreeMap<String, u64>,
}

/// What the rule gives.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) computed: String,
    pub(crate) outcome: String,
    #[serde(default)]
    pub(crate) unmet: Vec<String>,
}

/// One that could answer.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) place: Place,
    /// `None` is silence.
    pub(crate) position: Option<String>,
}

/// What is true for everybody in a line of units.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Place {
    pub(crate) group: String,
    pub(crate) house: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) standing: Option<String>,
    pub(crate) affiliation: Option<String>,
    pub(crate) weight: Option<u64>,
    pub(crate) via: Option<String>,
}

const OF_PLACE: &[&str] = &[
    "group",
    "house",
    "region",
    "standing",
    "affiliation",
    "weight",
    "via",
];

impl Case {
    /// Everybody who could answer; those without a name are numbered by what they answered.
    pub(crate) fn units(&self) -> Vec<Unit> {
        let mut numbered: BTreeMap<&str, i64> = BTreeMap::new();
        let mut all = Vec::new();
        for line in &self.units {
            let place: Place = line.clone().try_into().expect("a line of units");
            let answers = line
                .iter()
                .filter(|(key, _)| !OF_PLACE.contains(&key.as_str()));
            for (position, who) in answers {
                let ids: Vec<String> = match who {
                    toml::Value::Integer(many) => {
                        let last = numbered.entry(position).or_insert(0);
                        let first = *last + 1;
                        *last += many;
                        (first..=*last).map(|n| format!("{position}-{n}")).collect()
                    }
                    names => names.clone().try_into().expect("a number, or names"),
                };
                all.extend(ids.into_iter().map(|id| Unit {
                    id,
                    place: place.clone(),
                    position: (position != "silent").then(|| position.clone()),
                }));
            }
        }
        self.seat_the_silent(&mut all);
        all
    }

    /// Those of whom only the number is known, next to the last of the others.
    fn seat_the_silent(&self, units: &mut Vec<Unit>) {
        let Some((seats, last)) = self.seats.zip(units.last().cloned()) else {
            return;
        };
        let silent = (units.len()..seats).map(|n| Unit {
            id: format!("unheard-{}", n + 1),
            place: last.place.clone(),
            position: None,
        });
        units.extend(silent);
    }

    /// What the rule says, in the body's sense.
    pub(crate) fn says<'c>(&'c self, rule: &'c Rule) -> &'c str {
        let says = self.says.as_ref().or(rule.says.as_ref());
        says.map_or("", String::as_str)
    }
}

/// All rules by name, and all decisions.
#[derive(Debug)]
pub(crate) struct Decisions {
    pub(crate) rules: BTreeMap<String, Rule>,
    pub(crate) cases: Vec<Case>,
}

impl Decisions {
    pub(crate) fn read() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/decisions");
        let mut all = Self {
            rules: BTreeMap::new(),
            cases: Vec::new(),
        };
        for (path, text) in super::toml_files(&folder) {
            let file: File =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
            for (name, rule) in file.rule {
                let twice = all.rules.insert(name.clone(), rule);
                assert!(twice.is_none(), "{path}: the rule {name} is there twice");
            }
            all.cases.extend(file.case);
        }
        all
    }

    pub(crate) fn case(&self, id: &str) -> &Case {
        let found = self.cases.iter().find(|case| case.id == id);
        found.unwrap_or_else(|| panic!("there is no decision {id}"))
    }

    pub(crate) fn rule(&self, name: &str) -> &Rule {
        let found = self.rules.get(name);
        found.unwrap_or_else(|| panic!("there is no rule {name}"))
    }
}
