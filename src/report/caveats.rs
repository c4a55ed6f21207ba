//! Says what a reader must know next to the numbers of a tally:
//!
//! - the groups without a counted answer; groups with a public interest come first,
//! - declared interests, and whether the result depends on them,
//! - on whom alone the outcome depends, or why that was not tested,
//! - statements of interest that are missing or too old.

use serde::Serialize;

use crate::record::track::Outcome;
use crate::register::interests::{InterestStatus, MissingStatement};
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::tally::Tally;
use crate::tally::deciders::{Decider, DeciderTest, Effect, PartyKind, test_deciders};
use crate::tally::voice::group_breadth;
use crate::value::id::{GateName, GroupId, LevelName, ParticipantId, PositionName};
use crate::value::sentence::{all_of, any_of, first_of};

/// Groups of whose members no answer is counted.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SilentGroups {
    silent_groups: Vec<Silent>,
    /// Groups that raised an objection or a comment before the close, or whose answers are not
    /// counted.
    spoke_groups: Vec<Silent>,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Silent {
    group: GroupId,
    name: String,
    public_interest: bool,
}

impl SilentGroups {
    /// The groups of a tally without a counted answer.
    pub(crate) fn of(tally: &Tally) -> Self {
        let breadth = group_breadth(tally);
        let group = |id: &String| {
            let mut groups = tally.charter.groups.iter();
            let group = groups.find(|group| group.id.as_str() == id)?;
            Some(Silent {
                group: group.id.clone(),
                name: group.name.clone(),
                public_interest: group.public_interest,
            })
        };
        Self {
            silent_groups: breadth.silent.iter().filter_map(group).collect(),
            spoke_groups: breadth.spoke.iter().filter_map(group).collect(),
        }
    }

    /// All of them, a line for each state; nothing where every group answered.
    pub(crate) fn page(&self) -> Page {
        let spoke = "Groups that spoke without a counted answer";
        Page::new()
            .line(line("Groups without an answer", &self.silent_groups))
            .line(line(spoke, &self.spoke_groups))
    }

    /// The lines that name a group with a public interest.
    pub(crate) fn public_page(&self) -> Page {
        let mut public = self.clone();
        for groups in [&mut public.silent_groups, &mut public.spoke_groups] {
            if !groups.iter().any(|each| each.public_interest) {
                groups.clear();
            }
        }
        public.page()
    }
}

fn line(heading: &str, groups: &[Silent]) -> StyledText {
    let name = |each: &Silent| match each.public_interest {
        true => format!("{} (public interest)", each.name),
        false => each.name.clone(),
    };
    let names: Vec<String> = groups.iter().map(name).collect();
    let listed = all_of(names.iter().map(String::as_str));
    match names.is_empty() {
        true => StyledText::default(),
        false => Style::Attention.on(format!("{heading}: {listed}.")),
    }
}

/// The interests that were declared with counted positions.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Conflicts {
    conflicts: Vec<Declared>,
    #[serde(skip_serializing_if = "Option::is_none")]
    computed_without_conflicts: Option<Without>,
    #[serde(skip)]
    computed: Option<LevelName>,
}

/// A level that may be none, where it is certain that it was computed.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
struct Without {
    level: Option<LevelName>,
}

/// One declared interest.
#[derive(Debug, Clone, Serialize)]
struct Declared {
    unit: String,
    by: String,
    position: PositionName,
    interest: String,
}

impl Conflicts {
    /// What was declared with the positions of a tally.
    pub(crate) fn of(tally: &Tally) -> Self {
        let declared = tally.conflicts.iter().map(|conflict| Declared {
            unit: conflict.unit.to_string(),
            by: conflict.owner.to_string(),
            position: conflict.position.clone(),
            interest: conflict.interest.clone(),
        });
        let without = tally.without_conflicted.as_ref();
        Self {
            conflicts: declared.collect(),
            computed_without_conflicts: without.map(|without| Without {
                level: without.computed.clone(),
            }),
            computed: tally.computed.clone(),
        }
    }

    /// What was declared, and what the result is without these positions; nothing where nobody
    /// declared anything.
    pub(crate) fn page(&self) -> Page {
        if self.conflicts.is_empty() {
            return Page::new();
        }
        let heading = format!("Declared interests ({})", self.conflicts.len());
        let table = Table::of(&self.conflicts)
            .words(heading, DropPriority::Always, |each| {
                match each.by == each.unit {
                    true => each.by.clone(),
                    false => format!("{} for {}", each.by, each.unit),
                }
            })
            .words("position", DropPriority::Always, |each| &each.position)
            .sentences("interest", DropPriority::Always, |each| {
                let words: Vec<&str> = each.interest.split_whitespace().collect();
                words.join(" ")
            });
        Page::new().table(table).line(self.without()).gap()
    }

    /// Whether the level depends on those who declared an interest.
    fn without(&self) -> StyledText {
        let Some(without) = &self.computed_without_conflicts else {
            return StyledText::default();
        };
        let name = |level: &Option<LevelName>| state(&[], level.as_ref());
        let now = name(&self.computed);
        match without.level == self.computed {
            true => format!("Without these positions: the same result, {now}.").into(),
            false => {
                let then = name(&without.level);
                Style::Attention.on(format!("Without these positions: {then} instead of {now}."))
            }
        }
    }
}

/// The most deciders that are shown to people.
const SHOWN: usize = 5;

/// Whether anybody decides alone.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeciderLines {
    tested: bool,
    not_tested: Option<&'static str>,
    /// The kinds of parties; each party was left out in turn.
    parties: Vec<PartyKind>,
    deciders: Vec<DeciderLine>,
    #[serde(skip)]
    now: String,
}

/// A party on which the outcome or the level depends.
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
    /// What a tally depends on.
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

    /// Those without whom the outcome is different.
    pub(crate) fn who_decide(&self) -> impl Iterator<Item = &DeciderLine> {
        self.deciders.iter().filter(|each| each.effect.decides())
    }

    /// All of it for people.
    pub(crate) fn page(&self) -> Page {
        if let Some(why) = self.not_tested {
            return Page::new().line(format!("Not tested who decides the result alone: {why}."));
        }
        let nobody = self.who_decide().next().is_none();
        // While a requirement is not met, no level applies.
        let counts = |each: &&DeciderLine| each.effect.decides() || each.then() != self.now;
        let shown: Vec<&DeciderLine> = self.deciders.iter().filter(counts).collect();
        let more = shown.len().saturating_sub(SHOWN);
        Page::new()
            .lines(nobody.then(|| self.nobody()))
            .lines(shown.iter().take(SHOWN).map(|each| self.line(each)))
            .lines((more > 0).then(|| format!("And {more} more. --format json lists all.")))
    }

    /// Those without whom the proposal would be adopted, for people.
    pub(crate) fn vetoes(&self) -> Page {
        let is_veto =
            |each: &&DeciderLine| each.effect == Effect::Prevents && each.gates.is_empty();
        let vetoes = self.deciders.iter().filter(is_veto);
        Page::new().lines(vetoes.take(SHOWN).map(|each| self.line(each)))
    }

    fn nobody(&self) -> String {
        let kinds: Vec<&str> = self.parties.iter().map(|kind| kind.word()).collect();
        format!("No single {} decides the outcome.", any_of(kinds))
    }

    fn line(&self, decider: &DeciderLine) -> StyledText {
        let line = decider.in_words(&self.now);
        match decider.effect.decides() {
            true => Style::Attention.on(line),
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
    /// The result without it.
    fn then(&self) -> String {
        state(&self.unmet_without, self.without.as_ref())
    }

    /// What depends on it alone; `now` is the result with its answer.
    fn in_words(&self, now: &str) -> String {
        let name = &self.name;
        let then = self.then();
        let gates = all_of(self.gates.iter().map(GateName::as_str));
        match (self.effect, self.gates.is_empty()) {
            (Effect::Prevents, true) => format!(
                "{name} alone prevents adoption. Without {name} the result is {then}, not {now}."
            ),
            (Effect::Carries, true) => format!(
                "{name} alone makes adoption possible. Without {name} the result is {then}, not {now}."
            ),
            (Effect::Turns, true) => format!(
                "The result depends on {name}. Without {name} the result is {then}, not {now}."
            ),
            (Effect::ChangesLevel, _) => {
                format!("Without {name} the level is {then}, not {now}. The outcome is the same.")
            }
            (_, false) if self.unmet_without.is_empty() => format!(
                "Only because of {name}, this is not met: {gates}. Without {name} the result is {then}."
            ),
            (_, _) => format!(
                "Only because of {name}, this is met: {gates}. Without {name} the result is {then}."
            ),
        }
    }
}

/// What a count comes to: the level, unless a requirement is not met.
fn state(unmet: &[GateName], level: Option<&LevelName>) -> String {
    match unmet {
        [] => level.map_or("no level".to_owned(), ToString::to_string),
        unmet => format!("{} not met", all_of(unmet.iter().map(GateName::as_str))),
    }
}

/// Which statements of interest are missing or too old, in a line.
pub(crate) fn statements(owed: &MissingStatement) -> StyledText {
    let part = |people: &[ParticipantId], what: String| {
        let names = first_of(people.iter().map(ParticipantId::as_str));
        (!people.is_empty()).then(|| format!("{} {what} ({names})", people.len()))
    };
    let (people, within) = (owed.people, owed.within);
    let parts = [
        part(&owed.missing, "missing".to_owned()),
        part(&owed.older, format!("older than {within}")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    match parts.is_empty() {
        true => {
            format!("Statements of interest: {people} of {people} filed, none older than {within}.")
                .into()
        }
        false => {
            let parts = all_of(parts.iter().map(String::as_str));
            Style::Attention.on(format!("Statements of interest: {parts}."))
        }
    }
}

/// A statement in a cell of the participant list.
pub(crate) fn cell(statement: &InterestStatus) -> StyledText {
    match statement {
        InterestStatus::Current(day) => day.into(),
        InterestStatus::Older(day) => Style::Attention.on(format!("{day}, too old")),
        InterestStatus::Missing => Style::Bad.on("missing"),
    }
}

/// The same in a word, for programs.
pub(crate) fn word(statement: &InterestStatus) -> &'static str {
    match statement {
        InterestStatus::Current(_) => "current",
        InterestStatus::Older(_) => "older",
        InterestStatus::Missing => "missing",
    }
}
