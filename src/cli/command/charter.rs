//! `plenary charter`: shows the charter in force, explains its rules in plain words, and lists the
//! presets.

use std::collections::BTreeSet;
use std::sync::Arc;

use clap::{Args, Subcommand};

use crate::cli::arguments::Reading;
use crate::cli::command::write_session::View;
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::name;
use crate::record::charter::Charter as Record;
use crate::record::path::CHARTER;
use crate::record::preset;
use crate::register::records::Register;
use crate::register::shared_files::SharedFiles;
use crate::register::snapshot::{Content, Extent, Moment, Snapshot};
use crate::report::charter::{CharterShow, Presets};
use crate::report::explain::CharterExplain;
use crate::report::rights::Rights;
use crate::value::id::TrackId;

/// Show and explain the rules, or list the presets
///
/// Anybody can run these commands. The charter is the file with the groups, roles, tracks and rules
/// of the body.
#[derive(Debug, Subcommand)]
pub(crate) enum Charter {
    /// Show the groups, roles and tracks of the charter in force
    Show(Source),
    /// Explain every rule in plain words
    Explain(Explain),
    /// List the ready-made charters that you can copy
    Presets,
}

/// Which charter is meant.
#[derive(Debug, Args)]
pub(crate) struct Source {
    /// Preset to show instead of the register's charter
    #[arg(long, value_name = "NAME", conflicts_with_all = ["at", "worktree"])]
    preset: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

/// Every rule in plain words.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// Track (default: all)
    track: Option<String>,
    /// Show who can do what in this register, by name
    #[arg(long)]
    rights: bool,
    #[command(flatten)]
    source: Source,
}

impl Charter {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Charter::Show(source) => {
                let (_, charter) = read(context, &source)?;
                let (report, now) = (CharterShow::of(&charter), context.now());
                context.show(&report, || report.page(now))
            }
            Charter::Explain(command) => command.run(context),
            Charter::Presets => {
                let (report, now) = (Presets::of(preset::ALL), context.now());
                context.show(&report, || report.page(now))
            }
        }
    }
}

fn read(context: &mut Context<'_>, source: &Source) -> Result<(Register, Arc<Record>), Failure> {
    let register = match &source.preset {
        Some(name) => of_preset(name)?,
        None => View::read(context, &source.reading, &Extent::Roster)?.1,
    };
    let charter = readable(&register)?;
    Ok((register, charter))
}

/// The charter of a register, if it can be read.
pub(super) fn readable(register: &Register) -> Result<Arc<Record>, Failure> {
    register.charter.clone().ok_or_else(|| {
        Failure::of_records(
            Exit::CannotCheck,
            "the charter cannot be read",
            register.findings.clone(),
        )
    })
}

/// The track that was typed, if one was.
pub(super) fn typed_track(
    charter: &Record,
    typed: Option<&str>,
) -> Result<Option<TrackId>, Failure> {
    let tracks = charter.tracks.iter().map(|track| track.id.as_str());
    let track = typed.map(|typed| name::resolve(typed, "track", tracks));
    Ok(track
        .transpose()?
        .and_then(|track| TrackId::parse(track).ok()))
}

/// A register with nothing but the preset.
fn of_preset(name: &str) -> Result<Register, Failure> {
    let names = preset::ALL.iter().map(|preset| preset.name);
    let name = name::resolve(name, "preset", names)?;
    let text = preset::find(name).map_or("", |preset| preset.text);
    let charter = Content::Plain(text.as_bytes().into());
    Ok(Register::read(Snapshot {
        moment: Moment::WorkTree,
        extent: Extent::Roster,
        files: SharedFiles::from_iter([(CHARTER.to_owned(), charter)]),
        proposals: BTreeSet::new(),
    }))
}

impl Explain {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (register, charter) = read(context, &self.source)?;
        let track = typed_track(&charter, self.track.as_deref())?;
        if self.rights {
            let report = Rights::of(&register, track.as_ref());
            return context.show(&report, || report.page());
        }
        let report = CharterExplain::of(&charter, &register, track.as_ref(), context.now());
        let now = context.now();
        context.show(&report, || report.page(now))
    }
}
