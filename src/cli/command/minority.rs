//! `plenary minority`: binds the words of those who disagree into the decision to come.

use std::path::PathBuf;

use clap::Args;

use crate::act::minority::{Deed, minority};
use crate::cli::arguments::WriteAs;
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::render::page::Page;
use crate::session::{self, Tallied, Which};
use crate::value::id::ParticipantId;

/// Take part: put the words of those who disagree into the decision
///
/// A minority statement stands in the decision in its author's own words, with the names of those
/// who joined it. The track may say how long it may be, and until when it can be filed.
#[derive(Debug, Args)]
#[group(id = "deed", required = true, multiple = false, args = ["text_file", "text", "join", "withdraw"])]
pub(crate) struct Minority {
    /// The proposal
    proposal: String,
    /// A file with your statement
    #[arg(long, value_name = "FILE", visible_alias = "file")]
    text_file: Option<PathBuf>,
    /// Your statement
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Put your name under the statement of another
    #[arg(long, value_name = "PARTICIPANT")]
    join: Option<String>,
    /// Take your statement back, or your name from another's
    #[arg(long)]
    withdraw: bool,
    #[command(flatten)]
    how: WriteAs,
}

impl Minority {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let words = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let whose: Option<ParticipantId> = self
            .join
            .as_deref()
            .map(|typed| name::participant(typed, &register))
            .transpose()?;
        let now = context.now();
        let Tallied {
            moments,
            tally: counted,
        } = session::tally_of(&desk.repository, register, &id, Which::Current, now)?;
        let deed = match (words, whose) {
            (Some(words), _) => Deed::File(words),
            (None, Some(whose)) => Deed::Join(whose),
            (None, None) => Deed::Withdraw,
        };
        let entry = minority(&moments, &counted, &deed, &actor)?;
        let said = match &deed {
            Deed::File(_) => format!("Your minority statement on {id} is filed."),
            Deed::Join(whose) => format!("You join the minority statement of {whose} on {id}."),
            Deed::Withdraw => format!("Your minority statement on {id} is taken back."),
        };
        let page = Page::new().line(said);
        desk.land(context, &moments.asked, &entry, &self.how, page)
    }
}
