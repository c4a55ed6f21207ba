//! `plenary check`: every record of the register.

use clap::Args;

use crate::check;
use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::register::snapshot::Extent;
use crate::render::finding::{findings_json, page};
use crate::value::code::{self, Code, Severity};
use crate::value::finding::Finding;

/// Finds every fault in one run, each with its place and what to type instead.
#[derive(Debug, Args)]
pub(crate) struct Check {
    /// Treat findings of this code as faults; may be given several times
    #[arg(long, value_name = "CODE", value_parser = known)]
    deny: Vec<&'static Code>,
    /// Leave out findings of this code; may be given several times
    #[arg(long, value_name = "CODE", value_parser = known)]
    allow: Vec<&'static Code>,
    #[command(flatten)]
    reading: Reading,
}

/// Reads a check code for an argument.
pub(super) fn known(text: &str) -> Result<&'static Code, String> {
    code::find(text).ok_or_else(|| {
        let ids = code::ALL.iter().flat_map(|code| [code.id, code.name]);
        match crate::value::suggest::nearest(text, ids) {
            Some(meant) => format!("did you mean {meant}?"),
            None => "plenary codes lists them all".to_owned(),
        }
    })
}

impl Check {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Everything)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let mut findings = check::tree(&register);
        findings.retain(|finding| !self.allow.contains(&finding.code));
        report(context, &findings)?;
        let fails = |finding: &Finding| {
            finding.severity() == Severity::Error || self.deny.contains(&finding.code)
        };
        Ok(if findings.iter().any(fails) {
            Exit::Findings
        } else {
            Exit::Done
        })
    }
}

/// Prints findings, and how many there are.
fn report(context: &mut Context<'_>, findings: &[Finding]) -> Result<(), Failure> {
    context.show(&findings_json(findings), || page(findings))
}
