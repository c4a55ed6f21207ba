//! Writes findings as workflow commands, which GitHub and Forgejo show as annotations, and makes text safe for the
//! log of a workflow.

use std::collections::BTreeMap;

use crate::render::finding::{Annotated, level, ordered, said};
use crate::value::code::Severity;
use crate::value::finding::Finding;
use crate::value::text::{shown, shown_on_one_line};

/// So many errors, and so many warnings, of one step become annotations. GitHub drops the rest
/// (actions/toolkit, docs/problem-matchers.md).
const MOST_ANNOTATIONS: usize = 10;

/// One workflow command for each finding, errors first. Where there are more than GitHub shows, each code has some,
/// the last command says that there are more, and the rest are lines of the log.
pub fn github(annotated: &Annotated<'_>) -> String {
    let (mut commands, mut rest) = (String::new(), String::new());
    for severity in [Severity::Error, Severity::Warning] {
        let own = in_turn(annotated.findings, severity);
        let shown = match own.len() > MOST_ANNOTATIONS {
            true => MOST_ANNOTATIONS - 1,
            false => own.len(),
        };
        let (shown, others) = own.split_at(shown);
        commands.extend(shown.iter().map(|finding| command(annotated, finding)));
        if !others.is_empty() {
            let name = level(severity);
            let sentence = format!("There are more {name}s. The log of this step lists them.");
            commands.push_str(&format!(
                "::{name} title=plenary check::{}\n",
                data(&sentence)
            ));
        }
        rest.extend(others.iter().map(|finding| {
            let path = shown_on_one_line(&annotated.path(&finding.place));
            let told = said(finding).join(" ").replace('\n', " ");
            let line = format!("{path}: {} {}: {told}", level(severity), finding.code.id);
            format!("{}\n", unarmed(&line))
        }));
    }
    commands + &rest
}

/// The findings of one severity, first one of each code, then the second of each.
fn in_turn(findings: &[Finding], severity: Severity) -> Vec<&Finding> {
    let mut earlier: BTreeMap<&str, usize> = BTreeMap::new();
    let own = ordered(findings).into_iter();
    let own = own.filter(|finding| finding.severity() == severity);
    let mut turns: Vec<(usize, &Finding)> = own
        .map(|finding| {
            let turn = earlier.entry(finding.code.id).or_default();
            *turn += 1;
            (*turn, finding)
        })
        .collect();
    if turns.len() > MOST_ANNOTATIONS {
        turns.sort_by_key(|(turn, finding)| (*turn, finding.order()));
    }
    turns.into_iter().map(|(_, finding)| finding).collect()
}

/// One workflow command for a check that did not end with findings.
pub fn github_failure(text: &str) -> String {
    format!("::error title=plenary check::{}\n", data(text.trim_end()))
}

fn command(annotated: &Annotated<'_>, finding: &Finding) -> String {
    let name = level(finding.severity());
    let mut properties = vec![("file", annotated.path(&finding.place))];
    properties.extend(finding.place.line.map(|line| ("line", line.to_string())));
    properties.extend(
        finding
            .place
            .column
            .map(|column| ("col", column.to_string())),
    );
    let title = format!("{} {}", finding.code.id, finding.code.name);
    properties.push(("title", title));
    let properties: Vec<String> = properties
        .iter()
        .map(|(key, value)| format!("{key}={}", property(value)))
        .collect();
    let said = said(finding);
    format!(
        "::{name} {}::{}\n",
        properties.join(","),
        data(&said.join("\n"))
    )
}

/// A property's value: on one line, and nothing in it that separates properties.
fn property(value: &str) -> String {
    data(&shown_on_one_line(value))
        .replace(':', "%3A")
        .replace(',', "%2C")
}

/// The text after a command. Our line feeds are kept; each line is made safe by itself, because it is printed by
/// itself after decoding.
fn data(text: &str) -> String {
    unarmed(text).replace('%', "%25").replace('\n', "%0A")
}

/// Text for the log of a workflow in which no line is a command: none begins with `::` or contains `##[`, which
/// older runners look for anywhere in a line. Characters that end a line or act on a terminal are written out.
pub fn unarmed(text: &str) -> String {
    let lines = text.split('\n').map(|line| {
        let line = shown(line).replace("##[", "## [");
        let start = line.len() - line.trim_start().len();
        match line.split_at(start) {
            (space, rest) if rest.starts_with("::") => {
                format!("{space}: {}", rest.get(1..).unwrap_or_default())
            }
            _ => line,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}
