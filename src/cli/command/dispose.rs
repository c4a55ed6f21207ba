//! `plenary dispose`: ends an objection with a written reason.

use std::path::PathBuf;

use clap::Args;

use crate::act::dispose::{Dispose as Act, dispose};
use crate::cli::arguments::WriteAs;
use crate::cli::command::position::objection;
use crate::cli::command::prose::prose;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::record::handling::Value;
use crate::render::page::Page;
use crate::value::id::ObjectionId;
use crate::value::suggest;

/// The reason is shown to the objector and goes into the decision.
#[derive(Debug, Args)]
pub(crate) struct Dispose {
    /// The objection, as carla-nunes.cost
    objection: String,
    /// How it ends: accommodated, withdrawn, set-aside, outweighed, stands, duplicate or
    /// out-of-scope
    #[arg(value_parser = value)]
    value: Value,
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
    #[arg(long, value_name = "OBJECTION", value_parser = objection)]
    of: Option<ObjectionId>,
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
        let (proposal, of, register) =
            desk.with_objection(&self.objection, self.proposal.as_deref())?;
        let actor = desk.actor(context, &register, &self.how)?;
        let input = Act {
            proposal,
            objection: of,
            value: self.value,
            reason,
            alternatives,
            evidence: self.evidence,
            of: self.of,
        };
        let entry = dispose(&register, &input, &actor, context.now())?;
        let said = format!(
            "{} is disposed of as {}.",
            input.objection,
            self.value.word()
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
