//! A Code Quality report of GitLab.

use serde::Serialize;

use crate::render::annotate::fingerprint::fingerprints;
use crate::render::annotate::{Annotated, hint, sentence};
use crate::render::json::json;
use crate::value::code::Severity;
use crate::value::finding::Finding;
use crate::value::text::shown;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The report: an array with an element for each finding, what fails first. A finding of a whole
/// file is shown at its first line, since every element must name one.
pub fn gitlab(annotated: &Annotated<'_>) -> String {
    let ordered = annotated.ordered();
    let prints = fingerprints(&ordered).into_iter();
    let issues: Vec<Issue> = ordered
        .iter()
        .zip(prints)
        .map(|(finding, print)| issue(annotated, finding, print))
        .collect();
    json(&issues)
}

fn issue(annotated: &Annotated<'_>, finding: &Finding, fingerprint: String) -> Issue {
    let said = [Some(sentence(finding)), hint(finding)];
    let said: Vec<String> = said.into_iter().flatten().collect();
    Issue {
        description: said.join(" ").replace('\n', " "),
        check_name: format!("{} {}", finding.code.id, finding.code.name),
        fingerprint,
        severity: match finding.severity() {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Location {
            path: shown(&annotated.path(&finding.place)),
            lines: Lines {
                begin: finding.place.line.unwrap_or(1),
            },
        },
    }
}
