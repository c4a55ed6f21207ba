//! What is asked of one proposal in numbers and tables: `plenary tally`, `balance`, `ready`,
//! `matrix` and `export`.

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

/// What is asked of a call of one proposal.
#[derive(Debug, Args)]
pub(crate) struct OfCall {
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    #[command(flatten)]
    asked: OfProposal,
}

/// Which columns the table has.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Columns {
    /// All that is on record
    Plain,
    /// Those of the ISO/IEC template for comments and observations of the secretariat
    Iso,
}

/// See: the comments and what became of each, as committees table them
///
/// Objections and comments, sorted by what they are about. On a screen they stand one below the
/// other; as csv, html or markdown they are one table.
#[derive(Debug, Args)]
pub(crate) struct Matrix {
    /// Which columns
    #[arg(long, value_enum, default_value = "plain")]
    layout: Columns,
    #[command(flatten)]
    asked: OfProposal,
}

/// In which form.
#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// A table for spreadsheets, which `plenary intake csv` reads
    Csv(What),
    /// JSON for programs
    Json(What),
}

/// The positions as the call counts them, those that came too late left out.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// The call, by number; the last that was not withdrawn where none is named
    #[arg(long, value_name = "N")]
    call: Option<u32>,
    /// Everybody on the roster that governs the call, with or without a position
    #[arg(long)]
    roster: bool,
    #[command(flatten)]
    asked: OfProposal,
}

/// The count, and which criteria are met.
pub(super) fn tally(context: &mut Context<'_>, of: &OfCall) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, &of.asked)?;
    let Tallied { moments, tally } = view.tally(context, &id, of.call.into())?;
    let report = TallyReport::of(&tally, view.commit()).with_names(&moments);
    let report = match moments.folder(&id) {
        Some(folder) => report.after_others(folder, context.now()),
        None => report,
    };
    context.show(&report, || report.page())
}

/// Who dominates, who is missing, and on whom the result hangs.
pub(super) fn balance(context: &mut Context<'_>, of: &OfCall) -> Result<Exit, Failure> {
    let (view, id) = View::of_proposal(context, &of.asked)?;
    let Tallied { moments, tally } = view.tally(context, &id, of.call.into())?;
    let report = BalanceReport::of(&moments, &tally);
    context.show(&report, || report.page())
}

/// What still stands before a call or a decision.
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
        let export = what.export(context)?;
        let left = export.left_out().len();
        if left > 0 {
            context.remark(&format!(
                "files that are not in the export: {left}; plenary export json lists them under \"left-out\""
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
            let sentence = format!("there is no proposal {id} at that moment");
            Failure::usage(sentence, "--at REV")
        })
    }
}
