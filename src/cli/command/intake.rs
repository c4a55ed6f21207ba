//! `plenary intake`: brings in what came by other ways than git.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::act::arguments::{instant, revision};
use crate::act::intake::{ImportMail, ImportMode, ImportTable, Intake as Act, intake, mail, table};
use crate::cli::arguments::WriteAs;
use crate::cli::command::refs::Refs;
use crate::cli::command::write_session::WriteSession;
use crate::cli::context::{Context, Written};
use crate::cli::error::{Exit, Failure};
use crate::cli::name as names;
use crate::procedure::intake::Received;
use crate::record::column::ImportMap;
use crate::record::mail::Mail as Mails;
use crate::register::entry::PendingCommit;
use crate::render::page::Page;
use crate::report::intake::{IntakeReport, Outcome};
use crate::value::clock::Instant;
use crate::value::id::{ProposalId, RevisionName};

/// What can be brought in.
#[derive(Debug, Subcommand)]
pub(crate) enum Intake {
    Csv(Box<Csv>),
    /// Mails with a line such as "Position: accept"
    Mail(Box<Mail>),
    /// Requests to merge, each of which gives its submitter's own position
    Refs(Box<Refs>),
}

/// A table of positions that a spreadsheet has saved
///
/// Judges every row and says what it does; writes nothing without --write. Running it twice
/// changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Csv {
    /// The table: comma-separated values, or with semicolons or tabs
    file: PathBuf,
    /// The proposal that its positions are on
    #[arg(long)]
    proposal: String,
    /// A map that says which column is what, and which words mean what
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Bring in the roster as well: who is new joins it, and what the table says of others changes
    /// it
    #[arg(long)]
    roster: bool,
    #[command(flatten)]
    writing: Writing,
    /// The revision that was read, for rows that do not say it
    #[arg(long, value_name = "REVISION", value_parser = revision)]
    on: Option<RevisionName>,
    /// The chair or secretary who relays what the table says, if that is not you
    #[arg(long, value_name = "PARTICIPANT")]
    relayed_by: Option<String>,
    /// When it was received, for rows that do not say it
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    received: Option<Instant>,
    /// Where it can be seen, for rows that do not say it
    #[arg(long, value_name = "LINK")]
    evidence: Option<String>,
}

/// Judges every mail by its first lines and says what it does; writes nothing without --write. Of
/// several mails of one participant the latest counts. Running it twice changes nothing.
#[derive(Debug, Args)]
pub(crate) struct Mail {
    /// A mailbox in the form mbox, or one mail
    file: PathBuf,
    /// The proposal that the positions are on
    #[arg(long)]
    proposal: String,
    /// A map that says which words mean what, and whose an address is
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
    /// The chair or secretary who relays what the mails say, if that is not you
    #[arg(long, value_name = "PARTICIPANT")]
    relayed_by: Option<String>,
}

/// Whether what is accepted is written.
#[derive(Debug, Args)]
struct Writing {
    /// Write what is accepted, in one commit; only if everything can be taken
    #[arg(long, conflicts_with = "dry_run")]
    write: bool,
    /// Write what is accepted although others are refused or need a person
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
        };
        let brought = intake(&desk.register, &input, &actor, context.now())?;
        self.writing
            .carry_out(context, &desk, brought, |rows, notes, outcome| {
                IntakeReport::of(&input.proposal, &input.table, rows, notes, outcome)
            })
    }
}

impl Mail {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (desk, proposal) = self.writing.desk(context, &self.proposal)?;
        let actor = desk.actor(context)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let bytes = context.file(&self.file)?;
        let mails = Mails::all(&bytes).map_err(|fault| {
            let hint = "save the mails as mbox, or one of them as it is";
            Failure::usage(format!("the mailbox {fault}"), hint)
        })?;
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

    /// Writes what is accepted where that is asked for, and says what became of everything.
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

    /// Lands the entry where that is asked for; else it goes through the gate all the same, so that
    /// what is called accepted would be.
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
