//! `plenary import`: imports positions that did not come through git.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::act::arguments::{instant, revision};
use crate::act::intake::{
    ImportMail, ImportMode, ImportRoster, ImportTable, Intake as Act, intake, mail, roster, table,
    unused,
};
use crate::cli::arguments::WriteAs;
use crate::cli::command::refs::Refs;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::{Context, Written};
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::procedure::intake::Received;
use crate::record::import_map::ImportMap;
use crate::record::mail::Mail as Mails;
use crate::register::entry::PendingCommit;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::intake::{IntakeReport, Outcome};
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, RevisionName};

/// Import positions from spreadsheets, mails or pull requests
///
/// Chairs and secretaries can run this. Without --write it only shows what it would record. Running
/// it twice changes nothing.
#[derive(Debug, Subcommand)]
pub(crate) enum Intake {
    Csv(Box<Csv>),
    Mail(Box<Mail>),
    Refs(Box<Refs>),
}

/// Import positions from a spreadsheet
///
/// Chairs and secretaries can run this. It checks every row, and says whether it accepts the row.
/// Without --write it records nothing.
#[derive(Debug, Args)]
pub(crate) struct Csv {
    /// Table: separated values, a table in Markdown, or the JSON of an export
    file: PathBuf,
    /// Proposal that the positions are on
    #[arg(long)]
    proposal: String,
    /// File that says what the columns and words mean
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Also add and update participants
    #[arg(long)]
    roster: bool,
    #[command(flatten)]
    writing: Writing,
    /// Revision that was read, for rows without one
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    on: Option<RevisionName>,
    /// Chair or secretary who enters the table, if not you
    #[arg(long, value_name = "PARTICIPANT")]
    relayed_by: Option<String>,
    /// When it was received, for rows without a time
    #[arg(long, value_name = "TIME", value_parser = instant)]
    received: Option<Instant>,
    /// Link or note to the source, for rows without one
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
}

/// Import positions from mails
///
/// Chairs and secretaries can run this. It reads mails with a line such as "Position: accept". The latest
/// mail of a participant counts. Without --write it records nothing.
#[derive(Debug, Args)]
pub(crate) struct Mail {
    /// Mailbox (mbox), or one mail
    file: PathBuf,
    /// Proposal that the positions are on
    #[arg(long)]
    proposal: String,
    /// File that says what the words mean, who uses an address, and what a mail is
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
    /// Chair or secretary who enters the mails, if not you
    #[arg(long, value_name = "PARTICIPANT")]
    relayed_by: Option<String>,
}

/// Imports participants.
#[derive(Debug, Args)]
pub(crate) struct Participants {
    /// Table: values separated by commas, semicolons or tabs
    file: PathBuf,
    /// File that says what the columns and words mean
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

/// Whether what is accepted is written.
#[derive(Debug, Args)]
struct Writing {
    /// Commit the accepted rows, if all rows are accepted
    #[arg(long, conflicts_with = "dry_run")]
    write: bool,
    /// Commit the accepted rows even if others are not
    #[arg(long, requires = "write")]
    partial: bool,
    #[command(flatten)]
    how: WriteAs,
}

impl Intake {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Intake::Csv(command) => command.run(context),
            Intake::Mail(command) => command.run(context),
            Intake::Refs(command) => command.run(context),
        }
    }
}

impl Csv {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, proposal) = self.writing.desk(context, &self.proposal)?;
        let actor = desk.actor(context)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let bytes = context.file(&self.file)?;
        let input = ImportTable {
            proposal,
            table: table(&desk.register, &bytes, &mapping)?,
            mapping,
            take: match self.roster {
                true => ImportMode::PositionsAndRoster,
                false => ImportMode::Positions,
            },
            on: self.on,
            relayed_by: names::participants(&self.relayed_by, &desk.register)?.pop(),
            received: self.received,
            evidence: self.evidence,
            service: names::service(&desk.repository, &desk.register)?,
        };
        let mut brought = intake(&desk.register, &input, &actor, context.now())?;
        brought.notes.extend(unused(&input.mapping, &input.table));
        self.writing
            .carry_out(context, &desk, brought, |rows, notes, outcome| {
                IntakeReport::of(Some(&input.proposal), &input.table, rows, notes, outcome)
            })
    }
}

impl Participants {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.writing.how.clone())?;
        let actor = desk.actor(context)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let bytes = context.file(&self.file)?;
        let input = ImportRoster {
            table: table(&desk.register, &bytes, &mapping)?,
            mapping,
            service: names::service(&desk.repository, &desk.register)?,
        };
        let brought = roster(&desk.register, &input, &actor, context.now())?;
        self.writing
            .carry_out(context, &desk, brought, |rows, notes, outcome| {
                IntakeReport::of(None, &input.table, rows, notes, outcome)
            })
    }
}

impl Mail {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, proposal) =
            WriteSession::on_decision(context, &self.proposal, self.writing.how.clone())?;
        let actor = desk.actor(context)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let mails = Mails::all(&context.file_up_to(u64::MAX, &self.file)?);
        if mails.is_empty() {
            let hint = "save the mails as one mbox file, or save one mail alone";
            return Err(Failure::usage("the mailbox has no mails", hint));
        }
        let input = ImportMail {
            proposal,
            mails,
            mapping,
            relayed_by: names::participants(&self.relayed_by, &desk.register)?.pop(),
        };
        let brought = mail(&desk.register, &input, &actor, context.now())?;
        self.writing
            .carry_out(context, &desk, brought, |rows, notes, outcome| {
                IntakeReport::of_mails(&input.proposal, rows, notes, outcome)
            })
    }
}

fn mapping(context: &mut Context<'_>, file: Option<&Path>) -> Result<ImportMap, Failure> {
    let Some(file) = file else {
        return Ok(ImportMap::default());
    };
    let bytes = context.file(file)?;
    ImportMap::read(&file.display().to_string(), &bytes)
        .map_err(|findings| Failure::of_records(Exit::Usage, "the map cannot be read", findings))
}

impl Writing {
    fn desk(
        &self,
        context: &mut Context<'_>,
        proposal: &str,
    ) -> Result<(WriteSession, ProposalId), Failure> {
        WriteSession::on_proposal(context, proposal, self.how.clone())
    }

    /// Commits what is accepted, if the options say so, and reports every row.
    fn carry_out(
        &self,
        context: &mut Context<'_>,
        desk: &WriteSession,
        brought: Act,
        report: impl FnOnce(Vec<Received>, Vec<String>, Outcome) -> IntakeReport,
    ) -> Result<Exit, Failure> {
        let Act { rows, notes, entry } = brought;
        let open = rows.iter().any(|row| row.verdict.is_open());
        let (outcome, preview) = self.outcome(context, desk, entry.as_ref(), open)?;
        let report = report(rows, notes, outcome);
        context.show(&report, || match preview {
            Some(preview) => report.page().gap().then(preview),
            None => report.page(),
        })?;
        Ok(match open {
            true => Exit::Findings,
            false => Exit::Done,
        })
    }

    /// Commits the entry, if the options say so. If not, the entry is checked all the same, so that
    /// "accepted" is true.
    fn outcome(
        &self,
        context: &mut Context<'_>,
        desk: &WriteSession,
        entry: Option<&PendingCommit>,
        open: bool,
    ) -> Result<(Outcome, Option<Page>), Failure> {
        let withheld = |outcome| match self.write {
            true => outcome,
            false => Outcome::Looked,
        };
        let Some(entry) = entry else {
            return Ok((withheld(Outcome::Nothing), None));
        };
        let waits = open && !self.partial;
        if !self.how.dry_run && (!self.write || waits) {
            context.pass(&desk.repository, Some(&desk.base), entry)?;
            return Ok((withheld(Outcome::Withheld), None));
        }
        Ok(match desk.write(context, entry)? {
            Written::Committed(commit, branch) => (Outcome::Landed(commit, branch), None),
            Written::Staged => (Outcome::Staged(entry.message.to_string()), None),
            Written::Unchanged => (Outcome::Nothing, None),
            Written::Shown(preview) => (Outcome::Looked, Some(Page::new().verbatim("", preview))),
        })
    }
}
