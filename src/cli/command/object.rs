//! `plenary object` and `plenary comment`: raise a problem.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::object::{Blocking, Raise, object};
use crate::cli::arguments::{OnBehalf, WriteAs, name};
use crate::cli::ask::{self, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::objection::Kind;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::id::ObjectionSlug;

/// Take part: raise an objection, which must be addressed before a decision
///
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

/// Take part: raise a comment, which holds nothing up
///
/// A comment is kept and shown, and holds nothing up.
#[derive(Debug, Args)]
pub(crate) struct Comment {
    #[command(flatten)]
    raised: Raised,
    /// What would resolve it
    #[arg(long, value_name = "TEXT", conflicts_with = "resolve_file")]
    resolve: Option<String>,
    /// A file that says what would resolve it
    #[arg(long, value_name = "FILE")]
    resolve_file: Option<PathBuf>,
    #[command(flatten)]
    how: WriteAs,
}

#[derive(Debug, Args)]
struct Raised {
    /// The proposal
    #[arg(required = true)]
    proposal: Option<String>,
    /// What of the proposal it is about
    #[arg(long, value_name = "TEXT", required = true)]
    about: Option<String>,
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
    #[command(flatten)]
    behalf: OnBehalf,
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
        let resolve = prose(context, self.resolve.as_deref(), self.resolve_file.as_ref())?;
        raise(context, self.raised, resolve, Blocking::Comment, &self.how)
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
    let (proposal, register) = asked::proposal(context, &desk, raised.proposal.as_deref())?;
    let actor = desk.actor(context, &register, how)?;
    let about = ask::line(context, "what it is about", "--about", raised.about)?;
    let mut input = Raise {
        proposal,
        slug: raised.id,
        about: about.unwrap_or_default(),
        problem: problem.unwrap_or_default(),
        resolve,
        blocking,
        kind: raised.kind,
        behalf: raised.behalf.known(&register)?,
    };
    written(context, &register, &mut input, &actor)?;
    let (id, entry) = object(&register, &input, &actor, context.now())?;
    let what = if blocking == Blocking::Objection {
        "objection"
    } else {
        "comment"
    };
    let page = Page::new().line(format!("The {what} {id} to {} is raised.", input.proposal));
    desk.land(context, &register, &entry, how, page)
}

/// Asks for the texts that are owed and missing; who may not raise it is told before.
fn written(
    context: &mut Context<'_>,
    register: &Register,
    input: &mut Raise,
    actor: &Actor,
) -> Result<(), Failure> {
    let owes_resolve = input.blocking == Blocking::Objection;
    let problem = Some(input.problem.clone()).filter(|text| !text.is_empty());
    let whole = problem.is_some() && (input.resolve.is_some() || !owes_resolve);
    if whole || !ask::possible(context) {
        return Ok(());
    }
    let mut tried = input.clone();
    tried.problem = problem.clone().unwrap_or_else(|| UNWRITTEN.to_owned());
    tried.resolve.get_or_insert_with(|| UNWRITTEN.to_owned());
    object(register, &tried, actor, context.now())?;
    let template = template::of_proposal(register, &input.proposal);
    let problem_asked = Prose {
        what: "the problem: why it matters",
        flag: "--problem-file",
        template: &template,
    };
    if !owes_resolve {
        input.problem = ask::prose(context, problem_asked, problem)?.unwrap_or_default();
        return Ok(());
    }
    let resolve_asked = Prose {
        what: "what would resolve it",
        flag: "--resolve-file",
        template: problem.as_deref().unwrap_or_default(),
    };
    let given = [problem.clone(), input.resolve.take()];
    let [problem, resolve] = ask::proses(context, [problem_asked, resolve_asked], given)?;
    (input.problem, input.resolve) = (problem.unwrap_or_default(), resolve);
    Ok(())
}
