//! `plenary hold`: says that a position is being worked on.

use clap::Args;

use crate::act::actor::Actor;
use crate::act::position::{Answer, Authority, For, Give, position};
use crate::cli::arguments::{WriteAs, instant};
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name as names;
use crate::record::path::Owner;
use crate::record::position::HOLD;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::report::words::moment;
use crate::value::clock::Instant;
use crate::value::id::PositionName;

/// Take part: say that a position is being worked on, and until when
///
/// A hold holds nothing up: until it ends by itself, and afterwards, its owner is silent.
#[derive(Debug, Args)]
pub(crate) struct Hold {
    /// The proposal
    proposal: String,
    /// When it ends by itself, with an offset from UTC: 2026-05-15T00:00Z
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    until: Instant,
    /// Why
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The group that is working on it, if you represent it
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    how: WriteAs,
}

impl Hold {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let word = PositionName::parse(HOLD)
            .map_err(|fault| Failure::usage(format!("the word {HOLD} {fault}"), ""))?;
        let input = Give {
            proposal,
            of: match &self.group {
                Some(typed) => For::Group(names::group(typed, &register)?),
                None => For::Oneself,
            },
            authority: Authority::Own,
            answer: Answer::Given(word),
            until: Some(self.until),
            on: None,
            reason: self.reason,
            interest: None,
            joins: Vec::new(),
            received: None,
            evidence: None,
        };
        let entry = position(&register, &input, &actor, now)?;
        let until = moment(self.until, now, context.offset());
        let said = format!("On hold on {} until {until}.", input.proposal);
        let given_up = given_up(&register, &input, &actor);
        let page = Page::new().line(said).line(given_up);
        desk.land(context, &register, &entry, &self.how, page)
    }
}

/// Says that a position which stood before counts no more, and that the end of the hold does not
/// bring it back.
fn given_up(register: &Register, input: &Give, actor: &Actor) -> String {
    let owner = match &input.of {
        For::Group(group) => Owner::Group(group.clone()),
        For::Oneself | For::Participant(_) => Owner::Participant(actor.id.clone()),
    };
    let folder = register.proposals.get(&input.proposal);
    let filed = folder.and_then(|folder| folder.position_of(&owner));
    let stood = filed.and_then(|(_, file)| file.position.as_ref());
    match stood.filter(|stood| !stood.is_hold() && !stood.withdrawn) {
        Some(stood) => format!(
            "Your position {} counts no more; give it again when you know: plenary position {} VALUE",
            stood.position, input.proposal
        ),
        None => String::new(),
    }
}
