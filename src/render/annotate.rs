//! Findings as the machines of forges read them, to be shown beside the lines of a request.

mod fingerprint;
pub mod github;
pub mod gitlab;
pub mod sarif;

use crate::value::finding::{Finding, Place};
use crate::value::text::shown_on_one_line;

/// Findings, and where the register lies in its repository.
#[derive(Debug, Clone, Copy)]
pub struct Annotated<'a> {
    /// The findings, in any order.
    pub findings: &'a [Finding],
    /// The register's folder, from the top of the repository, with `/`; empty for the top itself.
    pub prefix: &'a str,
}

impl Annotated<'_> {
    /// The findings as they are shown: what fails first, then by place.
    fn ordered(&self) -> Vec<&Finding> {
        let mut ordered: Vec<&Finding> = self.findings.iter().collect();
        ordered.sort_by(|a, b| {
            let graver = b.severity().cmp(&a.severity());
            graver.then_with(|| a.order().cmp(&b.order()))
        });
        ordered
    }

    /// The path of a place from the top of the repository, as it is.
    fn path(&self, place: &Place) -> String {
        match self.prefix.trim_matches('/') {
            "" => place.path.clone(),
            prefix => format!("{prefix}/{}", place.path),
        }
    }
}

/// What was found, as a sentence with its full stop.
fn sentence(finding: &Finding) -> String {
    format!("{}.", shown_on_one_line(&finding.sentence))
}

/// What to type instead, led by a word for it; each line of it by itself.
fn hint(finding: &Finding) -> Option<String> {
    let lines: Vec<String> = finding
        .hint
        .as_deref()?
        .lines()
        .map(shown_on_one_line)
        .collect();
    Some(format!("Instead: {}", lines.join("\n")))
}
