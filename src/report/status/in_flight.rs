//! Shows the positions that came as pull requests and are not merged: they are received, and no tally
//! counts them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::render::page::Page;
use crate::value::sentence::all_of;

/// One pull request.
#[derive(Debug, Clone, Serialize)]
pub struct Request {
    /// Its reference.
    pub request: String,
    /// The positions that it gives on this proposal.
    pub positions: Vec<String>,
    /// Why it cannot be merged as it is; none where it can.
    pub because: Option<String>,
}

/// The pull requests that are not merged.
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
        let count = |(position, n): (&String, &usize)| format!("{n} {position}");
        let counts: Vec<String> = self.positions.iter().map(count).collect();
        let (valid, not) = (self.valid, self.not_valid);
        let head = match counts.is_empty() {
            true => {
                format!("Pull requests: {valid} valid, {not} not valid. None is counted above.")
            }
            false => format!(
                "Pull requests: {valid} valid with {}, {not} not valid. None is counted above.",
                all_of(counts.iter().map(String::as_str))
            ),
        };
        let each = self.requests.iter().map(|one| match &one.because {
            None => format!("{}: {}", one.request, one.positions.join(", ")),
            Some(because) => format!("{}: not valid ({because})", one.request),
        });
        Page::new().line(head).bullets(each).gap()
    }
}
