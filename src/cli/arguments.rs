//! Defines the options that several commands share.

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
#[command(next_help_heading = "Global options")]
pub(crate) struct Globals {
    /// Run in this folder
    #[arg(short = 'C', value_name = "DIR", global = true, hide_short_help = true)]
    pub(crate) directory: Option<PathBuf>,
    /// Output format [table, lines, markdown, csv, json; for receipt, call notice, matrix and agenda
    /// also html; for due also ics; for check also github, gitlab, sarif]
    #[arg(
        long,
        value_name = "FORMAT",
        global = true,
        value_parser = format,
        hide_short_help = true
    )]
    pub(crate) format: Option<Format>,
    /// Use of colour [auto, always, never] (default: auto)
    #[arg(
        long,
        value_name = "WHEN",
        global = true,
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        hide_short_help = true
    )]
    pub(crate) color: Colour,
    /// Results only: no notes, no hints, no questions before recording
    #[arg(short, long, global = true, hide_short_help = true)]
    pub(crate) quiet: bool,
    /// Time to use instead of the clock, such as 2026-05-21T23:59Z
    #[arg(
        long,
        value_name = "TIME",
        global = true,
        value_parser = instant,
        hide_short_help = true
    )]
    pub(crate) now: Option<Instant>,
}

// What every reading command takes. A comment, not help: each command has its own.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Reading {
    /// Commit or tag at which to read the register
    #[arg(long, value_name = "COMMIT", conflicts_with = "worktree")]
    pub(crate) at: Option<String>,
    /// Include uncommitted changes
    #[arg(long)]
    pub(crate) worktree: bool,
}

// One proposal, and the commit at which to read it.
#[derive(Debug, Clone, Args)]
pub(crate) struct OfProposal {
    /// Proposal
    pub(crate) proposal: String,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

/// Who reads, for commands that only read and are about participants.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Reader {
    /// Same as --for; --for wins if both are given
    #[arg(long = "as", value_name = "PARTICIPANT")]
    reader: Option<String>,
}

/// The participant that a command that only reads is about.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Whose {
    /// Participant to show (default: you)
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
    /// Who was named: by `--for`, else by `--as`.
    pub(crate) fn named(&self) -> Option<&str> {
        self.whose.as_deref().or(self.reader.named())
    }

    /// The same on the participant list.
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
    /// Participant who acts (default: from git user.email)
    #[arg(long = "as", value_name = "PARTICIPANT")]
    pub(crate) actor: Option<String>,
    /// Show what would be committed; write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Write and stage the files; do not commit
    #[arg(long, conflicts_with = "dry_run")]
    pub(crate) no_commit: bool,
    /// Show the full receipt afterwards
    #[arg(long)]
    pub(crate) receipt: bool,
}

/// What a command takes that asks in a terminal before it records something of weight.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Confirm {
    /// Record without asking first
    #[arg(short, long)]
    pub(crate) yes: bool,
}

/// What a command takes with which something can be entered for another participant.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct OnBehalf {
    /// Enter it for this participant (secretaries)
    #[arg(long = "for", value_name = "PARTICIPANT", group = "spoke")]
    participant: Option<String>,
    /// When you received it
    #[arg(long, value_name = "TIME", value_parser = instant, requires = "spoke")]
    received: Option<Instant>,
    /// Link or note to the source
    #[arg(long, value_name = "LINK", requires = "spoke")]
    evidence: Option<String>,
}

impl OnBehalf {
    /// The same with the participant that the name means.
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
        format!("expected {names}")
    })
}
