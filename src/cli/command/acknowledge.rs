//! `plenary acknowledge`: a finding about a commit stays visible and no longer fails.

use std::collections::BTreeSet;

use clap::Args;

use crate::act::acknowledge::acknowledge;
use crate::act::arguments::Why;
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Prose};
use crate::cli::command::asked;
use crate::cli::command::codes::known;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::register::snapshot::Extent;
use crate::session::{self, acknowledged};
use crate::value::code::CheckCode;
use crate::value::digest::CommitId;
use crate::value::finding::Finding;
use crate::value::id::ParticipantId;
use crate::value::sentence::many;
use crate::value::text::shown;

const REASON: Prose<'static> = Prose::new(
    "the reason",
    "--reason-file",
    "What happened, and why the finding can stay.",
);

/// Acknowledge a finding of "verify" about a commit
///
/// Chairs can run this, but not for a commit or a record of their own. Nobody can undo what a commit
/// broke. The finding stays visible with your reason, and "verify" no longer fails because of it. An
/// acknowledgement cannot be changed or deleted.
#[derive(Debug, Args)]
pub(crate) struct Acknowledge {
    /// Commit that "verify" names
    commit: String,
    /// Code of the finding, or of the rule that the commit broke
    #[arg(value_parser = known)]
    code: &'static CheckCode,
    /// Path in the finding (default: all)
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    #[command(flatten)]
    why: Why,
    #[command(flatten)]
    how: WriteAs,
}

impl Acknowledge {
    pub(super) fn run(mut self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        asked::why(context, &mut self.why)?;
        let desk = WriteSession::open(context, Extent::Everything, self.how.clone())?;
        let actor = desk.actor(context)?;
        let commit = desk.repository.resolve(&self.commit)?;
        let findings = self.meant(&desk, &commit)?;
        let mut concerned: BTreeSet<ParticipantId> = BTreeSet::new();
        for finding in &findings {
            let path = &finding.place.path;
            let (repository, register) = (&desk.repository, &desk.register);
            concerned.extend(acknowledged::concerned(
                repository, register, &commit, path,
            )?);
        }
        let concerned: Vec<ParticipantId> = concerned.into_iter().collect();
        let entry = ask::carried_out(context, REASON, self.why.reason.take(), |why, now| {
            acknowledge(&desk.register, &findings, &concerned, why, (&actor, now))
        })?;
        let said = format!(
            "Acknowledged: {} about commit {}.",
            many(findings.len(), "finding"),
            commit.short()
        );
        desk.land_saying(context, &entry, said)
    }

    /// The findings that are meant and not acknowledged yet.
    fn meant(&self, desk: &WriteSession, commit: &CommitId) -> Result<Vec<Finding>, Failure> {
        let walked = session::walk(&desk.repository, &desk.base)?;
        let is_meant = |finding: &Finding| {
            let path = self.path.as_ref();
            let broken = finding.violation.as_ref();
            path.is_none_or(|path| *path == finding.place.path)
                && broken.is_some_and(|broken| {
                    broken.commit == *commit && [broken.rule, finding.code].contains(&self.code)
                })
        };
        let found: Vec<Finding> = walked.findings.into_iter().filter(is_meant).collect();
        if !found.is_empty() {
            return Ok(found);
        }
        let (code, short) = (self.code.id, commit.short());
        let at = self
            .path
            .as_deref()
            .map_or(String::new(), |path| format!(" at {}", shown(path)));
        let sentence = match walked.acknowledged.iter().any(|one| is_meant(&one.finding)) {
            true => format!("the finding {code} about commit {short}{at} is already acknowledged"),
            false => format!("\"verify\" has no finding {code} about commit {short}{at}"),
        };
        Err(Failure::usage(
            sentence,
            "to see the findings: plenary verify",
        ))
    }
}
