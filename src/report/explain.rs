//! Every rule of a track in plain words, made from the charter itself.

mod around;

use serde::Serialize;

use crate::record::charter::Charter;
use crate::record::track::{
    AllowedPosition, Designates, Gate, Level, Outcome, Proxies, Stale, Track, Undisposed,
};
use crate::register::records::Register;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::tally::criterion::{self, RuleFault, Vocabulary};
use crate::tally::electorate::{Electorate, vocabulary};
use crate::value::class::Class;
use crate::value::id::{RegisterId, StandingName, TrackId};
use crate::value::suggest::listed;

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
    positions: Vec<PositionWords>,
    procedure: Vec<Clause>,
    gates: Vec<RuleWords>,
    levels: Vec<RuleWords>,
}

/// A position and what it counts as.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct PositionWords {
    position: String,
    class: Class,
    needs_objection: bool,
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
        let page = Page::new().title(&self.name);
        self.tracks
            .iter()
            .fold(page, |page, track| page.gap().then(track.page()))
    }
}

impl TrackWords {
    fn of(charter: &Charter, register: &Register, track: &Track) -> Self {
        let words = vocabulary(charter, register, track);
        let seats = Electorate::of(charter, register, track).seats.len();
        Self {
            track: track.id.clone(),
            title: track.title.clone(),
            source: track.source.clone(),
            positions: track.positions.iter().map(PositionWords::of).collect(),
            procedure: procedure(track, seats),
            gates: track
                .gates
                .iter()
                .map(|gate| RuleWords::gate(gate, &words))
                .collect(),
            levels: track
                .levels
                .iter()
                .map(|level| RuleWords::level(level, &words))
                .collect(),
        }
    }

    fn page(&self) -> Page {
        let heading = format!("Track {}: {}", self.track, self.title);
        let mut page = Page::new().heading(heading);
        if let Some(source) = &self.source {
            page = page.line(Text::from("Source: ").then(source));
        }
        let facts = self
            .procedure
            .iter()
            .fold(Facts::default(), |facts, clause| {
                facts.fact(clause.about, &clause.says)
            });
        page = page
            .gap()
            .table(self.position_table())
            .gap()
            .facts(facts)
            .gap();
        page = match self.gates.as_slice() {
            [] => page.line("No gate stands before a decision."),
            gates => page
                .line("A decision may be recorded only where every gate holds:")
                .then(rules(gates)),
        };
        page.gap()
            .line("The levels, in order. The first that holds is the computed one:")
            .then(rules(&self.levels))
    }

    fn position_table(&self) -> Table {
        let columns = [
            Column::new("position").keep(Keep::Always),
            Column::sentence("counts as").keep(Keep::Always),
        ];
        self.positions
            .iter()
            .fold(Table::new(columns), |table, each| {
                table.row([each.position.clone(), each.in_words()])
            })
    }
}

fn rules(rules: &[RuleWords]) -> Page {
    rules
        .iter()
        .fold(Page::new(), |page, rule| page.then(rule.page()))
}

impl PositionWords {
    fn of(position: &AllowedPosition) -> Self {
        Self {
            position: position.name.to_string(),
            class: position.class,
            needs_objection: position.needs_objection,
        }
    }

    fn in_words(&self) -> String {
        words::counts_as(self.class, self.needs_objection)
    }
}

impl RuleWords {
    fn gate(gate: &Gate, words: &Vocabulary) -> Self {
        Self::of(gate.name.to_string(), None, Some(&gate.when), words)
    }

    fn level(level: &Level, words: &Vocabulary) -> Self {
        let outcome = Some(level.outcome);
        Self::of(
            level.name.to_string(),
            outcome,
            level.when.as_deref(),
            words,
        )
    }

    fn of(name: String, outcome: Option<Outcome>, when: Option<&str>, words: &Vocabulary) -> Self {
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
            name,
            outcome,
            criterion: when.map(str::to_owned),
            in_words,
            warnings,
        }
    }

    fn page(&self) -> Page {
        let outcome = self
            .outcome
            .map_or(String::new(), |outcome| format!(" ({})", outcome.word()));
        let said = match &self.in_words {
            Some(words) => format!("{outcome} holds {words}."),
            None => format!("{outcome} cannot be read."),
        };
        let item = Ink::Strong.on(&self.name).then(said);
        let mut items = vec![match &self.criterion {
            Some(rule) => item.then(" In the charter: ").and(Ink::Dim, rule),
            None => item,
        }];
        items.extend(
            self.warnings
                .iter()
                .map(|warning| Ink::Attention.on(format!("{}: {warning}", self.name))),
        );
        Page::new().bullets(items)
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
        listed(standings),
        words::many(seats, "seat")
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
    all.extend(around::clauses(track));
    all
}

fn stale(stale: Stale) -> &'static str {
    match stale {
        Stale::ForExpires => {
            "When the text changes materially, positions in favour expire; the others stand."
        }
        Stale::AllExpire => "When the text changes materially, all positions expire.",
        Stale::Carry => "When the text changes, all positions stand.",
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
            let others = words::many(usize::try_from(most).unwrap_or(usize::MAX), "other");
            format!("One participant may answer with the authority of at most {others}.")
        }
        Proxies::Forbidden => {
            "Nobody answers for somebody else; what is relayed is the participant's own.".to_owned()
        }
    }
}

fn undisposed(undisposed: Undisposed) -> &'static str {
    match undisposed {
        Undisposed::Refuse => "A decision waits until every objection has a disposition.",
        Undisposed::Record => "An objection without a disposition goes on the record.",
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

#[cfg(test)]
mod tests {
    use super::CharterExplain;
    use crate::blessed::screen;
    use crate::record::preset;
    use crate::render::json::json;
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
        let words = "where at least 9 participants are in position yes";
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
