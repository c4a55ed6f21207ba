//! Positions that came as requests and have not landed: received, and counted by nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::page::Page;

/// One request.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// Its reference.
    pub request: String,
    /// The positions that it gives on this proposal.
    pub positions: Vec<String>,
    /// Why it cannot land as it is; none where it can.
    pub because: Option<String>,
}

/// The requests that have not landed.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct InFlight {
    valid: usize,
    not_valid: usize,
    positions: BTreeMap<String, usize>,
    requests: Vec<Request>,
}

impl InFlight {
    /// These requests.
    pub fn of(requests: Vec<Request>) -> Self {
        let valid = requests.iter().filter(|one| one.because.is_none());
        let mut positions = BTreeMap::new();
        for position in valid.clone().flat_map(|one| &one.positions) {
            *positions.entry(position.clone()).or_insert(0) += 1;
        }
        let valid = valid.count();
        Self {
            valid,
            not_valid: requests.len() - valid,
            positions,
            requests,
        }
    }

    pub(super) fn page(&self) -> Page {
        let counts: Vec<String> = self
            .positions
            .iter()
            .map(|(position, n)| format!("{position} {n}"))
            .collect();
        let counts = match counts.is_empty() {
            true => String::new(),
            false => format!(" ({})", counts.join(", ")),
        };
        let (valid, not) = (self.valid, self.not_valid);
        let line =
            format!("In flight: {valid} valid{counts}, {not} not valid; none is counted above.");
        let each = self.requests.iter().map(|one| match &one.because {
            None => format!("{}: {}", one.request, one.positions.join(", ")),
            Some(because) => format!("{}: not valid: {because}", one.request),
        });
        Page::new().line(line).bullets(each).gap()
    }
}
