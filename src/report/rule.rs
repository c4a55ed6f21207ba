//! Shows requirements and levels: the rule, what was counted, the base in words, what is needed,
//! and how much is missing.

use serde::Serialize;

use crate::record::track::Outcome;
use crate::render::grid::{Column, DropPriority, Table};
use crate::render::ink::{Style, StyledText};
use crate::tally::criterion::{self, Comparison, PlaceResult, Relation, RuleResult};
use crate::tally::{LevelResult, RequirementResult, Tally};
use crate::value::id::LevelName;
use crate::value::ratio::shown_percent;
use crate::value::sentence::{all_of, first_of};

/// A requirement or a level with the result of its rule.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Rule {
    pub(crate) name: String,
    /// The outcome at this level; a requirement has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<Outcome>,
    /// None for the level that is computed if no other level is met.
    pub(crate) criterion: Option<String>,
    /// Whether it is met; of a level without a rule, always.
    pub(crate) met: bool,
    /// Whether it is the level without a rule, which is computed if no other level is met.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) default: bool,
    pub(crate) comparisons: Vec<Comparison>,
    /// The rule in plain words.
    pub(crate) in_words: Option<String>,
    /// The comparisons as people see them: of the places that do not meet one, groups that
    /// represent the public interest come first.
    #[serde(skip)]
    shown: Vec<Comparison>,
    /// Whether a higher level is met, so that this one cannot be the computed level.
    #[serde(skip)]
    is_passed: bool,
    /// Whether it is the computed level.
    #[serde(skip)]
    pub(crate) is_computed: bool,
}

/// The requirements of a tally.
pub(crate) fn gates(tally: &Tally) -> Vec<Rule> {
    let rule = |gate: &RequirementResult| {
        let when = Some(gate.criterion.as_str());
        Rule::new(gate.name.to_string(), None, when, &gate.verdict, tally)
    };
    tally.gates.iter().map(rule).collect()
}

/// The levels of a tally.
pub(crate) fn levels(tally: &Tally) -> Vec<Rule> {
    let mut above = false;
    let rule = |level: &LevelResult| {
        let (name, when) = (level.name.to_string(), level.criterion.as_deref());
        let rule = Rule::new(name, Some(level.outcome), when, &level.verdict, tally);
        let is_passed = above;
        above |= rule.met;
        Rule { is_passed, ..rule }
    };
    tally.levels.iter().map(rule).collect()
}

impl Rule {
    fn new(
        name: String,
        outcome: Option<Outcome>,
        criterion: Option<&str>,
        verdict: &RuleResult,
        tally: &Tally,
    ) -> Self {
        let words = &tally.vocabulary;
        let rule = criterion.and_then(|text| criterion::parse(text, words).ok());
        let mut comparisons = verdict.comparisons.clone();
        if let Some(rule) = &rule {
            criterion::describe(rule, words, &mut comparisons);
        }
        let mut shown = comparisons.clone();
        let groups = tally.charter.groups.iter();
        let public = groups.filter(|group| group.public_interest);
        let public: Vec<&str> = public.map(|group| group.id.as_str()).collect();
        public_first(&mut shown, &public);
        let is_level = |level: &LevelName| outcome.is_some() && level.as_str() == name;
        Self {
            is_computed: tally.computed.as_ref().is_some_and(is_level),
            name,
            outcome,
            criterion: criterion.map(str::to_owned),
            met: verdict.met,
            default: criterion.is_none(),
            shown,
            comparisons,
            in_words: rule.map(|rule| criterion::explain(&rule, words)),
            is_passed: false,
        }
    }

    fn is_gate(&self) -> bool {
        self.outcome.is_none()
    }

    /// The rule as the charter writes it, on one line.
    fn text(&self) -> &str {
        self.criterion
            .as_deref()
            .unwrap_or("if no other level is met")
    }

    /// The numbers that the rule was compared with, in one line: `4 of the 5 for or against are for`.
    pub(crate) fn arithmetic(&self) -> String {
        if self.default {
            return "no other level is met".to_owned();
        }
        let numbers: Vec<String> = self.shown.iter().map(counted).collect();
        all_of(numbers.iter().map(String::as_str))
    }

    /// The name, and for a level its outcome.
    fn heading(&self) -> String {
        match self.outcome {
            Some(outcome) => format!("{} ({})", self.name, outcome.word()),
            None => self.name.clone(),
        }
    }

    /// Whether the only comparison is the whole rule.
    fn is_one_comparison(&self) -> bool {
        matches!(self.shown.as_slice(), [only] if only.met == self.met)
    }

    /// Whether a requirement is met; of the levels, only the computed one is marked.
    fn status(&self) -> StyledText {
        match (self.met, self.is_gate()) {
            (true, true) => Style::Good.on("met"),
            (false, true) => Style::Bad.on("NOT MET"),
            (true, false) if self.is_computed => Style::Good.on("computed"),
            (true, false) if self.is_passed => "lower level".into(),
            (true, false) => "met".into(),
            (false, false) => "not met".into(),
        }
    }
}

/// Puts some places before all others, in brackets as well.
fn public_first(comparisons: &mut [Comparison], public: &[&str]) {
    for comparison in comparisons {
        let within = &mut comparison.within;
        within.sort_by_key(|place| !public.contains(&place.name.as_str()));
        for place in within {
            public_first(&mut place.comparisons, public);
        }
    }
}

/// Rules with all of their arithmetic: the text of each, every comparison, and every place
/// where one is not met.
pub(crate) fn in_full(heading: &str, rules: &[Rule]) -> Table {
    let columns = [
        Column::sentence(heading),
        Column::sentence("count and threshold"),
        Column::new("status"),
    ];
    let columns = columns.map(|column| column.keep(DropPriority::Always));
    let table = Table::new(columns).sections_called(heading.to_lowercase());
    rules.iter().fold(table, full_rule)
}

fn full_rule(table: Table, rule: &Rule) -> Table {
    let table = table.section(rule.heading());
    if let ([only], true) = (rule.shown.as_slice(), rule.is_one_comparison()) {
        let row: [StyledText; 3] = [(&only.text).into(), full(only).into(), rule.status()];
        return failing_places(table.indented(1, row), only, 2);
    }
    let row: [StyledText; 3] = [rule.text().into(), "".into(), rule.status()];
    let parts = rule.shown.iter();
    parts.fold(table.indented(1, row), |table, each| part(table, 2, each))
}

fn part(table: Table, indent: usize, comparison: &Comparison) -> Table {
    let row: [StyledText; 3] = [
        (&comparison.text).into(),
        full(comparison).into(),
        met_or_not(comparison.met).into(),
    ];
    failing_places(table.indented(indent, row), comparison, indent + 1)
}

/// The places in which a comparison is not met.
fn failing_places(table: Table, comparison: &Comparison, indent: usize) -> Table {
    if comparison.met {
        return table;
    }
    let failing = comparison.within.iter().filter(|place| !place.met);
    failing.fold(table, |table, place| {
        failing_place(table, comparison.relation, place, indent)
    })
}

fn failing_place(table: Table, relation: Relation, place: &PlaceResult, indent: usize) -> Table {
    let number = ThresholdText {
        relation,
        count: place.count,
        needed: place.needed,
        empty: place.empty.as_deref(),
    };
    let base = place.base_words.as_ref();
    let base = base.map_or(String::new(), |base| format!(" {base}"));
    let now = match place.comparisons.is_empty() {
        true => format!("{}{base} ({})", place.count, number.needed()),
        false => String::new(),
    };
    let table = table.indented(indent, [place.name.as_str(), &now, met_or_not(false)]);
    let parts = place.comparisons.iter();
    parts.fold(table, |table, comparison| {
        part(table, indent + 1, comparison)
    })
}

fn met_or_not(met: bool) -> &'static str {
    if met { "met" } else { "not met" }
}

/// What was counted, and the base: `17 of the 32 for or against in p-members are for`.
pub(crate) fn counted(comparison: &Comparison) -> String {
    let (count, what) = (comparison.count, &comparison.counted_words);
    match (&comparison.base_words, &comparison.after_count) {
        (Some(base), _) if !comparison.within.is_empty() => format!("{count} {base}"),
        (Some(base), Some(predicate)) => format!("{count} {base} {predicate}"),
        (Some(base), None) => format!("{what}: {count} {base}"),
        (None, Some(counted)) => format!("{count} {counted}"),
        (None, None) => format!("{what}: {count}"),
    }
}

/// The same with what is needed, in brackets: `(at least 22 needed, 5 short)`.
fn full(comparison: &Comparison) -> String {
    format!("{} ({})", counted(comparison), needed(comparison))
}

fn needed(comparison: &Comparison) -> String {
    let number = ThresholdText::of(comparison);
    let all = comparison.needed == comparison.base;
    match comparison.needed {
        _ if comparison.within.is_empty() => number.needed(),
        Some(_) if all => format!("all needed{}", number.short()),
        Some(needed) => format!("at least {needed} needed{}", number.short()),
        None => number.needed(),
    }
}

/// A count and what it is compared with, in the whole electorate or in one place.
struct ThresholdText<'a> {
    relation: Relation,
    count: u64,
    needed: Option<u64>,
    empty: Option<&'a str>,
}

impl<'a> ThresholdText<'a> {
    fn of(comparison: &'a Comparison) -> Self {
        Self {
            relation: comparison.relation,
            count: comparison.count,
            needed: comparison.needed,
            empty: comparison.empty.as_deref(),
        }
    }

    /// What is needed and how much is missing.
    fn needed(&self) -> String {
        let short = self.short();
        match (self.empty, self.needed, self.relation) {
            (Some(empty), _, _) => no_base(empty),
            (None, None, _) => "cannot be met".to_owned(),
            (None, Some(n), Relation::AtLeast | Relation::MoreThan) => {
                format!("at least {n} needed{short}")
            }
            (None, Some(n), Relation::AtMost | Relation::LessThan) => {
                format!("at most {n}{short}")
            }
            (None, Some(n), Relation::Exactly) => format!("must be {n}{short}"),
        }
    }

    fn short(&self) -> String {
        let needed = self.needed.unwrap_or(self.count);
        match self.relation {
            Relation::AtLeast | Relation::MoreThan | Relation::Exactly if self.count < needed => {
                format!(", {} short", needed - self.count)
            }
            Relation::AtMost | Relation::LessThan | Relation::Exactly if self.count > needed => {
                format!(", {} too many", self.count - needed)
            }
            _ => String::new(),
        }
    }
}

/// Rules in brief: a line each, and one for each comparison if a rule has several.
pub(crate) fn in_brief(heading: &str, rules: &[&Rule]) -> Table {
    let columns = [
        Column::new(heading).keep(DropPriority::Always),
        Column::sentence("rule"),
        Column::sentence("count and threshold").keep(DropPriority::Always),
        Column::new("status").keep(DropPriority::Always),
    ];
    let row = |table, rule: &&Rule| brief_rule(table, rule);
    rules.iter().fold(Table::new(columns), row)
}

fn brief_rule(table: Table, rule: &Rule) -> Table {
    let (only, parts) = match rule.shown.as_slice() {
        [only] => (brief(only), &[][..]),
        parts => (String::new(), parts),
    };
    let row: [StyledText; 4] = [
        (&rule.name).into(),
        rule.text().into(),
        only.into(),
        rule.status(),
    ];
    parts.iter().fold(table.row(row), |table, comparison| {
        let (words, text) = (comparison.counted_words.as_str(), comparison.text.as_str());
        let (now, met) = (brief(comparison), met_or_not(comparison.met));
        table.indented(1, [words, text, &now, met])
    })
}

/// Why a share of nothing cannot be computed; the base is named by its words in the rule.
pub(crate) fn no_base(empty: &str) -> String {
    format!("\"{empty}\" is 0, so no share can be computed")
}

/// `17 of 20 (85 %), needs 16`, or `5 of 6, not in public-interest`.
fn brief(comparison: &Comparison) -> String {
    let percent = comparison.base.map(|base| {
        let percent = shown_percent(comparison.count, base, comparison.share);
        format!(" ({percent})")
    });
    in_numbers(comparison, &percent.unwrap_or_default())
}

/// The same with other words for the share.
pub(crate) fn in_numbers(comparison: &Comparison, share: &str) -> String {
    let count = comparison.count;
    if let Some(empty) = &comparison.empty {
        return no_base(empty);
    }
    let Some(base) = comparison.base else {
        return format!("{count}, {}", asked(comparison));
    };
    if comparison.within.is_empty() {
        return format!("{count} of {base}{share}, {}", asked(comparison));
    }
    let failing = comparison.within.iter().filter(|place| !place.met);
    let failing: Vec<&str> = failing.map(|place| place.name.as_str()).collect();
    match failing.as_slice() {
        [] => format!("{count} of {base}"),
        some => format!(
            "{count} of {base}, not in {}",
            first_of(some.iter().copied())
        ),
    }
}

fn asked(comparison: &Comparison) -> String {
    let Some(needed) = comparison.needed else {
        return "cannot be met".to_owned();
    };
    match comparison.relation {
        Relation::AtLeast | Relation::MoreThan => format!("needs {needed}"),
        Relation::AtMost | Relation::LessThan => format!("at most {needed}"),
        Relation::Exactly => format!("must be {needed}"),
    }
}
