//! `plenary tally`, `balance`, `ready`, `matrix` and `export`: shows one proposal in numbers and
//! tables.

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::arguments::OfProposal;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::procedure::ready::ReadinessState;
use crate::register::snapshot::Extent;
use crate::render::format::Format;
use crate::render::json;
use crate::report::balance::BalanceReport;
use crate::report::export::{Export as Exported, ExportFormat};
use crate::report::matrix::{Layout, Matrix as Comments};
use crate::report::ready::{Ready as Readiness, ReadyFor};
use crate::report::tally::TallyReport;
use crate::session::fetch_inputs::moments;
use crate::session::{CallSelector, Tallied};
use crate::value::sentence::many_of;

// One call on one proposal.
#[derive(Debug, Args)]
pub(crate) struct OfCall {
    /// Call number (default: latest not withdrawn)
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    asked: OfProposal,
}

/// Which columns the table has.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Columns {
    /// All columns
    Plain,
    /// The ISO/IEC template for comments and observations of the secretariat
    Iso,
}

/// Show the table of comments and dispositions
///
/// Anybody can run this. It lists objections and comments, sorted by what they are about. As csv,
/// html or markdown it is one table.
#[derive(Debug, Args)]
pub(crate) struct Matrix {
    /// Columns
    #[arg(long, value_enum, default_value = "plain")]
    layout: Columns,
    #[command(flatten)]
    asked: OfProposal,
}

/// Export the positions of a call
///
/// Anybody can run this, for spreadsheets and programs.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Export a table that plenary import csv can read
    Csv(What),
    /// Export JSON for programs
    Json(What),
}

/// The positions that count in the call, without late ones.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// Call number (default: latest not withdrawn)
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    /// Also participants without a position
    #[arg(long)]
    roster: bool,
    #[command(flatten)]
    asked: OfProposal,
}

/// Shows the full count and every rule.
pub(super) fn tally(context: &mut Context<'_>, of: &OfCall) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, &of.asked)?;
    let Tallied { moments, tally } = view.tally(context, &id, of.call.into())?;
    let report = TallyReport::of(&tally, view.commit()).with_names(&moments, &tally);
    let report = match moments.folder(&id) {
        Some(folder) => report.after_others(folder, context.now()),
        None => report,
    };
    context.show(&report, || report.page())
}

/// Shows who answered, by group, region and organisation.
pub(super) fn balance(context: &mut Context<'_>, of: &OfCall) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, &of.asked)?;
    let Tallied { moments, tally } = view.tally(context, &id, of.call.into())?;
    let report = BalanceReport::of(&moments, &tally);
    context.show(&report, || report.page())
}

/// Shows what is missing before a call or a decision.
pub(super) fn ready(context: &mut Context<'_>, asked: &OfProposal) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, asked)?;
    let now = context.now();
    let everything = view.register(&Extent::Everything)?;
    let aim = ReadyFor::of(&everything, &id, now);
    let which = match aim {
        ReadyFor::Call => CallSelector::New,
        ReadyFor::Decision | ReadyFor::Nothing => CallSelector::Current,
    };
    let Tallied { moments, tally } = view.tally(context, &id, which)?;
    let report = Readiness::of(&everything, aim, &moments, &tally, now);
    context.show(&report, || report.page())?;
    Ok(match report.verdict() {
        ReadinessState::Met | ReadinessState::Advised => Exit::Done,
        ReadinessState::Unmet => Exit::Findings,
        ReadinessState::Waits => Exit::Pending,
    })
}

impl Matrix {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, id) = View::of_proposal(context, &self.asked)?;
        let Tallied { moments, tally } = view.tally(context, &id, CallSelector::Current)?;
        let layout = match self.layout {
            Columns::Plain => Layout::Plain,
            Columns::Iso => Layout::Iso,
        };
        let report = Comments::of(&moments, &tally, layout);
        let format = context.format();
        let as_table = matches!(format, Format::Csv | Format::Html | Format::Markdown);
        context.send_around();
        context.show(&report, || match as_table {
            true => report.sheet(),
            false => report.page(),
        })
    }
}

impl Export {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (what, as_table) = match self {
            Export::Csv(what) => (what, true),
            Export::Json(what) => (what, false),
        };
        let proposal = what.asked.proposal.clone();
        let export = what.export(context)?;
        let left = export.left_out().len();
        if left > 0 {
            let files = many_of(left, "position file is", "position files are");
            context.remark(&format!(
                "{files} not in the export. For the list under \"left-out\": plenary export json {proposal}"
            ))?;
        }
        let text = match as_table {
            true => export.csv(),
            false => json(&export),
        };
        context.print(&text)?;
        Ok(Exit::Done)
    }
}

impl What {
    fn export(self, context: &mut Context<'_>) -> Result<Exported, Failure> {
        let (view, id) = View::of_proposal(context, &self.asked)?;
        let (which, now) = (self.call.into(), context.now());
        let moments = moments(&view.repository, &view.moment, &id, which, now)?;
        let give = match self.roster {
            true => ExportFormat::PositionsAndRoster,
            false => ExportFormat::Positions,
        };
        Exported::of(&moments, &id, give, view.commit()).ok_or_else(|| {
            let sentence = format!("proposal {id} does not exist at that commit");
            Failure::usage(sentence, "name a later commit with --at")
        })
    }
}
