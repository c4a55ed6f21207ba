//! Gates and levels on a screen: the rule, what was counted, the base in words, what was needed,
//! and how much is missing.

use serde::Serialize;

use crate::record::track::Outcome;
use crate::render::grid::{Column, Keep, Table};
use crate::render::ink::{Ink, Text};
use crate::tally::criterion::{self, Comparison, Relation, Verdict, Vocabulary, Within};
use crate::tally::{Tally, TestedGate, TestedLevel};
use crate::value::ratio::shown_percent;

/// A gate or a level with what came of its rule.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Rule {
    pub(crate) name: String,
    /// What becomes of the question at this level; a gate has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<Outcome>,
    /// None for a level that holds where no other does.
    pub(crate) criterion: Option<String>,
    pub(crate) met: bool,
    pub(crate) comparisons: Vec<Comparison>,
    /// The rule in plain words.
    pub(crate) in_words: Option<String>,
}

/// The gates of a tally.
pub(crate) fn gates(tally: &Tally) -> Vec<Rule> {
    let rule = |gate: &TestedGate| {
        let name = gate.name.to_string();
        Rule::new(
            name,
            None,
            Some(&gate.criterion),
            &gate.verdict,
            &tally.vocabulary,
        )
    };
    tally.gates.iter().map(rule).collect()
}

/// The levels of a tally.
pub(crate) fn levels(tally: &Tally) -> Vec<Rule> {
    let rule = |level: &TestedLevel| {
        let (name, when) = (level.name.to_string(), level.criterion.as_deref());
        let outcome = Some(level.outcome);
        Rule::new(name, outcome, when, &level.verdict, &tally.vocabulary)
    };
    tally.levels.iter().map(rule).collect()
}

impl Rule {
    fn new(
        name: String,
        outcome: Option<Outcome>,
        criterion: Option<&str>,
        verdict: &Verdict,
        words: &Vocabulary,
    ) -> Self {
        let rule = criterion.and_then(|text| criterion::parse(text, words).ok());
        Self {
            name,
            outcome,
            criterion: criterion.map(str::to_owned),
            met: verdict.met,
            comparisons: verdict.comparisons.clone(),
            in_words: rule.map(|rule| criterion::explain(&rule, words)),
        }
    }

    fn is_gate(&self) -> bool {
        self.outcome.is_none()
    }

    /// The rule as the charter writes it, on one line.
    fn text(&self) -> &str {
        self.criterion
            .as_deref()
            .unwrap_or("holds where no other does")
    }

    fn met(&self, short: &str) -> Text {
        match (self.met, self.is_gate()) {
            (true, _) => Ink::Good.on("yes"),
            (false, true) => Ink::Bad.on(format!("NO{short}")),
            (false, false) => Text::from(format!("no{short}")),
        }
    }
}

/// Rules with all of their arithmetic: every comparison, and every place where one fails.
pub(crate) fn in_full(heading: &str, rules: &[Rule]) -> Table {
    let mut table = Table::new([
        Column::new(heading).keep(Keep::Always),
        Column::sentence("rule"),
        Column::sentence("now").keep(Keep::High),
        Column::new("needed").keep(Keep::High),
        Column::new("met").keep(Keep::Always),
    ]);
    for rule in rules {
        table = full_rule(table, rule);
    }
    table
}

fn full_rule(table: Table, rule: &Rule) -> Table {
    let name = Ink::Strong.on(&rule.name);
    if let [only] = rule.comparisons.as_slice() {
        let met = rule.met(&short(only));
        let row: [Text; 5] = [
            name,
            rule.text().into(),
            now(only).into(),
            needed(only).into(),
            met,
        ];
        return failing_places(table.row(row), only, 1);
    }
    let row: [Text; 5] = [name, rule.text().into(), "".into(), "".into(), rule.met("")];
    let mut table = table.row(row);
    for (n, comparison) in (1_usize..).zip(&rule.comparisons) {
        table = part(table, 1, n.to_string(), comparison);
    }
    table
}

fn part(table: Table, indent: usize, name: String, comparison: &Comparison) -> Table {
    let row: [Text; 5] = [
        name.into(),
        (&comparison.text).into(),
        now(comparison).into(),
        needed(comparison).into(),
        yes_or_no(comparison.met, &short(comparison)),
    ];
    failing_places(table.indented(indent, row), comparison, indent + 1)
}

/// The places in which a comparison is not met.
fn failing_places(mut table: Table, comparison: &Comparison, indent: usize) -> Table {
    if comparison.met {
        return table;
    }
    for place in comparison.within.iter().filter(|place| !place.met) {
        table = failing_place(table, comparison.relation, place, indent);
    }
    table
}

fn failing_place(table: Table, relation: Relation, place: &Within, indent: usize) -> Table {
    let number = Number {
        relation,
        count: place.count,
        needed: place.needed,
        empty: place.empty.as_deref(),
    };
    if place.comparisons.is_empty() {
        let now = match &place.base_words {
            Some(base) => format!("{} {base}", place.count),
            None => place.count.to_string(),
        };
        let row: [Text; 5] = [
            (&place.name).into(),
            "".into(),
            now.into(),
            number.needed().into(),
            yes_or_no(false, &number.short()),
        ];
        return table.indented(indent, row);
    }
    let row: [Text; 5] = [
        (&place.name).into(),
        "".into(),
        "".into(),
        "".into(),
        "no".into(),
    ];
    let mut table = table.indented(indent, row);
    for (n, comparison) in (1_usize..).zip(&place.comparisons) {
        table = part(table, indent + 1, n.to_string(), comparison);
    }
    table
}

fn yes_or_no(met: bool, short: &str) -> Text {
    match met {
        true => "yes".into(),
        false => format!("no{short}").into(),
    }
}

/// What was counted, and of which base: `for: 17 of the 32 for or against in p-members`.
fn now(comparison: &Comparison) -> String {
    let count = comparison.count;
    match &comparison.base_words {
        Some(base) if !comparison.within.is_empty() => format!("{count} {base}"),
        Some(base) => format!("{}: {count} {base}", comparison.counted_words),
        None => format!("{}: {count}", comparison.counted_words),
    }
}

fn needed(comparison: &Comparison) -> String {
    let all = comparison.needed == comparison.base && !comparison.within.is_empty();
    match comparison.needed {
        Some(needed) if all => format!("all {needed}"),
        Some(needed) if !comparison.within.is_empty() => format!("at least {needed}"),
        _ => Number::of(comparison).needed(),
    }
}

/// How much is missing, to stand behind "no"; nothing where the comparison is met.
fn short(comparison: &Comparison) -> String {
    if comparison.met {
        return String::new();
    }
    Number::of(comparison).short()
}

/// A count and what it is compared with, in the whole electorate or in one place.
struct Number<'a> {
    relation: Relation,
    count: u64,
    needed: Option<u64>,
    empty: Option<&'a str>,
}

impl<'a> Number<'a> {
    fn of(comparison: &'a Comparison) -> Self {
        Self {
            relation: comparison.relation,
            count: comparison.count,
            needed: comparison.needed,
            empty: comparison.empty.as_deref(),
        }
    }

    fn needed(&self) -> String {
        let Some(needed) = self.needed else {
            return match self.empty {
                Some(_) => "–".to_owned(),
                None => "no number would do".to_owned(),
            };
        };
        match self.relation {
            Relation::AtLeast | Relation::MoreThan => format!("at least {needed}"),
            Relation::AtMost | Relation::LessThan => format!("at most {needed}"),
            Relation::Exactly => format!("exactly {needed}"),
        }
    }

    fn short(&self) -> String {
        match (self.empty, self.needed) {
            (Some(empty), _) => format!(": {empty} is empty"),
            (None, Some(needed)) if self.count < needed => {
                format!(", {} short", needed - self.count)
            }
            (None, Some(needed)) if self.count > needed => {
                format!(", {} too many", self.count - needed)
            }
            (None, _) => String::new(),
        }
    }
}

/// Rules in brief, a line each where that is possible.
pub(crate) fn in_brief(heading: &str, rules: &[&Rule]) -> Table {
    let mut table = Table::new([
        Column::new(heading).keep(Keep::Always),
        Column::sentence("rule"),
        Column::sentence("now").keep(Keep::High),
        Column::new("met").keep(Keep::Always),
    ]);
    for rule in rules {
        table = brief_rule(table, rule);
    }
    table
}

fn brief_rule(table: Table, rule: &Rule) -> Table {
    let only = match rule.comparisons.as_slice() {
        [only] => brief(only),
        _ => String::new(),
    };
    let row: [Text; 4] = [
        (&rule.name).into(),
        rule.text().into(),
        only.into(),
        rule.met(""),
    ];
    let mut table = table.row(row);
    if rule.comparisons.len() > 1 {
        for (n, comparison) in (1_usize..).zip(&rule.comparisons) {
            let row: [Text; 4] = [
                n.into(),
                (&comparison.text).into(),
                brief(comparison).into(),
                yes_or_no(comparison.met, ""),
            ];
            table = table.indented(1, row);
        }
    }
    table
}

/// `17 of 20 = 85 %; needs 16`, or `5 of 6: not public-interest`.
fn brief(comparison: &Comparison) -> String {
    let count = comparison.count;
    if let Some(empty) = &comparison.empty {
        return format!("{empty} is empty");
    }
    let Some(base) = comparison.base else {
        return format!("{count}; {}", asked(comparison));
    };
    if comparison.within.is_empty() {
        let percent = shown_percent(count, base);
        return format!("{count} of {base} = {percent}; {}", asked(comparison));
    }
    let failing: Vec<&str> = comparison
        .within
        .iter()
        .filter(|place| !place.met)
        .map(|place| place.name.as_str())
        .collect();
    match failing.as_slice() {
        [] => format!("{count} of {base}"),
        [a] => format!("{count} of {base}: not {a}"),
        [a, b] => format!("{count} of {base}: neither {a} nor {b}"),
        [a, .., _] => format!("{count} of {base}: not {a} and {} more", failing.len() - 1),
    }
}

fn asked(comparison: &Comparison) -> String {
    let Some(needed) = comparison.needed else {
        return "no number would do".to_owned();
    };
    match comparison.relation {
        Relation::AtLeast | Relation::MoreThan => format!("needs {needed}"),
        Relation::AtMost | Relation::LessThan => format!("at most {needed}"),
        Relation::Exactly => format!("needs exactly {needed}"),
    }
}
