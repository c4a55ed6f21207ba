//! `plenary undo`: undoes one's own last commit that was not pushed.

use clap::Args;

use crate::cli::arguments::{Confirm, WriteAs};
use crate::cli::ask::{self, Recording};
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::git::{CommitInput, CommitMode, CommitOutcome};
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::undo::Undone;
use crate::session::undo::{last_own, undo};

/// Undo your last commit, if it was not pushed
///
/// Anybody can run this. If no commit follows it, the branch goes back to the commit before, and no
/// record is left. If others follow it, a new commit restores what it changed, where the rules allow
/// that. A record that a later commit follows is never deleted.
///
/// In a terminal you see what will be undone, and confirm it.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Participant who acts (default: from git user.email)
    #[arg(long = "as", value_name = "PARTICIPANT")]
    actor: Option<String>,
    /// Show what would be undone; write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    confirm: Confirm,
}

impl Undo {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        // What was pushed can be told only from a whole history.
        context.seal();
        let how = WriteAs {
            actor: self.actor,
            ..WriteAs::default()
        };
        let desk = WriteSession::open(context, Extent::Roster, how)?;
        let who = desk.actor(context)?.id;
        let author = context.identity(&desk.repository)?;
        let own = (&who, author.email.as_str());
        let found = last_own(&desk.repository, &desk.base, own, context.now())?;
        let (short, subject) = (found.commit.commit.short(), &found.commit.subject);
        let page = Page::new()
            .line(format!("Ready to undo: {subject} ({short})."))
            .line(format!("For: {who}"))
            .line(found.how());
        if self.dry_run {
            if found.followed > 0 {
                context.pass(&desk.repository, Some(&desk.base), &found.entry)?;
            }
            context.show_page(page.line("Dry run, nothing written."))?;
            return Ok(Exit::Done);
        }
        context.must_be_of_pages()?;
        let recording = Recording::new("this undo", page);
        ask::confirm(context, false, self.confirm, &recording)?;
        let writing = CommitInput {
            author,
            now: context.now(),
            how: CommitMode::Commit,
            authored: None,
            base: Some(desk.base.clone()),
        };
        let landed = undo(&desk.repository, &found, &writing)?;
        context.remark_unsafe(&landed)?;
        let (head, branch) = match landed {
            CommitOutcome::Commit { commit, branch, .. } => (commit, branch),
            CommitOutcome::Staged | CommitOutcome::Unchanged => (desk.base, String::new()),
        };
        let undone = Undone {
            commit: found.commit.commit,
            subject: found.commit.subject,
            files: found
                .entry
                .changes()
                .map(|(path, _)| path.to_owned())
                .collect(),
            branch,
            head,
            dropped: found.followed == 0,
        };
        context.show(&undone, || undone.page())
    }
}
