//! `plenary verify`: recomputes every decision of the register from its pins.

use clap::Args;

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::git::Strictness;
use crate::register::snapshot::Extent;
use crate::report::verify::{Verification, Walk};
use crate::session::{self, gate};

/// Check: recompute every decision from its pins
///
/// Anybody can do this, from a clone, offline.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Only this proposal
    proposal: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Verify {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?.with_strictness(Strictness::Strict);
        if repository.has_git() {
            gate::whole_history(&repository)?;
        }
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let wanted = match &self.proposal {
            Some(typed) => Some(name::proposal(typed, &repository.proposals(&moment)?)?),
            None => None,
        };
        let verification = session::verify(repository, &moment, wanted.as_ref())?;
        let findings = verification.findings();
        let report = Verification::of(&verification.decisions, &findings).with_landings(Walk {
            landings: verification.walked.landings,
            findings: verification.walked.findings.len(),
            unproven: verification.walked.unproven,
            by_another: verification.by_another,
        });
        context.show(&report, || report.page())?;
        Ok(if findings.is_empty() {
            Exit::Done
        } else {
            Exit::Findings
        })
    }
}
