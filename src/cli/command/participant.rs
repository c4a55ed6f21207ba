//! `plenary participant`: adds to the roster, changes it, lists it.

use clap::{Args, Subcommand};

use crate::act::arguments::name;
use crate::act::participant::{ParticipantInput, add, set};
use crate::act::rename::{Renamed, rename};
use crate::cli::arguments::{Reading, WriteAs};
use crate::cli::command::asked;
use crate::cli::command::write_session::{View, WriteSession};
use crate::cli::context::Context;
use crate::cli::error::{Exit, Failure};
use crate::cli::{ask, name as names};
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::roster::Roster;
use crate::value::id::ParticipantId;

/// What can be done with the roster.
#[derive(Debug, Subcommand)]
pub(crate) enum Participant {
    /// Add somebody to the roster
    Add(Add),
    /// Change what the roster says of somebody
    Set(Set),
    /// Give somebody another id
    ///
    /// The record moves to the new id and keeps the former one in `also`, so that the former one is
    /// still understood wherever a name is typed or written. The charter, the alternates of the
    /// participant, and proposals of which no call was opened get the new id, as far as whoever
    /// renames can change them. Everything else keeps the name under which it was written, and is
    /// still the same person's: positions, objections, calls, decisions, meetings, and proposals
    /// that were put to the group.
    Rename(Rename),
    /// The roster
    List(List),
}

/// Adds somebody.
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// The new participant's id
    #[arg(value_parser = name(ParticipantId::parse), required = true)]
    id: Option<ParticipantId>,
    #[command(flatten)]
    details: Typed,
    #[command(flatten)]
    how: WriteAs,
}

/// Changes somebody's entry.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The participant
    participant: String,
    #[command(flatten)]
    details: Typed,
    #[command(flatten)]
    how: WriteAs,
}

/// Gives somebody another id.
#[derive(Debug, Args)]
pub(crate) struct Rename {
    /// The participant
    participant: String,
    /// The new id
    #[arg(value_parser = name(ParticipantId::parse))]
    new: ParticipantId,
    #[command(flatten)]
    how: WriteAs,
}

/// Lists the roster.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Only this group
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Args)]
struct Typed {
    /// The name for people
    #[arg(long)]
    name: Option<String>,
    /// The one group in which they count
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    details: ParticipantInput,
    /// In whose seat they count where its holder has no position
    #[arg(long, value_name = "PARTICIPANT", display_order = 9)]
    alternate_for: Option<String>,
}

impl Typed {
    /// The details, with whom and what they name found in the register.
    fn found(self, register: &Register) -> Result<ParticipantInput, Failure> {
        let group = self.group.map(|typed| names::group(&typed, register));
        Ok(ParticipantInput {
            name: self.name,
            group: group.transpose()?,
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
            Participant::Rename(command) => command.run(context),
            Participant::List(command) => command.run(context),
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
        let mut details = self.details.found(&desk.register)?;
        details.name = ask::line(context, "the name", "--name", details.name)?;
        details.group = asked::group(context, &desk.register, details.group)?;
        let entry = add(&desk.register, &id, &details, &actor, context.now())?;
        desk.land_saying(context, &entry, format!("{id} is on the roster."))
    }
}

impl Set {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = WriteSession::open(context, Extent::Roster, self.how)?;
        let actor = desk.actor(context)?;
        let id = names::participant(&self.participant, &desk.register)?;
        let details = self.details.found(&desk.register)?;
        let entry = set(&desk.register, &id, &details, &actor, context.now())?;
        desk.land_saying(
            context,
            &entry,
            format!("The roster's entry of {id} is changed."),
        )
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
        let page = Page::new().line(format!(
            "{old} is {new} now; {old} is still understood wherever a name is typed."
        ));
        let page = match kept.is_empty() {
            true => page,
            false => page.line(format!(
                "Left with the former id, which means {new} there: {}",
                kept.join(", ")
            )),
        };
        desk.land(context, &entry, page)
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
