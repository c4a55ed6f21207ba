//! `plenary call admit`: lets count what is late.

use clap::Args;

use crate::act::call::admit::{Admit as Act, Admitted, Late, admit};
use crate::cli::arguments::WriteAs;
use crate::cli::command::written::Desk;
use crate::cli::context::Context;
use crate::cli::error::Failure;
use crate::cli::exit::Exit;
use crate::cli::name;
use crate::record::path::Owner;
use crate::register::records::Register;
use crate::render::page::Page;
use crate::session::{self, Tallied, Which};
use crate::value::id::{GroupId, ProposalId};

/// Let late positions and objections count, with a reason
///
/// A chair does this after the close and before deciding. A position counts as it is now: one that
/// changes again is late again.
#[derive(Debug, Args)]
pub(crate) struct Admit {
    /// The proposal
    proposal: String,
    /// What counts: participants, groups as @GROUP, and objections
    #[arg(required_unless_present = "received_in_time", value_name = "WHAT")]
    what: Vec<String>,
    /// Every position received by the close and written down later
    #[arg(long)]
    received_in_time: bool,
    /// Why it counts although it is late
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
        let named = self
            .what
            .iter()
            .map(|what| late(what, &proposal, &register));
        let input = Act {
            named: named.collect::<Result<_, _>>()?,
            received_in_time: self.received_in_time,
            proposal: proposal.clone(),
            reason: self.reason,
        };
        let Tallied {
            moments,
            tally: before,
        } = session::tally_of(
            &desk.repository,
            register.clone(),
            &proposal,
            Which::Current,
            now,
        )?;
        let (admitted, entry) = admit(&register, (&moments, &before), &input, &actor, now)?;
        let page = page(&admitted, &proposal);
        desk.land(context, &register, &entry, &self.how, page)
    }
}

fn page(admitted: &Admitted, proposal: &ProposalId) -> Page {
    let call = format!("in call {} on {proposal}", admitted.call);
    let named = |what: &Late| match what {
        Late::Position(owner) => format!("The position of {owner} counts {call}."),
        Late::Objection(of) => format!("The objection {of} counts {call}."),
    };
    let counts = admitted.counts.iter().map(named);
    let left = admitted
        .left
        .iter()
        .map(|why| format!("Not admitted: {why}."));
    counts.chain(left).fold(Page::new(), Page::line)
}

/// What was meant. Somebody who is on the roster no more may still have a position.
fn late(typed: &str, proposal: &ProposalId, register: &Register) -> Result<Late, Failure> {
    let owner = match typed.strip_prefix('@') {
        Some(group) => GroupId::parse(group).map(Owner::Group).map_err(|fault| {
            let shown = crate::value::text::shortened(group, 60);
            Failure::usage(format!("the group \"{shown}\" {fault}"), "@GROUP")
        })?,
        None if typed.contains('.') => {
            let found = objection(typed, proposal, register);
            // A name can have a full stop, too.
            return found.or_else(|no_objection| match name::participant(typed, register) {
                Ok(who) => Ok(Late::Position(Owner::Participant(who))),
                Err(_) => Err(no_objection),
            });
        }
        None => Owner::Participant(name::participant(typed, register)?),
    };
    Ok(Late::Position(owner))
}

/// The objection to this proposal that was meant.
fn objection(typed: &str, proposal: &ProposalId, register: &Register) -> Result<Late, Failure> {
    let folder = register.proposals.get(proposal);
    let raised = folder
        .into_iter()
        .flat_map(|folder| folder.objections.keys());
    let raised: Vec<_> = raised.map(|id| (proposal.clone(), id.clone())).collect();
    let (_, of) = name::objection_among(typed, &raised)?;
    Ok(Late::Objection(of))
}
