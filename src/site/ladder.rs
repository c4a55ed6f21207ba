//! What the charter asks for: the requirements, then the levels in its order, each comparison with its count, its base
//! and what is needed.

use crate::render::site::bar::meter;
use crate::render::site::markup::{Html, el};
use crate::report::rule::{self, Rule};
use crate::site::said::spoken;
use crate::site::view::View;
use crate::tally::criterion::{Comparison, Relation};
use crate::value::id::LevelName;
use crate::value::sentence::all_of;

impl View<'_> {
    /// The table of requirements and levels, down to the lower one of the computed and the designated level.
    pub(crate) fn ladder(&self, designated: Option<&LevelName>) -> Html {
        let tally = self.tally();
        let (gates, levels) = (rule::gates(tally), rule::levels(tally));
        let is_wanted = |rule: &Rule| {
            rule.is_computed || designated.is_some_and(|level| level.as_str() == rule.name)
        };
        let last = levels.iter().rposition(is_wanted);
        let last = last.map_or(levels.len(), |last| last + 1);
        let (shown, folded) = levels.split_at(last);
        let says = "The rules of the charter in their order. The frame of a bar is the base, the dark part is what was counted, and the line is what is needed. The first level that is met is the computed level.";
        let rules = gates.iter().chain(shown);
        Html::from(el("p").class("dim screen").text(says))
            .then(table(rules, designated))
            .then(further(folded, designated))
    }
}

fn further(rules: &[Rule], designated: Option<&LevelName>) -> Html {
    if rules.is_empty() {
        return Html::default();
    }
    let names: Vec<String> = rules.iter().map(|rule| spoken(&rule.name)).collect();
    let names = all_of(names.iter().map(String::as_str));
    el("details")
        .with(el("summary").text(format!("Lower levels: {names}")))
        .with(table(rules.iter(), designated))
        .into()
}

fn table<'r>(rules: impl Iterator<Item = &'r Rule>, designated: Option<&LevelName>) -> Html {
    let heads = ["Rule", "Bar", "Count and need", "Result"];
    let heads = heads.iter().map(|head| el("th").scope("col").text(head));
    let bodies = rules.map(|rule| body(rule, designated));
    el("table")
        .class("ladder")
        .with(el("thead").with(el("tr").each(heads)))
        .each(bodies)
        .into()
}

fn body(rule: &Rule, designated: Option<&LevelName>) -> Html {
    let is_designated =
        rule.outcome.is_some() && designated.is_some_and(|level| level.as_str() == rule.name);
    let tags = [
        (rule.outcome.is_none(), "requirement"),
        (rule.is_computed, "computed"),
        (is_designated, "designated"),
    ];
    let tags = tags.iter().filter(|(has, _)| *has);
    let tags: Html = tags
        .map(|(_, tag)| Html::text(" ").then(el("span").class("flag").text(tag)))
        .collect();
    let words = rule
        .in_words
        .as_deref()
        .unwrap_or("if no other level is met");
    let name = el("th")
        .scope("rowgroup")
        .colspan(3)
        .with(el("b").text(spoken(&rule.name)))
        .with(tags)
        .with(el("span").class("sub").text(words));
    let result = match (rule.default, rule.met) {
        (true, _) => Html::text("default"),
        (false, met) => result(met),
    };
    let head = el("tr")
        .class("rule")
        .with(name)
        .with(el("td").with(result));
    let rows = rule.comparisons.iter().map(comparison);
    el("tbody").with(head).each(rows).into()
}

fn comparison(each: &Comparison) -> Html {
    el("tr")
        .with(el("th").scope("row").with(el("code").text(&each.text)))
        .with(el("td").class("chart").with(bar(each)))
        .with(el("td").text(rule::in_numbers(each, "")))
        .with(el("td").with(result(each.met)))
        .into()
}

/// The bar of a comparison; none if it must be 0, or if there is no base.
fn bar(each: &Comparison) -> Html {
    let must_be_none = each.relation == Relation::Exactly && each.needed == Some(0);
    if must_be_none || each.empty.is_some() {
        return Html::default();
    }
    let needed = each.needed.unwrap_or(0);
    let base = each.base.unwrap_or_else(|| each.count.max(needed));
    match base {
        0 => Html::default(),
        base => meter(each.count, base, each.needed),
    }
}

fn result(met: bool) -> Html {
    match met {
        true => Html::text("✓ met"),
        false => el("b").text("✗ not met").into(),
    }
}
