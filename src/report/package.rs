//! Shows the parts of a package, and the packages that contain a proposal.

use serde::Serialize;

use crate::procedure::package::{Package, packages_of};
use crate::record::call::DecidedPart;
use crate::register::records::Register;
use crate::render::grid::{DropPriority, Table};
use crate::render::page::{Facts, Page};
use crate::report::words;
use crate::value::clock::Instant;
use crate::value::id::ProposalId;
use crate::value::sentence::capital;

/// The parts of a proposal, and what it is a part of. Without any, they are neither shown nor in JSON.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct PackageRows {
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<Package>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    part_of: Vec<ProposalId>,
}

impl PackageRows {
    /// Those of `id`. `register` is the whole register.
    pub(crate) fn of(register: &Register, id: &ProposalId, now: Instant) -> Self {
        Self {
            package: Package::of(register, id, now),
            part_of: packages_of(register, id),
        }
    }

    /// How far a package is that has no call; `None` if it is not a package.
    pub(crate) fn in_words(&self) -> Option<String> {
        let package = self.package.as_ref()?;
        Some(format!("{}.", capital(&package.in_words())))
    }

    /// What it is a part of.
    pub(crate) fn facts(&self, facts: Facts) -> Facts {
        facts.filled("Part of", words::listed(&self.part_of))
    }

    /// The parts, each with its state.
    pub(crate) fn page(&self) -> Page {
        let Some(package) = &self.package else {
            return Page::new();
        };
        let table = Table::of(&package.parts)
            .words("part", DropPriority::Always, |part| &part.proposal)
            .words("title", DropPriority::Normal, |part| &part.title)
            .words("state", DropPriority::Always, |part| &part.stage);
        Page::new().table(table).gap()
    }
}

/// The parts in a decision, each with its outcome.
pub(crate) fn decided(parts: &[DecidedPart]) -> String {
    let each = parts
        .iter()
        .map(|part| format!("{} {}", part.proposal, part.outcome.word()));
    each.collect::<Vec<_>>().join(", ")
}
