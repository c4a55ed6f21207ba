//! `plenary import refs`: imports positions from pull requests, with one commit for each.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::WriteAs;
use crate::cli::command::fix::shown;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::git::{CommitInput, CommitMode, CommitOutcome, Repository};
use crate::procedure::intake::RowOutcome;
use crate::procedure::rights::{About, Deed};
use crate::register::snapshot::{Extent, Moment};
use crate::report::intake::{Requests, Row};
use crate::session;
use crate::session::requests::{Accounts, Judged, entered, judge};
use crate::value::command::Command;
use crate::value::digest::CommitId;
use crate::value::hint::Hint;

/// Import pull requests that only give their author's position
///
/// Chairs and secretaries can run this. It checks each pull request in the order of their numbers,
/// as if it were merged. Without --write it merges nothing. Fetch the pull requests first. With
/// --fix, a pull request with nothing wrong but typing errors that have one reading is entered for
/// its participant: without them, with who entered it and the commit as evidence.
#[derive(Debug, Args)]
pub(crate) struct Refs {
    /// Git references, such as 'refs/pull/*' or 'refs/heads/answers/*'
    pattern: String,
    /// Merge those with nothing but their author's positions and objections
    #[arg(long, conflicts_with_all = ["dry_run", "no_commit"])]
    write: bool,
    /// Fix typing errors, and enter the fixed positions for their participants
    #[arg(long)]
    fix: bool,
    /// File with the account of each one: "refs/pull/7" = "github:ruth-a"
    #[arg(long, value_name = "FILE.toml")]
    actor_map: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// The accounts that a file gives to references.
pub(super) fn accounts(
    context: &mut Context<'_>,
    file: Option<&PathBuf>,
) -> Result<Accounts, Failure> {
    let Some(file) = file else {
        return Ok(Accounts::new());
    };
    let bytes = context.file(file)?;
    let text = String::from_utf8_lossy(&bytes);
    toml::from_str(&text).map_err(|_| {
        Failure::usage(
            "the file of accounts cannot be read",
            "write one line for each, such as \"refs/pull/7\" = \"github:ruth-a\"",
        )
    })
}

impl Refs {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let actor = desk.actor(context)?;
        actor.must(Deed::EnterForAnother, &About::register(&desk.register))?;
        let accounts = accounts(context, self.actor_map.as_ref())?;
        let (mut base, mut rows) = (desk.base.clone(), Vec::new());
        let mut taken = BTreeSet::new();
        for reference in desk.repository.references(&self.pattern)? {
            let moment = Moment::Commit(base.clone());
            let register = session::register(&desk.repository, &moment, &Extent::Roster)?;
            let (around, now) = ((&base, &reference), context.now());
            let mut judged = judge(&desk.repository, &register, around, &accounts, now)?;
            judged = entered(&desk.repository, &register, &base, judged, (&actor.id, now))?;
            if !judged.fixed.is_empty() && !self.fix {
                judged.verdict = RowOutcome::NeedsAPerson;
                let command = Command::new("import refs").with(&judged.name).with("--fix");
                judged.hint = Hint::run("to see it fixed", command).to_string();
            }
            let mut landed = None;
            if judged.verdict == RowOutcome::Accepted {
                if self.write {
                    let commit = land(context, &desk.repository, &base, &judged)?;
                    (base, landed) = (commit.clone(), Some(commit));
                } else if judged.files.keys().any(|path| taken.contains(path)) {
                    judged.verdict = RowOutcome::NeedsAPerson;
                    judged.because = "an earlier pull request changes the same file".to_owned();
                    judged.hint = "it can be checked after that one is merged".to_owned();
                } else {
                    taken.extend(judged.files.keys().cloned());
                }
            }
            rows.push(row(judged, landed)?);
        }
        let open = rows.iter().any(Row::is_open);
        let report = Requests::of(self.pattern, rows, self.write);
        context.show(&report, || report.page())?;
        Ok(if open { Exit::Findings } else { Exit::Done })
    }
}

fn row(judged: Judged, commit: Option<CommitId>) -> Result<Row, Failure> {
    Ok(Row {
        fixed: judged.fixed.iter().map(shown).collect::<Result<_, _>>()?,
        files: judged.files.keys().cloned().collect(),
        request: judged.name,
        participant: judged.who,
        verdict: judged.verdict,
        because: judged.because,
        hint: judged.hint,
        commit,
    })
}

/// Commits a pull request: as the act of who enters it, or else with its own author.
fn land(
    context: &mut Context<'_>,
    repository: &Repository,
    base: &CommitId,
    judged: &Judged,
) -> Result<CommitId, Failure> {
    let authored = judged.head.as_ref().filter(|_| judged.by.is_none());
    let authored = authored.map(|head| repository.authored(head)).transpose()?;
    let writing = CommitInput {
        author: context.identity(repository)?,
        now: context.now(),
        how: CommitMode::Commit,
        authored,
        base: Some(base.clone()),
    };
    let landed = session::write(repository, &judged.commit(), &writing)?;
    context.remark_unsafe(&landed)?;
    match landed {
        CommitOutcome::Commit { commit, .. } => Ok(commit),
        CommitOutcome::Staged | CommitOutcome::Unchanged => Ok(base.clone()),
    }
}
