//! The count: a bar for each base that a rule uses, with a line where the rule's need is, and in words what is met and
//! what is not. A line is only on a bar of its own place and unit.

use crate::render::site::bar::Line;
use crate::render::site::blocks::blocks;
use crate::render::site::markup::{Html, el};
use crate::report::places::Limited;
use crate::report::rule::{self, Rule};
use crate::site::said::{Sides, side, spoken};
use crate::site::view::View;
use crate::tally::Tally;
use crate::tally::count::Count;
use crate::tally::criterion::{Comparison, Relation, Side};
use crate::value::class::CountsAs;
use crate::value::sentence::capital;

/// The most lines on one bar.
const MOST_LINES: usize = 4;

/// What one bar shows.
struct Base {
    /// What it is called, where there are several bars.
    name: String,
    /// Its place as rules write it; none for all.
    scope: Option<String>,
    /// Its unit as rules name it; none for what the track counts.
    unit: Option<String>,
    count: Count,
}

/// Every base that a line is drawn on, and always that of all.
fn bases(tally: &Tally, rules: &[Rule]) -> Vec<Base> {
    let mut bases = vec![Base {
        name: "All".to_owned(),
        scope: None,
        unit: None,
        count: tally.count.clone(),
    }];
    for group in &tally.charter.groups {
        bases.push(Base {
            name: group.name.clone(),
            scope: Some(format!("group {}", group.id)),
            unit: None,
            count: tally.count_in_group(group.id.as_str()),
        });
    }
    for house in tally.charter.houses() {
        bases.push(Base {
            name: tally.charter.house_title(&house),
            scope: Some(format!("house {house}")),
            unit: None,
            count: tally.count_in_house(Some(&house)),
        });
    }
    for weight in &tally.charter.weights {
        bases.push(Base {
            name: format!("By {weight}"),
            scope: None,
            unit: Some(weight.to_string()),
            count: Count::of_weight(&tally.track, weight, &tally.ballot.units),
        });
    }
    let is_used = |(place, base): &(usize, Base)| *place == 0 || !lines(base, rules).is_empty();
    let used = bases.into_iter().enumerate().filter(is_used);
    used.map(|(_, base)| base).collect()
}

/// A line with the comparison that it shows.
struct Need<'r> {
    line: Line,
    rule: &'r Rule,
    comparison: &'r Comparison,
}

fn lines<'r>(base: &Base, rules: &'r [Rule]) -> Vec<Need<'r>> {
    rules.iter().flat_map(|rule| of_rule(base, rule)).collect()
}

/// What a rule needs of each side: only the strictest of several needs.
fn of_rule<'r>(base: &Base, rule: &'r Rule) -> Vec<Need<'r>> {
    let needs = rule.comparisons.iter().filter_map(|comparison| {
        let line = line(base, rule, comparison)?;
        Some(Need {
            line,
            rule,
            comparison,
        })
    });
    let (for_it, against): (Vec<Need<'_>>, Vec<Need<'_>>) =
        needs.partition(|need| need.comparison.relation.is_at_least());
    let strictest = [
        for_it.into_iter().rev().max_by_key(|need| need.line.at),
        against.into_iter().rev().max_by_key(|need| need.line.at),
    ];
    strictest.into_iter().flatten().collect()
}

fn line(base: &Base, rule: &Rule, comparison: &Comparison) -> Option<Line> {
    let described = comparison.described.as_ref()?;
    let of_track = ["participants", "affiliations", "groups"].contains(&described.unit.as_str());
    let same_unit = match &base.unit {
        None => of_track,
        Some(unit) => described.unit == *unit,
    };
    let side = comparison
        .side
        .as_ref()
        .filter(|side| is_from_edge(base, side))?;
    let needed = comparison
        .needed
        .filter(|needed| *needed > 1 && *needed <= base.count.members)?;
    if !same_unit || described.scope != base.scope || comparison.empty.is_some() {
        return None;
    }
    let name = spoken(&rule.name);
    match (side.class, comparison.relation) {
        (CountsAs::For, Relation::AtLeast | Relation::MoreThan) => Some(Line {
            at: needed,
            label: format!("{needed} for {name}"),
        }),
        (CountsAs::Against, Relation::AtMost | Relation::LessThan) => Some(Line {
            at: base.count.members.saturating_sub(needed),
            label: format!("at most {needed} against"),
        }),
        _ => None,
    }
}

/// Whether a side is all that is at its edge of the bar: a single position only if its class has no other.
fn is_from_edge(base: &Base, side: &Side) -> bool {
    let Some(position) = &side.position else {
        return true;
    };
    let own = base
        .count
        .positions
        .iter()
        .filter(|(_, class, _)| *class == side.class);
    let mut own = own.map(|(name, ..)| name.as_str());
    own.next() == Some(position.as_str()) && own.next().is_none()
}

impl View<'_> {
    /// The bars with their captions; a sentence where nothing is counted or numbers do not add up.
    pub(crate) fn count(&self, is_open: bool) -> Html {
        let tally = self.tally();
        if !self.counts() {
            let says = "Nothing is counted on this track. A chair weighs the objections.";
            return el("p").text(says).into();
        }
        if !Sides::of(&tally.count).add_up() {
            let says = "The numbers of this tally do not add up to the seats, so no bar is drawn.";
            return el("p").class("alarm").text(says).into();
        }
        let mut rules = rule::gates(tally);
        rules.extend(rule::levels(tally));
        // A bar shows everybody who answered, and a limit leaves some of them out of the rules: no line fits on it.
        let limit = Limited::of(tally);
        let drawn = match limit.is_some() {
            true => &[][..],
            false => &rules,
        };
        let bases = bases(tally, drawn);
        let several = bases.len() > 1;
        let bars = bases
            .iter()
            .map(|base| self.bar(base, drawn, several, is_open));
        let limit = limit.map(|limit| blocks(&limit.page()));
        bars.collect::<Html>()
            .then(limit)
            .then(unmet(tally, &rules))
    }

    fn bar(&self, base: &Base, rules: &[Rule], several: bool, is_open: bool) -> Html {
        let needs = lines(base, rules);
        let mut bar = self.marks.bar(&base.count);
        bar.lines = merged(&needs);
        let heading = several.then(|| Html::from(el("h3").with(Html::bdi(&base.name))));
        let words = caption(base);
        let label = format!("{}: {words}", base.name);
        Html::from(heading)
            .then(el("div").class("wide").with(bar.large(&label)))
            .then(el("p").class("numbers").text(words))
            .then(explained(&needs, is_open))
    }
}

/// The lines of a bar, those of the first rules; levels that need the same share one line. The others are in words.
fn merged(needs: &[Need<'_>]) -> Vec<Line> {
    let mut needs: Vec<&Need<'_>> = needs.iter().take(MOST_LINES).collect();
    needs.sort_by_key(|need| need.line.at);
    let mut lines: Vec<Line> = Vec::new();
    for need in needs {
        match lines.last_mut().filter(|last| last.at == need.line.at) {
            None => lines.push(need.line.clone()),
            Some(last) if last.label == need.line.label => {}
            Some(last) => last.label = format!("{}, {}", last.label, spoken(&need.rule.name)),
        }
    }
    lines
}

/// The numbers of a bar: what is measured from which edge.
fn caption(base: &Base) -> String {
    let (count, sides) = (&base.count, Sides::of(&base.count));
    let Sides {
        neither,
        silent,
        members,
        ..
    } = sides;
    format!(
        "{} from the left · {} from the right · {neither} on neither side · {silent} without an answer · {members} in all",
        side(count, CountsAs::For),
        side(count, CountsAs::Against),
    )
}

fn explained(needs: &[Need<'_>], is_open: bool) -> Html {
    if needs.is_empty() {
        return Html::default();
    }
    let one = |need: &Need<'_>| {
        let described = need.comparison.described.as_ref();
        let words = described.map_or("", |described| described.words.as_str());
        let met = if need.comparison.met {
            "met"
        } else {
            "not met"
        };
        let needed = need.comparison.needed.unwrap_or(need.line.at);
        Html::from(el("b").text(needed.to_string()))
            .say(format!(" ({}): {words}, {met}", spoken(&need.rule.name)))
    };
    let mut needs: Vec<&Need<'_>> = needs.iter().collect();
    needs.sort_by_key(|need| need.line.at);
    let lines = Html::joined(needs.into_iter().map(one), ". ").say(".");
    let said = match is_open {
        true => "Lines, with the answers so far: ",
        false => "Lines: ",
    };
    el("p").class("dim").text(said).with(lines).into()
}

/// Every comparison that is not met, of the requirements and of the levels above the computed one.
fn unmet(tally: &Tally, rules: &[Rule]) -> Html {
    let above = rules.iter().take_while(|rule| {
        let is_computed = tally
            .computed
            .as_ref()
            .is_some_and(|own| own.as_str() == rule.name);
        rule.outcome.is_none() || !is_computed
    });
    let failing = above.filter(|rule| !rule.met);
    let one = |rule: &Rule| {
        let parts = rule.comparisons.iter().filter(|each| !each.met);
        let parts = parts.map(|each| {
            Html::from(el("code").text(&each.text))
                .say(format!(" ({})", rule::in_numbers(each, "")))
        });
        let name = el("b").text(spoken(&rule.name));
        let line = el("p")
            .class("unmet")
            .text("Not met, for ")
            .with(name)
            .text(": ");
        line.with(Html::joined(parts, ", ")).text(".").into()
    };
    failing.map(one).collect()
}

/// The heading of the count.
pub(crate) fn heading(is_open: bool) -> String {
    capital(if is_open {
        "the count so far"
    } else {
        "the count"
    })
}
