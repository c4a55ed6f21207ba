//! `plenary dispose`: ends an objection with a written reason.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Actor;
use crate::act::dispose::{Dispose as Act, dispose};
use crate::cli::arguments::WriteAs;
use crate::cli::ask::{self, Consent, Prose, UNWRITTEN};
use crate::cli::command::position::revision;
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::command::{asked, template};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::record::handling::Value;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::value::clock::Instant;
use crate::value::id::RevisionName;
use crate::value::suggest;

/// Chair: dispose of an objection, with a reason
///
/// The reason is shown to the objector and goes into the decision.
#[derive(Debug, Args)]
pub(crate) struct Dispose {
    /// The objection, as carla-nunes.cost
    #[arg(required = true)]
    objection: Option<String>,
    /// How it ends: accommodated, withdrawn, set-aside, outweighed, stands, duplicate or
    /// out-of-scope
    #[arg(value_parser = value, required = true)]
    value: Option<Value>,
    /// Why
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// For an outweighed objection: what else was considered
    #[arg(long, value_name = "TEXT", conflicts_with = "alternatives_file")]
    alternatives: Option<String>,
    /// A file that says what else was considered
    #[arg(long, value_name = "FILE")]
    alternatives_file: Option<PathBuf>,
    /// For one that was withdrawn elsewhere: where that can be seen
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
    /// For a duplicate: of which objection
    #[arg(long, value_name = "OBJECTION")]
    of: Option<String>,
    /// For an accommodated objection: the revision that meets it; the latest where none is named
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    revision: Option<RevisionName>,
    /// The proposal, where several have an objection of this id
    #[arg(long)]
    proposal: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

fn value(text: &str) -> Result<Value, String> {
    Value::parse(text).ok_or_else(|| {
        let words = || Value::WORDS.iter().map(|(word, _)| *word);
        match suggest::nearest(text, words()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("{} was expected", suggest::listed(words())),
        }
    })
}

impl Dispose {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let (words, file) = (
            self.alternatives.as_deref(),
            self.alternatives_file.as_ref(),
        );
        let alternatives = prose(context, words, file)?;
        let desk = Desk::open(context)?;
        let (typed, proposal) = (self.objection.as_deref(), self.proposal.as_deref());
        let (proposal, of, register) =
            asked::objection(context, &desk, typed, proposal, asked::waits)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let mut input = Act {
            proposal,
            objection: of,
            value: self.value.unwrap_or(Value::Stands),
            reason,
            alternatives,
            evidence: self.evidence,
            of: names::objections(self.of.as_slice(), &register)?.pop(),
            revision: self.revision,
        };
        if ask::possible(context) {
            may_dispose(&register, &input, &actor, context.now())?;
            input.value = asked::disposition(context, self.value)?;
            owed(context, &register, &mut input)?;
        }
        let recap = format!(
            "{} is disposed of as {}",
            input.objection,
            input.value.word()
        );
        ask::agree(context, &self.how, &recap, Consent::Enter)?;
        let entry = dispose(&register, &input, &actor, context.now())?;
        let said = format!(
            "{} is disposed of as {}.",
            input.objection,
            input.value.word()
        );
        desk.land(
            context,
            &register,
            &entry,
            &self.how,
            Page::new().line(said),
        )
    }
}

/// Who may not dispose of it is told before they write.
fn may_dispose(
    register: &Register,
    input: &Act,
    actor: &Actor,
    now: Instant,
) -> Result<(), Failure> {
    let mut tried = input.clone();
    tried.value = Value::Stands;
    tried.reason = Some(UNWRITTEN.to_owned());
    Ok(dispose(register, &tried, actor, now).map(drop)?)
}

/// What the disposition owes and is missing.
fn owed(context: &mut Context<'_>, register: &Register, input: &mut Act) -> Result<(), Failure> {
    let (proposal, of) = (&input.proposal, &input.objection);
    let raised = register.proposals.get(proposal);
    let raised = raised.and_then(|folder| folder.objections.get(of));
    let withdrawn = raised.is_some_and(|raised| raised.objection.withdrawn);
    let duty = asked::duty(input.value);
    let template = template::of_objection(register, proposal, of);
    let template = format!("{}: {duty}.\n\n{template}", input.value.word());
    let reason = Prose {
        what: "the reason",
        flag: "--reason-file",
        template: &template,
    };
    let alternatives = Prose {
        what: "the alternatives considered",
        flag: "--alternatives-file",
        template: "",
    };
    match input.value {
        Value::Withdrawn if !withdrawn => {
            let evidence = input.evidence.take();
            input.evidence = ask::line(context, "where that can be seen", "--evidence", evidence)?;
        }
        Value::Duplicate if input.of.is_none() => {
            input.of = Some(asked::other(context, register, proposal, of)?);
        }
        _ => {}
    }
    let given = [input.reason.take(), input.alternatives.take()];
    [input.reason, input.alternatives] = match (input.value, given) {
        (Value::Outweighed, given) => ask::proses(context, [reason, alternatives], given)?,
        (_, [why, alternatives]) => [ask::prose(context, reason, why)?, alternatives],
    };
    Ok(())
}
