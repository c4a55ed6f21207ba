//! Workflow commands of GitHub and Forgejo, which no text of a contributor can start or alter.

use crate::render::annotate::{Annotated, hint, sentence};
use crate::value::code::Severity;
use crate::value::finding::Finding;
use crate::value::text::{shown, shown_on_one_line};

/// One workflow command for each finding, what fails first.
pub fn github(annotated: &Annotated<'_>) -> String {
    let lines = annotated.ordered().into_iter();
    lines.map(|finding| command(annotated, finding)).collect()
}

fn command(annotated: &Annotated<'_>, finding: &Finding) -> String {
    let name = match finding.severity() {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
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
    let said = [Some(sentence(finding)), hint(finding)];
    let said: Vec<String> = said.into_iter().flatten().collect();
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

/// What stands behind a command. Line feeds of ours are kept; each line is unarmed by itself,
/// since it is printed by itself after it was decoded.
fn data(text: &str) -> String {
    unarmed(text).replace('%', "%25").replace('\n', "%0A")
}

/// Text for the log of a workflow in which no line is a command: none begins with `::`, and
/// `##[`, which older runners look for anywhere in a line, stands nowhere. Characters that end a
/// line for some runner, or act on a terminal, are written out.
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
