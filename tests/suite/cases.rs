//! Replays decisions of real bodies: the records go in, the level and the counts come out.

mod decision;
mod page;
mod preset;
mod replay;
mod worked;

use std::collections::BTreeMap;
use std::path::Path;

use decision::{Case, Decisions, Differs, Gate, Kind, Level, Rule};
use plenary::record::charter::Charter;
use plenary::record::track::Track;
use plenary::tally::Tally;
use plenary::tally::criterion::Answer;
use preset::{Covering, coverings};
use replay::{By, Replay, replay};

/// The TOML files of a folder, by name without the ending.
fn toml_files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "toml") {
            let name = path.file_stem().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a file");
            all.insert(name.into_owned(), text);
        }
    }
    all
}

/// The tally of a decision by its own rule.
pub(crate) fn replayed_tally(id: &str) -> Tally {
    let decisions = Decisions::read();
    let case = decisions.case(id);
    let own = case.track.as_ref();
    let rule = own.unwrap_or_else(|| decisions.rule(&case.rule));
    let replayed = replay(case, By::Rule(rule)).unwrap_or_else(|error| panic!("{id}: {error}"));
    replayed.tally
}

/// How many gave each position, by the weight in which the body published its numbers.
fn counts(case: &Case, tally: &Tally) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for unit in &tally.ballot.units {
        let weight = match &case.weighted_by {
            None => 1,
            Some(name) => {
                let mut weights = unit.weights.iter();
                let named = weights.find(|(weight, _)| weight.as_str() == name);
                named.map_or(0, |(_, much)| *much)
            }
        };
        if let Answer::Given(position, _) = &unit.answer {
            *counts.entry(position.to_string()).or_insert(0) += weight;
        }
    }
    counts
}

/// The outcome of the tally: no decision can be recorded over a requirement that is not met.
fn outcome(tally: &Tally) -> &'static str {
    let level = tally.computed.as_ref().and_then(|name| tally.level(name));
    match level {
        Some(level) if tally.decidable() => level.outcome.word(),
        _ => "no-consensus",
    }
}

fn unmet(tally: &Tally) -> Vec<String> {
    let unmet = tally.gates.iter().filter(|gate| !gate.verdict.met);
    unmet.map(|gate| gate.name.to_string()).collect()
}

/// What is not as it should be in a replay; nothing where all is.
fn faults(case: &Case, replay: &Replay) -> Vec<String> {
    let (tally, expected) = (&replay.tally, &case.expected);
    let mut faults = replay.errors.clone();
    let mut same = |what: &str, is: String, should: String| {
        if is != should {
            faults.push(format!("{what}: {is}, and not {should}"));
        }
    };
    let computed = tally.computed.as_ref().map(ToString::to_string);
    same(
        "computed",
        computed.unwrap_or_default(),
        expected.computed.clone(),
    );
    same(
        "outcome",
        outcome(tally).to_owned(),
        expected.outcome.clone(),
    );
    same(
        "unmet gates",
        format!("{:?}", unmet(tally)),
        format!("{:?}", expected.unmet),
    );
    let reason = case.published.reason.is_some();
    same(
        "a gate as the reason",
        (!tally.decidable()).to_string(),
        reason.to_string(),
    );
    let counts = counts(case, tally);
    for (position, published) in &case.published.counts {
        let counted = counts.get(position).copied().unwrap_or(0);
        same(position, counted.to_string(), published.to_string());
    }
    let answered = case.units().into_iter().filter(|u| u.position.is_some());
    let read = tally.canvass.read();
    same("files read", read.to_string(), answered.count().to_string());
    let outside = tally.canvass.set_aside.iter();
    for file in outside.filter(|file| file.reason.word() != "not-in-electorate") {
        faults.push(format!(
            "{} is set aside: {}",
            file.path,
            file.reason.word()
        ));
    }
    faults
}

/// Everything by which a case is replayed, with a name for messages.
fn charters<'a>(
    case: &'a Case,
    decisions: &'a Decisions,
    presets: &'a [Covering],
) -> Vec<(String, By<'a>)> {
    let own = case
        .track
        .as_ref()
        .unwrap_or_else(|| decisions.rule(&case.rule));
    let covering = presets.iter().filter(|preset| preset.rule == case.rule);
    let named = |preset: &'a Covering| (preset.preset.clone(), By::Preset(preset));
    std::iter::once((case.rule.clone(), By::Rule(own)))
        .chain(covering.map(named))
        .collect()
}

fn replayed(case: &Case, by: By<'_>) -> Vec<String> {
    match replay(case, by) {
        Err(hindrance) => vec![hindrance],
        Ok(replay) => faults(case, &replay),
    }
}

#[test]
fn every_decision_comes_out_as_the_rule_says() {
    let (decisions, presets) = (Decisions::read(), coverings());
    assert_eq!((decisions.cases.len(), decisions.rules.len()), (169, 32));
    let mut all = Vec::new();
    for case in &decisions.cases {
        for (name, by) in charters(case, &decisions, &presets) {
            let told = |fault| format!("{} by {name}: {fault}", case.id);
            all.extend(replayed(case, by).into_iter().map(told));
        }
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

/// Gates and levels of the rule that the track does not have, or writes otherwise. Where the
/// number of a rule is of one day, a preset may say in its own way how it is found.
fn apart(rule: &Rule, of_the_day: bool, track: &Track) -> Vec<String> {
    let has_gate = |gate: &&Gate| {
        let mut gates = track.gates.iter();
        gates.any(|has| has.name.as_str() == gate.name && has.when == gate.when)
    };
    let has_level = |level: &&Level| {
        let there = track.level(&level.name);
        there.is_some_and(|has| {
            has.outcome.word() == level.outcome && (of_the_day || has.when == level.when)
        })
    };
    let gates = rule.gates.iter().filter(|gate| !has_gate(gate));
    let levels = rule.levels.iter().filter(|level| !has_level(level));
    gates
        .map(|gate| format!("gate {}", gate.name))
        .chain(levels.map(|level| format!("level {}", level.name)))
        .collect()
}

#[test]
fn presets_write_the_rules_as_the_decisions_do() {
    let decisions = Decisions::read();
    let mut all = Vec::new();
    for preset in coverings() {
        let charter = Charter::read("charter.toml", preset.text.as_bytes()).expect("a charter");
        let mut tracks = charter.tracks.iter();
        let track = tracks.find(|track| track.id.as_str() == preset.track);
        let mut cases = decisions.cases.iter();
        let of_the_day = cases.any(|case| case.rule == preset.rule && !case.of_the_day.is_empty());
        let apart = apart(
            decisions.rule(&preset.rule),
            of_the_day,
            track.expect("the track under the comment"),
        );
        if !apart.is_empty() {
            all.push(format!("{} {}: {apart:?}", preset.preset, preset.rule));
        }
    }
    assert!(all.is_empty(), "not as the decisions have it: {all:#?}");
    for case in &decisions.cases {
        let gates = &decisions.rule(&case.rule).gates;
        let mut own = case.track.iter().flat_map(|track| &track.gates);
        assert!(own.all(|gate| gates.contains(gate)), "{}", case.id);
    }
}

#[test]
fn a_replay_that_comes_out_otherwise_is_a_fault() {
    let decisions = Decisions::read();
    let mut case = decisions.case("icann-004").clone();
    let rule = decisions.rule(&case.rule).clone();
    assert_eq!(replayed(&case, By::Rule(&rule)), Vec::<String>::new());
    case.expected.computed = "carried".to_owned();
    case.published.counts.insert("yes".to_owned(), 13);
    case.expected.unmet = vec!["quorum".to_owned()];
    let expected = [
        "computed: lost, and not carried",
        "unmet gates: [], and not [\"quorum\"]",
        "yes: 12, and not 13",
    ];
    assert_eq!(replayed(&case, By::Rule(&rule)), expected);
    // The same votes by the rule that was first applied.
    let plurality = decisions.rule("gnso-2006-majority");
    let replay = replay(&case, By::Rule(plurality)).expect("a tally");
    assert_eq!(outcome(&replay.tally), "adopted");
}

#[test]
fn where_an_announcement_is_wrong_the_true_numbers_stand() {
    let decisions = Decisions::read();
    let mut seen = Vec::new();
    for case in &decisions.cases {
        assert_eq!(
            case.announced.is_some(),
            case.published_error.is_some(),
            "{}",
            case.id
        );
        let Some(announced) = &case.announced else {
            continue;
        };
        let tally = replay(case, By::Rule(decisions.rule(&case.rule)))
            .expect("a tally")
            .tally;
        let counts = counts(case, &tally);
        if let Some(wrong) = &announced.outcome {
            assert_ne!(wrong, outcome(&tally), "{}", case.id);
        }
        if let Some(wrong) = announced.answered {
            assert_ne!(wrong, counts.values().sum::<u64>(), "{}", case.id);
        }
        for (position, wrong) in &announced.counts {
            assert_ne!(counts.get(position), Some(wrong), "{}: {position}", case.id);
            let published = case.published.counts.get(position);
            assert_eq!(counts.get(position), published, "{}: {position}", case.id);
        }
        seen.push(case.id.as_str());
    }
    assert_eq!(
        seen,
        [
            "apache-10",
            "apache-12",
            "apache-13",
            "icann-004",
            "icann-056"
        ]
    );
}

#[test]
fn a_chair_may_say_otherwise_and_the_numbers_a_count_gives_stand() {
    let decisions = Decisions::read();
    let mut departing = Vec::new();
    for case in &decisions.cases {
        let (published, expected) = (&case.published.outcome, &case.expected.outcome);
        let adopted = |outcome: &str| outcome == "adopted";
        let differs = match (
            published == expected,
            adopted(published) == adopted(expected),
        ) {
            (true, _) => None,
            (false, true) => Some(Differs::InName),
            (false, false) => Some(Differs::InEffect),
        };
        assert_eq!(case.differs, differs, "{}", case.id);
        match case.kind {
            Kind::Count => {
                assert_eq!(differs, None, "{}", case.id);
                let published = case.published.level.as_ref();
                let same = published.is_none_or(|level| *level == case.expected.computed);
                assert!(same, "{}: {published:?}", case.id);
            }
            Kind::Advice => assert!(case.published.level.is_some(), "{}", case.id),
        }
        if differs.is_some() {
            let tally = replay(case, By::Rule(decisions.rule(&case.rule)))
                .expect("a tally")
                .tally;
            assert_eq!(outcome(&tally), expected, "{}", case.id);
            departing.push((case.id.as_str(), published.as_str(), outcome(&tally)));
        }
    }
    let known = [
        ("wasm-0109", "no-consensus", "rejected"),
        ("wg21-0029", "no-consensus", "adopted"),
        ("wg21-more-2", "no-consensus", "adopted"),
    ];
    assert_eq!(departing, known);
}

#[test]
fn every_rule_of_a_decision_is_in_a_preset() {
    let presets = coverings();
    let covered = |rule: &str| presets.iter().any(|preset| preset.rule == rule);
    let decisions = Decisions::read();
    let missing: Vec<&String> = decisions
        .rules
        .keys()
        .filter(|rule| !covered(rule))
        .collect();
    assert!(
        missing.is_empty(),
        "no preset has \"# cases: RULE\" above a track for {missing:?}"
    );
}
