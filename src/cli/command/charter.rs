//! `plenary charter`: the charter in force, its rules in plain words, and the presets.

use clap::{Args, Subcommand};

use crate::cli::arguments::Reading;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::record::charter::Charter as Record;
use crate::record::preset;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::report::charter::CharterShow;
use crate::report::explain::CharterExplain;
use crate::report::presets::Presets;
use crate::value::id::TrackId;

/// What can be asked of the charter.
#[derive(Debug, Subcommand)]
pub(crate) enum Charter {
    /// Groups, roles and tracks of the charter in force
    Show(Show),
    /// Every rule of a track in plain words
    Explain(Explain),
    /// The charters that come with the program
    Presets,
}

/// Groups, roles and tracks.
#[derive(Debug, Args)]
pub(crate) struct Show {
    #[command(flatten)]
    reading: Reading,
}

/// Every rule in plain words.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The track; all where none is named
    track: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

impl Charter {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Charter::Show(command) => command.run(context),
            Charter::Explain(command) => command.run(context),
            Charter::Presets => {
                let report = Presets::of(preset::ALL);
                context.show(&report, || report.page())?;
                Ok(Exit::Done)
            }
        }
    }
}

fn read(context: &mut Context<'_>, reading: &Reading) -> Result<(Register, Record), Failure> {
    let repository = context.repository()?;
    let moment = context.moment(&repository, reading)?;
    context.remark_uncommitted(&repository, reading, &Extent::Roster)?;
    let register = context.register(&repository, &moment, &Extent::Roster)?;
    match register.charter.clone() {
        Some(charter) => Ok((register, charter)),
        None => Err(Failure::of_records(
            Exit::CannotCheck,
            "the charter cannot be read",
            register.findings,
        )),
    }
}

impl Show {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (_, charter) = read(context, &self.reading)?;
        let report = CharterShow::of(&charter);
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}

impl Explain {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (register, charter) = read(context, &self.reading)?;
        let tracks = charter.tracks.iter().map(|track| track.id.as_str());
        let typed = self.track.as_deref();
        let track = typed
            .map(|typed| name::resolve(typed, "track", tracks))
            .transpose()?;
        let track = track.and_then(|track| TrackId::parse(track).ok());
        let report = CharterExplain::of(&charter, &register, track.as_ref());
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
