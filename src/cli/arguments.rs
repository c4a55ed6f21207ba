//! The command line: what may be typed.

use std::path::PathBuf;

use clap::Args;

use crate::act::actor::Behalf;
use crate::act::arguments::instant;
use crate::cli::error::Failure;
use crate::cli::name as names;
use crate::cli::output::Colour;
use crate::register::records::Register;
use crate::render::format::Format;
use crate::value::clock::Instant;
use crate::value::id::ParticipantId;
use crate::value::sentence::any_of;

/// What every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Globals {
    /// Work as if started in this folder
    #[arg(short = 'C', value_name = "DIR", global = true)]
    pub(crate) directory: Option<PathBuf>,
    /// The form of the output: table, lines, markdown, csv, html or json; ics for what is due;
    /// github, gitlab or sarif for check
    #[arg(long, value_name = "FORMAT", global = true, value_parser = format)]
    pub(crate) format: Option<Format>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: Colour,
    /// Print results only, no remarks
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Take this as the present moment
    #[arg(long, value_name = "INSTANT", global = true, value_parser = instant)]
    pub(crate) now: Option<Instant>,
}

/// What every reading command takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Reading {
    /// Read the register as it was at this revision
    #[arg(long, value_name = "REV", conflicts_with = "worktree")]
    pub(crate) at: Option<String>,
    /// Read the files as they lie in the work tree, committed or not
    #[arg(long)]
    pub(crate) worktree: bool,
}

/// What is asked of one proposal, and at which moment.
#[derive(Debug, Clone, Args)]
pub(crate) struct OfProposal {
    /// The proposal
    pub(crate) proposal: String,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Who reads, for every reading command whose page is about participants.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Reader {
    /// Read as this participant: shows the same as --for, which decides where both are given
    #[arg(long = "as", value_name = "PARTICIPANT")]
    reader: Option<String>,
}

/// Whom a reading command is about, where that is one participant.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Whose {
    /// Only what concerns this participant
    #[arg(long = "for", value_name = "PARTICIPANT")]
    whose: Option<String>,
    #[command(flatten)]
    reader: Reader,
}

impl Reader {
    /// Who was named.
    pub(crate) fn named(&self) -> Option<&str> {
        self.reader.as_deref()
    }
}

impl Whose {
    /// Who was named: whom it is for, else who reads.
    pub(crate) fn named(&self) -> Option<&str> {
        self.whose.as_deref().or(self.reader.named())
    }

    /// The same on the roster.
    pub(crate) fn found(&self, register: &Register) -> Result<Option<ParticipantId>, Failure> {
        let named = self.named();
        named
            .map(|typed| names::participant(typed, register))
            .transpose()
    }
}

/// What every writing command takes.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct WriteAs {
    /// Who acts
    #[arg(long = "as", value_name = "PARTICIPANT")]
    pub(crate) actor: Option<String>,
    /// Show the exact change and the message of the commit, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write and stage, and leave the commit to you
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) no_commit: bool,
}

/// What every command takes by which something can be entered for another participant.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OnBehalf {
    /// Whose it is, if you type it for them
    #[arg(long = "for", value_name = "PARTICIPANT")]
    participant: Option<String>,
    /// When they gave it, if you type it for them
    #[arg(long, value_name = "INSTANT", value_parser = instant, requires = "participant")]
    received: Option<Instant>,
    /// Where that can be seen
    #[arg(long, value_name = "LINK", requires = "participant")]
    evidence: Option<String>,
}

impl OnBehalf {
    /// The same with the participant whom the name means.
    pub(crate) fn known(self, register: &Register) -> Result<Behalf, Failure> {
        Ok(Behalf {
            of: names::participants(&self.participant, register)?.pop(),
            received: self.received,
            evidence: self.evidence,
        })
    }
}

fn format(text: &str) -> Result<Format, String> {
    Format::parse(text).ok_or_else(|| {
        let names = any_of(Format::names());
        format!("{names} was expected")
    })
}
