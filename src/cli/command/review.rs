//! `plenary review`: records that a decision was looked at again, and what came of it.

use std::path::PathBuf;

use clap::Args;

use crate::act::review::{Reviewed, review};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::ask::{self, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::word::word;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::follow_up::Upshot;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::value::clock::Instant;

const REASON: Prose<'static> = Prose {
    what: "the reason",
    flag: "--reason-file",
    template: "What was looked at, and why this came of it.",
};

/// Chair: record that a decision was looked at again
///
/// A review changes nothing by itself: what is to be revised or ended needs a proposal that
/// supersedes it.
#[derive(Debug, Args)]
pub(crate) struct Review {
    /// The proposal
    proposal: String,
    /// What came of it: kept, to-revise or to-end
    #[arg(value_parser = word(Upshot::WORDS))]
    upshot: Upshot,
    /// Why
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// When it is to be looked at the next time; else after the span that the track names
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    next: Option<Instant>,
    #[command(flatten)]
    how: WriteAs,
}

impl Review {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let id = desk.proposal(&self.proposal)?;
        let register = desk.register(&Extent::Everything)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let mut input = Reviewed {
            upshot: self.upshot,
            reason: UNWRITTEN.to_owned(),
            next: self.next,
        };
        if reason.is_none() {
            review(&register, &id, &input, &actor, context.now())?;
        }
        input.reason = ask::prose(context, REASON, reason)?.unwrap_or_default();
        let (next, entry) = review(&register, &id, &input, &actor, context.now())?;
        let upshot = self.upshot.word().replace('-', " ");
        let again = match next {
            Some(next) => format!("It is to be looked at again by {}.", next.long()),
            None => "No further review is set.".to_owned(),
        };
        let page = Page::new().line(format!("The decision on {id} was reviewed: {upshot}."));
        let page = match self.upshot {
            Upshot::Kept => page,
            Upshot::ToRevise | Upshot::ToEnd => page.line(format!(
                "Next: plenary propose TITLE --text FILE --supersedes {id}"
            )),
        };
        desk.land(context, &register, &entry, &self.how, page.line(again))
    }
}
