//! SARIF 2.1.0 (OASIS, 27 March 2020), for code scanning.

use serde_json::{Value, json};

use crate::render::annotate::fingerprint::fingerprints;
use crate::render::annotate::{Annotated, hint, sentence};
use crate::value::code::{self, Code, Severity};
use crate::value::finding::{Finding, Place};

/// The log of one run: every code that was found is a rule, its page its help.
pub fn sarif(annotated: &Annotated<'_>) -> String {
    let ordered = annotated.ordered();
    let found = |code: &&&Code| ordered.iter().any(|finding| finding.code == **code);
    let rules: Vec<&Code> = code::ALL.iter().filter(found).copied().collect();
    let prints = fingerprints(&ordered).into_iter();
    let results: Vec<Value> = ordered
        .iter()
        .zip(prints)
        .map(|(finding, print)| result(annotated, finding, &rules, &print))
        .collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|code| rule(code)).collect::<Vec<_>>(),
    });
    super::super::json::json(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.title },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": level(code.severity) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(annotated: &Annotated<'_>, finding: &Finding, rules: &[&Code], print: &str) -> Value {
    let said = [Some(sentence(finding)), hint(finding)];
    let said: Vec<String> = said.into_iter().flatten().collect();
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

fn region(place: &Place) -> Option<Value> {
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

/// A path as a relative reference (RFC 3986), so that none is taken for a scheme, a query or a
/// place outside.
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
