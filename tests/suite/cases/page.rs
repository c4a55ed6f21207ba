//! Tests that the page on real decisions shows what the program computes for them.

use plenary::render::format::{Format, OutputContext};
use plenary::render::render;
use plenary::report::tally::TallyReport;
use plenary::tally::Tally;

use super::decision::Decisions;
use super::replay::{By, replay};
use crate::blessed;

const PAGE: &str = "docs/explanation/real-decisions.md";
/// The line above each block: `<!-- tally CASE -->`, or `<!-- tally CASE by RULE -->` for another
/// rule than its own.
const MARK: &str = "<!-- tally ";

/// The level of a tally and its tables, without the rest of the head, which would speak of a call that nobody
/// ever opened.
fn tables(tally: &Tally) -> String {
    let page = TallyReport::of(tally, None).page();
    let whole = render(&page, Format::Table, &OutputContext::terminal(100));
    let lines: Vec<&str> = whole.lines().map(str::trim_end).collect();
    let at = |begins: &str| {
        let line = lines.iter().position(|line| line.starts_with(begins));
        line.unwrap_or_else(|| panic!("no {begins} in: {whole}"))
    };
    let level = &lines[at("Computed level")..at("Answers")];
    let tables = &lines[at("Group ")..];
    let levels = at("Level ") - at("Group ");
    let end = tables[levels..].iter().position(|line| line.is_empty());
    let tables = end.map_or(tables, |end| &tables[..levels + end]);
    [level, &[""], tables].concat().join("\n")
}

/// What the program makes of a case by the rule as the data has it; a preset has more gates and
/// longer names, and would hide what readers must see.
fn block(words: &str, decisions: &Decisions) -> String {
    let (id, rule) = match words.split_once(" by ") {
        Some((id, rule)) => (id, Some(rule)),
        None => (words, None),
    };
    let case = decisions.case(id);
    let rule = decisions.rule(rule.unwrap_or(&case.rule));
    let replayed = replay(case, By::Rule(rule)).unwrap_or_else(|error| panic!("{words}: {error}"));
    format!("```\n{}\n```\n", tables(&replayed.tally))
}

#[test]
fn the_page_shows_what_the_program_makes_of_each() {
    let decisions = Decisions::read();
    let page = std::fs::read_to_string(blessed::project(PAGE)).expect("the page");
    let mut made = String::new();
    let mut seen = 0;
    let mut parts = page.split(MARK);
    made.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (words, rest) = part.split_once(" -->\n").expect("a mark ends its line");
        let rest = rest.strip_prefix("```\n").expect("a block under the mark");
        let (_, after) = rest.split_once("```\n").expect("the block's end");
        let block = block(words, &decisions);
        made.push_str(&format!("{MARK}{words} -->\n{block}{after}"));
        seen += 1;
    }
    assert!(seen >= 8, "only {seen} blocks in {PAGE}");
    blessed::same(PAGE, &made);
}
