//! `plenary call admit`: lets late positions count.

use clap::Args;

use crate::act::call::admit::{Admit as Act, admit};
use crate::cli::arguments::WriteAs;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::moments::{Which, of_register};
use crate::cli::name;
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::tally::tally;
use crate::value::id::GroupId;

/// Let late positions count, with a reason, before deciding
///
/// The positions are admitted as they are now: one that changes again is late again.
#[derive(Debug, Args)]
pub(crate) struct Admit {
    /// The proposal
    proposal: String,
    /// Whose positions: participants, or groups as @GROUP
    #[arg(required = true, value_name = "WHO")]
    who: Vec<String>,
    /// Why they count although they are late
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    how: WriteAs,
}

impl Admit {
    pub(super) fn run(self, context: &mut Context<'_>) -> Result<Exit, Failure> {
        let desk = Desk::open(context)?;
        let (proposal, register) = desk.with_proposal(&self.proposal)?;
        let actor = desk.actor(context, &register, &self.how)?;
        let now = context.now();
        let owners = self.who.iter().map(|who| owner(who, &register));
        let input = Act {
            owners: owners.collect::<Result<_, _>>()?,
            proposal: proposal.clone(),
            reason: self.reason,
        };
        let moments = of_register(
            &desk.repository,
            register.clone(),
            &proposal,
            Which::Current,
            now,
        )?;
        let tally = tally(&moments, &proposal)?;
        let (n, entry) = admit(&register, &tally, &input, &actor, now)?;
        let said = match input.owners.as_slice() {
            [one] => format!("The position of {one} counts in call {n} on {proposal}."),
            several => format!(
                "{} late positions count in call {n} on {proposal}.",
                several.len()
            ),
        };
        let page = Page::new().line(said);
        desk.land(context, &register, &entry, &self.how, page)
    }
}

/// Whose position was meant. Somebody who is on the roster no more may still have one.
fn owner(typed: &str, register: &Register) -> Result<Owner, Failure> {
    match typed.strip_prefix('@') {
        Some(group) => GroupId::parse(group).map(Owner::Group).map_err(|fault| {
            let shown = crate::value::text::shortened(group, 60);
            Failure::usage(format!("the group \"{shown}\" {fault}"), "@GROUP")
        }),
        None => name::participant(typed, register).map(Owner::Participant),
    }
}
