//! Shows findings: as a page for people, as JSON for programs, and as hosting services read them, next to the
//! lines of a pull request.
//!
//! - GitLab: a Code Quality report, with a fingerprint that stays the same when lines move.
//! - Code scanning: SARIF 2.1.0 (OASIS, 27 March 2020).

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::render::fold::{folded, gravest_first};
use crate::render::ink::{Style, StyledText};
use crate::render::json;
use crate::render::page::{Block, Notice, NoticeLog, Page};
use crate::value::code::{self, CheckCode, Severity};
use crate::value::digest::TextDigest;
use crate::value::finding::{Finding, SourceLocation};
use crate::value::sentence::many;
use crate::value::text::{shown, shown_on_one_line};

/// The findings in their order, a long list folded, then how many there are of each kind.
pub fn page(findings: &[Finding]) -> Page {
    listed(&folded(findings), findings)
}

/// The same with every finding.
pub fn whole_page(findings: &[Finding]) -> Page {
    listed(findings, findings)
}

fn listed(listed: &[Finding], all: &[Finding]) -> Page {
    let notices = ordered(listed).into_iter().map(notice).collect();
    Page::new()
        .and(Block::Notices(NoticeLog { notices }))
        .line(summary(all))
}

pub(super) fn ordered(findings: &[Finding]) -> Vec<&Finding> {
    let mut ordered: Vec<&Finding> = findings.iter().collect();
    ordered.sort_by_key(|finding| finding.order());
    ordered
}

fn notice(finding: &Finding) -> Notice {
    Notice {
        path: StyledText::from(&finding.place.path),
        line: finding.place.line,
        column: finding.place.column,
        severity: severity(finding.severity()),
        code: StyledText::from(finding.code.id),
        sentence: StyledText::from(&finding.sentence),
        hint: finding
            .hint
            .as_ref()
            .map(StyledText::from)
            .unwrap_or_default(),
    }
}

pub(crate) fn severity(severity: Severity) -> StyledText {
    match severity {
        Severity::Error => Style::Bad.on("error"),
        Severity::Warning => Style::Attention.on("warning"),
    }
}

/// How many findings there are: `2 errors, 1 warning`.
fn summary(findings: &[Finding]) -> String {
    if findings.is_empty() {
        return "No errors found.".to_owned();
    }
    let counted = |severity: Severity, word: &str| many(count(findings, severity), word);
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

/// One finding as JSON shows it: line and column from 1, or `null`.
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

/// The findings in their order, to be written by [`json()`], alone or as a part of something larger.
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

/// Findings, and the register's folder in its repository.
#[derive(Debug, Clone, Copy)]
pub struct Annotated<'a> {
    /// The findings, in any order.
    pub findings: &'a [Finding],
    /// The register's folder, from the top of the repository, with `/`; empty for the top itself.
    pub prefix: &'a str,
}

impl Annotated<'_> {
    /// The path of a place from the top of the repository, as it is. A place can be above the register.
    pub(super) fn path(&self, place: &SourceLocation) -> String {
        let (mut folder, mut path) = (self.prefix.trim_matches('/'), place.path.as_str());
        while let Some(above) = path.strip_prefix("../").filter(|_| !folder.is_empty()) {
            (folder, path) = (
                folder.rsplit_once('/').map_or("", |(outer, _)| outer),
                above,
            );
        }
        match folder {
            "" => path.to_owned(),
            folder => format!("{folder}/{path}"),
        }
    }
}

/// The sentence of a finding, and its hint if it has one.
pub(super) fn said(finding: &Finding) -> Vec<String> {
    let lines = finding.hint.iter().flat_map(|hint| hint.lines());
    let lines: Vec<String> = lines.map(shown_on_one_line).collect();
    let hint = finding
        .hint
        .as_ref()
        .map(|_| format!("Hint: {}", lines.join("\n")));
    let sentence = format!("{}.", shown_on_one_line(&finding.sentence));
    std::iter::once(sentence).chain(hint).collect()
}

/// The fingerprint of each finding: of its code, path and sentence, and of how many equal ones came before it,
/// without line and column.
fn fingerprints(findings: &[&Finding]) -> Vec<String> {
    let mut seen: BTreeMap<(&str, &str, &str), u32> = BTreeMap::new();
    let each = findings.iter().map(|finding| {
        let named = (
            finding.code.id,
            finding.place.path.as_str(),
            finding.sentence.as_str(),
        );
        let earlier = seen.entry(named).or_default();
        let (code, path, sentence) = named;
        let text = format!("{code}\0{path}\0{sentence}\0{earlier}");
        *earlier += 1;
        TextDigest::of(text.as_bytes()).to_string()
    });
    each.collect()
}

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

/// The report: an array with an element for each finding, errors first. A finding on a whole file is at its first
/// line, because every element must have one.
pub fn gitlab(annotated: &Annotated<'_>) -> String {
    let ordered = gravest_first(annotated.findings);
    let prints = fingerprints(&ordered).into_iter();
    let issues: Vec<Issue> = ordered
        .iter()
        .zip(prints)
        .map(|(finding, print)| issue(annotated, finding, print))
        .collect();
    json(&issues)
}

fn issue(annotated: &Annotated<'_>, finding: &Finding, fingerprint: String) -> Issue {
    let said = said(finding);
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

/// The log of one run: every code that was found is a rule, and its page is the help.
pub fn sarif(annotated: &Annotated<'_>) -> String {
    let ordered = gravest_first(annotated.findings);
    let found = |code: &&&CheckCode| ordered.iter().any(|finding| finding.code == **code);
    let rules: Vec<&CheckCode> = code::ALL.iter().filter(found).copied().collect();
    let prints = fingerprints(&ordered).into_iter();
    let results: Vec<Value> = ordered
        .iter()
        .zip(prints)
        .map(|(finding, print)| result(annotated, finding, &rules, &print))
        .collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|code| rule(code, &ordered)).collect::<Vec<_>>(),
    });
    json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: &CheckCode, findings: &[&Finding]) -> Value {
    let denied = findings
        .iter()
        .find(|finding| finding.code == code && finding.denied);
    let severity = denied.map_or(code.severity, |finding| finding.severity());
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.title },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": level(severity) },
    })
}

pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(
    annotated: &Annotated<'_>,
    finding: &Finding,
    rules: &[&CheckCode],
    print: &str,
) -> Value {
    let said = said(finding);
    let mut place = json!({
        "artifactLocation": { "uri": reference(&annotated.path(&finding.place)) },
    });
    if let Some(region) = region(&finding.place) {
        place["region"] = region;
    }
    json!({
        "ruleId": finding.code.id,
        "ruleIndex": rules.iter().position(|code| *code == finding.code),
        "level": level(finding.severity()),
        "message": { "text": plain(&said.join("\n")) },
        "locations": [{ "physicalLocation": place }],
        "partialFingerprints": { "plenary/v1": print },
    })
}

fn region(place: &SourceLocation) -> Option<Value> {
    let line = place.line?;
    Some(match place.column {
        Some(column) => json!({ "startLine": line, "startColumn": column }),
        None => json!({ "startLine": line }),
    })
}

/// A message in which nothing is a link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6).
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            c => out.push(c),
        }
    }
    out
}

/// A path as a relative reference (RFC 3986), so that it is not read as a scheme, a query or an outside place.
fn reference(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b'@' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{findings_json, page};
    use crate::blessed::screen;
    use crate::render::format::{Format, OutputContext};
    use crate::render::{json, render};
    use crate::value::code::{S102, S117};
    use crate::value::finding::{Finding, SourceLocation};

    fn findings() -> Vec<Finding> {
        let stray = Finding::new(
            S117,
            SourceLocation::file("notes.txt"),
            "this is not a record",
        );
        let key = Finding::new(
            S102,
            SourceLocation::spot("charter.toml", 4, 1),
            "unknown key \"quorom\"",
        );
        vec![stray, key.hint("write \"quorum\"")]
    }

    #[test]
    fn findings_for_people() {
        let page = page(&findings());
        let terminal = render(&page, Format::Table, &OutputContext::terminal(100));
        let piped = [Format::Lines, Format::Markdown, Format::Csv]
            .map(|format| render(&page, format, &OutputContext::piped()));
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
      "message": "unknown key \"quorom\"",
      "hint": "write \"quorum\""
    },
    {
      "code": "S117",
      "name": "unknown-file",
      "severity": "warning",
      "path": "notes.txt",
      "line": null,
      "column": null,
      "message": "this is not a record",
      "hint": null
    }
  ]
}
"#
        );
        assert!(json(&findings_json(&[])).contains("\"findings\": []"));
    }
}
