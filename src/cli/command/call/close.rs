//! `plenary call close`: records which landing was the last in time.

use clap::Args;

use crate::act::call::close::close;
use crate::cli::arguments::WriteAs;
use crate::cli::command::asked;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

/// Records the close.
#[derive(Debug, Args)]
pub(crate) struct Close {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Close {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = asked::proposal(context, &desk, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let call = register
            .proposals
            .get(&proposal)
            .and_then(|folder| folder.current_call());
        let closes = call
            .filter(|(_, call)| call.frozen.is_some())
            .map(|(_, call)| call.closing());
        let closing = match closes {
            Some(closes) => desk.repository.closing(&desk.base, closes)?,
            None => None,
        };
        let closing = closing.map(|landing| landing.commit);
        let said = match &closing {
            Some(commit) => format!("The last landing in time was {}.", commit.short()),
            None => {
                "No landing is named: the register is carried inside another project.".to_owned()
            }
        };
        let (n, entry) = close(&register, &proposal, closing, &actor, context.now())?;
        let page = Page::new().line(format!("Call {n} on {proposal} is closed. {said}"));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
