//! `plenary respond`: answers an objection.

use std::path::PathBuf;

use clap::Args;

use crate::act::respond::respond;
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::render::page::Page;

/// Chair: answer an objection
///
/// The objector is then asked whether that settles it.
#[derive(Debug, Args)]
pub(crate) struct Respond {
    /// The objection, as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// The response
    #[arg(required_unless_present = "text_file", conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that holds the response
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Respond {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let text = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let (proposal, of, register) =
            asked::objection(context, &desk, typed, proposal, asked::waits)?;
        let actor = desk.actor(context, &register, &self.how)?;
        if text.is_none() {
            let now = context.now();
            respond(&register, &proposal, &of, UNWRITTEN, &actor, now)?;
        }
        let response = Prose {
            what: "the response",
            flag: "--text-file",
            template: &template::of_objection(&register, &proposal, &of),
        };
        let text = ask::prose(context, response, text)?.unwrap_or_default();
        let entry = respond(&register, &proposal, &of, &text, &actor, context.now())?;
        let page = Page::new().line(format!("{of} is answered.")).line(format!(
            "Its objector replies with (VALUE is satisfied, maintained or withdrawn): plenary \
             reply {of} VALUE"
        ));
        desk.land(context, &register, &entry, &self.how, page)
    }
}
