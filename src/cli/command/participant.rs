//! `plenary participant`: adds to the roster, changes it, lists it.

use clap::{Args, Subcommand};

use crate::act::participant::{Details as Act, Key, add, set};
use crate::act::rename::{Renamed, rename};
use crate::cli::arguments::{Reading, WriteAs, name};
use crate::cli::ask;
use crate::cli::command::asked;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::register::records::Register;
use crate::register::snapshot::Extent;
use crate::render::page::Page;
use crate::report::roster::Roster;
use crate::value::id::{ParticipantId, RegionId, RoleName, StandingName, WeightName};
use crate::value::suggest;

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
    details: Details,
    #[command(flatten)]
    how: WriteAs,
}

/// Changes somebody's entry.
#[derive(Debug, Args)]
pub(crate) struct Set {
    /// The participant
    participant: String,
    #[command(flatten)]
    details: Details,
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
struct Details {
    /// The name for people
    #[arg(long)]
    name: Option<String>,
    /// The one group in which they count
    #[arg(long)]
    group: Option<String>,
    /// In what capacity; may be given several times
    #[arg(long, value_parser = name(StandingName::parse))]
    standing: Vec<StandingName>,
    /// The organisation that they work for
    #[arg(long)]
    affiliation: Option<String>,
    /// Where they are counted for geographic balance
    #[arg(long, value_parser = name(RegionId::parse))]
    region: Option<RegionId>,
    /// An account that may submit for them, such as github:ruth-a
    #[arg(long)]
    account: Vec<String>,
    /// An address; the first is the canonical one
    #[arg(long)]
    email: Vec<String>,
    /// A former id
    #[arg(long, value_parser = name(ParticipantId::parse))]
    also: Vec<ParticipantId>,
    /// A weight that the charter declares, such as population=83
    #[arg(long, value_name = "NAME=NUMBER", value_parser = weight)]
    weight: Vec<(WeightName, u64)>,
    /// In whose seat they count where its holder has no position
    #[arg(long, value_name = "PARTICIPANT")]
    alternate_for: Option<String>,
    /// Why they take no part for now; empty to end it
    #[arg(long, value_name = "REASON")]
    suspended: Option<String>,
    /// Whom and what they represent
    #[arg(long, value_name = "TEXT")]
    interests: Option<String>,
    /// Another name that means them: a member number, a login, a spelling (repeatable)
    #[arg(long, value_name = "NAME")]
    known_as: Vec<String>,
    /// A key to leave out from now on, such as affiliation (repeatable)
    #[arg(long, value_name = "KEY", value_parser = key)]
    clear: Vec<Key>,
    /// A role that they give up (repeatable)
    #[arg(long, value_name = "ROLE", value_parser = name(RoleName::parse))]
    no_role: Vec<RoleName>,
    /// A role that they take on, such as co-chair or secretary; may be given several times
    #[arg(long, value_parser = name(RoleName::parse))]
    role: Vec<RoleName>,
}

fn key(text: &str) -> Result<Key, String> {
    let words = || Key::WORDS.iter().map(|(word, _)| *word);
    let found = Key::WORDS.iter().find(|(word, _)| *word == text);
    found
        .map(|(_, key)| *key)
        .ok_or_else(|| match suggest::nearest(text, words()) {
            Some(meant) => format!("did you mean {meant}?"),
            None => format!("{} was expected", suggest::listed(words())),
        })
}

pub(super) fn weight(text: &str) -> Result<(WeightName, u64), String> {
    let (name, number) = text
        .split_once('=')
        .ok_or("write NAME=NUMBER, as population=83")?;
    let name = WeightName::parse(name).map_err(|fault| format!("the id {fault}"))?;
    let number = number
        .parse()
        .map_err(|_| "the weight is not a whole number".to_owned())?;
    Ok((name, number))
}

impl Details {
    /// The details, with whom and what they name found in the register.
    fn found(self, register: &Register) -> Result<Act, Failure> {
        let details = self;
        let typed = details.group.as_deref();
        let group = typed
            .map(|typed| names::group(typed, register))
            .transpose()?;
        let holder = names::participants(&details.alternate_for, register)?.pop();
        Ok(Act {
            name: details.name,
            group,
            standing: details.standing,
            affiliation: details.affiliation,
            region: details.region,
            accounts: details.account,
            emails: details.email,
            also: details.also,
            weight: details.weight,
            alternate_for: holder,
            suspended: details.suspended,
            interests: details.interests,
            known_as: details.known_as,
            clear: details.clear,
            without: details.no_role,
            roles: details.role,
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
        let desk = Desk::open(context)?;
        let register = desk.register(&Extent::Roster)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let instead = "plenary participant add NAME";
        let id = ask::parsed(context, "the id", instead, self.id, |typed, _| {
            name(ParticipantId::parse)(typed)
        })?;
        let mut details = self.details.found(&register)?;
        details.name = ask::line(context, "the name", "--name", details.name)?;
        details.group = asked::group(context, &register, details.group)?;
        let entry = add(&register, &id, &details, &actor, context.now())?;
        let page = Page::new().line(format!("{id} is on the roster."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Set {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let register = desk.register(&Extent::Roster)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let id = names::participant(&self.participant, &register)?;
        let details = self.details.found(&register)?;
        let entry = set(&register, &id, &details, &actor, context.now())?;
        let page = Page::new().line(format!("The roster's entry of {id} is changed."));
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl Rename {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let register = desk.register(&Extent::Everything)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let (old, new) = (names::participant(&self.participant, &register)?, &self.new);
        let Renamed { entry, kept } = rename(&register, &old, new, &actor)?;
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
        desk.land(context, &register, &entry, &self.how, page)
    }
}

impl List {
    fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let repository = context.repository()?;
        let moment = context.moment(&repository, &self.reading)?;
        context.remark_uncommitted(&repository, &self.reading, &Extent::Roster)?;
        let register = context.register(&repository, &moment, &Extent::Roster)?;
        let typed = self.group.as_deref();
        let group = typed
            .map(|typed| names::group(typed, &register))
            .transpose()?;
        let report = Roster::of(&register, group.as_ref(), context.now());
        context.show(&report, || report.page())?;
        Ok(Exit::Done)
    }
}
