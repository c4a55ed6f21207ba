//! `plenary list`, `mine`, `receipt`, `due`, `agenda` and `decisions`: shows what the whole register
//! says.

use clap::Args;

use crate::act::arguments::one_of;
use crate::cli::actor::whom;
use crate::cli::arguments::{Reading, Whose};
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::git::Repository;
use crate::letter::agenda::Agenda as Meeting;
use crate::letter::receipts::{Receipts, Sources, everybody};
use crate::procedure::stage::Phase;
use crate::procedure::task::{needs_a_tally, on_record, only_by_tally, outside_proposals, sorted};
use crate::record::path::CHARTER;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::format::Format;
use crate::report::board::{Board as Proposals, BoardFilter};
use crate::report::due::DueReport;
use crate::report::log::Log as Decisions;
use crate::report::mine::Mine as Own;
use crate::session::texts::landings;
use crate::session::{Tallied, Tallies, Turn, hands};
use crate::value::clock::Instant;
use crate::value::id::{ObjectionId, ParticipantId, ProposalId};
use crate::value::span::Span;

/// List all proposals with their status
///
/// Anybody can run this. It has one line for each proposal: its stage, who must act, and what is
/// due.
#[derive(Debug, Default, Args)]
pub(crate) struct Board {
    /// Workstream to show (default: all)
    #[arg(long, value_name = "WORKSTREAM")]
    workstream: Option<String>,
    /// Stage to show: discussion, open, over, designated or decided
    #[arg(long, value_name = "STAGE", value_parser = one_of(Phase::WORDS))]
    stage: Option<Phase>,
    /// Show every column, milestones and workstreams
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

/// Show your own tasks and records
///
/// Any participant can run this. It shows what you must do next, whether your positions count, and
/// the result of your objections.
#[derive(Debug, Default, Args)]
pub(crate) struct Mine {
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

/// Show what is recorded about a participant
///
/// Anybody can run this. The receipt says what a participant gave on a proposal, and what came of
/// it. You can keep it, or mail it to participants who do not use Plenary themselves.
#[derive(Debug, Args)]
pub(crate) struct Receipt {
    /// Proposal, or objection such as carla-nunes.cost
    id: String,
    #[command(flatten)]
    whose: Whose,
    /// One for each participant with a position or an objection
    #[arg(long, conflicts_with = "whose")]
    all: bool,
    #[command(flatten)]
    reading: Reading,
}

/// Whose records a receipt is about.
enum For {
    /// What one or more participants gave.
    People(Vec<ParticipantId>),
    /// One objection.
    Objection(ObjectionId),
}

/// List deadlines, also as a calendar
///
/// Anybody can run this. It lists calls, decisions, rulings, responses, reports, reviews, milestones
/// and action items. With --format ics it is a calendar.
#[derive(Debug, Args)]
pub(crate) struct Due {
    /// How far to look ahead, such as 60d, 8 weeks or 24 months
    #[arg(long, value_name = "SPAN", default_value = "60d", value_parser = span)]
    within: Span,
    #[command(flatten)]
    whose: Whose,
    #[command(flatten)]
    reading: Reading,
}

fn span(text: &str) -> Result<Span, String> {
    let wanted = "expected a length of time such as 60d, 8 weeks or 24 months";
    Span::parse(text).ok_or_else(|| wanted.to_owned())
}

/// Write the agenda of a meeting
///
/// Anybody can run this. It is Markdown, unless you ask for another format, and ready to be pasted
/// into an invitation.
#[derive(Debug, Args)]
pub(crate) struct Agenda {
    /// Day of the meeting, such as 2026-05-21
    #[arg(long, value_name = "DATE", value_parser = day)]
    date: Day,
    #[command(flatten)]
    reading: Reading,
}

/// A day, with the moment at which it ends.
#[derive(Debug, Clone)]
struct Day {
    date: String,
    end: Instant,
}

fn day(text: &str) -> Result<Day, String> {
    let end = Instant::parse(&format!("{text}T23:59:59Z"));
    match end {
        Ok(end) if end.date() == text => Ok(Day {
            date: text.to_owned(),
            end,
        }),
        Ok(_) | Err(_) => Err("write the day like 2026-05-21".to_owned()),
    }
}

/// Whether the person who asks is a participant; nothing outside a register.
pub(super) fn is_participant(context: &Context<'_>) -> Result<Option<bool>, Failure> {
    match Repository::open(&context.folder()) {
        Ok(_) => {}
        Err(error) if error.is_nowhere() => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    Ok(participates(context))
}

fn participates(context: &Context<'_>) -> Option<bool> {
    let view = View::open(context, &Reading::default()).ok()?;
    let register = view.register(&Extent::Roster).ok()?;
    register.snapshot.files.get(CHARTER)?;
    let asks = whom(context, &view.repository, &register, &Whose::default());
    Some(asks.is_ok_and(|who| register.participant(&who).is_some()))
}

impl Board {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let view = View::of_everything(context, &self.reading)?;
        let now = context.now();
        let proposals = view.in_turn(now)?;
        let wanted = BoardFilter {
            workstream: self.workstream,
            phase: self.stage,
            whose: self.whose.found(proposals.register())?,
        };
        let report = Proposals::of(proposals.register(), wanted, now);
        let lines = proposals.each(|mut turn| {
            let line = report.line(turn.register, turn.id, turn.groundworks());
            let line = match line {
                Some(line) if line.is_undecided() => line,
                other => return Ok(other),
            };
            let counted = turn.tally()?;
            let tally = counted.as_ref().map(|counted| &counted.tally);
            Ok(Some(report.counted(turn.register, line, tally)))
        })?;
        let report = report.with(lines.into_iter().flatten());
        drop(proposals);
        // A spreadsheet has room for every column.
        let full = self.full || context.format() == Format::Csv;
        let report = report.in_full(full);
        context.show(&report, || report.page())
    }
}

impl Mine {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, register) = View::read(context, &self.reading, &Extent::Everything)?;
        let who = whom(context, &view.repository, &register, &self.whose)?;
        let now = context.now();
        let mut report = Own::of(&register, &who, now, context.offset());
        let mut tallies = Tallies::of(&view.repository, &register, now);
        for id in report.to_count(&register) {
            // Without a tally, only the records are shown.
            if let Ok(counted) = tallies.tally(&id)? {
                report.count(&register, &counted.tally);
            }
        }
        context.show(&report, || report.page())
    }
}

impl Receipt {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let view = View::open(context, &self.reading)?;
        let register = view.register(&Extent::Everything)?;
        let (id, whose) = self.meant(context, &view, &register)?;
        let extent = Extent::Proposal(id.clone());
        context.remark_uncommitted(&view.repository, &self.reading, &extent)?;
        let now = context.now();
        let mut tallies = Tallies::of(&view.repository, &register, now);
        let Tallied { moments, tally } = tallies.tally(&id)??;
        let landings = landings(&view.repository, &register, &id)?;
        let sources = Sources {
            register: &register,
            moments: &moments,
            tally: &tally,
            landings: &landings,
            now,
            offset: context.offset(),
        };
        let report = match whose {
            For::People(people) => Receipts::of(&sources, &people),
            For::Objection(objection) => Receipts::of_objection(&sources, &objection),
        };
        context.send_around();
        context.show(&report, || report.page())
    }

    fn meant(
        &self,
        context: &Context<'_>,
        view: &View,
        register: &Register,
    ) -> Result<(ProposalId, For), Failure> {
        if self.id.contains('.') {
            let (id, objection) = name::objection(&self.id, register)?;
            return Ok((id, For::Objection(objection)));
        }
        let id = view.proposal(&self.id)?;
        let people = match self.all {
            true => everybody(register, &id),
            false => vec![whom(context, &view.repository, register, &self.whose)?],
        };
        Ok((id, For::People(people)))
    }
}

impl Due {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let view = View::of_everything(context, &self.reading)?;
        let now = context.now();
        let proposals = view.in_turn(now)?;
        let register = proposals.register();
        let of = self.whose.found(register)?;
        let tasks = proposals.each(|mut turn| {
            let Turn { register, id, .. } = turn;
            let on_record = on_record(register, id, now, turn.groundworks());
            let by_tally = match needs_a_tally(register, id) {
                // Without a tally, nobody can tell what must be answered, or which call can end.
                true => turn.tally()?.map_or(Vec::new(), |counted| {
                    only_by_tally(register, &counted.tally)
                }),
                false => Vec::new(),
            };
            Ok((on_record, by_tally))
        })?;
        let (on_record, by_tally): (Vec<_>, Vec<_>) = tasks.into_iter().unzip();
        let outside = outside_proposals(register, now);
        let tasks = sorted(on_record.into_iter().flatten().chain(outside));
        let by_tally = by_tally.into_iter().flatten().collect();
        let report = DueReport::of(register, (tasks, by_tally), now, self.within, of);
        drop(proposals);
        match context.format() {
            Format::Ics => context.print(&report.calendar()).map(|()| Exit::Done),
            _ => context.show(&report, || report.page()),
        }
    }
}

impl Agenda {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (view, register) = View::read(context, &self.reading, &Extent::Everything)?;
        let now = context.now();
        let Day { date, end } = &self.date;
        let mut report = Meeting::of(&register, date, *end, now, context.offset());
        let mut tallies = Tallies::of(&view.repository, &register, now);
        for id in report.proposals() {
            // Without a tally, only the records are shown.
            if let Ok(counted) = tallies.tally(&id)? {
                report.count(&register, &counted.tally);
            }
        }
        context.prefer(Format::Markdown);
        context.send_around();
        context.show(&report, || report.page())
    }
}

/// Lists the decisions, and what each supersedes.
pub(super) fn log(context: &mut Context<'_>, reading: &Reading) -> Result<Exit, Failure> {
    let view = View::open(context, reading)?;
    let proposals = view.in_turn(context.now())?;
    let register = proposals.register();
    let hands = hands::of_register(&view.repository, register)?;
    let report = Decisions::of(register, context.now()).committed(register, &hands);
    context.show(&report, || report.page())
}
