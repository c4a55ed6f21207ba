//! On whom alone the outcome hangs, in words: a veto, a deciding answer, a requirement that one
//! party makes or breaks; or why that was not tested.

use serde::Serialize;

use crate::record::track::Outcome;
use crate::render::ink::{Ink, Text};
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::deciders::{Decider, DeciderTest, Effect, PartyKind, test_deciders};
use crate::value::id::{GateName, LevelName};

/// The most deciders that are shown to people.
const SHOWN: usize = 5;

/// Whether anybody decides alone.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeciderLines {
    tested: bool,
    not_tested: Option<&'static str>,
    /// The kinds of parties of which each was left out in turn.
    parties: Vec<PartyKind>,
    deciders: Vec<DeciderLine>,
    #[serde(skip)]
    now: String,
}

/// A party on which the outcome or the level hangs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeciderLine {
    pub(crate) name: String,
    pub(crate) kind: PartyKind,
    pub(crate) effect: Effect,
    /// The level without it.
    pub(crate) without: Option<LevelName>,
    outcome_without: Option<Outcome>,
    gates: Vec<GateName>,
    #[serde(skip)]
    unmet_without: Vec<GateName>,
}

impl DeciderLines {
    /// What a tally hangs on.
    pub(crate) fn of(tally: &Tally) -> Self {
        let unmet = tally.gates.iter().filter(|gate| !gate.verdict.met);
        let unmet: Vec<GateName> = unmet.map(|gate| gate.name.clone()).collect();
        let now = state(&unmet, tally.computed.as_ref());
        match test_deciders(tally) {
            DeciderTest::NotTested(why) => Self {
                tested: false,
                not_tested: Some(why.in_words()),
                parties: Vec::new(),
                deciders: Vec::new(),
                now,
            },
            DeciderTest::Tested { of, deciders } => Self {
                tested: true,
                not_tested: None,
                parties: of.into_iter().collect(),
                deciders: deciders.into_iter().map(DeciderLine::of).collect(),
                now,
            },
        }
    }

    /// Those without whom the outcome is another one.
    pub(crate) fn who_decide(&self) -> impl Iterator<Item = &DeciderLine> {
        self.deciders.iter().filter(|each| each.effect.decides())
    }

    /// All of it for people.
    pub(crate) fn page(&self) -> Page {
        if let Some(why) = self.not_tested {
            return Page::new().line(format!("Not tested who decides alone: {why}."));
        }
        let page = match self.who_decide().next() {
            None => Page::new().line(self.nobody()),
            Some(_) => Page::new(),
        };
        let shown = self.deciders.iter().take(SHOWN);
        let page = shown.fold(page, |page, each| page.line(self.line(each)));
        match self.deciders.len().saturating_sub(SHOWN) {
            0 => page,
            more => page.line(format!("and {more} more; --format json lists all")),
        }
    }

    /// Those without whom it would be adopted, for people: what a decision says of it.
    pub(crate) fn vetoes(&self) -> Page {
        let vetoes = self.deciders.iter();
        let vetoes = vetoes.filter(|each| each.effect == Effect::Prevents && each.gates.is_empty());
        vetoes
            .take(SHOWN)
            .fold(Page::new(), |page, each| page.line(self.line(each)))
    }

    fn nobody(&self) -> String {
        let kinds: Vec<&str> = self.parties.iter().map(|kind| kind.word()).collect();
        format!("No single {} decides the outcome.", kinds.join(" or "))
    }

    fn line(&self, decider: &DeciderLine) -> Text {
        let (name, does) = (&decider.name, decider.does());
        let without = state(&decider.unmet_without, decider.without.as_ref());
        let line = format!(
            "{name} alone {does} (without its answer: {} → {without}).",
            self.now
        );
        match decider.effect.decides() {
            true => Ink::Attention.on(line),
            false => line.into(),
        }
    }
}

impl DeciderLine {
    fn of(decider: Decider) -> Self {
        Self {
            name: decider.party.name,
            kind: decider.party.kind,
            effect: decider.effect,
            without: decider.without.level,
            outcome_without: decider.without.outcome,
            gates: decider.gates,
            unmet_without: decider.without.unmet,
        }
    }
}

impl DeciderLine {
    /// What it does alone, as a verb with its object.
    fn does(&self) -> String {
        let gates: Vec<&str> = self.gates.iter().map(GateName::as_str).collect();
        match (self.effect, gates.join(", ")) {
            (Effect::Prevents, gates) if gates.is_empty() => "prevents adoption, a veto".to_owned(),
            (Effect::Carries, gates) if gates.is_empty() => "carries adoption".to_owned(),
            (Effect::Turns, gates) if gates.is_empty() => "decides the outcome".to_owned(),
            (Effect::ChangesLevel, _) => "changes the level, not the outcome".to_owned(),
            (_, gates) if self.unmet_without.is_empty() => {
                format!("breaks the requirement {gates}")
            }
            (_, gates) => format!("makes the requirement {gates}"),
        }
    }
}

/// What a count comes to: the level, unless a requirement is not met.
fn state(unmet: &[GateName], level: Option<&LevelName>) -> String {
    match unmet {
        [] => level.map_or("no level".to_owned(), ToString::to_string),
        unmet => {
            let names: Vec<&str> = unmet.iter().map(GateName::as_str).collect();
            format!("{} not met", names.join(", "))
        }
    }
}
