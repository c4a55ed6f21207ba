//! Every rule of a track in plain words, made from the charter itself.
//!
//! What a track asks for before a call, between the call and the decision, and after it.

use serde::Serialize;

use crate::procedure::designation::minority_from;
use crate::record::charter::Charter;
use crate::record::track::{
    AllowedPosition, AppealRule, Designates, ExpiryRule, Gate, Level, MinorityRule,
    OpenObjectionRule, Outcome, Proxies, PublicInterest, Track,
};
use crate::register::records::Register;
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::criterion::{self, RuleFault, Vocabulary};
use crate::tally::electorate::{Electorate, vocabulary};
use crate::value::id::{GroundName, RegisterId, StandingName, TrackId};
use crate::value::sentence::{any_of, many};

/// The rules of a charter's tracks in plain words.
#[derive(Debug, Clone, Serialize)]
pub struct CharterExplain {
    format: u32,
    register: RegisterId,
    name: String,
    tracks: Vec<TrackWords>,
}

/// A track in plain words. Each sentence but those of rules stands alone.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TrackWords {
    track: TrackId,
    title: String,
    source: Option<String>,
    positions: Vec<AllowedPosition>,
    procedure: Vec<Clause>,
    gates: Vec<RuleWords>,
    levels: Vec<RuleWords>,
}

/// What a track says about one matter.
#[derive(Debug, Clone, Serialize)]
struct Clause {
    about: &'static str,
    says: String,
}

/// A gate or a level in plain words.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct RuleWords {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    criterion: Option<String>,
    /// None where the rule cannot be read.
    in_words: Option<String>,
    warnings: Vec<String>,
}

impl CharterExplain {
    /// The rules of one track of `charter`, or of all. `register` is the one that the charter
    /// governs: its roster says which regions and organisations rules may name.
    pub fn of(charter: &Charter, register: &Register, track: Option<&TrackId>) -> Self {
        let wanted = |each: &&Track| track.is_none_or(|track| each.id == *track);
        let tracks = charter.tracks.iter().filter(wanted);
        Self {
            format: 1,
            register: charter.register.clone(),
            name: charter.name.clone(),
            tracks: tracks
                .map(|track| TrackWords::of(charter, register, track))
                .collect(),
        }
    }

    /// The rules for people, to be read aloud.
    pub fn page(&self) -> Page {
        let tracks = self.tracks.iter().map(TrackWords::page);
        Page::new()
            .title(&self.name)
            .each(tracks.map(|track| Page::new().gap().then(track)))
    }
}

impl TrackWords {
    fn of(charter: &Charter, register: &Register, track: &Track) -> Self {
        let words = vocabulary(charter, register, track);
        let seats = Electorate::of(charter, register, track).seats.len();
        let gate = |gate: &Gate| RuleWords::of(&gate.name, None, Some(&gate.when), &words);
        let level = |level: &Level| {
            let when = level.when.as_deref();
            RuleWords::of(&level.name, Some(level.outcome), when, &words)
        };
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            source: track.source.clone(),
            positions: track.positions.clone(),
            procedure: procedure(track, seats),
            gates: track.gates.iter().map(gate).collect(),
            levels: track.levels.iter().map(level).collect(),
        }
    }

    fn page(&self) -> Page {
        let source = self.source.as_ref();
        let clause = |facts: Facts, clause: &Clause| facts.fact(clause.about, &clause.says);
        let gates = match self.gates.as_slice() {
            [] => Page::new().line("No gate stands before a decision."),
            gates => Page::new()
                .line("A decision may be recorded only where every gate holds:")
                .each(gates.iter().map(RuleWords::page)),
        };
        Page::new()
            .heading(format!("Track {}: {}", self.track, self.title))
            .lines(source.map(|source| StyledText::from("Source: ").then(source)))
            .gap()
            .table(words::positions(&self.positions))
            .gap()
            .facts(self.procedure.iter().fold(Facts::default(), clause))
            .gap()
            .then(gates)
            .gap()
            .line("The levels, in order. The first that holds is the computed one:")
            .each(self.levels.iter().map(RuleWords::page))
    }
}

impl RuleWords {
    fn of(
        name: &impl ToString,
        outcome: Option<Outcome>,
        when: Option<&str>,
        words: &Vocabulary,
    ) -> Self {
        let read = when.map(|when| criterion::parse(when, words));
        let (in_words, warnings) = match &read {
            None => (Some("where no level before it does".to_owned()), Vec::new()),
            Some(Ok(rule)) => {
                let said = format!("where {}", criterion::explain(rule, words));
                (Some(said), sentences(&rule.warnings()))
            }
            Some(Err(faults)) => (None, sentences(faults)),
        };
        Self {
            name: name.to_string(),
            outcome,
            criterion: when.map(str::to_owned),
            in_words,
            warnings,
        }
    }

    fn page(&self) -> Page {
        let outcome = self.outcome.map(|outcome| format!(" ({})", outcome.word()));
        let outcome = outcome.unwrap_or_default();
        let said = match &self.in_words {
            Some(words) => format!("{outcome} holds {words}."),
            None => format!("{outcome} cannot be read."),
        };
        let rule = Style::Strong.on(&self.name).then(said);
        let rule = match &self.criterion {
            Some(criterion) => rule.then(" In the charter: ").and(Style::Dim, criterion),
            None => rule,
        };
        let warnings = self.warnings.iter();
        let warnings =
            warnings.map(|warning| Style::Attention.on(format!("{}: {warning}", self.name)));
        Page::new().bullets(std::iter::once(rule).chain(warnings))
    }
}

fn sentences(faults: &[RuleFault]) -> Vec<String> {
    let sentence = |fault: &RuleFault| match &fault.hint {
        Some(hint) => format!("{}. Hint: {hint}", fault.sentence),
        None => fault.sentence.clone(),
    };
    faults.iter().map(sentence).collect()
}

/// Everything that a track says besides its positions and its rules.
fn procedure(track: &Track, seats: usize) -> Vec<Clause> {
    let standings = track.electorate.iter().map(StandingName::as_str);
    let electorate = format!(
        "Counted are participants who stand as {}: {} now.",
        any_of(standings),
        many(seats, "seat")
    );
    let clause = |about, says: String| Clause { about, says };
    let mut all = vec![
        clause("Electorate", electorate),
        clause("Unit", words::sentence(words::unit(track.count))),
        clause("Silence", words::sentence(&words::silence(track))),
        clause("New text", stale(track.stale).to_owned()),
        clause("Window", window(track)),
        clause("Proxies", proxies(track)),
        clause("Objections", undisposed(track.undisposed).to_owned()),
        clause("Designation", designates(track.designates).to_owned()),
        clause("Sign-offs", sign_offs(track.sign_offs)),
    ];
    all.extend(further(track));
    all
}

fn stale(stale: ExpiryRule) -> &'static str {
    match stale {
        ExpiryRule::ForExpires => {
            "When the text changes materially, positions in favour expire; the others stand."
        }
        ExpiryRule::AllExpire => "When the text changes materially, all positions expire.",
        ExpiryRule::Carry => "When the text changes, all positions stand.",
    }
}

fn window(track: &Track) -> String {
    match (track.window.min, track.window.max) {
        (None, None) => "The charter sets no length for a call.".to_owned(),
        (Some(min), None) => format!("A call is open for at least {min}."),
        (None, Some(max)) => format!("A call is open for at most {max}."),
        (Some(min), Some(max)) => {
            format!("A call is open for at least {min} and at most {max}.")
        }
    }
}

fn proxies(track: &Track) -> String {
    match track.proxies {
        Proxies::Allowed => "One participant may answer with another's authority.".to_owned(),
        Proxies::AtMost(most) => {
            let others = many(usize::try_from(most).unwrap_or(usize::MAX), "other");
            format!("One participant may answer with the authority of at most {others}.")
        }
        Proxies::Forbidden => {
            "Nobody answers for somebody else; what is relayed is the participant's own.".to_owned()
        }
    }
}

fn undisposed(undisposed: OpenObjectionRule) -> &'static str {
    match undisposed {
        OpenObjectionRule::Refuse => "A decision waits until every objection has a disposition.",
        OpenObjectionRule::Record => "An objection without a disposition goes on the record.",
    }
}

fn designates(designates: Designates) -> &'static str {
    match designates {
        Designates::Chair => {
            "A chair designates the level, and may depart from the computed one with a reason."
        }
        Designates::Computed => "The rule designates: the computed level is the designation.",
    }
}

fn sign_offs(needed: u64) -> String {
    match needed {
        0 | 1 => "A decision needs the sign-off of one chair.".to_owned(),
        n => format!("A decision needs the sign-offs of {n} chairs."),
    }
}

/// The clauses for which the track has a rule.
fn further(track: &Track) -> Vec<Clause> {
    let all = [
        ("Before", before(track)),
        ("Public interest", public_interest(track)),
        (
            "Challenge",
            track
                .challenge
                .map(|span| format!("A draft designation may be challenged for {span}.")),
        ),
        (
            "Minority",
            track.minority.as_ref().map(|rule| minority(track, rule)),
        ),
        ("Appeal", track.appeal.as_ref().map(appeal)),
        (
            "Answer",
            track.answer.map(|span| {
                format!("Those whom a decision is addressed to owe an answer within {span}.")
            }),
        ),
        (
            "Report",
            track
                .report
                .map(|span| format!("A report on the implementation is owed within {span}.")),
        ),
        (
            "Review",
            track
                .review
                .map(|span| format!("A decision is looked at again after {span}.")),
        ),
        (
            "Sunset",
            track
                .sunset
                .map(|span| format!("A decision lapses after {span} unless it is renewed.")),
        ),
    ];
    let said = all.into_iter();
    said.filter_map(|(about, says)| says.map(|says| Clause { about, says }))
        .collect()
}

fn before(track: &Track) -> Option<String> {
    let after = track.after.as_ref()?;
    Some(format!(
        "The track {after} must have adopted the proposal first."
    ))
}

fn public_interest(track: &Track) -> Option<String> {
    (track.public_interest == PublicInterest::Required).then(|| {
        "A proposal must say who outside the group is affected, and how, before a call.".to_owned()
    })
}

fn minority(track: &Track, rule: &MinorityRule) -> String {
    let words = rule
        .words
        .map(|words| format!(" of at most {words} words"))
        .unwrap_or_default();
    let within = rule.within.map_or_else(
        || "until it is decided".to_owned(),
        |span| {
            let from = minority_from(track);
            format!("within {span} of {from}; no decision is taken before")
        },
    );
    format!("Those who disagree may file a statement{words} {within}.")
}

fn appeal(rule: &AppealRule) -> String {
    let heard_by = match &rule.heard_by {
        Some(role) => format!("Whoever holds the role {role}"),
        None => "A chair who did not decide".to_owned(),
    };
    let grounds: Vec<&str> = rule.grounds.iter().map(GroundName::as_str).collect();
    let grounds = match grounds.as_slice() {
        [] => String::new(),
        some => format!(", on the ground of {}", any_of(some.iter().copied())),
    };
    let within = rule.within;
    format!("A decision may be appealed for {within}{grounds}. {heard_by} hears it.")
}

#[cfg(test)]
mod tests {
    use super::CharterExplain;
    use crate::blessed::screen;
    use crate::record::preset;
    use crate::render::json;
    use crate::report::sample::{HOSTILE, harmless, on, retention};
    use crate::value::id::TrackId;

    #[test]
    fn a_track_is_read_aloud() {
        let register = retention()
            .edited(
                "charter.toml",
                "silence = \"silent\"",
                "silence = \"accept\"",
            )
            .register();
        let charter = register.charter.clone().unwrap();
        let page = CharterExplain::of(&charter, &register, None).page();
        screen("report/explain/a_track_is_read_aloud", &on(100, &page));
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_said_to_be_one() {
        let (rule, weak) = (
            "answered >= 1 in each group",
            "for >= 1/2 of cast in each group",
        );
        let register = retention()
            .edited("charter.toml", "for > 1/2 of cast", "suport > 1/2 of cast")
            .edited("charter.toml", rule, weak)
            .register();
        let charter = register.charter.clone().unwrap();
        let page = on(100, &CharterExplain::of(&charter, &register, None).page());
        screen(
            "report/explain/a_rule_that_cannot_be_read_is_said_to_be_one",
            &page,
        );
        assert!(page.contains("Hint: "), "{page}");
        assert!(page.contains("\n- coverage: "), "of an empty base: {page}");
    }

    #[test]
    fn one_track_of_several_is_picked() {
        let register = retention().register();
        let preset = preset::find("un-security-council").unwrap();
        let track = TrackId::parse("procedural").unwrap();
        let report = CharterExplain::of(&preset.charter().unwrap(), &register, Some(&track));
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["tracks"].as_array().unwrap().len(), 1);
        assert_eq!(value["tracks"][0]["track"], "procedural");
        let words = "where at least 9 participants have position yes";
        assert_eq!(value["tracks"][0]["levels"][0]["in-words"], words);
    }

    #[test]
    fn every_preset_can_be_explained() {
        let register = retention().register();
        for preset in preset::ALL {
            let charter = preset.charter().unwrap();
            let page = on(60, &CharterExplain::of(&charter, &register, None).page());
            assert!(!page.contains("cannot be read"), "{}: {page}", preset.name);
        }
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        let register = retention().register();
        for words in HOSTILE {
            let mut charter = register.charter.clone().unwrap();
            charter.tracks[0].title = (*words).to_owned();
            charter.tracks[0].source = Some((*words).to_owned());
            charter.tracks[0].gates[0].when = (*words).to_owned();
            harmless(&CharterExplain::of(&charter, &register, None).page());
        }
    }
}
