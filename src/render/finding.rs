//! The findings of a check: as a page for people, and as JSON for programs.

use serde::Serialize;

use crate::render::ink::{Ink, Text};
use crate::render::page::{Block, Notice, Notices, Page};
use crate::value::code::Severity;
use crate::value::finding::Finding;

/// The findings in their order, then how many there are of each kind.
pub fn page(findings: &[Finding]) -> Page {
    let notices = ordered(findings).into_iter().map(notice).collect();
    Page::new()
        .and(Block::Notices(Notices { notices }))
        .line(summary(findings))
}

fn ordered(findings: &[Finding]) -> Vec<&Finding> {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| finding.order());
    ordered
}

fn notice(finding: &Finding) -> Notice {
    Notice {
        path: Text::from(&finding.place.path),
        line: finding.place.line,
        column: finding.place.column,
        severity: severity(finding.severity()),
        code: Text::from(finding.code.id),
        sentence: Text::from(&finding.sentence),
        hint: finding.hint.as_ref().map(Text::from).unwrap_or_default(),
    }
}

pub(crate) fn severity(severity: Severity) -> Text {
    match severity {
        Severity::Error => Ink::Bad.on("error"),
        Severity::Warning => Ink::Attention.on("warning"),
    }
}

/// How many findings there are: `2 errors, 1 warning`.
fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "No faults found.".to_owned();
    }
    let counted = |severity: Severity, word: &str| {
        let count = count(findings, severity);
        format!("{count} {word}{}", if count == 1 { "" } else { "s" })
    };
    let errors = counted(Severity::Error, "error");
    format!("{errors}, {}", counted(Severity::Warning, "warning"))
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    let same = |finding: &&Finding| finding.severity() == severity;
    findings.iter().filter(same).count()
}

/// Findings as JSON shows them.
#[derive(Debug, Serialize)]
pub struct FindingsJson<'a> {
    format: u32,
    errors: usize,
    warnings: usize,
    findings: Vec<FindingJson<'a>>,
}

/// One finding as JSON shows it: line and column from 1, `null` where there is none.
#[derive(Debug, Serialize)]
pub struct FindingJson<'a> {
    code: &'static str,
    name: &'static str,
    severity: Severity,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    hint: Option<&'a str>,
}

/// The findings in their order, to be written by [`json`](crate::render::json::json), alone or
/// as a part of something larger.
pub fn findings_json(findings: &[Finding]) -> FindingsJson<'_> {
    FindingsJson {
        format: 1,
        errors: count(findings, Severity::Error),
        warnings: count(findings, Severity::Warning),
        findings: ordered(findings)
            .into_iter()
            .map(FindingJson::from)
            .collect(),
    }
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            code: finding.code.id,
            name: finding.code.name,
            severity: finding.severity(),
            path: &finding.place.path,
            line: finding.place.line,
            column: finding.place.column,
            message: &finding.sentence,
            hint: finding.hint.as_deref(),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::blessed::screen;
    use crate::render::format::{Canvas, Format};
    use crate::render::json::json;
    use crate::render::render;
    use crate::value::code::{S102, S117};
    use crate::value::finding::{Finding, Place};

    use super::{findings_json, page};

    fn findings() -> Vec<Finding> {
        let stray = Finding::new(S117, Place::file("notes.txt"), "this is no record");
        let key = Finding::new(
            S102,
            Place::spot("charter.toml", 4, 1),
            "the key \"quorom\" is not one of a track's",
        );
        vec![stray, key.hint("write \"quorum\"")]
    }

    #[test]
    fn findings_for_people() {
        let page = page(&findings());
        let terminal = render(&page, Format::Table, &Canvas::terminal(100));
        let piped = [Format::Lines, Format::Markdown, Format::Csv]
            .map(|format| render(&page, format, &Canvas::piped()));
        let shown = [&[terminal][..], &piped].concat();
        for text in &shown {
            for word in [
                "S102",
                "charter.toml",
                "quorom",
                "quorum",
                "S117",
                "notes.txt",
            ] {
                assert!(text.contains(word), "{word}: {text}");
            }
        }
        screen("render/findings", &shown.join("\n"));
    }

    #[test]
    fn findings_for_programs() {
        assert_eq!(
            json(&findings_json(&findings())),
            r#"{
  "format": 1,
  "errors": 1,
  "warnings": 1,
  "findings": [
    {
      "code": "S102",
      "name": "unknown-key",
      "severity": "error",
      "path": "charter.toml",
      "line": 4,
      "column": 1,
      "message": "the key \"quorom\" is not one of a track's",
      "hint": "write \"quorum\""
    },
    {
      "code": "S117",
      "name": "stray-file",
      "severity": "warning",
      "path": "notes.txt",
      "line": null,
      "column": null,
      "message": "this is no record",
      "hint": null
    }
  ]
}
"#
        );
        assert!(json(&findings_json(&[])).contains("\"findings\": []"));
    }
}
