//! `plenary object` and `plenary comment`: raise a problem.

use std::path::PathBuf;

use clap::Args;

use crate::act::object::{Blocking, Raise, object};
use crate::cli::arguments::{WriteAs, name};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::objection::Kind;
use crate::render::page::Page;
use crate::value::id::ObjectionSlug;

/// An objection is answered, and disposed of with a reason, before a decision.
#[derive(Debug, Args)]
pub(crate) struct Object {
    #[command(flatten)]
    raised: Raised,
    /// What would resolve it
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "resolve_file",
        conflicts_with = "resolve_file"
    )]
    resolve: Option<String>,
    /// A file that says what would resolve it
    #[arg(long, value_name = "FILE")]
    resolve_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

/// A comment is kept and shown, and holds nothing up.
#[derive(Debug, Args)]
pub(crate) struct Comment {
    #[command(flatten)]
    raised: Raised,
    /// What would resolve it
    #[arg(long, value_name = "TEXT")]
    resolve: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

#[derive(Debug, Args)]
struct Raised {
    /// The proposal
    proposal: String,
    /// What of the proposal it is about
    #[arg(long, value_name = "TEXT")]
    about: String,
    /// Why it matters
    #[arg(
        long,
        value_name = "TEXT",
        required_unless_present = "problem_file",
        conflicts_with = "problem_file"
    )]
    problem: Option<String>,
    /// A file that says why it matters
    #[arg(long, value_name = "FILE")]
    problem_file: Option<PathBuf>,
    /// Your short name for it; made from what it is about where none is given
    #[arg(long, value_name = "NAME", value_parser = name(ObjectionSlug::parse))]
    id: Option<ObjectionSlug>,
    /// What kind of problem it is: technical, process, editorial or scope
    #[arg(long, value_parser = kind)]
    kind: Option<Kind>,
}

fn kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text)
        .ok_or_else(|| "technical, process, editorial or scope was expected".to_owned())
}

impl Object {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let resolve = prose(context, self.resolve.as_deref(), self.resolve_file.as_ref())?;
        raise(
            context,
            self.raised,
            resolve,
            Blocking::Objection,
            &self.how,
        )
    }
}

impl Comment {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        raise(
            context,
            self.raised,
            self.resolve,
            Blocking::Comment,
            &self.how,
        )
    }
}

fn raise(
    context: &mut Context<'_>,
    raised: Raised,
    resolve: Option<String>,
    blocking: Blocking,
    how: &WriteAs,
) -> Result<Exit, Failure> {
    let problem = prose(
        context,
        raised.problem.as_deref(),
        raised.problem_file.as_ref(),
    )?;
    let desk = Desk::open(context)?;
    let (proposal, register) = desk.with_proposal(&raised.proposal)?;
    let actor = desk.actor(context, &register, how)?;
    let input = Raise {
        proposal,
        slug: raised.id,
        about: raised.about,
        problem: problem.unwrap_or_default(),
        resolve,
        blocking,
        kind: raised.kind,
    };
    let (id, entry) = object(&register, &input, &actor)?;
    let what = if blocking == Blocking::Objection {
        "objection"
    } else {
        "comment"
    };
    let page = Page::new().line(format!("The {what} {id} to {} is raised.", input.proposal));
    desk.land(context, &register, &entry, how, page)
}
