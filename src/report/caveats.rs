//! What a reader has to know beside the count of a tally.
//!
//! - The groups without a counted answer: those that are silent, and those that spoke all the same.
//!   Groups charged with the public interest come first.
//! - Declared interests: who declared what, and whether the result hangs on them.
//! - On whom alone the outcome hangs: a veto, a deciding answer, a requirement that one party makes
//!   or breaks; or why that was not tested.
//! - Statements of interest: who owes one that is missing, or has grown old.

use serde::Serialize;

use crate::record::track::Outcome;
use crate::register::interests::{InterestStatus, MissingStatement};
use crate::render::grid::{DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::render::page::Page;
use crate::report::words;
use crate::tally::Tally;
use crate::tally::deciders::{Decider, DeciderTest, Effect, PartyKind, test_deciders};
use crate::tally::voice::group_breadth;
use crate::value::id::{GateName, GroupId, LevelName, ParticipantId, PositionName};

/// Groups of whose members no answer is counted.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SilentGroups {
    silent_groups: Vec<Silent>,
    /// Groups that raised an objection or a comment in time, or whose answers are not counted.
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
        let spoke = "Groups that spoke without an answer";
        Page::new()
            .line(line("Silent groups", &self.silent_groups))
            .line(line(spoke, &self.spoke_groups))
    }

    /// The lines in which one is charged with the public interest.
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
        true => format!("{} (charged with the public interest)", each.name),
        false => each.name.clone(),
    };
    let names: Vec<String> = groups.iter().map(name).collect();
    match names.as_slice() {
        [] => StyledText::default(),
        names => Style::Attention.on(format!("{heading}: {}", names.join(", "))),
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

    /// What was declared, and what would come of it without; nothing where nobody declared
    /// anything.
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
            .words("position", DropPriority::High, |each| &each.position)
            .sentences("interest", DropPriority::High, |each| {
                let words: Vec<&str> = each.interest.split_whitespace().collect();
                words.join(" ")
            });
        Page::new().table(table).line(self.without()).gap()
    }

    /// Whether the level hangs on those who declared an interest.
    fn without(&self) -> StyledText {
        let Some(without) = &self.computed_without_conflicts else {
            return StyledText::default();
        };
        let name = |level: &Option<LevelName>| state(&[], level.as_ref());
        let now = name(&self.computed);
        match without.level == self.computed {
            true => format!("Without them: the same, {now}").into(),
            false => {
                let then = name(&without.level);
                Style::Attention.on(format!("Without them: {now} → {then}"))
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
        let nobody = self.who_decide().next().is_none();
        let more = self.deciders.len().saturating_sub(SHOWN);
        Page::new()
            .lines(nobody.then(|| self.nobody()))
            .lines(self.deciders.iter().take(SHOWN).map(|each| self.line(each)))
            .lines((more > 0).then(|| format!("and {more} more; --format json lists all")))
    }

    /// Those without whom it would be adopted, for people: what a decision says of it.
    pub(crate) fn vetoes(&self) -> Page {
        let is_veto =
            |each: &&DeciderLine| each.effect == Effect::Prevents && each.gates.is_empty();
        let vetoes = self.deciders.iter().filter(is_veto);
        Page::new().lines(vetoes.take(SHOWN).map(|each| self.line(each)))
    }

    fn nobody(&self) -> String {
        let kinds: Vec<&str> = self.parties.iter().map(|kind| kind.word()).collect();
        format!("No single {} decides the outcome.", kinds.join(" or "))
    }

    fn line(&self, decider: &DeciderLine) -> StyledText {
        let (name, does) = (&decider.name, decider.does());
        let without = state(&decider.unmet_without, decider.without.as_ref());
        let line = format!(
            "{name} alone {does} (without its answer: {} → {without}).",
            self.now
        );
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
    /// What it does alone, as a verb with its object.
    fn does(&self) -> String {
        let gates = words::listed(&self.gates);
        match (self.effect, self.unmet_without.is_empty()) {
            (Effect::Prevents, _) if gates.is_empty() => "prevents adoption, a veto".to_owned(),
            (Effect::Carries, _) if gates.is_empty() => "carries adoption".to_owned(),
            (Effect::Turns, _) if gates.is_empty() => "decides the outcome".to_owned(),
            (Effect::ChangesLevel, _) => "changes the level, not the outcome".to_owned(),
            (_, true) => format!("breaks the requirement {gates}"),
            (_, false) => format!("makes the requirement {gates}"),
        }
    }
}

/// What a count comes to: the level, unless a requirement is not met.
fn state(unmet: &[GateName], level: Option<&LevelName>) -> String {
    match unmet {
        [] => level.map_or("no level".to_owned(), ToString::to_string),
        unmet => format!("{} not met", words::listed(unmet)),
    }
}

/// The most names that stand in one line.
const NAMES: usize = 12;

/// What there is of the statements that are owed, in a line.
pub(crate) fn statements(owed: &MissingStatement) -> StyledText {
    let part = |people: &[ParticipantId], what: String| {
        (!people.is_empty()).then(|| format!("{} {what} ({})", people.len(), names(people)))
    };
    let (people, within) = (owed.people, owed.within);
    let parts = [
        part(&owed.missing, "missing".to_owned()),
        part(&owed.older, format!("older than {within}")),
    ];
    match words::joined(parts, ", ") {
        parts if parts.is_empty() => {
            format!("Statements of interest: all {people} are there, none older than {within}")
                .into()
        }
        parts => Style::Attention.on(format!("Statements of interest: {parts}")),
    }
}

/// Names in a line; where there are many, the first of them.
fn names(people: &[ParticipantId]) -> String {
    let (shown, more) = people.split_at(people.len().min(NAMES));
    match more.len() {
        0 => words::listed(shown),
        more => format!("{}, and {more} more", words::listed(shown)),
    }
}

/// A statement in a cell of the roster.
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
