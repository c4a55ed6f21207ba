//! `plenary implement`: how far a decision is carried out, and what its addressee says.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::act::implement::{Answered, Reported, answer, report};
use crate::cli::arguments::{Reading, WriteAs};
use crate::cli::ask::{self, Prose, UNWRITTEN};
use crate::cli::command::prose::prose;
use crate::cli::command::word::word;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::record::follow_up::{Progress, Verdict};
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::afterwards::Implementation;

const REPORT: Prose<'static> = Prose {
    what: "the report",
    flag: "--text-file",
    template: "What was done, and what is left.",
};
const ANSWER: Prose<'static> = Prose {
    what: "the answer",
    flag: "--text-file",
    template: "The words of those who answered.",
};

/// Chair: report how a decision is carried out, and what its addressee says
///
/// Only an adopted decision that binds is carried out.
#[derive(Debug, Subcommand)]
pub(crate) enum Implement {
    Report(Report),
    Answer(Answer),
    Show(Show),
}

/// Report how far the decision is carried out
///
/// For authors, the shepherd, chairs and secretaries.
#[derive(Debug, Args)]
pub(crate) struct Report {
    /// The proposal
    proposal: String,
    /// How far: not-begun, under-way, done or given-up
    #[arg(long, value_name = "PROGRESS", value_parser = word(Progress::WORDS))]
    progress: Progress,
    /// What was done
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that says what was done
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// Where it can be seen
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Record what those answer whom the decision is addressed to
///
/// For chairs and secretaries, who record what others wrote to the group.
#[derive(Debug, Args)]
pub(crate) struct Answer {
    /// The proposal
    proposal: String,
    /// What they will do: accepted, partly, declined or noted
    #[arg(value_parser = word(Verdict::WORDS))]
    verdict: Verdict,
    /// Who answered
    #[arg(long, value_name = "NAME")]
    from: String,
    /// Their words
    #[arg(long, value_name = "TEXT", conflicts_with = "text_file")]
    text: Option<String>,
    /// A file that holds their words
    #[arg(long, value_name = "FILE")]
    text_file: Option<PathBuf>,
    /// Where it can be seen
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Reports, answers and reviews
///
/// For each decision on the proposal.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// The proposal
    proposal: String,
    #[command(flatten)]
    reading: Reading,
}

impl Implement {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Implement::Report(command) => command.run(context),
            Implement::Answer(command) => command.run(context),
            Implement::Show(command) => command.run(context),
        }
    }
}

impl Report {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let text = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = (
            desk.proposal(&self.proposal)?,
            desk.register(&Extent::Everything)?,
        );
        let actor = desk.actor(context, &register, &self.how)?;
        let mut input = Reported {
            progress: self.progress,
            text: UNWRITTEN.to_owned(),
            evidence: self.evidence,
        };
        if text.is_none() {
            report(&register, &id, &input, &actor, context.now())?;
        }
        input.text = ask::prose(context, REPORT, text)?.unwrap_or_default();
        let entry = report(&register, &id, &input, &actor, context.now())?;
        let page = Page::new().line(format!(
            "Reported on {id}: {}.",
            self.progress.word().replace('-', " ")
        ));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Answer {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let text = prose(context, self.text.as_deref(), self.text_file.as_ref())?;
        let desk = Desk::open(context)?;
        let (id, register) = (
            desk.proposal(&self.proposal)?,
            desk.register(&Extent::Everything)?,
        );
        let actor = desk.actor(context, &register, &self.how)?;
        let mut input = Answered {
            from: self.from,
            verdict: self.verdict,
            text: UNWRITTEN.to_owned(),
            evidence: self.evidence,
        };
        if text.is_none() {
            answer(&register, &id, &input, &actor, context.now())?;
        }
        input.text = ask::prose(context, ANSWER, text)?.unwrap_or_default();
        let entry = answer(&register, &id, &input, &actor, context.now())?;
        let said = format!("An answer to {id} is recorded: {}.", self.verdict.word());
        desk.land(
            context,
            &register,
            &entry,
            &self.how,
            Page::new().line(said),
        )
    }
}

impl Show {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        let id = name::proposal(&self.proposal, &repository.proposals(&moment)?)?;
        let extent = Extent::Proposal(id.clone());
        context.remark_uncommitted(&repository, &self.reading, &extent)?;
        let register = context.register(&repository, &moment, &Extent::Everything)?;
        let report = Implementation::of(&register, &id, context.now());
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
