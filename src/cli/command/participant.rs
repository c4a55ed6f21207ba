//! `plenary participant`: adds, changes, renames and lists participants.

use clap::{Args, Subcommand};

use crate::act::arguments::name;
use crate::act::membership::{TermInput, term};
use crate::act::participant::{ParticipantInput, add, set};
use crate::act::rename::{Renamed, rename};
use crate::cli::arguments::{Reading, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::charter::{readable, typed_track};
use crate::cli::command::intake::Participants;
use crate::cli::command::write_session::{Recorded, View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{ask, name as names};
use crate::register::snapshot::Extent;
use crate::report::roster::Roster;
use crate::report::seats::Seats;
use crate::value::account;
use crate::value::id::ParticipantId;
use crate::value::sentence::all_of;

/// Add, change and list participants
///
/// Chairs and secretaries can change the participant list. Anybody can list it.
#[derive(Debug, Subcommand)]
pub(crate) enum Participant {
    /// Add a participant
    Add(Add),
    /// Change a participant
    Set(Set),
    /// Import participants from a spreadsheet
    ///
    /// Chairs and secretaries can run this. It needs no proposal. It checks every row, and says whether
    /// it accepts the row. Without --write it records nothing.
    Import(Box<Participants>),
    /// Give a participant another id
    ///
    /// Chairs and secretaries can run this. The record moves to the new id, and its key "also" keeps
    /// the former one. Plenary still understands the former id everywhere. The charter, the
    /// alternates of the participant, and proposals without a call get the new id, if you can change
    /// them. All other records keep the former id, and still belong to the same person.
    Rename(Rename),
    /// Add a membership in a group or for a time, or end one
    ///
    /// Chairs and secretaries can run this. A membership counts from its first to its last day, by the
    /// day on which a call opens. A track with several-groups counts a participant in each group.
    Term(AddTerm),
    /// List the participants
    List(List),
    /// Show who has a seat, who had one, and who never had one
    Seats(ShowSeats),
}

/// Adds a participant.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Id of the new participant
    #[arg(value_parser = name(ParticipantId::parse), required = true)]
    id: Option<ParticipantId>,
    #[command(flatten)]
    details: Typed,
    #[command(flatten)]
    how: WriteAs,
}

/// Changes a participant.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// Participant
    participant: String,
    #[command(flatten)]
    details: Typed,
    #[command(flatten)]
    how: WriteAs,
}

/// Gives a participant another id.
#[derive(Debug, Args)]
pub(crate) struct Rename {
    /// Participant
    participant: String,
    /// New id
    #[arg(value_parser = name(ParticipantId::parse))]
    new: ParticipantId,
    #[command(flatten)]
    how: WriteAs,
}

/// Lists the participants.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Group to list (default: all)
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

/// Adds a membership, or ends one.
#[derive(Debug, Args)]
pub(crate) struct AddTerm {
    /// Participant
    participant: String,
    #[command(flatten)]
    term: TermInput,
    /// Group in which it counts (default: the participant's)
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

/// Shows the seats.
#[derive(Debug, Args)]
pub(crate) struct ShowSeats {
    /// Track to show (default: all)
    #[arg(long)]
    track: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
struct Typed {
    /// Name of the person
    #[arg(long)]
    name: Option<String>,
    /// Group in which they count
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    details: ParticipantInput,
    /// Counts in the seat of this participant if they do not answer
    #[arg(long, value_name = "PARTICIPANT", display_order = 10)]
    alternate_for: Option<String>,
}

impl Typed {
    /// The details, with all names found in the register.
    fn found(self, desk: &WriteSession) -> Result<ParticipantInput, Failure> {
        let register = &desk.register;
        let service = names::service(&desk.repository, register)?;
        let accounts = self.details.account.iter().map(|typed| {
            account::read(typed, service)
                .map_err(|fault| Failure::usage(fault.sentence, fault.hint))
        });
        let group = self.group.map(|typed| names::group(&typed, register));
        Ok(ParticipantInput {
            name: self.name,
            group: group.transpose()?,
            account: accounts.collect::<Result<_, _>>()?,
            alternate_for: names::participants(&self.alternate_for, register)?.pop(),
            ..self.details
        })
    }
}

impl Participant {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        match self {
            Participant::Add(command) => command.run(context),
            Participant::Set(command) => command.run(context),
            Participant::Import(command) => command.run(context),
            Participant::Rename(command) => command.run(context),
            Participant::Term(command) => command.run(context),
            Participant::List(command) => command.run(context),
            Participant::Seats(command) => command.run(context),
        }
    }
}

impl Add {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let actor = desk.actor(context)?;
        let instead = "plenary participant add NAME";
        let id = ask::parsed(context, "the id", instead, self.id, |typed, _| {
            name(ParticipantId::parse)(typed)
        })?;
        let mut details = self.details.found(&desk)?;
        details.name = ask::line(context, "the name", "--name", details.name)?;
        details.group = asked::group(context, &desk.register, details.group)?;
        let entry = add(&desk.register, &id, &details, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("Participant {id} added."))
    }
}

impl Set {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let actor = desk.actor(context)?;
        let id = names::participant(&self.participant, &desk.register)?;
        let details = self.details.found(&desk)?;
        let entry = set(&desk.register, &id, &details, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("Participant {id} changed."))
    }
}

impl Rename {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Everything, self.how)?;
        let actor = desk.actor(context)?;
        let (old, new) = (
            names::participant(&self.participant, &desk.register)?,
            &self.new,
        );
        let Renamed { entry, kept } = rename(&desk.register, &old, new, &actor)?;
        let said = format!("Participant {old} renamed to {new}. Plenary still understands {old}.");
        let recorded = match kept.as_slice() {
            [] => Recorded::new(said),
            [one] => Recorded::new(said).line(format!("This file keeps the former id: {one}")),
            several => Recorded::new(said).line(format!(
                "These files keep the former id: {}",
                all_of(several.iter().map(String::as_str))
            )),
        };
        desk.land(context, &entry, recorded)
    }
}

impl AddTerm {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let actor = desk.actor(context)?;
        let id = names::participant(&self.participant, &desk.register)?;
        let group = self.group.map(|typed| names::group(&typed, &desk.register));
        let input = TermInput {
            group: group.transpose()?,
            ..self.term
        };
        let entry = term(&desk.register, &id, &input, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("Participant {id} changed."))
    }
}

impl ShowSeats {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (_, register) = View::read(context, &self.reading, &Extent::Roster)?;
        let charter = readable(&register)?;
        let track = typed_track(&charter, self.track.as_deref())?;
        let report = Seats::of(&charter, &register, track.as_ref(), context.now());
        context.show(&report, || report.page())
    }
}

impl List {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let (_, register) = View::read(context, &self.reading, &Extent::Roster)?;
        let group = self.group.map(|typed| names::group(&typed, &register));
        let report = Roster::of(&register, group.transpose()?.as_ref(), context.now());
        context.show(&report, || report.page())
    }
}
