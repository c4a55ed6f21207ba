//! Makes a register from a decision, and tallies it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use plenary::check::tree;
use plenary::record::charter::Charter;
use plenary::record::track::Track;
use plenary::register::records::Register;
use plenary::register::snapshot::{Content, Extent, Moment, Snapshot};
use plenary::register::tally_inputs::TallyInputs;
use plenary::tally::electorate::counts_those_present;
use plenary::tally::{Tally, tally};
use plenary::value::calendar::Calendar;
use plenary::value::class::CountUnit;
use plenary::value::clock::Instant;
use plenary::value::code::Severity;
use plenary::value::digest::TextDigest;
use plenary::value::id::{ProposalId, TrackId};
use plenary::value::span::Span;
use toml_edit::DocumentMut;

use super::decision::{Case, Kind, Rule, Unit};
use super::preset::Covering;

/// Who writes the records that somebody has to write; in no electorate.
const CLERK: &str = "clerk";

/// The name of the meeting at which it was decided, where the rules count those present. Who was there
/// is not published: we assume that every voter was.
const MEETING: &str = "2000-01-01";

/// By whose charter a decision is replayed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum By<'a> {
    /// The rule as the data has it.
    Rule(&'a Rule),
    /// A track of a preset.
    Preset(&'a Covering),
}

/// A decision, tallied.
#[derive(Debug)]
pub(crate) struct Replay {
    pub(crate) tally: Tally,
    /// What the checks of a tree find wrong with the register.
    pub(crate) errors: Vec<String>,
}

/// Replays a decision; an error says what hinders it.
pub(crate) fn replay(case: &Case, by: By<'_>) -> Result<Replay, String> {
    let units = case.units();
    let (text, track) = match by {
        By::Rule(rule) => (own_charter(case, rule), "own".to_owned()),
        By::Preset(preset) => preset_charter(case, preset)?,
    };
    let text = with_groups(text, &units)?;
    let charter = Charter::read("charter.toml", text.as_bytes())
        .map_err(|faults| format!("the charter: {faults:?}"))?;
    let id = TrackId::parse(&track).map_err(|fault| format!("the track {track} {fault}"))?;
    let rules = charter.track(&id).ok_or(format!("no track {track}"))?;
    let mut files = BTreeMap::from([("charter.toml".to_owned(), text)]);
    files.extend(roster(case, &charter, rules, &units));
    files.extend(folder(case, rules, &units));
    tallied(case, files, closes(case, rules))
}

fn tallied(case: &Case, files: BTreeMap<String, String>, now: Instant) -> Result<Replay, String> {
    let contents = files
        .into_iter()
        .map(|(path, text)| (path, Content::Plain(text.into_bytes().into())));
    let register = Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Everything,
        files: contents.collect(),
        proposals: BTreeSet::from([case.id.clone()]),
    });
    let errors = tree(&register)
        .into_iter()
        .filter(|finding| finding.severity() == Severity::Error)
        .map(|f| format!("{} {}: {}", f.code.id, f.place, f.sentence))
        .collect();
    let id = ProposalId::parse(&case.id).map_err(|fault| fault.to_string())?;
    let tally = tally(&TallyInputs::all_as_asked(register, &id, now), &id)
        .map_err(|none| format!("no tally: {none:?}; {errors:?}"))?;
    Ok(Replay { tally, errors })
}

/// The text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

// The charter.

fn own_charter(case: &Case, rule: &Rule) -> String {
    let mut text = format!(
        "format = 1\nregister = \"cases\"\nname = {}\n",
        quoted(&case.body)
    );
    if let Some(weight) = &case.weighted_by {
        let _ = writeln!(text, "weights = [\"{weight}\"]");
    }
    text + &own_track(case, rule)
}

fn own_track(case: &Case, rule: &Rule) -> String {
    let designates = match case.kind {
        Kind::Count => "computed",
        Kind::Advice => "chair",
    };
    let mut text = format!(
        "\n[track.own]\ntitle = {}\nsource = {}\nelectorate = {:?}\ncount = \"{}\"\nsilence = \"{}\"\n\
         stale = \"all-expire\"\ndesignates = \"{}\"\nundisposed = \"record\"\n",
        quoted(&case.rule),
        quoted(case.says(rule)),
        rule.electorate,
        rule.count,
        rule.silence,
        designates,
    );
    let _ = writeln!(text, "\n[track.own.positions]");
    for (name, counts) in &rule.positions {
        let _ = writeln!(text, "{name} = {counts}");
    }
    for gate in &rule.gates {
        let (name, when) = (&gate.name, &gate.when);
        let _ = writeln!(
            text,
            "\n[[track.own.gate]]\nname = \"{name}\"\nwhen = \"{when}\""
        );
    }
    for level in &rule.levels {
        let (name, outcome) = (&level.name, &level.outcome);
        let _ = writeln!(
            text,
            "\n[[track.own.level]]\nname = \"{name}\"\noutcome = \"{outcome}\""
        );
        if let Some(when) = case.of_the_day.get(name).or(level.when.as_ref()) {
            let _ = writeln!(text, "when = \"{when}\"");
        }
    }
    text
}

/// The preset as it is, but for a weight, and a track for a case that has its own.
fn preset_charter(case: &Case, preset: &Covering) -> Result<(String, String), String> {
    let mut charter: DocumentMut = preset.text.parse().map_err(|e| format!("{e}"))?;
    if let Some(weight) = &case.weighted_by {
        weigh(&mut charter, weight);
    }
    let text = charter.to_string();
    Ok(match &case.track {
        None => (text, preset.track.clone()),
        Some(rule) => (text + &own_track(case, rule), "own".to_owned()),
    })
}

fn weigh(charter: &mut DocumentMut, weight: &str) {
    let weights = charter
        .entry("weights")
        .or_insert_with(|| toml_edit::value(toml_edit::Array::new()));
    if let Some(weights) = weights.as_array_mut()
        && weights.iter().all(|named| named.as_str() != Some(weight))
    {
        weights.push(weight);
    }
}

/// The charter with the groups of these units that it does not have.
fn with_groups(mut text: String, units: &[Unit]) -> Result<String, String> {
    let charter: toml::Table = text.parse().map_err(|e| format!("{e}"))?;
    let there = charter.get("group").and_then(toml::Value::as_array);
    let mut houses: BTreeMap<String, Option<String>> = BTreeMap::new();
    for group in there.into_iter().flatten() {
        let word = |key| group.get(key).and_then(toml::Value::as_str);
        let id = word("id").unwrap_or_default();
        houses.insert(id.to_owned(), word("house").map(str::to_owned));
    }
    for unit in units {
        let (group, house) = (&unit.place.group, &unit.place.house);
        if let Some(has) = houses.get(group) {
            if house.is_some() && has != house {
                return Err(format!("the group {group} is of the house {has:?}"));
            }
            continue;
        }
        let _ = writeln!(text, "\n[[group]]\nid = \"{group}\"\nname = \"{group}\"");
        if let Some(house) = house {
            let _ = writeln!(text, "house = \"{house}\"");
        }
        houses.insert(group.clone(), house.clone());
    }
    Ok(text)
}

// The records.

fn roster(
    case: &Case,
    charter: &Charter,
    track: &Track,
    units: &[Unit],
) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    for unit in units {
        let place = &unit.place;
        let mut text = format!("name = \"{}\"\ngroup = \"{}\"\n", unit.id, place.group);
        if let Some(standing) = standing(unit, track) {
            let _ = writeln!(text, "standing = [\"{standing}\"]");
        }
        if let Some(affiliation) = &place.affiliation {
            let _ = writeln!(text, "affiliation = \"{affiliation}\"");
        }
        if let Some(region) = &place.region {
            let _ = writeln!(text, "region = \"{region}\"");
        }
        let weights: Vec<String> = charter
            .weights
            .iter()
            .map(|name| format!("{name} = {}", weight(case, unit, name.as_str())))
            .collect();
        if !weights.is_empty() {
            let _ = writeln!(text, "weight = {{ {} }}", weights.join(", "));
        }
        files.insert(format!("participants/{}.toml", unit.id), text);
    }
    let group = units.first().map_or("", |unit| &unit.place.group);
    let clerk = format!("name = \"Clerk\"\ngroup = \"{group}\"\nstanding = [\"{CLERK}\"]\n");
    files.insert(format!("participants/{CLERK}.toml"), clerk);
    files
}

/// A unit of whose standing nothing is known is in the electorate, whatever that is called.
fn standing(unit: &Unit, track: &Track) -> Option<String> {
    let counted = || track.electorate.first().map(ToString::to_string);
    unit.place.standing.clone().or_else(counted)
}

/// Other tracks of a preset may add up a weight that this decision knows nothing of: there
/// everybody weighs the same.
fn weight(case: &Case, unit: &Unit, name: &str) -> u64 {
    let weighed = case.weighted_by.as_deref() == Some(name);
    unit.place.weight.filter(|_| weighed).unwrap_or(1)
}

fn folder(case: &Case, track: &Track, units: &[Unit]) -> BTreeMap<String, String> {
    let at = |path: &str| format!("proposals/{}/{path}", case.id);
    let text = format!(
        "{}\n\n{}, {}\n{}\n\n{}\n{}\n",
        case.item,
        case.body,
        case.date,
        case.source,
        case.note,
        case.published_error.as_deref().unwrap_or(""),
    );
    let sha256 = TextDigest::of(text.as_bytes());
    let (opens, closes) = (opens(case), closes(case, track));
    let question = quoted(&format!("Shall this be adopted: {}?", case.item));
    let meeting = match counts_those_present(track) {
        true => format!("meeting = \"{MEETING}\"\n"),
        false => String::new(),
    };
    let author = case.author.as_deref().unwrap_or(CLERK);
    let mut files = BTreeMap::from([
        (
            at("proposal.toml"),
            format!(
                "title = {}\nquestion = {question}\ntrack = \"{}\"\ntext = \"text.md\"\nauthors = [\"{author}\"]\n\n\
                 [[revision]]\nname = \"r1\"\nat = {opens}\nsha256 = \"{sha256}\"\n",
                quoted(&case.item),
                track.id,
            ),
        ),
        (
            at("calls/1/call.toml"),
            format!(
                "track = \"{}\"\nquestion = {question}\nrevision = \"r1\"\nsha256 = \"{sha256}\"\n\
                 opens = {opens}\ncloses = {closes}\nby = \"{CLERK}\"\n{meeting}",
                track.id,
            ),
        ),
        (at("text.md"), text),
    ]);
    if counts_those_present(track) {
        let there = units
            .iter()
            .filter(|unit| unit.position.is_some() && !case.away.contains(&unit.id));
        let there: Vec<&String> = there.map(|unit| &unit.id).collect();
        files.insert(
            format!("meetings/{MEETING}.toml"),
            format!("present = {there:?}\n"),
        );
    }
    for unit in units {
        let owner = match track.count {
            CountUnit::Groups => format!("@{}", unit.place.group),
            _ => unit.id.clone(),
        };
        if let Some(text) = position(case, track, unit) {
            files.insert(at(&format!("positions/{owner}.toml")), text);
        }
    }
    for objection in &case.objections {
        let path = at(&format!(
            "objections/{}.{}.toml",
            objection.by, objection.slug
        ));
        files.insert(path, reasons(case, &objection.about));
        if let Some(value) = &objection.closed {
            let path = format!("handling/{}.{}.toml", objection.by, objection.slug);
            files.insert(at(&path), handled(value, opens));
        }
    }
    files
}

fn position(case: &Case, track: &Track, unit: &Unit) -> Option<String> {
    let name = unit.position.as_ref()?;
    let mut text = format!("position = \"{name}\"\n");
    if let Some(via) = &unit.place.via {
        let _ = writeln!(text, "reason = \"Given by {via}.\"");
    }
    let needs = track
        .positions
        .iter()
        .any(|allowed| allowed.name.as_str() == name && allowed.needs_objection);
    if needs && !case.objections.iter().any(|o| o.by == unit.id) {
        text.push_str(&reasons(case, "the text"));
    }
    Some(text)
}

/// A response, and a disposition of this value.
fn handled(value: &str, at: Instant) -> String {
    let act = format!("by = \"{CLERK}\"\nat = {at}\n");
    format!(
        "[[response]]\n{act}text = \"A response.\"\n\n[disposition]\nvalue = \"{value}\"\n{act}\
         reason = \"A reason.\"\nalternatives = \"Another text.\"\n"
    )
}

/// An objection whose words stand in the body's own record.
fn reasons(case: &Case, about: &str) -> String {
    let told = quoted(&format!("As told in the record: {}", case.source));
    format!(
        "about = {}\nproblem = {told}\nresolve = {told}\n",
        quoted(about)
    )
}

// The times.

/// The day of the decision, or the first day of the month or year that is known; of several, the
/// last.
fn opens(case: &Case) -> Instant {
    let last = case.date.rsplit("..").next().unwrap_or_default();
    let day = match last.len() {
        4 => format!("{last}-01-01"),
        7 => format!("{last}-01"),
        _ => last.to_owned(),
    };
    let at = Instant::parse(&format!("{day}T00:00:00Z"));
    at.unwrap_or_else(|fault| panic!("{}: {fault:?}", case.id))
}

fn closes(case: &Case, track: &Track) -> Instant {
    let a_day = Span::parse("1 day").expect("a span");
    track
        .window
        .min
        .unwrap_or(a_day)
        .after(opens(case), &Calendar::default())
}
