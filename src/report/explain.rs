//! Explains every rule of a track in plain words, made from the charter itself.
//!
//! Explains what a track asks for before a call, before a decision, and after it.

use serde::Serialize;

mod further;

use self::further::further;
use crate::record::answer_words::AnswerWord;
use crate::record::charter::Charter;
use crate::record::origin::{Origin, Seen};
use crate::record::track::{
    AllowedPosition, Designates, ExpiryRule, Gate, Level, OpenObjectionRule, Outcome, Proxies,
    Track,
};
use crate::register::records::Register;
use crate::render::ink::{Style, StyledText};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::criterion::{self, RuleFault, Vocabulary};
use crate::tally::electorate::{Electorate, vocabulary};
use crate::value::clock::Instant;
use crate::value::id::{RegisterId, StandingName, TrackId};
use crate::value::sentence::{any_of, capital, many};

/// The rules of a charter's tracks in plain words.
#[derive(Debug, Clone, Serialize)]
pub struct CharterExplain {
    format: u32,
    register: RegisterId,
    name: String,
    source: Option<Origin>,
    tracks: Vec<TrackWords>,
}

/// A track in plain words. Each sentence is complete, except those of rules.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct TrackWords {
    track: TrackId,
    title: String,
    source: Option<String>,
    seen: Option<Seen>,
    positions: Vec<AllowedPosition>,
    words: Vec<AnswerWord>,
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

/// A requirement or a level in plain words.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct RuleWords {
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
    /// If it is not known as the others of its track.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen: Option<Seen>,
    criterion: Option<String>,
    /// None if the rule cannot be read.
    in_words: Option<String>,
    warnings: Vec<String>,
}

impl CharterExplain {
    /// The rules of one track of `charter`, or of all. `register` is the one that the charter
    /// governs: its participant list says which regions and organisations rules can name.
    pub fn of(
        charter: &Charter,
        register: &Register,
        track: Option<&TrackId>,
        now: Instant,
    ) -> Self {
        let tracks = charter.tracks_of(track);
        Self {
            format: 1,
            register: charter.register.clone(),
            name: charter.name.clone(),
            source: charter.source.clone(),
            tracks: tracks
                .map(|track| TrackWords::of(charter, register, track, now))
                .collect(),
        }
    }

    /// The rules of the tracks, without where they come from.
    pub(crate) fn tracks_page(&self) -> Page {
        Page::new().each(self.tracks.iter().map(TrackWords::rules))
    }

    /// The rules for people, to be read aloud.
    pub fn page(&self, now: Instant) -> Page {
        let tracks = self.tracks.iter().map(TrackWords::page);
        let facts = |origin: &Origin| {
            Facts::default()
                .fact("Rules", words::origin(origin, now))
                .filled("Published at", words::listed(&origin.addresses))
        };
        Page::new()
            .title(&self.name)
            .facts(self.source.as_ref().map_or_else(Facts::default, facts))
            .each(tracks.map(|track| Page::new().gap().then(track)))
    }
}

impl TrackWords {
    fn of(charter: &Charter, register: &Register, track: &Track, now: Instant) -> Self {
        let words = vocabulary(charter, register, track);
        let seats = Electorate::of(charter, register, track, Some(now))
            .seats
            .len();
        let known = |seen: Option<Seen>| seen.filter(|own| Some(*own) != track.seen);
        let gate = |gate: &Gate| {
            let words = RuleWords::of(&gate.name, None, Some(&gate.when), &words);
            words.known(known(gate.seen))
        };
        let level = |level: &Level| {
            let when = level.when.as_deref();
            let words = RuleWords::of(&level.name, Some(level.outcome), when, &words);
            words.known(known(level.seen))
        };
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            source: track.source.clone(),
            seen: track.seen,
            positions: track.positions.clone(),
            words: track.words.clone(),
            procedure: procedure(charter, track, seats),
            gates: track.gates.iter().map(gate).collect(),
            levels: track.levels.iter().map(level).collect(),
        }
    }

    fn page(&self) -> Page {
        let heading = format!("Track {}: {}", self.track, self.title);
        Page::new().heading(heading).then(self.rules())
    }

    fn rules(&self) -> Page {
        let source = self.source.as_ref();
        let seen = self
            .seen
            .map(|seen| format!("These rules: {}.", seen.in_words()));
        let clause = |facts: Facts, clause: &Clause| facts.fact(clause.about, &clause.says);
        let gates = match self.gates.as_slice() {
            [] => Page::new().line("No requirements before a decision."),
            gates => Page::new()
                .line("Requirements, which must all be met before a decision:")
                .each(gates.iter().map(RuleWords::page)),
        };
        Page::new()
            .lines(source.map(|source| StyledText::from("Source: ").then(source)))
            .lines(seen)
            .gap()
            .table(words::positions(&self.positions))
            .bullets(answer_words(&self.words))
            .gap()
            .facts(self.procedure.iter().fold(Facts::default(), clause))
            .gap()
            .then(gates)
            .gap()
            .line("Levels, highest first. The first one met is the computed level:")
            .each(self.levels.iter().map(RuleWords::page))
    }
}

/// The words of the body, by what they mean: `Read as yes: "+1", "aye"`.
fn answer_words(words: &[AnswerWord]) -> Vec<String> {
    let mut by_meaning: Vec<(String, Vec<String>)> = Vec::new();
    for AnswerWord { word, position, .. } in words {
        let meaning = position.as_ref();
        let meaning = meaning.map_or_else(|| "no answer".to_owned(), ToString::to_string);
        let word = format!("\"{word}\"");
        match by_meaning.iter_mut().find(|(own, _)| *own == meaning) {
            Some((_, same)) => same.push(word),
            None => by_meaning.push((meaning, vec![word])),
        }
    }
    let said = by_meaning.into_iter();
    said.map(|(meaning, words)| format!("Read as {meaning}: {}.", words.join(", ")))
        .collect()
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
            None => (Some("if no level before it is met".to_owned()), Vec::new()),
            Some(Ok(rule)) => {
                let said = format!("if {}", criterion::explain(rule, words));
                (Some(said), sentences(&rule.warnings()))
            }
            Some(Err(faults)) => (None, sentences(faults)),
        };
        Self {
            name: name.to_string(),
            outcome,
            seen: None,
            criterion: when.map(str::to_owned),
            in_words,
            warnings,
        }
    }

    fn known(self, seen: Option<Seen>) -> Self {
        Self { seen, ..self }
    }

    fn page(&self) -> Page {
        let outcome = self.outcome.map(|outcome| format!(" ({})", outcome.word()));
        let outcome = outcome.unwrap_or_default();
        let said = match (&self.in_words, &self.criterion) {
            (Some(words), Some(_)) => format!("{outcome} is met {words}."),
            (Some(words), None) => format!("{outcome} applies {words}."),
            (None, _) => format!("{outcome} cannot be read."),
        };
        let rule = Style::Strong.on(&self.name).then(said);
        let rule = match &self.criterion {
            Some(criterion) => rule.then(" In the charter: ").and(Style::Dim, criterion),
            None => rule,
        };
        let rule = match self.seen {
            Some(seen) => rule.then(format!(" ({})", capital(seen.in_words()))),
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

/// Everything that a track says, without its positions and its rules.
fn procedure(charter: &Charter, track: &Track, seats: usize) -> Vec<Clause> {
    let standings = track.electorate.iter().map(StandingName::as_str);
    let electorate = format!(
        "Counted: participants with membership {} ({} now).",
        any_of(standings),
        many(seats, "seat")
    );
    let clause = |about, says: String| Clause { about, says };
    let mut all = vec![
        clause("Electorate", electorate),
        clause("Unit", words::sentence(words::unit(track.count))),
        clause("No answer", words::sentence(&words::silence(track))),
        clause("New text", stale(track.stale).to_owned()),
        clause(
            "Call length",
            known(window(track), track.window.seen, track),
        ),
        clause("Proxies", proxies(track)),
        clause("Objections", undisposed(track.undisposed).to_owned()),
        clause("Designation", designates(track.designates).to_owned()),
        clause("Sign-offs", sign_offs(track.sign_offs)),
    ];
    if let Some(limit) = &track.at_most {
        all.insert(2, clause("Limit", limit.explained()));
    }
    all.extend(further(charter, track));
    all
}

/// What a rule says, and how it is known if not as the others of its track.
fn known(says: String, seen: Option<Seen>, track: &Track) -> String {
    match seen.filter(|own| Some(*own) != track.seen) {
        Some(seen) => format!("{says} ({})", capital(seen.in_words())),
        None => says,
    }
}

fn stale(stale: ExpiryRule) -> &'static str {
    match stale {
        ExpiryRule::ForExpires => {
            "After a material change, positions in favour expire. The others stay valid."
        }
        ExpiryRule::AllExpire => "After a material change, all positions expire.",
        ExpiryRule::Carry => "After a change of the text, all positions stay valid.",
    }
}

fn window(track: &Track) -> String {
    match (track.window.min, track.window.max) {
        (None, None) => "The charter sets no call length.".to_owned(),
        (Some(min), None) => format!("A call is open for at least {min}."),
        (None, Some(max)) => format!("A call is open for at most {max}."),
        (Some(min), Some(max)) => {
            format!("A call is open for at least {min} and at most {max}.")
        }
    }
}

fn proxies(track: &Track) -> String {
    match track.proxies {
        Proxies::Allowed => "A participant can answer with the authority of others.".to_owned(),
        Proxies::AtMost(most) => {
            let others = many(usize::try_from(most).unwrap_or(usize::MAX), "other");
            format!("A participant can answer with the authority of at most {others}.")
        }
        Proxies::Forbidden => {
            "No proxies. A secretary can enter a participant's own answer.".to_owned()
        }
    }
}

fn undisposed(undisposed: OpenObjectionRule) -> &'static str {
    match undisposed {
        OpenObjectionRule::Refuse => "Every objection must be closed before a decision.",
        OpenObjectionRule::Record => {
            "An objection that is not closed goes into the decision, and does not block it."
        }
    }
}

fn designates(designates: Designates) -> &'static str {
    match designates {
        Designates::Chair => {
            "A chair declares the level. Another level than the computed one needs a reason."
        }
        Designates::ChairWithinRules => {
            "A chair declares the computed level, or a lower one with a reason. No author declares that their \
             proposal is adopted."
        }
        Designates::Computed => "The computed level is the designation.",
    }
}

fn sign_offs(needed: u64) -> String {
    match needed {
        0 | 1 => "A decision needs the sign-off of 1 chair.".to_owned(),
        n => format!("A decision needs the sign-offs of {n} chairs."),
    }
}

#[cfg(test)]
mod tests {
    use super::CharterExplain;
    use crate::blessed::screen;
    use crate::record::preset;
    use crate::render::json;
    use crate::report::sample::{HOSTILE, OVER, at, harmless, on, retention, sourced};
    use crate::value::id::TrackId;

    #[test]
    fn a_track_is_read_aloud() {
        let register = sourced()
            .edited(
                "charter.toml",
                "silence = \"silent\"",
                "silence = \"accept\"",
            )
            .register();
        let charter = register.charter.clone().unwrap();
        let page = CharterExplain::of(&charter, &register, None, at(OVER)).page(at(OVER));
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
        let page = on(
            100,
            &CharterExplain::of(&charter, &register, None, at(OVER)).page(at(OVER)),
        );
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
        let report = CharterExplain::of(
            &preset.charter().unwrap(),
            &register,
            Some(&track),
            at(OVER),
        );
        let value: serde_json::Value = serde_json::from_str(&json(&report)).unwrap();
        assert_eq!(value["tracks"].as_array().unwrap().len(), 1);
        assert_eq!(value["tracks"][0]["track"], "procedural");
        let words = value["tracks"][0]["levels"][0]["in-words"].as_str();
        screen("report/explain/one_track_of_several", words.unwrap());
    }

    #[test]
    fn every_preset_can_be_explained() {
        let register = retention().register();
        for preset in preset::ALL {
            let charter = preset.charter().unwrap();
            let page = on(
                60,
                &CharterExplain::of(&charter, &register, None, at(OVER)).page(at(OVER)),
            );
            assert!(!page.contains("cannot be read"), "{}: {page}", preset.name);
        }
    }

    #[test]
    fn words_meant_to_do_harm_do_none() {
        let register = retention().register();
        for words in HOSTILE {
            let mut charter = register.charter.as_deref().unwrap().clone();
            charter.tracks[0].title = (*words).to_owned();
            charter.tracks[0].source = Some((*words).to_owned());
            charter.tracks[0].gates[0].when = (*words).to_owned();
            harmless(&CharterExplain::of(&charter, &register, None, at(OVER)).page(at(OVER)));
        }
    }
}
