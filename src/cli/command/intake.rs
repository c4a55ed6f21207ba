//! `plenary intake`: brings in what came by other ways than git.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::act::intake::{Bring, BringMail, Intake as Act, Take, intake, mail, table};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::command::refs::Refs;
use crate::cli::command::written::Desk;
use crate::cli::context::{Context, Written};
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::record::column::Mapping;
use crate::record::mail::Mail as Mails;
use crate::register::entry::Entry;
use crate::render::page::Page;
use crate::report::intake::{IntakeReport, Outcome};
use crate::value::clock::Instant;
use crate::value::id::RevisionName;

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
    /// Bring in the roster as well: who is new joins it, and what the table says of others changes it
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

fn revision(text: &str) -> Result<RevisionName, String> {
    RevisionName::parse(text).ok_or_else(|| "write it as r1".to_owned())
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
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.writing.how)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let bytes = context.file(&self.file)?;
        let input = Bring {
            proposal,
            table: table(&register, &bytes, &mapping)?,
            mapping,
            take: match self.roster {
                true => Take::PositionsAndRoster,
                false => Take::Positions,
            },
            on: self.on,
            relayed_by: names::participants(&self.relayed_by, &register)?.pop(),
            received: self.received,
            evidence: self.evidence.clone(),
        };
        let Act { rows, notes, entry } = intake(&register, &input, &actor, context.now())?;
        let open = rows.iter().any(|row| row.verdict.is_open());
        let (outcome, preview) = self
            .writing
            .carried_out(context, &desk, entry.as_ref(), open)?;
        let report = IntakeReport::of(&input.proposal, &input.table, rows, notes, outcome);
        said(context, &report, preview, open)
    }
}

impl Mail {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.writing.how)?;
        let mapping = mapping(context, self.map.as_deref())?;
        let bytes = context.file(&self.file)?;
        let mails = Mails::all(&bytes).map_err(|fault| {
            let hint = "save the mails as mbox, or one of them as it is";
            Failure::usage(format!("the mailbox {fault}"), hint)
        })?;
        let input = BringMail {
            proposal,
            mails,
            mapping,
            relayed_by: names::participants(&self.relayed_by, &register)?.pop(),
        };
        let Act { rows, notes, entry } = mail(&register, &input, &actor, context.now())?;
        let open = rows.iter().any(|row| row.verdict.is_open());
        let (outcome, preview) = self
            .writing
            .carried_out(context, &desk, entry.as_ref(), open)?;
        let report = IntakeReport::of_mails(&input.proposal, rows, notes, outcome);
        said(context, &report, preview, open)
    }
}

fn mapping(context: &mut Context<'_>, file: Option<&Path>) -> Result<Mapping, Failure> {
    let Some(file) = file else {
        return Ok(Mapping::default());
    };
    let bytes = context.file(file)?;
    Mapping::read(&file.display().to_string(), &bytes)
        .map_err(|findings| Failure::of_records(Exit::Usage, "the map cannot be read", findings))
}

fn said(
    context: &mut Context<'_>,
    report: &IntakeReport,
    preview: Option<Page>,
    open: bool,
) -> Result<Exit, Failure> {
    context.show(report, || match preview {
        Some(preview) => report.page().gap().then(preview),
        None => report.page(),
    })?;
    Ok(if open { Exit::Findings } else { Exit::Done })
}

impl Writing {
    /// Lands the entry where that is asked for; else it goes through the gate all the same, so that
    /// what is called accepted would be.
    fn carried_out(
        &self,
        context: &mut Context<'_>,
        desk: &Desk,
        entry: Option<&Entry>,
        open: bool,
    ) -> Result<(Outcome, Option<Page>), Failure> {
        let Some(entry) = entry else {
            let outcome = if self.write {
                Outcome::Nothing
            } else {
                Outcome::Looked
            };
            return Ok((outcome, None));
        };
        let withheld = open && !self.partial;
        if !self.how.dry_run && (!self.write || withheld) {
            context.pass(&desk.repository, Some(&desk.base), entry)?;
            let outcome = if self.write {
                Outcome::Withheld
            } else {
                Outcome::Looked
            };
            return Ok((outcome, None));
        }
        Ok(
            match context.land(&desk.repository, Some(&desk.base), entry, &self.how)? {
                Written::Committed(commit, branch) => (Outcome::Landed(commit, branch), None),
                Written::Staged => (Outcome::Staged(entry.message.to_string()), None),
                Written::Shown(preview) => {
                    (Outcome::Looked, Some(Page::new().verbatim("", preview)))
                }
            },
        )
    }
}
