//! `plenary decide`: records a decision with the chair's sign-off.

use std::path::PathBuf;

use clap::Args;

use crate::act::decide::{Decide as Act, SignOff, decide};
use crate::cli::arguments::{WriteAs, name};
use crate::cli::command::prose::prose;
use crate::cli::command::written::{Desk, say};
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::moments::{Which, of_register};
use crate::record::decision::Chosen;
use crate::report::decision::DecisionReport;
use crate::tally::tally;
use crate::value::id::{GateName, LevelName};

/// The program computes; you judge. Where the two differ, the record holds both and the reason.
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// The proposal
    proposal: String,
    /// The level of agreement that you designate
    #[arg(long, value_name = "LEVEL", value_parser = name(LevelName::parse))]
    designation: LevelName,
    /// Put your name under it
    #[arg(long)]
    sign_off: bool,
    /// Why the designation differs from the computed level, or what else is to be said
    #[arg(long, value_name = "TEXT", conflicts_with = "reason_file")]
    reason: Option<String>,
    /// A file that says why
    #[arg(long, value_name = "FILE")]
    reason_file: Option<PathBuf>,
    /// Pass over an unmet gate, with the reason; may be given several times
    #[arg(long = "override", value_name = "GATE=REASON", value_parser = passed_over)]
    overrides: Vec<(GateName, String)>,
    /// What the decision does not mean
    #[arg(long, value_name = "TEXT")]
    does_not_mean: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

fn passed_over(text: &str) -> Result<(GateName, String), String> {
    let (gate, reason) = text
        .split_once('=')
        .ok_or("write GATE=\"why it is passed over\"")?;
    let gate = GateName::parse(gate).map_err(|fault| format!("the id {fault}"))?;
    Ok((gate, reason.to_owned()))
}

impl Decide {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let reason = prose(context, self.reason.as_deref(), self.reason_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let moments = of_register(&desk.repository, register, &proposal, Which::Current, now)?;
        let counted = tally(&moments, &proposal)?;
        let carried = moments
            .folder(&proposal)
            .and_then(|folder| moments.call(folder));
        let carried = carried.is_some_and(|call| call.frozen.is_none());
        let input = Act {
            designation: self.designation,
            reason,
            overrides: self.overrides,
            does_not_mean: self.does_not_mean,
            chosen: Chosen::default(),
            sign_off: if self.sign_off {
                SignOff::Given
            } else {
                SignOff::Withheld
            },
            inputs: (!carried).then(|| desk.base.clone()),
        };
        let (recorded, entry) = decide(&moments, &counted, &input, &actor)?;
        let written = context.land(&desk.repository, Some(&desk.base), &entry, &self.how)?;
        let report = DecisionReport::of(&counted, &recorded.decision);
        say(context, &moments.asked, &entry, &written, report.page())?;
        Ok(if counted.track.sign_offs > 1 {
            Exit::Pending
        } else {
            Exit::Done
        })
    }
}
